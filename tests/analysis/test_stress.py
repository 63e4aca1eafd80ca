"""Stress: each of the pack as a run by hand has it, parts of one's own, and how far to the border by formula."""

import tomllib
from pathlib import Path

import numpy as np
import numpy_financial as npf
import pytest
from scipy.optimize import brentq, minimize

from modeller.analysis.run import run
from modeller.analysis.stress.pack import figures_of, stress
from modeller.analysis.stress.rays import shortest_move
from modeller.analysis.stress.reverse import reverse
from modeller.errors import Faults, Unfit
from modeller.scenario import read
from modeller.scenario.laying import laid_over
from modeller.scenario.parts import FOLDERS, read_part, stresses

ROOT = Path(__file__).resolve().parents[2]
TEN, P3, SHORT = (
    ROOT / "scenarios" / f"{name}.yaml" for name in ("ten-homes", "p3-west-lindsey", "p3-three-year-contract")
)
PACK = ROOT / "templates" / "stress"

# Ten homes bought at once, prices still, 2% of £52,000 lost to voids and £20,000 of costs a year; the loan is drawn at
# the end of the first month and repaid by the end of the 120th, in 119 payments, and tested on whole years.
LEVEL = """
title: Level
start: 2026-04
horizon: 12 years
contract: {committed: 10 years}
economy: {consumer_prices: 0%, september_cpi: 0%, earnings: 0%, building_maintenance: 0%, house_prices: 0%}
rent: {margin: 0%, voids: 2%, bad_debts: 0%}
homes: [{name: Bought, bought: 10, price: £85k, value: £100k, rent: £100 a week}]
costs: [{name: Running costs, fixed: "£20,000 a year"}]
grants: [{name: Council grant, amount: £670k}]
finance:
  - name: Bank loan
    amount: £200k
    interest: 6%
    repayment: {shape: annuity, over: 10 years}
    covenants: {tested_from: 24 months, debt_service_cover: 1.05}
reserves: {working_capital: £20k}
"""
VOIDS, RATES = (PACK / f"{name}.yaml" for name in ("voids-three-times", "rates-plus-200"))


def cover(voids, rate):
    """The year's cash over the year's level payments, by another library's annuity."""
    return (52_000 * (1 - voids) - 20_000) / 12 / -float(npf.pmt(rate / 12, 119, 200_000))


@pytest.fixture
def level(tmp_path):
    path = tmp_path / "level.yaml"
    path.write_text(LEVEL, "utf-8")
    return path


