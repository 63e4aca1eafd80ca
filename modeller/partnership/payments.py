"""The order of payments: each takes the lesser of what is due and what is available, and passes on what is left."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import maximum, minimum, share
from modeller.lines.model import Balance, Model, Section
from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.partnership.compensation import Compensation
from modeller.partnership.costs import Costs, OtherIncome
from modeller.partnership.funding import Funding
from modeller.partnership.grants import Grants
from modeller.partnership.guarantees import Guarantee, Guaranteed
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.loans import Loan, ask, pay
from modeller.partnership.rent import Rent
from modeller.partnership.reserves import DebtReserve, RepairsReserve
from modeller.partnership.schedules import Schedule
from modeller.partnership.sharing import Pot


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
    guarantees: dict[int, Guarantee]
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
    liquidity: Expression,
    compensation: Compensation | None,
) -> Payments:
    """Costs; money for uses to come; the repairs reserve; each loan in its rank; clawback; what is left is kept."""
    section = model.section("Payments")
    cash = funding.cash
    ending = _Ending(section, homes, compensation)
    receipts = section.line("Rent and other income received", rent.net + income.received, POUNDS)
    came_in = section.line("Grants and loans received", grants.all_received + funding.drawn + ending.brings, POUNDS)
    repairs = RepairsReserve(section.under("Major repairs"), costs)
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
    reserve = DebtReserve(model, section.under("Debt-service reserve"), terms, filled)
    own = receipts - costs.outgoings - repairs.from_cash - reserved
    pot = _pot(section, terms, rent, receipts, own, liquidity)
    done = _pay_loans(model, section, funding.schedules, after, pot, reserve, ending)
    loans, after = done.loans, done.left
    clawback_paid, clawback_owed = _pay_clawback(section, grants, after)

    from_reserve = reserve.to_cash if reserve.to_cash is not None else sum_of([])
    served = section.line("Paid to lenders", sum_of(each.paid for each in loans), POUNDS)
    movements = [receipts, came_in, -paid, -filled, -reserved, -served, from_reserve, -clawback_paid]
    if done.guarantees:
        net = sum_of(each.called - each.premium_paid - each.repaid for each in done.guarantees.values())
        movements.append(section.line("From guarantors, less what they are paid", net, POUNDS))
    closing = cash.close(*movements)
    kept = available - filled - ring
    left = section.line("Left at the end of the order of payments", after - clawback_paid + kept, POUNDS, stock=True)
    missed = sum_of(_missed(each) for each in loans)
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
        guarantees=done.guarantees,
        clawback_paid=clawback_paid,
        clawback_owed=clawback_owed,
        cash=closing,
        left=left,
        shortfall=section.line("Shortfall: due and not paid", unpaid + missed, POUNDS, stock=True),
        compensation=compensation.paid if compensation else None,
        sold_for=ending.sold_for,
    )


def _missed(loan: Loan) -> Expression:
    """Capital due and not paid, unpaid interest among it; in a loan's extension it is not yet asked for."""
    missed = loan.principal_due - loan.principal_paid + loan.ahead
    return missed if loan.extended is None else missed * share(loan.extended)


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
            left = maximum(0, early - loan.early)
            self.for_any = self.section.under(loan.name).line("Left of homes sold", minimum(self.for_any, left), POUNDS)


def _pay_costs(
    section: Section, cash: Balance, came_in: Expression, repairs: RepairsReserve, costs: Costs, funding: Funding
) -> tuple[Line, Line, Line, Line]:
    """Pay running costs, renewals, homes and fees; what cannot be paid is owed to creditors, first in the order."""
    owing = section.balance("Owed to creditors", POUNDS)
    due = section.line("Costs of the month", costs.outgoings + repairs.from_cash + funding.homes + funding.fees, POUNDS)
    paid = section.line("Costs paid", minimum(owing.opening + due, cash.opening + came_in), POUNDS)
    unpaid = section.line("Costs due and not paid", owing.opening + due - paid, POUNDS, stock=True)
    return paid, owing.opening, owing.close(due, -paid), unpaid


def _pot(
    section: Section, terms: Terms, rent: Rent, receipts: Line, own: Expression, liquidity: Expression
) -> Pot | None:
    """What lenders may share in or sweep; nothing where none does."""
    pricing = [loan.stated("pricing") for loan in terms.finance if loan.stated("pricing").share]
    if not pricing and not any(loan.stated("repayment").sweep for loan in terms.finance):
        return None
    line = section.line("The month's own cash before loans", own, POUNDS)
    return Pot(
        own=line,
        cash=line,
        surplus=line if any(each.share_of == "surplus" for each in pricing) else None,
        rent=rent.net,
        revenue=receipts,
        liquidity=liquidity,
        service=None,
        lock_up=terms.reserves.lock_up if terms.reserves.stated("lock_up") else None,
    )


@dataclass(frozen=True)
class _Paid:
    """Loans as paid, the guarantees of some of them by their place, and what is left after them [£]."""

    loans: list[Loan]
    guarantees: dict[int, Guarantee]
    left: Line


def _pay_loans(
    model: Model,
    section: Section,
    schedules: list[Schedule],
    available: Line,
    pot: Pot | None,
    reserve: DebtReserve,
    ending: _Ending,
) -> _Paid:
    """Each loan in its rank sees only what those above it have left; guarantors are repaid after all of them."""
    loans: list[Loan] = []
    guaranteed: dict[int, Guaranteed] = {}
    for place, schedule in enumerate(schedules):
        facility, asked = schedule.facility, ask(model, schedule)
        if not loans:
            available = reserve.support(asked.all, available)
        guarantee = Guaranteed(facility.section, facility.terms) if facility.terms.stated("guarantee").amount else None
        if guarantee is not None:
            available = guarantee.support(asked.all, available)
        early = ending.early(place)
        loan = pay(model, schedule, asked, available, pot, early)
        ending.spend(loan, early)
        block = section.under(loan.name)
        pot = pot.after(block, loan) if pot is not None else None
        available = block.line("Left after this loan", available - loan.paid, POUNDS, stock=True)
        if not loans:
            available = reserve.settle(loan, available)
        if guarantee is not None:
            available = guarantee.pay_premium(facility.owed.opening, available)
            guaranteed[place] = guarantee
        loans.append(loan)
    if not loans:
        return _Paid(loans, {}, reserve.settle_without_loans(available))
    guarantees = {}
    for place, guarantee in guaranteed.items():
        guarantees[place], available = guarantee.repay(available)
    return _Paid(loans, guarantees, available)


def _pay_clawback(section: Section, grants: Grants, available: Line) -> tuple[Line, Line]:
    """Clawback ranks after lenders, as they ask; it is owed until paid."""
    block = section.under("Clawback")
    owing = block.balance("Owed to the council", POUNDS)
    due = block.line("Clawback due", grants.due, POUNDS)
    paid = block.line("Clawback paid", minimum(owing.opening + due, available), POUNDS)
    owed = owing.close(due, -paid)
    if grants.recycled is not None:
        owed = block.line("Owed to the council, with recycled grant", owed + grants.recycled, POUNDS, stock=True)
    return paid, owed
