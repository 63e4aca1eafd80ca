"""The case in use, and the levers: one cell chooses which of an input's four figures is worked with.

Every input has a figure for each case, and a figure in use that picks the one chosen and is moved by the input's lever,
if it has one. The model reads figures in use only. What a case does not state follows the base case.
"""

from __future__ import annotations

from typing import Any

from modeller.lines.views import Lever
from modeller.workbook import cells
from modeller.workbook.book import Book, InputRow
from modeller.workbook.pen import Pen, Writer
from modeller.workbook.places import CASE_ROW, FIRST_ROW, VALUE, Places

CASES = ("Base", "Low", "High", "Own")
FIRST_CASE = 4  # the column of the base case on the inputs sheet
LOWEST, HIGHEST, STATUS, NOTE, GENERATED, WITHIN = 8, 9, 10, 13, 14, 15  # columns of the inputs sheet
NAME = 3  # the column in which the case in use is named, beside its number
HEADING = "Case in use, and levers"
_KEY = "case"
_WITH_LEVERS = ", with levers"
_CHOICE = "choice"  # the status of what is no figure of the partnership
_MOST = {"times": (0.0, 10.0), "plus": (-1.0, 1.0)}
_MOVES = {
    "times": "Multiplies {}, whichever the case; 1 moves nothing.",
    "plus": "Is added to {}, whichever the case; 0 moves nothing.",
}
_CASE_NOTE = (
    "1 Base, 2 Low, 3 High, 4 Own: all inputs take that column's figure. A cell that follows Base may be typed over."
)


def levers_of(book: Book) -> list[Lever]:
    """The levers that move something which can be changed."""
    free = book.model.inputs.keys() - book.chosen
    return [lever for lever in book.views.levers if lever.keys & free]


def in_use(places: Places, key: str, block: str, *, away: bool = False) -> str:
    """The formula for the figure in use of an input, from its figures case by case."""
    formula = f"INDEX({block},{_here(CASE_ROW, away=away)})"
    found = places.lever_of(key)
    if found is None:
        return formula
    row, lever = found
    return f"{formula}{'*' if lever.kind == 'times' else '+'}{_here(row, away=away)}"


def moved(places: Places, key: str) -> str:
    """Which lever moves an input, in words; nothing where none does."""
    found = places.lever_of(key)
    return f"Moved by the lever “{found[1].label}”." if found else ""


def _here(row: int, *, away: bool) -> str:
    cell = cells.fixed(row, VALUE)
    return cells.on(cells.INPUTS, cell) if away else cell


def figures(pen: Pen, shown: InputRow, base: float, style: str, places: list[tuple[int, int]]) -> None:
    """An input's figures case by case in cells to change; what is not stated follows the base case."""
    follow = cells.fixed(*places[0])
    for (row, col), figure in zip(places, (base, shown.low_case, shown.high_case, None), strict=True):
        if figure is None:
            pen.formula(row, col, follow, base, style, "input")
        else:
            pen.number(row, col, figure, style, "input")


def name_of_case() -> str:
    """The cell that says which case is in use, and whether levers are."""
    return cells.on(cells.INPUTS, cells.fixed(CASE_ROW, NAME))


def levers_off(places: Places) -> str:
    """The cell, or the figure, of how many levers are off their default."""
    return cells.on(cells.INPUTS, cells.fixed(_counted(places), VALUE)) if places.levers else "0"


def _counted(places: Places) -> int:
    return CASE_ROW + len(places.levers) + 1


def write_choices(writer: Writer, pen: Pen, places: Places, columns: int) -> None:
    """At the top of the inputs: the case, then the levers."""
    for col in range(columns):
        pen.text(FIRST_ROW, col, "" if col else HEADING, "block")
    _choose_case(writer, pen, places)
    for row, lever in places.levers.items():
        _lever(writer, pen, row, lever)
    if places.levers:
        row, first, last = _counted(places), CASE_ROW + 1, CASE_ROW + len(places.levers)
        now, then = (f"{cells.fixed(first, col)}:{cells.fixed(last, col)}" for col in (VALUE, GENERATED))
        pen.text(row, 0, "Levers off their default")
        pen.formula(row, VALUE, f"SUMPRODUCT(({now}<>{then})*1)", 0, "whole")


def _choose_case(writer: Writer, pen: Pen, places: Places) -> None:
    number = cells.fixed(CASE_ROW, VALUE)
    rule = _rule("Case in use", _CASE_NOTE, 1, len(CASES))
    rule |= {"validate": "list", "source": [str(each) for each in range(1, len(CASES) + 1)]}
    _choice(writer, pen, CASE_ROW, ("Case in use", _KEY, _CASE_NOTE), 1, (1, len(CASES)), "whole", rule)
    names = ",".join(f'"{name}"' for name in CASES)
    levers = f'&IF({cells.fixed(_counted(places), VALUE)}=0,"","{_WITH_LEVERS}")' if places.levers else ""
    pen.formula(CASE_ROW, NAME, f"CHOOSE({number},{names}){levers}", CASES[0], "", "said")


def _lever(writer: Writer, pen: Pen, row: int, lever: Lever) -> None:
    number = len(lever.keys & writer.book.model.inputs.keys() - writer.book.chosen)
    note = _MOVES[lever.kind].format(f"{number} inputs" if number > 1 else "one input")
    low, high = _MOST[lever.kind]
    style = "number" if lever.kind == "times" else lever.unit.style
    rule = {**_rule(lever.label, note, low, high), "validate": "decimal", "criteria": "between"}
    _choice(writer, pen, row, (lever.label, f"lever.{lever.name}", note), lever.default, (low, high), style, rule)
    pen.text(row, NAME, lever.unit.name, "said")


def _choice(
    writer: Writer,
    pen: Pen,
    row: int,
    words: tuple[str, str, str],
    value: float,
    limits: tuple[float, float],
    style: str,
    rule: dict[str, Any],
) -> None:
    """One choice of the reader's: as it is, as it was, and whether it is within its limits."""
    label, key, note = words
    for col, text, look in ((0, label, "wrap"), (1, key, "note"), (STATUS, _CHOICE, "wrap"), (NOTE, note, "wrap")):
        pen.text(row, col, text, look)
    pen.number(row, VALUE, value, style, "input")
    for col, figure in ((LOWEST, limits[0]), (HIGHEST, limits[1]), (GENERATED, value)):
        pen.number(row, col, figure, style)
    here, low, high = (cells.fixed(row, col) for col in (VALUE, LOWEST, HIGHEST))
    pen.formula(row, WITHIN, f'IF(AND({here}>={low},{here}<={high}),"yes","no")', "yes")
    pen.sheet.data_validation(row - 1, VALUE, row - 1, VALUE, rule)
    writer.name("in", key, cells.INPUTS, here)


def _rule(title: str, message: str, low: float, high: float) -> dict[str, Any]:
    return {
        "input_title": title[:32],
        "input_message": message[:255],
        "error_title": "Not a figure it takes",
        "error_message": f"A number from {low:g} to {high:g}.",
        "ignore_blank": False,
        "minimum": low,
        "maximum": high,
    }
