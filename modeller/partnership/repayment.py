"""How the capital of a loan comes back: what the agreement asks month by month, in every shape."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import equals, flag, level_payment, maximum, minimum, ratio, whole_below
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import FLAG, MONTHS, NUMBER, POUNDS, YEAR
from modeller.partnership.constants import counted
from modeller.partnership.inputs import Terms
from modeller.partnership.pricing import Price
from modeller.partnership.timeline import whole_multiple
from modeller.scenario.money import MONTHS_BETWEEN

REGULAR = ("annuity", "equal principal")


@dataclass(frozen=True)
class Lent:
    """How much is lent [£], and what of it a lender that sizes its loan wants repaid by a month of the contract.

    `service` is what a sculpted loan is to be paid by month [£]: planned cash over the cover that its lender wants.
    """

    amount: Expression
    by_contract: Expression | None = None
    until: Line | None = None
    service: Line | None = None


def months_between(terms: Terms) -> int:
    """Months from one payment to the next."""
    return MONTHS_BETWEEN[terms.repayment.paid]


def payment_months(model: Model, section: Section, terms: Terms) -> Line | None:
    """1 in months in which a payment falls due, all of them once the loan has; nothing where that is every month."""
    if (between := months_between(terms)) == 1:
        return None
    agreed = terms.repayment
    over = flag(model.month >= agreed.after + agreed.over)
    return section.line(
        "Payment month", maximum(whole_multiple(model.month, counted(between, f"{between} months")), over), FLAG
    )


def repayment_as_agreed(
    model: Model,
    section: Section,
    terms: Terms,
    price: Price,
    lent: Lent,
    owing: Line,
    interest: Line,
    paying: Line | None,
) -> Line:
    """Capital as agreed, the last month taking what is left; `interest` is what of it falls due in the month.

    Capital that comes back from a share of income is never due: what has not come back by the end is written off.
    """
    month, agreed = model.month, terms.repayment
    if agreed.shape == "from its share":
        return section.line("Repayment as agreed", Constant(0, POUNDS), POUNDS)
    falls_due = section.line("Falls due", flag(month >= agreed.after + agreed.over), FLAG)
    regular = _regular(model, section, terms, price, lent, owing, interest)
    if paying is not None:
        regular = regular * paying
    due = section.line("Regular repayment", regular, POUNDS)
    if lent.by_contract is not None and lent.until is not None:
        due = _and_by_the_contract(model, section, lent, owing, due)
    return section.line("Repayment as agreed", minimum(owing, due + owing * falls_due), POUNDS)


def _and_by_the_contract(model: Model, section: Section, lent: Lent, owing: Line, due: Line) -> Line:
    """With what regular payments have not repaid of what is lent against the contract, in the month that ends it."""
    if lent.by_contract is None or lent.until is None:
        return due
    beyond = section.line("Owed beyond what lasts", maximum(0, owing - due - lent.amount + lent.by_contract), POUNDS)
    sooner = minimum(lent.by_contract, beyond) * flag(equals(model.month, lent.until))
    return section.line("Repayment with what the contract repays", due + sooner, POUNDS)


def _regular(
    model: Model,
    section: Section,
    terms: Terms,
    price: Price,
    lent: Lent,
    owing: Line,
    interest: Line,
) -> Expression:
    """What is repaid before the last month, by the shape of the loan."""
    agreed, shape = terms.repayment, terms.stated("repayment").shape
    if shape == "bullet":
        return Constant(0, POUNDS)
    repaying = section.line("Repaying", flag(model.month > agreed.after), FLAG)
    if shape == "as stated":
        return _as_stated(model, section, terms, lent) * repaying
    if shape == "sculpted":
        return _sculpted(model, terms, lent, interest) * repaying
    if _is_plain(terms, price):
        return _level(model, section, terms, lent, interest) * repaying
    return _worked_anew(model, section, terms, price, lent, owing) * repaying


def _as_stated(model: Model, section: Section, terms: Terms, lent: Lent) -> Expression:
    """The calendar year's share of the loan, in equal parts at its payments in the year; none before the first year."""
    month, agreed, between = model.month, terms.repayment, months_between(terms)
    december = month + 12 - model.month_of_year
    last = minimum(december, agreed.after + agreed.over)
    before = maximum(december - 12, maximum(agreed.after, 1))  # drawn at the end of month 1, which repays nothing
    payments = whole_below(last / between) - whole_below(before / between)
    in_year = section.line("Payments in the calendar year", maximum(0, payments), MONTHS)
    share = model.at(agreed.by_year, model.year)
    if (first := min(terms.stated("repayment").by_year)) > model.start.year:
        share = share * flag(model.year >= Constant(first, YEAR, "the first year of a loan repaid by the year"))
    return ratio(section.line("Repaid in the calendar year", share * lent.amount, POUNDS), in_year)


