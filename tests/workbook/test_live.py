"""The workbook is live: changed inputs flow through to the engine's figures, and what it says of itself changes."""

import random

import ironcalc
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from modeller.workbook.write import write_workbook
from tests.workbook import oracle, toys


class Open:
    """A workbook open in IronCalc, to change by hand."""

    def __init__(self, path):
        self.model = ironcalc.load_from_xlsx(str(path))
        self.sheets = [sheet["name"] for sheet in self.model.get_worksheets_properties()]
        self.names = {each["name"]: each["formula"] for each in self.model.get_defined_name_list()}

    def place(self, name):
        """Where the one cell of a name is, or of an input's cases the base case."""
        sheet, cells = self.names[name].rsplit("!", 1)
        cell = cells.partition(":")[0]
        letters, row = coordinate_from_string(cell.replace("$", ""))
        return self.sheets.index(sheet.strip("'")), row, column_index_from_string(letters)

    def state(self, name, value):
        self.model.update_cell_with_number(*self.place(name), value)

    def overwrite(self, sheet, words, letters, value, above=0):
        """Type a figure over what stands in a column of the row that begins with some words, or so far above it."""
        number = self.sheets.index(sheet)
        row = next(row for row in range(1, 400) if words in [self.text(number, row, col) for col in (1, 2)])
        self.model.update_cell_with_number(number, row - above, column_index_from_string(letters), value)

    def text(self, sheet, row, column):
        return self.model.get_cell_value(sheet, row, column)

    def found(self):
        self.model.evaluate()
        return {
            (self.sheets[sheet], f"{get_column_letter(column)}{row}"): self.model.get_cell_value(sheet, row, column)
            for sheet, row, column in self.model.get_all_cells()
        }


@pytest.fixture
def handed_over(tmp_path):
    path = tmp_path / "book.xlsx"
    return path, write_workbook(toys.partnership(), path)


RANGES = {
    "loan.amount": (0, 2e6), "loan.interest": (0, 0.12), "loan.term": (1, 120), "contract.committed": (1, 80),
    "rent.delay": (0, 9), "cover.window": (1, 24), "rent.voids": (0, 1), "rent.rent": (0, 300), "homes.price": (1, 2e5),
    "cpi.2026": (-0.03, 0.1), "works.2028": (0, 9000),
}  # fmt: skip
COMPARE = ("Checks", "Summary")
WHOLE = ("loan.term", "contract.committed", "rent.delay", "cover.window")


def any_inputs(seed):
    dice = random.Random(seed)  # noqa: S311
    drawn = {key: dice.uniform(*bounds) for key, bounds in RANGES.items()}
    return {key: round(value) if key in WHOLE else value for key, value in drawn.items()}


@pytest.mark.parametrize("seed", range(20))
def test_changed_inputs_come_to_the_engine_s_figures(handed_over, tmp_path, seed):
    path, _ = handed_over
    changes = any_inputs(seed)
    book = Open(path)
    for key, value in changes.items():
        book.state("in_" + key.replace(".", "_"), value)
    expected = write_workbook(toys.partnership(**changes), tmp_path / "other.xlsx")
    expected.figures = {  # what compares with the time of generation is bound to differ
        (sheet, cell): figure
        for (sheet, cell), figure in expected.figures.items()
        if sheet not in COMPARE and not (sheet == "Yearly inputs" and cell.startswith("G"))
    }
    assert oracle.compare(expected, book.found()) == []


def column_of(found, sheet, letter):
    return [figure for (name, cell), figure in found.items() if name == sheet and cell.rstrip("0123456789") == letter]


def test_an_unchanged_workbook_says_that_it_agrees(handed_over):
    found = Open(handed_over[0]).found()
    verdicts = column_of(found, "Checks", "D")
    assert verdicts.count("Agrees") == len(toys.partnership().views.headlines)
    assert "As at generation" in verdicts
    assert found["Loan", "A3"] == "All checks: OK"


@pytest.mark.parametrize("name", ["in_loan_interest", "in_cpi_2026"])
def test_a_changed_input_is_said_to_be_why_the_headlines_differ(handed_over, name):
    book = Open(handed_over[0])
    book.state(name, 0.09)
    found = book.found()
    verdicts = column_of(found, "Checks", "D")
    assert "Inputs changed since generation" in verdicts
    assert "DISAGREES" not in verdicts
    assert found["Checks", "B6"] >= 1


def test_a_formula_overwritten_by_hand_disagrees_and_fails_the_check_on_every_sheet(handed_over):
    path, expected = handed_over
    book = Open(path)
    loan = book.sheets.index("Loan")
    row = next(row for row in range(1, 60) if book.model.get_cell_value(loan, row, 2) == "Interest")
    assert ("Loan", f"M{row}") in expected.figures
    book.model.update_cell_with_number(loan, row, 13, 99_999)
    found = book.found()
    assert "DISAGREES" in column_of(found, "Checks", "D")
    book.state("out_outcomes_owed_that_does_not_reconcile", 1)
    found = book.found()
    for sheet in book.sheets:
        assert found[sheet, "A3"] == "All checks: ERROR"


def test_an_input_outside_its_limits_is_counted(handed_over):
    book = Open(handed_over[0])
    book.state("in_rent_voids", -7)
    found = book.found()
    assert found["Checks", "B8"] == 1
    assert "Look again" in column_of(found, "Checks", "D")
