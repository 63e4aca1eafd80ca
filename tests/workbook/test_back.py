"""A workbook read back is the scenario it was made from, but for what was typed into it, and says what was."""

import zipfile
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from openpyxl.workbook.defined_name import DefinedName

from modeller.analysis.run import run
from modeller.errors import Faults
from modeller.scenario import read
from modeller.workbook import book_of, write, write_workbook
from modeller.workbook.back import read_back
from modeller.workbook.carried import write_scenario
from modeller.workbook.inputs import write_inputs
from modeller.workbook.paths import write_paths
from modeller.workbook.yearly import write_yearly
from tests.scenario.sourced import files, same, written
from tests.workbook import toys
from tests.workbook.edited import Edited, edited, small
from tests.workbook.lint import unlinted

ROOT = Path(__file__).resolve().parents[2]
SCENARIOS = ROOT / "scenarios"
TEN = SCENARIOS / "ten-homes.yaml"
FILES = [*sorted(SCENARIOS.glob("*.yaml")), ROOT / "templates" / "partnership.yaml"]
PRICE = "in_homes_bought_price"
BOOK = ("Scenario",)  # which says what the workbook was made from
RENT, COMMITTED, BOUGHT = "in_homes_bought_rent", "in_contract_committed", "in_homes_bought_bought"
VOIDS, EARNINGS, MARGIN = "in_rent_voids", "in_economy_earnings_2026", "in_rent_margin_2026"


def of(scenario, path):
    write_workbook(book_of(run(scenario), with_lengths=False), path)
    return path


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    return small(tmp_path_factory.mktemp("scenario"), 12)


@pytest.fixture(scope="module")
def ten(scenario, tmp_path_factory):
    return of(scenario, tmp_path_factory.mktemp("ten") / "ten.xlsx")


@pytest.fixture(scope="module")
def inputs(ten, tmp_path_factory):
    """The same with no more than is read of it, which opens and is saved at once."""
    book = Edited(ten)
    for name in book.book.sheetnames:
        if name not in (*BOOK, "Inputs", "Yearly inputs", "Paths"):
            del book.book[name]
    return book.save(tmp_path_factory.mktemp("inputs") / "inputs.xlsx")


def back(book, original=None, to=None):
    return read_back(book, to or book.with_suffix(".yaml"), original)


def faults(book):
    with pytest.raises(Faults) as found:
        back(book)
    return [str(fault) for fault in found.value.faults]


def told(found):
    return [(each.key, each.was, each.now) for each in found.changes]


# Unchanged


def only_inputs(scenario, path):
    """The workbook of a scenario with no more sheets than are read, which takes a tenth of the time."""

    def sheets(writer, found):
        for write_sheet in (write_inputs, write_yearly, write_paths):
            write_sheet(writer, found, "OK")
        write_scenario(writer, "OK")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "_sheets", sheets)
        with unlinted("it has no more sheets than are read"):
            return of(scenario, path)


def test_the_whole_workbook_read_back_is_the_scenario_it_was_made_from(tmp_path):
    book = of(TEN, tmp_path / "book.xlsx")
    found = back(book)
    assert (found.changes, found.notices, found.text) == ([], [], TEN.read_text("utf-8"))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", FILES, ids=lambda file: file.stem)
def test_what_is_not_changed_is_the_scenario_it_was_made_from(scenario, tmp_path):
    stated, book = read(scenario), only_inputs(scenario, tmp_path / "book.xlsx")
    alone, beside = back(book), back(book, scenario, scenario.with_name("as-read.yaml"))
    for found in (alone, beside):
        assert (found.changes, found.notices) == ([], [])
        assert same(found.stated, stated)
    assert beside.text == stated.text
    (tmp_path / "alone.yaml").write_text(alone.text, "utf-8")
    assert same(read(tmp_path / "alone.yaml"), stated)
    if "extends" not in stated.text:
        assert alone.text == stated.text  # comments and all


def drawn(folder, number):
    """Files of random partnerships, the same in every run: words that spreadsheets take amiss, sources, bases."""
    found = []

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(files(12))
    def draw(each):
        place = folder / str(len(found))
        place.mkdir()
        found.append(written(each, place))

    draw()
    return found


@pytest.mark.slow
def test_thirty_random_partnerships_come_back_as_they_were(tmp_path):
    for number, scenario in enumerate(drawn(tmp_path, 30)):
        stated, book = read(scenario), only_inputs(scenario, scenario.with_name("book.xlsx"))
        found = back(book) if number % 2 else back(book, scenario, scenario)
        assert found.changes == []
        assert same(found.stated, stated)


