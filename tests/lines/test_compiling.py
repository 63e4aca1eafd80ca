"""Compiled text: kept in a folder and found again, spoiled and passed over, missing numba and no matter."""

import os
import subprocess
import sys

import numpy as np
import pytest

from modeller.errors import WorkingError
from modeller.lines.lanes import compiling
from modeller.lines.lanes import working as lane_working
from tests.lines.lane_models import loan_model

TEXT = """\
from numba import njit


@njit("i8(i8)", cache=True)
def work(number):
    return number + {added}
"""
APART = """\
import sys
from modeller.lines.lanes import compiling
heard = []
print(compiling.compiled(sys.argv[1], heard.append)(1), *heard)
"""


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    """A cache folder of each test's own, and nothing compiled yet in it."""
    monkeypatch.setenv("MODELLER_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(compiling, "_compiled", {})
    return tmp_path / "cache"


def apart(text, **environment):
    """Compile and call in another process; what it says."""
    run = subprocess.run(
        [sys.executable, "-c", APART, text],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.stderr == ""
    return run.stdout.split()


def test_what_is_compiled_is_found_again_by_the_next_process(cache):
    text, heard = TEXT.format(added=41), []
    assert compiling.state(text) == "compile"
    assert compiling.compiled(text, heard.append)(1) == 42
    assert compiling.compiled(text, heard.append)(1) == 42
    assert heard == ["compiling", "compiled"]
    assert compiling.state(text) == "nothing"
    kept = {path.name: path.stat().st_mtime for path in (cache / "__pycache__").iterdir()}
    assert apart(text) == ["42"]
    assert {path.name: path.stat().st_mtime for path in (cache / "__pycache__").iterdir()} == kept


@pytest.mark.parametrize("ending", [".nbc", ".nbi", ".py"])
def test_a_spoiled_file_is_passed_over(cache, ending):
    text = TEXT.format(added=7)
    compiling.compiled(text)
    for path in [*cache.iterdir(), *(cache / "__pycache__").iterdir()]:
        if path.name.endswith(ending):
            path.write_bytes(b"spoiled")
    assert apart(text)[0] == "8"


def test_a_folder_that_cannot_be_written_to_is_passed_over(tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    text = TEXT.format(added=9)
    assert apart(text, MODELLER_CACHE=str(tmp_path / "file"))[0] == "10"
    assert apart(text, MODELLER_CACHE=str(tmp_path / "file" / "within"))[0] == "10"


def test_two_processes_may_compile_at_once(cache):
    text = TEXT.format(added=1)
    processes = [
        subprocess.Popen([sys.executable, "-c", APART, text], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    said = [process.communicate() for process in processes]
    assert [out.split()[0] for out, _ in said] == ["2", "2"]
    assert [error for _, error in said] == ["", ""]
    assert not list(cache.glob("*.tmp"))


def test_what_cannot_be_compiled_is_a_plain_fault():
    with pytest.raises(WorkingError, match="could not be compiled"):
        compiling.compiled("raise ValueError('no')\n")


def test_rows_do_the_work_where_lanes_cannot(monkeypatch):
    model, measures, _ = loan_model()
    monkeypatch.setattr(lane_working, "pays", lambda *_: True)
    monkeypatch.setattr(compiling, "_from_any_folder", lambda _: (_ for _ in ()).throw(WorkingError("no compiler")))
    rates = np.linspace(0.01, 0.1, 5)
    found = model.work({"rate": rates}, measures)
    np.testing.assert_array_equal(found[measures[0]], model.work({"rate": rates}, measures, by="rows")[measures[0]])
    with pytest.raises(WorkingError, match="no compiler"):
        model.work({"rate": rates}, measures, by="lanes")


def test_numpy_is_whole_without_numba():
    """numba made unimportable: many scenarios are worked in rows, and lanes are refused in plain words."""
    said = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False)
    assert said.stderr == ""
    assert said.stdout.split("\n")[:2] == ["20000", "the model could not be compiled: numba is not installed"]


WITHOUT = """\
import sys
sys.modules["numba"] = None
import numpy as np
from modeller.errors import WorkingError
from tests.lines.lane_models import loan_model
model, measures, _ = loan_model()
print(len(model.work({"rate": np.linspace(0, 0.1, 20000)}, measures)[measures[0]]))
try:
    model.work({"rate": [0.1, 0.2]}, measures, by="lanes")
except WorkingError as error:
    print(error)
"""


def test_neither_the_lines_nor_the_command_line_import_numba():
    code = "import sys, modeller.cli, modeller.lines.working; print('numba' in sys.modules, 'llvmlite' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stdout.split() == ["False", "False"], run.stderr
