"""Every input that a scenario may state, as a list to read and as a JSON Schema for editors."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, get_args

from modeller.scenario.dates import YesOrNo
from modeller.scenario.distributions import SCIPY, WAYS
from modeller.scenario.figures import Status
from modeller.scenario.ranges import DRAWN, HIGH, LOW
from modeller.scenario.walk import spots

if TYPE_CHECKING:
    from modeller.scenario.figures import Block, Declared
    from modeller.scenario.walk import Path, Spot

Schema = dict[str, Any]
YEARS = "^(19|20|21)[0-9]{2}$"


@dataclass(frozen=True)
class Row:
    """One input: figures as people write them, an empty text where there is none."""

    key: str
    label: str
    unit: str
    default: str
    low: str
    high: str
    help: str
    status: str
    source: str
    required: bool
    choices: tuple[str, ...]


def catalogue() -> list[Row]:
    """List every declared input, in the order declared.

    >>> row = next(row for row in catalogue() if row.key == "finance.<loan>.interest")
    >>> row.label, row.unit, row.low, row.high, row.required
    ('Rate of interest', '% a year', '0% a year', '50% a year', True)
    """
    return [_row(spot) for spot in spots(_one_of_a_kind)]


def _one_of_a_kind(_: Path, kind: type[Block]) -> list[str]:
    return [f"<{re.findall('[A-Z][a-z]+', kind.__name__)[-1].lower()}>"]


def _row(spot: Spot) -> Row:
    said = spot.declared
    default, low, high = (_text(said, value) for value in (said.default, said.low, said.high))
    return Row(
        key=f"{spot.key}.<year>" if said.by_year else spot.key,
        label=said.label,
        unit=said.quantity.unit.name if said.quantity else "words",
        default=default,
        low=low,
        high=high,
        help=said.help,
        status=said.status if said.quantity else "",
        source=said.source,
        required=said.default is None,
        choices=said.choices,
    )


def _text(said: Declared, value: float | str | None) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return said.quantity.write(value) if said.quantity else str(value)


def json_schema() -> Schema:
    """Return a JSON Schema of a scenario file, for completion and checking in an editor.

    Only items of lists have required settings: anything else may come from the file that is extended, or from the
    product that a loan is like.

    >>> json_schema()["properties"]["contract"]["properties"]["committed"]["title"]
    'Committed length'
    """
    root = _settings()
    for spot in spots(_one_of_a_kind):
        _place(root, spot)
    loan = root["properties"]["finance"]["items"]
    loan["anyOf"] = [{"required": ["like"]}, {"required": loan["required"]}]
    loan["required"] = ["name"]
    root["properties"]["extends"] = {"type": "string", "description": "A file whose terms these are laid over."}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Scenario of a partnership",
        "$defs": {"provenance": _origin({}, [])},
        **root,
    }


def _place(root: Schema, spot: Spot) -> None:
    here = root
    for step, following in pairwise(spot.path):
        fresh: Schema = {"type": "array"} if isinstance(following, int) else _settings()
        here = here.setdefault("items", fresh) if isinstance(step, int) else here["properties"].setdefault(step, fresh)
    name = spot.path[-1]
    here["properties"][name] = _input(spot.declared)
    if spot.declared.default is None and any(isinstance(step, int) for step in spot.path):
        here.setdefault("required", []).append(name)


def _settings() -> Schema:
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {"provenance": {"$ref": "#/$defs/provenance"}},
    }


def _input(said: Declared) -> Schema:
    about = {"title": said.label, "description": said.help}
    bare = _bare(said)
    ranged = _range(said, bare)
    ways = [bare, _origin({"is": bare, **ranged}, ["is"])]
    if said.by_year:
        figure = {"anyOf": ways}
        years = {**_settings(), "patternProperties": {YEARS: figure}}
        ways = [*ways, years, _origin({"is": years, **ranged}, ["is"])]
    return {**about, "anyOf": ways}


def _range(said: Declared, bare: Schema) -> Schema:
    """How far a figure may be out, said beside it; words, and yes or no, have no range."""
    if said.quantity is None or isinstance(said.quantity, YesOrNo):
        return {}
    scipy = {"type": "object", "required": [SCIPY], "properties": {SCIPY: {"type": "string"}}}
    drawn = {"description": DRAWN, "anyOf": [{"enum": list(WAYS)}, scipy]}
    return {"low": {"description": LOW, **bare}, "high": {"description": HIGH, **bare}, "drawn": drawn}


def _bare(said: Declared) -> Schema:
    if said.choices:
        return {"enum": list(said.choices)}
    if said.several:
        return {"type": ["array", "string"], "items": {"type": ["string", "number"]}}
    if not said.quantity:
        return {"type": ["string", "number"]}
    kinds = ["string", *said.quantity.bare]
    return {"type": kinds if len(kinds) > 1 else "string", "pattern": said.quantity.pattern, "examples": [said.example]}


def _origin(also: Schema, required: list[str]) -> Schema:
    words: Schema = {"type": "string"}
    said = {"status": {"enum": list(get_args(Status))}, "source": words, "note": words}
    dated = {"type": ["string", "integer"], "description": "A year, a month or a day, such as 2026-04-30."}
    properties = {**also, **said, "as_of": dated}
    return {"type": "object", "additionalProperties": False, "properties": properties, "required": required}
