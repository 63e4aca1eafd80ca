"""The scenario that a workbook was made from, in plain sight line by line, so that it reads back with nothing else."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

from modeller.workbook import cells
from modeller.workbook.pen import Writer

LINES_END = re.compile(r"\r\n|\r|\n")
FIRST_LINE = cells.TITLES + 1
TITLE = "The scenario file that this workbook was made from, line by line; it is not for changing here"
_WIDTH = 130
_LONGEST, _MOST = 32_000, 20_000  # letters that a cell holds, and lines that are still read


def digest(text: str) -> str:
    """What tells one text from another, whatever ends its lines."""
    return hashlib.sha256("\n".join(_lines(text)).encode()).hexdigest()[:16]


def _lines(text: str) -> list[str]:
    r"""The lines of a text, without empty ones at its end.

    >>> _lines("title: A\r\n\nstart: 2026-04\n\n")
    ['title: A', '', 'start: 2026-04']
    """
    lines = LINES_END.split(text)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def is_carried(text: str) -> bool:
    """Whether a text fits on a sheet; one that does not is of no length that people write."""
    lines = _lines(text)
    return 0 < len(lines) <= _MOST and max(map(len, lines)) <= _LONGEST


def joined(lines: Iterable[str]) -> str:
    """The text that lines make."""
    return "".join(f"{line}\n" for line in _lines("\n".join(lines)))


def write_scenario(writer: Writer, verdict: str) -> None:
    """The sheet on which the scenario stands."""
    if not is_carried(writer.book.scenario):
        return
    pen = writer.sheet(cells.SCENARIO_TEXT, "Scenario", "control")
    pen.master(verdict)
    pen.widths(_WIDTH)
    pen.printed(paper=8)
    pen.titles(cells.TITLES, (TITLE,))
    for row, line in enumerate(_lines(writer.book.scenario), FIRST_LINE):
        if line:
            pen.text(row, 0, line, "wrap")
