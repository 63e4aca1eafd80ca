"""What each loan is secured on: all homes owned, the lots charged to it, or none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from modeller.lines.model import Model, Section
from modeller.lines.names import slug
from modeller.lines.references import Line
from modeller.lines.units import HOMES, POUNDS
from modeller.partnership.homes import Homes, Lot
from modeller.partnership.indices import Indices
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.rent import Rent

ALL, NONE = ["all"], ["none"]


@dataclass(frozen=True)
class Charge:
    """The homes that secure one loan by month [homes], their value [£] and the rent charged for them [£].

    `lots` are the names of those charged to it, as they stand in keys; nothing where all homes owned are. A loan that
    is not `secured` has what all homes bring once those that are secured on them are repaid.
    """

    lots: frozenset[str] | None
    held: Line
    vacant: Line
    value: Line
    rent: Line
    secured: bool = True

    def meets(self, other: Charge) -> bool:
        """Whether a home secures both loans."""
        return self.lots is None or other.lots is None or bool(self.lots & other.lots)


def charges(model: Model, terms: Terms, homes: Homes, rent: Rent, indices: Indices) -> list[Charge]:
    """The charge of each loan, in rank; one that is not stated is on all homes owned, and has no lines of its own."""
    section = model.section("Security")
    every = Charge(None, homes.owned, homes.vacant, homes.value, rent.gross)
    found = []
    for loan in terms.finance:
        stated = loan.stated("security").homes
        if stated in (ALL, NONE):
            found.append(replace(every, secured=stated == ALL))
        else:
            found.append(_charged(section.under(loan.name), terms, stated, rent, indices))
    return found


def _charged(section: Section, terms: Terms, stated: list[str], rent: Rent, indices: Indices) -> Charge:
    names = frozenset(slug(name) for name in stated)
    rents = [each for each in rent.lots if slug(each.lot.name) in names]
    lots: list[Lot] = [each.lot for each in rents]
    vacant = sum_of(lot.held * lot.terms.value for lot in lots) * indices.house_prices
    worth = section.line("Value with vacant possession of homes charged", vacant, POUNDS, stock=True)
    return Charge(
        lots=names,
        held=section.line("Homes charged", sum_of(lot.held for lot in lots), HOMES, stock=True),
        vacant=worth,
        value=section.line(
            "Value on the lenders' basis of homes charged", worth * terms.valuation.share, POUNDS, stock=True
        ),
        rent=section.line("Rent of homes charged", sum_of(each.charged for each in rents), POUNDS),
    )


def above_on(charges: list[Charge], place: int) -> list[int]:
    """The places of the loans that come before one on any home that secures it.

    Of secured loans those that rank above it; before one that is not secured come all that are, whatever their rank.
    """
    own, others = charges[place], range(len(charges))
    if own.secured:
        return [other for other in others[:place] if charges[other].secured and charges[other].meets(own)]
    return [other for other in others if other < place or (other > place and charges[other].secured)]


def apart(charges: list[Charge]) -> list[list[int]]:
    """The places of the loans in groups, so that no home secures loans of two groups."""
    groups: list[list[int]] = []
    for place, charge in enumerate(charges):
        met = [group for group in groups if any(charges[each].meets(charge) for each in group)]
        groups = [group for group in groups if group not in met]
        groups.append([*(each for group in met for each in group), place])
    return groups
