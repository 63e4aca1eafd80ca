"""Sheets of what the engine worked out over many runs: figures that are not live, and say when they are out of date."""

from __future__ import annotations

from collections.abc import Sequence

from modeller.workbook import cells, engine_charts
from modeller.workbook.book import Amount, EngineSheet, EngineTable, Figure
from modeller.workbook.figures import known
from modeller.workbook.measures import style_for
from modeller.workbook.naming import unit_name
from modeller.workbook.parts import current, note, paragraph
from modeller.workbook.pen import Pen, Writer
from modeller.workbook.places import Places

UNIT, FIRST = 1, 2  # columns: the unit of a row, and its first figure
_LABEL, _UNIT, _FIGURE, _MOST, _WORDS = 46, 15, 12, 22, 60  # widths
_MONTH_IN_FULL = len("September 2026")
_UNTOLD = ("month", "flag", "number")  # styles and units that a figure needs no name beside it for


def write_engine_sheet(writer: Writer, places: Places, verdict: str, found: EngineSheet) -> None:
    """Whether the tables still hold, then table by table, each with its chart below it."""
    pen = writer.sheet(found.name, found.title, "outputs")
    pen.master(verdict)
    pen.widths(_LABEL, _UNIT, *_widths(found))
    pen.printed(paper=8)
    pen.sheet.freeze_panes(cells.MASTER, 1)
    row = cells.TITLES
    pen.text(row, 0, "The tables on this sheet", "bold")
    current(pen, row, FIRST)
    row += 1
    for text in found.about:
        row = paragraph(pen, row, text, "note")
    breaks = []
    for number, table in enumerate(found.tables):
        if number and table.drawing is not None:
            breaks.append(row)  # a table and its chart stand on one sheet of paper
        row = _table(pen, places, row + 1, table)
    for text in found.below:
        row = paragraph(pen, row + 1, text, "note")
    pen.sheet.set_h_pagebreaks(breaks)


def _widths(found: EngineSheet) -> list[float]:
    """Wide enough, column by column, for the longest figure, and for titles on a few lines."""
    across = max(len(table.titles) for table in found.tables)
    return [max(_FIGURE, *(_wide(table, col) + 2 for table in found.tables)) for col in range(across)]


def _wide(table: EngineTable, col: int) -> int:
    """The letters of a column's longest figure; words go on a few lines where they are many."""
    told = [across[col] for _, across in table.rows if col < len(across)]
    figures = max((_long(each) for each in told if not isinstance(each, str)), default=0)
    words = max((len(each) for each in told if isinstance(each, str)), default=0)
    return max(figures, words if words <= _MOST else _WORDS)


def _long(amount: Amount) -> int:
    if amount.unit.style == "month":
        return _MONTH_IN_FULL
    return len(amount.value) if isinstance(amount.value, str) else len(f"-{abs(amount.value):,.2f}")


def _table(pen: Pen, places: Places, row: int, table: EngineTable) -> int:
    """The titles, the rows, what is to be known of them, and the chart; the row after."""
    pen.titles(row, (table.heading, "Unit", *table.titles), range(FIRST, FIRST + len(table.titles)))
    first = row + 1
    for label, told in table.rows:
        row += 1
        pen.text(row, 0, label, "wrap")
        pen.text(row, UNIT, _unit_of(told))
        for col, each in enumerate(told, FIRST):
            _put(pen, places, row, col, each)
    last = row
    row = note(pen, row, table.note) + 1
    if table.drawing is not None:
        row = engine_charts.draw(pen, table, table.drawing, row + 1, (first, last))
    return row


def _put(pen: Pen, places: Places, row: int, col: int, told: Amount | str) -> None:
    if isinstance(told, str):
        pen.text(row, col, told, "wrap", "right" if len(told) <= _MOST else "")
        return
    figures: list[Figure] = [told.value]
    known(pen, places, row, col, told.unit, told.value, style_for(told.unit, figures))


def _unit_of(told: Sequence[Amount | str]) -> str:
    """The unit that all figures of a row share; none where they differ, or are dates."""
    units = {unit_name(each.unit): each.unit for each in told if isinstance(each, Amount)}
    if len(units) != 1:
        return ""
    [(name, unit)] = units.items()
    return "" if unit.style in _UNTOLD or unit.name in _UNTOLD else name
