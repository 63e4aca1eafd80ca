"""Figures that are sound alone but not together. Each check yields what is wrong, and which settings are to blame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeller.errors import Unfit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from modeller.scenario.terms import Scenario
    from modeller.scenario.terms.accounting import Component
    from modeller.scenario.terms.contract import Economy
    from modeller.scenario.terms.housing import HomesLot, Rent
    from modeller.scenario.terms.running import Cost

BILLIONTH = 1e-9


def homes_come_one_way(lot: HomesLot) -> Iterator[Unfit]:
    """Homes are handed over, bought or leased; a lot of two kinds could not have one price."""
    ways = [name for name in ("transferred", "bought", "leased") if getattr(lot, name)]
    if len(ways) > 1:
        said = "handed over or bought" if "leased" not in ways else "handed over, bought or leased"
        remedy = "make two lots of it, each with its own terms"
        yield Unfit(f"a lot is {said}, not {'both' if len(ways) == 2 else 'all'}", remedy, ways[-1])  # noqa: PLR2004
    if not {"transferred", "bought", "leased"} & lot.model_fields_set:
        remedy = "add “transferred: 11”, “bought: 18” or “leased: 20”"
        yield Unfit("the lot does not say how many homes there are", remedy, "name")


def terms_fit_the_lot(lot: HomesLot) -> Iterator[Unfit]:
    """What only concerns homes handed over would be idle, without a word, on homes that are bought or leased."""
    came = "leased" if lot.leased else "bought"
    for name in ("value_on_arrival", "clawback_over"):
        if getattr(lot, came) and getattr(lot, name):
            yield Unfit(f"“{name}” is only for homes handed over", f"take it out: these homes are {came}", f"{name}:")
    for name in ("price", "value", "sold_on_ending"):
        if lot.leased and getattr(lot, name):
            yield Unfit(f"“{name}” is not for homes leased", "take it out: these are not the enterprise's", f"{name}:")
    if lot.transferred and lot.sold_on_ending:
        yield Unfit("homes handed over are not sold when the contract ends", "take it out", "sold_on_ending:")


def taxes_have_something_to_tax(lot: HomesLot) -> Iterator[Unfit]:
    """A tax on nothing is a slip: what it was meant for is missing."""
    for tax, base in (("vat_on_works", "works"), ("part_empty_two_years", "vat_on_works"), ("stamp_duty", "price")):
        if getattr(lot, tax) and not getattr(lot, base):
            yield Unfit(f"“{tax}” has nothing to work on: these homes have no “{base}”", f"add “{base}”", f"{tax}:")


def cost_has_an_amount(cost: Cost) -> Iterator[Unfit]:
    """Want a cost by the home, for the whole scheme, or both."""
    if not {"per_home", "fixed"} & cost.model_fields_set:
        yield Unfit("the cost has no amount", "add “per_home: £950 a year” or “fixed: £30,000 a year”", "name")


def components_are_parts(components: list[Component]) -> Iterator[Unfit]:
    """Refuse parts of a home that cost more than the home."""
    whole = sum(component.share for component in components)
    if whole > 1 + BILLIONTH:
        what = f"the components make up {_percent(whole)} of a home, more than all of it"
        yield Unfit(what, "lower their shares to 100% or less; what is left is land", "components")


def prices_reach_back(economy: Economy, start: date | None) -> Iterator[Unfit]:
    """Prices are in money of the start, so every path of prices is known from its year."""
    paths = {name: getattr(economy, name) for name in type(economy).model_fields}
    return _late(paths, start.year) if start else iter(())


def rents_reach_back(rent: Rent, start: date | None) -> Iterator[Unfit]:
    """Rents rise first in the first April after the start."""
    paths = {"margin": rent.margin, "ceiling": rent.ceiling, "allowance_rise": rent.allowance_rise}
    april = 4
    return _late(paths, start.year + (start.month >= april)) if start else iter(())


def homes_arrive_in_time(scenario: Scenario) -> Iterator[Unfit]:
    """Homes that arrive after the last month worked would be missing without a word."""
    for number, lot in enumerate(scenario.homes):
        last = lot.arrive + lot.over - 1
        if last > scenario.horizon:
            what = (
                f"the last of these homes arrive in month {last:g}, after the last month worked, {scenario.horizon:g}"
            )
            yield Unfit(
                what, "bring them forward, or lengthen the horizon", f"homes.{number}.arrive", f"homes.{number}.over"
            )


def allowances_are_stated(scenario: Scenario) -> Iterator[Unfit]:
    """A cap that is not stated would be a cap of nothing, and make the rent nil."""
    for lot in scenario.homes:
        if scenario.rent.capped_by_allowance and not lot.allowance:
            what = f"rents are limited to an allowance that {lot.name} does not state"
            yield Unfit(what, "add “allowance: £140 a week” to these homes", "rent.capped_by_allowance")


def an_uplift_raises_something(scenario: Scenario) -> Iterator[Unfit]:
    """A rise in pay where no cost is pay, or after the last month worked, would change nothing without a word."""
    pay = scenario.fair_pay
    if pay.uplift and not any(cost.staff for cost in scenario.costs):
        what = "the uplift raises nothing: no cost says what share of it is pay"
        yield Unfit(what, "add “staff: 100%” to costs that are pay", "fair_pay.uplift")
    if pay.begins > scenario.horizon:
        what = f"the uplift begins in month {pay.begins:g}, after the last month worked, {scenario.horizon:g}"
        yield Unfit(what, "bring it forward, or lengthen the horizon", "fair_pay.begins")


def leases_have_a_rate(scenario: Scenario) -> Iterator[Unfit]:
    """Rents to come are not valued without a rate, and a rate without a lease values nothing."""
    leased = [number for number, cost in enumerate(scenario.costs) if cost.lease]
    if leased and "lease_rate" not in scenario.accounts.model_fields_set:
        remedy = "add “lease_rate: 6% a year” to “accounts”"
        yield Unfit("the lease has no rate to be valued at", remedy, f"costs.{leased[0]}.lease:")
    if not leased and scenario.accounts.lease_rate:
        remedy = "add “lease: 10 years” to the cost that is its rent, or take the rate out"
        yield Unfit("no cost is the rent of a lease", remedy, "accounts.lease_rate:")


def reserve_is_filled_in_time(scenario: Scenario) -> Iterator[Unfit]:
    """A reserve filled after the last month worked would be missing without a word."""
    filled = scenario.reserves.debt_service_filled
    if filled > scenario.horizon:
        what = f"the reserve is filled in month {filled:g}, after the last month worked, {scenario.horizon:g}"
        yield Unfit(what, "fill it sooner, or lengthen the horizon", "reserves.debt_service_filled")


def _late(paths: Mapping[str, Mapping[int, float]], needed: int) -> Iterator[Unfit]:
    for name, path in paths.items():
        first = min(path)
        if first > needed:
            yield Unfit(
                f"the path begins in {first}, but {needed} is needed",
                f"begin it in {needed} or before",
                f"{name}.{first}:",
            )


def _percent(share: float) -> str:
    return f"{share * 100:.6g}%"
