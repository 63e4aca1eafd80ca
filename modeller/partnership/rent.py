"""Rent: what homes are let at, what is lost to voids and bad debts, and what the council makes good."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR
from modeller.lines.functions import maximum
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import POUNDS, POUNDS_A_HOME_A_WEEK
from modeller.partnership.homes import Homes, Lot, still_depends
from modeller.partnership.indices import Indices
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class Rent:
    """Rent by month [£]."""

    gross: Line
    voids: Line
    bad_debts: Line
    guarantee: Line
    net: Line


def rent(model: Model, terms: Terms, homes: Homes, time: Timeline, indices: Indices) -> Rent:
    """Rent of every lot, less voids and bad debts, with the council's guarantee while the contract is in force."""
    section = model.section("Rent")
    lots = [_rent_of(section.under(lot.name), lot, terms, time, indices) for lot in homes.lots]
    whole = section.under("All homes")
    gross = whole.line("Rent of homes ready to let", sum_of(lots), POUNDS)
    voids = whole.line("Lost to voids", gross * terms.voids, POUNDS)
    bad_debts = whole.line("Bad debts", (gross - voids) * terms.bad_debts, POUNDS)
    promised = voids * terms.nominated * terms.void_guarantee * time.in_force
    guarantee = whole.line("Void guarantee from the council", promised, POUNDS)
    net = whole.line("Rent and void guarantee received", gross - voids - bad_debts + guarantee, POUNDS)
    return Rent(gross, voids, bad_debts, guarantee, net)


def _rent_of(section: Section, lot: Lot, terms: Terms, time: Timeline, indices: Indices) -> Line:
    policy = section.line("Rent a week as policy allows", lot.terms.rent * indices.rent, POUNDS_A_HOME_A_WEEK)
    allowance = section.line(
        "Local Housing Allowance a week", lot.terms.allowance * indices.allowance, POUNDS_A_HOME_A_WEEK
    )
    over = maximum(0, policy - allowance) * terms.capped_by_allowance
    weekly = section.line("Rent a week", policy - over, POUNDS_A_HOME_A_WEEK)
    let = lot.ready * weekly * terms.weeks / MONTHS_A_YEAR
    return section.line("Rent", let * still_depends(lot.terms.depends_on_contract, time), POUNDS)
