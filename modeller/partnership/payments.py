"""The order of payments: each takes the lesser of what is due and what is available, and passes on what is left."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import flag, maximum, minimum, share
from modeller.lines.model import Balance, Model, Section
from modeller.lines.references import Line
from modeller.lines.units import FLAG, POUNDS
from modeller.partnership.compensation import Compensation
from modeller.partnership.costs import Costs, OtherIncome
from modeller.partnership.funding import Funding
from modeller.partnership.grants import Grants
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.loans import Loan, Schedule, Sharing, pay
from modeller.partnership.rent import Rent


@dataclass(frozen=True)
class Payments:
    """Cash by month [£]: what came in, what was paid in order, what is kept, and what could not be paid."""

    receipts: Line
    repairs_from_cash: Line
    costs_paid: Line
    creditors_before: Line
    creditors: Line
    reserved: Line
    repairs_reserve: Line
    repairs_from_reserve: Line
    debt_reserve: Line
    reserve_used: Line
    loans: list[Loan]
    clawback_paid: Line
    clawback_owed: Line
    cash: Line
    left: Line
    shortfall: Line
    compensation: Line | None
    sold_for: Line | None


def payments(
    model: Model,
    terms: Terms,
    homes: Homes,
    rent: Rent,
    income: OtherIncome,
    costs: Costs,
    grants: Grants,
    funding: Funding,
    compensation: Compensation | None,
) -> Payments:
    """Costs; money for uses to come; the repairs reserve; each loan in its rank; clawback; what is left is kept."""
    section = model.section("Payments")
    cash = section.balance("Cash", POUNDS)
    ending = _Ending(section, homes, compensation)
    receipts = section.line("Rent and other income received", rent.net + income.received, POUNDS)
    came_in = section.line("Grants and loans received", funding.grants + funding.drawn + ending.brings, POUNDS)
    repairs = _Repairs(section.under("Major repairs"), costs)
    paid, before, creditors, unpaid = _pay_costs(section, cash, receipts + came_in, repairs, costs, funding)
    available = section.line("Left after costs", cash.opening + receipts + came_in - paid, POUNDS, stock=True)

    filled = section.line(
        "Paid into the debt-service reserve from money raised", minimum(funding.reserve, available), POUNDS
    )
    ring = section.line(
        "Left after money kept for uses to come",
        maximum(0, available - filled - funding.kept_for_uses),
        POUNDS,
        stock=True,
    )
    reserved = section.line("Set aside for major repairs", minimum(costs.reserve_due, ring), POUNDS)
    repairs.close(reserved)

    after = section.line("Available for loans", ring - reserved, POUNDS, stock=True)
    reserve = _DebtReserve(model, section.under("Debt-service reserve"), terms, filled)
    sharing = None
    if any(each.facility.terms.stated("pricing").cash_share for each in funding.schedules):
        own = receipts - costs.outgoings - repairs.from_cash - reserved
        sharing = Sharing(section.line("The month's own cash before loans", own, POUNDS), terms.reserves.liquidity)
    loans, after = _pay_loans(section, funding.schedules, after, sharing, reserve, ending)
    clawback_paid, clawback_owed = _pay_clawback(section, grants, after)

    from_reserve = reserve.to_cash if reserve.to_cash is not None else sum_of([])
    served = section.line("Paid to lenders", sum_of(_paid_to(each) for each in loans), POUNDS)
    closing = cash.close(receipts, came_in, -paid, -filled, -reserved, -served, from_reserve, -clawback_paid)
    kept = available - filled - ring
    left = section.line("Left at the end of the order of payments", after - clawback_paid + kept, POUNDS, stock=True)
    missed = sum_of(
        each.principal_due - each.principal_paid + each.ahead for each in loans
    )  # unpaid interest is due as capital
    return Payments(
        receipts=receipts,
        repairs_from_cash=repairs.from_cash,
        costs_paid=paid,
        creditors_before=before,
        creditors=creditors,
        reserved=reserved,
        repairs_reserve=repairs.closing,
        repairs_from_reserve=repairs.from_reserve,
        debt_reserve=reserve.closing,
        reserve_used=reserve.used,
        loans=loans,
        clawback_paid=clawback_paid,
        clawback_owed=clawback_owed,
        cash=closing,
        left=left,
        shortfall=section.line("Shortfall: due and not paid", unpaid + missed, POUNDS, stock=True),
        compensation=compensation.paid if compensation else None,
        sold_for=ending.sold_for,
    )


class _Ending:
    """What the contract's ending brings in: homes sold, which repay loans in rank, and the council's compensation."""

    def __init__(self, section: Section, homes: Homes, compensation: Compensation | None) -> None:
        self.section, self.compensation = section, compensation
        self.sold_for = homes.sold_for if any(lot.sold is not None for lot in homes.lots) else None
        paid = self.compensation.paid if self.compensation else None
        self.brings = sum_of(each for each in (self.sold_for, paid) if each is not None)
        self.for_any = self.sold_for

    def early(self, place: int) -> Expression | None:
        """What must repay the loan of a rank before it is due."""
        for_first = self.compensation.to_first_loan if self.compensation and not place else None
        parts = [each for each in (self.for_any, for_first) if each is not None]
        return sum_of(parts) if parts else None

    def spend(self, loan: Loan, early: Expression | None) -> None:
        """What is left of homes sold for the loans below."""
        if self.for_any is not None and early is not None:
            left = maximum(0, early - loan.ahead)
            self.for_any = self.section.under(loan.name).line("Left of homes sold", minimum(self.for_any, left), POUNDS)


class _Repairs:
    """The major-repairs reserve: renewals are paid from it, and from cash when it runs out."""

    def __init__(self, section: Section, costs: Costs) -> None:
        self._balance = section.balance("Major-repairs reserve", POUNDS)
        self.from_reserve = section.line(
            "Renewals paid from the reserve", minimum(self._balance.opening, costs.renewals), POUNDS
        )
        self.from_cash = section.line("Renewals to be paid from cash", costs.renewals - self.from_reserve, POUNDS)

    def close(self, reserved: Line) -> None:
        self.closing = self._balance.close(reserved, -self.from_reserve)


def _pay_costs(
    section: Section, cash: Balance, came_in: Expression, repairs: _Repairs, costs: Costs, funding: Funding
) -> tuple[Line, Line, Line, Line]:
    """Pay running costs, renewals, homes and fees; what cannot be paid is owed to creditors, first in the order."""
    owing = section.balance("Owed to creditors", POUNDS)
    due = section.line("Costs of the month", costs.outgoings + repairs.from_cash + funding.homes + funding.fees, POUNDS)
    paid = section.line("Costs paid", minimum(owing.opening + due, cash.opening + came_in), POUNDS)
    unpaid = section.line("Costs due and not paid", owing.opening + due - paid, POUNDS, stock=True)
    return paid, owing.opening, owing.close(due, -paid), unpaid


class _DebtReserve:
    """The debt-service reserve, for the first loan.

    Filled from the money raised, drawn on before that loan goes unpaid, topped up after it, let go when it is repaid.
    """

    def __init__(self, model: Model, section: Section, terms: Terms, filled: Line) -> None:
        self.section, self.filled = section, filled
        self.balance = section.balance("Debt-service reserve", POUNDS)
        self.begun = section.line("Reserve in being", flag(model.month > terms.reserves.debt_service_filled), FLAG)
        self.target = terms.reserves.debt_service
        self.to_cash: Expression | None = None

    def support(self, due: Expression, available: Line) -> Line:
        """What the first loan may be paid from: cash, and the reserve where cash falls short."""
        short = maximum(0, due - available)
        self.used = self.section.line("Used", minimum(self.balance.opening, short), POUNDS)
        return self.section.line("Available with the reserve", available + self.used, POUNDS, stock=True)

    def settle(self, loan: Loan, left: Line) -> Line:
        """Top the reserve up, or let it go; what is left after it."""
        to_serve = loan.owed + loan.schedule.undrawn
        owing = self.section.line("First loan owing or to be drawn", flag(to_serve > 0) * self.begun, FLAG)
        held = self.balance.opening - self.used
        topped = self.section.line("Topped up", minimum(left, maximum(0, self.target - held) * owing), POUNDS)
        released = self.section.line("Let go", held * share(owing) * self.begun, POUNDS)
        self.closing = self.balance.close(self.filled, topped, -self.used, -released)
        self.to_cash = self.used + released - topped
        return self.section.line("Left after the reserve", left - topped + released, POUNDS, stock=True)

    def settle_without_loans(self, left: Line) -> Line:
        """With no loan to serve there is nothing to use it for, and it is let go at once."""
        released = self.section.line("Let go", self.balance.opening, POUNDS)
        self.used = self.section.line("Used", Constant(0, POUNDS), POUNDS)
        self.closing = self.balance.close(self.filled, -released)
        self.to_cash = released
        return self.section.line("Left after the reserve", left + released, POUNDS, stock=True)


def _pay_loans(
    section: Section,
    schedules: list[Schedule],
    available: Line,
    sharing: Sharing | None,
    reserve: _DebtReserve,
    ending: _Ending,
) -> tuple[list[Loan], Line]:
    """Each loan in its rank sees only what those above it have left."""
    loans: list[Loan] = []
    for place, schedule in enumerate(schedules):
        terms, owed = schedule.facility.terms, schedule.facility.owed
        interest_due = schedule.facility.section.line(
            "Interest due", owed.opening * terms.interest / MONTHS_A_YEAR, POUNDS
        )
        if not loans:
            all_due = interest_due + maximum(0, _owing(schedule) - schedule.before_drawing)
            available = reserve.support(all_due, available)
        early = ending.early(place)
        loan = pay(schedule, interest_due, available, sharing, early)
        ending.spend(loan, early)
        if sharing is not None:
            own = section.under(loan.name).line("The month's own cash left", sharing.cash - _paid_to(loan), POUNDS)
            sharing = Sharing(own, sharing.liquidity)
        left = available - _paid_to(loan)
        available = section.under(loan.name).line("Left after this loan", left, POUNDS, stock=True)
        if not loans:
            available = reserve.settle(loan, available)
        loans.append(loan)
    return loans, available if loans else reserve.settle_without_loans(available)


def _owing(schedule: Schedule) -> Expression:
    opening = schedule.facility.owed.opening
    return opening if schedule.growth is None else opening * (1 + schedule.growth)


def _paid_to(loan: Loan) -> Expression:
    paid: Expression = loan.interest_paid + loan.principal_paid
    return paid + loan.shared if loan.terms.stated("pricing").cash_share else paid


def _pay_clawback(section: Section, grants: Grants, available: Line) -> tuple[Line, Line]:
    """Clawback ranks after lenders, as they ask; it is owed until paid."""
    block = section.under("Clawback")
    owing = block.balance("Owed to the council", POUNDS)
    due = block.line("Clawback due", grants.clawback + grants.donated_clawback, POUNDS)
    paid = block.line("Clawback paid", minimum(owing.opening + due, available), POUNDS)
    return paid, owing.close(due, -paid)
