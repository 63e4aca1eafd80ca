"""Sheets of the engine's own tables: as told, kept to the rules, and out of date once an input changes."""

from dataclasses import replace

import openpyxl
import pytest

from modeller.lines.units import MONTH, POUNDS, SHARE, TIMES
from modeller.workbook import inputs
from modeller.workbook.book import Amount, Drawing, EngineSheet, EngineTable
from modeller.workbook.parts import STALE
from modeller.workbook.paths import CURRENT
from modeller.workbook.write import write_workbook
from tests.workbook import oracle, toys
from tests.workbook.lint import lint

RANGES = EngineTable(
    "Over 1,000 draws",
    ("5%", "Median", "95%"),
    [
        ("Lowest cover", [Amount(each, TIMES) for each in (0.95, 1.2, 1.41)]),
        ("Lowest cash", [Amount(each, POUNDS) for each in (-12_345.6, 1000.0, 1_234_567.0)]),
        ("Month repaid", [Amount(0, MONTH), Amount(12, MONTH), "–"]),
    ],
    note="Draws are of the ranges that the scenario states.",
)
TORNADO = EngineTable(
    "Lowest cash, one input at a time",
    ("Low", "High", "At low", "At high"),
    [
        ("Voids", [Amount(0.01, SHARE), Amount(0.09, SHARE), Amount(9_000, POUNDS), Amount(-4_000, POUNDS)]),
        ("=Rent", [Amount(0.01, SHARE), Amount(0.02, SHARE), Amount(1_500, POUNDS), Amount(2_500, POUNDS)]),
    ],
    drawing=Drawing("bars", "Voids move the lowest cash most", (2, 3), "Input", "Voids move it by £13,000.", 2_000),
)
FAN = EngineTable(
    "Cash by year",
    ("5%", "50%", "95%"),
    [(f"20{year}/{year + 1}", [Amount(year * each, POUNDS) for each in (1.0, 2.0, 3.0)]) for year in range(26, 31)],
    drawing=Drawing("lines", "Cash rises in every draw", (0, 1, 2), "Financial year", "Cash rises."),
)
SHEET = EngineSheet("Uncertainty", "Uncertainty", "What is likely", ("Worked by the engine.",), [RANGES, TORNADO, FAN])


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("engine") / "book.xlsx"
    return path, write_workbook(replace(toys.partnership(), engine=[SHEET]), path, spoil=True)


def test_figures_stand_as_they_were_told(written):
    rows = {row[0]: row for row in openpyxl.load_workbook(written[0])["Uncertainty"].iter_rows(values_only=True)}
    assert rows["Lowest cover"][1:5] == ("times", 0.95, 1.2, 1.41)
    assert rows["Lowest cash"][1:5] == ("£", -12_345.6, 1000, 1_234_567)
    assert rows["Month repaid"][2] == "never"
    assert rows["=Rent"][2:6] == (0.01, 0.02, 1_500, 2_500)


def test_the_sheet_keeps_the_rules(written):
    assert lint(*written) == []


def test_it_says_so_when_an_input_has_changed(written, tmp_path):
    assert CURRENT in oracle.recalculate_ironcalc(written[0]).values()
    book = openpyxl.load_workbook(written[0])
    sheet = book["Inputs"]
    row = next(row for row in sheet.iter_rows() if row[1].value == "rent.voids")
    row[inputs.VALUE].value = 0.5
    book.save(tmp_path / "changed.xlsx")
    found = oracle.recalculate_ironcalc(tmp_path / "changed.xlsx")
    told = [value for (sheet, _), value in found.items() if sheet == "Uncertainty"]
    assert STALE in told
    assert CURRENT not in told
