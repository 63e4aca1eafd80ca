"""Sources and uses: what the money is raised for, and how much has to be drawn each month."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import equals, flag, maximum
from modeller.lines.model import Model
from modeller.lines.references import Line
from modeller.lines.units import FLAG, POUNDS
from modeller.partnership.grants import Grants
from modeller.partnership.homes import Homes
from modeller.partnership.indices import Indices
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.loans import Facility, Lent, Schedule, facility, schedule
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


def funding(
    model: Model, terms: Terms, homes: Homes, grants: Grants, time: Timeline, lent: list[Lent], indices: Indices
) -> Funding:
    """Draw what grants do not cover of homes, fees, the opening reserve and working capital.

    Money raised and not yet spent is kept for its uses until the last of them; what is then left over is free, and
    counted as working capital.
    """
    loans = model.section("Loans")
    facilities = [
        facility(model, loans.under(loan.name), loan, time.signing, amount)
        for loan, amount in zip(terms.finance, lent, strict=True)
    ]
    section = model.section("Funding")
    bought = section.line("Homes and works", homes.spent, POUNDS)
    fees = section.line("Fees of lenders", sum_of(_fees(facilities)), POUNDS)
    filled = flag(equals(model.month, terms.reserves.debt_service_filled))
    reserve = section.line("Debt-service reserve", terms.reserves.debt_service * filled, POUNDS)
    working = section.line("Working capital", terms.reserves.working_capital * time.signing, POUNDS)
    uses = section.line("Uses", bought + fees + reserve + working, POUNDS)

    unspent = section.balance("Raised and not yet spent", POUNDS)
    closing = sum_of(each.undrawn.opening * each.closing for each in facilities)
    must = section.line("Drawn because a loan is closing", closing, POUNDS)
    short = uses - grants.received - unspent.opening - must
    needed = section.line("To be drawn from loans that stay open", maximum(0, short), POUNDS)
    staying = sum_of(each.undrawn.opening * (each.available - each.closing) for each in facilities)
    still_open = section.line("Undrawn of loans that stay open", staying, POUNDS, stock=True)
    schedules = [schedule(model, each, needed, still_open, _index(each.terms, indices)) for each in facilities]
    drawn = section.line("Loans drawn", sum_of(each.drawn for each in schedules), POUNDS)
    left = unspent.close(grants.received, drawn, -uses)
    to_come = section.line("Anything still to draw or to use", _to_come(model, terms, homes, schedules), FLAG)
    kept = section.line("Kept for uses to come", maximum(0, left) * to_come, POUNDS, stock=True)
    return Funding(grants.received, drawn, bought, fees, reserve, working, uses, left, kept, schedules)


def _index(loan: Terms, indices: Indices) -> Line | None:
    """What the capital of a loan moves with; nothing where it does not move."""
    linked = loan.stated("pricing").linked_to
    if linked == "none":
        return None
    return indices.house_prices if linked == "house prices" else indices.prices[linked]


def _to_come(model: Model, terms: Terms, homes: Homes, schedules: list[Schedule]) -> Expression:
    """1 until the last loan is drawn, the last home has arrived and the reserve is filled."""
    drawing = flag(sum_of(each.undrawn for each in schedules) > 0)
    arriving = flag(sum_of(lot.number - lot.arrived for lot in homes.lots) > 0)
    filling = flag(model.month < terms.reserves.debt_service_filled) * flag(terms.reserves.debt_service > 0)
    return flag(drawing + arriving + filling > 0)


def _fees(facilities: list[Facility]) -> list[Line]:
    return [fee for each in facilities for fee in (each.arrangement_fee, each.commitment_fee)]
