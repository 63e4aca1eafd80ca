"""Every formula cell of spoiled workbooks comes to the engine's figure, in two spreadsheet programs."""

import re
import zipfile
from datetime import date

import pytest

from modeller.lines import words
from modeller.lines.expressions import Operation
from modeller.workbook.annual import Years
from modeller.workbook.write import write_workbook
from tests.workbook import oracle, toys

BOOKS = {
    "as stated": toys.partnership,
    "a start in January and whole years": lambda: toys.partnership(date(2027, 1, 1), 24),
    "one month": lambda: toys.partnership(date(2027, 3, 1), 1),
    "an awkward case": lambda: toys.partnership(
        **{"loan.interest": 0, "loan.amount": 1e9, "rent.delay": 0, "cover.window": 7, "contract.committed": 200}
    ),
    "nothing lent": lambda: toys.partnership(**{"loan.amount": 0, "rent.delay": 90, "cpi.2026": -0.05}),
    "one section": toys.plain,
}


@pytest.fixture(scope="module", params=BOOKS)
def spoiled(request, tmp_path_factory):
    path = tmp_path_factory.mktemp("books") / "book.xlsx"
    return path, write_workbook(BOOKS[request.param](), path, spoil=True)


def test_the_toys_use_every_operation():
    def used(expression):
        if isinstance(expression, Operation):
            yield expression.word.name
            for part in expression.parts:
                yield from used(part)

    written = toys.partnership().model.written
    found = {name for item in written if item.formula is not None for name in used(item.formula)}
    assert {word.name for word in words.WORDS} - found == set()


def test_ironcalc_agrees_in_every_cell(spoiled):
    path, expected = spoiled
    assert len(expected.figures) > 100
    assert oracle.compare(expected, oracle.recalculate_ironcalc(path)) == []


def test_libreoffice_agrees_in_every_cell(libreoffice, tmp_path):
    paths = [tmp_path / f"book{number}.xlsx" for number in range(len(BOOKS))]
    expected = [write_workbook(make(), path, spoil=True) for make, path in zip(BOOKS.values(), paths, strict=True)]
    for each, found in zip(expected, libreoffice(paths, tmp_path), strict=True):
        assert oracle.compare(each, found) == []


def test_the_comparison_fails_where_figures_are_spoiled_and_not_worked_out_again(spoiled):
    path, expected = spoiled
    assert len(oracle.compare(expected, oracle.kept_figures(path))) == len(expected.figures)


def changed_by_hand(path, sheet, before, after):
    """A copy of a workbook with one formula of a sheet altered."""
    copy = path.with_name("changed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == f"xl/worksheets/sheet{sheet}.xml":
                assert data.count(before) == 1
                data = data.replace(before, after)
            new.writestr(name, data)
    return copy


def test_the_comparison_fails_where_one_formula_is_changed_by_hand(libreoffice, tmp_path):
    path = tmp_path / "book.xlsx"
    expected = write_workbook(toys.partnership(), path, spoil=True)
    names = zipfile.ZipFile(path).read("xl/workbook.xml").decode()
    sheet = re.findall(r'<sheet name="([^"]+)"', names).index("Loan") + 1
    xml = zipfile.ZipFile(path).read(f"xl/worksheets/sheet{sheet}.xml").decode()
    cell, formula = re.search(r'r="(M\d+)"[^>]*><f>(M\d+\*\$D\$\d+/12)</f>', xml).groups()
    copy = changed_by_hand(path, sheet, f"<f>{formula}</f>".encode(), f"<f>{formula}+0.001</f>".encode())
    for found in (oracle.recalculate_ironcalc(copy), libreoffice([copy], tmp_path)[0]):
        differing = oracle.compare(expected, found)
        assert any(words.startswith(f"Loan!{cell}:") for words in differing)


def test_figures_kept_in_a_workbook_as_it_is_handed_over_are_the_engine_s(tmp_path):
    path = tmp_path / "book.xlsx"
    expected = write_workbook(toys.partnership(), path)
    assert oracle.compare(expected, oracle.kept_figures(path)) == []


def test_statements_by_financial_year_add_flows_and_take_stocks_at_the_year_s_end():
    book = toys.partnership(date(2026, 7, 1), 64)
    years = Years(book)
    assert years.names() == ["2026/27", "2027/28", "2028/29", "2029/30", "2030/31", "2031/32"]
    assert years.lasting == [9, 12, 12, 12, 12, 7]
    assert years.last_months == [9, 21, 33, 45, 57, 64]
    works, owed = book.model.by_key["rent_and_charges.works"], book.model.by_key["loan.owed"]
    assert years.figures(works) == [2000, 5000, 5000, 5000, 5000, 0]  # each January and February
    assert years.figures(owed)[-1] == book.row(owed)[64]
