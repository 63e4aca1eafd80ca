"""Laying a part over a scenario: the scenario as it then is, every figure that moved, and what could not be moved.

An input is moved by the first change of a part that names it. A figure is kept within what it may be; moved, it has no
range any more, like one that is set for a run.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from modeller.errors import Fault, Faults, Unfit
from modeller.scenario.amounts import Money
from modeller.scenario.changing import laid
from modeller.scenario.dates import CalendarMonth
from modeller.scenario.extends import fold
from modeller.scenario.kinds import Months
from modeller.scenario.marks import Entry, Node, Scalar, Settings
from modeller.scenario.parts import Change, Part
from modeller.scenario.products import with_products
from modeller.scenario.quantities import BARE, Quantity, decimal, quoted
from modeller.scenario.reading import Stated, understood
from modeller.scenario.walk import Figure, at, figures, names
from modeller.scenario.walk import Path as Way
from modeller.scenario.years import figure_in, is_path

NOT_NIL, AS_STATED, A_YEAR_OF_IT = "more than nil", "as stated", re.compile(r"year ([1-9][0-9]?)")
LENGTH: Quantity = Months.__metadata__[0].quantity  # type: ignore[attr-defined]
DIGITS = 10


@dataclass(frozen=True)
class Moved:
    """A figure that a part moved, as people write it; `capped` where it would have gone beyond what it may be."""

    key: str
    label: str
    before: str
    after: str
    value: float
    capped: bool


@dataclass(frozen=True)
class Laid:
    """A scenario with a part laid over it. `idle` are changes that name nothing here, `left_out` parts, with why."""

    stated: Stated
    moved: list[Moved] = field(default_factory=list)
    idle: list[str] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def laid_over(stated: Stated, part: Part) -> Laid:
    """Lay a part over a scenario; raise `Faults`, each where the part says it, where the scenario will not have it.

    >>> from modeller.scenario import read
    >>> from modeller.scenario.parts import read_part
    >>> found = laid_over(read("scenarios/ten-homes.yaml"), read_part("templates/stress/voids-three-times.yaml"))
    >>> [(each.label, each.before, each.after) for each in found.moved]
    [('Rent lost to voids', '3%', '9%')]
    """
    stated = _certain(stated)
    found = Laid(_settings_over(stated, part) if part.over else stated)
    found = _figures_moved(found, part) if part.changes else found
    for each in part.together:
        try:
            more = laid_over(found.stated, each)
        except Faults as broken:
            found.left_out.append((each.name, broken.faults[0].what))
            continue
        found = Laid(
            more.stated,
            found.moved + more.moved,
            found.idle + more.idle,
            found.left_out + more.left_out,
        )
    return found


def _certain(stated: Stated) -> Stated:
    """A scenario without what it says of how its draws go together, since what is moved is not drawn."""
    entries = {key: entry for key, entry in stated.tree.entries.items() if key != "uncertainty"}
    return replace(stated, tree=replace(stated.tree, entries=entries))


def _settings_over(stated: Stated, part: Part) -> Stated:
    """The part's own settings over the scenario's, each block said to come from where the part does."""
    assert part.over is not None  # noqa: S101
    said = Settings(
        part.over.place, {k: Entry(part.over.place, Scalar(part.over.place, t)) for k, t in part.said.items()}
    )
    sourced = {
        key: Entry(entry.key, _sourced(entry.value, said)) if isinstance(entry.value, Settings) else entry
        for key, entry in part.over.entries.items()
    }
    tree = fold(stated.tree, replace(part.over, entries=sourced))
    assert isinstance(tree, Settings)  # noqa: S101  settings over settings are settings
    tree, faults = with_products(tree, Path(part.file).parent)
    return understood(tree, faults, stated.file, stated.text)


def _sourced(block: Settings, said: Settings) -> Settings:
    if "provenance" in block.entries or "is" in block.entries:
        return block
    return replace(block, entries={"provenance": Entry(block.place, said), **block.entries})


def _figures_moved(found: Laid, part: Part) -> Laid:
    tree = found.stated.tree
    taken: dict[Way, Node] = {}
    moved: list[Moved] = []
    idle: list[str] = []
    faults: list[Fault] = []
    for change in part.changes:
        named = _named(found.stated, change)
        if not named:
            idle.append(change.of)
        for each in (each for each in named if each.way not in taken):
            try:
                values = each.changed(change)
            except Unfit as wrong:
                faults.append(Fault(wrong.what, change.figure.place, wrong.remedy))
                continue
            taken[each.way] = each.node(values, part, change)
            moved += each.told(values)
    if faults:
        raise Faults(faults)
    new: Node = tree
    for way, node in taken.items():
        new = laid(new, way, node, ranged=False)
    assert isinstance(new, Settings)  # noqa: S101
    stated = understood(new, [], found.stated.file, found.stated.text) if taken else found.stated
    return Laid(stated, found.moved + moved, found.idle + idle, found.left_out)


@dataclass(frozen=True)
class _Input:
    """An input that a change names: one figure, or a path of prices with all its years."""

    way: Way
    key: str
    figures: list[Figure]

    def changed(self, change: Change) -> dict[int | None, tuple[float, bool]]:
        """The figure by year, or the one figure under nothing, with whether it was kept within what it may be."""
        first = self.figures[0]
        if isinstance(change.figure, Settings):
            return self._by_year(change.figure)
        return {self._year(each): _kept(each, _new(each, change)) for each in self.figures} or {
            None: (first.value, False)
        }

    def _by_year(self, given: Settings) -> dict[int | None, tuple[float, bool]]:
        """From “year 4: −20%”: years counted from the first, each holding until the next that is given."""
        first = self.figures[0]
        if not is_path(first):
            raise Unfit(f"{quoted(self.key)} does not differ by year as prices do", "give it one figure")
        stated = {int(str(each.path[-1])): each.value for each in self.figures}
        said = sorted((self._counted(key, first), entry.value) for key, entry in given.entries.items())
        years = range(min(*stated, said[0][0]), max(*stated, said[-1][0]) + 1)
        return {year: self._in_year(year, said, stated) for year in years}

    def _in_year(self, year: int, said: list[tuple[int, Node]], stated: Mapping[int, float]) -> tuple[float, bool]:
        given = [node for begins, node in said if begins <= year]
        text = given[-1].text if given and isinstance(given[-1], Scalar) else AS_STATED
        if text == AS_STATED:
            return figure_in(stated, year), False
        return _kept(self.figures[0], _read(self.figures[0], text or ""))

    @staticmethod
    def _counted(key: str, figure: Figure) -> int:
        match = A_YEAR_OF_IT.fullmatch(key)
        if not match:
            raise Unfit(
                f"{quoted(key)} is not a year counted from the first", "write it so: {year 4: -20%, year 5: 0%}"
            )
        return figure.start.year + int(match[1]) - 1

    @staticmethod
    def _year(figure: Figure) -> int | None:
        return int(str(figure.path[-1])) if figure.declared.by_year else None

    def node(self, values: Mapping[int | None, tuple[float, bool]], part: Part, change: Change) -> Node:
        """What now stands there, with where it comes from."""
        place, quantity, start = change.place, self.figures[0].quantity, self.figures[0].start
        texts = {year: _written(quantity, value, start) for year, (value, _) in values.items()}
        if None in texts:
            given: Node = Scalar(place, texts[None])
        else:
            given = Settings(place, {str(year): Entry(place, Scalar(place, text)) for year, text in texts.items()})
        said = {key: Entry(place, Scalar(place, text)) for key, text in part.said.items()}
        return Settings(place, {"is": Entry(place, given), **said})

    def told(self, values: Mapping[int | None, tuple[float, bool]]) -> Iterator[Moved]:
        """Each figure that is another than before."""
        before = {self._year(each): each for each in self.figures}
        first = self.figures[0]
        for year, (value, capped) in values.items():
            old = (
                before[year].value
                if year in before
                else figure_in({y: f.value for y, f in before.items() if y}, year or 0)
            )
            if value != old or capped:
                label = first.declared.label + (f", {year}" if year else "")
                was, now = (_written(first.quantity, each, first.start) for each in (old, value))
                yield Moved(f"{self.key}.{year}" if year else self.key, label, was, now, value, capped)


def _named(stated: Stated, change: Change) -> list[_Input]:
    """The inputs that a change names, of those that are as it says they must be."""
    found: dict[Way, list[Figure]] = {}
    for each in figures(stated.scenario):
        if names(change.of, each) and _is_as(stated, each, change.where):
            way = each.path[:-1] if each.declared.by_year else each.path
            found.setdefault(way, []).append(each)
    return [
        _Input(way, each[0].key.rpartition(".")[0] if each[0].declared.by_year else each[0].key, each)
        for way, each in found.items()
    ]


def _is_as(stated: Stated, figure: Figure, where: Mapping[str, str]) -> bool:
    """Whether what the figure belongs to says what it must, such as that its rate follows none."""
    last = max((place for place, step in enumerate(figure.path) if isinstance(step, int)), default=None)
    owner: Any = at(stated.scenario, figure.path[: last + 1]) if last is not None else stated.scenario
    for key, wanted in where.items():
        value: Any = owner
        for step in key.split("."):
            value = getattr(value, step, None)
        as_wanted = bool(value) if wanted == NOT_NIL else fnmatchcase(str(value).lower(), wanted.lower())
        if not as_wanted:
            return False
    return True


def _new(figure: Figure, change: Change) -> float:
    text = change.figure.text if isinstance(change.figure, Scalar) else None
    if text is None:
        raise Unfit("no figure stands here", "write it so: {of: rent.voids, times: 3}")
    if change.way == "is":
        return _read(figure, text)
    if change.way == "times":
        if not (match := BARE.fullmatch(text)) or match["sign"]:
            raise Unfit(f"{quoted(text)} is not how many times", "write a number, such as 1.2 or 3")
        return figure.value * float(decimal(match["number"]))
    return figure.value + _read(figure, text)


def _read(figure: Figure, text: str) -> float:
    """A figure in the input's unit, which may be negative; what is added to a month is a length of time."""
    later = isinstance(figure.quantity, CalendarMonth) and re.search(r"\b(months?|years?)$", text.strip())
    quantity = LENGTH if later else figure.quantity
    negative = text.strip().startswith(("-", "−"))
    return (-1 if negative else 1) * quantity.read(text.strip().lstrip("-−"), figure.start)


def _kept(figure: Figure, value: float) -> tuple[float, bool]:
    low, high = figure.low, figure.high
    within = value if low is None else max(low, value)
    within = within if high is None else min(high, within)
    whole = figure.unit.whole or getattr(figure.quantity, "whole", False)
    places = 0 if whole else 2 if isinstance(figure.quantity, Money) else DIGITS
    return round(within, places), within != value


def _written(quantity: Quantity, value: float, start: Any) -> str:  # noqa: ANN401  a date
    return quantity.write(value, start)
