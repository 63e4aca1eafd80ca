"""What the book of a run says of its cases: the figures of each, and the headlines that the engine has for them."""

from __future__ import annotations

import numpy as np

from modeller.analysis.run import Run
from modeller.workbook.book import ByCase, shown


def low_and_high(run: Run, key: str) -> tuple[float, float] | tuple[None, None]:
    """An input's figures in the low and the high case, where the scenario states a range for it."""
    found = run.stated.ranges.get(key)
    return (None, None) if found is None else (found.low, found.high)


def by_case(run: Run, chosen: frozenset[str]) -> ByCase | None:
    """The headlines with every input that has a range at its base, its low and its high; nothing where none has.

    `chosen` are inputs that the path of the contract sets, whatever the case.
    """
    ranges = {key: low_and_high(run, key) for key in run.model.inputs if key not in chosen}
    stated = {
        key: np.array([run.model.inputs[key].value, *ends]) for key, ends in ranges.items() if ends[0] is not None
    }
    if not stated:
        return None
    headlines = [each for each in run.views.headlines if not each.section.heading]
    results = run.model.work(stated, headlines)
    of_each = {each.key: np.broadcast_to(results[each], 3).tolist() for each in headlines}
    number = f"{len(stated)} inputs that have one" if len(stated) > 1 else "the one input that has one"
    words = f"By the engine, with {number} at the low, or at the high, end of the range stated."
    return ByCase(words, {key: tuple(map(shown, figures)) for key, figures in of_each.items()})
