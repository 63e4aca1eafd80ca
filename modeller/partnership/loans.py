"""Loans as paid: what each month asks, what is paid of it, and what is then owed.

Every loan keeps to one law: opening + drawn + capitalised ± indexation − paid − written off = closing.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import flag, maximum, minimum, share
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import FLAG, POUNDS
from modeller.partnership.facilities import NOTHING
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.pricing import Price
from modeller.partnership.repayment import is_over
from modeller.partnership.schedules import Interest, Schedule, interest_of
from modeller.partnership.sharing import Share


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

    `claim` is what is owed with the interest accrued since the last payment.
    """

    schedule: Schedule
    asked: Asked
    service: Line
    charge: Line
    interest_paid: Line
    principal_due: Line
    principal_paid: Line
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
    def missed(self) -> Expression:
        """What is in arrears, which is what was due and not paid; in an extension it is not yet asked for."""
        return self.arrears if self.extended is None else self.arrears * share(self.extended)

    @property
    def paid(self) -> Expression:
        """All that the lender is paid, fees apart."""
        paid: Expression = self.interest_paid + self.principal_paid
        return paid + self.shared if isinstance(self.shared, Line) else paid


def ask(model: Model, schedule: Schedule) -> Asked:
    """What the month asks: interest on what is owed, and capital down to what the agreement would leave owing."""
    facility = schedule.facility
    section, owed, growth = facility.section, facility.owed, facility.price.growth
    moved: Expression = NOTHING
    owing: Expression = owed.opening
    if growth is not None:
        moved = section.line("Indexation", owed.opening * growth, POUNDS)
        owing = owed.opening + moved
    interest = interest_of(model, facility, owing, "")
    if interest.rolled_up is not None:
        owing = owing + interest.rolled_up
    return Asked(interest, moved, owing, maximum(0, owing - schedule.before_drawing))


@dataclass(frozen=True)
class Served:
    """What a month's service of a loan came to [£]: interest, capital that was due, and what had to be repaid early."""

    schedule: Schedule
    asked: Asked
    interest: Line
    unpaid: Line
    due: Line
    capital: Line
    early: Line | None

    @property
    def paid(self) -> Expression:
        """All of it."""
        paid: Expression = self.interest + self.capital
        return paid if self.early is None else paid + self.early

    @property
    def owing(self) -> Expression:
        """What is left of what was owed before the month's drawing."""
        left = self.asked.owing + self.unpaid - self.capital
        return left if self.early is None else left - self.early

    @property
    def to_come(self) -> Expression:
        """What is owed with the month's drawing, and what can still be drawn."""
        facility = self.schedule.facility
        left = self.owing + self.schedule.drawn + self.schedule.undrawn
        return left + self.capital * (facility.available - facility.closing) if facility.is_revolving else left

    @property
    def service(self) -> Expression:
        """What the agreement asks in the month, less what was repaid ahead of it."""
        facility = self.schedule.facility
        repays_ahead = facility.repays_from_share or facility.terms.stated("repayment").sweep
        if self.early is None and not repays_ahead:
            return self.schedule.service
        return minimum(self.schedule.service, self.asked.interest.due + self.due)


def serve(schedule: Schedule, asked: Asked, available: Line, early: Expression | None) -> Served:
    """Pay interest, then capital, out of what is available; what is not paid stays owed and bears interest.

    Capital is due down to what the agreement would leave owing, so arrears are due again each month until paid.
    `early` is money that must repay loans before they are due: of homes sold, or from the council.
    """
    section = schedule.facility.section
    interest = section.line("Interest paid", minimum(asked.interest.due, available), POUNDS)
    unpaid = section.line("Interest added to the loan", asked.interest.due - interest, POUNDS)
    due = section.line("Capital due", maximum(0, asked.owing + unpaid - schedule.before_drawing), POUNDS, stock=True)
    paid = section.line("Capital paid", minimum(due, available - interest), POUNDS)
    ahead = None
    if early is not None:
        left = minimum(early, available - interest - paid)
        owing = asked.owing + unpaid - paid + schedule.drawn
        ahead = section.line("Repaid early", minimum(left, owing), POUNDS)
    return Served(schedule, asked, interest, unpaid, due, paid, ahead)


def close(model: Model, served: Served, shared: Share | None, swept: Line | None) -> Loan:
    """Carry the month's movements into what is owed, and say what is in arrears.

    What is repaid early, what a share repays and what is swept count towards what falls due next.
    """
    schedule, asked = served.schedule, served.asked
    facility = schedule.facility
    section, terms, owed = facility.section, facility.terms, facility.owed
    charge, service, paid = schedule.interest, schedule.service, served.capital
    if ahead := _ahead(served, shared, swept):
        paid = section.line("Capital paid, with what is repaid early", served.capital + sum_of(ahead), POUNDS)
        # what was repaid ahead is not asked again; arrears are never more than was agreed
        charge = section.line("Interest asked", minimum(charge, asked.interest.due), POUNDS)
        service = section.line("Debt service asked", minimum(service, asked.interest.due + served.due), POUNDS)
    movements = [schedule.drawn, served.unpaid, -paid]
    movements += [each for each in (facility.fee_added, asked.interest.rolled_up) if each is not None]
    movements += [asked.moved] if facility.price.growth is not None else []
    written = None
    if facility.repays_from_share:
        left = asked.owing + served.unpaid + schedule.drawn - paid
        written = section.line("Written off", left * is_over(model, terms), POUNDS)
        movements.append(-written)
    closing = owed.close(*movements)
    if shared is not None:
        shared.close(paid + served.interest)
    arrears = section.line("Arrears", maximum(0, closing - schedule.owed), POUNDS, stock=True)
    return Loan(
        schedule=schedule,
        asked=asked,
        service=service,
        charge=charge,
        interest_paid=served.interest,
        principal_due=served.due,
        principal_paid=paid,
        ahead=sum_of(ahead) if ahead else NOTHING,
        shared=shared.beyond_capital if shared is not None else NOTHING,
        written_off=written,
        owed=closing,
        undrawn=schedule.undrawn if schedule.drawing.lapsed is None else _drawn_again(schedule, paid, closing),
        claim=_claim(section, closing, asked.interest.accrued),
        arrears=arrears,
        extended=_extended(model, section, terms),
    )


def _ahead(served: Served, shared: Share | None, swept: Line | None) -> list[Line]:
    """What repays capital before it is due."""
    from_share = shared.capital if shared is not None else None
    return [each for each in (served.early, from_share, swept) if each is not None]


def _drawn_again(schedule: Schedule, paid: Line, owed: Line) -> Line:
    """What is left to draw with what is repaid, so that no more than is lent is owed or drawn; in the end, nothing."""
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
