"""A workbook's file taken apart, for rules to be held against it: its sheets, cells, styles and names as they are kept.

It is read as it stands in the file, part by part, so that what was planted there is seen whatever wrote it.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from openpyxl.utils import column_index_from_string, get_column_letter

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_F, _V = (f"{{http://schemas.openxmlformats.org/spreadsheetml/2006/main}}{name}" for name in "fv")
_THEME = ("#FFFFFF", "#000000")
_INDEXED = {8: "#000000", 9: "#FFFFFF", 64: "#000000", 65: "#FFFFFF"}


class Cell(NamedTuple):
    """A filled cell: where it is (row and column from 1), how it looks, its formula, and what is kept beside it."""

    row: int
    col: int
    style: int
    kind: str
    formula: str | None
    value: str

    @property
    def at(self) -> str:
        return f"{get_column_letter(self.col)}{self.row}"

    @property
    def is_number(self) -> bool:
        return self.kind == "n" and self.value != ""


@dataclass(frozen=True)
class Look:
    """What a style says of a cell."""

    ink: str
    paper: str
    locked: bool
    formula_hidden: bool
    shape: str
    indent: int


@dataclass
class Sheet:
    """One sheet: its cells by place, and the rest of its XML by name."""

    name: str
    state: str
    root: ET.Element
    path: str
    cells: dict[tuple[int, int], Cell]
    relations: dict[str, tuple[str, str, bool]] = field(default_factory=dict)  # kind, target, whether it is outside

    def all(self, name: str) -> list[ET.Element]:
        """Every element of a name, outside the cells themselves."""
        return [element for element in self.root.iter() if local(element) == name]

    def one(self, name: str) -> ET.Element:
        """The element of a name, or an empty one in its place."""
        return next(iter(self.all(name)), ET.Element(name))

    @property
    def tab(self) -> str:
        return _rgb(self.one("tabColor"))

    def find(self, at: str) -> Cell | None:
        """The cell at a place such as C5, if it is filled."""
        return self.cells.get(corners(at)[:2])

    @cached_property
    def by_row(self) -> dict[int, list[Cell]]:
        """The cells row by row, from the left."""
        found: dict[int, list[Cell]] = {}
        for cell in sorted(self.cells.values()):
            found.setdefault(cell.row, []).append(cell)
        return found

    def text(self, row: int, col: int) -> str:
        """What a cell shows, or nothing."""
        cell = self.cells.get((row, col))
        return cell.value if cell else ""

    @cached_property
    def widths(self) -> dict[int, float]:
        """How wide the columns are that have a width of their own [characters]."""
        return {
            col: float(each.get("width", "0"))
            for each in self.all("col")
            for col in range(int(each.get("min", "1")), min(int(each.get("max", "1")), 2000) + 1)
        }


def local(element: ET.Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


class Opened:
    """A workbook taken apart."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as file:
            self.times = {each.filename: each.date_time for each in file.infolist()}
            self.parts = {name: file.read(name) for name in file.namelist()}
        self.book = self.xml("xl/workbook.xml")
        self.strings = self._strings()
        self.looks, self.marks = self._styles()
        self.sheets = list(self._sheets())

    def xml(self, part: str) -> ET.Element:
        """A part of the file; an empty element where there is none."""
        return ET.fromstring(self.parts[part]) if part in self.parts else ET.Element("none")

    def elements(self, name: str, part: str = "xl/workbook.xml") -> list[ET.Element]:
        """Every element of a name in a part."""
        return [element for element in self.xml(part).iter() if local(element) == name]

    def relations(self, part: str) -> dict[str, tuple[str, str, bool]]:
        """What a part leans on: the kind, the target and whether it is outside the file, by id."""
        folder, name = posixpath.split(part)
        found = self.xml(f"{folder}/_rels/{name}.rels")
        return {
            each.get("Id", ""): (
                each.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, each.get("Target", ""))).lstrip("/"),
                each.get("TargetMode") == "External",
            )
            for each in found
        }

    def sheet(self, name: str) -> Sheet:
        """A sheet by its name."""
        return next(sheet for sheet in self.sheets if sheet.name == name)

    @cached_property
    def names(self) -> list[tuple[str, str, int | None]]:
        """Names: what each is called, what it refers to, and the sheet it belongs to."""
        return [
            (each.get("name", ""), each.text or "", None if (own := each.get("localSheetId")) is None else int(own))
            for each in self.elements("definedName")
        ]

    def _strings(self) -> list[str]:
        root = self.xml("xl/sharedStrings.xml")
        return ["".join(text.text or "" for text in item.iter() if local(text) == "t") for item in root]

    def _styles(self) -> tuple[list[Look], list[tuple[str | None, str | None]]]:
        root = self.xml("xl/styles.xml")
        parts = {local(each): list(each) for each in root}
        fonts = [_rgb(_child(font, "color")) or "#000000" for font in parts.get("fonts", [])]
        fills = [_filled(fill) for fill in parts.get("fills", [])]
        shapes = {each.get("numFmtId", ""): each.get("formatCode", "") for each in parts.get("numFmts", [])}
        looks = []
        for xf in parts.get("cellXfs", []):
            kept, aligned = _child(xf, "protection"), _child(xf, "alignment")
            looks.append(
                Look(
                    fonts[int(xf.get("fontId", "0"))],
                    fills[int(xf.get("fillId", "0"))] or "#FFFFFF",
                    kept.get("locked", "1") not in ("0", "false"),
                    kept.get("hidden", "0") in ("1", "true"),
                    shapes.get(xf.get("numFmtId", "0"), xf.get("numFmtId", "0")),
                    int(aligned.get("indent", "0")),
                )
            )
        marks = [
            (_rgb(_child(_child(dxf, "font"), "color")) or None, _filled(_child(dxf, "fill")))
            for dxf in parts.get("dxfs", [])
        ]
        return looks, marks

    def _sheets(self) -> Iterator[Sheet]:
        relations = self.relations("xl/workbook.xml")
        for each in self.elements("sheet"):
            part = relations[each.get(_RELATION, "")][1]
            root = self.xml(part)
            cells = {(cell.row, cell.col): cell for cell in self._cells(root)}
            yield Sheet(
                each.get("name", ""),
                each.get("state", "visible"),
                _without_cells(root),
                part,
                cells,
                self.relations(part),
            )

    def _cells(self, root: ET.Element) -> Iterator[Cell]:
        rows = next((each for each in root if local(each) == "sheetData"), ())
        columns: dict[str, int] = {}
        for row in rows:
            for found in row:
                at = found.attrib["r"]
                letters = at.rstrip("0123456789")
                if letters not in columns:
                    columns[letters] = column_index_from_string(letters)
                formula, value, kind = self._kept(found)
                yield Cell(int(at[len(letters) :]), columns[letters], int(found.get("s", "0")), kind, formula, value)

    def _kept(self, found: ET.Element) -> tuple[str | None, str, str]:
        """A cell's formula, what is kept beside it, and of which kind that is; a formula of several cells is marked."""
        formula, value, kind = None, "", found.get("t", "n")
        for part in found:
            if part.tag == _F:
                formula = (part.text or "") if "t" not in part.attrib else f"{{{part.attrib['t']}}}{part.text or ''}"
            elif part.tag == _V:
                value = part.text or ""
            else:
                value = "".join(part.itertext())
        if "cm" in found.attrib:
            formula = f"{{dynamic}}{formula}"
        return formula, self.strings[int(value)] if kind == "s" else value, kind


