"""The workbook of the base case itself: every cell, in two spreadsheet programs, and what it says of its standing."""

from pathlib import Path

import pytest

from modeller.analysis.run import run
from modeller.workbook import book_of
from modeller.workbook.summary import illustrative
from modeller.workbook.write import write_workbook
from tests.workbook import oracle
from tests.workbook.held import Held
from tests.workbook.lint_formulas import WISHED

SCENARIO = Path(__file__).parents[2] / "scenarios" / "p3-west-lindsey.yaml"


@pytest.fixture(scope="module")
def worked():
    return run(SCENARIO)


@pytest.fixture(scope="module")
def spoiled(worked, tmp_path_factory):
    path = tmp_path_factory.mktemp("p3") / "p3.xlsx"
    return path, write_workbook(book_of(worked), path, spoil=True)


OTHERS = [
    "p3-all-property-linked",
    "p3-concessionary",
    "p3-three-year-contract",
    "supported-housing-lease",
    "ten-homes",
]


def errors(found):
    return [f"{sheet}!{cell}" for (sheet, cell), value in found.items() if oracle.is_error(value)]


@pytest.mark.slow
def test_ironcalc_agrees_in_every_cell(spoiled):
    path, expected = spoiled
    found = oracle.recalculate_ironcalc(path)
    assert len(expected.figures) > 100_000
    assert oracle.compare(expected, found) == []
    assert errors(found) == []


@pytest.mark.slow
def test_libreoffice_agrees_in_every_cell(spoiled, libreoffice, tmp_path):
    path, expected = spoiled
    found = libreoffice([path], tmp_path)[0]
    assert oracle.compare(expected, found) == []
    assert errors(found) == []


@pytest.mark.slow
def test_both_programs_agree_with_every_other_scenario(libreoffice, tmp_path):
    paths = [tmp_path / f"{name}.xlsx" for name in OTHERS]
    books = [write_workbook(book_of(run(SCENARIO.with_stem(path.stem))), path, spoil=True) for path in paths]
    worked = [oracle.recalculate_ironcalc(path) for path in paths]
    for expected, *found in zip(books, worked, libreoffice(paths, tmp_path), strict=True):
        for each in found:
            assert oracle.compare(expected, each) == []
            assert errors(each) == []


def test_no_scenario_is_left_out():
    assert {path.stem for path in SCENARIO.parent.glob("*.yaml")} == {SCENARIO.stem, *OTHERS}


@pytest.mark.slow
def test_nearly_every_row_is_short(spoiled):
    formulas = [str(cell.formula) for _, cell in Held(spoiled[0], None).written]
    short = [formula for formula in formulas if len(formula) <= WISHED]
    assert len(short) >= 0.95 * len(formulas)


def test_the_summary_counts_illustrative_figures_as_the_run_does(worked):
    words = illustrative(book_of(worked))
    assert words.startswith(f"{worked.standing['illustrative']} of {worked.standing.total()} figures are illustrative")
    assert f"{worked.standing['fact']} fact" in words
    assert f"{worked.standing['estimate']} estimate" in words


def test_what_is_chosen_has_no_standing(worked):
    rows = {row.key: row for row in book_of(worked).inputs}
    assert rows["horizon"].status == ""
    assert rows["start"].value == "April 2026"
    assert rows["homes.bought_in_the_second_year.arrive"].is_month
    assert rows["contract.reversion"].choices == (1, 0)
