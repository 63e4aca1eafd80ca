"""Guarantees: someone else pays what the enterprise cannot, up to a limit, for a premium; it may be repaid."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Expression
from modeller.lines.functions import flag, maximum, minimum
from modeller.lines.model import Section
from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.partnership.inputs import Terms


@dataclass(frozen=True)
class Guarantee:
    """One loan's guarantee by month [£]: called, the premium and what of it is paid, and what the guarantor is owed."""

    called: Line
    premium: Line
    premium_paid: Line
    repaid: Line
    owed: Line
    left: Line
    to_be_repaid: Expression


class Guaranteed:
    """A guarantee as the order of payments comes to it: called for its loan, its premium after, repaid after all."""

    def __init__(self, section: Section, terms: Terms) -> None:
        self.section, self.terms = section, terms.guarantee
        self.used = section.balance("Guarantee used", POUNDS)
        self.owed = section.balance("Owed to the guarantor", POUNDS)

    def support(self, asked: Expression, available: Line) -> Line:
        """What the loan may be paid from: cash and, where that falls short, what is left of the guarantee."""
        short = maximum(0, asked - available)
        left = maximum(0, self.terms.amount - self.used.opening)
        self.called = self.section.line("Guarantee called", minimum(left, short), POUNDS)
        self.left = self.section.line("Guarantee left", left - self.called, POUNDS, stock=True)
        self.used.close(self.called)
        return self.section.line("Available with the guarantee", available + self.called, POUNDS, stock=True)

    def pay_premium(self, owed_before: Expression, available: Line) -> Line:
        """Pay the premium on what is still guaranteed while the loan lasts; what is not paid is owed."""
        yearly = (self.left + self.called) * self.terms.premium * flag(owed_before > 0)
        self.premium = self.section.line("Guarantee premium", yearly / MONTHS_A_YEAR, POUNDS)
        self.premium_paid = self.section.line("Guarantee premium paid", minimum(self.premium, available), POUNDS)
        return self.section.line("Left after the premium", available - self.premium_paid, POUNDS, stock=True)

    def repay(self, available: Line) -> tuple[Guarantee, Line]:
        """Repay the guarantor out of what all lenders have left."""
        to_be_repaid = self.called * self.terms.repaid
        added = self.premium - self.premium_paid + to_be_repaid
        repaid = self.section.line("Guarantor repaid", minimum(self.owed.opening + added, available), POUNDS)
        owed = self.owed.close(self.premium, -self.premium_paid, to_be_repaid, -repaid)
        left = self.section.line("Left after the guarantor", available - repaid, POUNDS, stock=True)
        done = Guarantee(self.called, self.premium, self.premium_paid, repaid, owed, self.left, to_be_repaid)
        return done, left
