"""How each scenario of a sweep is worked: as numpy rows, or compiled as numba lanes.

The two agree to far below a penny, and not to the last bit. So the way is settled once, by how much there is to work,
and kept in the manifest: a sweep that is resumed comes to the same bits, whatever has been compiled in between.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Literal

from modeller.analysis.sweep.cases import Case

Way = Literal["rows", "lanes"]
A_PART: Mapping[Way, int] = {"rows": 20_000, "lanes": 100_000}
"""Futures, a path of each being one: some seconds' work."""
ENOUGH = 20_000
"""Futures to be worked with one model: in rows about as long as compiling takes."""


def ways(cases: Sequence[Case], weights: Sequence[int], *, compiling: bool) -> dict[str, Way]:
    """The way of each scenario, by name; its places share a model, and points of a grid that differ in more do not."""
    total: defaultdict[str, int] = defaultdict(int)
    models: defaultdict[str, set[tuple[int, ...]]] = defaultdict(set)
    for case, weight in zip(cases, weights, strict=True):
        total[case.scenario] += weight
        models[case.scenario].add(case.points)
    return {
        name: "lanes" if compiling and weight >= ENOUGH * len(models[name]) else "rows"
        for name, weight in total.items()
    }