# Changed


def test_what_is_typed_is_worded_as_the_file_words_it_and_said_to_be_typed(inputs, tmp_path):
    book = edited(inputs, tmp_path / "book.xlsx", (COMMITTED, 84), (RENT, 132.5), (EARNINGS, 0.025))
    found = back(book)
    assert told(found) == [
        ("contract.committed", "10 years", "7 years"),
        ("economy.earnings.2026", "3% a year", "2.5% a year"),
        ("homes.bought.rent", "£130 a week", "£132.50 a week"),
    ]
    contract = found.stated.scenario.contract
    assert contract.committed == 84
    origin = found.stated.provenance["contract.committed"]
    assert (origin.status, origin.source) == ("illustrative", "typed into the workbook book.xlsx")
    assert origin.as_of  # the day on which it was saved
    assert found.text.startswith("# As short as a scenario gets; every figure is illustrative.\n")
    where = Edited(inputs).cell(COMMITTED).coordinate
    assert str(found.changes[0].place) == f"book.xlsx, Inputs!{where} (Committed length)"


def test_a_small_edit_is_a_small_change_of_the_file_it_was_made_from(scenario, inputs, tmp_path):
    book = edited(inputs, tmp_path / "book.xlsx", (COMMITTED, 84))
    before, after = scenario.read_text("utf-8").splitlines(), back(book, scenario).text.splitlines()
    assert [line for line in before if line not in after] == ["  committed: 10 years   # as agreed"]
    assert [line for line in after if line not in before][:2] == ["  committed:   # as agreed", "    is: 7 years"]


def test_the_path_chosen_comes_back_as_the_settings_that_it_is_made_of(inputs, tmp_path):
    found = back(edited(inputs, tmp_path / "book.xlsx", ("in_contract_path", 2)))
    assert told(found) == [("contract.path.extended", "0", "1")]
    assert faults(edited(inputs, tmp_path / "none.xlsx", ("in_contract_path", 99)))[0].startswith(
        "none.xlsx, Paths!B5 (Number of the path): is 99"
    )


# Cases and levers


def case(book, name, number):
    """The cell of one of an input's four cases, from 0."""
    first = book.cell(name)
    return first.parent.cell(first.row, first.column + number)


def test_the_figure_of_the_case_in_use_is_read(inputs, tmp_path):
    book = Edited(inputs)
    book.cell("in_case").value = 4
    case(book, COMMITTED, 3).value = 96
    found = back(book.save(tmp_path / "book.xlsx"))
    assert told(found) == [("contract.committed", "10 years", "8 years")]
    assert "is 4: the figures of the case Own are read" in found.notices[0]


def test_the_ends_of_a_range_are_read_with_it(scenario, inputs, tmp_path):
    book = Edited(inputs)
    case(book, RENT, 1).value = 110
    case(book, VOIDS, 2).value = 0.1
    found = back(book.save(tmp_path / "book.xlsx"))
    assert told(found) == [
        ("homes.bought.rent", "£120 a week", "£110 a week"),
        ("rent.voids", "not stated", "3%"),
        ("rent.voids", "not stated", "10%"),
    ]
    ranges = found.stated.ranges
    assert (ranges["homes.bought.rent"].low, ranges["homes.bought.rent"].high) == (110, 140)
    assert (ranges["rent.voids"].low, ranges["rent.voids"].high) == (0.03, 0.1)
    assert found.stated.scenario == read(scenario).scenario


def test_a_range_that_the_figure_is_not_in_is_a_fault_at_the_cell_of_its_end(inputs, tmp_path):
    (found,) = faults(edited(inputs, tmp_path / "book.xlsx", (RENT, 115)))
    low = case(Edited(inputs), RENT, 1).coordinate
    assert found.startswith(f"book.xlsx, Inputs!{low} (Rent of a home): is 120, the low case of 115")


def test_a_lever_moves_the_figures_that_come_back(inputs, tmp_path):
    book = Edited(inputs)
    book.cell("in_lever_rents").value = 1.1
    book.cell("in_lever_consumer_prices").value = 0.01
    found = back(book.save(tmp_path / "book.xlsx"))
    assert told(found) == [
        ("economy.consumer_prices.2026", "2% a year", "3% a year"),
        ("economy.september_cpi.2026", "2% a year", "3% a year"),
        ("homes.bought.rent", "£130 a week", "£143 a week"),
        ("homes.bought.rent", "£140 a week", "£143 a week"),
    ]
    assert "(Rents): is 1.1: the figures it moves are read as moved" in " ".join(found.notices)


