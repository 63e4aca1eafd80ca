"""Finding a measure by its key or by words of its name, and reading a figure to hold it against."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from modeller.errors import Unfit
from modeller.lines.model import Model
from modeller.lines.names import slug
from modeller.lines.references import Measure
from modeller.scenario.quantities import BARE, CALENDAR, COUNTED, MONEY, PERCENT, quoted, signed

SCALES = {"": 1, "k": 1_000, "m": 1_000_000}
NEVER = "never"
MOST_NAMED = 8


def measure_named(model: Model, words: str) -> Measure:
    """The measure of that key, or the only one whose key and name hold all the words.

    Of several of which one's key begins the others', that one is meant. Raises `Unfit` where it is not one.

    >>> from modeller.analysis.run import run
    >>> measure_named(run("scenarios/ten-homes.yaml").model, "cover.bank_loan.lowest").label
    'Lowest debt-service cover'
    """
    exact = next((key for key in (words, slug(words)) if key in model.measures), None)
    if exact:
        return model.measures[exact]
    if words in model.by_key:
        raise Unfit(f"{quoted(words)} is a line by month", "name a measure of it, such as its lowest")
    wanted = [part for part in re.split(r"[\s.]+", words.lower()) if part]
    found = [key for key, each in model.measures.items() if _holds(key, each, words, wanted)]
    found = [key for key in found if not any(key != other and key.startswith(other) for other in found)]
    if len(found) == 1:
        return model.measures[found[0]]
    if found:
        more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
        raise Unfit(
            f"{quoted(words)} is in the names of {len(found)} measures",
            f"name one of them: {', '.join(found[:MOST_NAMED])}{more}",
        )
    by_label = {slug(each.label): key for key, each in model.measures.items()}
    near = get_close_matches(slug(words), [*model.measures, *by_label], 1, 0.5)
    meant = f"did you mean {quoted(by_label.get(near[0], near[0]))}?" if near else "see the measures of run --json"
    raise Unfit(f"{quoted(words)} is not a measure of this scenario", meant)


def _holds(key: str, measure: Measure, words: str, wanted: Sequence[str]) -> bool:
    if key.startswith(words):
        return True
    name = f"{key} {measure.section.heading} {measure.label}".lower()
    return bool(wanted) and all(part in name for part in wanted)


def figure_of(text: str, measure: Measure, start: date) -> float:
    """A figure in a measure's unit, as a person writes it; a month that never comes is endless. Raises `Unfit`.

    >>> from modeller.analysis.run import run
    >>> model = run("scenarios/ten-homes.yaml").model
    >>> figure_of("-£5k", model.measures["lowest_cash"], model.start)
    -5000.0
    >>> figure_of("2027-03", model.measures["first_month_short"], model.start)
    12.0
    """
    unit, tidy = measure.unit, re.sub(r"\bper\b", "a", " ".join(text.split()))
    readers = {"pounds": _pounds, "pence": _pounds, "percent": _percent}
    found = _month(tidy, start) if unit.style == "month" else readers.get(unit.style, _number)(tidy)
    if found is None:
        example = {"pounds": "£50,000", "pence": "£135 a week", "percent": "6.5%", "month": "2036-03 or never"}
        write = example.get(unit.style, "1.2")
        raise Unfit(f"{quoted(text)} is no figure to hold “{measure.label}” against", f"write it so: {write}")
    return found


def _pounds(text: str) -> float | None:
    match = MONEY.fullmatch(text)
    return float(signed(match) * SCALES[match["scale"] or ""]) if match else None


def _percent(text: str) -> float | None:
    match = PERCENT.fullmatch(text)
    return float(signed(match) / 100) if match else None


def _number(text: str) -> float | None:
    match = BARE.fullmatch(text) or COUNTED.fullmatch(text)
    return float(signed(match)) if match else None


def _month(text: str, start: date) -> float | None:
    if text == NEVER:
        return math.inf
    match = CALENDAR.fullmatch(text)
    if not match:
        return None
    return float((int(match["year"]) - start.year) * 12 + int(match["month"]) - start.month + 1)
