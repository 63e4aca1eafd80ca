"""What lenders' own rules allow: how much the planned cash can carry, within the contract and beyond it.

Planned cash is of all the homes planned, with rents, costs and repairs as stated, before tenders, sales, finance and
reserves: it has rows of its own, so that interest cannot feed back into what is lent. It is told apart into what lasts
whatever becomes of the contract, and what depends on it, which counts only to the committed end less the lender's tail.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import flag, minimum, share, where
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import HOMES, POUNDS, TIMES
from modeller.partnership.capacities import Capacity, capacity, is_sized
from modeller.partnership.contract import Contract, lasting
from modeller.partnership.costs import Costs, OtherIncome, Stream
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.pricing import Price
from modeller.partnership.renewals import Renewed
from modeller.partnership.rent import Rent, RentOfLot
from modeller.partnership.repayment import Lent, months_between, payment_months, repayment_as_agreed


@dataclass(frozen=True)
class Planned:
    """What a loan is planned to ask and to be owed by month [£], as if it were all drawn at signing."""

    service: Line
    owed: Line


@dataclass(frozen=True)
class Lending:
    """Planned cash by month [£], each loan's capacity where its lender sizes it, and what is lent [£]."""

    under_contract: Line
    lasts: Line
    homes: Line
    capacities: list[Capacity | None]
    lent: list[Lent]
    planned: list[Planned]
    gap: Line


def lending(
    model: Model,
    terms: Terms,
    prices: list[Price],
    contract: Contract,
    homes: Homes,
    rent: Rent,
    income: OtherIncome,
    costs: Costs,
) -> Lending:
    """Size every loan that has a target cover, in rank: each sees what those above it leave."""
    section = model.section("Lending")
    planned = section.under("Planned cash")
    held, staying = _homes(planned, terms, homes)
    whole = _cash(planned, "under the contract", held, terms, rent, income, costs, lasts=False)
    lasts = _cash(planned, "that lasts", staying, terms, rent, income, costs, lasts=True)

    capacities: list[Capacity | None] = []
    lent: list[Lent] = []
    above: list[Planned] = []
    loans = terms.finance
    for place, (loan, price) in enumerate(zip(loans, prices, strict=True)):
        block = section.under(loan.name)
        found = None
        if is_sized(loan):
            served, higher = sum_of(each.service for each in above), sum_of(each.amount for each in lent)
            found = capacity(model, block, loan, price, contract, homes, whole, lasts, served, higher)
        capacities.append(found)
        lent.append(_lent(block, loan, terms, found))
        if place < len(loans) - 1:  # those below it must leave to it what it asks
            above.append(_planned(model, block, loan, price, lent[-1]))
    short = sum_of(loan.amount - each.amount for loan, each in zip(terms.finance, lent, strict=True))
    gap = section.under("All loans").line("Asked and not lent", short + Constant(0, POUNDS), POUNDS)
    return Lending(whole, lasts, held, capacities, lent, above, gap)


def _homes(section: Section, terms: Terms, homes: Homes) -> tuple[Line, Line]:
    """Homes planned at the start of each month, and those of them that do not go back to the council."""
    kept = [
        lot.arrived_before * share(terms.contract.reversion) if lot.handed_over else lot.arrived_before
        for lot in homes.lots
    ]
    held = section.line("Homes planned", sum_of(lot.arrived_before for lot in homes.lots), HOMES, stock=True)
    return held, section.line("Homes planned that stay", sum_of(kept), HOMES, stock=True)


def _cash(
    section: Section,
    which: str,
    held: Line,
    terms: Terms,
    rent: Rent,
    income: OtherIncome,
    costs: Costs,
    *,
    lasts: bool,
) -> Line:
    """Planned rent and income less planned costs and repairs: all of each stream, or the part of it that lasts."""
    rents = sum_of(_rent(each, terms, lasts=lasts) for each in rent.lots)
    let = share(terms.rent.voids) * share(terms.rent.bad_debts)
    if not lasts:
        let = let + terms.rent.voids * terms.rent.nominated * terms.rent.void_guarantee
    received = section.line(f"Rent {which}", rents * let, POUNDS)
    other = sum_of(_income(each, lasts=lasts) for each in income.streams)
    earned = section.line(f"Other income {which}", other, POUNDS)
    monthly = [_cost(each, held, lasts=lasts) for each in costs.streams]
    running = section.line(f"Running costs {which}", sum_of(monthly), POUNDS)
    parts = [_renewals(section, which, part, terms, lasts=lasts) for part in costs.components]
    repairs = _repairs(section, which, held, costs, parts)
    return section.line(f"Cash {which}", received + earned - running - repairs, POUNDS)


