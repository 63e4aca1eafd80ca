"""What things are called where they stand away from their own heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from modeller.lines.names import slug
from modeller.lines.references import Line, Measure
from modeller.lines.units import Unit

WHOLE_PARTNERSHIP = "The partnership"


def named(item: Line | Measure) -> str:
    """A label with the heading it stands under: “Bank loan: falls due”."""
    return f"{item.section.heading}: {lowered(item.label)}" if item.section.heading else item.label


def lowered(label: str) -> str:
    """A label as it stands within a phrase.

    >>> lowered("Falls due"), lowered("CPI in September")
    ('falls due', 'CPI in September')
    """
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def series_names(lines: Sequence[Line]) -> list[str]:
    """What tells the lines of a chart apart: their labels, or else their headings, or else both."""
    labels, headings = [line.label for line in lines], [line.section.heading for line in lines]
    for names in (labels, headings):
        if len(set(names)) == len(lines) and all(names):
            return names
    return [named(line) for line in lines]


def unit_name(unit: Unit) -> str:
    """A unit as the sheets name it: a flag is called what is typed for it."""
    return "yes 1, no 0" if unit.name == "flag" else unit.name


@dataclass
class Block:
    """Inputs under one heading: their keys, and their labels without what the heading says already."""

    heading: str
    labels: dict[str, str] = field(default_factory=dict)


def blocks(labels: Mapping[str, str]) -> list[Block]:
    """Inputs by what they are stated of, in the order in which each is first met.

    >>> found = blocks({"homes.first_lot.price": "First lot: Price", "start": "Start"})
    >>> [(each.heading, each.labels) for each in found]
    [('Homes › First lot', {'homes.first_lot.price': 'Price'}), ('The partnership', {'start': 'Start'})]
    """
    items = _items(labels)
    found: dict[str, Block] = {}
    for key, label in labels.items():
        item = next((items[prefix] for prefix in _prefixes(key) if prefix in items), "")
        heading = f"{part(key)} › {item}" if item else part(key)
        short = label.removeprefix(f"{item}: ") if item else label
        found.setdefault(heading, Block(heading)).labels[key] = short or label
    return list(found.values())


def part(key: str) -> str:
    """The part of the partnership that an input belongs to.

    >>> part("major_repairs.reserve"), part("start")
    ('Major repairs', 'The partnership')
    """
    first, dot, _ = key.partition(".")
    return first.replace("_", " ").capitalize() if dot else WHOLE_PARTNERSHIP


def _prefixes(key: str) -> Iterable[str]:
    """The blocks that a key is within, the innermost first."""
    parts = key.split(".")[:-1]
    return [".".join(parts[:number]) for number in range(len(parts), 0, -1)]


def _items(labels: Mapping[str, str]) -> dict[str, str]:
    """The names of items in lists, by the beginning of the keys that they own: labels begin with the name."""
    found = {}
    for key, label in labels.items():
        names = {slug(label[: colon.start()]): label[: colon.start()] for colon in re.finditer(": ", label)}
        for prefix in _prefixes(key):
            name = names.get(prefix.rsplit(".", 1)[-1])
            if name:
                found[prefix] = name
                break
    return found
