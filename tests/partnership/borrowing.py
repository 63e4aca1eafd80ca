"""What must hold of every loan, whatever kind of money it is: how it is drawn, what it costs, and how it comes back."""

import numpy as np

from tests.partnership.look import (
    HALF_A_PENNY,
    ahead,
    before,
    indexation,
    lent,
    never_below,
    nil,
    optional,
    to_lender,
)
from tests.partnership.rates import due, given, grows, in_extension, part_of_a_year, pays, rate, so_far, stated


def each_loan_is_conserved(look):
    """Opening + drawn + capitalised ± indexation − paid − written off is closing, and that is never below nil."""
    for loan in look.p.payments.loans:
        terms, owed = stated(look, loan), look(loan.owed)
        nil(indexation(look, loan) - before(owed) * grows(look, loan), f"{loan.name}: indexation")
        fee = lent(look, loan) * given(look, loan, "arrangement_fee") * (look.months == 1)
        capitalised = look(loan.interest_due) - look(loan.interest_paid)
        capitalised = capitalised + optional(look, loan.asked.interest.rolled_up)
        capitalised = capitalised + fee * (terms.pricing.fees == "added to the loan")
        written = optional(look, loan.written_off)
        came = look(loan.schedule.drawn) + capitalised + indexation(look, loan)
        nil(owed - before(owed) - came + look(loan.principal_paid) + written, f"{loan.name}: movement")
        never_below(owed, f"{loan.name}: owed")
        never_below(written, f"{loan.name}: written off")
        by_contract = (terms.repayment.shape == "from its share") & (look.months >= due(look, loan))
        nil(np.where(by_contract, 0, written), f"{loan.name}: written off, and not by contract")
        nil(np.where(by_contract, owed - fee, 0), f"{loan.name}: owed after it is written off")


def interest_is_what_accrues(look):
    """The month's rate on what was owed is charged; it falls due in its months, is rolled up, or is accrued."""
    for loan in look.p.payments.loans:
        terms, interest = stated(look, loan), loan.asked.interest
        charged, falls = look(interest.charged), look(interest.due)
        moved = before(look(loan.owed)) * (1 + grows(look, loan))
        accruing = moved * rate(look, loan) * part_of_a_year(look, loan)
        nil(accruing - charged, f"{loan.name}: interest on what is owed")
        rolled, accrued = optional(look, interest.rolled_up), optional(look, interest.accrued)
        nil(so_far(charged - falls - rolled) - accrued, f"{loan.name}: charged, due, rolled up and accrued")
        paying = pays(look, loan)
        nil(np.where(paying, accrued, 0), f"{loan.name}: accrued beyond its payment")
        nil(np.where(paying, 0, falls + rolled), f"{loan.name}: due between payments")
        agreed = terms.repayment
        holiday = (look.months <= agreed.interest_holiday) & (look.months < due(look, loan))
        rolls = holiday & (agreed.in_holiday == "rolled up")
        nil(np.where(rolls, falls, rolled), f"{loan.name}: due in its holiday, or rolled up out of it")


def each_loan_is_drawn_as_agreed(look):
    """No more is drawn than is lent, nothing after the loan ceases to be available, and all of it by then or never."""
    for loan in look.p.payments.loans:
        terms, amount, drawn = stated(look, loan), lent(look, loan), look(loan.schedule.drawn)
        last, left = given(look, loan, "available"), look(loan.schedule.facility.undrawn.closing)
        never_below(drawn, f"{loan.name}: drawn")
        never_below(left, f"{loan.name}: undrawn")
        nil(np.where(look.months > last, drawn, 0), f"{loan.name}: drawn too late")
        nil(np.where(look.months >= last, left, 0), f"{loan.name}: undrawn after it is available")
        open_ = look.months < last
        if terms.drawing.redrawn:
            _revolves(look, loan, drawn, left, open_)
            continue
        never_below(amount - so_far(drawn), f"{loan.name}: drawn in all")
        nil(np.where(open_, amount - so_far(drawn) - left, 0), f"{loan.name}: lent, not drawn and not to be drawn")
        if not terms.drawing.lapses:
            nil(np.where(look.months >= last, amount - so_far(drawn), 0), f"{loan.name}: not all of it is drawn")
        if terms.drawing.pace == "evenly":
            nil(drawn - amount / last * (look.months <= last), f"{loan.name}: drawn unevenly")


def _revolves(look, loan, drawn, left, open_):
    """What is repaid can be drawn again, as long as no more than is lent is owed or to be drawn."""
    amount, paid, owed = lent(look, loan), look(loan.principal_paid), look(loan.owed)
    never_below(amount - so_far(drawn - paid), f"{loan.name}: more than is lent outstanding")
    opening = np.vstack([np.broadcast_to(amount, left[:1].shape), left[:-1]])
    fresh = opening - drawn
    again = np.clip(amount - owed - fresh, 0, paid)
    nil(np.where(open_, left - fresh - again, 0), f"{loan.name}: to be drawn again")


