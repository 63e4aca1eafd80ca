"""Homes handed over and bought: when they arrive, what they cost, when they can be let, what they are worth."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import flag, maximum, minimum, ratio, share, whole_below
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import HOMES, POUNDS, SHARE
from modeller.partnership.indices import Indices
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class Lot:
    """One lot of homes by month: homes [homes], money [£]."""

    name: str
    terms: Terms
    handed_over: bool
    number: Expression
    arriving: Line
    arrived_before: Line
    arrived: Line
    returning: Line | None
    held_before: Line
    held: Line
    ready: Line
    price: Line
    works: Line
    optimism: Line
    on_costs: Line
    donated: Line | None


@dataclass(frozen=True)
class Homes:
    """All lots together."""

    lots: list[Lot]
    arriving: Line
    held_before: Line
    held: Line
    ready: Line
    price: Line
    works: Line
    optimism: Line
    on_costs: Line
    value: Line


def homes(model: Model, terms: Terms, indices: Indices) -> Homes:
    """Every lot, and their totals. A home that arrives in a month is held from the next, and let after its works."""
    section = model.section("Homes")
    lots = [_lot(model, section.under(each.name), each, terms, indices) for each in terms.homes]
    whole = section.under("All homes")
    vacant = sum_of(lot.held * lot.terms.value for lot in lots) * indices.house_prices
    worth = whole.line("Value with vacant possession", vacant, POUNDS, stock=True)
    return Homes(
        lots=lots,
        arriving=whole.line("Homes arriving", sum_of(lot.arriving for lot in lots), HOMES),
        held_before=whole.line("Homes held at the start of the month", sum_of(lot.held_before for lot in lots), HOMES),
        held=whole.line("Homes held", sum_of(lot.held for lot in lots), HOMES, stock=True),
        ready=whole.line("Homes ready to let", sum_of(lot.ready for lot in lots), HOMES, stock=True),
        price=whole.line("Homes bought", sum_of(lot.price for lot in lots), POUNDS),
        works=whole.line("Works before letting", sum_of(lot.works for lot in lots), POUNDS),
        optimism=whole.line("Optimism allowance on works", sum_of(lot.optimism for lot in lots), POUNDS),
        on_costs=whole.line("Legal, survey and other costs of buying", sum_of(lot.on_costs for lot in lots), POUNDS),
        value=whole.line("Value on the lenders' basis", worth * terms.valuation.share, POUNDS, stock=True),
    )


def _lot(model: Model, section: Section, lot: Terms, terms: Terms, indices: Indices) -> Lot:
    handed_over = _is_handed_over(lot)
    number = lot.transferred if handed_over else lot.bought
    arriving, before, arrived = _arrivals(model, section, lot, number)
    held = section.balance("Homes held", HOMES)
    returning = None
    if handed_over:
        gone = terms.contract.reversion * flag(model.month >= terms.contract.committed)
        returning = section.line("Homes going back to the council", (held.opening + arriving) * gone, HOMES)
    owned = held.close(arriving, *([-returning] if returning is not None else []))
    works = section.line("Works", arriving * lot.works * indices.prices["building maintenance"], POUNDS)
    donated = None
    if handed_over:
        donated = section.line("Value handed over", arriving * lot.value_on_arrival * indices.house_prices, POUNDS)
    return Lot(
        name=lot.name,
        terms=lot,
        handed_over=handed_over,
        number=number,
        arriving=arriving,
        arrived_before=before,
        arrived=arrived,
        returning=returning,
        held_before=held.opening,
        held=owned,
        ready=_ready(model, section, lot, arrived, returning, held.opening),
        price=section.line("Price paid", arriving * lot.price * indices.house_prices, POUNDS),
        works=works,
        optimism=section.line("Optimism allowance", works * lot.optimism, POUNDS),
        on_costs=section.line("On-costs", arriving * lot.on_costs * indices.prices["consumer prices"], POUNDS),
        donated=donated,
    )


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
    model: Model, section: Section, lot: Terms, arrived: Line, returning: Line | None, held_before: Line
) -> Line:
    """Homes whose works were over by the start of the month, less any that have gone back."""
    finished = model.back(arrived, lot.ready_after + 1)
    formula = minimum(finished, held_before) if returning is not None else finished
    return section.line("Homes ready to let", formula, HOMES, stock=True)


def still_depends(depends: Expression, time: Timeline) -> Expression:
    """What is left, in a month, of something of which a share depends on the contract [share]."""
    return share(depends * share(time.in_force))
