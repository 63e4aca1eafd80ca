"""Reductions against numpy-financial, scipy and Excel's own documented examples, and at their edges."""

import numpy as np
import numpy_financial as npf
import pytest
from scipy.optimize import brentq

from modeller.lines import reductions
from modeller.lines.bindings import FLOATS, ROWS


def row(*flows):
    """A row of one scenario; month 0 is what no reduction may read."""
    return np.array([999.0, *flows])[:, None]


def yearly(monthly):
    return (1 + monthly) ** 12 - 1


def internal_return(flows):
    """The reduction, told what comes back and what goes out."""
    return reductions.internal_return(
        flows, np.maximum(0, flows[1:]).sum(axis=0), np.maximum(0, -flows[1:]).sum(axis=0)
    )


def monthly_return(*flows):
    return (1 + internal_return(row(*flows))[0]) ** (1 / 12) - 1


# Excel's documentation of IRR: a business of $70,000 and the income of its first five years
EXCEL = (-70_000, 12_000, 15_000, 18_000, 21_000, 26_000)


@pytest.mark.parametrize(("years", "said"), [(5, -0.021), (6, 0.087)])
def test_the_documented_examples_of_irr(years, said):
    assert monthly_return(*EXCEL[:years]) == pytest.approx(said, abs=0.0005)


def test_the_documented_example_of_npv():
    # Excel's documentation of NPV: 10%, −10,000, 3,000, 4,200, 6,800 is 1,188.44; its periods are our months
    worth = reductions.present_value(row(-10_000, 3_000, 4_200, 6_800), yearly(0.10))
    assert worth[0] == pytest.approx(1188.44, abs=0.005)


@pytest.mark.parametrize("rate", [-0.9, -0.02, 0.0, 0.035, 0.5, 4.0])
def test_present_value_is_numpy_financials_a_month_later(rate):
    flows = np.random.default_rng(1).normal(0, 1000, 120)
    monthly = (1 + rate) ** (1 / 12) - 1
    later = npf.npv(monthly, flows) / (1 + monthly)  # numpy-financial puts its first flow at once; ours is a month off
    assert reductions.present_value(row(*flows), rate)[0] == pytest.approx(later, rel=1e-9)


def test_present_value_by_hand():
    # £112 in month 12 at 12% a year is £100 today; £100 in month 6 is 100 / 1.12 ** 0.5
    assert reductions.present_value(row(*[0] * 11, 112), 0.12)[0] == pytest.approx(100)
    assert reductions.present_value(row(*[0] * 5, 100), 0.12)[0] == pytest.approx(100 / 1.12**0.5)


def test_present_value_takes_a_rate_for_each_scenario():
    flows = np.array([[0.0, 0.0], [100.0, 100.0], [100.0, 100.0]])
    worth = reductions.present_value(flows, np.array([0.0, yearly(0.01)]))
    assert worth == pytest.approx([200, 100 / 1.01 + 100 / 1.01**2])


@pytest.mark.parametrize("seed", range(25))
def test_one_change_of_sign_has_one_root_and_it_is_numpy_financials_and_scipys(seed):
    random = np.random.default_rng(seed)
    out, back = random.uniform(1, 1000, random.integers(1, 30)), random.uniform(0, 60, random.integers(30, 151))
    back *= max(1, 0.6 * out.sum() / back.sum())  # there is no return where less than half comes back
    flows = np.concatenate([-out, back])
    found = monthly_return(*flows)
    months = np.arange(1.0, len(flows) + 1)
    assert found == pytest.approx(npf.irr(flows), abs=1e-9)
    assert found == pytest.approx(brentq(lambda rate: flows @ (1 + rate) ** -months, -0.4, 0.6, xtol=1e-14), abs=1e-11)


def test_an_annuity_of_360_months():
    # £200,000 at 6% over 360 months is repaid by £1,199.10 a month (numpy-financial's own example of pmt)
    level = 1199.10105
    assert level == pytest.approx(-npf.pmt(0.06 / 12, 360, 200_000), abs=0.00001)
    assert monthly_return(-200_000, *[level] * 360) == pytest.approx(0.005, abs=1e-9)


def test_a_bullet_by_hand():
    # £100 out in month 1, £112 back twelve months later
    assert internal_return(row(-100, *[0] * 11, 112))[0] == pytest.approx(0.12)


@pytest.mark.parametrize(
    "flows",
    [(0, 0, 0), (100, 100), (-100, -100), (-100, 0.004), (-0.004, 100), (0.001, -0.001)],
    ids=["nothing", "only in", "only out", "half a penny back", "half a penny out", "less than a penny"],
)
def test_flows_that_do_not_go_both_ways_have_no_return(flows):
    assert np.isnan(internal_return(row(*flows))[0])


def test_a_borrowers_flows_have_the_lenders_return():
    assert monthly_return(100, -50, -60) == pytest.approx(monthly_return(-100, 50, 60))