def test_figures_of_a_case_that_is_not_in_use_are_left_out_and_that_is_said(inputs, tmp_path):
    book = Edited(inputs)
    case(book, COMMITTED, 3).value = 96
    found = back(book.save(tmp_path / "book.xlsx"))
    assert found.changes == []
    assert found.notices == ["figures of other cases than Base that are left out: contract.committed"]


# Sources


def test_what_is_said_of_a_source_is_read_with_the_figure(inputs, tmp_path):
    book = Edited(inputs)
    book.cell(RENT).value = 125
    for title, text in (("Status", "fact"), ("Source", "=the rent ledger"), ("As of", "2026-05")):
        book.text(book.beside(RENT, title), text)
    found = back(book.save(tmp_path / "book.xlsx"))
    origin = found.stated.provenance["homes.bought.rent"]
    assert (origin.status, origin.source, origin.as_of) == ("fact", "=the rent ledger", "2026-05")
    assert [each.said for each in found.changes] == ["", "status", "source", "as_of"]


def test_what_is_said_of_a_source_may_change_alone(scenario, inputs, tmp_path):
    book = Edited(inputs)
    book.text(book.beside(VOIDS, "Source"), "@ our letting team")
    found = back(book.save(tmp_path / "book.xlsx"))
    assert told(found) == [("rent.voids", "not stated", "@ our letting team")]
    assert found.stated.scenario == read(scenario).scenario


def test_a_date_beside_a_figure_is_a_date_however_it_is_typed(inputs, tmp_path):
    book = Edited(inputs)
    book.beside(VOIDS, "As of").value = datetime(2026, 5, 4)
    book.beside(RENT, "As of").value = 2025
    found = back(book.save(tmp_path / "book.xlsx"))
    assert [found.stated.provenance[key].as_of for key in ("rent.voids", "homes.bought.rent")] == ["2026-05-04", "2025"]


# At fault

