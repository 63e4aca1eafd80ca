"""The figure in use of an input: of its cases the one chosen, following a link to the base case, moved by its lever.

In the first layout an input has one cell, which is the figure in use; there are no cases then, and no levers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from modeller.lines.units import COUNT, NUMBER
from modeller.scenario.amounts import Count
from modeller.workbook.finding import CASE, LEVER, Standing
from modeller.workbook.outside import FORMULA, Block, Content, Outside
from modeller.workbook.typed import Notes, Wanted, number

CASES = ("Base", "Low", "High", "Own")
_LINK = re.compile(r"=\$?([A-Z]{1,3})\$?([0-9]+)")
_MOVED = re.compile(r"([*+])(?:'?([^'!*+]+)'?!)?\$?([A-Z]{1,3})\$?([0-9]+)")
_MOST = 10.0  # of a lever


@dataclass(frozen=True)
class Lever:
    """A lever off its default: whether it multiplies, and by how much it moves what it moves."""

    label: str
    times: bool
    by: float

    def moves(self, figure: float) -> float:
        """A figure as it is moved."""
        return figure * self.by if self.times else figure + self.by


@dataclass(frozen=True)
class Using:
    """The cell that an input's figure in use is typed into, and what moves it."""

    row: int
    col: int
    content: Content
    moved: Callable[[float], float] | None


class InUse:
    """The case and the levers of one workbook."""

    def __init__(self, outside: Outside, notes: Notes) -> None:
        self.outside, self.notes = outside, notes
        self.case = int(self._choice(CASE, "Case in use", 1.0, 4.0, whole=True) or 1)
        if self.case > 1:
            block = outside.names[CASE]
            place = outside.place(block.sheet, block.top, block.left, "Case in use")
            notes.say(place, f"is {self.case}: the figures of the case {CASES[self.case - 1]} are read")
        self.levers = dict(self._levers())

    def _choice(self, name: str, label: str, low: float, high: float, *, whole: bool = False) -> float | None:
        block = self.outside.names.get(name)
        if block is None:
            return None
        unit = COUNT if whole else NUMBER
        wanted = Wanted(Count(unit, "a number", "1", whole=whole), low, high, None, 1.0)
        content = self.outside.grid(block.sheet)[block.top, block.left]
        place = self.outside.place(block.sheet, block.top, block.left, label)
        return number(content, lambda: self._kept(block, block.top, block.left), wanted, place, self.notes)

    def _kept(self, block: Block, row: int, col: int) -> Content:
        return self.outside.grid(block.sheet, kept=True)[row, col]

    def _levers(self) -> list[tuple[tuple[str, int, int], tuple[str, float]]]:
        """The levers by the cell in which each is typed."""
        found = []
        for name, block in self.outside.names.items():
            if name.startswith(LEVER):
                label = self.outside.grid(block.sheet).text(block.top, 1)
                by = self._lever(block, label)
                if by is not None:
                    found.append(((block.sheet, block.top, block.left), (label, by)))
        return found

    def _lever(self, block: Block, label: str) -> float | None:
        """How far a lever moves; unlike an input, it may be less than nothing."""
        content = self.outside.grid(block.sheet)[block.top, block.left]
        place = self.outside.place(block.sheet, block.top, block.left, label)
        if content.kind == FORMULA:
            content = self._kept(block, block.top, block.left)
        if isinstance(content.value, bool) or not isinstance(content.value, int | float):
            self.notes.fault(place, f"holds “{content.text}”", "enter how far it moves: 1 to multiply by nothing, or 0")
            return None
        if abs(content.value) > _MOST:
            self.notes.fault(place, f"is {content.text}", f"enter a number from {-_MOST:g} to {_MOST:g}")
            return None
        return float(content.value)

    def of(self, standing: Standing) -> Using:
        """The cell in which the figure in use of an input is typed, and the lever that moves it."""
        block, grid = standing.block, standing.grid
        row, col = block.cells[self.case - 1] if len(block.cells) == len(CASES) else (block.top, block.left)
        content = grid[row, col]
        if _follows(content, block):
            row, col = block.top, block.left
            content = grid[row, col]
        return Using(row, col, content, self._lever_of(standing))

    def stated(self, standing: Standing, case: str) -> Using | None:
        """The cell of a case, if there is something in it and it does not follow the base case."""
        block = standing.block
        if len(block.cells) != len(CASES):
            return None
        row, col = block.cells[CASES.index(case)]
        content = standing.grid[row, col]
        left_out = content.value is None or _follows(content, block)
        return None if left_out else Using(row, col, content, None)

    def moves(self, standing: Standing) -> bool:
        """Whether a lever moves an input."""
        return self._lever_of(standing) is not None

    def _lever_of(self, standing: Standing) -> Callable[[float], float] | None:
        """What the formula of the figure in use multiplies by, or adds, where that is not nothing."""
        formula = str(standing.in_use.value or "")
        found = _MOVED.fullmatch(formula.rpartition(")")[2])
        if not found:
            return None
        from openpyxl.utils import column_index_from_string

        at = (found[2] or standing.block.sheet, int(found[4]), column_index_from_string(found[3]))
        label, by = self.levers.get(at, ("", float(found[1] == "*")))
        lever = Lever(label, found[1] == "*", by)
        if by == float(lever.times):
            return None
        place = self.outside.place(at[0], at[1], at[2], label)
        self.notes.say(place, f"is {by:g}: the figures it moves are read as moved, pounds to the penny")
        return lever.moves


def _follows(content: Content, block: Block) -> bool:
    """Whether a cell only follows the base case."""
    found = _LINK.fullmatch(str(content.value)) if content.kind == FORMULA else None
    if not found:
        return False
    from openpyxl.utils import column_index_from_string

    return (int(found[2]), column_index_from_string(found[1])) == (block.top, block.left)
