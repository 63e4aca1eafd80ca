"""The model: sections of lines, written once, in the order in which they are worked.

Only a balance may look back at what is written below it, so a circular reference cannot be written. Assembly refuses
what cannot stand: units that do not agree, a balance read before it is closed, a measure read too soon.

>>> from modeller.lines.expressions import MONTHS_A_YEAR
>>> from modeller.lines.units import POUNDS, PER_YEAR
>>> model = Model(date(2026, 4, 1), months=24)
>>> rate = model.input("loan.interest", "Rate of interest", PER_YEAR, 0.06)
>>> loan = model.section("Loan")
>>> debt = loan.balance("Owed", POUNDS, start=1000)
>>> interest = loan.line("Interest", debt.opening * rate / MONTHS_A_YEAR, POUNDS)
>>> owed = debt.close(interest)
>>> round(float(model.work()[owed][24, 0]), 2)
1127.16
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from modeller.lines import words
from modeller.lines.expressions import (
    AssemblyError,
    Constant,
    Expression,
    Operand,
    Operation,
    Reference,
    as_expression,
    operations,
    references,
)
from modeller.lines.names import slug
from modeller.lines.references import Calendar, CalendarName, Curve, Input, Line, Measure
from modeller.lines.units import MONTH, MONTHS, YEAR, Unit

if TYPE_CHECKING:
    from modeller.lines.working import Array, By, Figures, Results


class Balance:
    """An amount carried from month to month: its opening is last month's closing, which does not exist until closed."""

    def __init__(self, section: Section, label: str, unit: Unit, start: Expression) -> None:
        self.section, self.label, self.unit, self.start = section, label, unit, start
        self.opening = section.add(Line(section, f"{label}, opening", None, unit, stock=True))
        self.opening.before = self
        self.closing: Line | None = None

    def close(self, *movements: Expression) -> Line:
        """The closing line: what was there and what came and went."""
        if self.closing is not None:
            raise AssemblyError(f"{self.opening.key}: the balance is closed already")
        formula: Expression = self.opening
        for movement in movements:
            if isinstance(movement, Operation) and movement.word is words.NEGATE:
                formula = formula - movement.parts[0]
            else:
                formula = formula + movement
        self.closing = self.section.line(self.label, formula, self.unit, stock=True)
        self.closing.start = self.start
        return self.closing


class Section:
    """Lines that stand together on a sheet, under a heading where there are several such blocks."""

    def __init__(self, model: Model, title: str, heading: str = "") -> None:
        self.model, self.title, self.heading = model, title, heading
        self.key = ".".join(slug(part) for part in (title, heading) if part)

    def under(self, heading: str) -> Section:
        """A block of this section with a heading of its own."""
        return Section(self.model, self.title, heading)

    def line(self, label: str, formula: Operand, unit: Unit, *, stock: bool = False) -> Line:
        """Write a line; `stock` marks an amount at a month's end rather than in the month."""
        checked = self._checked(label, formula, unit)
        for read, _ in references(checked):
            if isinstance(read, Measure) and any(
                part.word is words.INTERNAL_RETURN for part in operations(read.formula)
            ):
                raise AssemblyError(
                    f"“{label}” reads “{read.label}”, a return, and there may be none: work from its flows"
                )
        return self.add(Line(self, label, checked, unit, stock=stock))

    def balance(self, label: str, unit: Unit, start: Operand = 0) -> Balance:
        """Open a balance; its `opening` may be read at once, its closing once it is closed."""
        beginning = start if isinstance(start, Expression) else Constant(start, unit)
        if beginning.monthly:
            raise AssemblyError(f"{self.key}.{slug(label)}: a balance starts at one figure, not at a line by month")
        return Balance(self, label, unit, self._checked(label, beginning, unit))

    def measure(self, label: str, formula: Operand, unit: Unit, key: str = "") -> Measure:
        """Draw one figure from the lines above."""
        expression = self._checked(label, formula, unit)
        if expression.monthly:
            raise AssemblyError(f"{label}: a measure is one figure, and “{expression.english}” differs by month")
        return self.model.add_measure(Measure(self, label, expression, unit, key or f"{self.key}.{slug(label)}"))

    def add(self, line: Line) -> Line:
        """Place a line at the end of the model."""
        return self.model.add_line(line)

    def _checked(self, label: str, stated: Operand, unit: Unit) -> Expression:
        name = f"{self.title}, {label}" if not self.heading else f"{self.heading}, {label}"
        try:
            formula = as_expression(stated)
        except AssemblyError as fault:
            raise AssemblyError(f"“{name}”: {fault}") from None
        if isinstance(formula, Operation) and formula.word in words.TESTS:
            raise AssemblyError(f"“{name}” is a test, not a figure: write flag(test)")
        if formula.unit and formula.unit != unit:
            raise AssemblyError(
                f"“{name}” is stated in {unit.name}, but “{formula.english}” works out in {formula.unit.name}"
            )
        for reference, _ in references(formula):
            self.model.known(name, reference)
        return formula


