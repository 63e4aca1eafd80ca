"""Loans as paid: what each month asks, what is paid of it, and what is then owed.

Every loan keeps to one law: opening + drawn + capitalised ± indexation − paid − written off = closing.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import flag, maximum, minimum
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import FLAG, POUNDS
from modeller.partnership.facilities import NOTHING
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.pricing import Price
from modeller.partnership.repayment import is_over
from modeller.partnership.schedules import Interest, Schedule, interest_of
from modeller.partnership.sharing import Pot, share_paid


@dataclass(frozen=True)
class Asked:
    """What a month asks of a loan before anything is paid [£]: its interest, and capital down to the agreement."""

    interest: Interest
    moved: Expression
    owing: Expression
    capital: Expression

    @property
    def all(self) -> Expression:
        """Interest and capital together."""
        return self.interest.due + self.capital


@dataclass(frozen=True)
class Loan:
    """A loan as paid, by month [£]; `service` and `charge` are what the agreement asks, less what is paid ahead.

    `early` is repaid out of what must repay it early; `ahead` is that, what is swept and what its share repays.
    `claim` is what is owed with the interest accrued since the last payment.
    """

    schedule: Schedule
    asked: Asked
    service: Line
    charge: Line
    interest_paid: Line
    principal_due: Line
    principal_paid: Line
    early: Expression
    ahead: Expression
    shared: Expression
    written_off: Line | None
    owed: Line
    undrawn: Line
    claim: Line
    arrears: Line
    extended: Line | None

    @property
    def name(self) -> str:
        """What the scenario calls it."""
        return self.schedule.facility.name

    @property
    def terms(self) -> Terms:
        """What the scenario states of it."""
        return self.schedule.facility.terms

    @property
    def section(self) -> Section:
        """Its block of the Loans section."""
        return self.schedule.facility.section

    @property
    def price(self) -> Price:
        """What its money costs."""
        return self.schedule.facility.price

    @property
    def interest_due(self) -> Line:
        """Interest falling due in the month."""
        return self.asked.interest.due

    @property
    def interest_charged(self) -> Line:
        """Interest of the month, whenever it falls due."""
        return self.asked.interest.charged

    @property
    def indexation(self) -> Expression:
        """What capital moved by."""
        return self.asked.moved

    @property
    def paid(self) -> Expression:
        """All that the lender is paid, fees apart."""
        paid: Expression = self.interest_paid + self.principal_paid
        return paid + self.shared if isinstance(self.shared, Line) else paid


def ask(model: Model, schedule: Schedule) -> Asked:
    """What the month asks: interest on what is owed, and capital down to what the agreement would leave owing."""
    facility = schedule.facility
    section, owed, growth = facility.section, facility.owed, facility.price.growth
    interest = interest_of(model, facility, owed.opening, "")
    moved: Expression = NOTHING
    owing: Expression = owed.opening
    if growth is not None:
        moved = section.line("Indexation", owed.opening * growth, POUNDS)
        owing = owed.opening + moved
    if interest.rolled_up is not None:
        owing = owing + interest.rolled_up
    return Asked(interest, moved, owing, maximum(0, owing - schedule.before_drawing))


def pay(
    model: Model, schedule: Schedule, asked: Asked, available: Line, pot: Pot | None, early: Expression | None
) -> Loan:
    """Pay interest, then capital, out of what is available; what is not paid stays owed and bears interest.

    Capital is due down to what the agreement would leave owing, so arrears are due again each month until paid.
    `early` is money that must repay loans before they are due: of homes sold, or from the council. That, what is swept
    and what a share repays count towards what falls due next.
    """
    facility = schedule.facility
    section, terms = facility.section, facility.terms
    interest = section.line("Interest paid", minimum(asked.interest.due, available), POUNDS)
    unpaid = section.line("Interest added to the loan", asked.interest.due - interest, POUNDS)
    due = section.line("Capital due", maximum(0, asked.owing + unpaid - schedule.before_drawing), POUNDS, stock=True)
    paid = section.line("Capital paid", minimum(due, available - interest), POUNDS)
    owing = asked.owing + unpaid - paid
    parts: list[Line] = []
    sold: Expression = NOTHING
    if early is not None:
        left = minimum(early, available - interest - paid)
        sold = section.line("Repaid early", minimum(left, owing + schedule.drawn), POUNDS)
        parts.append(sold)
    if pot is not None and terms.stated("repayment").sweep:
        served = sum_of([interest, paid, *parts])
        swept = terms.repayment.sweep * pot.left(served, available)
        parts.append(section.line("Swept", minimum(swept, maximum(0, owing - sum_of(parts))), POUNDS))
    shared: Expression = NOTHING
    if pot is not None and terms.stated("pricing").share:
        served = sum_of([interest, paid, *parts])
        shared = share_paid(model, facility, pot, available, served, interest, schedule.drawn)
        if facility.repays_from_share:
            left = maximum(0, owing - sum_of(parts))
            parts.append(section.line("Capital repaid from its share", minimum(shared, left), POUNDS))
            shared = section.line("Share beyond capital", shared - parts[-1], POUNDS)
    return _closed(model, schedule, asked, _Paid(interest, unpaid, due, paid, sold, parts, shared))


@dataclass(frozen=True)
class _Paid:
    """What a month's payments came to [£]."""

    interest: Line
    unpaid: Line
    due: Line
    capital: Line
    early: Expression
    ahead: list[Line]
    shared: Expression


