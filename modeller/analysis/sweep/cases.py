"""The cases of a sweep: every scenario, place and point of the grid, with the figures by which they differ.

Points that differ in nothing but figures which their model takes as inputs are one case, worked side by side. A
point that changes more, such as a word, a lot that is not there or the contract's own options, is a case by itself.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Container, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.run import Run
from modeller.analysis.sweep.drawn import Draws, drawn
from modeller.analysis.sweep.places import Row, read_places
from modeller.analysis.sweep.plan import Plan, Source
from modeller.errors import Fault, Faults, Place
from modeller.lines.working import Results
from modeller.lines.writing import write_out
from modeller.partnership.assemble import Partnership, assemble
from modeller.scenario import Scenario, Stated, read
from modeller.scenario.quantities import quoted
from modeller.scenario.reading import set_over
from modeller.scenario.walk import at, figures, inputs

Array = NDArray[np.float64]
MOST_FAULTS = 20  # of one table of places
OWN_CONTRACT = "contract."  # what a case's paths are made of


@dataclass(frozen=True)
class Case:
    """What is assembled once and worked for several points: `changes` are figures by key, shape (point,).

    `points` are their numbers in the grid, counted from 1, and `grid` what is varied, as figures [in the model's
    units] or, of words and curves, as texts. A case goes to the workers whole, so they need no files.
    """

    scenario: str
    place: str
    terms: Scenario
    points: tuple[int, ...]
    grid: Mapping[str, Array | list[str]]
    changes: Mapping[str, Array]
    draws: Draws


@dataclass(frozen=True)
class Laid:
    """One scenario in one place, as stated: its cases, and what a manifest says of it."""

    name: str
    row: Row | None
    stated: Stated = field(repr=False)
    cases: tuple[Case, ...] = field(repr=False)

    @cached_property
    def partnership(self) -> Partnership:
        """Assembled as stated."""
        return assemble(self.stated.scenario)

    @cached_property
    def run(self) -> Run:
        """What tells its fingerprint and figures; nothing is worked."""
        model = self.partnership.model
        return Run(self.stated, self.partnership, Results(model, {}, {}))

    @property
    def place(self) -> str:
        """The name of the place; none where there is no table of places."""
        return self.row.place if self.row else ""

    @property
    def text_digest(self) -> str:
        """A digest of the text of the scenario's file."""
        return _digest(self.stated.text)

    @property
    def terms_digest(self) -> str:
        """A digest of all that is stated, words, figures and ranges, whichever file says it."""
        return _digest(self.stated.scenario.model_dump_json() + repr(sorted(self.stated.ranges.items())))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def laid_out(plan: Plan, overrides: Mapping[str, str]) -> list[Laid]:
    """Every scenario of a plan in every place, with its cases; raise `Faults` with the faults of all of them."""
    faults: list[Fault] = []
    found: list[Laid] = []
    for name, source in _named(plan.sources).items():
        try:
            stated = read(source.path, overrides)
            rows: Sequence[Row | None] = read_places(source.table) if source.table else [None]
        except Faults as wrong:
            faults += wrong.faults
            continue
        of_rows: dict[Fault, None] = {}
        for row in rows:
            try:
                found.append(_laid(plan, name, stated, row))
            except Faults as wrong:
                of_rows |= dict.fromkeys(wrong.faults)
        faults += _first(list(of_rows), source)
    if faults:
        raise Faults(faults)
    return found


def _first(faults: Sequence[Fault], source: Source) -> list[Fault]:
    """As many faults of a table as anybody would read: a wrong heading is wrong in every row."""
    if source.table is None or len(faults) <= MOST_FAULTS:
        return list(faults)
    more = f"and {len(faults) - MOST_FAULTS} more faults, in further rows"
    return [*faults[:MOST_FAULTS], Fault(more, Place(f"{source.table}, further rows"), "mend those above first")]


