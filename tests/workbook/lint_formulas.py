"""Rules of formulas: one a row, short, of few functions and no numbers of their own, reading what can be followed."""

from __future__ import annotations

from collections.abc import Iterator

from modeller.workbook import cells
from modeller.workbook.styles import BLUE, RED
from tests.workbook.formulas import choices_within, reads, words
from tests.workbook.held import Breach, Held, at, is_link
from tests.workbook.opened import Cell, corners

LONGEST, WISHED = 160, 100
"""Letters: what no formula exceeds, and what nearly all keep to. A spreadsheet's bar shows some 160 on a line."""

_PLAIN = """
ABS AND CHOOSE COLUMNS COUNT COUNTIF COUNTIFS EDATE IF IFERROR INDEX INT IRR MATCH MAX MIN MONTH NPV PMT
RIGHT ROUND ROWS SUBSTITUTE SUM SUMIFS SUMPRODUCT TEXT YEAR _xlfn.MAXIFS _xlfn.MINIFS
"""
ALLOWED = frozenset(_PLAIN.split())
"""Functions that Excel has had since 2019 at the latest, that LibreOffice and IronCalc work alike; none is volatile."""

_OFF_CALENDAR = max(cells.CALENDAR_ROWS.values())
_MOST_CHOICES = 2


def one_formula_a_row(held: Held) -> Iterator[Breach]:
    """By month, and by year, a row is its first formula filled along to the last column, and nothing else."""
    for row in held.rows:
        columns = held.columns(row.sheet)
        for cell in row.odd:
            yield at(row.sheet, cell), f"is not {row.formulas[0].at} filled along: {cell.formula}"
        for cell in row.others:
            yield at(row.sheet, cell), "is no formula, in a row of formulas"
        if len(row.formulas) + len(row.others) != len(columns):
            yield f"{row.sheet.name}!{row.number}", f"has {len(row.formulas)} formulas for {len(columns)} columns"


def no_formula_is_long(held: Held) -> Iterator[Breach]:
    """No formula is longer than 160 letters."""
    for sheet, cell in held.written:
        if len(str(cell.formula)) > LONGEST:
            yield at(sheet, cell), f"is {len(str(cell.formula))} letters long: {cell.formula}"


def only_plain_functions_are_used(held: Held) -> Iterator[Breach]:
    """A formula uses functions of a short list: none that moves by itself, looks indirectly, or is new."""
    for sheet, cell in held.written:
        for function, _ in held.calls(str(cell.formula)):
            if function not in ALLOWED:
                yield at(sheet, cell), f"uses {function}"


def nothing_worked_is_rounded(held: Held) -> Iterator[Breach]:
    """Figures are rounded where they are shown, never where they are worked out."""
    for sheet, cell in held.written:
        if (sheet in held.by_month or sheet.name == cells.MEASURES) and "ROUND(" in str(cell.formula):
            yield at(sheet, cell), f"is rounded: {cell.formula}"


def formulas_are_of_one_cell(held: Held) -> Iterator[Breach]:
    """No formula is of an array, a table of data, or spills."""
    for sheet, cell in held.written:
        if any(word == ("mark", sign) for word in words(str(cell.formula)) for sign in "{@#"):
            yield at(sheet, cell), f"is not of one cell: {cell.formula}"


def no_whole_columns_or_rows_are_read(held: Held) -> Iterator[Breach]:
    """A formula reads the cells it needs, not all there are in a column or a row."""
    for sheet, cell in held.written:
        if any(word.kind in ("columns", "rows") for word in words(str(cell.formula))):
            yield at(sheet, cell), f"reads a whole column or row: {cell.formula}"


def no_number_is_hidden_in_a_formula(held: Held) -> Iterator[Breach]:
    """Numbers in formulas are 0, 1 and those that the guide lists with what they are."""
    for sheet, cell in held.written:
        for word in words(str(cell.formula)):
            if word.kind == "number" and float(word.text) not in held.numbers:
                yield at(sheet, cell), f"has {word.text} in it, which the guide does not explain: {cell.formula}"


def formulas_read_cells_not_names(held: Held) -> Iterator[Breach]:
    """A formula reads cells, which can be followed; names are for those who come from outside."""
    for sheet, cell in held.written:
        for word in words(str(cell.formula)):
            if word.kind == "name" and word.text not in ("TRUE", "FALSE"):
                yield at(sheet, cell), f"reads a name, {word.text}"


