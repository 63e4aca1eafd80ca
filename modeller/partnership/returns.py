"""What each lender gets back."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Expression
from modeller.lines.functions import equals, flag, maximum, power, ratio, where
from modeller.lines.measures import first_month, present_value, total
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import FLAG, MONTH, NUMBER, PER_YEAR, POUNDS, TIMES
from modeller.partnership.constants import A_RATE
from modeller.partnership.contract import Contract
from modeller.partnership.exits import Exit
from modeller.partnership.inputs import sum_of
from modeller.partnership.loans import Loan
from modeller.partnership.rates import return_of
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class WithExit:
    """What a lender gets if a loan that is called ends as tested: its worth [£], flow by month, totals, return.

    `rate` is none where no one rate fits the flow; `fits` says how many do.
    """

    worth: Measure
    flow: Line
    back: Measure
    lent: Measure
    rate: Measure
    fits: Measure
    index_fall: Measure | None


@dataclass(frozen=True)
class LenderReturn:
    """What becomes of one loan: money [£], what it is `paid` by month, months by number, nil for never."""

    loan: Loan
    paid: Line
    lent: Measure
    due: Measure
    at_the_latest: Measure
    repaid: Measure
    written_off: Measure | None
    owed_when_due: Measure
    owed_at_contract_end: Measure
    owed_at_end: Measure
    with_exit: WithExit
    rate: Measure
    fits: Measure
    multiple: Measure
    payback: Measure
    average_life: Measure


@dataclass(frozen=True)
class AllLenders:
    """What all lenders together are owed when the contract ends, and lose [£]."""

    owed: Measure
    lost: Measure


def all_lenders(model: Model, lenders: list[LenderReturn], exits: list[Exit]) -> AllLenders | None:
    """Lenders taken together; nothing where nothing is lent."""
    if not lenders:
        return None
    section = model.section("Returns")
    owed = sum_of(each.owed_at_contract_end for each in lenders)
    lost = sum_of(each.lost for each in exits)
    return AllLenders(
        owed=section.measure("Owed to all lenders when the contract ends", owed, POUNDS, "owed_to_all_lenders"),
        lost=section.measure("Lost by all lenders", lost, POUNDS, "lost_by_all_lenders"),
    )


def lender_returns(model: Model, time: Timeline, contract: Contract, exits: list[Exit]) -> list[LenderReturn]:
    """Each lender's flows: out as drawn, back as fees, interest and capital, at month ends."""
    return [_lender(model, time, contract, leave) for leave in exits]


def _lender(model: Model, time: Timeline, contract: Contract, leave: Exit) -> LenderReturn:
    loan = leave.loan
    section = model.section("Returns").under(loan.name)
    facility, agreed = loan.schedule.facility, loan.terms.repayment
    paid_back = section.line("Paid to the lender", facility.fees_paid + loan.paid, POUNDS)
    flow = section.line("Lender's flow", paid_back - loan.schedule.drawn, POUNDS)
    clear = flag(loan.owed <= 0) * flag(model.month >= loan.terms.available)
    cleared = section.line("Repaid in full", clear, FLAG)
    lent = section.measure("Lent", total(loan.schedule.drawn), POUNDS)
    back = section.measure("Paid back", total(paid_back), POUNDS)
    found = return_of(section, "Return", flow, back, lent)
    due = section.measure("Falls due", agreed.after + agreed.over, MONTH)
    return LenderReturn(
        loan=loan,
        paid=paid_back,
        with_exit=_with_exit(model, section, time, leave, paid_back),
        lent=lent,
        due=due,
        at_the_latest=_at_the_latest(section, loan, due),
        written_off=_written_off(section, loan),
        repaid=section.measure("Repaid", first_month(cleared), MONTH),
        owed_when_due=section.measure("Owed when due", model.in_month(loan.owed, due), POUNDS),
        owed_at_contract_end=section.measure(
            "Owed when the contract ends", model.in_month(loan.owed, contract.ends), POUNDS
        ),
        owed_at_end=section.measure("Owed at the end", model.in_month(loan.owed, time.months), POUNDS),
        rate=found.rate,
        fits=found.fits,
        multiple=section.measure("Multiple", ratio(back, lent), TIMES),
        payback=_payback(model, section, loan, flow),
        average_life=_average_life(model, section, loan),
    )


