"""`modeller sensitivity` as people run it."""

import json

import pytest
from click.testing import CliRunner

from modeller.cli import main
from tests.analysis.ranged import TEN, ten_homes

P3 = str(TEN.parent / "p3-west-lindsey.yaml")


def command(*words, columns="80"):
    return CliRunner(env={"COLUMNS": columns}).invoke(main, ["sensitivity", *words], catch_exceptions=False)


@pytest.mark.parametrize("columns", ["80", "140"])
def test_it_fits_the_screen_and_nothing_is_cut(columns):
    found = command(P3, "--of", "rent.voids", "--against", "finance.bank_loan.interest", columns=columns)
    assert found.exit_code == 0
    assert max(len(line.rstrip()) for line in found.stdout.splitlines()) <= int(columns)
    assert "…" not in found.stdout
    assert "House prices, all years" in found.stdout
    assert "Rent lost to voids, down; Bank loan: Rate of interest, across" in " ".join(found.stdout.split())


def test_a_measure_is_chosen_by_part_of_its_name():
    assert "Homes retained, as stated: 23" in command(P3, "--measure", "homes retained").stdout
    found = command(P3, "--measure", "owed")
    assert found.exit_code == 2
    assert "name one of them" in " ".join(found.stderr.split())


def test_without_ranges_it_says_what_to_write_or_moves_all_by_a_part():
    found = command(str(TEN))
    assert (found.exit_code, "states no ranges" in found.stderr, "--by 10%" in found.stderr) == (1, True, True)
    assert command(str(TEN), "--by", "10%").exit_code == 0


@pytest.mark.parametrize("more", [("--by", "ten"), ("--by", "0%"), ("--against", "rent.voids")])
def test_wrong_usage(more):
    assert command(P3, *more).exit_code == 2


def test_programs_get_all_of_it(tmp_path):
    path = ten_homes(tmp_path, ("voids: 3%", "voids: {is: 3%, low: 1%, high: 8%}"))
    found = command(str(path), "--variance", "--draws", "32", "--set", "horizon=11 years", "--json")
    there = json.loads(found.stdout)
    assert (there["draws"], len(there["explained"]), there["tornado"][0]["key"]) == (32, 1, "rent.voids")
