"""`modeller stress`: the pack as a table, the scenario as stated first; and how far each must go before it breaks."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from modeller.analysis.stress.distances import Distance, Move
from modeller.analysis.stress.pack import Figures, Pack, Stressed, stress
from modeller.analysis.stress.reverse import Reverse, reverse
from modeller.cli.shape import plain_console
from modeller.cli.solving import refuse
from modeller.cli.terms_figures import plain_table
from modeller.errors import Unfit
from modeller.lines.figures import written
from modeller.lines.names import slug
from modeller.lines.units import POUNDS
from modeller.scenario.parts import Part, read_part, stresses

WIDE = 110  # columns from which a verdict is told in words
MOST_MOVES = 3
BASE = "As stated"


@dataclass(frozen=True)
class Asked:
    """What was asked: parts besides the pack, only some of all, how far they must go, and before what breaks."""

    more: tuple[Path, ...]
    only: tuple[str, ...]
    reversed: bool
    by_ranges: bool
    test: str | None
    as_json: bool


def print_stress(scenario: Path, overrides: dict[str, str], asked: Asked) -> None:
    """Work the pack, or the distances, and show them; status 1 if an integrity check fails, 2 for wrong usage."""
    try:
        parts = _chosen([*stresses(), *(read_part(path) for path in asked.more)], asked.only)
        found: Reverse | Pack = (
            reverse(scenario, None if asked.by_ranges else parts, asked.test, overrides)
            if asked.reversed
            else stress(scenario, parts, overrides)
        )
    except Unfit as wrong:
        refuse(wrong)
    if asked.as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    elif isinstance(found, Reverse):
        ReverseScreen(found).show()
    else:
        PackScreen(found).show()
    if not found.base.sound:
        sys.exit(1)


def _chosen(parts: Sequence[Part], only: Sequence[str]) -> list[Part]:
    """Those asked for, by any part of their names; all unless told."""
    chosen = [part for part in parts if not only or any(slug(each) in part.slug for each in only)]
    for each in only:
        if not any(slug(each) in part.slug for part in parts):
            near = get_close_matches(slug(each), [part.slug for part in parts], 1, 0.3)
            names = "; ".join(part.name for part in parts)
            meant = f"did you mean “{next(part.name for part in parts if part.slug == near[0])}”? " if near else ""
            raise Unfit(f"“{each}” is not a stress", f"{meant}the stresses are: {names}")
    return chosen


class PackScreen:
    """A pack on a terminal."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.console = plain_console()

    def show(self) -> None:
        """The table, what could not be laid or touches nothing, and what all of it rests on."""
        self.console.print(Text(self.pack.base.stated.scenario.title, style="bold"))
        self.console.print()
        self.console.print(self._table())
        self.console.print()
        for line in self._said():
            self.console.print(line)
        for words in _whence([each.part for each in self.pack.stressed]):
            self.console.print(Text(words, style="dim"))

    def _table(self) -> Table:
        wide = self.console.width >= WIDE
        table = plain_table()
        table.add_column("Stress", header_style="bold", overflow="fold")
        table.add_column("Verdict" if wide else "", header_style="bold")
        for heading in ("Cover", "Lowest cash", "Owed late", "Loss", "Homes"):
            table.add_column(heading, justify="right", header_style="bold")
        table.add_row(BASE, *_row(self.pack.figures, wide=wide), style="bold")
        for each in self.pack.stressed:
            if each.figures and each.touches:
                table.add_row(each.part.name, *_row(each.figures, wide=wide))
            else:
                table.add_row(each.part.name, *(["not laid" if wide else "–"] + ["–"] * 5), style="dim")
        return table

    def _said(self) -> Iterator[Text | Padding]:
        for each in self.pack.stressed:
            for words in _notes(each):
                yield Padding(f"{each.part.name}: {words}", (0, 0, 0, 2), expand=False)
        legend = "✔ everything is as agreed; ✘ it is not. " if self.console.width < WIDE else ""
        yield Text(
            f"{legend}Cover: the lowest, of loans that set a covenant, if any. Owed late: owed when loans fall due. "
            "Loss, and homes kept: if loans that are called end as tested.",
            style="dim",
        )


def _row(figures: Figures, *, wide: bool) -> list[str]:
    mark = "✔" if figures.viable else "✘"
    return [
        f"{mark} {figures.words}" if wide else mark,
        "–" if figures.cover is None else f"{figures.cover:.2f}".replace("-", "−"),
        *(written(each, POUNDS) for each in (figures.lowest_cash, figures.owed, figures.lost)),
        f"{figures.homes:.0f}",
    ]


