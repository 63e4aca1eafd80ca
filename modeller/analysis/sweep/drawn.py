"""What a sweep asks of draws: figures by key, the same however they are cut into parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from modeller.analysis import draws
from modeller.analysis.futures import cannot_be_drawn
from modeller.analysis.yearly import with_years
from modeller.errors import Faults
from modeller.scenario import Scenario, Stated

Array = NDArray[np.float64]


class Draws(Protocol):
    """Drawn figures by the key of their input; a draw is the same however the draws are cut into parts."""

    def changes(self, first: int, number: int) -> Mapping[str, Array]:
        """So many draws from the first, counted from 0, shape (draw,)."""
        ...


class AsStated:
    """No input is drawn: each is as the scenario states it."""

    def changes(self, first: int, number: int) -> Mapping[str, Array]:
        """Nothing, whichever draws are asked for."""
        del first, number
        return {}


@dataclass(frozen=True)
class OfRanges:
    """The ranges and yearly paths of a scenario, drawn from a seed."""

    draws: draws.Draws

    def changes(self, first: int, number: int) -> Mapping[str, Array]:
        """The figures of so many draws."""
        return self.draws.figures(self.draws.shares(first, number))


def drawn(stated: Stated, number: int, seed: int) -> tuple[Scenario, Draws]:
    """What is assembled for so many draws of a scenario, and the draws; a single one is the scenario as stated.

    Raises `Faults` where more are asked for and there is nothing to draw, or something that cannot be drawn.
    """
    if number == 1:
        return stated.scenario, AsStated()
    if faults := cannot_be_drawn(stated):
        raise Faults(faults)
    return with_years(stated.scenario), OfRanges(draws.Draws(stated, seed))
