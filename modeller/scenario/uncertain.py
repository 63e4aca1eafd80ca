"""What is said of uncertainty, held against what it is said of: keys that mean something, correlations that can be."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations
from math import ceil
from typing import TYPE_CHECKING

from modeller.errors import Fault
from modeller.scenario.marks import along, unwrapped
from modeller.scenario.quantities import quoted
from modeller.scenario.walk import inputs
from modeller.scenario.years import is_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from modeller.errors import Place
    from modeller.scenario.marks import Settings
    from modeller.scenario.ranges import Range
    from modeller.scenario.terms import Scenario

PATHS, CORRELATIONS = ("uncertainty", "paths"), ("uncertainty", "correlations")
RANGED = "give it a range, “{is: …, low: …, high: …}”"
A_PERCENT = 0.01


@dataclass(frozen=True)
class Together:
    """Draws that are correlated: their keys, and the matrix of correlations between their normal scores."""

    keys: tuple[str, ...]
    matrix: tuple[tuple[float, ...], ...]


def together(scenario: Scenario, keys: Sequence[Sequence[str]]) -> Together:
    """The matrix of correlations between draws, each known by one key or several; nought where none is stated.

    What is correlated with something that is not drawn is drawn alone.
    """
    place = {key: number for number, names in enumerate(keys) for key in names}
    matrix = [[float(row == column) for column in range(len(keys))] for row in range(len(keys))]
    for each in scenario.uncertainty.correlations:
        for one, other in combinations([place[key] for key in each.between if key in place], 2):
            matrix[one][other] = matrix[other][one] = each.correlation
    return Together(tuple(names[0] for names in keys), tuple(map(tuple, matrix)))


def range_keys(ranges: Mapping[str, Range]) -> list[tuple[str, ...]]:
    """What is drawn once, in the order stated, each by its key."""
    return [(key,) for key in dict.fromkeys(each.together for each in ranges.values())]


def path_keys(scenario: Scenario) -> list[tuple[str, ...]]:
    """What is drawn year by year, in the order stated, each by the keys of the curves that it moves."""
    return [tuple(path.of) for path in scenario.uncertainty.paths]


def uncertain(scenario: Scenario, tree: Settings, ranges: Mapping[str, Range]) -> list[Fault]:
    """Find what is wrong with the block “uncertainty”."""
    said = _Said(scenario, tree, ranges)
    found = [*said.paths(), *said.correlations()]
    return found or list(said.matrices())


class _Said:
    def __init__(self, scenario: Scenario, tree: Settings, ranges: Mapping[str, Range]) -> None:
        self.scenario, self.tree, self.said = scenario, tree, scenario.uncertainty
        self.ranges = range_keys(ranges)
        self.inputs = {spot.key: spot for spot in inputs(scenario)}
        self.curves = {key: spot for key, spot in self.inputs.items() if is_path(spot)}
        self.ranged = {key for names in self.ranges for key in names}
        self.by_year = {key.rpartition(".")[0] for key in ranges if key.rpartition(".")[0] in self.curves}
        self.pathed = {key for names in path_keys(scenario) for key in names}

    def paths(self) -> Iterator[Fault]:
        """Every path is of curves, each of which has one path and no range."""
        seen: set[str] = set()
        for number, path in enumerate(self.said.paths):
            for nth, key in enumerate(path.of):
                place = self._place(*PATHS, number, "of", nth)
                if key not in self.curves:
                    yield self._no_curve(key, place)
                elif key in seen:
                    yield Fault(f"{quoted(key)} has a path already", place, "keep one of them")
                elif key in self.by_year:
                    remedy = "keep one of them: the path, or “low” and “high” beside the curve"
                    yield Fault(f"{quoted(key)} has a range, and a path besides", place, remedy)
                seen.add(key)

    def correlations(self) -> Iterator[Fault]:
        """Every correlation is between things drawn, alike in being drawn once or by the year; each pair has one."""
        seen: set[frozenset[str]] = set()
        for number, each in enumerate(self.said.correlations):
            place = self._place(*CORRELATIONS, number, "between")
            wrong = [fault for nth, key in enumerate(each.between) for fault in self._not_drawn(key, number, nth)]
            yield from wrong
            pairs = {frozenset(self._draw(key) for key in pair) for pair in combinations(each.between, 2)}
            if {key in self.pathed for key in each.between if self._known(key)} == {True, False} and not wrong:
                remedy = "correlate ranges with ranges, and paths with paths"
                yield Fault("a figure drawn once cannot go with a path drawn year by year", place, remedy)
            elif any(len(pair) == 1 for pair in pairs):
                yield Fault("these are moved by one path, and go together already", place, "take one of them out")
            elif pairs & seen:
                yield Fault("a correlation between two of these is stated already", place, "keep one of them")
            seen |= pairs

    def matrices(self) -> Iterator[Fault]:
        """All correlations together must be possible."""
        if not self.said.correlations:
            return
        for keys in (self.ranges, path_keys(self.scenario)):
            part = _possible_part(together(self.scenario, keys))
            if part < 1:
                at = f"at {part:.0%} of what they are" if part >= A_PERCENT else "nearer to nought"
                what = "the correlations cannot all be: no figures go together so (the matrix is not positive definite)"
                yield Fault(what, self._place(*CORRELATIONS), f"lower them: {at} they could all be")

    def _not_drawn(self, key: str, number: int, nth: int) -> Iterator[Fault]:
        place = self._place(*CORRELATIONS, number, "between", nth)
        if self._known(key) or self._given_anew(key, place):
            return
        if key in self.inputs:
            what = f"{quoted(key)} is not drawn: it has no range{' and no path' if key in self.curves else ''}"
            yield Fault(what, place, f"{RANGED}, or take the correlation out")
        else:
            yield Fault(f"{quoted(key)} is nothing that is drawn", place, _meant(key, [*self.ranged, *self.pathed]))

    def _known(self, key: str) -> bool:
        return key in self.ranged or key in self.pathed

    def _draw(self, key: str) -> str:
        """The first key of what is drawn."""
        return next((names[0] for names in path_keys(self.scenario) if key in names), key)

    def _given_anew(self, key: str, said: Place) -> bool:
        """Whether a figure is given elsewhere than its correlation, over a base or for one run: that took its range."""
        spot = self.inputs.get(key)
        return spot is not None and self._place(*spot.path).file != said.file

    def _no_curve(self, key: str, place: Place) -> Fault:
        if key in self.inputs:
            return Fault(f"{quoted(key)} does not move by the year", place, f"{RANGED}: a path is of a curve of rates")
        return Fault(f"{quoted(key)} is not a curve of this scenario", place, _meant(key, list(self.curves)))

    def _place(self, *path: str | int) -> Place:
        return unwrapped(list(along(self.tree, path))[-1][1]).place


def _meant(key: str, known: Sequence[str]) -> str:
    close = get_close_matches(key, known, 1)
    return (
        f"did you mean “{close[0]}”?" if close else f"choose from: {', '.join(sorted(known)) or 'nothing is drawn yet'}"
    )


def _possible_part(found: Together) -> float:
    """The largest part of the correlations that can all be, 1 where they can as they are."""
    if not found.keys:
        return 1.0
    import numpy as np

    least = float(np.linalg.eigvalsh(np.array(found.matrix))[0])
    return 1.0 if least > 1e-9 else (ceil(100 / (1 - least)) - 1) / 100  # noqa: PLR2004
