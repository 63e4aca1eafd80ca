"""What was changed in a workbook, told: from what to what, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from modeller.scenario import Provenance
from modeller.scenario.provenance import NOT_STATED, Origin
from modeller.scenario.ranges import Range
from modeller.scenario.walk import Figure
from modeller.workbook.outside import CellPlace


@dataclass(frozen=True)
class Told:
    """One thing that was changed: an input, or what is said of where it comes from (`said` is then which)."""

    key: str
    label: str
    was: str
    now: str
    place: CellPlace
    said: str = ""


def of_range(figure: Figure, was: Range | None, now: Mapping[str, str], place: CellPlace) -> Iterator[Told]:
    """Ends of a range that are others than they were."""
    for end, text in now.items():
        before = figure.quantity.write(getattr(was, end), figure.start) if was else NOT_STATED
        if before != text:
            yield Told(figure.key, f"{figure.label}: {end} case", before, text, place, end)


def of_source(figure: Figure, was: Provenance, now: Origin, place: CellPlace) -> Iterator[Told]:
    """What is said of a source that is another than it was."""
    for said in ("status", "source", "as_of"):
        before, after = getattr(was, said), getattr(now, said)
        if before != after:
            label = f"{figure.label}: {said.replace('_', ' ')}"
            yield Told(figure.key, label, before or NOT_STATED, after or NOT_STATED, place, said)