def other_sheets_are_read_through_call_ups(held: Held) -> Iterator[Breach]:
    """By month a formula reads its own sheet, or is one blue link to a source; curves are read where they are."""
    for sheet, cell in held.written:
        others = {where for where, _ in reads(str(cell.formula)) if where}
        if others and sheet in held.worked and cell.row > _OFF_CALENDAR:
            if is_link(cell.formula):
                yield from ((at(sheet, cell), wrong) for wrong in _wrong_call_up(held, cell, *others))
            elif others != {cells.YEARLY}:
                yield at(sheet, cell), f"reads another sheet within a formula: {cell.formula}"


def _wrong_call_up(held: Held, cell: Cell, source: str) -> Iterator[str]:
    found = source in held.by_name and held.by_name[source].find(str(cell.formula).rpartition("!")[2])
    if not found:
        yield f"is called up from an empty cell: {cell.formula}"
    elif is_link(found.formula):
        yield f"is a link to a link: {cell.formula}, {found.formula}"
    if held.look(cell).ink != BLUE:
        yield "is called up from another sheet and is not blue"


def what_others_read_is_marked(held: Held) -> Iterator[Breach]:
    """By month the label of a row that another sheet by month calls up is red."""
    for sheet in held.worked[1:]:
        readers = [(reader, block) for reader, block in held.read.get(sheet.name, []) if reader is not sheet]
        for row in sorted({corners(block)[0] for reader, block in readers if reader in held.worked}):
            label = sheet.cells.get((row, cells.LABEL + 1))
            if label is None or held.look(label).ink != RED:
                yield f"{sheet.name}!{row}", "is called up by another sheet and its label is not red"


def choices_are_not_nested(held: Held) -> Iterator[Breach]:
    """IF says yes or no, guards a division, or chooses once; by month no choice is within another, elsewhere one."""
    for sheet, cell in held.written:
        most = 1 if sheet in held.by_month and cell.col > cells.FIRST else _MOST_CHOICES
        if choices_within(str(cell.formula)) > most:
            yield at(sheet, cell), f"has choices within choices: {cell.formula}"


def returns_begin_from_a_guess(held: Held) -> Iterator[Breach]:
    """IRR is told where to begin, for programs do not begin alike."""
    for sheet, cell in held.written:
        for function, after in held.calls(str(cell.formula)):
            if function == "IRR" and "," not in after.split(")", 1)[0]:
                yield at(sheet, cell), "uses IRR without a guess"


def no_cell_shows_an_error(held: Held) -> Iterator[Breach]:
    """No cell keeps an error, and no formula has one in it."""
    for sheet in held.sheets:
        for cell in sheet.cells.values():
            if cell.kind == "e" or (cell.kind == "str" and cell.value.startswith("#")):
                yield at(sheet, cell), f"shows {cell.value}"
    for sheet, cell in held.written:
        if any(word.kind == "error" for word in words(str(cell.formula))):
            yield at(sheet, cell), f"reads what is not there: {cell.formula}"


def every_sheet_read_is_there(held: Held) -> Iterator[Breach]:
    """A formula reads sheets of this workbook only."""
    for sheet, cell in held.written:
        for where, _ in reads(str(cell.formula)):
            if where and where not in held.by_name:
                yield at(sheet, cell), f"reads {where}, which is not a sheet of this workbook"


def text_is_never_a_formula(held: Held) -> Iterator[Breach]:
    """The formulas are those that the program wrote as such: nothing that a user stated has become one."""
    if held.expected is None:
        return
    meant = held.expected.figures.keys()
    found = {
        (sheet.name, cell.at): cell
        for sheet in held.sheets
        for cell in sheet.cells.values()
        if cell.formula is not None
    }
    for where in found.keys() - meant:
        yield "!".join(where), f"is a formula, and was not meant to be one: {found[where].formula}"
    for where in meant - found.keys():
        yield "!".join(where), "was to be a formula, and is not one"


RULES = (
    one_formula_a_row,
    no_formula_is_long,
    only_plain_functions_are_used,
    nothing_worked_is_rounded,
    formulas_are_of_one_cell,
    no_whole_columns_or_rows_are_read,
    no_number_is_hidden_in_a_formula,
    formulas_read_cells_not_names,
    other_sheets_are_read_through_call_ups,
    what_others_read_is_marked,
    choices_are_not_nested,
    returns_begin_from_a_guess,
    no_cell_shows_an_error,
    every_sheet_read_is_there,
    text_is_never_a_formula,
)
