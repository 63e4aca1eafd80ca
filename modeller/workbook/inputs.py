"""The inputs: each stated once, in a cell to change, with what it may be and where it came from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from modeller.lines.references import Curve, Input
from modeller.lines.units import FLAG, Unit
from modeller.workbook import cells, paths
from modeller.workbook.annual import A3_WIDE
from modeller.workbook.book import InputRow
from modeller.workbook.monthly import START, month_start, stated
from modeller.workbook.naming import unit_name
from modeller.workbook.pen import Pen, Writer
from modeller.workbook.places import FIRST_ROW, FIRST_YEAR_COLUMN, VALUE, Places

_TITLES = (
    "Input",
    "Key",
    "Value",
    "Unit",
    "Lowest",
    "Highest",
    "Status",
    "Source",
    "As of",
    "Note",
    "At generation",
    "Within limits",
)
NOT_STATED = "not stated"  # the status of a figure that is nil because the scenario says nothing of it
GENERATED = 10  # the column of figures at generation
_UNIT, _WITHIN = 3, 11
_STYLES = {"flag": "flag", "homes": "count", "times": "number"}
_A_PAGE = 10  # years
_TITLE_LIMIT, _MESSAGE_LIMIT = 32, 255


def write_inputs(writer: Writer, places: Places, verdict: str) -> None:
    """Inputs that are one figure; those not shaded fix what the workbook is built of, and are not for changing."""
    pen = writer.sheet(cells.INPUTS, "Inputs", "inputs")
    pen.master(verdict)
    found = [limit for row in writer.book.inputs for limit in (row.low, row.high) if limit is not None]
    limits = max([12.0, *(len(f"{limit:,.2f}") + 2.0 for limit in found)])
    pen.widths(44, 42, 22, 18, limits, limits, 12, 46, 9, 46, 14, 9)
    pen.titles(cells.TITLES, _TITLES, (VALUE, 4, 5, GENERATED))
    pen.sheet.freeze_panes(cells.TITLES, VALUE + 1)
    pen.printed(paper=8)
    for row, heading in places.blocks.items():
        for col in range(len(_TITLES)):
            pen.text(row, col, "" if col else heading, "block")
    known = writer.book.stated
    for key, row in places.inputs.items():
        if key in places.model.inputs:
            figure = places.model.inputs[key]
            shown = known.get(key) or InputRow(key, figure.label, figure.unit, figure.value)
            shown = replace(shown, label=places.labels[key])
            write = _drawn if key in writer.book.chosen else _changeable
            write(writer, pen, row, figure, shown)
        else:
            _structural(pen, row, replace(known[key], label=places.labels[key]))


def _changeable(writer: Writer, pen: Pen, row: int, figure: Input, shown: InputRow) -> None:
    _describe(pen, row, replace(shown, status=shown.status or NOT_STATED), unit_name(figure.unit))
    value, style = stated(writer, figure), _style(figure)
    if shown.is_month:
        month = month_start(writer.book.model.start, value)
        pen.formula(row, _UNIT, f"EDATE({START},{cells.fixed(row, VALUE)}-1)", month, "as a month", "said")
    pen.number(row, VALUE, value, style, "input")
    pen.number(row, GENERATED, value, style)
    _say_whether_within(pen, row, value, shown)
    pen.sheet.data_validation(row - 1, VALUE, row - 1, VALUE, _validation(figure, shown))
    writer.name("in", figure.key, cells.INPUTS, cells.fixed(row, VALUE))


def _drawn(writer: Writer, pen: Pen, row: int, figure: Input, shown: InputRow) -> None:
    """An input that the path chosen sets: worked out, and not for changing here."""
    table = writer.book.paths
    assert table is not None  # noqa: S101  or nothing would be chosen by it
    said = f"Set by the path chosen on {cells.PATHS}."
    _describe(pen, row, replace(shown, low=None, high=None, help=said), unit_name(figure.unit))
    pen.formula(row, VALUE, paths.drawn(table, figure.key), stated(writer, figure), _style(figure))


def _structural(pen: Pen, row: int, shown: InputRow) -> None:
    _describe(pen, row, shown, unit_name(shown.unit) if shown.unit else "")
    if isinstance(shown.value, str):
        pen.text(row, VALUE, shown.value, "wrap")
    else:
        pen.number(row, VALUE, shown.value, shown.unit.style if shown.unit else "any")


def _describe(pen: Pen, row: int, shown: InputRow, unit: str) -> None:
    for col, text in ((0, shown.label), (1, shown.key), (3, unit), (6, shown.status), (7, shown.source)):
        pen.text(row, col, text, {1: "note", 3: "said"}.get(col, "wrap"))
    pen.text(row, 8, shown.as_of)
    pen.text(row, 9, shown.help, "wrap")
    style = _style_of(shown.unit, 0) if shown.unit else "any"
    for col, limit in ((4, shown.low), (5, shown.high)):
        if limit is not None:
            pen.number(row, col, limit, style)


def _style(figure: Input) -> str:
    return _style_of(figure.unit, figure.value)


def _style_of(unit: Unit, value: float) -> str:
    """How an input is shown: a flag as yes or no, nil as a figure to be changed."""
    if unit.name in _STYLES:
        return _STYLES[unit.name]
    return "pence" if unit.style == "pounds" and value % 1 else unit.style


def _validation(figure: Input, shown: InputRow) -> dict[str, Any]:
    """What a cell takes, and what it says when it is chosen."""
    rule: dict[str, Any] = {
        "input_title": shown.label[:_TITLE_LIMIT],
        "input_message": _message(figure, shown)[:_MESSAGE_LIMIT],
        "error_title": "Not a figure this input takes",
        "error_message": _limits(figure, shown)[:_MESSAGE_LIMIT],
        "ignore_blank": False,
    }
    if shown.choices and len(",".join(map(str, shown.choices))) < _MESSAGE_LIMIT:
        return {**rule, "validate": "list", "source": [format_choice(choice) for choice in shown.choices]}
    low, high = (-1e15 if shown.low is None else shown.low), (1e15 if shown.high is None else shown.high)
    kind = "integer" if figure.unit.whole else "decimal"
    return {**rule, "validate": kind, "criteria": "between", "minimum": low, "maximum": high}


def format_choice(choice: float | str) -> str:
    """A choice as a list of choices shows it.

    >>> format_choice(1.0), format_choice(0.5), format_choice("annuity")
    ('1', '0.5', 'annuity')
    """
    return choice if isinstance(choice, str) else f"{choice:g}"


def _message(figure: Input, shown: InputRow) -> str:
    return " ".join(text for text in (_limits(figure, shown), shown.help) if text)


def _limits(figure: Input, shown: InputRow) -> str:
    kind = "A whole number" if figure.unit.whole else "A number"
    percent = figure.unit.style == "percent"
    low, high = (
        None if limit is None else f"{limit * 100:,.10g}%" if percent else f"{limit:,.10g}"
        for limit in (shown.low, shown.high)
    )
    words = {
        (True, True): f" from {low} to {high}",
        (True, False): f", {low} or more",
        (False, True): f", {high} or less",
        (False, False): "",
    }
    if shown.is_month:
        return f"The number of a month{words[low is not None, high is not None]}: 1 is the first month of the model."
    if figure.unit.name == FLAG.name:
        return "1 for yes, 0 for no."
    return f"{kind} in {figure.unit.name}{words[low is not None, high is not None]}."


def write_yearly(writer: Writer, places: Places, verdict: str) -> None:
    """A row for each curve: stated years are cells to change, the others carry the figure forward."""
    pen = writer.sheet(cells.YEARLY, "Yearly inputs", "inputs")
    pen.master(verdict)
    pen.widths(56, 30, 12, 13, 46, 9)
    width, after = _year_width(writer, places), FIRST_YEAR_COLUMN + len(places.years)
    pen.sheet.set_column(FIRST_YEAR_COLUMN, after, width)
    pen.sheet.freeze_panes(cells.TITLES, 3)
    pen.printed(paper=8, fit=False)
    pen.sheet.repeat_columns(0)
    pen.sheet.set_v_pagebreaks(list(range(FIRST_YEAR_COLUMN + _A_PAGE, after, 2 * _A_PAGE)))
    pen.sheet.set_print_scale(max(10, int(100 * A3_WIDE / (sum(pen.wide) + _A_PAGE * width))))
    _years(pen, places, cells.TITLES, "Calendar year")
    for curve in places.model.curves:
        _curve(writer, pen, places, curve)
    if places.model.curves:
        copies = _copies(places)
        _years(pen, places, copies - 1, "Figures at generation, to compare")
        for place, curve in enumerate(places.model.curves):
            _copy(writer, pen, places, curve, copies + place)
        _count_changed(pen, places)


def _year_width(writer: Writer, places: Places) -> float:
    points = [(point, curve) for curve in places.model.curves for point in curve.points.values()]
    money = [stated(writer, point) for point, curve in points if curve.unit.style != "percent"]
    return max(11.0, len(f"-{max(map(abs, money), default=0) * 10:,.2f}") + 2)


def _years(pen: Pen, places: Places, row: int, title: str) -> None:
    pen.titles(row, (title, "Key", "Unit", "Status", "Source", "As of"))
    for place, year in enumerate(places.years):
        pen.number(row, FIRST_YEAR_COLUMN + place, year, "year", "column")


def _copies(places: Places) -> int:
    """The first row of the figures at generation."""
    return FIRST_ROW + len(places.model.curves) + 2


def _changed_row(places: Places) -> int:
    """The row that says how many of the years' figures have changed."""
    return _copies(places) + len(places.model.curves) + 1


