"""Every identity of borrowing holds where loans of every kind stand together, and fails where one figure is spoiled."""

from dataclasses import replace

import pytest

from modeller.partnership.assemble import assemble
from modeller.scenario.reading import checked
from tests.partnership import borrowing, promises
from tests.partnership.kinds import POOR, RICH, STACKS, partnership_terms
from tests.partnership.look import Look
from tests.partnership.test_identities import IDENTITIES

SIZED = """
    - name: Bank
      amount: £900,000
      interest: 5%
      repayment: {shape: bullet, over: 60 months}
      sizing: {target_cover: 1.1, longest_term: 60 months}
      pricing: {share: 20%, share_of: rent, share_above: "£6,000 a year", share_at_most: 2%}
    - name: Second
      amount: £10,000
      interest: 0%
      pricing: {share: 5%, share_of: revenue}
      repayment: {shape: bullet, over: 60 months}
"""
PARTNERSHIPS = {
    "first, poor": (STACKS[0], POOR, "no"),
    "first, rich": (STACKS[0], RICH, "no"),
    "first, re-sized": (STACKS[0], RICH, "yes"),
    "second, poor": (STACKS[1], POOR, "no"),
    "second, rich": (STACKS[1], RICH, "no"),
    "sized": (SIZED, RICH, "yes"),
}


@pytest.fixture(scope="module")
def partnerships():
    """Each partnership, with what it worked out to."""
    found = {}
    for name, (stack, rent, resized) in PARTNERSHIPS.items():
        stated = partnership_terms(stack, rent, resized=resized)
        stated["homes"][0] |= {"depends_on_contract": "50%"} if stack == SIZED else {}
        partnership = assemble(checked(stated))
        found[name] = partnership, partnership.model.work()
    return found


@pytest.mark.parametrize("name", PARTNERSHIPS)
def test_every_identity_holds(partnerships, name):
    for holds in IDENTITIES:
        holds(Look(*partnerships[name]))


SPOILED = (
    (borrowing.each_loan_is_conserved, "first, rich", "loans.following.capital_paid", 20),
    (borrowing.each_loan_is_conserved, "first, rich", "loans.bond.drawn", 1),
    (borrowing.each_loan_is_conserved, "first, poor", "loans.participation.written_off", 46),
    (borrowing.each_loan_is_conserved, "first, rich", "loans.linked.indexation", 20),
    (borrowing.each_loan_is_conserved, "second, rich", "loans.rolled_up.interest_rolled_up", 6),
    (borrowing.each_loan_is_conserved, "second, rich", "loans.indexed.owed", 30),
    (borrowing.interest_is_what_accrues, "first, rich", "loans.following.interest_charged", 20),
    (borrowing.interest_is_what_accrues, "first, rich", "loans.following.interest_accrued", 20),
    (borrowing.interest_is_what_accrues, "second, rich", "loans.waived.interest_due", 3),
    (borrowing.interest_is_what_accrues, "second, rich", "loans.rolled_up.interest_due", 6),
    (borrowing.interest_is_what_accrues, "second, rich", "loans.priced_on_inflation.interest_due", 30),
    (borrowing.each_loan_is_drawn_as_agreed, "first, rich", "loans.sculpted.drawn", 3),
    (borrowing.each_loan_is_drawn_as_agreed, "first, rich", "loans.linked.drawn", 20),
    (borrowing.each_loan_is_drawn_as_agreed, "second, rich", "loans.revolving.undrawn", 20),
    (borrowing.each_loan_is_drawn_as_agreed, "second, rich", "loans.revolving.undrawn", 40),
    (borrowing.each_loan_is_drawn_as_agreed, "second, rich", "loans.by_value.undrawn", 12),
    (borrowing.each_loan_pays_no_more_than_is_due, "first, rich", "loans.following.interest_paid", 24),
    (borrowing.each_loan_pays_no_more_than_is_due, "first, rich", "loans.bond.capital_paid", 12),
    (borrowing.each_loan_pays_no_more_than_is_due, "first, poor", "loans.bond.arrears", 30),
    (borrowing.capital_waits_for_its_payments, "first, rich", "loans.following.repayment_as_agreed", 20),
    (borrowing.capital_waits_for_its_payments, "first, rich", "loans.participation.repayment_as_agreed", 3),
    (
        borrowing.what_the_contract_repays_is_repaid_by_it,
        "sized",
        "lending.bank.lent_against_the_contract",
        1,
    ),
    (borrowing.shortfall_is_what_is_carried, "first, poor", "payments.shortfall_due_and_not_paid", 40),
    (borrowing.shortfall_is_what_is_carried, "first, poor", "loans.bond.arrears", 40),
    (borrowing.ranks_are_respected, "first, rich", "loans.following.arrears", 24),
    (promises.shares_are_of_what_is_there, "first, rich", "loans.linked.share_of_cash_paid", 20),
    (promises.shares_are_of_what_is_there, "first, rich", "loans.shares.share_of_surplus_paid", 20),
    (promises.shares_are_of_what_is_there, "first, rich", "loans.participation.share_beyond_capital", 10),
    (promises.shares_are_all_that_is_promised, "sized", "loans.bank.share_of_rent_paid", 20),
    (promises.locked_up_shares_are_kept, "first, poor", "loans.linked.locked_up", 20),
    (promises.locked_up_shares_are_kept, "first, poor", "loans.linked.share_of_cash_paid", 20),
    (promises.sweeps_are_of_own_cash, "second, rich", "loans.revolving.swept", 20),
    (promises.guarantees_keep_their_limits, "second, poor", "loans.rolled_up.guarantee_called", 24),
    (promises.guarantees_keep_their_limits, "second, poor", "loans.rolled_up.guarantee_premium", 6),
    (promises.guarantees_keep_their_limits, "second, poor", "loans.rolled_up.owed_to_the_guarantor", 24),
    (promises.guarantees_keep_their_limits, "first, rich", "loans.following.guarantor_repaid", 24),
)
"""Which identity fails, in which partnership, where which line is out by £50 in which month."""


def spoilt(results, line, month):
    """The results with one figure of a line, or the one figure there is, £50 too high."""
    kept = "rows" if line.monthly else "once"
    figures = getattr(results, kept)[id(line)].copy()
    figures[month if line.monthly else 0] += 50
    return replace(results, **{kept: {**getattr(results, kept), id(line): figures}})


@pytest.mark.parametrize(("holds", "name", "key", "month"), SPOILED)
def test_an_identity_fails_where_one_figure_is_spoiled(partnerships, holds, name, key, month):
    partnership, results = partnerships[name]
    with pytest.raises(AssertionError):
        holds(Look(partnership, spoilt(results, partnership.model.by_key[key], month)))


def test_every_identity_is_shown_to_fail():
    assert {holds for holds, *_ in SPOILED} == {*borrowing.BORROWING, *promises.PROMISES}
