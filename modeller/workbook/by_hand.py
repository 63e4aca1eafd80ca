"""Cells to be filled in by people: shaded and unlocked like inputs, but no figure of the model."""

from __future__ import annotations

from typing import Any

from modeller.workbook.pen import Pen


def leave(pen: Pen, row: int, col: int, title: str, message: str) -> None:
    """An empty cell for somebody's words, which says what belongs in it when it is chosen."""
    pen.sheet.write_blank(row - 1, col, None, pen.styles("by hand"))
    _say(pen, row, col, {"validate": "any", "input_title": title[:32], "input_message": message[:255]})


def choose(pen: Pen, row: int, col: int, choices: tuple[str, ...], title: str, message: str) -> None:
    """A cell that holds one of a few words, the first to begin with."""
    pen.text(row, col, choices[0], "by hand")
    rule = {"validate": "list", "source": list(choices), "ignore_blank": False}
    _say(pen, row, col, {**rule, "input_title": title[:32], "input_message": message[:255]})


def sourced(pen: Pen, row: int, first: int, words: tuple[str, str, str]) -> None:
    """The status, source and date of an input, side by side: to be put right with its figure."""
    for col, (title, text, message) in enumerate(zip(OF_SOURCE, words, _MESSAGES, strict=True), first):
        pen.text(row, col, text, "by hand")
        rule: dict[str, Any] = {"validate": "any"} if col > first else {"validate": "list", "source": list(_STATUSES)}
        _say(pen, row, col, {**rule, "input_title": title, "input_message": message})


OF_SOURCE = ("Status", "Source", "As of")
NOT_STATED = "not stated"
_STATUSES = ("fact", "estimate", "illustrative", NOT_STATED)
_MESSAGES = (
    "How far the figure can be relied on: fact, estimate or illustrative.",
    "Where the figure comes from: a document, a person, a calculation.",
    "The date of the source: a year, a month or a day, such as 2026, 2026-04 or 2026-04-30.",
)


def _say(pen: Pen, row: int, col: int, rule: dict[str, Any]) -> None:
    pen.sheet.data_validation(row - 1, col, row - 1, col, rule)
