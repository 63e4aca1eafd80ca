"""Ranges beside figures: what is read of them, and that whatever carries a figure carries its range."""

from pathlib import Path

import pytest

from modeller.errors import Faults, Place
from modeller.scenario import read
from modeller.scenario.catalogue import catalogue, json_schema
from modeller.scenario.changing import Change, as_it_is, changed, changed_text
from modeller.scenario.distributions import Drawn
from modeller.scenario.ranges import Range
from modeller.scenario.uncertain import path_keys, range_keys, together
from modeller.scenario.whole import whole_text
from tests.scenario.sourced import same

ROOT = Path(__file__).resolve().parents[2]
TEN = ROOT / "scenarios" / "ten-homes.yaml"


def ten_homes(folder, *changes, name="mine.yaml"):
    """Ten homes with some of its text written otherwise."""
    text = TEN.read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path = folder / name
    path.write_text(text, "utf-8")
    return path


VOIDS = ("voids: 3%,", "voids: {is: 3%, low: 2%, high: 8%},")
PRICES = ("house_prices: 2%}", "house_prices: {is: {2026: 2%, 2027: 3%}, low: 0%, high: 4%}}")


def test_a_range_is_read_in_the_units_of_the_model(tmp_path):
    found = read(ten_homes(tmp_path, VOIDS)).ranges
    assert list(found) == ["rent.voids"]
    each = found["rent.voids"]
    assert (each.low, each.likely, each.high, each.drawn, each.together) == (0.02, 0.03, 0.08, Drawn(), "rent.voids")
    assert (each.least, each.most, each.whole) == (0, 1, False)


@pytest.mark.parametrize("way", ["triangular", "pert", "uniform", "lognormal"])
def test_it_says_how_it_is_drawn(tmp_path, way):
    path = ten_homes(tmp_path, ("voids: 3%,", f"voids: {{is: 3%, low: 2%, high: 8%, drawn: {way}}},"))
    assert read(path).ranges["rent.voids"].drawn == Drawn(way)


def test_a_normal_has_its_figure_half_way(tmp_path):
    path = ten_homes(tmp_path, ("voids: 3%,", "voids: {is: 3%, low: 2%, high: 4%, drawn: normal},"))
    assert read(path).ranges["rent.voids"].drawn == Drawn("normal")


def test_a_distribution_of_scipy_has_its_parameters_in_the_figures_unit(tmp_path):
    path = ten_homes(
        tmp_path, ("voids: 3%,", "voids: {is: 3%, low: 2%, high: 8%, drawn: {scipy: beta, a: 2, b: 5.5, scale: 10%}},")
    )
    each = read(path).ranges["rent.voids"].drawn
    assert each == Drawn("scipy", "beta", (("a", 2.0), ("b", 5.5), ("loc", 0.0), ("scale", 0.1)))
    assert str(each) == "beta of SciPy (a 2, b 5.5, loc 0, scale 0.1)"


def test_a_curve_has_one_draw_for_all_its_years(tmp_path):
    found = read(ten_homes(tmp_path, PRICES)).ranges
    told = {key: (each.low, each.likely, each.high, each.together) for key, each in found.items()}
    both = "economy.house_prices"
    assert told == {f"{both}.2026": (0.0, 0.02, 0.04, both), f"{both}.2027": (0.0, 0.03, 0.04, both)}


def test_a_curve_of_one_figure_has_the_range_in_the_year_of_the_start(tmp_path):
    found = read(ten_homes(tmp_path, ("house_prices: 2%}", "house_prices: {is: 2%, low: 0%, high: 4%}}"))).ranges
    assert [(key, each.together) for key, each in found.items()] == [
        ("economy.house_prices.2026", "economy.house_prices")
    ]


def test_one_year_of_a_curve_has_a_draw_of_its_own(tmp_path):
    prices = ("house_prices: 2%}", "house_prices: {2026: 2%, 2027: {is: 3%, low: 0%, high: 4%}}}")
    found = read(ten_homes(tmp_path, prices)).ranges
    assert [(key, each.together) for key, each in found.items()] == [("economy.house_prices.2027",) * 2]


def test_whole_figures_are_known_to_be_whole(tmp_path):
    homes = (
        "bought: 10, over: 6 months",
        "bought: {is: 10, low: 8, high: 11}, over: {is: 6 months, low: 3 months, high: 1 year}",
    )
    found = read(ten_homes(tmp_path, homes)).ranges
    assert {key: (each.low, each.high, each.whole) for key, each in found.items()} == {
        "homes.bought.bought": (8, 11, True),
        "homes.bought.over": (3, 12, True),
    }


def test_a_figure_of_the_base_takes_a_range_from_the_file_that_extends_it(tmp_path):
    ten_homes(tmp_path, name="base.yaml")
    top = tmp_path / "top.yaml"
    top.write_text(
        "extends: base.yaml\nrent: {voids: {low: 2%, high: 8%, source: a guess}}\n"
        "economy: {earnings: {low: 2%, high: 5%}}\n",
        "utf-8",
    )
    stated = read(top)
    assert {key: (each.low, each.likely) for key, each in stated.ranges.items()} == {
        "economy.earnings.2026": (0.02, 0.03),
        "rent.voids": (0.02, 0.03),
    }
    assert stated.provenance["rent.voids"].source == "a guess"


def test_a_figure_given_anew_takes_the_range_of_the_base_away(tmp_path):
    ten_homes(tmp_path, VOIDS, name="base.yaml")
    for voids in ("4%", "{is: 4%}"):
        top = tmp_path / "top.yaml"
        top.write_text(f"extends: base.yaml\nrent: {{voids: {voids}}}\n", "utf-8")
        assert read(top).ranges == {}


