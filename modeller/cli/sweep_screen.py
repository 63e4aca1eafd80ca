"""The summary of a sweep on a terminal: a table for each measure, a row for each contract length."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from modeller.analysis.sweep.summary import PERCENTILES, Group, Summary
from modeller.cli.shape import plain_console
from modeller.lines.figures import span, written


class SummaryScreen:
    """Percentiles over the futures of each scenario, the points of a grid one below the other."""

    def __init__(self, summary: Summary) -> None:
        self.summary = summary
        self.varied = list(summary.point(1))
        self.console = plain_console()

    def show(self) -> None:
        """Scenario by scenario, place by place where they are apart."""
        for (scenario, place), groups in groupby(sorted(self.summary.groups, key=_whose), _whose):
            self.console.print(Text(", ".join(each for each in (scenario, place) if each), style="bold"))
            for measure, rows in groupby(groups, lambda group: group.measure):
                self.console.print()
                label = f"{self.summary.label(measure)} "
                self.console.print(Text.assemble(label, (f"({measure})", "dim")))
                self.console.print(self._table(measure, list(rows)))
            self.console.print()
        self.console.print("Each figure is what is expected over the paths of its contract.", style="dim")

    def _table(self, measure: str, rows: Sequence[Group]) -> Table:
        spread = max(row.of for row in rows) > 1
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for key in self.varied:
            table.add_column(key, justify="right", header_style="bold", overflow="fold")
        headings = ("Futures", "Mean", *(f"{each}%" for each in PERCENTILES)) if spread else ("Figure",)
        for heading in ("Length", *headings):
            table.add_column(heading, justify="right", header_style="bold", no_wrap=True)
        for row in rows:
            figures = [self._shown(measure, each) for each in (row.mean, *(row.percentiles if spread else ()))]
            number = [f"{row.number:,}"] if spread else []
            table.add_row(*self.summary.point(row.point).values(), span(row.length), *number, *figures)
        return table

    def _shown(self, measure: str, value: float | None) -> str:
        return "none" if value is None else written(value, self.summary.unit(measure))


def _whose(group: Group) -> tuple[str, str]:
    return group.scenario, group.place
