"""Sensitivity: what is moved is what `--set` would set, the widest swing first, tables at their corners."""

import json

import numpy as np
import pytest

from modeller.analysis.cases import Cases, spread_of_average
from modeller.analysis.run import run
from modeller.analysis.sensitivity import Sensing, sensitivity
from modeller.analysis.terms.batch import work_lengths
from modeller.errors import Faults
from modeller.scenario.terms.uncertainty import YearlyPath
from tests.analysis.ranged import TEN, ten_homes

P3 = TEN.parent / "p3-west-lindsey.yaml"
END = "outcome.left_at_end"
RANGES = (
    ("voids: 3%", "voids: {is: 3%, low: 1%, high: 8%}"),
    ("bad_debts: 2%", "bad_debts: {is: 2%, low: 1.9%, high: 2.1%, drawn: uniform}"),
    ("interest: 6% a year", "interest: {is: 6% a year, low: 5% a year, high: 8% a year}"),
)


def sensing(path, key=None, overrides=None):
    worked = run(path, overrides)
    return Sensing(worked, worked.model.measures[key] if key else worked.partnership.outcome.left_at_end)


def figure(path, overrides):
    worked = run(path, overrides)
    return worked.figure(worked.partnership.outcome.left_at_end)


def test_a_bar_is_what_setting_the_figure_would_give(tmp_path):
    path = ten_homes(tmp_path, *RANGES)
    found = {bar.key: bar for bar in sensing(path).tornado(None)}
    assert list(found)[-1] == "rent.bad_debts"  # the narrowest range comes last
    for key, low, high in (("rent.voids", "1%", "8%"), ("finance.bank_loan.interest", "5%", "8%")):
        assert found[key].at_low == pytest.approx(figure(path, {key: low}))
        assert found[key].at_high == pytest.approx(figure(path, {key: high}))
    swings = [bar.swing for bar in found.values()]
    assert swings == sorted(swings, reverse=True)
    assert (found["rent.voids"].low, found["rent.voids"].high) == ("1%", "8%")
    assert found["finance.bank_loan.interest"].label == "Bank loan: Rate of interest"


def test_what_has_no_range_is_moved_by_a_part_of_itself(tmp_path):
    path = ten_homes(tmp_path, *RANGES)
    found = {bar.key: bar for bar in sensing(path).tornado(0.1)}
    rent = found["homes.bought.rent"]
    assert (rent.low, rent.high, rent.ranged) == ("£117 a week", "£143 a week", False)
    assert rent.at_high == pytest.approx(figure(path, {"homes.bought.rent": "£143 a week"}))
    curve = found["economy.earnings"]
    assert curve.at_low == pytest.approx(figure(path, {"economy.earnings": "2.7%"}))
    assert found["homes.bought.bought"].high == "11 homes"  # whole ones
    assert not [key for key in found if key.startswith(("contract.committed", "horizon"))]
    assert found["rent.voids"].ranged


def test_nothing_to_move_is_told():
    with pytest.raises(Faults, match="states no ranges"):
        sensing(TEN).tornado(None)


def test_a_chance_moves_what_is_expected_over_the_paths():
    chance = {"contract.retender.win": "70%"}
    worked = run(P3, chance)
    expected = work_lengths(worked.partnership, [120], [worked.partnership.outcome.left_at_end])
    found = {bar.key: bar for bar in sensing(P3).tornado(None)}["contract.retender.win"]
    assert found.at_high == pytest.approx(expected.expected(worked.partnership.outcome.left_at_end)[0])
    assert found.at_low != found.at_high


def test_a_month_is_that_of_the_path_without_renewal():
    worked = run(P3)
    measure = worked.partnership.lenders[0].repaid
    (found,) = Cases(worked).measure(measure, [{}])
    assert found == worked.figure(measure)


def test_a_path_is_moved_by_its_average_over_the_years(tmp_path):
    """Two years, persists 50%, varies 2%: the average is (1.5 e1 + e2) x 1%, for half of e1 stays into the second."""
    path = YearlyPath(name="Prices", of=["economy.house_prices"], varies="2%", persists="50%")
    assert spread_of_average(path, 2) == pytest.approx(0.01 * np.hypot(1.5, 1))
    varied = "uncertainty: {paths: [{of: economy.house_prices, varies: 2%}]}\n"
    (bar,) = sensing(ten_homes(tmp_path, more=varied)).tornado(None)
    shift = 1.2815515655446004 * 0.02 / np.sqrt(31)
    assert bar.high == f"+{shift:.2%}"
    written = f"{round((0.02 + shift) * 100, 9)}%"
    there = figure(ten_homes(tmp_path), {"economy.house_prices": written})
    assert bar.at_high == pytest.approx(there, abs=0.01)


def test_tables_go_from_low_to_high(tmp_path):
    path = ten_homes(tmp_path, *RANGES)
    here = sensing(path)
    one = here.table("rent.voids", None, 0.1)
    assert (one.of.texts[0], one.of.texts[-1], len(one.figures)) == ("1%", "8%", 11)
    assert one.figures[-1][0] == pytest.approx(figure(path, {"rent.voids": "8%"}))
    two = here.table("rent.voids", "homes.bought.rent", 0.2)
    assert (two.against.texts[0], two.against.texts[-1]) == ("£104 a week", "£156 a week")
    both = {"rent.voids": "8%", "homes.bought.rent": "£104 a week"}
    assert two.figures[-1][0] == pytest.approx(figure(path, both))
    assert len(two.figures) == len(two.figures[0]) == 7
    with pytest.raises(Faults, match=r"did you mean “rent\.voids”"):
        here.table("rent.void", None, 0.1)


def test_steps_of_whole_things_are_whole(tmp_path):
    table = sensing(ten_homes(tmp_path, *RANGES)).table("homes.bought.bought", None, 0.3)
    assert set(table.of.values) <= set(range(7, 14))


def test_the_variance_of_one_input_alone_is_all_its_own(tmp_path):
    here = sensing(ten_homes(tmp_path, *RANGES[:2]), overrides={"horizon": "12 years"})
    voids, debts = here.explained(64, 1)
    assert (voids.key, debts.key) == ("rent.voids", "rent.bad_debts")
    assert abs(voids.total.value - 1) < 4 * voids.total.error + 0.01
    assert debts.total.value < 0.01


def test_a_month_has_no_variance_to_share_out():
    worked = run(P3)
    with pytest.raises(Faults, match="may never come"):
        Sensing(worked, worked.partnership.lenders[0].repaid).explained(32, 1)


def test_programs_get_it_in_one_piece(tmp_path):
    found = sensitivity(ten_homes(tmp_path, *RANGES), run(TEN).partnership.outcome.left_at_end.key)
    there = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert (there["schema"], there["scenario"], there["unit"]) == (1, "Ten homes", "£")
    assert there["tornado"][0]["key"] in {"rent.voids", "finance.bank_loan.interest"}
