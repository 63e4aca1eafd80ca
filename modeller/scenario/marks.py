"""A scenario file as written: every text with the place where it stands. The one place that knows the YAML reader.

All values are kept as text, exactly as typed, so that the reader never guesses: `yes`, `0x10` and `2026-04` mean what
the declaration of the input says they may mean. Anchors and tags are refused, and with them what they can hide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.events import AliasEvent, DocumentStartEvent, MappingStartEvent, ScalarEvent, SequenceStartEvent

from modeller.errors import Fault, Faults, Place
from modeller.scenario.quantities import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LARGEST = 1_000_000
DEEPEST = 20
NOTHING = {"", "~", "null", "Null", "NULL"}
LINE_ENDS = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")
NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
THOUSANDS = re.compile(r"[0-9]{3}(\.[0-9]+)?( .*)?")


@dataclass(frozen=True)
class Scalar:
    """One text, or nothing."""

    place: Place
    text: str | None


@dataclass(frozen=True)
class Entry:
    """A setting: where its key stands, and what is set."""

    key: Place
    value: Node


@dataclass(frozen=True)
class Settings:
    """Keys with what they are set to; `under` is what another file says in this place, for its own figures alone."""

    place: Place
    entries: dict[str, Entry]
    under: Settings | None = None

    def get(self, key: str) -> Node | None:
        """Return what a key is set to, or nothing."""
        return self.entries[key].value if key in self.entries else None


@dataclass(frozen=True)
class Items:
    """A list."""

    place: Place
    items: tuple[Node, ...]


Node = Scalar | Settings | Items


def load(path: Path) -> tuple[Settings, list[Fault]]:
    """Read a file. Faults that leave it readable are handed back; others are raised as `Faults`."""
    return parse(text_of(path), str(path))


def parse(text: str, file: str) -> tuple[Settings, list[Fault]]:
    """Read a file's text.

    >>> tree, faults = parse("contract: {committed: 10 years}", "a.yaml")
    >>> print(tree.get("contract").get("committed").place)
    a.yaml:1:23
    """
    if control := NOT_TEXT.search(text):
        line = text.count("\n", 0, control.start()) + 1
        raise Faults(
            [Fault("a character that is no text", Place(file, line, 1), "save the file as plain text, in UTF-8")]
        )
    return _Parsing(file, LINE_ENDS.split(text)).read(text)


def text_of(path: Path) -> str:
    """Read a file's text; raise `Faults` where it is not there, is too large, or is no text."""
    try:
        with path.open("rb") as opened:
            content = opened.read(LARGEST + 1)
    except OSError as error:
        raise Faults(
            [Fault(f"cannot be read: {error.strerror}", Place(str(path)), "check its name and folder")]
        ) from None
    if len(content) > LARGEST:
        raise Faults([Fault("the file is larger than 1 MB", Place(str(path)), "a scenario is a page or two of text")])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Place(str(path), content.count(b"\n", 0, error.start) + 1, 1)
        raise Faults([Fault("the file is not UTF-8 text", place, "save it again as UTF-8")]) from None