def _notes(each: Stressed) -> Iterator[str]:
    """What a reader must know of a stress that is not in its row."""
    if each.why_not:
        yield f"this scenario will not have it: {each.why_not}."
    elif not each.touches:
        needs = each.part.needs or "something here that it would change"
        yield f"it touches nothing in this scenario. It needs {needs}."
    for name, why in each.laid.left_out if each.laid else ():
        yield f"without “{name}”: {why}."
    for moved in each.laid.moved if each.laid else ():
        if moved.capped:
            yield f"{moved.label} ({moved.key}) is {moved.after}, as far as it may go."


def _whence(parts: Sequence[Part]) -> Iterator[str]:
    """On what the stresses rest."""
    statuses = {part.status for part in parts}
    if len(statuses) == 1:
        yield f"Every stress here is {_said_of(statuses.pop())}; what each moves, and its source, is in --json."
        return
    for status in ("fact", "estimate", "illustrative"):
        names = [part.name for part in parts if part.status == status]
        if names:
            yield f"{status}: {'; '.join(names)}."
    yield "What each moves, and its source, is in --json."


def _said_of(status: str) -> str:
    return {"fact": "given as fact", "estimate": "an estimate"}.get(status, status)


class ReverseScreen:
    """How far each stress must go, on a terminal."""

    def __init__(self, found: Reverse) -> None:
        self.found = found
        self.console: Console = plain_console()

    def show(self) -> None:
        """Each by itself, the shortest of all together, and what was left out."""
        found = self.found
        self.console.print(Text(found.base.stated.scenario.title, style="bold"))
        self.console.print(f"How far each stress must go before this no longer holds: {found.test}")
        if found.note:
            self.console.print(Text(f"({found.note})", style="dim"))
        self.console.print()
        if found.told:
            self.console.print(Text("✘ It does not hold as stated: there is no way to go.", style="bold red"))
            for line in found.told:
                self.console.print(Padding(line, (0, 0, 0, 2), expand=False))
        elif not found.alone:
            self.console.print("No stress moves anything here by degrees.")
        else:
            self._distances()
        self._left_out()

    def _distances(self) -> None:
        table = plain_table()
        table.add_column("Stress", header_style="bold", overflow="fold")
        table.add_column("How much", justify="right", header_style="bold")
        table.add_column("That is", header_style="bold", overflow="fold")
        for each in self.found.alone:
            if each.size is not None:
                table.add_row(each.name, _size(each), "\n".join(_moves(each)))
        if table.row_count:
            self.console.print(table)
            self.console.print()
        never = "; ".join(f"{each.name} (looked to {each.furthest:.0%})" for each in self.found.alone if not each.size)
        if never:
            self.console.print(f"Never by itself, as far as was looked: {never}.")
            self.console.print()
        self._joint()
        words = (
            "How much: of the stress as its part has it, or of the way to the end of a range; 50% is half of it. "
            "Bounds are what each input may be. The shortest of all together: each in its own size, their squares "
            "added."
        )
        self.console.print(Text(words, style="dim"))

    def _joint(self) -> None:
        joint = self.found.joint
        if joint is None:
            self.console.print("No mixture of them was found that breaks it sooner.")
        elif len(joint.parts) == 1:
            name = next(iter(joint.parts))
            self.console.print(f"No mixture of them is shorter than “{name}” by itself, {_size(joint)}.")
        else:
            self.console.print(Text(f"Shortest of all together: {_size(joint)}", style="bold"))
            for name, size in joint.parts.items():
                self.console.print(Padding(f"{size:.1%} of “{name}”", (0, 0, 0, 2), expand=False))
            for line in [*(f"{move.label}: {_there(move)}" for move in joint.moves), *joint.told]:
                self.console.print(Padding(line, (0, 0, 0, 4), expand=False), style="dim")
        self.console.print()

    def _left_out(self) -> None:
        for name, why in self.found.left_out:
            self.console.print(Padding(f"{name}: left out, for {why}.", (0, 0, 0, 2), expand=False), style="dim")


def _size(each: Distance) -> str:
    return f"{each.size or 0:.1%}"


def _moves(each: Distance) -> Iterator[str]:
    """What it moves, a few of many."""
    yield from (f"{move.label}: {_there(move)}{_way(move)}" for move in each.moves[:MOST_MOVES])
    if len(each.moves) > MOST_MOVES:
        yield f"and {len(each.moves) - MOST_MOVES} more"


def _there(move: Move) -> str:
    return f"{move.stated} to {move.breaks_at}"


def _way(move: Move) -> str:
    return "" if move.of_the_way is None else f" ({move.of_the_way:.1%} of the way to its bound)"
