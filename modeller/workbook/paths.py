"""The paths of the contract: what may happen, how likely it is, and the one cell that chooses which is worked."""

from __future__ import annotations

from typing import Any

from modeller.lines.references import Line
from modeller.workbook import cells
from modeller.workbook.book import PathsTable
from modeller.workbook.measures import as_month
from modeller.workbook.monthly import month_start
from modeller.workbook.pen import Pen, Writer
from modeller.workbook.places import Places

_TITLES = ("The path worked", "Live", "At generation", "Within limits")
_LIVE, _GENERATED, _WITHIN = 1, 2, 3
_NUMBER, _CHOICE = 1, 2  # columns of the table: the path's number, and the first of what chooses it
_CHOSEN, _WORDS, _ENDS = cells.TITLES + 1, cells.TITLES + 2, cells.TITLES + 3  # rows
_MOST_LISTED = 60
CURRENT = "As at generation"
OUT_OF_DATE = "Out of date: inputs changed since generation"
_ABOUT = (
    "Path 1 is the contract without renewal. Choose another by its number: the whole workbook is then worked on it.",
    "The table is worked by the engine for the inputs at generation; the chances are of that contract, as stated.",
    "A contract that goes on beyond the months worked is shown with the month in which it would end.",
)
CHANCES = "The chances of the contract's paths make one"


def chosen() -> str:
    """The cell in which the number of the path is typed."""
    return cells.on(cells.PATHS, cells.fixed(_CHOSEN, _LIVE))


def differs() -> str:
    """The test of whether another path is chosen than at generation."""
    return f"({chosen()}<>{cells.on(cells.PATHS, cells.fixed(_CHOSEN, _GENERATED))})*1"


def outside() -> str:
    """The test of whether a number is typed that no path has."""
    return f'({cells.on(cells.PATHS, cells.fixed(_CHOSEN, _WITHIN))}="no")*1'


def drawn(table: PathsTable, key: str) -> str:
    """The formula of an input that the path chosen sets."""
    column = _CHOICE + list(table.inputs).index(key)
    return f"INDEX({cells.on(cells.PATHS, _down(table, column))},{chosen()})"


def words_of_chosen(table: PathsTable) -> str:
    """The formula for what happens on the path chosen."""
    return f"INDEX({cells.on(cells.PATHS, _down(table, 0))},{chosen()})"


def chances_less_one(table: PathsTable) -> tuple[str, float]:
    """The formula for by how much the chances miss one, and what it comes to."""
    total = cells.fixed(_first(table) + len(table.rows), _chance(table))
    return f"{cells.on(cells.PATHS, total)}-1", sum(row.chance for row in table.rows) - 1


def _first(table: PathsTable) -> int:
    """The first row of the table."""
    return _ENDS + len(table.ends) + 1 + len(_ABOUT) + 2


def _chance(table: PathsTable) -> int:
    return _CHOICE + len(table.inputs)


def _down(table: PathsTable, col: int) -> str:
    first = _first(table)
    return f"{cells.fixed(first, col)}:{cells.fixed(first + len(table.rows) - 1, col)}"


def write_paths(writer: Writer, places: Places, verdict: str) -> None:
    """The path worked, beside what it comes to; then every path there is."""
    table = writer.book.paths
    if table is None:
        return
    pen = writer.sheet(cells.PATHS, "Paths of the contract", "inputs")
    pen.master(verdict)
    pen.widths(64, 12, 19, *[19] * (len(table.inputs) + len(table.ends)))
    pen.printed(repeat=cells.MASTER)
    pen.sheet.freeze_panes(cells.MASTER, 1)
    pen.titles(cells.TITLES, _TITLES, (_LIVE, _GENERATED, _WITHIN))
    _choose(writer, pen, table)
    for place, line in enumerate(table.ends):
        _end(pen, places, table, place, line)
    _say_whether_current(pen, _ENDS + len(table.ends))
    for place, text in enumerate(_ABOUT, _ENDS + len(table.ends) + 1):
        pen.text(place, 0, text, "note")
    _paths(pen, places, table)


