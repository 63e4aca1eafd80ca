"""The shortest joint move: from where all is well, the nearest point at which it is not, over several scales at once.

Looked for along rays from the start, many at once: on each, where it first breaks. The nearest are then improved: by
the plane through them, whose foot is nearer still where the border is flat, and by rays about the best. What lies
behind a border that turns back on itself between two looks along a ray can be missed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Breaks = Callable[[Array], NDArray[np.bool_]]
RAYS, NEAR, LOOKS, CLOSER, CONTENDERS, PATIENCE = 40, 12, 24, 2, 16, 2
SPREAD, NARROWER, ENOUGH = 0.4, 0.65, 1e-4


@dataclass(frozen=True)
class Nearest:
    """How far on each scale, shape (scale,), and how long the move is; nothing was found where it is endless."""

    move: Array
    length: float


def shortest_move(breaks: Breaks, scales: int, far: float) -> Nearest:
    """The shortest move, none of it backwards and no longer than `far`, at which something breaks.

    `breaks` is asked of many moves at once, shape (move, scale).

    >>> found = shortest_move(lambda moves: moves @ np.array([3.0, 4.0]) >= 10, 2, far=5)
    >>> round(found.length, 3), found.move.round(1).tolist()  # the foot on 3x + 4y = 10: 10/5 away, along (3, 4)/5
    (2.0, [1.2, 1.6])
    """
    chance = np.random.default_rng(0)
    rays = _unit(np.vstack([np.eye(scales), np.ones((1, scales)), np.abs(chance.normal(size=(RAYS, scales)))]))
    found = reach(breaks, rays, far, contenders=CONTENDERS)
    spread, idle = SPREAD, 0
    while np.isfinite(found).any() and idle < PATIENCE and scales > 1:
        best = found.min()
        about = _unit(np.maximum(0, rays[found.argmin()] + spread * chance.normal(size=(NEAR, scales))))
        new = np.vstack([about, *_feet(rays, found)])
        rays, found = np.vstack([rays, new]), np.concatenate([found, reach(breaks, new, best, contenders=CONTENDERS)])
        idle = 0 if found.min() < best * (1 - ENOUGH) else idle + 1
        spread *= NARROWER
    place = int(found.argmin())
    length = float(found[place])
    return Nearest(rays[place] * length if np.isfinite(length) else np.zeros(scales), length)


def _unit(rays: Array) -> Array:
    lengths = np.linalg.norm(rays, axis=1, keepdims=True)
    return np.asarray(np.where(lengths > 0, rays / np.maximum(lengths, 1e-300), np.eye(rays.shape[1])[0]))


def reach(
    breaks: Breaks,
    rays: Array,
    far: Array | float,
    looks: int = LOOKS,
    closer: int = CLOSER,
    contenders: int | None = None,
) -> Array:
    """Where each ray first breaks, endless where it does not so far, shape (ray,).

    All are looked at evenly; the nearest, or all unless told how many, then closer in, and closer.

    >>> beyond_three = lambda moves: moves.sum(axis=1) >= 3
    >>> reach(beyond_three, np.eye(2), np.array([9.0, 2.0]), looks=90).round(3).tolist()
    [3.0, inf]
    """
    low, step = np.zeros(len(rays)), np.broadcast_to(np.asarray(far, dtype=float) / looks, len(rays)).copy()
    first = _first(breaks, rays, low, step, looks)
    found = np.where(first < looks, (first + 1) * step, np.inf)
    chosen = np.argsort(found)[:contenders]
    chosen = chosen[np.isfinite(found[chosen])]
    for _ in range(closer if len(chosen) else 0):
        low[chosen] = found[chosen] - step[chosen]
        step[chosen] /= LOOKS
        first = _first(breaks, rays[chosen], low[chosen], step[chosen], LOOKS)
        found[chosen] = low[chosen] + (np.minimum(first, LOOKS - 1) + 1) * step[chosen]  # where it broke, it breaks
    return found


def _first(breaks: Breaks, rays: Array, low: Array, step: Array, looks: int) -> NDArray[np.int64]:
    """Which of so many looks along each ray is the first that breaks; one more than there are where none does."""
    at = low[:, None] + step[:, None] * np.arange(1, looks + 1)
    found = breaks((at[:, :, None] * rays[:, None, :]).reshape(-1, rays.shape[1])).reshape(at.shape)
    return np.where(found.any(axis=1), found.argmax(axis=1), looks)


def _feet(rays: Array, away: Array) -> list[Array]:
    """Rays to the feet of the planes through the nearest points of the border: the closest few, and more of them."""
    order = np.argsort(away)
    found = []
    for number in (rays.shape[1], 2 * rays.shape[1], 4 * rays.shape[1]):
        chosen = [place for place in order[:number] if np.isfinite(away[place])]
        if len(chosen) == number:
            points = rays[chosen] * away[chosen][:, None]
            normal = np.linalg.lstsq(points, np.ones(number), rcond=None)[0]
            foot = np.maximum(0, normal)
            if foot.any():
                found.append(_unit(foot[None, :]))
    return found