def _at_the_latest(section: Section, loan: Loan, due: Measure) -> Measure:
    """The month from which it can be called for not being repaid: when it falls due, or its extension later."""
    if loan.extended is None:
        return due
    agreed = loan.terms.repayment
    return section.measure("Falls due at the latest", agreed.after + agreed.over + agreed.extension, MONTH)


def _written_off(section: Section, loan: Loan) -> Measure | None:
    """What has not come back from its share by the end, which by its terms is owed no more."""
    if loan.written_off is None:
        return None
    return section.measure("Written off by its terms", total(loan.written_off), POUNDS)


def _payback(model: Model, section: Section, loan: Loan, flow: Line) -> Measure:
    """The first month, once the loan can be drawn no more, by which the lender has back what it has put in."""
    so_far = section.balance("Lender's flow so far", POUNDS).close(flow)
    back = flag(so_far >= 0) * flag(model.month >= loan.terms.available)
    return section.measure("Payback", first_month(section.line("Paid back so far", back, FLAG)), MONTH)


def _average_life(model: Model, section: Section, loan: Loan) -> Measure:
    """Months from signing to the repayment of capital, weighted by how much is repaid in each."""
    weighted = section.line("Capital repaid, by its month", loan.principal_paid * model.month, POUNDS)
    repaid = section.line("Capital repaid", loan.principal_paid, POUNDS)
    return section.measure("Average life, in months", ratio(total(weighted), total(repaid)), NUMBER)


def _with_exit(model: Model, section: Section, time: Timeline, leave: Exit, paid_back: Line) -> WithExit:
    """What the lender's flows are worth at the return it asks, and their own return, if a loan called ends as tested.

    Once called, what is not lost comes back in that month; nothing is lent or paid after. What is not yet due when the
    months worked end counts as owed then.
    """
    loan = leave.loan
    running = where(leave.called > 0, flag(model.month <= leave.called), flag(model.month >= 1))
    recovered = (leave.owed - leave.lost) * flag(equals(model.month, leave.called))
    still_owed = loan.owed * flag(equals(model.month, time.months)) * flag(equals(leave.called, 0))
    back = section.line("Paid to the lender, with the exit", paid_back * running + recovered, POUNDS)
    drawn = section.line("Drawn, with the exit", loan.schedule.drawn * running, POUNDS)
    own = (power(1 + loan.price.at_signing / MONTHS_A_YEAR, 12) - 1) * A_RATE
    asked = section.line("Return asked", where(loan.terms.hurdle > 0, loan.terms.hurdle, own), PER_YEAR)
    flow = section.line("Lender's flow, with the exit", back - drawn, POUNDS)
    valued = section.line("Lender's flow, with what is not yet due", flow + still_owed, POUNDS)
    worth = section.measure("Worth to the lender at the return asked", present_value(valued, asked), POUNDS)
    paid = section.measure("Paid back, with the exit", total(back), POUNDS)
    lent = section.measure("Lent, with the exit", total(drawn), POUNDS)
    found = return_of(section, "Return, with the exit", flow, paid, lent)
    return WithExit(worth, flow, paid, lent, found.rate, found.fits, _index_fall(section, leave, running))


def _index_fall(section: Section, leave: Exit, running: Expression) -> Measure | None:
    """What the contract itself takes off a loan that moves with prices, were they to fall: no loss, and shown apart."""
    if leave.loan.price.growth is None:
        return None
    moved = section.line("Indexation, with the exit", leave.loan.indexation * running, POUNDS)
    return section.measure("Fall with the index, by the contract", maximum(0, -total(moved)), POUNDS)
