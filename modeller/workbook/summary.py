"""The summary, one page to decide by: what is asked, the answer, headlines with their range, what they rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from modeller.lines.references import Measure
from modeller.lines.units import POUNDS
from modeller.lines.views import Headrooms, Ranged, Row, Table
from modeller.workbook import cells, charts, checks, paths
from modeller.workbook.book import ILLUSTRATIVE, Book, InputRow
from modeller.workbook.figures import measured, put, unit_of
from modeller.workbook.naming import lowered, part
from modeller.workbook.parts import FIRST, by_case, headrooms, paragraph, ranged, row_of
from modeller.workbook.pen import Pen
from modeller.workbook.places import Places

_LABEL, _UNIT, _FIGURE = 47, 14, 15  # widths of columns
_LETTER, _EDGE = 8, 5  # points of the screen: a letter's width, and a column's edges
_RANGES = ("As worked", "Lowest", "Expected", "Highest")
_ABREAST, _MOST_ALERTS, _LARGEST = 3, 4, 3
STANDS = "No input has been changed since, so that answer still stands."
FALLEN = "INPUTS HAVE BEEN CHANGED SINCE: trust the figures below, not those words."
TURNS = "What would change the answer, as the engine found when this workbook was made"


def write_summary(pen: Pen, places: Places, verdict: str, charted: charts.Charted) -> None:
    """Fill in the summary, once it is known where the charts' figures stand."""
    book = pen.writer.book
    pen.master(verdict)
    pen.widths(_LABEL, _UNIT, *[_FIGURE] * _across(book))
    pen.printed()
    pen.sheet.set_portrait()
    pen.sheet.fit_to_pages(1, 1)
    row = _asked(pen, places, cells.TITLES + 1)
    row = _answer(pen, row, book.answer)
    row = paragraph(pen, row, illustrative(book), "caution") + 1
    row = _path(pen, row)
    row = _headlines(pen, places, row)
    row = by_case(pen, places, row)
    if book.views.covenants:
        row = headrooms(pen, places, row, Headrooms("Covenants: least headroom", book.views.covenants))
    row = _turns(pen, row)
    row = _standing(pen, row) + 1
    row = _charts(pen, charted, row)
    _made(pen, row)


def _across(book: Book) -> int:
    """How many columns of figures the page has."""
    covenants = 4 if book.views.covenants else 1
    return max([len(_headings(book.views.headlines)), covenants, len(_RANGES) if book.ranges else 1])


def _asked(pen: Pen, places: Places, row: int) -> int:
    """What it is, the decision asked, and the terms that the scenario proposes."""
    views = pen.writer.book.views
    row = paragraph(pen, row, pen.writer.book.about) + 1
    if views.decision:
        row = paragraph(pen, row, f"Decision asked: {lowered(views.decision)}", "bold")
        row = paragraph(pen, row, "The terms are the scenario's: the program recommends none.", "note") + 1
    for each in views.proposal:
        row = _strip(pen, places, row, each)
    return row


def _strip(pen: Pen, places: Places, row: int, part: Table) -> int:
    """Terms side by side, their figures below them, as many as the page is wide."""
    room = len(pen.wide) - 1
    for first in range(0, len(part.rows), room):
        some = part.rows[first : first + room]
        pen.text(row, 0, part.title if first == 0 else "", "column")
        for col, each in enumerate(some, 1):
            pen.text(row, col, _titled(each), "column", "right")
            put(pen, places, row + 1, col, each.cells[0], "bold")
        row += 2
    return row + 1


def _titled(row: Row) -> str:
    unit = unit_of(row.cells[0])
    return f"{row.label}, {unit}" if unit and unit not in row.label.lower() else row.label


def _answer(pen: Pen, row: int, answer: str) -> int:
    """The answer as it was when the workbook was made, and whether it still is."""
    if not answer:
        return row
    row = paragraph(pen, row, f"When this workbook was made: {lowered(answer)}", "bold")
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
    return row + 1


def _headings(measures: Sequence[Measure]) -> list[str]:
    """The headings that headlines stand under, such as the names of loans."""
    return list(dict.fromkeys(each.section.heading for each in measures if each.section.heading))


