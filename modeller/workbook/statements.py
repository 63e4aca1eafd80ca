"""The statements by month: each row a link to the line that works it out, month under month as on every such sheet."""

from __future__ import annotations

from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.lines.views import Entry
from modeller.workbook import cells
from modeller.workbook.annual import summed
from modeller.workbook.cells import HERE
from modeller.workbook.monthly import calendar, head
from modeller.workbook.naming import lowered, unit_name
from modeller.workbook.pen import Pen, Writer
from modeller.workbook.places import Places

_WIDTH = 14


def write_statements(writer: Writer, places: Places, verdict: str) -> None:
    """Income and expenditure, balance sheet and cash flow, whole."""
    shown = [each for each in writer.book.views.statements if each.by_month]
    if not shown:
        return
    pen = writer.sheet(cells.MONTHLY, "Statements by month", "outputs")
    head(pen, places, verdict, _WIDTH)
    calendar(pen, places)
    row = cells.BODY
    for statement in shown:
        pen.text(row, cells.HEADING, statement.title, "heading")
        for entry in statement.entries:
            row += 1
            _entry(pen, places, row, entry)
        row += 2


def _entry(pen: Pen, places: Places, row: int, entry: Entry) -> None:
    if entry.line is None:
        pen.text(row, cells.LABEL, entry.label, "bold")
        return
    line, look = entry.line, "total" if entry.is_total else "import"
    less = entry.less and not entry.label.lower().startswith("less")
    pen.text(
        row,
        cells.LABEL,
        f"less {lowered(entry.label)}" if less else entry.label,
        "total" if entry.is_total else "plain",
    )
    pen.text(row, cells.NOTE, line.key, "note")
    pen.text(row, cells.UNIT, unit_name(line.unit))
    sign, minus = (-1, "-") if entry.less else (1, "")
    figures = [sign * figure for figure in _figures(pen, places, line)]
    pen.along(row, cells.FIRST, minus + _link(places, line), figures, line.unit.style, look)
    if summed(line) and line.unit == POUNDS:
        whole = cells.span(row, cells.FIRST, cells.FIRST + places.model.months - 1)
        pen.formula(row, cells.TOTAL, f"SUM({whole})", sum(figures), line.unit.style, "bold")


def _link(places: Places, line: Line) -> str:
    if not line.monthly:
        return places.source(line)
    sheet = places.sheet_of(line)
    return cells.on(sheet.name, f"{HERE}{sheet.rows[id(line)]}")


def _figures(pen: Pen, places: Places, line: Line) -> list[float]:
    row = pen.writer.book.row(line) if line.monthly else [float(pen.writer.book.results[line][0])]
    return row[1:] if line.monthly else row * places.model.months
