"""Renewals by component: kitchens, roofs, boilers, each at its own interval from the arrival of the home.

How many times a component is renewed in the months worked is structure: each time is a look back at the homes that
arrived, so that homes bought over two years are renewed over two years. Homes due are counted as if none had left, for
planned cash; of those, the homes still held are renewed.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Constant, Expression
from modeller.lines.functions import maximum, ratio
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import HOMES, MONTHS, POUNDS, POUNDS_A_HOME
from modeller.partnership.constants import counted
from modeller.partnership.homes import Homes, Lot
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.timeline import Timeline

TIMES_A_LINE = 3
"""How many renewals one line looks back at, so that its formula stays short."""


@dataclass(frozen=True)
class Renewed:
    """One component by month: its cost in a home [£ a home], homes due, lot by lot, were none to leave [homes]; spent.

    `left_out` is for how many of the last months nothing is written [months]: nil, unless it comes to be renewed more
    often than when the model was made.
    """

    name: str
    slug: str
    of_a_home: Line
    due: list[tuple[Lot, Line]]
    spent: Line
    left_out: Measure


def renewed(
    model: Model, section: Section, repairs: Terms, homes: Homes, time: Timeline, index: Expression
) -> list[Renewed]:
    """Every component that is renewed at all in the months worked; `section` is that of all costs."""
    found = [(component, _times(model, component)) for component in repairs.components]
    return [
        _renewed(model, section.under(f"Renewals: {component.name}"), component, times, homes, time, index)
        for component, times in found
        if times
    ]


def _times(model: Model, component: Terms) -> int:
    """How often a home that arrives in the first month is renewed."""
    after_the_first = model.months - 1 - int(component.stated("first"))
    return 0 if after_the_first < 0 else after_the_first // int(component.stated("every")) + 1


def _renewed(
    model: Model, section: Section, component: Terms, times: int, homes: Homes, time: Timeline, index: Expression
) -> Renewed:
    due = [(lot, _due(model, section, component, times, lot)) for lot in homes.lots]
    held = section.line("Homes renewed", sum_of(_still_held(lot, line) for lot, line in due), HOMES)
    of_a_home = section.line("Cost in a home", component.cost * index, POUNDS_A_HOME)
    last = component.first + _intervals(times) * component.every
    return Renewed(
        name=component.name,
        slug=component.stated("slug"),
        of_a_home=of_a_home,
        due=due,
        spent=section.line("Spent on renewals", held * of_a_home, POUNDS),
        left_out=section.measure("Months without the renewals due", maximum(0, time.months - last), MONTHS),
    )


def _intervals(number: int) -> Constant:
    return counted(number, f"{number} interval{'s' * (number != 1)}")


def _due(model: Model, section: Section, component: Terms, times: int, lot: Lot) -> Line:
    """Homes of a lot whose time has come, for the first time or again, were none to leave."""
    starts = range(0, times, TIMES_A_LINE)
    before: list[Line] = []
    for start in starts:
        cycles = range(start, min(times, start + TIMES_A_LINE))
        backs = [model.back(lot.arriving, component.first + _intervals(cycle) * component.every) for cycle in cycles]
        so_far = f", to renewal {cycles[-1] + 1}" if cycles[-1] + 1 < times else ""
        before = [section.line(f"Homes due, {lot.name}{so_far}", sum_of([*before, *backs]), HOMES)]
    return before[0]


def _still_held(lot: Lot, due: Line) -> Expression:
    """Homes that left are taken to have been of every age."""
    if lot.returning is None and lot.sold is None:
        return due
    return due * ratio(lot.held_before, lot.arrived_before)
