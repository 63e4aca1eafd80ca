"""What is swept: scenarios, contract lengths, a grid of inputs, draws; as a plan file or a command says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import prod
from pathlib import Path

from modeller.errors import Place

HEADLINES = "headlines"
MOST_POINTS = 10_000


@dataclass(frozen=True)
class Source:
    """A scenario file, laid over a table of places where there is one; `said` is where it was named."""

    path: Path
    table: Path | None = None
    said: Place | None = None


@dataclass(frozen=True)
class Plan:
    """A sweep as it was asked for.

    `lengths` are in months; with none, each scenario keeps its own. `vary` gives texts for inputs by key, and every
    combination of them is a point of the grid; `said` is where each key's texts stand. `part` is how many futures make
    a part of the work, where it is not to be as many as some seconds are enough for.

    >>> grid = Plan((), vary={"rent.voids": ("3%", "5%"), "rent.bad_debts": ("1%", "2%")})
    >>> grid.points[1]
    {'rent.voids': '3%', 'rent.bad_debts': '2%'}
    """

    sources: tuple[Source, ...]
    lengths: tuple[int, ...] = ()
    vary: Mapping[str, Sequence[str]] = field(default_factory=dict)
    draws: int = 1
    seed: int = 1
    measures: tuple[str, ...] = (HEADLINES,)
    part: int | None = None
    said: Mapping[str, Place] = field(default_factory=dict, compare=False)

    @property
    def size(self) -> int:
        """How many points the grid has; one where nothing is varied."""
        return prod(len(texts) for texts in self.vary.values())

    @property
    def points(self) -> list[dict[str, str]]:
        """Every combination of what is varied, the last key fastest."""
        return [dict(zip(self.vary, texts, strict=True)) for texts in product(*self.vary.values())]
