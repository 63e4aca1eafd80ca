"""Looking into rows and curves, for compiled lanes.

A row is given as what holds it: a flat memory of lanes, `width` rows side by side, month by month; or an array (month,
row) of figures that are the same in all lanes. A curve is held likewise, year by year, from a place of its own. How far
to look may be the same in all lanes, or differ between them.
"""

from __future__ import annotations

from numba.extending import overload, register_jitable

from modeller.lines.lanes.memory import Flat, fixed_figure, kept_in_lane, load, store
from modeller.lines.lanes.vectors import WIDTH, Lanes, lane_of, spread, with_lane
from modeller.lines.lanes.words import where


def back(memory, width, row, month, months):
    """A row as it was some months before; nil before the first."""


def trailing(memory, width, row, month, months):
    """The sum of a row over the last months, this one included."""


def at(memory, curve, count, year, first):
    """A curve in a year; IndexError outside its years."""


def _cell(memory, width, row, month):
    """A row in a month: in lanes, or one figure for all."""


def _lane_cell(memory, width, row, month, lane):
    """A row in a month, in one lane."""


def _nil(memory):
    """Nought: in lanes, or one figure for all."""


@overload(_cell)
def _cell_of(memory, width, row, month):
    if isinstance(memory, Flat):
        return lambda memory, width, row, month: load(memory, month * width + row)
    return lambda memory, width, row, month: fixed_figure(memory, month, row)


@overload(_lane_cell)
def _lane_cell_of(memory, width, row, month, lane):
    if isinstance(memory, Flat):
        return lambda memory, width, row, month, lane: kept_in_lane(memory, month * width + row, lane)
    return lambda memory, width, row, month, lane: fixed_figure(memory, month, row)


@overload(_nil)
def _nil_of(memory):
    return (lambda memory: spread(0.0)) if isinstance(memory, Flat) else (lambda memory: 0.0)


@overload(back)
def _back(memory, width, row, month, months):
    return _back_by_lane if isinstance(months, Lanes) else _back_together


@register_jitable
def _back_together(memory, width, row, month, months):
    then = month - int(months)
    return _cell(memory, width, row, then) if 0 <= then <= month else _nil(memory)


@register_jitable
def _back_by_lane(memory, width, row, month, months):
    found = spread(0.0)
    for lane in range(WIDTH):
        then = month - int(lane_of(months, lane))
        if 0 <= then <= month:
            found = with_lane(found, lane, _lane_cell(memory, width, row, then, lane))
    return found


@overload(trailing)
def _trailing(memory, width, row, month, months):
    return _trailing_by_lane if isinstance(months, Lanes) else _trailing_together


@register_jitable
def _trailing_together(memory, width, row, month, months):
    found = _nil(memory)
    for then in range(max(0, month + 1 - int(months)), month + 1):
        found = found + _cell(memory, width, row, then)
    return found


@register_jitable
def _trailing_by_lane(memory, width, row, month, months):
    longest = 0
    for lane in range(WIDTH):
        longest = max(longest, int(lane_of(months, lane)))
    found = spread(0.0)
    for then in range(max(0, month + 1 - longest), month + 1):
        found = found + where(months > month - then, _cell(memory, width, row, then), 0.0)
    return found


@overload(at)
def _at(memory, curve, count, year, first):
    return _at_by_lane if isinstance(year, Lanes) else _at_together


@register_jitable
def _at_together(memory, curve, count, year, first):
    return _of_curve(memory, curve, _within(year, first, count))


@register_jitable
def _at_by_lane(memory, curve, count, year, first):
    found = spread(0.0)
    for lane in range(WIDTH):
        place = _within(lane_of(year, lane), first, count)
        found = with_lane(found, lane, _lane_of_curve(memory, curve, place, lane))
    return found


@register_jitable
def _within(year, first, count):
    place = int(year - first)
    if place < 0 or place >= count:
        raise IndexError("a curve is read outside its years")
    return place


def _of_curve(memory, curve, place):
    """A curve in a year: in lanes, or one figure for all."""


def _lane_of_curve(memory, curve, place, lane):
    """A curve in a year, in one lane."""


@overload(_of_curve)
def _of_curve_of(memory, curve, place):
    if isinstance(memory, Flat):
        return lambda memory, curve, place: load(memory, curve + place)
    return lambda memory, curve, place: fixed_figure(memory, curve, place)  # noqa: PLW0108  a function, not an intrinsic


@overload(_lane_of_curve)
def _lane_of_curve_of(memory, curve, place, lane):
    if isinstance(memory, Flat):
        return lambda memory, curve, place, lane: kept_in_lane(memory, curve + place, lane)
    return lambda memory, curve, place, lane: fixed_figure(memory, curve, place)


@register_jitable
def recent(memory, width, row, month, count, apart):
    """The sum of a row in so many months, so far apart, ending with this one; there is room before the first month."""
    found = load(memory, month * width + row)
    for step in range(1, int(count)):
        found = found + load(memory, (month - step * int(apart)) * width + row)
    return found


@register_jitable
def picked(memory, width, row, months, month):
    """A row in one month; nil where there is no such month."""
    when, found = spread(month), spread(0.0)
    for lane in range(WIDTH):
        if 1.0 <= lane_of(when, lane) < months + 1.0:
            found = with_lane(found, lane, _lane_cell(memory, width, row, int(lane_of(when, lane)), lane))
    return found


@register_jitable
def kept_as_lanes(memory, width, row, months, fixed, place):
    """Keep a row that is the same in all lanes with those that are not."""
    for month in range(1, months + 1):
        store(memory, month * width + row, fixed_figure(fixed, month, place))
