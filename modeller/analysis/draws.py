"""Draws of a scenario's uncertain figures: from a Sobol sequence or a Latin hypercube, by inverse distributions.

A draw is known by its seed and its number: it is the same however many are drawn, in whatever blocks, by whichever
worker. The draws are dealt in turn to independent replicates, each with a scramble of its own, so that how far their
answers lie apart is an honest standard error. A Latin hypercube is the exception: it is a whole, and has to be told at
the start how many draws there are to be.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.quantiles import quantile, score, share_of
from modeller.analysis.yearly import deviations, last_year, with_years
from modeller.scenario.uncertain import Together, path_keys, range_keys, together
from modeller.scenario.walk import at, inputs

if TYPE_CHECKING:
    from scipy.stats import qmc

    from modeller.scenario import Stated
    from modeller.scenario.walk import Spot

Array = NDArray[np.float64]
Sampling = Literal["sobol", "latin"]
REPLICATES = 16
LARGEST_LATIN = 50_000_000  # figures: beyond it a hypercube, which is drawn whole, would take more than half a gigabyte
NOUGHT = 2.0**-40  # shares of exactly 0 and 1 have no score


class DrawError(ValueError):
    """Draws that cannot be made as asked: says why, and what can."""


@dataclass(frozen=True)
class Factor:
    """Something that is drawn: its key, the keys of the figures it moves, and where its shares stand."""

    key: str
    figures: tuple[str, ...]
    columns: slice


class Draws:
    """All draws of one scenario with one seed; figures are changes for `model.work`, and chances of paths.

    The model has to be assembled of the scenario with the years of its paths written out (`yearly.with_years`).

    >>> from modeller.scenario import read
    >>> draws = Draws(read("scenarios/p3-west-lindsey.yaml"), seed=1)
    >>> some = draws.draw(100)["rent.voids"]
    >>> bool((some[40:60] == draws.draw(20, first=40)["rent.voids"]).all())
    True
    """

    def __init__(self, stated: Stated, seed: int = 1, sampling: Sampling = "sobol", number: int | None = None) -> None:
        self.scenario, self.ranges, self.seed = stated.scenario, stated.ranges, seed
        self.paths = stated.scenario.uncertainty.paths
        self.first_year = stated.scenario.start.year
        self.years = last_year(stated.scenario) - self.first_year + 1
        self._once = together(self.scenario, range_keys(self.ranges))
        self._yearly = together(self.scenario, path_keys(self.scenario))
        self._source: _Source = _Latin(self, number) if sampling == "latin" else Sobol(seed, self.dimensions)

    @property
    def dimensions(self) -> int:
        """How many shares make a draw: one for each range, and for each path one a year."""
        return len(self._once.keys) + len(self.paths) * self.years

    @cached_property
    def factors(self) -> list[Factor]:
        """What is drawn, ranges first."""
        number, each = len(self._once.keys), len(self.paths)
        found = [
            Factor(
                key, tuple(k for k, range_ in self.ranges.items() if range_.together == key), slice(place, place + 1)
            )
            for place, key in enumerate(self._once.keys)
        ]
        for place, path in enumerate(self.paths):
            figures = tuple(f"{key}.{year}" for key in path.of for year in self._points[key])
            found.append(Factor(path.of[0], figures, slice(number + place, None, each)))
        return found

    def shares(self, first: int, number: int) -> Array:
        """So many draws from one on, as independent shares of the way, 0 to 1, shape (draw, dimension)."""
        return np.clip(self._source.shares(first, number), NOUGHT, 1 - NOUGHT)

    def replicates(self, first: int, number: int) -> NDArray[np.int64]:
        """To which replicate each of so many draws belongs, shape (draw,)."""
        return np.arange(first, first + number) % REPLICATES

    def draw(self, number: int, first: int = 0) -> dict[str, Array]:
        """The figures of so many draws from one on, by key [in the model's units], each of shape (draw,)."""
        return self.figures(self.shares(first, number))

    def figures(self, shares: Array, *, correlated: bool = True) -> dict[str, Array]:
        """The figures drawn, by key [in the model's units], each of shape (draw,)."""
        number = len(self._once.keys)
        found = self._of_ranges(shares[:, :number], correlated=correlated)
        if self.paths:
            shocks = score(shares[:, number:]).reshape(len(shares), self.years, len(self.paths))
            found |= self._of_paths(shocks @ _root(self._yearly).T if correlated else shocks)
        return found

    def _of_ranges(self, shares: Array, *, correlated: bool) -> dict[str, Array]:
        if correlated and _is_correlated(self._once):
            shares = share_of(score(shares) @ _root(self._once).T)
        place = {key: number for number, key in enumerate(self._once.keys)}
        return {key: quantile(each, shares[:, place[each.together]]) for key, each in self.ranges.items()}

    def _of_paths(self, shocks: Array) -> dict[str, Array]:
        """Each year's figure as stated and its deviation, kept within the bounds of the input."""
        moved = deviations(self.paths, shocks)
        found = {}
        for place, path in enumerate(self.paths):
            for key in path.of:
                said = self._declared[key].declared
                for year, stated in self._points[key].items():
                    after = moved[:, year - self.first_year, place]
                    found[f"{key}.{year}"] = np.clip(stated + after, said.low, said.high)
        return found

    @cached_property
    def _declared(self) -> dict[str, Spot]:
        return {spot.key: spot for spot in inputs(self.scenario)}

    @cached_property
    def _points(self) -> dict[str, dict[int, float]]:
        """The figures of every curve that has a path, as stated, in every year in which they are drawn."""
        written = with_years(self.scenario)
        years = range(self.first_year, self.first_year + self.years)
        curves = {key: at(written, self._declared[key].path) for path in self.paths for key in path.of}
        return {key: {year: points[year] for year in years if year in points} for key, points in curves.items()}


class _Source(Protocol):
    def shares(self, first: int, number: int) -> Array: ...


class Sobol:
    """A scrambled Sobol sequence to each replicate, the draws dealt to them in turn."""

    def __init__(self, seed: int, dimensions: int) -> None:
        self.seed, self.dimensions = seed, dimensions
        self.engines: dict[int, qmc.Sobol] = {}

    def shares(self, first: int, number: int) -> Array:
        """So many draws from one on, shape (draw, dimension)."""
        found = np.empty((number, self.dimensions))
        for replicate in range(REPLICATES):
            start = (replicate - first) % REPLICATES
            rows = found[start::REPLICATES]
            if len(rows):
                rows[:] = self._take(replicate, (first + start) // REPLICATES, len(rows))
        return found

    def _take(self, replicate: int, place: int, number: int) -> Array:
        engine = self._engine(replicate)
        if engine.num_generated > place:
            engine.reset()
        if engine.num_generated < place:
            engine.fast_forward(place - engine.num_generated)
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="The balance properties of Sobol")
            return np.asarray(engine.random(number))

    def _engine(self, replicate: int) -> qmc.Sobol:
        if replicate not in self.engines:
            from scipy.stats import qmc

            random = np.random.default_rng([self.seed, replicate])
            self.engines[replicate] = qmc.Sobol(self.dimensions, scramble=True, rng=random)
        return self.engines[replicate]


class _Latin:
    """A Latin hypercube to each replicate, drawn whole."""

    def __init__(self, draws: Draws, number: int | None) -> None:
        if number is None:
            raise DrawError("a Latin hypercube is drawn whole: say how many draws there are to be")
        if number * draws.dimensions > LARGEST_LATIN:
            most = LARGEST_LATIN // draws.dimensions
            raise DrawError(f"a Latin hypercube is drawn whole, here of {most:,} draws at the most: take Sobol instead")
        self.seed, self.dimensions, self.number = draws.seed, draws.dimensions, number

    @cached_property
    def whole(self) -> Array:
        from scipy.stats import qmc

        found = np.empty((self.number, self.dimensions))
        for replicate in range(REPLICATES):
            rows = found[replicate::REPLICATES]
            random = np.random.default_rng([self.seed, replicate])
            rows[:] = qmc.LatinHypercube(self.dimensions, rng=random).random(len(rows))
        return found

    def shares(self, first: int, number: int) -> Array:
        if first + number > self.number:
            raise DrawError(f"the hypercube has {self.number} draws: {first + number} are asked of it")
        return self.whole[first : first + number]


def _is_correlated(what: Together) -> bool:
    return any(value for row, values in enumerate(what.matrix) for value in values[:row])


def _root(what: Together) -> Array:
    """What turns independent scores into correlated ones."""
    return np.linalg.cholesky(np.array(what.matrix))