def _sculpted(model: Model, terms: Terms, lent: Lent, interest: Line) -> Expression:
    """What planned cash over the cover leaves after interest."""
    between = months_between(terms)
    service = lent.service if lent.service is not None else Constant(0, POUNDS)
    return maximum(0, (service if between == 1 else model.trailing(service, between)) - interest)


def _is_plain(terms: Terms, price: Price) -> bool:
    """Whether payments are known at signing: a fixed rate, every month, on capital that nothing but payments moves."""
    stated, pricing = terms.stated("repayment"), terms.stated("pricing")
    fixed = price.rate is terms.interest and price.growth is None and price.of_a_year is None
    still = not stated.interest_holiday and not stated.balloon and pricing.fees == "paid"
    return fixed and still and stated.paid == "monthly"


def _level(model: Model, section: Section, terms: Terms, lent: Lent, interest: Line) -> Expression:
    """Payments known at signing, all alike in money or in capital."""
    # drawn at a month's end, so that without a holiday the first month has nothing to repay
    agreed = terms.repayment
    payments = section.line("Regular payments", minimum(agreed.over, agreed.after + agreed.over - 1), MONTHS)
    later = lent.amount if lent.by_contract is None else lent.amount - lent.by_contract
    monthly = terms.interest / MONTHS_A_YEAR
    equal = agreed.shape == "equal principal"
    if equal:
        part: Expression = section.line("Equal part of the loan", ratio(later, payments), POUNDS)
    else:
        part = section.line("Level payment", level_payment(monthly, payments, later), POUNDS)
    if lent.by_contract is not None and lent.until is not None:
        fewer = maximum(1, minimum(payments, minimum(lent.until - agreed.after, lent.until - 1)))
        sooner = section.line("Payments while the contract repays", fewer, MONTHS)
        each = ratio(lent.by_contract, sooner) if equal else level_payment(monthly, sooner, lent.by_contract)
        own = section.line("Payment of what the contract repays", each, POUNDS)
        part = part + own * flag(model.month <= lent.until)
    return part if equal else maximum(0, part - interest)


def _worked_anew(model: Model, section: Section, terms: Terms, price: Price, lent: Lent, owing: Line) -> Expression:
    """Payments worked anew each time from what is owed and the payments left, so that rates and capital may move.

    A balloon is left to the last payment; interest on it is paid, and it is no part of the level payment.
    """
    agreed, between = terms.repayment, months_between(terms)
    left = section.line(
        "Payments left", maximum(1, (agreed.after + agreed.over - model.month) / between + 1), NUMBER, stock=True
    )
    regular: Expression = owing
    if terms.stated("repayment").balloon:
        regular = section.line("Owed beyond the balloon", maximum(0, owing - lent.amount * agreed.balloon), POUNDS)
    if agreed.shape == "equal principal":
        return ratio(regular, left)
    rate = section.line("Rate for a period", price.rate * between / MONTHS_A_YEAR, NUMBER)
    payment = section.line("Level payment", level_payment(rate, left, regular), POUNDS)
    return maximum(0, payment - regular * rate)


def is_over(model: Model, terms: Terms) -> Expression:
    """1 from the month in which the loan falls due."""
    return flag(model.month >= terms.repayment.after + terms.repayment.over)
