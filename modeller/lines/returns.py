"""The returns of many series of flows at once, on every processor: what `reductions.internal_return` says, sooner."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from modeller.errors import WorkingError
from modeller.lines import reductions
from modeller.lines.lanes.compiling import can_compile, compiled

Array = NDArray[np.float64]
SOURCE = """\
from numba import njit

from modeller.lines.lanes.memory import load, load_from, opened, store
from modeller.lines.lanes.returns import internal_return
from modeller.lines.lanes.vectors import WIDTH

SIGNATURE = "void(f8[::1], f8[::1], f8[::1], f8[::1], f8[::1], i8, i8, i8, i8, i8)"


@njit(SIGNATURE, cache=True, nogil=True, error_model="numpy")
def work(flows_, back_, out_, memory_, answers_, months, scenarios, across, first, last):
    flows, back, out = opened(flows_), opened(back_), opened(out_)
    memory, answers = opened(memory_), opened(answers_)
    for start in range(first, last, across):
        count = min(across, last - start)
        for month in range(1, months + 1):
            for block in range(count):
                place = month * scenarios + (start + block) * WIDTH
                store(memory, month * across + block, load_from(flows, place))
        for block in range(start, start + count):
            rates = internal_return(memory, across, block - start, months, load(back, block), load(out, block))
            store(answers, block, rates)
"""
ACROSS, FEW = 8, 2000  # blocks of lanes taken from the rows together; and how many series rows alone do as soon


def internal_returns(
    flows: Array, back: float | Array, out: float | Array, *, by: str | None = None, threads: int | None = None
) -> Array:
    """The effective yearly rates [a year] of flows at month ends, shape (month, scenario), as (scenario,).

    Row 0 is the month before the first, and left out. `back` is what comes back in all and `out` what goes out, [£],
    one figure or (scenario,). NaN where there is no return; see `reductions.internal_return`, which gives the same
    answers. Worked `by` “lanes” where numba is there and there are enough of them, or else by “rows”.

    Raises WorkingError where lanes are asked for and cannot be compiled.

    >>> flows = np.array([[0.0, 0.0], [-100.0, -100.0], *[[0.0, 0.0]] * 11, [110.0, 105.0]])
    >>> internal_returns(flows, np.array([110.0, 105.0]), 100.0, by="rows").round(6).tolist()
    [0.1, 0.05]
    """
    scenarios = max(flows.shape[1], np.size(back), np.size(out))
    if by == "rows" or (by is None and (scenarios < FEW or not can_compile())):
        return reductions.internal_return(flows, back, out)
    try:
        return _in_lanes(flows, back, out, scenarios, threads)
    except WorkingError:
        if by == "lanes":
            raise
        return reductions.internal_return(flows, back, out)


def _in_lanes(flows: Array, back: float | Array, out: float | Array, scenarios: int, threads: int | None) -> Array:
    from modeller.lines.lanes.working import on_all, threads_to_use

    function = compiled(SOURCE)
    from modeller.lines.lanes.vectors import WIDTH

    size = -(-scenarios // WIDTH) * WIDTH
    whole = (
        np.empty((len(flows), size))
        if size > scenarios or flows.shape[1] == 1
        else np.require(flows, float, ["C", "W"])
    )
    if flows.shape[1] != size:
        whole[:, :scenarios], whole[:, scenarios:] = flows, 0.0
    came, went, answers = np.zeros((3, size))
    came[:scenarios], went[:scenarios] = back, out
    memories = [np.zeros(len(flows) * ACROSS * WIDTH) for _ in range(min(threads_to_use(threads), size // WIDTH))]
    rest = (answers, len(flows) - 1, size, ACROSS)
    with ThreadPoolExecutor(len(memories)) as pool:
        on_all(pool, function, (whole.reshape(-1), came, went), memories, rest, size // WIDTH)
    return answers[:scenarios]
