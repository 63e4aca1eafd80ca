"""Where a figure comes from: its status, source and date, beside it in the file or for a whole block at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError, field_validator

from modeller.errors import Unfit
from modeller.scenario.figures import Block, Status, text
from modeller.scenario.marks import Node, Scalar, Settings, along, unwrapped
from modeller.scenario.quantities import quoted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from modeller.errors import Place
    from modeller.scenario.figures import Declared

NOT_STATED = "not stated"


class Origin(Block):
    """What may be said of where figures come from."""

    status: Status = text("Status", default="illustrative", help="fact, estimate or illustrative.")
    source: str = text("Source", default=NOT_STATED, help="A document, a person, a calculation.")
    as_of: str = text("As of", default="", help="The date of the source, such as 2026, 2026-04 or 2026-04-30.")
    note: str = text("Note", default="", help="Anything a reader should know.")

    @field_validator("as_of")
    @classmethod
    def _a_date(cls, as_of: str) -> str:
        if as_of and not re.fullmatch(r"[0-9]{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?", as_of):
            raise Unfit(f"{quoted(as_of)} is not a date", "write a year, a month or a day, such as 2026-04-30")
        return as_of


KEYS = frozenset(Origin.model_fields)
RANGE = frozenset({"low", "high", "drawn"})
"""What may be said of how far a figure may be out; see `ranges.py`."""
BESIDE = KEYS | RANGE
"""All that may stand beside a figure's “is: …”."""


@dataclass(frozen=True)
class Provenance:
    """Where a figure in use comes from. `stated` is false for a default, which has no place in a file."""

    status: Status
    source: str
    as_of: str
    note: str
    place: Place | None
    stated: bool


def provenance(tree: Settings, path: Sequence[str | int], declared: Declared) -> Provenance:
    """Find where the figure at a path comes from: what is said beside it, else of its block, else of all above."""
    steps = [node for _, node in along(tree, path)]
    figure = unwrapped(steps[-1])
    one_for_all_years = declared.by_year and len(steps) == len(path) and isinstance(figure, Scalar)
    if len(steps) <= len(path) and not one_for_all_years:
        return Provenance(declared.status, declared.source or "default", "", "", None, stated=False)
    said = said_of(steps, figure.place.file)
    return Provenance(**claim(said).model_dump(), place=figure.place, stated=True)


def said_of(steps: Sequence[Node], file: str) -> dict[str, str]:
    """What is said of the source of a figure of a file, by all that it stands within: the nearest word counts."""
    said: dict[str, str] = {}
    for step in steps:
        for nearer in (said_beside(step), _for_block(unwrapped(step), file)):
            said = laid_over(said, nearer)
    return said


def beside(tree: Settings, path: Sequence[str | int]) -> bool:
    """Whether what stands at a path is given together with where it comes from."""
    steps = [node for _, node in along(tree, path)]
    return len(steps) > len(path) and bool(said_beside(steps[-1]))


def _for_block(step: Node, file: str) -> dict[str, str]:
    """Count a block's word only for figures of its own file: it cannot vouch for what another file says."""
    block = step.get("provenance") if isinstance(step, Settings) else None
    while isinstance(block, Settings) and block.place.file != file:
        block = block.under
    return words_of(block) if isinstance(block, Settings) else {}


def said_beside(step: Node) -> dict[str, str]:
    """What stands beside a figure itself, if it is given so."""
    return words_of(step) if isinstance(step, Settings) and "is" in step.entries else {}


def words_of(settings: Settings) -> dict[str, str]:
    """The words of a source that settings hold."""
    said = {key: entry.value for key, entry in settings.entries.items() if key in KEYS}
    return {key: value.text for key, value in said.items() if isinstance(value, Scalar) and value.text is not None}


def laid_over(said: dict[str, str], nearer: dict[str, str]) -> dict[str, str]:
    """Let the nearer word count; another status is another claim, for which the farther source does not speak."""
    return nearer if nearer.get("status", said.get("status")) != said.get("status") and said else {**said, **nearer}


def unfit(said: Mapping[str, Any]) -> list[str]:
    """The words of a source that will not do, by key.

    >>> unfit({"status": "certain", "as_of": "last May"}), unfit({"status": "fact"})
    (['status', 'as_of'], [])
    """
    try:
        Origin.model_validate(said)
    except ValidationError as error:
        return [str(each["loc"][0]) for each in error.errors(include_url=False)]
    return []


def claim(said: Mapping[str, Any]) -> Origin:
    """What a figure's source comes to, with what is not said."""
    try:
        return Origin.model_validate(said)
    except ValidationError:  # reported where the file is checked
        return Origin()
