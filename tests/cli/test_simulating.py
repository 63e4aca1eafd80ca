"""`modeller simulate` as people run it."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from modeller.cli import main
from tests.analysis.ranged import TEN, ten_homes

P3 = str(TEN.parent / "p3-west-lindsey.yaml")
SHORT = ("--set", "horizon=11 years", "--draws", "32")


def command(*words, columns="80"):
    return CliRunner().invoke(main, [*words], env={"COLUMNS": columns}, catch_exceptions=False)


@pytest.mark.parametrize("columns", ["80", "140"])
def test_it_fits_the_screen_and_nothing_is_cut(columns):
    found = command("simulate", P3, *SHORT, columns=columns)
    assert found.exit_code == 0
    assert max(len(line.rstrip()) for line in found.stdout.splitlines()) <= int(columns)
    assert "…" not in found.stdout
    assert "32 draws of " in found.stdout
    assert "Owed to lenders at the year's end, 2027 to 2037" in found.stdout
    assert ("Stated" in found.stdout) == (columns == "140")


def test_programs_get_all_of_it_and_nothing_else():
    found = command("simulate", P3, *SHORT, "--seed", "7", "--json")
    there = json.loads(found.stdout)
    assert (there["seed"], there["draws"], there["scenario"]) == (7, 32, "P3 and West Lindsey, Gainsborough")
    assert found.stderr == ""  # nobody is watching
    again = command("simulate", P3, *SHORT, "--seed", "7", "--json")
    assert again.stdout == found.stdout


def test_without_ranges_it_says_what_to_write():
    found = command("simulate", str(TEN))
    assert found.exit_code == 1
    assert "states no ranges" in found.stderr
    assert "voids: {is: 3%, low: 2%, high: 8%}" in found.stderr


def test_a_hypercube_too_large_is_wrong_usage(tmp_path):
    path = ten_homes(tmp_path, ("voids: 3%", "voids: {is: 3%, low: 1%, high: 8%}"))
    found = command("simulate", str(path), "--sampling", "latin", "--draws", "99999999")
    assert found.exit_code == 2
    assert "take Sobol instead" in found.stderr


def test_a_figure_set_is_not_drawn(tmp_path):
    path = ten_homes(tmp_path, ("voids: 3%", "voids: {is: 3%, low: 1%, high: 8%}"))
    found = command("simulate", str(path), "--set", "rent.voids=4%")
    assert (found.exit_code, "states no ranges" in found.stderr) == (1, True)


def test_checking_and_running_import_no_scipy():
    said = "import sys; from modeller.cli import main; main(['run', 'scenarios/ten-homes.yaml'], standalone_mode=False)"
    code = f"{said}; assert 'scipy' not in sys.modules and 'rich.progress' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, cwd=TEN.parents[1])
