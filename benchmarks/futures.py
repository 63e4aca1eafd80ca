"""P3's partnership in many futures: a dozen inputs that matter drawn, every headline measure asked for."""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from measuring import Row, exponent, in_turns, processor_seconds, processor_share, seconds
from numpy.typing import NDArray

from modeller.analysis.compare import headlines
from modeller.analysis.run import run
from modeller.analysis.terms.maps import mapped
from modeller.lines.model import Model
from modeller.lines.references import Measure
from modeller.partnership.assemble import Partnership

P3 = Path(__file__).resolve().parents[1] / "scenarios" / "p3-west-lindsey.yaml"
DRAWN = (
    "rent.voids",
    "rent.bad_debts",
    "finance.bank_loan.interest",
    "economy.consumer_prices.2026",
    "economy.consumer_prices.2027",
    "economy.consumer_prices.2028",
    "economy.house_prices.2026",
    "economy.building_maintenance.2026",
    "homes.bought_in_the_first_year.price",
    "homes.bought_in_the_first_year.rent",
    "costs.housing_management.per_home",
    "grants.west_lindsey_grant.amount",
)
MANY, FEW, MILLION = 100_000, 1_000, 1_000_000
GIGABYTE = 1 << 30


def partnership() -> Partnership:
    """P3's, worked once."""
    return run(P3).partnership


def changes(model: Model, count: int) -> dict[str, NDArray[np.float64]]:
    """Each of a dozen inputs a fifth up or down, and a contract of 3 to 20 years; shape (scenario,)."""
    rng = np.random.default_rng(1)
    found = {key: model.inputs[key].value * rng.uniform(0.8, 1.2, count) for key in DRAWN}
    return {**found, "contract.committed": rng.integers(36, 241, count).astype(float)}


def measures(of: Partnership) -> list[Measure]:
    """The headline measures, returns with the exit and without among them."""
    return [each.measure for each in headlines(of)]


def many_futures() -> Iterator[Row]:
    """Futures a second, on all cores and on one, and against the project's own numpy rows."""
    of = partnership()
    model, wanted = of.model, measures(of)
    drawn, few = changes(model, MANY), changes(model, FEW)

    def on(threads: int | None) -> None:
        model.work(drawn, wanted, by="lanes", threads=threads)

    on(None)
    all_cores, one_core, rows = in_turns(
        [lambda: on(None), lambda: on(1), lambda: model.work(few, wanted, by="rows")], times=4
    )
    share, of_processor = processor_share(lambda: on(None), 3), processor_seconds(lambda: on(1), 4)
    yield "P3, all headline measures, futures a second", f"{MANY / all_cores:,.0f}", "200,000 on 2 cores"
    yield "  processors had while at it (others were at work where this is not all of them)", f"{share:.2f}", ""
    yield "  on one core", f"{MANY / one_core:,.0f}", ""
    yield "  on one core, a second of its own time", f"{MANY / of_processor:,.0f}", ""
    yield "  numpy rows", f"{FEW / rows:,.0f}", ""
    yield "  lanes over rows", f"{(MANY / all_cores) / (FEW / rows):,.0f} times", "50 times"


def one_run() -> Iterator[Row]:
    """One warm run, in floats and compiled."""
    of = partnership()
    model, wanted = of.model, measures(of)
    one = {key: figures[:1] for key, figures in changes(model, 1).items()}
    plain = {key: float(figures[0]) for key, figures in one.items()}
    floats, lanes = in_turns(
        [lambda: model.work(plain, wanted), lambda: model.work(one, wanted, by="lanes", threads=1)], times=20
    )
    yield "one warm run of P3, plain floats", f"{1000 * floats:.1f} ms", "100 ms"
    yield "one warm run of P3, compiled", f"{1000 * lanes:.2f} ms", "10 ms"


def the_map() -> Iterator[Row]:
    """A hundred lengths by fifty rates, every one on all its paths."""
    of = partnership()
    lengths = [3 * step + 12 for step in range(100)]
    took = seconds(lambda: mapped(of, lengths, "rate", steps=50), times=2)
    yield "a map of 100 lengths × 50 rates, all paths", f"{took:.2f} s", "5 s"


def growth_in_draws() -> Iterator[Row]:
    """How a processor's own time grows with draws."""
    of = partnership()
    model, wanted = of.model, measures(of)
    sizes = [MANY // 8, MANY // 4, MANY // 2, MANY]
    given = [changes(model, size) for size in sizes]
    tasks = [lambda each=each: model.work(each, wanted, by="lanes", threads=1) for each in given]  # type: ignore[misc]
    took = [processor_seconds(task, times=4) for task in tasks]
    yield "growth with draws, exponent", f"{exponent(sizes, took):.3f}", "1.05"


def a_million() -> Iterator[Row]:
    """The memory of a process that works a million draws at once."""
    code = f"import futures; futures.work_and_say({MILLION})"
    said = subprocess.run(  # noqa: S603
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parent
    )
    yield "a million draws of P3 at once, memory", f"{int(said.stdout) / GIGABYTE:.2f} GiB", "1 GiB"


def work_and_say(count: int) -> None:
    """Work so many draws, and print the most memory that was held [bytes]."""
    of = partnership()
    of.model.work(changes(of.model, count), measures(of), by="lanes")
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)  # noqa: T201
