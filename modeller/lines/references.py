"""What a formula may name: inputs, curves, rows of the calendar, lines and measures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from modeller.lines.expressions import Expression, Reference, references
from modeller.lines.names import slug
from modeller.lines.units import Unit

if TYPE_CHECKING:
    from modeller.lines.model import Balance, Section

CalendarName = Literal["month", "year", "month_of_year", "financial_year"]


class Input(Reference):
    """A figure the user states; it may differ by scenario, never by month."""

    def __init__(self, key: str, label: str, unit: Unit, value: float) -> None:
        super().__init__(label, unit, key=key)
        self.value = float(value)


class Curve(Reference):
    """A figure by calendar year: an input for each year stated, the last carried forward and the first back."""

    def __init__(self, label: str, unit: Unit, points: Mapping[int, Input], years: range, key: str) -> None:
        super().__init__(label, unit, monthly=False, key=key)
        self.points = dict(points)
        self.years = years

    def point(self, year: int) -> Input:
        """The input that holds in a year."""
        stated = [known for known in self.points if known <= year]
        return self.points[max(stated) if stated else min(self.points)]


class Line(Reference):
    """A line of the model: a figure by month, or one figure where its formula does not differ by month."""

    def __init__(self, section: Section, label: str, formula: Expression | None, unit: Unit, *, stock: bool) -> None:
        # a formula that leans on nothing (a sum of no loans) is a row of noughts, to be summed like any other
        monthly = formula is None or formula.monthly or not any(references(formula))
        super().__init__(label, unit, monthly=monthly, key=f"{section.key}.{slug(label)}")
        self.section = section
        self.formula = formula
        self.stock = stock
        self.start: Expression | None = None  # what the month-0 cell of a balance's closing holds
        self.before: Balance | None = None  # of an opening: the balance whose closing a month ago this is


class Calendar(Reference):
    """A row of the calendar: the number of the month, its calendar year, its month of the year, its financial year."""

    def __init__(self, name: CalendarName, label: str, unit: Unit) -> None:
        super().__init__(label, unit, monthly=True, key=f"calendar.{name}")
        self.name = name


class Measure(Reference):
    """One figure drawn from whole lines: a total, a lowest, a return; or worked out from other measures."""

    def __init__(self, section: Section, label: str, formula: Expression, unit: Unit, key: str) -> None:
        super().__init__(label, unit, key=key)
        self.section = section
        self.formula = formula
