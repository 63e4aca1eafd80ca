"""The sheets by month: the calendar, and one sheet for each section of the model."""

from __future__ import annotations

from datetime import date, datetime

from modeller.lines.expressions import Reference
from modeller.lines.references import Curve, Line, Measure
from modeller.lines.units import POUNDS
from modeller.workbook import cells
from modeller.workbook.annual import A3_WIDE, summed
from modeller.workbook.book import Figure, shown
from modeller.workbook.cells import HERE, LAST
from modeller.workbook.naming import named, unit_name
from modeller.workbook.pen import Pen, Writer
from modeller.workbook.places import Places, SectionSheet

_A3 = 8
_MONTHS_A_PAGE, _MONTHS_BESIDE_LABELS = 24, 12
_NARROWEST = 12
_EPOCH = date(1899, 12, 30)  # the day from which a spreadsheet counts
_START = cells.fixed(cells.CALENDAR_ROWS["date"], cells.CONSTANT)
START = cells.on(cells.CALENDAR, _START)
LABELS = {
    "month": ("Month", "month"),
    "date": ("Month beginning", "date"),
    "year": ("Calendar year", "year"),
    "month_of_year": ("Month of the year", "months"),
    "financial_year": ("Financial year ending", "year"),
}


def serial(day: date) -> int:
    """A day as a spreadsheet counts it.

    >>> serial(date(2026, 4, 1))
    46113
    """
    return (day - _EPOCH).days


