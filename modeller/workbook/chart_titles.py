"""What the charts' titles say: the most or the least of what they draw, worked out live under their figures."""

from __future__ import annotations

from modeller.lines.references import Line
from modeller.lines.units import Unit
from modeller.lines.views import Chart
from modeller.workbook import cells
from modeller.workbook.naming import series_names, unit_name
from modeller.workbook.pen import Pen
from modeller.workbook.saying import as_text, figure_text

RATIOS = ("times", "percent")
SAID, TOTAL = 2, 4  # columns: a figure in words, and the figure
_MOST_NAMED = 3  # lines, each with its figure: more would be no title
_OF_ANY = "of any"


def write_title(pen: Pen, row: int, chart: Chart, figures: dict[Line, list[float]], first: int) -> int:
    """The most or least of each line, in a row of its own from `row`; then the title. The row of the title.

    The lines' figures by year stand in the rows above, in as many columns from `first`.
    """
    number, unit = len(chart.lines), chart.lines[0].unit
    names, top = series_names(chart.lines), row - number
    found: list[float] = []
    for place, (name, line) in enumerate(zip(names, chart.lines, strict=True)):
        across = cells.span(top + place, first, first + len(figures[line]) - 1)
        found.append(_pick(chart, figures[line]))
        label = f"{chart.tells.capitalize()}: {name}"
        _told(pen, row + place, label, _formula(chart, across), found[-1], unit)
    if number <= _MOST_NAMED:
        _named(pen, row + number, chart, names, found)
        return row + number
    down = f"{cells.fixed(row, TOTAL)}:{cells.fixed(row + number - 1, TOTAL)}"
    whole = _pick(chart, found)
    _told(pen, row + number, f"{chart.tells.capitalize()} {_OF_ANY}", _formula(chart, down), whole, unit)
    here, begins = cells.fixed(row + number, SAID), cells.fixed(top - 1, 1)
    said = f"{chart.title}: {chart.tells} {_OF_ANY} {_text(pen, unit, whole)}"
    _titled(pen, row + number + 1, f'{begins}&": {chart.tells} {_OF_ANY} "&{here}', said)
    return row + number + 1


def _named(pen: Pen, row: int, chart: Chart, names: list[str], found: list[float]) -> None:
    """A title that says each line's figure, with its name where there are several."""
    number, unit = len(names), chart.lines[0].unit
    parts, said = [], []
    for place, (name, figure) in enumerate(zip(names, found, strict=True)):
        told, of = cells.fixed(row - number + place, SAID), cells.fixed(row - 2 * number + place, 1)
        parts.append(told if number == 1 else f'{told}&" ("&{of}&")"')
        said.append(_text(pen, unit, figure) + ("" if number == 1 else f" ({name})"))
    begins, joined = cells.fixed(row - 2 * number - 1, 1), '&", "&'.join(parts)
    _titled(pen, row, f'{begins}&": {chart.tells} "&{joined}', f"{chart.title}: {chart.tells} {', '.join(said)}")


def _measures(chart: Chart) -> bool:
    """Whether nil means that there was nothing to measure."""
    return chart.lines[0].unit.style in RATIOS


def _pick(chart: Chart, figures: list[float]) -> float:
    if chart.tells == "most":
        return max(figures)
    return min([each for each in figures if each or not _measures(chart)] or [0.0])


def _formula(chart: Chart, of: str) -> str:
    if chart.tells == "most":
        return f"MAX({of})"
    return f'_xlfn.MINIFS({of},{of},"<>0")' if _measures(chart) else f"MIN({of})"


def _told(pen: Pen, row: int, label: str, formula: str, value: float, unit: Unit) -> None:
    """A figure, and the same in words."""
    pen.text(row, 1, label)
    pen.text(row, 3, unit_name(unit))
    pen.formula(row, TOTAL, formula, value, unit.style)
    pen.formula(row, SAID, as_text(unit, cells.fixed(row, TOTAL)), _text(pen, unit, value))


def _text(pen: Pen, unit: Unit, value: float) -> str:
    return figure_text(unit, value, pen.writer.book.model.start)


def _titled(pen: Pen, row: int, formula: str, said: str) -> None:
    pen.text(row, 1, "Title of the chart")
    pen.formula(row, SAID, formula, said)
