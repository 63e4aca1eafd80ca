"""Rules of each sheet: its head, its columns, how it is shown, printed and guarded, its charts and its checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from modeller.workbook import cells
from modeller.workbook.annual import A3_WIDE
from modeller.workbook.pen import MASTER_CELL
from tests.workbook.formulas import reads
from tests.workbook.held import FAMILIES, Breach, Held, at, within
from tests.workbook.opened import Opened, Sheet, local

_ALWAYS_LANDSCAPE = (cells.ANNUAL, cells.INPUTS, cells.YEARLY)
_MOST_SERIES = 5
_PAPER = A3_WIDE * 105  # letters across, in hundredths, with room for the edges of columns
_USUAL_WIDTH = 9.0  # of a column, in letters
LEAST_CONTRAST = 4.5
_CHECKS_TITLE = "Integrity check"


def every_sheet_has_the_same_head(held: Held) -> Iterator[Breach]:
    """The title stands in A1, the scenario below it, below that whether every check is passed, and the case in use."""
    scenario = held.sheets[0].text(cells.SCENARIO, 1)
    for sheet in held.sheets:
        if not sheet.text(cells.TITLE, 1):
            yield f"{sheet.name}!A{cells.TITLE}", "has no title"
        if not scenario or sheet.text(cells.SCENARIO, 1) != scenario:
            yield f"{sheet.name}!A{cells.SCENARIO}", "does not say which scenario this is"
        master = sheet.cells.get((cells.MASTER, 1))
        if master is None or (cells.CHECKS, MASTER_CELL) not in reads(master.formula or ""):
            yield f"{sheet.name}!A{cells.MASTER}", "does not say whether every check is passed"
        beside = [block for cell in sheet.by_row.get(cells.MASTER, []) for block in reads(cell.formula or "")]
        if not any(held.says_the_case(where or sheet.name, block) for where, block in beside):
            yield f"{sheet.name}!{cells.MASTER}", "does not say which case is in use"


def nothing_is_hidden(held: Held) -> Iterator[Breach]:
    """No sheet, row, column or formula is out of sight."""
    for sheet in held.sheets:
        if sheet.state != "visible":
            yield sheet.name, f"is {sheet.state}"
        for each in (*sheet.all("row"), *sheet.all("col")):
            high, wide = float(each.get("ht", "9")), float(each.get("width", "9"))
            if each.get("hidden") in ("1", "true") or each.get("collapsed") in ("1", "true") or min(high, wide) < 1:
                yield f"{sheet.name}, {local(each)} {each.get('r') or each.get('min')}", "is hidden"
        for style, cell in {cell.style: cell for cell in reversed(sheet.cells.values())}.items():
            if held.file.looks[style].formula_hidden:
                yield at(sheet, cell), "hides its formula"


def nothing_is_merged(held: Held) -> Iterator[Breach]:
    """No cells are merged."""
    for sheet in held.sheets:
        for each in sheet.all("mergeCell"):
            yield f"{sheet.name}!{each.get('ref')}", "is merged"


def panes_are_frozen(held: Held) -> Iterator[Breach]:
    """What a figure is stays in sight beside it: by month the head and all columns up to the first month."""
    for sheet in held.sheets:
        pane = sheet.one("pane")
        across, down = int(float(pane.get("xSplit", "0"))), int(float(pane.get("ySplit", "0")))
        if sheet in held.by_month and (across, down) != (cells.FIRST, max(cells.CALENDAR_ROWS.values())):
            yield sheet.name, f"is frozen at {across} columns and {down} rows, which is not where its months begin"
        elif FAMILIES.get(sheet.tab) != "control" and not _is_page(sheet) and pane.get("state") != "frozen":
            yield sheet.name, "has no frozen panes"


def _is_page(sheet: Sheet) -> bool:
    """Whether a sheet is read from the top as a page is, so that nothing need stay in sight."""
    return sheet.one("pageSetup").get("orientation") == "portrait"


def a_month_is_in_the_same_column_on_every_sheet(held: Held) -> Iterator[Breach]:
    """Sheets by month have the same columns, and take their months from the calendar, column by column."""
    calendar, *sections = held.by_month
    month = cells.CALENDAR_ROWS["month"]
    before, first = (calendar.cells.get((month, cells.FIRST + place)) for place in (0, 1))
    if not (before and first and before.value == "0" and first.formula == f"{before.at}+1"):
        yield f"{calendar.name}!{month}", "does not count the months from 1"
    for sheet in sections:
        if held.columns(sheet) != held.columns(calendar):
            yield (
                sheet.name,
                f"has {len(held.columns(sheet))} months, and {calendar.name} {len(held.columns(calendar))}",
            )
        if held.titles(sheet) != held.titles(calendar):
            yield sheet.name, "has not the columns that the others have"
        for cell in (each for row in cells.CALENDAR_ROWS.values() for each in sheet.by_row.get(row, [])):
            source = cells.on(cells.CALENDAR, cell.at)
            if cell.col >= held.columns(calendar).start and cell.formula != source:
                yield at(sheet, cell), f"does not take its month from {source}: {cell.formula}"


def everything_but_inputs_is_guarded(held: Held) -> Iterator[Breach]:
    """Every sheet is protected, without a password, so that a reviewer can lift it."""
    for sheet in held.sheets:
        guard = sheet.one("sheetProtection")
        if guard.get("sheet") not in ("1", "true"):
            yield sheet.name, "is not protected"
        if guard.get("password") or guard.get("hashValue"):
            yield sheet.name, "is protected with a password"
        if sheet.all("protectedRange"):
            yield sheet.name, "has cells that are let out of its protection"


def colours_can_be_told_apart(held: Held) -> Iterator[Breach]:
    """Every pair of font and fill has a contrast of at least 4.5 to 1, as WCAG asks."""
    for sheet in held.sheets:
        for style, cell in {cell.style: cell for cell in reversed(sheet.cells.values())}.items():
            look = held.file.looks[style]
            if contrast(look.ink, look.paper) < LEAST_CONTRAST:
                yield (
                    at(sheet, cell),
                    f"has {look.ink} on {look.paper}: a contrast of {contrast(look.ink, look.paper):.1f}",
                )
    for number, (ink, paper) in enumerate(held.file.marks):
        if contrast(ink or "#000000", paper or "#FFFFFF") < LEAST_CONTRAST:
            yield f"xl/styles.xml, mark {number}", f"has {ink} on {paper}"


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, as WCAG 2 reckons it.

    >>> contrast("#000000", "#FFFFFF"), round(contrast("#808080", "#FFFFFF"), 2)
    (21.0, 3.95)
    """
    dark, light = sorted((_light(one), _light(other)))
    return (light + 0.05) / (dark + 0.05)


