"""The walk from one contract length to another, channel by channel, summing exactly.

Each channel is the part of the contract that one kind of reader looks at: its lines are held at what they are at the
one length, and let go, one channel after another, to what they are at the other. Where a channel changes nothing, its
step is nil and is shown so. The order is fixed, and with it what each step is said to have done.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from modeller.analysis.terms.batch import Array, work_lengths
from modeller.lines.references import Line, Measure
from modeller.partnership.assemble import Partnership

REST = "everything else"


@dataclass(frozen=True)
class Walk:
    """One figure at two lengths, and the step that each channel takes from the one to the other [£]."""

    figure: str
    before: float
    after: float
    steps: Mapping[str, float]


def walk(partnership: Partnership, before: int, after: int, *, resized: bool = False) -> list[Walk]:
    """Walk from a length to another [months], on the path without renewal, with debt as stated or re-sized."""
    figures = _figures(partnership)
    channels = _channels(partnership)
    lines = [line for held in channels.values() for line in held]
    sized = (
        "lending.resized" in partnership.model.inputs
    )  # or no lender sizes its loan, and there is nothing to re-size
    changes = {"lending.resized": float(resized)} if sized else {}
    ends = work_lengths(
        partnership, [before, after], [*lines, *figures.values()], only_without_renewal=True, changes=changes
    ).results
    steps = len(channels) + 1
    held: dict[Line | Measure, Array] = {
        line: _let_go(ends[line], place, steps) for place, part in enumerate(channels.values()) for line in part
    }
    settings: dict[str, float | Array] = {**changes, "contract.committed": np.full(steps, float(before))}
    worked = partnership.model.work(settings, list(figures.values()), held)
    return [
        Walk(name, float(ends[measure][0]), float(ends[measure][1]), _steps(worked[measure], ends[measure], channels))
        for name, measure in figures.items()
    ]


def _figures(partnership: Partnership) -> dict[str, Measure]:
    found = {"Cash less debts at the end": partnership.outcome.left_at_end}
    for lender, capacity in zip(partnership.lenders, partnership.lending.capacities, strict=True):
        if capacity is not None:
            found[f"{lender.loan.name}: capacity"] = capacity.most
    for lender in partnership.lenders:
        found[f"{lender.loan.name}: owed when due"] = lender.owed_when_due
    return found


def _channels(partnership: Partnership) -> dict[str, list[Line]]:
    """The lines of the contract, by who reads them: see `modeller.partnership.contract.Contract`."""
    contract = partnership.contract
    return {
        "income at risk": [contract.price, contract.out],
        "avoidable costs": [contract.in_force],
        "tenders, mobilisation and ending": [contract.tender, contract.mobilising, contract.ended],
        "clawback": [contract.last],
        "tenor": [contract.committed_end],
        "reversion and sale of homes": [contract.over, contract.gone],
    }


def _let_go(ends: Array, place: int, steps: int) -> Array:
    """A line at each step: as at the one length up to its channel's place, as at the other after it."""
    return np.stack([ends[..., int(step > place)] for step in range(steps)], axis=-1)


def _steps(worked: Array, ends: Array, channels: Mapping[str, Sequence[Line]]) -> dict[str, float]:
    found = {name: float(step) for name, step in zip(channels, np.diff(worked), strict=True)}
    rest = float(ends[1] - worked[-1] + worked[0] - ends[0])  # what reads the length by itself, such as accounts
    return found | {REST: rest}