def _choose(writer: Writer, pen: Pen, table: PathsTable) -> None:
    number, here = len(table.rows), cells.fixed(_CHOSEN, _LIVE)
    pen.text(_CHOSEN, 0, "Number of the path, from the table below")
    pen.number(_CHOSEN, _LIVE, table.chosen, "whole", "input")
    pen.number(_CHOSEN, _GENERATED, table.chosen, "whole")
    pen.formula(_CHOSEN, _WITHIN, f'IF(COUNTIF({_down(table, _NUMBER)},{here})=1,"yes","no")', "yes", "any")
    pen.sheet.data_validation(_CHOSEN - 1, _LIVE, _CHOSEN - 1, _LIVE, _validation(number))
    writer.name("in", table.key, cells.PATHS, here)
    pen.text(_WORDS, 0, "What happens on it")
    live = f"INDEX({_down(table, 0)},{here})"
    pen.formula(_WORDS, _LIVE, live, table.rows[table.chosen - 1].words, "", "said")


def _validation(number: int) -> dict[str, Any]:
    """What the cell takes: the number of a path."""
    rule: dict[str, Any] = {
        "input_title": "The path worked",
        "input_message": f"The number of a path, from 1 to {number}; 1 is without renewal.",
        "error_title": "Not the number of a path",
        "error_message": f"A whole number from 1 to {number}: the table below says what happens on each.",
        "ignore_blank": False,
    }
    if number <= _MOST_LISTED:
        return {**rule, "validate": "list", "source": [str(each) for each in range(1, number + 1)]}
    return {**rule, "validate": "integer", "criteria": "between", "minimum": 1, "maximum": number}


def _end(pen: Pen, places: Places, table: PathsTable, place: int, line: Line) -> None:
    """When a contract of the path ends: by the model, live, and by the table."""
    row, book = _ENDS + place, pen.writer.book
    pen.text(row, 0, line.label)
    value = book.once(line)
    assert not isinstance(value, str)  # noqa: S101  a month has a number
    formula, found = as_month(places.source(line), value, places)
    pen.formula(row, _LIVE, formula, found, "date", "bold")
    column = _chance(table) + 1 + place
    then = month_start(places.model.start, table.rows[table.chosen - 1].ends[place])
    generated = f"INDEX({_down(table, column)},{cells.fixed(_CHOSEN, _LIVE)})"
    pen.formula(row, _GENERATED, generated, then, "date")


def _say_whether_current(pen: Pen, row: int) -> None:
    """Whether the table is still of the inputs as they are; choosing a path does not put it out of date."""
    pen.text(row, 0, "Inputs changed since generation, other than this choice")
    changed = f"{cells.on(cells.CHECKS, cells.CHANGED)}-{differs()}"
    pen.formula(row, _LIVE, changed, 0, "whole")
    here = cells.fixed(row, _LIVE)
    pen.formula(row, _GENERATED, f'IF({here}=0,"{CURRENT}","{OUT_OF_DATE}")', CURRENT, "", "said")
    pen.verdicts(row, _GENERATED, row, _GENERATED)


def _paths(pen: Pen, places: Places, table: PathsTable) -> None:
    first, chance = _first(table), _chance(table)
    titles = ["What happens", "Path", *table.inputs.values(), "Chance", *(line.label for line in table.ends)]
    pen.titles(first - 1, titles, range(1, len(titles)))
    for row, path in enumerate(table.rows, first):
        pen.text(row, 0, path.words, "wrap")
        pen.number(row, _NUMBER, row - first + 1, "whole")
        for col, figure in enumerate(path.choice, _CHOICE):
            pen.number(row, col, figure, "none or a number")
        pen.number(row, chance, path.chance, "percent")
        for col, month in enumerate(path.ends, chance + 1):
            pen.number(row, col, month_start(places.model.start, month), "date")
    last = first + len(table.rows)
    for col in range(len(titles)):
        pen.text(last, col, "All paths" if col == 0 else "", "total")
    total = sum(path.chance for path in table.rows)
    pen.formula(last, chance, f"SUM({_down(table, chance)})", total, "percent", "total")
