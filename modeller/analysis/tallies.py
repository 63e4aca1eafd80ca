"""What is kept of many draws: means, and percentiles, each with its standard error, in little room.

Draws belong to independent replicates, and the spread of the replicates' own answers is the standard error: honest for
Sobol and Latin draws too, which are far more even than chance, and of percentiles as of means. What is kept for
percentiles is thinned, once there is much of it, to points of even weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.draws import REPLICATES

Array = NDArray[np.float64]
MANY = 65_536  # figures that wait to be sorted in together
POINTS = 2048  # kept of each measure in each replicate, once there are twice as many


@dataclass(frozen=True)
class Estimate:
    """A figure found by drawing, and its standard error (not a number where there is none to tell)."""

    value: float
    error: float


class Tally:
    """One measure: figures with their weights, replicate by replicate.

    A figure that is not there (no return, never repaid) is counted apart, and stands at its end of the order, below or
    above all others, as −∞ or ∞.

    >>> tally = Tally()
    >>> tally.add(np.arange(160.0), np.ones(160), np.arange(160) % REPLICATES)
    >>> tally.percentiles([50])[0].value, tally.mean().value
    (79.0, 79.5)
    """

    def __init__(self) -> None:
        self._kept: list[list[tuple[Array, Array]]] = [[] for _ in range(REPLICATES)]
        self._number = np.zeros(REPLICATES, dtype=int)
        self._sums = np.zeros((REPLICATES, 3))  # of weights, of weights that count for the mean, of weighted figures
        self._waiting: list[tuple[Array, Array, NDArray[np.int64]]] = []

    def add(self, figures: Array, weights: Array, replicates: NDArray[np.int64]) -> None:
        """Take figures in, each with its weight and its replicate, shape (figure,); they wait until there are many."""
        self._waiting.append((figures, weights, replicates))
        if sum(len(each) for each, _, _ in self._waiting) >= MANY:
            self._sort_in()

    def _sort_in(self) -> None:
        if self._waiting:
            figures, weights, replicates = (np.concatenate(each) for each in zip(*self._waiting, strict=True))
            self._waiting = []
            self._take(figures, weights, replicates)

    def _take(self, figures: Array, weights: Array, replicates: NDArray[np.int64]) -> None:
        there = np.isfinite(figures)
        each = [weights, weights * there, np.where(there, figures, 0.0) * weights]
        self._sums += np.stack([np.bincount(replicates, part, REPLICATES) for part in each], axis=1)
        order = np.argsort(replicates, kind="stable")
        ends = np.searchsorted(replicates[order], np.arange(REPLICATES + 1))
        for replicate in range(REPLICATES):
            rows = order[ends[replicate] : ends[replicate + 1]]
            rows = rows[weights[rows] > 0]
            if len(rows):
                self._keep(replicate, figures[rows], weights[rows])

    def _keep(self, replicate: int, figures: Array, weights: Array) -> None:
        self._kept[replicate].append((figures, weights))
        self._number[replicate] += len(figures)
        if self._number[replicate] > 2 * POINTS:
            thin = _thinned(*self._all(replicate))
            self._kept[replicate] = [thin]
            self._number[replicate] = len(thin[0])

    def _all(self, replicate: int) -> tuple[Array, Array]:
        kept = self._kept[replicate]
        if not kept:
            return np.empty(0), np.empty(0)
        return np.concatenate([figures for figures, _ in kept]), np.concatenate([weights for _, weights in kept])

    def mean(self) -> Estimate:
        """The mean of the figures that are there."""
        self._sort_in()
        return _ratio(self._sums[:, 2], self._sums[:, 1])

    def missing(self) -> Estimate:
        """The share of figures that are not there."""
        self._sort_in()
        return _ratio(self._sums[:, 0] - self._sums[:, 1], self._sums[:, 0])

    def percentiles(self, wanted: Sequence[float]) -> list[Estimate]:
        """The figures below which so many in a hundred lie: the least that are no less than so many."""
        self._sort_in()
        parts = [self._all(replicate) for replicate in range(REPLICATES)]
        figures, weights = (np.concatenate(each) for each in zip(*parts, strict=True))
        whole = _percentiles(figures, weights, wanted)
        each = np.array([_percentiles(*part, wanted) for part in parts if len(part[0])])
        return [Estimate(float(value), _error(each[:, place])) for place, value in enumerate(whole)]


class Chances:
    """Chances of many events at once, such as a breach in each year: no more than sums are kept."""

    def __init__(self, number: int) -> None:
        self._sums, self._weights = np.zeros((REPLICATES, number)), np.zeros(REPLICATES)

    def add(self, happened: Array, weights: Array, replicates: NDArray[np.int64]) -> None:
        """Take in what happened, 1 or 0, shape (figure, event)."""
        self._weights += np.bincount(replicates, weights, REPLICATES)
        for replicate in range(REPLICATES):
            rows = replicates == replicate
            self._sums[replicate] += weights[rows] @ happened[rows]

    def each(self) -> list[Estimate]:
        """The chance of each event."""
        return [_ratio(self._sums[:, place], self._weights) for place in range(self._sums.shape[1])]


def _ratio(above: Array, below: Array) -> Estimate:
    whole = float(below.sum())
    if not whole:
        return Estimate(float("nan"), float("nan"))
    used = below > 0
    return Estimate(float(above.sum() / whole), _error(above[used] / below[used]))


def _error(each: Array) -> float:
    """The standard error of the mean of independent answers; none where they are too few, or some are not there."""
    if len(each) < REPLICATES or not np.isfinite(each).all():
        return float("nan")
    return float(each.std(ddof=1) / np.sqrt(len(each)))


def _percentiles(figures: Array, weights: Array, wanted: Sequence[float]) -> Array:
    order = np.argsort(figures, kind="stable")
    below = np.cumsum(weights[order])
    places = np.searchsorted(below, np.array(wanted) / 100 * below[-1] * (1 - 1e-12))
    return np.asarray(figures[order][np.minimum(places, len(order) - 1)])


def _thinned(figures: Array, weights: Array) -> tuple[Array, Array]:
    """Points of even weight in the place of many: each the middle one, by weight, of those that it stands for."""
    order = np.argsort(figures, kind="stable")
    below = np.cumsum(weights[order])
    middles = (np.arange(POINTS) + 0.5) / POINTS * below[-1]
    places = np.minimum(np.searchsorted(below, middles), len(order) - 1)
    return figures[order][places], np.full(POINTS, below[-1] / POINTS)
