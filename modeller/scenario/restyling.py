"""A figure changed, written as the one before it was: £85k stays in thousands, 18 months in months, 2.0% to a decimal.

Whatever style is kept, reading the text gives the figure; where it would not, the figure is written out in full.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from modeller.errors import Unfit
from modeller.scenario.amounts import SCALES, Count, Money, Percentage
from modeller.scenario.dates import CalendarMonth, Length, YesOrNo
from modeller.scenario.quantities import NUMBER, Quantity, decimal, plain

if TYPE_CHECKING:
    from datetime import date

_PARTS = re.compile(rf"(?P<before>[^0-9]*)(?P<number>{NUMBER})(?P<after>.*)")
YES_AND_NO = {"yes": ("yes", "no"), "true": ("true", "false")}
_FINEST = {"": 2, "k": 2, "m": 3}  # decimals with which a scale is still easier to read than the number in full


def in_style(old: str | None, value: float, quantity: Quantity, start: date | None, *, flow: bool = False) -> str:
    """A figure in the model's units as text, in the style of an older text where there is one.

    Inside braces (`flow`) thousands have no commas unless the older text had them.

    >>> from modeller.lines.units import POUNDS
    >>> money = Money(POUNDS, "an amount of money", "£1m")
    >>> in_style("£85k", 90_500, money, None), in_style("£1m", 1_234_567, money, None)
    ('£90.5k', '£1,234,567')
    """
    whole = quantity.write(value, start)
    if old is None:
        return whole
    styled = _styled(" ".join(old.split()), value, quantity, start, flow=flow)
    return styled if styled is not None and _reads(styled, value, quantity, start) else whole


def _reads(text: str, value: float, quantity: Quantity, start: date | None) -> bool:
    try:
        return quantity.read(text, start) == value
    except Unfit:
        return False


def _styled(old: str, value: float, quantity: Quantity, start: date | None, *, flow: bool) -> str | None:
    """A figure in the style of an older text, as far as there is one to follow."""
    if isinstance(quantity, YesOrNo):
        word = YES_AND_NO["true" if old.lower() in {"true", "false"} else "yes"][not value]
        return word.capitalize() if old[:1].isupper() else word
    if isinstance(quantity, Length):
        return f"{value:g} month{'' if value == 1 else 's'}" if re.fullmatch("[0-9]+ months?", old) else None
    if isinstance(quantity, CalendarMonth):
        return quantity.write(value, None if old.startswith("month") else start)
    parts = _PARTS.fullmatch(old)
    return _numbered(parts, value, quantity, flow=flow) if parts else None


def _numbered(parts: re.Match[str], value: float, quantity: Quantity, *, flow: bool) -> str | None:
    before, number, after = parts["before"], parts["number"], parts["after"]
    exact = Decimal(repr(value))
    if isinstance(quantity, Money):
        return before + _pounds(number, after, exact, flow=flow)
    if isinstance(quantity, Percentage):
        return f"{_as_fine(number, exact * 100)}{after}"
    if isinstance(quantity, Count):
        counted = f" {quantity.one if value == 1 else quantity.many}" if after else ""
        return _as_fine(number, exact) + counted
    return None


def _pounds(old: str, after: str, value: Decimal, *, flow: bool) -> str:
    """An amount in the scale of an older one, unless that would take too many decimals, and what followed it."""
    scale = after[:1] if after[:1] in {"k", "m"} else ""
    scaled = value / SCALES[scale]
    if scale and _decimals(scaled) <= _FINEST[scale]:
        return plain(scaled) + after
    commas = "," in old or (not flow and decimal(old) < 1000)  # noqa: PLR2004  too small to show a style
    text = format(value, f"{',' if commas or (scale and not flow) else ''}.2f").removesuffix(".00")
    return text + after[len(scale) :]


def _as_fine(old: str, value: Decimal) -> str:
    """A number with no fewer decimals than an older one."""
    return format(value, f".{max(_decimals(value), len(old.partition('.')[2]))}f")


def _decimals(value: Decimal) -> int:
    return len(plain(value).partition(".")[2])
