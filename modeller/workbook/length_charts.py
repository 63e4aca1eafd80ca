"""The charts by length of contract: lines told apart without colour, and what each shows in words."""

from __future__ import annotations

from xlsxwriter.chart import Chart as Drawn

from modeller.lines.figures import written
from modeller.lines.units import Unit
from modeller.workbook import cells
from modeller.workbook.book import Column, EngineChart, LengthsTable
from modeller.workbook.charts import HEIGHT, axis, label, mark
from modeller.workbook.pen import Pen

Placed = dict[int, tuple[int, int, int, int]]  # by identity of a column: it, its titles' row, its first and last rows
_WIDTH, _APART = 690, 700  # points of the screen


def draw(pen: Pen, table: LengthsTable, placed: Placed, row: int) -> None:
    """Draw the charts side by side from a row."""
    for place, chart in enumerate(table.charts):
        columns = list(chart.columns.values())
        drawn: Drawn = pen.writer.workbook.add_chart({"type": "line"})
        own = len({column.title for column in columns}) == len(columns)
        for number, column in enumerate(columns):
            drawn.add_series({**_series(placed[id(column)], own_title=own), **mark(number)})
        figures = [figure for column in columns for figure in _numbers(column)]
        unit = _unit(columns[0])
        label(drawn, chart.title, "Length of contract", axis(unit, figures), from_nil=min(figures) >= -unit.nil)
        drawn.set_size({"width": _WIDTH, "height": HEIGHT})
        at = {"x_offset": place * _APART, "y_offset": 4, "object_position": 2, "description": said(table, chart)}
        pen.sheet.insert_chart(row - 1, 0, drawn, at)


def _series(at: tuple[int, int, int, int], *, own_title: bool) -> dict[str, object]:
    """A column as a line, named by its title or, where others share that, by its block's heading."""
    col, titles, first, last = at
    named = [titles - 1, col] if own_title else [titles - 2, 0]
    return {
        "name": [cells.LENGTHS, *named],
        "categories": [cells.LENGTHS, first - 1, 0, last - 1, 0],
        "values": [cells.LENGTHS, first - 1, col, last - 1, col],
    }


def _unit(column: Column) -> Unit:
    assert column.unit is not None  # noqa: S101  words are not drawn
    return column.unit


def _numbers(column: Column) -> list[float]:
    return [0.0 if isinstance(figure, str) else figure for figure in column.figures]


def said(table: LengthsTable, chart: EngineChart) -> str:
    """What a chart shows, for those who cannot see it: first what is found."""
    lines = "; ".join(f"{name} {_course(table, column)}" for name, column in chart.columns.items())
    return f"{chart.title}, {table.names[0]} to {table.names[-1]}. {chart.finding} {lines}."


def _course(table: LengthsTable, column: Column) -> str:
    figures, names = _numbers(column), table.names
    most, least = (pick(range(len(figures)), key=figures.__getitem__) for pick in (max, min))
    told = [written(figures[place], _unit(column)) for place in (0, most, least, -1)]
    if told[1] == told[2]:
        return f"is {told[0]} at every length"
    ends = f"is {told[0]} at {names[0]} and {told[3]} at {names[-1]}"
    return f"{ends}, most at {names[most]} ({told[1]}), least at {names[least]} ({told[2]})"
