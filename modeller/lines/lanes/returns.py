"""Returns in lanes: the rate of `reductions.internal_return`, found for all lanes at once.

The worth of the flows is worked at eight of the rates that `reductions` tries, those about the guess; the two nearest
the guess between which it changes sign are a bracket, and steps of the third order (Halley's) go on from there. A lane
whose rate is not so near is sought by itself, through all of the rates.
"""

from __future__ import annotations

import numpy as np
from numba.extending import register_jitable

from modeller.lines.lanes.memory import kept_in_lane, load
from modeller.lines.lanes.vectors import WIDTH, any_lane, lane_of, spread, with_lane
from modeller.lines.lanes.words import magnitude, maximum, minimum, power, where, whole_part
from modeller.lines.reductions import HALF_A_PENNY, RATES_TRIED

FIRST, STEP = float(RATES_TRIED[0]), float(RATES_TRIED[1] - RATES_TRIED[0])
EVEN = 120  # as far as the rates tried are evenly apart
NEAR, MOST_STEPS = 3e-7, 60
NAN = float("nan")


@register_jitable
def _worths(memory, width, row, months, at):
    """The worth, at the end of the first month, of a row of flows at eight monthly rates, a step apart."""
    a, b, c, d = (
        1.0 / (1.0 + at),
        1.0 / (1.0 + (at + STEP)),
        1.0 / (1.0 + (at + 2 * STEP)),
        1.0 / (1.0 + (at + 3 * STEP)),
    )
    e, f, g, h = (
        1.0 / (1.0 + (at + 4 * STEP)),
        1.0 / (1.0 + (at + 5 * STEP)),
        1.0 / (1.0 + (at + 6 * STEP)),
        1.0 / (1.0 + (at + 7 * STEP)),
    )
    wa = wb = wc = wd = we = wf = wg = wh = spread(0.0)
    for month in range(months, 0, -1):
        flow = load(memory, month * width + row)
        wa, wb, wc, wd = wa * a + flow, wb * b + flow, wc * c + flow, wd * d + flow
        we, wf, wg, wh = we * e + flow, wf * f + flow, wg * g + flow, wh * h + flow
    return wa, wb, wc, wd, we, wf, wg, wh


@register_jitable
def _nearer(place, near, low, high, best, distance, bracket):
    """The nearer of a bracket found and of this one, should the worth change sign in it."""
    from_guess = magnitude(place - near)
    changes = where(low * high <= 0.0, where(from_guess < distance, 1.0, 0.0), 0.0) == 1.0
    return where(changes, place, best), where(changes, from_guess, distance), where(changes, low, bracket)


@register_jitable
def _bracketed(memory, width, row, months, guess):
    """The place of the bracket nearest the guess, counted in steps, and the worth at its low end; -1 for none."""
    near = (guess - FIRST) / STEP
    first = minimum(maximum(whole_part(near) - 3.0, 0.0), EVEN - 7.0)
    worths = _worths(memory, width, row, months, FIRST + first * STEP)
    best, distance, bracket = spread(-1.0), spread(np.inf), spread(0.0)
    best, distance, bracket = _nearer(first, near, worths[0], worths[1], best, distance, bracket)
    best, distance, bracket = _nearer(first + 1.0, near, worths[1], worths[2], best, distance, bracket)
    best, distance, bracket = _nearer(first + 2.0, near, worths[2], worths[3], best, distance, bracket)
    best, distance, bracket = _nearer(first + 3.0, near, worths[3], worths[4], best, distance, bracket)
    best, distance, bracket = _nearer(first + 4.0, near, worths[4], worths[5], best, distance, bracket)
    best, distance, bracket = _nearer(first + 5.0, near, worths[5], worths[6], best, distance, bracket)
    best, distance, bracket = _nearer(first + 6.0, near, worths[6], worths[7], best, distance, bracket)
    beyond = minimum(first + 7.0 - near, near - (first - 1.0))  # how far the next brackets on either side would be
    return where(distance < beyond, best, -1.0), bracket


