"""Reverse stress: how far each stress must be laid over a scenario before a test of it fails, and the shortest of all.

A stress is a direction, and its own size the unit: half of it is half the way from what is stated to what it would be.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import modeller
from modeller.analysis.run import Run, run
from modeller.analysis.solving.targets import target_of
from modeller.analysis.stress.away import Away
from modeller.analysis.stress.axes import axes_of, axes_of_ranges
from modeller.analysis.stress.distances import Distance
from modeller.errors import Unfit
from modeller.scenario.parts import Part

NO_BREACH, VIABLE = "no breach", "viable"


@dataclass(frozen=True)
class Reverse:
    """The distances to where the test first fails: each stress by itself, the nearest first; the shortest of all.

    `told` is what stands against the test as stated; `left_out` are stresses that have no degrees here, with why.
    """

    base: Run
    test: str
    note: str
    told: list[str]
    alone: list[Distance]
    joint: Distance | None
    left_out: list[tuple[str, str]]

    def as_json(self) -> dict[str, Any]:
        """All of it, in the shape that every command shares."""
        return {
            "schema": 1,
            "scenario": self.base.stated.scenario.title,
            "version": modeller.__version__,
            "fingerprint": self.base.fingerprint,
            "reverse": {
                "test": self.test,
                "note": self.note,
                "met_as_stated": not self.told,
                "told": self.told,
                "alone": [asdict(each) for each in self.alone],
                "joint": asdict(self.joint) if self.joint else None,
                "left_out": [{"name": name, "why": why} for name, why in self.left_out],
            },
        }


def reverse(
    path: Path | str,
    parts: Sequence[Part] | None,
    test: str | None = None,
    overrides: Mapping[str, str] | None = None,
) -> Reverse:
    """How far each part must be laid over a scenario before a test fails: unless told, before a covenant breaks.

    Without parts, how far each input that has a range must go towards either end of it, and past it.

    Raises `modeller.errors.Unfit` for a test that says nothing, `Faults` where the scenario will not do.

    >>> from modeller.scenario.parts import read_part
    >>> found = reverse("scenarios/ten-homes.yaml", [read_part("templates/stress/voids-three-times.yaml")])
    >>> found.test, [(each.moves[0].stated, each.size < 2) for each in found.alone]
    ('viable', [('3%', True)])
    """
    base = run(path, overrides)
    note = ""
    if test is None:
        test = NO_BREACH if any(each.set_headrooms for each in base.partnership.covers) else VIABLE
        note = (
            "" if test == NO_BREACH else "no covenant is set in this scenario, so what is tested is the answer of run"
        )
    told = target_of(base.partnership, test).told(base.results)
    if parts is None and not base.stated.ranges:
        raise Unfit("no input of this scenario has a range", "give one: {is: 3%, low: 1.5%, high: 8%}, or use stresses")
    axes, left_out = axes_of_ranges(base) if parts is None else axes_of(base, parts)
    if told or not axes:
        return Reverse(base, test, note, told, [], None, left_out)
    away = Away(axes, test)
    alone = away.alone()
    nearest = sorted(alone, key=lambda each: float("inf") if each.size is None else each.size)
    return Reverse(base, test, note, told, nearest, away.joint(alone), left_out)
