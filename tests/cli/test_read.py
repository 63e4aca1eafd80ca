"""`modeller read` and `modeller template` as a person meets them: what they print, their status, what they leave."""

import json
import subprocess
import sys

import pytest
from click.testing import CliRunner

from modeller.analysis.run import run
from modeller.cli import main
from modeller.scenario import read
from modeller.workbook import book_of, write_workbook
from tests.workbook import hostile, toys
from tests.workbook.edited import Edited, edited, small
from tests.workbook.opened import Opened

COMMITTED, RENT = "in_contract_committed", "in_homes_bought_rent"
MOST_MEMORY = 400_000_000


def command(*words):
    return CliRunner().invoke(main, list(map(str, words)), catch_exceptions=False)


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    return small(tmp_path_factory.mktemp("scenario"), 2)


@pytest.fixture(scope="module")
def book(scenario, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "made.xlsx"
    write_workbook(book_of(run(scenario), with_lengths=False), path)
    return path


def test_a_workbook_as_it_was_made_says_that_nothing_was_changed(book, scenario, tmp_path):
    found = command("read", book, "-o", tmp_path / "mine.yaml")
    assert (found.exit_code, found.stdout) == (0, "Nothing was changed in the workbook.\n")
    assert (tmp_path / "mine.yaml").read_bytes() == scenario.read_bytes()
    assert "Next: modeller run" in found.stderr


def test_what_was_changed_is_said_from_what_to_what(book, tmp_path):
    changed = edited(book, tmp_path / "book.xlsx", (COMMITTED, 84), (RENT, "£132.50"))
    found = command("read", changed, "-o", tmp_path / "mine.yaml")
    assert found.exit_code == 0
    where = Edited(book).cell(COMMITTED).coordinate
    assert found.stdout.splitlines()[:2] == [
        "contract.committed: 10 years → 7 years",
        f"    Committed length (Inputs!{where})",
    ]
    assert "Note: book.xlsx, Inputs!" in found.stderr
    assert read(tmp_path / "mine.yaml").scenario.contract.committed == 84


def test_for_programs_it_is_one_object_on_stdout(book, tmp_path):
    changed = edited(book, tmp_path / "book.xlsx", (COMMITTED, 84))
    found = json.loads(command("read", changed, "-o", tmp_path / "mine.yaml", "--json").stdout)
    assert (found["schema"], found["scenario"]) == (1, "Ten homes")
    (change,) = found["changes"]
    assert (change["key"], change["said"], change["from"], change["to"]) == (
        *("contract.committed", "value"),
        *("10 years", "7 years"),
    )


def test_faults_are_told_at_once_and_nothing_is_written(book, tmp_path):
    changed = edited(book, tmp_path / "book.xlsx", (COMMITTED, None), (RENT, "lots"))
    found = command("read", changed, "-o", tmp_path / "mine.yaml")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "2 faults found." in found.stderr
    assert not (tmp_path / "mine.yaml").exists()


def test_nothing_is_written_over_unless_asked(book, scenario, tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("title: mine\n", "utf-8")
    assert command("read", book, "-o", mine).exit_code == 2
    assert mine.read_text("utf-8") == "title: mine\n"
    assert command("read", book, "--scenario", scenario, "-o", mine, "--force").exit_code == 0
    assert mine.read_bytes() == scenario.read_bytes()


def test_a_blank_workbook_is_written_and_refused_as_long_as_it_is_blank(tmp_path):
    inputs = tmp_path / "inputs.xlsx"
    assert command("template", "-o", inputs).exit_code == 0
    assert command("template", "-o", inputs).exit_code == 2
    found = command("read", inputs, "-o", tmp_path / "mine.yaml")
    assert found.exit_code == 1
    assert "inputs.xlsx, Inputs!C6 (Title): is empty" in found.stderr


def test_a_blank_workbook_may_ask_for_what_a_scenario_states(scenario, tmp_path):
    assert command("template", scenario, "-o", tmp_path / "inputs.xlsx").exit_code == 0
    assert command("template", tmp_path / "none.yaml", "-o", tmp_path / "other.xlsx").exit_code == 1
    assert not (tmp_path / "other.xlsx").exists()


@pytest.fixture(scope="module")
def honest(tmp_path_factory):
    path = tmp_path_factory.mktemp("honest") / "honest.xlsx"
    write_workbook(toys.partnership(months=12), path)
    return hostile.parts_of(path)


NAMES = [pytest.param(name, marks=[pytest.mark.slow] if name.startswith("a bomb") else []) for name in hostile.HOSTILE]


@pytest.mark.parametrize("name", NAMES)
def test_what_means_harm_is_refused_and_nothing_is_written(name, honest, tmp_path):
    make, reason = hostile.HOSTILE[name]
    path = tmp_path / "hostile.xlsx"
    path.write_bytes(make(honest))
    found = command("read", path, "-o", tmp_path / "mine.yaml")
    assert (found.exit_code, found.stdout) == (1, "")
    assert reason in found.stderr
    assert "= help:" in found.stderr
    assert not (tmp_path / "mine.yaml").exists()


def dense(book):
    """The inputs with far more cells than any workbook has, each of them honest, and no more than the gate lets in."""
    parts, part = hostile.parts_of(book), Opened(book).sheet("Inputs").path
    row = b"".join(b'<c r="%s%%d"><v>1</v></c>' % letters for letters in (b"A", b"B", b"AZ", b"BA", b"CV"))
    rows = b"".join(b'<row r="%d">' % n + row % ((n,) * 5) + b"</row>" for n in range(1, 90_000))
    head = parts[part].partition(b"<sheetData>")[0]
    return hostile.packed({**parts, part: head + b"<sheetData>" + rows + b"</sheetData></worksheet>"})


MEASURED = """
import atexit, sys
from modeller.cli import main
atexit.register(lambda: print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))))
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is measured as Linux tells it")
def test_what_the_gate_lets_in_is_read_within_bounds(book, tmp_path):
    path = tmp_path / "dense.xlsx"
    path.write_bytes(dense(book))
    words = [sys.executable, "-c", MEASURED, "read", str(path), "-o", str(tmp_path / "mine.yaml")]
    found = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
    assert "Traceback" not in found.stderr
    assert (found.returncode, "has more cells than this program writes" in found.stderr) == (1, True), found.stderr
    assert int(found.stdout.split()[1]) * 1024 < MOST_MEMORY
