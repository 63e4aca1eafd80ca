"""Loans with cash enough follow the schedules of numpy-financial: every shape, many rates and lengths at once."""

import numpy as np
import numpy_financial as npf
import pytest

from modeller.partnership.assemble import assemble
from modeller.scenario.reading import checked

SCENARIOS = 200
MONTHS = 240


def loan(name, shape):
    return {"name": name, "amount": "£1m", "interest": "5%", "repayment": {"shape": shape, "over": "2 years"}}


@pytest.fixture(scope="module")
def worked():
    """Three loans of the three shapes beside £60m a year: everything is paid when due."""
    scenario = checked(
        {
            "title": "Cash enough",
            "start": "2026-04",
            "horizon": f"{MONTHS} months",
            "contract": {"committed": "10 years"},
            "economy": dict.fromkeys(
                ["consumer_prices", "september_cpi", "earnings", "building_maintenance", "house_prices"], "2%"
            ),
            "homes": [{"name": "One", "bought": "1", "value": "£90,000", "rent": "£100 a week"}],
            "rent": {"margin": "1%", "voids": "3%", "bad_debts": "2%"},
            "income": [{"name": "Plenty", "amount": "£60m a year"}],
            "finance": [loan("Level", "annuity"), loan("Equal", "equal principal"), loan("Bullet", "bullet")],
        }
    )
    random = np.random.default_rng(2026)
    changes = {}
    for name in ("level", "equal", "bullet"):
        after, over = random.integers(1, 25, SCENARIOS), random.integers(1, MONTHS - 24, SCENARIOS)
        key = f"finance.{name}"
        changes[f"{key}.amount"] = random.uniform(1, 2_000_000, SCENARIOS)
        changes[f"{key}.interest"] = random.choice([0, 0.0001, 0.03, 0.065, 0.25, 0.5], SCENARIOS)
        changes[f"{key}.repayment.after"], changes[f"{key}.repayment.over"] = after, over
        changes[f"{key}.available"] = random.integers(1, after + 1)
    partnership = assemble(scenario)
    return partnership, changes, partnership.model.work(changes)


def terms(changes, name, scenario):
    parts = ("amount", "interest", "repayment.after", "repayment.over")
    amount, rate, after, over = (changes[f"finance.{name}.{part}"][scenario] for part in parts)
    return amount, rate / 12, int(after), int(over)


def test_nothing_is_in_arrears(worked):
    partnership, _, results = worked
    for held in partnership.payments.loans:
        assert not results[held.arrears].any()


@pytest.mark.parametrize("scenario", range(SCENARIOS))
def test_an_annuity_is_numpy_financials(worked, scenario):
    _, changes, results = worked
    amount, rate, after, over = terms(changes, "level", scenario)
    months = slice(after + 1, after + over + 1)
    payments = np.arange(1, over + 1)
    capital = results["loans.level.capital_paid"][:, scenario]
    interest = results["loans.level.interest_paid"][:, scenario]
    with np.errstate(invalid="ignore"):  # at a nil rate it divides by nil, and then takes the right branch
        parts = npf.ppmt(rate, payments, over, -amount), npf.ipmt(rate, payments, over, -amount)
    np.testing.assert_allclose(capital[months], parts[0], atol=0.005)
    np.testing.assert_allclose(interest[months], parts[1], atol=0.005)
    np.testing.assert_allclose((capital + interest)[months], npf.pmt(rate, over, -amount), atol=0.005)
    assert not capital[: after + 1].any()
    assert not capital[after + over + 1 :].any()


@pytest.mark.parametrize("scenario", range(SCENARIOS))
def test_equal_principal_is_equal(worked, scenario):
    _, changes, results = worked
    amount, rate, after, over = terms(changes, "equal", scenario)
    months = slice(after + 1, after + over + 1)
    owed = amount - amount / over * np.arange(over)
    np.testing.assert_allclose(results["loans.equal.capital_paid"][months, scenario], amount / over, atol=0.005)
    np.testing.assert_allclose(results["loans.equal.interest_paid"][months, scenario], owed * rate, atol=0.005)


@pytest.mark.parametrize("scenario", range(SCENARIOS))
def test_a_bullet_comes_back_at_once(worked, scenario):
    _, changes, results = worked
    amount, rate, after, over = terms(changes, "bullet", scenario)
    capital = results["loans.bullet.capital_paid"][:, scenario]
    assert capital[after + over] == pytest.approx(amount)
    assert np.count_nonzero(capital) == 1
    held = slice(after + 1, after + over + 1)
    np.testing.assert_allclose(results["loans.bullet.interest_paid"][held, scenario], amount * rate, atol=0.005)
