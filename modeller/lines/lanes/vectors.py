"""A value in several scenarios at once, for numba: one figure a lane, held in the widest registers there are.

Numba is told here of one type more, and what + − × ÷ and comparisons do to it; the words are in `words.py`. A plain
float beside lanes stands in all of them. Only what compiles imports this file: it needs numba.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from llvmlite import ir
from llvmlite.binding import get_host_cpu_features
from numba.core import cgutils, config, types
from numba.extending import intrinsic, lower_builtin, lower_cast, models, register_model, type_callable

REGISTER = 8  # floats in a register of 512 bits
WIDTH = REGISTER  # lanes worked side by side: two registers' worth was slower, for what is kept spills from the cache
FLAGS = ("contract", "arcp", "nsz")  # a product and a sum in one step, and a division by what divides often
DOUBLE, LANES, TESTS = ir.DoubleType(), ir.VectorType(ir.DoubleType(), WIDTH), ir.VectorType(ir.IntType(1), WIDTH)


class Lanes(types.Type):
    """A float in each lane."""

    def __init__(self) -> None:
        super().__init__(name=f"Lanes({WIDTH})")


class LaneTests(types.Type):
    """Whether a test holds, in each lane."""

    def __init__(self) -> None:
        super().__init__(name=f"LaneTests({WIDTH})")


@register_model(Lanes)
class _LanesModel(models.PrimitiveModel):
    def __init__(self, manager, kind) -> None:
        super().__init__(manager, kind, LANES)


@register_model(LaneTests)
class _TestsModel(models.PrimitiveModel):
    def __init__(self, manager, kind) -> None:
        super().__init__(manager, kind, TESTS)


lanes, lane_tests = Lanes(), LaneTests()
Build = Callable[..., Any]


def in_any(*kinds) -> bool:
    """Whether any of several types is of lanes."""
    return any(isinstance(kind, Lanes | LaneTests) for kind in kinds)


def number(kind) -> bool:
    """Whether a type is a figure: in lanes, or one for all of them."""
    return isinstance(kind, Lanes | types.Float | types.Integer | types.Boolean | types.IntegerLiteral)


def splat(builder, value):
    """One value in every lane."""
    first = builder.insert_element(ir.Constant(ir.VectorType(value.type, WIDTH), ir.Undefined), value, _i32(0))
    return builder.shuffle_vector(
        first, ir.Constant(first.type, ir.Undefined), ir.Constant(ir.VectorType(ir.IntType(32), WIDTH), [0] * WIDTH)
    )


def _i32(value: int):
    return ir.Constant(ir.IntType(32), value)


def brought(context, builder, kinds, values):
    """Figures brought to one shape: all in lanes where any is, all plain floats where none is."""
    wide = in_any(*kinds)
    found = []
    for kind, value in zip(kinds, values, strict=True):
        if in_any(kind):
            found.append(value)
        else:
            plain = value if isinstance(kind, types.Boolean) else context.cast(builder, value, kind, types.float64)
            found.append(splat(builder, plain) if wide else plain)
    return found


def call(builder, name: str, values: list[Any]):
    """An operation of LLVM's own on floats, or on lanes as a whole."""
    kind = values[0].type
    suffix = f"v{WIDTH}f64" if kind == LANES else "f64"
    function = cgutils.get_or_insert_function(
        builder.module, ir.FunctionType(kind, [kind] * len(values)), f"llvm.{name}.{suffix}"
    )
    return builder.call(function, values)


