"""What a simulation and a tornado say, as the workbook shows it: the engine's tables, with the draws that gave them."""

from __future__ import annotations

import math
from collections.abc import Iterator

from modeller.analysis.run import Run
from modeller.analysis.sensitivity import Bar, Sensitivity
from modeller.analysis.simulate import PERCENTILES, Fan, LenderOdds, Simulation, Spread, drawn_inputs, standing_of
from modeller.analysis.tallies import Estimate
from modeller.lines.figures import written
from modeller.lines.references import Measure
from modeller.lines.units import POUNDS, SHARE, Unit
from modeller.workbook.book import NONE, Amount, Drawing, EngineSheet, EngineTable
from modeller.workbook.measures import NEVER
from modeller.workbook.naming import lowered

UNCERTAINTY, SENSITIVITY = "Uncertainty", "Sensitivity"
SHOWN, FANNED = (5, 25, 50, 75, 95), (0, 1, 2, 3, 4)  # percentiles, and the columns that are drawn
MOST_BARS = 12
A_THOUSANDTH = 0.001
_NAMES = {percent: "Median" if percent == 50 else f"{percent}%" for percent in PERCENTILES}  # noqa: PLR2004


def uncertainty_sheet(found: Simulation, run: Run) -> EngineSheet:
    """Headlines, covenants, lenders, and the fans of cash and debt."""
    paths = f"each of the {found.paths} paths" if found.paths > 1 else "the one path"
    how = f"{found.draws:,} draws ({found.sampling}, seed {found.seed}), each worked on {paths} of the contract"
    drawn = "; ".join(f"{each.key}: {each.drawn}" for each in found.inputs)
    weighed = f"{how}, and weighed by their chances. By the engine: not live."
    about = (weighed, standing_of(found.inputs), f"What is drawn: {drawn}.")
    tables = [_headlines(found, run), *_breaches(found), _lenders(found), *(_fan(each, found) for each in found.fans)]
    purpose = "What the uncertain figures of the scenario make of the headlines, covenants, lenders, cash and debt"
    return EngineSheet(UNCERTAINTY, "Uncertainty", purpose, about, tables)


def _headlines(found: Simulation, run: Run) -> EngineTable:
    titles = ("As stated", *(_NAMES[percent] for percent in SHOWN), "Median, ±")
    rows = [(_called(each), list(_spread(each, run.model.measures[each.key]))) for each in found.headlines]
    note = "As stated: on the path without renewal. ±: the standard error of the median, by independent replicates."
    return EngineTable("Headlines over all draws and paths", titles, rows, note)


def _called(each: Spread) -> str:
    return f"{each.of}: {lowered(each.label)}" if each.of else each.label


def _spread(each: Spread, measure: Measure) -> Iterator[Amount | str]:
    yield amount(each.stated, measure.unit)
    for percent in SHOWN:
        yield amount(each.percentiles[percent].value, measure.unit)
    error = each.percentiles[50].error
    yield Amount(error, measure.unit) if math.isfinite(error) and measure.unit.style != "month" else "–"


def amount(value: float, unit: Unit) -> Amount | str:
    """A figure as a cell has it; words for none, and for a month that never comes."""
    if math.isfinite(value):
        return Amount(value, unit)
    return NEVER if value > 0 and unit.style == "month" else NONE


def _chance(each: Estimate) -> Amount:
    return Amount(each.value, SHARE)


def _breaches(found: Simulation) -> Iterator[EngineTable]:
    """The chance that each covenant breaks, year by year; a chart of those that may."""
    if not found.breaches:
        return
    names = [f"{each.lender}: {lowered(each.covenant)}" for each in found.breaches]
    rows = [("In any year", [_chance(each.ever) for each in found.breaches])]
    for place, year in enumerate(found.years):
        rows.append((financial_year(year), [_chance(each.by_year[place]) for each in found.breaches]))
    likely = max(found.breaches, key=lambda each: each.ever.value)
    name = names[found.breaches.index(likely)]
    finding = f"{name} is the likeliest to break, in {likely.ever.value:.1%} of draws and paths."
    yield EngineTable("Chance that a covenant breaks, in years to March", names, rows, finding)


