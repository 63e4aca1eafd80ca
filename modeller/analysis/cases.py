"""Single inputs moved, from the low to the high of their ranges or by so much of themselves; what a measure is then.

A measure is expected over the paths of the contract; one that is a month is that of the path without renewal.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.futures import CHANCE, COURSE, Futures
from modeller.analysis.quantiles import NINETIETH
from modeller.analysis.run import Run
from modeller.analysis.simulate import ordered
from modeller.analysis.yearly import deviations
from modeller.lines.references import Measure
from modeller.lines.units import MONTH
from modeller.scenario.dates import CalendarMonth, YesOrNo
from modeller.scenario.terms.uncertainty import YearlyPath
from modeller.scenario.walk import Figure, at, figures

Array = NDArray[np.float64]
ALL_YEARS = ", all years"
Case = Mapping[str, float]
"""Figures by key, in the model's units; all others are as stated."""


@dataclass(frozen=True)
class Moved:
    """Something that is moved: its key and label, its figures at the low end and at the high, as they are written."""

    key: str
    label: str
    low: Case
    high: Case
    texts: tuple[str, str]
    ranged: bool
    whole: bool = False

    def between(self, share: float) -> Case:
        """A share of the way from low to high, whole where it is of whole things."""
        found = {key: low + share * (self.high[key] - low) for key, low in self.low.items()}
        return {key: float(round(value)) for key, value in found.items()} if self.whole else found


