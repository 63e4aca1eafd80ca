"""A sweep: its cases laid out, cut into parts, worked by a crew and kept part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import Any

import modeller
from modeller.analysis.sweep.cases import Case, Laid, laid_out
from modeller.analysis.sweep.crew import Crew, Failed, worked
from modeller.analysis.sweep.folder import opened, unwritten
from modeller.analysis.sweep.manifest import manifest_of
from modeller.analysis.sweep.parquet import connection, write_part
from modeller.analysis.sweep.parts import Part, lengths_of, parts_of, weight_of
from modeller.analysis.sweep.plan import HEADLINES, Plan
from modeller.analysis.sweep.ways import A_PART, Way, ways
from modeller.analysis.sweep.working import Column, Columns, How, columns_of, work_part
from modeller.errors import Fault, Faults
from modeller.lines.figures import span
from modeller.lines.lanes.compiling import can_compile
from modeller.scenario.quantities import quoted


@dataclass(frozen=True)
class Sweep:
    """A plan laid out: every scenario in every place, read and without a fault, and the parts of the work."""

    plan: Plan
    laid: Sequence[Laid]
    parts: Sequence[Part]
    ways: Mapping[str, Way]

    @cached_property
    def cases(self) -> list[Case]:
        """Every case, in the order in which parts name them."""
        return [case for each in self.laid for case in each.cases]

    @cached_property
    def columns(self) -> dict[str, list[Column]]:
        """The columns of figures of each scenario, by its name."""
        firsts = {each.name: each for each in reversed(self.laid)}
        names = dict.fromkeys(each.name for each in self.laid)
        return {name: columns_of(firsts[name].partnership, self.plan.measures) for name in names}

    @cached_property
    def manifest(self) -> dict[str, Any]:
        """All that its figures follow from."""
        return manifest_of(self.plan, self.laid, self.columns, self.parts, self.ways)

    @property
    def rows(self) -> int:
        """How many rows all parts come to."""
        return sum(part.rows for part in self.parts)


@dataclass(frozen=True)
class Job:
    """A part with all that a worker needs, on whatever machine."""

    case: Case
    part: Part
    how: How

    def work(self) -> Columns:
        """Work it."""
        return work_part(self.case, self.part, self.how)


@dataclass
class Outcome:
    """How a sweep went: parts kept from before and worked now, files that were broken, parts that failed and why."""

    sweep: Sweep
    kept: int = 0
    worked: int = 0
    broken: Mapping[str, str] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """In the shape that every command shares, as far as there are several scenarios."""
        return {
            "schema": 1,
            "version": modeller.__version__,
            "scenarios": [
                {"scenario": each.stated.scenario.title, "name": each.name, "place": each.place}
                | {"fingerprint": each.run.fingerprint}
                for each in self.sweep.laid
            ],
            "parts": len(self.sweep.parts),
            "rows": self.sweep.rows,
            "kept": self.kept,
            "worked": self.worked,
            "broken": dict(self.broken),
            "failed": self.failed,
        }


Tell = Callable[[Outcome], None]


def sweep_of(plan: Plan, overrides: Mapping[str, str] | None = None) -> Sweep:
    """Read every scenario of a plan and cut the work into parts; raise `Faults` with the faults of all of them."""
    laid = laid_out(plan, overrides or {})
    faults = [fault for each in laid for fault in (*_unknown(plan, each), *_too_short(plan, each))]
    if faults:
        raise Faults(faults)
    cases = [case for each in laid for case in each.cases]
    weights = [weight_of(case, plan.lengths, plan.draws) for case in cases]
    found = ways(cases, weights, compiling=can_compile())
    sizes = [plan.part or A_PART[found[case.scenario]] for case in cases]
    return Sweep(plan, laid, parts_of(cases, plan.lengths, plan.draws, sizes), found)


def _unknown(plan: Plan, laid: Laid) -> list[Fault]:
    """Measures that a scenario does not have; its places have those that it has."""
    if laid.row and len(laid.row.place) and plan.measures == (HEADLINES,):
        return []
    known = laid.partnership.model.measures
    return [
        Fault(f"{quoted(key)} is not a measure of {laid.stated.file}", None, _meant(key, list(known)))
        for key in plan.measures
        if key != HEADLINES and key not in known
    ]


def _meant(key: str, known: Sequence[str]) -> str:
    close = get_close_matches(key, known, 1)
    return f"did you mean “{close[0]}”?" if close else "“modeller run SCENARIO --json” lists every measure"


def _too_short(plan: Plan, laid: Laid) -> list[Fault]:
    if all(lengths_of(case, plan.lengths) for case in laid.cases):
        return []
    worked_for = span(laid.stated.scenario.horizon)
    what = f"no contract length asked for is within the {worked_for} of {laid.stated.file}"
    return [Fault(what, None, "ask for shorter contracts, or lengthen its horizon")]


def sweep(asked: Sweep, folder: Path, crew: Crew, tell: Tell = lambda _: None) -> Outcome:
    """Work what is not yet in a folder, keeping each part as it is done, and tell how it goes after each.

    Parts that are there and whole are kept; broken ones, and those of runs that died, are worked again. Raises
    `SweepError` where the folder is of another sweep, is in use, or cannot be written to.
    """
    connection()  # before an hour's work: is there anything to keep it with?
    with opened(folder, asked.manifest) as found:
        outcome = Outcome(asked, kept=len(found.whole), broken=found.broken)
        tell(outcome)
        left = [part for part in asked.parts if part.name not in found.whole]
        jobs = list(_jobs(asked, left, threads=None if crew.size == 1 else 1))
        for each in worked(crew, Job.work, jobs):
            if isinstance(each, Failed):
                outcome.failed[each.job.part.name] = each.reason
            else:
                _keep(folder, each.job.part, each.result)
                outcome.worked += 1
            tell(outcome)
    return outcome


def _jobs(asked: Sweep, parts: Sequence[Part], *, threads: int | None) -> Iterator[Job]:
    """A lone worker may use every processor; of several each has its own."""
    for part in parts:
        case = asked.cases[part.case]
        yield Job(case, part, How(asked.plan.draws, asked.plan.measures, asked.ways[case.scenario], threads))


def _keep(folder: Path, part: Part, columns: Columns) -> None:
    try:
        write_part(folder, part.name, columns)
    except OSError as error:
        raise unwritten(folder, error) from error
