"""What each lender gets back."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.functions import flag, ratio
from modeller.lines.measures import first_month, internal_return, total
from modeller.lines.model import Model
from modeller.lines.references import Measure
from modeller.lines.units import FLAG, MONTH, PER_YEAR, POUNDS, TIMES
from modeller.partnership.loans import Loan
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class LenderReturn:
    """What becomes of one loan: money [£], months by number, nil for never."""

    loan: Loan
    lent: Measure
    due: Measure
    repaid: Measure
    owed_when_due: Measure
    owed_at_contract_end: Measure
    owed_at_end: Measure
    rate: Measure
    multiple: Measure


def lender_returns(model: Model, time: Timeline, loans: list[Loan]) -> list[LenderReturn]:
    """Each lender's flows: out as drawn, back as fees, interest and capital, at month ends."""
    return [_lender(model, time, loan) for loan in loans]


def _lender(model: Model, time: Timeline, loan: Loan) -> LenderReturn:
    section = model.section("Returns").under(loan.name)
    facility, agreed = loan.schedule.facility, loan.terms.repayment
    received = facility.arrangement_fee + facility.commitment_fee + loan.interest_paid + loan.principal_paid
    paid_back = section.line("Paid to the lender", received, POUNDS)
    flow = section.line("Lender's flow", paid_back - loan.schedule.drawn, POUNDS)
    clear = flag(loan.owed <= 0) * flag(model.month >= loan.terms.available)
    cleared = section.line("Repaid in full", clear, FLAG)
    lent = section.measure("Lent", total(loan.schedule.drawn), POUNDS)
    back = section.measure("Paid back", total(paid_back), POUNDS)
    due = section.measure("Falls due", agreed.after + agreed.over, MONTH)
    return LenderReturn(
        loan=loan,
        lent=lent,
        due=due,
        repaid=section.measure("Repaid", first_month(cleared), MONTH),
        owed_when_due=section.measure("Owed when due", model.in_month(loan.owed, due), POUNDS),
        owed_at_contract_end=section.measure(
            "Owed when the contract ends", model.in_month(loan.owed, time.ends), POUNDS
        ),
        owed_at_end=section.measure("Owed at the end", model.in_month(loan.owed, time.months), POUNDS),
        rate=section.measure("Return", internal_return(flow, back, lent), PER_YEAR),
        multiple=section.measure("Multiple", ratio(back, lent), TIMES),
    )
