"""Working one part, on whatever machine: from a case, lengths and futures to columns of figures."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.futures import contract_drawn
from modeller.analysis.sweep.cases import Case
from modeller.analysis.sweep.parts import Part
from modeller.analysis.sweep.plan import HEADLINES
from modeller.analysis.sweep.ways import Way
from modeller.analysis.terms.batch import CHOICES
from modeller.analysis.terms.paths import Path, paths
from modeller.lines.names import slug
from modeller.lines.references import Measure
from modeller.lines.units import POUNDS, SHARE, Unit
from modeller.partnership.assemble import Partnership, assemble
from modeller.partnership.exits import NOT_CALLED

Array = NDArray[np.float64]
Columns = Mapping[str, Array | list[str] | NDArray[np.int64]]

CHANCE, INPUT, LOSS, REPAID, MEAN = "chance.", "input.", "loss.", "repaid.", ".mean"
_YEAR = re.compile(r"\.[12][0-9]{3}$")
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
        for figure, chance in zip(
            each.T, chances.T, strict=True
        ):  # one by one, so that every part comes to the same bits
            found += np.where(chance > 0, figure * chance, 0)
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


@dataclass(frozen=True)
class How:
    """How parts are worked: so many draws of each point, the measures to keep, by rows or lanes, on so many threads."""

    draws: int
    measures: tuple[str, ...]
    by: Way = "rows"
    threads: int | None = 1


def work_part(case: Case, part: Part, how: How) -> Columns:
    """Work one part: a row for each of its futures at each of its lengths, in that order."""
    partnership = _of(case)
    future = np.arange(part.first, part.first + part.futures)
    point, draw = future // how.draws, future % how.draws
    lowest, highest = int(draw.min()), int(draw.max())
    given = {key: figures[point] for key, figures in case.changes.items()}
    given |= {key: each[draw - lowest] for key, each in case.draws.changes(lowest, highest - lowest + 1).items()}
    wanted = columns_of(partnership, how.measures)
    number = len(part.lengths)
    ids: dict[str, list[str] | NDArray[np.int64]] = {
        "scenario": [case.scenario] * part.rows,
        "place": [case.place] * part.rows,
        "length": np.repeat(np.array(part.lengths), part.futures),
        "point": np.tile(np.array(case.points)[point], number),
        "draw": np.tile(draw + 1, number),
    }
    shown = {**_by_year_on_average(given), **{key: np.array(each)[point] for key, each in case.grid.items()}}
    inputs = {f"{INPUT}{key}": _kept(np.tile(each, number)) for key, each in shown.items()}
    return {**ids, **inputs, **_worked(partnership, part, given, wanted, how)}


def _by_year_on_average(given: Mapping[str, Array]) -> dict[str, Array]:
    """The figures given, but of a curve whose years differ no more than their mean: they would be many."""
    curves: defaultdict[str, list[str]] = defaultdict(list)
    for key in given:
        curves[_YEAR.sub("", key)].append(key)
    found = {years[0]: given[years[0]] for years in curves.values() if len(years) == 1}
    for curve, years in curves.items():
        if len(years) > 1:
            found[f"{curve}{MEAN}"] = np.mean([given[key] for key in years], axis=0)
    return found


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
    partnership: Partnership, part: Part, given: Mapping[str, Array], wanted: Sequence[Column], how: How
) -> dict[str, Array]:
    """Every path of every future at every length, as one run of the model, and what is expected of them."""
    terms, months = contract_drawn(partnership.scenario.contract, given), partnership.model.months
    found = [paths(terms, length, months) for length in part.lengths]
    changes = _changes(partnership, part, given, found)
    measures = list({each.measure: None for each in wanted})
    results = partnership.model.work(changes, measures, by=how.by, threads=how.threads)
    columns: dict[str, list[Array]] = {each.name: [] for each in wanted}
    first = 0
    for of_length in found:
        scenarios = slice(first, first := first + part.futures * len(of_length))
        chances = np.stack([np.broadcast_to(path.chance, part.futures) for path in of_length], axis=1)
        for each in wanted:
            figures = results[each.measure][scenarios].reshape(chances.shape)
            columns[each.name].append(each.expected(figures, chances))
    return {name: np.concatenate(each) for name, each in columns.items()}


def _changes(
    partnership: Partnership, part: Part, given: Mapping[str, Array], found: Sequence[Sequence[Path]]
) -> dict[str, Array]:
    """Inputs by key, a figure for each path of each future at each length, in that order from the last to the first."""
    known = partnership.model.inputs
    lengths = zip(part.lengths, found, strict=True)
    changes = {
        "contract.committed": np.concatenate([np.full(part.futures * len(each), length) for length, each in lengths])
    }
    for place, key in enumerate(CHOICES):
        if key in known:
            choices = [np.tile([path.choice[place] for path in each], part.futures) for each in found]
            changes[key] = np.concatenate(choices).astype(float)
    for key, figures in given.items():
        if key in known:
            changes[key] = np.concatenate([np.repeat(figures, len(each)) for each in found])
    return changes
