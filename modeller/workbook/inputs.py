"""The inputs: each stated once, in cells to change, with what it may be and where it came from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from modeller.lines.references import Input
from modeller.lines.units import Unit
from modeller.workbook import by_hand, cases, cells, paths, yearly
from modeller.workbook.book import Figure, InputRow
from modeller.workbook.by_hand import NOT_STATED
from modeller.workbook.cases import CASES, FIRST_CASE, GENERATED, HIGHEST, LOWEST, NAME, STATUS, WITHIN
from modeller.workbook.limits import is_within, validation
from modeller.workbook.monthly import START, month_start, stated
from modeller.workbook.naming import unit_name
from modeller.workbook.pen import Pen, Writer
from modeller.workbook.places import CASE_ROW, VALUE, Places

_TITLES = (
    *("Input", "Key", "In use", "Unit", *CASES, "Lowest", "Highest", "Status", "Source", "As of", "Note"),
    *("At generation", "Within limits"),
)
_LAST_CASE = FIRST_CASE + len(CASES) - 1
_STYLES = {"flag": "flag", "homes": "count", "times": "number"}
_OVERFLOW = 66  # letters of words that run on from the column of figures through the empty cells beside it


def write_inputs(writer: Writer, places: Places, verdict: str) -> None:
    """Inputs that are one figure; those not shaded fix what the workbook is built of, and are not for changing."""
    pen = writer.sheet(cells.INPUTS, "Inputs", "inputs")
    pen.master(verdict)
    limits = _wide(limit for row in writer.book.inputs for limit in (row.low, row.high))
    wide = _wide(figure for row in writer.book.inputs for figure in (row.value, row.low_case, row.high_case))
    pen.widths(38, 32, wide, 17, *[wide] * len(CASES), limits, limits, 12, 34, 9, 32, wide, 8)
    pen.titles(cells.TITLES, _TITLES, (VALUE, *range(FIRST_CASE, HIGHEST + 1), GENERATED))
    pen.sheet.freeze_panes(cells.TITLES, VALUE + 1)
    pen.printed(paper=8)
    cases.write_choices(writer, pen, places, len(_TITLES))
    for row, heading in places.blocks.items():
        for col in range(len(_TITLES)):
            pen.text(row, col, "" if col else heading, "block")
    last = max(places.inputs.values(), default=CASE_ROW)
    pen.grey_as_base(CASE_ROW, FIRST_CASE + 1, last, _LAST_CASE, f"${cells.column(FIRST_CASE)}{CASE_ROW}")
    known = writer.book.stated
    for key, row in places.inputs.items():
        if key in places.model.inputs:
            figure = places.model.inputs[key]
            shown = known.get(key) or InputRow(key, figure.label, figure.unit, figure.value)
            shown = replace(shown, label=places.labels[key])
            if key in writer.book.chosen:
                _drawn(writer, pen, row, figure, shown)
            else:
                _changeable(writer, pen, places, row, figure, shown)
        else:
            _structural(pen, row, replace(known[key], label=places.labels[key]))


def _wide(figures: Iterable[Figure | None]) -> float:
    """How wide a column of some figures is."""
    return max([12.0, *(len(f"{each:,.2f}") + 2.0 for each in figures if isinstance(each, float | int))])


def _changeable(writer: Writer, pen: Pen, places: Places, row: int, figure: Input, shown: InputRow) -> None:
    words = " ".join(filter(None, (cases.moved(places, figure.key), shown.help)))
    _describe(pen, row, replace(shown, status=shown.status or NOT_STATED, help=words), unit_name(figure.unit))
    by_hand.sourced(pen, row, STATUS, (shown.status or NOT_STATED, shown.source, shown.as_of))
    value, style = stated(writer, figure), _style(figure)
    if shown.is_month:
        month = month_start(writer.book.model.start, value)
        pen.formula(row, NAME, f"EDATE({START},{cells.fixed(row, VALUE)}-1)", month, "as a month", "said")
    block = cells.span(row, FIRST_CASE, _LAST_CASE)
    pen.formula(row, VALUE, cases.in_use(places, figure.key, block), value, style)
    cases.figures(pen, shown, value, style, [(row, col) for col in range(FIRST_CASE, _LAST_CASE + 1)])
    pen.number(row, GENERATED, value, style)
    _say_whether_within(pen, row, value, shown)
    pen.sheet.data_validation(row - 1, FIRST_CASE, row - 1, _LAST_CASE, validation(figure, shown))
    writer.name("in", figure.key, cells.INPUTS, block)


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
        pen.text(row, VALUE, shown.value, "wrap" if len(shown.value) > _OVERFLOW else "plain")
    else:
        pen.number(row, VALUE, shown.value, shown.unit.style if shown.unit else "any")


def _describe(pen: Pen, row: int, shown: InputRow, unit: str) -> None:
    words = (shown.label, shown.key, None, unit or None)
    for col, (text, look) in enumerate(zip(words, ("wrap", "key", "", "said"), strict=True)):
        if text is not None:
            pen.text(row, col, text, look)
    for col, text in enumerate((shown.status, shown.source, shown.as_of, shown.help), STATUS):
        pen.text(row, col, text, "wrap")
    style = _style_of(shown.unit, 0) if shown.unit else "any"
    for col, limit in ((LOWEST, shown.low), (HIGHEST, shown.high)):
        if limit is not None:
            pen.number(row, col, limit, style)


def _style(figure: Input) -> str:
    return _style_of(figure.unit, figure.value)


def _style_of(unit: Unit, value: float) -> str:
    """How an input is shown: a flag as yes or no, nil as a figure to be changed."""
    if unit.name in _STYLES:
        return _STYLES[unit.name]
    return "pence" if unit.style == "pounds" and value % 1 else unit.style


def outside(places: Places, *, has_paths: bool) -> str:
    """The formula for how many inputs, levers and choices are below their lowest or above their highest."""
    last = max(places.inputs.values(), default=CASE_ROW)
    block = f"{cells.fixed(CASE_ROW, WITHIN)}:{cells.fixed(last, WITHIN)}"
    typed = f"+{paths.outside()}" if has_paths else ""
    return f'COUNTIF({cells.on(cells.INPUTS, block)},"no"){typed}'


def number_outside(writer: Writer, places: Places) -> int:
    """How many inputs are outside their limits as the workbook is made."""
    rows = [row for row in writer.book.inputs if row.key in places.inputs and row.key in places.model.inputs]
    return sum(not is_within(stated(writer, writer.book.model.inputs[row.key]), row) for row in rows)


def _say_whether_within(pen: Pen, row: int, value: float, shown: InputRow) -> None:
    """Beside an input that has limits, whether the figure in use keeps to them."""
    here, low, high = (cells.fixed(row, col) for col in (VALUE, LOWEST, HIGHEST))
    tests = [f"{here}>={low}"] * (shown.low is not None) + [f"{here}<={high}"] * (shown.high is not None)
    if tests:
        test = tests[0] if len(tests) == 1 else f"AND({','.join(tests)})"
        pen.formula(row, WITHIN, f'IF({test},"yes","no")', "yes" if is_within(value, shown) else "no")


def changed(places: Places, *, has_paths: bool) -> str:
    """The formula for how many figures in use differ from those at generation; a choice of path is one of them."""
    single = list(places.inputs.values())
    parts = [paths.differs()] if has_paths else []
    if single:
        block = [f"{cells.fixed(single[0], col)}:{cells.fixed(single[-1], col)}" for col in (VALUE, GENERATED)]
        now, then = (cells.on(cells.INPUTS, each) for each in block)
        parts.append(f'SUMPRODUCT(({then}<>"")*({now}<>{then}))')  # words and headings have none to compare with
    if places.model.curves:
        parts.append(yearly.changed(places))
    return "+".join(parts) or "0"
