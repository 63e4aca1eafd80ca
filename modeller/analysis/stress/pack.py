"""The pack: a scenario as stated, and then with each stress laid over it, each a run of its own."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import modeller
from modeller.analysis.run import Run
from modeller.errors import Faults
from modeller.partnership.answer import answer, leans_on
from modeller.partnership.assemble import assemble
from modeller.scenario import Stated, read
from modeller.scenario.laying import Laid, laid_over
from modeller.scenario.parts import Part

HALF_A_PENNY = 0.005


@dataclass(frozen=True)
class Figures:
    """What leads of one run: whether all is as agreed, the lowest cover [times], money [£], homes.

    The cover is of the loans that set a covenant, or of all where none does; nothing where none is tested. `owed` is
    what loans are owed when they fall due, `lost` what lenders lose if loans that are called end as tested.
    """

    viable: bool
    words: str
    cover: float | None
    lowest_cash: float
    owed: float
    lost: float
    homes: float


@dataclass(frozen=True)
class Stressed:
    """One stress: its figures, unless the scenario will not have it, and then why; what it moved, and what not.

    `touches` is whether it changes anything that this scenario's model reads.
    """

    part: Part
    figures: Figures | None
    why_not: str
    touches: bool
    laid: Laid | None

    def as_json(self) -> dict[str, Any]:
        """The stress, where it comes from, and what came of it."""
        part, laid = self.part, self.laid
        return {
            "name": part.name,
            "file": Path(part.file).name,
            "about": part.about,
            "status": part.status,
            "source": part.source,
            "as_of": part.as_of,
            "touches": self.touches,
            "why_not": self.why_not,
            "figures": asdict(self.figures) if self.figures else None,
            "moved": [asdict(each) for each in laid.moved] if laid else [],
            "idle": laid.idle if laid else [],
            "left_out": [{"name": name, "why": why} for name, why in laid.left_out] if laid else [],
        }


@dataclass(frozen=True)
class Pack:
    """A scenario as stated and under each stress."""

    base: Run
    figures: Figures
    stressed: Sequence[Stressed]

    def as_json(self) -> dict[str, Any]:
        """All of it, in the shape that every command shares."""
        return {
            "schema": 1,
            "scenario": self.base.stated.scenario.title,
            "version": modeller.__version__,
            "fingerprint": self.base.fingerprint,
            "base": asdict(self.figures),
            "stresses": [each.as_json() for each in self.stressed],
        }


def stress(path: Path | str, parts: Sequence[Part], overrides: Mapping[str, str] | None = None) -> Pack:
    """Work a scenario as stated and with each part laid over it.

    Raises `modeller.errors.Faults` with every fault of the scenario; a part that it will not have is told as such.

    >>> from modeller.scenario.parts import read_part
    >>> pack = stress("scenarios/ten-homes.yaml", [read_part("templates/stress/rates-plus-200.yaml")])
    >>> pack.figures.viable, [(each.part.name, each.figures.viable) for each in pack.stressed]
    (True, [('Rates two points higher', False)])
    """
    stated = read(path, overrides or {})
    base = _run(stated)
    return Pack(base, figures_of(base), [_stressed(base, part) for part in parts])


def _run(stated: Stated) -> Run:
    """A run of no more than is shown."""
    partnership = assemble(stated.scenario)
    wanted = [*leans_on(partnership), partnership.outcome.lowest_cash, partnership.exits.retained]
    wanted += [each.lost for each in partnership.exits.loans]
    wanted += [each.lowest for each in partnership.covers] + [check.measure for check in partnership.views.checks]
    return Run(stated, partnership, partnership.model.work({}, list(dict.fromkeys(wanted))))


def _stressed(base: Run, part: Part) -> Stressed:
    try:
        laid = laid_over(base.stated, part)
    except Faults as broken:
        return Stressed(part, None, broken.faults[0].what, touches=False, laid=None)
    worked = _run(laid.stated)
    touches = worked.fingerprint != base.fingerprint
    return Stressed(part, figures_of(worked), "", touches, laid)


def figures_of(worked: Run) -> Figures:
    """What leads of a run."""
    partnership, told = worked.partnership, answer(worked.partnership, worked.results)
    bound = [each for each in partnership.covers if each.set_headrooms]
    covers = [worked.figure(each.lowest) for each in bound or partnership.covers]
    tested = [each for each in covers if each and not math.isnan(each)]
    return Figures(
        viable=told.viable,
        words=told.short,
        cover=min(tested, default=None),
        lowest_cash=worked.figure(partnership.outcome.lowest_cash),
        owed=sum(worked.figure(each.owed_when_due) for each in partnership.lenders),
        lost=sum(worked.figure(each.lost) for each in partnership.exits.loans),
        homes=worked.figure(partnership.exits.retained),
    )
