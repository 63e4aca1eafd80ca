"""The parts of a page that are figures at one time: tables, ranges, breakdowns, covenants, words."""

from __future__ import annotations

import textwrap

from modeller.lines.references import Measure
from modeller.lines.views import Breakdown, Covenant, Headrooms, Prose, Ranged, Row, Table
from modeller.workbook import cells, paths
from modeller.workbook.book import Range
from modeller.workbook.cases import CASES
from modeller.workbook.figures import known, measured, put, unit_of
from modeller.workbook.measures import style_for, style_of
from modeller.workbook.naming import named
from modeller.workbook.pen import Pen
from modeller.workbook.places import Places

FIRST = 2  # the column of the first figure
RANGES = ("As worked", "No renewal", "Lowest", "Expected", "Highest")
HEADROOMS = ("Limit", "Headroom", "First breach", "Most cure, £")
WORDS_WIDE, BOLD_WIDE = 1.22, 1.12  # letters of running text to a unit of width, plain and bold


def title(pen: Pen, row: int, text: str) -> int:
    """A heading, where there is one; the row after."""
    if text:
        pen.text(row, 0, text, "heading")
    return row + bool(text)


def note(pen: Pen, row: int, text: str) -> int:
    """What is to be known of what stands above; the row of its last line."""
    for line in textwrap.wrap(text, int(sum(pen.wide) * WORDS_WIDE * 1.2)):
        row += 1
        pen.text(row, 0, line, "note")
    return row


def paragraph(pen: Pen, row: int, text: str, look: str = "plain") -> int:
    """Words on as many rows as they need; no cells are merged."""
    for line in textwrap.wrap(text, int(sum(pen.wide) * (WORDS_WIDE if look in ("plain", "note") else BOLD_WIDE))):
        for col in range(1, len(pen.wide) if look == "caution" else 1):
            pen.text(row, col, "", look)
        pen.text(row, 0, line, look)
        row += 1
    return row


def prose(pen: Pen, _: Places, row: int, part: Prose) -> int:
    """Words under a heading."""
    row = title(pen, row, part.title)
    for text in part.paragraphs:
        row = paragraph(pen, row, text)
    return row + 1


def table(pen: Pen, places: Places, row: int, part: Table) -> int:
    """Figures side by side."""
    pen.titles(row, (part.title, "Unit", *part.columns), range(FIRST, FIRST + len(part.columns)))
    for each in part.rows:
        row += 1
        row_of(pen, places, row, each)
    return note(pen, row, part.note) + 2


def row_of(pen: Pen, places: Places, row: int, each: Row) -> None:
    """A row of a table, with the unit of its figures."""
    pen.text(row, 0, each.label, "wrap")
    pen.text(row, 1, next(filter(None, map(unit_of, each.cells)), ""))
    for col, cell in enumerate(each.cells, FIRST):
        put(pen, places, row, col, cell)


def ranged(pen: Pen, places: Places, row: int, part: Ranged, columns: tuple[str, ...] = RANGES) -> int:
    """Measures live, and beside each what the engine has over the paths, marked as its own."""
    ranges = pen.writer.book.ranges
    shown = columns if ranges else columns[:1]
    pen.titles(row, (part.title, "Unit", *shown), range(FIRST, FIRST + len(shown)))
    for measure in part.measures:
        row += 1
        pen.text(row, 0, named(measure), "wrap")
        pen.text(row, 1, unit_of(measure))
        measured(pen, places, row, FIRST, measure)
        if ranges and measure.key in ranges.figures:
            _range(pen, places, row, measure, ranges.figures[measure.key], shown)
    if ranges:
        row += 1
        pen.text(row, 0, ranges.of, "note")
        current(pen, row, FIRST + len(shown) - 1)
    return note(pen, row, part.note) + 2


