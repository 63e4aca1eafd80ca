"""`modeller terms` as a person meets it: what leads, what fits on a screen, what programs get, what is refused."""

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from modeller.cli import main
from modeller.cli.terms_figures import spark

ROOT = Path(__file__).resolve().parents[2]
P3 = str(ROOT / "scenarios" / "p3-west-lindsey.yaml")
TEN = str(ROOT / "scenarios" / "ten-homes.yaml")
WANTED = {"months", "capacity", "lowest_cover", "expected_loss", "homes_retained", "verdict", "paths", "funding_gap"}


def command(*words, columns="80"):
    return CliRunner(env={"COLUMNS": columns}).invoke(main, list(words), catch_exceptions=False)


def as_json(*words):
    return json.loads(command("terms", *words, "--json").stdout)


def test_one_object_a_length_with_what_was_asked_for():
    found = as_json(P3, "--lengths", "3,10", "--quick")
    assert [each["months"] for each in found["lengths"]] == [36, 120]
    for each in found["lengths"]:
        assert set(each) >= WANTED
        assert sum(path["chance"] for path in each["paths"]) == pytest.approx(1, abs=1e-12)
        assert set(each["loans"]) == {"Bank loan", "Social investor's loan"}
        assert len(each["council_budget"]) == 4
    assert "shortest" not in found


def test_the_lengths_are_years_up_to_thirty_as_far_as_they_are_worked():
    assert [each["months"] for each in as_json(P3, "--quick")["lengths"]] == [12 * year for year in range(1, 31)]


def test_the_homes_kept_are_those_of_a_plain_run():
    (found,) = as_json(P3, "--lengths", "10", "--quick")["lengths"]
    run = json.loads(command("run", P3, "--json").stdout)
    assert found["homes_retained"] == run["measures"]["homes_retained"]["value"]
    social = found["loans"]["Social investor's loan"]
    assert social["owed_when_due"]["without_renewal"] == pytest.approx(
        run["measures"]["returns.social_investors_loan.owed_when_due"]["value"]
    )


def test_where_nothing_depends_on_the_contract_the_first_line_says_so():
    lines = [line for line in command("terms", TEN, "--quick").stdout.splitlines() if line.strip()]
    assert lines[2].startswith("The length of the contract makes no difference")


def test_where_it_matters_the_first_line_says_from_where_on():
    lines = [line for line in command("terms", P3, "--quick").stdout.splitlines() if line.strip()]
    assert lines[2].startswith("The length of the contract matters: below 10 years")


@pytest.mark.parametrize("columns", ["80", "140"])
@pytest.mark.parametrize(
    "more", [("--quick",), ("--walk", "3,10", "--lengths", "3,10"), ("--against", "voids", "--lengths", "1-5")]
)
def test_nothing_is_wider_than_the_screen(columns, more):
    found = command("terms", P3, *more, columns=columns)
    assert found.exit_code == 0
    assert max(len(line.rstrip()) for line in found.stdout.splitlines()) <= int(columns)
    assert "…" not in found.stdout  # nothing is cut


@pytest.mark.parametrize("more", [("--quick", "--lengths", "1-12"), ("--walk", "3,10", "--lengths", "3,10")])
def test_eighty_columns_show_every_letter_that_more_columns_do(more):
    """A table too wide is cut without a word by what draws it; wrapped, it has the same letters in other places."""
    narrow, wider = (command("terms", P3, *more, columns=columns).stdout for columns in ("80", "109"))
    assert Counter("".join(narrow.split())) == Counter("".join(wider.split()))


def test_a_walk_fits_eighty_columns_with_every_figure_whole():
    found = command("terms", P3, "--walk", "3,10", "--lengths", "3").stdout
    walked = {each["figure"]: each for each in as_json(P3, "--lengths", "3", "--walk", "3,10")["walks"]["stated"]}
    for name in ("Cash less debts at the end", "Bank loan: capacity", "Social investor's loan: owed when due"):
        assert f"£{walked[name]['after']:,.0f}" in found


def test_what_is_solved_is_shown_and_its_progress_is_told_apart():
    found = command("terms", TEN, "--lengths", "1,30")
    assert "The shortest contract that repays" in found.stdout
    assert "The price of shortness" in found.stdout
    assert "price of shortness, as" not in found.stdout


def test_a_walk_and_a_map_for_programs():
    walked = as_json(P3, "--lengths", "10", "--walk", "3,10")["walks"]["stated"]
    for each in walked:
        assert each["before"] + sum(each["steps"].values()) == pytest.approx(each["after"], abs=0.005)
    drawn = as_json(TEN, "--lengths", "1-3", "--against", "rate")["map"]
    assert len(drawn["expected_loss"]) == 3
    assert len(drawn["expected_loss"][0]) == len(drawn["values"]) == 20


def test_bare_leaves_out_renewal():
    (found,) = as_json(P3, "--lengths", "10", "--bare", "--quick")["lengths"]
    assert [path["path"] for path in found["paths"]] == ["10 years, not renewed"]


def test_nothing_borrowed_is_told_and_not_a_fault(tmp_path):
    scenario = tmp_path / "grant.yaml"
    scenario.write_text(f"extends: {TEN}\nfinance: []\ngrants:\n  - {{name: Grant, amount: £1m}}\n", encoding="utf-8")
    found = command("terms", str(scenario), "--lengths", "1-3")
    assert found.exit_code == 0
    assert "Nothing is borrowed" in found.stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--lengths", "ten"), "write years such as 1-30"),
        (("--lengths", "31"), "ask for lengths within them"),
        (("--lengths", "0"), "ask for lengths within them"),
        (("--walk", "3"), "such as 3,10"),
        (("--walk", "3,40"), "such as 3,10"),
        (("--against", "weather"), "is not one of"),
    ],
)
def test_wrong_usage_says_what_would_be_right(words, told):
    found = command("terms", P3, *words)
    assert found.exit_code == 2
    assert told in found.stderr


def test_months_may_be_asked_for():
    assert [each["months"] for each in as_json(TEN, "--lengths", "18 months,2", "--quick")["lengths"]] == [18, 24]


def test_bars_follow_what_is_owed():
    assert spark([0, *([80] * 5), *([10] * 5), 0, 0], 80)[0] == "█"
    assert spark([0.0] * 13, 80) == " " * 10
    assert spark([0.0] * 13, 0) == " " * 10