def _without_cells(root: ET.Element) -> ET.Element:
    """A sheet's XML with the rows' own words left in it, and the cells out."""
    for row in next((each for each in root if local(each) == "sheetData"), ()):
        row[:] = []
    return root


def _child(element: ET.Element, name: str) -> ET.Element:
    return next((each for each in element if local(each) == name), ET.Element(name))


def _rgb(colour: ET.Element) -> str:
    """A colour as #RRGGBB; nothing where none is stated."""
    if (rgb := colour.get("rgb")) is not None:
        return f"#{rgb[-6:].upper()}"
    if (indexed := colour.get("indexed")) is not None:
        return _INDEXED.get(int(indexed), "#000000")
    theme = colour.get("theme")
    return "" if theme is None else _THEME[0] if int(theme) == 0 else _THEME[1]


def _filled(fill: ET.Element) -> str | None:
    pattern = _child(fill, "patternFill")
    kind = pattern.get("patternType")
    if kind == "none":
        return None
    front, back = _rgb(_child(pattern, "fgColor")), _rgb(_child(pattern, "bgColor"))
    return (front if kind == "solid" and front else back or front) or None


_CELLS = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


def corners(cells: str) -> tuple[int, int, int, int]:
    """The first and last row and column of a cell or a block.

    >>> corners("$C$5"), corners("$C$5:$F$9")
    ((5, 3, 5, 3), (5, 3, 9, 6))
    """
    found = _CELLS.fullmatch(cells)
    assert found, cells
    left, top, right, bottom = found.groups()
    first = int(top), column_index_from_string(left)
    return *first, *((int(bottom), column_index_from_string(right)) if right else first)