def test_a_figure_set_for_one_run_has_no_range(tmp_path):
    path = ten_homes(tmp_path, VOIDS, PRICES)
    assert list(read(path, {"rent.voids": "4%"}).ranges) == ["economy.house_prices.2026", "economy.house_prices.2027"]
    assert list(read(path, {"economy.house_prices": "4%"}).ranges) == ["rent.voids"]
    assert list(read(path, {"economy.house_prices.2027": "9%"}).ranges) == ["rent.voids"]


UNCERTAIN = """
uncertainty:
  paths:
    - {of: [economy.consumer_prices, economy.september_cpi], varies: 1.2%, persists: 50%}
    - {of: economy.earnings, varies: 2%}
  correlations:
    - {between: [economy.consumer_prices, economy.earnings], correlation: 60%}
    - {between: [rent.voids, rent.bad_debts], correlation: -50%}
"""
DEBTS = ("bad_debts: 2%}", "bad_debts: {is: 2%, low: 1%, high: 4%}}")


def uncertain(folder):
    path = ten_homes(folder, VOIDS, DEBTS)
    path.write_text(path.read_text("utf-8") + UNCERTAIN, "utf-8")
    return path


def test_correlations_are_a_matrix_of_what_is_drawn(tmp_path):
    stated = read(uncertain(tmp_path))
    ranges = together(stated.scenario, range_keys(stated.ranges))
    assert (ranges.keys, ranges.matrix) == (("rent.voids", "rent.bad_debts"), ((1.0, -0.5), (-0.5, 1.0)))
    paths = together(stated.scenario, path_keys(stated.scenario))
    assert (paths.keys, paths.matrix) == (("economy.consumer_prices", "economy.earnings"), ((1.0, 0.6), (0.6, 1.0)))


def test_what_is_set_for_a_run_is_correlated_with_nothing(tmp_path):
    stated = read(uncertain(tmp_path), {"rent.voids": "5%"})
    assert together(stated.scenario, range_keys(stated.ranges)).matrix == ((1.0,),)


@pytest.mark.parametrize("overrides", [{}, {"contract.committed": "7 years"}])
def test_the_whole_text_has_the_ranges(tmp_path, overrides):
    base = uncertain(tmp_path)
    base.rename(tmp_path / "base.yaml")
    top = tmp_path / "top.yaml"
    scipy = "{is: 3%, low: 2%, high: 8%, drawn: {scipy: beta, a: 2, b: 5}, status: estimate}"
    top.write_text(
        f"extends: base.yaml\nrent: {{voids: {scipy}}}\n"
        "economy: {bank_rate: {is: {2026: 3%}, low: 1%, high: 5%}}\n",
        "utf-8",
    )
    stated = read(top, overrides)
    (tmp_path / "alone").mkdir()
    alone = tmp_path / "alone" / "alone.yaml"
    alone.write_text(whole_text(stated), "utf-8")
    assert len(stated.ranges) == 3
    assert same(read(alone), stated)


def change(way, worded):
    return Change(way, Place("a workbook"), as_it_is(worded))


def test_a_figure_changed_in_its_file_keeps_the_range_beside_it(tmp_path):
    path = ten_homes(tmp_path, VOIDS)
    stated = read(path)
    changes = [change(("rent", "voids"), "5%")]
    new = changed(stated, changes)
    assert new.ranges["rent.voids"] == Range(**{**vars(stated.ranges["rent.voids"]), "likely": 0.05})
    text = changed_text(stated, new, changes, path)
    assert "voids: {is: 5%, low: 2%, high: 8%}" in text


def test_a_figure_changed_to_one_beyond_its_range_is_a_fault(tmp_path):
    with pytest.raises(Faults, match="the high figure, 8%, is below the figure itself, 9%"):
        changed(read(ten_homes(tmp_path, VOIDS)), [change(("rent", "voids"), "9%")])


def test_a_product_may_have_ranges(tmp_path):
    (tmp_path / "ours.yaml").write_text("interest: {is: 5% a year, low: 4% a year, high: 7% a year}\n", "utf-8")
    path = ten_homes(tmp_path, ("    interest: 6% a year\n", "    like: ours.yaml\n"))
    assert read(path).ranges["finance.bank_loan.interest"].high == 0.07
    path = ten_homes(tmp_path, ("    interest: 6% a year\n", "    like: ours.yaml\n    interest: 6%\n"))
    assert read(path).ranges == {}


def test_the_figures_of_p3_are_ranged_and_lie_within():
    stated = read(ROOT / "scenarios" / "p3-west-lindsey.yaml")
    assert len(stated.ranges) >= 10
    assert {stated.provenance[key].status for key in stated.ranges} == {"illustrative"}
    assert not [key for key in stated.ranges if stated.provenance[key].source == "not stated"]


def test_ranges_and_paths_are_in_the_catalogue_and_the_schema():
    keys = [row.key for row in catalogue()]
    assert "uncertainty.paths.<path>.varies" in keys
    assert "uncertainty.correlations.<correlation>.between" in keys
    schema = json_schema()["properties"]
    _, beside = schema["rent"]["properties"]["voids"]["anyOf"]
    assert {"is", "low", "high", "drawn"} <= beside["properties"].keys()
    _, words = schema["rent"]["properties"]["regime"]["anyOf"]
    assert not {"low", "high", "drawn"} & words["properties"].keys()


def test_a_figure_given_anew_over_a_base_is_correlated_with_nothing(tmp_path):
    uncertain(tmp_path).rename(tmp_path / "base.yaml")
    top = tmp_path / "top.yaml"
    top.write_text("extends: base.yaml\nrent: {voids: 4%}\n", "utf-8")
    stated = read(top)
    assert together(stated.scenario, range_keys(stated.ranges)).matrix == ((1.0,),)