def each_loan_pays_no_more_than_is_due(look):
    """Paid is at most due; arrears are what is due, not paid and not written off; as agreed, all is repaid in time."""
    for loan in look.p.payments.loans:
        never_below(look(loan.interest_due) - look(loan.interest_paid), f"{loan.name}: interest")
        early = ahead(look, loan)
        unpaid = look(loan.principal_due) - look(loan.principal_paid) + early
        never_below(unpaid, f"{loan.name}: capital")
        never_below(look(loan.interest_paid), f"{loan.name}: interest paid")
        never_below(look(loan.principal_paid), f"{loan.name}: capital paid")
        forgiven = np.minimum(unpaid, optional(look, loan.written_off))
        nil(unpaid - forgiven - look(loan.arrears), f"{loan.name}: arrears")
        within = look(loan.schedule.owed) + look(loan.arrears) - look(loan.owed)
        never_below(within, f"{loan.name}: owed beyond the agreement")
        nil(
            np.where(np.cumsum(early, axis=0) > 0, 0, within),
            f"{loan.name}: less than is agreed, though none was early",
        )
        over = look.months >= np.maximum(due(look, loan), given(look, loan, "available") + 1)
        nil(np.where(over, look(loan.schedule.owed), 0), f"{loan.name}: owed after its last date, as agreed")


def capital_waits_for_its_payments(look):
    """As agreed, no capital is repaid in the holiday, nor between payments unless the contract is to have repaid it."""
    for loan in look.p.payments.loans:
        repaid = look(loan.schedule.repayment)
        by_contract = loan.schedule.facility.lent.until
        until = look(by_contract) if by_contract is not None else 0
        waits = ~pays(look, loan) | (look.months <= given(look, loan, "repayment.after"))
        waits = waits & (look.months < due(look, loan)) & (look.months != until)
        nil(np.where(waits, repaid, 0), f"{loan.name}: repaid out of its turn, as agreed")


def what_the_contract_repays_is_repaid_by_it(look):
    """Once the contract counts no more, no more is owed as agreed than was lent beyond it, with what has been added.

    Capital that comes back from a share is never due, by the contract's end or by any other date.
    """
    for loan in look.p.payments.loans:
        part = loan.schedule.facility.lent
        if part.by_contract is None or loan.schedule.facility.repays_from_share:
            continue
        owing = before(look(loan.schedule.owed)) * (1 + grows(look, loan))
        left = owing - look(loan.schedule.repayment)
        beyond = np.maximum(lent(look, loan), owing) - look(part.by_contract)
        then = look.months == look(part.until)
        never_below(np.where(then, beyond - left, 0), f"{loan.name}: lent against the contract, and not repaid by it")


def shortfall_is_what_is_carried(look):
    """What is due and not paid is what creditors are owed and loans are in arrears, unless they are in an extension."""
    paid = look.p.payments
    arrears = (np.where(in_extension(look, loan), 0, look(loan.arrears)) for loan in paid.loans)
    carried = sum(arrears, look(paid.creditors))
    nil(look(paid.shortfall) - carried, "shortfall less creditors and arrears")


def ranks_are_respected(look):
    """A loan has nothing but what its own guarantor pays in a month in which one above it is not paid what is due."""
    loans, called = look.p.payments.loans, called_by_rank(look)
    for place, loan in enumerate(loans):
        paid = look.total(to_lender(loan)) - called[place]
        above = look.total(other.arrears for other in loans[:place])
        nil(np.where(above > HALF_A_PENNY, paid, 0), f"{loan.name}: paid while another above it was not")
    if loans:
        paid = look.total(line for loan in loans for line in to_lender(loan)) - sum(called)
        reserve = look("payments.debt_service_reserve.used") + look("payments.debt_service_reserve.let_go")
        never_below(look("payments.available_for_loans") + reserve - paid, "left after lenders")


def called_by_rank(look):
    """What each loan's guarantor pays of it by month."""
    loans, held = look.p.payments.loans, look.p.payments.guarantees
    return [look(held[place].called) if place in held else 0 * look(loan.owed) for place, loan in enumerate(loans)]


BORROWING = (
    each_loan_is_conserved,
    interest_is_what_accrues,
    each_loan_is_drawn_as_agreed,
    each_loan_pays_no_more_than_is_due,
    capital_waits_for_its_payments,
    what_the_contract_repays_is_repaid_by_it,
    shortfall_is_what_is_carried,
    ranks_are_respected,
)
