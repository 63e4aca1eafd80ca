"""The lines written out for lanes: the same formulas in the same spelling, gone through block by block of scenarios.

What is the same in all scenarios is given, as figures or as rows by month. What differs is held in variables, lane by
lane; a row is kept only where a line looks back at it, a later run of the months reads it, or a return is drawn from
it. Other reductions are drawn as the months go by (`drawing.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modeller.lines import words
from modeller.lines.expressions import Constant, Expression, Reference, references
from modeller.lines.lanes.drawing import PICKED, Discount, Drawing
from modeller.lines.lanes.names import MONTHLY, ONCE, LaneNames
from modeller.lines.lanes.same import Same, operation
from modeller.lines.model import Model
from modeller.lines.references import Calendar, Curve, Input, Line
from modeller.lines.words import Form
from modeller.lines.writing import Item, on_one_line

Array = NDArray[np.float64]
HEAD = """\
from math import inf

from numba import njit

from modeller.lines.lanes.memory import figure, fixed_figure, lane_input, load, opened, store
from modeller.lines.lanes.returns import internal_return
from modeller.lines.lanes.rows import at, back, kept_as_lanes, picked, recent, trailing
from modeller.lines.lanes.words import (
    level_payment, magnitude, maximum, minimum, power, ratio, where, whole_above, whole_below, whole_part,
)
from modeller.lines.lanes.vectors import spread

SIGNATURE = "void(f8[::1], f8[::1], f8[:, ::1], f8[:, ::1], f8[::1], f8[::1], f8[::1], i8, i8, i8)"


@njit(SIGNATURE, cache=True, nogil=True, error_model="numpy")
def work(inputs_, figures_, fixed_, points_, memory_, answers_, rows_, blocks, first, last):
    inputs, figures, fixed, points = opened(inputs_), opened(figures_), opened(fixed_), opened(points_)
    memory, answers, rows = opened(memory_), opened(answers_), opened(rows_)
