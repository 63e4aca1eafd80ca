"""`modeller stress` as a person meets it: the pack on one screen, the distances, what programs get, what is refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from modeller.cli import main

ROOT = Path(__file__).resolve().parents[2]
TEN, P3, SHORT = (
    str(ROOT / "scenarios" / f"{name}.yaml") for name in ("ten-homes", "p3-west-lindsey", "p3-three-year-contract")
)


def command(*words, columns="80"):
    return CliRunner(env={"COLUMNS": columns}).invoke(main, ["stress", *words], catch_exceptions=False)


@pytest.mark.parametrize("columns", ["80", "140"])
@pytest.mark.parametrize("words", [(TEN,), (SHORT,), (TEN, "--reverse", "--only", "voids", "--only", "rates")])
def test_nothing_is_wider_than_the_screen_and_no_figure_is_cut(columns, words):
    found = command(*words, columns=columns)
    assert found.exit_code == 0
    assert max(len(line.rstrip()) for line in found.stdout.splitlines()) <= int(columns)
    assert "…" not in found.stdout


def test_the_scenario_as_stated_stands_first_and_every_stress_below():
    shown = command(SHORT, columns="140").stdout.splitlines()
    told = json.loads(command(SHORT, "--json").stdout)
    assert shown[3].startswith("As stated")
    for number, each in enumerate(told["stresses"]):
        assert shown[4 + number].startswith(each["name"])
    assert "this scenario will not have it: the break comes after 36 months" in " ".join(shown)
    assert "Every stress here is illustrative" in " ".join(shown)


def test_programs_get_each_stress_with_its_source_and_what_it_moved():
    told = json.loads(command(TEN, "--only", "voids", "--json").stdout)
    plain = json.loads(CliRunner().invoke(main, ["run", TEN, "--json"]).stdout)
    for key in ("schema", "scenario", "version", "fingerprint"):
        assert told[key] == plain[key]
    assert told["base"]["lowest_cash"] == plain["measures"]["lowest_cash"]["value"]
    (voids,) = told["stresses"]
    assert (voids["status"], voids["touches"]) == ("illustrative", True)
    assert voids["moved"][0]["key"] == "rent.voids"
    assert voids["source"]


def test_a_stress_of_ones_own_is_laid_beside_the_others(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("name: Empty\nstatus: estimate\nsource: ours\nchanges: [{of: rent.voids, is: 100%}]", "utf-8")
    found = command(TEN, "--with", str(mine), "--only", "empty", "--only", "voids")
    assert found.exit_code == 0
    assert "Empty" in found.stdout
    assert "estimate: Empty." in found.stdout
    assert "illustrative: Voids three times as high." in found.stdout


def test_how_far_is_told_with_the_test_and_the_shortest_of_all():
    found = command(TEN, "--reverse", "--only", "voids", "--only", "rates")
    assert "before this no longer holds: viable" in found.stdout
    assert "no covenant is set" in found.stdout
    assert "Shortest of all together:" in found.stdout
    told = json.loads(command(TEN, "--reverse", "--only", "voids", "--json").stdout)["reverse"]
    assert told["met_as_stated"] is True
    assert told["alone"][0]["size"] > 0


def test_what_never_breaks_it_is_said_with_how_far_was_looked():
    found = command(TEN, "--reverse", "--only", "house prices")
    assert "Never by itself, as far as was looked: House prices down a fifth, then flat (looked" in " ".join(
        found.stdout.split()
    )


def test_what_is_broken_already_is_said():
    found = command(TEN, "--reverse", "--test", "lowest cash >= £1m", "--only", "voids")
    assert found.exit_code == 0
    assert "It does not hold as stated" in found.stdout


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ((TEN, "--only", "viods three times"), 2, "did you mean “Voids three times as high”?"),
        ((TEN, "--test", "viable"), 2, "add --reverse"),
        ((TEN, "--ranges"), 2, "add --reverse"),
        ((TEN, "--reverse", "--ranges"), 2, "has a range"),
        ((TEN, "--reverse", "--test", "viabel"), 2, "did you mean “viable”?"),
        ((TEN, "--with", "nowhere.yaml"), 1, "cannot be read"),
    ],
)
def test_what_will_not_do_is_refused(words, status, said):
    found = command(*words)
    assert found.exit_code == status
    assert said in found.stderr
    assert found.stdout == ""
