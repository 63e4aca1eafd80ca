"""Shares of income paid to lenders: what there is to share in, what is promised, and what is kept or locked up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import flag, maximum, minimum, ratio, share, where
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import FLAG, POUNDS
from modeller.partnership.constants import A_YEAR
from modeller.partnership.facilities import Facility

if TYPE_CHECKING:
    from modeller.partnership.loans import Loan


@dataclass(frozen=True)
class Pot:
    """What lenders may share in, as those above have left it, by month [£]; `liquidity` is kept before any is shared.

    `own` is the month's own cash before any loan, `cash` what of it is left, `surplus` what is left before capital,
    `service` what loans above ask. `lock_up` is the least cover of those loans at which shares are paid [times].
    """

    own: Line
    cash: Line
    surplus: Line | None
    rent: Line
    revenue: Line
    liquidity: Expression
    service: Line | None
    lock_up: Expression | None

    def left(self, served: Expression, available: Line) -> Expression:
        """The month's own cash after what a loan is served, as far as it leaves the liquidity kept."""
        return maximum(0, minimum(self.cash - served, available - served - self.liquidity))

    def after(self, section: Section, loan: Loan) -> Pot:
        """What is left for the loans below."""
        cash = section.line("The month's own cash left", self.cash - loan.paid, POUNDS)
        surplus, service = self.surplus, self.service
        if surplus is not None:
            surplus = section.line("The month's surplus left", surplus - loan.interest_paid - loan.shared, POUNDS)
        if self.lock_up is not None:
            above = loan.service if service is None else service + loan.service
            service = section.line("Debt service of this loan and those above", above, POUNDS)
        return replace(self, cash=cash, surplus=surplus, service=service)


def share_paid(
    model: Model,
    facility: Facility,
    pot: Pot,
    available: Line,
    served: Expression,
    interest: Line,
    drawn: Line,
) -> Line:
    """The lender's share: what is promised, as far as it is there; what is not there is not due."""
    section, terms = facility.section, facility.terms
    said, pricing = terms.stated("pricing"), terms.pricing
    label = f"Share of {said.share_of} paid"
    there = maximum(0, available - served - pot.liquidity)
    running = _running(model, facility)
    limits = (said.share_above, said.share_at_most, said.most_back, pot.lock_up is not None and pot.service is not None)
    if said.share_of == "cash" and not any(limits):
        return section.line(label, pot.left(served, available) * running * pricing.share, POUNDS)
    base = {"cash": pot.left(served, available), "rent": pot.rent, "revenue": pot.revenue}.get(said.share_of)
    if base is None:
        base = (pot.surplus if pot.surplus is not None else pot.cash) - interest
    beyond = maximum(0, base - pricing.share_above / MONTHS_A_YEAR) * running
    promised = section.line("Share promised", beyond * pricing.share, POUNDS)
    if said.share_at_most:
        most = facility.owed.opening * pricing.share_at_most / MONTHS_A_YEAR
        promised = section.line("Share promised, at most", minimum(promised, most), POUNDS)
    if pot.lock_up is not None and pot.service is not None:
        promised = _unlocked(model, section, pot, promised, there)
    if not said.most_back:
        return section.line(label, minimum(promised, there), POUNDS)
    had, lent = section.balance("Paid to the lender so far", POUNDS), section.balance("Drawn so far", POUNDS)
    room = section.line(
        "Left to be paid in all",
        maximum(0, lent.opening * pricing.most_back - had.opening - served),
        POUNDS,
        stock=True,
    )
    paid = section.line(label, minimum(minimum(promised, there), room), POUNDS)
    had.close(served, paid)
    lent.close(drawn)
    return paid


def _running(model: Model, facility: Facility) -> Expression:
    """While anything is owed; where a share repays the capital too, until the loan falls due."""
    agreed = facility.terms.repayment
    if facility.repays_from_share:
        return flag(model.month <= agreed.after + agreed.over) * flag(model.month > agreed.after)
    return flag(facility.owed.opening > 0)


def _unlocked(model: Model, section: Section, pot: Pot, promised: Line, there: Expression) -> Line:
    """What may be paid now of what is promised: nothing while cover is too low, and then what was locked up too.

    What is not there is not locked up, for it is not due; what is there beside what is locked up already may be.
    """
    service, lock_up = pot.service, pot.lock_up
    if service is None or lock_up is None:
        return promised
    year = section.line("Service above, last 12 months", model.trailing(service, A_YEAR), POUNDS)
    cash = section.line("The month's own cash, last 12 months", model.trailing(pot.own, A_YEAR), POUNDS)
    covered = where(year > 0, flag(ratio(cash, year) >= lock_up), Constant(1, FLAG))
    may = section.line("Shares may be paid", covered, FLAG)
    locked = section.balance("Locked up", POUNDS)
    kept = section.line("Share that is there", minimum(promised, maximum(0, there - locked.opening)), POUNDS)
    locked.close(kept * share(may), -locked.opening * may)
    return section.line("Share that may be paid", (promised + locked.opening) * may, POUNDS)
