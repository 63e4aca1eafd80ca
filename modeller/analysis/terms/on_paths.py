"""A scenario's own length on every path that its contract may take: ranges, and what would change the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modeller.analysis.run import Run
from modeller.analysis.terms.batch import Batch, Spread, work_lengths
from modeller.analysis.terms.lengths import Length, Measures
from modeller.analysis.terms.telling import finding, lender_by_lender
from modeller.lines.figures import span, written
from modeller.lines.references import Measure
from modeller.lines.units import POUNDS
from modeller.partnership.exits import NOT_CALLED

A_PENNY = 0.005
FEW = 3  # lenders, of each of whom there is room to tell at which lengths it is repaid


class OnPaths:
    """Every measure that is shown with its range, on every path of the committed length."""

    def __init__(self, run: Run) -> None:
        self.run, self.measures = run, Measures(run.partnership)
        self.committed = int(run.stated.scenario.contract.committed)
        leave = run.partnership.exits.loans
        self.fates, self.lost = [each.fate for each in leave], [each.lost for each in leave]
        flows = [each for flow in self.measures.flows for each in flow]
        wanted = [*run.views.ranged, *self.fates, *self.lost, *flows]
        self.batch: Batch = work_lengths(run.partnership, [self.committed], wanted)
        lenders = run.partnership.lenders
        self._returns = {lender.with_exit.rate.key: number for number, lender in enumerate(lenders)}

    @property
    def number(self) -> int:
        """How many paths there are."""
        return len(self.batch.paths[0])

    def spread(self, measure: Measure) -> Spread:
        """A measure on every path."""
        return self.batch.spread(measure, 0)

    def expected(self, measure: Measure) -> float:
        """The sum over paths of chance and figure; of a lender's return, that of the flows expected."""
        if measure.key in self._returns:
            return self.measures.expected_return(self.batch, 0, self._returns[measure.key])
        return self.spread(measure).expected

    def turns(self, lengths: Sequence[Length]) -> Iterator[str]:
        """What would change the answer, as far as the lengths and the paths tell it; of many lenders, more briefly."""
        if lengths:
            yield finding(lengths)
            if len(self.fates) <= FEW:
                yield from lender_by_lender(lengths)
        for number, lender in enumerate(self.run.partnership.lenders):
            yield self._on_paths(number, f"“{lender.loan.name}”")

    def _on_paths(self, number: int, name: str) -> str:
        """On how many paths a loan is called, how likely that is, and the most that is lost."""
        fates, lost = self.spread(self.fates[number]), self.spread(self.lost[number])
        called = (fates.each != NOT_CALLED) & (fates.chances > 0)
        of = f"the {self.number} paths at {span(self.committed)}" if self.number > 1 else "the one path there is"
        if not called.any():
            return f"{name} is called on none of {of}."
        first = f"{name} is called on {called.sum()} of {of}, a chance of {fates.chances[called].sum():.0%}"
        if lost.highest <= A_PENNY:
            return f"{first}; nothing is lost on any."
        worst = self.batch.paths[0][int((lost.each * (lost.chances > 0)).argmax())].words
        return f"{first}; most is lost on “{worst}”: {written(lost.highest, POUNDS)}."
