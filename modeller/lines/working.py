"""Working the written-out function: one scenario in plain floats, or many as numpy rows, a block at a time.

Results have shape (month, scenario): row 0 is the month before the first, which holds the start of a balance.
"""

from __future__ import annotations

import linecache
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from modeller.errors import WorkingError
from modeller.lines.bindings import FLOATS, ROWS, Bindings
from modeller.lines.model import Model
from modeller.lines.references import Calendar, Input, Line, Measure
from modeller.lines.writing import Item, Written, the_same_throughout, write_out

Array = NDArray[np.float64]
Figures = float | Sequence[float] | Array
By = Literal["floats", "rows", "lanes"]

BLOCK, MEMORY = range(32, 513), 64_000_000  # scenarios worked at once, within bounds, in about so many bytes of rows


@dataclass(frozen=True)
class Results:
    """What a model worked out to: rows (month, scenario) for lines by month, (scenario,) for figures worked once."""

    model: Model
    rows: Mapping[int, Array]
    once: Mapping[int, Array]

    def __getitem__(self, reference: Line | Measure | Calendar | Input | str) -> Array:
        """The figures of a line or measure, by itself or by its key."""
        found = self.model.by_key[reference] if isinstance(reference, str) else reference
        if isinstance(found, Calendar):
            return np.array(self.model.calendar_row(found.name), dtype=float)[:, None]
        return self.rows[id(found)] if found.monthly else self.once[id(found)]


def work(
    model: Model,
    changes: Mapping[str, Figures],
    wanted: Sequence[Item] | None = None,
    held: Mapping[Item, Array] | None = None,
    *,
    by: By | None = None,
    threads: int | None = None,
    tell: Callable[[str], None] | None = None,
) -> Results:
    """Work a model out; inputs are as stated unless `changes` says otherwise, by key.

    A change is one figure, or a figure for each scenario [in the input's unit], shape (scenario,). `wanted` names the
    lines and measures to work out, with what they lean on and no more; the rows of its lines are kept. Unless told,
    everything is. `held` gives lines figures that are not worked out but taken as they are, as `Results` has them:
    shape (month, scenario), or (scenario,) for one that does not differ by month.

    What no change reaches is worked once, in plain floats, and read by the rest. The rest is worked as numpy rows, or
    compiled as numba lanes where that is sooner done; `by` asks for one way: `floats` (a scenario at a time), `rows` or
    `lanes`. The answers are the same. Lanes keep no more than is wanted; they use as many `threads` as there are
    processors, or as MODELLER_THREADS says, and `tell` hears “compiling” and “compiled” where that takes a while.

    Raises KeyError for a key that is no input, ValueError where changes are for different numbers of scenarios,
    WorkingError for a line that cannot be worked out.

    >>> from datetime import date
    >>> from modeller.lines.units import POUNDS
    >>> model = Model(date(2026, 4, 1), months=3)
    >>> rent = model.input("rent", "Rent", POUNDS, 100)
    >>> saved = model.section("Cash").balance("Saved", POUNDS)
    >>> kept = saved.close(rent - 0 * saved.opening)
    >>> work(model, {"rent": [100, 200]})[kept].tolist()
    [[0.0, 0.0], [100.0, 200.0], [200.0, 400.0], [300.0, 600.0]]
    """
    held, asked = held or {}, None if wanted is None else tuple(wanted)
    scenarios = _scenarios(model, changes, held)
    if by == "lanes" and changes and scenarios is None:
        changes, scenarios = {key: [float(np.asarray(figure))] for key, figure in changes.items()}, 1
    if scenarios is None:
        return _work_floats(model, _written(model, asked, ()), changes)
    if by == "floats" and scenarios:
        return _one_by_one(model, changes, asked, held, scenarios)
    varying = tuple(key for key in changes if np.ndim(changes[key]))
    fixed = _fixed(model, asked, varying, tuple(held))
    same = {key: float(np.asarray(figure)) for key, figure in changes.items() if not np.ndim(figure)}
    known = _same_results(model, fixed, tuple(sorted(same.items())))
    once = {item: known[item] for item in fixed}
    if by != "rows" and scenarios:
        worked = _by_lanes(model, changes, asked, varying, once, held, scenarios, Way(by, threads, tell))
        if worked is not None:
            return worked
    given = {**once, **held}
    return _work_rows(model, _written(model, asked, tuple(given)), changes, given, scenarios)


