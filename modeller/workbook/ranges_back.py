"""The low and the high case of an input, read back as the ends of its range."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from modeller.errors import Fault
from modeller.scenario.dates import YesOrNo
from modeller.scenario.ranges import Range
from modeller.scenario.walk import Figure
from modeller.workbook.finding import Standing
from modeller.workbook.in_use import CASES, InUse, Using
from modeller.workbook.outside import CellPlace
from modeller.workbook.typed import Notes, Wanted

BASE, LOW, HIGH, OWN = CASES


@dataclass(frozen=True)
class Reading:
    """How cells of one input are read: as figures, with notes taken of what is wrong, and as places."""

    number: Callable[[Using], float | None]
    place: Callable[[Using], CellPlace]


class RangesBack:
    """The ranges of one workbook, and the inputs with figures in cases that a scenario file has no place for."""

    def __init__(self, in_use: InUse, notes: Notes, known: Mapping[str, Range]) -> None:
        self.in_use, self.notes, self.known = in_use, notes, known
        self.left_out: list[str] = []

    def ends(self, figure: Figure, standing: Standing, value: float, reading: Reading) -> tuple[float, float] | None:
        """The range of an input where it is another than the scenario states; `value` is the figure in use.

        An end that follows the base case is at it. A figure in use of another case, or that a lever moves, takes the
        end that it lies beyond with it.
        """
        cells = {case: self.in_use.stated(standing, case) for case in (LOW, HIGH, OWN)}
        if cells[OWN] and CASES[self.in_use.case - 1] != OWN:
            self.left_out.append(figure.key)
        typed = {case: using for case in (LOW, HIGH) if (using := cells[case])}
        known, read = self.known.get(figure.key), {case: reading.number(using) for case, using in typed.items()}
        if None in read.values():
            return None
        low, high = (float(value if (end := read.get(case)) is None else end) for case in (LOW, HIGH))
        same = known is not None and (low, high) == (known.low, known.high)
        if not typed or figure.declared.by_year or isinstance(figure.quantity, YesOrNo):
            self.left_out += [figure.key] if typed and not same else []
            return None
        if self.in_use.case == 1 and not self.in_use.moves(standing):
            self.notes.faults += self._out_of_order(low, value, high, typed, reading, figure)
        low, high = min(low, value), max(high, value)
        return None if low == high or (known is not None and (low, high) == (known.low, known.high)) else (low, high)

    def _out_of_order(
        self, low: float, value: float, high: float, typed: Mapping[str, Using], reading: Reading, figure: Figure
    ) -> Iterator[Fault]:
        """The base case lies between the low and the high."""
        shown = Wanted(figure.quantity, figure.low, figure.high, figure.start, None).shown
        for case, end, wrong, side in ((LOW, low, low > value, "less"), (HIGH, high, high < value, "more")):
            if wrong:
                what = f"is {shown(end)}, the {case.lower()} case of {shown(value)}"
                remedy = f"enter {shown(value)} or {side}, or change the base case"
                yield Fault(what, reading.place(typed[case]), remedy)
