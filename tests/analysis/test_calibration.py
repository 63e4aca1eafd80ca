"""Capacity against two tables worked by others, year by year on paper, for 61 stabilised homes.

The tables are those from which the base case was calibrated: 61 homes at £135 a week, 3% of rent lost to voids and 2%
of the rest not collected, £2,600 a home a year of costs (£700 of it set aside for major repairs) and a coordinator at
£40,000: £208,466 a year. Each is first worked again from its own formula, so that what is compared is known to be what
was printed, and then ours is held, to the penny, to the same formula month by month, which is what explains the rest.
"""

import numpy as np
import pytest

from modeller.partnership.assemble import assemble
from modeller.scenario.reading import checked

HOMES, RENT, COORDINATOR, COVER = 61, 135 * 52, 40_000, 1.25
A_YEARS_CASH = HOMES * (RENT * 0.97 * 0.98 - 2_600) - COORDINATOR
FLAT = dict.fromkeys(["consumer_prices", "september_cpi", "earnings", "building_maintenance", "house_prices"], "0%")

BY_TERM = {3: 0.45, 5: 0.71, 7: 0.95, 10: 1.26, 15: 1.67, 20: 1.99, 25: 2.24, 30: 2.42}  # years: £m at 5.5%
BY_DEPENDENCE = {  # share that depends on the contract: £m at 6% for each of YEARS
    0.3: (2.04, 2.13, 2.22, 2.41, 2.58, 2.85),
    0.6: (1.23, 1.41, 1.58, 1.97, 2.31, 2.85),
    1.0: (0.16, 0.46, 0.74, 1.39, 1.95, 2.85),
}
YEARS = (1, 3, 5, 10, 15, 25)
RISE = 0.03  # at which the second table's cash rises each year


def partnership(economy, depends, interest, sizing, repairs_set_aside):
    """61 homes, all there from the first month and ready at once; every cost as avoidable as the rent depends."""
    a_home = 2_600 - repairs_set_aside
    return assemble(
        checked(
            {
                "title": "61 homes",
                "start": "2026-04",
                "horizon": "30 years",
                "contract": {"committed": "10 years"},
                "economy": economy,
                "rent": {"margin": "0%", "voids": "3%", "bad_debts": "2%"},
                "homes": [
                    {
                        "name": "Homes",
                        "bought": f"{HOMES}",
                        "value": "£92,000",
                        "rent": "£135 a week",
                        "depends_on_contract": depends,
                    }
                ],
                "costs": [
                    {
                        "name": "Running costs",
                        "per_home": f"£{a_home} a home a year",
                        "fixed": f"£{COORDINATOR} a year",
                        "index": "consumer prices",
                        "depends_on_contract": depends,
                    }
                ],
                "major_repairs": {"reserve": f"£{repairs_set_aside} a home a year"},
                "finance": [
                    {
                        "name": "Loan",
                        "amount": "£4m",
                        "interest": interest,
                        "repayment": {"shape": "annuity", "over": "30 years"},
                        "covenants": {"tested_from": "13 months"},
                        "sizing": {"target_cover": f"{COVER}", "tail": "0 months", **sizing},
                    }
                ],
            }
        )
    )


def capacities(worked, years):
    """Level and sculpted, for a contract of each number of years."""
    (capacity,) = worked.lending.capacities
    wanted = [capacity.by_cover.level, capacity.by_cover.sculpted]
    results = worked.model.work({"contract.committed": [12 * each for each in years]}, wanted)
    return [results[each] for each in wanted]


def annuity(rate, payments):
    """What a pound at the end of each of so many times is worth now."""
    return (1 - (1 + rate) ** -payments) / rate


def test_a_years_cash_is_the_tables():
    assert round(A_YEARS_CASH) == 208_466


@pytest.fixture(scope="module")
def level():
    """Nothing rises, so that every year's cash is the first's; it is tested first over months 2 to 13."""
    worked = partnership(FLAT, "100%", "5.5%", {"longest_term": "30 years", "by": "level"}, 700)
    return dict(zip(BY_TERM, capacities(worked, BY_TERM)[0], strict=True))