def part(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_stress_is_what_its_figures_come_to_by_hand(level):
    voids, rates = stress(level, [read_part(VOIDS), read_part(RATES)]).stressed
    assert voids.figures.cover == pytest.approx(cover(0.06, 0.06))
    assert rates.figures.cover == pytest.approx(cover(0.02, 0.08))


@pytest.mark.parametrize(
    ("name", "by_hand"),
    [
        ("voids-three-times", {"rent.voids": "9%"}),
        ("rates-plus-200", {"finance.bank_loan.interest": "8.5%", "exit.refinance_rate": "9.5%"}),
        ("rates-plus-300", {"finance.bank_loan.interest": "9.5%", "exit.refinance_rate": "10.5%"}),
        (
            "house-prices-down-a-fifth",
            {f"economy.house_prices.{year}": figure for year, figure in ((2028, "2.5%"), (2029, "-20%"), (2030, "0%"))},
        ),
        (
            "repairs-up-a-fifth",
            {
                "costs.responsive_void_and_cyclical_repairs.per_home": "£1,140 a year",
                "major_repairs.reserve": "£840 a year",
                "major_repairs.later_addition": "£480 a year",
                "major_repairs.spending": "£1,080 a year",
            },
        ),
        (
            "homes-a-year-late",
            {
                "homes.handed_over_by_the_council.arrive": "2027-04",
                "homes.bought_in_the_first_year.arrive": "2027-04",
                "homes.bought_in_the_second_year.arrive": "2028-04",
                "homes.bought_in_the_third_year.arrive": "2029-04",
            },
        ),
        (
            "rents-frozen-four-years",
            {f"rent.ceiling.{year}": "0%" for year in range(2027, 2031)} | {"rent.ceiling.2031": "100%"},
        ),
    ],
)
def test_each_of_the_pack_is_the_run_that_sets_its_figures(name, by_hand):
    """What `--set` would have to say, worked out from the scenario's own figures."""
    if name == "rents-frozen-four-years":
        by_hand = {"rent.ceiling.2026": "100%", **by_hand}
    (found,) = stress(P3, [read_part(PACK / f"{name}.yaml")]).stressed
    assert found.touches
    assert found.figures == figures_of(run(P3, by_hand))


def test_a_break_is_added_and_used(tmp_path):
    breaks = "breaks: [{at: 3 years, probability: 100%}]\n  path: {broken: 1}"
    path = part(tmp_path, f"extends: {P3}\ncontract:\n  {breaks}\n")
    (found,) = stress(P3, [read_part(PACK / "break-at-year-three.yaml")]).stressed
    assert found.figures == figures_of(run(path))


def test_what_a_scenario_will_not_have_is_told_and_left_out_of_all_together():
    pack = stress(SHORT, [read_part(PACK / f"{name}.yaml") for name in ("break-at-year-three", "all-together")])
    alone, together = pack.stressed
    assert alone.figures is None
    assert "the break comes after 36 months" in alone.why_not
    assert [name for name, _ in together.laid.left_out] == ["The council leaves after three years"]
    assert together.figures is not None


def test_what_touches_nothing_is_told(level):
    frozen, repairs = (read_part(PACK / f"{name}.yaml") for name in ("frozen-allowance", "repairs-up-a-fifth"))
    found = stress(level, [frozen, repairs]).stressed
    assert [each.touches for each in found] == [False, False]
    assert found[0].part.needs.startswith("rents that are limited")


def test_parts_together_are_laid_one_after_another(level, tmp_path):
    for name, change in (("one", "{of: rent.voids, plus: 1%}"), ("two", "{of: rent.voids, times: 2}")):
        (tmp_path / f"{name}.yaml").write_text(f"changes: [{change}]", "utf-8")
    found = laid_over(read(level), read_part(part(tmp_path, "together: [one, two]")))
    assert found.stated.scenario.rent.voids == pytest.approx(0.06)  # (2% + 1%) × 2


def test_a_figure_is_kept_within_what_it_may_be_and_that_is_told(tmp_path):
    found = laid_over(read(TEN), read_part(part(tmp_path, "changes: [{of: rent.voids, times: 50}]")))
    (moved,) = found.moved
    assert (moved.after, moved.capped) == ("100%", True)


def test_an_input_is_moved_once_by_the_first_change_that_names_it(tmp_path):
    """Of all figures of the rent, voids are moved already; and there are no more than 53 weeks."""
    text = "changes: [{of: rent.voids, is: 5%}, {of: rent.*, times: 2}]"
    rent = laid_over(read(TEN), read_part(part(tmp_path, text))).stated.scenario.rent
    assert (rent.voids, rent.bad_debts, rent.weeks) == (0.05, 0.04, 53)


def test_figures_in_other_units_are_told_each(tmp_path):
    with pytest.raises(Faults) as found:
        laid_over(read(TEN), read_part(part(tmp_path, "changes: [{of: rent.*, is: 5%}]")))
    assert any("a number of weeks a year" in each.what for each in found.value.faults)


def test_only_what_is_as_a_change_says_is_moved(tmp_path):
    text = "changes: [{of: finance.*.interest, plus: 1%, where: {interest: more than nil}}]"
    found = laid_over(read(P3), read_part(part(tmp_path, text)))
    assert [each.interest for each in found.stated.scenario.finance] == [pytest.approx(0.075), 0]
    text = "changes: [{of: costs.*.per_home, times: 2, where: {index: earnings}}]"
    found = laid_over(read(P3), read_part(part(tmp_path, text)))
    assert [each.key for each in found.moved] == ["costs.housing_management.per_home"]


def test_what_a_part_gives_is_said_to_come_from_it(tmp_path):
    said = "name: Mine\nstatus: estimate\nsource: a survey\n"
    text = f"{said}changes: [{{of: rent.voids, is: 4%}}]\nover: {{exit: {{cure: 1 month}}}}"
    found = laid_over(read(TEN), read_part(part(tmp_path, text)))
    for key in ("rent.voids", "exit.cure"):
        assert (found.stated.provenance[key].status, found.stated.provenance[key].source) == (
            "estimate",
            "Mine: a survey",
        )


@pytest.mark.parametrize(
    ("text", "line", "what", "remedy"),
    [
        ("nmae: Mine\nchanges: []", 1, "“nmae” is not a setting", "did you mean “name”?"),
        ("name: Mine", 1, "changes nothing", "add “changes"),
        ("status: true\nchanges: []", 1, "is not a status", "illustrative"),
        ("changes:\n  - {of: rent.voids}", 2, "one of is, plus and times", "times: 3"),
        ("changes:\n  - {of: rent.voids, times: 3, plus: 1%}", 2, "one of is, plus and times", "times: 3"),
        ("changes:\n  - {times: 3}", 2, "which input it is of", "of: rent.voids"),
        ("changes:\n  - {of: rent.voids, times: 3, in: 2027}", 2, "“in” is not a setting", "where"),
        ("together: [nothere]", 1, "there is no part", "beside this one"),
        ("together: [mine]", 1, "laid over itself", "take it out"),
    ],
)
def test_a_bad_part_is_told_at_its_line(tmp_path, text, line, what, remedy):
    with pytest.raises(Faults) as found:
        read_part(part(tmp_path, text))
    fault = found.value.faults[0]
    assert fault.place.line == line
    assert what in fault.what
    assert remedy in fault.remedy


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ("{of: rent.voids, is: 3}", "it has no unit"),
        ("{of: rent.voids, times: 3%}", "is not how many times"),
        ("{of: rent.voids, is: {year 2: 3%}}", "does not differ by year as prices do"),
        ("{of: rent.ceiling, is: {2027: 3%}}", "is not a year counted from the first"),
    ],
)
def test_a_figure_that_will_not_do_is_told_at_its_place(tmp_path, change, what):
    with pytest.raises(Faults) as found:
        laid_over(read(TEN), read_part(part(tmp_path, f"changes:\n  - {change}")))
    fault = found.value.faults[0]
    assert fault.place.line == 2
    assert what in fault.what


