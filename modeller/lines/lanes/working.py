"""Working the text written out for lanes: a part of the scenarios at a time, on every processor there is."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from modeller.lines.expressions import Reference
from modeller.lines.lanes.compiling import Tell, can_compile, compiled, state
from modeller.lines.lanes.drawing import Discount
from modeller.lines.lanes.same import Same
from modeller.lines.lanes.writing import LaneText, write_lanes
from modeller.lines.model import Model
from modeller.lines.references import Calendar, Curve, Input, Line, Measure
from modeller.lines.writing import Item

Array = NDArray[np.float64]
Figures = float | Sequence[float] | Array
PART, PART_MEMORY = 1 << 15, 1 << 26  # scenarios handed over at once, or fewer where rows are to be kept [bytes]
PIECE = 32  # blocks of lanes a thread takes at a time
# seconds, measured on P3: a figure of one line, month and scenario in rows and in lanes; compiling a line; loading
IN_ROWS, IN_LANES, TO_COMPILE, TO_LOAD = 5e-9, 1e-10, 0.03, 0.7


def pays(model: Model, wanted: Sequence[Item], varying: Sequence[str], fixed: Sequence[Item], scenarios: int) -> bool:
    """Whether lanes would be done before rows, what there is to compile included."""
    lines = len(model.written)
    if not can_compile() or scenarios * lines * model.months * IN_ROWS < TO_LOAD / 10:
        return False
    text = written_lanes(model, tuple(wanted), tuple(varying), tuple(fixed))
    figures = scenarios * text.lines * model.months
    first = {"nothing": 0.0, "load": TO_LOAD, "compile": TO_LOAD + TO_COMPILE * text.lines}[state(text.source)]
    return figures * IN_ROWS > first + figures * IN_LANES


@lru_cache(maxsize=16)
def written_lanes(
    model: Model, wanted: tuple[Item, ...], varying: tuple[str, ...], fixed: tuple[Item, ...]
) -> LaneText:
    """A model written out for lanes, remembered."""
    return write_lanes(model, wanted, varying, fixed)


def threads_to_use(threads: int | None) -> int:
    """As many as are asked for, or as MODELLER_THREADS says, or as there are processors for this process."""
    stated = os.environ.get("MODELLER_THREADS", "")
    if threads is None and stated.isdigit():
        threads = int(stated)
    if threads is None:
        threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, threads)


def work_lanes(
    text: LaneText,
    model: Model,
    changes: Mapping[str, Figures],
    fixed: Mapping[Item, Array],
    scenarios: int,
    threads: int | None = None,
    tell: Tell | None = None,
) -> tuple[dict[int, Array], dict[int, Array]]:
    """The rows (month, scenario) and the figures (scenario,) of what is wanted and differs between scenarios.

    Raises IndexError where a curve is read outside its years.
    """
    function = compiled(text.source, tell)
    from modeller.lines.lanes.vectors import WIDTH

    varying = [np.asarray(changes[each.key], dtype=float) for each in text.inputs]
    same = _remembered(text, model, changes, fixed)
    once = np.empty((len(text.answers), scenarios))
    rows = np.empty((len(text.rows) * (model.months + 1), scenarios))
    part = _part(text, model, WIDTH)
    memories = [_memory(text.memory * WIDTH) for _ in range(min(threads_to_use(threads), -(-scenarios // WIDTH)))]
    with ThreadPoolExecutor(len(memories)) as pool:
        for first in range(0, scenarios, part):
            here = slice(first, min(first + part, scenarios))
            inputs = _in_blocks([each[here] for each in varying], WIDTH)
            answers, kept = (np.empty((len(array) or 1, inputs.shape[1])) for array in (once, rows))
            blocks = inputs.shape[1] // WIDTH
            rest = (answers.reshape(-1), kept.reshape(-1), blocks)
            on_all(pool, function, (inputs.reshape(-1), *same), memories, rest, blocks)
            once[:, here] = answers[: len(once), : here.stop - first]
            rows[:, here] = kept[: len(rows), : here.stop - first]
    by_line = rows.reshape(len(text.rows), model.months + 1, scenarios)
    return (
        {id(line): row for line, row in zip(text.rows, by_line, strict=True)},
        {id(item): figures for item, figures in zip(text.answers, once, strict=True)},
    )


def on_all(
    pool: Executor,
    function: Callable[..., None],
    given: tuple[Array, ...],
    memories: Sequence[Array],
    rest: tuple[Any, ...],
    blocks: int,
) -> None:
    """Go through blocks of lanes on as many threads as there are memories, each taking the next piece when it is free.

    The function is given what it reads, a memory of its own, the rest, and the first of its blocks and the last.
    """
    pieces = pairwise([*range(0, blocks, PIECE), blocks])

    def go_on(memory: Array) -> None:
        for piece in pieces:
            function(*given, memory, *rest, *piece)

    if len(memories) == 1:
        go_on(memories[0])
    else:
        list(pool.map(go_on, memories))


def _part(text: LaneText, model: Model, width: int) -> int:
    """How many scenarios to hand over at once, in whole blocks of lanes."""
    rows = len(text.rows) * (model.months + 1)
    return max(width, min(PART, PART_MEMORY // (8 * max(rows, 1))) // width * width)


def _memory(size: int) -> Array:
    """A memory that begins where a line of the processor's cache does."""
    whole = np.zeros(size + 8)
    skipped = (-whole.ctypes.data // 8) % 8
    return whole[skipped : skipped + size]


def _in_blocks(figures: Sequence[Array], width: int) -> Array:
    """Inputs one below another, made up to whole blocks of lanes with the last scenario again."""
    size = -(-len(figures[0]) // width) * width
    found = np.empty((len(figures), size))
    for place, each in enumerate(figures):
        found[place, : len(each)], found[place, len(each) :] = each, each[-1]
    return found


def _remembered(
    text: LaneText, model: Model, changes: Mapping[str, Figures], fixed: Mapping[Item, Array]
) -> tuple[Array, Array, Array]:
    """What is the same in all scenarios, worked again only where a change that is one figure is another."""
    plain = {key: float(np.asarray(figure)) for key, figure in changes.items() if not np.ndim(figure)}
    remembered = text.remembered
    if remembered is None or remembered[0] != plain:
        text.remembered = remembered = (plain, _same_in_all(text, model, changes, fixed))
    return remembered[1]


def _same_in_all(
    text: LaneText, model: Model, changes: Mapping[str, Figures], fixed: Mapping[Item, Array]
) -> tuple[Array, Array, Array]:
    """The figures, the rows (month, row) and the curves (curve, year) that are the same in all scenarios."""

    def value(found: Reference) -> Any:  # noqa: ANN401  a figure, a figure by month from the first, or a curve's
        if isinstance(found, Input):
            return float(np.asarray(changes.get(found.key, found.value)))
        if isinstance(found, Curve):
            return tuple(value(found.point(year)) for year in found.years)
        if isinstance(found, Calendar):
            return np.array(model.calendar_row(found.name)[1:], dtype=float)
        assert isinstance(found, Line | Measure)  # noqa: S101  there is nothing else
        return fixed[found][1:, 0] if found.monthly else float(fixed[found][0])

    figures = np.array([value(each) for each in text.figures] + [0.0])
    rows = np.zeros((model.months + 1, len(text.fixed) + 1))
    for place, row in enumerate(text.fixed):
        if isinstance(row, Same | Discount):
            rows[1:, place] = row.by_month(value, model.months)
        else:
            rows[:, place] = model.calendar_row(row.name) if isinstance(row, Calendar) else fixed[row][:, 0]
    points = np.zeros((len(text.points) + 1, max((len(curve.years) for curve in text.points), default=0) + 1))
    for place, curve in enumerate(text.points):
        points[place, : len(curve.years)] = value(curve)
    return figures, rows, points