class Cases:
    """A run's measures as single inputs are moved."""

    def __init__(self, worked: Run) -> None:
        self.run = worked
        self.futures = Futures(worked.stated, must_be_ranged=False)
        self.partnership = self.futures.partnership
        self.figures = {each.key: each for each in figures(self.partnership.scenario)}

    def measure(self, measure: Measure, cases: Sequence[Case]) -> Array:
        """A measure in each case, shape (case,)."""
        keys = list(dict.fromkeys(key for case in cases for key in case)) or [next(iter(self.partnership.model.inputs))]
        drawn = {key: np.array([case.get(key, self.figures[key].value) for case in cases]) for key in keys}
        return self.of_figures(measure, drawn)

    def of_figures(self, measure: Measure, drawn: Mapping[str, Array]) -> Array:
        """A measure for figures by key, each of shape (draw,)."""
        own = self.partnership.model.measures[measure.key]
        blocks = self.futures.blocks(len(next(iter(drawn.values()))))
        parts = [self._expected(own, {key: each[block] for key, each in drawn.items()}) for block in blocks]
        return np.concatenate(parts)

    def _expected(self, measure: Measure, drawn: Mapping[str, Array]) -> Array:
        worked = self.futures.work(drawn, [measure])
        if measure.unit == MONTH:
            return np.asarray(ordered(worked[measure][:, 0], measure))
        chances = worked.chances
        return np.asarray(np.where(chances > 0, worked[measure] * chances, 0.0).sum(axis=1))

    @cached_property
    def ranged(self) -> list[Moved]:
        """Every figure with a range from its low to its high; every path at the 10th and 90th of its average."""
        found: dict[str, tuple[dict[str, float], dict[str, float]]] = {}
        for key, each in self.run.stated.ranges.items():
            low, high = found.setdefault(each.together, ({}, {}))
            low[key], high[key] = each.low, each.high
        moved = [self._moved(key, *ends, ranged=True) for key, ends in found.items()]
        return [*moved, *(self._path(path) for path in self.run.stated.scenario.uncertainty.paths)]

    def by(self, part: float) -> list[Moved]:
        """Every other figure that is read and is not nil, from so much less of itself to so much more."""
        taken = {key for each in self.ranged for key in each.low}
        groups: dict[str, dict[str, Figure]] = {}
        for key, figure in self.figures.items():
            if key not in taken and self._may_move(figure):
                groups.setdefault(_together(figure), {})[key] = figure
        return [self.moved_by(key, group, part) for key, group in groups.items()]

    def named(self, key: str, part: float) -> Moved | None:
        """What is moved under a key: a range, a path, or any figure or curve by so much of itself."""
        for each in self.ranged:
            if key in (each.key, *each.low):
                return each
        return next((each for each in self.by(part) if key in (each.key, *each.low)), None)

    def moved_by(self, key: str, group: Mapping[str, Figure], part: float) -> Moved:
        """A figure, or all years of a curve, by so much of itself, within the bounds of the input."""
        ends = [
            {name: _bounded(each, each.value * (1 + sign * part)) for name, each in group.items()} for sign in (-1, 1)
        ]
        return self._moved(key, ends[0], ends[1], ranged=False)

    def _may_move(self, figure: Figure) -> bool:
        read = figure.key in self.partnership.model.inputs or CHANCE.fullmatch(figure.key)
        fixed = isinstance(figure.quantity, YesOrNo | CalendarMonth) or COURSE.fullmatch(figure.key)
        return bool(read and not fixed and figure.value)

    def _moved(self, key: str, low: Case, high: Case, *, ranged: bool) -> Moved:
        first = next(iter(low))
        texts = self._said(low), self._said(high)
        return Moved(key, self.label(key, first), low, high, texts, ranged, _is_whole(self.figures[first]))

    def label(self, key: str, first: str) -> str:
        """What an input is called, with whose it is; of a curve, without its year."""
        known = self.partnership.model.inputs.get(first)
        label = self._of_its_own(self.figures[first]) if known is None else known.label
        return label.rpartition(",")[0] if key != first and self.figures[first].declared.by_year else label

    def _of_its_own(self, figure: Figure) -> str:
        """The label of a figure that is no input of the model, with the name of what it is of."""
        name = getattr(at(self.partnership.scenario, figure.path[:-1]), "name", "")
        return f"{name}: {figure.label}" if name else figure.label

    def _said(self, case: Case) -> str:
        """The figures of a case as people write them: one, or from one year's to another's."""
        texts = list(dict.fromkeys(self.figures[key].quantity.write(_tidy(value)) for key, value in case.items()))
        return texts[0] if len(texts) == 1 else f"{texts[0]} …"

    def _path(self, path: YearlyPath) -> Moved:
        """All years by the 10th, and by the 90th, percentile of the average of their deviations."""
        first = path.of[0]
        shift = NINETIETH * spread_of_average(path, len(self._years(first)))
        ends = [
            {
                name: _bounded(self.figures[name], self.figures[name].value + sign * shift)
                for key in path.of
                for name in self._years(key)
            }
            for sign in (-1, 1)
        ]
        label = f"{self.label(first, self._years(first)[0])}{ALL_YEARS}"
        return Moved(first, label, ends[0], ends[1], (f"−{shift:.2%}", f"+{shift:.2%}"), ranged=True)

    def _years(self, key: str) -> list[str]:
        """The keys of a curve's years from the start on."""
        first = self.partnership.scenario.start.year
        found = [name for name in self.figures if name.rpartition(".")[0] == key]
        return [name for name in found if int(name.rpartition(".")[2]) >= first]


def spread_of_average(path: YearlyPath, years: int) -> float:
    """The standard deviation of the average of a path's deviations over so many years.

    Each year's shock leaves something in its own year and in all later ones, and shocks are independent.

    >>> path = YearlyPath.model_construct(of=["economy.house_prices"], varies=0.02, persists=0.5)
    >>> round(spread_of_average(path, 2) ** 2 * 4, 12) == round(0.03**2 + 0.02**2, 12)
    True
    """
    by_shock = deviations([path], np.eye(years)[:, :, None])[:, :, 0].mean(axis=1)
    return float(np.sqrt((by_shock**2).sum()))


def _together(figure: Figure) -> str:
    return figure.key.rpartition(".")[0] if figure.declared.by_year else figure.key


def _bounded(figure: Figure, value: float) -> float:
    low, high = figure.low, figure.high
    value = value if low is None else max(low, value)
    value = value if high is None else min(high, value)
    return float(round(value)) if _is_whole(figure) else value


def _is_whole(figure: Figure) -> bool:
    return figure.unit.whole or bool(getattr(figure.quantity, "whole", False))


def _tidy(value: float) -> float:
    """Without the dust of the arithmetic."""
    return float(f"{value:.10g}")


def evenly(moved: Moved, number: int) -> Iterator[Case]:
    """So many cases from low to high."""
    for place in range(number):
        yield moved.between(place / (number - 1))
