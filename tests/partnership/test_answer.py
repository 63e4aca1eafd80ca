"""The answer in words: what becomes of each loan, and what else is not as agreed."""

import pytest

from modeller.partnership.answer import answer
from modeller.partnership.assemble import assemble
from modeller.scenario.reading import checked
from tests.partnership.test_cases import HERE, laid_over, texts

BASE = texts(HERE / "base.yaml")[0]
LOAN = {"name": "Loan", "amount": "£20,000", "interest": "0%", "repayment": {"shape": "bullet", "over": "12 months"}}


def told(**terms):
    partnership = assemble(checked(laid_over(BASE, terms)))
    return answer(partnership, partnership.model.work())


def loan(**terms):
    return [laid_over(LOAN, terms)]


def test_nothing_borrowed():
    found = told()
    assert (found.viable, found.words) == (True, "Nothing is borrowed.")


def test_a_loan_repaid_when_due():
    # £4,000 of rent a month from month 2 is £44,000 by month 12
    found = told(finance=loan())
    assert found.viable
    assert found.words == "Everything that falls due is repaid on time. “Loan” is repaid by March 2027, as agreed."


def test_a_loan_repaid_late_says_what_was_missing_and_when_it_is_repaid():
    # £44,000 of £60,000 by March 2027, and the £20,000 lent is cash besides; the rest in two more months
    found = told(finance=loan(amount="£72,000"), reserves={"working_capital": "£10,000"}, homes=bought("£6,200"))
    assert not found.viable
    assert "falls due in March 2027, when £18,000 of £72,000 cannot be paid" in found.words
    assert "Left to run, it is repaid by August 2027." in found.words


def bought(price):
    return [{"name": "Homes", "bought": "10", "price": price, "value": "£100,000", "rent": "£100 a week"}]


def test_a_loan_never_repaid():
    found = told(finance=loan(amount="£500,000"), homes=bought("£50,000"))
    # 35 months of £4,000 have been paid by the end
    assert "£360,000 is still owed at the end of the months worked." in found.words


def test_a_loan_that_falls_due_later():
    found = told(finance=loan(repayment={"shape": "bullet", "over": "5 years"}))
    assert found.viable
    assert "“Loan” falls due in March 2031, after the months worked; £20,000 is owed at their end." in found.words


def test_a_loan_of_nothing():
    assert "“Loan” is not drawn." in told(finance=loan(amount="£0")).words


def test_uses_that_are_not_covered():
    found = told(finance=loan(), homes=bought("£3,000"))
    assert not found.viable
    assert "The money raised is £10,000 short of its uses." in found.words


def test_a_covenant_broken():
    # no cash has to be a tenth of the loan: £44,000 over £20,000 is 2.2
    found = told(finance=loan(covenants={"debt_service_cover": "2.5"}))
    assert not found.viable
    assert "A covenant of “Loan” is broken in March 2027." in found.words
    assert found.short == "Everything that falls due is repaid on time, but not everything is as agreed."
    assert "Cash that would have cured each at its worst test: debt-service cover £6,000." in found.words


@pytest.mark.parametrize("cover", ["2.2", "1"])
def test_a_covenant_just_met(cover):
    assert told(finance=loan(covenants={"debt_service_cover": cover})).viable
