"""Loans with cash enough reproduce the examples that Microsoft's pages give for the financial functions of Excel.

Each is stated as documented there, at https://support.microsoft.com/office/excel-functions-by-category (financial
functions), to the digits shown there. A loan of ours is drawn at the end of month 1; monthly payments then begin in
month 2, and yearly ones, each with a full year's interest, in month 24.
"""

import pytest

from modeller.partnership.assemble import assemble
from modeller.scenario.reading import checked
from tests.partnership.test_cases import HERE, laid_over, texts

PLENTY = [{"name": "Plenty", "amount": "£600,000 a year"}]


class Lent:
    """One loan worked out beside plenty of income: what it pays, by the number of the payment."""

    def __init__(self, amount, rate, payments, *, paid="monthly", **terms):
        self.between = {"monthly": 1, "yearly": 12}[paid]
        repayment = {"shape": "annuity", "after": f"{self.between} months", "paid": paid}
        repayment["over"] = f"{payments * self.between} months"
        loan = {"name": "Loan", "amount": f"£{amount}", "interest": rate, "repayment": repayment}
        months = {"horizon": f"{max(12, (payments + 1) * self.between)} months", "contract": {"committed": "24 months"}}
        stated = {"income": PLENTY, "finance": [laid_over(loan, terms)], **months}
        self.results = assemble(checked(laid_over(texts(HERE / "base.yaml")[0], stated))).model.work()

    def paid(self, what, first, last=None):
        """What was paid of a kind in some payments, counted as Excel counts them; a payment out is below nil."""
        rows = self.results[f"loans.loan.{what}_paid"][:, 0]
        return -sum(rows[(payment + 1) * self.between] for payment in range(first, (last or first) + 1))


def to_the_penny(figure):
    return round(figure, 2)


def test_pmt():
    """PMT(8%/12, 10, 10000): the monthly payment for a loan, ($1,037.03)."""
    loan = Lent(10_000, "8%", 10)
    for payment in range(1, 11):
        assert to_the_penny(loan.paid("interest", payment) + loan.paid("capital", payment)) == -1037.03
    assert to_the_penny(loan.results["loans.loan.level_payment"][0]) == 1037.03


def test_ipmt_by_month():
    """IPMT(10%/12, 1, 36, 8000): the interest due in the first month, ($66.67)."""
    assert to_the_penny(Lent(8_000, "10%", 36).paid("interest", 1)) == -66.67


def test_ipmt_by_year():
    """IPMT(10%, 3, 3, 8000): the interest due in the last year of the loan, where payments are yearly, ($292.45)."""
    assert to_the_penny(Lent(8_000, "10%", 3, paid="yearly").paid("interest", 3)) == -292.45


def test_ppmt_by_month():
    """PPMT(10%/12, 1, 24, 2000): the principal paid in month 1, ($75.62)."""
    assert to_the_penny(Lent(2_000, "10%", 24).paid("capital", 1)) == -75.62


def test_ppmt_by_year():
    """PPMT(8%, 10, 10, 200000): the principal paid in year 10, ($27,598.05)."""
    assert to_the_penny(Lent(200_000, "8%", 10, paid="yearly").paid("capital", 10)) == -27598.05


@pytest.fixture(scope="module")
def mortgage():
    """9% a year, 30 years, 125,000: the example of both CUMIPMT and CUMPRINC."""
    return Lent(125_000, "9%", 360)


def test_cumipmt(mortgage):
    """Periods 13 to 24: -11135.23213; period 1: -937.50."""
    assert round(mortgage.paid("interest", 13, 24), 5) == -11135.23213
    assert round(mortgage.paid("interest", 1), 5) == -937.50


def test_cumprinc(mortgage):
    """Periods 13 to 24: -934.1071234; period 1: -68.27827118."""
    assert round(mortgage.paid("capital", 13, 24), 7) == -934.1071234
    assert round(mortgage.paid("capital", 1), 8) == -68.27827118


def test_pv():
    """PV(0.08/12, 12*20, 500, , 0): what 500 a month for 20 years is worth, ($59,777.15).

    It is what a lender at 8% lends on £500 a month at a cover of 1, and what £500 a month repays.
    """
    sizing = {"target_cover": "1", "longest_term": "240 months", "by": "sculpted"}
    lent = Lent("59777.15", "8%", 240, sizing=sizing)
    assert to_the_penny(lent.results["loans.loan.level_payment"][0]) == 500
    stated = {
        "horizon": "240 months",
        "homes": [{"name": "None", "bought": "0", "value": "£1", "rent": "£1 a week"}],
        "income": [{"name": "Annuity", "amount": "£6,000 a year"}],
        "finance": [{"name": "Loan", "amount": "£1", "interest": "8%", "sizing": sizing, "repayment": BULLET}],
    }
    results = assemble(checked(laid_over(texts(HERE / "base.yaml")[0], stated))).model.work()
    assert to_the_penny(results["lending.loan.capacity_sculpted"][0]) == 59777.15


BULLET = {"shape": "bullet", "over": "240 months"}


def test_rate():
    """RATE(4*12, -200, 8000): 1% a month to no decimals, and by twelve 9.24% a year.

    A lender of £9,600 without interest keeps £1,600 as its fee, so parts with £8,000 and gets £200 a month for 48.
    """
    fee = "16.666666666666667%"
    repayment = {"shape": "equal principal"}
    loan = Lent(9_600, "0%", 48, repayment=repayment, arrangement_fee=fee)
    assert to_the_penny(-loan.paid("capital", 1)) == 200
    assert to_the_penny(loan.results["returns.loan.lenders_flow"][1, 0]) == -8000
    monthly = (1 + loan.results["returns.loan.return"][0]) ** (1 / 12) - 1
    assert round(monthly, 4) == 0.0077
    assert round(monthly * 12, 4) == 0.0924
