"""The charts: lines by financial year, told apart without colour, and what each shows in words."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.chart import Chart as Drawn

from modeller.lines.references import Line
from modeller.lines.units import Unit
from modeller.lines.views import Chart
from modeller.workbook import annual, cells, chart_titles
from modeller.workbook.annual import Years, reach
from modeller.workbook.naming import series_names, unit_name
from modeller.workbook.pen import Pen
from modeller.workbook.styles import FONT, INK

_COLOURS = ("#1F3864", "#C00000", "#548235", "#7030A0", "#BF5B00")
_DASHES = ("solid", "dash", "round_dot", "long_dash_dot", "square_dot")
_MARKERS = ("circle", "square", "triangle", "diamond", "x")
_SHAPES = {"pounds": "#,##0", "pence": "#,##0", "percent": "0%", "times": "0.0", "index": "0.00"}
_MILLION = 1e6
_PLOT = {"x": 0.21, "y": 0.22, "width": 0.75, "height": 0.36}  # of the chart: below a title of three lines
_LEGEND = {"x": 0.1, "y": 0.85, "width": 0.8, "height": 0.14}
_NAMED = 8  # years at most: a narrow chart has no room for more
HEIGHT, ROWS = 290, 16  # in points of the screen, and the rows that are as high


Charted = dict[tuple[str, int], int]
"""The rows of the charts' figures on the annual sheet, by chart and place; those of the titles have the place −1."""


def draw(pen: Pen, chart: Chart, charted: Charted, row: int, left: int, width: int) -> None:
    """Draw a chart at a row, so far from the left of the sheet, and so wide; its title says what is found, live."""
    years = Years(pen.writer.book)
    drawn: Drawn = pen.writer.workbook.add_chart({"type": "line"})
    first, lasts = reach(chart, years)
    start, end = annual.FIRST + first, annual.FIRST + max(lasts)
    for number, last in enumerate(lasts):
        at = charted[chart.title, number] - 1
        drawn.add_series(
            {
                "name": [cells.ANNUAL, at, 1],
                "categories": [cells.ANNUAL, cells.TITLES - 1, start, cells.TITLES - 1, end],
                "values": [cells.ANNUAL, at, start, at, annual.FIRST + last],
                **mark(number),
            }
        )
    figures = [figure for line in chart.lines for figure in years.figures(line)]
    unit = chart.lines[0].unit
    title = f"={cells.on(cells.ANNUAL, cells.fixed(charted[chart.title, annual.TITLED], chart_titles.SAID))}"
    label(
        drawn,
        title,
        "Financial year",
        axis(unit, figures),
        from_nil=min(figures) >= -unit.nil,
        every=-(-(max(lasts) - first + 1) // _NAMED),
    )
    drawn.set_size({"width": width, "height": HEIGHT})
    described = {"description": finding(chart, years), "object_position": 2}
    pen.sheet.insert_chart(row - 1, 0, drawn, {**described, "x_offset": left, "y_offset": 4})


def mark(number: int) -> dict[str, object]:
    """A line's colour, dash and marker: any one of them tells it from the others."""
    colour = _COLOURS[number % len(_COLOURS)]
    marker = {
        "type": _MARKERS[number % len(_MARKERS)],
        "size": 5,
        "fill": {"color": colour},
        "border": {"color": colour},
    }
    dash = {"color": colour, "width": 2, "dash_type": _DASHES[number % len(_DASHES)]}
    return {"line": dash, "marker": marker, "smooth": False}


def label(drawn: Drawn, title: str, across: str, axis: tuple[str, str], *, from_nil: bool, every: int = 2) -> None:
    """Name a chart and its axes; `axis` is what the upright one is called and how its figures are shown.

    It begins at nil where no figure is below it: an axis cut short makes much of little.
    """
    font = {"name": FONT, "size": 9, "color": INK}
    unit, shape = axis
    drawn.set_title({"name": title, "name_font": {**font, "size": 10}, "overlay": False})
    fonts = {"name_font": font, "num_font": {**font, "rotation": -45}}
    drawn.set_x_axis({"name": across, **fonts, "label_position": "low", "interval_unit": every})
    grid = {"visible": True, "line": {"color": "#BFBFBF", "width": 0.75}}
    least = {"min": 0} if from_nil else {}
    upright = {"name": unit, "name_font": font, "num_font": font, "num_format": shape, "major_gridlines": grid}
    drawn.set_y_axis({**upright, **least})
    drawn.set_legend({"position": "bottom", "font": font, "layout": _LEGEND})
    drawn.set_plotarea({"layout": _PLOT})
    drawn.show_blanks_as("gap")


def axis(unit: Unit, figures: Sequence[float]) -> tuple[str, str]:
    """What the upright axis is called, and how its figures are shown: large sums in millions."""
    if unit.style in ("pounds", "pence") and max(map(abs, figures)) >= _MILLION:
        return unit.name.replace("£", "£ million", 1), "0.0,,"
    return unit_name(unit), _SHAPES.get(unit.style, "General")


def finding(chart: Chart, years: Years) -> str:
    """What a chart shows, for those who cannot see it."""
    first, lasts = reach(chart, years)
    names = series_names(chart.lines)
    said = [
        f"{name} {_course(line, years, first, last)}"
        for name, line, last in zip(names, chart.lines, lasts, strict=True)
    ]
    ends = years.names()[first], years.names()[max(lasts)]
    return f"{chart.title}, by financial year, {ends[0]} to {ends[1]}: " + "; ".join(said) + "."


def _course(line: Line, years: Years, first: int, last: int) -> str:
    figures, names = years.figures(line)[first : last + 1], years.names()[first : last + 1]
    most, least = (pick(range(len(figures)), key=figures.__getitem__) for pick in (max, min))
    shown = [_said(line, figures[place]) for place in (0, most, least, -1)]
    if shown[1] == shown[2]:
        return f"is {shown[0]} in every year"
    return (
        f"is {shown[0]} in the first year and {shown[3]} in the last, "
        f"most in {names[most]} ({shown[1]}), least in {names[least]} ({shown[2]})"
    )


def _said(line: Line, figure: float) -> str:
    style = line.unit.style
    if style == "percent":
        return f"{figure:.2%}"
    figure = 0.0 if abs(figure) < line.unit.nil else figure
    return (
        f"£{figure:,.0f}"
        if style in ("pounds", "pence")
        else f"{figure:,.2f}".removesuffix(".00") + f" {line.unit.name}"
    )
