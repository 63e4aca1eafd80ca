"""How long the everyday commands take, and what the workings cost: medians and ratios of one run on one machine.

Run from the repository: python benchmarks/everyday.py
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import numpy as np
from xlsxwriter.worksheet import Worksheet

from modeller.analysis.run import run
from modeller.analysis.terms.maps import mapped
from modeller.workbook import Book, book_of, write_workbook

ROOT = Path(__file__).resolve().parents[1]
P3 = ROOT / "scenarios" / "p3-west-lindsey.yaml"
MODELLER = Path(sys.executable).with_name("modeller")
TIMES, SCENARIOS, PAIRS = 7, 256, 5


def median(task: Callable[[], object], times: int = TIMES) -> float:
    """The median of several runs of a task [seconds], after one that is not counted."""
    task()
    took = []
    for _ in range(times):
        began = time.perf_counter()
        task()
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def command(*words: str) -> Callable[[], object]:
    """A whole process, from cold: starting Python, importing, working and printing."""
    return lambda: subprocess.run([MODELLER, *words], check=True, capture_output=True)  # noqa: S603


def writing(book: Book, path: Path) -> list[tuple[str, str]]:
    """The writing of a workbook, in turns with what the library does of itself with the same cells.

    Time of the processor stands beside time on the clock: on a machine with other work to do only the first is ours.
    """
    took: dict[str, list[tuple[float, float]]] = {"ours": [], "plain": []}
    for _ in range(PAIRS):
        took["ours"].append(both(lambda: write_workbook(book, path)))
        with patch("modeller.workbook.pen.worksheet_class", lambda: Worksheet):
            took["plain"].append(both(lambda: write_workbook(book, path)))
    formulas = len(write_workbook(book, path).figures)
    clock, worked = map(statistics.median, zip(*took["ours"], strict=True))
    _, plain = map(statistics.median, zip(*took["plain"], strict=True))
    return [
        (f"P3's workbook written, {formulas:,} formulas", f"{clock:.2f} s, {formulas / clock:,.0f} formulas a second"),
        ("… time of the processor", f"{worked:.2f} s, {formulas / worked:,.0f} formulas a second"),
        ("… by the library's own worksheet, processor", f"{plain:.2f} s, {plain / worked:.1f} times as long"),
    ]


def both(task: Callable[[], object]) -> tuple[float, float]:
    """How long a task takes, on the clock and of the processor [seconds]."""
    began, worked = time.perf_counter(), time.process_time()
    task()
    return time.perf_counter() - began, time.process_time() - worked


def main() -> None:
    """Measure, and print a table."""
    worked = run(P3)
    rates = {"finance.bank_loan.interest": np.linspace(0.03, 0.09, SCENARIOS)}
    one = median(worked.model.work)
    many = median(lambda: worked.model.work(rates, list(worked.model.measures.values())), 3) / SCENARIOS
    lengths = [18 * step for step in range(1, 21)]

    def mapping() -> object:
        return mapped(worked.partnership, lengths, "rate")

    rows = [
        ("modeller --help, cold", f"{median(command('--help')):.3f} s"),
        ("modeller run P3, cold", f"{median(command('run', str(P3))):.3f} s"),
        (
            f"P3 worked once in floats, {len(worked.model.lines)} lines, {worked.model.months} months",
            f"{one * 1000:.1f} ms",
        ),
        (f"P3 as numpy rows, each of {SCENARIOS} scenarios", f"{many * 1000:.2f} ms, {one / many:.0f} times quicker"),
        ("modeller terms P3, 30 lengths, cold", f"{median(command('terms', str(P3), '--quick'), 5):.3f} s"),
        ("… with what has to be solved, cold", f"{median(command('terms', str(P3)), 1):.2f} s"),
        ("… as a map of 20 lengths by 20 rates, all paths", f"{median(mapping, 3):.2f} s"),
    ]
    book = book_of(worked)
    with tempfile.TemporaryDirectory() as folder:
        rows.append(("P3's workbook worked out, with every length", f"{median(lambda: book_of(worked), 3):.2f} s"))
        rows.extend(writing(book, Path(folder) / "p3.xlsx"))
    for what, took in rows:
        print(f"{what:<60} {took}")  # noqa: T201


if __name__ == "__main__":
    main()
