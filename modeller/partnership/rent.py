"""Rent: what homes are let at, what is lost to voids and bad debts, and what the council makes good."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR
from modeller.lines.functions import maximum
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import POUNDS, POUNDS_A_HOME, POUNDS_A_HOME_A_WEEK
from modeller.partnership.contract import Contract, income_kept
from modeller.partnership.homes import Homes, Lot
from modeller.partnership.indices import Indices
from modeller.partnership.inputs import Terms, sum_of


@dataclass(frozen=True)
class Rent:
    """Rent by month [£]."""

    gross: Line
    voids: Line
    bad_debts: Line
    guarantee: Line
    net: Line
    lots: list[RentOfLot]


@dataclass(frozen=True)
class RentOfLot:
    """One lot: the rent of a home in a month under the contract [£ a home], and all rent charged in the month [£]."""

    lot: Lot
    of_a_home: Line
    charged: Line


def rent(model: Model, terms: Terms, homes: Homes, contract: Contract, indices: Indices) -> Rent:
    """Rent of every lot, less voids and bad debts, with the council's guarantee under the contract."""
    section = model.section("Rent")
    lots = [_rent_of(section.under(lot.name), lot, terms, contract, indices) for lot in homes.lots]
    whole = section.under("All homes")
    gross = whole.line("Rent of homes ready to let", sum_of(each.charged for each in lots), POUNDS)
    voids = whole.line("Lost to voids", gross * terms.voids, POUNDS)
    bad_debts = whole.line("Bad debts", (gross - voids) * terms.bad_debts, POUNDS)
    promised = voids * terms.nominated * terms.void_guarantee * contract.price
    guarantee = whole.line("Void guarantee from the council", promised, POUNDS)
    net = whole.line("Rent and void guarantee received", gross - voids - bad_debts + guarantee, POUNDS)
    return Rent(gross, voids, bad_debts, guarantee, net, lots)


def _rent_of(section: Section, lot: Lot, terms: Terms, contract: Contract, indices: Indices) -> RentOfLot:
    policy = section.line("Rent a week as policy allows", lot.terms.rent * indices.rent, POUNDS_A_HOME_A_WEEK)
    allowance = section.line(
        "Local Housing Allowance a week", lot.terms.allowance * indices.allowance, POUNDS_A_HOME_A_WEEK
    )
    over = maximum(0, policy - allowance) * terms.capped_by_allowance
    weekly = section.line("Rent a week", policy - over, POUNDS_A_HOME_A_WEEK)
    month = section.line("Rent of a home in the month", weekly * terms.weeks / MONTHS_A_YEAR, POUNDS_A_HOME)
    charged = section.line("Rent", lot.ready * month * income_kept(lot.terms, contract), POUNDS)
    return RentOfLot(lot, month, charged)
