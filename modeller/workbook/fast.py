"""A worksheet that is quick at what most of a workbook is: one formula along a row, with a figure beside each cell.

xlsxwriter takes a formula a cell at a time: it looks through each with some thirty patterns for functions that need a
prefix in the file (ours are spelled from a closed table that writes the prefix itself), keeps each, and builds each
one's XML from its parts. Here a row is kept as one formula and its figures, and written in one go. What this takes the
place of is private to xlsxwriter: versions other than those tried get the worksheet as it comes, and a test holds the
files of the two to be the same to the byte.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from modeller.workbook.cells import HERE, LAST, at, columns

TRIED = ("3.2", "3.3")
TAKES = {
    "_prepare_formula": ["self", "formula", "expand_future_functions"],
    "_check_dimensions": ["self", "row", "col", "ignore_row", "ignore_col"],
    "_write_cell": ["self", "row", "col", "cell"],
    "_get_range_data": ["self", "row_start", "col_start", "row_end", "col_end"],
}


class _Along(NamedTuple):
    """One formula along a row, as it stands in the first of its cells; the last of them holds `None`."""

    formula: str
    figures: Sequence[float]
    format: Format


class _Fast(Worksheet):  # type: ignore[misc]  # xlsxwriter is not typed
    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        return formula.removeprefix("=")

    def along(self, row: int, first: int, along: _Along) -> None:
        """Keep a row; nothing else is to be written between its first cell and its last."""
        last = first + len(along.figures) - 1
        self._check_dimensions(row, first)
        self._check_dimensions(row, last)
        cells = self.table[row]
        cells[last] = None  # so that the library knows how far the row goes
        cells[first] = along

    def _write_cell(self, row: int, col: int, cell: object) -> None:
        if isinstance(cell, _Along):
            self.fh.write(_xml(row, col, cell))
        elif cell is not None:
            super()._write_cell(row, col, cell)

    def _get_range_data(self, row_start: int, col_start: int, row_end: int, col_end: int) -> object:
        """What a chart keeps of its figures, for which the library looks at cells one by one."""
        for row in range(row_start, row_end + 1):
            for col, cell in list(self.table.get(row, {}).items()):
                if isinstance(cell, _Along):
                    _cell_by_cell(self, row, col, cell)
        return super()._get_range_data(row_start, col_start, row_end, col_end)


def _xml(row: int, first: int, along: _Along) -> str:
    """The cells of a row as they stand in the file."""
    last, figures = first + len(along.figures) - 1, along.figures
    style = along.format._get_xf_index()  # noqa: SLF001
    text = f'<c r="{HERE}{row + 1}" s="{style}"><f>{escape(along.formula)}</f><v>'
    parts, here = text.split(HERE), columns(first, last)
    if LAST not in text:
        cells = [f"{col.join(parts)}{figure}</v></c>" for col, figure in zip(here, figures, strict=True)]
    else:
        three = zip(here, columns(first - 1, last - 1), figures, strict=True)
        cells = [f"{col.join(parts).replace(LAST, before)}{figure}</v></c>" for col, before, figure in three]
    return "".join(cells)


def _cell_by_cell(sheet: Worksheet, row: int, first: int, along: _Along) -> None:
    for col, figure in enumerate(along.figures, first):
        sheet.write_formula(row, col, "=" + at(along.formula, col), along.format, figure)


def write_along(
    sheet: Worksheet, row: int, first: int, formula: str, figures: Sequence[float | str], look: Format
) -> None:
    """Write one formula along a row: `HERE` in it is each column in turn, `LAST` the column before.

    Rows and columns are numbered from 0. A figure that is text goes the library's way.
    """
    along = _Along(formula, figures, look)  # type: ignore[arg-type]
    if isinstance(sheet, _Fast) and figures and str not in set(map(type, figures)):
        sheet.along(row, first, along)
    else:
        _cell_by_cell(sheet, row, first, along)


def worksheet_class() -> type[Worksheet]:
    """The quick worksheet where this xlsxwriter has been tried with it, otherwise the worksheet as it comes."""
    slow: type[Worksheet] = Worksheet
    tried = xlsxwriter.__version__.startswith(TRIED) and all(_takes(name) == takes for name, takes in TAKES.items())
    return _Fast if tried else slow


def _takes(method: str) -> list[str]:
    """What a method of the library's takes, by name; nothing where there is no such method."""
    found = getattr(Worksheet, method, None)
    return list(inspect.signature(found).parameters) if found else []
