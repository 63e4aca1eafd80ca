"""What an input's cell takes, and what it says of that when it is chosen."""

from __future__ import annotations

from typing import Any

from modeller.lines.references import Input
from modeller.lines.units import FLAG
from modeller.workbook.book import InputRow

_TITLE_LIMIT, _MESSAGE_LIMIT = 32, 255
_FAR = 1e15  # as good as no limit


def validation(figure: Input, shown: InputRow, first: str = "") -> dict[str, Any]:
    """What a cell takes, and what it says when it is chosen, beginning with the words `first`."""
    rule: dict[str, Any] = {
        "input_title": shown.label[:_TITLE_LIMIT],
        "input_message": " ".join(filter(None, (first, _limits(figure, shown), shown.help)))[:_MESSAGE_LIMIT],
        "error_title": "Not a figure this input takes",
        "error_message": _limits(figure, shown)[:_MESSAGE_LIMIT],
        "ignore_blank": False,
    }
    if shown.choices and len(",".join(map(str, shown.choices))) < _MESSAGE_LIMIT:
        return {**rule, "validate": "list", "source": [format_choice(choice) for choice in shown.choices]}
    low, high = (-_FAR if shown.low is None else shown.low), (_FAR if shown.high is None else shown.high)
    kind = "integer" if figure.unit.whole else "decimal"
    return {**rule, "validate": kind, "criteria": "between", "minimum": low, "maximum": high}


def format_choice(choice: float | str) -> str:
    """A choice as a list of choices shows it.

    >>> format_choice(1.0), format_choice(0.5), format_choice("annuity")
    ('1', '0.5', 'annuity')
    """
    return choice if isinstance(choice, str) else f"{choice:g}"


def _limits(figure: Input, shown: InputRow) -> str:
    kind = "A whole number" if figure.unit.whole else "A number"
    percent = figure.unit.style == "percent"
    low, high = (
        None if limit is None else f"{limit * 100:,.10g}%" if percent else f"{limit:,.10g}"
        for limit in (shown.low, shown.high)
    )
    words = {
        (True, True): f" from {low} to {high}",
        (True, False): f", {low} or more",
        (False, True): f", {high} or less",
        (False, False): "",
    }
    if shown.is_month:
        return f"The number of a month{words[low is not None, high is not None]}: 1 is the first month of the model."
    if figure.unit.name == FLAG.name:
        return "1 for yes, 0 for no."
    return f"{kind} in {figure.unit.name}{words[low is not None, high is not None]}."


def is_within(value: float, row: InputRow) -> bool:
    """Whether a figure keeps to an input's limits."""
    return (row.low is None or value >= row.low) and (row.high is None or value <= row.high)
