"""The lines written out as one plain Python function of the months: real source, to open, read and step through.

The same text serves plain floats and numpy rows by what its words are bound to (`bindings.py`); compiled lanes are a
third binding, of the same formulas laid out otherwise (`lanes/writing.py`). What does not differ by month is worked
once, before the months; a measure read by lines below divides the months into runs, and what is read across runs is
read from the rows kept.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from modeller.lines import words
from modeller.lines.bindings import FLOATS
from modeller.lines.expressions import Expression, Reference
from modeller.lines.model import Model
from modeller.lines.references import Calendar, Curve, Input, Line, Measure
from modeller.lines.spelling import spell
from modeller.lines.words import Form

Item = Line | Measure
OF_LANES = {
    *("inf", "njit", "inputs", "fixed", "points", "memory", "answers", "blocks", "block", "first", "last", "SIGNATURE"),
    *("kept_as_lanes", "picked", "recent", "whole_part", "figure", "fixed_figure", "lane_input"),
    *("load", "opened", "spread", "store"),
}  # what the text for lanes names beside the words


@dataclass
class Written:
    """The source of `work(figures, months, calendar, rows)`, and what stands where in it.

    `figures` are the inputs and then what is held and does not differ by month; `rows` are the lines kept by month,
    those held among them; `once` the lines and measures returned as one figure each, and `line_of` tells which line of
    the model each line of source works out.
    """

    source: str
    inputs: list[Input]
    held: list[Item]
    rows: list[Line]
    once: list[Item]
    line_of: dict[int, Item] = field(default_factory=dict)
    asked: frozenset[int] = frozenset()  # which of the rows are handed back, by identity; others are for the work alone


def write_out(model: Model, wanted: Sequence[Item] | None = None, held: Sequence[Item] = ()) -> Written:
    """Write a model out: all of it, or no more than what is wanted leans on; held lines are given, not worked."""
    model.check()
    return Writer(model, wanted, held).write()


class Writer:
    """What writing a model out needs to know of it, and the text for floats and rows."""

    def __init__(self, model: Model, wanted: Sequence[Item] | None, held: Sequence[Item]) -> None:
        self.model = model
        self.held = set(map(id, held))
        self.runs = _runs(model)
        self.inputs = list(model.inputs.values())
        self.names = _names([*self.inputs, *model.curves, *model.written])
        self.written = model.written if wanted is None else self._leant_on(wanted)
        self.asked = frozenset(map(id, self.written if wanted is None else wanted))
        kept = self.asked | self._needed() | self.held
        self.rows = [line for line in self.written if isinstance(line, Line) and line.monthly and id(line) in kept]
        self.place = {id(line): place for place, line in enumerate(self.rows)}
        self.text: list[str] = []
        self.line_of: dict[int, Item] = {}

    def _leant_on(self, wanted: Sequence[Item]) -> list[Item]:
        """What is wanted and all that it leans on, in the order of writing."""
        found: set[int] = set()
        waiting: list[Reference] = list(wanted)
        while waiting:
            item = waiting.pop()
            if id(item) in found or not isinstance(item, Line | Measure):
                continue
            found.add(id(item))
            if id(item) not in self.held:
                waiting += [reference for reference, _ in self.model.leaning[id(item)]]
                if isinstance(item, Line) and item.before is not None and item.before.closing is not None:
                    waiting.append(item.before.closing)
        return [item for item in self.model.written if id(item) in found]

    def _needed(self) -> set[int]:
        """Lines whose rows are looked back at, reduced, or read in a later run than the one that works them."""
        needed = set()
        for item in self.written:
            for reference, word in self.model.leaning[id(item)]:
                later = self.runs[id(item)] > self.runs.get(id(reference), 0)
                if later or word in words.LOOK_BACKS or word in words.REDUCTIONS:
                    needed.add(id(reference))
        return needed

    def write(self) -> Written:
        """All of the text, and what stands where in it."""
        given = [item for item in self.written if not item.monthly and id(item) in self.held]
        figures = "".join(f"{self._name(each)}, " for each in (*self.inputs, *given))
        self._say("def work(figures, months, calendar, rows):")
        self._say(f"    {figures}= figures" if figures else "    pass")
        for curve in self.model.curves:
            points = "".join(f"{self._name(curve.point(year))}, " for year in curve.years)
            years = f"{curve.years[0]} to {curve.years[-1]}"
            self._say(f"    {self._name(curve)} = ({points})  # {on_one_line(curve.label)}, {years}")
        for run in range(max(self.runs.values(), default=0) + 1):
            self._write_run([item for item in self.written if self.runs[id(item)] == run])
        once = [item for item in self.written if not item.monthly]
        self._say("    return (" + "".join(f"{self._name(item)}, " for item in once) + ")")
        return Written("\n".join(self.text) + "\n", self.inputs, given, self.rows, once, self.line_of, self.asked)

    def _write_run(self, items: list[Item]) -> None:
        for item in items:
            if not item.monthly and item.formula is not None and id(item) not in self.held:
                self._work_out("    ", item, self._python(item.formula))
        monthly = [item for item in items if isinstance(item, Line) and item.monthly and id(item) not in self.held]
        if not monthly:
            return
        for line in monthly:
            if line.start is not None:
                self._work_out("    ", line, self._python(line.start), keep="0")
        self._say("    for month in range(1, months + 1):")
        self._read_earlier(monthly)
        for line in monthly:
            self._work_out("        ", line, self._formula(line), keep="month")

    def _read_earlier(self, lines: list[Line]) -> None:
        """The rows of the calendar, and lines held or of earlier runs, that this run reads."""
        read = {
            id(found): found
            for line in lines
            for found, word in self.model.leaning[id(line)]
            if word not in words.REDUCTIONS
        }
        here = set(map(id, lines))
        for reference in read.values():
            if isinstance(reference, Calendar) and reference.name != "month":
                self._say(f"        {reference.name} = calendar['{reference.name}'][month]")
            if isinstance(reference, Line) and reference.monthly and id(reference) not in here:
                self._say(f"        {self._name(reference)} = rows[{self.place[id(reference)]}][month]")

    def _formula(self, line: Line) -> str:
        if line.before is not None:
            assert line.before.closing is not None  # noqa: S101  the model was checked
            if id(line.before.closing) in self.held:
                return f"rows[{self.place[id(line.before.closing)]}][month - 1]"
            return self._name(line.before.closing)
        assert line.formula is not None  # noqa: S101  only openings have none
        return self._python(line.formula)

    def _work_out(self, indent: str, item: Item, formula: str, keep: str = "") -> None:
        self.line_of[len(self.text) + 1] = item
        self._say(f"{indent}{self._name(item)} = {formula}  # {on_one_line(item.label)} [{item.unit.name}]")
        if keep and id(item) in self.place:
            self.line_of[len(self.text) + 1] = item
            self._say(f"{indent}rows[{self.place[id(item)]}][{keep}] = {self._name(item)}")

    def _python(self, formula: Expression) -> str:
        return spell(formula, "python", self._refer)

    def _refer(self, reference: Reference, form: Form) -> str:
        if form is Form.FIRST and isinstance(reference, Curve):
            return str(reference.years[0])
        if isinstance(reference, Line) and form in (Form.HISTORY, Form.SERIES):
            return f"rows[{self.place[id(reference)]}]"
        return reference.name if isinstance(reference, Calendar) else self._name(reference)

    def _name(self, reference: Reference) -> str:
        return self.names[id(reference)]

    def _say(self, text: str) -> None:
        self.text.append(text)


def _names(references_: list[Input | Curve | Line | Measure]) -> dict[int, str]:
    """A Python name for everything: its key, numbered where two keys, or a key and a word of ours, would read alike."""
    names: dict[int, str] = {}
    taken = {*keyword.kwlist, *FLOATS, "work", "figures", "months", "calendar", "rows", "month", "range"}
    taken |= {"year", "month_of_year", "financial_year", *OF_LANES}
    for reference in references_:
        plain = re.sub(r"\W", "_", reference.key, flags=re.ASCII)
        plain = plain if plain.isidentifier() else f"_{plain}"
        name, number = plain, 1
        while name in taken:
            number += 1
            name = f"{plain}_{number}"
        taken.add(name)
        names[id(reference)] = name
    return names


def on_one_line(label: str) -> str:
    """A label as a comment: were it to break off, what follows would be run."""
    return " ".join(label.split())


@lru_cache(maxsize=16)
def _runs(model: Model) -> dict[int, int]:
    return runs(model)


def runs(model: Model) -> dict[int, int]:
    """In which run of the months each line is worked: one more than the lines of any measure it reads.

    An opening is worked with its closing, so the numbers are settled by going round until none moves.
    """
    run = {id(item): 0 for item in model.written}
    settled = False
    while not settled:
        settled = True
        for item in model.written:
            later = _run(model, item, run)
            if later > run[id(item)]:
                run[id(item)], settled = later, False
    return run


def _run(model: Model, item: Item, run: dict[int, int]) -> int:
    found = [
        run.get(id(reference), 0) + (reference.monthly and word in words.REDUCTIONS)
        for reference, word in model.leaning[id(item)]
    ]
    if isinstance(item, Line) and item.before is not None and item.before.closing is not None:
        found.append(run[id(item.before.closing)])
    return max(found, default=0)


def the_same_throughout(
    model: Model, wanted: Sequence[Item], varying: Sequence[str], held: Sequence[Item]
) -> tuple[Item, ...]:
    """What neither a varying input nor a held line reaches, of what is wanted or is read by something they do reach."""
    moved = reached(model, varying, held)
    needed = Writer(model, wanted, held).written
    read = {id(reference) for item in needed if id(item) in moved for reference, _ in model.leaning[id(item)]}
    read |= set(map(id, wanted))
    return tuple(item for item in needed if id(item) in read and id(item) not in moved)


def reached(model: Model, varying: Sequence[str], held: Sequence[Item]) -> set[int]:
    """Everything that differs between scenarios; a balance carries it to its opening, so it goes round till settled."""
    moved = {id(model.inputs[key]) for key in varying} | set(map(id, held))
    moved |= {id(curve) for curve in model.curves if any(id(point) in moved for point in curve.points.values())}
    while True:
        before = len(moved)
        for item in model.written:
            read = [reference for reference, _ in model.leaning[id(item)]]
            if isinstance(item, Line) and item.before is not None and item.before.closing is not None:
                read.append(item.before.closing)
            if any(id(reference) in moved for reference in read):
                moved.add(id(item))
        if len(moved) == before:
            return moved
