"""A workbook as the rules see it: its sheets by kind, its rows by month, and what its formulas read of one another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from xml.etree import ElementTree as ET

from openpyxl.utils import get_column_letter

from modeller.workbook import annual, cells, numbers
from modeller.workbook.monthly import LABELS
from modeller.workbook.pen import Expected
from modeller.workbook.styles import TABS
from tests.workbook.formulas import filled_along, reads, words
from tests.workbook.opened import Cell, Look, Opened, Sheet, corners

Breach = tuple[str, str]
"""Where, as sheet and cell, and what is wrong."""

CASES = 4
"""How many figures an input has, one for each case."""

BY_HAND = (cells.FRONT, cells.LOG)
FAMILIES = {colour.upper(): family for family, colour in TABS.items()}


@dataclass(frozen=True)
class Row:
    """A row of a sheet by month or by year: its formulas from the first column to the last, and those that differ."""

    sheet: Sheet
    number: int
    formulas: list[Cell]
    others: list[Cell]

    @cached_property
    def odd(self) -> list[Cell]:
        """The formulas that are not the first, filled along."""
        first = self.formulas[0]
        return [each for each in self.formulas if each.formula != filled_along(str(first.formula), first.col, each.col)]


class Held:
    """One workbook held to the rules."""

    def __init__(self, path: Path, expected: Expected | None) -> None:
        self.file = Opened(path)
        self.expected = expected

    @cached_property
    def sheets(self) -> list[Sheet]:
        return self.file.sheets

    @cached_property
    def by_name(self) -> dict[str, Sheet]:
        return {sheet.name: sheet for sheet in self.sheets}

    @cached_property
    def by_month(self) -> list[Sheet]:
        """The calendar, the sections, and the statements by month: whatever counts the months along."""
        month, _ = LABELS["month"]
        return [sheet for sheet in self.sheets if sheet.text(cells.CALENDAR_ROWS["month"], cells.LABEL + 1) == month]

    @cached_property
    def worked(self) -> list[Sheet]:
        """The sheets by month on which the model is worked: all but the statements."""
        return [sheet for sheet in self.by_month if sheet.name != cells.MONTHLY]

    def look(self, cell: Cell) -> Look:
        return self.file.looks[cell.style]

    @cached_property
    def _columns(self) -> dict[str, range]:
        found = {}
        for sheet in self.sheets:
            first, titles = annual.FIRST + 1, annual.ENDING
            if sheet in self.by_month:
                first, titles = cells.FIRST + 1, cells.CALENDAR_ROWS["month"]
            if sheet in self.by_month or sheet.name == cells.ANNUAL:
                last = max((cell.col for cell in sheet.by_row.get(titles, [])), default=first - 1)
                found[sheet.name] = range(first, last + 1)
        return found

    def columns(self, sheet: Sheet) -> range:
        """The columns of a sheet by month, or of the statements by year; none of any other."""
        return self._columns.get(sheet.name, range(0))

    @cached_property
    def rows(self) -> list[Row]:
        """Every row by month or by year."""
        found = []
        for sheet in self.sheets:
            columns = self.columns(sheet)
            for number, row in sheet.by_row.items():
                along = [cell for cell in row if cell.col >= columns.start] if columns else []
                formulas = [cell for cell in along if cell.formula is not None]
                if formulas:
                    found.append(Row(sheet, number, formulas, [cell for cell in along if cell.formula is None]))
        return found

    @cached_property
    def written(self) -> list[tuple[Sheet, Cell]]:
        """Every formula once: of a row by month its first, its last, and those that differ."""
        along = {(row.sheet.name, row.number): {cell.col for cell in row.formulas} for row in self.rows}
        of_rows = [
            (row.sheet, cell)
            for row in self.rows
            for cell in {each.at: each for each in (row.formulas[0], *row.odd, row.formulas[-1])}.values()
        ]
        return of_rows + [
            (sheet, cell)
            for sheet in self.sheets
            for cell in sheet.cells.values()
            if cell.formula is not None and cell.col not in along.get((sheet.name, cell.row), ())
        ]

    @cached_property
    def read(self) -> dict[str, list[tuple[Sheet, str]]]:
        """By sheet, who reads which of its cells: of a row by month, what its first formula does."""
        found: dict[str, list[tuple[Sheet, str]]] = {}
        for sheet, cell in self.written:
            for where, block in reads(str(cell.formula)):
                found.setdefault(where or sheet.name, []).append((sheet, block))
        return found

    @cached_property
    def inputs(self) -> dict[tuple[str, str], str]:
        """The names of inputs by sheet and cell: an input's cases have one name, of all their cells."""
        return {
            (sheet, cell): name
            for name, text, _ in self.file.names
            if name.startswith("in_")
            for sheet, block in [place(text)]
            for cell in each_of(block)
        }

    @cached_property
    def cases(self) -> dict[tuple[str, str], str]:
        """The cell of the base case by sheet and cell, for each cell of an input that has cases."""
        found = {}
        for name, text, _ in self.file.names:
            sheet, block = place(text)
            if name.startswith("in_") and ":" in block:
                found |= {(sheet, cell): each_of(block)[0] for cell in each_of(block)}
        return found

    def follows(self, sheet: Sheet, cell: Cell) -> bool:
        """Whether a cell is a case that is not stated: nothing but a link to the base case of the same input."""
        base = self.cases.get((sheet.name, cell.at))
        return base not in (None, cell.at) and (cell.formula or "").replace("$", "") == base

    def picks(self, sheet: str, block: str) -> bool:
        """Whether a formula beside the cases of an input takes the one in use."""
        return ("", block) in self._picked.get(sheet, set())

    @cached_property
    def _picked(self) -> dict[str, set[tuple[str, str]]]:
        """By sheet, the blocks between which formulas choose by the case in use."""
        case = next((place(text) for name, text, _ in self.file.names if name == "in_case"), None)
        found: dict[str, set[tuple[str, str]]] = {}
        for sheet, cell in self.written:
            formula = str(cell.formula).replace("$", "")
            if case is not None and sheet.name in _STATED and formula.startswith("INDEX("):
                read = [(where or sheet.name, block) for where, block in reads(formula)]
                if case in read[1:]:
                    found.setdefault(sheet.name, set()).add(("", read[0][1]))
        return found

    def says_the_case(self, sheet: str, at: str) -> bool:
        """Whether a cell stands beside the number of the case in use, and names it."""
        found = self.by_name[sheet].find(at) if sheet in self.by_name else None
        case = next((place(text) for name, text, _ in self.file.names if name == "in_case"), None)
        return bool(found and case and ("", case[1]) in reads((found.formula or "").replace("$", "")))

    @cached_property
    def used(self) -> set[tuple[str, str]]:
        """The cells that the model reads, and those of the inputs that the figures in use it reads are taken from."""
        model = {sheet.name for sheet in self.worked} | {cells.MEASURES}
        found = {(where, at) for sheet, cell in self.written if sheet.name in model for where, at in _cells(cell)}
        stated = [(sheet, cell) for sheet, cell in self.written if sheet.name in _STATED]
        in_use = [(sheet, cell) for sheet, cell in stated if (sheet.name, cell.at) in found]
        return found | {(where or sheet.name, at) for sheet, cell in in_use for where, at in _cells(cell)}

    @cached_property
    def open(self) -> list[tuple[Sheet, Cell]]:
        """The cells that may be changed."""
        return [(sheet, cell) for sheet in self.sheets for cell in sheet.cells.values() if not self.look(cell).locked]

    @cached_property
    def unlocked(self) -> list[tuple[Sheet, Cell]]:
        """Those of them that are inputs."""
        return [(sheet, cell) for sheet, cell in self.open if not self._is_for_words(sheet, cell)]

    @cached_property
    def by_hand(self) -> list[tuple[Sheet, Cell]]:
        """Those of them that people fill in, and that are no figures of the model."""
        return [(sheet, cell) for sheet, cell in self.open if self._is_for_words(sheet, cell)]

    def _is_for_words(self, sheet: Sheet, cell: Cell) -> bool:
        """Whether a cell that may be changed is for words: on the cover, the log, or of where an input comes from."""
        return sheet.name in BY_HAND or (sheet.name in _STATED and cell.col in self._of_source[sheet.name])

    @cached_property
    def _of_source(self) -> dict[str, set[int]]:
        """The columns that say where an input comes from, by sheet."""
        titles = {name: self.titles(self.by_name[name]) for name in _STATED if name in self.by_name}
        return {name: {col for title, col in found.items() if title in _SOURCE} for name, found in titles.items()}

    @cached_property
    def rules(self) -> dict[tuple[str, str], ET.Element]:
        """What may be typed, by sheet and cell."""
        return {
            (sheet.name, cell): each
            for sheet in self.sheets
            for each in sheet.all("dataValidation")
            for block in (each.get("sqref") or "").split()
            for cell in each_of(block)
        }

    @cached_property
    def numbers(self) -> set[float]:
        """The numbers that the guide says may stand in formulas."""
        guide = self.by_name.get(cells.GUIDE)
        if guide is None:
            return set()
        start = next((cell.row for cell in guide.cells.values() if cell.value == numbers.TITLE), None)
        listed: set[float] = set()
        while start is not None and (text := guide.text(start + 1, 1)):
            listed |= {abs(float(number)) for number in text.split(", ")}
            start += 1
        return listed

    def titles(self, sheet: Sheet) -> dict[str, int]:
        """The titles of a sheet's columns, and where they stand."""
        return {cell.value: cell.col for cell in sheet.by_row.get(cells.TITLES, []) if cell.value}

    def calls(self, formula: str) -> Iterator[tuple[str, str]]:
        """The functions a formula calls, and what follows each."""
        found = words(formula)
        for number, word in enumerate(found):
            if word.kind == "function":
                yield word.text, "".join(each.text for each in found[number + 1 :])