def _closed(model: Model, schedule: Schedule, asked: Asked, month: _Paid) -> Loan:
    """Carry the month's movements into what is owed, and say what is in arrears."""
    facility = schedule.facility
    section, terms, owed = facility.section, facility.terms, facility.owed
    charge, service, paid = schedule.interest, schedule.service, month.capital
    ahead: Expression = NOTHING
    if month.ahead:
        ahead = sum_of(month.ahead)
        paid = section.line("Capital paid, with what is repaid early", month.capital + ahead, POUNDS)
        # what was repaid ahead is not asked again; arrears are never more than was agreed
        charge = section.line("Interest asked", minimum(charge, asked.interest.due), POUNDS)
        service = section.line("Debt service asked", minimum(service, asked.interest.due + month.due), POUNDS)
    movements = [schedule.drawn, month.unpaid, -paid]
    movements += [each for each in (facility.fee_added, asked.interest.rolled_up) if each is not None]
    movements += [asked.moved] if facility.price.growth is not None else []
    written = None
    if facility.repays_from_share:
        left = asked.owing + month.unpaid + schedule.drawn - paid
        written = section.line("Written off", left * is_over(model, terms), POUNDS)
        movements.append(-written)
    closing = owed.close(*movements)
    undrawn = schedule.undrawn if schedule.drawing.lapsed is None else _drawn_again(schedule, paid, closing)
    arrears = section.line("Arrears", maximum(0, closing - schedule.owed), POUNDS, stock=True)
    return Loan(
        schedule=schedule,
        asked=asked,
        service=service,
        charge=charge,
        interest_paid=month.interest,
        principal_due=month.due,
        principal_paid=paid,
        early=month.early,
        ahead=ahead,
        shared=month.shared,
        written_off=written,
        owed=closing,
        undrawn=undrawn,
        claim=_claim(section, closing, asked.interest.accrued),
        arrears=arrears,
        extended=_extended(model, section, terms),
    )


def _drawn_again(schedule: Schedule, paid: Line, owed: Line) -> Line:
    """What is left to draw, and what is repaid as far as no more than is lent is then owed or to be drawn."""
    facility, drawing = schedule.facility, schedule.drawing
    room = maximum(0, facility.lent.amount - owed - drawing.left)
    open_ = facility.available - facility.closing
    again = facility.section.line("Can be drawn again", minimum(paid, room) * open_, POUNDS)
    lapsed: Expression = NOTHING if drawing.lapsed is None else drawing.lapsed
    return facility.undrawn.close(-drawing.drawn, -lapsed, again)


def _claim(section: Section, owed: Line, accrued: Line | None) -> Line:
    """What the lender could call for at the month's end."""
    if accrued is None:
        return owed
    return section.line("Owed with interest accrued", owed + accrued, POUNDS, stock=True)


def _extended(model: Model, section: Section, terms: Terms) -> Line | None:
    """The months in which a loan that has fallen due cannot yet be called; nothing where there is no extension."""
    if not terms.stated("repayment").extension:
        return None
    until = terms.repayment.after + terms.repayment.over + terms.repayment.extension
    return section.line("In its extension", is_over(model, terms) * flag(model.month < until), FLAG)
