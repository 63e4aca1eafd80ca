"""`modeller terms`: whether length matters, a row for each length, and what had to be solved, walked or mapped."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click
import numpy as np
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from modeller.analysis.run import Run, run
from modeller.analysis.terms.as_json import terms_as_json
from modeller.analysis.terms.lengths import Length, View, lengths_worked
from modeller.analysis.terms.maps import Against, Map, mapped
from modeller.analysis.terms.price import Price, price_of_shortness
from modeller.analysis.terms.shortest import KINDS, Shortest, shortest
from modeller.analysis.terms.telling import finding, lender_by_lender
from modeller.analysis.terms.walk import Walk, walk
from modeller.cli.shape import plain_console
from modeller.lines.figures import span, written
from modeller.lines.units import MONTH, PER_YEAR, POUNDS, POUNDS_A_HOME_A_YEAR

A_YEAR = 12
WIDE = 110  # columns of a terminal in which each loan has a verdict of its own
BARS, SAMPLES = "▁▂▃▄▅▆▇█", 10
THOUSAND, MILLION = 1e3, 1e6


@dataclass(frozen=True)
class Asked:
    """What was asked for besides the lengths."""

    lengths: str
    bare: bool
    quick: bool
    against: Against | None
    walk: str | None
    as_json: bool


def print_terms(scenario: Path, overrides: dict[str, str], asked: Asked) -> None:
    """Work every length out and show it; status 1 if an integrity check fails."""
    worked = run(scenario, overrides)
    chosen = _lengths(asked.lengths, worked.model.months)
    ends = _walk_ends(asked.walk, worked.model.months) if asked.walk else None
    screen = Screen(worked, asked)
    lengths = lengths_worked(worked.partnership, chosen, bare=asked.bare)
    if not asked.as_json:
        screen.lengths(lengths)
    against = mapped(worked.partnership, _few(chosen), asked.against, bare=asked.bare) if asked.against else None
    walks = {}
    if ends:
        walks = {view: walk(worked.partnership, *ends, resized=view == "resized") for view in ("stated", "resized")}
        if not asked.as_json and walks["resized"] == walks["stated"]:
            del walks["resized"]  # the debt is the same, and so is every step
    solving = not (asked.quick or asked.against or asked.walk)
    prices, least = screen.solved(chosen) if solving else ([], [])
    if asked.as_json:
        found = terms_as_json(worked, lengths, prices=prices, shortest=least, walks=walks, against=against)
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        screen.rest(lengths, prices, least, walks, against)
    if not worked.sound:
        sys.exit(1)


def _lengths(stated: str, months: int) -> list[int]:
    """“1-30”, “3,5,10” or “18 months,5 years”: lengths in months, as far as they are worked."""
    found: list[int] = []
    for part in stated.split(","):
        match = re.fullmatch(r"\s*(\d+)(?:\s*-\s*(\d+))?\s*(years?|months?)?\s*", part)
        if not match:
            raise click.UsageError(f"--lengths “{stated}”: write years such as 1-30 or 3,5,10, or “18 months”")
        first, last = int(match[1]), int(match[2] or match[1])
        each = 1 if (match[3] or "").startswith("month") else A_YEAR
        found += [number * each for number in range(first, last + 1)]
    within = sorted({length for length in found if 1 <= length <= months})
    if not within:
        raise click.UsageError(f"--lengths “{stated}”: {span(months)} are worked; ask for lengths within them")
    return within


def _walk_ends(stated: str, months: int) -> tuple[int, int]:
    match = re.fullmatch(r"\s*(\d+)\s*,\s*(\d+)\s*", stated)
    ends = (int(match[1]) * A_YEAR, int(match[2]) * A_YEAR) if match else (0, 0)
    if not all(1 <= each <= months for each in ends):
        raise click.UsageError(f"--walk “{stated}”: write two lengths in years within {span(months)}, such as 3,10")
    return ends


def _few(lengths: Sequence[int], most: int = 20) -> list[int]:
    """At most twenty of the lengths, spread evenly: a map has room for no more."""
    if len(lengths) <= most:
        return list(lengths)
    return sorted({lengths[round(place)] for place in np.linspace(0, len(lengths) - 1, most)})


class Screen:
    """Contract terms on a terminal."""

    def __init__(self, worked: Run, asked: Asked) -> None:
        self.run, self.asked = worked, asked
        self.console = plain_console()
        self.start = worked.model.start

    def lengths(self, lengths: Sequence[Length]) -> None:
        """The finding, and a row for each length with the debt as stated; then re-sized, where that differs."""
        self.console.print(Text(self.run.stated.scenario.title, style="bold"))
        self.console.print("Every contract length, on the path without renewal unless said otherwise", style="dim")
        self.console.print()
        self.console.print(Text(finding(lengths), style="bold"))
        if lengths[0].stated.lenders and len(lengths) > 1:
            for sentence in lender_by_lender(lengths):
                self.console.print(Padding(sentence, (0, 0, 0, 2)))
        self.console.print()
        self.console.print(self._table(lengths))
        self.console.print(
            "Cover: the lowest of a loan whose lender tests it. Owed: by all loans when the contract ends. Exit: cover "
            "then, values stressed. Loss: expected, over all paths, as of signing. On time: chance for the loan placed "
            "worst. Homes: retained. Debt: owed over the months worked.",
            style="dim",
        )
        self.console.print()
        self._resized(lengths)

    def _table(self, lengths: Sequence[Length]) -> Table:
        table = _plain_table()
        capacity = any(length.capacity == length.capacity for length in lengths)
        wide = self.console.width >= WIDE
        headings = [
            "Contract",
            *(["Capacity"] if capacity else []),
            "Cover",
            "Owed",
            "Exit",
            "Loss",
            "On time",
            "Homes",
        ]
        for heading in headings:
            table.add_column(heading, justify="left" if heading == "Contract" else "right", header_style="bold")
        table.add_column("Debt", header_style="bold", no_wrap=True)
        loans = [lender.name for lender in lengths[0].stated.lenders]
        for name in loans if wide else (["Worst-placed loan"] if loans else []):
            table.add_column(name, header_style="bold")
        most = max(float(length.stated.owed.max()) for length in lengths)
        for length in lengths:
            view = length.stated
            told = [lender.verdict.brief for lender in view.lenders]
            worst = view.worst
            verdicts = told if wide else ([worst.verdict.brief] if worst else [])
            figures = [_millions(length.capacity)] if capacity else []
            table.add_row(_years(length.months), *figures, *_row(view), spark(view.owed.tolist(), most), *verdicts)
        return table

    def _resized(self, lengths: Sequence[Length]) -> None:
        """What the lenders' own rules would do to the debt."""
        short = [length for length in lengths if length.gap]
        if not any(length.capacity == length.capacity for length in lengths):
            self.console.print("No lender sizes its loan by income, so there is nothing to re-size.\n")
            return
        if not short:
            self.console.print("Lenders who size by income would lend all that is asked at every length.\n")
            return
        self.console.print(Text("With the debt re-sized by the lenders' own rules", style="bold"))
        table = _plain_table()
        for heading in ("Contract", "Asked", "Lent", "Least grant", "Homes forgone", "Cover", "Homes kept", "Loss"):
            table.add_column(heading, justify="left" if heading == "Contract" else "right", header_style="bold")
        for length in short:
            cover, _, _, loss, _, homes = _row(length.resized)
            lent = written(length.asked - length.gap, POUNDS)
            gap = written(length.gap, POUNDS)
            row = (written(length.asked, POUNDS), lent, gap, str(length.forgone), cover, homes, loss)
            table.add_row(_years(length.months), *row)
        self.console.print(table)
        self.console.print(
            "Lengths not shown are lent all that is asked. The grant makes good what is not.", style="dim"
        )
        self.console.print()

    def solved(self, lengths: Sequence[int]) -> tuple[list[Price], list[Shortest]]:
        """What has to be solved, telling on stderr what is being done."""
        from rich.console import Console

        told = Console(stderr=True)
        with told.status("The shortest contract that repays …") as status:
            least = shortest(self.run.partnership)
            prices = price_of_shortness(
                self.run.partnership,
                lengths,
                bare=self.asked.bare,
                tell=lambda what: status.update(f"{what} …"),
            )
        return prices, least

    def rest(
        self,
        lengths: Sequence[Length],
        prices: Sequence[Price],
        least: Sequence[Shortest],
        walks: dict[str, list[Walk]],
        against: Map | None,
    ) -> None:
        """What was solved, walked or mapped, and the council's side."""
        if least:
            self._shortest(least)
        if prices:
            self._prices(lengths, prices)
        for view, each in walks.items():
            self._walk("as stated, and as re-sized alike" if len(walks) == 1 else f"as {view}", each)
        if against:
            self._map(against)
        if not (walks or against):
            self._council(lengths)

    def _shortest(self, least: Sequence[Shortest]) -> None:
        self.console.print(Text("The shortest contract that repays, by kind of repayment", style="bold"))
        for each in least:
            table = _plain_table()
            table.add_column(each.name, header_style="bold")
            for heading in ("now", *(f"{share:.0%}" for share in each.by_dependence)):
                table.add_column(heading, justify="right", header_style="bold")
            own = [_length(each.own), *(_length(months) for months, _ in each.by_dependence.values())]
            table.add_row("as stated, from operations", *own)
            for kind in KINDS:
                row = [_length(kinds[kind]) for _, kinds in each.by_dependence.values()]
                table.add_row(kind, _length(each.by_kind[kind]), *row)
            self.console.print(table)
        self.console.print(
            "Columns: with so much of the rents depending on the contract. Kinds are tested on planned cash.",
            style="dim",
        )
        self.console.print()

    def _prices(self, lengths: Sequence[Length], prices: Sequence[Price]) -> None:
        self.console.print(Text("The price of shortness, against the longest contract", style="bold"))
        table = _plain_table()
        table.add_column("Contract", header_style="bold")
        for price in prices:
            table.add_column(f"{price.name}:\nmargin, or grant", justify="right", header_style="bold")
        rows = [[_price(each.margins[place], each.grants[place]) for each in prices] for place in range(len(lengths))]
        for length, row in zip(lengths, rows, strict=True):
            if any(cell != "–" for cell in row):
                table.add_row(_years(length.months), *row)
        if not table.row_count:
            self.console.print("Nothing at any length: lenders expect as much of the shortest as of the longest.\n")
            return
        self.console.print(table)
        self.console.print("At lengths not shown, nothing.\n", style="dim")

    def _walk(self, view: str, walks: Sequence[Walk]) -> None:
        first, last = (f"{each.strip()} years" for each in str(self.asked.walk).split(","))
        self.console.print(Text(f"From {first} to {last}, channel by channel, the debt {view}", style="bold"))
        table = _plain_table()
        table.add_column("", header_style="bold")
        moved = [each for each in walks if any(abs(step) >= 1 for step in each.steps.values())]
        walks = moved or walks[:1]
        for each in walks:
            table.add_column(each.figure, justify="right", header_style="bold")
        table.add_row(first, *(written(each.before, POUNDS) for each in walks))
        for name in walks[0].steps:
            table.add_row(name, *(_step(each.steps[name]) for each in walks))
        table.add_row(last, *(written(each.after, POUNDS) for each in walks))
        self.console.print(table)
        self.console.print()

    def _map(self, against: Map) -> None:
        """Expected loss in thousands; a tick where operations repay every loan without renewal."""
        self.console.print(Text(f"Expected loss of lenders, £ thousand, by length and {against.meaning}", style="bold"))
        room = max(2, (self.console.width - 10) // 7)
        columns = _few(range(len(against.values)), room)
        table = _plain_table()
        table.add_column("Contract", header_style="bold")
        for place in columns:
            table.add_column(against.labels[place].removesuffix(" a year"), justify="right", header_style="bold")
        for row, months in enumerate(against.lengths):
            cells = [_cell(against.loss[row, place], bool(against.repaid[row, place])) for place in columns]
            table.add_row(_years(months), *cells)
        self.console.print(table)
        self.console.print("✔: every loan is repaid from operations, without renewal.\n", style="dim")

    def _council(self, lengths: Sequence[Length]) -> None:
        stated = int(self.run.stated.scenario.contract.committed)
        length = min(lengths, key=lambda each: abs(each.months - stated))
        figures = length.stated.figures
        self.console.print(Text(f"The council, with a contract of {span(length.months)}", style="bold"))
        table = _plain_table()
        table.add_column("Year to March", header_style="bold")
        for budget in length.stated.budgets:
            table.add_column(str(budget.year), justify="right", header_style="bold")
        rows = {
            "Revenue": [each.revenue for each in length.stated.budgets],
            "  of which minimum revenue provision": [each.provision for each in length.stated.budgets],
            "Capital": [each.capital for each in length.stated.budgets],
            "Clawback received": [each.clawback for each in length.stated.budgets],
        }
        for name, row in rows.items():
            table.add_row(name, *(written(figure, POUNDS) for figure in row))
        self.console.print(table)
        even = written(figures["breaks_even"].without_renewal, MONTH, self.start)
        for line in (
            f"A home for a year costs {written(figures['cost_a_home_year'].expected, POUNDS_A_HOME_A_YEAR)}",
            f"Tenders cost {written(figures['tenders'].expected, POUNDS)} over the months worked",
            f"At risk when the contract ends: {written(figures['at_risk'].without_renewal, POUNDS)} of public capital",
            f"Temporary accommodation avoided: {written(figures['spared'].expected, POUNDS)}",
            f"Net present value: {written(figures['worth'].expected, POUNDS)}; breaks even: {even}",
            f"Stepping in when the contract ends would cost {written(figures['step_in'].without_renewal, POUNDS)}",
        ):
            self.console.print(Padding(line, (0, 0, 0, 2)))


def _plain_table() -> Table:
    return Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))


