"""The results: every measure, drawn from whole rows, with a name of its own."""

from __future__ import annotations

from collections.abc import Sequence

from modeller.lines import words
from modeller.lines.expressions import Expression, Operation
from modeller.lines.references import Line, Measure
from modeller.lines.units import BILLIONTH, HOMES, Unit
from modeller.workbook import cells
from modeller.workbook.book import NONE, Figure
from modeller.workbook.monthly import START, month_start
from modeller.workbook.naming import unit_name
from modeller.workbook.pen import Pen, Writer
from modeller.workbook.places import VALUE, Places

NEVER = "never"
_DATE = 4


def write_measures(writer: Writer, places: Places, verdict: str) -> None:
    """One row for each measure, in the order in which the model draws them."""
    pen = writer.sheet(cells.MEASURES, "Measures", "outputs")
    pen.master(verdict)
    pen.widths(34, 60, 18, 16, 14, 50)
    pen.titles(cells.TITLES, ("Section", "Measure", "Figure", "Unit", "Month", "Key"), (VALUE, _DATE))
    pen.sheet.freeze_panes(cells.TITLES, VALUE)
    pen.printed()
    for measure in places.model.measures.values():
        row = places.measures[id(measure)]
        section = measure.section
        pen.text(row, 0, section.title if not section.heading else f"{section.title}: {section.heading}")
        pen.text(row, 1, measure.label)
        pen.text(row, 3, unit_name(measure.unit))
        pen.text(row, 5, measure.key, "note")
        value = writer.book.once(measure)
        pen.formula(row, VALUE, formula_of(places, measure), value, style_of(measure, value), "bold")
        write_month(pen, row, _DATE, cells.fixed(row, VALUE), measure, value, places)
        writer.name("out", measure.key, cells.MEASURES, cells.fixed(row, VALUE))


def write_month(pen: Pen, row: int, col: int, cell: str, measure: Measure, value: Figure, places: Places) -> None:
    """Beside the number of a month, the month itself."""
    if measure.unit.style != "month" or isinstance(value, str):
        return
    formula, found = as_month(cell, value, places)
    pen.formula(row, col, formula, found, "date")


def as_month(cell: str, value: float, places: Places) -> tuple[str, Figure]:
    """The formula for the month whose number a cell holds, and what it comes to; “never” for none."""
    found = month_start(places.model.start, value) if value > 0 else NEVER
    return f'IF({cell}>0,EDATE({START},{cell}-1),"{NEVER}")', found


def style_of(measure: Measure, value: Figure) -> str:
    """How a measure is shown."""
    return style_for(measure.unit, [value])


def style_for(unit: Unit, figures: Sequence[Figure]) -> str:
    """How figures are shown: homes that are all whole, whole."""
    whole = all(not isinstance(each, str) and abs(each - round(each)) <= BILLIONTH for each in figures)
    return "count" if unit == HOMES and whole else unit.style


def formula_of(places: Places, measure: Measure) -> str:
    """A measure's formula; “none” where it reads another that may be none, and is."""
    formula = places.of_measure(measure)
    doubtful = [each for each in _read_once(measure.formula) if may_be_none(each)]
    if not doubtful:
        return formula
    read = ",".join(places.of_once(each) for each in doubtful)
    return f'IF(COUNT({read})={len(doubtful)},{formula},"{NONE}")'


def _read_once(expression: Expression) -> list[Measure]:
    """The measures an expression reads."""
    if isinstance(expression, Measure):
        return [expression]
    if not isinstance(expression, Operation):
        return []
    found = [measure for part in expression.parts for measure in _read_once(part)]
    return list({id(measure): measure for measure in found}.values())


def may_be_none(item: Measure | Line) -> bool:
    """Whether a measure is a return, or is worked out from one."""
    return item.formula is not None and (
        _has_return(item.formula) or any(may_be_none(each) for each in _read_once(item.formula))
    )


def _has_return(expression: Expression) -> bool:
    if not isinstance(expression, Operation):
        return False
    return expression.word is words.INTERNAL_RETURN or any(_has_return(part) for part in expression.parts)
