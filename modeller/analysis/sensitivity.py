"""Sensitivity: what one measure comes to as inputs are moved one at a time, two at a time, and all together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import modeller
from modeller.analysis.cases import ALL_YEARS, Cases, Moved, evenly
from modeller.analysis.draws import Draws
from modeller.analysis.run import Run, run
from modeller.analysis.simulate import Progress, plain_json, untold
from modeller.analysis.tallies import Estimate
from modeller.analysis.variance import indices
from modeller.errors import Fault, Faults
from modeller.lines.references import Measure
from modeller.lines.units import MONTH

Array = NDArray[np.float64]
ONE_WAY, TWO_WAY = 11, 7
BY = 0.1


@dataclass(frozen=True)
class Bar:
    """One input of a tornado: what it is moved from and to, and the measure there. `ranged`: by its own range."""

    key: str
    label: str
    low: str
    high: str
    at_low: float
    at_high: float
    ranged: bool

    @property
    def swing(self) -> float:
        """How far the measure moves between the two; without end where it comes about at one of them alone."""
        return abs(self.at_high - self.at_low) if self.at_high != self.at_low else 0.0


@dataclass(frozen=True)
class Axis:
    """An input in even steps from low to high."""

    key: str
    label: str
    values: tuple[float, ...]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A measure over one input, or two: a row for each step of the first, a column for each of the other."""

    of: Axis
    against: Axis | None
    figures: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Explained:
    """What share of a measure's variance an input explains: by itself, and together with others as well."""

    key: str
    label: str
    first: Estimate
    total: Estimate


@dataclass(frozen=True)
class Sensitivity:
    """One measure, moved: `tornado` with the widest swing first; a table and shares of the variance where asked for.

    A month that never comes is ∞, a figure that is not there not a number.
    """

    scenario: str
    version: str
    fingerprint: str
    key: str
    label: str
    unit: str
    on: str
    stated: float
    tornado: tuple[Bar, ...]
    table: Table | None
    explained: tuple[Explained, ...]
    draws: int
    seed: int

    def as_json(self) -> dict[str, Any]:
        """The results in the shape that every command shares."""
        return {"schema": 1, **plain_json(asdict(self))}


