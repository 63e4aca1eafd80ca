"""Parts of a scenario: small files that are laid over one, such as the stresses that come with the program.

A part says what it is called and where it comes from, and then what it changes: settings laid over the scenario's, as
by `extends`; figures of inputs that it already has, moved; or other parts, laid one after another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from modeller.errors import Fault, Faults, Place
from modeller.lines.names import slug
from modeller.scenario.figures import Status
from modeller.scenario.marks import Items, Node, Scalar, Settings, load
from modeller.scenario.quantities import YES_OR_NO, quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PACKAGE = Path(__file__).resolve().parents[1]
FOLDERS = (PACKAGE / "starting_points" / "stress", PACKAGE.parent / "templates" / "stress")
WORDS = ("name", "about", "status", "source", "as_of", "needs")
KEYS = (*WORDS, "by_degree", "changes", "over", "together")
WAYS = ("is", "plus", "times")


@dataclass(frozen=True)
class Change:
    """Figures to move: the inputs by key or pattern, which of them, the way, and by or to how much, as written."""

    of: str
    way: str
    figure: Node
    where: Mapping[str, str]
    place: Place


@dataclass(frozen=True)
class Part:
    """A part as read; `needs` is what a scenario must have for it to change anything.

    `by_degree` is whether it makes sense to lay only some of it over a scenario, or more than all.
    """

    name: str
    file: str
    about: str = ""
    status: str = "illustrative"
    source: str = "not stated"
    as_of: str = ""
    needs: str = ""
    by_degree: bool = True
    changes: tuple[Change, ...] = ()
    over: Settings | None = None
    together: tuple[Part, ...] = ()

    @property
    def slug(self) -> str:
        """Its name as it stands in keys."""
        return slug(self.name)

    @property
    def said(self) -> dict[str, str]:
        """What is said of every figure it gives."""
        said = {"status": self.status, "source": f"{self.name}: {self.source}", "as_of": self.as_of}
        return {key: text for key, text in said.items() if text}


def stresses() -> list[Part]:
    """The stresses that come with the program, in order of the alphabet, those that are several together last."""
    folder = next((folder for folder in FOLDERS if folder.is_dir()), None)
    found = [read_part(path) for path in sorted(folder.glob("*.yaml"))] if folder else []
    return sorted(found, key=lambda part: bool(part.together))


def read_part(path: Path | str, above: tuple[Path, ...] = ()) -> Part:
    """Read a part; raise `Faults` with all that is wrong in its file.

    >>> part = read_part("templates/stress/voids-three-times.yaml")
    >>> part.name, [(each.of, each.way) for each in part.changes]
    ('Voids three times as high', [('rent.voids', 'times')])
    """
    file = Path(path)
    tree, faults = load(file)
    faults = [*faults, *_wrong(tree)]
    if faults:
        raise Faults(faults)
    words = {key: text.text or "" for key, text in _scalars(tree) if key in WORDS}
    over = tree.get("over")
    return Part(
        **{"name": file.stem.replace("-", " "), **words},
        file=str(file),
        by_degree=_yes(tree.get("by_degree")) and not {"over", "together"} & tree.entries.keys(),
        changes=tuple(_change(each) for each in _items(tree.get("changes"))),
        over=over if isinstance(over, Settings) else None,
        together=tuple(_others(tree, file, above)),
    )


def _yes(node: Node | None) -> bool:
    return not isinstance(node, Scalar) or YES_OR_NO.get((node.text or "").lower(), 1) == 1


def _scalars(tree: Settings) -> Iterator[tuple[str, Scalar]]:
    return ((key, entry.value) for key, entry in tree.entries.items() if isinstance(entry.value, Scalar))


def _items(node: Node | None) -> Sequence[Node]:
    return node.items if isinstance(node, Items) else ()


def _wrong(tree: Settings) -> Iterator[Fault]:
    for key, entry in tree.entries.items():
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1)
            remedy = f"did you mean {quoted(near[0])}?" if near else f"a part has {', '.join(KEYS)}"
            yield Fault(f"{quoted(key)} is not a setting of a part", entry.key, remedy)
    status = tree.get("status")
    if isinstance(status, Scalar) and status.text not in get_args(Status):
        yield Fault(
            f"{quoted(status.text or '')} is not a status", status.place, f"write {', '.join(get_args(Status))}"
        )
    if not {"changes", "over", "together"} & tree.entries.keys():
        yield Fault("the part changes nothing", tree.place, "add “changes: [{of: rent.voids, times: 3}]”, or “over”")
    for each in _items(tree.get("changes")):
        yield from _wrong_change(each)


def _wrong_change(change: Node) -> Iterator[Fault]:
    if not isinstance(change, Settings) or not isinstance(change.get("of"), Scalar):
        remedy = "write it so: {of: rent.voids, times: 3}"
        yield Fault("a change says which input it is of", change.place, remedy)
        return
    if sum(way in change.entries for way in WAYS) != 1:
        yield Fault("a change says one of is, plus and times", change.place, "write it so: {of: rent.voids, times: 3}")
    for key in change.entries.keys() - {"of", "where", *WAYS}:
        yield Fault(
            f"{quoted(key)} is not a setting of a change", change.entries[key].key, "of, where, is, plus, times"
        )


def _change(node: Node) -> Change:
    assert isinstance(node, Settings)  # noqa: S101  it was checked
    of, where = node.get("of"), node.get("where")
    assert isinstance(of, Scalar)  # noqa: S101
    way = next(way for way in WAYS if way in node.entries)
    said = {key: value.text or "" for key, value in _scalars(where)} if isinstance(where, Settings) else {}
    return Change(of.text or "", way, node.entries[way].value, said, of.place)


def _others(tree: Settings, file: Path, above: tuple[Path, ...]) -> Iterator[Part]:
    """The parts that a part lays together, by the names of their files, beside it."""
    for each in _items(tree.get("together")):
        name = (each.text or "") if isinstance(each, Scalar) else ""
        beside = file.parent / (name if name.endswith((".yaml", ".yml")) else f"{name}.yaml")
        if beside.resolve() in (*above, file.resolve()):
            raise Faults([Fault(f"{quoted(name)} is laid over itself", each.place, "take it out of “together”")])
        if not beside.is_file():
            known = [path.stem for path in sorted(file.parent.glob("*.yaml"))]
            near = get_close_matches(name, known, 1)
            remedy = f"did you mean {quoted(near[0])}?" if near else "name files that stand beside this one"
            raise Faults([Fault(f"there is no part {quoted(name)}", each.place, remedy)])
        yield read_part(beside, (*above, file.resolve()))