def month_start(start: date, month: float) -> int:
    """The first day of a month of the model, as a spreadsheet counts it."""
    months = start.year * 12 + start.month - 1 + int(month) - 1
    return serial(date(months // 12, months % 12 + 1, 1))


def write_calendar(writer: Writer, places: Places, verdict: str) -> None:
    """The sheet from which every other takes its months."""
    pen = writer.sheet(cells.CALENDAR, "Calendar", "foundation")
    head(pen, places, verdict, _NARROWEST)
    row, model = cells.CALENDAR_ROWS, places.model
    first = date(model.start.year, model.start.month, 1)
    start = datetime(first.year, first.month, 1)  # a spreadsheet's dates have no zone
    pen.sheet.write_datetime(row["date"] - 1, cells.CONSTANT, start, pen.styles("plain", "date"))
    pen.number(row["month"], cells.BEFORE, 0, "month", "header")
    formulas = {
        "date": f"EDATE({_START},{HERE}{row['month']}-1)",
        "year": f"YEAR({HERE}{row['date']})",
        "month_of_year": f"MONTH({HERE}{row['date']})",
        "financial_year": f"YEAR(EDATE({HERE}{row['date']},9))",
    }
    figures = _calendar(places)
    pen.along(row["month"], cells.FIRST, f"{LAST}{row['month']}+1", figures["month"][1:], "month", "header")
    for name, formula in formulas.items():
        pen.along(row[name], cells.BEFORE, formula, figures[name], _style(name), "header")
    pen.text(
        cells.BODY, cells.LABEL, "Month 0 is the month before the start: it holds what balances start from.", "note"
    )


def write_section(writer: Writer, places: Places, sheet: SectionSheet, verdict: str) -> None:
    """The sheet of one section: its call-ups, then its lines."""
    clash = sheet.title.lower() in {name.lower() for name in cells.RESERVED}
    pen = writer.sheet(sheet.name, sheet.name if clash else sheet.title, "workings")
    head(pen, places, verdict, _width(writer, sheet))
    calendar(pen, places)
    for row, heading in sheet.headings.items():
        pen.text(row, cells.HEADING, heading, "heading")
    for reference in sheet.calls:
        _call_up(writer, pen, places, sheet, reference)
    read_elsewhere = {id(each) for other in places.sheets if other is not sheet for each in other.calls}
    for line in sheet.lines:
        _line(writer, pen, places, sheet, line, exported=id(line) in read_elsewhere)


def calendar(pen: Pen, places: Places) -> None:
    """The months of a sheet, from the calendar."""
    for name, figures in _calendar(places).items():
        row = cells.CALENDAR_ROWS[name]
        pen.along(row, cells.BEFORE, cells.on(cells.CALENDAR, f"{HERE}{row}"), figures, _style(name), "header")


def head(pen: Pen, places: Places, verdict: str, width: float) -> None:
    """The head of a sheet by month: its columns, the labels of its calendar, and how it is printed."""
    pen.master(verdict)
    pen.widths(3, 48, 40, 16, 17, 17, 2, 2)
    last = cells.FIRST + places.model.months - 1
    pen.sheet.set_column(cells.BEFORE, last, width)
    titles = ["", "Line", "Key", "Constant", "Unit", "Total", "", "", "Before"]
    pen.titles(cells.TITLES, titles, (cells.CONSTANT, cells.TOTAL, cells.BEFORE))
    for col in range(cells.FIRST, last + 1):
        pen.text(cells.TITLES, col, "", "column")
    for name, (label, unit) in LABELS.items():
        pen.text(cells.CALENDAR_ROWS[name], cells.LABEL, label)
        pen.text(cells.CALENDAR_ROWS[name], cells.UNIT, unit)
    below = max(cells.CALENDAR_ROWS.values())
    pen.sheet.freeze_panes(below, cells.FIRST)
    pen.printed(paper=_A3, repeat=below, fit=False)
    pen.sheet.repeat_columns(cells.HEADING, cells.LABEL)
    pen.sheet.set_v_pagebreaks(list(range(cells.FIRST + _MONTHS_BESIDE_LABELS, last + 1, _MONTHS_A_PAGE)))
    pen.sheet.set_print_scale(max(10, int(100 * A3_WIDE / (51 + _MONTHS_A_PAGE * width))))


def _style(name: str) -> str:
    return "date" if name == "date" else "year"


def _calendar(places: Places) -> dict[str, list[Figure]]:
    model = places.model
    rows: dict[str, list[Figure]] = {
        row.name: [float(x) for x in model.calendar_row(row.name)] for row in model.calendar
    }
    rows["date"] = [float(month_start(model.start, month)) for month in range(model.months + 1)]
    return rows


def _call_up(writer: Writer, pen: Pen, places: Places, sheet: SectionSheet, reference: Reference) -> None:
    """One row linked straight to where the figure is stated or worked out."""
    row, style = sheet.rows[id(reference)], reference.unit.style
    _label(pen, row, reference, "import")
    if not (isinstance(reference, Line) and reference.monthly):
        pen.formula(row, cells.CONSTANT, places.source(reference), once(writer, reference), style, "import")
        return
    home = places.sheet_of(reference)
    link = cells.on(home.name, f"{HERE}{home.rows[id(reference)]}")
    figures = writer.book.row(reference)
    if reference.start is not None:
        pen.along(row, cells.BEFORE, link, figures[:1], style, "import")
    pen.along(row, cells.FIRST, link, figures[1:], style, "import")


def once(writer: Writer, reference: Reference) -> Figure:
    """The engine's figure for anything that does not differ by month."""
    if isinstance(reference, Line | Measure):
        return writer.book.once(reference)
    assert not isinstance(reference, Curve)  # noqa: S101  a curve is read where it stands
    return stated(writer, reference)


def stated(writer: Writer, reference: Reference) -> float:
    """What an input is in the scenario of this workbook."""
    row = writer.book.stated.get(reference.key)
    default = writer.book.model.inputs[reference.key].value
    return float(row.value) if row is not None and not isinstance(row.value, str) else default


def _line(writer: Writer, pen: Pen, places: Places, sheet: SectionSheet, line: Line, *, exported: bool) -> None:
    row, style = sheet.rows[id(line)], line.unit.style
    _label(pen, row, line, "export" if exported else "plain")
    formula = places.by_month(sheet, line)
    if not line.monthly:
        pen.formula(row, cells.CONSTANT, formula, writer.book.once(line), style)
        return
    figures = writer.book.row(line)
    if line.start is not None:
        pen.formula(row, cells.BEFORE, places.by_month(sheet, line, start=True), figures[0], style)
    pen.along(row, cells.FIRST, formula, [shown(figure) for figure in figures[1:]], style)
    if summed(line) and line.unit == POUNDS:
        whole = cells.span(row, cells.FIRST, sheet.last)
        pen.formula(row, cells.TOTAL, f"SUM({whole})", sum(figures[1:]), style, "bold")


def _label(pen: Pen, row: int, reference: Reference, look: str) -> None:
    away = look == "import" and isinstance(reference, Line | Measure)
    pen.text(row, cells.LABEL, named(reference) if away else reference.label, look)  # type: ignore[arg-type]
    pen.text(row, cells.NOTE, reference.key, "note")
    pen.text(row, cells.UNIT, unit_name(reference.unit))


def _width(writer: Writer, sheet: SectionSheet) -> float:
    """Wide enough for the largest figure of the sheet ten times over."""
    largest = max(
        (abs(figure) for line in sheet.lines if line.monthly for figure in writer.book.row(line)), default=0.0
    )
    return max(_NARROWEST, len(f"-{largest * 10:,.2f}") + 2)
