"""In which run of the months each line is worked in lanes, so that few rows need be kept from one run for the next.

A line waits for the measures it reads, and so begins a later run. Lines that no such measure leans on wait with it,
for those who read them, where fewer rows are then kept: what is worked in the month it is read in need not be.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from modeller.lines import words
from modeller.lines.expressions import Reference
from modeller.lines.model import Model
from modeller.lines.references import Line
from modeller.lines.words import Word
from modeller.lines.writing import Item

Runs = dict[int, int]


def arranged(model: Model, worked: Sequence[Item]) -> Runs:
    """The run of each of the items that are worked; what a reduction is drawn from is in an earlier run than it."""
    return _Arranging(model, worked).arranged()


class _Arranging:
    def __init__(self, model: Model, worked: Sequence[Item]) -> None:
        self.worked = worked
        known = {id(item) for item in worked}
        self.reads = {
            id(item): [(found, word) for found, word in _reads(model, item) if id(found) in known] for item in worked
        }

    def arranged(self) -> Runs:
        floor = dict.fromkeys(self.reads, 0)
        runs, run = self._settled(floor), 0
        while any(at > run for at in runs.values()):
            waited = {**floor, **dict.fromkeys(self._waiting(runs, run), run + 1)}
            later = self._settled(waited)
            if self._to_keep(later) < self._to_keep(runs):
                floor, runs = waited, later
            run += 1
        return runs

    def _to_keep(self, runs: Runs) -> int:
        """How many rows a later run of the months reads."""
        lines = [item for item in self.worked if item.monthly]
        return len(
            {
                id(found)
                for item in lines
                for found, word in self.reads[id(item)]
                if not _drawn(found, word) and found.monthly and runs[id(found)] < runs[id(item)]
            }
        )

    def _settled(self, floor: Runs) -> Runs:
        """No earlier than the floor, and after what each reads; an opening goes with its closing, round and round."""
        runs, moved = dict(floor), True
        while moved:
            moved = False
            for item in self.worked:
                at = max(
                    [runs[id(item)], *(runs[id(found)] + _drawn(found, word) for found, word in self.reads[id(item)])]
                )
                moved |= at > runs[id(item)]
                runs[id(item)] = at
        return runs

    def _waiting(self, runs: Runs, run: int) -> set[int]:
        """Lines of a run that later months read, or that read such; not those that the next run waits for."""
        here = {id(item) for item in self.worked if item.monthly and runs[id(item)] == run}
        later = [item for item in self.worked if item.monthly and runs[id(item)] > run]
        pinned = self._leant_on(self._drawn_for(item for item in later if runs[id(item)] == run + 1), here)
        read = {id(found) for item in later for found, word in self.reads[id(item)] if not _drawn(found, word)}
        waiting = self._leant_on(read & here, here) - pinned
        while True:
            more = {
                key for key in here - pinned - waiting if any(id(found) in waiting for found, word in self.reads[key])
            }
            if not more:
                return waiting
            waiting |= more

    def _drawn_for(self, lines: Iterable[Item]) -> set[int]:
        """The rows that must be whole before these lines can be worked."""
        seen: set[int] = set()
        rows: set[int] = set()
        ahead = [id(item) for item in lines]
        while ahead:
            key = ahead.pop()
            if key in seen:
                continue
            seen.add(key)
            for found, word in self.reads[key]:
                if _drawn(found, word):
                    rows.add(id(found))
                elif not found.monthly:
                    ahead.append(id(found))
        return rows

    def _leant_on(self, rows: set[int], here: set[int]) -> set[int]:
        """These rows of a run and all rows of it that they read."""
        found, ahead = set(), [key for key in rows if key in here]
        while ahead:
            key = ahead.pop()
            if key not in found:
                found.add(key)
                ahead += [id(each) for each, word in self.reads[key] if id(each) in here and not _drawn(each, word)]
        return found


def _reads(model: Model, item: Item) -> Iterator[tuple[Reference, Word | None]]:
    yield from model.leaning[id(item)]
    if isinstance(item, Line) and item.before is not None and item.before.closing is not None:
        yield item.before.closing, None


def _drawn(found: Reference, word: Word | None) -> bool:
    """Whether a whole row is read at once."""
    return found.monthly and word in words.REDUCTIONS
