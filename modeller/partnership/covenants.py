"""Covenants: whether a figure is within its limit, how far, since when it is not, and the cash that would mend it."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import flag, maximum
from modeller.lines.measures import first_month, highest, lowest
from modeller.lines.model import Section
from modeller.lines.references import Input, Line, Measure
from modeller.lines.units import FLAG, MONTH, POUNDS, TIMES
from modeller.partnership.inputs import Terms


@dataclass(frozen=True)
class Covenant:
    """What is held against a limit: how far within it [times or £], and how much cash short of it [£]."""

    name: str
    limit: Input
    within: Expression
    short: Expression
    when: Expression


@dataclass(frozen=True)
class Cure:
    """Of a covenant that is set: the cash by month that would cure it [£] and the most of it, and the first breach."""

    broken: Line
    needed: Line
    first: Measure
    most: Measure


@dataclass(frozen=True)
class Headroom:
    """One covenant: its figure, when it is tested [flag], how far within it is, the least of that, and its cure."""

    name: str
    limit: Input
    figure: Line
    tested: Line
    headroom: Line
    least: Measure
    cure: Cure | None


def at_least(name: str, over: Line, under: Line, limit: Input, when: Expression, figure: Line) -> Covenant:
    """A figure, of one amount over another, that must be no less than its limit: more of the first would cure it."""
    return Covenant(name, limit, figure - limit, limit * under - over, when)


def at_most(name: str, owed: Expression, room: Expression, limit: Input, when: Expression) -> Covenant:
    """A debt that must be no more than there is room for, in pounds: as a ratio it reads nil where nothing is left."""
    return Covenant(name, limit, room - owed, owed - room, when)


def tested(section: Section, covenant: Covenant, figure: Line, limits: Terms, field: str) -> Headroom:
    """Test a covenant wherever its limit is not nil; where the scenario sets it, say when it breaks and what cures it.

    `figure` is what is shown of it, in the unit of its limit.

    The cash that cures is what brings the test to its limit on the day: as income of the year, or repaid, or held.
    """
    name, unit = covenant.name, covenant.within.unit or TIMES
    when = section.line(f"Covenant on {name} tested", covenant.when * flag(covenant.limit > 0), FLAG)
    headroom = section.line(f"Headroom of {name}", covenant.within * when, unit, stock=True)
    least = section.measure(f"Least headroom of {name}", lowest(headroom, when), unit)
    cure = _cure(section, covenant, when, headroom) if limits.stated(field) else None
    return Headroom(name, covenant.limit, figure, when, headroom, least, cure)


def _cure(section: Section, covenant: Covenant, when: Line, headroom: Line) -> Cure:
    broken = section.line(f"Covenant on {covenant.name} broken", flag(headroom < 0), FLAG)
    needed = section.line(
        f"Cash that would cure {covenant.name}", maximum(0, covenant.short) * when, POUNDS, stock=True
    )
    return Cure(
        broken=broken,
        needed=needed,
        first=section.measure(f"First breach of {covenant.name}", first_month(broken), MONTH),
        most=section.measure(f"Cure of {covenant.name}", highest(needed), POUNDS),
    )
