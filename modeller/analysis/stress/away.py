"""Going away from a scenario as stated, along stresses and mixtures of them, until a test of it fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.solving.targets import target_of
from modeller.analysis.stress.axes import Axes
from modeller.analysis.stress.distances import Distance, Move
from modeller.analysis.stress.rays import reach, shortest_move
from modeller.scenario.walk import Figure

Array = NDArray[np.float64]
FINE, FURTHEST, LOOKS = 10_000, 10, 200  # steps to the size of a stress; how many sizes are looked at, and how often
LEAST_TOLD = 0.005  # of a stress
LEVELS, MIXTURES = 12, 24  # whole months of one stress that are tried, and mixtures of those of several
MOST_MIXED = 8  # stresses that are mixed: of more, the nearest
A_LITTLE = 1e-9  # of a month, so that twelve twelfths of a year are twelve months


class Away:
    """The scenario with so much of each stress, many at once."""

    def __init__(self, axes: Axes, test: str) -> None:
        self.axes = axes
        self.model = axes.partnership.model
        self.target = target_of(axes.partnership, test)
        self.keys = list(dict.fromkeys(key for axis in axes.each for key in axis.inputs))
        self.by = np.array([[axis.inputs.get(key, 0.0) for key in self.keys] for axis in axes.each])
        self.stated = np.array([axes.known[key].value for key in self.keys])
        self.low, self.high = (np.array(ends) for ends in zip(*map(self._bounds, self.keys), strict=True))
        self.whole = np.array([self._is_whole(axes.known[key]) for key in self.keys])
        self._mixed = list(range(len(axes)))

    def _bounds(self, key: str) -> tuple[float, float]:
        figure = self.axes.known[key]
        low, high = figure.low, figure.high
        return -np.inf if low is None else low, np.inf if high is None else high

    @staticmethod
    def _is_whole(figure: Figure) -> bool:
        return figure.unit.whole or bool(getattr(figure.quantity, "whole", False))

    def values(self, moves: Array) -> Array:
        """Every input at so much of each stress, shape (move, input), kept within what it may be.

        A month that has not been moved whole has not been moved.
        """
        by = moves @ self.by
        moved = np.where(self.whole, np.trunc(by + np.sign(by) * A_LITTLE), by)
        return np.asarray(np.clip(self.stated + moved, self.low, self.high))

    def breaks(self, moves: Array) -> NDArray[np.bool_]:
        """Whether the test fails, shape (move,)."""
        values = self.values(moves)
        changes = {key: values[:, place] for place, key in enumerate(self.keys)}
        return ~self.target.met(self.model.work(changes, list(self.target.wanted)))

    def alone(self) -> list[Distance]:
        """How far each stress must go by itself."""
        number = len(self.axes)
        furthest = [self._furthest(place) for place in range(number)]
        found = reach(self.breaks, np.eye(number), np.array(furthest), looks=LOOKS)
        return [self._alone(place, *ends) for place, ends in enumerate(zip(found.tolist(), furthest, strict=True))]

    def _alone(self, place: int, found: float, furthest: float) -> Distance:
        name = self.axes.each[place].part.name
        if not np.isfinite(found):
            return Distance(name, None, furthest, self._moves(self._only(place, furthest)), [], {})
        size = float(np.ceil(found * FINE - A_LITTLE) / FINE)
        move = self._only(place, size)
        return Distance(name, size, furthest, self._moves(move), self._told(move), {name: size})

    def _only(self, place: int, size: float) -> Array:
        move = np.zeros(len(self.axes))
        move[place] = size
        return move

    def _furthest(self, place: int) -> float:
        """So far that no input can be moved further, within reason."""
        by = self.by[place]
        with np.errstate(divide="ignore", invalid="ignore"):
            ends = np.where(by > 0, (self.high - self.stated) / by, np.where(by < 0, (self.low - self.stated) / by, 0))
        return float(min(FURTHEST, ends.max()))

    def joint(self, alone: Sequence[Distance]) -> Distance | None:
        """The shortest move of all together; nothing where there is one stress, or where no mixture breaks it.

        What moves by whole months is tried month by month, and the shortest of the others looked for at each.
        """
        if len(alone) < 2:  # noqa: PLR2004
            return None
        best = min(
            (self._only(place, each.size) for place, each in enumerate(alone) if each.size is not None),
            key=lambda move: float(np.linalg.norm(move)),
            default=np.full(len(alone), min(each.furthest for each in alone)),
        )
        found = any(each.size is not None for each in alone)
        self._mixed = self._nearest(alone)
        for start in self._whole_moves(alone):
            far = float(np.linalg.norm(best) ** 2 - np.linalg.norm(start) ** 2)
            move = self._with_others(start, np.sqrt(far)) if far > 0 else None
            best, found = (best, found) if move is None else (move, True)
        return self._together(best) if found else None

    @staticmethod
    def _nearest(alone: Sequence[Distance]) -> list[int]:
        """Which are mixed: all of a few; of many, those that break it soonest by themselves."""
        sizes = [np.inf if each.size is None else each.size for each in alone]
        return sorted(np.argsort(sizes, kind="stable")[:MOST_MIXED].tolist())

    def _whole_moves(self, alone: Sequence[Distance]) -> list[Array]:
        """Every mixture of whole months of the stresses that move by them, short of what breaks it alone; nil first."""
        levels = [self._levels(place, each) for place, each in enumerate(alone)]
        mixtures = [np.array(each) for each in islice(product(*levels), MIXTURES)]
        return sorted(mixtures, key=lambda move: float(np.linalg.norm(move)))

    def _levels(self, place: int, alone: Distance) -> list[float]:
        if not self._is_stepped(place):
            return [0.0]
        step = 1 / float(np.abs(self.by[place]).max())
        most = (alone.size if alone.size is not None else alone.furthest) / step
        return [number * step for number in range(min(int(np.ceil(most - A_LITTLE)), LEVELS))]

    def _is_stepped(self, place: int) -> bool:
        return bool(self.whole[self.by[place] != 0].all())

    def _with_others(self, start: Array, far: float) -> Array | None:
        """The shortest move that begins with so many whole months and goes on with what moves smoothly."""
        smooth = [place for place in self._mixed if not self._is_stepped(place)]
        if not smooth:
            return None

        def whole(moves: Array) -> Array:
            full = np.repeat(start[None, :], len(moves), axis=0)
            full[:, smooth] = moves
            return full

        nearest = shortest_move(lambda moves: self.breaks(whole(moves)), len(smooth), far)
        return whole(nearest.move[None, :])[0] if np.isfinite(nearest.length) else None

    def _together(self, move: Array) -> Distance:
        names = [axis.part.name for axis in self.axes.each]
        parts = {name: float(size) for name, size in zip(names, move, strict=True) if size >= LEAST_TOLD}
        length = float(np.linalg.norm(move))
        told = {key for axis in self.axes.each if axis.part.name in parts for key in axis.inputs}
        moves = [each for each in self._moves(move) if each.key in told]
        return Distance("together", length, length, moves, self._told(move), parts)

    def _moves(self, move: Array) -> list[Move]:
        return list(self._each_move(self.values(move[None, :])[0]))

    def _each_move(self, values: Array) -> Iterator[Move]:
        for place, key in enumerate(self.keys):
            figure, value = self.axes.known[key], float(values[place])
            if value == figure.value:
                continue
            bound = float(self.high[place] if value > figure.value else self.low[place])
            way = (value - figure.value) / (bound - figure.value) if np.isfinite(bound) else None
            label = self.model.inputs[key].label
            yield Move(key, label, _written(figure, figure.value), _written(figure, value), way)

    def _told(self, move: Array) -> list[str]:
        """What stands against the test there, worked by itself."""
        values = self.values(move[None, :])[0]
        wanted = [*self.target.wanted, *self.target.telling]
        worked = self.model.work(dict(zip(self.keys, values.tolist(), strict=True)), wanted)
        return self.target.told(worked)


def _written(figure: Figure, value: float) -> str:
    """As people write it, to a hundredth of one per cent or a penny."""
    return figure.quantity.write(round(value, 4), figure.start)