def test_every_stress_that_comes_with_the_program_says_where_it_is_from():
    found = stresses()
    assert len(found) == len(list(PACK.glob("*.yaml"))) == 10
    for each in found:
        assert each.status == "illustrative", each.name
        assert each.source != "not stated"
        assert each.about
    assert [each.name for each in found if each.together] == [found[-1].name]


def test_the_part_in_the_documentation_can_be_laid(tmp_path):
    text = (ROOT / "docs" / "solving.md").read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    found = laid_over(read(P3), read_part(part(tmp_path, text)))
    assert found.idle == []
    moved = {each.key: each.after for each in found.moved}
    assert moved["homes.bought_in_the_first_year.rent"] == "£121.50 a week"  # nine tenths of £135
    assert moved["costs.housing_management.per_home"] == "£880 a home a year"
    assert (moved["economy.house_prices.2027"], moved["economy.house_prices.2028"]) == ("-5% a year", "-5% a year")
    assert found.stated.scenario.economy.house_prices[2029] == 0.025
    assert found.stated.scenario.contract.ending_cost == 20_000


def test_they_are_carried_in_the_package():
    carried = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert (ROOT / carried["force-include"]["templates/stress"]) == FOLDERS[0]


def test_one_stress_goes_as_far_as_the_formula_says(level):
    """£52,000 less voids less £20,000, over 1.05 times the payments; and the rate at which payments are too dear."""
    found = {each.name: each for each in reverse(level, [read_part(VOIDS), read_part(RATES)]).alone}
    voids = 1 - (1.05 * 12 * -float(npf.pmt(0.06 / 12, 119, 200_000)) + 20_000) / 52_000
    rate = brentq(lambda rate: cover(0.02, rate) - 1.05, 0.03, 0.3)
    assert found["Voids three times as high"].size == pytest.approx((voids - 0.02) / 0.04, abs=2e-4)
    assert found["Rates two points higher"].size == pytest.approx((rate - 0.06) / 0.02, abs=2e-4)
    (move,) = found["Voids three times as high"].moves
    assert (move.key, move.stated) == ("rent.voids", "2%")
    assert move.of_the_way == pytest.approx((voids - 0.02) / 0.98, abs=1e-4)


def test_the_shortest_of_two_is_the_one_an_optimiser_finds_on_the_formula(level):
    joint = reverse(level, [read_part(VOIDS), read_part(RATES)]).joint
    border = {"type": "eq", "fun": lambda size: cover(0.02 + 0.04 * size[0], 0.06 + 0.02 * size[1]) - 1.05}
    by_formula = minimize(lambda size: float(size @ size), np.array([1.0, 1.0]), constraints=border, tol=1e-12)
    assert joint.size == pytest.approx(float(np.linalg.norm(by_formula.x)), rel=1e-3)
    sizes = [joint.parts[name] for name in ("Voids three times as high", "Rates two points higher")]
    assert sizes == pytest.approx(by_formula.x.tolist(), abs=0.05)
    assert "debt-service cover" in joint.told[0]


