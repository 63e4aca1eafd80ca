"""What the book of a run says of the contract's terms: its paths, and what each length comes to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modeller.analysis.run import Run
from modeller.analysis.terms.batch import CHOICES
from modeller.analysis.terms.lengths import Length, Measures, lengths_worked
from modeller.analysis.terms.paths import paths
from modeller.lines.figures import span, written
from modeller.lines.references import Line
from modeller.lines.units import HOMES, POUNDS, SHARE
from modeller.scenario.walk import figures
from modeller.workbook.book import Column, EngineBlock, EngineChart, LengthsTable, PathRow, PathsTable, shown
from modeller.workbook.naming import lowered

COMMITTED = "contract.committed"
ENDS = ("contract.end_of_the_first_contract", "contract.end_of_the_contract_for_good")
A_YEAR, LONGEST = 12, 30  # months, years
A_PENNY = 0.005
ALL_WHO_SIZE = "All who size by income"
OWED = "owed_at_contract_end"
STATED = "The debt as the scenario states it."
RESIZED = "Lenders who size by income lend no more than their capacity, and a further grant closes the gap."


def paths_table(run: Run) -> PathsTable:
    """Every path of the scenario's contract; the one stated is added where it has no chance of coming about."""
    contract = run.stated.scenario.contract
    rows = [
        PathRow(path.words, path.choice, path.chance, (path.first_end, path.end))
        for path in paths(contract, int(contract.committed), run.model.months)
    ]
    worked = tuple(float(figure) for figure in (contract.path.extended, contract.path.broken, contract.path.won))
    ends = tuple(line for key in ENDS if isinstance(line := run.model.by_key[key], Line))
    if worked not in [row.choice for row in rows]:
        when = tuple(float(run.results[line][0]) for line in ends)
        rows.append(PathRow("As the scenario states it; its chance is nil, or is counted above", worked, 0.0, when))
    stated = {figure.key: figure.label for figure in figures(run.stated.scenario)}
    chosen = [row.choice for row in rows].index(worked) + 1
    return PathsTable("contract.path", {key: stated[key] for key in CHOICES}, rows, chosen, ends)


def lengths_of(run: Run) -> list[Length]:
    """Whole years, as far as the months worked and no more than 30, and the scenario's own length."""
    committed, horizon = int(run.stated.scenario.contract.committed), run.model.months
    whole = range(A_YEAR, min(LONGEST * A_YEAR, horizon) + 1, A_YEAR)
    months = sorted({*whole, *([committed] if committed <= horizon else [])})
    return lengths_worked(run.partnership, months) if months else []


def lengths_table(run: Run, lengths: Sequence[Length]) -> LengthsTable | None:
    """What the engine has for each length, as the sheet of lengths shows it."""
    if not lengths:
        return None
    found, months = _Found(run, lengths), [each.months for each in lengths]
    names = [span(each) for each in months]
    return LengthsTable(COMMITTED, months, names, list(found.blocks()), list(found.charts()))


