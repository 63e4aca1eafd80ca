"""The book of one run: what a scenario states and works out to, as the workbook shows it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import modeller
from modeller.analysis.run import Run
from modeller.analysis.terms.on_paths import OnPaths
from modeller.lines.units import FLAG
from modeller.scenario.dates import CalendarMonth
from modeller.scenario.walk import at, figures, inputs
from modeller.scenario.whole import whole_text
from modeller.workbook.book import Book, EngineSheet, InputRow
from modeller.workbook.of_cases import by_case, low_and_high
from modeller.workbook.of_ranges import ranges_of
from modeller.workbook.of_terms import lengths_of, lengths_table, paths_table

SHOWN_ELSEWHERE = ("title", "about", "name")


LICENCE = "MIT: free to use, change and pass on, without warranty"


def book_of(
    run: Run, *, with_lengths: bool = True, engine: Sequence[EngineSheet] = (), made: datetime | None = None
) -> Book:
    """Everything to show of a run; other lengths of contract take as long again to work out, and can be left out.

    `engine` are sheets of what the engine worked out over many runs besides: draws, moves of one input, stresses.
    `made` is the day it is made, to be shown; the same run made on the same day is the same file to the byte.
    """
    scenario = run.stated.scenario
    lengths, on_paths = lengths_of(run) if with_lengths else [], OnPaths(run)
    paths = paths_table(run)
    return Book(
        title=scenario.title,
        about=scenario.about,
        model=run.model,
        results=run.results,
        views=run.views,
        inputs=list(_rows(run)),
        facts=[
            ("Council", scenario.council),
            ("Social enterprise", scenario.enterprise),
            ("First month", f"{scenario.start:%B %Y}"),
            ("Months worked", f"{scenario.horizon:.0f}"),
            ("Rent regime", scenario.rent.regime),
            ("Valuation basis", scenario.valuation.basis),
            ("Accounting framework", scenario.accounts.framework),
            ("Licence of the program", LICENCE),
        ],
        answer=run.answer.words,
        version=modeller.__version__,
        fingerprint=run.fingerprint,
        paths=paths,
        lengths=lengths_table(run, lengths),
        ranges=ranges_of(on_paths),
        by_case=by_case(run, frozenset(paths.inputs if paths else ())),
        turns=list(on_paths.turns(lengths)),
        scenario=whole_text(run.stated),
        engine=engine,
        made=made,
    )


def _rows(run: Run) -> Iterator[InputRow]:
    """Every figure in use, in the order declared, and the words that fix the structure."""
    scenario = run.stated.scenario
    known = {figure.key: figure for figure in figures(scenario)}
    for spot in inputs(scenario):
        if spot.path[0] == "uncertainty":
            continue  # no figure of one run
        if spot.declared.quantity is None:
            if spot.path[-1] in SHOWN_ELSEWHERE:
                continue
            said = at(scenario, spot.path)
            yield InputRow(spot.key, spot.declared.label, None, _shown(said), help=spot.declared.help)
            continue
        keys = [spot.key] if spot.key in known else [key for key in known if key.startswith(f"{spot.key}.")]
        for key in keys:
            figure, origin = known[key], run.provenance(key)
            used = run.model.inputs.get(key)
            if used is None and not origin.stated:
                continue  # a default that nothing uses
            low_case, high_case = low_and_high(run, key)
            yield InputRow(
                key=key,
                label=figure.label if used is None else used.label,
                unit=figure.unit,
                value=figure.value,
                low=figure.low,
                high=figure.high,
                help=figure.help,
                status=origin.status if used is not None and (origin.stated or used.value) else "",
                source=origin.source,
                as_of=origin.as_of,
                note=origin.note,
                choices=(1, 0) if figure.unit.name == FLAG.name else (),
                is_month=isinstance(figure.quantity, CalendarMonth),
                low_case=low_case,
                high_case=high_case,
            )


def _shown(said: str | date | list[str]) -> str:
    """Words as a cell has them: a date by its month, names with commas between them."""
    if isinstance(said, date):
        return f"{said:%B %Y}"
    return ", ".join(said) if isinstance(said, list) else said
