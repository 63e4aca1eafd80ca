"""What the book of a run says of its figures' ranges over the contract's paths."""

from __future__ import annotations

from modeller.analysis.terms.batch import Spread
from modeller.analysis.terms.on_paths import OnPaths
from modeller.lines.figures import span
from modeller.lines.references import Measure
from modeller.workbook.book import NONE, Figure, Range, Ranges, shown

NO_MEAN = "–"  # of dates there is no figure to expect: one of them may be never
NEVER = "never"


def ranges_of(on_paths: OnPaths) -> Ranges:
    """The range of every measure that is shown with one."""
    which = f"the {on_paths.number} paths" if on_paths.number > 1 else "the one path"
    words = f"Lowest, expected and highest: over {which} of a contract of {span(on_paths.committed)}, by the engine."
    return Ranges(words, {each.key: _range(on_paths, each) for each in on_paths.run.views.ranged})


def _range(on_paths: OnPaths, measure: Measure) -> Range:
    spread = on_paths.spread(measure)
    if measure.unit.style == "month":
        return _of_months(spread)
    figures = (spread.without_renewal, spread.lowest, on_paths.expected(measure), spread.highest)
    return Range(*(shown(each) for each in figures))


def _of_months(spread: Spread) -> Range:
    """The earliest and the latest month; never, where that is so on any path that may come about."""
    dates = [float(each) for each, chance in zip(spread.each, spread.chances, strict=True) if chance > 0]
    told = [each for each in dates if each > 0]
    first: Figure = min(told) if told else NEVER
    last: Figure = NEVER if len(told) < len(dates) or not told else max(told)
    return Range(spread.without_renewal or NEVER, first, NO_MEAN if dates else NONE, last)
