"""A scenario that extends another: settings are folded key by key, lists replaced whole.

Every text keeps the place, and so the file, that it came from; a fault in a base points at the base.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from modeller.errors import Fault, Faults, Place
from modeller.scenario.marks import Entry, Node, Scalar, Settings, parse, text_of
from modeller.scenario.provenance import BESIDE, RANGE
from modeller.scenario.quantities import quoted

if TYPE_CHECKING:
    from pathlib import Path


def load_with_bases(path: Path, text: str) -> tuple[Settings, list[Fault]]:
    """Read a file's text and everything it extends, as one tree of settings."""
    return _load(path, text, ())


def fold(base: Node, top: Node) -> Node:
    """Lay one tree over another.

    A figure given anew takes nothing from the base: its old source would vouch for a figure it never gave. A range
    given without a figure is laid beside the base's.
    """
    if _is_bare(base) and _is_range(top):
        base = Settings(base.place, {"is": Entry(base.place, base)})
    if not (isinstance(base, Settings) and isinstance(top, Settings)) or _given_anew(base, top):
        return top
    entries = dict(base.entries)
    for key, entry in top.entries.items():
        below, lay = entries.get(key), _each_for_its_own if key == "provenance" else fold
        entries[key] = Entry(entry.key, lay(below.value, entry.value)) if below else entry
    return Settings(top.place, entries)


def _each_for_its_own(base: Node, top: Node) -> Node:
    """Keep what either file says of the sources of a block: neither vouches for the other's figures."""
    return replace(top, under=base) if isinstance(base, Settings) and isinstance(top, Settings) else top


def _is_bare(base: Node) -> bool:
    """Whether it is a figure, or a curve's years, with nothing beside it."""
    if isinstance(base, Settings):
        return all(key.isdigit() or key == "provenance" for key in base.entries)
    return isinstance(base, Scalar)


def _is_range(top: Node) -> bool:
    return isinstance(top, Settings) and bool(top.entries.keys() & RANGE) and top.entries.keys() <= BESIDE


def _given_anew(base: Settings, top: Settings) -> bool:
    return "is" in top.entries or ("is" in base.entries and not top.entries.keys() <= BESIDE)


def _load(path: Path, text: str, above: tuple[Path, ...]) -> tuple[Settings, list[Fault]]:
    tree, faults = parse(text, str(path))
    stated = tree.entries.get("extends")
    if not stated:
        return tree, faults
    above = (*above, path.resolve())
    own = Settings(tree.place, {key: entry for key, entry in tree.entries.items() if key != "extends"})
    try:
        below = _base(stated, path, above)
        base, more = _load(below, text_of(below), above)
    except Faults as broken:
        raise Faults([*faults, *broken.faults]) from None
    folded = fold(base, own)
    return folded if isinstance(folded, Settings) else own, faults + more


def _base(stated: Entry, path: Path, above: tuple[Path, ...]) -> Path:
    if not isinstance(stated.value, Scalar) or not stated.value.text:
        raise _fault("extends takes the name of one file", stated.value.place, "write it so: extends: base.yaml")
    base = path.parent / stated.value.text
    if base.resolve() in above:
        names = " extends ".join(file.name for file in (*above[above.index(base.resolve()) :], base))
        raise _fault(f"files extend one another in a circle: {names}", stated.value.place, "take one extends out")
    if not base.is_file():
        remedy = f"its name is taken from the folder of this file, {path.parent.resolve().name}: check both"
        raise _fault(f"there is no file {quoted(stated.value.text)}", stated.value.place, remedy)
    return base


def _fault(what: str, place: Place, remedy: str) -> Faults:
    return Faults([Fault(what, place, remedy)])
