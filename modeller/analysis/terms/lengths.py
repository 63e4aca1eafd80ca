"""For each contract length: what could be lent, what cover there is, how it ends, and for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from modeller.analysis.terms.batch import Array, Batch, Spread, work_lengths
from modeller.analysis.terms.paths import Path
from modeller.analysis.terms.verdicts import Verdict, verdict
from modeller.lines import reductions
from modeller.lines.references import Line, Measure
from modeller.partnership.assemble import Partnership
from modeller.partnership.exits import NOT_CALLED
from modeller.partnership.rates import RATES

YEARS_OF_BUDGET = 4
A_PENNY = 0.005
Names = Mapping[str, Measure]


@dataclass(frozen=True)
class Lender:
    """One loan at one length: figures by name, each on every path, and what they come to.

    `chance` is of repayment in full and on time; `loss` is expected, as of signing [£].
    """

    name: str
    tests_cover: bool
    figures: Mapping[str, Spread]
    expected_return: float
    verdict: Verdict

    @property
    def chance(self) -> float:
        """The chance that the loan is never called."""
        fate = self.figures["fate"]
        return float(fate.chances[fate.each == NOT_CALLED].sum())

    @property
    def loss(self) -> float:
        """The expected loss, as of signing, at the loan's own rate [£]."""
        return self.figures["lost_today"].expected


@dataclass(frozen=True)
class Budget:
    """A financial year of the council's, on the path without renewal [£]."""

    year: int
    revenue: float
    provision: float
    capital: float
    clawback: float


@dataclass(frozen=True)
class View:
    """One length with the debt as stated, or re-sized: figures of the whole by name, each lender, the council's years.

    `owed` is what all lenders are owed by month on the path without renewal [£], shape (month,), month 0 first.
    """

    figures: Mapping[str, Spread]
    lenders: Sequence[Lender]
    budgets: Sequence[Budget]
    owed: Array

    @property
    def loss(self) -> float:
        """Expected loss of all lenders [£]."""
        return sum(lender.loss for lender in self.lenders)

    @property
    def lowest_cover(self) -> float:
        """The lowest cover on the path without renewal of the loans whose lenders test it; of the first if none does.

        Of the others it says little: the year in which a bullet falls due has hardly any. Nil where none is tested.
        """
        tested = [each for each in self.lenders if each.tests_cover] or list(self.lenders[:1])
        found = [each.figures["lowest_cover"].without_renewal for each in tested]
        return min((cover for cover in found if cover), default=0.0)

    @property
    def worst(self) -> Lender | None:
        """The lender with the worst verdict; nothing where nothing is lent."""
        return max(self.lenders, key=lambda lender: lender.verdict.severity, default=None)


@dataclass(frozen=True)
class Length:
    """One contract length [months]: its paths, the debt as stated and re-sized, and what re-sizing takes.

    `gap` is what is asked and would not be lent [£], which a further grant of as much would close; `forgone` the homes
    that it would have bought.
    """

    months: int
    paths: Sequence[Path]
    stated: View
    resized: View
    gap: float
    forgone: int

    @property
    def capacity(self) -> float:
        """What lenders who size by income would lend in all [£]; not a number where none does."""
        found = [each.figures["capacity"].without_renewal for each in self.stated.lenders if "capacity" in each.figures]
        return sum(found) if found else float("nan")

    @property
    def asked(self) -> float:
        """What is asked of them [£]."""
        return sum(each.figures["asked"].without_renewal for each in self.stated.lenders if "capacity" in each.figures)


def lengths_worked(partnership: Partnership, lengths: Sequence[int], *, bare: bool = False) -> list[Length]:
    """Every length, twice over where a lender would lend less than is asked."""
    measures = Measures(partnership)
    stated = work_lengths(partnership, lengths, measures.wanted, bare=bare)
    gaps = measures.gaps(stated)
    short = [place for place, gap in enumerate(gaps) if gap > A_PENNY]
    again = [lengths[place] for place in short]
    resized = None
    if again:
        resized = work_lengths(partnership, again, measures.wanted, bare=bare, changes={"lending.resized": 1.0})
    deficits = measures.deficits(lengths, bare=bare)
    found = []
    for place, months in enumerate(lengths):
        view = measures.view(stated, place, deficits[place])
        other = measures.view(resized, short.index(place), deficits[place]) if resized and place in short else view
        forgone = measures.forgone(gaps[place], view.figures["cost_of_a_home"].without_renewal)
        found.append(Length(months, stated.paths[place], view, other, float(gaps[place]), forgone))
    return found


