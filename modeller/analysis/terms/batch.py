"""Many lengths and all their paths, worked as one run of the model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.terms.paths import Path, paths
from modeller.lines.references import Input, Line, Measure
from modeller.lines.working import Results
from modeller.partnership.assemble import Partnership
from modeller.scenario.terms.contract import Contract

Array = NDArray[np.float64]
CHOICES = ("contract.path.extended", "contract.path.broken", "contract.path.won")


@dataclass(frozen=True)
class Spread:
    """One figure on every path of one length, the path without renewal first, with the paths' chances.

    >>> spread = Spread(np.array([1.0, 5.0]), np.array([0.25, 0.75]))
    >>> spread.without_renewal, spread.expected, spread.lowest
    (1.0, 4.0, 1.0)
    """

    each: Array
    chances: Array

    @property
    def without_renewal(self) -> float:
        """On the path on which nothing is renewed."""
        return float(self.each[0])

    @property
    def expected(self) -> float:
        """The sum over paths of chance and figure; none where a path that may come about has none."""
        return float((self.each * self.chances)[self.chances > 0].sum())

    @property
    def lowest(self) -> float:
        """On the worst path that may come about; none where that path has none."""
        return float(self.each[self.chances > 0].min())

    @property
    def highest(self) -> float:
        """On the path that may come about on which it is highest."""
        return float(self.each[self.chances > 0].max())


@dataclass(frozen=True)
class Batch:
    """Lengths [months] with their paths, and what the model worked out to: one scenario for each path of each."""

    lengths: Sequence[int]
    paths: Sequence[Sequence[Path]]
    results: Results

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *np.cumsum([len(each) for each in self.paths]).tolist()]

    @cached_property
    def chances(self) -> list[Array]:
        """The chances of the paths of each length."""
        return [np.array([path.chance for path in each]) for each in self.paths]

    def part(self, place: int) -> slice:
        """The scenarios of one length."""
        return slice(self._starts[place], self._starts[place + 1])

    def spread(self, measure: Measure, place: int) -> Spread:
        """A measure on every path of one length."""
        return Spread(self.results[measure][self.part(place)], self.chances[place])

    def without_renewal(self, measure: Measure) -> Array:
        """A measure on the path without renewal of every length, shape (length,)."""
        return np.asarray(self.results[measure][self._starts[:-1]])

    def rows(self, line: Line, place: int) -> Array:
        """A line by month on every path of one length, month 0 first, shape (month, path)."""
        return self.results[line][:, self.part(place)]

    def expected(self, measure: Measure) -> Array:
        """What a measure is expected to be at each length, shape (length,)."""
        return np.array([self.spread(measure, place).expected for place in range(len(self.lengths))])


def work_lengths(
    partnership: Partnership,
    lengths: Sequence[int],
    wanted: Sequence[Line | Measure],
    *,
    bare: bool = False,
    only_without_renewal: bool = False,
    changes: Mapping[str, float | Array] | None = None,
    contract: Contract | None = None,
) -> Batch:
    """Work every path of every length; a change is one figure, or one for each length, shape (length,).

    `contract` gives the paths where they are not those of the scenario as stated: it may differ in chances alone.
    """
    terms, months = contract or partnership.scenario.contract, partnership.model.months
    known_paths = {length: paths(terms, length, months, bare=bare) for length in set(lengths)}
    found = [known_paths[length] for length in lengths]
    if only_without_renewal:
        found = [each[:1] for each in found]
    counts = [len(each) for each in found]
    columns = {key: [path.choice[place] for each in found for path in each] for place, key in enumerate(CHOICES)}
    settings: dict[str, Array | float] = {"contract.committed": np.repeat(np.asarray(lengths, dtype=float), counts)}
    known = partnership.model.inputs
    settings |= {key: np.array(column, dtype=float) for key, column in columns.items() if key in known}
    for key, figures in (changes or {}).items():
        settings[key] = np.repeat(figures, counts) if np.ndim(figures) else float(np.asarray(figures))
    return Batch(lengths, found, partnership.model.work(settings, wanted))


def rate_at_signing(partnership: Partnership, place: int) -> float:
    """The rate of a loan in its first month [a year]: as stated, or what it follows then with its margin."""
    rate = partnership.payments.loans[place].price.at_signing
    return rate.value if isinstance(rate, Input) else float(partnership.model.work({}, [rate])[rate][0])