"""


@dataclass
class LaneText:
    """The source of `work(inputs, figures, fixed, …)`, and what stands where in it."""

    source: str
    inputs: list[Input]
    figures: list[Input | Item]
    fixed: list[Line | Calendar | Discount | Same]
    points: list[Curve]
    answers: list[Item]
    rows: list[Line]
    memory: int  # lanes kept at once by each thread
    lines: int  # how many are worked in lanes
    remembered: tuple[Mapping[str, float], tuple[Array, Array, Array]] | None = None  # what is the same in all lanes


def write_lanes(model: Model, wanted: Sequence[Item], varying: Sequence[str], fixed: Sequence[Item]) -> LaneText:
    """Write a model out for lanes; `varying` inputs differ between scenarios, and `fixed` items do not."""
    return _LaneWriter(model, wanted, varying, fixed).lane_text()


class _LaneWriter(LaneNames):
    def lane_text(self) -> LaneText:
        """All of the text, and what stands where in it."""
        self._say_tables()
        for run in range(max(self.runs.values(), default=0) + 1):
            self._say_run(run)
        for place, item in enumerate(self.answers):
            self._say(f"{ONCE}store(answers, {place} * blocks + block, {self._name(item)})")
        return LaneText(
            source=HEAD + "\n".join([*self._say_figures(), *self.text]) + "\n",
            inputs=self.varying,
            figures=list(self.figures.values()),
            fixed=list(self.fixed.values()),
            points=list(self.points.values()),
            answers=self.answers,
            rows=self.shown,
            memory=self._size() + sum(len(curve.years) for curve, _ in self.tables.values()),
            lines=len(self.worked),
        )

    def _size(self) -> int:
        return len(self.kept.rows) * (self.kept.pad + self.model.months + 1)

    def _say_tables(self) -> None:
        """Inputs that differ, and curves by year of points that do: looked up in memory."""
        for place, each in enumerate(self.varying):
            label = on_one_line(each.label)
            self._say(f"{ONCE}{self._name(each)} = lane_input(inputs, {place} * blocks + block)  # {label}")
        read = {id(found) for formula in self.formulas.values() for found, _ in references(formula)}
        for curve in self.model.curves:
            if id(curve) in self.moved and id(curve) in read:
                start = self._size() + sum(len(other.years) for other, _ in self.tables.values())
                self.tables[id(curve)] = (curve, start)
                for place, year in enumerate(curve.years, start):
                    self._say(f"{ONCE}store(memory, {place}, {self._refer(curve.point(year), Form.CELL)})")

    def _say_figures(self) -> list[str]:
        """The figures that are the same in all lanes, which are known when all else is written."""
        figures = [
            f"    {self.names[key]} = figure(figures, {place})  # {on_one_line(found.label)}"
            for place, (key, found) in enumerate(self.figures.items())
        ]
        return [*figures, "    for block in range(first, last):"]

    def _say_run(self, run: int) -> None:
        items = [item for item in self.worked if self.runs[id(item)] == run]
        for item in items:
            if not item.monthly:
                self._draw_late(self.formulas[id(item)])
                self._say_line(ONCE, item, self._python(self.formulas[id(item)]))
        lines = [item for item in items if isinstance(item, Line) and item.monthly]
        for formulas in (self.starts, self.formulas):
            for line in lines:
                if id(line) in formulas:
                    self._draw_late(formulas[id(line)])
        for line in lines:
            self._say_start(line)
        self._say_months(lines, [drawing for drawing in self.drawings.values() if drawing.run == run])

    def _say_start(self, line: Line) -> None:
        """Month 0 of a line: what its balance starts at, or nought."""
        if line.start is not None:
            self._say_line(ONCE, line, f"spread({self._python(self.starts[id(line)])})")
        value = self._name(line) if line.start is not None else "0.0"
        if id(line) in self.kept.rows:
            self._say(f"{ONCE}store(memory, {self.kept.row(id(line))}, {value})")
        for _, window in self._windows_of(line):
            self._say(f"{ONCE}store(memory, {self.kept.row(id(window))}, {value})")
        if line in self.shown:
            self._say(f"{ONCE}store(rows, {self._shown(line)} * blocks + block, {value})")

    def _say_months(self, lines: Sequence[Line], drawings: Sequence[Drawing]) -> None:
        if not lines and not drawings:
            return
        for drawing in drawings:
            self._say_all(ONCE, drawing.before(self._name(drawing.name), self._python))
        self._say(f"{ONCE}for month in range(1, {self.model.months + 1}):")
        self.read, self.here = set(), set(map(id, lines))
        ahead, waiting = set(self.here), list(drawings)
        for line in [None, *lines]:  # what is drawn is drawn as soon as may be, and read as late: registers are few
            if line is not None:
                self._say_month(line)
                ahead.discard(id(line))
            for drawing in [each for each in waiting if ahead.isdisjoint(map(id, each.rows))]:
                waiting.remove(drawing)
                worth = self._fixed_row(drawing.same_rate) if drawing.same_rate else ""
                self._say_all(MONTHLY, list(drawing.in_each(self._name(drawing.name), self._python, worth)))
        for drawing in drawings:
            self._say_all(ONCE, drawing.after(self._name(drawing.name)))

    def _say_month(self, line: Line) -> None:
        before = line.before.closing if line.before is not None else None
        self._say_line(MONTHLY, line, self._python(self.formulas[id(line)]) if before is None else self._name(before))
        if id(line) in self.kept.rows:
            self._say(f"{MONTHLY}store(memory, {self.kept.cell(id(line))}, {self._name(line)})")
        for part, window in self._windows_of(line):
            row = f"memory, {len(self.kept.rows)}, {self.kept.row(id(line))}"
            self._say(f"{MONTHLY}store(memory, {self.kept.cell(id(window))}, recent({row}, month, {part}, 1))")
        if line in self.shown:
            self._say(f"{MONTHLY}store(rows, ({self._shown(line)} + month) * blocks + block, {self._name(line)})")

    def _windows_of(self, line: Line) -> list[tuple[int, Reference]]:
        return [(part, window) for (key, part), window in self.windows.items() if key == id(line)]

    def _shown(self, line: Line) -> int:
        return self.shown.index(line) * (self.model.months + 1)

    def _say_line(self, indent: str, item: Item, formula: str) -> None:
        self._say_reads()
        self._say(f"{indent}{self._name(item)} = {formula}  # {on_one_line(item.label)} [{item.unit.name}]")

    def _say_reads(self) -> None:
        for line in self.reads:
            self._say(line)
        self.reads.clear()

    def _say_all(self, indent: str, lines: Iterable[str]) -> None:
        self._say_reads()
        for line in lines:
            self._say(indent + line)

    def _draw_late(self, formula: Expression) -> None:
        """Draw, from rows whose months are over, what could not be drawn as they went by."""
        for found, word in references(formula):
            drawing = next((each for each in self.drawings.values() if each.name is found and each.run is None), None)
            if drawing is not None and id(found) not in self.drawn:
                self.drawn.add(id(found))
                for part in drawing.operation.parts:
                    self._draw_late(part)
                self._say_late(drawing)
            if word is words.INTERNAL_RETURN and id(found) not in self.moved and isinstance(found, Line):
                kept = f"memory, {len(self.kept.rows)}, {self.kept.row(id(found))}"
                self._say(f"{ONCE}kept_as_lanes({kept}, {self.model.months}, fixed, {self._place_of(found)})")

    def _say_late(self, drawing: Drawing) -> None:
        if drawing.operation.word is not words.IN_MONTH:
            self._say_months([], [drawing])
            return
        row, _, month = drawing.operation.parts
        picked = operation(drawing.operation, PICKED, (row, Constant(self.model.months), month))
        self._say(f"{ONCE}{self._name(drawing.name)} = {self._python(picked)}")
