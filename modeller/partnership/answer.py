"""The answer in words: whether loans are repaid when due, covenants met, and uses covered by the money raised."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from modeller.lines.figures import written
from modeller.lines.references import Measure
from modeller.lines.units import MONTH, POUNDS
from modeller.lines.working import Results
from modeller.partnership.assemble import Partnership
from modeller.partnership.cover import Cover
from modeller.partnership.returns import LenderReturn

Fate = Literal[
    "repaid", "repaid in its extension", "repaid late", "not repaid", "written off", "not yet due", "not drawn"
]
HALF_A_PENNY = 0.005


@dataclass(frozen=True)
class Answer:
    """Whether the partnership can repay what it borrows, in a sentence, and why in a few more."""

    viable: bool
    short: str
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        """All of it, as a paragraph."""
        return " ".join([self.short, *self.reasons])


def answer(partnership: Partnership, results: Results, at: int = 0) -> Answer:
    """The answer for one scenario, on the path stated: without renewal, refinancing or sale of homes.

    Of results for several scenarios, `at` is the place of the one meant; they must hold what `leans_on` gives.
    """
    teller = _Teller(partnership, results, at)
    each = [teller.fate(lender) for lender in partnership.lenders]
    reasons = [teller.tell(lender, fate) for lender, fate in zip(partnership.lenders, each, strict=True)]
    faults = [*teller.uncovered_uses(), *teller.breaches(), *teller.shortfall(each)]
    late: list[Fate] = [fate for fate in each if fate in {"repaid late", "not repaid"}]
    return Answer(not late and not faults, _short(each, late, faults), (*reasons, *faults))


def leans_on(partnership: Partnership) -> list[Measure]:
    """The measures that the answer is made of: what to ask for where no more than the answer is wanted."""
    ends = partnership.outcome
    found: list[Measure | None] = [ends.raised.uncovered, ends.first_shortfall]
    for lender in partnership.lenders:
        found += [lender.due, lender.repaid, lender.lent, lender.written_off]
        found += [lender.at_the_latest, lender.owed_when_due, lender.owed_at_end]
    for cover in partnership.covers:
        found.append(cover.first_breach)
        found += [each for held in cover.set_headrooms if held.cure for each in (held.cure.first, held.cure.most)]
    return [each for each in found if each is not None]


def fates(partnership: Partnership, results: Results, at: int = 0) -> list[Fate]:
    """What becomes of each loan in one scenario, in the order of rank."""
    teller = _Teller(partnership, results, at)
    return [teller.fate(lender) for lender in partnership.lenders]


def _short(fates: list[Fate], late: list[Fate], faults: list[str]) -> str:
    if not fates:
        return "Nothing is borrowed." if not faults else "Nothing is borrowed, but not everything is paid."
    if late:
        return "Not everything is repaid when it falls due."
    repaid = "Everything that falls due is repaid on time"
    if "repaid in its extension" in fates:
        repaid = "Everything is repaid on time or in its extension"
    if "written off" in fates:
        repaid = f"{repaid}, though by its terms not all comes back"
    return f"{repaid}, but not everything is as agreed." if faults else f"{repaid}."


class _Teller:
    def __init__(self, partnership: Partnership, results: Results, at: int) -> None:
        self.partnership, self.results, self.at = partnership, results, at
        self.start = partnership.model.start

    def figure(self, measure: Measure) -> float:
        return float(self.results[measure][self.at])

    def month(self, number: float) -> str:
        return written(number, MONTH, self.start)

    def pounds(self, value: float) -> str:
        return written(value, POUNDS)

    def fate(self, lender: LenderReturn) -> Fate:
        due, repaid = self.figure(lender.due), self.figure(lender.repaid)
        if self.figure(lender.lent) <= HALF_A_PENNY:
            return "not drawn"
        if lender.written_off is not None and self.figure(lender.written_off) > HALF_A_PENNY:
            return "written off"
        if repaid:
            in_time: Fate = "repaid" if repaid <= due else "repaid in its extension"
            return in_time if repaid <= self.figure(lender.at_the_latest) else "repaid late"
        return "not yet due" if due > self.partnership.model.months else "not repaid"

    def tell(self, lender: LenderReturn, fate: Fate) -> str:
        name, due = f"“{lender.loan.name}”", self.month(self.figure(lender.due))
        if fate == "not drawn":
            return f"{name} is not drawn."
        if fate == "not yet due":
            left = self.pounds(self.figure(lender.owed_at_end))
            return f"{name} falls due in {due}, after the months worked; {left} is owed at their end."
        if fate == "repaid":
            return f"{name} is repaid by {self.month(self.figure(lender.repaid))}, as agreed."
        if fate == "written off" and lender.written_off is not None:
            gone, lent = self.pounds(self.figure(lender.written_off)), self.pounds(self.figure(lender.lent))
            return f"{name} ends in {due}, when {gone} of {lent} has not come back and by its terms is owed no more."
        return self._late(lender, fate, f"{name} falls due in {due}")

    def _late(self, lender: LenderReturn, fate: Fate, falls_due: str) -> str:
        """A loan that cannot be repaid when it falls due, and what becomes of it if it is left to run."""
        owed, lent = self.figure(lender.owed_when_due), self.figure(lender.lent)
        of = f" of {self.pounds(lent)}" if owed <= lent else f", for {self.pounds(lent)} lent,"
        wall = f"{falls_due}, when {self.pounds(owed)}{of} cannot be paid from what there is"
        repaid, last = self.month(self.figure(lender.repaid)), self.month(self.figure(lender.at_the_latest))
        if fate == "repaid in its extension":
            return f"{wall}; it is repaid by {repaid}, in its extension to {last}."
        extended = f" by {last}, when its extension ends," if lender.at_the_latest is not lender.due else ""
        wall = f"{wall}: it would{extended} have to be refinanced, extended, or met by selling homes"
        if fate == "repaid late":
            return f"{wall}. Left to run, it is repaid by {repaid}."
        return f"{wall}. {self.pounds(self.figure(lender.owed_at_end))} is still owed at the end of the months worked."

    def uncovered_uses(self) -> list[str]:
        short = self.figure(self.partnership.outcome.raised.uncovered)
        return [f"The money raised is {self.pounds(short)} short of its uses."] if short > HALF_A_PENNY else []

    def breaches(self) -> list[str]:
        return [self._breach(cover) for cover in self.partnership.covers if self.figure(cover.first_breach)]

    def _breach(self, cover: Cover) -> str:
        """Which covenants are broken, and the most that would have mended each."""
        first = f"A covenant of “{cover.loan.name}” is broken in {self.month(self.figure(cover.first_breach))}."
        cures = [(each.name, each.cure) for each in cover.headrooms if each.cure and self.figure(each.cure.first)]
        said = ", ".join(f"{name} {self.pounds(self.figure(cure.most))}" for name, cure in cures)
        return f"{first} Cash that would have cured each at its worst test: {said}."

    def shortfall(self, fates: list[Fate]) -> list[str]:
        """Something unpaid that is not just a loan falling due, which has been told already."""
        first = self.figure(self.partnership.outcome.first_shortfall)
        walls = [
            self.figure(lender.due)
            for lender, fate in zip(self.partnership.lenders, fates, strict=True)
            if fate in {"repaid late", "not repaid"}
        ]
        if not first or first in walls:
            return []
        return [f"Something due cannot be paid in {self.month(first)}."]
