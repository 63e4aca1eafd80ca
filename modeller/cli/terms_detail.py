"""One contract length in full: each verdict with its reason, every path, the enterprise's side and the council's."""

from __future__ import annotations

from collections.abc import Iterator

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from modeller.analysis.run import Run
from modeller.analysis.terms.lengths import Length
from modeller.cli.shape import plain_console
from modeller.cli.terms_figures import plain_table, thousands
from modeller.lines.figures import span, written
from modeller.lines.units import MONTH, PER_YEAR, POUNDS, POUNDS_A_HOME_A_YEAR

MOST_PATHS = 12


class OneLength:
    """The contract's own length, on a terminal."""

    def __init__(self, worked: Run) -> None:
        self.run = worked
        self.console = plain_console()
        self.start = worked.model.start

    def show(self, length: Length) -> None:
        """Lenders, paths, the enterprise and the council."""
        self._heading(f"With a contract of {span(length.months)}")
        for lender in length.stated.lenders:
            self._say(f"“{lender.name}” is {lender.verdict.words}: {lender.verdict.reason}.")
            fall = lender.figures.get("index_fall")
            if fall is not None and fall.expected >= 1:
                self._say(f"The contract takes {written(fall.expected, POUNDS)} off it as prices fall: no loss.")
        self.console.print()
        if length.stated.lenders:
            self.console.print(self._paths(length))
            self.console.print()
        self._heading("The enterprise, without renewal")
        for line in self._enterprise(length):
            self._say(line)
        self.console.print()
        self._heading("The council")
        self.console.print(_budgets(length))
        for line in self._council(length):
            self._say(line)

    def _heading(self, words: str) -> None:
        self.console.print(Text(words, style="bold"))

    def _say(self, words: str) -> None:
        self.console.print(Padding(words, (0, 0, 0, 2)))

    def _paths(self, length: Length) -> Table:
        """Each path with its chance, and each lender's return and loss on it; the expected last."""
        table = plain_table()
        table.add_column("Path", header_style="bold")
        table.add_column("Chance", justify="right", header_style="bold")
        for lender in length.stated.lenders:
            table.add_column(f"{lender.name}:\nreturn, loss", justify="right", header_style="bold")
        for place, path in list(enumerate(length.paths))[:MOST_PATHS]:
            cells = [
                f"{_rate(each.figures['return'].each[place])}, {thousands(each.figures['lost_today'].each[place])}"
                for each in length.stated.lenders
            ]
            table.add_row(path.words, f"{path.chance:.1%}", *cells)
        if len(length.paths) > MOST_PATHS:
            rest = length.paths[MOST_PATHS:]
            table.add_row(f"{len(rest)} more paths: see --json", f"{sum(path.chance for path in rest):.1%}")
        expected = [f"{_rate(each.expected_return)}, {thousands(each.loss)}" for each in length.stated.lenders]
        table.add_row("Expected", "", *expected)
        return table

    def _enterprise(self, length: Length) -> Iterator[str]:
        figures = length.stated.figures
        short = written(figures["first_month_short"].without_renewal, MONTH, self.start)
        deficits = figures["deficit_years"].without_renewal
        yield f"Lowest cash: {written(figures['lowest_cash'].without_renewal, POUNDS)}; first month short: {short}"
        yield f"Taken from the debt-service reserve: {written(figures['reserves_eaten'].without_renewal, POUNDS)}"
        yield f"Ending, tenders and mobilisation cost {written(figures['turns_cost'].without_renewal, POUNDS)}"
        yield f"Financial years of accounting deficit: {deficits:.0f}"

    def _council(self, length: Length) -> Iterator[str]:
        figures = length.stated.figures
        even = written(figures["breaks_even"].without_renewal, MONTH, self.start)
        yield f"Over all paths a home costs {written(figures['cost_a_home_year'].expected, POUNDS_A_HOME_A_YEAR)}"
        yield f"Over all paths tenders cost {written(figures['tenders'].expected, POUNDS)} over the months worked"
        yield f"At risk when the contract ends: {written(figures['at_risk'].without_renewal, POUNDS)} of public capital"
        yield f"Over all paths temporary accommodation avoided: {written(figures['spared'].expected, POUNDS)}"
        worth = written(figures["worth"].without_renewal, POUNDS)
        yield f"Net present value without renewal: {worth}; breaks even: {even}"
        yield f"Stepping in when the contract ends would cost {written(figures['step_in'].without_renewal, POUNDS)}"


def _rate(figure: float) -> str:
    return written(figure, PER_YEAR).removesuffix(" a year")


def _budgets(length: Length) -> Table:
    budgets = length.stated.budgets
    table = plain_table()
    table.add_column("Year to March", header_style="bold")
    for budget in budgets:
        table.add_column(str(budget.year), justify="right", header_style="bold")
    rows = {
        "Revenue": [each.revenue for each in budgets],
        "  of which minimum revenue provision": [each.provision for each in budgets],
        "Capital": [each.capital for each in budgets],
        "Clawback received": [each.clawback for each in budgets],
    }
    for name, row in rows.items():
        table.add_row(name, *(written(figure, POUNDS) for figure in row))
    return table
