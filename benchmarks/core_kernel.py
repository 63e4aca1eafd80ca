"""The core of `core.py` as numba lanes written by hand, with nothing in it that need not be."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import njit

LANES = 32
APRIL, TESTED_FROM, SPENDING_FROM, NIL = 4, 12, 60, 1e-9
FLAGS = {"contract", "arcp", "nsz"}
# what stands where in the scratch array, LANES figures each
RENTS, COSTS, RESERVE, CASH, FIRST, SECOND, LEVEL_1, LEVEL_2, COVER, BREACH, LOW, PAID_1, PAID_2 = range(13)
RENT, VOIDS, BAD, COST, REPAIRS, CPI, RISE, RATE_1, RATE_2 = range(13, 22)


@njit(nogil=True, error_model="numpy", fastmath=FLAGS)
def kernel(inputs: Any, answers: Any, calendar: Any, first: int, last: int) -> None:  # noqa: ANN401
    """Work the scenarios from first to last, a whole number of lanes: inputs (input, scenario), answers likewise."""
    months = len(calendar) - 1
    s = np.zeros(22 * LANES)
    for start in range(first, last, LANES):
        for place in range(9):
            for i in range(LANES):
                s[(RENT + place) * LANES + i] = inputs[place, start + i]
        for i in range(LANES):
            s[RENTS * LANES + i] = s[COSTS * LANES + i] = 1.0
            s[RESERVE * LANES + i] = s[CASH * LANES + i] = s[PAID_1 * LANES + i] = s[PAID_2 * LANES + i] = s[
                BREACH * LANES + i
            ] = 0.0
            s[FIRST * LANES + i], s[SECOND * LANES + i] = 900_000.0, 250_000.0
            s[COVER * LANES + i] = s[LOW * LANES + i] = np.inf
            one, two = s[RATE_1 * LANES + i] / 12, s[RATE_2 * LANES + i] / 12
            s[LEVEL_1 * LANES + i] = 900_000.0 * one / -math.expm1(-300.0 * math.log1p(one))
            s[LEVEL_2 * LANES + i] = 250_000.0 * two / -math.expm1(-120.0 * math.log1p(two))
        for month in range(1, months + 1):
            step = 1.0 if calendar[month] == APRIL and month > 1 else 0.0
            spending = 1.1 if month > SPENDING_FROM else 0.0
            tested = 1.0 if month >= TESTED_FROM else 0.0
            for i in range(LANES):
                rents = s[RENTS * LANES + i] + s[RENTS * LANES + i] * (s[CPI * LANES + i] * step)
                costs = s[COSTS * LANES + i] + s[COSTS * LANES + i] * (s[RISE * LANES + i] * step)
                due = s[RENT * LANES + i] * rents / 12
                let = due - due * s[VOIDS * LANES + i]
                received = let - let * s[BAD * LANES + i]
                aside = s[REPAIRS * LANES + i] * costs / 12
                operating = received - s[COST * LANES + i] * costs / 12 - aside
                s[RESERVE * LANES + i] = s[RESERVE * LANES + i] + aside - min(s[RESERVE * LANES + i], aside * spending)
                free = max(0.0, s[CASH * LANES + i] + operating)
                interest_1 = s[FIRST * LANES + i] * s[RATE_1 * LANES + i] / 12
                due_1 = min(s[FIRST * LANES + i] + interest_1, s[LEVEL_1 * LANES + i])
                paid_1 = min(free, due_1)
                interest_2 = s[SECOND * LANES + i] * s[RATE_2 * LANES + i] / 12
                due_2 = min(s[SECOND * LANES + i] + interest_2, s[LEVEL_2 * LANES + i])
                paid_2 = min(free - paid_1, due_2)
                cash = s[CASH * LANES + i] + operating - paid_1 - paid_2
                service = due_1 + due_2
                some = service > NIL
                cover = operating / service if some else 0.0
                test = tested if some else 0.0
                s[COVER * LANES + i] = min(s[COVER * LANES + i], cover) if test == 1.0 else s[COVER * LANES + i]
                broken = test if cover < 1.1 - 1e-9 else 0.0
                s[BREACH * LANES + i] = (
                    month if s[BREACH * LANES + i] == 0.0 and broken == 1.0 else s[BREACH * LANES + i]
                )
                s[LOW * LANES + i] = min(s[LOW * LANES + i], cash)
                s[PAID_1 * LANES + i] += interest_1
                s[PAID_2 * LANES + i] += interest_2
                s[FIRST * LANES + i] = s[FIRST * LANES + i] + interest_1 - paid_1
                s[SECOND * LANES + i] = s[SECOND * LANES + i] + interest_2 - paid_2
                s[RENTS * LANES + i], s[COSTS * LANES + i], s[CASH * LANES + i] = rents, costs, cash
        for i in range(LANES):
            answers[0, start + i] = 0.0 if s[COVER * LANES + i] == np.inf else s[COVER * LANES + i]
            answers[1, start + i], answers[2, start + i] = s[BREACH * LANES + i], s[LOW * LANES + i]
            answers[3, start + i], answers[4, start + i] = s[PAID_1 * LANES + i], s[FIRST * LANES + i]
            answers[5, start + i], answers[6, start + i] = s[PAID_2 * LANES + i], s[SECOND * LANES + i]
