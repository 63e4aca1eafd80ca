"""Every course that a contract may take: extended or not, broken or not, tenders won until one is lost.

Chances are conditional on having got so far, so that a path's chance is their product; paths that come to the same
contract, month by month, with the same payments, are one path. What is decided in the last month worked still counts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from modeller.lines.figures import span
from modeller.scenario.terms.contract import Contract

WITHOUT_RENEWAL = (0, 0, 0)


@dataclass(frozen=True)
class Path:
    """One path: what is taken, used and won; its chance; when its contracts end [month]."""

    extended: int
    broken: int
    won: int
    chance: float
    first_end: int
    end: int
    words: str

    @property
    def choice(self) -> tuple[int, int, int]:
        """What tells it from the others, as the inputs `contract.path` have it."""
        return self.extended, self.broken, self.won


def paths(contract: Contract, committed: int, horizon: int, *, bare: bool = False) -> list[Path]:
    """The paths of a contract of a committed length [months] over the months worked, the likeliest of each kind once.

    The first is always the path without renewal. `bare` leaves out extensions, breaks and tenders. Where the contract's
    chances are drawn, each an array of shape (draw,), so are those of the paths.

    >>> from modeller.scenario import read
    >>> contract = read("scenarios/p3-west-lindsey.yaml").scenario.contract
    >>> [(path.words, path.chance) for path in paths(contract, 240, 360)][:2]
    [('20 years, not renewed', 0.25), ('20 years, extended to 25 years', 0.25)]
    """
    if bare:
        return [_described(contract, committed, Path(0, 0, 0, 1.0, committed, committed, ""))]
    found: dict[object, Path] = {}
    for path in _Tree(contract, horizon).first(0, committed, 0, 1.0):
        key = _alike(contract, path, horizon)
        known = found.get(key)
        found[key] = replace(known, chance=known.chance + path.chance) if known else path
    kept = [path for path in found.values() if np.any(path.chance) or path.choice == WITHOUT_RENEWAL]
    kept.sort(key=lambda path: path.choice != WITHOUT_RENEWAL)
    return [_described(contract, committed, path) for path in kept]


class _Tree:
    def __init__(self, contract: Contract, horizon: int) -> None:
        self.contract, self.horizon = contract, horizon
        self.breaks = sorted((int(each.at), number, each) for number, each in enumerate(contract.breaks, start=1))

    def first(self, extended: int, end: int, since: int, chance: float) -> Iterator[Path]:
        """The first contract from a month on: its breaks as they come, then the next extension, then the tender."""
        for at, number, option in self.breaks:
            if since < at < end and at <= self.horizon:
                yield Path(extended, number, 0, chance * option.probability, at, at, "")
                chance *= 1 - option.probability
        if end > self.horizon:
            yield Path(extended, 0, 0, chance, end, end, "")
            return
        if extended < len(self.contract.extensions):
            longer = self.contract.extensions[extended]
            yield from self.first(extended + 1, end + int(longer.length), end, chance * longer.probability)
            chance *= 1 - longer.probability
        yield from self._tenders(extended, end, chance)

    def _tenders(self, extended: int, first_end: int, chance: float) -> Iterator[Path]:
        """One tender after another, until one is lost or the months are over."""
        retender = self.contract.retender
        win = retender.win if retender.length else 0.0
        won, end = 0, first_end
        while end <= self.horizon:
            yield Path(extended, 0, won, chance * (1 - win), first_end, end, "")
            chance *= win
            won, end = won + 1, end + int(retender.gap + retender.length)
            if not np.any(chance):
                return
        yield Path(extended, 0, won, chance, first_end, end, "")


def _alike(contract: Contract, path: Path, horizon: int) -> object:
    """What two paths must share to be one: the months in force and their price, and what is paid."""
    retender = contract.retender
    cycle = int(retender.gap + retender.length)
    starts = [path.first_end + number * cycle for number in range(path.won)]
    begun = [start + int(retender.gap) for start in starts]
    own_price = [(after, start + cycle, retender.price) for after, start in zip(begun, starts, strict=True)]
    in_force = [(0, path.first_end, 1.0), *own_price]
    tenders = [] if path.broken or not retender.length else [*starts, path.end]
    pays = (retender.cost or retender.council_cost, tenders), (retender.mobilisation, [after + 1 for after in begun])
    paid = [tuple(month for month in months if month <= horizon) for cost, months in pays if cost]
    within = path.broken and path.end < horizon  # compensation is paid in the month after
    compensation = contract.breaks[path.broken - 1].compensation if within else "none"
    return _joined(in_force, horizon), tuple(paid), compensation, min(path.end, horizon + 1)


def _joined(spells: list[tuple[int, int, float]], horizon: int) -> tuple[tuple[int, int, float], ...]:
    """Spells in force that follow at one price are one; what lies beyond the months worked is left out."""
    joined: list[tuple[int, int, float]] = []
    for start, end, price in ((start, min(end, horizon), price) for start, end, price in spells if start < horizon):
        if joined and joined[-1][1] == start and joined[-1][2] == price:
            joined[-1] = (joined[-1][0], end, price)
        else:
            joined.append((start, end, price))
    return tuple(joined)


def _described(contract: Contract, committed: int, path: Path) -> Path:
    length = span(committed)
    if path.broken:
        steps = [f"ended by the council after {span(path.first_end)}"]
    else:
        steps = [f"{path.won} tender{'s' * (path.won != 1)} won"] if path.won else []
    if path.extended:
        steps.insert(0, f"extended to {span(_extended(contract, committed, path.extended))}")
    return replace(path, words=", ".join([length, *(steps or ["not renewed"])]))


def _extended(contract: Contract, committed: int, number: int) -> int:
    return committed + sum(int(option.length) for option in contract.extensions[:number])
