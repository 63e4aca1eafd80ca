"""Stresses as directions: each the way from the scenario as stated to what it would be with all of it laid over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from modeller.analysis.run import Run
from modeller.errors import Faults
from modeller.partnership.assemble import Partnership, assemble
from modeller.scenario.laying import laid_over
from modeller.scenario.parts import Part
from modeller.scenario.terms import Scenario
from modeller.scenario.walk import Figure, figures
from modeller.scenario.years import with_years, years_of


@dataclass(frozen=True)
class Axis:
    """A stress as a direction: the scenario with all of it, figure by figure, less the scenario as stated."""

    part: Part
    inputs: dict[str, float]

    def along(self, other: Axis) -> bool:
        """Whether it goes the same way as another, if further or less far."""
        if self.inputs.keys() != other.inputs.keys():
            return False
        ratios = [self.inputs[key] / other.inputs[key] for key in self.inputs]
        return max(ratios) - min(ratios) < 1e-9  # noqa: PLR2004  but for rounding


@dataclass(frozen=True)
class Axes:
    """Stresses each another way, and the scenario that they go from, every year written out that any of them moves."""

    scenario: Scenario
    each: list[Axis]

    def __len__(self) -> int:
        return len(self.each)

    @cached_property
    def partnership(self) -> Partnership:
        """The model of the scenario as stated, with every year written out that a stress moves."""
        return assemble(self.scenario)

    @cached_property
    def known(self) -> dict[str, Figure]:
        """Every figure of it, by key."""
        return {figure.key: figure for figure in figures(self.scenario)}


def axes_of(base: Run, parts: Sequence[Part]) -> tuple[Axes, list[tuple[str, str]]]:
    """The stresses that move something by degrees, each another way, and those that do not, with why."""
    laid, left_out = _laid(base, parts)
    years: dict[str, set[int]] = {}
    for scenario in (base.stated.scenario, *(each for _, each in laid)):
        for key, stated in years_of(scenario).items():
            years.setdefault(key, set()).update(stated)
    ground = Axes(with_years(base.stated.scenario, years), [])
    for part, scenario in laid:
        axis = Axis(part, _moved(ground, with_years(scenario, years)))
        if why := _idle(axis, ground.each):
            left_out.append((part.name, why))
        else:
            ground.each.append(axis)
    return ground, left_out


def axes_of_ranges(base: Run) -> tuple[Axes, list[tuple[str, str]]]:
    """Every input that has a range, towards either end of it; those that no line of the model reads are left out."""
    ground = Axes(base.stated.scenario, [])
    drawn: dict[str, list[str]] = {}
    for key, each in base.stated.ranges.items():
        drawn.setdefault(each.together, []).append(key)
    left_out = []
    for together, keys in drawn.items():
        read = [key for key in keys if key in base.model.inputs]
        if not read:
            left_out.append((together, "nothing in this scenario's model reads it"))
            continue
        label = base.model.inputs[read[0]].label
        label = label if together == read[0] else label.rpartition(",")[0]
        ground.each.extend(_ends(base, label, read))
    return ground, left_out


def _ends(base: Run, label: str, keys: Sequence[str]) -> Iterator[Axis]:
    """The ways from what is likely to the low and to the high end of a range; none to an end where it is already."""
    for end in ("low", "high"):
        ranges = {key: base.stated.ranges[key] for key in keys}
        by = {key: getattr(each, end) - each.likely for key, each in ranges.items()}
        moved = {key: figure for key, figure in by.items() if figure}
        if moved:
            yield Axis(Part(f"{label}, towards its {end}", ""), moved)


def _laid(base: Run, parts: Sequence[Part]) -> tuple[list[tuple[Part, Scenario]], list[tuple[str, str]]]:
    """The scenario with each part laid over it, and the parts that cannot be, or not by degrees, with why."""
    laid: list[tuple[Part, Scenario]] = []
    left_out: list[tuple[str, str]] = []
    for part in parts:
        try:
            if part.by_degree:
                laid.append((part, laid_over(base.stated, part).stated.scenario))
            else:
                left_out.append((part.name, "it is no matter of degree"))
        except Faults as broken:
            left_out.append((part.name, broken.faults[0].what))
    return laid, left_out


def _idle(axis: Axis, others: Sequence[Axis]) -> str:
    """Why a stress adds nothing to others; nothing where it does."""
    if not axis.inputs:
        needs = f": it needs {axis.part.needs}" if axis.part.needs else ""
        return f"it touches nothing in this scenario{needs}"
    return "it goes the same way as one before it" if any(axis.along(other) for other in others) else ""


def _moved(ground: Axes, stressed: Scenario) -> dict[str, float]:
    inputs = ground.partnership.model.inputs
    theirs = {figure.key: figure.value for figure in figures(stressed)}
    moved = {key: theirs[key] - each.value for key, each in ground.known.items() if key in inputs and key in theirs}
    return {key: by for key, by in moved.items() if by}
