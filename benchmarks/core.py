"""A core of some forty lines, in the language of lines and as a kernel written by hand: the yardstick.

Rent with voids and bad debts, running costs and repairs, two loans in their rank, cash and cover. The kernel is what
one would write who had nothing else to do: months outside, lanes inside, everything in one scratch array.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import numpy as np
from core_kernel import LANES, kernel
from measuring import Row, exponent, in_turns, processor_seconds
from numpy.typing import NDArray

from modeller.lines.expressions import Constant, Expression
from modeller.lines.functions import equals, flag, level_payment, maximum, minimum, ratio
from modeller.lines.lanes.working import threads_to_use
from modeller.lines.measures import first_month, lowest, total
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import FLAG, MONTH, NUMBER

MANY = 131_072
INPUTS = {
    "rent": 150_000.0, "voids": 0.03, "bad_debts": 0.02, "costs": 55_000.0, "repairs": 12_000.0,
    "cpi": 0.02, "cost_rise": 0.025, "first_rate": 0.055, "second_rate": 0.07,
}  # fmt: skip
FIRST, SECOND, FIRST_OVER, SECOND_OVER, COVENANT = 900_000.0, 250_000.0, 300.0, 120.0, 1.1
TESTED_FROM, SPENDING_FROM = 12, 60


def core(months: int = 360, copies: int = 1) -> tuple[Model, list[Measure]]:
    """The model and its measures; more than one copy makes a longer model of the same kind."""
    model = Model(date(2026, 4, 1), months)
    given = {key: model.input(key, key, NUMBER, value) for key, value in INPUTS.items()}
    measures = [each for copy in range(copies) for each in _copy(model, given, f"Copy {copy}")]
    return model, measures


def _copy(model: Model, given: dict[str, Any], title: str) -> Iterator[Measure]:
    part = model.section(title)
    step = part.line("Prices step", flag(equals(model.month_of_year, 4)) * flag(model.month > 1), FLAG)
    rents, costs = (_index(part, name, given[key] * step) for name, key in (("Rents", "cpi"), ("Costs", "cost_rise")))
    due = part.line("Rent due", given["rent"] * rents / 12, NUMBER)
    empty = part.line("Lost to voids", due * given["voids"], NUMBER)
    bad = part.line("Bad debts", (due - empty) * given["bad_debts"], NUMBER)
    received = part.line("Rent received", due - empty - bad, NUMBER)
    running = part.line("Running costs", given["costs"] * costs / 12, NUMBER)
    aside = part.line("Set aside", given["repairs"] * costs / 12, NUMBER)
    operating = part.line("Operating cash", received - running - aside, NUMBER)
    reserve = part.balance("Repairs reserve", NUMBER)
    spent = part.line("Repairs", minimum(reserve.opening, aside * 1.1 * flag(model.month > SPENDING_FROM)), NUMBER)
    reserve.close(aside, -spent)
    cash = part.balance("Cash", NUMBER)
    free = part.line("Cash for loans", maximum(0, cash.opening + operating), NUMBER)
    left, loans = free, []
    for name, lent, over in (("First", FIRST, FIRST_OVER), ("Second", SECOND, SECOND_OVER)):
        loan = _loan(part.under(name), given[f"{name.lower()}_rate"], lent, over, left)
        left = loan[0]
        loans.append(loan)
    held = cash.close(operating, *(-paid for *_, paid in loans))
    service = part.line("Service due", loans[0][1] + loans[1][1], NUMBER)
    cover = part.line("Cover", ratio(operating, service), NUMBER)
    tested = part.line("Tested", flag(service > 0) * flag(model.month >= TESTED_FROM), FLAG)
    breach = part.line("Breach", tested * flag(cover < COVENANT), FLAG)
    always = part.line("Always", flag(model.month >= 1), FLAG)
    yield part.measure("Lowest cover", lowest(cover, tested), NUMBER)
    yield part.measure("First breach", first_month(breach), MONTH)
    yield part.measure("Lowest cash", lowest(held, always), NUMBER)
    for number, (_, _, owed, interest, _) in enumerate(loans):
        yield part.measure(f"Interest {number}", total(interest), NUMBER)
        yield part.measure(f"Owed at the end {number}", model.in_month(owed, model.months), NUMBER)


def _index(part: Section, name: str, rise: Expression) -> Line:
    index = part.balance(f"{name} index", NUMBER, start=1)
    return index.close(index.opening * rise)


def _loan(part: Section, rate: Expression, lent: float, over: float, cash: Line) -> tuple[Line, Line, Line, Line, Line]:
    """What is left after a loan, what it is due, what is owed, its interest, and what it was paid."""
    debt = part.balance("Owed", NUMBER, start=lent)
    level = part.line("Level payment", level_payment(rate / Constant(12), over, lent), NUMBER)
    interest = part.line("Interest", debt.opening * rate / 12, NUMBER)
    due = part.line("Due", minimum(debt.opening + interest, level), NUMBER)
    paid = part.line("Paid", minimum(cash, due), NUMBER)
    owed = debt.close(interest, -paid)
    return part.line("Left", cash - paid, NUMBER), due, owed, interest, paid


def drawn(count: int) -> dict[str, NDArray[np.float64]]:
    """Every input a fifth up or down, shape (scenario,)."""
    rng = np.random.default_rng(2)
    return {key: value * rng.uniform(0.8, 1.2, count) for key, value in INPUTS.items()}


def by_hand(given: dict[str, NDArray[np.float64]], months: int = 360) -> NDArray[np.float64]:
    """The same measures by the kernel, shape (measure, scenario)."""
    inputs = np.array(list(given.values()))
    answers = np.empty((7, inputs.shape[1]))
    calendar = np.array([(month + 2) % 12 + 1 for month in range(months + 1)])
    threads = threads_to_use(None)
    ends = np.linspace(0, inputs.shape[1] // LANES, threads + 1).astype(int) * LANES
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(lambda first, last: kernel(inputs, answers, calendar, first, last), ends[:-1], ends[1:]))
    return answers


def against_the_kernel() -> Iterator[Row]:
    """Lanes against the kernel, in turns; first that they say the same."""
    model, wanted = core()
    given = drawn(MANY)
    ours, theirs = model.work(given, wanted, by="lanes"), by_hand(given)
    for place, measure in enumerate(wanted):
        np.testing.assert_allclose(ours[measure], theirs[place], 1e-9, 1e-6, err_msg=measure.key)
    lanes, hand = in_turns([lambda: model.work(given, wanted, by="lanes"), lambda: by_hand(given)], times=7)
    yield f"a core of {len(model.lines)} lines, futures a second", f"{MANY / lanes:,.0f}", ""
    yield "  the kernel written by hand", f"{MANY / hand:,.0f}", ""
    yield "  time over the kernel's", f"{lanes / hand:.2f} times", "2 times"


def growth_in_months_and_lines() -> Iterator[Row]:
    """How a processor's own time grows with months, and with lines: from a core to twelve in one model."""
    given = drawn(MANY // 16)
    months, copies = (90, 180, 360, 720), (1, 2, 4, 8, 12)
    for what, sizes, made in (
        ("months", months, [core(months=size) for size in months]),
        ("lines", copies, [core(copies=size) for size in copies]),
    ):
        tasks = [lambda made=each: made[0].work(given, made[1], by="lanes", threads=1) for each in made]  # type: ignore[misc]
        took = [processor_seconds(task, times=12) for task in tasks]
        yield f"growth with {what}, exponent", f"{exponent(sizes, took):.3f}", "1.05"
