"""The head of every sheet, once all are written: whether all is well, the case in use, and the way back."""

from __future__ import annotations

from modeller.workbook import cells
from modeller.workbook.cases import CASES, name_of_case
from modeller.workbook.pen import Pen

_NARROW = 20  # a first column through which a title runs on
CASE_IN_USE = "Case in use: "
BASE_IN_USE = f"{CASE_IN_USE}{CASES[0]}"


def finish_heads(pens: list[Pen]) -> None:
    """Write what stands beside the title and the master check on every sheet."""
    for pen in pens:
        beside = 2 if pen.wide[0] < _NARROW else 1
        pen.master_marks(beside - 1)
        pen.formula(cells.MASTER, beside, f'"{CASE_IN_USE}"&{name_of_case()}', BASE_IN_USE, "", "said")
        pen.marked(cells.MASTER, "levers", "caution", beside)
        if pen.name != cells.GUIDE:
            link = f"internal:{cells.on(cells.GUIDE, 'A1')}"
            pen.sheet.write_url(cells.TITLE - 1, beside, link, pen.styles("import"), "Back to contents")
