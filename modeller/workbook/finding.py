"""Where each input stands in a workbook: by its name, else by its key beside it; never by the address it once had."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from modeller.scenario.walk import Spot
from modeller.workbook import cells
from modeller.workbook.outside import Block, Content, Grid, Outside

FIRST, ONLY, IN_USE = "Base", "Value", "In use"
"""The titles of the columns of figures: the first case, the one figure of the first layout, and the figure in use."""
_CASES = 4
Stated = TypeVar("Stated", bound=Spot)


@dataclass(frozen=True)
class Standing:
    """An input in a workbook: its cells, and what stands beside them."""

    block: Block
    grid: Grid

    @property
    def row(self) -> int:
        """The row that says what the input is; the cases of a year's figure stand below it."""
        has_key = self.grid.text(self.block.top, self.grid.titles[1].get("Key", 0))
        return self.block.top if has_key else self.block.top - 1

    @property
    def in_use(self) -> Content:
        """The cell of the figure in use, where that is another than those it is typed into."""
        if self.row < self.block.top:
            return self.grid[self.row, self.block.left]
        return self.grid[self.row, self.grid.titles[1].get(IN_USE, 0)]

    def beside(self, title: str) -> Content:
        """What stands in the same row under a title."""
        return self.grid[self.row, self.grid.titles[1].get(title, 0)]

    def column(self, title: str) -> int:
        """The column of a title, or of the figure where there is none such."""
        return self.grid.titles[1].get(title, self.block.left)

    @property
    def label(self) -> str:
        """What the sheet calls it; a year's figure with its year."""
        label = self.grid.text(self.row, 1)
        year = self.grid.text(self.grid.titles[0], self.block.left)
        return f"{label}, {year}" if year.isdigit() else label


class Finding(Generic[Stated]):
    """The inputs of one workbook, of those that there may be."""

    def __init__(self, outside: Outside, figures: Sequence[Stated]) -> None:
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
        row, _ = grid.titles
        standing = Standing(block, grid)
        key, year = standing.beside("Key").text, grid.text(row, block.left)
        return f"{key}.{year}" if block.sheet == cells.YEARLY else key

    def find(self, key: str) -> Standing | None:
        """Where an input stands, if it does."""
        block = self.named.get(key) or self._by_key(key)
        return Standing(block, self.outside.grid(block.sheet)) if block else None

    def _by_key(self, key: str) -> Block | None:
        curve, _, year = key.rpartition(".")
        return self._on_inputs(key) or self._on_yearly(curve, year)

    def row(self, sheet: str, key: str) -> tuple[Grid, int]:
        """The row of a key on a sheet; 0 where there is none."""
        grid = self.outside.grid(sheet) if sheet in self.outside.sheets else Grid({})
        return grid, grid.keys.get(key, 0)

    def _on_inputs(self, key: str) -> Block | None:
        """The cases of an input in a row; or its one figure, where it has no cases."""
        grid, row = self.row(cells.INPUTS, key)
        titles = grid.titles[1]
        base, one = titles.get(FIRST, 0), titles.get(ONLY) or titles.get(IN_USE, 0)
        if row and base and grid[row, base].value is not None:
            return Block(cells.INPUTS, row, base, row, base + _CASES - 1)
        return Block(cells.INPUTS, row, one, row, one) if row and one else None

    def _on_yearly(self, curve: str, year: str) -> Block | None:
        """The cases of a year, below the row of the curve; or its one figure in that row."""
        grid, row = self.row(cells.YEARLY, curve)
        col = grid.titles[1].get(year, 0)
        if not (row and col):
            return None
        has_cases = grid.text(row + 1, 1) == FIRST
        return Block(cells.YEARLY, row + has_cases, col, row + _CASES * has_cases, col)

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