WRONG = {
    "blank": (RENT, None, "Inputs!{} (Rent of a home): is empty", "enter a number, 0 or more, for example 130"),
    "words": (RENT, "lots", "Inputs!{} (Rent of a home): holds text, “lots”", "enter a number, 0 or more"),
    "another unit": (RENT, "4%", "Inputs!{} (Rent of a home): holds text, “4%”", "enter a number, 0 or more"),
    "an error": (RENT, "#REF!", "Inputs!{} (Rent of a home): holds an error, “#REF!”", "enter a number, 0 or more"),
    "a date": (RENT, datetime(2026, 4, 1), "Inputs!{} (Rent of a home): holds a date, “2026-04-01”", "0 or more"),
    "yes": (RENT, True, "Inputs!{} (Rent of a home): holds yes or no, “True”", "enter a number, 0 or more"),
    "a formula alone": (RENT, "=130*2", "Inputs!{} (Rent of a home): holds a formula, =130*2, whose", "0 or more"),
    "too little": (RENT, -1, "Inputs!{} (Rent of a home): is -1", "enter a number, 0 or more"),
    "too much to be": (RENT, 1e14, "Inputs!{} (Rent of a home): is 100000000000000: “£100,000", "0 or more"),
    "a percentage out of reach": (VOIDS, 4, "Inputs!{} (Rent lost to voids): is 400%", "to 100%, for example 3%"),
    "half a home": (BOUGHT, 2.5, "Inputs!{} (Homes bought): is 2.5", "whole number from 0 to 100,000, for example 10"),
    "a year": (EARNINGS, "much", "Yearly inputs!{} (Average earnings, 2026): holds text, “much”", "from -5% to 25%"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_will_not_do_is_a_fault_at_its_cell(name, inputs, tmp_path):
    cell, typed, what, remedy = WRONG[name]
    book = Edited(inputs)
    where = book.cell(cell)
    where.value = typed
    (found,) = faults(book.save(tmp_path / "book.xlsx"))
    assert found.startswith(f"book.xlsx, {what.format(where.coordinate)}")
    assert remedy in found.splitlines()[1]


def test_all_faults_are_told_at_once_in_the_order_of_the_sheet(inputs, tmp_path):
    book = edited(inputs, tmp_path / "book.xlsx", (RENT, "x"), (COMMITTED, None), (VOIDS, 7), (EARNINGS, "y"))
    assert len(faults(book)) == 4


def test_figures_that_do_not_agree_are_a_fault_at_the_cell_that_was_changed(inputs, tmp_path):
    (found,) = faults(edited(inputs, tmp_path / "book.xlsx", ("in_finance_bank_loan_available", 360)))
    assert found.startswith("book.xlsx, Inputs!E")


def test_a_source_that_will_not_do_is_a_fault_at_its_cell(inputs, tmp_path):
    book = Edited(inputs)
    status, as_of = book.beside(RENT, "Status"), book.beside(RENT, "As of")
    book.text(status, "certain")
    book.text(as_of, "last May")
    found = faults(book.save(tmp_path / "book.xlsx"))
    assert found[0].startswith(f"book.xlsx, Inputs!{status.coordinate} (Rent of a home: status): holds “certain”")
    assert found[1].startswith(f"book.xlsx, Inputs!{as_of.coordinate} (Rent of a home: as of): holds “last May”")


# Taken with a notice

TAKEN = {
    "a percentage as text": (VOIDS, "4.75%", 0.0475, "holds the text “4.75%”, which is read as 4.75%"),
    "pounds as text": (RENT, "£140", 140, "holds the text “£140”, which is read as 140"),
    "a figure as a file has it": (RENT, "£140 a week", 140, "which is read as 140"),
    "a number as text": (PRICE, "86,000", 86_000, "which is read as 86000"),
    "a length as a file has it": (COMMITTED, "7 years", 84, "holds the text “7 years”, which is read as 84"),
    "finer than a penny": (RENT, 130.004, 130, "is 130.004, finer than a penny, and is read as 130"),
}


@pytest.mark.parametrize("name", TAKEN)
def test_what_can_be_meant_in_one_way_only_is_taken_with_a_notice(name, inputs, tmp_path):
    cell, typed, value, notice = TAKEN[name]
    found = back(edited(inputs, tmp_path / "book.xlsx", (cell, typed)))
    assert notice in found.notices[0]
    key = {
        RENT: "homes.bought.rent",
        PRICE: "homes.bought.price",
        VOIDS: "rent.voids",
        COMMITTED: "contract.committed",
    }[cell]
    worth = {each.key: each for each in _figures(found)}[key].value
    assert worth == value


def _figures(found):
    from modeller.scenario.walk import figures

    return figures(found.stated.scenario)


def with_kept(source, to, mark, content):
    """A workbook in which a cell that holds a number like no other holds something that openpyxl does not write."""
    with zipfile.ZipFile(source) as parts, zipfile.ZipFile(to, "w") as target:
        for part in parts.namelist():
            target.writestr(part, parts.read(part).replace(f"<v>{mark}</v>".encode(), content))
    return to


def test_a_formula_is_taken_at_the_figure_kept_with_it(inputs, tmp_path):
    marked = edited(inputs, tmp_path / "marked.xlsx", (RENT, 177.125))
    found = back(with_kept(marked, tmp_path / "book.xlsx", 177.125, b"<f>13*10.5</f><v>136.5</v>"))
    assert told(found) == [("homes.bought.rent", "£130 a week", "£136.50 a week")]
    assert "holds a formula, =13*10.5; its saved value 136.5 is used" in found.notices[0]


# Found, or not


def test_inputs_are_found_wherever_rows_have_moved_to(inputs, tmp_path):
    book = Edited(inputs)
    book.cell(RENT).value = 131
    sheet, where = book.book["Inputs"], book.cell(RENT)
    moved = where.row + 400
    for col in range(1, 20):
        sheet.cell(moved, col).value, sheet.cell(where.row, col).value = sheet.cell(where.row, col).value, None
    name = book.book.defined_names[RENT]
    name.attr_text = name.attr_text.replace(str(where.row), str(moved))
    assert told(back(book.save(tmp_path / "book.xlsx"))) == [("homes.bought.rent", "£130 a week", "£131 a week")]


def test_without_its_name_an_input_is_found_by_its_key(inputs, tmp_path):
    book = Edited(inputs)
    for name, value in ((RENT, 131), (EARNINGS, 0.02)):
        book.cell(name).value = value
        book.rename(name, None)
    assert [key for key, _, _ in told(back(book.save(tmp_path / "book.xlsx")))] == [
        "economy.earnings.2026",
        "homes.bought.rent",
    ]


def test_what_is_not_there_is_kept_and_what_is_unknown_is_left_out_and_both_are_said(inputs, tmp_path):
    book = Edited(inputs)
    row = book.cell(RENT).row
    for col in range(1, 20):
        book.book["Inputs"].cell(row, col).value = None
    book.rename(RENT, None)
    book.rename(VOIDS, "in_rent_vacancies")
    found = back(book.save(tmp_path / "book.xlsx"))
    assert (
        found.notices
        == [
            "not in the workbook, and kept as the scenario has them: homes.bought.rent (£130 a week)",
            "in_rent_vacancies is no input of the scenario, and is left out",
        ]
        or "homes.bought.rent (£130 a week)" in found.notices[0]
    )
    assert found.changes == []


def test_a_choice_that_the_workbook_is_built_of_is_not_read_back_and_that_is_said(inputs, tmp_path):
    book = Edited(inputs)
    sheet = book.book["Inputs"]
    (cell,) = (
        sheet.cell(row, 3) for row in range(1, 200) if sheet.cell(row, 2).value == "finance.bank_loan.repayment.shape"
    )
    cell.value = "bullet"
    found = back(book.save(tmp_path / "book.xlsx"))
    assert found.changes == []
    (notice,) = found.notices
    assert notice.startswith(
        f"book.xlsx, Inputs!{cell.coordinate} (Shape): holds “bullet”, and fixes what the workbook"
    )


# Whose it is


def test_a_workbook_of_another_program_is_refused(tmp_path):
    book = openpyxl.Workbook()
    book.save(tmp_path / "book.xlsx")
    (found,) = faults(tmp_path / "book.xlsx")
    assert "was not made by this program" in found


def test_a_workbook_of_a_later_layout_is_refused(inputs, tmp_path):
    book = Edited(inputs)
    book.book.custom_doc_props["layout"].value = 99
    book.book.custom_doc_props["version"].value = "9.0"
    (found,) = faults(book.save(tmp_path / "book.xlsx"))
    assert "was made by version 9.0, and this is version" in found


def of_the_first_layout(path):
    """A workbook as the first layout had it: one cell to an input, in a column called Value; no cases, no scenario."""
    book = openpyxl.Workbook()
    sheet, yearly = book.active, book.create_sheet("Yearly inputs")
    sheet.title = "Inputs"
    beside = ("illustrative", "not stated", "")
    for row in (
        ("Input", "Key", "Value", "Unit", "Status", "Source", "As of"),
        ("Rent lost to voids", "rent.voids", 0.05, "%", *beside),
        ("Committed length", "contract.committed", 120, "months", *beside),
    ):
        sheet.append(row)
    yearly.append(("Calendar year", "Key", "Unit", "Status", "Source", "As of", 2026))
    yearly.append(("Average earnings", "economy.earnings", "% a year", *beside, 0.025))
    for name, cell in ((VOIDS, "Inputs!$C$2"), (COMMITTED, "Inputs!$C$3"), (EARNINGS, "'Yearly inputs'!$G$2")):
        book.defined_names[name] = DefinedName(name, attr_text=cell)
    book.save(path)
    return path


def test_a_workbook_of_the_layout_before_is_read_beside_its_scenario(scenario, tmp_path):
    book = of_the_first_layout(tmp_path / "book.xlsx")
    found = back(book, scenario)
    assert told(found) == [("economy.earnings.2026", "3% a year", "2.5% a year"), ("rent.voids", "3%", "5%")]
    assert found.notices[0].startswith("not in the workbook, and kept as the scenario has them: horizon")
    assert "does not carry the scenario" in faults(book)[0]


def test_a_workbook_that_does_not_carry_its_scenario_wants_it(tmp_path):
    write_workbook(toys.partnership(), tmp_path / "book.xlsx")
    (found,) = faults(tmp_path / "book.xlsx")
    assert "does not carry the scenario" in found
    assert "--scenario" in found


def test_the_text_it_carries_is_read_as_it_is_with_a_notice_where_it_was_changed(inputs, tmp_path):
    book = Edited(inputs)
    book.text(book.book["Scenario"]["A6"], "title: Eleven homes")
    found = back(book.save(tmp_path / "book.xlsx"))
    assert found.stated.scenario.title == "Eleven homes"
    assert "is not as it was written" in found.notices[0]


# Another program


@pytest.mark.slow
def test_edited_and_saved_in_libreoffice_it_still_reads(ten, tmp_path, libreoffice):
    book = edited(ten, tmp_path / "book.xlsx", (COMMITTED, 84), (RENT, 132.5))
    libreoffice([book], tmp_path)
    found = back(tmp_path / "recalculated" / "book.xlsx")
    assert [key for key, _, _ in told(found)] == ["contract.committed", "homes.bought.rent"]
    assert found.notices == []
    assert found.text == back(book).text
