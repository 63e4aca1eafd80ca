"""Figures as people write them, “£1m” or “6.5% a year”, read into the model's units and written back.

A figure carries its unit in its text, because 6.5 and 0.065 look alike to a machine. What does not say its unit, or
says the wrong one, is refused with a remedy; nothing is guessed.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from modeller.errors import Unfit

if TYPE_CHECKING:
    from datetime import date

    from modeller.lines.units import Unit

NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
BARE = re.compile(rf"(?P<sign>[-−]?)(?P<number>{NUMBER})")
MONEY = re.compile(rf"(?P<sign>[-−]?)£ ?(?P<number>{NUMBER})(?P<scale>k|m)?(?P<ending>(?: [a-z]+)*)")
PERCENT = re.compile(rf"(?P<sign>[-−]?)(?P<number>{NUMBER}) ?%(?P<ending>(?: [a-z]+)*)")
COUNTED = re.compile(rf"(?P<sign>[-−]?)(?P<number>{NUMBER})(?P<ending>(?: [a-z]+)+)")
CALENDAR = re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})-(?P<month>0[1-9]|1[0-2])(?:-01)?")
YES_OR_NO = {"yes": 1, "true": 1, "no": 0, "false": 0}
MOST = Decimal(10) ** 13
"""Ten million million: beyond it a figure is a slip of the hand, and pence are lost in the arithmetic."""


def decimal(number: str) -> Decimal:
    """Return a number as written, with or without commas between the thousands."""
    return Decimal(number.replace(",", ""))


def plain(number: Decimal | float) -> str:
    """Return a number in full, without an exponent or idle noughts.

    >>> plain(1250000.50), plain(0.1), plain(100)
    ('1250000.5', '0.1', '100')
    """
    text = format(Decimal(repr(number)) if isinstance(number, float) else Decimal(number), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


@dataclass(frozen=True)
class Quantity(ABC):
    """A kind of figure: its unit, what it is called, and one as it should be written."""

    unit: Unit
    noun: str
    example: str

    @property
    @abstractmethod
    def pattern(self) -> str:
        """What it looks like, roughly, for editors: reading is what decides."""

    @property
    def bare(self) -> tuple[str, ...]:
        """Which other kinds of value an editor may take it for."""
        return ()

    def read(self, text: str, start: date | None = None) -> float:
        """Return the figure in the model's units, or raise `Unfit`; only calendar months need the scenario's start."""
        tidy = re.sub(r"\bper\b", "a", " ".join(text.split()))
        value = self._read(tidy, start)
        if value is None:
            raise self._unfit(text.strip(), tidy)
        if abs(value) > MOST:
            raise Unfit(f"{quoted(text)} is too large", f"write {self.noun}, such as {self.example}")
        return float(value)

    @abstractmethod
    def write(self, value: float, start: date | None = None) -> str:
        """Return the figure as a person would write it; reading it gives the same value."""

    def corrected(self, number: Decimal) -> str:
        """Say what to write instead of a bare number."""
        return self.write(float(number))

    @abstractmethod
    def _read(self, text: str, start: date | None) -> Decimal | None: ...

    def _unfit(self, text: str, tidy: str) -> Unfit:
        shown, write = quoted(text), f"write {self.noun}, such as {self.example}"
        if tidy.startswith(("-", "−")) and self._read(tidy[1:], None) is not None:
            return Unfit(f"{shown} is negative", f"{self.noun} is never less than nought")
        if bare := BARE.fullmatch(tidy):
            number = decimal(bare["number"]) * (-1 if bare["sign"] else 1)
            return Unfit(f"{shown} is not {self.noun}: it has no unit", f"write {self.corrected(number)}")
        if re.match(r"[$€¥]", tidy):
            return Unfit(f"{shown} is not in pounds", f"amounts are in pounds: {write}")
        if found := kind(tidy):
            return Unfit(f"{shown} is {found}, where {self.noun} is due", write)
        return Unfit(f"{shown} is not {self.noun}", write)


def quoted(text: str) -> str:
    """Return what was written, cut short if need be, in quotation marks.

    >>> quoted("£1m")
    '“£1m”'
    """
    longest = 60
    return f"“{text if len(text) <= longest else text[: longest - 1] + '…'}”"


def kind(text: str) -> str | None:
    """Say what a figure of the wrong unit seems to be.

    >>> kind("£135 a month"), kind("3%"), kind("7 weeks")
    ('an amount a month', 'a share', 'a number of weeks')
    """
    if money := MONEY.fullmatch(text):
        return f"an amount{money['ending'] or ' of money'}"
    if percent := PERCENT.fullmatch(text):
        return {"": "a share", " a year": "a rate a year"}.get(percent["ending"], f"a percentage{percent['ending']}")
    if counted := COUNTED.fullmatch(text):
        return f"a number of{counted['ending']}"
    if CALENDAR.fullmatch(text):
        return "a month"
    return "yes or no" if text.lower() in YES_OR_NO else None


def signed(match: re.Match[str]) -> Decimal:
    """Return the number of a match, with its sign."""
    return decimal(match["number"]) * (-1 if match["sign"] else 1)
