"""Homes sold when the contract ends: how many, what they bring, and what of it is the council's."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR
from modeller.lines.functions import flag, maximum, minimum, share, whole_below
from modeller.lines.model import Balance, Model, Section
from modeller.lines.references import Line
from modeller.lines.units import HOMES, POUNDS, POUNDS_A_HOME
from modeller.partnership.contract import Contract
from modeller.partnership.indices import Indices
from modeller.partnership.inputs import Terms


@dataclass(frozen=True)
class Disposal:
    """Homes of a lot sold by month [homes], what they bring the enterprise [£], and the council's overage [£].

    `brought` is after overage; `bought_back` are those of the homes sold that the council buys, and `paid_for_them`
    what it pays [£].
    """

    sold: Line
    brought: Line
    overage: Line | None
    bought_back: Line | None
    paid_for_them: Line | None


def disposal(
    model: Model,
    section: Section,
    lot: Terms,
    terms: Terms,
    held: Balance,
    arrived: Line,
    contract: Contract,
    indices: Indices,
) -> Disposal:
    """Whole homes, as tenancies end once the contract is over for good, at their value less the cost of selling."""
    ended = minimum(1, terms.rent.turnover * contract.over / MONTHS_A_YEAR)
    so_far = section.balance("Homes sold", HOMES)
    due = maximum(0, whole_below(arrived * ended) - so_far.opening)
    sold = section.line("Homes sold in the month", minimum(held.opening, due), HOMES)
    to_date = so_far.close(sold)
    price = sold * lot.value * indices.house_prices * share(terms.exit.sale_costs)
    brought = section.line("Homes sold, less the cost of selling", price, POUNDS)
    overage = bought_back = paid_for_them = None
    if lot.stated("overage"):
        overage = _overage(section, lot, sold, brought, indices)
        brought = section.line("Homes sold, less overage", brought - overage, POUNDS)
    if lot.stated("pre_emption"):
        bought_back = _bought_back(model, section, lot, to_date)
        paid_for_them = section.line(
            "Paid by the council for them", bought_back * lot.value * indices.house_prices, POUNDS
        )
    return Disposal(sold, brought, overage, bought_back, paid_for_them)


def _overage(section: Section, lot: Terms, sold: Line, brought: Line, indices: Indices) -> Line:
    """A part of what the price has risen above its base: never more than the sale brings after its cost."""
    excess = maximum(0, lot.value * indices.house_prices - lot.overage_base * indices.prices["consumer prices"])
    a_home = section.line("Overage on a home", excess * lot.overage, POUNDS_A_HOME, stock=True)
    return section.line("Overage to the council", minimum(brought, sold * a_home), POUNDS)


def _bought_back(model: Model, section: Section, lot: Terms, sold: Line) -> Line:
    """Whole homes: a part of those sold so far, until the right to buy them back has lapsed."""
    to_date = section.balance("Homes bought back", HOMES)
    may = maximum(0, whole_below(sold * lot.pre_emption) - to_date.opening)
    bought = section.line("Homes that the council buys back", may * flag(model.month <= lot.pre_emption_within), HOMES)
    to_date.close(bought)
    return bought