class _Parsing:
    """One reading of one file, event by event."""

    def __init__(self, file: str, lines: list[str]) -> None:
        self.file, self.lines = file, lines
        self.faults: list[Fault] = []

    def read(self, text: str) -> tuple[Settings, list[Fault]]:
        try:
            root = self._document(YAML(typ="safe", pure=True).parse(text))
        except YAMLError as error:
            raise Faults([*self.faults, self._broken(error)]) from None
        if not isinstance(root, Settings):
            remedy = "begin with “title: …”, then the blocks of the scenario"
            raise Faults([Fault("a scenario is made of settings with names", root.place, remedy)])
        return root, self.faults

    def _document(self, events: Iterator[Any]) -> Node:
        next(events)
        if not isinstance(next(events), DocumentStartEvent):
            raise Faults([Fault("the file is empty", self._at(0, 0), "begin with “title: …”, or copy a template")])
        root = self._node(next(events), events, 0)
        next(events)
        if isinstance(after := next(events), DocumentStartEvent):
            raise self._stop("a second document begins", after, "keep one scenario to a file")
        return root

    def _node(self, event: Any, events: Iterator[Any], depth: int) -> Node:  # noqa: ANN401 — an event of the reader
        self._allow(event, depth)
        place = self._place(event)
        if isinstance(event, MappingStartEvent):
            return Settings(place, self._entries(events, depth + 1))
        if isinstance(event, SequenceStartEvent):
            return Items(place, tuple(self._items(events, depth + 1)))
        return Scalar(place, None if event.style is None and event.value in NOTHING else event.value)

    def _allow(self, event: Any, depth: int) -> None:  # noqa: ANN401
        if isinstance(event, AliasEvent) or event.anchor:
            raise self._stop("anchors and aliases (& and *) are not read", event, "write it out again, or use extends")
        if event.tag and event.tag != "!":
            raise self._stop("tags (!) are not read", event, "put text that begins with ! in quotes")
        if depth > DEEPEST:
            raise self._stop("this is nested too deeply", event, "a scenario is no more than a few levels deep")

    def _items(self, events: Iterator[Any], depth: int) -> Iterator[Node]:
        while _opens(event := next(events)):
            yield self._node(event, events, depth)

    def _entries(self, events: Iterator[Any], depth: int) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        split: Scalar | None = None
        while _opens(event := next(events)):
            if not isinstance(event, ScalarEvent):
                raise self._stop("a key is a word, not a list or settings", event, "put text that begins so in quotes")
            key, value = self._place(event), self._node(next(events), events, depth)
            if value == Scalar(value.place, None):  # the reader puts an empty value further down
                value = Scalar(key, None)
            last = next(reversed(entries.values()), None)
            split = self._split(event.value, value, split or (last.value if last else None))
            if not split:
                self._keep(entries, event.value, Entry(key, value))
        return entries

    def _keep(self, entries: dict[str, Entry], key: str, entry: Entry) -> None:
        if key in entries:
            first = f"it was first given on line {entries[key].key.line}: keep one of them"
            self.faults.append(Fault(f"{quoted(key)} is given twice", entry.key, first))
        else:
            entries[key] = entry

    def _split(self, key: str, value: Node, before: Node | None) -> Scalar | None:
        """Return the figure whose thousands a comma inside braces has cut off, if that is what this key is."""
        figure = before.text if isinstance(before, Scalar) else None
        cut_off = THOUSANDS.fullmatch(key) and isinstance(value, Scalar) and value.text is None
        if not (cut_off and figure and figure[-1:].isdigit() and isinstance(before, Scalar)):
            return None
        whole = Scalar(before.place.through(value.place), f"{figure},{key}")
        self.faults = [fault for fault in self.faults if fault.place != before.place]
        remedy = "put it on a line of its own, outside the braces, or write it without commas, such as £1m"
        self.faults.append(Fault(f"inside braces a comma splits “{figure},{key}” in two", whole.place, remedy))
        return whole

    def _place(self, event: Any) -> Place:  # noqa: ANN401
        start, end = event.start_mark, event.end_mark
        text = self.lines[start.line] if start.line < len(self.lines) else ""
        alone = isinstance(event, ScalarEvent) and end.line == start.line
        width = (end.column if alone else len(text.rstrip())) - start.column
        return Place(self.file, start.line + 1, start.column + 1, text, max(1, width))

    def _at(self, line: int, column: int) -> Place:
        return Place(self.file, line + 1, column + 1, self.lines[line] if line < len(self.lines) else "")

    def _stop(self, what: str, event: Any, remedy: str) -> Faults:  # noqa: ANN401
        return Faults([*self.faults, Fault(what, self._place(event), remedy)])

    def _broken(self, error: YAMLError) -> Fault:
        problem, mark = getattr(error, "problem", None) or str(error), getattr(error, "problem_mark", None)
        opened = getattr(error, "context_mark", None)
        if opened and "quoted" in (getattr(error, "context", None) or ""):
            return Fault(
                "a quotation mark is not closed", self._at(opened.line, opened.column), "close it, on the same line"
            )
        place = self._at(mark.line, mark.column) if mark else Place(self.file)
        what, remedy = _in_words(problem, place)
        return Fault(what, place, remedy)


def _opens(event: object) -> bool:
    return isinstance(event, AliasEvent | ScalarEvent | MappingStartEvent | SequenceStartEvent)


def _in_words(problem: str, place: Place) -> tuple[str, str]:
    here = place.text[place.column - 1 : place.column]
    if here == "\t" or place.text[: place.column].strip(" ").startswith("\t"):
        return "a tab stands where only spaces may", "indent with spaces, two to a level"
    if "mapping values" in problem:
        return "a second colon, or an indent too many", "put text that holds a colon in quotes; line keys up"
    if "<block end>" in problem:
        return "this line is not in line with those it belongs with", "indent it as they are, two spaces to a level"
    if "cannot start any token" in problem:
        return f"a value cannot begin with {quoted(here)}", "put the text in quotes"
    return f"this is not YAML: {problem}", "look at the indents, colons, quotes and brackets here and just above"


def along(tree: Node, path: Sequence[str | int]) -> Iterator[tuple[Place, Node]]:
    """Yield what stands at each step of a path, as far as it was stated, with the place of its key."""
    yield tree.place, tree
    for step in path:
        tree = unwrapped(tree)
        if isinstance(tree, Settings) and str(step) in tree.entries:
            key, tree = tree.entries[str(step)].key, tree.entries[str(step)].value
        elif isinstance(tree, Items) and isinstance(step, int) and step < len(tree.items):
            tree = tree.items[step]
            key = tree.place
        else:
            return
        yield key, tree


def unwrapped(node: Node) -> Node:
    """Return the figure itself where it is given with its source: what `is` says."""
    given = node.get("is") if isinstance(node, Settings) else None
    return node if given is None else given
