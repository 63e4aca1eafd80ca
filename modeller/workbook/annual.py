"""The statements and the figures behind the charts, by financial year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from modeller.lines import words
from modeller.lines.expressions import Operation
from modeller.lines.references import Line
from modeller.lines.views import Chart, Entry
from modeller.workbook import cells
from modeller.workbook.book import Book
from modeller.workbook.cells import HERE
from modeller.workbook.chart_titles import RATIOS, TOTAL, write_title
from modeller.workbook.naming import lowered, series_names, unit_name
from modeller.workbook.pen import Pen, Writer
from modeller.workbook.places import Places

FIRST = 5  # the column of the first year
TITLED = -1  # stands for the row of a chart's title among those of its lines
ENDING, LAST_MONTH, MONTHS = 5, 6, 7
_BODY = 9
_A_PAGE = 15  # years
A3_WIDE = 172  # characters across the paper at full size
_NOT_SUMMED = ("times", "percent", "index", "month", "year")


@dataclass(frozen=True)
class Years:
    """The financial years that a model's months fall in."""

    book: Book

    @cached_property
    def of_month(self) -> list[int]:
        """The financial year of each month, month 1 first."""
        return self.book.model.calendar_row("financial_year")[1:]

    @cached_property
    def ending(self) -> list[int]:
        """The years in which they end."""
        return sorted(set(self.of_month))

    @cached_property
    def lasting(self) -> list[int]:
        """How many months of each the model has: the first and the last may be cut short."""
        return [self.of_month.count(year) for year in self.ending]

    @cached_property
    def last_months(self) -> list[int]:
        """The number of the last month of each."""
        return [len(self.of_month) - self.of_month[::-1].index(year) for year in self.ending]

    def names(self) -> list[str]:
        """What the years are called: 2026/27."""
        return [f"{year - 1}/{year % 100:02d}" for year in self.ending]

    def figures(self, line: Line) -> list[float]:
        """A line by financial year: the year's sum of what flows, the year's end of what stands."""
        if not line.monthly:
            figure = float(self.book.results[line][0])
            return [figure * (months if summed(line) else 1) for months in self.lasting]
        row = self.book.row(line)
        if not summed(line):
            return [row[month] for month in self.last_months]
        return [
            sum(row[last - months + 1 : last + 1]) for last, months in zip(self.last_months, self.lasting, strict=True)
        ]


def summed(line: Line) -> bool:
    """Whether a line's months add up over a year: not those of a stock, a rate, or a sum over months already."""
    added_up = isinstance(line.formula, Operation) and line.formula.word is words.TRAILING
    return not line.stock and not added_up and line.unit.style not in _NOT_SUMMED


def reach(chart: Chart, years: Years) -> tuple[int, list[int]]:
    """The first year a chart draws, and the last for each of its lines.

    A ratio is drawn for the years in which there was something to measure as the workbook was made: to draw the nil
    of a loan repaid would show a fall that never was.
    """
    last = len(years.ending) - 1
    if chart.lines[0].unit.style not in RATIOS:
        return 0, [last] * len(chart.lines)
    drawn = [
        [place for place, figure in enumerate(years.figures(line)) if abs(figure) > line.unit.nil] or [0, last]
        for line in chart.lines
    ]
    return min(each[0] for each in drawn), [each[-1] for each in drawn]


def write_annual(writer: Writer, places: Places, verdict: str) -> dict[tuple[str, int], int]:
    """Write the statements and the charts' figures; the rows of the latter, by chart and place."""
    pen = writer.sheet(cells.ANNUAL, "Annual statements", "outputs")
    pen.master(verdict)
    pen.widths(3, 46, 40, 12, 17)
    years = Years(writer.book)
    last = FIRST + len(years.ending) - 1
    width = _width(writer.book, years)
    pen.sheet.set_column(FIRST, last, width)
    pen.sheet.freeze_panes(MONTHS, FIRST)
    pen.printed(paper=8, repeat=MONTHS, fit=False)
    pen.sheet.repeat_columns(0, 1)
    pen.sheet.set_v_pagebreaks(list(range(FIRST + _A_PAGE, last + 1, _A_PAGE)))
    pen.sheet.set_print_scale(max(10, int(100 * A3_WIDE / (sum(pen.wide) + min(_A_PAGE, len(years.ending)) * width))))
    _calendar(pen, places, years)
    row = _BODY
    for statement in writer.book.views.statements:
        pen.text(row, 0, statement.title, "heading")
        row = _block(pen, places, years, row + 1, statement.entries)
    found = {}
    if writer.book.views.charts:
        pen.text(row, 0, "Figures for the charts", "heading")
        row += 1
    for chart in writer.book.views.charts:
        found.update({(chart.title, place): row + 1 + place for place in range(len(chart.lines))})
        _say_reach(pen, row, chart, years)
        row = _block(pen, places, years, row, _entries(chart)) - 1
        figures = {line: years.figures(line) for line in chart.lines}
        found[chart.title, TITLED] = write_title(pen, row, chart, figures, FIRST)
        row = found[chart.title, TITLED] + 2
    return found


