"""Charts of what the engine worked out: a fan of lines, or bars to both sides of the figure as stated."""

from __future__ import annotations

from collections.abc import Iterator

from xlsxwriter.chart import Chart as Drawn

from modeller.lines.units import Unit
from modeller.workbook.book import Amount, Drawing, EngineTable
from modeller.workbook.charts import HEIGHT, ROWS, axis, label, mark
from modeller.workbook.pen import Pen
from modeller.workbook.styles import FONT, INK

_FIRST = 2  # the column of the first figure
_WIDTH = 900  # points of the screen
_PATTERNS = ({"color": "#1F3864"}, {"color": "#BFBFBF"})  # dark and light: told apart in grey
_OVERLAP, _GAP, _HEAD = 100, 40, 7  # per cent, per cent, and the rows that titles take


def draw(pen: Pen, table: EngineTable, drawing: Drawing, row: int, rows: tuple[int, int]) -> int:
    """Draw a table's chart at a row; the row after it."""
    bars = drawing.kind == "bars"
    drawn: Drawn = pen.writer.workbook.add_chart({"type": "bar" if bars else "line"})
    first, last = rows
    for number, column in enumerate(drawing.columns):
        col = _FIRST + column
        series = {
            "name": [pen.name, first - 2, col],
            "categories": [pen.name, first - 1, 0, last - 1, 0],
            "values": [pen.name, first - 1, col, last - 1, col],
        }
        drawn.add_series({**series, **(_bar(number) if bars else mark(number))})
    figures = [each.value for each in _amounts(table, drawing) if not isinstance(each.value, str)]
    unit = _unit(table, drawing)
    label(drawn, drawing.title, drawing.across, axis(unit, figures), from_nil=not bars and min(figures) >= -unit.nil)
    if bars:
        _to_both_sides(drawn, drawing, unit, figures)
    rows_high = max(ROWS, last - first + _HEAD) if bars else ROWS
    drawn.set_size({"width": _WIDTH, "height": HEIGHT * rows_high // ROWS})
    at = {"y_offset": 4, "object_position": 2, "description": f"{drawing.title}. {drawing.finding}"}
    pen.sheet.insert_chart(row - 1, 0, drawn, at)
    return row + rows_high + 1


def _bar(number: int) -> dict[str, object]:
    return {
        "fill": _PATTERNS[number % len(_PATTERNS)],
        "border": {"color": "#1F3864"},
        "overlap": _OVERLAP,
        "gap": _GAP,
    }


def _to_both_sides(drawn: Drawn, drawing: Drawing, unit: Unit, figures: list[float]) -> None:
    """Bars begin at the figure as stated; the first row stands at the top."""
    font = {"name": FONT, "size": 9, "color": INK}
    name, shape = axis(unit, figures)
    plain = {"num_font": font, "name_font": font}
    drawn.set_y_axis({**plain, "name": drawing.across, "reverse": True, "label_position": "low", "interval_unit": 1})
    drawn.set_x_axis({**plain, "name": name, "num_format": shape, "crossing": drawing.stated, "label_position": "low"})
    drawn.set_plotarea({"layout": {"x": 0.34, "y": 0.22, "width": 0.62, "height": 0.6}})


def _amounts(table: EngineTable, drawing: Drawing) -> Iterator[Amount]:
    for _, told in table.rows:
        yield from (each for column in drawing.columns if isinstance(each := told[column], Amount))


def _unit(table: EngineTable, drawing: Drawing) -> Unit:
    return next(_amounts(table, drawing)).unit
