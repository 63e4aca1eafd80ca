"""The checks: what must be nil, what the reader must know, and whether the engine and the formulas agree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from modeller.lines.references import Measure
from modeller.lines.units import BILLIONTH, HALF_A_PENNY
from modeller.lines.views import Alert
from modeller.workbook import cases, cells, head, inputs, paths
from modeller.workbook.book import Book, Figure
from modeller.workbook.measures import style_of
from modeller.workbook.naming import named
from modeller.workbook.pen import MASTER_CELL, Pen, Writer
from modeller.workbook.places import Places
from modeller.workbook.saying import MONEY, as_text, figure_text

CHANGED_ROW, ALERTS_ROW, OUTSIDE_ROW, LEVERS_ROW = int(cells.CHANGED.rsplit("$", 1)[1]), 7, 8, 9
_FIRST = 12
_FIGURES = (1, 2)  # columns
_MILLIONTH = 1e-6
OK, ERROR = "OK", "ERROR"


@dataclass(frozen=True)
class _Held:
    """An integrity check as the sheet shows it: read from a measure, or by a formula of its own."""

    name: str
    read: Measure | str
    value: Figure
    tolerance: float
    style: str

    @property
    def passed(self) -> bool:
        return not isinstance(self.value, str) and abs(self.value) <= self.tolerance


def _held(book: Book) -> Iterator[_Held]:
    """What must be nil: the model's own checks, then those of what the engine has tabled."""
    for check in book.views.checks:
        measure = check.measure
        yield _Held(check.name, measure, book.once(measure), check.tolerance, measure.unit.style)
    if book.paths:
        formula, value = paths.chances_less_one(book.paths)
        yield _Held(paths.CHANCES, formula, value, BILLIONTH, "number")


def verdict_on(book: Book) -> str:
    """Whether every integrity check is passed."""
    return OK if all(check.passed for check in _held(book)) else ERROR


def write_checks(writer: Writer, places: Places, verdict: str) -> None:
    """One sheet that says whether the workbook can be relied on."""
    pen = writer.sheet(cells.CHECKS, "Checks", "control")
    pen.master(verdict)
    pen.widths(62, 18, 12, 32, 18, 62)
    pen.sheet.freeze_panes(cells.TITLES, 1)
    pen.printed()
    pen.titles(cells.TITLES, ("Taken together", "Figure", "", "Verdict"), _FIGURES)
    row = _integrity(pen, places, verdict)
    row = _alerts(pen, places, row + 1)
    _agreement(pen, places, row + 1)


def _integrity(pen: Pen, places: Places, verdict: str) -> int:
    checks = list(_held(pen.writer.book))
    titles = ("Integrity check: must be nil in every scenario", "Figure", "Tolerance", "Verdict")
    pen.titles(_FIRST - 1, titles, _FIGURES)
    for row, check in enumerate(checks, _FIRST):
        pen.text(row, 0, check.name, "wrap")
        source = check.read if isinstance(check.read, str) else places.source(check.read)
        pen.formula(row, 1, source, check.value, check.style)
        pen.number(row, 2, check.tolerance, "any")
        live = f'IFERROR(IF(ABS(B{row})<=C{row},"{OK}","{ERROR}"),"{ERROR}")'
        pen.formula(row, 3, live, OK if check.passed else ERROR, "", "said")
    last = _FIRST + len(checks) - 1
    _together(pen, places, verdict, last)
    pen.verdicts(cells.MASTER + 2, 3, max(last, _FIRST), 3)
    return last + 1


def _together(pen: Pen, places: Places, verdict: str, last: int) -> None:
    """The master check, and how far the inputs have moved since the workbook was made."""
    row = int(MASTER_CELL.rsplit("$", 1)[1])
    number = last - _FIRST + 1
    pen.text(row, 0, f"All {number} integrity checks" if number else "No integrity checks are defined")
    verdicts = f"$D${_FIRST}:$D${last}"
    live = f'IF(COUNTIF({verdicts},"{OK}")=ROWS({verdicts}),"{OK}","{ERROR}")' if number else f'"{OK}"'
    pen.formula(row, 3, live, verdict, "", "said")
    pen.text(CHANGED_ROW, 0, "Inputs changed since this workbook was made")
    pen.formula(CHANGED_ROW, 1, inputs.changed(places, has_paths=pen.writer.book.paths is not None), 0, "whole")
    live = f'IF(B{CHANGED_ROW}=0,"As at generation","Inputs changed since generation")'
    pen.formula(CHANGED_ROW, 3, live, "As at generation", "", "said")
    pen.text(OUTSIDE_ROW, 0, "Inputs outside their lowest and highest")
    number = inputs.number_outside(pen.writer, places)
    pen.formula(OUTSIDE_ROW, 1, inputs.outside(places, has_paths=pen.writer.book.paths is not None), number, "whole")
    pen.formula(
        OUTSIDE_ROW,
        3,
        f'IF(B{OUTSIDE_ROW}=0,"All within","Look again")',
        "Look again" if number else "All within",
        "",
        "said",
    )
    pen.text(LEVERS_ROW, 0, "Levers off their default")
    pen.formula(LEVERS_ROW, 1, cases.levers_off(places), 0, "whole")
    pen.formula(LEVERS_ROW, 3, f'"{head.CASE_IN_USE}"&{cases.name_of_case()}', head.BASE_IN_USE, "", "said")
    pen.text(ALERTS_ROW, 0, "Alerts: matters the reader must know, listed below")


