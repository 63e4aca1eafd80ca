"""What a reader meets: figures by loan, months as months, nil without a sign, no false falls."""

import re
import zipfile
from datetime import date

import openpyxl
import pytest

from modeller.lines import views
from modeller.lines.expressions import Constant
from modeller.lines.functions import flag, where
from modeller.lines.measures import first_month, highest
from modeller.lines.model import Model
from modeller.lines.units import FLAG, HOMES, MONTH, MONTHS, POUNDS, SHARE, TIMES
from modeller.workbook.book import Book, InputRow
from modeller.workbook.naming import blocks
from modeller.workbook.styles import NUMBER_FORMATS
from modeller.workbook.summary import FALLEN, STANDS
from modeller.workbook.write import write_workbook
from tests.workbook import oracle
from tests.workbook.test_live import Open

COVERED = {"Bank loan": 24, "Fund's loan": 12}  # months in which there is something to cover

MILLION, ENOUGH = Constant(1e6, POUNDS, "a million pounds"), Constant(1.5, None, "one and a half times")


def two_loans():
    model = Model(date(2026, 4, 1), 36)
    arrive = model.input("homes.first_lot.arrive", "First lot: First month in which homes arrive", MONTHS, 13)
    bought = model.input("homes.first_lot.bought", "First lot: Homes bought", HOMES, 10)
    back = model.input("contract.reversion", "Homes go back", FLAG, 0)
    rate = model.input("rent.voids", "Rent lost to voids", SHARE, 0.03)
    held = model.section("Results").line("Homes held", bought * flag(model.month >= arrive) * (1 - back), HOMES)
    lead, owed, cover = [model.section("Results").measure("Homes", highest(held), HOMES)], [], []
    for name, months in COVERED.items():
        loan, last = model.section("Loans").under(name), Constant(months, MONTHS, f"month {months}")
        owed.append(loan.line("Owed", where(model.month <= last, MILLION, 0), POUNDS, stock=True))
        cover.append(loan.line("Cover", where(model.month <= last, ENOUGH - rate, 0), TIMES))
        clear = loan.line("Clear", flag(model.month > last), FLAG)
        lead.append(loan.measure("Repaid", first_month(clear), MONTH))
        lead.append(loan.measure("Never", first_month(loan.line("Not at all", clear * 0, FLAG)), MONTH))
    shown = views.Views(
        tuple(lead),
        (views.Statement("Cover", (views.Entry("Cover", cover[0]),)),),
        (),
        (),
        (views.Chart("Owed", tuple(owed)), views.Chart("Cover", tuple(cover))),
    )
    rows = [
        InputRow(arrive.key, arrive.label, MONTHS, 13, is_month=True, status="illustrative"),
        InputRow(back.key, back.label, FLAG, 0, choices=(1, 0), status="fact"),
        InputRow("rent.regime", "Rent regime", None, "Affordable Rent, " * 12),
        InputRow("horizon", "Months worked", MONTHS, 36, status=""),
    ]
    words = "Everything is repaid."
    return Book("Two loans", "", model, model.work(), shown, inputs=rows, answer=words, version="1")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("reading") / "book.xlsx"
    return path, write_workbook(two_loans(), path)


@pytest.fixture(scope="module")
def found(written):
    return Open(written[0]).found()


def row_of(found, sheet, words, column="A"):
    return next(
        int(cell[1:]) for (name, cell), text in found.items() if (name, text) == (sheet, words) and cell[0] == column
    )


def test_every_cell_agrees_in_both_programs(tmp_path, libreoffice):
    path = tmp_path / "book.xlsx"
    expected = write_workbook(two_loans(), path, spoil=True)
    assert oracle.compare(expected, oracle.recalculate_ironcalc(path)) == []
    assert oracle.compare(expected, libreoffice([path], tmp_path)[0]) == []