def _named(sources: Sequence[Source]) -> dict[str, Source]:
    """Sources by a short name: the file's, or its whole path where two files share one."""
    stems = Counter(each.path.stem for each in sources)
    named = [(each.path.stem if stems[each.path.stem] == 1 else str(each.path), each) for each in sources]
    for name, number in Counter(name for name, _ in named).items():
        if number > 1:
            at = next(each.said for known, each in named if known == name)
            raise Faults([Fault(f"{quoted(name)} is named {number} times", at, "name each scenario once")])
    return dict(named)


def _laid(plan: Plan, name: str, stated: Stated, row: Row | None) -> Laid:
    here = set_over(stated, row.figures, row.said) if row else stated
    if plan.lengths and "contract.committed" in plan.vary:
        remedy = "take it out of what is varied: lengths are swept already"
        raise Faults([Fault("contract lengths are given twice", plan.said.get("contract.committed"), remedy)])
    if not plan.vary:
        return Laid(name, row, here, (_case(name, row, [_Point(here, {})], (1,), plan),))
    points = [_Point(set_over(here, texts, _said(plan, texts)), texts) for texts in plan.points]
    groups = _alike(points, set(assemble(here.scenario).model.inputs))
    return Laid(name, row, here, tuple(case for group in groups for case in _cases(name, row, points, group, plan)))


def _said(plan: Plan, point: Mapping[str, str]) -> dict[str, Place]:
    return {key: plan.said.get(key) or Place(f'--vary {key}="{text}"') for key, text in point.items()}


@dataclass(frozen=True)
class _Point:
    """One point of a grid: the scenario as it is there, and what is varied, as it was written."""

    stated: Stated
    texts: Mapping[str, str]

    @cached_property
    def figures(self) -> dict[str, float]:
        return {each.key: each.value for each in figures(self.stated.scenario)}

    def structure(self, known: set[str]) -> Hashable:
        """Words, figures that the model does not take as inputs, and of those it does, which are nil."""
        scenario = self.stated.scenario
        moved = tuple(
            f"{key}." for path in scenario.uncertainty.paths for key in path.of
        )  # drawn around what is stated
        free = {key for key in known if not key.startswith((OWN_CONTRACT, *moved))}
        kept = ((key, bool(value) if key in free else value) for key, value in self.figures.items())
        words = ((each.key, str(at(scenario, each.path))) for each in inputs(scenario) if not each.declared.quantity)
        return tuple(words), tuple(kept)


def _alike(points: Sequence[_Point], known: set[str]) -> list[list[int]]:
    """The places of points that can share a model, as far as what is stated tells."""
    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, point in enumerate(points):
        groups[point.structure(known)].append(place)
    return list(groups.values())


def _cases(name: str, row: Row | None, points: Sequence[_Point], group: Sequence[int], plan: Plan) -> list[Case]:
    """One case for a group of points, if its first and its last are written out alike; else a case for each."""
    ends = [assemble(points[place].stated.scenario).model for place in (group[0], group[-1])]
    if len(group) > 1 and write_out(ends[0], None, ()).source != write_out(ends[1], None, ()).source:
        return [_case(name, row, [points[place]], (place + 1,), plan) for place in group]
    return [
        _case(name, row, [points[place] for place in group], tuple(place + 1 for place in group), plan, ends[0].inputs)
    ]


def _case(
    name: str,
    row: Row | None,
    points: Sequence[_Point],
    numbers: tuple[int, ...],
    plan: Plan,
    known: Container[str] = (),
) -> Case:
    """A case of points whose figures, where they differ, are inputs of the model."""
    first = points[0]
    columns = {key: np.array([each.figures[key] for each in points]) for key in first.figures if key in known}
    changes = {key: column for key, column in columns.items() if np.ptp(column)}
    grid: dict[str, Array | list[str]] = {}
    for key in plan.vary:
        of_key = [each.figures[key] for each in points if key in each.figures]
        grid[key] = np.array(of_key) if of_key else [each.texts[key] for each in points]
    terms, draws = drawn(first.stated, plan.draws, plan.seed)
    return Case(name, row.place if row else "", terms, numbers, grid, changes, draws)
