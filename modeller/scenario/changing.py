"""Single inputs of a scenario changed: the scenario as it then is, and its file's text with no more changed than that.

What a file takes from another (`extends`, a product) is changed in the file itself, over what it takes; and since a
list, or a curve given with its source, is taken whole or not at all, it is then written there whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from modeller.errors import Fault, Faults, Place
from modeller.scenario.marks import Entry, Items, Node, Scalar, Settings, along, parse, unwrapped
from modeller.scenario.provenance import RANGE, Origin, claim, said_of
from modeller.scenario.reading import Stated, read, understood
from modeller.scenario.rewriting import Restated, Way, Wording, rewritten
from modeller.scenario.whole import enough, plain_at
from modeller.scenario.yaml_text import Plain


@dataclass(frozen=True)
class Change:
    """One input stated anew: the way to it, where that was said, how it is worded, and where its figure comes from.

    `worded` is nothing where it is known to be at fault. Words come from nowhere. `ends` are a range's low and high,
    where that is stated anew as well; otherwise the figure keeps the range that it has.
    """

    way: Way
    place: Place
    worded: Wording | None
    origin: Origin | None = None
    ends: Mapping[str, str] = field(default_factory=dict)

    def node(self, old: str | None) -> Node:
        """What now stands there, worded as the text was that stood there."""
        value = self.worded(old, False) if self.worded else None  # noqa: FBT003
        given = _node(value, self.place)
        beside = {**(self.origin.model_dump() if self.origin else {}), **self.ends}
        if not beside:
            return given
        said = {key: Scalar(self.place, word) for key, word in beside.items()}
        return Settings(self.place, {key: Entry(self.place, each) for key, each in {"is": given, **said}.items()})


def as_it_is(value: Plain) -> Wording:
    """A wording that is the same whatever stood there."""
    return lambda _old, _flow: value


def _node(value: object, place: Place) -> Node:
    """Plain settings, all in one place."""
    if isinstance(value, Mapping):
        return Settings(place, {key: Entry(place, _node(each, place)) for key, each in value.items()})
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Items(place, tuple(_node(each, place) for each in value))
    return Scalar(place, value if isinstance(value, str) else None)


def changed(stated: Stated, changes: Sequence[Change]) -> Stated:
    """A scenario with inputs changed; raise `Faults`, each where the change was said, if it will not do."""
    tree: Node = stated.tree
    for each in changes:
        way = _standing(stated, each.way)
        tree = laid(tree, way, each.node(_text_at(stated.tree, way)))
    assert isinstance(tree, Settings)  # noqa: S101  a scenario stays settings
    return understood(tree, [], stated.file, stated.text)


def _text_at(tree: Settings, way: Way) -> str | None:
    """The text at the end of a way, where one stands there."""
    nodes = [unwrapped(node) for _, node in along(tree, way)]
    return nodes[-1].text if len(nodes) > len(way) and isinstance(nodes[-1], Scalar) else None


def laid(node: Node | None, way: Way, new: Node, *, ranged: bool = True) -> Node:
    """A tree with something else at the end of a way, beside which, if `ranged`, the old figure's range goes on."""
    if not way:
        return _with_range(node, new) if ranged else new
    step, *rest = way
    if isinstance(node, Items) and isinstance(step, int):
        items = [
            laid(item, tuple(rest), new, ranged=ranged) if place == step else item
            for place, item in enumerate(node.items)
        ]
        return Items(node.place, tuple(items))
    here = node if isinstance(node, Settings) else Settings(new.place, {})
    if "is" in here.entries:
        given = here.entries["is"]
        return Settings(
            here.place, {**here.entries, "is": Entry(given.key, laid(given.value, way, new, ranged=ranged))}, here.under
        )
    old = here.entries.get(str(step))
    entry = Entry(old.key if old else new.place, laid(old.value if old else None, tuple(rest), new, ranged=ranged))
    return Settings(here.place, {**here.entries, str(step): entry}, here.under)


def _with_range(old: Node | None, new: Node) -> Node:
    """A figure stated anew with the range that stands beside the old one, as its file goes on saying."""
    said = old.entries if isinstance(old, Settings) and "is" in old.entries else {}
    ranged = {key: entry for key, entry in said.items() if key in RANGE}
    if not ranged:
        return new
    given = new.entries if isinstance(new, Settings) and "is" in new.entries else {"is": Entry(new.place, new)}
    return Settings(new.place, {**ranged, **given})


def _standing(stated: Stated, way: Way) -> Way:
    """The way to what stands: where one figure stands for all years, to that."""
    nodes = [node for _, node in along(stated.tree, way[:-1])]
    one_for_all = len(nodes) == len(way) and isinstance(unwrapped(nodes[-1]), Scalar)
    return way[:-1] if one_for_all else way


def changed_text(stated: Stated, new: Stated, changes: Sequence[Change], to: Path) -> str:
    """The text of a scenario's file, changed as the scenario was, for a file that may stand elsewhere.

    Raise `Faults` where that file would not find what it leans on, or would say anything but the scenario as changed.
    """
    own, _ = parse(stated.text, stated.file)
    inputs: dict[Way, Restated] = {}
    for each in changes:
        way = _standing(stated, each.way)
        if whole := _taken_whole(stated, own, way):
            said = _context(stated, whole)
            inputs[whole] = Restated(as_it_is(plain_at(new, whole, said)), {})
        elif each.worded:
            context = _context(stated, way)
            bare = each.origin is None or claim(context) == each.origin
            said = {} if bare or not each.origin else enough(each.origin, context)
            inputs[way] = Restated(each.worded, {**each.ends, **said})
    text = rewritten(stated.text, inputs)
    again = read(to, text=text)
    if again.scenario != new.scenario or _sources(again) != _sources(new) or again.ranges != new.ranges:
        what = "the file would not be read as the scenario that it is to say, and is not written"
        raise Faults([Fault(what, Place(str(to)), "see that the files it extends are those beside it")])
    return text


def _taken_whole(stated: Stated, own: Settings, way: Way) -> Way | None:
    """The way to the list, or the curve given with its source, that the file has from another and must state itself."""
    reached = len(list(along(own, way))) - 1
    if reached == len(way):
        return None
    taken = [node for _, node in along(stated.tree, way)][reached + 1 :]
    for place, node in enumerate(taken, reached + 1):
        if place < len(way) and (isinstance(node, Items) or (isinstance(node, Settings) and "is" in node.entries)):
            return way[:place]
    return None


def _context(stated: Stated, way: Way) -> dict[str, str]:
    """What the file would say of the source of a bare figure at the end of a way."""
    steps = [node for _, node in along(stated.tree, way)]
    return said_of(steps[: len(way)], stated.file)


def _sources(stated: Stated) -> Mapping[str, Origin]:
    return {
        key: Origin(status=each.status, source=each.source, as_of=each.as_of, note=each.note)
        for key, each in stated.provenance.items()
        if each.stated
    }
