"""Amounts of money, percentages and counts, as people write them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from modeller.errors import Unfit
from modeller.scenario.quantities import BARE, COUNTED, MONEY, PERCENT, Quantity, decimal, plain, quoted, signed

if TYPE_CHECKING:
    from datetime import date

SCALES = {"": 1, "k": 1_000, "m": 1_000_000}


@dataclass(frozen=True)
class Money(Quantity):
    """An amount in pounds and pence, with what it is paid for or how often.

    >>> from modeller.lines.units import POUNDS
    >>> money = Money(POUNDS, "an amount of money", "£1,000,000")
    >>> money.read("£4.5k"), money.write(4500.0), money.write(0.5)
    (4500.0, '£4,500', '£0.50')
    """

    endings: tuple[str, ...] = ("",)
    """What may follow the amount; the first is how it is written."""

    @property
    def pattern(self) -> str:
        """Pounds, and what may follow."""
        return rf"^£ ?[0-9][0-9,.]*[km]?({'|'.join(self.endings)})$"

    def write(self, value: float, start: date | None = None) -> str:  # noqa: ARG002
        """Write it rounded to the penny."""
        pence = format(abs(value), ",.2f").removesuffix(".00")
        return f"{'-' if value < 0 else ''}£{pence}{self.endings[0]}"

    def _read(self, text: str, start: date | None) -> Decimal | None:  # noqa: ARG002
        match = MONEY.fullmatch(text)
        if not match or match["sign"] or match["ending"] not in self.endings:
            return None
        pounds = decimal(match["number"]) * SCALES[match["scale"] or ""]
        if pounds * 100 != (pounds * 100).to_integral_value():
            remedy = f"write pounds and pence, such as {self.write(float(pounds))}"
            raise Unfit(f"{quoted(text)} is finer than a penny", remedy)
        return pounds


@dataclass(frozen=True)
class Percentage(Quantity):
    """A share, or a rate a year; kept as a fraction.

    >>> from modeller.lines.units import PER_YEAR
    >>> rate = Percentage(PER_YEAR, "a rate a year", "6.5% a year", endings=(" a year", ""), negative=True)
    >>> rate.read("6.5%"), rate.write(0.065)
    (0.065, '6.5% a year')
    """

    endings: tuple[str, ...] = ("",)
    negative: bool = False

    @property
    def pattern(self) -> str:
        """A percentage, and what may follow."""
        return rf"^{'-?' if self.negative else ''}[0-9][0-9,.]* ?%({'|'.join(self.endings)})$"

    def write(self, value: float, start: date | None = None) -> str:  # noqa: ARG002
        """Write it in full: nothing is rounded away."""
        return f"{plain(Decimal(repr(value)) * 100)}%{self.endings[0]}"

    def corrected(self, number: Decimal) -> str:
        """Offer both: 0.065 may be meant as 6.5% or as 0.065%."""
        as_written = f"{plain(number)}%{self.endings[0]}"
        return f"{self.write(float(number))} or {as_written}, whichever is meant" if abs(number) <= 1 else as_written

    def _read(self, text: str, start: date | None) -> Decimal | None:  # noqa: ARG002
        match = PERCENT.fullmatch(text)
        if not match or (match["sign"] and not self.negative) or match["ending"] not in self.endings:
            return None
        return signed(match) / 100


@dataclass(frozen=True)
class Count(Quantity):
    """A number of things; the only figure that may stand bare, since nothing else could be meant.

    >>> from modeller.lines.units import HOMES
    >>> homes = Count(HOMES, "a number of homes", "11 homes", "home", "homes", whole=True)
    >>> homes.read("11"), homes.read("1 home"), homes.write(11.0)
    (11.0, 1.0, '11 homes')
    """

    one: str = ""
    many: str = ""
    whole: bool = False

    @property
    def pattern(self) -> str:
        """A number, and what is counted."""
        return rf"^[0-9][0-9,.]*( {self.one}| {self.many})?$"

    @property
    def bare(self) -> tuple[str, ...]:
        """A number alone will do."""
        return ("number",)

    def write(self, value: float, start: date | None = None) -> str:  # noqa: ARG002
        """Write it with what is counted."""
        return f"{plain(float(value))} {self.one if value == 1 else self.many}".rstrip()

    def _read(self, text: str, start: date | None) -> Decimal | None:  # noqa: ARG002
        match = BARE.fullmatch(text) or COUNTED.fullmatch(text)
        if not match or match["sign"] or match.groupdict().get("ending", "").strip() not in {"", self.one, self.many}:
            return None
        number = decimal(match["number"])
        if self.whole and number != number.to_integral_value():
            raise Unfit(f"{quoted(text)} is not a whole number", f"write {self.noun}, such as {self.example}")
        return number
