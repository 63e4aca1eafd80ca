"""An input workbook that somebody has filled in, read as a scenario: what is blank is left out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

from modeller.errors import Faults, Unfit
from modeller.scenario import Stated, read
from modeller.scenario.dates import CalendarMonth, first_month
from modeller.scenario.marks import Entry, Items, Node, Scalar, Settings
from modeller.scenario.provenance import unfit
from modeller.scenario.quantities import quoted
from modeller.scenario.reading import understood
from modeller.scenario.walk import Path as Way
from modeller.scenario.walk import Spot
from modeller.scenario.whole import plain
from modeller.scenario.yaml_text import lines
from modeller.workbook import cells
from modeller.workbook.by_hand import NOT_STATED, OF_SOURCE
from modeller.workbook.finding import Finding, Standing
from modeller.workbook.outside import DATE, CellPlace, Content, Outside
from modeller.workbook.slots import group, heading, is_required, slots
from modeller.workbook.typed import Notes, Wanted, number, words

MARK = "in_title"
"""A name that only an input workbook has: elsewhere a title is not for changing."""
_SAID = dict(zip(("status", "source", "as_of"), OF_SOURCE, strict=True))
_REMEDY = {
    "status": "enter fact, estimate or illustrative",
    "as_of": "enter a year, a month or a day, such as 2026, 2026-04 or 2026-04-30",
}


def read_filled(outside: Outside, to: Path, notes: Notes) -> tuple[Stated, str]:
    """The scenario that a filled-in workbook states, and its text; raise `Faults` with all that is wrong."""
    filled = _Filled(outside, notes)
    tree = filled.tree()
    if notes.faults:
        raise Faults(notes.faults)
    stated = understood(tree, [], str(to), "")
    text = "\n".join([f"# Filled in as {outside.path.name}", "", *lines(plain(stated))]) + "\n"
    return read(to, text=text), text


class _Filled:
    """One filled-in workbook."""

    def __init__(self, outside: Outside, notes: Notes) -> None:
        self.outside, self.notes = outside, notes
        self.finding = Finding(outside, list(slots()))
        keys = outside.grid(cells.INPUTS).keys if cells.INPUTS in outside.sheets else {}
        there = (key for key in self.finding.figures if key in keys or key in self.finding.named)
        self.standing = {key: each for key in there if (each := self.finding.find(key))}
        self.start = self._start()

    def tree(self) -> Settings:
        """Everything that is filled in; faults are noted."""
        found: dict[Way, Node] = {}
        for key, standing in self.standing.items():
            spot = self.finding.figures[key]
            node = None if _is_blank(self._content(standing)) else self._node(spot, standing)
            if node is not None:
                found[spot.path] = node
        self._require(found)
        for name in self.finding.unknown():
            self.notes.say(None, f"{name} is no input of a scenario, and is left out")
        place = (
            self._place(self.finding.figures["title"])
            if "title" in self.standing
            else CellPlace(self.outside.path.name)
        )
        node = _tree(found, (), place)
        return node if isinstance(node, Settings) else Settings(place, {})

    def _content(self, standing: Standing) -> Content:
        return standing.grid[standing.block.top, standing.block.left]

    def _place(self, spot: Spot, title: str = "Value") -> CellPlace:
        """A cell of an input, by what the input is called and of what it is."""
        standing = self.standing[spot.key]
        label = f"{heading(spot.path)}: {standing.label}" if group(spot.path) else standing.label
        label += "" if title == "Value" else f": {title.lower()}"
        return self.outside.place(standing.block.sheet, standing.row, standing.column(title), label)

    def _start(self) -> date | None:
        """The first month, by which other months are counted; what is wrong with it is told in its turn."""
        standing = self.standing.get("start")
        try:
            return first_month(_month(self._content(standing))) if standing else None
        except Unfit:
            return None

    def _node(self, spot: Spot, standing: Standing) -> Node | None:
        """An input as it would stand in a file, with where it comes from."""
        place = self._place(spot)
        text = self._text(spot, standing, place)
        if text is None:
            return None
        said = {key: words(standing.beside(title)) for key, title in _SAID.items()} if spot.declared.quantity else {}
        said = {key: word.lower() if key == "status" else word for key, word in said.items()}
        said = {key: word for key, word in said.items() if word and word != NOT_STATED}
        for key in unfit(said):
            self.notes.fault(self._place(spot, _SAID[key]), f"holds {quoted(said[key])}", _REMEDY[key])
        given = Scalar(place, text)
        if not said:
            return given
        beside = {"is": given, **{key: Scalar(place, word) for key, word in said.items()}}
        return Settings(place, {key: Entry(place, each) for key, each in beside.items()})

    def _text(self, spot: Spot, standing: Standing, place: CellPlace) -> str | None:
        """What is filled in, as a scenario file has it; nothing where it will not do."""
        content, said = self._content(standing), spot.declared
        if spot.key == "start" or isinstance(said.quantity, CalendarMonth):
            return self._calendar_month(content, place)
        if said.quantity is None:
            return self._words(words(content), said.choices, place)
        wanted = Wanted(said.quantity, said.low, said.high, self.start, _example(said.quantity.example, said))
        block = standing.block

        def kept() -> Content:
            return self.outside.grid(block.sheet, kept=True)[block.top, block.left]

        value = number(content, kept, wanted, place, self.notes)
        return None if value is None else said.quantity.write(value, self.start)

    def _calendar_month(self, content: Content, place: CellPlace) -> str | None:
        text = _month(content)
        try:
            first_month(text)
        except Unfit as wrong:
            self.notes.fault(place, wrong.what, "enter a year and a month, such as 2026-04")
            return None
        return text

    def _words(self, text: str, choices: Sequence[str], place: CellPlace) -> str | None:
        if not choices:
            return text
        found = next((choice for choice in choices if choice.lower() == text.lower()), None)
        if found is None:
            self.notes.fault(place, f"{quoted(text)} is not one of the choices", f"choose from: {', '.join(choices)}")
        return found

    def _require(self, found: dict[Way, Node]) -> None:
        """Fault what is blank, of the partnership or of a thing in a list that is begun, and must be stated."""
        begun = {group(path) for path in found} | {()}
        for key, standing in self.standing.items():
            spot = self.finding.figures[key]
            if is_required(spot.path) and group(spot.path) in begun and _is_blank(self._content(standing)):
                self.notes.fault(self._place(spot), "is empty", _due(spot, self.start))


def _due(spot: Spot, start: date | None) -> str:
    said = spot.declared
    if said.quantity is None or isinstance(said.quantity, CalendarMonth):
        return f"choose from: {', '.join(said.choices)}" if said.choices else f"fill it in: {said.help}"
    return Wanted(said.quantity, said.low, said.high, start, _example(said.quantity.example, said)).allowed


def _example(text: str, said: object) -> float | None:
    quantity = getattr(said, "quantity", None)
    try:
        return float(quantity.read(text)) if quantity else None
    except Unfit:
        return None


def _month(content: Content) -> str:
    """A month as a file has it: a day stands for its month."""
    if content.kind == DATE and isinstance(content.value, datetime):
        return f"{content.value:%Y-%m}"
    return words(content)


def _is_blank(content: Content) -> bool:
    return content.value is None or not content.text.strip()


def _tree(found: dict[Way, Node], above: Way, place: CellPlace) -> Node:
    """What is filled in below a path, as settings and lists; of a list, what is begun."""
    if above in found:
        return found[above]
    steps = list(_steps(found, above))
    nodes = {step: _tree(found, (*above, step), place) for step in steps}
    if any(isinstance(step, int) for step in steps):
        return Items(place, tuple(nodes[step] for step in steps))
    first = next(iter(nodes.values())).place if nodes else place
    return Settings(first, {str(step): Entry(node.place, node) for step, node in nodes.items()})


def _steps(found: dict[Way, Node], above: Way) -> Iterator[str | int]:
    """The next steps below a path, each once, in order."""
    below = (path[len(above)] for path in found if path[: len(above)] == above and len(path) > len(above))
    yield from dict.fromkeys(below)
