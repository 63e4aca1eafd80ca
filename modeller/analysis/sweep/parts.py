"""The parts of a sweep: a case at a handful of contract lengths, or some of its futures at one: seconds of work.

How a sweep is cut depends on the plan alone, so that it can be resumed on another machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modeller.analysis.sweep.cases import Case
from modeller.analysis.terms.paths import paths


@dataclass(frozen=True)
class Part:
    """One part: its case by place in the list, lengths [months], and futures of each length from the first.

    A case's futures are its points, each with all its draws one after another, counted from 0.
    """

    name: str
    case: int
    lengths: tuple[int, ...]
    first: int
    futures: int

    @property
    def rows(self) -> int:
        """How many rows it comes to: one for each future at each length."""
        return self.futures * len(self.lengths)


def parts_of(cases: Sequence[Case], lengths: Sequence[int], draws: int, sizes: Sequence[int]) -> list[Part]:
    """Cut each case into parts of at most so many futures, each path of a future being one, as far as that can be."""
    sized = enumerate(zip(cases, sizes, strict=True))
    pieces = [(place, *piece) for place, (case, size) in sized for piece in _pieces(case, lengths, draws, size)]
    return [Part(f"part-{number:06d}", *piece) for number, piece in enumerate(pieces, 1)]


def lengths_of(case: Case, lengths: Sequence[int]) -> list[int]:
    """The lengths that a case is worked at: those asked for that are within its months, or its own."""
    if not lengths:
        return [int(case.terms.contract.committed)]
    return [each for each in lengths if 1 <= each <= int(case.terms.horizon)]


def weight_of(case: Case, lengths: Sequence[int], draws: int) -> int:
    """How many futures a case has at all its lengths, each path of a future being one."""
    terms = case.terms
    numbers = [len(paths(terms.contract, each, int(terms.horizon))) for each in lengths_of(case, lengths)]
    return len(case.points) * draws * sum(numbers)


def _pieces(case: Case, lengths: Sequence[int], draws: int, size: int) -> Iterator[tuple[tuple[int, ...], int, int]]:
    futures = len(case.points) * draws
    held: list[int] = []
    weight = 0
    for length in lengths_of(case, lengths):
        number = len(paths(case.terms.contract, length, int(case.terms.horizon)))
        if held and weight + futures * number > size:
            yield tuple(held), 0, futures
            held, weight = [], 0
        if futures * number <= size:
            held, weight = [*held, length], weight + futures * number
        else:
            yield from _cut(length, futures, max(1, size // number))
    if held:
        yield tuple(held), 0, futures


def _cut(length: int, futures: int, step: int) -> Iterator[tuple[tuple[int, ...], int, int]]:
    for first in range(0, futures, step):
        yield (length,), first, min(step, futures - first)
