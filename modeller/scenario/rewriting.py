"""Inputs stated anew in the text of a file, which is otherwise left as it is: comments, order and blank lines.

What is there is cut out and replaced where it stands; what is not is added at the end of the block it belongs in.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from modeller.scenario.provenance import KEYS
from modeller.scenario.yaml_text import STEP, Plain, in_line, lines, scalar

Way = tuple[str | int, ...]
Wording = Callable[[str | None, bool], Plain]
"""What to write, given the text that stands there, if one does, and whether that is inside braces."""

_LINE_END = re.compile(r"\r?\n|\Z")


@dataclass(frozen=True)
class Restated:
    """An input stated anew: its wording, and what is said beside it of its source (nothing, if it is given bare)."""

    wording: Wording
    said: Mapping[str, str]

    def plain(self, old: str | None, *, flow: bool) -> Plain:
        """The whole of it, with its source."""
        value = self.wording(old, flow)
        return {"is": value, **self.said} if self.said else value


def rewritten(text: str, inputs: Mapping[Way, Restated]) -> str:
    """A file's text with inputs stated anew, each by the way to it through settings and lists.

    >>> new = Restated(lambda old, flow: "7%", {})
    >>> rewritten("loan: {interest: 6%}   # a guess", {("loan", "interest"): new, ("loan", "fee"): new})
    'loan: {interest: 7%, fee: 7%}   # a guess'
    """
    editing = _Editing(text)
    for way, each in inputs.items():
        editing.state(way, each)
    return editing.done()


@dataclass(frozen=True)
class _Cut:
    """Text in the place of other text; of two at one place the deeper comes first."""

    start: int
    end: int
    indent: int
    text: str


class _Editing:
    """One text, and what is to be changed of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.root: Node = YAML(typ="safe", pure=True).compose(text)
        self.cuts: list[_Cut] = []
        self.added: dict[int, tuple[MappingNode, dict[str, Any]]] = {}

    def state(self, way: Way, each: Restated) -> None:
        """Note one input."""
        node, indent, flow = self.root, 0, False
        for place, step in enumerate(way):
            node = _given(node)
            flow = flow or _in_braces(node)
            found = _below(node, step)
            if found is None:
                self._add(node, way[place:], each.plain(None, flow=flow))
                return
            if isinstance(node, MappingNode):
                indent = _column(node)
            node = found
        self._restate(node, each, indent, flow=flow or _in_braces(node))

    def done(self) -> str:
        """The text with everything changed that was noted."""
        for node, settings in self.added.values():
            self._write_added(node, settings)
        newline = "\r\n" if "\r\n" in self.text else "\n"
        made, at = [], 0
        for cut in sorted(self.cuts, key=lambda cut: (cut.start, cut.end, -cut.indent)):
            made += [self.text[at : cut.start], cut.text.replace("\n", newline)]
            at = cut.end
        return "".join([*made, self.text[at:]])

    def _add(self, node: Node, way: Way, value: Plain) -> None:
        """Note settings that are not there yet."""
        if not isinstance(node, MappingNode):
            raise TypeError(f"{'.'.join(map(str, way))} has nowhere to stand")
        _, settings = self.added.setdefault(id(node), (node, {}))
        for step in way[:-1]:
            settings = settings.setdefault(str(step), {})
        settings[str(way[-1])] = value

    def _write_added(self, node: MappingNode, settings: dict[str, Any]) -> None:
        end, column = self._end(node), _column(node)
        if node.flow_style:
            last = self.text[: end - 1].rstrip()
            comma = "" if last.endswith(("{", ",")) else ", "
            self._cut(len(last), len(last), column, comma + in_line(settings)[1:-1])
        else:
            at = self._line_end(end)
            self._cut(at, at, column, "".join(f"\n{line}" for line in lines(settings, " " * column)))

    def _restate(self, node: Node, each: Restated, indent: int, *, flow: bool) -> None:
        if isinstance(node, MappingNode) and _below(node, "is") is not None:
            self._restate_beside(node, each, flow=flow)
            return
        start, end = node.start_mark.index, self._end(node)
        value = each.plain(node.value if isinstance(node, ScalarNode) else None, flow=flow)
        if isinstance(value, str) or flow or not each.said:
            self._cut(start, end, indent, scalar(value, flow=flow) if isinstance(value, str) else in_line(value))
            return
        assert isinstance(value, Mapping)  # noqa: S101  it is given with its source
        below = "".join(f"\n{line}" for line in lines(value, " " * indent + STEP))
        before = len(self.text[:start].rstrip(" "))
        if "\n" in self.text[start:end]:
            self._cut(before, end, indent + 1, below.removeprefix("\n") if self.text[before - 1] == "\n" else below)
        else:  # a comment on the line stays on it
            self._cut(before, end, indent, "")
            self._cut(self._line_end(end), self._line_end(end), indent + 1, below)

    def _restate_beside(self, node: MappingNode, each: Restated, *, flow: bool) -> None:
        """A figure that is given with its source: the source is what is said now, and nothing that was said before."""
        figure = _below(node, "is")
        assert figure is not None  # noqa: S101
        self._restate(figure, Restated(each.wording, {}), _column(node), flow=flow)
        new: dict[str, Plain] = {}
        for key, said in each.said.items():
            old = _below(node, key)
            if old is None:
                new[key] = said
            else:
                self._restate(old, Restated(_bare(said), {}), _column(node), flow=flow)
        for place, (key, old) in enumerate(node.value):
            if key.value in KEYS and key.value not in each.said:
                self._take_out(node, place, key, old)
        kept = [figure, *(old for key, old in node.value if key.value in each.said)]
        at = max(self._end(old) for old in kept)
        at = at if node.flow_style else self._line_end(at)
        if new and node.flow_style:
            self._cut(at, at, _column(node), f", {in_line(new)[1:-1]}")
        elif new:
            self._cut(at, at, _column(node), "".join(f"\n{line}" for line in lines(new, " " * _column(node))))

    def _take_out(self, node: MappingNode, place: int, key: Node, old: Node) -> None:
        start, end = key.start_mark.index, self._end(old)
        if not node.flow_style:
            line = self.text.rfind("\n", 0, start)
            self._cut(len(self.text[:line].removesuffix("\r")), self._line_end(end), 0, "")
        elif place:
            self._cut(self._end(node.value[place - 1][1]), end, 0, "")
        else:
            self._cut(start, node.value[place + 1][0].start_mark.index, 0, "")

    def _end(self, node: Node) -> int:
        """Where a node's own text ends; the reader counts what follows a block as part of it."""
        if isinstance(node, ScalarNode) or _in_braces(node):
            return len(self.text[: node.end_mark.index].rstrip())
        return self._end(node.value[-1][1] if isinstance(node, MappingNode) else node.value[-1])

    def _line_end(self, at: int) -> int:
        found = _LINE_END.search(self.text, at)
        return found.start() if found else len(self.text)

    def _cut(self, start: int, end: int, indent: int, text: str) -> None:
        self.cuts.append(_Cut(start, end, indent, text))


def _bare(text: str) -> Wording:
    return lambda _old, _flow: text


def _in_braces(node: Node) -> bool:
    return bool(getattr(node, "flow_style", False))


def _given(node: Node) -> Node:
    """The years themselves, where they are given with their source."""
    return _below(node, "is") or node


def _below(node: Node, step: str | int) -> Node | None:
    """What stands at one step from a node."""
    if isinstance(node, SequenceNode) and isinstance(step, int):
        return node.value[step] if step < len(node.value) else None
    if isinstance(node, MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    return None


def _column(node: MappingNode) -> int:
    """How far its keys are indented."""
    return int(node.value[0][0].start_mark.column) if node.value else int(node.start_mark.column)
