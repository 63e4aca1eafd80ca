"""Contract terms on a terminal: whether length matters, a row for each length; then what was solved, walked, mapped."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from modeller.analysis.run import Run
from modeller.analysis.terms.lengths import Length
from modeller.analysis.terms.maps import Map
from modeller.analysis.terms.price import Price
from modeller.analysis.terms.shortest import KINDS, Shortest
from modeller.analysis.terms.telling import finding, lender_by_lender
from modeller.analysis.terms.walk import Walk
from modeller.cli.shape import plain_console
from modeller.cli.terms_detail import OneLength
from modeller.cli.terms_figures import cell, few, length_of, millions, plain_table, price_of, row_of, spark, step, years
from modeller.lines.figures import written
from modeller.lines.units import POUNDS

WIDE = 110  # columns of a terminal in which each loan has a verdict of its own


class LengthsScreen:
    """The finding, and a row for each length."""

    def __init__(self, worked: Run) -> None:
        self.run = worked
        self.console = plain_console()

    def show(self, lengths: Sequence[Length]) -> None:
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
        table = plain_table()
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
            figures = [millions(length.capacity)] if capacity else []
            table.add_row(years(length.months), *figures, *row_of(view), spark(view.owed.tolist(), most), *verdicts)
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
        table = plain_table()
        for heading in ("Contract", "Asked", "Lent", "Least grant", "Homes forgone", "Cover", "Homes kept", "Loss"):
            table.add_column(heading, justify="left" if heading == "Contract" else "right", header_style="bold")
        for length in short:
            cover, _, _, loss, _, homes = row_of(length.resized)
            lent = written(length.asked - length.gap, POUNDS)
            gap = written(length.gap, POUNDS)
            row = (written(length.asked, POUNDS), lent, gap, str(length.forgone), cover, homes, loss)
            table.add_row(years(length.months), *row)
        self.console.print(table)
        self.console.print(
            "Lengths not shown are lent all that is asked. The grant makes good what is not.", style="dim"
        )
        self.console.print()


class RestScreen:
    """What was solved, walked or mapped, and the contract's own length told in full."""

    def __init__(self, worked: Run, walked: str) -> None:
        self.run, self.walked = worked, walked
        self.console = plain_console()

    def show(
        self,
        lengths: Sequence[Length],
        prices: Sequence[Price],
        least: Sequence[Shortest],
        walks: dict[str, list[Walk]],
        against: Map | None,
    ) -> None:
        """Each part that was asked for."""
        if least:
            self._shortest(least)
        if prices:
            self._prices(lengths, prices)
        for view, each in walks.items():
            self._walk("as stated, and as re-sized alike" if len(walks) == 1 else f"as {view}", each)
        if against:
            self._map(against)
        if not (walks or against):
            stated = int(self.run.stated.scenario.contract.committed)
            OneLength(self.run).show(min(lengths, key=lambda each: abs(each.months - stated)))

    def _shortest(self, least: Sequence[Shortest]) -> None:
        self.console.print(Text("The shortest contract that repays, by kind of repayment", style="bold"))
        for each in least:
            table = plain_table()
            table.add_column(each.name, header_style="bold")
            for heading in ("now", *(f"{share:.0%}" for share in each.by_dependence)):
                table.add_column(heading, justify="right", header_style="bold")
            own = [length_of(each.own), *(length_of(months) for months, _ in each.by_dependence.values())]
            table.add_row("as stated, from operations", *own)
            for kind in KINDS:
                row = [length_of(kinds[kind]) for _, kinds in each.by_dependence.values()]
                table.add_row(kind, length_of(each.by_kind[kind]), *row)
            self.console.print(table)
        self.console.print(
            "Columns: with so much of the rents depending on the contract. Kinds are tested on planned cash.",
            style="dim",
        )
        self.console.print()

    def _prices(self, lengths: Sequence[Length], prices: Sequence[Price]) -> None:
        self.console.print(Text("The price of shortness, against the longest contract", style="bold"))
        table = plain_table()
        table.add_column("Contract", header_style="bold")
        for price in prices:
            table.add_column(f"{price.name}:\nmargin, or grant", justify="right", header_style="bold")
        rows = [[price_of(each.margins[place], each.grants[place]) for each in prices] for place in range(len(lengths))]
        for length, row in zip(lengths, rows, strict=True):
            if any(cell != "–" for cell in row):
                table.add_row(years(length.months), *row)
        if not table.row_count:
            self.console.print("Nothing at any length: lenders expect as much of the shortest as of the longest.\n")
            return
        self.console.print(table)
        self.console.print("At lengths not shown, nothing.\n", style="dim")

    def _walk(self, view: str, walks: Sequence[Walk]) -> None:
        first, last = (f"{each.strip()} years" for each in self.walked.split(","))
        self.console.print(Text(f"From {first} to {last}, channel by channel, the debt {view}", style="bold"))
        table = plain_table()
        table.add_column("", header_style="bold")
        moved = [each for each in walks if any(abs(step) >= 1 for step in each.steps.values())]
        walks = moved or walks[:1]
        for each in walks:
            table.add_column(each.figure, justify="right", header_style="bold")
        table.add_row(first, *(written(each.before, POUNDS) for each in walks))
        for name in walks[0].steps:
            table.add_row(name, *(step(each.steps[name]) for each in walks))
        table.add_row(last, *(written(each.after, POUNDS) for each in walks))
        self.console.print(table)
        self.console.print()

    def _map(self, against: Map) -> None:
        """Expected loss in thousands; a tick where operations repay every loan without renewal."""
        self.console.print(Text(f"Expected loss of lenders, £ thousand, by length and {against.meaning}", style="bold"))
        room = max(2, (self.console.width - 10) // 7)
        columns = few(range(len(against.values)), room)
        table = plain_table()
        table.add_column("Contract", header_style="bold")
        for place in columns:
            table.add_column(against.labels[place].removesuffix(" a year"), justify="right", header_style="bold")
        for row, months in enumerate(against.lengths):
            cells = [cell(against.loss[row, place], bool(against.repaid[row, place])) for place in columns]
            table.add_row(years(months), *cells)
        self.console.print(table)
        self.console.print("✔: every loan is repaid from operations, without renewal.\n", style="dim")
