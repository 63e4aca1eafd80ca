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
    number = np.broadcast_to(np.asarray(month, dtype=float), row.shape[1:])
    inside = (number >= 1) & (number < len(row))
    return np.where(inside, row[np.where(inside, number, 0).astype(int), np.arange(row.shape[1])], 0.0)


def present_value(row: Row, rate: float | Row) -> Row:
    """What flows at month ends are worth at signing at an effective yearly rate: (1 + r) ** (-t / 12)."""
    months = np.arange(1, len(row))[:, None]
    return np.asarray((row[1:] * (1 + np.asarray(rate)) ** (-months / 12)).sum(axis=0))


def internal_return(row: Row, back: float | Row, out: float | Row) -> Row:
    """The effective yearly rate of flows at month ends, of which `back` comes back in all and `out` goes out.

    NaN where nothing goes out, where less than half comes back, or where no rate is found. Where there are several
    rates, the one nearest the guess, which is where the spreadsheet is told to begin.
    """
    flows = np.moveaxis(row[1:], 0, -1)
    each = (np.broadcast_to(np.asarray(total, dtype=float), flows.shape[:1]) for total in (back, out))
    return np.array([_internal_return(*one) for one in zip(flows, *each, strict=True)])


def _internal_return(flows: Row, back: float, out: float) -> float:
    if out <= HALF_A_PENNY or back * 2 < out:
        return float("nan")
    bracket = _bracket(flows, (back / out) ** (2 / len(flows)) - 1)
    if bracket is None:
        return float("nan")
    return float((1 + _root(flows, *bracket)) ** 12 - 1)


def _bracket(flows: Row, guess: float) -> tuple[float, float] | None:
    """The two neighbouring monthly rates, nearest the guess, between which the worth of the flows changes sign."""
    rates = np.concatenate([np.linspace(-0.5, 0.1, 121), np.geomspace(0.11, 4, 40)])
    with np.errstate(over="ignore", invalid="ignore"):
        sign = np.sign([_worth(flows, rate) for rate in rates])
    changes = np.flatnonzero((sign[:-1] * sign[1:] <= 0) & np.isfinite(sign[:-1]))
    if not len(changes):
        return None
    nearest = changes[np.argmin(np.abs(rates[changes] - guess))]
    return float(rates[nearest]), float(rates[nearest + 1])


def _root(flows: Row, low: float, high: float) -> float:
    """Bisection to the last digit: forty lines of cleverness would save a millisecond."""
    rising = _worth(flows, high) > _worth(flows, low)
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        if (_worth(flows, middle) > 0) == rising:
            high = middle
        else:
            low = middle


def _worth(flows: Row, rate: float) -> float:
    return float(flows @ (1 + rate) ** -np.arange(1.0, len(flows) + 1))
