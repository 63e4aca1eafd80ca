"""Contract lengths as people ask for them."""

from __future__ import annotations

import re

from modeller.errors import Unfit
from modeller.scenario.quantities import quoted

A_YEAR, LONGEST = 12, 720
_RANGE = re.compile(r"\s*(\d+)(?:\s*(?:-|–|to)\s*(\d+))?\s*(years?|months?)?\s*")


def lengths_asked(text: str, *, bare: bool = False) -> list[int]:
    """Lengths in months, as written; what has no unit has that of what follows it, and `bare` takes years for granted.

    Raises `modeller.errors.Unfit`.

    >>> lengths_asked("1 to 3 years"), lengths_asked("18 months, 3, 5 years")
    ([12, 24, 36], [18, 36, 60])
    """
    years = "" if bare else " years"
    remedy = f"write years such as 1-30{years} or 3,5,10{years}, or “18 months”"
    found: list[int] = []
    each = A_YEAR if bare else 0
    for part in reversed(text.split(",")):
        match = _RANGE.fullmatch(part)
        if not match:
            raise Unfit(f"{quoted(text)} are no contract lengths", remedy)
        if match[3]:
            each = 1 if match[3].startswith("month") else A_YEAR
        if not each:
            raise Unfit(f"{quoted(text)} has no unit", remedy)
        first, last = int(match[1]), min(int(match[2] or match[1]), LONGEST)
        found = [number * each for number in range(first, last + 1)] + found
        each = A_YEAR if bare else each
    return found
