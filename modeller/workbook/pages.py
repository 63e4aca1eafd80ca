"""The pages for those who sign: each a sheet of its own, of the parts that the model's views give it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from modeller.lines.views import Breakdown, Budget, Headrooms, Page, Prose, Ranged, Table, Tests, Yearly
from modeller.workbook import parts, years
from modeller.workbook.cells import TITLES
from modeller.workbook.paper import keep_together
from modeller.workbook.pen import Pen
from modeller.workbook.places import Places

_LABEL, _UNIT, _FIGURE = 46, 15, 15  # widths of columns
_WRITE: dict[type[Any], Callable[[Pen, Places, int, Any], int]] = {
    Table: parts.table,
    Ranged: parts.ranged,
    Breakdown: parts.breakdown,
    Headrooms: parts.headrooms,
    Prose: parts.prose,
    Yearly: years.yearly,
    Budget: years.budget,
    Tests: years.tests,
}
_ACROSS: dict[type[Any], Callable[[Any], int]] = {  # how many columns of figures a part takes
    Table: lambda part: len(part.columns),
    Ranged: lambda _: len(parts.RANGES),
    Breakdown: lambda _: 2,
    Headrooms: lambda _: len(parts.HEADROOMS),
    Prose: lambda _: 0,
    Yearly: lambda _: years.MOST_ACROSS - 1,
    Budget: lambda part: part.years + 2,
    Tests: lambda _: len(years.TESTED) - 1,
}


def write_page(pen: Pen, places: Places, verdict: str, page: Page) -> None:
    """Fill in a page, part by part."""
    pen.master(verdict)
    pen.widths(_LABEL, _UNIT, *[_FIGURE] * max(_ACROSS[type(each)](each) for each in page.parts))
    pen.printed(repeat=TITLES, fit=False)
    row = TITLES + 1
    for part in page.parts:
        pen.starts.append(row)
        row = _WRITE[type(part)](pen, places, row, part)
    keep_together(pen, row - 2)
