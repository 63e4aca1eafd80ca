"""Homes sold to repay a loan that is called: how many, how soon, and what is lost when all of them are not enough."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Constant, Expression
from modeller.lines.functions import flag, maximum, minimum, ratio, share, where, whole_above
from modeller.lines.model import Section
from modeller.lines.references import Measure
from modeller.lines.units import FLAG, HOMES, POUNDS, POUNDS_A_HOME
from modeller.partnership.constants import A_HOME


@dataclass(frozen=True)
class Claim:
    """When a loan is called [£]: the loan beyond its recourse, what ranks above it, the loan with what comes first."""

    short: Measure
    above: Measure
    need: Measure
    reserves: Measure


@dataclass(frozen=True)
class Support:
    """What one refinance test allows in all, and on these homes [£]; what of it each home carries [£ a home]."""

    name: str
    in_all: Measure
    most: Measure
    of_a_home: Measure


@dataclass(frozen=True)
class Stock:
    """Homes when a loan is called [homes], those that tenancies free while the lender waits, and what one brings."""

    homes: Measure
    freed: Measure
    empty: Measure
    let: Measure


@dataclass(frozen=True)
class Sales:
    """Homes sold as tenancies end, whether that is in time; homes sold by the lender; the loss if all are [£]."""

    to_sell: Measure
    in_time: Measure
    by_lender: Measure
    lost: Measure


def homes_sold_off(section: Section, claim: Claim, stock: Stock, supports: tuple[Support, Support]) -> Sales:
    """First homes that come empty; where those are too few, they and homes sold with their tenants in them.

    Each brings its price and costs the refinance tests what it carried, so that the number has a closed form.
    """
    to_sell = _number(
        section, "Empty homes to sell", claim, claim.need, stock.empty, stock, supports, Constant(0, HOMES)
    )
    in_time = section.measure("Homes are sold in time", flag(to_sell <= stock.freed), FLAG)
    left = section.measure("Needed beyond the empty homes", claim.need - stock.freed * stock.empty, POUNDS)
    more = _number(section, "Homes to sell with tenants", claim, left, stock.let, stock, supports, stock.freed)
    by_lender = section.measure("Homes sold if the lender sells", minimum(stock.homes, stock.freed + more), HOMES)
    raised = stock.freed * stock.empty + (stock.homes - stock.freed) * stock.let
    all_sold = section.measure("All homes bring", raised, POUNDS)
    claims = section.measure(
        "To be raised if all homes are sold", maximum(0, claim.above + claim.need - claim.reserves), POUNDS
    )
    lost = maximum(0, minimum(claim.short, claims - all_sold))
    return Sales(to_sell, in_time, by_lender, section.measure("Lost if all homes are sold", lost, POUNDS))


def _number(
    section: Section,
    name: str,
    claim: Claim,
    need: Measure,
    price: Measure,
    stock: Stock,
    supports: tuple[Support, Support],
    sold: Expression,
) -> Measure:
    """How many homes at a price, with what the rest lets be refinanced, meet a need; more than all where none help.

    Where a home costs a test more than it brings, and the test then fails, homes are sold to the whole of the debt
    instead: that of those above too, for their security is not to be sold for a loan below them. `sold` are gone.
    """
    whole = section.measure(f"{name}, for all debt", ratio(need + claim.above, price), HOMES)
    missing = [need + claim.above - (support.most - sold * support.of_a_home) for support in supports]
    tests = []
    for support, short in zip(supports, missing, strict=True):
        number = where(price > support.of_a_home, ratio(short, price - support.of_a_home), 0)
        tests.append(section.measure(f"{name}, by the test of {support.name}", number, HOMES))
    fewest = section.measure(f"{name}, by both tests", whole_above(maximum(0, maximum(*tests))), HOMES)
    failing = []
    for support, short in zip(supports, missing, strict=True):
        left = where(price > support.of_a_home, 0, short - fewest * (price - support.of_a_home))
        failing.append(section.measure(f"{name}: then missing by the test of {support.name}", left, POUNDS))
    least = where(maximum(*failing) > 0, whole, minimum(whole, fewest))
    needed = where(price > 0, maximum(0, least), stock.homes + A_HOME)
    return section.measure(name, whole_above(needed) * flag(claim.short > 0), HOMES)


def worth_of_homes(
    section: Section, vacant: Measure, on_basis: Measure, homes: Measure, sale_costs: Expression, fall: Expression
) -> tuple[Measure, Measure]:
    """What a home brings empty, and with its tenant in it and values stressed, less the cost of selling."""
    empty = ratio(vacant, homes) * share(sale_costs)
    let = ratio(on_basis, homes) * share(fall) * share(sale_costs)
    return (
        section.measure("An empty home brings", empty, POUNDS_A_HOME),
        section.measure("A home with its tenant brings, values stressed", let, POUNDS_A_HOME),
    )
