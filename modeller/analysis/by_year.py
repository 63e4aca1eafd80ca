"""Measures of one financial year each, added to a partnership that is assembled for them: of cash, debt, covenants."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.functions import flag
from modeller.lines.model import Model
from modeller.lines.references import Line, Measure
from modeller.lines.units import FLAG, POUNDS
from modeller.partnership.assemble import Partnership
from modeller.partnership.constants import A_YEAR
from modeller.partnership.inputs import sum_of


@dataclass(frozen=True)
class Yearly:
    """One thing in every financial year: whose it is, what it is called, and a measure for each year."""

    of: str
    name: str
    measures: tuple[Measure, ...]


@dataclass(frozen=True)
class ByYear:
    """The financial years, each by the calendar year in which it ends; what is held and owed then, and what broke.

    `ever` is a measure for each of `broken`: the month of its first breach, nil for never.
    """

    years: tuple[int, ...]
    cash: Yearly
    debt: Yearly
    broken: tuple[Yearly, ...]
    ever: tuple[Measure, ...]


def by_year(partnership: Partnership) -> ByYear:
    """Add the measures to a partnership's model, which must not have been worked before.

    >>> from modeller.partnership.assemble import assemble
    >>> from modeller.scenario import read
    >>> found = by_year(assemble(read("scenarios/ten-homes.yaml").scenario))
    >>> found.years[0], len(found.cash.measures)
    (2027, 30)
    """
    model, ends = partnership.model, _ends(partnership.model)
    section = model.section("By year")
    loans = partnership.payments.loans
    cash = [model.in_month(partnership.payments.cash, month) for month in ends.values()]
    debt = [sum_of(model.in_month(loan.owed, month) for loan in loans) for month in ends.values()] if loans else []
    held = {name: figures for name, figures in (("Cash", cash), ("Owed to lenders", debt)) if figures}
    found = {
        name: tuple(
            section.measure(f"{name} in {year}", each, POUNDS) for year, each in zip(ends, figures, strict=True)
        )
        for name, figures in held.items()
    }
    broken, ever = [], []
    for cover in partnership.covers:
        for headroom in cover.set_headrooms:
            assert headroom.cure is not None  # noqa: S101  it is set
            measures = _broken(model, cover.loan.name, headroom.name, headroom.cure.broken, ends)
            broken.append(Yearly(cover.loan.name, headroom.name, measures))
            ever.append(headroom.cure.first)
    return ByYear(
        tuple(ends),
        Yearly("", "Cash", found["Cash"]),
        Yearly("", "Owed to lenders", found.get("Owed to lenders", ())),
        tuple(broken),
        tuple(ever),
    )


def _ends(model: Model) -> dict[int, int]:
    """The last month worked of each financial year."""
    return {year: month for month, year in enumerate(model.calendar_row("financial_year")) if month}


def _broken(model: Model, loan: str, covenant: str, broken: Line, ends: dict[int, int]) -> tuple[Measure, ...]:
    """Whether a covenant broke in the twelve months to each year's end [flag]."""
    section = model.section("By year").under(f"{loan}, {covenant}")
    lately = section.line("Broken in the last 12 months", model.trailing(broken, A_YEAR), FLAG, stock=True)
    return tuple(
        section.measure(f"Broken in {year}", flag(model.in_month(lately, month) > 0), FLAG)
        for year, month in ends.items()
    )
