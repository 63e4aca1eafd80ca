"""The months, the April steps and the ends of years: the flags that everything else is timed by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from modeller.lines.expressions import Constant, Expression
from modeller.lines.functions import equals, flag, whole_below
from modeller.lines.measures import total
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import COUNT, FLAG, MONTHS, PART_OF_A_YEAR
from modeller.partnership.constants import APRIL, DECEMBER, FEBRUARY, MARCH, MONTHS_OF_30_DAYS
from modeller.partnership.inputs import Terms, sum_of

DAYS_A_YEAR = Constant(365, COUNT / PART_OF_A_YEAR, "365 days a year")
LONGEST, SHORTER = Constant(31, COUNT, "31 days"), Constant(3, COUNT, "3 days")
FOUR_YEARS, CENTURY, FOUR_CENTURIES = (Constant(number, COUNT, f"{number} years") for number in (4, 100, 400))


@dataclass(frozen=True)
class Timeline:
    """Flags of 1 and 0 by month [flag], shape (month, scenario)."""

    every: Line
    signing: Line
    april: Line
    december: Line
    year_end: Line
    months: Measure
    of_a_year: Line | None


def timeline(model: Model, loans: Sequence[Terms] = ()) -> Timeline:
    """Prices are in money of the start, so the first April step is the first April after it."""
    section = model.section("Timeline")
    month = model.month
    every = section.line("Every month", flag(month >= 1), FLAG)
    return Timeline(
        every=every,
        signing=section.line("Signing", flag(equals(month, 1)), FLAG),
        april=section.line("Prices step", flag(equals(model.month_of_year, APRIL)) * flag(month > 1), FLAG),
        december=section.line("Calendar year ends", flag(equals(model.month_of_year, DECEMBER)), FLAG),
        year_end=section.line("Financial year ends", flag(equals(model.month_of_year, MARCH)), FLAG),
        months=section.measure("Months worked", total(every), MONTHS),
        of_a_year=_of_a_year(model, section) if _count_days(loans) else None,
    )


def _count_days(loans: Sequence[Terms]) -> bool:
    return any(loan.stated("pricing").counted_in == "days" for loan in loans)


def _of_a_year(model: Model, section: Section) -> Line:
    """The days of the month over 365, leap years having one more."""
    year, of_year = model.year, model.month_of_year
    shorter = sum_of(flag(equals(of_year, month)) for month in MONTHS_OF_30_DAYS)
    century = whole_multiple(year, CENTURY) - whole_multiple(year, FOUR_CENTURIES)
    leap = section.line("Leap year", whole_multiple(year, FOUR_YEARS) - century, FLAG)
    days = section.line(
        "Days in the month", LONGEST - shorter - (SHORTER - leap) * flag(equals(of_year, FEBRUARY)), COUNT
    )
    return section.line("Part of a year", days / DAYS_A_YEAR, PART_OF_A_YEAR)


def whole_multiple(value: Expression, step: Constant) -> Expression:
    """1 where a whole number is a multiple of a step, otherwise nought."""
    return flag(equals(whole_below(value / step) * step, value))
