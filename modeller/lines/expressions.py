"""Expressions: what a line's formula is made of. Writing one in Python builds it; nothing is worked out here.

>>> from modeller.lines.units import POUNDS, PER_YEAR
>>> owed = Reference("Owed", POUNDS, monthly=True)
>>> interest = owed * Reference("Rate of interest", PER_YEAR) / MONTHS_A_YEAR
>>> interest.unit.name
'£'
>>> (owed + interest > 0).english
'Owed + Owed × Rate of interest ÷ 12 months a year is more than half a penny'
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import NoReturn

from modeller.lines import words
from modeller.lines.units import HALF_A_PENNY, NUMBER, PER_YEAR, Unit
from modeller.lines.words import Word


class AssemblyError(Exception):
    """A line that cannot stand: units that do not go together, a look ahead, a word that is not in the table."""


class Expression:
    """Anything a formula may be made of: it has a unit and either differs by month or does not."""

    unit: Unit | None
    monthly: bool

    @property
    def english(self) -> str:
        """The expression in words."""
        from modeller.lines.spelling import english

        return english(self)

    def __add__(self, other: Operand) -> Expression:
        return alike(words.ADD, self, as_expression(other, self))

    def __radd__(self, other: Operand) -> Expression:
        return alike(words.ADD, as_expression(other, self), self)

    def __sub__(self, other: Operand) -> Expression:
        return alike(words.SUBTRACT, self, as_expression(other, self))

    def __rsub__(self, other: Operand) -> Expression:
        return alike(words.SUBTRACT, as_expression(other, self), self)

    def __mul__(self, other: Operand) -> Expression:
        return _product(self, as_expression(other, self))

    def __rmul__(self, other: Operand) -> Expression:
        return _product(as_expression(other, self), self)

    def __truediv__(self, other: Operand) -> Expression:
        divisor = as_expression(other, self)
        if not isinstance(divisor, Constant):
            raise AssemblyError(
                f"“{self.english}” is divided by “{divisor.english}”, which may be nil: write ratio(a, b)"
            )
        return Operation(words.DIVIDE, (self, divisor), unit_of(self) / unit_of(divisor))

    def __neg__(self) -> Expression:
        return Operation(words.NEGATE, (self,), self.unit)

    def __gt__(self, other: Operand) -> Expression:
        return _test(words.MORE, self, as_expression(other, self), +1)

    def __ge__(self, other: Operand) -> Expression:
        return _test(words.AT_LEAST, self, as_expression(other, self), -1)

    def __lt__(self, other: Operand) -> Expression:
        return _test(words.LESS, self, as_expression(other, self), -1)

    def __le__(self, other: Operand) -> Expression:
        return _test(words.AT_MOST, self, as_expression(other, self), +1)

    def __bool__(self) -> NoReturn:
        if isinstance(self, Operation) and self.word in words.TESTS:
            raise AssemblyError(
                f"“{self.english}” differs by month and scenario, so Python cannot branch on it: "
                "write where(test, this, that)"
            )
        raise AssemblyError(f"“{self.english}” is neither true nor false: write where(test, this, that)")

    def _unknown(self, *_: object, **__: object) -> NoReturn:
        raise AssemblyError(
            f"“{self.english}” is used in an operation that is not in the table: the operations are "
            + ", ".join(word.name for word in words.WORDS)
        )

    __pow__ = __rpow__ = __mod__ = __rmod__ = __floordiv__ = __rfloordiv__ = __abs__ = __round__ = _unknown
    __float__ = __int__ = __floor__ = __ceil__ = __rtruediv__ = __array_ufunc__ = __array__ = __iter__ = _unknown


Operand = Expression | float | int


class Constant(Expression):
    """A number written in the model, named where it has a name; nought goes with any unit."""

    monthly = False

    def __init__(self, value: float, unit: Unit | None = None, name: str = "") -> None:
        self.value = float(value)
        self.unit = unit if unit or not value else NUMBER
        self.name = name


class Reference(Expression):
    """A named figure: an input, a curve, a line or a measure."""

    def __init__(self, label: str, unit: Unit, *, monthly: bool = False, key: str = "") -> None:
        self.label = label
        self.unit: Unit = unit
        self.monthly = monthly
        self.key = key

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.key or self.label} [{self.unit.name}]>"


class Operation(Expression):
    """One word of the table and its parts."""

    def __init__(self, word: Word, parts: tuple[Expression, ...], unit: Unit | None) -> None:
        self.word = word
        self.parts = parts
        self.unit = unit
        self.monthly = word not in words.REDUCTIONS and any(part.monthly for part in parts)
        allowed = parts[1:] if word is words.WHERE else parts
        for part in allowed:
            if isinstance(part, Operation) and part.word in words.TESTS:
                raise AssemblyError(f"“{part.english}” is a test: a test stands only inside where(test, this, that)")


MONTHS_A_YEAR = Constant(12, PER_YEAR, "12 months a year")


def as_expression(value: Operand, beside: Expression | None = None) -> Expression:
    """A number as an expression; an expression as it is. A fault names the expression it stands beside."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        place = f", beside “{beside.english}”" if beside is not None else ""
        raise AssemblyError(f"{value!r} is not a number or a line{place}")
    return Constant(value)


