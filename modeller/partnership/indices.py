"""Paths of prices: what a pound of the start has become by each month."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import minimum
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import INDEX, PER_YEAR
from modeller.partnership.constants import A_RATE
from modeller.partnership.inputs import Terms
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class Indices:
    """Indices by month [1 at the start]; `rises` are the steps of the year's April [% a year], nil in other months."""

    rent: Line
    allowance: Line
    house_prices: Line
    rises: dict[str, Line]
    prices: dict[str, Line]

    def of(self, name: str) -> Expression:
        """The index that an income or a cost moves with, by the name it has in the scenario."""
        return Constant(1, INDEX) if name == "none" else self.prices[name]


def indices(model: Model, economy: Terms, rent: Terms, time: Timeline) -> Indices:
    """Rents step by the September before and their margin, costs by the calendar year before, values month by month.

    Source: the limit on annual rent increases, GOV.UK (CPI of the previous September + 1%, April 2026 to March 2036).
    """
    section = model.section("Indices")
    curves = {
        "consumer prices": economy.consumer_prices,
        "earnings": economy.earnings,
        "building maintenance": economy.building_maintenance,
    }
    rises = {}
    for name, curve in curves.items():
        label = f"Rise in {name}"
        rises[name] = section.line(label, model.at(curve, model.year - 1) * time.april, PER_YEAR)
    policy = section.line(
        "Rise in rents that policy allows",
        model.at(economy.september_cpi, model.year - 1) + model.at(rent.margin, model.year),
        PER_YEAR,
    )
    allowed = minimum(policy, model.at(rent.ceiling, model.year))
    rise = section.line("Rise in rents", allowed * time.april, PER_YEAR)
    freeze = section.line(
        "Rise in the Local Housing Allowance", model.at(rent.allowance_rise, model.year) * time.april, PER_YEAR
    )
    return Indices(
        rent=stepped(section, "Rent index", rise),
        allowance=stepped(section, "Allowance index", freeze),
        house_prices=_house_prices(model, section, economy, time),
        rises=rises,
        prices={name: stepped(section, f"Index of {name}", rises[name]) for name in rises},
    )


def stepped(section: Section, label: str, rise: Expression) -> Line:
    """An index that starts at 1 and grows by a rise [% a year, nil in months in which nothing steps]."""
    index = section.balance(label, INDEX, start=1)
    return index.close(index.opening * rise / A_RATE)


def _house_prices(model: Model, section: Section, economy: Terms, time: Timeline) -> Line:
    """Straight-line within each calendar year, so that a year's rise is exactly the rise stated for it."""
    index = section.balance("House price index", INDEX, start=1)
    base = section.balance("House price index when the year began", INDEX, start=1)
    growth = section.line("Growth of house prices", model.at(economy.house_prices, model.year), PER_YEAR)
    rise = section.line("Rise in house prices in the month", base.opening * growth / MONTHS_A_YEAR, INDEX)
    prices = index.close(rise)
    base.close((prices - base.opening) * time.december)
    return prices
