"""The text of a scenario by itself: as its file has it, where that is all of it, or else all of it laid together.

What a file takes from others (`extends`, a product that a loan is like, figures set for one run) is written out, and
each figure with where it comes from wherever its block would say otherwise. Reading the text gives the same scenario,
and says the same of every figure; but a loan no longer names a file of terms that it was like.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from modeller.scenario.marks import Items, Node, Scalar, Settings, along, parse
from modeller.scenario.overrides import SET
from modeller.scenario.provenance import NOT_STATED, RANGE, Origin, claim, laid_over, said_beside, said_of, words_of
from modeller.scenario.walk import words
from modeller.scenario.yaml_text import WIDEST, Plain, lines

if TYPE_CHECKING:
    from modeller.scenario.reading import Stated
    from modeller.scenario.walk import Path as Way

Said = dict[str, str]


def whole_text(stated: Stated) -> str:
    """The text of a scenario as read, in need of no other file."""
    own, _ = parse(stated.text, stated.file)
    files = list(dict.fromkeys(_files(stated.tree)))
    if files == [stated.file] and "extends" not in own.entries and not any(_like(stated.tree)):
        return stated.text
    return "\n".join([*_head(stated.file, files), "", *lines(plain(stated))]) + "\n"


def _head(own: str, files: list[str]) -> list[str]:
    """A comment that says what the text was laid together from; names of files may hold anything."""
    others = [Path(file).name for file in files if file != own and not file.startswith(SET)]
    others += ["figures set for one run"] if any(file.startswith(SET) for file in files) else []
    said = f"{Path(own).name}, with what it takes from {', '.join(others) or 'elsewhere'} written out"
    return [f"# {line}" for line in textwrap.wrap("".join(filter(str.isprintable, said)), WIDEST)]


def plain(stated: Stated) -> Mapping[str, Plain]:
    """A scenario as plain settings, each figure with where it comes from wherever its block would say otherwise."""
    found = _Flattened(stated).node(stated.tree, (), (), {})
    assert isinstance(found, Mapping)  # noqa: S101  a scenario is settings
    return found


def plain_at(stated: Stated, way: Way, said: Said) -> Plain:
    """What stands at the end of a way, as plain settings, where the text around it says so much of its source."""
    *above, node = (node for _, node in along(stated.tree, way))
    return _Flattened(stated).node(node, way, tuple(above), said)


def _files(node: Node) -> Iterator[str]:
    """The files that what is stated stands in, the first line first."""
    yield node.place.file
    below = node.items if isinstance(node, Items) else ()
    if isinstance(node, Settings):
        below = tuple(entry.value for entry in node.entries.values())
    for each in below:
        yield from _files(each)


def _like(tree: Settings) -> Iterator[Node]:
    finance = tree.get("finance")
    for loan in finance.items if isinstance(finance, Items) else ():
        if isinstance(loan, Settings) and "like" in loan.entries:
            yield loan


class _Flattened:
    """A scenario's tree without the files it came from. `said` is what the text so far says of a figure's source."""

    def __init__(self, stated: Stated) -> None:
        self.words = {spot.path for spot in words(stated.scenario)}

    def node(self, node: Node, way: Way, above: tuple[Node, ...], said: Said) -> Plain:
        """What stands at a place, `above` being all that it stands within."""
        steps = (*above, node)
        if isinstance(node, Scalar):
            return self._leaf(node, way, steps, said)
        if isinstance(node, Items):
            names = node.items and all(isinstance(item, Scalar) for item in node.items)
            if names:
                return self._leaf(node, way, steps, said)
            return [self.node(item, (*way, place), steps, said) for place, item in enumerate(node.items)]
        if "is" not in node.entries:
            return self._settings(node, way, steps, said)
        given = node.entries["is"].value
        if not isinstance(given, Settings):
            return self._leaf(given, way, steps, said)
        own = said_beside(node)  # of all years of a curve
        return {"is": self._settings(given, way, steps, laid_over(said, own)), **_range(node), **own}

    def _settings(self, node: Settings, way: Way, steps: tuple[Node, ...], said: Said) -> dict[str, Plain]:
        found: dict[str, Plain] = {}
        block = node.get("provenance")
        if isinstance(block, Settings):
            found["provenance"] = words_of(block)
            said = laid_over(said, words_of(block))
        for key, entry in node.entries.items():
            named_file = key == "like" and isinstance(entry.value, Scalar) and _is_file(entry.value.text)
            if key != "provenance" and not named_file:
                found[key] = self.node(entry.value, (*way, key), steps, said)
        return {key: found[key] for key in node.entries if key in found}

    def _leaf(self, given: Scalar | Items, way: Way, steps: tuple[Node, ...], said: Said) -> Plain:
        """A figure or words; of words that are given bare, nothing is said."""
        bare: Plain = _texts(given) if isinstance(given, Items) else given.text or ""
        own = said_beside(steps[-1])
        if way in self.words and not own:
            return bare
        wanted = claim(said_of(steps, given.place.file))
        ranged = _range(steps[-1])
        if claim(said) == wanted and way not in self.words:
            return {"is": bare, **ranged} if ranged else bare
        return {"is": bare, **ranged, **enough(wanted, said)}


def _range(node: Node) -> dict[str, Plain]:
    """What is said beside a figure of how far it may be out."""
    if not isinstance(node, Settings) or "is" not in node.entries:
        return {}
    return {key: _as_stated(entry.value) for key, entry in node.entries.items() if key in RANGE}


def _as_stated(node: Node) -> Plain:
    if isinstance(node, Settings):
        return {key: _as_stated(entry.value) for key, entry in node.entries.items()}
    return _texts(node) if isinstance(node, Items) else node.text or ""


def _texts(names: Items) -> list[str]:
    return [item.text or "" for item in names.items if isinstance(item, Scalar)]


def _is_file(text: str | None) -> bool:
    return bool(text) and str(text).endswith((".yaml", ".yml"))


def enough(wanted: Origin, said: Said) -> Said:
    """The fewest words beside a figure that say where it comes from, over what its block says."""
    every = wanted.model_dump()
    least = {key: text for key, text in every.items() if text and text != NOT_STATED}
    return least if claim(laid_over(said, least)) == wanted else every