class _Found:
    """The lengths worked, told as columns: on the path without renewal, unless a title says otherwise."""

    def __init__(self, run: Run, lengths: Sequence[Length]) -> None:
        self.measures, self.lengths = Measures(run.partnership), lengths
        self.names = [each.loan.name for each in run.partnership.lenders]
        self.sized = [place for place, each in enumerate(self.measures.loans) if "capacity" in each]
        self.asked, self.capacity = (self.of_all(name) for name in ("asked", "capacity"))
        self.owed = [self.of_lender(place, OWED) for place in range(len(self.names))]

    def of_all(self, name: str) -> Column:
        """One figure of the lenders who size by income, taken together."""
        live = tuple(self.measures.loans[place][name] for place in self.sized)
        who = self.names[self.sized[0]] if len(self.sized) == 1 else ALL_WHO_SIZE
        told = [
            sum(each.stated.lenders[place].figures[name].without_renewal for place in self.sized)
            for each in self.lengths
        ]
        return Column(f"{who}: {lowered(live[0].label)}" if live else "", POUNDS, told, live)

    def of_whole(self, name: str) -> Column:
        """One figure of the partnership."""
        measure = self.measures.whole[name]
        told = [shown(each.stated.figures[name].without_renewal) for each in self.lengths]
        return Column(measure.label, measure.unit, told, (measure,))

    def of_lender(self, place: int, name: str) -> Column:
        """One figure of a loan."""
        measure = self.measures.loans[place][name]
        told = [shown(each.stated.lenders[place].figures[name].without_renewal) for each in self.lengths]
        return Column(measure.label, measure.unit, told, (measure,))

    def blocks(self) -> Iterator[EngineBlock]:
        """The whole, each loan, and the whole again with the debt re-sized."""
        yield EngineBlock("The partnership", list(self._whole()), STATED)
        for place, name in enumerate(self.names):
            yield EngineBlock(name, list(self._lender(place)), STATED)
        if self.sized:
            yield EngineBlock("The partnership, its debt re-sized", list(self._resized()), RESIZED)

    def _whole(self) -> Iterator[Column]:
        if self.sized:
            yield from (self.asked, self.capacity, self.of_all("short"))
        yield from (self.of_whole(name) for name in ("homes_retained", "cost_a_home_year", "worth"))
        loss = [shown(each.stated.loss) for each in self.lengths]
        yield Column("All lenders: loss expected over all paths, as of signing", POUNDS, loss)

    def _lender(self, place: int) -> Iterator[Column]:
        several = ("capacity", "short") if place in self.sized and len(self.sized) > 1 else ()
        yield from (self.of_lender(place, each) for each in (*several, "lowest_cover"))
        yield self.owed[place]
        yield from (self.of_lender(place, each) for each in ("exit_cover", "exit_cover_stressed", "lost_today"))
        told = [each.stated.lenders[place] for each in self.lengths]
        yield Column("Loss expected over all paths, as of signing", POUNDS, [shown(each.loss) for each in told])
        yield Column("Chance of repayment on time", SHARE, [shown(each.chance) for each in told])
        yield Column("Verdict", None, [each.verdict.words for each in told])

    def _resized(self) -> Iterator[Column]:
        yield self.of_all("capacity")
        short = tuple(self.measures.loans[place]["short"] for place in self.sized)
        yield Column("Least further grant, to close the gap", POUNDS, [each.gap for each in self.lengths], short)
        yield Column("Homes forgone, if no grant closes it", HOMES, [each.forgone for each in self.lengths])
        for place, name in enumerate(self.names):
            told = [each.resized.lenders[place].verdict.words for each in self.lengths]
            yield Column(f"{name}: verdict", None, told)

    def charts(self) -> Iterator[EngineChart]:
        """What could be lent against what is asked, and what is owed when the contract ends."""
        if self.sized:
            title = "Capacity, and what is asked, by length of contract"
            yield EngineChart(title, {each.title: each for each in (self.capacity, self.asked)}, self._lent())
        if self.owed:
            yield EngineChart(
                "Owed when the contract ends, by length of contract",
                dict(zip(self.names, self.owed, strict=True)),
                self._owed(),
            )

    def _lent(self) -> str:
        """Where less could be lent than is asked, and how much less."""
        short = [each for each in self.lengths if each.gap > A_PENNY]
        if not short:
            return "All that is asked could be lent at every length."
        worst = max(short, key=lambda each: each.gap)
        gap = written(worst.gap, POUNDS)
        if len(short) == len(self.lengths):
            return f"Less could be lent than is asked at every length; the gap is most, {gap}, at {span(worst.months)}."
        which = f"{len(short)} of the {len(self.lengths)} lengths"
        return f"Less could be lent than is asked at {which}; the gap is most, {gap}, at {span(worst.months)}."

    def _owed(self) -> str:
        """The length from which nothing is owed, if there is one."""
        owed = [sum(amounts) for amounts in zip(*(_numbers(column) for column in self.owed), strict=True)]
        clear = len(owed)
        while clear and owed[clear - 1] <= A_PENNY:
            clear -= 1
        first = f"{written(owed[0], POUNDS)} in all is owed when a contract of {span(self.lengths[0].months)} ends"
        if clear == len(owed):
            return f"{first}, and {written(owed[-1], POUNDS)} at {span(self.lengths[-1].months)}: it is never nothing."
        return f"{first}, and nothing when it runs {span(self.lengths[clear].months)} or more."


def _numbers(column: Column) -> list[float]:
    return [0.0 if isinstance(figure, str) else figure for figure in column.figures]