def test_the_summary_sets_loans_side_by_side_and_says_months_as_months(written, found):
    titles, repaid, never = (row_of(found, "Summary", words) for words in ("For each", "Repaid", "Never"))
    assert [found["Summary", f"{column}{titles}"] for column in "CD"] == list(COVERED)
    sheet = openpyxl.load_workbook(written[0], data_only=True)["Summary"]
    assert [f"{sheet[f'{column}{repaid}'].value:%Y-%m}" for column in "CD"] == ["2028-04", "2027-04"]
    assert sheet[f"C{repaid}"].number_format == "mmmm yyyy"
    assert [found["Summary", f"{column}{never}"] for column in "CD"] == ["never", "never"]


def test_the_answer_is_of_the_time_of_making_and_the_summary_says_once_it_is_not(written, found):
    words = [text for (sheet, _), text in found.items() if sheet == "Summary"]
    assert "When this workbook was made: everything is repaid." in words
    assert STANDS in words
    book = Open(written[0])
    book.state("in_rent_voids", 0.5)
    assert FALLEN in book.found().values()


def test_inputs_stand_in_blocks_with_yes_or_no_and_the_month_beside_its_number(written, found):
    sheet = openpyxl.load_workbook(written[0])["Inputs"]
    row = row_of(found, "Inputs", "First month in which homes arrive")
    assert sheet[f"A{row - 1}"].value == "Homes › First lot"
    assert (sheet[f"E{row}"].value, found["Inputs", f"D{row}"]) == (13, 46478)  # April 2027
    assert [sheet[f"{letter}{row}"].value for letter in "FGH"] == [f"=$E${row}"] * 3
    assert sheet[f"D{row}"].number_format == '"= "mmmm yyyy'
    yes_or_no = row_of(found, "Inputs", "Homes go back")
    assert sheet[f"C{yes_or_no}"].number_format == NUMBER_FORMATS["flag"]
    assert sheet[f"D{yes_or_no}"].value == "yes 1, no 0"
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert rules[f"E{yes_or_no}:H{yes_or_no}"].formula1 == '"1,0"'
    assert rules[f"E{yes_or_no}:H{yes_or_no}"].prompt == "1 for yes, 0 for no."
    assert "1 is the first month of the model" in rules[f"E{row}:H{row}"].prompt


def test_rows_are_as_high_as_their_words(written, found):
    sheet = openpyxl.load_workbook(written[0])["Inputs"]
    cell = sheet[f"C{row_of(found, 'Inputs', 'Rent regime')}"]
    assert cell.alignment.wrap_text
    assert sheet.row_dimensions[cell.row].height > 9 * 14


def test_charts_name_their_loans_and_leave_out_years_with_nothing_to_cover(written, found):
    names = [
        found["Annual", f"B{row_of(found, 'Annual', title, 'B') + place}"] for title in ("Owed",) for place in (1, 2)
    ]
    assert names == list(COVERED)
    with zipfile.ZipFile(written[0]) as file:
        owed, cover = (file.read(f"xl/charts/chart{number}.xml").decode() for number in (1, 2))
    assert drawn(owed) == [("F", "H"), ("F", "H")]
    assert drawn(cover) == [("F", "G"), ("F", "")]


def drawn(chart):
    return re.findall(r"<c:val><c:numRef><c:f>Annual!\$([A-Z]+)\$\d+(?::\$([A-Z]+)\$\d+)?</c:f>", chart)


@pytest.mark.parametrize("style", ["pounds", "pence", "percent", "times", "number", "count"])
def test_a_figure_that_rounds_to_nil_has_no_sign(style):
    above, below, nil = NUMBER_FORMATS[style].split(";")
    assert above.startswith("[>=")
    assert below.startswith("[<=-")
    assert re.fullmatch('"[^-]*"', nil)


def test_a_block_is_named_by_the_item_that_owns_the_key():
    labels = {
        "costs.repairs_and_voids.index": "Moves with",
        "costs.repairs_and_voids.fixed": "Repairs: and voids: Amount: fixed",
        "start": "First month",
    }
    found = {each.heading: list(each.labels.values()) for each in blocks(labels)}
    assert found == {"Costs › Repairs: and voids": ["Moves with", "Amount: fixed"], "The partnership": ["First month"]}