class Sensing:
    """One scenario and one measure of it.

    >>> from modeller.analysis.run import run
    >>> worked = run("scenarios/p3-west-lindsey.yaml", {"horizon": "11 years"})
    >>> sensing = Sensing(worked, worked.partnership.outcome.left_at_end)
    >>> sensing.tornado(None)[0].ranged
    True
    """

    def __init__(self, worked: Run, measure: Measure) -> None:
        self.run, self.measure, self.cases = worked, measure, Cases(worked)

    def tornado(self, by: float | None) -> list[Bar]:
        """Every input with a range from its low to its high, and, by so much of itself, every other that is read."""
        moved = [*self.cases.ranged, *(self.cases.by(by) if by else [])]
        if not moved:
            what = f"{self.run.stated.file} states no ranges, so there is nothing to move"
            remedy = "give figures a range, such as “voids: {is: 3%, low: 2%, high: 8%}”, or move all of them: --by 10%"
            raise Faults([Fault(what, None, remedy)])
        found = self.cases.measure(self.measure, [case for each in moved for case in (each.low, each.high)])
        bars = [
            Bar(each.key, each.label, *each.texts, float(low), float(high), each.ranged)
            for each, low, high in zip(moved, found[::2], found[1::2], strict=True)
        ]
        return sorted(bars, key=lambda bar: -np.nan_to_num(bar.swing, nan=-1.0, posinf=np.inf))

    @property
    def stated(self) -> float:
        """The measure with every input as stated."""
        return float(self.cases.measure(self.measure, [{}])[0])

    def table(self, of: str, against: str | None, by: float) -> Table:
        """The measure over one input in even steps, or over two."""
        first = self._named(of, by)
        if against is None:
            cases = list(evenly(first, ONE_WAY))
            found = self.cases.measure(self.measure, cases)
            return Table(self._axis(first, ONE_WAY), None, tuple((float(each),) for each in found))
        second = self._named(against, by)
        grid = [{**one, **other} for one in evenly(first, TWO_WAY) for other in evenly(second, TWO_WAY)]
        rows = self.cases.measure(self.measure, grid).reshape(TWO_WAY, TWO_WAY)
        figures = tuple(tuple(float(each) for each in row) for row in rows)
        return Table(self._axis(first, TWO_WAY), self._axis(second, TWO_WAY), figures)

    def _named(self, key: str, by: float) -> Moved:
        found = self.cases.named(key, by)
        if found is None:
            from difflib import get_close_matches

            known = [each.key for each in (*self.cases.ranged, *self.cases.by(by))]
            close = get_close_matches(key, known, 1)
            remedy = f"did you mean “{close[0]}”?" if close else "“modeller inputs” with the scenario lists its figures"
            raise Faults([Fault(f"“{key}” is no figure of this scenario that can be moved", None, remedy)])
        return found

    def _axis(self, moved: Moved, number: int) -> Axis:
        key = next(iter(moved.low))
        values = tuple(case[key] for case in evenly(moved, number))
        write = self.cases.figures[key].quantity.write
        return Axis(moved.key, moved.label, values, tuple(write(float(f"{value:.6g}")) for value in values))

    def explained(self, draws: int, seed: int, tell: Progress = untold) -> list[Explained]:
        """What share of the variance every uncertain input explains, all drawn as if none went with another."""
        if self.measure.unit == MONTH:
            what = f"“{self.measure.label}” is a month that may never come, and has no variance to share out"
            raise Faults([Fault(what, None, "choose a measure in pounds, homes or per cent")])
        drawing = Draws(self.run.stated, seed)
        done, of = 0, draws * (2 + len(drawing.factors))

        def evaluate(shares: Array) -> Array:
            nonlocal done
            found = []
            for block in self.cases.futures.blocks(len(shares)):
                figures = drawing.figures(shares[block], correlated=False)
                found.append(self.cases.of_figures(self.measure, figures))
                done += block.stop - block.start
                tell(done, of)
            return np.concatenate(found)

        found = indices(evaluate, drawing.dimensions, [each.columns for each in drawing.factors], draws, seed)
        labels = {each.key: each.label.removesuffix(ALL_YEARS) for each in self.cases.ranged}
        told = [
            Explained(factor.key, labels[factor.key], each.first, each.total)
            for factor, each in zip(drawing.factors, found, strict=True)
        ]
        return sorted(told, key=lambda each: -np.nan_to_num(each.total.value, nan=-1.0))

    def found(
        self, by: float | None, table: Table | None, explained: list[Explained], draws: int, seed: int
    ) -> Sensitivity:
        """All of it together."""
        number = self.cases.futures.number_of_paths
        expected = f"expected over the {number} paths of the contract" if number > 1 else "on the one path there is"
        heading = self.measure.section.heading
        return Sensitivity(
            scenario=self.run.stated.scenario.title,
            version=modeller.__version__,
            fingerprint=self.run.fingerprint,
            key=self.measure.key,
            label=f"{heading}: {self.measure.label}" if heading else self.measure.label,
            unit=self.measure.unit.name,
            on="on the path without renewal" if self.measure.unit == MONTH else expected,
            stated=self.stated,
            tornado=tuple(self.tornado(by)),
            table=table,
            explained=tuple(explained),
            draws=draws if explained else 0,
            seed=seed,
        )


def sensitivity(
    path: str | Path, measure: str, overrides: Mapping[str, str] | None = None, *, by: float | None = None
) -> Sensitivity:
    """The tornado of one measure, by its key: every ranged input moved from its low to its high, one at a time.

    Raises `modeller.errors.Faults` with every fault of the file, or where nothing is ranged; KeyError for no measure.

    >>> found = sensitivity("scenarios/ten-homes.yaml", "homes", by=0.1)
    >>> found.tornado[0].key
    'homes.bought.bought'
    """
    worked = run(path, overrides)
    return Sensing(worked, worked.model.measures[measure]).found(by, None, [], 0, 0)
