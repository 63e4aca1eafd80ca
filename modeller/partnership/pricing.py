"""What a lender's money costs, before any of it is lent: the rate of each month, and what capital moves by."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Expression
from modeller.lines.functions import flag, maximum, minimum, ratio
from modeller.lines.model import Model, Section
from modeller.lines.references import Input, Line, Measure
from modeller.lines.units import INDEX, PER_YEAR, SHARE
from modeller.partnership.constants import A_MONTH
from modeller.partnership.indices import Indices, stepped
from modeller.partnership.inputs import Terms
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class Price:
    """A loan's rate by month [% a year] and at signing, by which it is sized and valued; the rise of its capital [%].

    `of_a_year` is what part of a year the month is, where interest is counted in days.
    """

    rate: Expression
    at_signing: Input | Measure
    growth: Line | None
    of_a_year: Line | None

    def interest_on(self, owed: Expression) -> Expression:
        """What accrues in the month on what was owed when it began [£]."""
        accruing = owed * self.rate
        return accruing / MONTHS_A_YEAR if self.of_a_year is None else accruing * self.of_a_year


def pricing(model: Model, terms: Terms, indices: Indices, time: Timeline) -> list[Price]:
    """The price of every loan. A fixed rate on capital that stands still needs no line at all."""
    section = model.section("Loans")
    return [_price(model, section.under(loan.name), loan, terms, indices, time) for loan in terms.finance]


def _price(model: Model, section: Section, loan: Terms, terms: Terms, indices: Indices, time: Timeline) -> Price:
    base = at_signing = loan.interest
    if (follows := loan.stated("pricing").follows) != "none":
        curve = terms.economy.bank_rate if follows == "bank rate" else terms.economy.consumer_prices
        over = model.at(curve, model.year) + loan.interest
        bounded = minimum(loan.pricing.most_rate, maximum(loan.pricing.least_rate, over))
        base = section.line("Rate over what it follows", bounded, PER_YEAR)
        at_signing = section.measure("Rate at signing", model.in_month(base, A_MONTH), PER_YEAR)
    days = loan.stated("pricing").counted_in == "days"
    return Price(
        rate=_as_charged(model, section, loan, base),
        at_signing=at_signing,
        growth=_growth(model, section, loan, indices, time),
        of_a_year=time.of_a_year if days else None,
    )


def _as_charged(model: Model, section: Section, loan: Terms, base: Expression) -> Expression:
    """The rate with its step-up once the loan has fallen due, and without that of a holiday that is waived."""
    agreed, rate = loan.repayment, base
    if loan.stated("pricing").step_up:
        rate = rate + loan.pricing.step_up * flag(model.month > agreed.after + agreed.over)
    if loan.stated("repayment").interest_holiday and agreed.in_holiday == "waived":
        rate = rate * flag(model.month > agreed.interest_holiday)
    return base if rate is base else section.line("Rate of interest", rate, PER_YEAR)


def _growth(model: Model, section: Section, loan: Terms, indices: Indices, time: Timeline) -> Line | None:
    """The rise in the month of what capital moves with; nothing where it does not move."""
    linked = loan.stated("pricing").linked_to
    if linked == "none":
        return None
    index = _index(section, loan, indices, time)
    rise = ratio(index - model.back(index, A_MONTH), model.back(index, A_MONTH))
    return section.line("Rise of the index in the month", rise, SHARE)


def _index(section: Section, loan: Terms, indices: Indices, time: Timeline) -> Line:
    """The index that capital moves with, within its collar and cap, and in the parts of rise and fall that are agreed.

    A month before the first there is no index, so that what is drawn in month 1 does not rise in it.
    """
    stated, pricing = loan.stated("pricing"), loan.pricing
    if stated.linked_to == "house prices":
        index = indices.house_prices
    elif stated.bounds_rises:
        within = minimum(pricing.most_rise, maximum(pricing.least_rise, indices.rises["consumer prices"]))
        index = stepped(section, "Consumer prices within collar and cap", within * time.april)
    else:
        index = indices.prices["consumer prices"]
    if stated.moves_in_full:
        return index
    above, below = maximum(0, index - 1), maximum(0, 1 - index)
    return section.line("Index of the loan", 1 + above * pricing.of_rise - below * pricing.of_fall, INDEX, stock=True)