def _row(view: View) -> list[str]:
    """Cover, owed, exit cover, expected loss, chance and homes of one length."""
    owed = sum(each.figures["owed_at_contract_end"].without_renewal for each in view.lenders)
    exits = [
        each.figures["exit_cover_stressed"].without_renewal
        for each in view.lenders
        if each.figures["owed_at_contract_end"].without_renewal > 1
    ]
    chance = min((lender.chance for lender in view.lenders), default=1.0)
    return [
        f"{view.lowest_cover:.2f}" if view.lowest_cover else "–",
        _millions(owed),
        f"{min(exits):.2f}" if exits else "–",
        _thousands(view.loss),
        f"{chance:.0%}",
        f"{view.figures['homes_retained'].without_renewal:.0f}",
    ]


def spark(row: Sequence[float], most: float) -> str:
    """A row of months as ten small bars, against the most that any row comes to.

    >>> spark([0, 0, 5, 10, 10, 10, 5, 5, 0, 0, 0], 10)
    ' ▄██████  '
    """
    places = np.linspace(1, len(row) - 1, SAMPLES)
    return "".join(_bar(float(row[round(place)]), most) for place in places)


def _bar(figure: float, most: float) -> str:
    if most <= 0 or figure <= 1:
        return " "
    return BARS[min(len(BARS) - 1, int(figure / most * len(BARS)))]


def _years(months: int) -> str:
    years, rest = divmod(months, A_YEAR)
    return f"{years}y" if not rest else f"{years}y {rest}m" if years else f"{rest}m"


def _length(months: int | None) -> str:
    return "none" if months is None else _years(months)


def _millions(figure: float) -> str:
    return "–" if figure != figure else f"£{figure / MILLION:.2f}m"  # noqa: PLR0124  not a number


def _thousands(figure: float) -> str:
    return "–" if figure < 1 else f"£{figure / THOUSAND:,.0f}k"


def _price(margin: float, grant: float) -> str:
    if margin == 0 and grant == 0:
        return "–"
    by_rate = "no rate does" if np.isnan(margin) else f"+{written(margin, PER_YEAR)}"
    by_grant = "no grant does" if np.isnan(grant) else written(grant, POUNDS)
    return f"{by_rate}, or {by_grant}"


def _step(figure: float) -> str:
    if abs(figure) < 1:
        return "nil"
    return f"{'+' if figure > 0 else ''}{written(figure, POUNDS)}"


def _cell(loss: float, repaid: bool) -> str:  # noqa: FBT001
    return "✔" if repaid else f"{loss / THOUSAND:,.0f}"
