"""The summary: the answer in words, what rests on illustration, the headlines live, and the charts."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Sequence

from modeller.lines.references import Measure
from modeller.workbook import cells, charts, checks, paths
from modeller.workbook.book import ILLUSTRATIVE, Book
from modeller.workbook.measures import as_month, style_of
from modeller.workbook.naming import lowered, part, unit_name
from modeller.workbook.pen import Pen
from modeller.workbook.places import Places

_LABEL, _UNIT, _FIGURE = 52, 12, 24  # widths of columns
_FIRST_FIGURE = 2  # column
_LETTER, _EDGE = 8, 5  # points of the screen: a letter's width, and a column's edges
STANDS = "No input has been changed since, so that answer still stands."
FALLEN = "INPUTS HAVE BEEN CHANGED SINCE: trust the figures below, not those words."


def write_summary(pen: Pen, places: Places, verdict: str, charted: dict[tuple[str, int], int]) -> None:
    """Fill in the summary, once it is known where the charts' figures stand."""
    book = pen.writer.book
    pen.master(verdict)
    columns = max(1, len(_headings(book.views.headlines)))
    pen.widths(_LABEL, _UNIT, *[_FIGURE] * columns)
    pen.printed()
    pen.sheet.set_portrait()
    pen.sheet.fit_to_pages(1, 1)
    row = _paragraph(pen, cells.TITLES + 1, book.about) + 1
    row = _answer(pen, row, book.answer)
    row = _paragraph(pen, row, illustrative(book), "caution") + 1
    row = _path(pen, row)
    row = _headlines(pen, places, row) + 1
    row = _standing(pen, row) + 1
    _charts(pen, charted, row)


def _answer(pen: Pen, row: int, answer: str) -> int:
    """The answer as it was when the workbook was made, and whether it still is."""
    if not answer:
        return row
    row = _paragraph(pen, row, f"When this workbook was made: {lowered(answer)}", "bold")
    changed = cells.on(cells.CHECKS, f"$B${checks.CHANGED_ROW}")
    pen.formula(row, 0, f'IF({changed}=0,"{STANDS}","{FALLEN}")', STANDS)
    pen.marked(row, "INPUTS", "bad")
    return row + 2


def _path(pen: Pen, row: int) -> int:
    """Which path of the contract the figures below are of."""
    table = pen.writer.book.paths
    if table is None:
        return row
    worked = table.rows[table.chosen - 1].words
    pen.formula(
        row, 0, f'"The contract, as worked: "&{paths.words_of_chosen(table)}', f"The contract, as worked: {worked}"
    )
    return row + 2


def _paragraph(pen: Pen, row: int, text: str, look: str = "plain") -> int:
    """Words on as many rows as they need; no cells are merged."""
    for line in textwrap.wrap(text, int(sum(pen.wide) * (1.1 if look == "plain" else 1.03))):
        for col in range(1, len(pen.wide) if look == "caution" else 1):
            pen.text(row, col, "", look)
        pen.text(row, 0, line, look)
        row += 1
    return row


def _headings(measures: Sequence[Measure]) -> list[str]:
    """The headings that headlines stand under, such as the names of loans."""
    return list(dict.fromkeys(each.section.heading for each in measures if each.section.heading))


def _headlines(pen: Pen, places: Places, row: int) -> int:
    """What is said of the whole, one figure a row; then what is said of each loan, side by side."""
    measures = pen.writer.book.views.headlines
    headings, whole = _headings(measures), [each for each in measures if not each.section.heading]
    if whole:
        pen.titles(row, ("Headline", "Unit", "Figure"), (2,))
        for measure in whole:
            row += 1
            _described(pen, row, measure)
            _figure(pen, places, row, _FIRST_FIGURE, measure)
        row += 2
    if headings:
        row = _side_by_side(pen, places, row, headings)
    return row


def _side_by_side(pen: Pen, places: Places, row: int, headings: list[str]) -> int:
    pen.titles(row, ("For each", "Unit", *headings), range(_FIRST_FIGURE, _FIRST_FIGURE + len(headings)))
    found: dict[tuple[str, str], dict[str, Measure]] = {}
    for each in pen.writer.book.views.headlines:
        if each.section.heading:
            found.setdefault((each.section.title, each.label), {})[each.section.heading] = each
    for measures in found.values():
        row += 1
        _described(pen, row, next(iter(measures.values())))
        for col, heading in enumerate(headings, _FIRST_FIGURE):
            if heading in measures:
                _figure(pen, places, row, col, measures[heading])
            else:
                pen.text(row, col, "not set", "subtitle", "right")
    return row + 1


def _described(pen: Pen, row: int, measure: Measure) -> None:
    pen.text(row, 0, measure.label)
    pen.text(row, 1, "" if measure.unit.style == "month" else unit_name(measure.unit))


def _figure(pen: Pen, places: Places, row: int, col: int, measure: Measure) -> None:
    """A headline; the number of a month as the month itself."""
    value, source = pen.writer.book.once(measure), places.source(measure)
    if measure.unit.style == "month" and not isinstance(value, str):
        formula, found = as_month(source, value, places)
        pen.formula(row, col, formula, found, "month in full", "bold")
    else:
        pen.formula(row, col, source, value, style_of(measure, value), "bold")


def _standing(pen: Pen, row: int) -> int:
    """What the reader should know before relying on it."""
    raised = sum(
        not isinstance(value := pen.writer.book.once(alert.measure), str) and abs(value) > alert.measure.unit.nil
        for alert in pen.writer.book.views.alerts
    )
    pen.text(row, 0, "Alerts raised: the Checks sheet says what they are")
    pen.formula(row, _FIRST_FIGURE, cells.on(cells.CHECKS, f"$B${checks.ALERTS_ROW}"), raised, "whole", "bold")
    pen.text(row + 1, 0, "Inputs changed since this workbook was made")
    pen.formula(row + 1, _FIRST_FIGURE, cells.on(cells.CHECKS, f"$B${checks.CHANGED_ROW}"), 0, "whole", "bold")
    return row + 2


def illustrative(book: Book) -> str:
    """How far the answer rests on figures that are nobody's: the inputs in use, by status and by part."""
    made_up = [row for row in book.inputs if row.status == ILLUSTRATIVE and row.key in book.model.inputs]
    if not made_up:
        return "No input is marked illustrative."
    others = ", ".join(f"{number} {status}" for status, number in book.standing.items() if status != ILLUSTRATIVE)
    parts = ", ".join(f"{name} {number}" for name, number in Counter(part(row.key) for row in made_up).most_common())
    are = "is illustrative: a stand-in, not" if len(made_up) == 1 else "are illustrative: stand-ins, not"
    return (
        f"{len(made_up)} of {book.standing.total()} figures {are} taken from this partnership, and not to be quoted "
        f"as its terms ({parts})." + (f" The others: {others}." if others else "")
    )


def _charts(pen: Pen, charted: dict[tuple[str, int], int], row: int) -> None:
    """Two abreast; the last takes the whole width where it is alone."""
    shown = pen.writer.book.views.charts
    width = int(sum(wide * _LETTER + _EDGE for wide in pen.wide))
    for place, chart in enumerate(shown):
        alone = place % 2 == 0 and place == len(shown) - 1
        left = (place % 2) * (width // 2)
        charts.draw(pen, chart, charted, row + place // 2 * charts.ROWS, left, width - 4 if alone else width // 2 - 4)
