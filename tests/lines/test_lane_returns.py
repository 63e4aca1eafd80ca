"""Returns in lanes are those of `reductions.internal_return`: the same root, and none where there is none."""

import numpy as np
import pytest

from modeller.lines import reductions, returns
from modeller.lines.returns import internal_returns


def sides(flows):
    """What comes back in all, and what goes out."""
    return np.maximum(flows, 0).sum(axis=0), np.maximum(-flows, 0).sum(axis=0)


def awkward():
    """Flows with one rate, with none, with several; a total loss, money back at once, a rate far from any guess."""
    months = 48
    loan = [-1000.0, *[25.0] * 47]
    several = [-100.0, *[0.0] * 10, 230.0, *[0.0] * 11, -132.0, 5.0, *[0.0] * 22, 3.0]
    turning = [-100.0, 300.0, -250.0, *[0.0] * 40, 60.0]
    rows = [
        loan, several, turning, [0.0] * months, [100.0] * months, [-1000.0], [-1000.0, 499.0], [-1000.0, 501.0],
        [-1000.0, 4000.0], [-1000.0, 6000.0], [-0.004, 1.0], [-1e12, *[4e10] * 40], [-1000.0, *[0.0] * 46, 1000.0],
        [-1.0, *[0.0] * 46, 1e9], [0.0, 0.0, -500.0, 250.0], [1000.0, *[-30.0] * 47], [-100.0, 101.0],
        [-0.006, 1.0], [-1000.0, *[1000 / 47] * 47], [-1.0, 0.0, 0.0, 1.0],
    ]  # fmt: skip
    rng = np.random.default_rng(3)
    drawn = rng.normal(0, 100, (200, months)) * (rng.random((200, months)) < 0.3)
    made = np.array([[*row, *[0.0] * (months - len(row))] for row in rows] + list(drawn))
    return np.vstack([np.zeros(len(made)), made.T])


def test_awkward_flows_have_the_same_returns_and_the_same_lack_of_them():
    flows = awkward()
    back, out = sides(flows)
    found, known = internal_returns(flows, back, out, by="lanes"), reductions.internal_return(flows, back, out)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(known))
    np.testing.assert_allclose(found, known, rtol=1e-9, atol=1e-11)
    assert np.isnan(known).any()


def test_loans_of_thirty_years_earn_their_rate():
    """A level payment at a rate earns that rate: payments at i a month return (1 + i)¹² − 1 a year."""
    rates = np.linspace(-0.002, 0.02, 1001)
    payment = np.where(rates == 0, 1 / 359, rates / -np.expm1(-359 * np.log1p(np.where(rates == 0, 1, rates))))
    flows = np.vstack([np.zeros(1001), -np.ones(1001), np.tile(payment, (359, 1))])
    found = internal_returns(flows, 359 * payment, 1.0, by="lanes")
    np.testing.assert_allclose(found, (1 + rates) ** 12 - 1, rtol=0, atol=1e-12)


def test_one_series_may_stand_for_many_and_threads_change_nothing():
    flows = awkward()
    back, out = sides(flows)
    one = internal_returns(flows[:, :1], np.full(19, back[0]), out[0], by="lanes")
    np.testing.assert_allclose(one, reductions.internal_return(flows[:, :1], back[0], out[0])[0])
    np.testing.assert_array_equal(
        internal_returns(flows, back, out, by="lanes", threads=1),
        internal_returns(flows, back, out, by="lanes", threads=3),
    )


def test_few_are_worked_in_rows_without_a_compiler(monkeypatch):
    monkeypatch.setattr(returns, "compiled", lambda _: pytest.fail("compiled"))
    flows = awkward()
    back, out = sides(flows)
    np.testing.assert_array_equal(internal_returns(flows, back, out), reductions.internal_return(flows, back, out))
