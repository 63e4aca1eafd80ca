"""Writing cells: text that stays text, and formulas with the engine's figure beside each."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from modeller.workbook import cells
from modeller.workbook.book import Book, Figure
from modeller.workbook.fast import worksheet_class, write_along
from modeller.workbook.styles import FONT, LOOKS, TABS, Styles

SPOILED = 999.5
LINE, _HIGHEST, TITLE_HEIGHT = 14.5, 409, 24  # points
_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": FONT, "font_size": 11},
    "default_column_width": 72,  # what widths are reckoned by: the font's digits are 8 points of the screen wide
}


@dataclass
class Expected:
    """What every formula of a workbook should work out to, by sheet and cell."""

    rows: list[tuple[str, int, int, Sequence[Figure]]] = field(default_factory=list)  # sheet, row, first column

    @cached_property
    def figures(self) -> dict[tuple[str, str], Figure]:
        """The figures cell by cell; they are kept row by row, for most who write a workbook never ask."""
        return {
            (sheet, f"{cells.column(col)}{row}"): figure
            for sheet, row, first, figures in self.rows
            for col, figure in enumerate(figures, first)
        }


class Sheets:
    """The sheets of a workbook being written, under one title."""

    def __init__(self, title: str, version: str, path: Path, *, spoil: bool = False) -> None:
        self.title, self.version, self.spoil = title, version, spoil
        self.expected = Expected()
        self.workbook = Workbook(str(path), deepcopy(_OPTIONS))  # the library writes in what it is given
        self.styles = Styles(self.workbook)
        self.names: set[str] = set()
        self.pens: list[Pen] = []

    def sheet(self, name: str, title: str, family: str) -> Pen:
        """A new sheet with what stands at the head of every one: its title, the scenario, and whether all is well."""
        sheet = self.workbook.add_worksheet(name, worksheet_class())
        sheet.set_tab_color(TABS[family])
        sheet.protect("", {"format_columns": True, "format_rows": True})
        sheet.hide_gridlines(2)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer(f"&L{_printed(self.title)}&C&A&RPage &P of &N, version {_printed(self.version)}")
        pen = Pen(self, sheet, name, family)
        self.pens.append(pen)
        sheet.set_row(cells.TITLE - 1, TITLE_HEIGHT)
        pen.text(cells.TITLE, 0, title, "title")
        pen.text(cells.SCENARIO, 0, self.title, "subtitle")
        return pen

    def name(self, prefix: str, key: str, sheet: str, cell: str) -> None:
        """Give a cell a defined name."""
        name = cells.defined_name(prefix, key, self.names)
        self.workbook.define_name(name, "=" + cells.on(sheet, cell))


class Writer(Sheets):
    """The workbook of a model being written."""

    def __init__(self, book: Book, path: Path, *, spoil: bool) -> None:
        super().__init__(book.title, book.version, path, spoil=spoil)
        self.book = book


class Pen:
    """Writes the cells of one sheet. Rows are numbered from 1."""

    def __init__(self, sheets: Sheets, sheet: Worksheet, name: str, family: str) -> None:
        self.sheets, self.sheet, self.name, self.family = sheets, sheet, name, family
        self.styles = sheets.styles
        self.wide: list[float] = []
        self.lines: dict[int, int] = {}
        self.starts: list[int] = []  # rows at which something begins that is better not cut on paper

    @property
    def writer(self) -> Writer:
        """The writer of the workbook, where it is of a model."""
        assert isinstance(self.sheets, Writer)  # noqa: S101  nothing else has a book
        return self.sheets

    def text(self, row: int, col: int, text: str, look: str = "plain", align: str = "") -> None:
        """Write text, which stays text whatever it begins with."""
        self.sheet.write_string(row - 1, col, text, self.styles(look, "", align))
        if LOOKS[look].get("text_wrap") and col < len(self.wide):
            self._make_room(row, len(textwrap.wrap(text, self._letters(col, look))))

    def _letters(self, col: int, look: str) -> int:
        """How many letters of a look a line of a column holds, to be on the safe side."""
        heavy = 0.92 if LOOKS[look].get("bold") else 1.0
        return max(1, int(self.wide[col] * 12.4 / LOOKS[look].get("font_size", 11) * heavy))

    def _make_room(self, row: int, lines: int) -> None:
        """Make a row as high as its wrapped text: not every program does so by itself."""
        if lines > self.lines.get(row, 1):
            self.lines[row] = lines
            self.sheet.set_row(row - 1, min(_HIGHEST, lines * LINE + 1))

    def titles(self, row: int, titles: Sequence[str], figures: Sequence[int] = ()) -> None:
        """Write the titles of columns; those of `figures` stand to the right, as the figures below them do."""
        for place, text in enumerate(titles):
            self.text(row, place, text, "column", "right" if place in figures else "")

    def number(self, row: int, col: int, value: float, style: str, look: str = "plain") -> None:
        """Write a number that is stated, not worked out."""
        self.sheet.write_number(row - 1, col, value, self.styles(look, style))

    def figure(self, row: int, col: int, value: Figure, style: str, look: str = "plain") -> None:
        """Write a stated number, or the text that stands for one."""
        if isinstance(value, str):
            self.text(row, col, value, look, "" if LOOKS[look].get("text_wrap") else "right")
        else:
            self.number(row, col, value, style, look)

    def formula(self, row: int, col: int, formula: str, value: Figure, style: str = "", look: str = "plain") -> None:
        """Write a formula and what the engine says it comes to."""
        self._put(row, col, formula, [value], self.styles(look, style))

    def along(
        self, row: int, first: int, formula: str, values: Sequence[Figure], style: str, look: str = "plain"
    ) -> None:
        """Write one formula along a row: `HERE` in it is each column in turn, `LAST` the column before."""
        self._put(row, first, formula, values, self.styles(look, style))

    def _put(self, row: int, first: int, formula: str, values: Sequence[Figure], cell_format: Format) -> None:
        self.sheets.expected.rows.append((self.name, row, first, values))
        kept = [SPOILED] * len(values) if self.sheets.spoil else [_without_sign(value) for value in values]
        write_along(self.sheet, row - 1, first, formula, kept, cell_format)

    def widths(self, *widths: float) -> None:
        """The widths of the columns from the left."""
        self.wide = list(widths)
        for col, width in enumerate(widths):
            self.sheet.set_column(col, col, width)

    def master(self, verdict: str) -> None:
        """Say at the head of the sheet whether every check is passed."""
        self.formula(
            cells.MASTER,
            0,
            f'"All checks: "&{cells.on(cells.CHECKS, MASTER_CELL)}',
            f"All checks: {verdict}",
            "",
            "master",
        )

    def master_marks(self, last: int) -> None:
        """Colour what the master check says, up to the column that its words run on to."""
        for word, look in (("ERROR", "bad"), ("OK", "good")):
            found = f'=ISNUMBER(SEARCH("{word}",$A${cells.MASTER}))'
            rule = {"type": "formula", "criteria": found, "format": self._mark(look)}
            self.sheet.conditional_format(cells.MASTER - 1, 0, cells.MASTER - 1, last, rule)

    def verdicts(self, first: int, left: int, last: int, right: int) -> None:
        """Colour words of good and bad news, which say the same without the colour."""
        for words, look in ((("ERROR", "DISAGREES", "changed", "BREACH"), "bad"), (("OK", "Agrees", "pass"), "good")):
            for word in words:
                rule = {"type": "text", "criteria": "containing", "value": word, "format": self._mark(look)}
                self.sheet.conditional_format(first - 1, left, last - 1, right, rule)

    def marked(self, row: int, word: str, look: str, col: int = 0) -> None:
        """Colour a cell, the first of a row, while a word is in it, which says the same without the colour."""
        rule = {"type": "text", "criteria": "containing", "value": word, "format": self._mark(look)}
        self.sheet.conditional_format(row - 1, col, row - 1, col, rule)

    def grey_as_base(self, first: int, left: int, last: int, right: int, base: str) -> None:
        """Grey the figures of cases that are what the base case is; `base` is its cell for the first of them."""
        rule = {"type": "formula", "criteria": f"={cells.column(left)}{first}={base}", "format": self._mark("follows")}
        self.sheet.conditional_format(first - 1, left, last - 1, right, rule)

    def _mark(self, look: str) -> Format:
        return self.sheets.workbook.add_format(LOOKS[look])

    def printed(self, *, paper: int = 9, repeat: int = cells.TITLES, fit: bool = True) -> None:
        """Print landscape, one page wide unless told otherwise, with the head of the sheet on every page."""
        self.sheet.set_landscape()
        self.sheet.set_paper(paper)
        if fit:
            self.sheet.fit_to_pages(1, 0)
        self.sheet.repeat_rows(0, repeat - 1)


MASTER_CELL = "$D$5"


def _without_sign(value: Figure) -> Figure:
    """A figure, without the sign that nothing may have."""
    return value if isinstance(value, str) else value + 0.0


def _printed(text: str) -> str:
    """Text in a footer, where an ampersand is a command."""
    return text.replace("&", "&&")[:80]
