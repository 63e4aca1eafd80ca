"""What lenders and guarantors put into the statements: rows that stand there only where there is such money."""

from __future__ import annotations

from modeller.lines.model import Section
from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.partnership.funding import Funding
from modeller.partnership.inputs import sum_of
from modeller.partnership.payments import Payments

Rows = list[tuple[str, Line]]  # rows of a statement: what each is called there, and its line
SHARED, INDEXED = "Shares paid to lenders", "Indexation of loans"
PREMIUMS, CALLED, GUARANTORS = "Guarantee premiums", "Received from guarantors", "Paid to guarantors"
WRITTEN_OFF, GUARANTORS_PAID = "Capital written off by lenders", "Paid by guarantors, not to be repaid"
ACCRUED, GUARANTORS_OWED = "Interest accrued", "Owed to guarantors"


def fees_charged(account: Section, funding: Funding, payments: Payments) -> Line:
    """Lenders' fees, whether they are paid or added to a loan."""
    added = [fee for loan in payments.loans if (fee := loan.schedule.facility.fee_added) is not None]
    if not added:
        return funding.fees
    return account.line("Lenders' fees, paid and added to loans", funding.fees + sum_of(added), POUNDS)


def charged_by_lenders(account: Section, payments: Payments) -> Rows:
    """What lenders and guarantors get besides interest, where any does."""
    rows: Rows = []
    if any(isinstance(loan.shared, Line) for loan in payments.loans):
        rows.append((SHARED, account.line(SHARED, sum_of(loan.shared for loan in payments.loans), POUNDS)))
    if any(loan.price.growth is not None for loan in payments.loans):
        rows.append((INDEXED, account.line(INDEXED, sum_of(loan.indexation for loan in payments.loans), POUNDS)))
    if payments.guarantees:
        rows.append(
            (PREMIUMS, account.line(PREMIUMS, sum_of(each.premium for each in payments.guarantees.values()), POUNDS))
        )
    return rows


def given_up(account: Section, payments: Payments) -> Rows:
    """What lenders write off by their contracts, and what guarantors pay without being repaid."""
    rows: Rows = []
    if written := [loan.written_off for loan in payments.loans if loan.written_off is not None]:
        rows.append((WRITTEN_OFF, account.line(WRITTEN_OFF, sum_of(written), POUNDS)))
    if payments.guarantees:
        kept = sum_of(each.called - each.to_be_repaid for each in payments.guarantees.values())
        rows.append((GUARANTORS_PAID, account.line(GUARANTORS_PAID, kept, POUNDS)))
    return rows


def owed_besides(sheet: Section, payments: Payments) -> Rows:
    """Interest accrued between payments, and what guarantors are owed."""
    rows: Rows = []
    if accrued := [each.accrued for loan in payments.loans if (each := loan.asked.interest).accrued is not None]:
        rows.append((ACCRUED, sheet.line(ACCRUED, sum_of(accrued), POUNDS, stock=True)))
    if payments.guarantees:
        owed = sum_of(each.owed for each in payments.guarantees.values())
        rows.append((GUARANTORS_OWED, sheet.line(GUARANTORS_OWED, owed, POUNDS, stock=True)))
    return rows


def paid_besides(section: Section, payments: Payments) -> Rows:
    """Shares paid to lenders, and what guarantors pay in and are paid."""
    rows: Rows = []
    if any(isinstance(loan.shared, Line) for loan in payments.loans):
        rows.append((SHARED, section.line(SHARED, -sum_of(loan.shared for loan in payments.loans), POUNDS)))
    if payments.guarantees:
        paid = sum_of(-each.premium_paid - each.repaid for each in payments.guarantees.values())
        rows.append(
            (CALLED, section.line(CALLED, sum_of(each.called for each in payments.guarantees.values()), POUNDS))
        )
        rows.append((GUARANTORS, section.line(GUARANTORS, paid, POUNDS)))
    return rows
