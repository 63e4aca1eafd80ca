"""What the workbook is held to: one formula a row, its own sheet only, text that stays text, the same bytes twice."""

import re
import zipfile

import openpyxl
import pytest

from modeller.lines import views
from modeller.workbook import cells
from modeller.workbook.book import Book, InputRow
from modeller.workbook.write import write_workbook
from tests.workbook import toys

BY_HAND = (cells.FRONT, cells.LOG)  # sheets on which people sign and note
SECTIONS = ("Homes", "Rent and charges", "Loan", "Outcomes")


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("standards") / "book.xlsx"
    return path, write_workbook(toys.partnership(), path)


@pytest.fixture(scope="module")
def opened(written):
    return openpyxl.load_workbook(written[0])


def every_cell(opened):
    return ((sheet, cell) for sheet in opened for row in sheet.iter_rows() for cell in row)


def relative(cell):
    """A formula with each column that moves said as how far off it is."""
    here = cell.column

    def off(found):
        column = openpyxl.utils.column_index_from_string(found.group(2))
        return f"C[{column - here}]R{found.group(3)}"

    return re.sub(r"(?<![$A-Z'])()([A-Z]{1,3})(\$?\d+)(?!\d|\()", off, cell.value)


@pytest.mark.parametrize("name", SECTIONS)
def test_each_row_is_one_formula_from_the_first_month_to_the_last(opened, name):
    sheet = opened[name]
    months = sheet.max_column - cells.FIRST
    for row in sheet.iter_rows(min_row=cells.CALENDAR_ROWS["month"], min_col=cells.FIRST + 1):
        formulas = [cell for cell in row if cell.value is not None]
        assert len(formulas) in (0, months)
        assert len({relative(cell) for cell in formulas}) <= 1, row[0].coordinate


@pytest.mark.parametrize("name", SECTIONS)
def test_a_formula_reads_its_own_sheet_or_is_one_link_to_a_source(opened, name):
    for row in opened[name].iter_rows(min_row=cells.BODY):
        for cell in row:
            if isinstance(cell.value, str) and "!" in cell.value and cell.value.startswith("="):
                link = re.fullmatch(r"=('[^']+'|\w+)!\$?[A-Z]+\$?\d+", cell.value)
                assert link or "'Yearly inputs'!" in cell.value, cell.coordinate
                if link:
                    source = opened[link.group(1).strip("'")]
                    target = source[cell.value.rsplit("!", 1)[1].replace("$", "")].value
                    assert not re.fullmatch(link.re.pattern, str(target)), f"{cell.coordinate} links to a link"


def test_no_formula_is_long_nor_reads_what_moves(written, opened):
    assert len(written[1].longest) <= 200
    for _, cell in every_cell(opened):
        if cell.data_type == "f":
            assert not re.search(r"\b(OFFSET|INDIRECT|TODAY|NOW|RAND|CELL|INFO)\(", cell.value)


def test_only_stated_figures_are_unlocked_and_each_has_a_rule_a_message_and_a_name(opened):
    unlocked = {(sheet.title, cell.coordinate) for sheet, cell in every_cell(opened) if not cell.protection.locked}
    named = {
        name: next(iter(each.destinations)) for name, each in opened.defined_names.items() if name.startswith("in_")
    }
    figures = {(sheet, cell) for sheet, cell in unlocked if sheet not in BY_HAND}
    assert figures == {(sheet, cell.replace("$", "")) for sheet, cell in named.values()}
    assert len(figures) == len(toys.partnership().model.inputs)
    ruled = {
        (sheet.title, str(rule.sqref))
        for sheet in opened
        for rule in sheet.data_validations.dataValidation
        if rule.prompt
    }
    assert ruled == unlocked
    assert all(sheet.protection.sheet and not sheet.protection.password for sheet in opened)


def test_every_measure_has_a_name(opened):
    names = {name for name in opened.defined_names if name.startswith("out_")}
    assert len(names) == len(toys.partnership().model.measures)
    assert "out_lender_return" in names


def test_nothing_is_hidden_or_merged_and_every_sheet_says_what_it_is(opened):
    for sheet in opened:
        assert sheet.sheet_state == "visible"
        assert not sheet.merged_cells.ranges
        assert not any(row.hidden for row in sheet.row_dimensions.values())
        assert not any(column.hidden for column in sheet.column_dimensions.values())
        assert sheet["A1"].value
        assert sheet["A3"].value.startswith("=")
    assert opened.sheetnames[0] == "Summary"
    assert opened.active.title == "Summary"


def test_charts_say_what_they_show(written):
    with zipfile.ZipFile(written[0]) as file:
        drawing = file.read("xl/drawings/drawing1.xml").decode()
    assert "Owed against worth, by financial year, 2026/27 to 2031/32: Owed is £258,044 in the first year" in drawing


HOSTILE = '=HYPERLINK("http://example.org","go")'


def test_what_users_write_stays_text(tmp_path):
    model = toys.Model(toys.date(2026, 4, 1), 2)
    amount = model.input("a.b", HOSTILE, toys.POUNDS, 1)
    section = model.section("=1+1 & 'others'")
    line = section.line("{=2+2}", amount * toys.flag(model.month > 0), toys.POUNDS)
    owed = section.measure("@SUM(1)", toys.total(line), toys.POUNDS, "x y")
    shown = views.Views(
        (owed,), (), (), (views.Alert(f'{HOSTILE} "{{}}"', owed),), (views.Chart("http://a.b", (line,)),)
    )
    book = Book(
        title=HOSTILE, about=HOSTILE, model=model, results=model.work(), views=shown, answer=HOSTILE, version="&R=1",
        inputs=[InputRow("a.b", HOSTILE * 9, toys.POUNDS, 1, help=HOSTILE * 20, status=HOSTILE, source="http://a.b")],
        facts=[(HOSTILE, HOSTILE)], fingerprint=HOSTILE,
    )  # fmt: skip
    expected = write_workbook(book, tmp_path / "book.xlsx")
    opened = openpyxl.load_workbook(tmp_path / "book.xlsx")
    formulas = {(sheet.title, cell.coordinate) for sheet, cell in every_cell(opened) if cell.data_type == "f"}
    assert formulas == set(expected.figures)
    assert not any("HYPERLINK" in str(opened[sheet][cell].value) for sheet, cell in formulas)
    with zipfile.ZipFile(tmp_path / "book.xlsx") as file:
        links = [name for name in file.namelist() if name.endswith(".rels") and b"http://a.b" in file.read(name)]
    assert links == []


def test_the_same_book_is_the_same_file_to_the_byte(written, tmp_path):
    write_workbook(toys.partnership(), tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == written[0].read_bytes()


def test_a_file_that_cannot_be_written_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "book.xlsx"
    path.write_text("what was there")

    def fails(_):
        raise OSError("no room")

    monkeypatch.setattr("xlsxwriter.Workbook._store_workbook", fails)
    with pytest.raises(OSError, match="no room"):
        write_workbook(toys.plain(), path)
    assert path.read_text() == "what was there"
    assert list(tmp_path.iterdir()) == [path]
