"""How pages fall on paper: one page wide, and nothing cut in two that fits on one sheet of A4 upright."""

from __future__ import annotations

from itertools import pairwise

from modeller.workbook import cells
from modeller.workbook.pen import LINE, TITLE_HEIGHT, Pen

_WIDE, _HIGH = 537, 735  # points between the margins, with a little to spare at the foot
_DIGIT, _EDGE = 6.35, 3.75  # points: the width of a figure, and a column's edges
_SPARE = 0.5  # points that a row has over its lines
_LEAST = 0.5  # smaller than this nobody reads: what is wider takes two sheets


def scale_to(pen: Pen) -> float:
    """By how much a sheet is made smaller, so that its columns are one page wide."""
    wide = sum(each * _DIGIT + _EDGE for each in pen.wide)
    return max(_LEAST, min(1.0, _WIDE / wide))


def keep_together(pen: Pen, last: int) -> None:
    """Begin a sheet of paper before whatever would otherwise be cut, up to the last row."""
    scale = scale_to(pen)
    pen.sheet.set_portrait()
    pen.sheet.set_print_scale(int(scale * 100))
    room, head = _HIGH / scale, _height(pen, 1, cells.TITLES)
    used, breaks = head, []
    starts = [*pen.starts, last + 1]
    for here, following in pairwise(starts):
        high = _height(pen, here, following - 1)
        if used > head and used + high > room:
            breaks.append(here - 1)
            used = head
        used += high
    if breaks:
        pen.sheet.set_h_pagebreaks(breaks)


def _height(pen: Pen, first: int, last: int) -> float:
    """How high rows are, with what their words ask [points]."""
    rows = sum(pen.lines.get(row, 1) * LINE + _SPARE for row in range(first, last + 1))
    return rows + (TITLE_HEIGHT - LINE if first <= cells.TITLE <= last else 0)
