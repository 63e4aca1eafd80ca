"""What compiled lanes do, against the project's own rows, a kernel written by hand, and peers: one table, one run.

Run from the repository: python benchmarks/lanes.py [futures] [core] [returns] [growth] [peers]
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from itertools import chain

import batched_returns
import core
import futures
import peers
from measuring import Row, machine, show

PARTS: dict[str, list[Callable[[], Iterator[Row]]]] = {
    "futures": [futures.many_futures, futures.one_run, futures.the_map, futures.a_million],
    "core": [core.against_the_kernel],
    "returns": [batched_returns.returns],
    "growth": [futures.growth_in_draws, core.growth_in_months_and_lines],
    "peers": [peers.side_by_side],
}


def main() -> None:
    """Measure what is asked for, or all, and print a table."""
    asked = sys.argv[1:] or list(PARTS)
    print(machine())  # noqa: T201
    show([("", "found", "wanted"), *chain.from_iterable(part() for name in asked for part in PARTS[name])])


if __name__ == "__main__":
    main()
