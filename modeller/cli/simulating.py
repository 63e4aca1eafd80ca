"""`modeller simulate`: how likely what is, on one screen; progress on stderr, where somebody is there to see it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

from modeller.analysis.draws import DrawError, Sampling
from modeller.analysis.run import Run
from modeller.analysis.simulate import DRAWS, PERCENTILES, Breach, Fan, Simulation, Spread, simulate, standing_of
from modeller.cli.brief import brief
from modeller.cli.fan import HEIGHT, fan
from modeller.cli.shape import plain_console
from modeller.cli.terms_figures import plain_table
from modeller.lines.units import POUNDS

WIDE, YEARS_A_ROW, MORE_YEARS_A_ROW = 130, 10, 18
FEW = (5, 25, 50, 75, 95)
LEAST_CHANCE = 0.0005


def print_simulation(
    scenario: Path, overrides: dict[str, str], draws: int | None, seed: int, sampling: Sampling, *, as_json: bool
) -> None:
    """Simulate and show it; status 1 if an integrity check of the scenario as stated fails."""
    told = Console(stderr=True)
    columns = (TextColumn("Drawing"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=told, transient=True, disable=not told.is_terminal) as progress:
        task = progress.add_task("draws")
        try:
            found, worked = simulate(
                scenario,
                overrides,
                draws=draws or DRAWS,
                seed=seed,
                sampling=sampling,
                tell=lambda done, of: progress.update(task, completed=done, total=of),
            )
        except DrawError as error:
            raise click.UsageError(str(error)) from None
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        SimulationScreen(found, worked).show()
    if not worked.sound:
        sys.exit(1)


class SimulationScreen:
    """One simulation on a terminal."""

    def __init__(self, found: Simulation, worked: Run) -> None:
        self.found, self.run, self.start = found, worked, worked.model.start
        self.console = plain_console()
        self.wide = self.console.width >= WIDE

    def show(self) -> None:
        """Lenders first, then covenants, the headline measures, and the fans."""
        self._title()
        for table in (*self._lenders(), *self._breaches()):
            self.console.print(table)
            self.console.print()
        self.console.print(self._headlines())
        self._notes()
        for each in self.found.fans:
            self.console.print()
            self._fan(each)

    def _title(self) -> None:
        found = self.found
        self.console.print(Text(found.scenario, style="bold"))
        paths = f"each on {found.paths} paths of the contract" if found.paths > 1 else "on the one path of the contract"
        drawn = f"{found.draws:,} draws of {len(found.inputs)} uncertain figures, {paths}"
        self.console.print(f"{drawn}; seed {found.seed}, {found.sampling}", style="dim")
        self.console.print(standing_of(found.inputs), style="dim")
        if found.idle:
            self.console.print(f"Drawn, and read by nothing here: {', '.join(found.idle)}.", style="yellow")
        self.console.print()

    def _lenders(self) -> Iterator[Table]:
        if not self.found.lenders:
            return
        table = plain_table()
        table.add_column("Lender", header_style="bold", overflow="fold")
        for heading in ("On time", "±", "Expected loss", "Chance of a loss", "Loss, 95%"):
            table.add_column(heading, justify="right", header_style="bold")
        for each in self.found.lenders:
            table.add_row(
                each.lender,
                chance(each.on_time.value),
                points(each.on_time.error),
                brief(each.loss.value, POUNDS, self.start),
                chance(each.any_loss.value),
                brief(each.loss_percentiles[95].value, POUNDS, self.start),
            )
        yield table

    def _breaches(self) -> Iterator[Table]:
        """The chance of a breach in every year in which there is one, so many years to a row."""
        broken = [each for each in self.found.breaches if each.ever.value > LEAST_CHANCE]
        for each in self.found.breaches:
            if each not in broken:
                self.console.print(f"“{each.lender}”: the covenant on {each.covenant} breaks in no draw.", style="dim")
        if broken:
            places = self._years(broken)
            a_row = MORE_YEARS_A_ROW if self.wide else YEARS_A_ROW
            for first in range(0, len(places), a_row):
                yield self._breach_row(broken, places[first : first + a_row], head=not first)

    def _years(self, broken: Sequence[Breach]) -> list[int]:
        """The years with a chance of a breach."""
        years = range(len(self.found.years))
        return [place for place in years if any(each.by_year[place].value > LEAST_CHANCE for each in broken)]

    def _breach_row(self, broken: Sequence[Breach], places: Sequence[int], *, head: bool) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column(
            "Chance of a breach, year to March (other years: none)" if head else "", header_style="bold", width=28
        )
        for place in places:
            table.add_column(str(self.found.years[place]), justify="right", header_style="bold", min_width=4)
        for each in broken:
            name = f"{each.lender}: {each.covenant}, ever {chance(each.ever.value)}" if head else ""
            table.add_row(name or f"{each.lender}: {each.covenant}", *(chance(each.by_year[p].value) for p in places))
        return table

    def _headlines(self) -> Table:
        shown = PERCENTILES if self.wide else FEW
        table = plain_table()
        table.add_column("Percentiles of all draws", header_style="bold", overflow="fold")
        headings = ["Stated", *(f"{each}%" for each in shown), "Mean"] if self.wide else [f"{each}%" for each in shown]
        for heading in (*headings, "±"):
            table.add_column(heading, justify="right", header_style="bold", no_wrap=True)
        of = ""
        for each in self.found.headlines:
            if self._is_same(each):
                continue
            if each.of != of:
                of = each.of
                table.add_row(Text(of, style="italic"))
            table.add_row(f"  {each.label}" if of else each.label, *self._row(each, shown))
        return table

    def _row(self, each: Spread, shown: Sequence[int]) -> list[str]:
        figures = [each.percentiles[wanted].value for wanted in shown]
        if self.wide:
            figures = [each.stated, *figures, each.mean.value]
        texts = [self._written(each, figure) for figure in figures]
        error = each.percentiles[50].error
        months = self.run.model.by_key[each.key].unit.style == "month"
        return [*texts, f"{error:.1f}m" if months and error == error else self._written(each, error)]  # noqa: PLR0124

    def _written(self, each: Spread, figure: float) -> str:
        return brief(figure, self.run.model.by_key[each.key].unit, self.start)

    def _is_same(self, each: Spread) -> bool:
        texts = {self._written(each, each.percentiles[wanted].value) for wanted in PERCENTILES}
        return len(texts) == 1

    def _notes(self) -> None:
        """What the table leaves out, and what its signs mean."""
        self.console.print(
            "±: standard error of the median, between independent draws (m: months). never, none: what does not come "
            "about stands at its end of the order.",
            style="dim",
        )
        same: dict[str, list[str]] = {}
        for each in self.found.headlines:
            if self._is_same(each) and not each.quiet:
                same.setdefault(each.of, []).append(f"{each.label}: {self._written(each, each.percentiles[50].value)}")
        for of, told in same.items():
            whose = f", of “{of}”" if of else ""
            self.console.print(f"The same in nine draws of ten{whose}. {'; '.join(told)}.", style="dim")

    def _fan(self, each: Fan) -> None:
        """Years across, with what the top and the foot of it stand for."""
        most = max(0.0, *each.percentiles[95])
        least = min(0.0, *each.percentiles[5])
        ends = {0: brief(most, POUNDS, self.start), HEIGHT - 1: brief(least, POUNDS, self.start)}
        width = max(map(len, ends.values()))
        self.console.print(
            Text(f"{each.name} at the year's end, {self.found.years[0]} to {self.found.years[-1]}", "bold")
        )
        for place, row in enumerate(fan(each.percentiles)):
            self.console.print(Text(f"{ends.get(place, ''):>{width}} {row}"))
        self.console.print("█ median; ▒ half of all draws; ░ nine of ten", style="dim")


def chance(share: float) -> str:
    """A chance as a percentage; what is all but nothing is a dash.

    >>> chance(0.123), chance(0.0), chance(0.004), chance(1.0)
    ('12%', '–', '<1%', '100%')
    """
    if share <= LEAST_CHANCE:
        return "–"
    if share < 0.01:  # noqa: PLR2004
        return "<1%"
    return ">99%" if 0.99 < share < 1 - LEAST_CHANCE else f"{share:.0%}"  # noqa: PLR2004


def points(error: float) -> str:
    """The standard error of a chance, in points."""
    return "–" if error != error else f"{error * 100:.1f}"  # noqa: PLR0124  not a number
