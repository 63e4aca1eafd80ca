"""Where everything of a model stands: inputs, curves, lines sheet by sheet, and measures.

A sheet by month begins with what it calls up from other sheets, each linked straight to its source, so that the
formulas below read nothing but their own sheet. Curves are the exception: they are read where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from modeller.lines.expressions import Reference, references
from modeller.lines.model import Model
from modeller.lines.references import Calendar, Curve, Input, Line, Measure
from modeller.lines.spelling import spell
from modeller.lines.views import Lever
from modeller.lines.words import Form
from modeller.workbook import cells
from modeller.workbook.cells import HERE, LAST
from modeller.workbook.naming import Block, blocks

FIRST_YEAR_COLUMN = 7
VALUE = 2  # the column of figures in use on the inputs sheet, and of figures on the results
FIRST_ROW = 5
CASE_ROW = FIRST_ROW + 1  # of the inputs sheet: the case in use; levers stand below it
_A_CURVE = 6  # rows of the yearly inputs: in use, the four cases, at generation


@dataclass
class SectionSheet:
    """One sheet by month: what it calls up, then its lines under their headings."""

    name: str
    title: str
    months: int
    lines: list[Line]
    calls: list[Reference] = field(default_factory=list)
    rows: dict[int, int] = field(default_factory=dict)  # by identity of what stands there
    headings: dict[int, str] = field(default_factory=dict)

    def arrange(self) -> None:
        """Give each call-up and each line its row."""
        row = cells.BODY
        for heading, members in self._blocks():
            if heading:
                self.headings[row] = heading
                row += 1
            for member in members:
                self.rows[id(member)] = row
                row += 1
            row += 1

    def _blocks(self) -> Iterator[tuple[str, list[Reference]]]:
        if self.calls:
            yield "Called up from other sheets", self.calls
        headings = dict.fromkeys(line.section.heading for line in self.lines)
        for heading in headings:
            yield heading or self.title, [line for line in self.lines if line.section.heading == heading]

    @property
    def last(self) -> int:
        """The column of the last month."""
        return cells.FIRST + self.months - 1


@dataclass
class Places:
    """Where everything of a model stands in its workbook."""

    model: Model
    sheets: list[SectionSheet]
    inputs: dict[str, int]  # rows of the inputs sheet
    labels: dict[str, str]  # of inputs, without what their block's heading says
    blocks: dict[int, str]  # headings of the inputs sheet, by row
    curves: dict[int, int]  # rows of the yearly inputs, by identity of the curve
    points: dict[str, str]  # cells of the yearly inputs, by the key of the input
    years: range
    measures: dict[int, int]  # rows of the results
    levers: dict[int, Lever]  # by row of the inputs sheet

    def lever_of(self, key: str) -> tuple[int, Lever] | None:
        """The lever that moves an input, and its row."""
        return next(((row, lever) for row, lever in self.levers.items() if key in lever.keys), None)

    def source(self, reference: Reference) -> str:
        """The sheet and cell of a figure that does not differ by month, where it is stated or worked out."""
        if isinstance(reference, Measure):
            return cells.on(cells.MEASURES, cells.fixed(self.measures[id(reference)], VALUE))
        if isinstance(reference, Line):
            sheet = self.sheet_of(reference)
            return cells.on(sheet.name, cells.fixed(sheet.rows[id(reference)], cells.CONSTANT))
        if reference.key in self.points:
            return cells.on(cells.YEARLY, self.points[reference.key])
        return cells.on(cells.INPUTS, cells.fixed(self.inputs[reference.key], VALUE))

    def sheet_of(self, line: Line) -> SectionSheet:
        """The sheet on which a line stands."""
        return next(sheet for sheet in self.sheets if sheet.title == line.section.title)

    def row_on(self, sheet: SectionSheet, reference: Reference) -> int:
        """The row in which a figure is read on a sheet by month."""
        return cells.CALENDAR_ROWS[reference.name] if isinstance(reference, Calendar) else sheet.rows[id(reference)]

    def whole(self, line: Line | Calendar) -> str:
        """A whole row, month 1 to the last, for a formula on a sheet that is not by month."""
        last = cells.FIRST + self.model.months - 1
        if isinstance(line, Calendar):
            return cells.on(cells.CALENDAR, cells.span(cells.CALENDAR_ROWS[line.name], cells.FIRST, last))
        sheet = self.sheet_of(line)
        return cells.on(sheet.name, cells.span(sheet.rows[id(line)], cells.FIRST, last))

    def curve(self, curve: Curve, form: Form) -> str:
        """A curve's row of years, or the cell that says which year the row begins with."""
        if form is Form.FIRST:
            return cells.on(cells.YEARLY, cells.fixed(cells.TITLES, FIRST_YEAR_COLUMN))
        last = FIRST_YEAR_COLUMN + len(self.years) - 1
        return cells.on(cells.YEARLY, cells.span(self.curves[id(curve)], FIRST_YEAR_COLUMN, last))

    def by_month(self, sheet: SectionSheet, item: Line, *, start: bool = False) -> str:
        """The formula of a line on its sheet; `HERE` stands for the column of the month."""
        formula = item.start if start else item.formula
        if formula is None:
            assert item.before is not None  # noqa: S101  only an opening has no formula
            return f"{LAST}{sheet.rows[id(item.before.closing)]}"

        def refer(reference: Reference, form: Form) -> str:
            if isinstance(reference, Curve):
                return self.curve(reference, form)
            row = self.row_on(sheet, reference)
            if not reference.monthly:
                return cells.fixed(row, cells.CONSTANT)
            if form is Form.SERIES:
                return cells.span(row, cells.FIRST, sheet.last)
            fix = "$" if isinstance(reference, Calendar) else ""
            here = f"{HERE}{fix}{row}"
            return f"${cells.column(cells.BEFORE)}{fix}{row}:{here}" if form is Form.HISTORY else here

        return spell(formula, "excel", refer)

    def of_once(self, reference: Reference) -> str:
        """How a figure that does not differ by month is read on the results sheet."""
        if isinstance(reference, Measure):
            return cells.fixed(self.measures[id(reference)], VALUE)
        return self.source(reference)

    def of_measure(self, measure: Measure) -> str:
        """The formula of a measure on the results sheet."""

        def refer(reference: Reference, form: Form) -> str:
            if isinstance(reference, Curve):
                return self.curve(reference, form)
            if isinstance(reference, Line | Calendar) and reference.monthly:
                return self.whole(reference)
            return self.of_once(reference)

        return spell(measure.formula, "excel", refer)