class Model:
    """Inputs, sections of lines and measures, over a number of months from a start."""

    def __init__(self, start: date, months: int) -> None:
        self.start, self.months = start, months
        self.inputs: dict[str, Input] = {}
        self.curves: list[Curve] = []
        self.lines: list[Line] = []
        self.measures: dict[str, Measure] = {}
        self.written: list[Line | Measure] = []  # lines and measures in the order of writing
        self._keys: set[str] = set()
        self.month = Calendar("month", "Month", MONTH)
        self.year = Calendar("year", "Calendar year", YEAR)
        self.month_of_year = Calendar("month_of_year", "Month of the year", MONTHS)
        self.financial_year = Calendar("financial_year", "Financial year ending", YEAR)
        self.calendar = (self.month, self.year, self.month_of_year, self.financial_year)
        self._settled: set[int] = set()  # what leans on no balance that is still open
        self._placed: set[int] = {id(row) for row in self.calendar}

    def section(self, title: str) -> Section:
        """A section, which may be returned to: its lines stand together on one sheet."""
        return Section(self, title)

    def input(self, key: str, label: str, unit: Unit, value: float) -> Input:
        """A figure the user states; asking again for the same key gives the same input."""
        if key not in self.inputs:
            self.inputs[key] = Input(key, label, unit, value)
            self._placed.add(id(self.inputs[key]))
        return self.inputs[key]

    def curve(self, key: str, label: str, unit: Unit, points: Mapping[int, float]) -> Curve:
        """A figure by calendar year, with an input for each year stated; asking again for a key gives the same."""
        known = next((each for each in self.curves if each.key == key), None)
        if known is not None:
            return known
        inputs = {year: self.input(f"{key}.{year}", f"{label}, {year}", unit, value) for year, value in points.items()}
        years = range(self.start.year - 1, self.calendar_row("year")[-1] + 1)
        curve = Curve(label, unit, inputs, years, key)
        self.curves.append(curve)
        self._placed.add(id(curve))
        return curve

    def at(self, curve: Curve, year: Operand) -> Expression:
        """The figure of a curve in a year."""
        return Operation(words.AT, (curve, as_expression(year), curve), curve.unit)

    def back(self, line: Expression, months: Operand) -> Expression:
        """A line above as it was some months before; nil before the first."""
        return self._look_back(words.BACK, line, as_expression(months))

    def trailing(self, line: Expression, months: Operand) -> Expression:
        """The sum of a line above over the last months, this one included."""
        return self._look_back(words.TRAILING, line, as_expression(months))

    def _look_back(self, word: words.Word, line: Expression, months: Expression) -> Expression:
        if not isinstance(line, Line) or not line.monthly or months.monthly:
            raise AssemblyError(
                f"{word.name}: “{line.english}” must be a line by month, and “{months.english}” one figure"
            )
        return Operation(word, (line, self.month, self.month, months), line.unit)

    def in_month(self, line: Line, month: Operand) -> Expression:
        """The figure of a line in one month, nil where there is no such month."""
        if not line.monthly:
            raise AssemblyError(f"in_month: “{line.label}” is one figure already: it does not differ by month")
        return Operation(words.IN_MONTH, (line, self.month, as_expression(month)), line.unit)

    def add_line(self, line: Line) -> Line:
        """Place a line at the end of the model."""
        self._take_key(line.key)
        self.lines.append(line)
        self.written.append(line)
        self._placed.add(id(line))
        return line

    def add_measure(self, measure: Measure) -> Measure:
        """Place a measure; it may be read by lines below once the balances it leans on are closed."""
        self._take_key(measure.key)
        self.measures[measure.key] = measure
        self.written.append(measure)
        self._placed.add(id(measure))
        return measure

    def _take_key(self, key: str) -> None:
        if key in self._keys:
            raise AssemblyError(f"{key}: there is a line of that name already; give one of them another label")
        self._keys.add(key)

    def known(self, reader: str, reference: Reference) -> None:
        """Refuse a reference to something that is not written above, or to a measure read too soon."""
        if id(reference) not in self._placed:
            raise AssemblyError(f"“{reader}” reads “{reference.label}”, which is not written above it in this model")
        if isinstance(reference, Measure):
            leant_on = self._leans_on(reference)
            open_balances = [line.label for line in leant_on if isinstance(line, Line) and _is_open(line)]
            self._settled |= set(map(id, leant_on)) if not open_balances else set()
            if open_balances:
                raise AssemblyError(
                    f"“{reader}” reads the measure “{reference.label}”, which leans on a balance that is still open: "
                    + ", ".join(open_balances)
                )

    def _leans_on(self, reference: Reference) -> list[Reference]:
        """Everything a measure leans on, however far back, that is not known to be settled already."""
        seen: dict[int, Reference] = {}
        waiting: list[Reference] = [reference]
        while waiting:
            here = waiting.pop()
            if id(here) in seen or id(here) in self._settled:
                continue
            seen[id(here)] = here
            if isinstance(here, Line) and here.before is not None and here.before.closing is not None:
                waiting.append(here.before.closing)
            formulas = [getattr(here, "formula", None), getattr(here, "start", None)]
            waiting += [found for formula in formulas if formula is not None for found, _ in references(formula)]
        return list(seen.values())

    def calendar_row(self, name: CalendarName) -> list[int]:
        """A row of the calendar, from month 0 (the month before the start) to the last month."""
        first = self.start.year * 12 + self.start.month - 1
        serials = range(first - 1, first + self.months)
        return {
            "month": list(range(self.months + 1)),
            "year": [serial // 12 for serial in serials],
            "month_of_year": [serial % 12 + 1 for serial in serials],
            "financial_year": [(serial + 9) // 12 for serial in serials],
        }[name]

    def check(self) -> None:
        """Refuse a model with a balance left open."""
        for line in self.lines:
            if _is_open(line):
                raise AssemblyError(f"{line.key}: the balance is never closed")

    @cached_property
    def leaning(self) -> dict[int, tuple[tuple[Reference, words.Word | None], ...]]:
        """What each line and measure leans on in its own month, by identity; read once the model is whole."""
        return {id(item): tuple(_leaning(item)) for item in self.written}

    @cached_property
    def by_key(self) -> dict[str, Line | Measure]:
        """Every line and measure by its key; read once the model is whole."""
        return {**{line.key: line for line in self.lines}, **self.measures}

    def work(
        self,
        changes: Mapping[str, Figures] | None = None,
        wanted: Sequence[Line | Measure] | None = None,
        held: Mapping[Line | Measure, Array] | None = None,
        *,
        by: By | None = None,
        threads: int | None = None,
        tell: Callable[[str], None] | None = None,
    ) -> Results:
        """Work the model out: once in plain floats, or over as many scenarios as `changes` gives figures for.

        All of it, or no more than is `wanted`; lines that are `held` keep the figures given. See `working.work`.
        """
        from modeller.lines.working import work

        return work(self, changes or {}, wanted, held, by=by, threads=threads, tell=tell)


def _leaning(item: Line | Measure) -> Iterator[tuple[Reference, words.Word | None]]:
    if item.formula is not None:
        yield from references(item.formula)
    start = getattr(item, "start", None)
    if start is not None:
        yield from references(start)


def _is_open(line: Line) -> bool:
    return line.before is not None and line.before.closing is None
