"""Figures within words, live and as the engine has them: halves rounded away from nil, as a spreadsheet does."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from modeller.lines.units import Unit
from modeller.workbook import cells
from modeller.workbook.book import Figure
from modeller.workbook.styles import NUMBER_FORMATS

MONEY = ("pounds", "pence")
NUDGE = 1e-9  # so that two programs, whose last digits may differ, round a half alike
_DATE_TEXT = "mmm yyyy"
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def as_text(unit: Unit, cell: str) -> str:
    """A figure as words, live; the £ stands outside the format, within which not every program knows it.

    The sign does too, and is left out where the figure is shown as nil.
    """
    if unit.style == "month":
        start = cells.on(cells.CALENDAR, cells.fixed(cells.CALENDAR_ROWS["date"], cells.CONSTANT))
        return f'TEXT(EDATE({start},{cell}-1),"{_DATE_TEXT}")'
    pound = "£" if unit.style in MONEY else ""
    shown = f'"{pound}"&' if pound else ""
    rounded = f"ROUND(ABS({cell})+{NUDGE:.9f},{_decimals(unit)})"  # by itself TEXT rounds twice over in some programs
    return f'IF({cell}<=-{_half(unit)},"-","")&{shown}TEXT({rounded},"{_shape(unit)}")'


def _shape(unit: Unit) -> str:
    shape = NUMBER_FORMATS.get(unit.style, NUMBER_FORMATS["number"]).split(";")[0]
    return re.sub(r"\[.*?\]", "", shape)


def _decimals(unit: Unit) -> int:
    """How many decimals of a figure are shown."""
    shape = _shape(unit)
    return len(shape.rstrip("%").partition(".")[2]) + 2 * shape.endswith("%")


def _half(unit: Unit) -> str:
    """Half of the last digit shown: what is nearer to nil is shown as nil."""
    return f"{Decimal('0.5').scaleb(-_decimals(unit)):f}"


def figure_text(unit: Unit, value: Figure, start: date) -> str:
    """A figure as the live words show it."""
    if isinstance(value, str):
        return value
    if unit.style == "month":
        first = start.year * 12 + start.month - 1 + int(value) - 1
        return f"{_MONTHS[first % 12]} {first // 12}"
    shape = _shape(unit)
    hundredths = shape.endswith("%")
    decimals = len(shape.rstrip("%").partition(".")[2])
    exact = Decimal(repr(value)) * (100 if hundredths else 1)
    rounded = (abs(exact) + Decimal(repr(NUDGE)) * (100 if hundredths else 1)).quantize(
        Decimal(1).scaleb(-decimals), ROUND_HALF_UP
    )
    grouped = f"{rounded:,f}" if "," in shape else f"{rounded:f}"
    sign = "-" if Decimal(repr(value)) <= -Decimal(_half(unit)) else ""
    return f"{sign}{'£' if unit.style in MONEY else ''}{grouped}{'%' if hundredths else ''}"