def _alerts(pen: Pen, places: Places, row: int) -> int:
    alerts = pen.writer.book.views.alerts
    first = row + 1
    titles = ("Alert: what would be said", "Figure", "Nil is up to", "Raised", "Raised so far", "What it says now")
    pen.titles(row, titles, (*_FIGURES, 4))
    raised: list[bool] = []
    for place, alert in enumerate(alerts):
        raised.append(_alert(pen, places, first + place, alert))
        so_far = f'COUNTIF($D${first}:$D${first + place},"yes")'
        pen.formula(first + place, 4, so_far, sum(raised), "whole")
    last = row + len(alerts)
    live = f'COUNTIF($D${first}:$D${last},"yes")' if alerts else "0"
    pen.formula(ALERTS_ROW, 1, live, sum(raised), "whole")
    return last + 1


def raised_alert(book: Book, number: int) -> str:
    """The formula for what the alert that is raised first, second and so on says now; nothing where there is none."""
    first = _first_alert(book)
    last = first + len(book.views.alerts) - 1
    so_far, say = (cells.on(cells.CHECKS, f"${col}${first}:${col}${last}") for col in "EF")
    return f'IFERROR(INDEX({say},MATCH({number},{so_far},0)),"")'


def said_now(book: Book, alert: Alert) -> str:
    """What an alert says as the workbook is made; nothing where its figure is nil."""
    value = book.once(alert.measure)
    if isinstance(value, str) or abs(value) <= alert.measure.unit.nil:
        return ""
    return alert.words.replace("{}", figure_text(alert.measure.unit, value, book.model.start))


def _first_alert(book: Book) -> int:
    return _FIRST + len(list(_held(book))) + 2


def _alert(pen: Pen, places: Places, row: int, alert: Alert) -> bool:
    """An alert's words with its figure in them, where it is not nil; whether it is."""
    measure, value = alert.measure, pen.writer.book.once(alert.measure)
    pen.text(row, 0, alert.words.replace("{}", MARK), "wrap")
    pen.formula(row, 1, places.source(measure), value, measure.unit.style)
    pen.number(row, 2, measure.unit.nil, "any")
    said = said_now(pen.writer.book, alert)
    raised = bool(said)
    pen.formula(row, 3, f'IFERROR(IF(ABS(B{row})>C{row},"yes","no"),"no")', "yes" if raised else "no", "", "said")
    live = f'IF(D{row}="yes",SUBSTITUTE(A{row},"{MARK}",{as_text(measure.unit, f"B{row}")}),"")'
    pen.formula(row, 5, live, said, "", "wrap")
    return raised


MARK = "[figure]"


def _agreement(pen: Pen, places: Places, row: int) -> None:
    """Every headline as the engine worked it out, beside the live formula."""
    titles = (
        "Figure signed for, by the engine and by this workbook",
        "Engine",
        "Tolerance",
        "Verdict",
        "Workbook",
        "Difference",
    )
    pen.titles(row, titles, (*_FIGURES, 4))
    first = row + 1
    for measure in _compared(pen.writer.book):
        row += 1
        _agrees(pen, places, row, measure)
    pen.verdicts(first, 3, max(row, first), 3)
    pen.text(row + 2, 0, "The engine is a second working of the same lines, in another program.", "note")


def _compared(book: Book) -> list[Measure]:
    """Every headline, and every other measure that a page for signing shows, each once."""
    shown = [*book.views.headlines, *book.views.measures]
    return list({id(each): each for each in shown}.values())


def _agrees(pen: Pen, places: Places, row: int, measure: Measure) -> None:
    value, style = pen.writer.book.once(measure), measure.unit.style
    shown = style_of(measure, value)
    months = ", number of the month" if style == "month" else ""
    pen.text(row, 0, f"{named(measure)}{months}")
    pen.figure(row, 1, value, shown)
    pen.number(row, 2, HALF_A_PENNY if style in MONEY else _MILLIONTH, "any")
    pen.formula(row, 4, places.source(measure), value, shown)
    pen.formula(row, 5, f"IF(B{row}=E{row},0,IFERROR(ABS(E{row}-B{row}),1))", 0, "any", "said")
    live = f'IF(F{row}<=C{row},"Agrees",IF($B${CHANGED_ROW}>0,"Inputs changed since generation","DISAGREES"))'
    pen.formula(row, 3, live, "Agrees", "", "said")
