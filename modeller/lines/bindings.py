"""What the words of the written-out function are bound to: plain floats, or numpy rows over a block of scenarios.

>>> FLOATS["ratio"](6.0, 3.0, 0.005), FLOATS["ratio"](6.0, 0.001, 0.005)
(2.0, 0.0)
>>> ROWS["where"](np.array([True, False]), 1.0, 2.0).tolist()
[1.0, 2.0]
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modeller.lines import reductions

A_MILLIONTH = 1e-6
Row = NDArray[np.float64]
Bindings = Mapping[str, Callable[..., Any]]


def _where(test: bool, this: float, that: float) -> float:  # noqa: FBT001
    return this if test else that


def _ratio(left: float, right: float, nil: float) -> float:
    return left / right if abs(right) > nil else 0.0


def _power(base: float, exponent: float) -> float:
    return float(base**exponent) if base > 0 else 0.0


def _whole_below(value: float) -> float:
    return float(math.floor(value + A_MILLIONTH))


def _whole_above(value: float) -> float:
    return float(-math.floor(A_MILLIONTH - value))


def _level_payment(rate: float, payments: float, owed: float) -> float:
    if payments <= 0:
        return 0.0
    if not rate:
        return owed / payments
    return owed * rate / -math.expm1(-payments * math.log1p(rate))


def _at(curve: Sequence[Any], year: float, first: float) -> Any:  # noqa: ANN401  a float or a row
    place = int(year - first)
    if place < 0:
        raise IndexError(f"the curve begins in {first:.0f}, after {year:.0f}")
    return curve[place]


def _back(row: Sequence[float], month: int, months: float) -> float:
    then = month - int(months)
    return row[then] if 0 <= then <= month else 0.0


def _trailing(row: Sequence[float], month: int, months: float) -> float:
    return sum(row[max(0, month + 1 - int(months)) : month + 1])


def _of_floats(reduction: Callable[..., Row]) -> Callable[..., float]:
    """A reduction of rows, for the row of one scenario held as a list."""

    def reduce(row: list[float], *others: list[float] | float) -> float:
        columns = [np.array(other)[:, None] if isinstance(other, list) else other for other in (row, *others)]
        return float(reduction(*columns)[0])

    return reduce


def _where_rows(test: Row, this: Row, that: Row) -> Row:
    return np.where(test, this, that)


def _ratio_rows(left: Row, right: Row, nil: float) -> Row:
    divides = np.abs(right) > nil
    return np.where(divides, left / np.where(divides, right, 1.0), 0.0)


def _power_rows(base: Row, exponent: Row) -> Row:
    return np.where(np.asarray(base) > 0, np.abs(base) ** exponent, 0.0)


def _level_payment_rows(rate: Row, payments: Row, owed: Row) -> Row:
    count = np.maximum(payments, 1)
    growing = np.where(np.asarray(rate) == 0, 1.0, rate)
    level = owed * growing / -np.expm1(-count * np.log1p(growing))
    return np.where(np.asarray(payments) > 0, np.where(np.asarray(rate) == 0, owed / count, level), 0.0)


def _at_rows(curve: Sequence[Any], year: Row | float, first: float) -> Any:  # noqa: ANN401  a float or a row
    years = np.atleast_1d(year)
    if years.max() == years.min():
        return _at(curve, float(years[0]), first)
    chosen = [np.broadcast_to(_at(curve, float(each), first), years.shape) for each in np.unique(years)]
    return np.array(chosen)[np.searchsorted(np.unique(years), years), np.arange(years.size)]


def _back_rows(row: Row, month: int, months: Row | float) -> Row:
    lags = np.asarray(months)
    if lags.max() == lags.min():
        when = month - int(lags.max())
        return row[when] if 0 <= when <= month else np.zeros(row.shape[1:])
    then = month - lags.astype(int)
    inside = (then >= 0) & (then <= month)
    scenario = np.arange(then.size) if row.shape[1] > 1 else 0
    return np.where(inside, row[np.where(inside, then, 0), scenario], 0.0)


def _trailing_rows(row: Row, month: int, months: Row | float) -> Row:
    lengths = np.asarray(months)
    longest = int(lengths.max())
    first = max(0, month + 1 - longest)
    if longest == lengths.min():
        return np.asarray(row[first : month + 1].sum(axis=0))
    within = np.arange(first, month + 1)[:, None] > month - lengths
    return np.asarray(np.where(within, row[first : month + 1], 0.0).sum(axis=0))


_REDUCTIONS: dict[str, Callable[..., Row]] = {
    "total": reductions.total,
    "lowest": reductions.lowest,
    "highest": reductions.highest,
    "first_month": reductions.first_month,
    "in_month": reductions.in_month,
    "present_value": reductions.present_value,
    "internal_return": reductions.internal_return,
}

FLOATS: Bindings = {
    "minimum": min,
    "maximum": max,
    "magnitude": abs,
    "where": _where,
    "ratio": _ratio,
    "power": _power,
    "whole_below": _whole_below,
    "whole_above": _whole_above,
    "level_payment": _level_payment,
    "at": _at,
    "back": _back,
    "trailing": _trailing,
    **{name: _of_floats(reduction) for name, reduction in _REDUCTIONS.items()},
}

ROWS: Bindings = {
    "minimum": np.minimum,
    "maximum": np.maximum,
    "magnitude": np.abs,
    "where": _where_rows,
    "ratio": _ratio_rows,
    "power": _power_rows,
    "whole_below": lambda value: np.floor(value + A_MILLIONTH),
    "whole_above": lambda value: -np.floor(A_MILLIONTH - value),
    "level_payment": _level_payment_rows,
    "at": _at_rows,
    "back": _back_rows,
    "trailing": _trailing_rows,
    **_REDUCTIONS,
}
