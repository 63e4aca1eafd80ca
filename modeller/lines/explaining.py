"""One figure explained: the formula in words, then with the figures put in, then each figure in its turn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from modeller.lines import words
from modeller.lines.expressions import Constant, Expression, Operation, Reference, operations, references
from modeller.lines.figures import month_of, written
from modeller.lines.model import Model
from modeller.lines.references import Calendar, Curve, Input, Line, Measure
from modeller.lines.spelling import spell
from modeller.lines.words import Form
from modeller.lines.working import Results


@dataclass(frozen=True)
class Explanation:
    """A figure, how it came about in words and in figures, and the figures it leans on.

    `month` is nothing for a figure that does not differ by month; an input has no `words`, and its `key` says where in
    the scenario it is stated.
    """

    key: str
    label: str
    unit: str
    month: date | None
    value: float
    shown: str
    words: str
    figures: str
    parts: tuple[Explanation, ...]


def explain(results: Results, reference: Line | Measure, month: int, depth: int = 1) -> Explanation:
    """Explain a line in a month (counted from 1), or a measure, `depth` layers down."""
    return _Explainer(results).explain(reference, month, depth)


class _Explainer:
    def __init__(self, results: Results) -> None:
        self.results = results
        self.model: Model = results.model

    def explain(self, reference: Reference, month: int, depth: int) -> Explanation:
        if isinstance(reference, Line) and reference.before is not None and reference.before.closing is not None:
            reference, month = reference.before.closing, month - 1  # an opening is the closing of the month before
        formula = self._formula(reference, month)
        value = self._value(reference, month)
        return Explanation(
            key=reference.key,
            label=label(reference),
            unit=reference.unit.name,
            month=month_of(self.model.start, month) if reference.monthly else None,
            value=value,
            shown=self._written(value, reference),
            words=_in_words(formula, reference) if formula is not None else "",
            figures=self._with_figures(formula, month) if formula is not None else "",
            parts=self._parts(formula, month, depth) if formula is not None and depth > 0 else (),
        )

    def _written(self, value: float, reference: Reference) -> str:
        return written(value, reference.unit, self.model.start, pence=True)

    def _formula(self, reference: Reference, month: int) -> Expression | None:
        """What a figure is worked from: before the first month, a balance is what it starts at."""
        formula: Expression | None = getattr(reference, "start" if month == 0 else "formula", None)
        return formula

    def _value(self, reference: Reference, month: int) -> float:
        if isinstance(reference, Input):
            return reference.value
        if isinstance(reference, Curve):
            return float("nan")
        figures = self.results[reference]  # type: ignore[index]  # the other kinds of reference are in the results
        return float(figures[month, 0] if reference.monthly else figures[0])

    def _with_figures(self, formula: Expression, month: int) -> str:
        def refer(reference: Reference, form: Form) -> str:
            if form is not Form.CELL or isinstance(reference, Curve):
                return reference.label
            return self._written(self._value(reference, month), reference)

        return spell(formula, "english", refer)

    def _parts(self, formula: Expression, month: int, depth: int) -> tuple[Explanation, ...]:
        found = {id(reference): reference for reference, _ in references(formula)}
        parts: list[Explanation] = []
        for reference in found.values():
            if isinstance(reference, Curve):
                parts.append(self.explain(reference.point(self._year_read(reference, formula, month)), month, 0))
            elif not isinstance(reference, Calendar):
                parts.append(self.explain(reference, month, depth - 1))
        return tuple(parts)

    def _year_read(self, curve: Curve, formula: Expression, month: int) -> int:
        """The year of a curve that a formula reads in a month: this calendar year, or one a number of years off."""
        year = self.model.calendar_row("year")[month]
        for operation in operations(formula):
            if operation.word is words.AT and operation.parts[0] is curve:
                asked = operation.parts[1]  # the calendar's year, or that less a constant
                back = asked.parts[1] if isinstance(asked, Operation) else None
                return year - (int(back.value) if isinstance(back, Constant) else 0)
        return year


def label(reference: Reference) -> str:
    """A line's label with the heading it stands under."""
    heading = _heading(reference)
    return f"{heading}: {reference.label}" if heading else reference.label


def _heading(reference: Reference) -> str:
    heading: str = getattr(getattr(reference, "section", None), "heading", "")
    return heading


def _in_words(formula: Expression, line: Reference) -> str:
    """A line's formula in words; what stands under another heading than the line itself is named with it."""

    def refer(reference: Reference, _: Form) -> str:
        return reference.label if _heading(reference) == _heading(line) else label(reference)

    return spell(formula, "english", refer)
