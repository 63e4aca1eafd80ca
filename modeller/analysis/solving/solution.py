"""What solving found: the ranges of an input that meet a target, the answer among them, and what binds there."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

import modeller
from modeller.analysis.run import Run
from modeller.analysis.solving.levers import Lever

End = Literal["least", "most"]


@dataclass(frozen=True)
class Figure:
    """A figure of the input, as the model has it and as people write it."""

    value: float
    text: str


@dataclass(frozen=True)
class Range:
    """Where the target is met, both ends within; beyond an end it is not, unless that is where the search ended."""

    first: Figure
    last: Figure


@dataclass(frozen=True)
class Solution:
    """What was found. `answer` is nothing where no figure meets the target, or where neither end was asked for.

    `binding` says what stands in the way one grain `beyond` the answer, `near` what does at the figure `nearest` to
    meeting the target, where none does.
    """

    base: Run
    lever: Lever
    until: str
    end: End | None
    on_all_paths: bool
    searched: Range
    why: tuple[str, str]
    grain: str
    ranges: list[Range]
    answer: Figure | None
    beyond: Figure | None
    binding: list[str]
    nearest: Figure | None
    near: list[str]

    @property
    def is_met(self) -> bool:
        """Whether any figure meets the target."""
        return bool(self.ranges)

    @property
    def as_stated(self) -> list[Figure]:
        """What the scenario states, each figure once."""
        start = self.base.model.start
        return [Figure(each, self.lever.quantity.write(each, start)) for each in dict.fromkeys(self.lever.stated)]

    def as_json(self) -> dict[str, Any]:
        """What was found, in the shape that every command shares."""
        return {
            "schema": 1,
            "scenario": self.base.stated.scenario.title,
            "version": modeller.__version__,
            "fingerprint": self.base.fingerprint,
            "input": {
                "asked": self.lever.asked,
                "keys": list(self.lever.keys),
                "label": self.lever.label,
                "unit": self.lever.quantity.unit.name,
                "grain": self.grain,
                "stated": [asdict(each) for each in self.as_stated],
            },
            "until": self.until,
            "on_all_paths": self.on_all_paths,
            "searched": {**asdict(self.searched), "limits": list(self.why)},
            "met": self.is_met,
            "ranges": [asdict(each) for each in self.ranges],
            "end": self.end,
            "answer": asdict(self.answer) if self.answer else None,
            "beyond": asdict(self.beyond) if self.beyond else None,
            "binding": self.binding,
            "nearest": {**asdict(self.nearest), "short": self.near} if self.nearest else None,
        }
