"""Targets: what is to hold of the results, as a person words it, asked of one scenario or of many at once.

`viable`, `repaid`, `repaid: Bank loan`, `no breach`, `all checks`, or a measure held against a figure; several are
joined by “and”.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np
from numpy.typing import NDArray

from modeller.analysis.solving.naming import figure_of, measure_named
from modeller.errors import Unfit
from modeller.lines.figures import written
from modeller.lines.names import slug
from modeller.lines.references import Measure
from modeller.lines.working import Results
from modeller.partnership.answer import answer, fates, leans_on
from modeller.partnership.assemble import Partnership
from modeller.scenario.quantities import quoted

Array = NDArray[np.float64]
SIGNS = {
    ">=": "at least", "≥": "at least", "at least": "at least",
    "<=": "at most", "≤": "at most", "at most": "at most",
    ">": "above", "above": "above", "<": "below", "below": "below",
    "==": "exactly", "=": "exactly", "is": "exactly",
}  # fmt: skip
COMPARED = re.compile(
    r"(?P<measure>.+?)\s*(?P<sign>>=|<=|==|[≥≤><=]|\b(?:at least|at most|above|below|is)\b)\s*(?P<figure>.+)"
)
NAMED = ("viable", "repaid", "no breach", "all checks")
REPAID = {"repaid", "repaid in its extension", "not drawn"}
A_POUND = 1.0


class Target(ABC):
    """Something to hold: `wanted` are the measures that tell whether it does, `telling` those that tell why not."""

    words: str
    wanted: Sequence[Measure]
    telling: Sequence[Measure] = ()

    @abstractmethod
    def short(self, results: Results) -> Array:
        """How far each scenario is from meeting it, in a unit of its own: nil where it is met; shape (scenario,)."""

    @abstractmethod
    def told(self, results: Results, at: int = 0) -> list[str]:
        """What stands against it in one scenario, in words; nothing where it is met."""

    def met(self, results: Results) -> NDArray[np.bool_]:
        """Whether each scenario meets it, shape (scenario,)."""
        return np.asarray(self.short(results) <= 0)


class Compared(Target):
    """A measure held against a figure."""

    def __init__(self, partnership: Partnership, measure: Measure, sign: str, figure: float) -> None:
        self.measure, self.sign, self.figure = measure, sign, figure
        self.start = partnership.model.start
        self.wanted = [measure]
        self.name = measure.label if not measure.section.heading else f"{measure.section.heading}: {measure.label}"
        self.words = f"“{self.name}” {sign} {self._written(figure)}"

    def _written(self, figure: float) -> str:
        return "never" if np.isinf(figure) else written(figure, self.measure.unit, self.start)

    def _figures(self, results: Results) -> Array:
        """As they are; a month that never comes is endless."""
        found = np.asarray(results[self.measure], dtype=float)
        return np.where(found == 0, np.inf, found) if self.measure.unit.style == "month" else found

    def short(self, results: Results) -> Array:
        """In the measure's own unit; endless where there is no such figure."""
        found, nil = self._figures(results), self.measure.unit.nil
        with np.errstate(invalid="ignore"):
            over = np.where(found == self.figure, 0.0, found - self.figure)
        gap = {"at least": -over, "above": -over, "at most": over, "below": over, "exactly": np.abs(over)}[self.sign]
        strict = self.sign in {"above", "below"}
        met = gap < -nil if strict else gap <= nil
        return np.where(np.isnan(found), np.inf, np.where(met, 0.0, np.maximum(gap, max(nil, 1e-12))))

    def told(self, results: Results, at: int = 0) -> list[str]:
        """The figure that it is, against the one it should be."""
        if self.short(results)[at] <= 0:
            return []
        figure = float(self._figures(results)[at])
        exact = f"{figure:.4f}" if self.measure.unit.style == "times" else self._written(figure)
        return [f"“{self.name}” is {exact}, not {self.sign} {self._written(self.figure)}."]


