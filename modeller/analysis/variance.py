"""Which input explains what share of the variance: Sobol's first-order and total indices, on a batched model.

The first order is the share of the variance that goes when the input alone is known; the total, the share that stays
when all but the input are known, so that an input whose total is nought does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.draws import REPLICATES, Sobol
from modeller.analysis.tallies import Estimate

Array = NDArray[np.float64]
Evaluate = Callable[[Array], Array]
TOGETHER = 20_000_000  # shares that are evaluated together: many at once are sooner worked


@dataclass(frozen=True)
class Indices:
    """Of one input, or several that are moved together."""

    first: Estimate
    total: Estimate


def indices(
    evaluate: Evaluate, dimensions: int, groups: Sequence[slice | Sequence[int]], number: int, seed: int = 1
) -> list[Indices]:
    """The indices of each group of columns, from `number` × (2 + groups) evaluations.

    `evaluate` takes shares of the way, independent and even, shape (draw, dimension), and gives figures of shape
    (draw,). Estimators: Saltelli and others (2010) for the first order, Jansen (1999) for the total; standard errors
    by leaving out one replicate after another.

    >>> linear = lambda shares: shares[:, 0] + 2 * shares[:, 1]
    >>> [round(each.first.value, 2) for each in indices(linear, 2, [[0], [1]], 1024)]  # 1 and 4 of 5
    [0.2, 0.8]
    """
    both = np.clip(Sobol(seed, 2 * dimensions).shares(0, number), 2.0**-40, 1 - 2.0**-40)
    one, other = both[:, :dimensions], both[:, dimensions:]
    at_one, at_other = evaluate(np.concatenate([one, other])).reshape(2, number)
    middle = (at_one.mean() + at_other.mean()) / 2
    at_one, at_other = at_one - middle, at_other - middle
    found: list[Indices] = []
    size = max(1, TOGETHER // one.size)
    for first in range(0, len(groups), size):
        figures = evaluate(np.concatenate([_mixed(one, other, group) for group in groups[first : first + size]]))
        found += [_indices(at_one, at_other, each - middle) for each in figures.reshape(-1, number)]
    return found


def _mixed(one: Array, other: Array, group: slice | Sequence[int]) -> Array:
    """One set of draws, with a group of its columns from the other."""
    mixed = one.copy()
    mixed[:, group] = other[:, group]
    return mixed


def _indices(at_one: Array, at_other: Array, mixed: Array) -> Indices:
    replicates = np.arange(len(at_one)) % REPLICATES

    def sums(each: Array) -> Array:
        return np.asarray(np.bincount(replicates, each, REPLICATES), dtype=float)

    first, total = sums(at_other * (mixed - at_one)), sums((at_one - mixed) ** 2 / 2)
    levels, squares = sums((at_one + at_other) / 2), sums((at_one**2 + at_other**2) / 2)
    counts = sums(np.ones(len(at_one)))
    return Indices(*(_jackknifed(each, levels, squares, counts) for each in (first, total)))


def _jackknifed(above: Array, levels: Array, squares: Array, counts: Array) -> Estimate:
    """A share of the variance, and its standard error: how far it moves as each replicate is left out."""

    def share(kept: NDArray[np.bool_]) -> float:
        number = counts[kept].sum()
        variance = squares[kept].sum() / number - (levels[kept].sum() / number) ** 2
        return float(above[kept].sum() / number / variance) if variance > 0 else float("nan")

    each = np.array([share(np.arange(REPLICATES) != left) for left in range(REPLICATES)])
    error = np.sqrt((REPLICATES - 1) / REPLICATES * ((each - each.mean()) ** 2).sum())
    return Estimate(share(np.ones(REPLICATES, dtype=bool)), float(error))
