"""How far a stress must go before something breaks, and where that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Move:
    """An input on the way: as stated and where it breaks, as people write it, and how much of the way to its bound."""

    key: str
    label: str
    stated: str
    breaks_at: str
    of_the_way: float | None


@dataclass(frozen=True)
class Distance:
    """How far one stress must go: in its own size, nothing where it never breaks; `furthest` is how far was looked.

    `parts` is how much of each of several stresses makes it up, by name.
    """

    name: str
    size: float | None
    furthest: float
    moves: list[Move]
    told: list[str]
    parts: Mapping[str, float]