def leans_on(line: Line) -> Iterator[Reference]:
    """Every figure that a line's formula, or its start, reads."""
    for formula in (line.formula, line.start):
        if formula is not None:
            yield from (reference for reference, _ in references(formula))


def places(model: Model, shown: Mapping[str, str], pages: Sequence[str] = (), levers: Sequence[Lever] = ()) -> Places:
    """Find a place for everything; `shown` are inputs to list, labels by key, known to the model or not.

    `pages` are sheets that have their names already; `levers` stand above the inputs.
    """
    titles = dict.fromkeys(line.section.title for line in model.lines)
    taken = {name.lower() for name in (*cells.RESERVED, *pages)}
    sheets = [
        SectionSheet(
            cells.sheet_name(_clear_title(title), taken),
            title,
            model.months,
            [x for x in model.lines if x.section.title == title],
        )
        for title in titles
    ]
    for sheet in sheets:
        sheet.calls = _calls(sheet)
        sheet.arrange()
    years = _years(model)
    points = _points(model, years)
    curves = {curve.key for curve in model.curves}
    all_labels = {**shown, **{key: each.label for key, each in model.inputs.items() if key not in shown}}
    grouped = blocks({key: label for key, label in all_labels.items() if key not in points and key not in curves})
    inputs, headings = _inputs(grouped, CASE_ROW + len(levers) + 2)
    return Places(
        model,
        sheets,
        inputs,
        {key: label for block in grouped for key, label in block.labels.items()},
        headings,
        {id(curve): _row_of_curve(place) for place, curve in enumerate(model.curves)},
        points,
        years,
        {id(measure): FIRST_ROW + place for place, measure in enumerate(model.measures.values())},
        dict(enumerate(levers, CASE_ROW + 1)),
    )


def _clear_title(title: str) -> str:
    """A section's title where another sheet has it already."""
    return f"{title} by month" if title.lower() in {name.lower() for name in cells.RESERVED} else title


def _row_of_curve(place: int) -> int:
    """The row of a curve's figures in use: those of its cases stand below it."""
    return FIRST_ROW + place * _A_CURVE


def _inputs(grouped: list[Block], row: int) -> tuple[dict[str, int], dict[int, str]]:
    """The rows of inputs by key, and the headings by row, block by block."""
    rows: dict[str, int] = {}
    headings: dict[int, str] = {}
    for block in grouped:
        headings[row] = block.heading
        rows.update({key: row + place for place, key in enumerate(block.labels, 1)})
        row += len(block.labels) + 1
    return rows, headings


def _calls(sheet: SectionSheet) -> list[Reference]:
    """What a sheet reads of others, in the order in which its lines first read it."""
    own = set(map(id, sheet.lines))
    read = {id(reference): reference for line in sheet.lines for reference in leans_on(line)}
    called = [each for each in read.values() if id(each) not in own and not isinstance(each, Calendar | Curve)]
    return sorted(called, key=lambda each: (each.monthly, not isinstance(each, Input)))


def _years(model: Model) -> range:
    """The years of the yearly inputs: all that the months read, and all that are stated."""
    stated = [year for curve in model.curves for year in curve.points]
    worked = [year for curve in model.curves for year in (curve.years[0], curve.years[-1])]
    years = [*stated, *worked] or [model.start.year]
    return range(min(years), max(years) + 1)


def _points(model: Model, years: range) -> dict[str, str]:
    return {
        point.key: cells.fixed(_row_of_curve(place), FIRST_YEAR_COLUMN + year - years[0])
        for place, curve in enumerate(model.curves)
        for year, point in curve.points.items()
    }
