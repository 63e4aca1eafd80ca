"""What there is to repay each loan with, what ranks above it, and homes sold for all loans together."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Constant, Expression
from modeller.lines.functions import minimum
from modeller.lines.model import Model, Section
from modeller.lines.names import slug
from modeller.lines.references import Line, Measure
from modeller.lines.units import HOMES, POUNDS
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import sum_of
from modeller.partnership.loans import Loan
from modeller.partnership.security import Charge, apart
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class Standing:
    """What there is for lenders by month, whatever is charged to whom: homes [homes], money [£]."""

    owned: Line
    reserves: Line
    first: Line
    income: Line


@dataclass(frozen=True)
class Above:
    """What ranks above one loan by month [£]: on any of its homes; and on others, where there are such loans."""

    on_homes: Expression
    elsewhere: Line | None


def ranking_above(section: Section, loans: list[Loan], place: int, on_homes: list[int]) -> Above:
    """What loans that come before one are owed, told apart by whether they do on a home that secures it."""
    others = [loan.owed for above, loan in enumerate(loans[:place]) if above not in on_homes]
    on_others = "Owed to those above on other homes"
    elsewhere = section.line(on_others, sum_of(others), POUNDS, stock=True) if others else None
    return Above(sum_of(loans[other].owed for other in on_homes), elsewhere)


def all_sold(
    model: Model,
    section: Section,
    time: Timeline,
    homes: Homes,
    charges: list[Charge],
    sold: list[Measure],
    homes_at_end: Measure,
) -> Expression:
    """Homes sold for all loans [homes]: of the homes that secure the same loans, no more than are there at the end."""
    groups = apart(charges)
    if len(groups) <= 1 and all(charge.lots is None for charge in charges):
        return minimum(sum_of(sold) + Constant(0, HOMES), homes_at_end)
    found: list[Expression] = []
    for number, group in enumerate(groups, 1):
        lots = [charges[place].lots for place in group]
        wanted, held = sum_of(sold[place] for place in group), homes_at_end
        if None not in lots:
            names = frozenset[str]().union(*(each for each in lots if each is not None))
            at_end = sum_of(lot.held for lot in homes.lots if slug(lot.name) in names)
            line = section.line(f"Homes charged together, group {number}", at_end, HOMES, stock=True)
            held = section.measure(f"Homes at the end, group {number}", model.in_month(line, time.months), HOMES)
        found.append(minimum(wanted, held))
    return sum_of(found) + Constant(0, HOMES)
