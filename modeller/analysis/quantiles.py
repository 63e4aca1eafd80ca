"""Ranges as inverse distributions: the figure at a share of the way through its draws, 0 to 1."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from modeller.scenario.distributions import LOGNORMAL, NORMAL, PERT, SCIPY, TRIANGULAR, UNIFORM
from modeller.scenario.ranges import Range

Array = NDArray[np.float64]
NINETIETH = 1.2815515655446004
"""The 90th percentile of a standard normal."""


def quantile(of: Range, share: Array) -> Array:
    """The figure [in the model's units] at a share of the way, any shape; within its bounds, whole where it is whole.

    The formulas are those of `docs/uncertainty.md`. PERT: Malcolm, Roseboom, Clark and Fazar (1959).

    >>> from modeller.scenario import read
    >>> voids = read("scenarios/p3-west-lindsey.yaml").ranges["rent.bad_debts"]
    >>> (float(voids.low), voids.likely, voids.high), quantile(voids, np.array([0.0, 1 / 3, 1.0])).round(6).tolist()
    ((0.01, 0.02, 0.04), [0.01, 0.02, 0.04])
    """
    figures = WAYS[of.drawn.way](of, share)
    if of.least is not None or of.most is not None:
        figures = np.clip(figures, of.least, of.most)
    return np.rint(figures) if of.whole else figures


def _triangular(of: Range, share: Array) -> Array:
    width, below, above = of.high - of.low, of.likely - of.low, of.high - of.likely
    rising = of.low + np.sqrt(share * width * below)
    falling = of.high - np.sqrt((1 - share) * width * above)
    return np.where(share * width < below, rising, falling)


def _pert(of: Range, share: Array) -> Array:
    from scipy.special import betaincinv

    width = of.high - of.low
    lean = 4 * (of.likely - of.low) / width
    return np.asarray(of.low + width * betaincinv(1 + lean, 5 - lean, share))


def _uniform(of: Range, share: Array) -> Array:
    return of.low + share * (of.high - of.low)


def _normal(of: Range, share: Array) -> Array:
    return of.likely + (of.high - of.low) / (2 * NINETIETH) * score(share)


def _lognormal(of: Range, share: Array) -> Array:
    lean = (of.high - of.likely) / (of.likely - of.low)
    return np.asarray(of.likely + (of.high - of.likely) * (lean ** (score(share) / NINETIETH) - 1) / (lean - 1))


def _scipy(of: Range, share: Array) -> Array:
    from scipy import stats

    return np.asarray(getattr(stats, of.drawn.name)(**dict(of.drawn.parameters)).ppf(share))


WAYS: dict[str, Callable[[Range, Array], Array]] = {
    TRIANGULAR: _triangular,
    PERT: _pert,
    UNIFORM: _uniform,
    NORMAL: _normal,
    LOGNORMAL: _lognormal,
    SCIPY: _scipy,
}


def score(share: Array) -> Array:
    """The standard normal score at a share of the way."""
    from scipy.special import ndtri

    return np.asarray(ndtri(share))


def share_of(scores: Array) -> Array:
    """The share of the way at which a standard normal score stands."""
    from scipy.special import ndtr

    return np.asarray(ndtr(scores))