def _rent(each: RentOfLot, terms: Terms, *, lasts: bool) -> Expression:
    charged = each.lot.finished * each.of_a_home
    if not lasts:
        return charged
    stays = share(terms.contract.reversion) if each.lot.handed_over else Constant(1, TIMES)
    return charged * lasting(each.lot.terms) * stays


def _income(stream: Stream, *, lasts: bool) -> Expression:
    earned: Expression = stream.terms.amount * stream.index / MONTHS_A_YEAR
    return earned * lasting(stream.terms) if lasts else earned


def _cost(stream: Stream, held: Line, *, lasts: bool) -> Expression:
    cost: Expression = (held * stream.terms.per_home + stream.terms.fixed) * stream.index / MONTHS_A_YEAR
    return cost * share(stream.terms.depends_on_contract) if lasts else cost


def _renewals(section: Section, which: str, part: Renewed, terms: Terms, *, lasts: bool) -> Line:
    """Renewals of a component in all homes planned, or in those of them that do not go back to the council."""
    due = [homes * share(terms.contract.reversion) if lasts and lot.handed_over else homes for lot, homes in part.due]
    return section.line(f"Renewals of {part.name.lower()} {which}", sum_of(due) * part.of_a_home, POUNDS)


def _repairs(section: Section, which: str, held: Line, costs: Costs, parts: list[Line]) -> Expression:
    """What is set aside for major repairs, and renewals beyond it."""
    reserve = section.balance(f"Major-repairs reserve {which}", POUNDS)
    aside = section.line(f"Set aside {which}", held * costs.set_aside_a_home / MONTHS_A_YEAR, POUNDS)
    at_a_rate = held * costs.renewals_a_home / MONTHS_A_YEAR
    renewals = section.line(f"Renewals {which}", sum_of([at_a_rate, *parts]), POUNDS)
    met = minimum(reserve.opening, renewals)
    beyond = section.line(f"Renewals beyond the reserve {which}", renewals - met, POUNDS)
    reserve.close(aside, -(renewals - beyond))
    return aside + beyond


def _lent(section: Section, loan: Terms, terms: Terms, capacity: Capacity | None) -> Lent:
    """What is asked or, where loans are re-sized, no more than the capacity.

    What is then lent against the contract is to be repaid by it, not by the dates that were asked for.
    """
    if capacity is None:
        return Lent(loan.amount)
    least = minimum(loan.amount, capacity.most)
    amount = section.line("Lent", where(terms.lending.resized > 0, least, loan.amount), POUNDS)
    by_cover = capacity.by_cover
    if by_cover is None:
        return Lent(amount)
    if loan.repayment.shape == "sculpted":  # its payments follow the contract's income as it is
        return Lent(amount, service=by_cover.service)
    cut = terms.lending.resized * flag(capacity.short > 0)
    by_contract = section.line("Lent against the contract", amount * by_cover.by_contract * cut, POUNDS)
    return Lent(amount, by_contract, by_cover.until)


def _planned(model: Model, section: Section, loan: Terms, price: Price, lent: Lent) -> Planned:
    """As if all of it were drawn at signing, and none of its interest rolled up."""
    owed = section.balance("Planned to be owed", POUNDS, start=lent.amount)
    owing, moved = owed.opening, None
    if price.growth is not None:
        moved = section.line("Planned indexation", owed.opening * price.growth, POUNDS)
        owing = section.line("Planned to be owed with indexation", owed.opening + moved, POUNDS, stock=True)
    interest = section.line("Planned interest", price.interest_on(owing), POUNDS)
    paying = payment_months(model, section, loan)
    falling = interest
    if paying is not None:
        falling = section.line("Planned interest of the period", model.trailing(interest, months_between(loan)), POUNDS)
    repayment = repayment_as_agreed(model, section, loan, price, lent, owing, falling, paying)
    service = section.line("Planned service", interest + repayment, POUNDS)
    return Planned(service, owed.close(-repayment) if moved is None else owed.close(-repayment, moved))