def quotient(builder, left, right):
    """One over another: where there is a register's worth of lanes, from an estimate of 14 bits and two steps."""
    if left.type != LANES or WIDTH != REGISTER or not _has_estimates():
        return builder.fdiv(left, right, flags=FLAGS)
    estimate = cgutils.get_or_insert_function(
        builder.module, ir.FunctionType(LANES, [LANES, LANES, ir.IntType(8)]), "llvm.x86.avx512.rcp14.pd.512"
    )
    one, less = ir.Constant(LANES, [1.0] * WIDTH), builder.fneg(right)
    part = builder.call(estimate, [right, ir.Constant(LANES, [0.0] * WIDTH), ir.Constant(ir.IntType(8), -1)])
    for _ in range(2):
        part = call(builder, "fma", [part, call(builder, "fma", [less, part, one]), part])
    found = builder.fmul(left, part)
    return call(builder, "fma", [call(builder, "fma", [less, found, left]), part, found])


@lru_cache(maxsize=1)
def _has_estimates() -> bool:
    """Whether this processor has them: numba compiles for the one it runs on, and keeps what it compiles by it."""
    return bool(get_host_cpu_features().get("avx512f")) and not config.CPU_NAME


def each(builder, name: str, value):
    """A function of the C library, called for each lane."""
    function = cgutils.get_or_insert_function(builder.module, ir.FunctionType(DOUBLE, [DOUBLE]), name)
    if value.type == DOUBLE:
        return builder.call(function, [value])
    found = ir.Constant(LANES, ir.Undefined)
    for lane in range(WIDTH):
        one = builder.call(function, [builder.extract_element(value, _i32(lane))])
        found = builder.insert_element(found, one, _i32(lane))
    return found


def _teach(function, build: Build, result) -> None:
    @type_callable(function)
    def _(_context):
        def typer(left, right):
            return result if in_any(left, right) and number(left) and number(right) else None

        return typer

    def lower(context, builder, signature, values):
        return build(builder, *brought(context, builder, signature.args, values))

    for pair in ((Lanes, Lanes), (Lanes, types.Any), (types.Any, Lanes)):
        lower_builtin(function, *pair)(lower)


for _function, _name in (
    (operator.add, "fadd"), (operator.sub, "fsub"), (operator.mul, "fmul"), (operator.truediv, "fdiv"),
):  # fmt: skip
    _teach(_function, lambda builder, left, right, name=_name: getattr(builder, name)(left, right, flags=FLAGS), lanes)
for _function, _sign in (
    (operator.gt, ">"), (operator.ge, ">="), (operator.lt, "<"), (operator.le, "<="), (operator.eq, "=="),
):  # fmt: skip
    _teach(_function, lambda builder, left, right, sign=_sign: builder.fcmp_ordered(sign, left, right), lane_tests)


@type_callable(operator.neg)
def _type_neg(_context):
    return lambda value: lanes if isinstance(value, Lanes) else None


@lower_builtin(operator.neg, Lanes)
def _lower_neg(_context, builder, _signature, values):
    return builder.fneg(values[0])


@lower_cast(types.Float, Lanes)
@lower_cast(types.Integer, Lanes)
def _cast(context, builder, kind, _to, value):
    return splat(builder, context.cast(builder, value, kind, types.float64))


@intrinsic
def spread(_context, value):
    """A float in every lane; lanes as they are."""

    def code(context, builder, signature, values):
        (kind,) = signature.args
        return values[0] if in_any(kind) else splat(builder, context.cast(builder, values[0], kind, types.float64))

    return lanes(value), code


@intrinsic
def lane_of(_context, value, lane):
    """The figure in one lane."""
    return types.float64(value, types.intp), lambda _c, builder, _s, values: builder.extract_element(
        values[0], values[1]
    )


@intrinsic
def with_lane(_context, value, lane, figure):
    """Lanes with another figure in one of them."""
    return lanes(value, types.intp, types.float64), lambda _c, builder, _s, values: builder.insert_element(
        values[0], values[2], values[1]
    )


@intrinsic
def any_lane(_context, test):
    """Whether a test holds in any lane."""

    def code(_context, builder, _signature, values):
        bits = builder.bitcast(values[0], ir.IntType(WIDTH))
        return builder.icmp_unsigned("!=", bits, ir.Constant(bits.type, 0))

    return types.boolean(test), code
