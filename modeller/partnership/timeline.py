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
from modeller.partnership.inputs import Terms, sum_of

DAYS_A_YEAR = Constant(365, COUNT / PART_OF_A_YEAR, "365 days a year")


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
        april=section.line("Prices step", flag(equals(model.month_of_year, 4)) * flag(month > 1), FLAG),
        december=section.line("Calendar year ends", flag(equals(model.month_of_year, 12)), FLAG),
        year_end=section.line("Financial year ends", flag(equals(model.month_of_year, 3)), FLAG),
        months=section.measure("Months worked", total(every), MONTHS),
        of_a_year=_of_a_year(model, section) if _count_days(loans) else None,
    )


def _count_days(loans: Sequence[Terms]) -> bool:
    return any(loan.stated("pricing").counted_in == "days" for loan in loans)


def _of_a_year(model: Model, section: Section) -> Line:
    """The days of the month over 365, leap years having one more."""
    year, of_year = model.year, model.month_of_year
    shorter = sum_of(flag(equals(of_year, month)) for month in (4, 6, 9, 11))
    century = whole_multiple(year, 100) - whole_multiple(year, 400)
    leap = section.line("Leap year", whole_multiple(year, 4) - century, FLAG)
    days = section.line("Days in the month", 31 - shorter - (3 - leap) * flag(equals(of_year, 2)), COUNT)
    return section.line("Part of a year", days / DAYS_A_YEAR, PART_OF_A_YEAR)


def whole_multiple(value: Expression, step: int) -> Expression:
    """1 where a whole number is a multiple of a step, otherwise nought."""
    return flag(equals(whole_below(value / step) * step, value))
