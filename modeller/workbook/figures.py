"""One figure in a cell: a measure, an input or a line that does not differ by month, live; or words."""

from __future__ import annotations

from modeller.lines.expressions import Reference
from modeller.lines.references import Line, Measure
from modeller.lines.units import FLAG, HOMES, NUMBER, TIMES, Unit
from modeller.lines.views import Cell, Told
from modeller.workbook.book import Figure
from modeller.workbook.measures import NEVER, as_month, style_of
from modeller.workbook.monthly import month_start, stated
from modeller.workbook.naming import unit_name
from modeller.workbook.pen import Pen
from modeller.workbook.places import Places

_INPUT_STYLES = {FLAG.name: "flag", HOMES.name: "count", TIMES.name: "number"}


def put(pen: Pen, places: Places, row: int, col: int, cell: Cell, look: str = "plain") -> None:
    """Write a cell of a table; the number of a month as the month itself."""
    if isinstance(cell, str):
        pen.text(row, col, cell, "wrap", "right")
    elif isinstance(cell, Told):
        _tell(pen, places, row, col, cell)
    elif isinstance(cell, Measure | Line):
        measured(pen, places, row, col, cell, look)
    else:
        source, value = places.source(cell), stated(pen.writer, cell)
        pen.formula(row, col, source, value, input_style(cell.unit), look)


def input_style(unit: Unit) -> str:
    """How an input is shown: a flag as yes or no, homes as whole ones."""
    return _INPUT_STYLES.get(unit.name, unit.style)


def measured(pen: Pen, places: Places, row: int, col: int, item: Measure | Line, look: str = "bold") -> None:
    """A measure, or a line that does not differ by month, live."""
    value, source = pen.writer.book.once(item), places.source(item)
    if item.unit.style == "month" and not isinstance(value, str):
        formula, found = as_month(source, value, places)
        pen.formula(row, col, formula, found, "month in full", look)
    else:
        style = style_of(item, value) if isinstance(item, Measure) else item.unit.style
        pen.formula(row, col, source, value, style, look)


def _tell(pen: Pen, places: Places, row: int, col: int, told: Told) -> None:
    """A whole number in words, live."""
    value = pen.writer.book.once(told.measure)
    words = ",".join(f'"{each}"' for each in told.words)
    found = told.words[round(value)] if not isinstance(value, str) else value
    pen.formula(row, col, f"CHOOSE({places.source(told.measure)}+1,{words})", found, "", "words right")


def known(pen: Pen, places: Places, row: int, col: int, unit: Unit, value: Figure, style: str) -> None:
    """A figure as the engine has it, which is not live; the number of a month as the month itself."""
    if unit.style == "month" and not isinstance(value, str):
        if value > 0:
            pen.number(row, col, month_start(places.model.start, value), "month in full")
        else:
            pen.text(row, col, NEVER, align="right")
    else:
        pen.figure(row, col, value, style)


def unit_of(cell: Cell) -> str:
    """The name of the unit of a cell; none of months that are shown as dates, of plain numbers, or of words."""
    if not isinstance(cell, Reference) or cell.unit.style == "month" or cell.unit.name in (FLAG.name, NUMBER.name):
        return ""
    return unit_name(cell.unit)
