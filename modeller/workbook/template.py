"""A blank workbook of inputs, for people who will never open a text file; `modeller read` makes a scenario of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import modeller
from modeller.lines.units import FLAG
from modeller.scenario import Stated
from modeller.scenario.dates import CalendarMonth
from modeller.scenario.figures import Declared
from modeller.scenario.walk import Spot
from modeller.workbook import by_hand, cells
from modeller.workbook.figures import input_style
from modeller.workbook.naming import unit_name
from modeller.workbook.pen import Pen, Sheets
from modeller.workbook.saving import UNDATED, beside, save
from modeller.workbook.slots import group, heading, is_required, slots_of
from modeller.workbook.typed import Wanted

TITLE = "Inputs of a partnership"
_TITLES = ("Input", "Key", "Value", "Unit", "Needed", "Example", "What it means", "Status", "Source", "As of")
_WIDTHS = (46, 30, 24, 18, 14, 26, 60, 13, 40, 11)
_VALUE, _NEEDED, _EXAMPLE, _STATUS = 2, 4, 5, 7
_FAR = 1e15
_USE = (
    "Fill in the shaded cells of the sheet Inputs; leave blank what does not apply.",
    "What is needed is marked so. Of homes, costs, grants and loans there is room for several: begin with the first.",
    "The examples are of a made-up partnership: they say how to type a figure, not what it should be.",
    "Type figures in the unit beside them: months as a number of months, percentages as 6%, yes as 1 and no as 0.",
    "Beside a figure say where it comes from: its status, source and date. Left blank, it counts as illustrative.",
    "One figure stands for all years. Figures year by year, ranges and all else can be added to the file later.",
    "Save the workbook as .xlsx, and read it: modeller read {} -o mine.yaml. What is wrong is told with its cell.",
    "Then: modeller run mine.yaml, and modeller workbook mine.yaml.",
)


def write_template(stated: Stated, path: Path) -> None:
    """Write a blank workbook that asks for every input which a scenario states.

    Raises OSError where the file cannot be written.
    """
    written, version = beside(path), modeller.__version__
    sheets = Sheets(TITLE, version, written)
    _inputs(sheets, stated, _guide(sheets, path.name))
    sheets.workbook.set_properties({"title": TITLE, "author": f"modeller {version}", "created": UNDATED})
    sheets.workbook.set_custom_property("version", version)
    sheets.workbook.set_custom_property("layout", cells.LAYOUT)
    save(sheets, written, path)


def _guide(sheets: Sheets, name: str) -> Pen:
    pen = sheets.sheet(cells.GUIDE, "How to fill this in", "control")
    pen.widths(6, 110)
    pen.printed()
    pen.titles(cells.TITLES, ("Step", "What to do"))
    for number, text in enumerate(_USE, 1):
        pen.text(cells.TITLES + number, 0, str(number), "wrap")
        pen.text(cells.TITLES + number, 1, text.format(name), "wrap")
    link = f"internal:{cells.on(cells.INPUTS, 'A1')}"
    pen.sheet.write_url(cells.TITLES + len(_USE) + 1, 1, link, pen.styles("import"), "To the inputs")
    return pen


def _inputs(sheets: Sheets, stated: Stated, guide: Pen) -> None:
    pen = sheets.sheet(cells.INPUTS, "Inputs", "inputs")
    pen.widths(*_WIDTHS)
    pen.titles(cells.TITLES, _TITLES)
    pen.sheet.freeze_panes(cells.TITLES, _VALUE + 1)
    pen.printed(paper=8)
    pen.sheet.write_url(
        0, _VALUE, f"internal:{cells.on(guide.name, 'A1')}", pen.styles("import"), "How to fill this in"
    )
    row, above = cells.TITLES, ""
    for spot, example in slots_of(stated):
        if heading(spot.path) != above:
            row, above = row + 1, heading(spot.path)
            for col in range(len(_TITLES)):
                pen.text(row, col, "" if col else above, "block")
        row += 1
        _slot(pen, row, spot, _Asked(spot.declared, example, stated.scenario.start))
        sheets.name("in", spot.key, cells.INPUTS, cells.fixed(row, _VALUE))


def _slot(pen: Pen, row: int, spot: Spot, asked: _Asked) -> None:
    """One row: what is asked for, an empty cell for it, and cells for where it comes from."""
    said = spot.declared
    needed = ("if there is one" if group(spot.path) else "needed") if is_required(spot.path) else ""
    for col, text in ((0, said.label), (1, spot.key), (3, asked.unit), (_NEEDED, needed), (6, said.help)):
        pen.text(row, col, text, {1: "key", 3: "said"}.get(col, "wrap"))
    pen.text(row, _EXAMPLE, asked.example, "words right" if asked.wanted else "wrap")
    style = input_style(said.quantity.unit) if said.quantity and not asked.is_month else ""
    look = "input" if style else "by hand"
    pen.sheet.write_blank(row - 1, _VALUE, None, pen.styles(look, style))
    pen.sheet.data_validation(row - 1, _VALUE, row - 1, _VALUE, asked.rule)
    if said.quantity:
        by_hand.sourced(pen, row, _STATUS, ("", "", ""))


class _Asked:
    """What one cell asks for."""

    def __init__(self, said: Declared, example: object, start: date) -> None:
        self.said, self.first, self.start = said, example, start
        if isinstance(example, dict):  # a curve: one figure stands for all years
            self.first = next(iter(example.values()))
        self.is_month = isinstance(said.quantity, CalendarMonth) or isinstance(self.first, date)

    @property
    def unit(self) -> str:
        """What is to be typed."""
        if self.is_month:
            return "a month: 2026-04"
        if self.said.quantity:
            return unit_name(self.said.quantity.unit)
        return "one of a list" if self.said.choices else "names, and commas" if self.said.several else "words"

    @property
    def wanted(self) -> Wanted | None:
        """The figure, within its limits."""
        if not self.said.quantity or not isinstance(self.first, float | int):
            return None
        return Wanted(self.said.quantity, self.said.low, self.said.high, self.start, float(self.first))

    @property
    def example(self) -> str:
        """One as it may be typed."""
        if isinstance(self.first, date):
            return f"{self.first:%Y-%m}"
        if self.is_month and self.said.quantity and isinstance(self.first, float):
            return self.said.quantity.write(self.first, self.start)
        if self.wanted:
            return self.wanted.shown(self.wanted.example or 0.0)
        return ", ".join(self.first) if isinstance(self.first, list) else str(self.first)

    @property
    def rule(self) -> dict[str, Any]:
        """What the cell takes, and what it says of it."""
        says = "" if self.is_month or not self.wanted else f"{self.wanted.allowed.capitalize()}. "
        rule: dict[str, Any] = {
            "input_title": self.said.label[:32],
            "input_message": f"{says}{self.said.help}"[:255],
            "error_title": "Not what this cell takes",
            "error_message": (says or "Choose one of the list.")[:255],
        }
        if self.said.choices and len(",".join(self.said.choices)) < 255:  # noqa: PLR2004  what a list may hold
            return {**rule, "validate": "list", "source": list(self.said.choices)}
        if self.is_month or not self.said.quantity:
            return {**rule, "validate": "any"}
        if self.said.quantity.unit.name == FLAG.name:
            return {**rule, "validate": "list", "source": ["1", "0"]}
        low, high = (
            (-_FAR if self.said.low is None else self.said.low),
            (_FAR if self.said.high is None else self.said.high),
        )
        kind = "integer" if self.wanted and self.wanted.is_whole else "decimal"
        return {**rule, "validate": kind, "criteria": "between", "minimum": low, "maximum": high}