def _range(pen: Pen, places: Places, row: int, measure: Measure, found: Range, columns: tuple[str, ...]) -> None:
    figures = {
        "No renewal": found.without_renewal,
        "Lowest": found.lowest,
        "Expected": found.expected,
        "Highest": found.highest,
    }
    for col, name in enumerate(columns[1:], FIRST + 1):
        known(pen, places, row, col, measure.unit, figures[name], style_for(measure.unit, [figures[name]]))


def by_case(pen: Pen, places: Places, row: int) -> int:
    """Headlines as the engine has them case by case, where any range is stated; the row after them."""
    book = pen.writer.book
    if book.by_case is None:
        return row
    titles = [f"{name} case" for name in CASES[:-1]]
    pen.titles(row, ("Headline by case", "Unit", *titles), range(FIRST, FIRST + len(titles)))
    for measure in (each for each in book.views.headlines if each.key in book.by_case.figures):
        row += 1
        figures = book.by_case.figures[measure.key]
        pen.text(row, 0, named(measure), "wrap")
        pen.text(row, 1, unit_of(measure))
        for col, figure in enumerate(figures, FIRST):
            known(pen, places, row, col, measure.unit, figure, style_for(measure.unit, figures))
    pen.text(row + 1, 0, book.by_case.of, "note")
    current(pen, row + 1, FIRST + len(titles) - 1, of_any_path=False)
    return row + 3


def current(pen: Pen, row: int, col: int, *, of_any_path: bool = True) -> None:
    """Whether what the engine has is still of the inputs as they are; another path is what a range over paths is of."""
    other = f"-{paths.differs()}" if pen.writer.book.paths and of_any_path else ""
    live = f'IF({cells.on(cells.CHECKS, cells.CHANGED)}{other}=0,"{paths.CURRENT}","{STALE}")'
    pen.formula(row, col, live, paths.CURRENT, "", "note right")
    pen.verdicts(row, col, row, col)


STALE = "Out of date: changed"


def breakdown(pen: Pen, places: Places, row: int, part: Breakdown) -> int:
    """Parts of a whole, and the share of each."""
    pen.titles(row, (part.title, "Unit", "Amount", "Share"), (FIRST, FIRST + 1))
    whole, last = pen.writer.book.once(part.whole), row + len(part.parts) + 1
    total = 0.0 if isinstance(whole, str) else whole
    for label, measure in (*part.parts, ("In all", part.whole)):
        row += 1
        look = "total" if row == last else "plain"
        value = pen.writer.book.once(measure)
        pen.text(row, 0, label, "total" if row == last else "wrap")
        pen.text(row, 1, unit_of(measure), look)
        pen.formula(row, FIRST, places.source(measure), value, style_of(measure, value), look)
        here, of = cells.fixed(row, FIRST), cells.fixed(last, FIRST)
        share = 0.0 if isinstance(value, str) or abs(total) <= part.whole.unit.nil else value / total
        pen.formula(row, FIRST + 1, f"IF(ABS({of})>0.005,{here}/{of},0)", share, "percent", look)
    return row + 2


def headrooms(pen: Pen, places: Places, row: int, part: Headrooms) -> int:
    """Every covenant that is set: its limit, the least headroom, the first breach and the most that cures it."""
    pen.titles(row, (part.title, "Unit", *HEADROOMS), range(FIRST, FIRST + len(HEADROOMS)))
    for covenant in part.covenants:
        row += 1
        pen.text(row, 0, called(covenant), "wrap")
        pen.text(row, 1, unit_of(covenant.least))
        for col, cell in enumerate((covenant.limit, covenant.least, covenant.first, covenant.most), FIRST):
            put(pen, places, row, col, cell, "plain" if col == FIRST else "bold")
    return row + 2


def called(covenant: Covenant) -> str:
    """A covenant with the loan that sets it."""
    return (
        f"{covenant.heading}: {covenant.name[0].lower()}{covenant.name[1:]}"
        if _small(covenant)
        else (f"{covenant.heading}: {covenant.name}")
    )


def _small(covenant: Covenant) -> bool:
    """Whether its name begins with a word, and not with initials such as EBITDA."""
    return covenant.name[1:2].islower()
