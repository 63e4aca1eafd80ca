"""What several scenarios state otherwise than one another: inputs by key, things that not all have, orders of lists.

A thing in a list, such as a loan, that one scenario has and another has not is told once, with all that is stated of
it, and not again input by input.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import TypeVar

from modeller.scenario import Stated
from modeller.scenario.walk import Spot, at, figures, inputs

NO_INPUT = {"title", "about"}  # what a scenario is called, and says of itself
WORDS = "words"
FIRST_FIGURES = 2  # of a loan, the amount and the rate
Told = TypeVar("Told")


@dataclass(frozen=True)
class Input:
    """An input that differs: its text in each scenario, as a person would write it; nothing where it has none."""

    key: str
    label: str
    unit: str
    texts: tuple[str | None, ...]


@dataclass(frozen=True)
class Item:
    """A thing in a list that not every scenario has: what each states of it, by key, and the first figures of that.

    Nothing stands where it is not there.
    """

    key: str
    name: str
    stated: tuple[dict[str, str] | None, ...]
    brief: tuple[str | None, ...]


@dataclass(frozen=True)
class Order:
    """A list in which things that all have come in another order, for loans their rank: names in each scenario."""

    key: str
    names: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class _Entry:
    """An input of one scenario: what it is called, whether the file states it, and the things it is of."""

    label: str
    unit: str
    value: object
    text: str
    stated: bool
    of: tuple[tuple[str, str], ...]
    by_year: bool = False


class Differences:
    """What differs between what scenarios state."""

    def __init__(self, scenarios: Sequence[Stated]) -> None:
        self._entries = [dict(_entries(each)) for each in scenarios]
        self._things = [dict(thing for entry in each.values() for thing in entry.of) for each in self._entries]

    @cached_property
    def inputs(self) -> list[Input]:
        """The inputs that differ, in the order declared; of things that only some have, none."""
        absent = tuple(f"{item.key}." for item in self.items)
        found = []
        for key, entry in union(self._entries).items():
            texts = tuple(_text(each, key, entry) for each in self._entries)
            defaults = [None if each[key].stated else each[key].value for each in self._entries if key in each]
            moved = None not in defaults and len(set(defaults)) == 1  # a month counted from another start
            if len(set(texts)) > 1 and not moved and not key.startswith(absent):
                found.append(Input(key, entry.label, entry.unit, texts))
        return found

    @cached_property
    def items(self) -> list[Item]:
        """The things in lists that not every scenario has; of what stands within another such thing, nothing."""
        found: list[Item] = []
        for key, name in union(self._things).items():
            within = key.startswith(tuple(f"{item.key}." for item in found))
            if not within and not all(key in each for each in self._things):
                held = [self._of(place, key) for place in range(len(self._things))]
                stated = tuple(
                    None if each is None else {key: entry.text for key, entry in each.items()} for each in held
                )
                found.append(Item(key, name, stated, tuple(None if each is None else _brief(each) for each in held)))
        return found

    @cached_property
    def orders(self) -> list[Order]:
        """The lists in which things that every scenario has come in another order."""
        everywhere = [key for key in self._things[0] if all(key in each for each in self._things)]
        found = []
        for listed in dict.fromkeys(_list_of(key) for key in everywhere):
            here = {key for key in everywhere if _list_of(key) == listed}
            names = tuple(tuple(name for key, name in each.items() if key in here) for each in self._things)
            orders = {tuple(key for key in each if key in here) for each in self._things}
            if len(orders) > 1:
                found.append(Order(listed, names))
        return found

    def _of(self, place: int, key: str) -> dict[str, _Entry] | None:
        """What a scenario states of a thing in a list, by key."""
        if key not in self._things[place]:
            return None
        entries = self._entries[place].items()
        return {each: entry for each, entry in entries if each.startswith(f"{key}.") and entry.stated}


def union(rows: Sequence[Mapping[str, Told]]) -> dict[str, Told]:
    """The keys of all, those of later ones put where they stand among what went before.

    >>> list(union([{"a": 1, "c": 1}, {"a": 2, "b": 2, "c": 2, "d": 2}]))
    ['a', 'b', 'c', 'd']
    """
    order: list[str] = []
    for row in rows:
        place = 0
        for key in row:
            if key in order:
                place = order.index(key) + 1
            else:
                order.insert(place, key)
                place += 1
    return {key: next(row[key] for row in rows if key in row) for key in order}


def _text(entries: Mapping[str, _Entry], key: str, entry: _Entry) -> str | None:
    """What a scenario says of an input; of a year after the last of a curve it says what it says of the last."""
    if key in entries or not entry.by_year:
        return entries[key].text if key in entries else None
    curve = f"{_list_of(key)}."
    before = [each for each in entries if each.startswith(curve) and each < key]
    return entries[before[-1]].text if before else None


def _brief(stated: Mapping[str, _Entry]) -> str:
    figures = [entry.text for entry in stated.values() if entry.unit != WORDS]
    return ", ".join(figures[:FIRST_FIGURES]) or "stated"


def _list_of(key: str) -> str:
    return key.rpartition(".")[0]


def _entries(stated: Stated) -> Iterator[tuple[str, _Entry]]:
    """Every input of a scenario by key, one for each year of a curve, in the order declared."""
    scenario = stated.scenario
    numbers = {figure.key: figure for figure in figures(scenario)}
    for spot in inputs(scenario):
        of = tuple(_things(stated, spot))
        whose = f"{of[-1][1]}: " if of else ""
        if spot.declared.quantity is None:
            value = at(scenario, spot.path)
            if spot.key not in NO_INPUT:
                said = value != spot.declared.default
                yield spot.key, _Entry(f"{whose}{spot.declared.label}", WORDS, value, _worded(value), said, of)
            continue
        years = at(scenario, spot.path) if spot.declared.by_year else ()
        for key in [f"{spot.key}.{year}" for year in years] or [spot.key]:
            figure = numbers[key]
            said = stated.provenance[key].stated
            label, by_year = f"{whose}{figure.label}", spot.declared.by_year
            yield key, _Entry(label, figure.unit.name, figure.value, figure.text, said, of, by_year)


def _worded(value: object) -> str:
    """Words as they are; the first month as a scenario writes it."""
    return value.strftime("%Y-%m") if isinstance(value, date) else str(value)


def _things(stated: Stated, spot: Spot) -> Iterator[tuple[str, str]]:
    """The things in lists on the way to an input: the key of each, and its name."""
    keys = accumulate(spot.key.split("."), lambda so_far, part: f"{so_far}.{part}")
    for depth, (key, step) in enumerate(zip(keys, spot.path, strict=True), 1):
        if isinstance(step, int):
            yield key, at(stated.scenario, spot.path[:depth]).name