def test_of_several_roots_the_one_nearest_half_a_per_cent_a_month_is_taken():
    # (1 + r) is 1.01 or 1.3: 1, −2.31, 1.313; the signs turned round have the same roots
    assert monthly_return(1_000, -2_310, 1_313) == pytest.approx(0.01, abs=1e-9)
    assert monthly_return(-1_000, 2_310, -1_313) == pytest.approx(0.01, abs=1e-9)
    # 0.95 or 1.3, of which the first is nearer
    assert monthly_return(1_000, -2_250, 1_235) == pytest.approx(-0.05, abs=1e-9)


def test_flows_that_are_never_worth_nothing_have_no_return():
    # r² + 1 = 0 has no real root: 1, −2, 2 at (1 + r)
    assert np.isnan(internal_return(row(100, -200, 200))[0])


@pytest.mark.parametrize(("back", "monthly"), [(60, -0.4), (50.1, -0.499), (400, 3.0), (500, 4.0)])
def test_returns_are_found_from_losing_half_a_month_to_four_times_over(back, monthly):
    assert monthly_return(-100, back) == pytest.approx(monthly, abs=1e-9)


@pytest.mark.parametrize("back", [40, 0.01, 501])
def test_returns_beyond_that_are_none(back):
    assert np.isnan(internal_return(row(-100, back))[0])


def test_a_loan_of_which_six_tenths_come_back_after_thirty_years():
    # 0.6 ** (1 / 359) − 1 a month
    found = monthly_return(-1_000_000, *[0] * 358, 600_000)
    assert found == pytest.approx(0.6 ** (1 / 359) - 1, abs=1e-10)


@pytest.mark.parametrize(("back", "none"), [(49.99, True), (50.01, False)])
def test_there_is_none_where_less_than_half_comes_back(back, none):
    assert np.isnan(internal_return(row(-100, 0, 0, back))[0]) == none


def test_month_nought_is_left_out():
    flows = row(-3, 4)
    assert reductions.total(flows)[0] == 1
    assert reductions.highest(flows)[0] == 4
    assert reductions.lowest(flows, row(1, 1))[0] == -3
    assert reductions.first_month(np.array([[1.0], [0.0], [0.0]]))[0] == 0


def test_lowest_is_of_the_months_that_count_and_nil_of_none():
    assert reductions.lowest(row(5, 2, 7), row(1, 0, 1))[0] == 5
    assert reductions.lowest(row(5, 2, 7), row(0, 0, 0))[0] == 0
    assert reductions.lowest(row(5, -2, 7), row(1, 1, 1))[0] == -2


def test_highest_may_be_below_nil():
    assert reductions.highest(row(-5, -2, -7))[0] == -2


@pytest.mark.parametrize(("flags", "first"), [((0, 0, 0), 0), ((1, 1, 0), 1), ((0, 0, 1), 3)])
def test_first_month_of_a_flag(flags, first):
    assert reductions.first_month(row(*flags))[0] == first


@pytest.mark.parametrize(("month", "figure"), [(1, 5), (3, 7), (4, 0), (-1, 0), (1000, 0)])
def test_in_month_is_nil_where_there_is_no_such_month(month, figure):
    assert reductions.in_month(row(5, 2, 7), month)[0] == figure


def test_in_month_takes_a_month_for_each_scenario():
    rows = np.arange(8.0).reshape(4, 2)
    assert reductions.in_month(rows, np.array([1.0, 9.0])).tolist() == [2, 0]


def test_each_scenario_is_reduced_by_itself():
    flows = np.array([[0.0, 0.0, 0.0], [-100.0, -100.0, 100.0], [110.0, 101.0, 100.0]])
    found = internal_return(flows)
    assert found[:2] == pytest.approx([yearly(0.1), yearly(0.01)])
    assert np.isnan(found[2])


@pytest.mark.parametrize("name", ["total", "highest", "first_month"])
def test_floats_and_rows_reduce_alike(name):
    flows = [0.0, -100.0, 1.0, 60.0, 70.0]
    assert FLOATS[name](flows) == ROWS[name](np.array(flows)[:, None])[0]


def test_floats_and_rows_reduce_alike_with_a_second_part():
    flows, when = [0.0, -100.0, 1.0, 60.0], [0.0, 0.0, 1.0, 1.0]
    one = np.array(flows)[:, None]
    assert FLOATS["lowest"](flows, when) == ROWS["lowest"](one, np.array(when)[:, None])[0] == 1
    assert FLOATS["in_month"](flows, 3.0) == ROWS["in_month"](one, 3.0)[0] == 60
    assert FLOATS["internal_return"](flows, 61.0, 100.0) == ROWS["internal_return"](one, 61.0, 100.0)[0]
    assert FLOATS["present_value"](flows, 0.05) == ROWS["present_value"](one, 0.05)[0]
