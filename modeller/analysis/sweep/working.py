"""Working one part, on whatever machine: from a case, lengths and futures to columns of figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.sweep.cases import Case
from modeller.analysis.sweep.parts import Part
from modeller.analysis.sweep.plan import HEADLINES
from modeller.analysis.terms.batch import Batch, work_lengths
from modeller.lines.names import slug
from modeller.lines.references import Measure
from modeller.lines.units import POUNDS, SHARE, Unit
from modeller.partnership.assemble import Partnership, assemble
from modeller.partnership.exits import NOT_CALLED

Array = NDArray[np.float64]
Columns = Mapping[str, Array | list[str] | NDArray[np.int64]]

CHANCE, INPUT, LOSS, REPAID = "chance.", "input.", "loss.", "repaid."
_KEPT = 4
_assembled: dict[str, Partnership] = {}


@dataclass(frozen=True)
class Column:
    """A column of results: its name, what it is called, its unit, and the measure it is drawn from.

    A figure is expected over the paths of its contract. `is_chance` is the chance of those on which the measure is
    something, or on which it is `being` where that is given.
    """

    name: str
    label: str
    unit: Unit
    measure: Measure
    is_chance: bool = False
    being: float | None = None

    def expected(self, each: Array, chances: Array) -> Array:
        """The figure of each future, from those of its paths, shape (future, path); none where a path has none."""
        if self.being is not None:
            each = (each == self.being).astype(float)
        elif self.is_chance:
            each = (each != 0).astype(float)
        found = np.zeros(len(each))
        for path in np.flatnonzero(chances > 0):  # in this order, whatever the part, so that it comes to the same bits
            found += each[:, path] * chances[path]
        return found


def columns_of(partnership: Partnership, measures: Sequence[str]) -> list[Column]:
    """The measures asked for, then what each lender may expect to lose and the chance that it is repaid on time.

    Raises KeyError for a measure that is not in the model.
    """
    found = [_column(each) for key in measures for each in _measures(partnership, key)]
    found += list(_of_lenders(partnership))
    return list({each.name: each for each in found}.values())


def _measures(partnership: Partnership, key: str) -> Sequence[Measure]:
    return partnership.views.headlines if key == HEADLINES else [partnership.model.measures[key]]


def _column(measure: Measure) -> Column:
    """A measure's own column; the number of a month has no sense on average, but whether it comes has."""
    label = f"{measure.section.heading}: {measure.label}" if measure.section.heading else measure.label
    if measure.unit.style == "month":
        chance = f"{label}, the chance that there is such a month"
        return Column(f"{CHANCE}{measure.key}", chance, SHARE, measure, is_chance=True)
    return Column(measure.key, label, measure.unit, measure)


def _of_lenders(partnership: Partnership) -> Iterator[Column]:
    for loan, leave in zip(partnership.scenario.finance, partnership.exits.loans, strict=True):
        name = slug(loan.name)
        yield Column(f"{LOSS}{name}", f"{loan.name}: expected loss, as of signing", POUNDS, leave.lost_today)
        repaid = f"{loan.name}: chance of repayment in full and on time"
        yield Column(f"{REPAID}{name}", repaid, SHARE, leave.fate, being=NOT_CALLED)


def work_part(case: Case, part: Part, draws: int, measures: Sequence[str]) -> Columns:
    """Work one part: a row for each of its futures at each of its lengths, in that order."""
    partnership = _of(case)
    future = np.arange(part.first, part.first + part.futures)
    point, draw = future // draws, future % draws
    lowest, highest = int(draw.min()), int(draw.max())
    given = {key: figures[point] for key, figures in case.changes.items()}
    given |= {key: each[draw - lowest] for key, each in case.draws.changes(lowest, highest - lowest + 1).items()}
    wanted = columns_of(partnership, measures)
    number = len(part.lengths)
    ids: dict[str, list[str] | NDArray[np.int64]] = {
        "scenario": [case.scenario] * part.rows,
        "place": [case.place] * part.rows,
        "length": np.repeat(np.array(part.lengths), part.futures),
        "point": np.tile(np.array(case.points)[point], number),
        "draw": np.tile(draw + 1, number),
    }
    shown = {**given, **{key: np.array(each)[point] for key, each in case.grid.items()}}
    inputs = {f"{INPUT}{key}": _kept(np.tile(each, number)) for key, each in shown.items()}
    return {**ids, **inputs, **_worked(partnership, part, given, wanted)}


def _kept(figures: NDArray[Any]) -> Array | list[str]:
    """A column of figures as it is; of texts, as a list."""
    return figures if figures.dtype == np.float64 else [str(each) for each in figures]


def _of(case: Case) -> Partnership:
    """The model of a case, assembled when it is first met by this worker."""
    key = case.terms.model_dump_json()
    if key not in _assembled:
        if len(_assembled) >= _KEPT:
            _assembled.pop(next(iter(_assembled)))
        _assembled[key] = assemble(case.terms)
    return _assembled[key]


def _worked(
    partnership: Partnership, part: Part, given: Mapping[str, Array], wanted: Sequence[Column]
) -> dict[str, Array]:
    every = [length for length in part.lengths for _ in range(part.futures)]
    known = partnership.model.inputs
    changes: dict[str, float | Array] = {
        key: np.tile(figures, len(part.lengths)) for key, figures in given.items() if key in known
    }
    batch = work_lengths(partnership, every, list({each.measure: None for each in wanted}), changes=changes)
    return {each.name: _figures(batch, part, each) for each in wanted}


def _figures(batch: Batch, part: Part, column: Column) -> Array:
    """A column's figures at each length in turn."""
    found = []
    for place in range(len(part.lengths)):
        first, last = place * part.futures, (place + 1) * part.futures - 1
        scenarios = slice(batch.part(first).start, batch.part(last).stop)
        each = batch.results[column.measure][scenarios].reshape(part.futures, -1)
        found.append(column.expected(each, batch.chances[first]))
    return np.concatenate(found)
