"""The parts of a page that go by financial year: lines down the page, a budget of the first years, covenants tested."""

from __future__ import annotations

from collections.abc import Iterator

from modeller.lines.references import Line
from modeller.lines.views import Budget, Covenant, Entry, Tests, Yearly
from modeller.workbook import annual, cells
from modeller.workbook.annual import Years, summed
from modeller.workbook.book import Figure
from modeller.workbook.figures import put
from modeller.workbook.measures import style_for
from modeller.workbook.naming import lowered, unit_name
from modeller.workbook.parts import FIRST, called, note, title
from modeller.workbook.pen import Pen
from modeller.workbook.places import Places

MOST_ACROSS = 6  # columns of figures
TESTED = ("Tested", "Figure", "Limit", "Headroom", "Result", "Cure, £")
PASS, BREACH, UNTESTED = "pass", "BREACH", "not tested"


def _year(place: int, row: int) -> str:
    """A cell of the annual sheet's calendar, for one of the years."""
    return cells.on(cells.ANNUAL, cells.fixed(row, annual.FIRST + place))


def of_year(places: Places, line: Line, place: int) -> str:
    """The formula of a line in one of the financial years: the year's sum of what flows, its end of what stands."""
    if not line.monthly:
        return places.source(line) + (f"*{_year(place, annual.MONTHS)}" if summed(line) else "")
    by, wanted = (
        (places.model.financial_year, annual.ENDING) if summed(line) else (places.model.month, annual.LAST_MONTH)
    )
    return f"SUMIFS({places.whole(line)},{places.whole(by)},{_year(place, wanted)})"


def _name_year(pen: Pen, row: int, col: int, years: Years, place: int, look: str = "plain") -> None:
    pen.formula(row, col, _year(place, cells.TITLES), years.names()[place], "", look)


def yearly(pen: Pen, places: Places, row: int, part: Yearly) -> int:
    """Lines down the page, as many groups side by side as there is room for."""
    years = Years(pen.writer.book)
    row = title(pen, row, part.title)
    for number, groups in enumerate(_abreast(part)):
        if number:
            pen.starts.append(row)
        row = _groups(pen, places, row, years, groups)
    return note(pen, row - 2, part.note) + 2


Groups = list[tuple[str, tuple[Entry, ...]]]


def _abreast(part: Yearly) -> Iterator[Groups]:
    """Groups side by side, no more columns than the page has room for."""
    found: Groups = []
    for group in part.groups:
        if found and sum(len(entries) for _, entries in (*found, group)) > MOST_ACROSS:
            yield found
            found = []
        found.append(group)
    if found:
        yield found


def _groups(pen: Pen, places: Places, row: int, years: Years, groups: Groups) -> int:
    heads, col = row, 1
    pen.text(heads, 0, "", "block")
    pen.text(heads + 1, 0, "Financial year", "column")
    columns: list[tuple[int, Entry]] = []
    for heading, entries in groups:
        for place, entry in enumerate(entries):
            pen.text(heads, col, "" if place else heading, "block")
            pen.text(heads + 1, col, _titled(entry), "column", "right")
            columns.append((col, entry))
            col += 1
    for place in range(len(years.ending)):
        here = heads + 2 + place
        _name_year(pen, here, 0, years, place)
        for at, entry in columns:
            _entry(pen, places, years, here, at, entry, place)
    return heads + len(years.ending) + 3


def _titled(entry: Entry) -> str:
    assert entry.line is not None  # noqa: S101  a column has figures
    unit = unit_name(entry.line.unit)
    return entry.label if unit in ("homes", "times", "%") else f"{entry.label}, {unit}"


def _entry(pen: Pen, places: Places, years: Years, row: int, col: int, entry: Entry, place: int) -> None:
    line = entry.line
    assert line is not None  # noqa: S101  a column has figures
    value: Figure = years.figures(line)[place] * (-1 if entry.less else 1)
    formula = ("-" if entry.less else "") + of_year(places, line, place)
    if entry.when is not None:
        formula = f'IF({of_year(places, entry.when, place)}=0,"",{formula})'
        value = value if years.figures(entry.when)[place] else ""
    pen.formula(row, col, formula, value, _style(line, years))