def _light(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def charts_say_what_they_show(held: Held) -> Iterator[Breach]:
    """Each chart has words for those who cannot see it, a title, axes named with units, and no more lines than five."""
    for part in held.file.parts:
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", part):
            for frame in (*held.file.elements("graphicFrame", part), *held.file.elements("pic", part)):
                named = next(each for each in frame.iter() if local(each) == "cNvPr")
                if not (named.get("descr") or "").strip():
                    yield part, f"has no words for “{named.get('name')}”"
        if re.fullmatch(r"xl/charts/chart\d+\.xml", part):
            yield from _of_chart(held.file, part)


def _of_chart(file: Opened, part: str) -> Iterator[Breach]:
    if len(file.elements("ser", part)) > _MOST_SERIES:
        yield part, f"draws more than {_MOST_SERIES} lines"
    for name in ("chart", "catAx", "valAx"):
        for each in file.elements(name, part):
            titled = any(local(child) == "title" and "".join(child.itertext()).strip() for child in each)
            if not titled:
                yield part, f"has a {name} without a title"


def sheets_print_as_they_should(held: Held) -> Iterator[Breach]:
    """On A4 or A3, landscape but for pages to read; the head on every page, and sheet, page and version below."""
    repeated = {own: text for name, text, own in held.file.names if name == "_xlnm.Print_Titles"}
    for number, sheet in enumerate(held.sheets):
        page, fit = sheet.one("pageSetup"), sheet.one("pageSetUpPr").get("fitToPage") in ("1", "true")
        if page.get("paperSize") not in ("8", "9"):
            yield sheet.name, "is not printed on A4 or A3"
        if _is_page(sheet) and (sheet in held.by_month or sheet.name in _ALWAYS_LANDSCAPE):
            yield sheet.name, "is not printed landscape"
        one_wide = (fit and page.get("fitToWidth", "1") == "1") or sheet.all("colBreaks")
        used = {cell.col for cell in sheet.cells.values()}
        wide = sum(room for col, room in sheet.widths.items() if col <= max(used))
        if not one_wide and wide * int(page.get("scale", "100")) > _PAPER:
            yield sheet.name, "is printed wider than a page"
        if not re.search(r"\$1:\$\d+$", repeated.get(number, "")):
            yield sheet.name, "does not repeat its head on every page"
        footer = "".join(each.text or "" for each in sheet.all("oddFooter"))
        if not all(mark in footer for mark in ("&A", "&P", "&N", "version")):
            yield sheet.name, f"has a footer that does not say the sheet, the page and the version: {footer or 'none'}"


def every_check_counts(held: Held) -> Iterator[Breach]:
    """Each integrity check has words, a figure, a tolerance and a verdict, and the master check counts them all."""
    sheet = held.by_name.get(cells.CHECKS)
    if sheet is None:
        yield cells.CHECKS, "is not there"
        return
    verdicts = list(_verdicts(sheet))
    for row in verdicts:
        words, figure, tolerance, verdict = (sheet.cells.get((row, col)) for col in range(1, 5))
        if not (words and words.value and figure and figure.formula and tolerance and tolerance.is_number and verdict):
            yield f"{cells.CHECKS}!A{row}", "is not a whole check: words, a figure, a tolerance and a verdict"
    master = sheet.find(MASTER_CELL)
    counted = [block for _, block in reads((master and master.formula) or "")]
    for row in verdicts:
        if not counted or not all(within(block, row, 4) for block in counted):
            yield f"{cells.CHECKS}!D{row}", "is not counted by the master check"


def _verdicts(sheet: Sheet) -> Iterator[int]:
    """The rows of the integrity checks."""
    row = next((cell.row for cell in sheet.cells.values() if cell.value.startswith(_CHECKS_TITLE)), None)
    while row is not None and sheet.text(row + 1, 1) + sheet.text(row + 1, 4):
        row += 1
        yield row


def every_sheet_is_in_the_contents(held: Held) -> Iterator[Breach]:
    """The guide has a link to every sheet, with what it holds, and no link leads nowhere."""
    guide = held.by_name.get(cells.GUIDE)
    links = guide.all("hyperlink") if guide else []
    led = {(each.get("location") or "").rpartition("!")[0].strip("'").replace("''", "'"): each for each in links}
    for sheet in held.sheets:
        link = led.get(sheet.name)
        if link is None:
            yield sheet.name, f"has no link on {cells.GUIDE}"
        elif guide and not guide.text(int((link.get("ref") or "A0").lstrip("A")), 2):
            yield f"{cells.GUIDE}!{link.get('ref')}", "does not say what the sheet holds"
    for name, link in led.items():
        if name not in held.by_name:
            yield f"{cells.GUIDE}!{link.get('ref')}", "leads nowhere"
    for sheet in held.sheets:
        back = [each.get("location", "") for each in sheet.all("hyperlink")]
        if sheet is not guide and not any(each.startswith(f"{cells.GUIDE}!") for each in back):
            yield sheet.name, "has no way back to the contents"


def no_figure_is_too_wide_for_its_column(held: Held) -> Iterator[Breach]:
    """No figure shows as ####."""
    for sheet in held.sheets:
        room = sheet.widths
        for cell in sheet.cells.values():
            if cell.kind == "n" and cell.value:
                look = held.file.looks[cell.style]
                wide = shown_width(look.shape, float(cell.value)) + look.indent
                if wide > room.get(cell.col, _USUAL_WIDTH) + 0.5:
                    yield (
                        at(sheet, cell),
                        f"is some {wide} letters wide in a column of {room.get(cell.col, _USUAL_WIDTH):.0f}",
                    )


def shown_width(shape: str, value: float) -> int:
    r"""About how many letters a figure takes, by its number format; nothing where it shrinks to fit.

    >>> shown_width("[>=0.5]#,##0;[<=-0.5]-#,##0;\"0\"", -1234.5), shown_width("mmm yyyy", 46113)
    (6, 8)
    """
    sample, decimals = _sample(shape)
    if not sample:
        return 0
    if decimals < 0:
        return len(sample)
    return len(f"{value * (100 if '%' in sample else 1):{',' if ',' in sample else ''}.{decimals}f}") + ("%" in sample)


@cache
def _sample(shape: str) -> tuple[str, int]:
    """A number format's first part and how many decimals it shows; a date, which shows none, as the longest of them."""
    first = re.sub(r"\[.*?\]", "", shape.split(";", maxsplit=1)[0])
    if "yyyy" in first:
        return first.replace('"', "").replace("mmmm", "September"), -1
    if not re.search("[#0]", first) or shape.isdigit():
        return "", 0
    return first, len(first.rstrip("%").partition(".")[2])


RULES = (
    every_sheet_has_the_same_head,
    nothing_is_hidden,
    nothing_is_merged,
    panes_are_frozen,
    a_month_is_in_the_same_column_on_every_sheet,
    everything_but_inputs_is_guarded,
    colours_can_be_told_apart,
    charts_say_what_they_show,
    sheets_print_as_they_should,
    every_check_counts,
    every_sheet_is_in_the_contents,
    no_figure_is_too_wide_for_its_column,
)
