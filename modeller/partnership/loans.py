"""Loans: what is drawn, what the agreement asks month by month, and what is paid of it."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import equals, flag, level_payment, maximum, minimum, ratio
from modeller.lines.model import Balance, Model, Section
from modeller.lines.references import Line
from modeller.lines.units import FLAG, MONTHS, POUNDS, SHARE
from modeller.partnership.constants import A_MONTH
from modeller.partnership.inputs import Terms


@dataclass(frozen=True)
class Lent:
    """How much is lent [£], and what of it a lender that sizes its loan wants repaid by a month of the contract."""

    amount: Expression
    by_contract: Expression | None = None
    until: Line | None = None


@dataclass(frozen=True)
class Facility:
    """What a loan makes available and costs to arrange, by month [£]."""

    name: str
    terms: Terms
    section: Section
    lent: Lent
    undrawn: Balance
    owed: Balance
    available: Line
    closing: Line
    arrangement_fee: Line
    commitment_fee: Line


@dataclass(frozen=True)
class Schedule:
    """A loan as agreed, by month [£]: what would be owed and due had everything been paid on time."""

    facility: Facility
    drawn: Line
    undrawn: Line
    interest: Line
    repayment: Line
    service: Line
    before_drawing: Line
    owed: Line
    growth: Line | None


@dataclass(frozen=True)
class Loan:
    """A loan as paid, by month [£]; `service` and `interest` are what the agreement asks, less what is paid ahead."""

    schedule: Schedule
    service: Line
    interest: Line
    interest_due: Line
    interest_paid: Line
    principal_due: Line
    principal_paid: Line
    ahead: Expression
    shared: Expression
    indexation: Expression
    owed: Line
    arrears: Line

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


@dataclass(frozen=True)
class Sharing:
    """The month's own cash that loans above have left [£], and the cash kept before any is shared [£]."""

    cash: Line
    liquidity: Expression


def facility(model: Model, section: Section, terms: Terms, signing: Line, lent: Lent) -> Facility:
    """The loan before anything is drawn, with its fees; `lent` is what is asked, or what the lender's rules allow."""
    undrawn = section.balance("Undrawn", POUNDS, start=lent.amount)
    available = section.line("Available", flag(model.month <= terms.available), FLAG)
    return Facility(
        name=terms.name,
        terms=terms,
        section=section,
        lent=lent,
        undrawn=undrawn,
        owed=section.balance("Owed", POUNDS),
        available=available,
        closing=section.line("Last month available", flag(model.month >= terms.available) * available, FLAG),
        arrangement_fee=section.line("Arrangement fee", lent.amount * terms.arrangement_fee * signing, POUNDS),
        commitment_fee=section.line("Commitment fee", undrawn.opening * terms.commitment_fee / MONTHS_A_YEAR, POUNDS),
    )


def schedule(model: Model, facility: Facility, needed: Line, still_open: Line, index: Line | None) -> Schedule:
    """Draw a share of what is needed, and what is left when the loan ceases to be available; repay as agreed.

    Where capital moves with an index, so does what is owed, before anything is repaid of it.
    """
    section, terms, undrawn = facility.section, facility.terms, facility.undrawn
    part = minimum(1, ratio(needed, still_open)) * facility.available
    drawn = section.line("Drawn", undrawn.opening * maximum(facility.closing, part), POUNDS)
    left = undrawn.close(-drawn)

    agreed = section.balance("Owed if paid as agreed", POUNDS)
    interest = section.line("Interest as agreed", agreed.opening * terms.interest / MONTHS_A_YEAR, POUNDS)
    growth = None
    moved: Expression = Constant(0, POUNDS)
    owing = agreed.opening
    if index is not None:
        rise = ratio(index - model.back(index, A_MONTH), model.back(index, A_MONTH))
        growth = section.line("Rise of the index in the month", rise, SHARE)
        moved = section.line("Indexation as agreed", agreed.opening * growth, POUNDS)
        owing = section.line("Owed as agreed with indexation", agreed.opening + moved, POUNDS, stock=True)
    repayment = repayment_as_agreed(model, section, terms, facility.lent, owing, interest)
    before = section.line("Owed as agreed before drawing", owing - repayment, POUNDS, stock=True)
    service = section.line("Debt service as agreed", interest + repayment, POUNDS)
    movements = [drawn, moved, -repayment] if index is not None else [drawn, -repayment]
    closing = agreed.close(*movements)
    return Schedule(facility, drawn, left, interest, repayment, service, before, closing, growth)


