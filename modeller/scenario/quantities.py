"""Figures as people write them, “£1m” or “6.5% a year”, read into the model's units and written back.

A figure carries its unit in its text, because 6.5 and 0.065 look alike to a machine. What does not say its unit, or
says the wrong one, is refused with a remedy; nothing is guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from modeller.errors import Unfit

if TYPE_CHECKING:
    from modeller.lines.units import Unit

NUMBER = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
BARE = re.compile(rf"(?P<sign>[-−]?)(?P<number>{NUMBER})")
MONEY = re.compile(rf"(?P<sign>[-−]?)£ ?(?P<number>{NUMBER})(?P<scale>k|m)?(?P<ending>(?: [a-z]+)*)")
PERCENT = re.compile(rf"(?P<sign>[-−]?)(?P<number>{NUMBER}) ?%(?P<ending>(?: [a-z]+)*)")
COUNTED = re.compile(rf"(?P<sign>[-−]?)(?P<number>{NUMBER})(?P<ending>(?: [a-z]+)+)")
LENGTH = re.compile(rf"(?:(?P<years>{NUMBER}) years?)?(?: and | )?(?:(?P<months>{NUMBER}) months?)?")
CALENDAR = re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})-(?P<month>0[1-9]|1[0-2])(?:-01)?")
SCALES = {"": 1, "k": 1_000, "m": 1_000_000}
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
class Quantity:
    """A kind of figure: its unit, what it is called, and one as it should be written."""

    unit: Unit
    noun: str
    example: str

    @property
    def pattern(self) -> str:
        """What it looks like, roughly, for editors: reading is what decides."""
        raise NotImplementedError

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

    def write(self, value: float, start: date | None = None) -> str:
        """Return the figure as a person would write it; reading it gives the same value."""
        raise NotImplementedError

    def corrected(self, number: Decimal) -> str:
        """Say what to write instead of a bare number."""
        return self.write(float(number))

    def _read(self, text: str, start: date | None) -> Decimal | None:
        raise NotImplementedError

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
    return "yes or no" if text.lower() in YesOrNo.WORDS else None


def signed(match: re.Match[str]) -> Decimal:
    """Return the number of a match, with its sign."""
    return decimal(match["number"]) * (-1 if match["sign"] else 1)


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
        if pounds * 100 % 1:
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
        return f"{plain(float(value))} {self.one if value == 1 else self.many}"

    def _read(self, text: str, start: date | None) -> Decimal | None:  # noqa: ARG002
        match = BARE.fullmatch(text) or COUNTED.fullmatch(text)
        if not match or match["sign"] or match.groupdict().get("ending", "").strip() not in {"", self.one, self.many}:
            return None
        number = decimal(match["number"])
        if self.whole and number % 1:
            raise Unfit(f"{quoted(text)} is not a whole number", f"write {self.noun}, such as {self.example}")
        return number


@dataclass(frozen=True)
class Length(Quantity):
    """A length of time in whole months.

    >>> from modeller.lines.units import MONTHS
    >>> length = Length(MONTHS, "a length of time", "10 years or 18 months")
    >>> length.read("1 year 6 months"), length.write(18.0), length.write(120.0), length.write(0.0)
    (18.0, '1 year 6 months', '10 years', '0 months')
    """

    @property
    def pattern(self) -> str:
        """Years and months."""
        return r"^([0-9.]+ years?)?( and | )?([0-9]+ months?)?$"

    def write(self, value: float, start: date | None = None) -> str:  # noqa: ARG002
        """Write it in years and months."""
        years, months = divmod(value, 12)
        parts = [(years, "year"), (months, "month")]
        said = [f"{plain(float(n))} {word}{'' if n == 1 else 's'}" for n, word in parts if n]
        return " ".join(said) or "0 months"

    def corrected(self, number: Decimal) -> str:
        """Offer both months and years."""
        return f"{plain(number)} months or {plain(number)} years, whichever is meant"

    def _read(self, text: str, start: date | None) -> Decimal | None:  # noqa: ARG002
        match = LENGTH.fullmatch(text)
        if not match or not (match["years"] or match["months"]):
            return None
        months = decimal(match["years"] or "0") * 12 + decimal(match["months"] or "0")
        if months % 1:
            raise Unfit(f"{quoted(text)} is not a whole number of months", f"write {self.noun}, such as {self.example}")
        return months


@dataclass(frozen=True)
class YesOrNo(Quantity):
    """A choice, kept as 1 or 0 so that it can be swept like any figure."""

    WORDS = {"yes": 1, "true": 1, "no": 0, "false": 0}  # noqa: RUF012 — a table, no field of the dataclass

    @property
    def pattern(self) -> str:
        """One of the words."""
        return "^([Yy]es|[Nn]o|true|false)$"

    @property
    def bare(self) -> tuple[str, ...]:
        """True and false, to an editor, are no texts."""
        return ("boolean",)

    def write(self, value: float, start: date | None = None) -> str:  # noqa: ARG002
        """Write yes or no."""
        return "yes" if value else "no"

    def corrected(self, number: Decimal) -> str:  # noqa: ARG002
        """Offer the two words: a number is no answer."""
        return self.example

    def _read(self, text: str, start: date | None) -> Decimal | None:  # noqa: ARG002
        answer = self.WORDS.get(text.lower())
        return None if answer is None else Decimal(answer)


@dataclass(frozen=True)
class CalendarMonth(Quantity):
    """A month of the calendar, kept as the model's month number: the scenario's first month is 1.

    >>> from modeller.lines.units import MONTHS
    >>> month = CalendarMonth(MONTHS, "a month", "2026-04")
    >>> month.read("2027-04", date(2026, 4, 1)), month.write(13.0, date(2026, 4, 1)), month.write(13.0)
    (13.0, '2027-04', 'month 13')
    """

    @property
    def pattern(self) -> str:
        """A year and a month."""
        return r"^([0-9]{4}-[0-9]{2}(-01)?|month [0-9]+)$"

    def write(self, value: float, start: date | None = None) -> str:
        """Write it as a calendar month where the start is known; as “month 13” where not, which can be read as well."""
        if start is None:
            return f"month {plain(float(value))}"
        year, month = divmod(start.year * 12 + start.month - 2 + int(value), 12)
        return f"{year}-{month + 1:02}"

    def corrected(self, number: Decimal) -> str:  # noqa: ARG002
        """Offer an example: a number could be a year or a count."""
        return self.example

    def _read(self, text: str, start: date | None) -> Decimal | None:
        if numbered := re.fullmatch(r"month ([0-9]+)", text):
            return Decimal(numbered[1])
        match = CALENDAR.fullmatch(text)
        if not match:
            return None
        if start is None:  # the start itself is at fault, and that is reported
            return Decimal(1)
        number = (int(match["year"]) - start.year) * 12 + int(match["month"]) - start.month + 1
        if number < 1:
            first = f"{start:%Y-%m}"
            raise Unfit(f"{quoted(text)} is before the first month, {first}", f"write {first} or a later month")
        return Decimal(number)


def first_month(text: str) -> date:
    """Return the first day of a month such as 2026-04.

    >>> first_month("2026-04")
    datetime.date(2026, 4, 1)
    """
    match = CALENDAR.fullmatch(text.strip())
    if not match:
        raise Unfit(f"{quoted(text.strip())} is not a month", "write the year and the month, such as 2026-04")
    return date(int(match["year"]), int(match["month"]), 1)
