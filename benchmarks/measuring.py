"""What the benchmarks share: timing on a machine with other work to do, and the table."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

Row = tuple[str, str, str]  # what was measured, what was found, what is wanted


def seconds(task: Callable[[], object], times: int = 5) -> float:
    """The best of several runs on the clock, after one that is not counted: the rest is other people's work."""
    task()
    return min(_on_the_clock(task) for _ in range(times))


def in_turns(tasks: Sequence[Callable[[], object]], times: int = 5) -> list[float]:
    """The best of several runs of each task, taken in turns, so that all meet the same machine."""
    for task in tasks:
        task()
    rounds = [[_on_the_clock(task) for task in tasks] for _ in range(times)]
    return [min(each) for each in zip(*rounds, strict=True)]


def exponent(sizes: Sequence[float], took: Sequence[float]) -> float:
    """The power of size that time grows with, fitted by least squares."""
    return float(np.polyfit(np.log(sizes), np.log(took), 1)[0])


def processor_share(task: Callable[[], object], times: int = 5) -> float:
    """Processor time over time on the clock: how many processors a task had the use of."""
    shares = []
    for _ in range(times):
        began, worked = time.perf_counter(), time.process_time()
        task()
        shares.append((time.process_time() - worked) / (time.perf_counter() - began))
    return statistics.median(shares)


def processor_seconds(task: Callable[[], object], times: int = 5) -> float:
    """The least of the processor's own time that several runs of a task took: what others do hardly counts."""
    took = []
    for _ in range(times):
        worked = time.process_time()
        task()
        took.append(time.process_time() - worked)
    return min(took)


def machine() -> str:
    """The processor, how many of them, and the libraries that matter."""
    names = [line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")]
    libraries = ", ".join(f"{name} {version(name)}" for name in ("numpy", "numba", "llvmlite"))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (
        f"{names[0] if names else platform.processor()}, {cores} cores; Python {platform.python_version()}, {libraries}"
    )


def show(rows: Sequence[Row]) -> None:
    """A table, each column as wide as it must be."""
    widths = [max(len(row[place]) for row in rows) for place in range(2)]
    for what, found, wanted in rows:
        print(f"{what:<{widths[0]}}  {found:<{widths[1]}}  {wanted}".rstrip(), flush=True)  # noqa: T201


def _on_the_clock(task: Callable[[], object]) -> float:
    began = time.perf_counter()
    task()
    return time.perf_counter() - began


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []
