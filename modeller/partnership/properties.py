"""Homes in the accounts: cost, component depreciation, and homes that go back to the council or are sold."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Constant, Expression
from modeller.lines.functions import maximum, ratio
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import MONTHS, POUNDS
from modeller.partnership.costs import Costs
from modeller.partnership.funding import Funding
from modeller.partnership.homes import Homes, Lot
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.payments import Payments
from modeller.partnership.renewals import Renewed


@dataclass(frozen=True)
class Pool:
    """Some lots of homes in the accounts by month [£]."""

    cost: Line
    depreciation: Line
    charge: Line
    lost: Line


@dataclass(frozen=True)
class Properties:
    """All homes in the accounts: what is spent on them by month [£], and the two pools they are kept in."""

    spent: Line
    handed_over: Pool
    bought: Pool

    @property
    def pools(self) -> tuple[Pool, Pool]:
        """Both."""
        return self.handed_over, self.bought


def properties(
    model: Model, terms: Terms, homes: Homes, costs: Costs, funding: Funding, payments: Payments
) -> Properties:
    """Homes handed over are kept apart, for they may go back; renewals of all homes are kept with those bought."""
    section = model.section("Accounts")
    renewals = payments.repairs_from_reserve + payments.repairs_from_cash
    spent = section.line("Spent on homes", funding.homes + renewals, POUNDS)
    given = [lot for lot in homes.lots if lot.handed_over]
    own = [lot for lot in homes.lots if not lot.handed_over]
    on_given = sum_of(lot.spent for lot in given)
    return Properties(
        spent=spent,
        handed_over=_pool(model, section.under("Homes handed over"), terms, given, on_given, []),
        bought=_pool(model, section.under("Homes bought"), terms, own, spent - on_given, costs.components),
    )


def _pool(
    model: Model, section: Section, terms: Terms, lots: list[Lot], spent: Expression, parts: list[Renewed]
) -> Pool:
    """Cost and depreciation of some lots of homes, with what is spent on them and the value they came with.

    Homes that go back to the council, or are sold, leave with their part of both.
    """
    given = sum_of(lot.donated for lot in lots if lot.donated is not None)
    added = section.line("Added to cost", given + spent, POUNDS)
    cost = section.balance("Cost of homes", POUNDS)
    depreciation = section.balance("Depreciation to date", POUNDS)
    held, part = _held_and_returning(lots)
    charge = _depreciation(model, section, terms, added, parts, held)
    cost_lost = section.line("Cost of homes that left", (cost.opening + added) * part, POUNDS)
    depreciation_lost = section.line("Depreciation of homes that left", (depreciation.opening + charge) * part, POUNDS)
    return Pool(
        cost=cost.close(added, -cost_lost),
        depreciation=depreciation.close(charge, -depreciation_lost),
        charge=charge,
        lost=section.line("Homes that left, at cost less depreciation", cost_lost - depreciation_lost, POUNDS),
    )


def _held_and_returning(lots: list[Lot]) -> tuple[Expression, Expression]:
    """The share of homes that arrived and are still held, and the share of those that goes back in the month."""
    returning = [gone for lot in lots for gone in (lot.returning, lot.sold) if gone is not None]
    if not returning:
        return Constant(1), Constant(0)
    held = ratio(sum_of(lot.held_before for lot in lots), sum_of(lot.arrived_before for lot in lots))
    return held, ratio(sum_of(returning), sum_of(lot.held_before + lot.arriving for lot in lots))


def _depreciation(
    model: Model, section: Section, terms: Terms, added: Line, parts: list[Renewed], held: Expression
) -> Line:
    """Straight line over each component's life, from the month after the money is spent.

    What renews a component that the accounts know by the same name is all of that component.
    """
    components = terms.accounts.components
    own = {part.slug: part for part in parts if part.slug in {each.stated("slug") for each in components}}
    if own:
        rest = added - sum_of(part.spent for part in own.values())
        added = section.line("Added to the home as a whole", rest, POUNDS)
    last = section.line("Added the month before", model.back(added, 1), POUNDS)
    charges = []
    for part in components:
        life = _life(section, terms, part)
        spread: Expression = model.trailing(last, life) * part.share
        if part.stated("slug") in own:
            spent = model.back(own[part.stated("slug")].spent, 1)
            before = section.line(f"Renewals of {part.name.lower()} the month before", spent, POUNDS)
            both = spread + model.trailing(before, life)
            spread = section.line(f"Cost of {part.name.lower()} within its life", both, POUNDS, stock=True)
        charges.append(section.line(f"Depreciation of {part.name.lower()}", ratio(spread, life) * held, POUNDS))
    return section.line("Depreciation", sum_of(charges), POUNDS)


def _life(section: Section, terms: Terms, part: Terms) -> Line:
    """The component's life, cut to the contract where the accounts say so."""
    cut = maximum(0, part.life - terms.contract.committed) * terms.accounts.lives_cut_to_contract
    return section.line(f"Life of {part.name.lower()}", part.life - cut, MONTHS)
