"""What becomes of one loan at one contract length, in a word and a reason: the first verdict that holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from modeller.lines.figures import span, written
from modeller.lines.units import MONTH, POUNDS, SHARE, TIMES
from modeller.partnership.assemble import Partnership
from modeller.partnership.exits import BY_ENFORCEMENT, BY_RECOURSE, BY_SALES, LOST, NOT_CALLED, REFINANCED

if TYPE_CHECKING:
    from modeller.analysis.terms.batch import Spread

Kind = Literal[
    "not lent",
    "repaid from operations",
    "refinanced",
    "repaid with recourse",
    "repaid, homes sold",
    "ended by its terms",
    "repaid only if renewed",
    "not repaid",
    "not fundable",
]
KINDS: tuple[Kind, ...] = get_args(Kind)  # from the best to the worst
A_PENNY = 0.005


@dataclass(frozen=True)
class Verdict:
    """A kind of ending, how it is said with its figure, how briefly in a table, and the reason that binds."""

    kind: Kind
    words: str
    brief: str
    reason: str

    @property
    def severity(self) -> int:
        """How bad it is for the lender, from nothing lent to not even fundable."""
        return KINDS.index(self.kind)

    @property
    def repays(self) -> bool:
        """Whether operations alone repay the loan, on time and within its covenants."""
        return self.kind in ("not lent", "repaid from operations")


def verdict(figures: Mapping[str, Spread], partnership: Partnership, place: int) -> Verdict:
    """The verdict on one loan, on the path without renewal; `figures` are those of one length."""
    return _Judge(figures, partnership, place).found()


class _Judge:
    def __init__(self, figures: Mapping[str, Spread], partnership: Partnership, place: int) -> None:
        self.figures, self.partnership, self.place = figures, partnership, place
        self.terms = partnership.scenario.finance[place]

    def figure(self, name: str) -> float:
        return self.figures[name].without_renewal

    def pounds(self, name: str) -> str:
        return written(self.figure(name), POUNDS)

    def month(self, name: str) -> str:
        return written(self.figure(name), MONTH, self.partnership.model.start)

    def found(self) -> Verdict:
        lent, short = self.figure("lent"), self.figure("short") if "short" in self.figures else 0.0
        if lent <= A_PENNY:
            return Verdict("not lent", "not lent", "not lent", "the lender's rules allow nothing")
        if short > A_PENNY and lent > self.figure("capacity") + A_PENNY:
            words = f"not fundable: {self.pounds('short')} short"
            return Verdict("not fundable", words, f"{self.pounds('short')} short", self._shortage())
        fate = round(self.figure("fate"))
        told = {
            NOT_CALLED: self._repaid,
            REFINANCED: self._refinanced,
            BY_RECOURSE: self._recourse,
            BY_SALES: self._sold,
            BY_ENFORCEMENT: self._enforced,
            LOST: self._lost,
        }
        return told[fate]()

    def _shortage(self) -> str:
        sizing, limits = self.terms.sizing, []
        if sizing.target_cover:
            dependent = written(sizing.dependent_cover or sizing.target_cover, TIMES)
            lasts = f"at {written(sizing.target_cover, TIMES)} times cover on what lasts"
            limits.append(f"{lasts} and {dependent} on the contract, counted to its committed end less the tail")
        if sizing.loan_to_value:
            limits.append(f"within {written(sizing.loan_to_value, SHARE)} of value with the loans above")
        asked = f"capacity is {self.pounds('capacity')} against {self.pounds('asked')} asked"
        return f"{asked}, {', and '.join(limits)}"

    def _repaid(self) -> Verdict:
        if "written_off" in self.figures and self.figure("written_off") > A_PENNY:
            gone = f"{self.pounds('written_off')} has not come back by {self.month('due')} and is owed no more"
            return Verdict("ended by its terms", "ended by its terms", "ended", gone)
        if self.figure("repaid"):
            when = f"by {self.month('repaid')}"
        else:
            when = f"nothing in arrears; it falls due in {self.month('due')}, after the months worked"
        least = self.figure("lowest_cover")
        cover = f"lowest cover {written(least, TIMES)}" if least else "cover is not tested"
        return Verdict("repaid from operations", "repaid from operations", "repaid", f"{when}; {cover}")

    def _called(self) -> str:
        breach = self.figure("first_breach")
        why = "breaks a covenant" if breach and breach == self.figure("called") else "in arrears"
        return f"called in {self.month('called')}, {why}, {self.pounds('owed_when_called')} owed"

    def _refinanced(self) -> Verdict:
        reason = (
            f"{self._called()}: a year's income would support {self.pounds('supported_by_income')} of debt in all "
            f"and stressed value {self.pounds('supported_by_value')}"
        )
        return Verdict("refinanced", "refinanced", "refinanced", reason)

    def _recourse(self) -> Verdict:
        words = f"repaid with {self.pounds('recourse')} of recourse"
        return Verdict(
            "repaid with recourse",
            words,
            f"{self.pounds('recourse')} recourse",
            f"{self._called()}, of which {self._refinances()}",
        )

    def _refinances(self) -> str:
        by_income = self.figure("supported_by_income") <= self.figure("supported_by_value")
        limit = "income" if by_income else "stressed value"
        if self.figure("refinanced") <= A_PENNY:
            return f"{limit} supports no refinancing"
        return f"{limit} lets {self.pounds('refinanced')} be refinanced"

    def _sold(self) -> Verdict:
        words = f"repaid, {_homes(self.figure('homes_sold'))} sold"
        sellable = _homes(self.figure("homes_sellable"))
        waited = span(self.partnership.scenario.exit.sale_period)
        reason = f"{self._called()}; {self._refinances()}; tenancies ending free {sellable} in {waited}"
        return Verdict("repaid, homes sold", words, f"{_homes(self.figure('homes_sold'))} sold", reason)

    def _enforced(self) -> Verdict:
        words = f"repaid, {_homes(self.figure('homes_sold'))} sold by the lender"
        if self._layer():
            words = f"{words} and {self.pounds('absorbed')} from the first-loss layer"
        sellable, need = _homes(self.figure("homes_sellable")), _homes(self.figure("homes_to_sell"))
        reason = f"{self._called()}; {need} would have to be empty in time, and {sellable} would be"
        return Verdict("repaid, homes sold", words, f"{self.figure('homes_sold'):.0f} seized", reason)

    def _layer(self) -> bool:
        """Whether a first-loss layer absorbs anything."""
        return "absorbed" in self.figures and self.figure("absorbed") > A_PENNY

    def _lost(self) -> Verdict:
        fate = self.figures["fate"]
        chance = float(fate.chances[fate.each == NOT_CALLED].sum())
        if chance > 0:
            words = f"repaid only if renewed: {chance:.0%}"
            reason = f"{self._called()}; otherwise {self.pounds('lost')} is lost"
            return Verdict("repaid only if renewed", words, f"if renewed: {chance:.0%}", reason)
        words, brief = f"not repaid: {self.pounds('lost')} lost", f"{self.pounds('lost')} lost"
        return Verdict("not repaid", words, brief, f"{self._called()}; {self._security()}")

    def _security(self) -> str:
        recourse = self.figure("recourse")
        helped = f"recourse pays {written(recourse, POUNDS)}, " if recourse > A_PENNY else ""
        helped += f"the first-loss layer absorbs {self.pounds('absorbed')}, " if self._layer() else ""
        sold = self.figure("homes_sold")
        return f"{helped}all {_homes(sold)} are sold" if sold else f"{helped}there are no homes to sell"


def _homes(number: float) -> str:
    return f"{number:.0f} home{'s' * (round(number) != 1)}"
