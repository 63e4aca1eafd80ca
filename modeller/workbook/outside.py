"""A workbook from outside: let in by the gate, then opened as far as it is asked for, and never run.

Cells are found by name wherever possible, for rows move when somebody inserts one; formulas are read as formulas, and
what they came to when the file was saved is read besides, where it is needed.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from modeller.errors import Fault, Faults, Place
from modeller.workbook.cells import column
from modeller.workbook.gate import SAVE, Gate

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 25_000, 160, 100_000
"""How far a sheet is looked at, and how many cells of it are kept."""
_DAMAGE = (AttributeError, IndexError, KeyError, SyntaxError, TypeError, ValueError, OSError, BadZipFile, zlib.error)
_BLOCK = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")

TEXT, NUMBER, FORMULA, ERROR, YES_OR_NO, DATE = "s", "n", "f", "e", "b", "d"


@dataclass(frozen=True)
class Content:
    """What a cell holds: its kind and the value."""

    kind: str
    value: Any

    @property
    def text(self) -> str:
        """Its words, as they are read where words are due: a day as a date, a whole number without a point."""
        if isinstance(self.value, datetime):
            return self.value.date().isoformat()
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return "" if self.value is None else str(self.value)


NOTHING = Content(TEXT, None)


@dataclass(frozen=True)
class CellPlace(Place):
    """A cell of a workbook, by its sheet and address, with what it is called.

    >>> print(CellPlace("book.xlsx", 13, 5, sheet="Inputs", label="Maintenance"))
    book.xlsx, Inputs!E13 (Maintenance)
    """

    sheet: str = ""
    label: str = ""

    def __str__(self) -> str:
        label = f" ({self.label})" if self.label else ""
        return f"{self.file}, {self.at}{label}"

    @property
    def at(self) -> str:
        """The cell with its sheet."""
        return f"{self.sheet}!{column(self.column - 1)}{self.line}"


@dataclass(frozen=True)
class Block:
    """Cells of one sheet that a name stands for, by first and last row and column, from 1."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def cells(self) -> list[tuple[int, int]]:
        """Each of them, row by row."""
        return [(row, col) for row in range(self.top, self.bottom + 1) for col in range(self.left, self.right + 1)]


@dataclass(frozen=True)
class Grid:
    """The filled cells of a sheet, by row and column from 1."""

    cells: Mapping[tuple[int, int], Content]

    def __getitem__(self, place: tuple[int, int]) -> Content:
        return self.cells.get(place, NOTHING)

    def text(self, row: int, col: int) -> str:
        """The words of a cell."""
        return self[row, col].text

    @cached_property
    def titles(self) -> tuple[int, dict[str, int]]:
        """The row of the titles of columns, and the columns by title; the row is 0 where there are none."""
        row = next((row for (row, _), cell in self.cells.items() if cell.value == "Key"), 0)
        found = {cell.text: col for (at, col), cell in self.cells.items() if at == row and cell.text}
        return row, found

    @cached_property
    def keys(self) -> dict[str, int]:
        """The rows below the titles by the key that stands in them; the first counts."""
        first, titles = self.titles
        found: dict[str, int] = {}
        for (row, col), cell in self.cells.items():
            if row > first and col == titles.get("Key") and cell.text:
                found.setdefault(cell.text, row)
        return found


class Outside:
    """An opened workbook. Raises `Faults` where the gate refuses it, or where it is damaged inside."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._content = Gate(self.path).admit()
        self._opened: dict[bool, Workbook] = {}
        self._grids: dict[tuple[str, bool], Grid] = {}

    def fault(self, what: str, remedy: str) -> Fault:
        """A fault of the file as a whole."""
        return Fault(what, Place(self.path.name), remedy)

    def place(self, sheet: str, row: int, col: int, label: str = "") -> CellPlace:
        """A cell, to be named in a fault."""
        return CellPlace(self.path.name, row, col, sheet=sheet, label=label)

    def _book(self, *, kept: bool = False) -> Workbook:
        if kept not in self._opened:
            from openpyxl import load_workbook

            try:
                self._opened[kept] = load_workbook(
                    BytesIO(self._content), read_only=True, data_only=kept, keep_links=False
                )
            except _DAMAGE as error:
                raise self._damaged() from error
        return self._opened[kept]

    def _damaged(self) -> Faults:
        return Faults([self.fault("the workbook is damaged inside", SAVE)])

    @cached_property
    def properties(self) -> dict[str, str]:
        """What the file says of itself."""
        return {each.name: str(each.value) for each in self._book().custom_doc_props.props}  # type: ignore[attr-defined]

    @cached_property
    def saved(self) -> str:
        """The day on which it was last saved by a program that notes it; nothing where that is not known."""
        said = self._book().properties
        known = said.modified and said.created and said.modified != said.created
        return said.modified.date().isoformat() if known else ""

    @cached_property
    def names(self) -> dict[str, Block]:
        """The names of inputs, and the cells they stand for; names of cells that are no more are left out."""
        found = {}
        for name, each in self._book().defined_names.items():
            block = _block(each.attr_text or "")
            if name.lower().startswith("in_") and block and block.sheet in self.sheets:
                found[name.lower()] = block
        return found

    @cached_property
    def sheets(self) -> list[str]:
        """The sheets by name."""
        return list(self._book().sheetnames)

    def grid(self, sheet: str, *, kept: bool = False) -> Grid:
        """The cells of a sheet as they were typed; or with `kept`, as their formulas last came out."""
        if (sheet, kept) not in self._grids:
            try:
                self._grids[sheet, kept] = self._read(sheet, kept=kept)
            except _DAMAGE as error:
                raise self._damaged() from error
        return self._grids[sheet, kept]

    def _read(self, name: str, *, kept: bool) -> Grid:
        sheet = self._book(kept=kept)[name]
        found: dict[tuple[int, int], Content] = {}
        sheet.reset_dimensions()
        for row in sheet.iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS):
            for cell in row:
                if cell.value is not None:
                    found[cell.row, cell.column] = Content(cell.data_type, cell.value)
            if len(found) > MOST_CELLS:
                what = f"the sheet {name} has more cells than this program writes"
                raise Faults([self.fault(what, "delete what was put there")])
        return Grid(found)


def _block(text: str) -> Block | None:
    """The cells that a name stands for, if they are one block of one sheet.

    >>> _block("'Yearly inputs'!$G$5")
    Block(sheet='Yearly inputs', top=5, left=7, bottom=5, right=7)
    """
    from openpyxl.utils import column_index_from_string

    sheet, _, cells = text.rpartition("!")
    found = _BLOCK.fullmatch(cells)
    if not found:
        return None
    name = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    left, top, right, bottom = found[1], int(found[2]), found[3] or found[1], int(found[4] or found[2])
    first, last = column_index_from_string(left), column_index_from_string(right)
    if not (top <= bottom and first <= last) or (bottom - top + 1) * (last - first + 1) > MOST_COLUMNS:
        return None
    return Block(name, top, first, bottom, last)


def as_date(content: Content) -> date | None:
    """The day that a cell holds, if it holds one."""
    return content.value.date() if isinstance(content.value, datetime) else None
