"""What lenders' own rules allow: how much the planned cash can carry, within the contract and beyond it.

Planned cash is of all the homes planned, with rents, costs and repairs as stated, before tenders, sales, finance and
reserves: it has rows of its own, so that interest cannot feed back into what is lent. It is told apart into what lasts
whatever becomes of the contract, and what depends on it, which counts only to the committed end less the lender's tail.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import flag, level_payment, maximum, minimum, power, ratio, share, where
from modeller.lines.measures import lowest, present_value
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import FLAG, HOMES, MONTHS, NUMBER, POUNDS, SHARE, TIMES
from modeller.partnership.constants import A_YEAR
from modeller.partnership.contract import Contract, lasting
from modeller.partnership.costs import Costs, OtherIncome, Stream
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.loans import Lent, repayment_as_agreed
from modeller.partnership.renewals import Renewed
from modeller.partnership.rent import Rent, RentOfLot


@dataclass(frozen=True)
class Capacity:
    """What one lender would lend [£], by payments that follow the cash and by level ones; `short` of what is asked."""

    asked: Measure
    sculpted: Measure
    level: Measure
    most: Measure
    short: Measure
    by_contract: Measure
    until: Line


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
    model: Model, terms: Terms, contract: Contract, homes: Homes, rent: Rent, income: OtherIncome, costs: Costs
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
    for place, loan in enumerate(loans):
        block = section.under(loan.name)
        found = _capacity(model, block, loan, contract, whole, lasts, above) if _is_sized(loan) else None
        capacities.append(found)
        lent.append(_lent(block, loan, terms, found))
        if place < len(loans) - 1:  # those below it must leave to it what it asks
            above.append(_planned(model, block, loan, lent[-1]))
    short = sum_of(loan.amount - each.amount for loan, each in zip(terms.finance, lent, strict=True))
    gap = section.under("All loans").line("Asked and not lent", short + Constant(0, POUNDS), POUNDS)
    return Lending(whole, lasts, held, capacities, lent, above, gap)


def _is_sized(loan: Terms) -> bool:
    """Whether income limits what the lender lends is the structure of a loan; how far, a figure that varies."""
    return bool(loan.stated("sizing").target_cover)


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
    stays = share(terms.contract.reversion)
    due = [homes * stays if lasts and lot.handed_over else homes for lot, homes in part.due]
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


def _capacity(
    model: Model, section: Section, loan: Terms, contract: Contract, whole: Line, lasts: Line, above: list[Planned]
) -> Capacity:
    """Capacity from what lasts, over the lender's longest term, and from what depends on the contract, to its end."""
    sizing, served = loan.sizing, sum_of(each.service for each in above)
    to_contract = section.line(
        "Counted of the contract",
        minimum(sizing.longest_term, maximum(0, contract.committed_end - sizing.tail)),
        MONTHS,
    )
    dependent_cover = section.line(
        "Cover wanted on the contract",
        where(sizing.dependent_cover > 0, sizing.dependent_cover, sizing.target_cover),
        TIMES,
    )
    lasting_cash = section.line("Cash that lasts, for this loan", maximum(0, lasts - served), POUNDS)
    depends = section.line("Cash of the contract, for this loan", maximum(0, whole - served) - lasting_cash, POUNDS)
    parts = (
        _Part(section, "that lasts", lasting_cash, sizing.longest_term, sizing.target_cover),
        _Part(section, "of the contract", depends, to_contract, dependent_cover),
    )
    by_sculpting = [part.sculpted(model, loan) for part in parts]
    by_level = [part.level(model, loan) for part in parts]
    sculpted = _sum(section, "Capacity, sculpted", by_sculpting)
    level = _sum(section, "Capacity, level", by_level)
    most, (_, dependent) = (level, by_level) if loan.stated("sizing").by == "level" else (sculpted, by_sculpting)
    capacity = section.measure("Capacity", most, POUNDS)
    short = section.measure("Short of what is asked", maximum(0, loan.amount - capacity), POUNDS)
    part = minimum(1, ratio(maximum(0, dependent), capacity))
    by_contract = section.measure("Part of capacity that the contract repays", part, SHARE)
    asked = section.measure("Asked", loan.amount, POUNDS)
    return Capacity(asked, sculpted, level, capacity, short, by_contract, to_contract)


def _sum(section: Section, label: str, parts: list[Measure]) -> Measure:
    return section.measure(label, maximum(0, sum_of(parts)), POUNDS)


@dataclass(frozen=True)
class _Part:
    """One part of the planned cash, over the months for which the lender counts it, at the cover it wants."""

    section: Section
    name: str
    cash: Line
    months: Expression
    cover: Expression

    def sculpted(self, model: Model, loan: Terms) -> Measure:
        """The present value, at the loan's rate, of the cash over the cover."""
        monthly = loan.interest / MONTHS_A_YEAR
        counted = self.section.line(f"Cash {self.name}, counted", self.cash * flag(model.month <= self.months), POUNDS)
        worth = present_value(counted, power(1 + monthly, 12) - 1)
        return self.section.measure(f"Capacity {self.name}, sculpted", ratio(worth, self.cover), POUNDS)

    def level(self, model: Model, loan: Terms) -> Measure:
        """The level payment that the least year's cash covers, from when the lender tests, and what that repays."""
        year = self.section.line(f"A year's cash {self.name}", model.trailing(self.cash, A_YEAR), POUNDS)
        begun = flag(model.month >= loan.covenants.tested_from) * flag(model.month >= A_YEAR)
        tested = self.section.line(f"Tested for cash {self.name}", begun * flag(model.month <= self.months), FLAG)
        repaying = level_payment(loan.interest / MONTHS_A_YEAR, self.months, Constant(1, NUMBER))
        payment = self.section.line(f"Level payment for each pound {self.name}", repaying, NUMBER)
        least = self.section.measure(f"Least year's cash {self.name}", lowest(year, tested), POUNDS)
        worth = ratio(least / 12, self.cover * payment)
        return self.section.measure(f"Capacity {self.name}, level", worth, POUNDS)


def _lent(section: Section, loan: Terms, terms: Terms, capacity: Capacity | None) -> Lent:
    """What is asked or, where loans are re-sized, no more than the capacity.

    What is then lent against the contract is to be repaid by it, not by the dates that were asked for.
    """
    if capacity is None:
        return Lent(loan.amount)
    least = minimum(loan.amount, capacity.most)
    amount = section.line("Lent", where(terms.lending.resized > 0, least, loan.amount), POUNDS)
    cut = terms.lending.resized * flag(capacity.short > 0)
    by_contract = section.line("Lent against the contract", amount * capacity.by_contract * cut, POUNDS)
    return Lent(amount, by_contract, capacity.until)


def _planned(model: Model, section: Section, loan: Terms, lent: Lent) -> Planned:
    owed = section.balance("Planned to be owed", POUNDS, start=lent.amount)
    interest = section.line("Planned interest", owed.opening * loan.interest / MONTHS_A_YEAR, POUNDS)
    repayment = repayment_as_agreed(model, section, loan, lent, owed.opening, interest)
    service = section.line("Planned service", interest + repayment, POUNDS)
    return Planned(service, owed.close(-repayment))
