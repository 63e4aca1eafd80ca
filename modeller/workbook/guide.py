"""The guide: what is on each sheet, what the colours and units mean, and the conventions that every formula keeps."""

from __future__ import annotations

from collections.abc import Iterator

from modeller.workbook import cells
from modeller.workbook.cases import levers_of
from modeller.workbook.naming import unit_name
from modeller.workbook.numbers import TITLE, numbers
from modeller.workbook.pen import Pen
from modeller.workbook.places import Places, SectionSheet

_USE = (
    "Change only the shaded cells on {}; every other cell is a formula.",
    "Sheets are protected without a password, so that nothing is changed by accident; lift it to look closer.",
    "On the Cover sheet, the Log and beside an input, shaded cells are for your words: status, source, checks.",
    "To have what you changed as a scenario again: modeller read, with the name of this file.",
    "Look at “All checks” at the head of any sheet: ERROR means the figures must not be relied on.",
    "On Checks, alerts say what the reader must know, and what is signed for stands beside the engine's own figures.",
    "To follow a figure back: Measures, then the row it names, then that sheet's call-ups, then Inputs.",
    "On a sheet by month each row is one formula, the same in every month: read the first month and you have read all.",
)
_ON_CASES = (
    "To see another case, choose its number at the top of Inputs: every sheet is then of it, and says so at its head.",
    "Low and High follow Base where no range is stated; type over any of them, or keep your own figures under Own.",
)
_ON_LEVERS = (
    "Levers, below the case, move inputs of a kind together for a sensitivity: set them back when you are done."
)
_ON_PATHS = "To see the contract extended, ended early or won again, choose a path on Paths: every sheet is then of it."
_ON_LENGTHS = (
    "To see another length, change it on Inputs; Contract lengths sets it beside the engine's figures for each."
)
_CONVENTIONS = (
    (
        "Cases",
        "Base is what is stated; Low and High are the low and high ends of each figure's range, not bad and good.",
    ),
    ("Months", "Numbered from 1. Amounts that stand are at the month's end; amounts that flow do so at its end."),
    ("Month 0", "The month before the start. It holds what a balance starts from, and is otherwise empty."),
    ("Money", "Pounds of the day, not rounded: rounding is only in how a cell is shown."),
    ("Signs", "A line is positive in the sense of its label; a statement shows a deduction as “less”, below nil."),
    ("Yes or no", "Shown so on Inputs, where 1 is typed for yes and 0 for no; by month it is 1 or 0."),
    ("–", "A ratio of nil: as a rule nothing was due, or owed, to measure. Charts leave such years out."),
    (
        "Returns",
        "Yearly and effective: what the monthly rate compounds to. “none” where none, or more than one, fits the flow.",
    ),
    ("Financial year", "April to March, named by both years. The first and the last may have fewer than 12 months."),
)
_COLOURS = (
    ("like an input", "A figure to change, or words to fill in"),
    ("as base", "A figure to change that is as in the base case: it follows it until typed over"),
    ("import", "Called up from another sheet"),
    ("export", "Read by another sheet"),
    ("plain", "Worked out here"),
    ("good", "A check passed: it says OK or Agrees"),
    ("bad", "A check failed: it says ERROR, DISAGREES or changed"),
)
_SOME = 6  # of what a sheet holds, by name
_FAMILIES = {
    "control": "To decide, and to control (grey tabs)",
    "inputs": "What is stated (amber tabs)",
    "foundation": "The months (blue tab)",
    "workings": "What is worked out (white tabs)",
    "outputs": "What comes of it (green tabs)",
}
_PURPOSES = {
    cells.SUMMARY: "One page to decide by: what is asked, the answer, the headlines with their range, the charts",
    cells.FRONT: "What this workbook is and is for, what it was made from, and who signs for it",
    cells.GUIDE: "This sheet",
    cells.INPUTS: "The case in use and the levers; then every input: figure in use, four cases, limits, status, source",
    cells.YEARLY: "Figures by calendar year, in use and case by case; a year not stated takes the one before it",
    cells.PATHS: "What may become of the contract, how likely each is, and the cell that chooses the path worked",
    cells.CALENDAR: "The months, from which every other sheet takes them",
    cells.ANNUAL: "Statements by financial year, and the figures behind the charts",
    cells.MONTHLY: "Income and expenditure, balance sheet and cash flow, month by month",
    cells.MEASURES: "Every measure, each with a name beginning out_",
    cells.LENGTHS: "Each length of contract as the engine works it out, under this workbook's own figures, live",
    cells.CHECKS: "What must be nil, what the reader must know, and agreement with the engine",
    cells.SCENARIO_TEXT: "The scenario file it was made from, by which the program reads the workbook back",
    cells.LOG: "Known limits, checks made, changes, and every assumption with its source and its owner",
}


