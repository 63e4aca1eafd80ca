"""The quick worksheet writes, to the byte, what the library's own does; how much quicker, the benchmarks say."""

import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from modeller.analysis.run import run
from modeller.workbook import book_of, fast, write_workbook
from modeller.workbook.cells import HERE, LAST
from tests.workbook import toys

PLAIN = xlsxwriter.worksheet.Worksheet
SCENARIOS = Path(__file__).parents[2] / "scenarios"
BOOKS = {
    "a toy": toys.partnership,
    "one month": lambda: toys.partnership(date(2027, 3, 1), 1),
    "one section": toys.plain,
}


def parts(path):
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.mark.parametrize("spoil", [False, True], ids=["as handed over", "spoiled"])
@pytest.mark.parametrize("name", BOOKS)
def test_the_quick_worksheet_writes_what_the_plain_one_does(name, spoil, tmp_path, monkeypatch):
    book = BOOKS[name]()
    assert fast.worksheet_class() is not PLAIN
    quick = write_workbook(book, tmp_path / "quick.xlsx", spoil=spoil)
    monkeypatch.setattr("modeller.workbook.pen.worksheet_class", lambda: PLAIN)
    plain = write_workbook(book, tmp_path / "plain.xlsx", spoil=spoil)
    assert quick.figures == plain.figures
    found, expected = parts(tmp_path / "quick.xlsx"), parts(tmp_path / "plain.xlsx")
    assert list(found) == list(expected)
    assert [part for part in expected if found[part] != expected[part]] == []


@pytest.mark.slow
def test_the_quick_worksheet_writes_a_whole_workbook_as_the_plain_one_does(tmp_path, monkeypatch):
    book = book_of(run(SCENARIOS / "ten-homes.yaml"))
    write_workbook(book, tmp_path / "quick.xlsx")
    monkeypatch.setattr("modeller.workbook.pen.worksheet_class", lambda: PLAIN)
    write_workbook(book, tmp_path / "plain.xlsx")
    assert (tmp_path / "quick.xlsx").read_bytes() == (tmp_path / "plain.xlsx").read_bytes()


def drawn(path, kind):
    """Rows of every sort beside ordinary cells, and a chart of one of them, which keeps its figures."""
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"created": date(2026, 4, 1)})
        sheet, look = workbook.add_worksheet("Any", kind), workbook.add_format({"bold": True})
        sheet.set_row(3, 40)
        sheet.write_string(2, 0, "before")
        sheet.write_number(2, 9, 7)
        fast.write_along(sheet, 2, 2, f"{LAST}3+{HERE}$9", [1.5, -2.0, 1e-12, 123456789.123456789], look)
        fast.write_along(sheet, 3, 1, f'IF({HERE}3<1,"a & b",">")', ["a & b", ">", "", 4.0], look)
        fast.write_along(sheet, 4, 0, "1+1", [2.0], look)
        fast.write_along(sheet, 5, 0, f"{HERE}5", [], look)
        fast.write_along(sheet, 40, 20, f"{HERE}5&{HERE}6", [1.0] * 30, look)
        chart = workbook.add_chart({"type": "line"})
        for row in (2, 3, 40, 41):
            chart.add_series({"values": ["Any", row, 1, row, 6]})
        sheet.insert_chart(9, 0, chart)


def test_rows_of_every_sort_are_the_same(tmp_path):
    drawn(tmp_path / "quick.xlsx", fast.worksheet_class())
    drawn(tmp_path / "plain.xlsx", PLAIN)
    found = parts(tmp_path / "quick.xlsx")
    assert found == parts(tmp_path / "plain.xlsx")
    assert b'IF(B3&lt;1,"a &amp; b","&gt;")' in found["xl/worksheets/sheet1.xml"]
    assert b"<c:v>123456789.12345679</c:v>" in found["xl/charts/chart1.xml"]


@pytest.mark.parametrize("version", ["9.0.0", "3.1.9"])
def test_an_untried_version_gets_the_plain_worksheet(monkeypatch, version):
    monkeypatch.setattr(xlsxwriter, "__version__", version)
    assert fast.worksheet_class() is PLAIN


@pytest.mark.parametrize("method", fast.TAKES)
def test_a_version_whose_workings_have_changed_gets_the_plain_worksheet(monkeypatch, method):
    monkeypatch.setattr(PLAIN, method, print)
    assert fast.worksheet_class() is PLAIN
    monkeypatch.delattr(PLAIN, method)
    assert fast.worksheet_class() is PLAIN
