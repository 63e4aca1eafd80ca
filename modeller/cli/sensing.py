"""`modeller sensitivity`: what matters to one measure, the widest swing first, on one screen."""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text

from modeller.analysis.run import Run, run
from modeller.analysis.sensitivity import BY, Bar, Explained, Sensing, Sensitivity, Table
from modeller.analysis.simulate import drawn_inputs, standing_of
from modeller.analysis.solving.naming import measure_named
from modeller.cli.brief import brief
from modeller.cli.shape import plain_console
from modeller.cli.terms_figures import plain_table
from modeller.errors import Unfit
from modeller.lines.references import Measure

WIDE, BAR, WIDE_BAR, SHOWN = 110, 14, 30, 20
LOW_SIDE, HIGH_SIDE, STATED = "░", "█", "│"


@dataclass(frozen=True)
class Asked:
    """What was asked for."""

    measure: str | None
    by: str | None
    of: str | None
    against: str | None
    variance: bool
    draws: int
    seed: int


def print_sensitivity(scenario: Path, overrides: dict[str, str], asked: Asked, *, as_json: bool) -> None:
    """Move the inputs, and show what the measure comes to; status 1 if an integrity check as stated fails."""
    by = _part(asked.by)
    if asked.against and not asked.of:
        raise click.UsageError("--against wants --of: the first input of the table")
    worked = run(scenario, overrides)
    measure = _measure(worked, asked.measure) if asked.measure else worked.partnership.outcome.left_at_end
    sensing = Sensing(worked, measure)
    table = sensing.table(asked.of, asked.against, by or BY) if asked.of else None
    found = sensing.found(by, table, _explained(sensing, asked), asked.draws, asked.seed)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        SensitivityScreen(found, worked, measure).show()
    if not worked.sound:
        sys.exit(1)


def _explained(sensing: Sensing, asked: Asked) -> list[Explained]:
    """Shares of the variance, where they are asked for, telling on stderr how far they are."""
    if not asked.variance:
        return []
    with Console(stderr=True).status("Drawing …") as status:
        return sensing.explained(
            asked.draws, asked.seed, lambda done, of: status.update(f"Drawing … {done:,} of {of:,}")
        )


def _part(stated: str | None) -> float | None:
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*%\s*", stated or "")
    if stated and not (match and 0 < float(match[1]) <= 100):  # noqa: PLR2004
        raise click.UsageError(f"--by “{stated}”: write a part such as 10%")
    return float(match[1]) / 100 if match else None


def _measure(worked: Run, name: str) -> Measure:
    """The measure of that key, or the only one whose key and name hold the words."""
    try:
        return measure_named(worked.model, name)
    except Unfit as unfit:
        raise click.UsageError(f"{unfit.what}: {unfit.remedy}") from None