_SOURCE = ("Status", "Source", "As of")
_STATED = (cells.INPUTS, cells.YEARLY)


def _cells(cell: Cell) -> Iterator[tuple[str, str]]:
    """Every cell that a formula reads of sheets on which inputs stand, its own among them as no sheet's."""
    for where, block in reads(str(cell.formula)):
        if where in (*_STATED, cells.PATHS, ""):
            yield from ((where, each) for each in each_of(block))


LINK = re.compile(r"(?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!\$?[A-Z]{1,3}\$?\d+")


def is_link(formula: str | None) -> bool:
    """Whether a formula is nothing but one cell of another sheet."""
    return formula is not None and LINK.fullmatch(formula) is not None


def at(sheet: Sheet, cell: Cell) -> str:
    """Where a breach is."""
    return f"{sheet.name}!{cell.at}"


def place(text: str) -> tuple[str, str]:
    """The sheet and the cells that a name refers to, without the signs that fix them."""
    sheet, _, block = text.rpartition("!")
    return sheet.strip("'").replace("''", "'"), block.replace("$", "")


def each_of(block: str) -> list[str]:
    """The cells of a block, from the first.

    >>> each_of("E5:F6")
    ['E5', 'F5', 'E6', 'F6']
    """
    top, left, bottom, right = corners(block)
    return [f"{get_column_letter(col)}{row}" for row in range(top, bottom + 1) for col in range(left, right + 1)]


def within(block: str, row: int, col: int) -> bool:
    """Whether a cell is in a block."""
    top, left, bottom, right = corners(block)
    return top <= row <= bottom and left <= col <= right
