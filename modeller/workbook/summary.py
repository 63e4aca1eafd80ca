"""The summary: the answer in words, the headlines live, what rests on illustration, and the charts."""

from __future__ import annotations

import textwrap

from xlsxwriter.chart import Chart as Drawn

from modeller.lines.references import Line
from modeller.lines.views import Chart
from modeller.workbook import annual, cells, checks
from modeller.workbook.annual import Years, style_of
from modeller.workbook.book import ILLUSTRATIVE, Book
from modeller.workbook.pen import Pen
from modeller.workbook.places import Places
from modeller.workbook.results import write_month
from modeller.workbook.styles import FONT, INK, NUMBER_FORMATS

_WIDE = 105
_COLOURS = ("#1F3864", "#C00000", "#548235", "#7030A0", "#BF5B00")
_DASHES = ("solid", "dash", "round_dot", "long_dash_dot", "square_dot")
_MARKERS = ("circle", "square", "triangle", "diamond", "x")
_CHART_ROWS, _CHART_WIDTH, _CHART_HEIGHT = 17, 470, 325


def write_summary(pen: Pen, places: Places, verdict: str, charted: dict[tuple[str, int], int]) -> None:
    """Fill in the summary, once it is known where the charts' figures stand."""
    pen.master(verdict)
    pen.widths(62, 18, 16, 14)
    pen.printed()
    pen.sheet.set_portrait()
    pen.sheet.fit_to_pages(1, 1)
    row = cells.TITLES + 1
    if pen.writer.book.about:
        row = _paragraph(pen, row, pen.writer.book.about) + 1
    row = _paragraph(pen, row, pen.writer.book.answer, "bold") + 1
    row = _headlines(pen, places, row) + 1
    row = _standing(pen, row) + 1
    for place, chart in enumerate(pen.writer.book.views.charts):
        _draw(pen, chart, charted, row + (place // 2) * _CHART_ROWS, place % 2)


def _paragraph(pen: Pen, row: int, text: str, look: str = "plain") -> int:
    """Words on as many rows as they need; no cells are merged."""
    for line in textwrap.wrap(text, _WIDE):
        pen.text(row, 0, line, look)
        row += 1
    return row


def _headlines(pen: Pen, places: Places, row: int) -> int:
    pen.titles(row, ("Headline", "Figure", "Unit", "Month"), (1, 3))
    for measure in pen.writer.book.views.headlines:
        row += 1
        value = pen.writer.book.once(measure)
        pen.text(row, 0, measure.label)
        pen.formula(row, 1, places.source(measure), value, measure.unit.style, "bold")
        pen.text(row, 2, measure.unit.name)
        write_month(pen, row, 3, cells.fixed(row, 1), measure, value, places)
    return row + 1


def _standing(pen: Pen, row: int) -> int:
    """What the reader should know before relying on it."""
    raised = sum(
        not isinstance(value := pen.writer.book.once(alert.measure), str) and abs(value) > alert.measure.unit.nil
        for alert in pen.writer.book.views.alerts
    )
    pen.text(row, 0, "Alerts raised, listed on the Checks sheet")
    pen.formula(row, 1, cells.on(cells.CHECKS, f"$B${checks.ALERTS_ROW}"), raised, "whole")
    pen.text(row + 1, 0, "Inputs changed since this workbook was made")
    pen.formula(row + 1, 1, cells.on(cells.CHECKS, f"$B${checks.CHANGED_ROW}"), 0, "whole")
    return _paragraph(pen, row + 2, illustrative(pen.writer.book))


def illustrative(book: Book) -> str:
    """How far the answer rests on figures that are nobody's."""
    made_up = [row.label for row in book.inputs if row.status == ILLUSTRATIVE]
    if not made_up:
        return "No input is marked illustrative."
    some = "; ".join(made_up[:6]) + ("; and others" if len(made_up) > 6 else "")  # noqa: PLR2004  a line or two
    are = "is illustrative: it is" if len(made_up) == 1 else "are illustrative: they are"
    return f"{len(made_up)} of {len(book.inputs)} inputs {are} not taken from this partnership ({some})."


def _draw(pen: Pen, chart: Chart, charted: dict[tuple[str, int], int], row: int, place: int) -> None:
    years = Years(pen.writer.book)
    drawn: Drawn = pen.writer.workbook.add_chart({"type": "line"})
    last = annual.FIRST + len(years.ending) - 1
    for number in range(len(chart.lines)):
        at = charted[chart.title, number] - 1
        drawn.add_series(
            {
                "name": [cells.ANNUAL, at, 1],
                "categories": [cells.ANNUAL, cells.TITLES - 1, annual.FIRST, cells.TITLES - 1, last],
                "values": [cells.ANNUAL, at, annual.FIRST, at, last],
                **_mark(number),
            }
        )
    _label(drawn, chart)
    described = {"description": finding(chart, years), "object_position": 2}
    offset = {"x_offset": 6 + place * (_CHART_WIDTH + 12), "y_offset": 4}
    pen.sheet.insert_chart(row - 1, 0, drawn, {**described, **offset})


def _mark(number: int) -> dict[str, object]:
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


def _label(drawn: Drawn, chart: Chart) -> None:
    unit = chart.lines[0].unit
    font = {"name": FONT, "size": 10, "color": INK}
    drawn.set_title({"name": chart.title, "name_font": {**font, "size": 12}, "overlay": False})
    drawn.set_x_axis({"name": "Financial year", "name_font": font, "num_font": {**font, "rotation": -45}})
    shape = NUMBER_FORMATS.get(style_of(unit), NUMBER_FORMATS["number"])
    drawn.set_y_axis({"name": unit.name, "name_font": font, "num_font": font, "num_format": shape})
    drawn.set_legend({"position": "bottom", "font": font})
    drawn.set_size({"width": _CHART_WIDTH, "height": _CHART_HEIGHT})
    drawn.show_blanks_as("gap")


def finding(chart: Chart, years: Years) -> str:
    """What a chart shows, for those who cannot see it."""
    said = [f"{line.label} {_course(line, years)}" for line in chart.lines]
    return f"{chart.title}, by financial year, {years.names()[0]} to {years.names()[-1]}: " + "; ".join(said) + "."


def _course(line: Line, years: Years) -> str:
    figures, names = years.figures(line), years.names()
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
