"""How much a lender would lend: by the cover it wants of planned cash, by the value of the homes, or the lesser."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import flag, level_payment, maximum, minimum, power, ratio, where
from modeller.lines.measures import lowest, present_value
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import FLAG, MONTHS, NUMBER, POUNDS, SHARE, TIMES
from modeller.partnership.constants import A_YEAR
from modeller.partnership.contract import Contract
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.pricing import Price


@dataclass(frozen=True)
class ByCover:
    """What planned cash carries [£], by payments that follow it and by level ones, and what sculpted payments come to.

    `by_contract` is the part of it that the contract's income repays, `until` the month by which it must have.
    """

    sculpted: Measure
    level: Measure
    most: Measure
    by_contract: Measure
    until: Line
    service: Line


@dataclass(frozen=True)
class Capacity:
    """What one lender would lend [£]; `short` of what is asked."""

    asked: Measure
    by_cover: ByCover | None
    by_value: Measure | None
    most: Measure
    short: Measure


def is_sized(loan: Terms) -> bool:
    """Whether income or value limits what is lent is the structure of a loan; how far, a figure that varies."""
    sizing = loan.stated("sizing")
    return bool(sizing.target_cover or sizing.loan_to_value)


def capacity(
    model: Model,
    section: Section,
    loan: Terms,
    price: Price,
    contract: Contract,
    homes: Homes,
    whole: Line,
    lasts: Line,
    served: Expression,
    lent_above: Expression,
) -> Capacity:
    """The least of what the lender's rules allow, each seeing what loans above leave: cash served, value lent on."""
    by_cover = by_value = None
    if loan.stated("sizing").target_cover:
        by_cover = _by_cover(model, section, loan, price, contract, whole, lasts, served)
    if loan.stated("sizing").loan_to_value:
        last = minimum(loan.available, Constant(model.months, MONTHS, "the months worked"))
        worth = section.measure("Value when last available", model.in_month(homes.value, last), POUNDS)
        within = maximum(0, worth * loan.sizing.loan_to_value - lent_above)
        by_value = section.measure("Capacity by value", within, POUNDS)
    limits = [each for each in (by_cover.most if by_cover else None, by_value) if each is not None]
    most = section.measure("Capacity", limits[0] if len(limits) == 1 else minimum(*limits), POUNDS)
    short = section.measure("Short of what is asked", maximum(0, loan.amount - most), POUNDS)
    asked = section.measure("Asked", loan.amount, POUNDS)
    return Capacity(asked, by_cover, by_value, most, short)


def _by_cover(
    model: Model,
    section: Section,
    loan: Terms,
    price: Price,
    contract: Contract,
    whole: Line,
    lasts: Line,
    served: Expression,
) -> ByCover:
    """Capacity from what lasts, over the lender's longest term, and from what depends on the contract, to its end."""
    sizing = loan.sizing
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
    by_sculpting = [part.sculpted(model, price) for part in parts]
    by_level = [part.level(model, loan, price) for part in parts]
    sculpted = _sum(section, "Capacity, sculpted", by_sculpting)
    level = _sum(section, "Capacity, level", by_level)
    most, (_, dependent) = (level, by_level) if loan.stated("sizing").by == "level" else (sculpted, by_sculpting)
    part = minimum(1, ratio(maximum(0, dependent), most))
    by_contract = section.measure("Part of capacity that the contract repays", part, SHARE)
    service = section.line("Sculpted payments", sum_of(part.payment(model) for part in parts), POUNDS)
    return ByCover(sculpted, level, most, by_contract, to_contract, service)


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

    def payment(self, model: Model) -> Expression:
        """What a sculpted loan is paid of it in the month."""
        return ratio(self.cash * flag(model.month <= self.months), self.cover)

    def sculpted(self, model: Model, price: Price) -> Measure:
        """The present value, at the loan's rate, of the cash over the cover."""
        monthly = price.at_signing / MONTHS_A_YEAR
        counted = self.section.line(f"Cash {self.name}, counted", self.cash * flag(model.month <= self.months), POUNDS)
        worth = present_value(counted, power(1 + monthly, 12) - 1)
        return self.section.measure(f"Capacity {self.name}, sculpted", ratio(worth, self.cover), POUNDS)

    def level(self, model: Model, loan: Terms, price: Price) -> Measure:
        """The level payment that the least year's cash covers, from when the lender tests, and what that repays."""
        year = self.section.line(f"A year's cash {self.name}", model.trailing(self.cash, A_YEAR), POUNDS)
        begun = flag(model.month >= loan.covenants.tested_from) * flag(model.month >= A_YEAR)
        tested = self.section.line(f"Tested for cash {self.name}", begun * flag(model.month <= self.months), FLAG)
        repaying = level_payment(price.at_signing / MONTHS_A_YEAR, self.months, Constant(1, NUMBER))
        payment = self.section.line(f"Level payment for each pound {self.name}", repaying, NUMBER)
        least = self.section.measure(f"Least year's cash {self.name}", lowest(year, tested), POUNDS)
        worth = ratio(least / 12, self.cover * payment)
        return self.section.measure(f"Capacity {self.name}, level", worth, POUNDS)
