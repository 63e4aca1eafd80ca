"""Where each input stands in a workbook: by its name, else by its key beside it; never by the address it once had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from modeller.scenario.walk import Figure
from modeller.workbook import cells
from modeller.workbook.outside import Block, Content, Grid, Outside

VALUES = ("Base", "Value")
"""The titles of the column in which an input is typed, or the first of several."""


@dataclass(frozen=True)
class Standing:
    """An input in a workbook: its cells, and what stands beside them."""

    block: Block
    grid: Grid

    def beside(self, title: str) -> Content:
        """What stands in the same row under a title."""
        return self.grid[self.block.top, self.grid.titles[1].get(title, 0)]

    def column(self, title: str) -> int:
        """The column of a title, or of the figure where there is none such."""
        return self.grid.titles[1].get(title, self.block.left)

    @property
    def label(self) -> str:
        """What the sheet calls it; a year's figure with its year."""
        label = self.grid.text(self.block.top, 1)
        year = self.grid.text(self.grid.titles[0], self.block.left)
        return f"{label}, {year}" if year.isdigit() else label


class Finding:
    """The inputs of one workbook."""

    def __init__(self, outside: Outside, figures: Sequence[Figure]) -> None:
        self.outside = outside
        self.figures = {figure.key: figure for figure in figures}
        self.named = self._named()

    def _named(self) -> dict[str, Block]:
        """Blocks by key: by their names, or by the key beside them where names are too alike to tell."""
        alike: dict[str, list[str]] = {}
        for key in self.figures:
            alike.setdefault(cells.defined_name("in", key, set()).lower(), []).append(key)
        found: dict[str, Block] = {}
        for name, block in self.outside.names.items():
            keys = alike.get(name, [])
            key = keys[0] if len(keys) == 1 else self._key_beside(block)
            if key in self.figures:
                found.setdefault(key, block)
        return found

    def _key_beside(self, block: Block) -> str:
        """The key in the row of a block; with the year of its column where it stands among years."""
        grid = self.outside.grid(block.sheet)
        row, titles = grid.titles
        key, year = grid.text(block.top, titles.get("Key", 0)), grid.text(row, block.left)
        return f"{key}.{year}" if block.sheet == cells.YEARLY else key

    def find(self, key: str) -> Standing | None:
        """Where an input stands, if it does."""
        block = self.named.get(key) or self._by_key(key)
        return Standing(block, self.outside.grid(block.sheet)) if block else None

    def _by_key(self, key: str) -> Block | None:
        curve, _, year = key.rpartition(".")
        return self._in_row(cells.INPUTS, key, VALUES) or self._in_row(cells.YEARLY, curve, (year,))

    def _in_row(self, sheet: str, key: str, titles: Sequence[str]) -> Block | None:
        """The cell under the first of the titles there is, in the row of a key."""
        if sheet not in self.outside.sheets or not key:
            return None
        grid = self.outside.grid(sheet)
        row, col = (
            grid.rows_of("Key").get(key),
            next((grid.titles[1][each] for each in titles if each in grid.titles[1]), None),
        )
        return Block(sheet, row, col, row, col) if row and col else None

    def unknown(self) -> list[str]:
        """Names of inputs that no input of the scenario has."""
        known = {(block.sheet, block.top, block.left) for block in self.named.values()}
        return [
            name
            for name, block in self.outside.names.items()
            if (block.sheet, block.top, block.left) not in known and not name.startswith(_OTHERS)
        ]


CASE, LEVER, PATH = "in_case", "in_lever", "in_contract_path"
_OTHERS = (CASE, LEVER, PATH)
