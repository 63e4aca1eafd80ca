"""The order of payments: each takes the lesser of what is due and what is available, and passes on what is left."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import maximum, minimum
from modeller.lines.model import Balance, Model, Section
from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.partnership.compensation import Compensation
from modeller.partnership.costs import Costs, OtherIncome
from modeller.partnership.funding import Funding
from modeller.partnership.grants import Grants
from modeller.partnership.guarantees import Guarantee
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.lenders import Ending, Income, pay_lenders
from modeller.partnership.loans import Loan
from modeller.partnership.rent import Rent
from modeller.partnership.reserves import DebtReserve, RepairsReserve


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
    ending = Ending(section, homes, compensation)
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
    shareable = Income(own, rent.net, receipts, liquidity)
    done = pay_lenders(model, section, terms, funding.schedules, shareable, after, reserve, ending)
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
    missed = sum_of(each.missed for each in loans)
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


def _pay_costs(
    section: Section, cash: Balance, came_in: Expression, repairs: RepairsReserve, costs: Costs, funding: Funding
) -> tuple[Line, Line, Line, Line]:
    """Pay running costs, renewals, homes and fees; what cannot be paid is owed to creditors, first in the order."""
    owing = section.balance("Owed to creditors", POUNDS)
    due = section.line("Costs of the month", costs.outgoings + repairs.from_cash + funding.homes + funding.fees, POUNDS)
    paid = section.line("Costs paid", minimum(owing.opening + due, cash.opening + came_in), POUNDS)
    unpaid = section.line("Costs due and not paid", owing.opening + due - paid, POUNDS, stock=True)
    return paid, owing.opening, owing.close(due, -paid), unpaid


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
