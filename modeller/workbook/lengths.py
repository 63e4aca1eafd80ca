"""The lengths of contract: what the engine has for each, under what this workbook has, live, for the one stated."""

from __future__ import annotations

from collections.abc import Sequence

from modeller.workbook import cells, charts, length_charts, paths
from modeller.workbook.annual import A3_WIDE
from modeller.workbook.book import Column, EngineBlock, Figure, LengthsTable
from modeller.workbook.cases import GENERATED
from modeller.workbook.length_charts import Placed
from modeller.workbook.measures import style_for
from modeller.workbook.monthly import stated
from modeller.workbook.naming import unit_name
from modeller.workbook.pen import Pen, Writer
from modeller.workbook.places import VALUE, Places

_TITLES = ("The tables on this sheet", "Figure", "Verdict")
_MONTHS, _FIRST = 1, 2  # columns: the length, and the first figure
_CHANGED, _PATH, _ABOUT_ROW = cells.TITLES + 1, cells.TITLES + 2, cells.TITLES + 3
_WORDS_TAKE = 3  # columns, so that those of figures can be of one width
_ABOUT = (
    "Rows by length are the engine's, for the inputs at generation; without renewal, unless a title says otherwise.",
    "Live rows are this workbook's own: with another committed length on Inputs they come to the engine's below them.",
)
A3_HIGH = 45  # rows down the paper at full size, with room for titles of several lines
_HEAD = 5  # rows of a block above its table: heading, titles, units, live, engine
ABSENT = "not in the table"
BY_ENGINE_ONLY = "engine only"


def write_lengths(writer: Writer, places: Places, verdict: str) -> None:
    """Whether the tables still hold, the charts, and block by block the live row above the engine's."""
    table = writer.book.lengths
    if table is None:
        return
    pen = writer.sheet(cells.LENGTHS, "Contract lengths", "outputs")
    pen.master(verdict)
    widest = max(_width(block) for block in table.blocks)
    pen.widths(32, 9, *[15] * widest)
    pen.printed(paper=8, repeat=cells.MASTER, fit=False)
    pen.sheet.freeze_panes(cells.MASTER, 1)
    pen.titles(cells.TITLES, _TITLES, (1,))
    _say_whether_current(pen, places, table)
    _say_path(pen)
    for row, text in enumerate(_ABOUT, _ABOUT_ROW):
        pen.text(row, 0, text, "note")
    charts_at = _ABOUT_ROW + len(_ABOUT) + 1
    first = charts_at + (charts.ROWS + 1 if table.charts else 0)
    placed: Placed = {}
    breaks = []
    for number, block in enumerate(table.blocks):
        if number:
            breaks.append(first - 1)
        _block(pen, places, table, block, first, placed)
        first += _HEAD + len(table.months) + 2
    pen.sheet.set_h_pagebreaks(breaks)
    across, down = A3_WIDE / sum(pen.wide), A3_HIGH / (breaks[0] if breaks else first)
    pen.sheet.set_print_scale(max(10, min(100, int(100 * min(across, down)))))
    length_charts.draw(pen, table, placed, charts_at)


def _width(block: EngineBlock) -> int:
    return sum(1 if column.unit else _WORDS_TAKE for column in block.columns)


def _say_whether_current(pen: Pen, places: Places, table: LengthsTable) -> None:
    """Another length, or another path, is what the sheet is for; any other change puts the tables out of date."""
    row = places.inputs[table.varied]
    now, then = (cells.on(cells.INPUTS, cells.fixed(row, col)) for col in (VALUE, GENERATED))
    chosen = f"-{paths.differs()}" if pen.writer.book.paths else ""
    pen.text(_CHANGED, 0, "Other inputs changed since")
    pen.formula(_CHANGED, 1, f"{cells.on(cells.CHECKS, cells.CHANGED)}-({now}<>{then})*1{chosen}", 0, "whole")
    here = cells.fixed(_CHANGED, 1)
    live = f'IF({here}=0,"{paths.CURRENT}","{paths.OUT_OF_DATE}")'
    pen.formula(_CHANGED, 2, live, paths.CURRENT, "", "said")
    pen.verdicts(_CHANGED, 2, _CHANGED, 2)


