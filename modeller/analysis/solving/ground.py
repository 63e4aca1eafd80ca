"""The ground that a search covers: from where to where, what sets its ends, and one model that is good for all of it.

A figure may not take the scenario where its own checks refuse it; and at some figures, mostly nil, the model itself is
made otherwise, as without a covenant. So the ends are tried by reading the scenario with the figure in it, and an end
at which the model is another is worked by itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from modeller.analysis.run import Run
from modeller.analysis.solving.levers import Lever
from modeller.errors import Faults, Unfit
from modeller.lines.units import HOMES, POUNDS, Unit
from modeller.lines.writing import write_out
from modeller.partnership.assemble import Partnership, assemble
from modeller.scenario import read

AS_FAR, AT_LEAST, USES = 4, 100_000.0, 2  # where nothing limits a figure: so many times what it is, or what is spent
UNLESS_LIMITED = {"£ a home a week": 500.0, "£ a week": 500.0, "£ a home a year": 10_000.0, "£ a home": 250_000.0}


class Trial:
    """A scenario file read with the lever at any step, and its model."""

    def __init__(self, path: Path, overrides: Mapping[str, str], lever: Lever) -> None:
        self.path, self.overrides, self.lever = path, overrides, lever
        self.start = read(path, overrides).scenario.start
        self._partnerships: dict[int, Partnership | str] = {}

    def text(self, step: int) -> str:
        """The figure as a person would write it."""
        return self.lever.quantity.write(self.lever.value(step), self.start)

    def settings(self, step: int) -> dict[str, str]:
        """What is set for the run."""
        return {**self.overrides, **self.lever.settings(self.text(step))}

    def partnership(self, step: int) -> Partnership | str:
        """The model with the lever at a step; what is wrong where the scenario's own checks refuse it."""
        if step not in self._partnerships:
            try:
                self._partnerships[step] = assemble(read(self.path, self.settings(step)).scenario)
            except Faults as faults:
                self._partnerships[step] = faults.faults[0].what
        return self._partnerships[step]

    def stands(self, step: int) -> bool:
        """Whether the scenario may have that figure."""
        return not isinstance(self.partnership(step), str)

    def source(self, step: int) -> str:
        """All the lines of the model, written out: what is the same wherever the model is made the same way."""
        partnership = self.partnership(step)
        return partnership if isinstance(partnership, str) else write_out(partnership.model).source


@dataclass(frozen=True)
class Ground:
    """From one step to another, both within, and in words what sets each end; the model that is good in between.

    `alone` are ends at which the model is made otherwise.
    """

    low: int
    high: int
    why_low: str
    why_high: str
    partnership: Partnership
    alone: tuple[int, ...]

    @cached_property
    def inner(self) -> tuple[int, int]:
        """The steps for which the one model is good."""
        return self.low + (self.low in self.alone), self.high - (self.high in self.alone)


def ground_of(trial: Trial, base: Run, low: float | None, high: float | None) -> Ground:
    """The ground between two figures, or as far as the declaration and the scenario's checks go; raises `Unfit`."""
    lever = trial.lever
    ends, whys = _stated_ends(lever, base, low, high)
    if ends[0] >= ends[1]:
        raise Unfit("there is nothing to search: from is not below to", "give a lower --from or a higher --to")
    good = _somewhere(trial, *ends)
    first, why_low = _last_that_stands(trial, good, ends[0], whys[0])
    last, why_high = _last_that_stands(trial, good, ends[1], whys[1])
    return _one_model(trial, first, last, why_low, why_high)


def _stated_ends(
    lever: Lever, base: Run, low: float | None, high: float | None
) -> tuple[tuple[int, int], tuple[str, str]]:
    """The ends by what was asked for, declared, or, where nothing limits a figure, by what the scenario comes to."""
    least = lever.low if lever.low is not None else 0.0
    most = lever.high if lever.high is not None else _far(lever, base)
    why_low = "the least it may be"
    why_high = "the most it may be" if lever.high is not None else "searched no further: --to looks beyond"
    if lever.quantity.unit.whole and most > base.model.months >= max(lever.stated):
        most, why_high = float(base.model.months), "the months worked"
    if low is not None:
        least, why_low = max(least, low), "as asked"
    if high is not None:
        most, why_high = min(lever.high, high) if lever.high is not None else high, "as asked"
    return (lever.step(least), lever.step(most)), (why_low, why_high)


def _far(lever: Lever, base: Run) -> float:
    stated, unit = max(lever.stated), lever.quantity.unit
    if unit == POUNDS:
        return max(AS_FAR * stated, USES * base.figure(base.partnership.outcome.raised.uses), AT_LEAST)
    return max(AS_FAR * stated, _usual(unit))


def _usual(unit: Unit) -> float:
    return UNLESS_LIMITED.get(unit.name, 100.0 if unit == HOMES else AT_LEAST)


def _somewhere(trial: Trial, low: int, high: int) -> int:
    """A step at which the scenario stands: as stated if that is within, or else one of a few."""
    stated = min(max(trial.lever.step(trial.lever.stated[0]), low), high)
    tried = [stated, *(low + (high - low) * part // 8 for part in (4, 2, 6, 1, 3, 5, 7, 0, 8))]
    found = next((step for step in tried if trial.stands(step)), None)
    if found is None:
        raise Unfit(f"at no figure between these can the scenario be: {trial.partnership(stated)}", "widen the range")
    return found


def _last_that_stands(trial: Trial, good: int, end: int, why: str) -> tuple[int, str]:
    """The last step towards an end at which the scenario stands, and what is wrong beyond it."""
    if trial.stands(end):
        return end, why
    bad = end
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if trial.stands(middle) else (good, middle)
    return good, f"beyond it {trial.partnership(bad)}"


def _one_model(trial: Trial, low: int, high: int, why_low: str, why_high: str) -> Ground:
    """The model that most of the ground has; an end may have another, but nothing else."""
    looked = sorted({low, min(low + 1, high), *(low + (high - low) * part // 4 for part in (1, 2, 3)), high})
    looked = sorted({*looked, max(high - 1, low)})
    sources = {step: trial.source(step) for step in looked if trial.stands(step)}
    usual = Counter(sources.values()).most_common(1)[0][0]
    others = tuple(step for step, source in sources.items() if source != usual)
    partnership = trial.partnership(next(step for step, source in sources.items() if source == usual))
    if set(others) - {low, high}:
        what = f"“{trial.lever.label}” decides how the model is made, not only a figure in it"
        raise Unfit(what, "narrow it with --from and --to, or try figures one at a time by --set")
    assert not isinstance(partnership, str)  # noqa: S101  it stands
    if not any(key in partnership.model.inputs for key in trial.lever.keys):
        what = f"nothing in this scenario reads “{trial.lever.label}”, so no figure of it would change anything"
        raise Unfit(what, "see that what it is of is in use, such as a share that is paid or a limit that is set")
    return Ground(low, high, why_low, why_high, partnership, others)
