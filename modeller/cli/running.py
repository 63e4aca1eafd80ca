"""`modeller run`: the answer first, then what it rests on, on one screen of eighty columns."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from modeller.analysis.run import Run, run
from modeller.cli.shape import plain_console
from modeller.lines.figures import span, written
from modeller.lines.references import Line, Measure
from modeller.lines.units import MONTH
from modeller.partnership.covenants import Headroom
from modeller.partnership.cover import Cover
from modeller.partnership.returns import LenderReturn

YEARS_A_ROW = 10


def print_run(scenario: Path, overrides: dict[str, str], *, as_json: bool, lines: bool, fail_if_unviable: bool) -> None:
    """Work a scenario out and show it; status 1 if an integrity check fails, 3 if not viable and asked to say so."""
    worked = run(scenario, overrides)
    if as_json:
        click.echo(json.dumps(worked.as_json(lines=lines), ensure_ascii=False, indent=2))
    else:
        Screen(worked, scenario).show()
    if not worked.sound:
        sys.exit(1)
    if fail_if_unviable and not worked.answer.viable:
        sys.exit(3)


class Screen:
    """One run on a terminal."""

    def __init__(self, worked: Run, scenario: Path) -> None:
        self.run, self.scenario = worked, scenario
        self.console = plain_console()
        self.start = worked.model.start

    def show(self) -> None:
        """Everything, in the order in which it is asked for."""
        self._title()
        parts = [self._sources_and_uses(), *([self._loans()] if self.run.partnership.lenders else [])]
        for part in parts:
            self.console.print(part)
            self.console.print()
        for table in self._covers():
            self.console.print(table)
        if any(cover.set_headrooms for cover in self.run.partnership.covers):
            self.console.print()
            self.console.print(self._covenants())
        self._rest()

    def _title(self) -> None:
        scenario = self.run.stated.scenario
        months = int(scenario.contract.committed)
        mark, style = ("✔", "bold green") if self.run.answer.viable else ("✘", "bold red")
        self.console.print(Text(scenario.title, style="bold"))
        self.console.print(f"A contract of {span(months)} from {self._month(1)}", style="dim")
        self.console.print()
        self.console.print(Text(f"{mark} {self.run.answer.short}", style=style))
        for reason in self.run.answer.reasons:
            self.console.print(Padding(reason, (0, 0, 0, 2)))
        self.console.print()

    def _sources_and_uses(self) -> Table:
        outcome = self.run.partnership.outcome
        sources = [("Grants", outcome.raised.grant)]
        sources += [(lender.loan.name, lender.lent) for lender in self.run.partnership.lenders]
        uses = [
            (name, use) for name, use in outcome.raised.uses_by_name.items() if abs(self.run.figure(use)) > use.unit.nil
        ]
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for heading, justify in (("Sources", "left"), ("", "right"), ("Uses", "left"), (" ", "right")):
            table.add_column(heading, justify=justify, header_style="bold")  # type: ignore[arg-type]
        for place in range(max(len(sources), len(uses))):
            table.add_row(*self._pair(sources, place), *self._pair(uses, place))
        table.add_row("All sources", self._shown(outcome.raised.sources), "All uses", self._shown(outcome.raised.uses))
        return table

    def _pair(self, rows: list[tuple[str, Measure]], place: int) -> tuple[str, str]:
        if place >= len(rows):
            return "", ""
        name, measure = rows[place]
        missing = self.run.figure(measure) < 0  # only what is left over can be: uses that were not covered
        return "Less: not covered by the money raised" if missing else name, self._shown(measure)

    def _loans(self) -> Table:
        longest = max((len(lender.loan.name) for lender in self.run.partnership.lenders), default=0)
        table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column("Loan", header_style="bold", max_width=26, min_width=min(26, longest))
        for heading in ("Falls due", "Repaid", "Owed\nwhen due", "Owed at\ncontract end", "Return", "Times"):
            table.add_column(heading, justify="right", header_style="bold", overflow="fold")
        for lender in self.run.partnership.lenders:
            beyond = self.run.figure(lender.due) > self.run.model.months
            owed = "–" if beyond else self._shown(lender.owed_when_due)
            when = (self._shown(lender.due), self._shown(lender.repaid), owed)
            rate = self._return(lender)
            later = (self._shown(lender.owed_at_contract_end), rate, self._shown(lender.multiple))
            table.add_row(lender.loan.name, *when, *later)
        return table

    def _return(self, lender: LenderReturn) -> str:
        """The lender's return, or that several rates fit its flow: a word to a line, for eighty columns."""
        several = self.run.figure(lender.fits)
        if several > 1:
            return f"{'two' if several == 2 else f'{several:.0f}'}\nrates\nfit"  # noqa: PLR2004
        return self._shown(lender.rate).removesuffix(" a year")

    def _covers(self) -> Iterator[Table]:
        """Cover by financial year, ten years to a row."""
        ends = self._year_ends()
        for first in range(0, len(ends), YEARS_A_ROW):
            block = ends[first : first + YEARS_A_ROW]
            table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
            table.add_column("Cover, year to March" if not first else "", width=26, header_style="bold")
            for _, year in block:
                table.add_column(str(year), justify="right", width=4, header_style="bold")
            rows = [(cover, self._cover_row(cover.debt_service, block)) for cover in self.run.partnership.covers]
            shown = [(cover, row) for cover, row in rows if any(row)]
            for cover, row in shown:
                table.add_row(self._covenant(cover), *row)
            if shown:
                yield table

    def _covenants(self) -> Table:
        """Every covenant that is set: how near it comes to its limit, when it is first broken, and the cure."""
        table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        table.add_column("Covenant", header_style="bold")
        for heading in ("Limit", "Least headroom", "First breach", "Cure"):
            table.add_column(heading, justify="right", header_style="bold")
        for cover in self.run.partnership.covers:
            if cover.set_headrooms:
                table.add_row(cover.loan.name)
            for each in cover.set_headrooms:
                limit = written(each.limit.value, each.limit.unit)
                table.add_row(f"  {each.name}", limit, *self._headroom(each))
        return table

    def _headroom(self, headroom: Headroom) -> tuple[str, str, str]:
        if headroom.cure is None or not self.run.results[headroom.tested][1:].any():
            return "not tested", "", ""
        broken = self.run.figure(headroom.cure.first)
        cure = self._shown(headroom.cure.most) if broken else ""
        return self._shown(headroom.least), self._shown(headroom.cure.first), cure

    def _covenant(self, cover: Cover) -> str:
        covenants = cover.loan.terms.covenants
        least = covenants.debt_service_cover.value
        if not least:
            return cover.loan.name
        first = next((year for month, year in self._year_ends() if self.run.results[cover.tested][month, 0]), None)
        return f"{cover.loan.name}, {least:.2f} from {first}" if first else cover.loan.name

    def _cover_row(self, cover: Line, block: list[tuple[int, int]]) -> list[str]:
        """Cover in the years in which something was due for the whole of them; nothing in the others."""
        figures = [self.run.results[cover][month, 0] for month, _ in block]
        return [f"{figure:.2f}" if figure else "" for figure in figures]

    def _year_ends(self) -> list[tuple[int, int]]:
        months, years = (self.run.model.calendar_row(name) for name in ("month_of_year", "financial_year"))
        return [(number, years[number]) for number in range(1, len(months)) if months[number] == 3]  # noqa: PLR2004

    def _rest(self) -> None:
        outcome = self.run.partnership.outcome
        self.console.print()
        self._say("Homes", self._homes())
        self._say("Lowest cash", self._shown(outcome.lowest_cash))
        self._say("First month short", self._shown(outcome.first_shortfall))
        self._say("Public capital", f"{self._shown(outcome.public_money_a_home)}, grant and homes handed over")
        passed = sum(self.run.passes(check) for check in self.run.views.checks)
        self._say("Checks", f"{passed} of {len(self.run.views.checks)} hold")
        for alert in self.run.alerts():
            self._say("Alert", alert)
        self._say("Standing", self._standing())

    def _homes(self) -> str:
        outcome = self.run.partnership.outcome
        all_, given, bought, end = (
            f"{self.run.figure(measure):,.0f}"
            for measure in (outcome.homes, outcome.transferred, outcome.bought, outcome.homes_at_end)
        )
        leased = f" and {self.run.figure(outcome.leased):,.0f} leased" if outcome.leased is not None else ""
        return f"{all_}: {given} handed over and {bought} bought{leased}; {end} at the end"

    def _standing(self) -> str:
        count = self.run.standing
        total = sum(count.values())
        where = ", ".join(f"{block} {number}" for block, number in self.run.illustrative.most_common())
        illustrative = f"{count['illustrative']} of {total} figures are illustrative{f' ({where})' if where else ''}"
        return (
            f"{illustrative}, {count['estimate']} estimates, {count['fact']} facts. "
            f"To see which: modeller inputs {self.scenario} --status illustrative"
        )

    def _say(self, label: str, words: str) -> None:
        """A label and its words, wrapped under themselves."""
        table = Table.grid(padding=(0, 1, 0, 0))
        table.add_column(width=17, style="bold")
        table.add_column()
        table.add_row(label, words)
        self.console.print(table)

    def _shown(self, measure: Measure) -> str:
        value = self.run.figure(measure)
        if measure.unit is MONTH and value:
            return self._month(value, short=True)
        return written(value, measure.unit, self.start)

    def _month(self, number: float, *, short: bool = False) -> str:
        name, _, year = written(number, MONTH, self.start).partition(" ")
        return f"{name[:3]} {year}" if short else f"{name} {year}"
