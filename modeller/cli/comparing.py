"""`modeller compare`: scenarios side by side, first what each comes to, then what differs, on one screen."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from modeller.analysis.compare import Comparison, compare
from modeller.cli.shape import plain_console

APART, LEAST_LABEL, LEAST_FIGURE, NARROWEST = 2, 26, 16, 10  # columns of the screen
NOT_THERE = "–"


def print_comparison(scenarios: Sequence[Path], overrides: dict[str, str], *, as_json: bool) -> None:
    """Work scenarios out and set them side by side; status 1 if an integrity check of any fails."""
    found = compare(scenarios, overrides)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        CompareScreen(found).show()
    if not found.sound:
        sys.exit(1)


class CompareScreen:
    """Scenarios on a terminal, each under a letter."""

    def __init__(self, found: Comparison) -> None:
        self.found = found
        self.console = plain_console()
        self.letters = [_letter(place) for place in range(len(found.runs))]

    def show(self) -> None:
        """The scenarios and their answers, the inputs that differ, and the results that do."""
        self.scenarios()
        if rows := self._rows():
            self._inputs(rows)
        else:
            self.console.print("They are the same in every input.")
        self.console.print()
        if any(each.is_news for each in self.found.results):
            self.console.print(self._results())
            self.console.print(
                "With the exit: a loan that is called ends as tested. Otherwise it is left to run.", style="dim"
            )
            self.console.print()
        self._same()

    def scenarios(self) -> None:
        """The scenarios by letter, each with its answer."""
        table = Table.grid(padding=(0, 2, 0, 0))
        for letter, file, worked in zip(self.letters, self.found.files, self.found.runs, strict=True):
            mark, style = ("✔", "green") if worked.answer.viable else ("✘", "red")
            title = Text.assemble((worked.stated.scenario.title, "bold"), (f" ({file})", "dim"))
            table.add_row(Text(letter, style="bold"), title)
            table.add_row("", Text(f"{mark} {worked.answer.short}", style=style))
        self.console.print(table)
        self.console.print()

    def _rows(self) -> list[Row]:
        """What differs: first the things that not all have, then single inputs, then the order of lists."""
        stated = self.found.stated
        rows = [Row(each.key, each.name, _shown(each.brief)) for each in stated.items]
        rows += [Row(each.key, each.label, _shown(each.texts)) for each in stated.inputs]
        rows += [Row(each.key, "In this order", ["\n".join(names) for names in each.names]) for each in stated.orders]
        return rows

    def _inputs(self, rows: Sequence[Row]) -> None:
        """Each with its key beside it, whole, so that it can be copied; or above it, where there is no room beside."""
        width, number = self.console.width, len(self.letters)
        key = max(len(row.key) for row in rows)
        room = (width - LEAST_LABEL - key - APART) // number - APART  # for a figure, with the key beside
        beside = room >= LEAST_FIGURE
        longest = max(len(line) for row in rows for text in row.texts for line in text.splitlines())
        figure = min(longest, room if beside else max(NARROWEST, (width - LEAST_LABEL) // number - APART))
        label = max(NARROWEST, width - number * (figure + APART))
        heading = ["Inputs that differ", *(["Key"] if beside else []), *self.letters]
        widths = [label - key - APART, key] if beside else [label]
        table = self._lines(widths, figure)
        table.add_row(*(Text(each, style="bold") for each in heading))
        for row in rows:
            if beside:
                table.add_row(row.label, Text(row.key, style="dim"), *row.texts)
            else:
                self.console.print(table)
                self.console.print(Text(row.key, style="dim"))
                table = self._lines(widths, figure)
                table.add_row(Padding(row.label, (0, 0, 0, 2)), *row.texts)
        self.console.print(table)

    def _lines(self, widths: Sequence[int], figure: int) -> Table:
        """A table whose columns are as wide as others like it, so that they stand under one another."""
        table = Table.grid(padding=(0, APART, 0, 0))
        for each in widths:
            table.add_column(width=each, overflow="fold")
        for _ in self.letters:
            table.add_column(width=figure, justify="right", overflow="fold")
        return table

    def _results(self) -> Table:
        table = Table(box=None, pad_edge=False, padding=(0, APART, 0, 0))
        table.add_column("Results that differ", header_style="bold")
        for letter in self.letters:
            table.add_column(letter, justify="right", header_style="bold", overflow="fold")
        of = ""
        for each in self.found.results:
            if not each.is_news:
                continue
            if each.of != of:
                of = each.of
                table.add_row(Text(of, style="italic"))
            table.add_row(f"  {each.label}" if of else each.label, *_shown(each.texts))
        return table

    def _same(self) -> None:
        """What leads and is the same in all, so that nobody looks for it in vain; what is no news is left out."""
        same: dict[str, list[str]] = {}
        for each in self.found.results:
            if not each.differs and (any(each.figures) or not each.quiet):
                same.setdefault(each.of, []).append(f"{each.label}: {each.texts[0]}")
        for of, told in same.items():
            whose = f", of “{of}”" if of else ""
            self.console.print(f"The same in all{whose}. {'; '.join(told)}.", style="dim")


@dataclass(frozen=True)
class Row:
    """An input that differs: its key, what it is called, and its text under each letter."""

    key: str
    label: str
    texts: Sequence[str]


def _shown(texts: Sequence[str | None]) -> list[str]:
    return [NOT_THERE if text is None else text for text in texts]


def _letter(place: int) -> str:
    """A, B, C …, and after Z by number."""
    return ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)
