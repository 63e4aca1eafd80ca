"""Grants: how each is paid, and what is clawed back if the contract ends too soon.

Capital grants pay for homes and works; revenue grants help to run them, and are kept apart throughout.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import flag, maximum, minimum, ratio, share
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import HOMES, POUNDS
from modeller.partnership.contract import Contract
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class Grants:
    """Grants and the value handed over by month [£], with what the council claws back of each.

    `received` and `clawback` are of capital grants, `revenue` and `revenue_clawback` of revenue grants, where there are
    any. `due` is the clawback that falls due for payment; `recycled` is what has arisen and has not fallen due yet.
    `never_paid` has the grants that hang on a condition, by name.
    """

    received: Line
    revenue: Line | None
    donated: Line
    clawback: Line
    revenue_clawback: Line | None
    donated_clawback: Line
    due: Expression
    recycled: Line | None
    never_paid: list[tuple[str, Measure]]

    @property
    def all_received(self) -> Expression:
        """Grants for capital and for revenue."""
        return self.received if self.revenue is None else self.received + self.revenue


@dataclass(frozen=True)
class _Grant:
    """One grant by month [£]: its parts, and what is clawed back of it.

    Of a grant that is recycled, `recycled` has what is kept of that, and what falls due once it has been kept.
    """

    terms: Terms
    parts: list[Line]
    clawback: Line
    recycled: tuple[Line, Line] | None
    never_paid: Measure | None


def grants(model: Model, terms: Terms, homes: Homes, time: Timeline, contract: Contract, gap: Expression) -> Grants:
    """Each grant in its parts, and the clawback of grants and of the value handed over.

    Clawback is asked for when the contract ends: what a taper in equal monthly steps from signing has left, or all of
    it. `gap` is what a further grant makes good, at signing.
    """
    section = model.section("Grants")
    whole = section.under("All grants")
    paying = _Paying(model, whole, terms, homes, time)
    given = [_grant(model, section.under(grant.name), grant, paying, contract) for grant in terms.grants]
    donated, donated_clawback = _handed_over(model, terms, homes, contract)
    capital = [each for each in given if each.terms.used_for == "capital"]
    running = [each for each in given if each.terms.used_for == "revenue"]
    received = [part for each in capital for part in each.parts]
    further = (gap + terms.lending.further_grant) * time.signing
    received.append(whole.line("Further grant", further, POUNDS))
    total = whole.line("Grants received", sum_of(received), POUNDS)
    value = whole.line("Value of homes handed over", sum_of(donated), POUNDS)
    clawback = whole.line("Clawback of grants", sum_of(each.clawback for each in capital), POUNDS)
    of_value = whole.line("Clawback of value handed over", sum_of(donated_clawback), POUNDS)
    revenue = revenue_clawback = None
    if running:
        revenue = whole.line("Revenue grants received", sum_of(part for each in running for part in each.parts), POUNDS)
        revenue_clawback = whole.line("Clawback of revenue grants", sum_of(each.clawback for each in running), POUNDS)
    arising = [clawback, of_value, *([revenue_clawback] if revenue_clawback is not None else [])]
    due, recycled = _recycled(whole, capital, sum_of(arising))
    return Grants(
        received=total,
        revenue=revenue,
        donated=value,
        clawback=clawback,
        revenue_clawback=revenue_clawback,
        donated_clawback=of_value,
        due=due,
        recycled=recycled,
        never_paid=[(each.terms.name, each.never_paid) for each in given if each.never_paid is not None],
    )


class _Paying:
    """What grants are paid by: signing, homes as they arrive, money as it is spent."""

    def __init__(self, model: Model, whole: Section, terms: Terms, homes: Homes, time: Timeline) -> None:
        self.model, self.time = model, time
        self.arriving = ratio(homes.arriving, sum_of(lot.number for lot in homes.lots))
        if any(grant.stated("as_spent") for grant in terms.grants):
            self.spent = whole.line("Spent on homes and works", homes.spent, POUNDS)
        if any(grant.stated("milestones") for grant in terms.grants):
            arrived, before = (sum_of(lines) for lines in _arrived(homes))
            self.arrived = whole.line("Homes that have arrived", arrived, HOMES, stock=True)
            self.arrived_before = whole.line("Homes that had arrived the month before", before, HOMES, stock=True)

    def parts(self, block: Section, grant: Terms) -> list[Line]:
        """The parts in which a grant is paid."""
        if grant.used_for == "revenue":
            ended = flag(self.model.month >= grant.paid_from + grant.paid_over)
            monthly = ratio(grant.amount, grant.paid_over) * (flag(self.model.month >= grant.paid_from) - ended)
            return [block.line("Paid month by month", monthly, POUNDS)]
        parts = [
            block.line("Paid at signing", grant.amount * grant.at_signing * self.time.signing, POUNDS),
            block.line("Paid as homes arrive", grant.amount * grant.as_homes_arrive * self.arriving, POUNDS),
        ]
        if grant.stated("as_spent"):
            parts.append(self._as_spent(block, grant))
        return parts + [self._at_milestone(block, grant, each) for each in grant.milestones]

    def _as_spent(self, block: Section, grant: Terms) -> Line:
        """A part of each pound spent, until this part of the grant is used up."""
        to_date = block.balance("Paid as money is spent, to date", POUNDS)
        left = block.line("Still to be matched", grant.amount * grant.as_spent - to_date.opening, POUNDS, stock=True)
        paid = block.line("Paid as money is spent", minimum(self.spent * grant.matches, left), POUNDS)
        to_date.close(paid)
        return paid

    def _at_milestone(self, block: Section, grant: Terms, milestone: Terms) -> Line:
        """All at once, in the month in which so many homes have arrived, unless that comes too late."""
        reached = flag(self.arrived >= milestone.homes) * flag(self.arrived_before < milestone.homes)
        paid = grant.amount * milestone.share * reached * flag(self.model.month <= milestone.by)
        return block.line(f"Paid on reaching {milestone.name}", paid, POUNDS)


def _arrived(homes: Homes) -> tuple[list[Expression], list[Expression]]:
    return [lot.arrived for lot in homes.lots], [lot.arrived_before for lot in homes.lots]


def _grant(model: Model, block: Section, grant: Terms, paying: _Paying, contract: Contract) -> _Grant:
    """A grant paid, and clawed back."""
    parts = paying.parts(block, grant)
    paid = block.balance("Grant to date", POUNDS).close(*parts)
    never = None
    if grant.stated("as_spent") or grant.stated("milestones"):
        at_end = model.in_month(paid, paying.time.months)
        never = block.measure("Never paid", maximum(0, grant.amount - at_end), POUNDS)
    clawback = block.line("Clawback", _most(model, grant, paid) * contract.last, POUNDS)
    if not grant.stated("recycled_for"):
        return _Grant(grant, parts, clawback, None, never)
    kept = block.line("Kept as recycled grant", model.trailing(clawback, grant.recycled_for), POUNDS, stock=True)
    falls_due = block.line("Recycled grant that falls due", model.back(clawback, grant.recycled_for), POUNDS)
    return _Grant(grant, parts, clawback, (kept, falls_due), never)


def _most(model: Model, grant: Terms, paid: Line) -> Expression:
    """What could be clawed back of a grant in a month [£]."""
    if grant.stated("taper"):
        left = ratio(maximum(0, grant.clawback_over - model.month), grant.clawback_over)
    else:
        left = flag(model.month < grant.clawback_over)
    return minimum(paid * left, grant.clawback_most) if grant.stated("clawback_most") else paid * left


def _recycled(whole: Section, capital: list[_Grant], arising: Expression) -> tuple[Expression, Line | None]:
    """The clawback that falls due in a month: what arises, but of grants that are recycled what arose before."""
    recycling = [(each.clawback, *each.recycled) for each in capital if each.recycled is not None]
    if not recycling:
        return arising, None
    kept = whole.line("Recycled grant", sum_of(kept for _, kept, _ in recycling), POUNDS, stock=True)
    at_once = whole.line("Clawback that is not recycled", arising - sum_of(each for each, _, _ in recycling), POUNDS)
    return sum_of([at_once, *(due for _, _, due in recycling)]), kept


def _handed_over(
    model: Model, terms: Terms, homes: Homes, contract: Contract
) -> tuple[list[Expression], list[Expression]]:
    """The value handed over, and its clawback: none where the homes themselves go back."""
    donated: list[Expression] = []
    clawback: list[Expression] = []
    for lot in homes.lots:
        if lot.donated is None:
            continue
        block = model.section("Grants").under(lot.name)
        to_date = block.balance("Value handed over to date", POUNDS)
        given = to_date.close(lot.donated)
        left = ratio(maximum(0, lot.terms.clawback_over - model.month), lot.terms.clawback_over)
        kept = share(terms.contract.reversion)
        donated.append(lot.donated)
        clawback.append(block.line("Clawback", given * left * contract.last * kept, POUNDS))
    return donated, clawback
