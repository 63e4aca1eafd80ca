"""Simulation: what the uncertain figures of a scenario make of its headline measures, covenants, lenders and cash."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import modeller
from modeller.analysis.by_year import Yearly, by_year
from modeller.analysis.compare import Headline, headlines
from modeller.analysis.draws import Draws, Sampling
from modeller.analysis.futures import Futures
from modeller.analysis.run import Run, run
from modeller.analysis.tallies import Chances, Estimate, Tally
from modeller.lines.references import Measure
from modeller.lines.units import MONTH
from modeller.partnership.exits import NOT_CALLED

Array = NDArray[np.float64]
DRAWS = 2048
"""Enough for a steady median, in a few seconds once the lanes are compiled."""
PERCENTILES = (5, 10, 25, 50, 75, 90, 95)
Progress = Callable[[int, int], None]


def untold(done: int, of: int) -> None:
    """Progress that nobody is told."""


@dataclass(frozen=True)
class Spread:
    """One headline measure over all draws and paths.

    `stated` is its figure with every input as stated, on the path without renewal. A figure that is not there (no
    return, never repaid) counts at one end of the order: −∞, or ∞ for a month that never comes; `missing` is the share
    of them, and the mean is of the others.
    """

    key: str
    of: str
    label: str
    unit: str
    quiet: bool
    stated: float
    percentiles: Mapping[int, Estimate]
    mean: Estimate
    missing: Estimate


@dataclass(frozen=True)
class Breach:
    """The chance that a covenant breaks: at all, and in each financial year."""

    lender: str
    covenant: str
    ever: Estimate
    by_year: tuple[Estimate, ...]


@dataclass(frozen=True)
class LenderOdds:
    """One lender: the chance that it is repaid in full and on time, never calling its loan, and what it loses [£]."""

    lender: str
    on_time: Estimate
    loss: Estimate
    any_loss: Estimate
    loss_percentiles: Mapping[int, Estimate]


@dataclass(frozen=True)
class Fan:
    """Percentiles of one line at the end of every financial year [£], a row for each percentile."""

    name: str
    percentiles: Mapping[int, tuple[float, ...]]


@dataclass(frozen=True)
class Input:
    """An input that is drawn, how, and the standing of its range."""

    key: str
    drawn: str
    status: str


@dataclass(frozen=True)
class Simulation:
    """What so many draws came to; `paths` is on how many paths of the contract each was worked.

    `idle` are the keys of figures that are drawn and that nothing in this partnership leans on.
    """

    scenario: str
    version: str
    fingerprint: str
    sampling: str
    seed: int
    draws: int
    paths: int
    inputs: tuple[Input, ...]
    idle: tuple[str, ...]
    years: tuple[int, ...]
    headlines: tuple[Spread, ...]
    breaches: tuple[Breach, ...]
    lenders: tuple[LenderOdds, ...]
    fans: tuple[Fan, ...]

    def as_json(self) -> dict[str, Any]:
        """The results in the shape that every command shares; JSON knows neither NaN nor the infinite."""
        return {"schema": 1, **plain_json(asdict(self))}


def simulate(
    path: str | Path,
    overrides: Mapping[str, str] | None = None,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    sampling: Sampling = "sobol",
    tell: Progress = untold,
) -> tuple[Simulation, Run]:
    """Read a scenario and work so many draws of its uncertain figures; also its run with every figure as stated.

    Raises `modeller.errors.Faults` with every fault of the file, or where it states no ranges.

    >>> found, _ = simulate("scenarios/p3-west-lindsey.yaml", {"horizon": "12 years"}, draws=32)
    >>> found.draws, found.headlines[0].label, sorted(found.headlines[0].percentiles)
    (32, 'Homes', [5, 10, 25, 50, 75, 90, 95])
    """
    worked = run(path, overrides)
    simulating = Simulating(worked, Draws(worked.stated, seed, sampling, draws), draws)
    simulating.work(tell)
    return simulating.found(seed, sampling), worked


class Simulating:
    """One simulation under way: draws are worked in blocks, and only tallies are kept."""

    def __init__(self, worked: Run, draws: Draws, number: int) -> None:
        self.run, self.draws, self.number = worked, draws, number
        self.futures = Futures(worked.stated)
        partnership = self.futures.partnership
        self.by_year = by_year(partnership)
        self.headlines = headlines(partnership)
        self.leave = partnership.exits.loans
        held = [*self.by_year.cash.measures, *self.by_year.debt.measures]
        self.spread = [each.measure for each in self.headlines] + [each.lost for each in self.leave] + held
        self.tallies = {measure.key: Tally() for measure in self.spread}
        self.flags = [measure for each in self.by_year.broken for measure in each.measures]
        self.chances = Chances(len(self.flags) + len(self.by_year.ever) + 2 * len(self.leave))

    def work(self, tell: Progress) -> None:
        """Work every draw."""
        tell(0, self.number)
        for block in self.futures.blocks(self.number):
            self._block(block.start, block.stop - block.start)
            tell(block.stop, self.number)

    def _block(self, first: int, number: int) -> None:
        figures = self.draws.draw(number, first)
        fates = [each.fate for each in self.leave]
        worked = self.futures.work(figures, [*self.spread, *self.flags, *self.by_year.ever, *fates])
        weights = worked.chances.ravel()
        replicates = np.repeat(self.draws.replicates(first, number), worked.chances.shape[1])
        for measure in self.spread:
            self.tallies[measure.key].add(ordered(worked[measure].ravel(), measure), weights, replicates)
        happened = [worked[each] for each in self.flags] + [worked[each] > 0 for each in self.by_year.ever]
        happened += [worked[each] == NOT_CALLED for each in fates]
        happened += [worked[each.lost] > each.lost.unit.nil for each in self.leave]
        if happened:
            self.chances.add(np.stack([each.ravel() for each in happened], axis=1).astype(float), weights, replicates)

    def found(self, seed: int, sampling: Sampling) -> Simulation:
        """What all the draws came to."""
        chances = iter(self.chances.each())
        years = [[next(chances) for _ in each.measures] for each in self.by_year.broken]
        ever = [next(chances) for _ in self.by_year.ever]
        on_time, losing = ([next(chances) for _ in self.leave] for _ in range(2))
        return Simulation(
            scenario=self.run.stated.scenario.title,
            version=modeller.__version__,
            fingerprint=self.run.fingerprint,
            sampling=sampling,
            seed=seed,
            draws=self.number,
            paths=self.futures.number_of_paths,
            inputs=tuple(drawn_inputs(self.run)),
            idle=tuple(self.futures.idle),
            years=self.by_year.years,
            headlines=tuple(self._spread(each) for each in self.headlines),
            breaches=tuple(
                Breach(each.of, each.name, at_all, tuple(in_year))
                for each, at_all, in_year in zip(self.by_year.broken, ever, years, strict=True)
            ),
            lenders=tuple(
                LenderOdds(each.loan.name, fine, self._mean(each.lost), loses, self._percentiles(each.lost))
                for each, fine, loses in zip(self.leave, on_time, losing, strict=True)
            ),
            fans=tuple(self._fan(each) for each in (self.by_year.cash, self.by_year.debt) if each.measures),
        )

    def _spread(self, each: Headline) -> Spread:
        measure, tally = each.measure, self.tallies[each.measure.key]
        return Spread(
            key=measure.key,
            of=each.of,
            label=measure.label,
            unit=measure.unit.name,
            quiet=each.quiet,
            stated=float(ordered(self.run.results[measure.key], measure)[0]),
            percentiles=self._percentiles(measure),
            mean=tally.mean(),
            missing=tally.missing(),
        )

    def _percentiles(self, measure: Measure) -> dict[int, Estimate]:
        return dict(zip(PERCENTILES, self.tallies[measure.key].percentiles(PERCENTILES), strict=True))

    def _mean(self, measure: Measure) -> Estimate:
        return self.tallies[measure.key].mean()

    def _fan(self, each: Yearly) -> Fan:
        rows = [self._percentiles(measure) for measure in each.measures]
        return Fan(each.name, {wanted: tuple(row[wanted].value for row in rows) for wanted in PERCENTILES})


def ordered(figures: Array, measure: Measure) -> Array:
    """Figures as they are ranked: no figure below all others, a month that never comes after all others."""
    figures = np.where(np.isnan(figures), -np.inf, figures)
    return np.where(figures == 0, np.inf, figures) if measure.unit == MONTH else figures


def drawn_inputs(worked: Run) -> list[Input]:
    """Every input that is drawn, and how, in words."""
    start = worked.stated.scenario.start
    found: dict[str, Input] = {}
    for key, each in worked.stated.ranges.items():
        ends = " to ".join(each.quantity.write(value, start) for value in (each.low, each.high))
        found.setdefault(each.together, Input(each.together, f"{ends}, {each.drawn}", worked.provenance(key).status))
    for path in worked.stated.scenario.uncertainty.paths:
        how = f"by the year, {path.varies:.3g} a shock, of which {path.persists:.0%} persists"
        status = worked.provenance(f"uncertainty.paths.{path.slug}.varies").status
        found |= {key: Input(key, how, status) for key in path.of}
    return list(found.values())


def standing_of(inputs: Sequence[Input]) -> str:
    """How many of the ranges and paths that are drawn from are illustrative, in words.

    >>> standing_of([Input("rent.voids", "2% to 8%, triangular", "illustrative")])
    'Of 1 range or path drawn from, 1 is illustrative: what comes of it is no forecast.'
    """
    number = sum(each.status == "illustrative" for each in inputs)
    ranges = f"{len(inputs)} ranges and paths" if len(inputs) > 1 else "1 range or path"
    are = "is" if number == 1 else "are"
    return f"Of {ranges} drawn from, {number} {are} illustrative: what comes of it is no forecast."


def plain_json(found: Mapping[str, Any]) -> dict[str, Any]:
    """Results for JSON, which knows neither NaN nor the infinite: what is not there is null."""
    return {str(key): _plain(each) for key, each in found.items()}


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return plain_json(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    if isinstance(value, float) and not np.isfinite(value):
        return None
    return value
