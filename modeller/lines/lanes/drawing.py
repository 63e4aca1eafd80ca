"""Reductions drawn as the months go by, for lanes: what is said before the months, in each month and after them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modeller.lines import words
from modeller.lines.expressions import Constant, Expression, Operation, Reference, references
from modeller.lines.references import Line
from modeller.lines.words import Form, Phrase, Word

RECENT = Word("recent", *(Phrase("recent({0}, month, {1}, {2})"),) * 3, (Form.HISTORY,))  # so many months so far apart
PICKED = Word("picked", *(Phrase("picked({0}, {1}, {2})"),) * 3, (Form.HISTORY,))  # a month of a row that is whole
Say = Callable[[Expression], str]


@dataclass(frozen=True)
class Discount:
    """What a pound at the end of each month is worth at a rate that is the same in all lanes."""

    rate: Constant | Reference

    def by_month(self, value: Callable[[Reference], Any], months: int) -> NDArray[np.float64]:
        """Its figures from the first month; `value` gives the rate."""
        rate = self.rate.value if isinstance(self.rate, Constant) else value(self.rate)
        return np.asarray((1 + rate) ** (-np.arange(1, months + 1) / 12))


@dataclass(frozen=True)
class Drawing:
    """A reduction, the name of what comes of it, and the run in whose months it is drawn.

    There is no such run for what can be asked only when all months of its row are over: a month known later, say.
    """

    operation: Operation
    name: Reference
    run: int | None
    same_rate: Discount | None = None

    @property
    def rows(self) -> list[Line]:
        """The rows it is drawn from."""
        return [part for part in self.operation.parts if isinstance(part, Line) and part.monthly]

    def before(self, name: str, say: Say) -> Iterator[str]:
        """What is said before the months."""
        word, parts = self.operation.word, self.operation.parts
        start = {words.LOWEST: "inf", words.HIGHEST: "-inf"}.get(word, "0.0")
        yield f"{name} = spread({start})"
        if word is words.PRESENT_VALUE and self.same_rate is None:
            yield f"{name}__worth = spread(1.0)"
            yield f"{name}__a_month = spread(power(1.0 + {_bracketed(say(parts[1]))}, {-1 / 12!r}))"
        if word is words.IN_MONTH:
            yield f"{name}__when = whole_part({say(parts[2])})"

    def in_each(self, name: str, say: Say, worth: str) -> Iterator[str]:
        """What is said in each month; `worth` is of a pound then, at a rate that is the same in all lanes."""
        word, row = self.operation.word, say(self.operation.parts[0])
        if word is words.PRESENT_VALUE and self.same_rate is None:
            yield f"{name}__worth = {name}__worth * {name}__a_month"
            worth = f"{name}__worth"
        yield (
            f"{name} = "
            + {
                words.TOTAL: f"{name} + {row}",
                words.HIGHEST: f"maximum({name}, {row})",
                words.LOWEST: f"where({say(self.operation.parts[-1])} == 1.0, minimum({name}, {row}), {name})",
                words.FIRST_MONTH: f"where({name} > 0.0, {name}, where({row} == 1.0, month, 0.0))",
                words.IN_MONTH: f"where({name}__when == month, {row}, {name})",
                words.PRESENT_VALUE: f"{name} + {row} * {worth}",
            }[word]
        )

    def after(self, name: str) -> Iterator[str]:
        """What is said after the months."""
        if self.operation.word is words.LOWEST:
            yield f"{name} = where({name} == inf, 0.0, {name})"


def drawn_from(formula: Operation, runs: dict[int, int], earlier: Iterable[Drawing], moved: set[int]) -> Drawing:
    """How a reduction is to be drawn; what it asks for beside rows must be known before their months begin."""
    known = {id(each.name): None if each.run is None else each.run + 1 for each in earlier}
    rows = [part for part in formula.parts if isinstance(part, Line) and part.monthly]
    run = max(runs.get(id(row), 0) for row in rows)
    asked = [found for part in formula.parts if part not in rows for found, _ in references(part) if not found.monthly]
    times = [known[id(found)] if id(found) in known else runs.get(id(found), 0) for found in asked]
    same = all(id(row) not in runs for row in rows)  # in all lanes: its months are over before any begin
    late = same or any(time is None or time > run for time in times)
    rate = formula.parts[-1]
    discount = None
    if formula.word is words.PRESENT_VALUE and isinstance(rate, Constant | Reference):
        discount = Discount(rate) if id(rate) not in moved and id(rate) not in known else None
    return Drawing(formula, Reference(formula.word.name, formula.unit or rows[0].unit), None if late else run, discount)


def _bracketed(text: str) -> str:
    return text if text.isidentifier() else f"({text})"
