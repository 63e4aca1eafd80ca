"""The walk from one scenario's answer to another's, input by input, summing exactly.

The inputs that differ are moved one after another, and stay moved, in the order of the inputs sheet, on the first
scenario's model: with another order the steps would be others, though their sum would not. What is no figure of an
input (another loan, another shape, another first month) is the last step: the second scenario's own figure, less where
the walk has got to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.differences import Differences
from modeller.analysis.run import Run
from modeller.analysis.solving.naming import measure_named
from modeller.errors import Unfit
from modeller.lines.references import Measure
from modeller.partnership.assemble import Partnership, assemble
from modeller.scenario.walk import figures
from modeller.scenario.years import with_years, years_of

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Step:
    """An input moved, a path of prices as one: its key, what it is called, and by how much each measure moves."""

    key: str
    label: str
    moves: tuple[float, ...]


@dataclass(frozen=True)
class Walk:
    """Measures from the one scenario to the other: where each starts and ends, the steps between, and the last step.

    `structure` is what differs and is no figure of an input, `last` what it moves.
    """

    measures: tuple[Measure, ...]
    before: tuple[float, ...]
    after: tuple[float, ...]
    steps: list[Step]
    last: tuple[float, ...]
    structure: list[str]

    @property
    def moving(self) -> list[Step]:
        """The steps that move any of the measures by more than nothing."""
        nil = [each.unit.nil for each in self.measures]
        return [each for each in self.steps if any(abs(move) > nil[at] for at, move in enumerate(each.moves))]

    def as_json(self) -> dict[str, Any]:
        """The walk, its figures unrounded."""
        heads = [{"key": each.key, "label": each.label, "unit": each.unit.name} for each in self.measures]
        ends = zip(heads, self.before, self.after, self.last, strict=True)
        return {
            "order": "inputs are moved one after another in the order of the inputs sheet; another order, other steps",
            "measures": [{**head, "before": a, "after": b, "structure": last} for head, a, b, last in ends],
            "steps": [asdict(each) for each in self.steps],
            "structure": self.structure,
        }


def walked(first: Run, second: Run, named: Sequence[str] = ()) -> Walk:
    """Walk from one run to another, over measures by key or name, or those most asked for that both have.

    Raises `Unfit` for a measure that the two have not both, or whose figures cannot be added up.

    >>> from modeller.analysis.run import run
    >>> ten = "scenarios/ten-homes.yaml"
    >>> walk = walked(run(ten), run(ten, {"reserves.working_capital": "£5k"}), ["uses that the money raised"])
    >>> [(each.key, [round(move) for move in each.moves]) for each in walk.moving], walk.structure
    ([('reserves.working_capital', [242])], [])
    """
    return _Walking(first, second).over(named)


class _Walking:
    def __init__(self, first: Run, second: Run) -> None:
        self.first, self.second = first, second

    def over(self, named: Sequence[str]) -> Walk:
        measures = self._named(named) if named else self._usual()
        values = self._values(measures)
        before = tuple(self.first.figure(each) for each in measures)
        after = tuple(self.second.figure(self._in_second(each)) for each in measures)
        moves = np.diff(values, axis=1)
        steps = [
            Step(key, label, tuple(moves[:, place].tolist())) for place, (key, label) in enumerate(self._groups.items())
        ]
        last = tuple(end - float(got) for end, got in zip(after, values[:, -1], strict=True))
        return Walk(tuple(measures), before, after, steps, last, self._structure())

    def _named(self, named: Sequence[str]) -> list[Measure]:
        found = [measure_named(self.first.model, words) for words in named]
        for each in found:
            if each.key not in self.second.model.measures:
                raise Unfit(f"the second scenario has no “{each.label}”", "walk over a measure that both have")
            if each.unit.style == "month":
                raise Unfit(f"“{each.label}” is a month, and months cannot be added up", "walk over an amount")
            if any(np.isnan([self.first.figure(each), self.second.figure(self._in_second(each))])):
                raise Unfit(f"“{each.label}” has no figure in one of the two", "walk over a measure that has")
        return found

    def _usual(self) -> list[Measure]:
        """Cash, what is left and what is owed or lost, and the council's side: those that both have."""
        ends, leave = self.first.partnership.outcome, self.first.partnership
        asked = [ends.lowest_cash, ends.left_at_end]
        asked += [each.owed_when_due for each in leave.lenders]
        asked += [leave.commissioning.worth, leave.exits.retained]
        asked += [each for each in [self.first.model.measures.get("lost_by_all_lenders")] if each is not None]
        return [each for each in asked if each.key in self.second.model.measures]

    def _in_second(self, measure: Measure) -> Measure:
        return self.second.model.measures[measure.key]

    @cached_property
    def _written_out(self) -> tuple[Partnership, dict[str, float]]:
        """The first scenario's model, and the second's figures by key, with the years of both written out in both."""
        scenarios = [each.stated.scenario for each in (self.first, self.second)]
        stated = [years_of(each) for each in scenarios]
        years = {key: {*stated[0][key], *stated[1][key]} for key in stated[0].keys() & stated[1].keys()}
        ours, theirs = (with_years(each, years) for each in scenarios)
        partnership = self.first.partnership if ours == scenarios[0] else assemble(ours)
        return partnership, {figure.key: figure.value for figure in figures(theirs)}

    @cached_property
    def _differing(self) -> dict[str, tuple[str, float]]:
        """Inputs of the first model that the second scenario states otherwise: the step it belongs to, the figure."""
        partnership, theirs = self._written_out
        found = {}
        for figure in figures(partnership.scenario):
            moved = theirs.get(figure.key, figure.value) != figure.value
            if moved and figure.key in partnership.model.inputs:
                group = figure.key.rpartition(".")[0] if figure.declared.by_year else figure.key
                found[figure.key] = (group, theirs[figure.key])
        return found

    @cached_property
    def _groups(self) -> dict[str, str]:
        """The steps in their order: each by its key, with what it is called."""
        inputs = self._written_out[0].model.inputs
        found: dict[str, str] = {}
        for key, (group, _) in self._differing.items():
            label = inputs[key].label
            found.setdefault(group, label if group == key else label.rpartition(",")[0])
        return found

    def _values(self, measures: Sequence[Measure]) -> Array:
        """The measures before the first step and after each, shape (measure, step)."""
        partnership, _ = self._written_out
        order, model = list(self._groups), partnership.model
        changes = {
            key: np.where(np.arange(len(order) + 1) > order.index(group), theirs, model.inputs[key].value)
            for key, (group, theirs) in self._differing.items()
        }
        wanted = [model.measures[each.key] for each in measures]
        results = model.work(changes, wanted)
        return np.array([_carried(results[each]) for each in wanted]).reshape(len(wanted), len(order) + 1)

    def _structure(self) -> list[str]:
        """What differs and was not moved as a figure: things that only one has, words, other inputs, orders."""
        stated = Differences([self.first.stated, self.second.stated])
        moved = {*self._differing, *self._groups}
        found = [f"“{each.name}” ({each.key}), in one and not in the other" for each in stated.items]
        found += [f"{each.label} ({each.key})" for each in stated.inputs if not _is_moved(each.key, moved)]
        return found + [f"the order of {each.key}" for each in stated.orders]


def _is_moved(key: str, moved: set[str]) -> bool:
    return key in moved or key.rpartition(".")[0] in moved


def _carried(figures: Array) -> Array:
    """Figures by step; where there is none, the one before stands, so that the steps still add up."""
    found = np.array(figures, dtype=float)
    for place in range(1, len(found)):
        if np.isnan(found[place]):
            found[place] = found[place - 1]
    return found


def sum_of_moves(walk: Walk) -> Mapping[str, float]:
    """What all steps of each measure come to, by its key: the difference between the two scenarios."""
    return {
        measure.key: sum(step.moves[at] for step in walk.steps) + walk.last[at]
        for at, measure in enumerate(walk.measures)
    }