@pytest.mark.parametrize("years", BY_TERM)
def test_level_capacity_is_the_tables_but_for_payments_by_the_month(level, years):
    """The table pays once a year; we pay each month a twelfth, at a twelfth of the rate, so ours is a little more."""
    yearly = A_YEARS_CASH / COVER * annuity(0.055, years)
    monthly = A_YEARS_CASH / 12 / COVER * annuity(0.055 / 12, 12 * years)
    assert round(yearly / 1e6, 2) == BY_TERM[years]
    assert level[years] == pytest.approx(monthly, abs=0.01)
    assert 0.009 < monthly / yearly - 1 < 0.024  # 2.3% over 3 years, 1.0% over 30
    assert level[years] / 1e6 == pytest.approx(BY_TERM[years], rel=0.025, abs=0.005)  # and the table's own rounding


def test_level_capacity_where_prices_rise_follows_the_first_year_tested(level):
    """Months 2 to 13: eleven at the first year's prices and one, the next April, at 3% more; later years are better."""
    prices = dict.fromkeys(FLAT, "3%")
    worked = partnership(prices, "100%", "5.5%", {"longest_term": "30 years", "by": "level"}, 0)
    found = capacities(worked, [10])[0][0]
    assert found == pytest.approx(level[10] * (11 + 1 + RISE) / 12, abs=0.01)


def by_month(depends, years):
    """Sculpted capacity by hand: homes are there from month 2; in month 1 the coordinator costs and nothing earns."""
    months = np.arange(2, 301)
    cash = A_YEARS_CASH / 12 * (1 + RISE) ** ((months - 1) // 12)
    kept = np.where(months <= 12 * years, 1, 1 - depends)
    return (cash * kept * (1 + 0.06 / 12) ** -months).sum() / COVER


def by_year(depends, years):
    """The table's own: a year's cash at its end, rising 3% a year, at 6%."""
    ends = np.arange(1, 26)
    kept = np.where(ends <= years, 1, 1 - depends)
    return (A_YEARS_CASH * (1 + RISE) ** (ends - 1) * kept * 1.06**-ends).sum() / COVER


@pytest.fixture(scope="module")
def sculpted():
    prices = dict.fromkeys(FLAT, "3%")
    sizing = {"longest_term": "25 years", "by": "sculpted"}
    return {
        depends: capacities(partnership(prices, f"{depends:.0%}", "6%", sizing, 0), YEARS)[1]
        for depends in BY_DEPENDENCE
    }


@pytest.mark.parametrize("depends", BY_DEPENDENCE)
def test_sculpted_capacity_has_the_tables_shape(sculpted, depends):
    """As a share of what 25 years carry, within a hundredth: ours is by the month, from month 2."""
    table = BY_DEPENDENCE[depends]
    assert tuple(round(by_year(depends, years) / 1e6, 2) for years in YEARS) == table
    np.testing.assert_allclose(sculpted[depends], [by_month(depends, years) for years in YEARS], atol=0.01)
    ours = sculpted[depends] / sculpted[depends][-1]
    theirs = np.array([by_year(depends, years) for years in YEARS]) / by_year(depends, 25)
    np.testing.assert_allclose(ours, theirs, atol=0.008)
    np.testing.assert_allclose(ours, np.array(table) / table[-1], atol=0.01)


def test_a_wrong_cover_or_a_year_too_many_would_be_found(level, sculpted):
    """What the tolerances are for, and no more."""
    assert level[10] * COVER / 1.2 / 1e6 != pytest.approx(BY_TERM[10], rel=0.025, abs=0.005)
    longer = A_YEARS_CASH / 12 / COVER * annuity(0.055 / 12, 132)
    assert longer / 1e6 != pytest.approx(BY_TERM[10], rel=0.025, abs=0.005)
    other = sculpted[0.3] / sculpted[0.3][-1]
    assert not np.allclose(other, np.array(BY_DEPENDENCE[0.6]) / 2.85, atol=0.01)