def _headlines(pen: Pen, places: Places, row: int) -> int:
    """What is said of the whole, one figure a row with its range; then what is said of each loan, side by side."""
    measures = pen.writer.book.views.headlines
    headings, whole = _headings(measures), tuple(each for each in measures if not each.section.heading)
    if whole:
        row = ranged(pen, places, row, Ranged("Headline", whole), _RANGES)
    if headings:
        row = _side_by_side(pen, places, row, headings)
    return row


def _side_by_side(pen: Pen, places: Places, row: int, headings: list[str]) -> int:
    pen.titles(row, ("For each", "Unit", *headings), range(FIRST, FIRST + len(headings)))
    found: dict[tuple[str, str], dict[str, Measure]] = {}
    for each in pen.writer.book.views.headlines:
        if each.section.heading:
            found.setdefault((each.section.title, each.label), {})[each.section.heading] = each
    for term in pen.writer.book.views.of_each:
        row += 1
        row_of(pen, places, row, term)
    for measures in found.values():
        row += 1
        first = next(iter(measures.values()))
        pen.text(row, 0, first.label)
        pen.text(row, 1, unit_of(first))
        for col, heading in enumerate(headings, FIRST):
            if heading in measures:
                measured(pen, places, row, col, measures[heading])
            else:
                pen.text(row, col, "not set", "subtitle", "right")
    return row + 2


def _turns(pen: Pen, row: int) -> int:
    """What would change the answer: by the engine, of lengths and paths; and what alerts say, live."""
    book = pen.writer.book
    if book.turns:
        pen.text(row, 0, TURNS, "heading")
        row += 1
        for text in book.turns:
            row = paragraph(pen, row, text)
        row += 1
    return row


def _standing(pen: Pen, row: int) -> int:
    """What the reader should know before relying on it: alerts as they now are, and inputs changed."""
    book = pen.writer.book
    raised = [words for alert in book.views.alerts if (words := checks.said_now(book, alert))]
    pen.text(row, 0, "Alerts raised: the Checks sheet says what they are")
    pen.formula(row, FIRST, cells.on(cells.CHECKS, f"$B${checks.ALERTS_ROW}"), len(raised), "whole", "bold")
    for number in range(min(_MOST_ALERTS, len(book.views.alerts))):
        row += 1
        said = raised[number] if number < len(raised) else ""
        pen.formula(row, 0, checks.raised_alert(book, number + 1), said, "", "note")
    pen.text(row + 1, 0, "Inputs changed since this workbook was made")
    pen.formula(row + 1, FIRST, cells.on(cells.CHECKS, f"$B${checks.CHANGED_ROW}"), 0, "whole", "bold")
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
        f"as its terms ({parts})." + (f" The others: {others}." if others else "") + _largest(made_up)
    )


def _largest(rows: list[InputRow]) -> str:
    """The largest sums of money among them."""
    sums = [row for row in rows if row.unit is POUNDS and not isinstance(row.value, str) and row.value]
    sums.sort(key=lambda row: -abs(float(row.value)))
    told = "; ".join(f"{row.label} £{row.value:,.0f}" for row in sums[:_LARGEST])
    return f" The largest sums among them: {told}." if told else ""


def _charts(pen: Pen, charted: charts.Charted, row: int) -> int:
    """Three abreast; fewer share the width. The row after them."""
    shown = pen.writer.book.views.charts
    width = int(sum(wide * _LETTER + _EDGE for wide in pen.wide))
    abreast = max(1, min(_ABREAST, len(shown)))
    for place, chart in enumerate(shown):
        left = (place % abreast) * (width // abreast)
        charts.draw(pen, chart, charted, row + place // abreast * charts.ROWS, left, width // abreast - 4)
    return row + -(-len(shown) // abreast) * charts.ROWS + 1


def _made(pen: Pen, row: int) -> None:
    """By what, when and from which inputs it was made."""
    book = pen.writer.book
    on = f" on {book.made.day} {book.made:%B %Y}" if book.made else ""
    pen.text(row, 0, f"Made by modeller {book.version}{on}; fingerprint of the inputs {book.fingerprint}.", "note")
