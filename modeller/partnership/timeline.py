"""The months, the April steps, and the contract: which months it is in force."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.functions import equals, flag, minimum
from modeller.lines.measures import total
from modeller.lines.model import Model
from modeller.lines.references import Line, Measure
from modeller.lines.units import FLAG, MONTH, MONTHS
from modeller.partnership.inputs import Terms


@dataclass(frozen=True)
class Timeline:
    """Flags of 1 and 0 by month [flag], shape (month, scenario)."""

    every: Line
    signing: Line
    april: Line
    december: Line
    year_end: Line
    in_force: Line
    contract_ends: Line
    contract_ended: Line
    months: Measure
    ends: Measure


def timeline(model: Model, contract: Terms) -> Timeline:
    """The flags that everything else is timed by.

    The contract enters as one path: here, in force from signing to its committed length. Prices are in money of the
    start, so the first April step is the first April after it.
    """
    section = model.section("Timeline")
    month = model.month
    every = section.line("Every month", flag(month >= 1), FLAG)
    months = section.measure("Months worked", total(every), MONTHS)
    return Timeline(
        every=every,
        signing=section.line("Signing", flag(equals(month, 1)), FLAG),
        april=section.line("Prices step", flag(equals(model.month_of_year, 4)) * flag(month > 1), FLAG),
        december=section.line("Calendar year ends", flag(equals(model.month_of_year, 12)), FLAG),
        year_end=section.line("Financial year ends", flag(equals(model.month_of_year, 3)), FLAG),
        in_force=section.line("Contract in force", flag(month <= contract.committed), FLAG),
        contract_ends=section.line("Last month of the contract", flag(equals(month, contract.committed)), FLAG),
        contract_ended=section.line("Month after the contract", flag(equals(month, contract.committed + 1)), FLAG),
        months=months,
        ends=section.measure("Contract ends, or the months do", minimum(contract.committed, months), MONTH),
    )