def test_a_range_is_a_scale_towards_either_end(level):
    """The same border as above, on the scale of what stands beside the figure."""
    level.write_text(LEVEL.replace("voids: 2%", "voids: {is: 2%, low: 1%, high: 4%}"), "utf-8")
    found = {each.name: each for each in reverse(level, None).alone}
    voids = 1 - (1.05 * 12 * -float(npf.pmt(0.06 / 12, 119, 200_000)) + 20_000) / 52_000
    assert found["Rent lost to voids, towards its high"].size == pytest.approx((voids - 0.02) / 0.02, abs=2e-4)
    low = found["Rent lost to voids, towards its low"]
    assert (low.size, low.moves[0].breaks_at) == (None, "0%")
    with pytest.raises(Unfit, match="has a range"):
        reverse(TEN, None)


def test_what_moves_by_whole_months_is_moved_by_whole_months(level):
    """Delay is worth more than a month's sizes of the others: the first whole month of it that breaks anything."""
    found = reverse(level, [read_part(PACK / "homes-a-year-late.yaml"), read_part(VOIDS)], "lowest cash >= £5,000")
    late = next(each for each in found.alone if each.name == "Homes a year late")
    months = late.size * 12
    assert months == pytest.approx(round(months), abs=2e-3)
    for number, met in ((round(months), False), (round(months) - 1, True)):
        worked = run(level, {"homes.bought.arrive": f"month {1 + number}"})
        assert (worked.figure(worked.model.measures["lowest_cash"]) >= 5_000) == met
    assert found.joint.size <= late.size


def test_a_scenario_that_is_broken_already_has_no_way_to_go(level):
    found = reverse(level, [read_part(VOIDS)], "cover.bank_loan.lowest >= 5")
    assert "not at least 5.00" in found.told[0]
    assert (found.alone, found.joint) == ([], None)


def test_what_is_no_matter_of_degree_is_left_out_with_why():
    names = ("break-at-year-three", "rates-plus-200", "rates-plus-300", "frozen-allowance")
    found = dict(reverse(TEN, [read_part(PACK / f"{name}.yaml") for name in names]).left_out)
    assert found["The council leaves after three years"] == "it is no matter of degree"
    assert found["Rates three points higher"] == "it goes the same way as one before it"
    assert found["Local Housing Allowance frozen"].startswith("it touches nothing")


def test_a_stress_that_never_breaks_it_says_how_far_was_looked():
    (found,) = reverse(TEN, [read_part(PACK / "house-prices-down-a-fifth.yaml")]).alone
    assert found.size is None
    assert found.moves[0].breaks_at == "-50% a year"  # the least that house prices may do in a year


def test_a_test_that_says_nothing_is_refused():
    with pytest.raises(Unfit):
        reverse(TEN, [read_part(VOIDS)], "viabel")


@pytest.mark.parametrize(
    ("slopes", "at", "length"),
    [
        ([1, 0], 3, 3),  # along one scale alone
        ([3, 4], 10, 2),  # 10/5
        ([1, 1, 1, 1], 2, 1),  # 2/2
        ([3, -4], 6, 2),  # no move is backwards: along the first alone, 6/3
        ([2, 3, 6, 0, 0], 14, 2),  # 14/7
    ],
)
def test_the_foot_of_a_plane_is_found(slopes, at, length):
    slopes = np.array(slopes, dtype=float)
    found = shortest_move(lambda moves: moves @ slopes >= at, len(slopes), far=6)
    assert found.length == pytest.approx(length, rel=2e-3)
    assert found.move @ slopes >= at * (1 - 1e-9)


def test_the_nearer_of_two_borders_is_found():
    """A plane three away and a ball of a half about (1, 1, 1): the ball is √3 less a half away."""
    ball = lambda moves: np.linalg.norm(moves - 1, axis=1) <= 0.5  # noqa: E731
    found = shortest_move(lambda moves: (moves[:, 0] >= 3) | ball(moves), 3, far=3)
    assert found.length == pytest.approx(np.sqrt(3) - 0.5, rel=5e-3)


def test_nothing_that_breaks_is_found_where_nothing_does():
    found = shortest_move(lambda moves: np.zeros(len(moves), dtype=bool), 3, far=3)
    assert not np.isfinite(found.length)
