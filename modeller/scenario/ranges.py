"""Ranges: how far a figure may be out, said beside it as “low”, “high” and how it is drawn.

The figure itself, “is”, is the likely one, and lies between the two. A curve may have one range for all its years (they
are then drawn together: a year that comes out high comes out high with the others) or one for each year.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from modeller.errors import Fault, Unfit
from modeller.scenario.dates import YesOrNo
from modeller.scenario.distributions import LOGNORMAL, NORMAL, Drawn, drawn
from modeller.scenario.figures import within_bounds
from modeller.scenario.marks import Node, Scalar, Settings, along, unwrapped
from modeller.scenario.overrides import slugs_stated
from modeller.scenario.provenance import RANGE
from modeller.scenario.walk import spots

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Place
    from modeller.scenario.figures import Declared
    from modeller.scenario.quantities import Quantity
    from modeller.scenario.walk import Spot

LOW = "The low end of the figure's range, in its own unit; “is” lies between low and high."
HIGH = "The high end of the figure's range."
DRAWN = (
    "How it is drawn: triangular (unless stated), pert or uniform between low and high; normal or lognormal, of which "
    "low and high are the 10th and 90th percentiles; or {scipy: beta, a: 2, b: 5, loc: …, scale: …}."
)
EVEN = 1e-6  # of the width of a range: how near to its middle the likely figure of a normal must be


@dataclass(frozen=True)
class Range:
    """A figure's low, likely and high, in the model's units, and how it is drawn.

    `low` and `high` are the ends of a triangular, PERT or uniform draw, and the 10th and 90th percentiles of a normal
    or lognormal one; a distribution of SciPy has its own, and they are only shown. `together` is the key that one draw
    is for: of a range for all years of a curve it is the curve's, otherwise the figure's own. Draws are kept within
    `least` and `most`, the bounds of the input, and a `whole` figure is rounded.
    """

    key: str
    low: float
    likely: float
    high: float
    drawn: Drawn
    together: str
    least: float | None
    most: float | None
    quantity: Quantity = field(repr=False)

    @property
    def whole(self) -> bool:
        """Whether it is a whole number: of months, of homes."""
        return self.quantity.unit.whole or bool(getattr(self.quantity, "whole", False))


def ranges(tree: Settings, start: date | None) -> tuple[dict[str, Range], list[Fault]]:
    """Read every range of all that is stated, by the key of the figure that it is of."""
    reading = _Reading(tree, start)
    for spot in spots(lambda path, kind: slugs_stated(tree, path, kind)):
        reading.spot(spot)
    stray = [node for node in _ranged(tree) if id(node) not in reading.seen]
    reading.faults += [_no_figure(node) for node in stray]
    return reading.found, reading.faults


def _ranged(node: Node) -> Iterator[Settings]:
    """Everything that is given with a range, figure or not."""
    if isinstance(node, Settings):
        if "is" in node.entries and RANGE & node.entries.keys():
            yield node
        for entry in node.entries.values():
            yield from _ranged(entry.value)
    elif not isinstance(node, Scalar):
        for item in node.items:
            yield from _ranged(item)


def _no_figure(node: Settings) -> Fault:
    key = next(key for key in node.entries if key in RANGE)
    return Fault("only a figure can have a range", node.entries[key].key, f"take “{key}” out")


class _Reading:
    def __init__(self, tree: Settings, start: date | None) -> None:
        self.tree, self.start = tree, start
        self.found: dict[str, Range] = {}
        self.faults: list[Fault] = []
        self.seen: set[int] = set()

    def spot(self, spot: Spot) -> None:
        """Whatever range an input is given with."""
        steps = [node for _, node in along(self.tree, spot.path)]
        said, node = spot.declared, steps[-1]
        if len(steps) <= len(spot.path) or said.quantity is None or isinstance(said.quantity, YesOrNo):
            return
        curve, own = unwrapped(node), _given_with_range(node)
        if not said.by_year:
            years: dict[str, Node] = {spot.key: node}
        elif isinstance(curve, Settings):
            years = {f"{spot.key}.{year}": entry.value for year, entry in curve.entries.items() if year.isdigit()}
        else:
            years = {f"{spot.key}.{self.start.year if self.start else 1}": curve}
        self.seen |= {id(each) for each in (node, *years.values())}
        for key, year in years.items():
            each = _given_with_range(year)
            if given := each or own:
                self._figure(key, key if each else spot.key, given, unwrapped(year), said)

    def _figure(self, key: str, together: str, given: Settings, likely: Node, said: Declared) -> None:
        assert said.quantity  # noqa: S101  only figures come here
        known = len(self.faults)
        low, high = (self._end(given, name, said, key) for name in ("low", "high"))
        way, wrong = drawn(given.get("drawn"), said.quantity, self.start)
        self._say(*wrong)
        value = self._read(likely, said, key, None)
        if len(self.faults) > known or None in (low, high, value):
            return
        assert low is not None and high is not None and value is not None  # noqa: S101, PT018
        found = Range(key, low, value, high, way, together, said.low, said.high, said.quantity)
        self._say(*(list(_out_of_order(found, given, self.start)) or list(_askew(found, given, self.start))))
        self.found[key] = found

    def _end(self, given: Settings, name: str, said: Declared, key: str) -> float | None:
        node = given.get(name)
        if node is None:
            other = next(each for each in ("low", "high", "drawn") if each in given.entries)
            missing = "“low” and “high” are" if other == "drawn" else f"“{name}” is"
            remedy = "add “low: …” and “high: …” beside it" if other == "drawn" else f"add “{name}: …” beside it"
            self._say(Fault(f"{missing} missing from the range", given.entries[other].key, remedy))
            return None
        return self._read(node, said, key, node.place)

    def _read(self, node: Node, said: Declared, key: str, place: Place | None) -> float | None:
        """A figure of the range; what is wrong with the likely one is told where figures are read."""
        assert said.quantity  # noqa: S101
        text = (node.text or "") if isinstance(node, Scalar) else ""
        try:
            value = said.quantity.read(text, self.start)
            within_bounds({key: value} if said.by_year else value, said, self.start)
        except Unfit as unfit:
            if place:
                self._say(Fault(unfit.what, place, unfit.remedy))
            return None
        return value

    def _say(self, *faults: Fault) -> None:
        """Note what is wrong, once: of a range for all years it would be found year by year."""
        self.faults += [fault for fault in faults if fault not in self.faults]


def _given_with_range(node: Node) -> Settings | None:
    return node if isinstance(node, Settings) and "is" in node.entries and RANGE & node.entries.keys() else None


def _out_of_order(found: Range, given: Settings, start: date | None) -> Iterator[Fault]:
    """The figure lies within its range, and the range is more than a point."""

    def write(value: float) -> str:
        return found.quantity.write(value, start)

    if found.low > found.likely:
        what = f"the low figure, {write(found.low)}, is above the figure itself, {write(found.likely)}"
        yield Fault(what, given.entries["low"].value.place, f"write {write(found.likely)} or less")
    if found.high < found.likely:
        what = f"the high figure, {write(found.high)}, is below the figure itself, {write(found.likely)}"
        yield Fault(what, given.entries["high"].value.place, f"write {write(found.likely)} or more")
    if found.low == found.high:
        what = f"the range is from {write(found.low)} to {write(found.high)}, which is no range"
        yield Fault(what, given.entries["low"].value.place, "write a low figure and a high one, or take the range out")


def _askew(found: Range, given: Settings, start: date | None) -> Iterator[Fault]:
    """A normal leans nowhere, a lognormal upwards."""
    middle, width = (found.low + found.high) / 2, found.high - found.low
    if found.drawn.way == NORMAL and abs(found.likely - middle) > EVEN * width:
        half_way = found.quantity.write(round(middle, 10), start)
        what = f"a normal is even, and the figure is not half way between its low and high, {half_way}"
        yield Fault(
            what, given.entries["drawn"].value.place, "write “drawn: lognormal” or “drawn: pert”, or move an end"
        )
    if found.drawn.way == LOGNORMAL and (found.likely - middle > -EVEN * width or found.likely == found.low):
        what = "a lognormal leans upwards, and here the figure is not nearer to its low than to its high"
        yield Fault(what, given.entries["drawn"].value.place, "write “drawn: normal” or “drawn: pert”, or move an end")
