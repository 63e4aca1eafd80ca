"""Other income, running costs and major repairs."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import flag
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import INDEX, PER_YEAR, POUNDS, POUNDS_A_HOME_A_YEAR
from modeller.partnership.contract import Contract, cost_kept, income_kept
from modeller.partnership.homes import Homes
from modeller.partnership.indices import Indices, stepped
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.renewals import Renewed, renewed
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class Stream:
    """An income or a cost as stated, and what a pound of it has become by each month [index]."""

    terms: Terms
    index: Expression


@dataclass(frozen=True)
class OtherIncome:
    """Other income by month [£]: earned, received, and what the council pays of it."""

    earned: Line
    received: Line
    debtors: Line
    from_council: Line
    streams: list[Stream]


@dataclass(frozen=True)
class Costs:
    """Running costs by month [£], stream by stream and in all, and what major repairs ask for."""

    streams: list[Stream]
    each: list[Line]
    running: Line
    ending: Line
    tenders: Line
    reserve_due: Line
    renewals: Line
    set_aside_a_home: Line
    renewals_a_home: Line
    components: list[Renewed]
    tax_due: Line | None

    @property
    def outgoings(self) -> Expression:
        """Running costs and, where any is stated, the tax that falls due."""
        return self.running if self.tax_due is None else self.running + self.tax_due


def other_income(model: Model, terms: Terms, contract: Contract, indices: Indices) -> OtherIncome:
    """Each income is earned by the month and received after the delay stated; what is on its way is owed by debtors."""
    section = model.section("Income")
    streams = [Stream(income, indices.of(income.index)) for income in terms.income]
    earned, received, council = [], [], []
    for stream in streams:
        income = stream.terms
        block = section.under(income.name)
        yearly = income.amount * stream.index * income_kept(income, contract)
        earned.append(block.line("Earned", yearly / MONTHS_A_YEAR, POUNDS))
        received.append(block.line("Received", model.back(earned[-1], income.paid_after), POUNDS))
        council.append(block.line("Paid by the council", received[-1] * income.from_council, POUNDS))
    whole = section.under("All other income")
    owing = whole.balance("Owed by debtors", POUNDS)
    all_earned = whole.line("Earned", sum_of(earned), POUNDS)
    all_received = whole.line("Received", sum_of(received), POUNDS)
    debtors = owing.close(all_earned, -all_received)
    by_council = whole.line("Paid by the council", sum_of(council), POUNDS)
    return OtherIncome(all_earned, all_received, debtors, by_council, streams)


def costs(
    model: Model,
    terms: Terms,
    homes: Homes,
    time: Timeline,
    contract: Contract,
    indices: Indices,
    tax_due: Line | None,
) -> Costs:
    """Running costs of homes held at the start of the month, the contract's turns, and major repairs."""
    section = model.section("Costs")
    streams = [
        Stream(cost, _index(model, section.under(cost.name), cost, terms.fair_pay, time, indices))
        for cost in terms.costs
    ]
    each = [_cost(section.under(stream.terms.name), stream, homes, contract) for stream in streams]
    whole = section.under("All costs")
    prices, retender = indices.prices["consumer prices"], terms.contract.retender
    ending = whole.line("Cost of the contract's ending", terms.contract.ending_cost * contract.ended * prices, POUNDS)
    tenders = retender.cost * contract.tender + retender.mobilisation * contract.mobilising
    bids = whole.line("Tenders and mobilisation", tenders * prices, POUNDS)
    running = whole.line("Running costs", sum_of([*each, ending, bids]), POUNDS)
    parts = renewed(model, section, terms.major_repairs, homes, time, indices.prices["building maintenance"])
    repairs = _major_repairs(model, section.under("Major repairs"), terms, homes, indices, parts)
    return Costs(streams, each, running, ending, bids, *repairs, parts, tax_due)


def _index(model: Model, section: Section, cost: Terms, pay: Terms, time: Timeline, indices: Indices) -> Line:
    """The path of prices it follows and, where it is pay and pay is raised, that rise on top."""
    rise: Expression = Constant(0, PER_YEAR) if cost.index == "none" else indices.rises[cost.index]
    step = section.line("Rise", rise + cost.above_index * time.april, PER_YEAR)
    index = stepped(section, "Index", step)
    if not (pay.stated("uplift") and cost.stated("staff")):
        return index
    raised = cost.staff * pay.uplift * flag(model.month >= pay.begins)
    return section.line("Index with the fair-pay uplift", index * (1 + raised), INDEX)


def _cost(section: Section, stream: Stream, homes: Homes, contract: Contract) -> Line:
    cost = stream.terms
    yearly = homes.held_before * cost.per_home + cost.fixed
    return section.line("Cost", yearly * stream.index * cost_kept(cost, contract) / MONTHS_A_YEAR, POUNDS)


def _major_repairs(
    model: Model, section: Section, terms: Terms, homes: Homes, indices: Indices, parts: list[Renewed]
) -> tuple[Line, Line, Line, Line]:
    repairs = terms.major_repairs
    index = indices.prices["building maintenance"]
    later = repairs.later_addition * flag(model.month > repairs.later_from)
    rate = section.line("To set aside for each home", (repairs.reserve + later) * index, POUNDS_A_HOME_A_YEAR)
    due = section.line("To set aside", homes.held_before * rate / MONTHS_A_YEAR, POUNDS)
    begun = flag(model.month > repairs.spending_from)
    renewing = section.line("Renewals of each home", repairs.spending * index * begun, POUNDS_A_HOME_A_YEAR)
    at_a_rate = homes.held_before * renewing / MONTHS_A_YEAR
    spent = section.line("Renewals", sum_of([at_a_rate, *(part.spent for part in parts)]), POUNDS)
    return due, spent, rate, renewing