def _count_changed(pen: Pen, places: Places) -> None:
    last, number = FIRST_YEAR_COLUMN + len(places.years) - 1, len(places.model.curves)
    now, then = (
        f"{cells.fixed(row, FIRST_YEAR_COLUMN)}:{cells.fixed(row + number - 1, last)}"
        for row in (FIRST_ROW, _copies(places))
    )
    pen.text(_changed_row(places), 0, "Figures that are not those at generation")
    pen.formula(_changed_row(places), FIRST_YEAR_COLUMN, f"SUMPRODUCT(({now}<>{then})*1)", 0, "whole")


def _curve(writer: Writer, pen: Pen, places: Places, curve: Curve) -> None:
    row, known = places.curves[id(curve)], writer.book.stated
    _name_curve(pen, row, curve)
    told = next(
        (known[key] for key in (curve.key, *(each.key for each in curve.points.values())) if key in known), None
    )
    pen.text(row, 3, (told and told.status) or NOT_STATED)
    if told is not None:
        pen.text(row, 4, told.source, "wrap")
        pen.text(row, 5, told.as_of)
    first = min(curve.points)
    for place, year in enumerate(places.years):
        col, point = FIRST_YEAR_COLUMN + place, curve.point(year)
        if year in curve.points:
            shown = known.get(point.key) or known.get(curve.key)
            shown = shown or InputRow(point.key, point.label, point.unit, point.value)
            pen.number(row, col, stated(writer, point), curve.unit.style, "input")
            pen.sheet.data_validation(row - 1, col, row - 1, col, _validation(point, shown))
            writer.name("in", point.key, cells.YEARLY, places.points[point.key])
        else:
            source = f"{cells.column(col + 1 if year < first else col - 1)}{row}"
            pen.formula(row, col, source, stated(writer, point), curve.unit.style)


