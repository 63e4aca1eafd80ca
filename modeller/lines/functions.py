"""The words that are not operators: what a formula may say besides + − × ÷ and comparisons.

>>> from modeller.lines.expressions import Reference
>>> from modeller.lines.units import POUNDS, MONTHS
>>> cash, month = Reference("Cash", POUNDS, monthly=True), Reference("Month", MONTHS, monthly=True)
>>> where(month > 12, minimum(cash, 100 * cash), 0).english
'the lesser of Cash and (100 × Cash) where Month is more than 12, otherwise 0'
"""

from __future__ import annotations

from modeller.lines import words
from modeller.lines.expressions import (
    AssemblyError,
    Constant,
    Expression,
    Operand,
    Operation,
    alike,
    as_expression,
    unit_of,
)
from modeller.lines.units import BILLIONTH, FLAG, NUMBER, SHARE


def equals(left: Operand, right: Operand) -> Expression:
    """A test that two figures are the same, to half a penny, a billionth, or exactly for whole numbers."""
    one, other = as_expression(left), as_expression(right)
    difference = alike(words.SAME, one, other)
    if (one.unit or other.unit or NUMBER).whole:
        return difference
    return magnitude(one - other) <= 0


def minimum(left: Operand, right: Operand) -> Expression:
    """The lesser of two figures."""
    return alike(words.MINIMUM, as_expression(left), as_expression(right))


def maximum(left: Operand, right: Operand) -> Expression:
    """The greater of two figures."""
    return alike(words.MAXIMUM, as_expression(left), as_expression(right))


def magnitude(value: Operand) -> Expression:
    """A figure without its sign."""
    expression = as_expression(value)
    return Operation(words.MAGNITUDE, (expression,), expression.unit)


def where(test: Expression, this: Operand, that: Operand) -> Expression:
    """One figure where a test holds, another where it does not."""
    if not (isinstance(test, Operation) and test.word in words.TESTS):
        said = f"“{test.english}”" if isinstance(test, Expression) else repr(test)
        raise AssemblyError(f"where: {said} is not a test: write one such as month > 12")
    left, right = as_expression(this), as_expression(that)
    return Operation(words.WHERE, (test, left, right), alike(words.ADD, left, right).unit)


def flag(test: Expression) -> Expression:
    """1 where a test holds, nought where it does not."""
    return where(test, Constant(1, FLAG), 0)


def ratio(left: Operand, right: Operand) -> Expression:
    """One figure over another, nil where the divisor is nil."""
    over, under = as_expression(left), as_expression(right)
    nil = Constant(unit_of(under).nil or BILLIONTH)
    unit = unit_of(over) / unit_of(under)
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
    if unit_of(part).dimensions:
        raise AssemblyError(f"{word}: “{part.english}” is in {unit_of(part).name}: it must be a plain number")


def share(value: Expression) -> Expression:
    """What is left of a whole: 1 less a share."""
    return Constant(1, SHARE) - value
