"""Returns of a hundred thousand series of flows, against pyxirr one at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyxirr
from measuring import Row, in_turns
from numpy.typing import NDArray

from modeller.lines.returns import internal_returns

SERIES, MONTHS, BY_PEERS, BY_NUMPY_FINANCIAL = 100_000, 360, 1_000, 3


def flows(series: int) -> NDArray[np.float64]:
    """Loans lent in the first months and paid back unevenly, shape (month, series)."""
    rng = np.random.default_rng(4)
    rate = rng.uniform(0.001, 0.01, series)
    paid = rate / -np.expm1(-(MONTHS - 2) * np.log1p(rate)) * rng.uniform(0.7, 1.2, (MONTHS - 2, series))
    return np.vstack([np.zeros(series), np.full(series, -0.6), np.full(series, -0.4), paid])


def returns() -> Iterator[Row]:
    """How many a second, how many times pyxirr's, and the largest difference."""
    import numpy_financial

    made = flows(SERIES)
    back, out = np.maximum(made, 0).sum(axis=0), np.maximum(-made, 0).sum(axis=0)
    some = [np.ascontiguousarray(made[1:, place]) for place in range(BY_PEERS)]
    ours, theirs = in_turns(
        [lambda: internal_returns(made, back, out, by="lanes"), lambda: [pyxirr.irr(each) for each in some]]
    )
    (slow,) = in_turns([lambda: [numpy_financial.irr(each) for each in some[:BY_NUMPY_FINANCIAL]]], times=1)
    known = np.array([(1 + pyxirr.irr(each)) ** 12 - 1 for each in some])
    error = np.abs(internal_returns(made, back, out, by="lanes")[:BY_PEERS] - known).max()
    yield f"returns on {SERIES:,} series of {MONTHS} flows, a second", f"{SERIES / ours:,.0f}", ""
    yield "  pyxirr", f"{BY_PEERS / theirs:,.0f}", ""
    yield "  numpy-financial", f"{BY_NUMPY_FINANCIAL / slow:,.1f}", ""
    yield "  times pyxirr's", f"{SERIES / ours / (BY_PEERS / theirs):,.0f} times", "200 times"
    yield "  largest difference from pyxirr [a year]", f"{error:.1e}", "1e-10"
