"""Reductions: whole rows to one figure for each scenario.

These are the one place with two implementations, here and the spreadsheet's own function, so each has tests of its
own in `tests/lines/test_reductions.py`. A row has shape (month, scenario) and begins at month 0, which is left out.

>>> float(total(np.array([[9.0], [1.0], [2.0]]))[0])
3.0
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Row = NDArray[np.float64]
HALF_A_PENNY = 0.005
RATES_TRIED = np.concatenate([np.linspace(-0.5, 0.1, 121), np.geomspace(0.11, 4, 40)])  # monthly


def total(row: Row) -> Row:
    """The sum over all months."""
    return np.asarray(row[1:].sum(axis=0))


def lowest(row: Row, when: Row) -> Row:
    """The lowest figure in the months where `when` is 1; nil where it never is."""
    found = np.where(when[1:] == 1, row[1:], np.inf).min(axis=0)
    return np.where(np.isinf(found), 0.0, found)


def highest(row: Row) -> Row:
    """The highest figure."""
    return np.asarray(row[1:].max(axis=0))


def first_month(flag: Row) -> Row:
    """The number of the first month in which a flag is 1, nil where it never is."""
    found = flag[1:] == 1
    return np.where(found.any(axis=0), found.argmax(axis=0) + 1.0, 0.0)


def in_month(row: Row, month: float | Row) -> Row:
    """The figure in one month; nil where there is no such month."""
    number = np.atleast_1d(np.asarray(month, dtype=float))
    inside = (number >= 1) & (number < len(row))
    scenario = np.arange(row.shape[1]) if row.shape[1] > 1 else 0
    return np.where(inside, row[np.where(inside, number, 0).astype(int), scenario], 0.0)


def present_value(row: Row, rate: float | Row) -> Row:
    """What flows at month ends are worth at signing at an effective yearly rate: (1 + r) ** (-t / 12)."""
    months = np.arange(1, len(row))[:, None]
    return np.asarray((row[1:] * (1 + np.asarray(rate)) ** (-months / 12)).sum(axis=0))


def internal_return(row: Row, back: float | Row, out: float | Row) -> Row:
    """The effective yearly rate of flows at month ends, of which `back` comes back in all and `out` goes out.

    NaN where nothing goes out, where less than half comes back, or where no rate is found. Where there are several
    rates, the one nearest the guess, which is where the spreadsheet is told to begin.
    """
    flows, came, went = np.moveaxis(row[1:], 0, -1), np.asarray(back, dtype=float), np.asarray(out, dtype=float)
    scenarios = max(len(flows), came.size, went.size)
    flows = np.broadcast_to(flows, (scenarios, flows.shape[1]))
    came, went = np.broadcast_to(came, scenarios), np.broadcast_to(went, scenarios)
    rates = np.full(len(flows), np.nan)
    fit = np.flatnonzero((went > HALF_A_PENNY) & (came * 2 >= went))
    low, high = _bracket(flows[fit], (came[fit] / went[fit]) ** (2 / flows.shape[1]) - 1)
    found = ~np.isnan(low)
    rates[fit[found]] = (1 + _root(flows[fit][found], low[found], high[found])) ** 12 - 1
    return rates


def _bracket(flows: Row, guess: Row) -> tuple[Row, Row]:
    """The two neighbouring monthly rates, nearest the guess, between which the worth of each row of flows changes sign.

    NaN where it never does. Flows are (scenario, month).
    """
    rates = RATES_TRIED
    sign = np.sign(flows @ _discounts(rates, flows.shape[1]).T)
    changes = sign[:, :-1] * sign[:, 1:] <= 0
    distance = np.where(changes, np.abs(rates[:-1] - guess[:, None]), np.inf)
    nearest = distance.argmin(axis=1)
    none = ~changes.any(axis=1)
    return np.where(none, np.nan, rates[nearest]), np.where(none, np.nan, rates[nearest + 1])


def _root(flows: Row, low: Row, high: Row) -> Row:
    """Bisection to the last digit, every row of flows at once: forty lines of cleverness would save a millisecond."""
    rising = _worth(flows, high) > _worth(flows, low)
    while True:
        middle = (low + high) / 2
        if np.all((middle == low) | (middle == high)):
            return np.asarray(middle)
        above = (_worth(flows, middle) > 0) == rising
        low, high = np.where(above, low, middle), np.where(above, middle, high)


def _worth(flows: Row, rates: Row) -> Row:
    return np.asarray((flows * _discounts(rates, flows.shape[1])).sum(axis=1))


def _discounts(rates: Row, months: int) -> Row:
    """What a pound at the end of each month is worth at each monthly rate, (rate, month)."""
    return np.asarray((1 + rates)[:, None] ** -np.arange(1.0, months + 1))
