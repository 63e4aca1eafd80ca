"""A table of places: one partnership laid over each row, a column for each input that differs between them.

The heading of a column is an input's key, its cells are figures as a scenario has them, with their units. Beside them
stand `place`, the name, which every row must have, and `status` and `source`, which say where its figures come from.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from modeller.errors import Fault, Faults, Place
from modeller.scenario.figures import Status
from modeller.scenario.marks import text_of
from modeller.scenario.quantities import quoted

NAME, STATUS, SOURCE = "place", "status", "source"
FORMULA = ("=", "+", "@", "\t")
UNLESS_SAID = "illustrative"


@dataclass(frozen=True)
class Row:
    """One place: its name, its figures by key as they are written, where each stands, and where they come from."""

    place: str
    figures: Mapping[str, str]
    said: Mapping[str, Place]
    status: str
    source: str


def read_places(path: Path) -> list[Row]:
    """Read a table of places; raise `Faults` with all that is wrong with its shape, by row and column."""
    table = list(csv.reader(text_of(path).splitlines()))
    headings = [each.strip() for each in table[0]] if table else []
    faults = list(_of_headings(headings, str(path)))
    if faults:
        raise Faults(faults)
    numbered = [(number, cells) for number, cells in enumerate(table[1:], 2) if any(each.strip() for each in cells)]
    for number, cells in numbered:
        faults += _of_row(headings, cells, str(path), number)
    names = Counter(cells[headings.index(NAME)].strip() for _, cells in numbered if len(cells) == len(headings))
    faults += [_fault(f"the place {quoted(name)} stands in several rows", path) for name, n in names.items() if n > 1]
    if not numbered:
        faults.append(_fault("the table has no rows", path))
    if faults:
        raise Faults(faults)
    return [_row(headings, cells, path, number) for number, cells in numbered]


def _fault(what: str, path: Path) -> Fault:
    return Fault(what, Place(str(path)), "give each place one row, under a name of its own")


def _of_headings(headings: Sequence[str], file: str) -> Iterator[Fault]:
    if NAME not in headings:
        yield Fault(f"no column is headed {quoted(NAME)}", Place(file), "begin the first row with: place")
    for heading, number in Counter(headings).items():
        if number > 1:
            yield Fault(f"{number} columns are headed {quoted(heading)}", Place(file), "keep one of them")
    if "" in headings:
        yield Fault("a column has no heading", Place(file), "head it with an input's key, or take it out")


def _of_row(headings: Sequence[str], cells: Sequence[str], file: str, number: int) -> Iterator[Fault]:
    if len(cells) != len(headings):
        what = f"the row has {len(cells)} cells, the first row {len(headings)}"
        remedy = 'put figures that hold a comma in quotation marks, such as "£1,000,000"'
        yield Fault(what, Place(f"{file}, row {number}"), remedy)
        return
    for heading, cell in zip(headings, map(str.strip, cells), strict=True):
        at = _at(file, number, heading)
        if heading == NAME and not cell:
            yield Fault("the place has no name", at, "name it, such as Place 001")
        elif heading == STATUS and cell not in {"", *get_args(Status)}:
            yield Fault(f"{quoted(cell)} is no status", at, f"write {', '.join(get_args(Status))}")
        elif heading not in {NAME, STATUS, SOURCE} and cell.startswith(FORMULA):
            yield Fault(f"{quoted(cell)} is text, where a figure is due", at, "write the figure that it comes to")


def _at(file: str, number: int, heading: str) -> Place:
    return Place(f"{file}, row {number}, column {heading}")


def _row(headings: Sequence[str], cells: Sequence[str], path: Path, number: int) -> Row:
    texts = {heading: cell.strip() for heading, cell in zip(headings, cells, strict=True)}
    figures = {key: text for key, text in texts.items() if key not in {NAME, STATUS, SOURCE} and text}
    said = {key: _at(str(path), number, key) for key in figures}
    return Row(texts[NAME], figures, said, texts.get(STATUS) or UNLESS_SAID, texts.get(SOURCE, ""))
