"""Whether a workbook is one of this program's, of which layout it is, and the scenario that it carries."""

from __future__ import annotations

import modeller
from modeller.errors import Faults
from modeller.workbook import cells
from modeller.workbook.carried import FIRST_LINE, digest, joined
from modeller.workbook.outside import Outside
from modeller.workbook.typed import Notes

_OLDEST = 1


def layout_of(outside: Outside) -> int:
    """Which layout the inputs of a workbook have; those that say nothing are of the first."""
    said = outside.properties.get("layout", "")
    return int(float(said)) if said.replace(".", "", 1).isdigit() else _OLDEST


def check_version(outside: Outside) -> None:
    """Raise `Faults` where a workbook is not this program's, or of a layout that this version does not know."""
    if not outside.names and cells.SCENARIO_TEXT not in outside.sheets:
        remedy = "read a workbook that “modeller workbook” or “modeller template” wrote"
        raise Faults([outside.fault("the workbook was not made by this program: none of its inputs are there", remedy)])
    if layout_of(outside) > cells.LAYOUT:
        version = outside.properties.get("version", "a later version")
        what = f"the workbook was made by version {version}, and this is version {modeller.__version__}"
        raise Faults([outside.fault(what, "read it with that version or a later one")])


def text_carried(outside: Outside, notes: Notes) -> str | None:
    """The text of the scenario that a workbook carries, if it does."""
    if cells.SCENARIO_TEXT not in outside.sheets:
        return None
    grid = outside.grid(cells.SCENARIO_TEXT)
    last = max((row for row, col in grid.cells if col == 1), default=0)
    text = joined(grid.text(row, 1) for row in range(FIRST_LINE, last + 1))
    if outside.properties.get("scenario", digest(text)) != digest(text):
        place = outside.place(cells.SCENARIO_TEXT, FIRST_LINE, 1)
        notes.say(place, "the text of the scenario is not as it was written; it is read as it now is")
    return text or None