@register_jitable
def _drawn_out(memory, width, row, months, at):
    """The worth of the flows at a discount, but for its first power; its slope, and half its bend.

    The earlier flows and the later are gone through side by side, for each step waits for the one before.
    """
    half = months // 2
    worth, slope, bend = spread(0.0), spread(0.0), spread(0.0)
    late, late_slope, late_bend = spread(0.0), spread(0.0), spread(0.0)
    if months > 2 * half:
        late = load(memory, months * width + row)
    for month in range(half, 0, -1):
        bend, late_bend = bend * at + slope, late_bend * at + late_slope
        slope, late_slope = slope * at + worth, late_slope * at + late
        worth = worth * at + load(memory, month * width + row)
        late = late * at + load(memory, (half + month) * width + row)
    factor, square, left = spread(1.0), at, half
    while left:
        factor = where(left % 2 == 1, factor * square, factor)
        square, left = square * square, left // 2
    rise = half * factor / at
    turn = 0.5 * (half - 1) * rise / at
    return (
        worth + factor * late,
        slope + rise * late + factor * late_slope,
        bend + turn * late + rise * late_slope + factor * late_bend,
    )


@register_jitable
def _stepped(memory, width, row, months, low, high, worth_at_low, wanted):
    """The monthly discount at which the flows are worth nothing, between those of two rates."""
    least, most = 1.0 / (1.0 + high), 1.0 / (1.0 + low)
    at = (least + most) * 0.5
    for _ in range(MOST_STEPS):
        worth, slope, bend = _drawn_out(memory, width, row, months, at)
        # the worth is at × this; its root, slope and bend are those of the sum without that factor
        step = worth * slope / (slope * slope - worth * bend)
        alike = worth * worth_at_low > 0.0
        most, least = where(alike, at, most), where(alike, least, at)
        to = at - step
        to = where(to >= least, where(to <= most, to, (least + most) * 0.5), (least + most) * 0.5)
        to = where(worth == 0.0, at, to)
        moved = where(wanted, magnitude(to - at), 0.0)
        at = to
        if not any_lane(moved > NEAR):
            break
    return at


@register_jitable
def _worth(memory, width, row, months, lane, rate):
    worth = 0.0
    for month in range(1, months + 1):
        worth += kept_in_lane(memory, month * width + row, lane) * (1.0 + rate) ** -month
    return worth


@register_jitable
def _one_rate(memory, width, row, months, lane, guess):
    """The monthly rate of one lane, sought through all of the rates tried; NaN for none."""
    place, before = -1, 0.0
    for tried in range(len(RATES_TRIED)):
        worth = _worth(memory, width, row, months, lane, RATES_TRIED[tried])
        changes = tried > 0 and np.sign(before) * np.sign(worth) <= 0
        if changes and (place < 0 or abs(RATES_TRIED[tried - 1] - guess) < abs(RATES_TRIED[place] - guess)):
            place = tried - 1
        before = worth
    if place < 0:
        return NAN
    low, high = RATES_TRIED[place], RATES_TRIED[place + 1]
    rising = _worth(memory, width, row, months, lane, high) > _worth(memory, width, row, months, lane, low)
    while True:
        middle = (low + high) / 2
        if middle in (low, high):
            return middle
        if (_worth(memory, width, row, months, lane, middle) > 0) == rising:
            high = middle
        else:
            low = middle


@register_jitable
def internal_return(memory, width, row, months, back, out):
    """The effective yearly rates of a row of flows kept in memory, as `reductions.internal_return` has them."""
    came, went = spread(back), spread(out)
    fit = where(went > HALF_A_PENNY, where(came * 2.0 >= went, 1.0, 0.0), 0.0) == 1.0
    if not any_lane(fit):
        return spread(NAN)
    guess = power(where(fit, came / went, 1.0), 2.0 / months) - 1.0
    place, worth_at_low = _bracketed(memory, width, row, months, guess)
    found = where(place >= 0.0, where(fit, 1.0, 0.0), 0.0) == 1.0
    low = FIRST + where(found, place, 100.0) * STEP
    growth = 1.0 / _stepped(memory, width, row, months, low, low + STEP, worth_at_low, found)
    third = growth * growth * growth
    yearly = where(found, third * third * third * third - 1.0, NAN)
    if any_lane(where(fit, where(found, 0.0, 1.0), 0.0) == 1.0):
        for lane in range(WIDTH):
            if lane_of(where(fit, 1.0, 0.0), lane) == 1.0 and not lane_of(place, lane) >= 0.0:
                rate = _one_rate(memory, width, row, months, lane, lane_of(guess, lane))
                yearly = with_lane(yearly, lane, (1.0 + rate) ** 12 - 1.0)
    return yearly
