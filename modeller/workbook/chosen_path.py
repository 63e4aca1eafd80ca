"""The path of the contract that is chosen in a workbook, as the inputs that it sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from modeller.lines.units import COUNT
from modeller.scenario.amounts import Count
from modeller.scenario.walk import Figure
from modeller.workbook.finding import PATH
from modeller.workbook.outside import Block, CellPlace, Grid, Outside
from modeller.workbook.typed import Notes, Wanted, number

_LABEL = "Number of the path"
_WITHIN = "contract.path."


def path_chosen(
    outside: Outside, figures: Mapping[str, Figure], notes: Notes
) -> Iterator[tuple[Figure, float, CellPlace]]:
    """The inputs that the path chosen sets otherwise than the scenario does."""
    block = outside.names.get(PATH)
    if block is None:
        return
    grid = outside.grid(block.sheet)
    place = outside.place(block.sheet, block.top, block.left, _LABEL)
    head = _head(grid, block)
    rows = {grid[row, head[1]].value: row for row in range(head[0] + 1, head[0] + 2 + len(grid.cells)) if head[0]}
    numbers = [float(each) for each in rows if isinstance(each, int | float)]
    wanted = Wanted(Count(COUNT, "the number of a path", "1", whole=True), 1, max(numbers, default=1), None, 1)
    typed = grid[block.top, block.left]
    chosen = number(typed, lambda: outside.grid(block.sheet, kept=True)[block.top, block.left], wanted, place, notes)
    if chosen is None:
        return
    if chosen not in rows:
        notes.fault(place, f"there is no path {chosen:.0f} in the table below", "choose the number of one that is")
        return
    titles = {grid.text(head[0], col): col for row, col in grid.cells if row == head[0]}
    for key, figure in figures.items():
        if key.startswith(_WITHIN) and figure.label in titles:
            value = grid[rows[chosen], titles[figure.label]].value
            if isinstance(value, int | float) and float(value) != figure.value:
                yield figure, float(value), place


def _head(grid: Grid, block: Block) -> tuple[int, int]:
    """The row of the table's titles and the column of its numbers."""
    found = ((row, col) for (row, col), cell in grid.cells.items() if row > block.top and cell.value == "Path")
    return next(found, (0, 0))
