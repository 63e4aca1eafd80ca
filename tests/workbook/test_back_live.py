"""Inputs changed in the workbook and worked out there come to what the scenario read back comes to in the engine."""

import re
import zipfile
from random import Random

import pytest

from modeller.analysis.run import run
from modeller.errors import Faults
from modeller.workbook import book_of, cells, write_workbook
from modeller.workbook.back import read_back
from modeller.workbook.book import NONE
from tests.workbook import oracle
from tests.workbook.edited import small
from tests.workbook.lint import unlinted
from tests.workbook.opened import Opened

EDITS, AT_ONCE = 30, 4


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made")
    book = folder / "made.xlsx"
    with unlinted("its kept figures are spoiled, and such a workbook is held to the rules elsewhere"):
        write_workbook(book_of(run(small(folder, 2)), with_lengths=False), book, spoil=True)
    return book


class Typing:
    """A workbook whose cells are typed into as its file has them, which is quick."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as file:
            self.parts = {name: file.read(name) for name in file.namelist()}
        opened = Opened(path)
        self.sheets = {sheet.name: sheet for sheet in opened.sheets}
        self.names = {name: text for name, text, _ in opened.names if name.startswith("in_")}

    def cells(self, name):
        """The sheet of a name, and its first and last cells."""
        sheet, _, block = self.names[name].rpartition("!")
        block = block.replace("$", "")
        return self.sheets[sheet.strip("'")], block.partition(":")[0], block.rpartition(":")[2]

    def figure(self, name):
        sheet, first, _ = self.cells(name)
        return float(sheet.find(first).value)

    def limits(self, name):
        """The lowest and the highest of an input on Inputs; of a year's figure, near nothing."""
        sheet, first, _ = self.cells(name)
        if sheet.name != cells.INPUTS:
            return -0.05, 0.25
        row = int(first.strip("ABCDEFGH"))
        low, high = (sheet.text(row, col) for col in (9, 10))
        return float(low or 0), float(high or 1e9)

    def type(self, name, value, *, own=False):
        """Type a figure into the base case of an input, or its own."""
        sheet, first, last = self.cells(name)
        at = last if own else first
        pattern = rf'(<c r="{at}" s="\d+")[^>]*>.*?</c>'.encode()
        text, number = re.subn(pattern, rf"\g<1>><v>{value!r}</v></c>".encode(), self.parts[sheet.path], count=1)
        assert number == 1
        self.parts[sheet.path] = text

    def save(self, path):
        with zipfile.ZipFile(path, "w") as file:
            for name, data in self.parts.items():
                file.writestr(name, data)
        return path


def anew(typing, name, random):
    """Another figure for an input, near, and such as the input takes; nothing where there is none to try."""
    value, (low, high) = typing.figure(name), typing.limits(name)
    is_choice = name.startswith(("in_case", "in_lever", "in_contract_path"))
    if is_choice or (low, high, value) in ((0, 1, 0), (0, 1, 1)):
        return None
    part = 0 < abs(value) < 1
    near = round(value * random.choice([0.5, 0.8, 1.25, 1.5]), 6 if part else None)
    return float(min(max(near, low), high)) if near != value else None


def drawn(typing, random):
    """A few figures to type, all in the base case or all in the case of one's own; and sometimes a lever."""
    names = [name for name in typing.names if anew(typing, name, random) is not None]
    found = {name: anew(typing, name, random) for name in random.sample(names, AT_ONCE)}
    return {name: value for name, value in found.items() if value is not None}


def read(book, mine):
    """What was changed in a workbook, with the scenario written; nothing where the figures drawn do not agree."""
    try:
        found = read_back(book, mine)
    except Faults:
        return None
    mine.write_text(found.text, "utf-8")
    return found.changes


@pytest.mark.slow
def test_thirty_random_edits_come_to_what_the_scenario_read_back_does(made, tmp_path):
    random, edits, changes = Random(5), 0, 0  # noqa: S311
    while edits < EDITS:
        typing, own = Typing(made), edits % 3 == 0
        for name, value in drawn(typing, random).items():
            typing.type(name, value, own=own)
        if own:
            typing.type("in_case", 4)
        if edits % 5 == 0:
            typing.type("in_lever_voids", 0.02)
            typing.type("in_lever_running_costs", 2)
        book, mine = typing.save(tmp_path / "book.xlsx"), tmp_path / "mine.yaml"
        found = read(book, mine)
        if found is not None:
            with unlinted("it is only written for what each formula should come to"):
                expected = write_workbook(book_of(run(mine), with_lengths=False), tmp_path / "again.xlsx")
            assert differences(expected, oracle.recalculate_ironcalc(book)) == [], found
            edits, changes = edits + 1, changes + len(found)
    assert changes > 2 * EDITS


OF_GENERATION = (cells.SUMMARY, cells.INPUTS, cells.YEARLY, cells.PATHS, cells.CHECKS)


def differences(expected, found):
    """Every figure of a line or a measure that is not the engine's; what is of generation, or in words, is left out."""
    return [
        f"{sheet}!{cell}: the engine has {figure!r}, the spreadsheet {found.get((sheet, cell))!r}"
        for (sheet, cell), figure in expected.figures.items()
        if sheet not in OF_GENERATION and (figure == NONE or not isinstance(figure, str))
        if not oracle.agree(figure, found.get((sheet, cell)))
    ]
