"""Loans paid by the quarter, half-year and year, with balloons, at rates that follow another, and sculpted ones:
against numpy-financial and numpy, with many amounts, rates and lengths at once.
"""

import numpy as np
import numpy_financial as npf
import pytest

from modeller.partnership.assemble import assemble
from modeller.scenario.reading import checked
from tests.partnership.test_cases import HERE, laid_over, texts

SCENARIOS = 100
MONTHS = 240
BETWEEN = {"quarterly": 3, "half-yearly": 6, "yearly": 12}
PLENTY = [{"name": "Plenty", "amount": "£60m a year"}]


def partnership(finance, **terms):
    """The base of the hand-worked cases over twenty years, with these loans."""
    stated = {"horizon": f"{MONTHS} months", "contract": {"committed": "24 months"}, "finance": finance, **terms}
    return assemble(checked(laid_over(texts(HERE / "base.yaml")[0], stated)))


def loan(name, **terms):
    """A loan of £1m at 5%, in level payments over two years from the end of the first, unless stated otherwise."""
    repayment = {"shape": "annuity", "after": "12 months", "over": "24 months"}
    return laid_over({"name": name, "amount": "£1m", "interest": "5%", "repayment": repayment}, terms)


@pytest.fixture(scope="module")
def by_period():
    """A loan of each period, half of it left to the last payment, worked out with other figures a hundred times."""
    finance = [loan(name, repayment={"paid": name, "balloon": "50%"}) for name in BETWEEN]
    built, random, changes = partnership(finance, income=PLENTY), np.random.default_rng(4), {}
    for name, between in BETWEEN.items():
        key = f"finance.{name.replace('-', '_')}"
        after, over = random.integers(1, 24 // between + 1, SCENARIOS), random.integers(1, 200 // between, SCENARIOS)
        changes[f"{key}.amount"] = random.uniform(1, 2_000_000, SCENARIOS)
        changes[f"{key}.interest"] = random.choice([0, 0.0001, 0.03, 0.065, 0.25], SCENARIOS)
        changes[f"{key}.repayment.after"], changes[f"{key}.repayment.over"] = after * between, over * between
        changes[f"{key}.repayment.balloon"] = random.choice([0, 0.001, 0.4, 1], SCENARIOS)
    return changes, built.model.work(changes)


@pytest.mark.parametrize("name", BETWEEN)
@pytest.mark.parametrize("scenario", range(SCENARIOS))
def test_an_annuity_by_the_period_is_numpy_financials(by_period, name, scenario):
    changes, results = by_period
    slug, between = name.replace("-", "_"), BETWEEN[name]
    parts = ("amount", "interest", "repayment.after", "repayment.over", "repayment.balloon")
    amount, rate, after, over, balloon = (changes[f"finance.{slug}.{part}"][scenario] for part in parts)
    number, rate, left = int(over) // between, rate * between / 12, amount * balloon
    months = np.arange(1, number + 1) * between + int(after)
    capital, interest = (results[f"loans.{slug}.{what}_paid"][:, scenario] for what in ("capital", "interest"))
    with np.errstate(invalid="ignore"):  # at a nil rate it divides by nil, and then takes the right branch
        wanted = npf.ppmt(rate, np.arange(1, number + 1), number, -amount, left)
        due = npf.ipmt(rate, np.arange(1, number + 1), number, -amount, left)
    wanted[-1] += left
    np.testing.assert_allclose(capital[months], wanted, atol=0.005)
    np.testing.assert_allclose(interest[months], due, atol=0.005)
    np.testing.assert_allclose((capital + interest)[months[:-1]], npf.pmt(rate, number, -amount, left), atol=0.005)
    assert capital.sum() == pytest.approx(amount)
    assert np.count_nonzero(capital) <= number


@pytest.fixture(scope="module")
def following():
    """Level payments at a margin over a Bank Rate that is another each year, within a floor and a cap."""
    years = range(2026, 2047)
    economy = {"bank_rate": {str(year): "4%" for year in years}}
    pricing = {"follows": "bank rate", "least_rate": "2%", "most_rate": "12%"}
    built = partnership([loan("Loan", pricing=pricing)], income=PLENTY, economy=economy)
    random = np.random.default_rng(5)
    changes = {f"economy.bank_rate.{year}": random.uniform(0, 0.14, SCENARIOS) for year in years}
    changes["finance.loan.interest"] = random.choice([0, 0.01, 0.025], SCENARIOS)
    changes["finance.loan.amount"] = random.uniform(1, 2_000_000, SCENARIOS)
    changes["finance.loan.repayment.over"] = random.integers(1, 200, SCENARIOS)
    return changes, built.model.work(changes)


@pytest.mark.parametrize("scenario", range(SCENARIOS))
def test_a_rate_that_follows_is_paid_anew_each_month(following, scenario):
    changes, results = following
    owed, over = changes["finance.loan.amount"][scenario], int(changes["finance.loan.repayment.over"][scenario])
    for payment in range(1, over + 1):
        month = 12 + payment
        year = 2026 + (month + 2) // 12
        rate = changes[f"economy.bank_rate.{year}"][scenario] + changes["finance.loan.interest"][scenario]
        rate = min(0.12, max(0.02, rate)) / 12
        capital = npf.pmt(rate, over - payment + 1, -owed) - owed * rate
        assert results["loans.loan.interest_paid"][month, scenario] == pytest.approx(owed * rate, abs=0.005)
        assert results["loans.loan.capital_paid"][month, scenario] == pytest.approx(capital, abs=0.005)
        owed -= capital
    assert results["loans.loan.owed"][12 + over, scenario] == pytest.approx(0, abs=0.005)


@pytest.fixture(scope="module")
def sculpted():
    """A sculpted loan on rents that rise, lent what they carry and no more."""
    sizing = {"target_cover": "1.2", "longest_term": "24 months", "by": "sculpted"}
    repayment = {"shape": "sculpted", "after": "0 months", "over": "24 months"}
    first = loan("First", amount="£5m", sizing=sizing, repayment=repayment)
    economy, rent = {"september_cpi": "3%"}, {"margin": "1%", "voids": "4%"}
    lending = {"resized": "yes", "further_grant": "£1m"}
    built = partnership([first], economy=economy, rent=rent, lending=lending)
    random, months = np.random.default_rng(6), np.random.default_rng(7).integers(2, MONTHS, SCENARIOS)
    changes = {"finance.first.repayment.over": months, "finance.first.sizing.longest_term": months}
    changes["finance.first.interest"] = random.choice([0, 0.0001, 0.03, 0.065, 0.12], SCENARIOS)
    changes["finance.first.sizing.target_cover"] = random.uniform(0.5, 4, SCENARIOS)
    return changes, built.model.work(changes)


@pytest.mark.parametrize("scenario", range(SCENARIOS))
def test_sculpted_capacity_is_what_the_cash_is_worth(sculpted, scenario):
    changes, results = sculpted
    last, cover = _months(changes, scenario), changes["finance.first.sizing.target_cover"][scenario]
    rate, cash = _monthly(changes, scenario), results["lending.planned_cash.cash_that_lasts"][:, scenario]
    worth = sum(cash[month] / cover * (1 + rate) ** -month for month in range(1, last + 1))
    np.testing.assert_allclose(results["lending.first.capacity"][scenario], worth, rtol=1e-12)
    np.testing.assert_allclose(results["loans.first.drawn"][1, scenario], worth, rtol=1e-12)


@pytest.mark.parametrize("scenario", range(SCENARIOS))
def test_a_sculpted_loan_is_repaid_by_its_last_month(sculpted, scenario):
    """Each payment is cash over cover, or interest where that is more, until what was drawn is repaid to the penny.

    Drawn at the end of month 1, it is spared the interest of a month that its capacity counts, so it is never late.
    """
    changes, results = sculpted
    last, rate = _months(changes, scenario), _monthly(changes, scenario)
    owed = results["loans.first.owed"][:, scenario]
    paid = results["loans.first.interest_paid"][:, scenario] + results["loans.first.capital_paid"][:, scenario]
    wanted = results["lending.first.sculpted_payments"][:, scenario]
    left = owed[1]
    for month in range(2, last + 1):
        payment = min(left * (1 + rate), max(left * rate, wanted[month]))
        assert paid[month] == pytest.approx(payment, abs=0.005)
        left = left * (1 + rate) - payment
    assert left == pytest.approx(0, abs=0.005)
    assert owed[last] == pytest.approx(0, abs=0.005)


def _months(changes, scenario):
    return int(changes["finance.first.repayment.over"][scenario])


def _monthly(changes, scenario):
    return changes["finance.first.interest"][scenario] / 12
