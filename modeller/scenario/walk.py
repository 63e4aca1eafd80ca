"""The one walk over everything declared: the catalogue, the figures of a scenario and their sources all take it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from modeller.scenario.figures import Block, Declared, Named, declared, inner
from modeller.scenario.terms import Scenario

if TYPE_CHECKING:
    from datetime import date

    from modeller.lines.units import Unit
    from modeller.scenario.quantities import Quantity

Path = tuple[str | int, ...]
Slugs = Callable[[Path, type[Block]], Sequence[str]]


@dataclass(frozen=True)
class Spot:
    """One declared input: its dotted key, the way to it through blocks and lists, and what was declared of it."""

    key: str
    path: Path
    declared: Declared


@dataclass(frozen=True)
class Figure(Spot):
    """A numeric input in use, in the model's units; one year's figure of a curve has the year last in its key."""

    value: float
    start: date

    @property
    def quantity(self) -> Quantity:
        """How it is read and written."""
        assert self.declared.quantity  # noqa: S101 — words are no figures
        return self.declared.quantity

    @property
    def unit(self) -> Unit:
        """What it is measured in."""
        return self.quantity.unit

    @property
    def label(self) -> str:
        """What it is called; the year belongs to it."""
        return f"{self.declared.label}, {self.path[-1]}" if self.declared.by_year else self.declared.label

    @property
    def help(self) -> str:
        """What it means."""
        return self.declared.help

    @property
    def low(self) -> float | None:
        """The least it may be."""
        return self.declared.low

    @property
    def high(self) -> float | None:
        """The most it may be."""
        return self.declared.high

    @property
    def text(self) -> str:
        """Its value as a person would write it."""
        return self.quantity.write(self.value, self.start)


def spots(slugs: Slugs, block: type[Block] = Scenario, key: str = "", path: Path = ()) -> Iterator[Spot]:
    """Yield every input in the order declared; `slugs` tells what the items of the list at a path are called."""
    for name, field in block.model_fields.items():
        here, there, kind = f"{key}{name}", (*path, name), inner(field)
        if kind is None:
            yield Spot(here, there, declared(field))
        elif issubclass(kind, Named):
            for number, slug in enumerate(slugs(there, kind)):
                yield from spots(slugs, kind, f"{here}.{slug}.", (*there, number))
        else:
            yield from spots(slugs, kind, f"{here}.", there)


def inputs(scenario: Scenario) -> Iterator[Spot]:
    """Yield every input of a scenario in the order declared, words and figures."""
    return spots(lambda path, _: [item.slug for item in at(scenario, path)])


def words(scenario: Scenario) -> Iterator[Spot]:
    """Yield the inputs that are no figures: names, choices, descriptions."""
    return (spot for spot in inputs(scenario) if not spot.declared.quantity)


def figures(scenario: Scenario) -> Iterator[Figure]:
    """Yield every figure of a scenario in the order declared, one for each year of a curve."""
    for spot in inputs(scenario):
        value = at(scenario, spot.path)
        if spot.declared.by_year:
            for year, figure in value.items():
                path = (*spot.path, str(year))
                yield Figure(f"{spot.key}.{year}", path, spot.declared, figure, scenario.start)
        elif spot.declared.quantity:
            yield Figure(spot.key, spot.path, spot.declared, value, scenario.start)


def names(pattern: str, figure: Figure) -> bool:
    """Whether a key or a pattern means a figure: itself, or for a path of prices the whole of it.

    A `*` stands for any one name between dots.
    """
    curve = figure.key.rpartition(".")[0] if figure.declared.by_year else None
    return any(
        len(key.split(".")) == len(pattern.split("."))
        and all(fnmatchcase(part, each) for part, each in zip(key.split("."), pattern.split("."), strict=True))
        for key in (figure.key, curve)
        if key is not None
    )


def at(scenario: Block, path: Path) -> Any:  # noqa: ANN401 — any input of any kind
    """Return what a scenario says at a path."""
    value: Any = scenario
    for step in path:
        value = value[step] if isinstance(step, int) else getattr(value, step)
    return value