class Viable(Target):
    """That everything is as agreed: the answer of `modeller run`."""

    def __init__(self, partnership: Partnership) -> None:
        self.partnership, self.words = partnership, "viable"
        self.wanted = leans_on(partnership)

    def short(self, results: Results) -> Array:
        """In pounds: what is owed beyond its time, not covered, or would cure covenants; a pound for anything else."""
        scenarios = len(results[self.wanted[0]])
        viable = np.array([answer(self.partnership, results, at).viable for at in range(scenarios)], dtype=bool)
        return np.where(viable, 0.0, np.maximum(_pounds_short(self.partnership, results), A_POUND))

    def told(self, results: Results, at: int = 0) -> list[str]:
        """The answer's own reasons, of loans that are not as agreed and of whatever else is not."""
        found = answer(self.partnership, results, at)
        if found.viable:
            return []
        in_order = {"repaid", "not drawn", "not yet due", "written off", "repaid in its extension"}
        told = zip(fates(self.partnership, results, at), found.reasons, strict=False)
        late = [reason for fate, reason in told if fate not in in_order]
        return [*late, *found.reasons[len(self.partnership.lenders) :]]


def _pounds_short(partnership: Partnership, results: Results) -> Array:
    """What is owed when it falls due, what uses are not covered, and what would cure covenants [£]."""
    parts = [each.owed_when_due for each in partnership.lenders] + [partnership.outcome.raised.uncovered]
    parts += [held.cure.most for each in partnership.covers for held in each.set_headrooms if held.cure]
    return np.asarray(np.sum([results[each] for each in parts], axis=0, dtype=float))


class Repaid(Target):
    """That loans are repaid when they fall due, or within the extension agreed."""

    def __init__(self, partnership: Partnership, name: str) -> None:
        self.partnership, self.words = partnership, f"repaid: {name}" if name else "repaid"
        self.places = _loans(partnership, name)
        self.wanted = leans_on(partnership)

    def short(self, results: Results) -> Array:
        """In pounds owed when due."""
        owed = np.sum([results[self.partnership.lenders[place].owed_when_due] for place in self.places], axis=0)
        late = np.array([bool(self._late(results, at)) for at in range(len(owed))], dtype=bool)
        return np.where(late, np.maximum(owed, A_POUND), 0.0)

    def _late(self, results: Results, at: int) -> list[int]:
        found = fates(self.partnership, results, at)
        return [place for place in self.places if found[place] not in REPAID]

    def told(self, results: Results, at: int = 0) -> list[str]:
        """The answer's own words of each that is not."""
        reasons = answer(self.partnership, results, at).reasons
        return [reasons[place] for place in self._late(results, at)]


class NoBreach(Target):
    """That no covenant is broken, of any loan or of one."""

    def __init__(self, partnership: Partnership, name: str) -> None:
        self.partnership, self.words = partnership, f"no breach: {name}" if name else "no breach"
        covers = [partnership.covers[place] for place in _loans(partnership, name)]
        self.covers = [each for each in covers if each.set_headrooms]
        if not self.covers:
            of = f"“{name}”" if name else "this scenario"
            raise Unfit(f"no covenant of {of} is set, so none can be broken", "state one, such as finance: covenants")
        self.cures = [held.cure.most for each in self.covers for held in each.set_headrooms if held.cure]
        self.wanted = [each.first_breach for each in self.covers] + self.cures
        self.telling = leans_on(partnership)

    def short(self, results: Results) -> Array:
        """In pounds: the cash that would cure each at its worst test."""
        broken = np.logical_or.reduce([results[each.first_breach] > 0 for each in self.covers])
        most = np.sum([results[each] for each in self.cures], axis=0, dtype=float)
        return np.where(broken, np.maximum(most, A_POUND), 0.0)

    def told(self, results: Results, at: int = 0) -> list[str]:
        """The answer's own words of each that is broken."""
        broken = [each.loan.name for each in self.covers if results[each.first_breach][at]]
        reasons = answer(self.partnership, results, at).reasons
        return [reason for reason in reasons if any(reason.startswith(f"A covenant of “{name}”") for name in broken)]


