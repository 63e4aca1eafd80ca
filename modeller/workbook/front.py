"""The cover sheet: what the workbook is and is for, what it was made from, and who stands for it."""

from __future__ import annotations

from modeller.workbook import by_hand, cells
from modeller.workbook.monthly import serial
from modeller.workbook.pen import Pen

STATUSES = ("draft", "reviewed", "approved")
_SIGNED = (
    ("Author", "Who made the scenario and this workbook."),
    ("Reviewer", "Who has gone through its figures and its formulas."),
    ("Approver", "Who allows it to be used for the decision."),
    ("Date of approval", "The day on which it was approved."),
    ("Version of the document", "As the organisation counts its own documents."),
    ("Classification", "Such as official, or exempt and under which paragraph of Schedule 12A."),
)
_ROLES = (
    ("Commissioner", "asks for the analysis, says what for, and how sure it has to be"),
    ("Analyst", "builds and runs the model, and writes down its assumptions"),
    ("Assurer", "tests that it is right and right for the purpose, and is not the analyst"),
    ("Approver", "accepts the assurance, and allows it to be used"),
)
_ROLES_SOURCE = "Roles as the AQuA Book has them (HM Treasury: producing quality analysis for government)."


def write_front(pen: Pen, verdict: str) -> None:
    """Fill in the cover sheet."""
    pen.master(verdict)
    pen.widths(34, 62, 22)
    pen.printed()
    pen.sheet.set_portrait()
    row = _words(pen, cells.TITLES + 1)
    row = _facts(pen, row)
    row = _sign_off(pen, row)
    _roles(pen, row)


def _words(pen: Pen, row: int) -> int:
    """What it is, what it is for, and what it is not for."""
    book = pen.writer.book
    about = book.views.about
    said = (
        ("What it is of", book.about),
        ("Decision asked", book.views.decision),
        ("What it is for", about.purpose),
        ("What it may not be used for", about.not_for),
    )
    pen.titles(row, ("This workbook", "", ""))
    for name, text in said:
        if text:
            row += 1
            pen.text(row, 0, name, "bold")
            pen.text(row, 1, text, "wrap")
    return row + 2


def _facts(pen: Pen, row: int) -> int:
    """What it was made from, by what and when."""
    book = pen.writer.book
    made = (("Made by", f"modeller {book.version}".strip()), ("Fingerprint of the inputs", book.fingerprint))
    pen.titles(row, ("What it was made from", "", ""))
    for name, text in (*book.facts, *made):
        row += 1
        pen.text(row, 0, name, "bold")
        pen.text(row, 1, text, "wrap")
    row += 1
    pen.text(row, 0, "Made on", "bold")
    if book.made is None:
        pen.text(row, 1, "not stated")
    else:
        pen.sheet.write_number(row - 1, 1, serial(book.made.date()), pen.styles("plain", "day", "left"))
    return row + 2


def _sign_off(pen: Pen, row: int) -> int:
    """Status and names, to be filled in by hand."""
    pen.titles(row, ("Sign-off, to be filled in by hand", "", ""))
    row += 1
    pen.text(row, 0, "Status", "bold")
    by_hand.choose(pen, row, 1, STATUSES, "Status", "draft until somebody else has reviewed it; then as approved.")
    for name, meaning in _SIGNED:
        row += 1
        pen.text(row, 0, name, "bold")
        by_hand.leave(pen, row, 1, name, meaning)
    return row + 2


def _roles(pen: Pen, row: int) -> None:
    pen.titles(row, ("Role, to be filled in by hand", "Name and organisation", "Date"))
    for name, does in _ROLES:
        row += 1
        pen.text(row, 0, f"{name}: {does}", "wrap")
        by_hand.leave(pen, row, 1, name, f"The {name.lower()} {does}.")
        by_hand.leave(pen, row, 2, f"{name}: date", "The day on which this was done.")
    pen.text(row + 1, 0, _ROLES_SOURCE, "note")
