"""`modeller solve`: the figure that meets a target, what binds there, or that no figure does."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
from rich.padding import Padding
from rich.text import Text

from modeller.analysis.solving.presets import preset
from modeller.analysis.solving.solution import End, Figure, Range, Solution
from modeller.analysis.solving.solve import solve
from modeller.cli.shape import plain_console
from modeller.errors import Unfit
from modeller.scenario import read

CANNOT_BE_MET = 4
MOST_SHOWN = 12  # ranges


@dataclass(frozen=True)
class Asked:
    """What was asked: an input by its key or a question by its name, the target, and between which figures."""

    key: str | None
    question: str | None
    until: tuple[str, ...]
    end: End | None
    between: tuple[str | None, str | None]
    on_all_paths: bool
    as_json: bool


def print_solution(scenario: Path, overrides: dict[str, str], asked: Asked) -> None:
    """Solve and show; status 1 if an integrity check fails, 2 for a wrong question, 4 where no figure will do."""
    try:
        found = _solved(scenario, overrides, asked)
    except Unfit as wrong:
        refuse(wrong)
    if asked.as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        SolveScreen(found).show()
    if not found.base.sound:
        sys.exit(1)
    if not found.is_met:
        sys.exit(CANNOT_BE_MET)


def refuse(wrong: Unfit) -> None:
    """Say what will not do and what would, on stderr, and end with status 2."""
    click.echo(f"{wrong.what}\n      = help: {wrong.remedy}", err=True)
    sys.exit(2)


def _solved(scenario: Path, overrides: dict[str, str], asked: Asked) -> Solution:
    key, end = asked.key, asked.end
    if asked.question:
        key, end = preset(read(scenario, overrides), asked.question)
    if key is None:
        raise Unfit("no input is named", 'name one by its key, or ask for one: --for "least grant"')
    until = " and ".join(asked.until) or "viable"
    return solve(scenario, key, until, overrides, end=end, between=asked.between, on_all_paths=asked.on_all_paths)


class SolveScreen:
    """A solution on a terminal."""

    def __init__(self, found: Solution) -> None:
        self.found = found
        self.console = plain_console()

    def show(self) -> None:
        """The question, the answer, what binds, and how it was found."""
        found = self.found
        asks = {"least": "The least ", "most": "The most ", None: "Every figure of "}[found.end]
        paths = " on every path" if found.on_all_paths else ""
        self.console.print(Text(found.base.stated.scenario.title, style="bold"))
        self.console.print(f"{asks}“{found.lever.label}” at which this holds{paths}: {found.until}")
        self.console.print()
        for line in self._answer():
            self.console.print(line)
        self.console.print()
        for words in self._how():
            self.console.print(Text(words, style="dim"))

    def _answer(self) -> Iterator[Text | Padding]:
        if not self.found.is_met:
            yield from self._none()
        elif self.found.answer:
            yield from self._one(self.found.answer)
        else:
            yield from self._all()

    def _one(self, answer: Figure) -> Iterator[Text | Padding]:
        found = self.found
        stated = self._stated(answer)
        yield Text.assemble((f"✔ {answer.text}", "bold green"), f" is the {found.end} that will do{stated}.")
        if found.beyond:
            yield Text(f"What binds: at {found.beyond.text},")
            yield from (_indented(line) for line in found.binding)
        else:
            why = found.why[0 if found.end == "least" else 1]
            yield _indented(f"Nothing in the scenario binds: the search ends there ({why}).")
        if len(found.ranges) > 1:
            yield Text("It does not hold all the way: there are several ranges.", style="yellow")
            yield from self._ranges()

    def _all(self) -> Iterator[Text | Padding]:
        found = self.found
        if found.ranges == [found.searched]:
            yield Text(f"✔ It holds at every figure searched{self._stated(None)}.", style="green")
            return
        many = f"in {len(found.ranges)} ranges" if len(found.ranges) > 1 else "in one range"
        yield Text(f"✔ It holds {many}{self._stated(None)}:", style="green")
        yield from self._ranges()

    def _none(self) -> Iterator[Text | Padding]:
        found = self.found
        yield Text("✘ No figure searched will do.", style="bold red")
        if found.nearest:
            yield Text(f"It comes nearest at {found.nearest.text}, where")
            yield from (_indented(line) for line in found.near)

    def _ranges(self) -> Iterator[Padding]:
        shown = self.found.ranges[:MOST_SHOWN]
        yield from (_indented(_words_of(each)) for each in shown)
        if len(self.found.ranges) > len(shown):
            yield _indented(f"and {len(self.found.ranges) - len(shown)} more: see --json")

    def _stated(self, answer: Figure | None) -> str:
        stated = self.found.as_stated
        if len(stated) > 1:
            return f"; stated: {stated[0].text} and others"
        return "; as stated" if stated == [answer] else f"; stated: {stated[0].text}"

    def _how(self) -> Iterator[str]:
        found = self.found
        first, last = found.searched.first, found.searched.last
        yield f"Searched from {first.text} ({found.why[0]}) to {last.text} ({found.why[1]}), to {found.grain}."
        if len(found.lever.keys) > 1:
            yield f"{len(found.lever.keys)} inputs are set alike: {', '.join(found.lever.keys)}."
        if found.is_met:
            yield "Each end was worked again by a run of its own, and one grain beyond it."
        if not found.on_all_paths and found.base.stated.scenario.contract.breaks:
            yield "On the path stated; with --all-paths, on every path that the contract may take."


def _words_of(each: Range) -> str:
    return each.first.text if each.first == each.last else f"{each.first.text} to {each.last.text}"


def _indented(words: str) -> Padding:
    return Padding(words, (0, 0, 0, 2), expand=False)
