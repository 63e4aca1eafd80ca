"""How a model is to be shown: which lines make a statement, which measures lead, what must be nil.

Views name lines and say nothing of paper, screen or sheet, so that every surface shows the same things in the same
words. The model that fills them in knows its own field; those who show them need not.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.references import Line, Measure


@dataclass(frozen=True)
class Entry:
    """A row of a statement: a line, or a heading where there is none; `less` shows it as a deduction."""

    label: str
    line: Line | None = None
    less: bool = False
    is_total: bool = False


@dataclass(frozen=True)
class Statement:
    """A statement by financial year: flows are summed over the year, stocks are as at its end."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Check:
    """An integrity check: a measure that must be nil, within a tolerance, in every scenario."""

    name: str
    measure: Measure
    tolerance: float


@dataclass(frozen=True)
class Alert:
    """A commercial alert: something the reader must know when the measure is not nil; `{}` is where its figure goes."""

    words: str
    measure: Measure


@dataclass(frozen=True)
class Chart:
    """A chart by financial year of a few lines of one unit."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Views:
    """Everything there is to show of one model."""

    headlines: tuple[Measure, ...]
    statements: tuple[Statement, ...]
    checks: tuple[Check, ...]
    alerts: tuple[Alert, ...]
    charts: tuple[Chart, ...]
