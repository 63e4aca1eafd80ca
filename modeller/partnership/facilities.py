"""What a loan makes available: its fees, and what is drawn of it month by month."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import flag, maximum, minimum, ratio
from modeller.lines.model import Balance, Model, Section
from modeller.lines.references import Line
from modeller.lines.units import FLAG, POUNDS
from modeller.partnership.inputs import Terms
from modeller.partnership.pricing import Price
from modeller.partnership.repayment import Lent, payment_months

NOTHING = Constant(0, POUNDS)


@dataclass(frozen=True)
class Facility:
    """What a loan makes available and costs to arrange, by month [£]."""

    name: str
    terms: Terms
    section: Section
    price: Price
    lent: Lent
    undrawn: Balance
    owed: Balance
    available: Line
    closing: Line
    must: Expression
    paying: Line | None
    arrangement_fee: Line
    commitment_fee: Line

    @property
    def fee_added(self) -> Line | None:
        """The arrangement fee, where it is added to what is owed rather than paid."""
        return self.arrangement_fee if self.terms.stated("pricing").fees == "added to the loan" else None

    @property
    def fees_paid(self) -> Expression:
        """The fees that are paid in the month."""
        if self.fee_added is not None:
            return self.commitment_fee
        return self.arrangement_fee + self.commitment_fee

    @property
    def draws_as_needed(self) -> bool:
        """Whether it is drawn for what grants do not cover, rather than by the month."""
        return bool(self.terms.stated("drawing").pace == "as needed")

    @property
    def lapses(self) -> bool:
        """Whether what is not drawn when it ceases to be available is never drawn."""
        return bool(self.terms.stated("drawing").lapses)

    @property
    def is_revolving(self) -> bool:
        """Whether what is repaid can be drawn again."""
        return bool(self.terms.stated("drawing").redrawn)

    @property
    def repays_from_share(self) -> bool:
        """Whether its capital comes back from its share of income, and is never due."""
        return bool(self.terms.stated("repayment").shape == "from its share")


def facility(model: Model, section: Section, terms: Terms, price: Price, signing: Line, lent: Lent) -> Facility:
    """The loan before anything is drawn, with its fees; `lent` is what is asked, or what the lender's rules allow."""
    undrawn = section.balance("Undrawn", POUNDS, start=lent.amount)
    available = section.line("Available", flag(model.month <= terms.available), FLAG)
    closing = section.line("Last month available", flag(model.month >= terms.available) * available, FLAG)
    said = terms.stated("drawing")
    must: Expression = NOTHING if said.lapses else undrawn.opening * closing
    if said.pace == "evenly":
        even = minimum(undrawn.opening, ratio(lent.amount, terms.available)) * available
        must = section.line("Drawn evenly", maximum(must, even), POUNDS)
    return Facility(
        name=terms.name,
        terms=terms,
        section=section,
        price=price,
        lent=lent,
        undrawn=undrawn,
        owed=section.balance("Owed", POUNDS),
        available=available,
        closing=closing,
        must=must,
        paying=payment_months(model, section, terms),
        arrangement_fee=section.line("Arrangement fee", lent.amount * terms.arrangement_fee * signing, POUNDS),
        commitment_fee=section.line("Commitment fee", undrawn.opening * terms.commitment_fee / MONTHS_A_YEAR, POUNDS),
    )


@dataclass(frozen=True)
class Drawing:
    """What is drawn in the month, what is then left to draw, and what of it is to keep cash by revolving credit [£].

    `lapsed` is what is never drawn; of revolving credit, where what is left is not yet carried to the next month.
    """

    drawn: Line
    left: Line
    to_keep_cash: Line | None = None
    lapsed: Line | None = None


def drawing(facility: Facility, needed: Line, still_open: Line, short: Line | None) -> Drawing:
    """A share of what is needed, or the month's equal part; what is left at the end, unless it lapses.

    `short` is by how much cash falls below what is kept, which revolving credit is drawn for besides.
    """
    section, undrawn = facility.section, facility.undrawn
    if not facility.draws_as_needed:
        drawn = section.line("Drawn", facility.must, POUNDS)
        return Drawing(drawn, undrawn.close(-drawn))
    part = minimum(1, ratio(needed, still_open)) * facility.available
    if not facility.lapses:
        part = maximum(facility.closing, part)
    drawn = section.line("Drawn", undrawn.opening * part, POUNDS)
    kept = None
    if facility.is_revolving and short is not None:
        most = (undrawn.opening - drawn) * facility.available
        kept = section.line("Drawn to keep cash", minimum(most, short), POUNDS)
        drawn = section.line("Drawn in all", drawn + kept, POUNDS)
    if not facility.lapses and not facility.is_revolving:
        return Drawing(drawn, undrawn.close(-drawn))
    lapsed = section.line("Lapsed", (undrawn.opening - drawn) * facility.closing, POUNDS)
    if facility.is_revolving:  # closed once the month's repayments are known, for they can be drawn again
        left = section.line("Left to draw", undrawn.opening - drawn - lapsed, POUNDS, stock=True)
        return Drawing(drawn, left, kept, lapsed)
    return Drawing(drawn, undrawn.close(-drawn, -lapsed))
