"""Grants, and what the council keeps of homes sold, whose terms are idle or contradict one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeller.errors import Unfit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modeller.scenario.figures import Block
    from modeller.scenario.terms import Scenario
    from modeller.scenario.terms.contract import Contract
    from modeller.scenario.terms.grants import Grant
    from modeller.scenario.terms.housing import HomesLot

BILLIONTH = 1e-9
OF_CAPITAL = ("at_signing", "as_homes_arrive", "as_spent", "matches", "milestones", "recycled_for")
OF_REVENUE = ("paid_from", "paid_over")
OF_CLAWBACK = ("taper", "clawback_most", "recycled_for")
OF_SALE = ("overage", "overage_base", "pre_emption", "pre_emption_within")


def grant_adds_up(grant: Grant) -> Iterator[Unfit]:
    """All of a grant for capital is paid, and no more."""
    at_milestones = sum(milestone.share for milestone in grant.milestones)
    paid = grant.at_signing + grant.as_homes_arrive + grant.as_spent + at_milestones
    if grant.used_for == "revenue" or abs(paid - 1) <= BILLIONTH:
        return
    said = [f"{_percent(grant.at_signing)} at signing", f"{_percent(grant.as_homes_arrive)} as homes arrive"]
    said += [f"{_percent(grant.as_spent)} as money is spent"] if grant.as_spent else []
    said += [f"{_percent(at_milestones)} at milestones"] if grant.milestones else []
    remedy = f"state {'both' if len(said) == 2 else 'each'}, so that they do"  # noqa: PLR2004
    blamed = ("milestones", "as_spent", "as_homes_arrive", "at_signing")
    yield Unfit(f"{', '.join(said[:-1])} and {said[-1]} do not add up to 100%", remedy, *blamed)


def terms_fit_the_grant(grant: Grant) -> Iterator[Unfit]:
    """What is said of one use, of spending or of clawback would be idle, without a word, where there is none."""
    stated = _said(grant)
    if grant.used_for == "revenue":
        stated |= {"at_signing"} & grant.model_fields_set  # all of it at signing is what a capital grant has unsaid
    for name in OF_CAPITAL if grant.used_for == "revenue" else OF_REVENUE:
        if name in stated:
            other = "capital" if grant.used_for == "revenue" else "revenue"
            remedy = f"take it out, or say “used_for: {other}”"
            yield Unfit(f"“{name}” is only for a grant for {other}", remedy, f"{name}:")
    if grant.used_for == "revenue" and not grant.paid_over:
        yield Unfit("a revenue grant needs the time it is paid over", "add “paid_over: 3 years”", "paid_over", "name")
    if grant.used_for == "capital" and "matches" in stated and not grant.as_spent:
        yield Unfit("nothing of the grant is paid as money is spent", "add “as_spent: 100%”", "matches:")
    for name in OF_CLAWBACK:
        if name in stated and not grant.clawback_over and name not in _of_the_other_use(grant):
            yield Unfit(f"“{name}” is idle: nothing is clawed back", "add “clawback_over: 10 years”", f"{name}:")


def _of_the_other_use(grant: Grant) -> tuple[str, ...]:
    return OF_CAPITAL if grant.used_for == "revenue" else OF_REVENUE


def grants_match_what_is_spent(scenario: Scenario) -> Iterator[Unfit]:
    """Grants that together match more than each pound would pay for the same spending twice."""
    matching = [(number, grant) for number, grant in enumerate(scenario.grants) if grant.as_spent]
    whole = sum(grant.matches for _, grant in matching)
    if whole > 1 + BILLIONTH:
        last, _ = matching[-1]
        what = f"the grants paid as money is spent match {_percent(whole)} of each pound, more than all of it"
        yield Unfit(what, "lower what each “matches”", f"grants.{last}.matches", f"grants.{last}.as_spent")


def protection_is_of_something(contract: Contract) -> Iterator[Unfit]:
    """Protection from clawback that ranks after lenders already would be idle."""
    if contract.mortgagee_protected and not contract.clawback_first:
        what = "a lender needs no protection from clawback that ranks after it"
        yield Unfit(what, "take it out, or say “clawback_first: yes”", "mortgagee_protected:")


def sales_are_shared(lot: HomesLot) -> Iterator[Unfit]:
    """What the council has of homes sold is idle where none are sold; a share needs its base, an option its end."""
    stated = _said(lot)
    if not lot.sold_on_ending:
        for name in OF_SALE:
            if name in stated:
                what = f"“{name}” is idle: these homes are not sold when the contract ends"
                yield Unfit(what, "take it out, or add “sold_on_ending: yes”", f"{name}:")
        return
    if lot.overage and "overage_base" not in lot.model_fields_set:
        yield Unfit("overage needs the price it begins from", "add “overage_base: £90,000 a home”", "overage")
    if lot.overage_base and not lot.overage:
        yield Unfit("“overage_base” is idle: there is no overage", "add “overage: 50%”", "overage_base:")
    if lot.pre_emption and not lot.pre_emption_within:
        what = "the council's right to buy homes back needs a time within which it is used"
        yield Unfit(what, "add “pre_emption_within: 10 years”", "pre_emption")
    if lot.pre_emption_within and not lot.pre_emption:
        what = "“pre_emption_within” is idle: the council buys nothing back"
        yield Unfit(what, "add “pre_emption: 50%”", "pre_emption_within:")


def _said(block: Block) -> set[str]:
    """What is stated of a block, but for what says no more than its default."""
    fields = type(block).model_fields
    return {name for name in block.model_fields_set if getattr(block, name) != fields[name].default}


def _percent(share: float) -> str:
    return f"{share * 100:.6g}%"
