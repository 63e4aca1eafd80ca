"""Curves whose every year is drawn: their years written out, and deviations from what is stated, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modeller.scenario import Scenario
from modeller.scenario.figures import Block
from modeller.scenario.terms.uncertainty import YearlyPath
from modeller.scenario.walk import Path, at, inputs

Array = NDArray[np.float64]


def last_year(scenario: Scenario) -> int:
    """The calendar year of the last month worked."""
    return (scenario.start.year * 12 + scenario.start.month - 2 + int(scenario.horizon)) // 12


def with_years(scenario: Scenario) -> Scenario:
    """The scenario, with every curve that has a path written out for every year worked: the same figures.

    A model has inputs for the years stated alone, the last carried forward, and a year drawn needs one of its own.

    >>> from modeller.scenario import read
    >>> economy = with_years(read("scenarios/p3-west-lindsey.yaml").scenario).economy
    >>> economy.house_prices[2027], economy.house_prices[2056], max(economy.house_prices)
    (0.025, 0.025, 2056)
    """
    moved = {key for path in scenario.uncertainty.paths for key in path.of}
    written: Any = scenario
    for spot in inputs(scenario):
        if spot.key in moved:
            written = _replaced(written, spot.path, _every_year(at(scenario, spot.path), last_year(scenario)))
    assert isinstance(written, Scenario)  # noqa: S101
    return written


def _every_year(points: Mapping[int, float], last: int) -> dict[int, float]:
    known, end = dict(points), max(points)
    return {year: known[min(year, end)] for year in range(min(points), max(last, end) + 1)}


def _replaced(block: Any, path: Path, value: object) -> Any:  # noqa: ANN401  a block, a list of blocks
    """A copy of a block with something else at the end of a path."""
    if not path:
        return value
    first, *rest = path
    if isinstance(first, int):
        return [_replaced(each, tuple(rest), value) if place == first else each for place, each in enumerate(block)]
    assert isinstance(block, Block)  # noqa: S101
    return block.model_copy(update={first: _replaced(getattr(block, first), tuple(rest), value)})


def deviations(paths: Sequence[YearlyPath], shocks: Array) -> Array:
    """What each path deviates by in each year [% a year], from standard normal shocks, shape (scenario, year, path).

    In each year what persists of the last one's, and what the shock adds; before the first year there is none.

    >>> path = YearlyPath.model_construct(of=["economy.house_prices"], varies=0.02, persists=0.5)
    >>> deviations([path], np.array([[[1.0], [0.0], [-1.0]]]))[0, :, 0].tolist()
    [0.02, 0.01, -0.015]
    """
    varies = np.array([each.varies for each in paths])
    persists = np.array([each.persists for each in paths])
    found = np.empty_like(shocks)
    last = np.zeros_like(shocks[:, 0])
    for year in range(shocks.shape[1]):
        last = found[:, year] = persists * last + varies * shocks[:, year]
    return found
