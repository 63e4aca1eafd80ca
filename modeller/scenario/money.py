"""Terms of a loan that are sound alone but not together. Each check yields what is wrong, and what is to blame.

A term that is stated and would be idle is a fault: whoever wrote it believes that it does something.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeller.errors import Unfit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modeller.scenario.figures import Block
    from modeller.scenario.terms import Scenario
    from modeller.scenario.terms.loans import Loan
    from modeller.scenario.terms.pricing import Pricing
    from modeller.scenario.terms.repayment import Repayment

MONTHS_BETWEEN = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}


def pricing_is_heard(pricing: Pricing) -> Iterator[Unfit]:
    """Floors under caps; no floor without a rate that moves, no threshold without a share."""
    yield from _under(pricing.least_rate, pricing.most_rate, "least_rate", "most_rate")
    yield from _under(pricing.least_rise, pricing.most_rise, "least_rise", "most_rise")
    if pricing.follows == "none":
        yield from _idle(pricing, ("least_rate", "most_rate"), "the rate is fixed", "add “follows: bank rate”")
    if not pricing.share:
        names = ("share_of", "share_above", "share_at_most", "most_back")
        yield from _idle(pricing, names, "the lender has no share", "add “share: 50%”")
    if pricing.linked_to != "consumer prices":
        remedy = "add “linked_to: consumer prices”"
        yield from _idle(pricing, ("least_rise", "most_rise"), "capital does not move with consumer prices", remedy)
    if pricing.linked_to == "none":
        remedy = "add “linked_to: house prices”"
        yield from _idle(pricing, ("of_rise", "of_fall"), "capital does not move with anything", remedy)


def repayment_is_heard(repayment: Repayment) -> Iterator[Unfit]:
    """Whole periods of payment; a balloon, a year's share or the fate of a holiday only where there is such a thing."""
    between = MONTHS_BETWEEN[repayment.paid]
    for name in ("after", "over", "interest_holiday"):
        months = getattr(repayment, name)
        if months % between:
            what = f"{months:g} months are not whole periods of a loan paid {repayment.paid}"
            yield Unfit(what, f"make it a multiple of {between} months, or change “paid”", name, "paid")
    if repayment.shape == "from its share":
        remedy = "make it a shape that falls due"
        yield from _idle(repayment, ("extension",), "what is repaid from its share never falls due", remedy)
    if repayment.shape not in {"annuity", "equal principal"}:
        remedy = "make the shape annuity or equal principal"
        why = f"a loan repaid {_shaped(repayment)} has no regular payments"
        yield from _idle(repayment, ("balloon",), why, remedy)
    by_year = any(repayment.by_year.values())
    if by_year and repayment.shape != "as stated":
        yield _nothing("by_year", f"the loan is repaid {_shaped(repayment)}", "write “shape: as stated”")
    if repayment.shape == "as stated" and not by_year:
        yield Unfit("the years' shares are missing", "add “by_year: {2030: 20%, 2031: 80%}”", "shape")
    if not repayment.interest_holiday:
        yield from _idle(
            repayment, ("in_holiday",), "there is no interest holiday", "add “interest_holiday: 12 months”"
        )


def loan_is_drawn_before_it_is_repaid(loan: Loan) -> Iterator[Unfit]:
    """Refuse a loan drawn after its last payment."""
    if loan.available > loan.repayment.after + loan.repayment.over:
        remedy = "shorten the time to draw, or lengthen “repayment: over”"
        yield Unfit("the loan could be drawn after it is repaid", remedy, "available", "repayment.over")
    if loan.drawing.lapses and loan.drawing.pace == "evenly":
        remedy = "take one of the two out"
        yield Unfit("a loan drawn evenly has nothing left to lapse", remedy, "drawing.lapses", "drawing.pace")
    if loan.drawing.redrawn and loan.drawing.pace == "evenly":
        remedy = "take one of the two out"
        yield Unfit("a loan drawn evenly is not drawn again", remedy, "drawing.redrawn", "drawing.pace")


def loan_is_sized_as_it_is_repaid(loan: Loan) -> Iterator[Unfit]:
    """Sculpted payments need a cover to follow; capital that comes from a share needs a share."""
    if loan.repayment.shape == "sculpted" and not loan.sizing.target_cover:
        remedy = "add “sizing: {target_cover: 1.25, by: sculpted}”"
        yield Unfit("sculpted payments follow a target cover, which is not stated", remedy, "repayment.shape")
    if loan.repayment.shape == "from its share" and not loan.pricing.share:
        yield Unfit("the lender has no share to be repaid from", "add “pricing: {share: 5%}”", "repayment.shape")
    if loan.pricing.step_up and not loan.repayment.extension:
        remedy = "add “repayment: {extension: 2 years}”, or take it out"
        yield Unfit("the rate steps up in an extension, and there is none", remedy, "pricing.step_up")


def guarantee_is_heard(loan: Loan) -> Iterator[Unfit]:
    """A premium is on something, and a guarantor is repaid what it has paid."""
    if loan.guarantee.amount:
        return
    remedy = "add “amount: £100,000”, or take it out"
    if loan.guarantee.premium:
        yield Unfit("the premium is for a guarantee of nothing", remedy, "guarantee.premium")
    if not loan.guarantee.repaid:
        yield Unfit("“repaid” does nothing: there is no guarantee", remedy, "guarantee.repaid:")


def reserves_are_heard(scenario: Scenario) -> Iterator[Unfit]:
    """Shares are locked up only below another loan; months of costs are kept only before something takes the rest."""
    reserves, loans = scenario.reserves, scenario.finance
    if reserves.lock_up and not any(loan.pricing.share for loan in loans[1:]):
        what = "“lock_up” does nothing: no loan below the first has a share of income"
        yield Unfit(what, "add “pricing: {share: 5%}” to one, or take it out", "reserves.lock_up:")
    if reserves.liquidity_months and not any(_looks_at_cash(loan) for loan in loans):
        what = "“liquidity_months” does nothing: no loan shares in income, is swept or is drawn again"
        yield Unfit(what, "take it out", "reserves.liquidity_months:")


def _looks_at_cash(loan: Loan) -> bool:
    return bool(loan.pricing.share or loan.repayment.sweep or loan.drawing.redrawn)


def _under(least: float, most: float, low: str, high: str) -> Iterator[Unfit]:
    if least > most:
        yield Unfit(f"the least, {_percent(least)}, is above the most, {_percent(most)}", "swap them", low, high)


def _idle(block: Block, names: tuple[str, ...], why: str, remedy: str) -> Iterator[Unfit]:
    for name in names:
        if getattr(block, name) != type(block).model_fields[name].default:
            yield _nothing(name, why, remedy)


def _nothing(name: str, why: str, remedy: str) -> Unfit:
    return Unfit(f"“{name}” does nothing: {why}", f"{remedy}, or take it out", f"{name}:")


def _shaped(repayment: Repayment) -> str:
    said = {"bullet": "all at the end", "sculpted": "as cash allows", "annuity": "in level payments"}
    return said.get(repayment.shape, repayment.shape.replace("equal principal", "in equal parts"))


def _percent(share: float) -> str:
    return f"{share * 100:.6g}%"