@dataclass(frozen=True)
class Way:
    """How to work many scenarios: by what, on how many threads, and who is told that it takes a while."""

    by: By | None
    threads: int | None
    tell: Callable[[str], None] | None


def _scenarios(model: Model, changes: Mapping[str, Figures], held: Mapping[Item, Array]) -> int | None:
    """How many scenarios there are figures for; none where every change is one figure."""
    unknown = [key for key in changes if key not in model.inputs]
    if unknown:
        raise KeyError(f"no such input: {', '.join(unknown)}")
    sizes = {np.size(figures) for figures in changes.values() if np.ndim(figures)}
    sizes |= {figures.shape[-1] for figures in held.values()}
    if len(sizes) > 1:
        raise ValueError(f"the changes are for different numbers of scenarios: {sorted(sizes)}")
    return sizes.pop() if sizes else None


@lru_cache(maxsize=4)
def _same_results(model: Model, fixed: tuple[Item, ...], changes: tuple[tuple[str, float], ...]) -> Results:
    return _work_floats(model, _written(model, fixed, ()), dict(changes))


def _one_by_one(
    model: Model,
    changes: Mapping[str, Figures],
    wanted: tuple[Item, ...] | None,
    held: Mapping[Item, Array],
    scenarios: int,
) -> Results:
    """Every scenario by itself, in plain floats: slow, and what the other ways are held to."""
    if held:
        raise WorkingError("figures can be held in rows only")
    each = [
        {key: np.asarray(figures).flat[place if np.ndim(figures) else 0] for key, figures in changes.items()}
        for place in range(scenarios)
    ]
    found = [_work_floats(model, _written(model, wanted, ()), here) for here in each]
    return Results(
        model,
        {key: np.hstack([here.rows[key] for here in found]) for key in found[0].rows},
        {key: np.concatenate([here.once[key] for here in found]) for key in found[0].once},
    )


def _by_lanes(
    model: Model,
    changes: Mapping[str, Figures],
    wanted: tuple[Item, ...] | None,
    varying: tuple[str, ...],
    fixed: Mapping[Item, Array],
    held: Mapping[Item, Array],
    scenarios: int,
    way: Way,
) -> Results | None:
    """In lanes, where that is asked for or pays; nothing where rows are to do it."""
    from modeller.lines.lanes import working as lanes

    asked = way.by == "lanes"
    if wanted is None or held:
        if asked:
            raise WorkingError("lanes keep what is wanted and nothing else: say what is wanted, and hold nothing")
        return None
    if not asked and not lanes.pays(model, wanted, varying, tuple(fixed), scenarios):
        return None
    text = lanes.written_lanes(model, wanted, varying, tuple(fixed))
    try:
        rows, once = lanes.work_lanes(text, model, changes, fixed, scenarios, way.threads, way.tell)
    except (IndexError, WorkingError):
        if asked:
            raise
        return None  # rows can do without a compiler, and name the line that cannot be worked out
    same = [item for item in wanted if item in fixed]
    rows |= {id(each): np.broadcast_to(fixed[each], (model.months + 1, scenarios)) for each in same if each.monthly}
    once |= {id(each): np.full(scenarios, fixed[each][0]) for each in same if not each.monthly}
    return Results(model, rows, once)


@lru_cache(maxsize=16)
def _written(model: Model, wanted: tuple[Item, ...] | None, held: tuple[Item, ...]) -> Written:
    return write_out(model, wanted, held)


@lru_cache(maxsize=16)
def _fixed(
    model: Model, wanted: tuple[Item, ...] | None, varying: tuple[str, ...], held: tuple[Item, ...]
) -> tuple[Item, ...]:
    """What is the same in every scenario and is wanted, or read by what is not: worked once, in plain floats."""
    return the_same_throughout(model, model.written if wanted is None else wanted, varying, held)