def _say_path(pen: Pen) -> None:
    table = pen.writer.book.paths
    if table is not None:
        pen.text(_PATH, 0, "Path worked by the live rows")
        pen.formula(_PATH, 1, paths.chosen(), table.chosen, "whole")
        pen.formula(_PATH, 2, paths.words_of_chosen(table), table.rows[table.chosen - 1].words, "", "said")


def _block(pen: Pen, places: Places, table: LengthsTable, block: EngineBlock, first: int, placed: Placed) -> None:
    """A heading, the titles, the live row and the engine's of the same length, then every length."""
    titles, live, body = first + 1, first + 3, first + _HEAD
    last = body + len(table.months) - 1
    pen.text(first, 0, block.heading, "heading")
    if block.note:
        pen.text(first, 3, block.note, "note")
    pen.text(titles, 0, "Length of contract", "column")
    pen.text(titles, _MONTHS, "Months", "column", "right")
    _lengths(pen, places, table, live, body)
    col = _FIRST
    for column in block.columns:
        placed[id(column)] = (col, titles, body, last)
        _column(pen, places, table, column, col, first)
        col += 1 if column.unit else _WORDS_TAKE


def _lengths(pen: Pen, places: Places, table: LengthsTable, live: int, body: int) -> None:
    """The lengths themselves: the live one, the same for the engine's row, and all of them."""
    pen.text(live, 0, "Live, on the path worked", "bold")
    now = _now(pen.writer, table)
    pen.formula(live, _MONTHS, cells.on(cells.INPUTS, cells.fixed(places.inputs[table.varied], VALUE)), now, "whole")
    pen.text(live + 1, 0, "Engine, without renewal", "header")
    pen.formula(live + 1, _MONTHS, cells.fixed(live, _MONTHS), now, "whole", "header")
    for row, (months, name) in enumerate(zip(table.months, table.names, strict=True), body):
        pen.text(row, 0, name)
        pen.number(row, _MONTHS, months, "whole")


def _now(writer: Writer, table: LengthsTable) -> float:
    """The length that this workbook was worked with."""
    return stated(writer, writer.book.model.inputs[table.varied])


def _column(pen: Pen, places: Places, table: LengthsTable, column: Column, col: int, first: int) -> None:
    titles, live, body = first + 1, first + 3, first + _HEAD
    last = body + len(table.months) - 1
    style = _style(column)
    pen.text(titles, col, column.title, "column", "right" if column.unit else "")
    for more in range(col + 1, col + (1 if column.unit else _WORDS_TAKE)):
        pen.text(titles, more, "", "column")
        pen.text(live + 1, more, "", "header")
    pen.text(titles + 1, col, unit_name(column.unit) if column.unit else "", "note", "right" if column.unit else "")
    _live(pen, places, column, live, col)
    down, lengths = (f"{cells.fixed(body, each)}:{cells.fixed(last, each)}" for each in (col, _MONTHS))
    found = f'IFERROR(INDEX({down},MATCH({cells.fixed(live + 1, _MONTHS)},{lengths},0)),"{ABSENT}")'
    look = "header" if column.unit else "header words"
    pen.formula(live + 1, col, found, _of_now(pen.writer, table, column.figures), style, look)
    for row, figure in enumerate(column.figures, body):
        if column.unit:
            pen.figure(row, col, figure, style)
        else:
            pen.text(row, col, str(figure), "said")


def _live(pen: Pen, places: Places, column: Column, row: int, col: int) -> None:
    """The same figure in this workbook, where a measure of the model has it."""
    if not column.live:
        pen.text(row, col, BY_ENGINE_ONLY, "note", "right" if column.unit else "")
        return
    figures = [pen.writer.book.once(measure) for measure in column.live]
    total = sum(figure for figure in figures if not isinstance(figure, str))
    value: Figure = figures[0] if len(figures) == 1 else total
    formula = "+".join(places.source(measure) for measure in column.live)
    pen.formula(row, col, formula, value, _style(column), "bold")


def _of_now(writer: Writer, table: LengthsTable, figures: Sequence[Figure]) -> Figure:
    now = _now(writer, table)
    return figures[list(table.months).index(int(now))] if now in table.months else ABSENT


def _style(column: Column) -> str:
    """How a column is shown: homes that are all whole, whole."""
    return style_for(column.unit, column.figures) if column.unit else ""
