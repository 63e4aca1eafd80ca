"""What the engine works out over many runs stands in the workbook as the commands tell it."""

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from modeller.analysis.sensitivity import sensitivity
from modeller.analysis.simulate import simulate
from modeller.analysis.stress.pack import stress
from modeller.analysis.stress.reverse import reverse
from modeller.cli import main
from modeller.lines.names import slug
from modeller.scenario.parts import stresses
from modeller.workbook.book import Amount
from modeller.workbook.of_stress import break_evens_sheet, stress_sheet
from modeller.workbook.of_uncertainty import amount, sensitivity_sheet, uncertainty_sheet

SCENARIOS = Path(__file__).parents[2] / "scenarios"
P3, TEN = SCENARIOS / "p3-west-lindsey.yaml", SCENARIOS / "ten-homes.yaml"
SHORT = {"horizon": "12 years"}
LEFT = "results.cash_and_reserves_less_debts_at_the_end"


def figures(told):
    return [each.value if isinstance(each, Amount) else each for each in told]


@pytest.fixture(scope="module")
def simulated():
    return simulate(P3, SHORT, draws=32)


def test_a_simulation_is_told_headline_by_headline_and_year_by_year(simulated):
    found, worked = simulated
    sheet = uncertainty_sheet(found, worked)
    headlines, breaches, lenders, cash, debt = sheet.tables
    assert "32 draws" in sheet.about[0]
    assert sheet.about[1].startswith("Of 18 ranges and paths drawn from, 18 are illustrative")
    assert [len(told) for _, told in headlines.rows] == [len(headlines.titles)] * len(found.headlines)
    lost = next(each for each in found.headlines if each.label == "Lost" and each.of == "Bank loan")
    told = dict(headlines.rows)["Bank loan: lost"]
    assert figures(told)[1:6] == [lost.percentiles[percent].value for percent in (5, 25, 50, 75, 95)]
    assert [label for label, _ in breaches.rows[1:]] == [f"{year - 1}/{year % 100:02d}" for year in found.years]
    assert figures(lenders.rows[0][1])[0] == found.lenders[0].on_time.value
    for table, fan in zip((cash, debt), found.fans, strict=True):
        assert [figures(told)[2] for _, told in table.rows] == list(fan.percentiles[50])
        assert f"{fan.name}: one in twenty" in table.drawing.finding


def test_what_is_not_there_is_told_in_words(simulated):
    units = {each.unit.style: each.unit for each in simulated[1].model.measures.values()}
    assert amount(float("inf"), units["month"]) == "never"
    assert amount(float("-inf"), units["percent"]) == "none"
    assert amount(float("nan"), units["pounds"]) == "none"


def test_a_tornado_is_told_with_the_widest_swing_first(simulated):
    found = sensitivity(P3, LEFT, SHORT)
    [table] = sensitivity_sheet(found, simulated[1]).tables
    swings = [abs(high - low) for low, high in (figures(told)[2:] for _, told in table.rows)]
    assert swings == sorted(swings, reverse=True)
    assert table.drawing.stated == found.stated
    assert table.rows[0][0] in table.drawing.title


def test_stresses_are_told_with_what_they_are_and_those_that_change_nothing_without_figures():
    pack = stress(TEN, stresses())
    sheet = stress_sheet(pack)
    rows = {label: figures(told) for label, told in sheet.tables[0].rows}
    assert rows["As stated"][0] == "as agreed"
    for each, said in zip(pack.stressed, sheet.below, strict=True):
        assert f"({each.part.status};" in said
        shown = each.touches and each.figures is not None
        assert rows[each.part.name][-1] == (each.figures.homes if shown else "–")


def test_break_evens_are_told_by_what_breaks():
    parts = [each for each in stresses() if slug(each.name).startswith(("voids", "repairs"))]
    found = reverse(TEN, parts)
    rows = dict(break_evens_sheet(found).tables[0].rows)
    for each in found.alone:
        size, which = figures(rows[each.name])
        assert size == each.size
        assert each.moves[0].breaks_at in which


def test_the_command_writes_the_sheets_that_were_asked_for(tmp_path):
    file = tmp_path / "book.xlsx"
    asked = ["workbook", str(TEN), "-o", str(file), "--set", "horizon=12 years"]
    done = CliRunner().invoke(main, [*asked, "--with", "stress", "--with", "break-evens"])
    assert done.exit_code == 0, done.output
    names = openpyxl.load_workbook(file, read_only=True).sheetnames
    assert {"Stress", "Break-evens"} <= set(names)
    assert not {"Uncertainty", "Sensitivity"} & set(names)


def test_the_command_says_where_a_scenario_has_no_ranges_and_writes_nothing(tmp_path):
    file = tmp_path / "book.xlsx"
    done = CliRunner().invoke(main, ["workbook", str(TEN), "-o", str(file), "--with", "uncertainty"])
    assert done.exit_code == 1
    assert "states no ranges" in done.output
    assert not file.exists()
