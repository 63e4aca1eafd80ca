"""The words of the written-out function bound to lanes: the third binding, after floats and rows (`bindings.py`).

Each word takes plain floats or lanes in any of its places. A row is given as the memory that keeps it and its place
there: a flat array for rows of lanes (month by month), an array (month, row) for rows that are the same in all lanes.
"""

from __future__ import annotations

from llvmlite import ir
from numba.core import types
from numba.extending import intrinsic

from modeller.lines.bindings import A_MILLIONTH
from modeller.lines.lanes.vectors import DOUBLE, LANES, WIDTH, brought, call, each, in_any, lanes, quotient


def _result(*kinds):
    return lanes if in_any(*kinds) else types.float64


def _constant(like, value):
    return ir.Constant(LANES, [value] * WIDTH) if like.type == LANES else ir.Constant(DOUBLE, value)


def _word(build):
    def code(context, builder, signature, values):
        return build(builder, *brought(context, builder, signature.args, values))

    return code


def _pick(sign):
    return lambda builder, a, b: builder.select(builder.fcmp_ordered(sign, a, b), a, b)


@intrinsic
def minimum(_context, left, right):
    """The lesser of two."""
    return _result(left, right)(left, right), _word(_pick("<"))


@intrinsic
def maximum(_context, left, right):
    """The greater of two."""
    return _result(left, right)(left, right), _word(_pick(">"))


def _magnitude(builder, value):
    return call(builder, "fabs", [value])


@intrinsic
def magnitude(_context, value):
    """A figure without its sign."""
    return _result(value)(value), _word(_magnitude)


@intrinsic
def where(_context, test, this, that):
    """One figure where a test holds, another where it does not."""
    return _result(test, this, that)(test, this, that), _word(lambda builder, t, a, b: builder.select(t, a, b))


def _ratio(builder, left, right, nil):
    divides = builder.fcmp_ordered(">", _magnitude(builder, right), nil)
    return builder.select(divides, quotient(builder, left, right), _constant(left, 0.0))


@intrinsic
def ratio(_context, left, right, nil):
    """One over another, nil where that is nil."""
    return _result(left, right, nil)(left, right, nil), _word(_ratio)


def _power(builder, base, exponent):
    above = builder.fcmp_ordered(">", base, _constant(base, 0.0))
    whole = call(builder, "pow", [builder.select(above, base, _constant(base, 1.0)), exponent])
    return builder.select(above, whole, _constant(base, 0.0))


@intrinsic
def power(_context, base, exponent):
    """A power; nil where the base is not above nil."""
    return _result(base, exponent)(base, exponent), _word(_power)


def _below(builder, value):
    return call(builder, "floor", [builder.fadd(value, _constant(value, A_MILLIONTH))])


def _above(builder, value):
    return builder.fneg(call(builder, "floor", [builder.fsub(_constant(value, A_MILLIONTH), value)]))


@intrinsic
def whole_below(_context, value):
    """The whole number at or below, a millionth short counting as there."""
    return _result(value)(value), _word(_below)


@intrinsic
def whole_above(_context, value):
    """The whole number at or above, a millionth over counting as not."""
    return _result(value)(value), _word(_above)


def _level_payment(builder, rate, payments, owed):
    nought, one = _constant(rate, 0.0), _constant(rate, 1.0)
    flat, any_ = builder.fcmp_ordered("==", rate, nought), builder.fcmp_ordered(">", payments, nought)
    growing, count = builder.select(flat, one, rate), builder.select(any_, payments, one)
    discount = each(builder, "expm1", builder.fneg(builder.fmul(count, each(builder, "log1p", growing))))
    level = builder.fdiv(builder.fmul(owed, growing), builder.fneg(discount))
    return builder.select(any_, builder.select(flat, builder.fdiv(owed, count), level), nought)


@intrinsic
def level_payment(_context, rate, payments, owed):
    """The level payment that repays; nil for no payments."""
    return _result(rate, payments, owed)(rate, payments, owed), _word(_level_payment)


@intrinsic
def whole_part(_context, value):
    """What is left without the fraction."""
    return _result(value)(value), _word(lambda builder, v: call(builder, "trunc", [v]))