def references(expression: Expression) -> Iterator[tuple[Reference, Word | None]]:
    """Every named figure an expression leans on, with the word that leans on it."""
    if isinstance(expression, Reference):
        yield expression, None
    elif isinstance(expression, Operation):
        for part in expression.parts:
            for reference, word in references(part):
                yield reference, word or (expression.word if part is reference else None)


def operations(expression: Expression) -> Iterator[Operation]:
    """Every operation in an expression, the outermost first."""
    if isinstance(expression, Operation):
        yield expression
        for part in expression.parts:
            yield from operations(part)


def constants(expression: Expression) -> Iterator[Constant]:
    """Every number in an expression."""
    if isinstance(expression, Constant):
        yield expression
    elif isinstance(expression, Operation):
        for part in expression.parts:
            yield from constants(part)


def unit_of(expression: Expression) -> Unit:
    """Its unit; a plain number where it goes with any."""
    return expression.unit or NUMBER


def alike(word: Word, left: Expression, right: Expression) -> Operation:
    """An operation whose two parts must be in the same unit, and whose answer is."""
    if left.unit and right.unit and left.unit != right.unit:
        raise AssemblyError(
            f"{word.name}: “{left.english}” is in {left.unit.name}, “{right.english}” is in {right.unit.name}"
        )
    return Operation(word, (left, right), _shown_unit(left, right))


def _shown_unit(left: Expression, right: Expression) -> Unit | None:
    """Of two units that may be added, the one that says more: months rather than a plain number."""
    units = [unit for unit in (left.unit, right.unit) if unit]
    return next((unit for unit in units if unit.name != NUMBER.name), units[0] if units else None)


def _product(left: Expression, right: Expression) -> Operation:
    return Operation(words.MULTIPLY, (left, right), _product_unit(unit_of(left), unit_of(right)))


def _product_unit(left: Unit, right: Unit) -> Unit:
    """A share or a flag of something is in the unit of that thing; anything else is worked out."""
    if not left.dimensions and left != right:
        return right
    return left if not right.dimensions and left.dimensions else left * right


def _test(word: Word, left: Expression, right: Expression, side: int) -> Operation:
    """A comparison that takes half a penny, or a billionth, for nothing; whole numbers are compared exactly."""
    compared = alike(word, left, right)
    unit = _shown_unit(left, right) or NUMBER
    if unit.whole:
        return compared
    return Operation(word, (left, _shifted(right, side * unit.nil, unit)), None)


def _shifted(expression: Expression, nil: float, unit: Unit) -> Expression:
    if isinstance(expression, Constant):
        value = expression.value + nil
        return Constant(value, unit, "half a penny" if value == HALF_A_PENNY else expression.name)
    return expression + Constant(nil, unit) if nil > 0 else expression - Constant(-nil, unit)
