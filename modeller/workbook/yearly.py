"""The yearly inputs: for each curve its figures in use, then its cases to change, then what it was at generation."""

from __future__ import annotations

from modeller.lines.references import Curve, Input
from modeller.workbook import by_hand, cases, cells
from modeller.workbook.annual import A3_WIDE
from modeller.workbook.book import InputRow
from modeller.workbook.by_hand import NOT_STATED
from modeller.workbook.limits import validation
from modeller.workbook.monthly import stated
from modeller.workbook.naming import unit_name
from modeller.workbook.pen import Pen, Writer
from modeller.workbook.places import FIRST_YEAR_COLUMN, Places

_TITLES = ("Calendar year", "Key", "Unit", "Status", "Source", "As of", "Changed")
_CHANGED = 6  # the column of how many years' figures differ from those at generation
_COPY = 1 + len(cases.CASES)  # rows below the figures in use at which those at generation stand
_A_PAGE = 10  # years


def write_yearly(writer: Writer, places: Places, verdict: str) -> None:
    """A few rows for each curve: stated years are cells to change, the others carry the figure forward."""
    pen = writer.sheet(cells.YEARLY, "Yearly inputs", "inputs")
    pen.master(verdict)
    pen.widths(46, 30, 12, 13, 40, 9, 10)
    width, after = _year_width(writer, places), FIRST_YEAR_COLUMN + len(places.years)
    pen.sheet.set_column(FIRST_YEAR_COLUMN, after, width)
    pen.sheet.freeze_panes(cells.TITLES, 3)
    pen.printed(paper=8, fit=False)
    pen.sheet.repeat_columns(0)
    pen.sheet.set_v_pagebreaks(list(range(FIRST_YEAR_COLUMN + _A_PAGE, after, 2 * _A_PAGE)))
    pen.sheet.set_print_scale(max(10, int(100 * A3_WIDE / (sum(pen.wide) + _A_PAGE * width))))
    pen.titles(cells.TITLES, _TITLES, (_CHANGED,))
    for place, year in enumerate(places.years):
        pen.number(cells.TITLES, FIRST_YEAR_COLUMN + place, year, "year", "column")
    for curve in places.model.curves:
        _curve(writer, pen, places, curve)


def _year_width(writer: Writer, places: Places) -> float:
    points = [(point, curve) for curve in places.model.curves for point in curve.points.values()]
    money = [stated(writer, point) for point, curve in points if curve.unit.style != "percent"]
    return max(11.0, len(f"-{max(map(abs, money), default=0) * 10:,.2f}") + 2)


def _curve(writer: Writer, pen: Pen, places: Places, curve: Curve) -> None:
    row, status = places.curves[id(curve)], _name(writer, pen, places, curve)
    unit, style, last = unit_name(curve.unit), curve.unit.style, FIRST_YEAR_COLUMN + len(places.years) - 1
    for place, name in enumerate((*cases.CASES, "At generation"), row + 1):
        for col, text in ((0, name), (2, unit), (3, status)):
            pen.text(place, col, text, "said" if col == 0 else "plain")
    pen.text(row + 1, 4, cases.moved(places, curve.points[min(curve.points)].key), "wrap")
    now, then = (cells.span(each, FIRST_YEAR_COLUMN, last) for each in (row, row + _COPY))
    pen.formula(row, _CHANGED, f"SUMPRODUCT(({now}<>{then})*1)", 0, "whole", "header")
    base = f"{cells.column(FIRST_YEAR_COLUMN)}${row + 1}"
    pen.grey_as_base(row + 2, FIRST_YEAR_COLUMN, row + len(cases.CASES), last, base)
    for place, year in enumerate(places.years):
        col, point = FIRST_YEAR_COLUMN + place, curve.point(year)
        pen.number(row + _COPY, col, stated(writer, point), style)
        if year in curve.points:
            _stated_year(writer, pen, places, curve, point, row, col)
        else:
            source = f"{cells.column(col + 1 if year < min(curve.points) else col - 1)}{row}"
            pen.formula(row, col, source, stated(writer, point), style, "header")


def _name(writer: Writer, pen: Pen, places: Places, curve: Curve) -> str:
    """What a curve is and where it comes from, beside its figures in use; its status."""
    row, known = places.curves[id(curve)], writer.book.stated
    keys = (curve.key, *(each.key for each in curve.points.values()))
    told = next((known[key] for key in keys if key in known), None)
    status = (told and told.status) or NOT_STATED
    source, as_of = (told.source, told.as_of) if told else ("", "")
    words = ((curve.label, "block wrap"), (curve.key, "header"), (unit_name(curve.unit), "header"))
    for col, (text, look) in enumerate(words):
        pen.text(row, col, text, look)
    by_hand.sourced(pen, row, 3, (status, source, as_of))
    return status


def _stated_year(writer: Writer, pen: Pen, places: Places, curve: Curve, point: Input, row: int, col: int) -> None:
    """The figure in use of a year that is stated, and its cases below it."""
    known, value, style = writer.book.stated, stated(writer, point), curve.unit.style
    shown = known.get(point.key) or known.get(curve.key) or InputRow(point.key, point.label, point.unit, point.value)
    first, last = row + 1, row + len(cases.CASES)
    block = f"{cells.fixed(first, col)}:{cells.fixed(last, col)}"
    pen.formula(row, col, cases.in_use(places, point.key, block, away=True), value, style, "header")
    cases.figures(pen, shown, value, style, [(each, col) for each in range(first, last + 1)])
    pen.sheet.data_validation(first - 1, col, last - 1, col, validation(point, shown))
    writer.name("in", point.key, cells.YEARLY, block)


def changed(places: Places) -> str:
    """The formula for how many years' figures in use differ from those at generation."""
    rows = list(places.curves.values())
    return f"SUM({cells.on(cells.YEARLY, f'{cells.fixed(rows[0], _CHANGED)}:{cells.fixed(rows[-1], _CHANGED)}')})"
