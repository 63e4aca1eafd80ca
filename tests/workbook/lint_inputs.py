"""Rules of inputs: each stated once, in a cell of its own to change, with what it may be and where it came from."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree import ElementTree as ET

from modeller.workbook import cells
from modeller.workbook.styles import CREAM
from tests.workbook.held import Breach, Held, at, within
from tests.workbook.opened import local

_KINDS = ("whole", "decimal", "list")
_CHOICE = "choice"


def only_inputs_can_be_changed(held: Held) -> Iterator[Breach]:
    """A cell that is not locked is an input: shaded, with a name, a figure or a case that follows the base; all are."""
    for sheet, cell in held.unlocked:
        if (sheet.name, cell.at) not in held.inputs:
            yield at(sheet, cell), "can be changed and is no input"
        if (cell.formula is not None and not held.follows(sheet, cell)) or not cell.is_number:
            yield at(sheet, cell), "can be changed and is not a figure"
        if held.look(cell).paper != CREAM:
            yield at(sheet, cell), "can be changed and is not shaded as inputs are"
    changeable = {(sheet.name, cell.at) for sheet, cell in held.unlocked}
    for where in held.inputs.keys() - changeable:
        yield "!".join(where), f"is the input {held.inputs[where]} and is locked"


def what_is_empty_is_locked(held: Held) -> Iterator[Breach]:
    """No row or column is let out of the sheet's protection."""
    for sheet in held.sheets:
        for each in (*sheet.all("col"), *sheet.all("row")):
            style = each.get("style") or each.get("s")
            if style and not held.file.looks[int(style)].locked:
                yield f"{sheet.name}, {local(each)} {each.get('min') or each.get('r')}", "is not locked"


def every_input_is_checked_as_it_is_typed(held: Held) -> Iterator[Breach]:
    """Each input takes figures of a kind and within limits, and says which; nothing else has such a rule."""
    for where in held.inputs:
        if where not in held.rules:
            yield "!".join(where), "takes whatever is typed"
        else:
            yield from (("!".join(where), wrong) for wrong in _wrong(held.rules[where]))
    for where in held.rules.keys() - held.inputs.keys() - {(sheet.name, cell.at) for sheet, cell in held.by_hand}:
        yield "!".join(where), "has a rule for what is typed and is no input"


def _wrong(rule: ET.Element) -> Iterator[str]:
    limits = {local(each): each.text for each in rule}
    kind = rule.get("type", "none")
    if kind not in _KINDS or not limits.get("formula1") or (kind != "list" and not limits.get("formula2")):
        yield f"takes whatever is typed: {kind} {limits}"
    if rule.get("operator", "between") != "between" or rule.get("allowBlank") in ("1", "true"):
        yield "takes what is outside limits, or nothing"
    if rule.get("showErrorMessage") not in ("1", "true") or rule.get("errorStyle", "stop") != "stop":
        yield "does not refuse what it does not take"
    if not rule.get("prompt") or not rule.get("promptTitle") or rule.get("showInputMessage") not in ("1", "true"):
        yield "does not say what it takes"
    if not rule.get("error") or not rule.get("errorTitle"):
        yield "does not say why it refuses"


def every_input_has_a_label_a_unit_and_a_status(held: Held) -> Iterator[Breach]:
    """Beside each input stands what it is, in what, and how far it can be relied on; a choice of path is no figure."""
    for sheet, cell in held.unlocked:
        titles = {**held.titles(sheet), "Label": 1}
        wanted = ("Label",) if sheet.name == cells.PATHS else ("Label", "Unit", "Status")
        for title in wanted:
            if title not in titles or not sheet.text(cell.row, titles[title]):
                yield at(sheet, cell), f"has no {title.lower()}"


def every_input_is_used(held: Held) -> Iterator[Breach]:
    """Each input is read by a formula of the model, or by a figure in use that one reads; to be shown is not enough."""
    for sheet, cell in held.unlocked:
        if (sheet.name, cell.at) not in held.used:
            yield at(sheet, cell), f"is read by nothing: {sheet.text(cell.row, 1)}"


def every_input_has_its_cases(held: Held) -> Iterator[Breach]:
    """Each input has a figure for every case; a choice (of a case, of a path, how far a lever moves) has one."""
    for sheet, cell in held.unlocked:
        titles = held.titles(sheet)
        is_choice = sheet.name == cells.PATHS or sheet.text(cell.row, titles.get("Status", 1)) == _CHOICE
        if is_choice == ((sheet.name, cell.at) in held.cases):
            yield at(sheet, cell), "is a choice with cases" if is_choice else "has no cases"


def what_people_fill_in_moves_nothing(held: Held) -> Iterator[Breach]:
    """Names, dates, notes and sources are filled in on the cover, the log and beside inputs; no figure reads them."""
    for sheet, cell in held.by_hand:
        rule = held.rules.get((sheet.name, cell.at))
        if rule is None or not rule.get("prompt"):
            yield at(sheet, cell), "does not say what is to be filled in"
        if cell.formula is not None or cell.is_number or held.look(cell).paper != CREAM:
            yield at(sheet, cell), "is to be filled in, and is not a shaded cell for words"
        for reader, block in held.read.get(sheet.name, []):
            if within(block, cell.row, cell.col):
                yield at(sheet, cell), f"is to be filled in, and is read on {reader.name}"


RULES = (
    only_inputs_can_be_changed,
    what_is_empty_is_locked,
    every_input_is_checked_as_it_is_typed,
    every_input_has_a_label_a_unit_and_a_status,
    every_input_is_used,
    every_input_has_its_cases,
    what_people_fill_in_moves_nothing,
)
