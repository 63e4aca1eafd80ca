"""Maps of contract length against one other term: the expected loss of lenders, and whether operations repay them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from modeller.analysis.terms.batch import Array, Batch, work_lengths
from modeller.analysis.terms.paths import paths
from modeller.lines.figures import written
from modeller.lines.references import Measure
from modeller.lines.units import PER_YEAR, POUNDS, SHARE
from modeller.partnership.assemble import Partnership
from modeller.partnership.exits import NOT_CALLED
from modeller.scenario.terms.contract import Contract

Against = Literal["rate", "grant", "dependence", "renewal", "voids"]
STEPS = 20


@dataclass(frozen=True)
class Map:
    """Expected loss of all lenders [£] and whether all are repaid without renewal, shape (length, value)."""

    against: Against
    meaning: str
    lengths: Sequence[int]
    values: Array
    labels: Sequence[str]
    loss: Array
    repaid: Array


def mapped(
    partnership: Partnership, lengths: Sequence[int], against: Against, *, bare: bool = False, steps: int = STEPS
) -> Map:
    """Work every length at every value of one other term, on all their paths."""
    meaning, values, label = _axis(partnership, against, steps)
    if against == "renewal":
        loss, repaid = _by_renewal(partnership, lengths, values)
    else:
        loss, repaid = _by_change(partnership, lengths, against, values, bare=bare)
    return Map(against, meaning, lengths, values, [label(value) for value in values], loss, repaid)


def _axis(partnership: Partnership, against: Against, steps: int) -> tuple[str, Array, Callable[[float], str]]:
    lent = sum(loan.amount for loan in partnership.scenario.finance)
    axes: dict[Against, tuple[str, float, Callable[[float], str]]] = {
        "rate": ("added to the rate of every loan", 0.06, lambda value: written(value, PER_YEAR)),
        "grant": ("further grant, at signing", lent / 2, lambda value: written(value, POUNDS)),
        "dependence": ("share of rents that depends on the contract", 1.0, lambda value: written(value, SHARE)),
        "renewal": ("chance of each extension and each tender", 1.0, lambda value: written(value, SHARE)),
        "voids": ("rent lost to voids", 0.3, lambda value: written(value, SHARE)),
    }
    meaning, most, label = axes[against]
    return meaning, np.linspace(0, most, steps), label


def _changes(partnership: Partnership, against: Against, values: Array) -> dict[str, float | Array]:
    """The inputs to change, by key, to each of the values."""
    scenario, known = partnership.scenario, partnership.model.inputs
    if against == "rate":
        return {f"finance.{loan.slug}.interest": loan.interest + values for loan in scenario.finance}
    if against == "grant":
        return {"lending.further_grant": scenario.lending.further_grant + values}
    if against == "voids":
        return {"rent.voids": values}
    return {key: values for key in known if key.startswith("homes.") and key.endswith("depends_on_contract")}


def _by_change(
    partnership: Partnership, lengths: Sequence[int], against: Against, values: Array, *, bare: bool
) -> tuple[Array, Array]:
    every = [length for length in lengths for _ in values]
    changes = _changes(partnership, against, np.tile(values, len(lengths)))
    batch = work_lengths(partnership, every, _wanted(partnership), bare=bare, changes=changes)
    shape = (len(lengths), len(values))
    loss = sum((batch.expected(each.lost_today) for each in partnership.exits.loans), np.zeros(len(every)))
    return loss.reshape(shape), _repaid(partnership, batch).reshape(shape)


def _by_renewal(partnership: Partnership, lengths: Sequence[int], values: Array) -> tuple[Array, Array]:
    """The same paths at other chances: worked once, and weighed anew for each."""
    months, stated = partnership.model.months, partnership.scenario.contract
    batch = work_lengths(partnership, lengths, _wanted(partnership), contract=_renewing(stated, 0.5))
    loss = np.zeros((len(lengths), len(values)))
    for column, value in enumerate(values):
        contract = _renewing(stated, float(value))
        for row, length in enumerate(lengths):
            chances = {path.choice: path.chance for path in paths(contract, length, months)}
            weights = np.array([chances.get(path.choice, 0.0) for path in batch.paths[row]])
            each = [batch.spread(leave.lost_today, row).each for leave in partnership.exits.loans]
            loss[row, column] = sum(float(lost @ weights) for lost in each)
    return loss, np.repeat(_repaid(partnership, batch)[:, None], len(values), axis=1)


def _renewing(contract: Contract, chance: float) -> Contract:
    extensions = [each.model_copy(update={"probability": chance}) for each in contract.extensions]
    retender = contract.retender.model_copy(update={"win": chance if contract.retender.length else 0.0})
    return contract.model_copy(update={"extensions": extensions, "retender": retender})


def _wanted(partnership: Partnership) -> list[Measure]:
    return [measure for each in partnership.exits.loans for measure in (each.lost_today, each.fate)]


def _repaid(partnership: Partnership, batch: Batch) -> Array:
    fates = [batch.without_renewal(each.fate) == NOT_CALLED for each in partnership.exits.loans]
    return np.asarray(np.logical_and.reduce([np.ones(len(batch.lengths), dtype=bool), *fates]))
