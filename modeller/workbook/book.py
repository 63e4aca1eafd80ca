"""What a workbook is made from: a model, what it worked out to for one scenario, and how it is to be shown."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from modeller.lines.model import Model
from modeller.lines.references import Calendar, Line, Measure
from modeller.lines.units import Unit
from modeller.lines.views import Views
from modeller.lines.working import Results

NONE = "none"  # what stands for a figure that there is not, such as a return on flows that only go one way
ILLUSTRATIVE = "illustrative"
Figure = float | str


@dataclass(frozen=True)
class InputRow:
    """One input as the inputs sheet shows it.

    A key that the model knows becomes a cell to change; anything else the scenario states (a name, a shape, a start)
    fixes the structure of the workbook, and is shown but not for changing. A row with the key of a curve says what is
    true of all its years. `low` and `high` bound what may be typed; `low_case` and `high_case` are its figures in the
    low and the high case, where those are stated: otherwise it is in them what it is in the base case.
    """

    key: str
    label: str
    unit: Unit | None
    value: Figure
    low: float | None = None
    high: float | None = None
    help: str = ""
    status: str = ""
    source: str = ""
    as_of: str = ""
    note: str = ""
    choices: tuple[Figure, ...] = ()
    is_month: bool = False  # the number of a month of the model, rather than of months
    low_case: float | None = None
    high_case: float | None = None


@dataclass(frozen=True)
class PathRow:
    """One path of the contract: what happens in words, what chooses it, its chance, and its ends [month]."""

    words: str
    choice: tuple[float, ...]
    chance: float
    ends: tuple[float, ...]


@dataclass(frozen=True)
class PathsTable:
    """Every path that may be worked, one of which the reader chooses by its number, from 1.

    `inputs` are what a choice sets, by key, with their labels: those that the model knows are drawn from the table.
    `ends` are the lines that say, live, when the contracts of the path chosen end.
    """

    key: str
    inputs: Mapping[str, str]
    rows: Sequence[PathRow]
    chosen: int
    ends: tuple[Line, ...]


@dataclass(frozen=True)
class Column:
    """A figure by length, as the engine has it; `live` are measures whose sum is the same figure in the workbook.

    A column without a unit is of words.
    """

    title: str
    unit: Unit | None
    figures: Sequence[Figure]
    live: tuple[Measure, ...] = ()


@dataclass(frozen=True)
class EngineBlock:
    """Columns that stand together under a heading; `note` says what they are of."""

    heading: str
    columns: Sequence[Column]
    note: str = ""


@dataclass(frozen=True)
class EngineChart:
    """A chart by length of a few columns of one unit, by name; `finding` says in words what it shows."""

    title: str
    columns: Mapping[str, Column]
    finding: str


@dataclass(frozen=True)
class LengthsTable:
    """What the engine has for each length [months] of what `varied` is the input of, and how each is called."""

    varied: str
    months: Sequence[int]
    names: Sequence[str]
    blocks: Sequence[EngineBlock]
    charts: Sequence[EngineChart]


@dataclass(frozen=True)
class Range:
    """A measure as the engine has it over the paths that may come about; `expected` is weighed by their chances."""

    without_renewal: Figure
    lowest: Figure
    expected: Figure
    highest: Figure


@dataclass(frozen=True)
class Ranges:
    """Ranges by the key of their measure; `of` says what they are of."""

    of: str
    figures: Mapping[str, Range]


@dataclass(frozen=True)
class ByCase:
    """Measures as the engine has them in the base, the low and the high case, by key; `of` says what they are of."""

    of: str
    figures: Mapping[str, tuple[Figure, ...]]


@dataclass(frozen=True)
class Amount:
    """A figure that the engine worked out, in its unit."""

    value: Figure
    unit: Unit


@dataclass(frozen=True)
class Drawing:
    """A chart of some columns of an engine's table, by their number from 0, all of one unit.

    A fan of lines by row, or bars to both sides of what is `stated`. `across` says what the rows are; `finding` says in
    words what is seen.
    """

    kind: Literal["lines", "bars"]
    title: str
    columns: Sequence[int]
    across: str
    finding: str
    stated: float = 0.0


@dataclass(frozen=True)
class EngineTable:
    """Figures that the engine worked out over many runs: rows by name, their cells under the titles."""

    heading: str
    titles: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Amount | str]]]
    note: str = ""
    drawing: Drawing | None = None


@dataclass(frozen=True)
class EngineSheet:
    """A sheet of such tables; `about` says how they were worked, `purpose` what the sheet is for, `below` the rest."""

    name: str
    title: str
    purpose: str
    about: Sequence[str]
    tables: Sequence[EngineTable]
    below: Sequence[str] = ()


@dataclass(frozen=True)
class Book:
    """Everything that one workbook shows: one scenario, with every line by month kept in its results.

    Values of the inputs are those the results were worked with; `turns` says, as the engine found it, what would change
    the answer; `scenario` is the whole text it was read from. `made` is stated, so that the same book is the same file
    to the byte.
    """

    title: str
    about: str
    model: Model
    results: Results
    views: Views
    inputs: Sequence[InputRow] = ()
    facts: Sequence[tuple[str, str]] = ()
    answer: str = ""
    version: str = ""
    fingerprint: str = ""
    paths: PathsTable | None = None
    lengths: LengthsTable | None = None
    ranges: Ranges | None = None
    by_case: ByCase | None = None
    turns: Sequence[str] = ()
    scenario: str = ""
    engine: Sequence[EngineSheet] = ()
    made: datetime | None = None

    @cached_property
    def stated(self) -> dict[str, InputRow]:
        """The inputs by key."""
        return {row.key: row for row in self.inputs}

    @property
    def chosen(self) -> frozenset[str]:
        """The inputs of the model that a path sets, which are not for changing one by one."""
        return frozenset(self.paths.inputs if self.paths else ()) & self.model.inputs.keys()

    def row(self, reference: Line | Calendar) -> list[float]:
        """The figures of a line by month, month 0 first."""
        figures: list[float] = self.results[reference][:, 0].tolist()
        return figures

    @cached_property
    def standing(self) -> Counter[str]:
        """How many of the inputs in use there are of each status; what is nil and not stated has none."""
        return Counter(row.status for row in self.inputs if row.status and row.key in self.model.inputs)

    def once(self, item: Line | Measure) -> Figure:
        """The one figure of a measure, or of a line that does not differ by month; “none” where there is none."""
        return shown(float(self.results[item][0]))


def shown(value: float) -> Figure:
    """A figure as a cell holds it.

    >>> shown(2.5), shown(float("nan"))
    (2.5, 'none')
    """
    return value if math.isfinite(value) else NONE
