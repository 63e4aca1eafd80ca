"""Homes handed over and bought: when they arrive, what they cost, when they can be let, what they are worth."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import maximum, minimum, ratio, share, whole_below
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import HOMES, POUNDS, SHARE, Unit
from modeller.partnership.contract import Contract
from modeller.partnership.disposals import Disposal, disposal
from modeller.partnership.indices import Indices
from modeller.partnership.inputs import Terms, sum_of


@dataclass(frozen=True)
class Spending:
    """What homes cost as they arrive, by month [£]; VAT and stamp duty where any is stated."""

    price: Line
    works: Line
    optimism: Line
    on_costs: Line
    vat: Line | None
    stamp_duty: Line | None

    @property
    def spent(self) -> Expression:
        """All of it."""
        taxes = [tax for tax in (self.vat, self.stamp_duty) if tax is not None]
        return sum_of([self.price, self.works, self.optimism, self.on_costs, *taxes])


@dataclass(frozen=True)
class Lot(Spending):
    """One lot of homes by month: homes [homes], money [£]."""

    name: str
    terms: Terms
    handed_over: bool
    number: Expression
    arriving: Line
    arrived_before: Line
    arrived: Line
    returning: Line | None
    disposal: Disposal | None
    held_before: Line
    held: Line
    finished: Line
    ready: Line
    donated: Line | None

    @property
    def sold(self) -> Line | None:
        """Homes sold when the contract ends [homes]."""
        return self.disposal.sold if self.disposal else None

    @property
    def sold_for(self) -> Line | None:
        """What they bring, less the cost of selling and overage [£]."""
        return self.disposal.brought if self.disposal else None


@dataclass(frozen=True)
class Homes(Spending):
    """All lots together; overage and homes bought back only where a lot is sold on such terms."""

    lots: list[Lot]
    arriving: Line
    held_before: Line
    held: Line
    ready: Line
    sold_for: Line
    overage: Line | None
    bought_back: Line | None
    paid_for_them: Line | None
    vacant: Line
    value: Line
    owned: Line


def homes(model: Model, terms: Terms, contract: Contract, indices: Indices) -> Homes:
    """Every lot, and their totals. A home that arrives in a month is held from the next, and let after its works."""
    section = model.section("Homes")
    lots = [_lot(model, section.under(each.name), each, terms, contract, indices) for each in terms.homes]
    whole = section.under("All homes")
    vacant = sum_of(lot.held * lot.terms.value for lot in lots) * indices.house_prices
    worth = whole.line("Value with vacant possession", vacant, POUNDS, stock=True)
    held = whole.line("Homes held", sum_of(lot.held for lot in lots), HOMES, stock=True)
    owned = [lot.held for lot in lots if not lot.terms.stated("leased")]
    sales = [lot.disposal for lot in lots if lot.disposal is not None]
    overage = _if_any(whole, "Overage to the council", [each.overage for each in sales], POUNDS)
    return Homes(
        lots=lots,
        arriving=whole.line("Homes arriving", sum_of(lot.arriving for lot in lots), HOMES),
        held_before=whole.line("Homes held at the start of the month", sum_of(lot.held_before for lot in lots), HOMES),
        held=held,
        owned=held if len(owned) == len(lots) else whole.line("Homes owned", sum_of(owned), HOMES, stock=True),
        ready=whole.line("Homes ready to let", sum_of(lot.ready for lot in lots), HOMES, stock=True),
        price=whole.line("Homes bought", sum_of(lot.price for lot in lots), POUNDS),
        works=whole.line("Works before letting", sum_of(lot.works for lot in lots), POUNDS),
        optimism=whole.line("Optimism allowance on works", sum_of(lot.optimism for lot in lots), POUNDS),
        on_costs=whole.line("Legal, survey and other costs of buying", sum_of(lot.on_costs for lot in lots), POUNDS),
        vat=_of_any(whole, "VAT on works", [lot.vat for lot in lots]),
        stamp_duty=_of_any(whole, "Stamp duty", [lot.stamp_duty for lot in lots]),
        sold_for=whole.line(
            "Homes sold, less the cost of selling" if overage is None else "Homes sold, less overage",
            sum_of(each.brought for each in sales),
            POUNDS,
        ),
        overage=overage,
        bought_back=_if_any(whole, "Homes that the council buys back", [each.bought_back for each in sales], HOMES),
        paid_for_them=_if_any(whole, "Paid by the council for them", [each.paid_for_them for each in sales], POUNDS),
        vacant=worth,
        value=whole.line("Value on the lenders' basis", worth * terms.valuation.share, POUNDS, stock=True),
    )


def _if_any(section: Section, label: str, lines: list[Line | None], unit: Unit) -> Line | None:
    """The sum of what some lots have, nothing where none has it."""
    found = [line for line in lines if line is not None]
    return section.line(label, sum_of(found), unit) if found else None


def _lot(model: Model, section: Section, lot: Terms, terms: Terms, contract: Contract, indices: Indices) -> Lot:
    handed_over = _is_handed_over(lot)
    number = lot.transferred if handed_over else lot.leased if lot.stated("leased") else lot.bought
    arriving, before, arrived = _arrivals(model, section, lot, number)
    held = section.balance("Homes held", HOMES)
    returning = sale = None
    if handed_over:
        gone = terms.contract.reversion * contract.gone
        returning = section.line("Homes going back to the council", (held.opening + arriving) * gone, HOMES)
    elif lot.stated("sold_on_ending"):
        sale = disposal(model, section, lot, terms, held, arrived, contract, indices)
    leaving = [-gone for gone in (returning, sale.sold if sale else None) if gone is not None]
    owned = held.close(arriving, *leaving)
    finished, ready = _ready(model, section, lot, arrived, held.opening, may_leave=bool(leaving))
    works = section.line("Works", arriving * lot.works * indices.prices["building maintenance"], POUNDS)
    donated = None
    if handed_over:
        donated = section.line("Value handed over", arriving * lot.value_on_arrival * indices.house_prices, POUNDS)
    price = section.line("Price paid", arriving * lot.price * indices.house_prices, POUNDS)
    optimism = section.line("Optimism allowance", works * lot.optimism, POUNDS)
    return Lot(
        name=lot.name,
        terms=lot,
        handed_over=handed_over,
        number=number,
        arriving=arriving,
        arrived_before=before,
        arrived=arrived,
        returning=returning,
        disposal=sale,
        held_before=held.opening,
        held=owned,
        finished=finished,
        ready=ready,
        price=price,
        works=works,
        optimism=optimism,
        on_costs=section.line("On-costs", arriving * lot.on_costs * indices.prices["consumer prices"], POUNDS),
        vat=_vat(section, lot, works + optimism) if lot.stated("vat_on_works") else None,
        stamp_duty=section.line("Stamp duty", price * lot.stamp_duty, POUNDS) if lot.stated("stamp_duty") else None,
        donated=donated,
    )


def _vat(section: Section, lot: Terms, works: Expression) -> Line:
    """VAT on works stated without it: rents of homes are exempt, so it is not recovered and is a cost of the home."""
    rate: Expression = lot.vat_on_works
    if lot.stated("part_empty_two_years"):
        part = lot.part_empty_two_years
        rate = rate * share(part) + lot.vat_when_empty * part
    return section.line("VAT on works", works * rate, POUNDS)


def _of_any(section: Section, label: str, lines: list[Line | None]) -> Line | None:
    """The sum of a line that only some lots have; nothing where none has."""
    found = [line for line in lines if line is not None]
    return section.line(label, sum_of(found), POUNDS) if found else None


def _is_handed_over(lot: Terms) -> bool:
    """Whether a lot is handed over or bought is the structure of the partnership, not a figure that varies."""
    return bool(lot.stated("transferred"))


def _arrivals(model: Model, section: Section, lot: Terms, number: Expression) -> tuple[Line, Line, Line]:
    """Whole homes, spread evenly over the months of arrival."""
    elapsed = maximum(0, model.month - lot.arrive + 1)
    done = section.line("Part of the lot due by now", minimum(1, ratio(elapsed, lot.over)), SHARE, stock=True)
    arrived = section.balance("Homes arrived", HOMES)
    arriving = section.line("Homes arriving", maximum(0, whole_below(number * done) - arrived.opening), HOMES)
    return arriving, arrived.opening, arrived.close(arriving)


def _ready(
    model: Model, section: Section, lot: Terms, arrived: Line, held_before: Line, *, may_leave: bool
) -> tuple[Line, Line]:
    """Homes whose works were over by the start of the month, and those of them that have not left."""
    formula = model.back(arrived, lot.ready_after + 1)
    if not may_leave:
        ready = section.line("Homes ready to let", formula, HOMES, stock=True)
        return ready, ready
    finished = section.line("Homes with works over", formula, HOMES, stock=True)
    return finished, section.line("Homes ready to let", minimum(finished, held_before), HOMES, stock=True)