def _work_floats(model: Model, written: Written, changes: Mapping[str, Figures]) -> Results:
    figures = [float(np.asarray(changes.get(each.key, each.value)).flat[0]) for each in written.inputs]
    rows = [[0.0] * (model.months + 1) for _ in written.rows]
    once = _call(model, written, FLOATS, figures, rows)
    return Results(
        model,
        {id(line): np.array(row)[:, None] for line, row in zip(written.rows, rows, strict=True)},
        {id(item): np.array([figure]) for item, figure in zip(written.once, once, strict=True)},
    )


def _work_rows(
    model: Model, written: Written, changes: Mapping[str, Figures], held: Mapping[Item, Array], scenarios: int
) -> Results:
    worked = [line for line in written.rows if line not in held]
    size = max(1, min(_block(len(worked) * (model.months + 1)), scenarios))
    rows = {id(line): np.zeros((model.months + 1, scenarios)) for line in worked if id(line) in written.asked}
    rows |= {id(line): held[line] for line in written.rows if line in held}
    passing = {id(line): np.zeros((model.months + 1, size)) for line in worked if id(line) not in rows}
    once = np.zeros((len(written.once), scenarios))
    for first in range(0, scenarios, size):
        block = slice(first, first + size)
        figures = [_figures(changes.get(each.key, each.value), block) for each in written.inputs]
        figures += [_part(held[item], block) for item in written.held]
        number = min(size, scenarios - first)
        kept = [
            _part(rows[id(line)], block) if id(line) in rows else passing[id(line)][:, :number] for line in written.rows
        ]
        with np.errstate(all="ignore"):
            for place, answer in enumerate(_call(model, written, ROWS, figures, kept)):
                once[place, block] = answer
    return Results(
        model,
        {key: np.broadcast_to(row, (model.months + 1, scenarios)) for key, row in rows.items()},
        {id(item): answer for item, answer in zip(written.once, once, strict=True)},
    )


def _part(figures: Array, block: slice) -> Array:
    """The figures of a block of scenarios; what is the same in all of them stands alone."""
    return figures if figures.shape[-1] == 1 else figures[..., block]


def _block(figures: int) -> int:
    """How many scenarios to work at once, when each keeps so many figures: enough to pay for numpy's own time."""
    return min(max(MEMORY // (8 * max(figures, 1)), BLOCK.start), BLOCK.stop - 1)


def _figures(figures: Figures, block: slice) -> float | Array:
    return np.asarray(figures, dtype=float)[block] if np.ndim(figures) else float(np.asarray(figures))


def _call(model: Model, written: Written, bindings: Bindings, figures: list[Any], rows: Any) -> Sequence[Any]:  # noqa: ANN401
    function = compiled(written, bindings)
    calendar = {row.name: model.calendar_row(row.name) for row in model.calendar}
    try:
        answers: Sequence[Any] = function(figures, model.months, calendar, rows)
    except Exception as error:
        raise WorkingError(_where(written, error.__traceback__, error)) from error
    return answers


def compiled(written: Written, bindings: Bindings) -> Callable[..., Any]:
    """The written-out function, its words bound; its source can be read in a traceback or a debugger."""
    name = f"<lines {hash(written.source):x}>"
    linecache.cache[name] = (len(written.source), None, written.source.splitlines(keepends=True), name)
    space: dict[str, Any] = dict(bindings)
    exec(_code(written.source, name), space)  # noqa: S102  our own text, spelled from the closed table
    function: Callable[..., Any] = space["work"]
    return function


@lru_cache(maxsize=16)
def _code(source: str, name: str) -> Any:  # noqa: ANN401  a code object
    return compile(source, name, "exec")


def _where(written: Written, traceback: TracebackType | None, error: Exception) -> str:
    """Which line of the model was being worked out, and in which month."""
    where = "the model"
    while traceback is not None:
        if traceback.tb_frame.f_code.co_name == "work" and traceback.tb_lineno in written.line_of:
            line = written.line_of[traceback.tb_lineno]
            month = traceback.tb_frame.f_locals.get("month")
            where = f"{line.key} (“{line.label}”)" + (f" in month {month}" if month else "")
        traceback = traceback.tb_next
    return f"{where} could not be worked out: {type(error).__name__}: {error}"