class SensitivityScreen:
    """One measure on a terminal."""

    def __init__(self, found: Sensitivity, worked: Run, measure: Measure) -> None:
        self.found, self.measure, self.start = found, measure, worked.model.start
        self.drawn = drawn_inputs(worked)
        self.console = plain_console()
        self.wide = self.console.width >= WIDE

    def show(self) -> None:
        """The tornado, and whatever else was asked for."""
        self.console.print(Text(self.found.scenario, style="bold"))
        stated = Text.assemble(self.found.label, ", as stated: ", (self._written(self.found.stated), "bold"))
        self.console.print(stated)
        self.console.print(f"{self.found.on[0].upper()}{self.found.on[1:]}; one input at a time", style="dim")
        if self.drawn:
            self.console.print(standing_of(self.drawn), style="dim")
        self.console.print()
        self._tornado()
        if self.found.table:
            self._table(self.found.table)
        if self.found.explained:
            self._explained()

    def _written(self, value: float) -> str:
        return brief(value, self.measure.unit, self.start)

    def _tornado(self) -> None:
        moving = [bar for bar in self.found.tornado if not bar.swing <= self.measure.unit.nil]
        ends = [each for bar in moving for each in (bar.at_low, bar.at_high, self.found.stated) if math.isfinite(each)]
        table = plain_table()
        table.add_column("Input", header_style="bold", overflow="fold", ratio=1)
        for heading in ("from", "to", "at low", "at high"):
            table.add_column(heading, justify="right", header_style="bold", overflow="fold")
        table.add_column("", no_wrap=True)
        width = WIDE_BAR if self.wide else BAR
        for bar in moving[:SHOWN]:
            label = bar.label if bar.ranged else f"{bar.label} (by itself)"
            low, high = (self._input(text) for text in (bar.low, bar.high))
            drawn = bar_of(bar, self.found.stated, min(ends), max(ends), width)
            table.add_row(label, low, high, self._written(bar.at_low), self._written(bar.at_high), drawn)
        self.console.print(table)
        self._rest(moving)
        self.console.print()

    def _input(self, text: str) -> str:
        """An input's figure without what its label says already."""
        return re.sub(r"(\.\d\d)\d+%", r"\1%", re.sub(r" a (home|year|week)", "", text))

    def _rest(self, moving: Sequence[Bar]) -> None:
        """What is not shown, and what the signs mean."""
        legend = f"{LOW_SIDE} at the low figure, {HIGH_SIDE} at the high one, {STATED} as stated."
        if any("all years" in bar.label for bar in moving):
            legend += " A path is moved in all years alike, by the 10th and 90th percentile of its average over them."
        if len(moving) > SHOWN:
            legend += f" {len(moving) - SHOWN} more move it less: --json has them all."
        still = [bar.label for bar in self.found.tornado if bar not in moving]
        self.console.print(legend, style="dim")
        if still and len(still) <= SHOWN:
            self.console.print(f"These do not move it: {'; '.join(still)}.", style="dim")
        elif still:
            self.console.print(f"{len(still)} inputs do not move it.", style="dim")

    def _table(self, table: Table) -> None:
        heading = f"{table.of.label}, down" + (f"; {table.against.label}, across" if table.against else "")
        self.console.print(Text(heading, style="bold"))
        grid = Grid(box=None, pad_edge=False, padding=(0, 1, 0, 0))
        grid.add_column("")
        for text in table.against.texts if table.against else ("",):
            grid.add_column(self._input(text), justify="right", header_style="bold", overflow="fold")
        for text, row in zip(table.of.texts, table.figures, strict=True):
            grid.add_row(Text(self._input(text), style="bold"), *(self._written(each) for each in row))
        self.console.print(Padding(grid, (0, 0, 0, 2)))
        self.console.print()

    def _explained(self) -> None:
        table = plain_table()
        table.add_column("What explains the variance", header_style="bold", overflow="fold")
        for heading in ("alone", "±", "in all", "±"):
            table.add_column(heading, justify="right", header_style="bold")
        for each in self.found.explained:
            shares = [each.first.value, each.first.error, each.total.value, each.total.error]
            table.add_row(each.label, *(f"{share:.0%}" if share == share else "–" for share in shares))  # noqa: PLR0124
        self.console.print(table)
        self.console.print(
            f"Of {self.found.draws:,} draws, seed {self.found.seed}, each as if it went with no other. alone: what "
            "would go if it were known; in all: with what it does together with others. ±: one standard error.",
            style="dim",
        )


def bar_of(bar: Bar, stated: float, least: float, most: float, width: int) -> str:
    """A bar from the measure as stated to what it is at the low figure, and at the high.

    >>> bar = Bar("a", "A", "1", "2", -2.0, 3.0, True)
    >>> bar_of(bar, 0.0, -4.0, 4.0, 9)
    '  ░░│███ '
    """

    def place(value: float) -> int:
        within = min(max(value, least), most) if value == value else stated  # noqa: PLR0124  not a number
        return round((within - least) / ((most - least) or 1.0) * (width - 1))

    cells, middle = [" "] * width, place(stated)
    for at, mark in ((bar.at_low, LOW_SIDE), (bar.at_high, HIGH_SIDE)):
        for cell in range(min(middle, place(at)), max(middle, place(at)) + 1):
            cells[cell] = mark
    cells[middle] = STATED
    return "".join(cells)
