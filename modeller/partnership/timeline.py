"""The months, the April steps and the ends of years: the flags that everything else is timed by."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.functions import equals, flag
from modeller.lines.measures import total
from modeller.lines.model import Model
from modeller.lines.references import Line, Measure
from modeller.lines.units import FLAG, MONTHS


@dataclass(frozen=True)
class Timeline:
    """Flags of 1 and 0 by month [flag], shape (month, scenario)."""

    every: Line
    signing: Line
    april: Line
    december: Line
    year_end: Line
    months: Measure


def timeline(model: Model) -> Timeline:
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
    )