class AllChecks(Target):
    """That every integrity check holds."""

    def __init__(self, partnership: Partnership) -> None:
        self.checks, self.words = partnership.views.checks, "all checks"
        self.wanted = [each.measure for each in self.checks]

    def short(self, results: Results) -> Array:
        """By how much the worst is beyond its tolerance."""
        over = [np.abs(results[each.measure]) - each.tolerance for each in self.checks]
        return np.asarray(np.maximum(0.0, np.max(over, axis=0)))

    def told(self, results: Results, at: int = 0) -> list[str]:
        """Each that does not."""
        failing = [each for each in self.checks if abs(results[each.measure][at]) > each.tolerance]
        return [f"The check “{each.name}” does not hold." for each in failing]


@dataclass(frozen=True)
class Together(Target):
    """Several targets, all of them to hold."""

    each: Sequence[Target]

    @property
    def words(self) -> str:  # type: ignore[override]
        """Joined by “and”."""
        return " and ".join(target.words for target in self.each)

    @property
    def wanted(self) -> Sequence[Measure]:  # type: ignore[override]
        """Whatever any of them leans on."""
        return list({id(measure): measure for target in self.each for measure in target.wanted}.values())

    @property
    def telling(self) -> Sequence[Measure]:  # type: ignore[override]
        """Whatever any of them needs to say why not."""
        return list({id(measure): measure for target in self.each for measure in target.telling}.values())

    def short(self, results: Results) -> Array:
        """The sum over targets, in no unit."""
        return np.asarray(np.sum([target.short(results) for target in self.each], axis=0, dtype=float))

    def told(self, results: Results, at: int = 0) -> list[str]:
        """What stands against any of them."""
        return [word for target in self.each for word in target.told(results, at)]


def target_of(partnership: Partnership, text: str) -> Target:
    """The target that is worded; raises `Unfit` where it says nothing that can be tested.

    >>> from modeller.analysis.run import run
    >>> worked = run("scenarios/ten-homes.yaml")
    >>> target = target_of(worked.partnership, "repaid and lowest cash >= £2,000")
    >>> target.words, target.told(worked.results)
    ('repaid and “Lowest cash” at least £2,000', ['“Lowest cash” is £1,275, not at least £2,000.'])
    """
    found = [_one(partnership, part.strip()) for part in re.split(r"\s+and\s+|\s*;\s*", text.strip())]
    return found[0] if len(found) == 1 else Together(found)


def _one(partnership: Partnership, text: str) -> Target:
    kind, colon, name = (part.strip() for part in text.partition(":"))
    made: dict[str, Callable[[], Target]] = {
        "viable": lambda: Viable(partnership),
        "repaid": lambda: Repaid(partnership, name),
        "no breach": lambda: NoBreach(partnership, name),
        "all checks": lambda: AllChecks(partnership),
    }
    if kind.lower() in made and (not colon or kind.lower() in {"repaid", "no breach"}):
        return made[kind.lower()]()
    match = COMPARED.fullmatch(text)
    if not match:
        near = get_close_matches(text.lower(), NAMED, 1)
        meant = f"did you mean {quoted(near[0])}? " if near else ""
        ways = "viable, repaid, repaid: Bank loan, no breach, all checks, or a measure against a figure"
        raise Unfit(f"{quoted(text)} says nothing that can be tested", f"{meant}write {ways}: “lowest cash >= £0”")
    measure = measure_named(partnership.model, match["measure"].strip())
    figure = figure_of(match["figure"].strip(), measure, partnership.model.start)
    return Compared(partnership, measure, SIGNS[match["sign"]], figure)


def _loans(partnership: Partnership, name: str) -> list[int]:
    """The places of all loans, or of the one of that name."""
    names = [each.loan.name for each in partnership.lenders]
    if not names:
        raise Unfit("nothing is borrowed in this scenario", "test a measure, such as “lowest cash >= £0”")
    if not name:
        return list(range(len(names)))
    known = {slug(each): place for place, each in enumerate(names)}
    if slug(name) not in known:
        raise Unfit(f"{quoted(name)} is not a loan of this scenario", f"the loans are: {', '.join(names)}")
    return [known[slug(name)]]
