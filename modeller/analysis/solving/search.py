"""Searching whole steps for where something holds: an even look at all of them, then every place where it turns.

What holds only between two looks and nowhere near the best of them can be missed; where there are no more steps than
looks, nothing can.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

LOOKS, WAYS = 721, 17
"""How many steps are looked at first (every month of 60 years), and into how many parts a turn is then divided."""

Steps = NDArray[np.int64]
Short = Callable[[Steps], NDArray[np.float64]]


@dataclass(frozen=True)
class Found:
    """The ranges of steps that hold, both ends within; the step that comes nearest, and how far it is short."""

    ranges: list[tuple[int, int]]
    nearest: int
    short: float
    looks: int


def search(short: Short, low: int, high: int) -> Found:
    """Find where `short` is nil, from one step to another; it is asked of many steps at once.

    >>> found = search(lambda steps: np.maximum(0.0, 1000.0 - (steps - 5000) ** 2), 0, 100_000)
    >>> found.ranges  # (n - 5000)² is 1,000 or more from 32 steps away, as 32² is 1,024
    [(0, 4968), (5032, 100000)]
    """
    known = _Known(short)
    known.look(np.unique(np.linspace(low, high, min(LOOKS, high - low + 1)).round().astype(np.int64)))
    while True:
        between = known.turns() or known.around_the_nearest()
        if not between:
            break
        known.look(np.unique(np.concatenate([_parts(*ends) for ends in between])))
    nearest, least = known.nearest()
    return Found(known.ranges(), nearest, least, len(known.at))


def _parts(before: int, after: int) -> Steps:
    return np.linspace(before, after, WAYS + 1).round().astype(np.int64)


class _Known:
    """Every step looked at, with how far it is short."""

    def __init__(self, short: Short) -> None:
        self.short = short
        self.at: dict[int, float] = {}

    def look(self, steps: Steps) -> None:
        new = np.array([step for step in steps.tolist() if step not in self.at], dtype=np.int64)
        if new.size:
            self.at.update(zip(new.tolist(), np.asarray(self.short(new), dtype=float).tolist(), strict=True))

    def turns(self) -> list[tuple[int, int]]:
        """Neighbours looked at of which one holds and the other does not, with steps between them."""
        return [
            (before, after)
            for before, after in pairwise(sorted(self.at))
            if after - before > 1 and (self.at[before] <= 0) != (self.at[after] <= 0)
        ]

    def around_the_nearest(self) -> list[tuple[int, int]]:
        """Where nothing holds yet: what lies on either side of the step that comes nearest."""
        if any(short <= 0 for short in self.at.values()):
            return []
        steps = sorted(self.at)
        place = steps.index(self.nearest()[0])
        sides = pairwise(steps[max(0, place - 1) : place + 2])
        return [(before, after) for before, after in sides if after - before > 1]

    def nearest(self) -> tuple[int, float]:
        step = min(self.at, key=lambda each: (self.at[each], each))
        return step, self.at[step]

    def ranges(self) -> list[tuple[int, int]]:
        return list(self._runs())

    def _runs(self) -> Iterator[tuple[int, int]]:
        first = last = None
        for step in sorted(self.at):
            if self.at[step] <= 0:
                first, last = (step if first is None else first), step
            elif first is not None and last is not None:
                yield first, last
                first = None
        if first is not None and last is not None:
            yield first, last
