"""Single inputs set from the command line: `--set contract.committed="7 years"`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from modeller.errors import Fault, Place
from modeller.lines.names import slug
from modeller.scenario.figures import Block, Named, Numbered, declared, inner
from modeller.scenario.marks import Entry, Items, Node, Scalar, Settings, along, unwrapped
from modeller.scenario.provenance import RANGE
from modeller.scenario.quantities import quoted
from modeller.scenario.terms import Scenario
from modeller.scenario.walk import spots

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SET, SOURCE = "--set", "set for this run"


class _UnknownKeyError(Exception):
    pass


def override(
    tree: Settings, overrides: Mapping[str, str], first_year: int | None, said: Mapping[str, Place] | None = None
) -> tuple[Settings, list[Fault]]:
    """Lay single inputs over what the files say; a key that means nothing is a fault, where it was `said`.

    A figure set has no range: what is set for a run is what it is.
    """
    faults, said = [], said or {}
    for key, value in overrides.items():
        place = said.get(key) or Place(f'{SET} {key}="{value}"')
        try:
            tree = _block(tree, key.split("."), _given(value, place), Scenario, first_year)
        except _UnknownKeyError:
            faults.append(Fault(f"{quoted(key)} is not an input of this scenario", said.get(key), _meant(key, tree)))
    return tree, faults


def _given(value: str, place: Place) -> Settings:
    said = {"is": value.strip() or None, "status": "illustrative", "source": SOURCE}
    return Settings(place, {key: Entry(place, Scalar(place, text)) for key, text in said.items()})


def _block(node: Node | None, keys: Sequence[str], value: Settings, block: type[Block], year: int | None) -> Settings:
    """Set one input of a block; what is not settings is left to be reported as a fault."""
    here = node if isinstance(node, Settings) else Settings(value.place, {})
    name, *rest = keys
    if name not in block.model_fields:
        raise _UnknownKeyError
    field, below = block.model_fields[name], here.get(name)
    kind = inner(field)
    if kind and not rest:
        raise _UnknownKeyError
    if kind is None:
        new: Node = _figure(below, rest, value, declared(field).by_year, year)
    elif issubclass(kind, Named):
        new = _list(below, rest, value, kind, year)
    else:
        new = _block(below, rest, value, kind, year)
    return Settings(here.place, {**here.entries, name: Entry(here.entries[name].key if below else value.place, new)})


def _list(node: Node | None, keys: Sequence[str], value: Settings, kind: type[Named], year: int | None) -> Items:
    named, *rest = keys
    items = node.items if isinstance(node, Items) else ()
    if not rest or named not in (names := _slugs(items, kind)):
        raise _UnknownKeyError
    number = names.index(named)
    new = _block(items[number], rest, value, kind, year)
    return Items(value.place if node is None else node.place, (*items[:number], new, *items[number + 1 :]))


def _figure(node: Node | None, keys: Sequence[str], value: Settings, by_year: bool, first: int | None) -> Settings:  # noqa: FBT001
    if not keys:
        return value
    if not by_year or len(keys) > 1 or not keys[0].isdigit():
        raise _UnknownKeyError
    entries = _years(node, first)
    key = entries[keys[0]].key if keys[0] in entries else value.place
    years = Settings(node.place if node else value.place, {**entries, keys[0]: Entry(key, value)})
    if isinstance(node, Settings) and "is" in node.entries:  # what is said of the other years goes on being said
        said = {key: entry for key, entry in node.entries.items() if key not in RANGE}  # the range of all goes, though
        return Settings(node.place, {**said, "is": Entry(node.entries["is"].key, years)})
    return years


def _years(node: Node | None, first: int | None) -> dict[str, Entry]:
    """Return the years of a curve; one figure for all years is the figure of the first."""
    if node is None:
        return {}
    curve = unwrapped(node)
    if isinstance(curve, Settings):
        return dict(curve.entries)
    return {str(first): Entry(node.place, node)} if first else {}


def _slugs(items: Sequence[Node], kind: type[Block]) -> list[str]:
    return [_slug(item, kind, number) for number, item in enumerate(items, 1)]


def _slug(item: Node, kind: type[Block], number: int) -> str:
    name = item.get("name") if isinstance(item, Settings) else None
    if name is None and issubclass(kind, Numbered):
        return slug(kind.numbered(number))
    return slug(name.text or "") if isinstance(name, Scalar) else ""


def slugs_stated(tree: Settings, path: Sequence[str | int], kind: type[Block]) -> list[str]:
    """Return the names of the items of a list, as they stand in keys."""
    steps = list(along(tree, path))
    node = steps[-1][1]
    return _slugs(node.items, kind) if len(steps) > len(path) and isinstance(node, Items) else []


def _meant(key: str, tree: Settings) -> str:
    known = [spot.key for spot in spots(lambda path, kind: slugs_stated(tree, path, kind))]
    close = get_close_matches(key, known, 1)
    return f"did you mean “{close[0]}”?" if close else "the command “modeller inputs” lists every key"