class Measures:
    """The measures and rows of a partnership that terms are told by."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership = partnership
        ends, council, leave = partnership.outcome, partnership.commissioning, partnership.exits
        self.whole: dict[str, Measure] = {
            "homes_retained": leave.retained,
            "homes_sold": leave.sold,
            "cost_of_a_home": ends.cost_of_a_home,
            "lowest_cash": ends.lowest_cash,
            "first_month_short": ends.first_shortfall,
            "reserves_eaten": ends.reserves_eaten,
            "turns_cost": ends.turns_cost,
            "left_at_end": ends.left_at_end,
            "tenders": council.tenders,
            "cost_a_home_year": council.cost_a_home_year,
            "at_risk": council.at_risk,
            "spared": council.spared,
            "worth": council.worth,
            "breaks_even": council.breaks_even,
            "step_in": council.step_in,
        }
        self.loans = [_of_loan(partnership, place) for place in range(len(partnership.lenders))]
        self.flows = [(each.with_exit.flow, each.with_exit.back, each.with_exit.lent) for each in partnership.lenders]
        self.budget: dict[str, Line] = {
            "revenue": council.revenue_cost,
            "provision": council.provision,
            "capital": council.capital_paid,
            "clawback": council.clawback,
        }

    @property
    def wanted(self) -> list[Line | Measure]:
        """Everything to be worked out."""
        measures = [*self.whole.values(), *(each for names in self.loans for each in names.values())]
        rows = [flow for flow, _, _ in self.flows] + [loan.owed for loan in self.partnership.payments.loans]
        totals = [each for _, back, lent in self.flows for each in (back, lent)]
        return [*measures, *rows, *totals, *self.budget.values()]

    def gaps(self, batch: Batch) -> Array:
        """What is asked and would not be lent, by length [£]."""
        shorts = [names["short"] for names in self.loans if "short" in names]
        return sum((batch.without_renewal(short) for short in shorts), np.zeros(len(batch.lengths)))

    def forgone(self, gap: float, cost: float) -> int:
        """How many homes a gap would have bought, at what one costs on average; none where none are bought."""
        return int(np.ceil(gap / cost - 1e-6)) if cost and gap > A_PENNY else 0

    def deficits(self, lengths: Sequence[int], *, bare: bool) -> Array:
        """Financial years of deficit on the path without renewal, by length."""
        measure = self.partnership.outcome.deficit_years
        batch = work_lengths(self.partnership, lengths, [measure], bare=bare, only_without_renewal=True)
        return batch.without_renewal(measure)

    def view(self, batch: Batch, place: int, deficits: float) -> View:
        """One length, as one batch has it."""
        whole = {name: batch.spread(measure, place) for name, measure in self.whole.items()}
        whole["deficit_years"] = Spread(np.array([deficits]), np.array([1.0]))
        lenders = [self._lender(batch, place, number) for number in range(len(self.loans))]
        loans = self.partnership.payments.loans
        owed = sum((batch.rows(loan.owed, place)[:, 0] for loan in loans), np.zeros(self.partnership.model.months + 1))
        return View(whole, lenders, self._budgets(batch, place), owed)

    def _lender(self, batch: Batch, place: int, number: int) -> Lender:
        figures = {name: batch.spread(measure, place) for name, measure in self.loans[number].items()}
        name = self.partnership.lenders[number].loan.name
        tests_cover = bool(self.partnership.scenario.finance[number].covenants.debt_service_cover)
        found = verdict(figures, self.partnership, number)
        return Lender(name, tests_cover, figures, self.expected_return(batch, place, number), found)

    def expected_return(self, batch: Batch, place: int, number: int) -> float:
        """The return of the flows expected, which is not the return expected of the flows."""
        flow, back, lent = self.flows[number]
        chances = batch.chances[place]
        expected = (batch.rows(flow, place) @ chances)[:, None]
        totals = [batch.spread(measure, place).expected for measure in (back, lent)]
        signs = [float(reductions.present_value(expected, rate)[0]) > A_PENNY for rate in RATES]
        if sum(one != other for one, other in pairwise(signs)) != 1:
            return float("nan")
        return float(reductions.internal_return(expected, *totals)[0])

    def _budgets(self, batch: Batch, place: int) -> list[Budget]:
        years = np.array(self.partnership.model.calendar_row("financial_year"))
        rows = {name: batch.rows(line, place)[:, 0] for name, line in self.budget.items()}
        first = int(years[1])
        return [
            Budget(year, **{name: float(row[1:][years[1:] == year].sum()) for name, row in rows.items()})
            for year in range(first, first + YEARS_OF_BUDGET)
        ]


def _of_loan(partnership: Partnership, place: int) -> dict[str, Measure]:
    """The measures of one loan by the names they have in results."""
    lender, cover, leave = partnership.lenders[place], partnership.covers[place], partnership.exits.loans[place]
    found = {
        "lent": lender.lent,
        "repaid": lender.repaid,
        "due": lender.due,
        "owed_when_due": lender.owed_when_due,
        "owed_at_contract_end": lender.owed_at_contract_end,
        "return": lender.with_exit.rate,
        "payback": lender.payback,
        "average_life": lender.average_life,
        "worth": lender.with_exit.worth,
        "lowest_cover": cover.lowest,
        "lowest_cover_within": cover.lowest_within,
        "lowest_cover_after": cover.lowest_after,
        "first_breach": cover.first_breach,
        "exit_cover": leave.cover,
        "exit_cover_stressed": leave.cover_stressed,
        "called": leave.called,
        "owed_when_called": leave.owed,
        "refinanced": leave.refinanced,
        "recourse": leave.recourse,
        "homes_to_sell": leave.to_sell,
        "homes_sellable": leave.sellable,
        "homes_sold": leave.sold,
        "supported_by_income": leave.supported_by_income,
        "supported_by_value": leave.supported_by_value,
        "lost": leave.lost,
        "lost_today": leave.lost_today,
        "fate": leave.fate,
    }
    if leave.absorbed is not None:
        found["absorbed"] = leave.absorbed
    if (fall := lender.with_exit.index_fall) is not None:
        found["index_fall"] = fall
    if lender.written_off is not None:
        found["written_off"] = lender.written_off
    if capacity := partnership.lending.capacities[place]:
        found |= {
            "asked": capacity.asked,
            "capacity": capacity.most,
            "short": capacity.short,
        }
        if by_cover := capacity.by_cover:
            found |= {"capacity_level": by_cover.level, "capacity_sculpted": by_cover.sculpted}
    return found