def _style(line: Line, years: Years) -> str:
    return "percent of any" if line.unit.style == "percent" else style_for(line.unit, years.figures(line))


def budget(pen: Pen, places: Places, row: int, part: Budget) -> int:
    """The first years across, the later ones together, and all."""
    years = Years(pen.writer.book)
    number = min(part.years, len(years.ending))
    later, total = FIRST + number, FIRST + number + 1
    pen.titles(row, (part.title, "Unit"))
    for place in range(number):
        _name_year(pen, row, FIRST + place, years, place, "column right")
    pen.text(row, later, "Later years", "column", "right")
    pen.text(row, total, "All years", "column", "right")
    for entry in part.statement.entries:
        row += 1
        if entry.line is not None:
            _budget_row(pen, places, years, row, entry, entry.line, number)
        else:
            pen.text(row, 0, entry.label, "bold")
    return note(pen, row, part.note) + 2


def _budget_row(pen: Pen, places: Places, years: Years, row: int, entry: Entry, line: Line, number: int) -> None:
    look, sign, minus = ("total" if entry.is_total else "plain"), (-1 if entry.less else 1), "-" * entry.less
    figures = [sign * figure for figure in years.figures(line)]
    pen.text(row, 0, f"less {lowered(entry.label)}" if entry.less else entry.label, look)
    pen.text(row, 1, unit_name(line.unit), look)
    for place in range(number):
        pen.formula(row, FIRST + place, minus + of_year(places, line, place), figures[place], line.unit.style, look)
    if not summed(line):
        return
    later, total = FIRST + number, FIRST + number + 1
    first = cells.span(row, FIRST, later - 1)
    pen.formula(row, later, f"{cells.fixed(row, total)}-SUM({first})", sum(figures[number:]), line.unit.style, look)
    whole = f"SUM({places.whole(line)})" if line.monthly else of_all(places, line, years)
    pen.formula(row, total, minus + whole, sum(figures), line.unit.style, look)


def of_all(places: Places, line: Line, years: Years) -> str:
    """A flow that does not differ by month, over all of them."""
    months = cells.on(cells.ANNUAL, cells.span(annual.MONTHS, annual.FIRST, annual.FIRST + len(years.ending) - 1))
    return f"{places.source(line)}*SUM({months})"


def tests(pen: Pen, places: Places, row: int, part: Tests) -> int:
    """Each covenant, year by year."""
    for number, covenant in enumerate(part.covenants):
        if number:
            pen.starts.append(row)
        row = _covenant(pen, places, row, covenant)
    return row


def _covenant(pen: Pen, places: Places, row: int, covenant: Covenant) -> int:
    years = Years(pen.writer.book)
    row = title(pen, row, called(covenant))
    pen.titles(row, ("Tested at the end of the financial year", *TESTED), range(2, 7))
    first = row + 1
    for place in range(len(years.ending)):
        row += 1
        _test(pen, places, years, row, covenant, place)
    pen.verdicts(first, 5, row, 5)
    return row + 2


def _test(pen: Pen, places: Places, years: Years, row: int, covenant: Covenant, place: int) -> None:
    """One test: the figure, its limit, the headroom, what came of it, and the cash that would cure it."""
    held = years.figures(covenant.tested)[place] > 0
    when = f"$B{row}=1"
    _name_year(pen, row, 0, years, place)
    pen.formula(row, 1, of_year(places, covenant.tested, place), float(held), "flag")
    for col, line in ((2, covenant.figure), (4, covenant.headroom), (6, covenant.needed)):
        value: Figure = years.figures(line)[place] if held else ""
        pen.formula(row, col, f'IF({when},{of_year(places, line, place)},"")', value, line.unit.style)
    put(pen, places, row, 3, covenant.limit)
    broken = years.figures(covenant.broken)[place] > 0
    which = f"1+$B{row}+{of_year(places, covenant.broken, place)}"  # only what is tested can be broken
    said = f'CHOOSE({which},"{UNTESTED}","{PASS}","{BREACH}")'
    pen.formula(row, 5, said, (BREACH if broken else PASS) if held else UNTESTED, "", "words right")
