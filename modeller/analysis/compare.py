"""Scenarios side by side: what differs in what they state, and in what comes of it.

What differs is told by key, so that whoever turns one scenario into another knows what to change.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import modeller
from modeller.analysis.differences import Differences, union
from modeller.analysis.run import Run, run
from modeller.errors import Fault, Faults
from modeller.lines.figures import written
from modeller.lines.references import Measure
from modeller.partnership.assemble import Partnership
from modeller.partnership.cover import Cover
from modeller.partnership.exits import Exit
from modeller.partnership.outcome import LEFT_OVER
from modeller.partnership.returns import LenderReturn


@dataclass(frozen=True)
class Headline:
    """A measure to set scenarios against one another by, of a loan by its name or of the whole.

    `quiet` is one of which nil is good and no news: nothing lost, no covenant broken.
    """

    of: str
    measure: Measure
    quiet: bool = False


@dataclass(frozen=True)
class Result:
    """A headline measure: its figure in each scenario, and as people read it.

    Nothing stands where a scenario has no such measure, for it has no such loan.
    """

    key: str
    of: str
    label: str
    unit: str
    quiet: bool
    figures: tuple[float | None, ...]
    texts: tuple[str | None, ...]

    @property
    def differs(self) -> bool:
        """Whether a reader would see a difference."""
        return len(set(self.texts)) > 1

    @property
    def is_news(self) -> bool:
        """Whether it differs by more than that some have no such loan, of which there is nothing to tell."""
        return self.differs and not (self.quiet and None in self.texts and not any(self.figures))


@dataclass(frozen=True)
class Comparison:
    """Two scenarios or more, each with its file, worked out."""

    files: tuple[Path, ...]
    runs: tuple[Run, ...]

    @cached_property
    def stated(self) -> Differences:
        """What differs in what they state."""
        return Differences([each.stated for each in self.runs])

    @cached_property
    def results(self) -> list[Result]:
        """The headline measures, whether they differ or not: of the whole first, then of each loan."""
        rows = [{each.measure.key: each for each in headlines(worked.partnership)} for worked in self.runs]
        return [self._result(first, [row.get(key) for row in rows]) for key, first in union(rows).items()]

    @property
    def sound(self) -> bool:
        """Whether every integrity check of every scenario holds."""
        return all(each.sound for each in self.runs)

    def as_json(self) -> dict[str, Any]:
        """Each scenario's results in the shape that every command shares, and what differs, by the same names."""
        scenarios = [{"file": str(file), **each.as_json()} for file, each in zip(self.files, self.runs, strict=True)]
        return {
            "schema": 1,
            "version": modeller.__version__,
            "scenarios": scenarios,
            "inputs": [asdict(each) for each in self.stated.inputs],
            "only_in_some": [asdict(each) for each in self.stated.items],
            "orders": [asdict(each) for each in self.stated.orders],
            "results": [{**asdict(each), "differs": each.differs} for each in self.results],
        }

    def _result(self, first: Headline, held: Sequence[Headline | None]) -> Result:
        figures: list[float | None] = []
        texts: list[str | None] = []
        for worked, found in zip(self.runs, held, strict=True):
            figure = worked.figure(found.measure) if found else None
            figures.append(None if figure != figure else figure)  # noqa: PLR0124  JSON has no NaN
            texts.append(None if figure is None else written(figure, first.measure.unit, worked.model.start))
        measure = first.measure
        return Result(
            measure.key, first.of, measure.label, measure.unit.name, first.quiet, tuple(figures), tuple(texts)
        )


def compare(files: Sequence[Path | str], overrides: Mapping[str, str] | None = None) -> Comparison:
    """Read and work several scenario files, with the same changes by key to each.

    Raises `modeller.errors.Faults` with every fault of every file at once.

    >>> found = compare(["scenarios/p3-west-lindsey.yaml", "scenarios/p3-three-year-contract.yaml"])
    >>> [each.texts for each in found.stated.inputs if each.key == "contract.committed"]
    [('10 years', '3 years')]
    """
    runs: list[Run] = []
    faults: list[list[Fault]] = []
    for file in files:
        try:
            runs.append(run(file, overrides))
            faults.append([])
        except Faults as broken:
            faults.append(broken.faults)
    if any(faults):
        raise Faults(_each_with_its_file(files, faults))
    return Comparison(tuple(Path(file) for file in files), tuple(runs))


def headlines(partnership: Partnership) -> list[Headline]:
    """What leads when scenarios are set against one another: of the whole, then of each loan in its rank."""
    ends, leave = partnership.outcome, partnership.exits
    whole = [ends.homes, ends.raised.sources, ends.raised.uses_by_name[LEFT_OVER], leave.sold, leave.retained]
    whole += [ends.public_money_a_home, ends.public_money, partnership.commissioning.worth]
    whole += [ends.lowest_cash, ends.first_shortfall, ends.shortfall, ends.left_at_end]
    loans = zip(partnership.lenders, partnership.covers, leave.loans, strict=True)
    return [Headline("", each) for each in whole] + [each for loan in loans for each in _of_loan(*loan)]


def _of_loan(lender: LenderReturn, cover: Cover, leave: Exit) -> list[Headline]:
    """A loan's measures; its cover only where its lender sets a covenant."""
    name = lender.loan.name
    tests = [Headline(name, cover.lowest), Headline(name, cover.first_breach, quiet=True)]
    return [
        Headline(name, lender.lent),
        *(tests if cover.set_headrooms else []),
        Headline(name, lender.owed_when_due, quiet=True),
        *(Headline(name, each) for each in (lender.repaid, lender.rate, lender.with_exit.rate, lender.multiple)),
        Headline(name, leave.called, quiet=True),
        Headline(name, leave.lost, quiet=True),
    ]


def _each_with_its_file(files: Sequence[Path | str], faults: Sequence[Sequence[Fault]]) -> Iterator[Fault]:
    """Every fault; one of `--set` that is not the same for every scenario says for which."""
    for file, found in zip(files, faults, strict=True):
        for fault in found:
            placed = fault.place is not None and fault.place.line
            same = all(fault in each for each in faults)
            yield fault if placed or same else replace(fault, what=f"{file}: {fault.what}")
