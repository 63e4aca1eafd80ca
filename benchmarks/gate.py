"""How long the gate takes to refuse each hostile file and let honest workbooks in, and a workbook to be read back.

Run from the repository: python -m benchmarks.gate
"""

from __future__ import annotations

import statistics
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from modeller.analysis.run import run
from modeller.errors import Faults
from modeller.workbook import book_of, write_workbook
from modeller.workbook.back import read_back
from modeller.workbook.gate import Gate
from tests.workbook import hostile, toys

ROOT = Path(__file__).resolve().parents[1]
TIMES = 5


def measured(path: Path) -> tuple[float, int]:
    """The median time at the gate [seconds], and how much was unpacked [bytes]."""
    took, unpacked = [], 0
    for _ in range(TIMES):
        gate, began = Gate(path), time.perf_counter()
        with suppress(Faults):
            gate.admit()
        took.append(time.perf_counter() - began)
        unpacked = gate.inflated
    return statistics.median(took), unpacked


def read_whole(path: Path, to: Path) -> float:
    """The median time to read a workbook back, gate and all [seconds]."""
    took = []
    for _ in range(TIMES):
        began = time.perf_counter()
        read_back(path, to)
        took.append(time.perf_counter() - began)
    return statistics.median(took)


def main() -> None:
    """Measure, and print a table."""
    with tempfile.TemporaryDirectory() as folder:
        small, whole, path = (Path(folder) / name for name in ("small.xlsx", "whole.xlsx", "hostile.xlsx"))
        write_workbook(toys.partnership(), small)
        write_workbook(book_of(run(ROOT / "scenarios" / "p3-west-lindsey.yaml")), whole)
        parts = hostile.parts_of(small)
        rows = [("honest, small", *measured(small)), ("honest, P3 whole", *measured(whole))]
        for name, (make, _) in hostile.HOSTILE.items():
            path.write_bytes(make(parts))
            rows.append((name, *measured(path)))
        back = read_whole(whole, Path(folder) / "mine.yaml")
    for name, took, unpacked in rows:
        print(f"{name:<28} {took * 1000:8.1f} ms {unpacked / 1e6:8.2f} MB unpacked")  # noqa: T201
    print(f"{'P3 whole, read back':<28} {back * 1000:8.1f} ms")  # noqa: T201


if __name__ == "__main__":
    main()
