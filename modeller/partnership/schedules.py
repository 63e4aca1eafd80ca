"""A loan as agreed: what would be owed and due month by month had everything been paid on time."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import flag, share
from modeller.lines.model import Model
from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.partnership.facilities import NOTHING, Drawing, Facility, drawing
from modeller.partnership.repayment import is_over, repayment_as_agreed


@dataclass(frozen=True)
class Interest:
    """Interest by month [£]: charged, falling due, rolled up instead, and accrued since the last payment."""

    charged: Line
    due: Line
    rolled_up: Line | None
    accrued: Line | None


@dataclass(frozen=True)
class Schedule:
    """A loan as agreed, by month [£]: what would be owed and due had everything been paid on time."""

    facility: Facility
    drawing: Drawing
    interest: Line
    repayment: Line
    service: Line
    before_drawing: Line
    owed: Line

    @property
    def drawn(self) -> Line:
        """What is drawn in the month."""
        return self.drawing.drawn

    @property
    def undrawn(self) -> Line:
        """What is then left to draw."""
        return self.drawing.left


def schedule(model: Model, facility: Facility, needed: Line, still_open: Line, short: Line | None) -> Schedule:
    """Draw what is needed, or what falls to the month, and repay as agreed."""
    section, terms, price = facility.section, facility.terms, facility.price
    draws = drawing(facility, needed, still_open, short)
    drawn = draws.drawn
    agreed = section.balance("Owed if paid as agreed", POUNDS)
    moved: Expression = NOTHING
    owing = agreed.opening
    if price.growth is not None:
        moved = section.line("Indexation as agreed", agreed.opening * price.growth, POUNDS)
        owing = section.line("Owed as agreed with indexation", agreed.opening + moved, POUNDS, stock=True)
    interest = interest_of(model, facility, owing, " as agreed")
    lent = facility.lent
    repayment = repayment_as_agreed(model, section, terms, price, lent, owing, interest.due, facility.paying)
    movements = [drawn, -repayment] if price.growth is None else [drawn, moved, -repayment]
    before: Expression = owing - repayment
    if interest.rolled_up is not None:
        before, movements = before + interest.rolled_up, [*movements, interest.rolled_up]
    if facility.fee_added is not None:
        movements.append(facility.fee_added)
    if facility.repays_from_share:
        movements.append(-section.line("Written off as agreed", (owing + drawn) * is_over(model, terms), POUNDS))
    return Schedule(
        facility=facility,
        drawing=draws,
        interest=interest.due,
        repayment=repayment,
        service=section.line("Debt service as agreed", interest.due + repayment, POUNDS),
        before_drawing=section.line("Owed as agreed before drawing", before, POUNDS, stock=True),
        owed=agreed.close(*movements),
    )


def interest_of(model: Model, facility: Facility, owed: Expression, which: str) -> Interest:
    """Interest on what was owed as the month began, with indexation: when it falls due, and whether it is added."""
    section, terms, paying = facility.section, facility.terms, facility.paying
    rolls = terms.stated("repayment").interest_holiday and terms.repayment.in_holiday == "rolled up"
    label, accruing = f"Interest{which or ' due'}", facility.price.interest_on(owed)
    if paying is None and not rolls:
        line = section.line(label, accruing, POUNDS)
        return Interest(line, line, None, None)
    charged = falling = section.line(f"Interest charged{which}", accruing, POUNDS)
    accrued = None
    if paying is not None:
        balance = section.balance(f"Interest accrued{which}", POUNDS)
        falling = section.line(f"Interest of the period{which}", (balance.opening + charged) * paying, POUNDS)
        accrued = balance.close(charged, -falling)
    if not rolls:
        return Interest(charged, section.line(label, falling, POUNDS), None, accrued)
    holiday = flag(model.month <= terms.repayment.interest_holiday) * share(is_over(model, terms))
    rolled = section.line(f"Interest rolled up{which}", falling * holiday, POUNDS)
    return Interest(charged, section.line(label, falling - rolled, POUNDS), rolled, accrued)