def _entries(chart: Chart) -> list[Entry]:
    named = zip(series_names(chart.lines), chart.lines, strict=True)
    return [Entry(chart.title), *(Entry(name, line) for name, line in named)]


def _say_reach(pen: Pen, row: int, chart: Chart, years: Years) -> None:
    """Beside a chart's figures, which years it leaves out and why."""
    first, lasts = reach(chart, years)
    if first or min(lasts) < len(years.ending) - 1:
        said = "The chart leaves out years in which there was nothing to measure as this workbook was made."
        pen.text(row, FIRST, said, "note")


def _width(book: Book, years: Years) -> float:
    largest = max((abs(x) for line in _shown(book) for x in years.figures(line)), default=0.0)
    return max(12.0, len(f"-{largest * 10:,.2f}") + 2)


def _shown(book: Book) -> Iterator[Line]:
    for statement in book.views.statements:
        yield from (entry.line for entry in statement.entries if entry.line is not None)
    for chart in book.views.charts:
        yield from chart.lines


def _calendar(pen: Pen, places: Places, years: Years) -> None:
    pen.titles(cells.TITLES, ("", "Line", "Key", "Unit", "Total"), (TOTAL,))
    ending = f"{HERE}{ENDING}"
    pen.along(cells.TITLES, FIRST, f'({ending}-1)&"/"&RIGHT({ending},2)', years.names(), "year", "column")
    year, month = places.whole(places.model.financial_year), places.whole(places.model.month)
    pen.text(ENDING, 1, "Financial year ending")
    so_far = f"COLUMNS(${cells.column(FIRST)}{ENDING}:{ending})"
    pen.along(ENDING, FIRST, f"MIN({year})+{so_far}-1", years.ending, "year", "header")
    pen.text(LAST_MONTH, 1, "Last month of the year in the model")
    pen.along(LAST_MONTH, FIRST, f"_xlfn.MAXIFS({month},{year},{ending})", years.last_months, "whole", "header")
    pen.text(MONTHS, 1, "Months of the year in the model")
    pen.along(MONTHS, FIRST, f"COUNTIFS({year},{ending})", years.lasting, "whole", "header")


def _block(pen: Pen, places: Places, years: Years, row: int, entries: Sequence[Entry]) -> int:
    """Rows of a statement or of a chart; the row below them, after one left clear."""
    for entry in entries:
        if entry.line is None:
            pen.text(row, 1, entry.label, "bold")
        else:
            _entry(pen, places, years, row, entry, entry.line)
        row += 1
    return row + 1


def _entry(pen: Pen, places: Places, years: Years, row: int, entry: Entry, line: Line) -> None:
    look, sign = ("total" if entry.is_total else "plain"), (-1 if entry.less else 1)
    less = entry.less and not entry.label.lower().startswith("less")
    label = f"less {lowered(entry.label)}" if less else entry.label
    pen.text(row, 1, label, look)
    pen.text(row, 2, line.key, "note")
    pen.text(row, 3, unit_name(line.unit))
    figures = [sign * figure for figure in years.figures(line)]
    formula = ("-" if entry.less else "") + _formula(places, line)
    style = "percent of any" if line.unit.style == "percent" else line.unit.style
    pen.along(row, FIRST, formula, figures, style, look)
    if summed(line):
        whole = cells.span(row, FIRST, FIRST + len(figures) - 1)
        pen.formula(row, TOTAL, f"SUM({whole})", sum(figures), line.unit.style, "total" if entry.is_total else "bold")


def _formula(places: Places, line: Line) -> str:
    if not line.monthly:
        return places.source(line) + (f"*{HERE}${MONTHS}" if summed(line) else "")
    by, wanted = (
        (places.model.financial_year, f"{HERE}${ENDING}")
        if summed(line)
        else (places.model.month, f"{HERE}${LAST_MONTH}")
    )
    return f"SUMIFS({places.whole(line)},{places.whole(by)},{wanted})"
