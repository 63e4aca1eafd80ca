"""Paths of prices with further years written out: each says what it said already, so nothing else changes.

The last year given is carried forward and the first back; written out, a year can be moved by itself. (Shares of a loan
repaid by year are no path of prices: before the first that is given nothing is repaid.)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modeller.lines.units import PER_YEAR
from modeller.scenario.terms import Scenario
from modeller.scenario.walk import Path, Spot, at, inputs


def figure_in(path: Mapping[int, float], year: int) -> float:
    """What a path of prices says of a year.

    >>> [figure_in({2026: 0.02, 2027: 0.03}, year) for year in (2025, 2026, 2040)]
    [0.02, 0.02, 0.03]
    """
    stated = [known for known in path if known <= year]
    return path[max(stated) if stated else min(path)]


def years_of(scenario: Scenario) -> dict[str, list[int]]:
    """The years that each path of prices states, by key."""
    return {spot.key: list(at(scenario, spot.path)) for spot in inputs(scenario) if is_path(spot)}


def is_path(spot: Spot) -> bool:
    """Whether an input is a path of prices: a rate by calendar year."""
    said = spot.declared
    return said.by_year and said.quantity is not None and said.quantity.unit == PER_YEAR


def with_years(scenario: Scenario, wanted: Mapping[str, Iterable[int]]) -> Scenario:
    """A scenario whose paths of prices, by key, have these years written out besides those that they state.

    >>> from modeller.scenario import read
    >>> ten = read("scenarios/ten-homes.yaml").scenario
    >>> dict(with_years(ten, {"economy.house_prices": [2028]}).economy.house_prices)
    {2026: 0.02, 2028: 0.02}
    """
    for spot in list(inputs(scenario)):
        path = at(scenario, spot.path) if is_path(spot) else {}
        more = set(wanted.get(spot.key, ())) - set(path)
        if is_path(spot) and more:
            years = {year: figure_in(path, year) for year in sorted({*path, *more})}
            scenario = _laid(scenario, spot.path, years)
    return scenario


def _laid(block: Any, path: Path, value: object) -> Any:  # noqa: ANN401  a block, a list of them, or the path itself
    """A block with something else at the end of a way through it."""
    if not path:
        return value
    step, *rest = path
    if isinstance(step, int):
        return [_laid(each, tuple(rest), value) if place == step else each for place, each in enumerate(block)]
    return block.model_copy(update={step: _laid(getattr(block, step), tuple(rest), value)})
