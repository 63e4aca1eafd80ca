"""Writing the workbook: every sheet in its order, to a file beside, which then takes the name asked for."""

from __future__ import annotations

from pathlib import Path

from modeller.workbook import cells
from modeller.workbook.annual import write_annual
from modeller.workbook.book import Book
from modeller.workbook.carried import digest, write_scenario
from modeller.workbook.cases import levers_of
from modeller.workbook.checks import verdict_on, write_checks
from modeller.workbook.engine import write_engine_sheet
from modeller.workbook.front import write_front
from modeller.workbook.guide import write_guide
from modeller.workbook.head import finish_heads
from modeller.workbook.inputs import write_inputs
from modeller.workbook.lengths import write_lengths
from modeller.workbook.log import write_log
from modeller.workbook.measures import write_measures
from modeller.workbook.monthly import write_calendar, write_section
from modeller.workbook.pages import write_page
from modeller.workbook.paths import write_paths
from modeller.workbook.pen import Expected, Writer
from modeller.workbook.places import Places, places
from modeller.workbook.saving import UNDATED, beside, save
from modeller.workbook.statements import write_statements
from modeller.workbook.summary import write_summary
from modeller.workbook.yearly import write_yearly


def write_workbook(book: Book, path: Path, *, spoil: bool = False) -> Expected:
    """Write a workbook of live formulas, each with the engine's figure kept beside it; say what each should come to.

    `spoil` keeps a wrong figure beside every formula instead, so that a comparison can only pass by recalculating.
    Raises OSError where the file cannot be written; whatever stood there before is left as it was.
    """
    path = Path(path)
    written = beside(path)
    writer = Writer(book, written, spoil=spoil)
    labels = {row.key: row.label for row in book.inputs}
    own_names = [page.name for page in book.views.pages] + [sheet.name for sheet in book.engine]
    found = places(book.model, labels, own_names, levers_of(book))
    _sheets(writer, found)
    _properties(writer)
    _save(writer, written, path)
    return writer.expected


def _save(writer: Writer, written: Path, path: Path) -> None:
    save(writer, written, path)


def _sheets(writer: Writer, found: Places) -> None:
    """Left to right: the answer, what is stated, what is worked out, what comes of it, and whether it holds."""
    verdict = verdict_on(writer.book)
    summary = writer.sheet(cells.SUMMARY, "Summary", "control")
    front = writer.sheet(cells.FRONT, "Cover sheet", "control")
    guide = writer.sheet(cells.GUIDE, "Guide", "control")
    signed = [(page, writer.sheet(page.name, page.title, "outputs")) for page in writer.book.views.pages]
    write_inputs(writer, found, verdict)
    write_yearly(writer, found, verdict)
    write_paths(writer, found, verdict)
    write_calendar(writer, found, verdict)
    for sheet in found.sheets:
        write_section(writer, found, sheet, verdict)
    charted = write_annual(writer, found, verdict)
    write_statements(writer, found, verdict)
    write_measures(writer, found, verdict)
    write_lengths(writer, found, verdict)
    for tables in writer.book.engine:
        write_engine_sheet(writer, found, verdict, tables)
    write_checks(writer, found, verdict)
    write_log(writer, found, verdict)
    write_scenario(writer, verdict)
    write_summary(summary, found, verdict, charted)
    for page, pen in signed:
        write_page(pen, found, verdict, page)
    write_front(front, verdict)
    write_guide(guide, found, verdict, writer.pens)
    finish_heads(writer.pens)
    summary.sheet.activate()


def _properties(writer: Writer) -> None:
    book = writer.book
    writer.workbook.set_properties(
        {
            "title": book.title,
            "subject": book.about,
            "author": f"modeller {book.version}".strip(),
            "comments": book.answer,
            "created": book.made or UNDATED,
        }
    )
    scenario = digest(book.scenario) if book.scenario else ""
    said = (("version", book.version), ("fingerprint", book.fingerprint), ("scenario", scenario))
    for name, text in said:
        if text:
            writer.workbook.set_custom_property(name, text)
    writer.workbook.set_custom_property("layout", cells.LAYOUT)
    writer.workbook.set_calc_mode("auto")
