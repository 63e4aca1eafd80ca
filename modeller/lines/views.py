"""How a model is to be shown: which lines make a statement, which measures lead, what must be nil.

Views name lines and say nothing of paper, screen or sheet, so that every surface shows the same things in the same
words. The model that fills them in knows its own field; those who show them need not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from modeller.lines.expressions import Reference
from modeller.lines.names import slug
from modeller.lines.references import Input, Line, Measure
from modeller.lines.units import Unit


@dataclass(frozen=True)
class Entry:
    """A row of a statement: a line, or a heading where there is none; `less` shows it as a deduction.

    Down the page by year it is left out of the years in which its flag `when`, where it has one, is nil.
    """

    label: str
    line: Line | None = None
    less: bool = False
    is_total: bool = False
    when: Line | None = None


@dataclass(frozen=True)
class Statement:
    """A statement by financial year: flows are summed over the year, stocks are as at its end.

    One that is `by_month` is shown month by month as well.
    """

    title: str
    entries: tuple[Entry, ...]
    by_month: bool = False


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
class Lever:
    """What moves several inputs at once, whichever figures are in use: each `times` it, or each `plus` it.

    An input is moved by one lever at most.
    """

    label: str
    kind: Literal["times", "plus"]
    unit: Unit
    keys: frozenset[str]

    @property
    def name(self) -> str:
        """What programs call it."""
        return slug(self.label)

    @property
    def default(self) -> float:
        """Where it moves nothing."""
        return 1.0 if self.kind == "times" else 0.0

    def moves(self, figure: float, by: float) -> float:
        """An input's figure as the lever moves it.

        >>> from modeller.lines.units import SHARE
        >>> Lever("Voids", "plus", SHARE, frozenset()).moves(0.03, 0.02)
        0.05
        """
        return figure * by if self.kind == "times" else figure + by


@dataclass(frozen=True)
class Chart:
    """A chart by financial year of a few lines of one unit; `tells` is the figure its title says, and of which line."""

    title: str
    lines: tuple[Line, ...]
    tells: Literal["most", "least"] = "most"


@dataclass(frozen=True)
class Told:
    """A whole number told in words: the first for nil, the next for one, and so on."""

    measure: Measure
    words: tuple[str, ...]


Cell = Reference | Told | str
"""What stands in a table: a figure that does not differ by month, one told in words, or words."""


@dataclass(frozen=True)
class Row:
    """A row of a table, its cells under the table's columns."""

    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Table:
    """Figures side by side, such as those of several loans."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    note: str = ""


@dataclass(frozen=True)
class Ranged:
    """Measures, each with its range where one is known."""

    title: str
    measures: tuple[Measure, ...]
    note: str = ""


@dataclass(frozen=True)
class Breakdown:
    """Parts of a whole [£], each with its share of it."""

    title: str
    parts: tuple[tuple[str, Measure], ...]
    whole: Measure


@dataclass(frozen=True)
class Yearly:
    """Lines down the page by financial year, in groups under headings of their own."""

    title: str
    groups: tuple[tuple[str, tuple[Entry, ...]], ...]
    note: str = ""


@dataclass(frozen=True)
class Budget:
    """A statement across the first years; then the years after them together, and all."""

    title: str
    statement: Statement
    years: int
    note: str = ""


@dataclass(frozen=True)
class Covenant:
    """A covenant that is set: by month its figure, its headroom, when it is tested and broken [flag], the cure [£].

    Then the least headroom, the first breach [month] and the most that would have cured it [£].
    """

    heading: str
    name: str
    figure: Line
    limit: Input
    headroom: Line
    tested: Line
    broken: Line
    needed: Line
    least: Measure
    first: Measure
    most: Measure


@dataclass(frozen=True)
class Headrooms:
    """Covenants one below the other: limit, least headroom, first breach and cure."""

    title: str
    covenants: tuple[Covenant, ...]


@dataclass(frozen=True)
class Tests:
    """Covenants test by test."""

    covenants: tuple[Covenant, ...]


@dataclass(frozen=True)
class Prose:
    """Words under a heading."""

    title: str
    paragraphs: tuple[str, ...]


Part = Table | Ranged | Breakdown | Yearly | Budget | Headrooms | Tests | Prose


@dataclass(frozen=True)
class Page:
    """A sheet for one kind of reader; `name` is the sheet's, `purpose` what the contents say of it."""

    name: str
    title: str
    purpose: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class About:
    """What the model is for, what it is not for, its terms with their meaning, and what it leaves out."""

    purpose: str
    not_for: str
    definitions: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]


@dataclass(frozen=True)
class Views:
    """Everything there is to show of one model.

    `decision` is what the reader is asked to decide, `proposal` the terms on which, and `of_each` those of each thing
    that headlines have headings for; `covenants` are those that are set; `levers` move inputs together.
    """

    headlines: tuple[Measure, ...]
    statements: tuple[Statement, ...]
    checks: tuple[Check, ...]
    alerts: tuple[Alert, ...]
    charts: tuple[Chart, ...]
    decision: str = ""
    proposal: tuple[Table, ...] = ()
    of_each: tuple[Row, ...] = ()
    covenants: tuple[Covenant, ...] = ()
    pages: tuple[Page, ...] = ()
    about: About = About("", "", (), ())
    levers: tuple[Lever, ...] = ()

    @property
    def measures(self) -> Iterator[Measure]:
        """Every measure that a page shows, page by page."""
        for part in (part for page in self.pages for part in page.parts):
            if isinstance(part, Ranged):
                yield from part.measures
            elif isinstance(part, Breakdown):
                yield from (*(measure for _, measure in part.parts), part.whole)
            elif isinstance(part, Table):
                yield from (cell for row in part.rows for cell in row.cells if isinstance(cell, Measure))

    @property
    def ranged(self) -> Iterator[Measure]:
        """The measures that are shown with their range, each once."""
        parts = (part for page in self.pages for part in page.parts)
        found = [each for part in parts if isinstance(part, Ranged) for each in part.measures]
        whole = [each for each in self.headlines if not each.section.heading]
        yield from {id(each): each for each in (*whole, *found)}.values()
