"""`modeller compare A B --walk`: from the one answer to the other, input by input, on one screen."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.table import Table
from rich.text import Text

from modeller.analysis.compare import compare
from modeller.analysis.walking import Walk, walked
from modeller.cli.comparing import CompareScreen
from modeller.cli.solving import refuse
from modeller.errors import Unfit
from modeller.lines.figures import written
from modeller.lines.references import Measure
from modeller.lines.units import Unit

LABEL, FIGURE = 30, 14  # columns of the screen: the least for what is moved, and for each measure
MOST_TOLD = 8  # things that differ in structure
LAST = "What differs in structure"


def print_walk(scenarios: Sequence[Path], overrides: dict[str, str], measures: Sequence[str], *, as_json: bool) -> None:
    """Work both out and walk from the first to the second; status 1 if an integrity check of either fails."""
    found = compare(scenarios, overrides)
    try:
        walk = walked(found.runs[0], found.runs[1], measures)
    except Unfit as wrong:
        refuse(wrong)
    if as_json:
        click.echo(json.dumps({**found.as_json(), "walk": walk.as_json()}, ensure_ascii=False, indent=2))
    else:
        screen = CompareScreen(found)
        screen.scenarios()
        WalkScreen(screen, walk, every=bool(measures)).show()
    if not found.sound:
        sys.exit(1)


class WalkScreen:
    """A walk on a terminal: as many measures beside one another as there is room for."""

    def __init__(self, screen: CompareScreen, walk: Walk, *, every: bool) -> None:
        self.console, self.walk = screen.console, walk
        self.places = [at for at in range(len(walk.measures)) if every or self._moves(at)]

    def show(self) -> None:
        """Each block of measures, what the last step is made of, and what the order means."""
        self.console.print(Text("From A to B, input by input", style="bold"))
        room = max(1, (self.console.width - LABEL) // (FIGURE + 2))
        for first in range(0, len(self.places), room):
            self.console.print(self._table(self.places[first : first + room]))
            self.console.print()
        for words in self._said():
            self.console.print(Text(words, style="dim"))

    def _moves(self, at: int) -> bool:
        nil = self.walk.measures[at].unit.nil
        moves = [*(step.moves[at] for step in self.walk.steps), self.walk.last[at]]
        return any(abs(move) > nil for move in moves)

    def _table(self, places: Sequence[int]) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("", header_style="bold", overflow="fold")
        for at in places:
            table.add_column(_name(self.walk.measures[at]), justify="right", header_style="bold", width=FIGURE)
        units = [self.walk.measures[at].unit for at in places]
        table.add_row("A", *(_figure(self.walk.before[at], unit) for at, unit in zip(places, units, strict=True)))
        rows = [(step.label, [step.moves[at] for at in places]) for step in self.walk.steps]
        rows.append((LAST, [self.walk.last[at] for at in places]))
        for label, moves in rows:
            if any(abs(move) > unit.nil for move, unit in zip(moves, units, strict=True)):
                table.add_row(label, *(_step(move, unit) for move, unit in zip(moves, units, strict=True)))
        table.add_row("B", *(_figure(self.walk.after[at], unit) for at, unit in zip(places, units, strict=True)))
        return table

    def _said(self) -> Iterator[str]:
        walk = self.walk
        if not self.places:
            yield f"Nothing moves: {', '.join(_name(each) for each in walk.measures)} are the same in both."
            return
        idle = len(walk.steps) - len(walk.moving)
        if idle:
            several = "inputs that differ move" if idle > 1 else "input that differs moves"
            yield f"{idle} more {several} nothing here."
        if walk.structure:
            more = len(walk.structure) - MOST_TOLD
            rest = f", and {more} more: see --json" if more > 0 else ""
            yield f"In structure: {'; '.join(walk.structure[:MOST_TOLD])}{rest}."
        yield (
            "Each input is moved on A's model and stays moved, in the order of the inputs sheet: in another order the "
            "steps would be others. They sum to the difference; to the penny in --json."
        )


def _name(measure: Measure) -> str:
    heading = measure.section.heading
    return f"{heading}: {measure.label}" if heading else measure.label


def _figure(value: float, unit: Unit) -> str:
    return written(value, unit)


def _step(value: float, unit: Unit) -> str:
    """With its sign; nil is a dash.

    >>> from modeller.lines.units import POUNDS, SHARE
    >>> _step(1500.4, POUNDS), _step(-0.025, SHARE), _step(0.001, POUNDS)
    ('+£1,500', '−2.5%', '–')
    """
    if abs(value) <= unit.nil:
        return "–"
    return f"{'+' if value > 0 else ''}{written(value, unit)}"