def _lenders(found: Simulation) -> EngineTable:
    titles = ("Repaid on time", "Any loss", "Loss expected", "Loss, 95%")
    rows = [(each.lender, list(_odds(each))) for each in found.lenders]
    return EngineTable("Lenders", titles, rows, "Repaid on time: the loan is never called. Losses are of the day.")


def _odds(each: LenderOdds) -> Iterator[Amount | str]:
    yield from (_chance(each.on_time), _chance(each.any_loss))
    yield from (amount(value, POUNDS) for value in (each.loss.value, each.loss_percentiles[95].value))


def _fan(fan: Fan, found: Simulation) -> EngineTable:
    rows = [
        (financial_year(year), [amount(fan.percentiles[percent][place], POUNDS) for percent in SHOWN])
        for place, year in enumerate(found.years)
    ]
    low, middle = fan.percentiles[5], fan.percentiles[50]
    least = min(range(len(low)), key=low.__getitem__)
    finding = (
        f"{fan.name}: one in twenty is at most {written(low[least], POUNDS)} in {financial_year(found.years[least])}, "
        f"where half are at most {written(middle[least], POUNDS)}"
    )
    titles = [_NAMES[percent] for percent in SHOWN]
    drawing = Drawing("lines", finding, FANNED, "Financial year", f"{finding}.")
    return EngineTable(
        f"{fan.name} at the end of the year, percentiles of all draws and paths", titles, rows, "", drawing
    )


def financial_year(ending: int) -> str:
    """A financial year, by the calendar year in which it ends.

    >>> financial_year(2031)
    '2030/31'
    """
    return f"{ending - 1}/{ending % 100:02d}"


def sensitivity_sheet(found: Sensitivity, run: Run) -> EngineSheet:
    """The tornado of one measure, and which input explains what share of its variance."""
    about = (
        f"{found.label}, {found.on}: as stated, {written(found.stated, _unit(found, run))}. By the engine: not live.",
        "Each input is moved from its low to its high alone, all others as stated.",
        standing_of(drawn_inputs(run)),
    )
    tables = [_tornado(found, run), *_explained(found)]
    return EngineSheet(SENSITIVITY, "Sensitivity", "Which input matters most, one at a time", about, tables)


def _unit(found: Sensitivity, run: Run) -> Unit:
    return run.model.measures[found.key].unit


def _tornado(found: Sensitivity, run: Run) -> EngineTable:
    unit, bars = _unit(found, run), found.tornado[:MOST_BARS]
    rows = [(each.label, [each.low, each.high, *_ends(each, unit)]) for each in bars]
    widest = bars[0]
    finding = f"{widest.label} moves it most: {widest.low} to {widest.high}, {_from(widest, unit)}"
    drawing = None
    if unit.style != "month" and all(isinstance(each, Amount) for _, told in rows for each in told[2:]):
        drawing = Drawing("bars", finding, (2, 3), "Input", f"{finding}.", found.stated)
    left = f"The {len(bars)} widest of {len(found.tornado)}." if len(bars) < len(found.tornado) else ""
    return EngineTable(found.label, ("Low", "High", "At low", "At high"), rows, left, drawing)


def _ends(bar: Bar, unit: Unit) -> Iterator[Amount | str]:
    yield from (amount(bar.at_low, unit), amount(bar.at_high, unit))


def _from(bar: Bar, unit: Unit) -> str:
    return f"{written(bar.at_low, unit)} to {written(bar.at_high, unit)}"


def _explained(found: Sensitivity) -> Iterator[EngineTable]:
    told = [each for each in found.explained if each.total.value > A_THOUSANDTH]
    if told:
        rows = [(each.label, [Amount(value, SHARE) for value in _shares(each.first, each.total)]) for each in told]
        how = f"Sobol's indices by {found.draws:,} draws, seed {found.seed}"
        note = f"{how}; what explains less than a thousandth is left out. ±: the standard error."
        titles = ("By itself", "±", "With others", "±, with others")
        yield EngineTable("Share of the variance that each input explains", titles, rows, note)


def _shares(first: Estimate, total: Estimate) -> Iterator[float]:
    yield from (first.value, first.error, total.value, total.error)
