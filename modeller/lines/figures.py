"""A figure as people read it, by its unit.

>>> from modeller.lines.units import MONTH, PER_YEAR, POUNDS, TIMES
>>> written(1234567.8, POUNDS), written(-2.5, POUNDS), written(0.065, PER_YEAR), written(1.25, TIMES)
('£1,234,568', '−£3', '6.5% a year', '1.25')
>>> written(120, MONTH, start=date(2026, 4, 1)), written(0, MONTH)
('March 2036', 'never')
"""

from __future__ import annotations

import math
from calendar import month_name
from collections.abc import Callable
from datetime import date

from modeller.lines.units import Unit


def written(value: float, unit: Unit, start: date | None = None, *, pence: bool = False) -> str:
    """A figure with its unit; a number of a month is its date where `start` is given, nil being never."""
    if math.isnan(value):
        return "none"
    if unit.style == "month":
        return _month(int(value), start)
    if unit.style == "pounds" and pence:
        return _pence(value, unit)
    return _STYLES.get(unit.style, _plain)(value, unit)


def span(months: float) -> str:
    """A length of time in years and months.

    >>> span(120), span(18), span(1), span(0)
    ('10 years', '1 year and 6 months', '1 month', 'no time')
    """
    years, rest = divmod(int(months), 12)
    parts = [f"{years} year{'s' * (years != 1)}" if years else "", f"{rest} month{'s' * (rest != 1)}" if rest else ""]
    return " and ".join(part for part in parts if part) or "no time"


def month_of(start: date, number: int) -> date:
    """The first day of a numbered month, month 1 being the start."""
    serial = start.year * 12 + start.month - 2 + number
    return date(serial // 12, serial % 12 + 1, 1)


def _month(number: int, start: date | None) -> str:
    if number <= 0:
        return "never"
    if start is None:
        return f"month {number}"
    then = month_of(start, number)
    return f"{month_name[then.month]} {then.year}"


def _sign(value: float) -> str:
    return "−" if value < 0 else ""


def _pounds(value: float, unit: Unit) -> str:
    whole = math.copysign(math.floor(abs(value) + 0.5), value) + 0.0  # halves up, as on paper; no nought with a sign
    return f"{_sign(whole)}£{abs(whole):,.0f}{unit.name.removeprefix('£')}"


def _pence(value: float, unit: Unit) -> str:
    return f"{_sign(value)}£{abs(value):,.2f}{unit.name.removeprefix('£')}"


def _percent(value: float, unit: Unit) -> str:
    digits = f"{abs(value) * 100:.2f}".rstrip("0").rstrip(".")
    return f"{_sign(value) if digits != '0' else ''}{digits}{unit.name}"


def _times(value: float, _: Unit) -> str:
    return f"{_sign(value)}{abs(value):.2f}"


def _index(value: float, _: Unit) -> str:
    return f"{value:.4f}"


def _plain(value: float, unit: Unit) -> str:
    digits = f"{abs(value):,.2f}".rstrip("0").rstrip(".")
    name = "" if unit.style in {"year", "number"} and not unit.dimensions else f" {unit.name}"
    return f"{_sign(value)}{digits}{name}"


def _whole(value: float, unit: Unit) -> str:
    name = f" {unit.name}" if unit.name not in {"flag", "year", "number"} else ""
    return f"{_sign(value)}{abs(value):.0f}{name.removesuffix('s') if value == 1 else name}"


_STYLES: dict[str, Callable[[float, Unit], str]] = {
    "pounds": _pounds,
    "pence": _pence,
    "percent": _percent,
    "times": _times,
    "index": _index,
    "whole": _whole,
    "year": _whole,
}
