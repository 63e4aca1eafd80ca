"""What pydantic complains of, put in our own words, at the place in the user's file."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from modeller.errors import Fault, Place, Unfit, Unfits
from modeller.scenario.figures import Block, Named, declared, inner
from modeller.scenario.marks import Items, Node, Scalar, along, unwrapped
from modeller.scenario.provenance import BESIDE, RANGE, Origin
from modeller.scenario.quantities import quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import ValidationError
    from pydantic.fields import FieldInfo

Path = tuple[str | int, ...]
SOURCES = {"is", *BESIDE}


def faults_of(error: ValidationError, tree: Node, block: type[Block]) -> list[Fault]:
    """Return a fault for each complaint about a tree read as a kind of block."""
    return [fault for complaint in error.errors(include_url=False) for fault in _faults(complaint, tree, block)]


def _faults(complaint: Any, tree: Node, block: type[Block]) -> list[Fault]:  # noqa: ANN401 — pydantic's own mapping
    wrong = complaint.get("ctx", {}).get("error")
    if isinstance(wrong, Unfit | Unfits):
        return [Fault(unfit.what, _blamed(tree, complaint["loc"], unfit.at), unfit.remedy) for unfit in wrong.each]
    return [_fault(complaint, tree, block)]


def _fault(complaint: Any, tree: Node, block: type[Block]) -> Fault:  # noqa: ANN401
    path: Path = complaint["loc"]
    holder, field = _declaration(block, path)
    name = quoted(str(path[-1])) if path else "this"
    if complaint["type"] == "missing":
        return Fault(f"{name} is missing", _key(tree, path), _to_add(str(path[-1]), field))
    if complaint["type"] == "extra_forbidden":
        return Fault(f"{name} is not a setting here", _entry(tree, path), _instead(str(path[-1]), holder))
    if complaint["input"] is None:
        return Fault(f"{name} has nothing after it", _entry(tree, path), "give it a value, or leave the line out")
    return Fault(*_wrong_kind(complaint, _value(tree, path), holder, field))


def _wrong_kind(
    complaint: Any,  # noqa: ANN401
    place: Place,
    holder: type[Block],
    field: FieldInfo | None,
) -> tuple[str, Place, str]:
    path: Path = complaint["loc"]
    given = complaint["input"]
    found = (
        "text stands" if isinstance(given, str) else "a list stands" if isinstance(given, list) else "settings stand"
    )
    if complaint["type"] == "list_type" and field and not inner(field):
        return f"{found} where names are due", place, f"write “{path[-1]}: [one, another]”"
    if complaint["type"] == "list_type":
        return f"{found} where a list is due", place, "begin each item of the list with “- name: …” on its own line"
    if complaint["type"] == "literal_error" and isinstance(given, str) and field:
        choices = declared(field).choices
        return f"{quoted(given)} is not one of the choices", place, _meant(given, choices)
    if complaint["type"] in {"string_type", "literal_error"}:
        remedy = "write the name alone" if isinstance(path[-1], int) else f"write “{path[-1]}: …” on one line"
        return f"{found} where text is due", place, remedy
    kind = inner(field) if field else None if path else holder
    due = f"such as “{next(iter(kind.model_fields))}: …”, one to a line" if kind else "one to a line"
    return f"{found} where settings are due", place, f"give settings with names, {due}"


def _meant(word: str, known: Sequence[str]) -> str:
    close = get_close_matches(word, known, 1)
    return f"did you mean “{close[0]}”?" if close else f"choose from: {', '.join(known)}"


def _instead(name: str, block: type[Block]) -> str:
    if name in SOURCES:
        return "write it beside a figure’s “is: …”, or under “provenance:” for all the figures of the block"
    return _meant(name, [*block.model_fields, *(sorted(RANGE) if block is Origin else ())])


def _to_add(name: str, field: FieldInfo | None) -> str:
    kind = inner(field) if field else None
    if kind:
        settings = ", ".join(name for name, below in kind.model_fields.items() if below.is_required())
        listed = "a list, each with " if issubclass(kind, Named) else ""
        return f"add “{name}:” with {listed}{settings or 'its settings'}"
    said = declared(field) if field else None
    return f"add “{name}: {said.example}” ({said.label})" if said else f"add “{name}: …”"


def _declaration(block: type[Block], path: Path) -> tuple[type[Block], FieldInfo | None]:
    """Return the block that the last name of a path belongs in, and its field there, if it has one."""
    field: FieldInfo | None = None
    for step in path:
        if field:
            block = inner(field) or block
        if isinstance(step, str):
            field = block.model_fields.get(step)
    return block, field


def _key(tree: Node, path: Path) -> Place:
    """Where the key of the last thing stated along a path stands; for an item of a list, the item."""
    return list(along(tree, path))[-1][0]


def _value(tree: Node, path: Path) -> Place:
    """Where the last thing stated along a path stands: a figure's text, or the key of what is more than a figure."""
    key, node = list(along(tree, path))[-1]
    node = unwrapped(node)
    return node.place if isinstance(node, Scalar | Items) else key


def _entry(tree: Node, path: Path) -> Place:
    """Return the place of a key together with its value, where both stand on one line."""
    key, node = list(along(tree, path))[-1]
    return key.through(node.place) if isinstance(node, Scalar) else key


def _blamed(tree: Node, path: Path, at: tuple[str, ...]) -> Place:
    """Find the first of the settings to blame that was stated, or else the place where the check was made."""
    for way in at:
        steps = [
            int(step) if step.isdigit() and len(step) < len("2026") else step for step in way.strip(":").split(".")
        ]
        full = (*path, *steps)
        if len(list(along(tree, full))) > len(full):
            return _key(tree, full) if way.endswith(":") else _value(tree, full)
    return _value(tree, path)
