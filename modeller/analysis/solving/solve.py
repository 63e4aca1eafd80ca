"""Solving: the figures of one input, or of several set alike, at which a target is met, checked by plain runs."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.run import Run, run
from modeller.analysis.solving.ground import Ground, Trial, ground_of
from modeller.analysis.solving.levers import lever_of
from modeller.analysis.solving.search import Steps, search
from modeller.analysis.solving.solution import End, Figure, Range, Solution
from modeller.analysis.solving.targets import Target, target_of
from modeller.analysis.terms.batch import work_lengths
from modeller.errors import Unfit, WorkingError
from modeller.partnership.assemble import Partnership

OF_THE_PATHS = ("contract.extensions", "contract.breaks", "contract.retender", "contract.path")
MOST_CHECKED = 4  # ranges, of which each end is run by itself


def solve(
    path: Path | str,
    asked: str,
    until: str = "viable",
    overrides: Mapping[str, str] | None = None,
    *,
    end: End | None = None,
    between: tuple[str | None, str | None] = (None, None),
    on_all_paths: bool = False,
) -> Solution:
    """Find the figures of an input, by its key, at which a target is met, from one figure to another.

    Raises `modeller.errors.Unfit` where the input or the target will not do, `Faults` where the scenario will not,
    `WorkingError` where a plain run does not bear an answer out.

    >>> found = solve("scenarios/ten-homes.yaml", "contract.committed", "viable", end="least")
    >>> found.answer.text  # its rents do not depend on the contract
    '1 month'
    """
    base = run(path, overrides)
    lever = lever_of(base.stated, asked)
    if on_all_paths and any(key.startswith(OF_THE_PATHS) for key in lever.keys):
        raise Unfit(f"“{lever.label}” decides which paths there are", "leave --all-paths out, or try it by --set")
    low, high = (None if text is None else lever.quantity.read(text, base.model.start) for text in between)
    trial = Trial(Path(path), overrides or {}, lever)
    ground = ground_of(trial, base, low, high)
    asking = _Asking(trial, ground, until, on_all_paths=on_all_paths)
    return asking.solution(base, end)


class _Asking:
    """One search: how many steps at once are asked, and one by itself."""

    def __init__(self, trial: Trial, ground: Ground, until: str, *, on_all_paths: bool) -> None:
        self.trial, self.lever, self.ground, self.until = trial, trial.lever, ground, until
        self.on_all_paths = on_all_paths
        self.target = target_of(ground.partnership, until)
        self._told: dict[int, list[str]] = {}

    def solution(self, base: Run, end: End | None) -> Solution:
        low, high = self.ground.inner
        found = search(partial(self._short, self.ground.partnership, self.target), low, high)
        ranges = self._with_ends(found.ranges)
        self._bear_out(ranges)
        answer = beyond = None
        if ranges and end:
            answer, step = (ranges[0][0], -1) if end == "least" else (ranges[-1][1], 1)
            beyond = answer + step if self.ground.low <= answer + step <= self.ground.high else None
        nearest = None if ranges else found.nearest
        return Solution(
            base=base,
            lever=self.lever,
            until=self.target.words,
            end=end,
            on_all_paths=self.on_all_paths,
            searched=self._range((self.ground.low, self.ground.high)),
            why=(self.ground.why_low, self.ground.why_high),
            grain=self.lever.one_grain,
            ranges=[self._range(each) for each in ranges],
            answer=None if answer is None else self._figure(answer),
            beyond=None if beyond is None else self._figure(beyond),
            binding=[] if beyond is None else self._alone(beyond),
            nearest=None if nearest is None else self._figure(nearest),
            near=[] if nearest is None else self._alone(nearest),
        )

    def _short(self, partnership: Partnership, target: Target, steps: Steps) -> NDArray[np.float64]:
        values = np.array([self.lever.value(step) for step in steps.tolist()])
        changes = {key: values for key in self.lever.keys if key in partnership.model.inputs}
        if not self.on_all_paths:
            return target.short(partnership.model.work(changes, list(target.wanted)))
        committed = float(partnership.scenario.contract.committed)
        lengths = changes.pop("contract.committed", np.full(len(values), committed)).astype(int).tolist()
        batch = work_lengths(partnership, lengths, list(target.wanted), changes=changes)
        short = target.short(batch.results)
        return np.array(
            [short[batch.part(place)][chances > 0].max() for place, chances in enumerate(batch.chances)], dtype=float
        )

    def _alone(self, step: int) -> list[str]:
        """What stands against the target where the scenario is read with the figure in it, and worked by itself."""
        if step not in self._told:
            partnership = self.trial.partnership(step)
            assert not isinstance(partnership, str)  # noqa: S101  it stands
            try:
                target = target_of(partnership, self.until)
            except Unfit as wrong:  # at some figures it cannot even be asked
                self._told[step] = [f"{wrong.what[0].upper()}{wrong.what[1:]}."]
            else:
                told = self._on_all_paths if self.on_all_paths else self._as_run
                self._told[step] = told(partnership, target)
        return self._told[step]

    @staticmethod
    def _as_run(partnership: Partnership, target: Target) -> list[str]:
        return target.told(partnership.model.work({}, [*target.wanted, *target.telling]))

    @staticmethod
    def _on_all_paths(partnership: Partnership, target: Target) -> list[str]:
        committed, wanted = int(partnership.scenario.contract.committed), [*target.wanted, *target.telling]
        batch = work_lengths(partnership, [committed], wanted)
        told = [
            f"On the path “{path.words}”: {word}"
            for place, path in enumerate(batch.paths[0])
            if path.chance > 0
            for word in target.told(batch.results, place)
        ]
        return list(dict.fromkeys(told))

    def _with_ends(self, ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
        """Joined with those ends of the ground at which the model is another, where the target is met there."""
        found = list(ranges)
        for step in self.ground.alone:
            if self._alone(step):
                continue
            if step == self.ground.low:
                joins = found and found[0][0] == step + 1
                found = [(step, found[0][1]), *found[1:]] if joins else [(step, step), *found]
            else:
                joins = found and found[-1][1] == step - 1
                found = [*found[:-1], (found[-1][0], step)] if joins else [*found, (step, step)]
        return found

    def _bear_out(self, ranges: list[tuple[int, int]]) -> None:
        """Work the ends of the ranges, and one grain beyond each, by themselves: they must come out as in the search.

        Of many ranges, the outermost.
        """
        looked = ranges if len(ranges) <= MOST_CHECKED else [ranges[0], ranges[-1]]
        for first, last in looked:
            expected = {first: True, last: True, first - 1: False, last + 1: False}
            for step, met in expected.items():
                if self.ground.low <= step <= self.ground.high and met == bool(self._alone(step)):
                    does = "is not" if met else "is"
                    what = f"at {self.trial.text(step)} the target {does} met in a run of its own"
                    raise WorkingError(f"“{self.lever.label}”: {what}, against what the search found")

    def _figure(self, step: int) -> Figure:
        return Figure(self.lever.value(step), self.trial.text(step))

    def _range(self, ends: tuple[int, int]) -> Range:
        return Range(self._figure(ends[0]), self._figure(ends[1]))
