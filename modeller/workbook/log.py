"""The log: known limits, checks made, changes, and every assumption with where it comes from and who owns it."""

from __future__ import annotations

from modeller.workbook import by_hand, cells
from modeller.workbook.book import InputRow
from modeller.workbook.figures import input_style
from modeller.workbook.monthly import stated
from modeller.workbook.naming import blocks, unit_name
from modeller.workbook.pen import Pen, Writer
from modeller.workbook.places import Places

_CHANGES, _TESTS = 10, 6  # rows to fill in
_CHECK = ((0, "What was checked"), (1, "By whom"), (2, "When"), (3, "Passed or not"), (4, "What was found"))
_CHANGE = ((0, "What was changed"), (1, "By whom"), (2, "When"), (3, "Version of the document"), (4, "Why"))
_MADE = (
    ("Agreement with the engine", "Every formula is held to a second working of the same lines, in another program."),
    ("Recalculation", "The program's own tests recalculate such workbooks, their kept figures spoiled, in two others."),
    ("Integrity", "The Checks sheet: what must be nil in every month, live, and the master check on every sheet."),
)
_TITLES = ("Assumption", "Value", "Unit", "Status", "Source", "As of", "Note", "Owner", "Reviewed")
_OWNER, _REVIEWED = 7, 8


def write_log(writer: Writer, places: Places, verdict: str) -> None:
    """Short lists first; the assumptions, which are many, last."""
    pen = writer.sheet(cells.LOG, "Log", "control")
    pen.master(verdict)
    pen.widths(52, 20, 17, 13, 76, 10, 46, 18, 14)
    pen.printed(paper=8, repeat=cells.MASTER)
    row = _limits(pen, cells.TITLES + 1)
    row = _checks(pen, row)
    row = _changes(pen, row)
    _assumptions(pen, places, row)


def _limits(pen: Pen, row: int) -> int:
    limits = pen.writer.book.views.about.limits
    if not limits:
        return row
    pen.titles(row, ("Known limits: what is not in the model", *[""] * 8))
    for text in limits:
        row += 1
        pen.text(row, 0, text)
    return row + 2


def _checks(pen: Pen, row: int) -> int:
    """What the program does of itself, and what people have done, to be filled in."""
    pen.titles(row, ("Checks made", "By", "Date", "Result", "What was found", *[""] * 4))
    for name, what in _MADE:
        row += 1
        pen.text(row, 0, name)
        pen.text(row, 1, "the program")
        pen.text(row, 4, what)
    for number in range(1, _TESTS + 1):
        row += 1
        _by_hand(pen, row, f"Check {number}", *_CHECK)
    return row + 2


def _changes(pen: Pen, row: int) -> int:
    pen.titles(row, ("Change since it was made", "By", "Date", "Version", "Why, and what moved", *[""] * 4))
    for number in range(1, _CHANGES + 1):
        row += 1
        _by_hand(pen, row, f"Change {number}", *_CHANGE)
    return row + 2


def _by_hand(pen: Pen, row: int, title: str, *columns: tuple[int, str]) -> None:
    for col, message in columns:
        by_hand.leave(pen, row, col, title, f"{message}.")


def _assumptions(pen: Pen, places: Places, row: int) -> None:
    """Every figure in use that somebody stands for, in the blocks of the inputs."""
    known = {each.key: each for each in pen.writer.book.inputs if each.status and each.key in places.model.inputs}
    if not known:
        return
    pen.titles(row, _TITLES, (1,))
    for block in blocks({key: each.label for key, each in known.items()}):
        row += 1
        for col in range(len(_TITLES)):
            pen.text(row, col, "" if col else block.heading, "block")
        for key, label in block.labels.items():
            row += 1
            _assumption(pen, places, row, label, known[key])


def _assumption(pen: Pen, places: Places, row: int, label: str, shown: InputRow) -> None:
    figure = places.model.inputs[shown.key]
    pen.text(row, 0, label, "wrap")
    pen.formula(row, 1, places.source(figure), stated(pen.writer, figure), input_style(figure.unit))
    pen.text(row, 2, unit_name(figure.unit), "said")
    for col, text in ((3, shown.status), (4, shown.source), (5, shown.as_of), (6, shown.note)):
        pen.text(row, col, text, "wrap")
    by_hand.leave(pen, row, _OWNER, "Owner", "Who answers for this figure.")
    by_hand.leave(pen, row, _REVIEWED, "Reviewed", "When it was last looked at.")
