"""Rules of the file as a whole: what is in it, its names, its properties, how it opens."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from modeller.workbook import cells
from tests.workbook.held import CASES, FAMILIES, Breach, Held, each_of, place
from tests.workbook.opened import local

_ORDER = ("inputs", "foundation", "workings", "outputs")
_FOREIGN = re.compile(
    r"vbaProject|macrosheets|externalLinks|connections|queryTables|embeddings|activeX|ctrlProps|customUI|printerSettings"
)
_SUMMARY = cells.SUMMARY


def no_macros_links_or_connections(held: Held) -> Iterator[Breach]:
    """One file that stands alone: no macros, other workbooks, connections, add-ins or addresses outside."""
    for part in held.file.parts:
        if _FOREIGN.search(part):
            yield part, "is not a part that a workbook of formulas needs"
    if b"macroEnabled" in held.file.parts["[Content_Types].xml"]:
        yield "[Content_Types].xml", "says that the file has macros"
    for part in held.file.parts:
        for each in held.file.elements("Relationship", part) if part.endswith(".rels") else ():
            if each.get("TargetMode") == "External":
                yield part, f"leans on something outside the file: {each.get('Target')}"


def the_same_inputs_make_the_same_bytes(held: Held) -> Iterator[Breach]:
    """Nothing of the time at which the file was written is in it."""
    for name, time in held.file.times.items():
        if time[0] != 1980:
            yield name, f"was put into the file at {time}"
    created, modified = (held.file.elements(name, "docProps/core.xml") for name in ("created", "modified"))
    if [each.text for each in created] != [each.text for each in modified]:
        yield "docProps/core.xml", "was not modified when it was created"


def document_properties_are_set(held: Held) -> Iterator[Breach]:
    """The file says its title, what made it and when it is of."""
    said = {local(each): each.text for each in held.file.xml("docProps/core.xml")}
    for wanted in ("title", "creator", "created"):
        if not said.get(wanted):
            yield "docProps/core.xml", f"has no {wanted}"


def nothing_is_worked_round_in_circles(held: Held) -> Iterator[Breach]:
    """The file is worked out when it is opened, all of it and once: no iteration, no manual calculation."""
    for each in held.file.elements("calcPr"):
        if each.get("iterate") in ("1", "true"):
            yield "xl/workbook.xml", "has iterative calculation on"
        if each.get("calcMode", "auto") != "auto":
            yield "xl/workbook.xml", f"is calculated {each.get('calcMode')}"
        if each.get("fullCalcOnLoad") not in ("1", "true"):
            yield "xl/workbook.xml", "is not worked out when it is opened"


def sheets_are_named_in_plain_words(held: Held) -> Iterator[Breach]:
    """Names of sheets are short, like no other, and without signs that formulas take amiss."""
    for name, times in Counter(sheet.name.lower() for sheet in held.sheets).items():
        if times > 1:
            yield name, "is the name of two sheets"
    for sheet in held.sheets:
        if not 0 < len(sheet.name) <= 31 or re.search(r"[\[\]:*?/\\]|^'|'$|^\s|\s$", sheet.name):
            yield sheet.name, "is not a name that a sheet may have"


def sheets_stand_in_the_order_of_working(held: Held) -> Iterator[Breach]:
    """Each sheet has the colour of its family; after the pages to read, what is stated stands left of its results."""
    so_far = -1
    for sheet in held.sheets:
        family = FAMILIES.get(sheet.tab)
        if family is None:
            yield sheet.name, f"has a tab of no family's colour: {sheet.tab or 'none'}"
        elif family in _ORDER and not (so_far < 0 and family == "outputs"):
            if _ORDER.index(family) < so_far:
                yield sheet.name, f"is of {family}, and stands right of {_ORDER[so_far]}"
            so_far = max(so_far, _ORDER.index(family))


def names_are_of_inputs_and_measures_only(held: Held) -> Iterator[Breach]:
    """A name begins in_ or out_, is one that spreadsheets take, and is of one filled cell, or of an input's cases."""
    for name, text, _ in held.file.names:
        if not name.startswith("_xlnm.Print_"):
            if not re.fullmatch(r"(in|out)_\w{1,250}", name, re.ASCII):
                yield name, "is not a name of an input (in_) or a measure (out_)"
            yield from ((name, f"{wrong}: {text}") for wrong in _wrongly_named(held, name, *place(text)))
    for name, times in Counter(name.lower() for name, _, own in held.file.names if own is None).items():
        if times > 1:
            yield name, "is given twice"


def _wrongly_named(held: Held, name: str, sheet: str, block: str) -> Iterator[str]:
    """What is wrong with the cells of a name."""
    named, found = each_of(block), held.by_name.get(sheet)
    filled = [cell for each in named if (cell := found and found.find(each))]
    if len(filled) != len(named) or len(named) not in ((1, CASES) if name.startswith("in_") else (1,)):
        yield "is not of one filled cell, or of an input's four cases"
    elif (filled[0].formula is None) != name.startswith("in_"):
        yield f"is of {'a stated figure' if filled[0].formula is None else 'a formula'}"
    elif len(named) == CASES and not held.picks(sheet, block):
        yield "is of cases between which no figure in use chooses"


def every_measure_has_a_name(held: Held) -> Iterator[Breach]:
    """Each figure on Measures can be asked for by name."""
    sheet = held.by_name.get(cells.MEASURES)
    named = {place(text) for name, text, _ in held.file.names if name.startswith("out_")}
    col = held.titles(sheet).get("Figure") if sheet else None
    for cell in sheet.cells.values() if sheet else ():
        if cell.col == col and cell.row > cells.TITLES and (cells.MEASURES, cell.at) not in named:
            yield f"{cells.MEASURES}!{cell.at}", "has no name"


def it_opens_on_the_summary(held: Held) -> Iterator[Breach]:
    """The reader begins at the top of the Summary."""
    views = held.file.elements("workbookView")
    shown = held.sheets[int(views[0].get("activeTab", "0"))].name if views else "nothing"
    if shown != _SUMMARY:
        yield "xl/workbook.xml", f"opens on {shown}"
    for sheet in held.sheets:
        chosen = sheet.one("sheetView").get("tabSelected") in ("1", "true")
        if chosen != (sheet.name == _SUMMARY):
            yield sheet.name, "is chosen when the file opens" if chosen else "is not chosen when the file opens"
        view = sheet.one("sheetView")
        if view.get("topLeftCell", "A1") != "A1" or int(view.get("zoomScale", "100")) not in range(70, 121):
            yield sheet.name, "does not open at its beginning, at a size that can be read"


def fonts_are_the_house_s(held: Held) -> Iterator[Breach]:
    """One plain font, of a size that can be read, that no theme can change."""
    for font in held.file.elements("font", "xl/styles.xml"):
        said = {local(each): each.get("val", "") for each in font}
        if "name" in said and (
            said["name"] != "Arial" or float(said.get("sz", "11")) < 9 or said.get("scheme", "none") != "none"
        ):
            yield "xl/styles.xml", f"has a font that is not the house's: {said}"


RULES = (
    no_macros_links_or_connections,
    the_same_inputs_make_the_same_bytes,
    document_properties_are_set,
    nothing_is_worked_round_in_circles,
    sheets_are_named_in_plain_words,
    sheets_stand_in_the_order_of_working,
    names_are_of_inputs_and_measures_only,
    every_measure_has_a_name,
    it_opens_on_the_summary,
    fonts_are_the_house_s,
)
