"""What lanes are kept in and read from, for compiled text: arrays without their owners.

Numba counts the owners of an array whenever it is handed on, which would take a fifth of the time; so the text opens
its arrays once. A flat one holds lanes side by side, counted in lanes as a whole, or plain figures; a table holds
figures that are the same in all lanes, by month or by curve.
"""

from __future__ import annotations

from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic, models, register_model

from modeller.lines.lanes.vectors import LANES, WIDTH, in_any, lanes, splat


class Flat(types.Type):
    """A row of figures in memory."""

    def __init__(self) -> None:
        super().__init__(name="Flat")


class Table(types.Type):
    """Rows of figures of one length in memory."""

    def __init__(self) -> None:
        super().__init__(name="Table")


flat, table = Flat(), Table()


@register_model(Flat)
class _FlatModel(models.PrimitiveModel):
    def __init__(self, manager, kind):
        super().__init__(manager, kind, ir.DoubleType().as_pointer())


@register_model(Table)
class _TableModel(models.StructModel):
    def __init__(self, manager, kind):
        super().__init__(manager, kind, [("start", flat), ("across", types.intp)])


@intrinsic
def opened(_context, array):
    """An array without its owner, who must outlive what is read from it."""

    def code(context, builder, signature, values):
        given = context.make_array(signature.args[0])(context, builder, values[0])
        if signature.return_type is flat:
            return given.data
        found = cgutils.create_struct_proxy(table)(context, builder)
        found.start, found.across = given.data, cgutils.unpack_tuple(builder, given.shape, 2)[1]
        return found._getvalue()  # noqa: SLF001  so numba names it

    return (flat if array.ndim == 1 else table)(array), code


def _place(builder, memory, index):
    start = builder.gep(memory, [builder.mul(index, ir.Constant(index.type, WIDTH))])
    return builder.bitcast(start, LANES.as_pointer())


def _read(builder, pointer, *, changes):
    """What stands in memory; where nobody writes, it may be read again or later, as suits the compiler."""
    found = builder.load(pointer)
    found.align = 8
    if not changes:
        found.set_metadata("invariant.load", builder.module.add_metadata([]))
    return found


@intrinsic
def load(_context, memory, index):
    """The lanes kept at a place."""

    def code(_context, builder, _signature, values):
        return _read(builder, _place(builder, *values), changes=True)

    return lanes(memory, types.intp), code


@intrinsic
def load_from(_context, memory, place):
    """Lanes from a place counted in figures, not in lanes as a whole."""

    def code(_context, builder, _signature, values):
        start = builder.gep(values[0], [values[1]])
        return _read(builder, builder.bitcast(start, LANES.as_pointer()), changes=True)

    return lanes(memory, types.intp), code


@intrinsic
def store(_context, memory, index, value):
    """Keep lanes at a place."""

    def code(context, builder, signature, values):
        kind, wide = signature.args[2], values[2]
        if not in_any(kind):
            wide = splat(builder, context.cast(builder, wide, kind, types.float64))
        builder.store(wide, _place(builder, *values[:2])).align = 8
        return context.get_dummy_value()

    return types.void(memory, types.intp, value), code


@intrinsic
def kept_in_lane(_context, memory, index, lane):
    """The figure kept at a place, in one lane."""

    def code(_context, builder, _signature, values):
        place = builder.add(builder.mul(values[1], ir.Constant(values[1].type, WIDTH)), values[2])
        return _read(builder, builder.gep(values[0], [place]), changes=True)

    return types.float64(memory, types.intp, types.intp), code


@intrinsic
def lane_input(_context, memory, index):
    """An input that differs between lanes."""

    def code(_context, builder, _signature, values):
        return _read(builder, _place(builder, *values), changes=False)

    return lanes(memory, types.intp), code


@intrinsic
def figure(_context, figures, index):
    """One of the figures that are the same in all lanes."""

    def code(_context, builder, _signature, values):
        return _read(builder, builder.gep(values[0], [values[1]]), changes=False)

    return types.float64(figures, types.intp), code


@intrinsic
def fixed_figure(_context, fixed, row, column):
    """A figure of a table: of a month and a row, or of a curve and a year."""

    def code(context, builder, signature, values):
        found = cgutils.create_struct_proxy(table)(context, builder, values[0])
        place = builder.add(builder.mul(values[1], found.across), values[2])
        return _read(builder, builder.gep(found.start, [place]), changes=False)

    return types.float64(fixed, types.intp, types.intp), code
