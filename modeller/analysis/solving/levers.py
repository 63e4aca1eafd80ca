"""Levers: the input that is moved to meet a target, alone or several alike, over what it may be, in its own grain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches

from modeller.errors import Unfit
from modeller.lines.units import HOMES, POUNDS
from modeller.scenario import Stated
from modeller.scenario.amounts import Count, Percentage
from modeller.scenario.dates import CalendarMonth, Length
from modeller.scenario.quantities import Quantity, quoted
from modeller.scenario.walk import Figure, figures, names, words

FIXED = {
    "horizon": "it is how many months are worked, fixed before a run: give another by --set",
    "start": "it is the first month, in whose money prices are stated: give another by --set",
}
PENNY, POUND, HUNDREDTH, BASIS_POINT = Decimal("0.01"), Decimal(1), Decimal("0.01"), Decimal("0.0001")
MOST_NAMED = 8


@dataclass(frozen=True)
class Lever:
    """One input, or several that are set alike: their keys, what they are called, what is stated, the least step.

    `low` and `high` are what the declaration allows; nothing where it sets no limit.
    """

    asked: str
    keys: tuple[str, ...]
    label: str
    quantity: Quantity
    stated: tuple[float, ...]
    low: float | None
    high: float | None
    grain: Decimal

    @property
    def one_grain(self) -> str:
        """The least step, as people write it."""
        dated = isinstance(self.quantity, CalendarMonth)
        return "1 month" if dated else self.quantity.write(float(self.grain))

    def value(self, step: int) -> float:
        """The figure at a whole number of steps."""
        return float(step * self.grain)

    def step(self, value: float) -> int:
        """The nearest whole number of steps."""
        return int((Decimal(repr(float(value))) / self.grain).to_integral_value())

    def settings(self, text: str) -> dict[str, str]:
        """What to set, by key, for it to be this figure."""
        return dict.fromkeys(self.keys, text)


def lever_of(stated: Stated, asked: str) -> Lever:
    """The lever of that key; a `*` in it stands for any names, and a path of prices for all its years.

    Raises `Unfit` for a key that is none, for words, for inputs in different units, for what fixes the model.

    >>> from modeller.scenario import read
    >>> lever = lever_of(read("scenarios/ten-homes.yaml"), "finance.bank_loan.interest")
    >>> lever.label, lever.stated, lever.value(650), lever.step(0.065)
    ('Bank loan: Rate of interest', (0.06,), 0.065, 650)
    """
    if asked in FIXED:
        raise Unfit(f"{quoted(asked)} cannot be solved for", FIXED[asked])
    known = list(figures(stated.scenario))
    found = [each for each in known if names(asked, each)]
    if not found:
        raise _unknown(stated, asked, known)
    if len({each.unit.name for each in found}) > 1:
        raise Unfit(f"{quoted(asked)} is inputs in different units", f"name one: {_listed(found)}")
    first = found[0]
    lows, highs = [each.low for each in found], [each.high for each in found]
    return Lever(
        asked=asked,
        keys=tuple(each.key for each in found),
        label=_label(stated, found),
        quantity=first.quantity,
        stated=tuple(each.value for each in found),
        low=max((each for each in lows if each is not None), default=None),
        high=min((each for each in highs if each is not None), default=None),
        grain=grain_of(first.quantity),
    )


def grain_of(quantity: Quantity) -> Decimal:
    """The least step by which a person would move such a figure.

    A month, a home, a penny a week, a pound of any other money, a hundredth of one per cent, a hundredth of a cover.
    """
    whole = quantity.unit.whole or quantity.unit == HOMES or isinstance(quantity, Length)
    if whole or (isinstance(quantity, Count) and quantity.whole):
        return POUND
    if isinstance(quantity, Percentage):
        return BASIS_POINT
    if quantity.unit.style == "pence":
        return PENNY
    money = dict(quantity.unit.dimensions).get("£")
    return POUND if money or quantity.unit == POUNDS else HUNDREDTH


def _label(stated: Stated, found: Sequence[Figure]) -> str:
    """What it is called: of a thing in a list, with its name; of several, how many there are."""
    first = found[0]
    if len(found) == 1:
        name = named(stated, first)
        return f"{name}: {first.label}" if name else first.label
    whole_path = first.declared.by_year and len({each.key.rpartition(".")[0] for each in found}) == 1
    return f"{first.declared.label}, {'every year' if whole_path else f'of all {len(found)}'}"


def named(stated: Stated, figure: Figure) -> str:
    """The name of the last thing in a list on the way to a figure; nothing of one that is in none."""
    name, here = "", stated.scenario
    for step in figure.path[:-1]:
        here = here[step] if isinstance(step, int) else getattr(here, str(step), None)  # type: ignore[index,assignment]
        if isinstance(step, int):
            name = str(here.name)  # type: ignore[attr-defined]
    return name


def _unknown(stated: Stated, asked: str, known: Sequence[Figure]) -> Unfit:
    if any(spot.key == asked for spot in words(stated.scenario)):
        what = f"{quoted(asked)} is words, which fix how the model is made"
        return Unfit(what, "try each choice by --set; only a figure can be solved for")
    near = get_close_matches(asked, [each.key for each in known], 1)
    meant = f"did you mean {quoted(near[0])}?" if near else "the command “modeller inputs” lists every key"
    return Unfit(f"{quoted(asked)} is not an input of this scenario", meant)


def _listed(found: Sequence[Figure]) -> str:
    more = f" and {len(found) - MOST_NAMED} more" if len(found) > MOST_NAMED else ""
    return ", ".join(each.key for each in found[:MOST_NAMED]) + more
