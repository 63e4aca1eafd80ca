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


def _say(pen: Pen, row: int, col: int, rule: dict[str, Any]) -> None:
    pen.sheet.data_validation(row - 1, col, row - 1, col, rule)
