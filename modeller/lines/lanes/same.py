"""What of a formula is the same in all lanes, and so is worked once, for all months together, before any lane is.

>>> from modeller.lines.expressions import Reference
>>> from modeller.lines.functions import flag
>>> from modeller.lines.units import MONTH, POUNDS
>>> rent, month = Reference("Rent", POUNDS), Reference("Month", MONTH, monthly=True)
>>> flagged(rent * flag(month > 12)).english
'Rent where Month is more than 12, otherwise 0'
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modeller.lines import words
from modeller.lines.bindings import ROWS
from modeller.lines.expressions import Constant, Expression, Operation, Reference, operations, references, unit_of
from modeller.lines.references import Curve
from modeller.lines.spelling import spell
from modeller.lines.words import Form


class Same(Reference):
    """A part of a formula that differs by month, but not between lanes."""

    def __init__(self, formula: Operation) -> None:
        super().__init__("the same in all lanes", unit_of(formula), monthly=True)
        self.formula = formula

    def by_month(self, value: Callable[[Reference], Any], months: int) -> NDArray[np.float64]:
        """Its figures from the first month; `value` gives those of what it reads, a curve as a tuple of years."""
        given: dict[str, Any] = {}
        names: dict[int, str] = {}

        def refer(reference: Reference, form: Form) -> str:
            if isinstance(reference, Curve) and form is Form.FIRST:
                return str(reference.years[0])
            name = names.setdefault(id(reference), f"part_{len(names)}")
            given[name] = value(reference)
            return name

        text = spell(self.formula, "python", refer)
        with np.errstate(all="ignore"):
            found = eval(text, {**ROWS, **given})  # noqa: S307  our own text, spelled from the closed table
        return np.broadcast_to(found, months)


def shared(formula: Expression, moved: set[int], known: dict[str, Same]) -> Expression:
    """A formula with its parts that are the same in all lanes taken out; the same part is taken out once."""
    if not isinstance(formula, Operation):
        return formula
    if formula.monthly and formula.word not in words.TESTS and _is_same(formula, moved):
        return known.setdefault(structure(formula), Same(formula))
    parts = tuple(shared(part, moved, known) for part in formula.parts)
    return formula if parts == formula.parts else operation(formula, formula.word, parts)


def _is_same(formula: Operation, moved: set[int]) -> bool:
    plain = all(each.word not in (*words.LOOK_BACKS, *words.REDUCTIONS) for each in operations(formula))
    return plain and all(id(found) not in moved and found.key for found, _ in references(formula))


def flagged(formula: Operation) -> Expression:
    """A figure times a flag, as the figure where the flag stands: the same, and shorter to work."""
    if formula.word is not words.MULTIPLY:
        return formula
    for flag, other in (formula.parts, formula.parts[::-1]):
        if isinstance(flag, Operation) and flag.word is words.WHERE and _values(flag.parts[1:]) == [1.0, 0.0]:
            return operation(formula, words.WHERE, (flag.parts[0], other, flag.parts[2]))
    return formula


def _values(parts: tuple[Expression, ...]) -> list[float]:
    return [part.value for part in parts if isinstance(part, Constant)]


def structure(formula: Expression) -> str:
    """What tells one formula from another: its words, its numbers, and which figures it names."""
    if isinstance(formula, Operation):
        return f"{formula.word.name}({', '.join(map(structure, formula.parts))})"
    return repr(formula.value) if isinstance(formula, Constant) else str(id(formula))


def rewritten(formula: Expression, change: Callable[[Operation], Expression]) -> Expression:
    """A formula with its operations changed, the innermost first."""
    if not isinstance(formula, Operation):
        return formula
    parts = tuple(rewritten(part, change) for part in formula.parts)
    return change(formula if parts == formula.parts else operation(formula, formula.word, parts))


def operation(of: Operation, word: words.Word, parts: tuple[Expression, ...]) -> Operation:
    """An operation in the unit of another, of which nothing needs to be checked again."""
    made = Operation(word, parts, of.unit)
    made.monthly = of.monthly
    return made
