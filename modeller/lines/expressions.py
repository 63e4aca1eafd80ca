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

from collections.abc import Iterator
from typing import NoReturn

from modeller.lines import words
from modeller.lines.units import BILLIONTH, FLAG, HALF_A_PENNY, NUMBER, PER_YEAR, SHARE, Unit
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
        return _alike(words.ADD, self, as_expression(other))

    def __radd__(self, other: Operand) -> Expression:
        return _alike(words.ADD, as_expression(other), self)

    def __sub__(self, other: Operand) -> Expression:
        return _alike(words.SUBTRACT, self, as_expression(other))

    def __rsub__(self, other: Operand) -> Expression:
        return _alike(words.SUBTRACT, as_expression(other), self)

    def __mul__(self, other: Operand) -> Expression:
        return _product(self, as_expression(other))

    def __rmul__(self, other: Operand) -> Expression:
        return _product(as_expression(other), self)

    def __truediv__(self, other: Operand) -> Expression:
        divisor = as_expression(other)
        if not isinstance(divisor, Constant):
            raise AssemblyError(
                f"“{self.english}” is divided by “{divisor.english}”, which may be nil: write ratio(a, b)"
            )
        return Operation(words.DIVIDE, (self, divisor), _unit(self) / _unit(divisor))

    def __neg__(self) -> Expression:
        return Operation(words.NEGATE, (self,), self.unit)

    def __gt__(self, other: Operand) -> Expression:
        return _test(words.MORE, self, as_expression(other), +1)

    def __ge__(self, other: Operand) -> Expression:
        return _test(words.AT_LEAST, self, as_expression(other), -1)

    def __lt__(self, other: Operand) -> Expression:
        return _test(words.LESS, self, as_expression(other), -1)

    def __le__(self, other: Operand) -> Expression:
        return _test(words.AT_MOST, self, as_expression(other), +1)

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


def as_expression(value: Operand) -> Expression:
    """A number as an expression; an expression as it is."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise AssemblyError(f"{value!r} is not a number or a line")
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


def _unit(expression: Expression) -> Unit:
    return expression.unit or NUMBER


def _alike(word: Word, left: Expression, right: Expression) -> Operation:
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
    return Operation(words.MULTIPLY, (left, right), _product_unit(_unit(left), _unit(right)))


def _product_unit(left: Unit, right: Unit) -> Unit:
    """A share or a flag of something is in the unit of that thing; anything else is worked out."""
    if not left.dimensions and left != right:
        return right
    return left if not right.dimensions and left.dimensions else left * right


def _test(word: Word, left: Expression, right: Expression, side: int) -> Operation:
    """A comparison that takes half a penny, or a billionth, for nothing; whole numbers are compared exactly."""
    compared = _alike(word, left, right)
    unit = _shown_unit(left, right) or NUMBER
    if unit.whole:
        return compared
    return Operation(word, (left, _shifted(right, side * unit.nil, unit)), None)


def _shifted(expression: Expression, nil: float, unit: Unit) -> Expression:
    if isinstance(expression, Constant):
        value = expression.value + nil
        return Constant(value, unit, "half a penny" if value == HALF_A_PENNY else expression.name)
    return expression + Constant(nil, unit) if nil > 0 else expression - Constant(-nil, unit)


def equals(left: Operand, right: Operand) -> Expression:
    """A test that two figures are the same, to half a penny, a billionth, or exactly for whole numbers."""
    one, other = as_expression(left), as_expression(right)
    difference = _alike(words.SAME, one, other)
    if (one.unit or other.unit or NUMBER).whole:
        return difference
    return magnitude(one - other) <= 0


def minimum(left: Operand, right: Operand) -> Expression:
    """The lesser of two figures."""
    return _alike(words.MINIMUM, as_expression(left), as_expression(right))


def maximum(left: Operand, right: Operand) -> Expression:
    """The greater of two figures."""
    return _alike(words.MAXIMUM, as_expression(left), as_expression(right))


def magnitude(value: Operand) -> Expression:
    """A figure without its sign."""
    expression = as_expression(value)
    return Operation(words.MAGNITUDE, (expression,), expression.unit)


def where(test: Expression, this: Operand, that: Operand) -> Expression:
    """One figure where a test holds, another where it does not."""
    if not (isinstance(test, Operation) and test.word in words.TESTS):
        raise AssemblyError(f"where: “{test.english}” is not a test: write one such as month > 12")
    left, right = as_expression(this), as_expression(that)
    return Operation(words.WHERE, (test, left, right), _alike(words.ADD, left, right).unit)


def flag(test: Expression) -> Expression:
    """1 where a test holds, nought where it does not."""
    return where(test, Constant(1, FLAG), 0)


def ratio(left: Operand, right: Operand) -> Expression:
    """One figure over another, nil where the divisor is nil."""
    over, under = as_expression(left), as_expression(right)
    nil = Constant(_unit(under).nil or BILLIONTH)
    unit = _unit(over) / _unit(under)
    return Operation(words.RATIO, (over, under, nil), unit if unit.dimensions else NUMBER)


def power(base: Operand, exponent: Operand) -> Expression:
    """A plain number raised to a power; nil where the base is not above nil."""
    parts = (as_expression(base), as_expression(exponent))
    for part in parts:
        _plain("power", part)
    return Operation(words.POWER, parts, NUMBER)


def whole_below(value: Operand) -> Expression:
    """The whole number at or below a figure, a millionth short of the next counting as there."""
    expression = as_expression(value)
    return Operation(words.WHOLE_BELOW, (expression,), expression.unit)


def whole_above(value: Operand) -> Expression:
    """The whole number at or above a figure, a millionth over counting as not."""
    expression = as_expression(value)
    return Operation(words.WHOLE_ABOVE, (expression,), expression.unit)


def level_payment(rate: Operand, payments: Operand, owed: Operand) -> Expression:
    """The level payment that repays what is owed over a number of payments, at a rate for each; nil for none."""
    parts = (as_expression(rate), as_expression(payments), as_expression(owed))
    for part in parts[:2]:
        _plain("level_payment", part)
    return Operation(words.LEVEL_PAYMENT, parts, parts[2].unit)


def _plain(word: str, part: Expression) -> None:
    if _unit(part).dimensions:
        raise AssemblyError(f"{word}: “{part.english}” is in {_unit(part).name}: it must be a plain number")


def share(value: Expression) -> Expression:
    """What is left of a whole: 1 less a share."""
    return Constant(1, SHARE) - value


def any_reduction(expression: Expression) -> bool:
    """Whether an expression reduces a line to one figure."""
    if not isinstance(expression, Operation):
        return False
    return expression.word in words.REDUCTIONS or any(any_reduction(part) for part in expression.parts)
