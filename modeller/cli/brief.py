"""Figures written short, so that several percentiles stand side by side on eighty columns."""

from __future__ import annotations

import math
from datetime import date

from modeller.lines.figures import month_of
from modeller.lines.units import Unit

MILLION, THOUSAND, TENS_OF_THOUSANDS = 1e6, 1e3, 1e4
NOT_THERE = "–"


def brief(value: float, unit: Unit, start: date) -> str:
    """A figure, short; the least of figures that are not there is none, the most is never.

    >>> from modeller.lines.units import MONTH, PER_YEAR, POUNDS
    >>> first = date(2026, 4, 1)
    >>> [brief(value, POUNDS, first) for value in (4_037_310.0, -52_400.0, 1_275.0)]
    ['£4.04m', '−£52k', '£1,275']
    >>> brief(300.0, MONTH, first), brief(math.inf, MONTH, first), brief(-math.inf, PER_YEAR, first)
    ('Mar 2051', 'never', 'none')
    """
    if math.isinf(value):
        return "never" if value > 0 else "none"
    if math.isnan(value):
        return NOT_THERE
    if unit.style == "month":
        return f"{month_of(start, round(value)):%b %Y}" if value > 0 else "never"
    return _signed(value, unit)


def _signed(value: float, unit: Unit) -> str:
    text = _plain(abs(value), unit)
    nothing = not any(digit in "123456789" for digit in text)
    return text if nothing or value > 0 else f"−{text}"


def _plain(value: float, unit: Unit) -> str:
    if unit.style in {"pounds", "pence"}:
        return _pounds(value)
    if unit.style == "percent":
        return f"{value:.1%}"
    if unit.style in {"times", "index"}:
        return f"{value:.2f}"
    return f"{value:,.1f}".removesuffix(".0")


def _pounds(value: float) -> str:
    if value >= MILLION - THOUSAND / 2:
        return f"£{value / MILLION:.2f}m"
    if value >= TENS_OF_THOUSANDS:
        return f"£{value / THOUSAND:,.0f}k"
    return f"£{value:,.0f}"
