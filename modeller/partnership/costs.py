"""Other income, running costs and major repairs."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import flag
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import PER_YEAR, POUNDS, POUNDS_A_HOME_A_YEAR
from modeller.partnership.homes import Homes, still_depends
from modeller.partnership.indices import Indices, stepped
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class OtherIncome:
    """Other income by month [£]: earned, received, and what the council pays of it."""

    earned: Line
    received: Line
    debtors: Line
    from_council: Line


@dataclass(frozen=True)
class Costs:
    """Running costs by month [£], and what major repairs ask for."""

    running: Line
    reserve_due: Line
    renewals: Line


def other_income(model: Model, terms: Terms, time: Timeline, indices: Indices) -> OtherIncome:
    """Each income is earned by the month and received after the delay stated; what is on its way is owed by debtors."""
    section = model.section("Income")
    earned, received, council = [], [], []
    for income in terms.income:
        block = section.under(income.name)
        yearly = income.amount * indices.of(income.index) * still_depends(income.depends_on_contract, time)
        earned.append(block.line("Earned", yearly / MONTHS_A_YEAR, POUNDS))
        received.append(block.line("Received", model.back(earned[-1], income.paid_after), POUNDS))
        council.append(block.line("Paid by the council", received[-1] * income.from_council, POUNDS))
    whole = section.under("All other income")
    owing = whole.balance("Owed by debtors", POUNDS)
    all_earned = whole.line("Earned", sum_of(earned), POUNDS)
    all_received = whole.line("Received", sum_of(received), POUNDS)
    debtors = owing.close(all_earned, -all_received)
    return OtherIncome(all_earned, all_received, debtors, whole.line("Paid by the council", sum_of(council), POUNDS))


def costs(model: Model, terms: Terms, homes: Homes, time: Timeline, indices: Indices) -> Costs:
    """Running costs of homes held at the start of the month, and money set aside for major repairs."""
    section = model.section("Costs")
    each = [_cost(section.under(cost.name), cost, homes, time, indices) for cost in terms.costs]
    whole = section.under("All costs")
    ending = whole.line(
        "Cost of the contract's ending",
        terms.contract.ending_cost * time.contract_ended * indices.prices["consumer prices"],
        POUNDS,
    )
    running = whole.line("Running costs", sum_of([*each, ending]), POUNDS)
    reserve_due, renewals = _major_repairs(model, section.under("Major repairs"), terms, homes, indices)
    return Costs(running, reserve_due, renewals)


def _cost(section: Section, cost: Terms, homes: Homes, time: Timeline, indices: Indices) -> Line:
    rise: Expression = Constant(0, PER_YEAR) if cost.index == "none" else indices.rises[cost.index]
    step = section.line("Rise", rise + cost.above_index * time.april, PER_YEAR)
    index = stepped(section, "Index", step)
    yearly = homes.held_before * cost.per_home + cost.fixed
    kept = still_depends(cost.depends_on_contract, time)
    return section.line("Cost", yearly * index * kept / MONTHS_A_YEAR, POUNDS)


def _major_repairs(model: Model, section: Section, terms: Terms, homes: Homes, indices: Indices) -> tuple[Line, Line]:
    repairs = terms.major_repairs
    index = indices.prices["building maintenance"]
    later = repairs.later_addition * flag(model.month > repairs.later_from)
    rate = section.line("To set aside for each home", (repairs.reserve + later) * index, POUNDS_A_HOME_A_YEAR)
    due = section.line("To set aside", homes.held_before * rate / MONTHS_A_YEAR, POUNDS)
    begun = flag(model.month > repairs.spending_from)
    spent = homes.held_before * repairs.spending * index * begun / MONTHS_A_YEAR
    return due, section.line("Renewals", spent, POUNDS)
