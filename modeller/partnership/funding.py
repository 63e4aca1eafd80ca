"""Sources and uses: what the money is raised for, and how much has to be drawn each month."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Constant, Expression
from modeller.lines.functions import equals, flag, maximum
from modeller.lines.model import Balance, Model, Section
from modeller.lines.references import Line
from modeller.lines.units import FLAG, POUNDS
from modeller.partnership.facilities import Facility, facility
from modeller.partnership.grants import Grants
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.pricing import Price
from modeller.partnership.repayment import Lent
from modeller.partnership.schedules import Schedule, schedule
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class Funding:
    """Money raised and what it is used for, by month [£]."""

    grants: Line
    drawn: Line
    homes: Line
    fees: Line
    reserve: Line
    working_capital: Line
    uses: Line
    unspent: Line
    kept_for_uses: Line
    schedules: list[Schedule]
    cash: Balance


def funding(
    model: Model,
    terms: Terms,
    homes: Homes,
    grants: Grants,
    time: Timeline,
    lent: list[Lent],
    prices: list[Price],
    liquidity: Expression,
) -> Funding:
    """Draw what grants do not cover of homes, fees, the opening reserve and working capital.

    Money raised and not yet spent is kept for its uses until the last of them; what is then left over is free, and
    counted as working capital.
    """
    loans = model.section("Loans")
    facilities = [
        facility(model, loans.under(loan.name), loan, price, time.signing, amount)
        for loan, price, amount in zip(terms.finance, prices, lent, strict=True)
    ]
    cash = model.section("Payments").balance("Cash", POUNDS)
    section = model.section("Funding")
    bought = section.line("Homes and works", homes.spent, POUNDS)
    fees = section.line("Fees of lenders", sum_of(_fees(facilities)), POUNDS)
    filled = flag(equals(model.month, terms.reserves.debt_service_filled))
    reserve = section.line("Debt-service reserve", terms.reserves.debt_service * filled, POUNDS)
    working = section.line("Working capital", terms.reserves.working_capital * time.signing, POUNDS)
    uses = section.line("Uses", bought + fees + reserve + working, POUNDS)

    unspent = section.balance("Raised and not yet spent", POUNDS)
    closing = sum_of(each.must for each in facilities)
    must = section.line("Drawn because a loan is closing", closing, POUNDS)
    uncovered = uses - grants.received - unspent.opening - must
    needed = section.line("To be drawn from loans that stay open", maximum(0, uncovered), POUNDS)
    staying = sum_of(_still_open(each) for each in facilities if each.draws_as_needed)
    still_open = section.line("Undrawn of loans that stay open", staying, POUNDS, stock=True)
    short = _short_of_cash(model, section, terms, homes, cash, unspent, facilities, liquidity)
    schedules = _schedules(model, facilities, needed, still_open, short)
    drawn = section.line("Loans drawn", sum_of(each.drawn for each in schedules), POUNDS)
    if kept_cash := [each.drawing.to_keep_cash for each in schedules if each.drawing.to_keep_cash is not None]:
        working = section.line("Working capital, with what is drawn to keep cash", working + sum_of(kept_cash), POUNDS)
        uses = section.line("Uses, with what is drawn to keep cash", uses + sum_of(kept_cash), POUNDS)
    left = unspent.close(grants.received, drawn, -uses)
    to_draw = [each.undrawn for each in schedules if not each.facility.lapses]
    arriving = sum_of(lot.number - lot.arrived for lot in homes.lots)
    to_come = section.line("Anything still to draw or to use", _to_come(model, terms, to_draw, arriving), FLAG)
    kept = section.line("Kept for uses to come", maximum(0, left) * to_come, POUNDS, stock=True)
    return Funding(grants.received, drawn, bought, fees, reserve, working, uses, left, kept, schedules, cash)


def _schedules(
    model: Model, facilities: list[Facility], needed: Line, still_open: Line, short: Line | None
) -> list[Schedule]:
    """Every loan as agreed; what revolving credit has drawn to keep cash, the next need not."""
    schedules = []
    for each in facilities:
        schedules.append(schedule(model, each, needed, still_open, short))
        if short is not None and schedules[-1].drawing.to_keep_cash is not None:
            left = short - schedules[-1].drawing.to_keep_cash
            short = each.section.line("Cash still below what is kept", left, POUNDS)
    return schedules


def _still_open(facility: Facility) -> Expression:
    """What could be drawn as needed: in its last month a loan that does not lapse is drawn in any case."""
    open_ = facility.available if facility.lapses else facility.available - facility.closing
    return facility.undrawn.opening * open_


def _short_of_cash(
    model: Model,
    section: Section,
    terms: Terms,
    homes: Homes,
    cash: Balance,
    unspent: Balance,
    facilities: list[Facility],
    liquidity: Expression,
) -> Line | None:
    """By how much cash, beside what is kept for uses to come, begins the month below the liquidity kept."""
    if not any(each.is_revolving for each in facilities):
        return None
    to_draw = [each.undrawn.opening for each in facilities if not each.lapses]
    arriving = sum_of(lot.number - lot.arrived_before for lot in homes.lots)
    waits = _to_come(model, terms, to_draw, arriving, last_month=True)
    kept = section.line("Kept for uses when the month begins", maximum(0, unspent.opening) * waits, POUNDS, stock=True)
    return section.line("Cash below what is kept", maximum(0, liquidity - cash.opening + kept), POUNDS)


def _to_come(
    model: Model, terms: Terms, to_draw: list[Line], arriving: Expression, *, last_month: bool = False
) -> Expression:
    """1 until the last loan is drawn, the last home has arrived and the reserve is filled."""
    drawing = flag(sum_of(to_draw) > 0) if to_draw else Constant(0, FLAG)
    filled = terms.reserves.debt_service_filled
    filling = flag(model.month <= filled) if last_month else flag(model.month < filled)
    return flag(drawing + flag(arriving > 0) + filling * flag(terms.reserves.debt_service > 0) > 0)


def _fees(facilities: list[Facility]) -> list[Expression]:
    return [each.fees_paid for each in facilities]