def _copy(writer: Writer, pen: Pen, places: Places, curve: Curve, row: int) -> None:
    _name_curve(pen, row, curve)
    for place, year in enumerate(places.years):
        pen.number(row, FIRST_YEAR_COLUMN + place, stated(writer, curve.point(year)), curve.unit.style)


def _name_curve(pen: Pen, row: int, curve: Curve) -> None:
    pen.text(row, 0, curve.label, "wrap")
    pen.text(row, 1, curve.key, "note")
    pen.text(row, 2, unit_name(curve.unit))


def outside(places: Places, *, has_paths: bool) -> str:
    """The formula for how many inputs are below their lowest or above their highest."""
    rows = list(places.inputs.values())
    block = f"{cells.fixed(rows[0], _WITHIN)}:{cells.fixed(rows[-1], _WITHIN)}" if rows else ""
    typed = f"+{paths.outside()}" if has_paths else ""
    return (f'COUNTIF({cells.on(cells.INPUTS, block)},"no")' if rows else "0") + typed


def number_outside(writer: Writer, places: Places) -> int:
    """How many inputs are outside their limits as the workbook is made."""
    rows = [row for row in writer.book.inputs if row.key in places.inputs and row.key in places.model.inputs]
    return sum(not _within(stated(writer, writer.book.model.inputs[row.key]), row) for row in rows)


def _say_whether_within(pen: Pen, row: int, value: float, shown: InputRow) -> None:
    """Beside an input that has limits, whether it keeps to them."""
    here, low, high = (cells.fixed(row, col) for col in (VALUE, 4, 5))
    tests = [f"{here}>={low}"] * (shown.low is not None) + [f"{here}<={high}"] * (shown.high is not None)
    if tests:
        test = tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"
        pen.formula(row, _WITHIN, f'IF({test},"yes","no")', "yes" if _within(value, shown) else "no")


def _within(value: float, row: InputRow) -> bool:
    return (row.low is None or value >= row.low) and (row.high is None or value <= row.high)


def changed(places: Places, *, has_paths: bool) -> str:
    """The formula for how many figures differ from those at generation; a choice of path is one of them."""
    single = list(places.inputs.values())
    parts = [paths.differs()] if has_paths else []
    if single:
        block = [f"{cells.fixed(single[0], col)}:{cells.fixed(single[-1], col)}" for col in (VALUE, GENERATED)]
        now, then = (cells.on(cells.INPUTS, each) for each in block)
        parts.append(f'SUMPRODUCT(({then}<>"")*({now}<>{then}))')  # words and headings have none to compare with
    if places.model.curves:
        parts.append(cells.on(cells.YEARLY, cells.fixed(_changed_row(places), FIRST_YEAR_COLUMN)))
    return "+".join(parts) or "0"