def repayment_as_agreed(
    model: Model, section: Section, terms: Terms, lent: Lent, opening: Line, interest: Line
) -> Line:
    """Capital as agreed: in equal payments, in equal parts, or all in the last month, which takes what is left."""
    month, agreed = model.month, terms.repayment
    falls_due = section.line("Falls due", flag(month >= agreed.after + agreed.over), FLAG)
    regular: Expression = Constant(0)
    if agreed.shape != "bullet":
        repaying = section.line("Repaying", flag(month > agreed.after), FLAG)
        regular = _regular(model, section, terms, lent, interest) * repaying
    elif lent.by_contract is not None and lent.until is not None:
        regular = lent.by_contract * flag(equals(month, lent.until))
    due = section.line("Regular repayment", regular, POUNDS)
    return section.line("Repayment as agreed", minimum(opening, due + opening * falls_due), POUNDS)


def _regular(model: Model, section: Section, terms: Terms, lent: Lent, interest: Line) -> Expression:
    # drawn at a month's end, so that without a holiday the first month has nothing to repay
    agreed = terms.repayment
    payments = section.line("Regular payments", minimum(agreed.over, agreed.after + agreed.over - 1), MONTHS)
    later = lent.amount if lent.by_contract is None else lent.amount - lent.by_contract
    monthly = terms.interest / MONTHS_A_YEAR
    if agreed.shape == "equal principal":
        part: Expression = section.line("Equal part of the loan", ratio(later, payments), POUNDS)
    else:
        part = section.line("Level payment", level_payment(monthly, payments, later), POUNDS)
    if lent.by_contract is not None and lent.until is not None:
        fewer = maximum(1, minimum(payments, minimum(lent.until - agreed.after, lent.until - 1)))
        sooner = section.line("Payments while the contract repays", fewer, MONTHS)
        equal = agreed.shape == "equal principal"
        each = ratio(lent.by_contract, sooner) if equal else level_payment(monthly, sooner, lent.by_contract)
        own = section.line("Payment of what the contract repays", each, POUNDS)
        part = part + own * flag(model.month <= lent.until)
    return part if agreed.shape == "equal principal" else maximum(0, part - interest)


def pay(
    schedule: Schedule, interest_due: Line, available: Line, sharing: Sharing | None, early: Expression | None
) -> Loan:
    """Pay interest, then capital, out of what is available; what is not paid stays owed and bears interest.

    Capital is due down to what the agreement would leave owing, so arrears are due again each month until paid.
    What a lender shares in is the month's own cash, as far as it leaves the liquidity kept. `early` is money that must
    repay loans before they are due: of homes sold, or from the council; it counts towards what falls due next.
    """
    section, owed, terms = schedule.facility.section, schedule.facility.owed, schedule.facility.terms
    moved: Expression = Constant(0, POUNDS)
    owing: Expression = owed.opening
    if schedule.growth is not None:
        moved = section.line("Indexation", owed.opening * schedule.growth, POUNDS)
        owing = owed.opening + moved
    interest = section.line("Interest paid", minimum(interest_due, available), POUNDS)
    unpaid = section.line("Interest added to the loan", interest_due - interest, POUNDS)
    due = section.line("Capital due", maximum(0, owing + unpaid - schedule.before_drawing), POUNDS, stock=True)
    paid = section.line("Capital paid", minimum(due, available - interest), POUNDS)
    ahead: Expression = Constant(0, POUNDS)
    service, charge = schedule.service, schedule.interest
    if early is not None:
        left = minimum(early, available - interest - paid)
        ahead = section.line("Repaid early", minimum(left, owing + schedule.drawn + unpaid - paid), POUNDS)
        paid = section.line("Capital paid, with what is repaid early", paid + ahead, POUNDS)
        # what was repaid ahead is not asked again; arrears are never more than was agreed
        charge = section.line("Interest asked", minimum(charge, interest_due), POUNDS)
        service = section.line("Debt service asked", minimum(service, interest_due + due), POUNDS)
    shared: Expression = Constant(0, POUNDS)
    if sharing is not None and terms.stated("pricing").share:
        served = interest + paid
        rest = minimum(sharing.cash - served, available - served - sharing.liquidity)
        shared = section.line(
            "Share of cash paid", maximum(0, rest) * flag(owed.opening > 0) * terms.pricing.share, POUNDS
        )
    movements = [schedule.drawn, unpaid, -paid]
    closing = owed.close(*movements, moved) if schedule.growth is not None else owed.close(*movements)
    arrears = section.line("Arrears", maximum(0, closing - schedule.owed), POUNDS, stock=True)
    return Loan(schedule, service, charge, interest_due, interest, due, paid, ahead, shared, moved, closing, arrears)
