"""What the scenario states, as inputs of the model: `terms.contract.committed` is the input, not the figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from modeller.lines.expressions import Constant, Expression
from modeller.lines.model import Model
from modeller.lines.references import Input
from modeller.scenario.figures import Block, declared


class Terms:
    """A block of the scenario whose figures are inputs of the model; its words, dates and choices are as they are.

    An input comes to be when a block of the model first asks for it, so an input that nothing uses is not in the model.
    """

    def __init__(self, model: Model, block: Block, key: str = "", name: str = "") -> None:
        self._model, self._block, self._key, self._name = model, block, key, name

    def stated(self, field: str) -> Any:  # noqa: ANN401  a figure or a word
        """What the scenario says, where it decides the structure of the model and so is no input."""
        return getattr(self._block, field)

    def used(self, field: str) -> Input | None:
        """The input of a figure, if some line of the model has asked for it already."""
        return self._model.inputs.get(f"{self._key}.{field}" if self._key else field)

    def __getattr__(self, field: str) -> Any:  # noqa: ANN401  a figure, a word, or a block of either
        value = getattr(self._block, field)
        key = f"{self._key}.{field}" if self._key else field
        if isinstance(value, Block):
            return Terms(self._model, value, key, self._name)
        if isinstance(value, list):
            return [Terms(self._model, each, f"{key}.{each.slug}", each.name) for each in value]
        said = declared(type(self._block).model_fields[field])
        if said.quantity is None:
            return value
        label = f"{self._name}: {said.label}" if self._name else said.label
        if isinstance(value, Mapping):
            return self._model.curve(key, label, said.quantity.unit, value)
        return self._model.input(key, label, said.quantity.unit, value)


def sum_of(lines: Iterable[Expression]) -> Expression:
    """The sum of lines of one unit; nought of none."""
    found = list(lines)
    added = found[0] if found else Constant(0)
    for line in found[1:]:
        added = added + line
    return added
