"""What a sweep asks of draws, and the draws of a scenario that has no ranges: none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

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
