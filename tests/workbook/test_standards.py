"""What the workbook is held to, beside the rules of lint.py: names, text that stays text, the same bytes twice."""

import zipfile

import openpyxl
import pytest

from modeller.lines import views
from modeller.workbook.book import Book, InputRow
from modeller.workbook.write import write_workbook
from tests.workbook import toys


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("standards") / "book.xlsx"
    return path, write_workbook(toys.partnership(), path)


@pytest.fixture(scope="module")
def opened(written):
    return openpyxl.load_workbook(written[0])


def every_cell(opened):
    return ((sheet, cell) for sheet in opened for row in sheet.iter_rows() for cell in row)


def test_every_input_and_every_measure_has_a_name(opened):
    model, names = toys.partnership().model, list(opened.defined_names)
    choices = [name for name in names if name == "in_case" or name.startswith("in_lever_")]
    assert len(choices) == 1 + len(toys.partnership().views.levers)
    assert len([name for name in names if name.startswith("in_")]) == len(model.inputs) + len(choices)
    assert len([name for name in names if name.startswith("out_")]) == len(model.measures)
    assert "out_lender_return" in names


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