def write_guide(pen: Pen, places: Places, verdict: str, sheets: list[Pen]) -> None:
    """Fill in the guide."""
    pen.master(verdict)
    pen.widths(28, 110)
    pen.printed()
    row = _pairs(pen, cells.TITLES + 1, ("How to use it", ""), list(_uses(pen)))
    row = _sheets(pen, places, row, sheets)
    row = _pairs(pen, row, ("Convention", "What it means"), list(_CONVENTIONS))
    row = _pairs(pen, row, (TITLE, "What it is"), numbers(places.model))
    if definitions := pen.writer.book.views.about.definitions:
        row = _pairs(pen, row, ("Term", "What it means"), list(definitions))
    pen.titles(row, ("Colour", "What it means"))
    for place, (look, meaning) in enumerate(_COLOURS, 1):
        pen.text(row + place, 0, "example", look)
        pen.text(row + place, 1, meaning)
    row = _pairs(pen, row + len(_COLOURS) + 2, ("Unit", "Where it is used"), _units(places))


def _uses(pen: Pen) -> Iterator[tuple[str, str]]:
    """How to use the workbook, step by step."""
    book = pen.writer.book
    to_change = [cells.INPUTS, cells.YEARLY, *([cells.PATHS] if book.paths else [])]
    where = f"{', '.join(to_change[:-1])} and {to_change[-1]}"
    on_levers = [_ON_LEVERS] if levers_of(book) else []
    steps = [
        *_USE,
        *_ON_CASES,
        *on_levers,
        *([_ON_PATHS] if book.paths else []),
        *([_ON_LENGTHS] if book.lengths else []),
    ]
    yield from ((str(number), step.format(where)) for number, step in enumerate(steps, 1))


def _pairs(pen: Pen, row: int, titles: tuple[str, str], pairs: list[tuple[str, str]]) -> int:
    pen.titles(row, titles)
    for place, (name, text) in enumerate(pairs, 1):
        pen.text(row + place, 0, name, "wrap")
        pen.text(row + place, 1, text, "wrap")
    return row + len(pairs) + 2


def _sheets(pen: Pen, places: Places, row: int, sheets: list[Pen]) -> int:
    """The contents: every sheet in its order, under the family that the colour of its tab tells."""
    pen.titles(row, ("Sheet", "What it holds"))
    holds = {sheet.name: _within(sheet) for sheet in places.sheets}
    holds |= {page.name: page.purpose for page in pen.writer.book.views.pages} | _PURPOSES
    holds |= {tables.name: tables.purpose for tables in pen.writer.book.engine}
    family = ""
    for each in sheets:
        if each.family != family:
            row, family = row + 1, each.family
            pen.text(row, 0, _FAMILIES[family], "block")
            pen.text(row, 1, "", "block")
        row += 1
        pen.sheet.write_url(row - 1, 0, f"internal:{cells.on(each.name, 'A1')}", pen.styles("import"), each.name)
        pen.text(row, 1, holds[each.name], "wrap")
    return row + 2


def _within(sheet: SectionSheet) -> str:
    """What a sheet by month holds: its blocks, or its first lines."""
    headings = list(dict.fromkeys(line.section.heading for line in sheet.lines if line.section.heading))
    some = headings or [line.label for line in sheet.lines]
    more = f", and {len(some) - _SOME} more" if len(some) > _SOME else ""
    return f"Month by month, {len(sheet.lines)} lines: {'; '.join(some[:_SOME])}{more}"


def _units(places: Places) -> list[tuple[str, str]]:
    used: dict[str, list[str]] = {}
    for each in (*places.model.inputs.values(), *places.model.lines, *places.model.measures.values()):
        used.setdefault(unit_name(each.unit), []).append(each.label)
    return [
        (unit, f"{labels[0]}" + (f", and {len(labels) - 1} more" if labels[1:] else ""))
        for unit, labels in used.items()
    ]
