"""Lengths of time, months of the calendar, and yes or no, as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from modeller.errors import Unfit
from modeller.scenario.quantities import CALENDAR, NUMBER, YES_OR_NO, Quantity, decimal, plain, quoted

LENGTH = re.compile(rf"(?:(?P<years>{NUMBER}) years?)?(?: and | )?(?:(?P<months>{NUMBER}) months?)?")


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
        answer = YES_OR_NO.get(text.lower())
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
        if numbered := re.fullmatch(r"month ([1-9][0-9]*)", text):
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
