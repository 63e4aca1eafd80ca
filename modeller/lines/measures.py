"""Reductions as a formula may say them: a whole line to one figure."""

from __future__ import annotations

from modeller.lines import words
from modeller.lines.expressions import AssemblyError, Expression, Operation
from modeller.lines.references import Line
from modeller.lines.units import MONTH, PER_YEAR, Unit
from modeller.lines.words import Word


def _reduced(word: Word, unit: Unit, line: Line, *others: Expression) -> Operation:
    if not line.monthly:
        raise AssemblyError(f"{word.name}: “{line.label}” is one figure already: it does not differ by month")
    return Operation(word, (line, *others), unit)


def total(line: Line) -> Expression:
    """The sum of a line over all months."""
    return _reduced(words.TOTAL, line.unit, line)


def lowest(line: Line, when: Line) -> Expression:
    """The lowest figure of a line in the months where a flag is 1; nil where it never is."""
    return _reduced(words.LOWEST, line.unit, line, when)


def highest(line: Line) -> Expression:
    """The highest figure of a line."""
    return _reduced(words.HIGHEST, line.unit, line)


def first_month(flag: Line) -> Expression:
    """The number of the first month in which a flag is 1; nil where it never is."""
    return _reduced(words.FIRST_MONTH, MONTH, flag)


def present_value(flow: Line, rate: Expression) -> Expression:
    """What flows at month ends are worth at signing, at an effective yearly rate."""
    return _reduced(words.PRESENT_VALUE, flow.unit, flow, rate)


def internal_return(flow: Line, back: Expression, out: Expression) -> Expression:
    """The effective yearly rate at which flows at month ends are worth nothing at signing.

    `back` and `out` are what comes back in all and what goes out. There is none where nothing goes out, or where less
    than half comes back: the loss itself then says more than a rate, and spreadsheets do not find it reliably.
    """
    return _reduced(words.INTERNAL_RETURN, PER_YEAR, flow, back, out)
