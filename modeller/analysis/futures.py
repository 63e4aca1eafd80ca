"""Draws worked out: every draw on every path of the contract, so that what is expected is an exact sum over paths.

What a draw moves are inputs of the model, and the chances of the contract's paths, which never enter a month's figures:
these are worked out afresh for every draw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.draws import Draws
from modeller.analysis.terms.batch import CHOICES
from modeller.analysis.terms.paths import Path, paths
from modeller.analysis.yearly import with_years
from modeller.errors import Fault, Faults
from modeller.lines.references import Measure
from modeller.partnership.assemble import Partnership, assemble
from modeller.scenario import Stated
from modeller.scenario.terms.contract import Contract

Array = NDArray[np.float64]
AT_ONCE, MANY_AT_ONCE, MANY = 1024, 65_536, 16_384
"""How many scenarios are worked at once: enough to pay for numpy's own time, with word of progress; of many in all, as
many as pay for compiling and still take less than half a gigabyte."""
CHANCE = re.compile(r"contract\.(retender\.win|(extensions|breaks)\.\w+\.probability)")
COURSE = re.compile(
    r"start|horizon|contract\.(committed|path\..*|extensions\.\w+\.length|breaks\.\w+\.at|retender\.(length|gap))"
)
MERGES = {"price": 0.8765, "cost": 1.0, "council_cost": 1.0, "mobilisation": 1.0}
"""Figures that tell paths apart: where one is drawn, paths are told apart as if it were this."""


@dataclass(frozen=True)
class Worked:
    """Measures of some draws on every path, each of shape (draw, path), and the chances of the paths, likewise."""

    measures: Mapping[int, Array]
    chances: Array

    def __getitem__(self, measure: Measure) -> Array:
        """A measure on every path of every draw."""
        return self.measures[id(measure)]


@dataclass(frozen=True)
class Futures:
    """A partnership whose figures are drawn; `partnership` is assembled for it, every year of a path written out."""

    stated: Stated
    must_be_ranged: bool = True
    partnership: Partnership = field(init=False)

    def __post_init__(self) -> None:
        """Assemble the partnership; raise `Faults` where the scenario has no ranges, or one that cannot be drawn."""
        if faults := cannot_be_drawn(self.stated, must_be_ranged=self.must_be_ranged):
            raise Faults(faults)
        object.__setattr__(self, "partnership", assemble(with_years(self.stated.scenario)))

    @cached_property
    def idle(self) -> list[str]:
        """The keys of figures that are drawn and that nothing in this partnership leans on."""
        drawn = [key for factor in Draws(self.stated).factors for key in factor.figures]
        known = [key for key in drawn if key in self.partnership.model.inputs or CHANCE.fullmatch(key)]
        moved = {key.rpartition(".")[0] for key in known}
        return [key for key in drawn if key not in known and key.rpartition(".")[0] not in moved]

    @cached_property
    def number_of_paths(self) -> int:
        """How many paths every draw is worked on."""
        return len(self.paths({key: np.array([each.likely]) for key, each in self.stated.ranges.items()}))

    def paths(self, figures: Mapping[str, Array]) -> list[Path]:
        """The paths of the contract, their chances by draw, shape (draw,), where chances are drawn."""
        scenario = self.partnership.scenario
        return paths(
            contract_drawn(scenario.contract, figures), int(scenario.contract.committed), int(scenario.horizon)
        )

    def work(self, figures: Mapping[str, Array], wanted: Sequence[Measure]) -> Worked:
        """Work every draw on every path; figures by key, each of shape (draw,)."""
        number = len(next(iter(figures.values())))
        found = self.paths(figures)
        chances = np.stack([np.broadcast_to(path.chance, number) for path in found], axis=1)
        known = self.partnership.model.inputs
        changes = {key: np.repeat(each, len(found)) for key, each in figures.items() if key in known}
        for place, key in enumerate(CHOICES):
            if key in known:
                changes[key] = np.tile([float(path.choice[place]) for path in found], number)
        if not changes:
            changes = {next(iter(known)): np.full(number * len(found), next(iter(known.values())).value)}
        results = self.partnership.model.work(changes, wanted)
        shape = (number, len(found))
        measures = {id(each): np.broadcast_to(results[each], number * len(found)).reshape(shape) for each in wanted}
        return Worked(measures, chances)

    def blocks(self, draws: int) -> Iterator[slice]:
        """So many draws, a block at a time."""
        paths = self.number_of_paths
        size = max(1, (MANY_AT_ONCE if draws * paths > MANY else AT_ONCE) // paths)
        for first in range(0, draws, size):
            yield slice(first, min(first + size, draws))


def cannot_be_drawn(stated: Stated, *, must_be_ranged: bool = True) -> list[Fault]:
    """What is wrong with drawing from a scenario: it has no ranges, or one on the course of its contract."""
    if must_be_ranged and not stated.ranges and not stated.scenario.uncertainty.paths:
        remedy = "give figures a range, such as “voids: {is: 3%, low: 2%, high: 8%}”; see docs/uncertainty.md"
        return [Fault(f"{stated.file} states no ranges, so there is nothing to draw", None, remedy)]
    remedy = "take its range out: “modeller terms” works out every length of the contract"
    return [
        Fault("the course of the contract is not drawn", stated.provenance[key].place, remedy)
        for key in stated.ranges
        if COURSE.fullmatch(key)
    ]


def contract_drawn(contract: Contract, figures: Mapping[str, Array]) -> Contract:
    """The contract with its chances as drawn, and with paths told apart by whatever is drawn and would tell them so."""

    def drawn(key: str, stated: float) -> float | Array:
        return figures.get(f"contract.{key}", stated)

    retender = {"win": drawn("retender.win", contract.retender.win)}
    retender |= {key: apart for key, apart in MERGES.items() if f"contract.retender.{key}" in figures}
    options = {
        name: [
            each.model_copy(update={"probability": drawn(f"{name}.{each.slug}.probability", each.probability)})
            for each in getattr(contract, name)
        ]
        for name in ("extensions", "breaks")
    }
    return contract.model_copy(update={"retender": contract.retender.model_copy(update=retender), **options})
