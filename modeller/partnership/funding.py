"""Sources and uses: what the money is raised for, and how much has to be drawn each month."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.functions import equals, flag, maximum
from modeller.lines.model import Model
from modeller.lines.references import Line
from modeller.lines.units import FLAG, POUNDS
from modeller.partnership.grants import Grants
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.loans import Facility, Schedule, facility, schedule
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


def funding(model: Model, terms: Terms, homes: Homes, grants: Grants, time: Timeline) -> Funding:
    """Draw what grants do not cover of homes, fees, the opening reserve and working capital.

    Money raised and not yet spent is kept for its uses until the last loan is drawn; what is then left over is free,
    and counted as working capital.
    """
    loans = model.section("Loans")
    facilities = [facility(loans.under(loan.name), loan, time.signing) for loan in terms.finance]
    section = model.section("Funding")
    bought = section.line("Homes and works", homes.price + homes.works + homes.optimism + homes.on_costs, POUNDS)
    fees = section.line("Fees of lenders", sum_of(_fees(facilities)), POUNDS)
    filled = flag(equals(model.month, terms.reserves.debt_service_filled))
    reserve = section.line("Debt-service reserve", terms.reserves.debt_service * filled, POUNDS)
    working = section.line("Working capital", terms.reserves.working_capital * time.signing, POUNDS)
    uses = section.line("Uses", bought + fees + reserve + working, POUNDS)

    unspent = section.balance("Raised and not yet spent", POUNDS)
    needed = section.line("To be drawn", maximum(0, uses - grants.received - unspent.opening), POUNDS)
    undrawn = section.line(
        "Undrawn, all loans", sum_of(each.undrawn.opening for each in facilities), POUNDS, stock=True
    )
    schedules = [schedule(model, each, needed, undrawn) for each in facilities]
    drawn = section.line("Loans drawn", sum_of(each.drawn for each in schedules), POUNDS)
    left = unspent.close(grants.received, drawn, -uses)
    still = sum_of(each.undrawn for each in schedules)
    drawing = section.line("Loans still to be drawn", flag(still > 0), FLAG)
    kept = section.line("Kept for uses to come", maximum(0, left) * drawing, POUNDS, stock=True)
    return Funding(grants.received, drawn, bought, fees, reserve, working, uses, left, kept, schedules)


def _fees(facilities: list[Facility]) -> list[Line]:
    return [fee for each in facilities for fee in (each.arrangement_fee, each.commitment_fee)]
