"""`modeller sweep` as a person meets it: plans and options, what is said and where, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from modeller.cli import main
from modeller.cli.sweep_progress import duration, progress
from tests.analysis.swept import LEFT, ROOT, contents, plan_of, rows, small, swept

COMMAND = [sys.executable, "-c", "from modeller.cli import main; main()", "sweep"]


def command(*words):
    return CliRunner().invoke(main, ["sweep", *map(str, words)], catch_exceptions=False)


def gone(group):
    """Whether all processes of a group end within a few seconds."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    """A plan file beside its scenario."""
    folder = tmp_path_factory.mktemp("plan")
    small(folder)
    file = folder / "plan.yaml"
    file.write_text(
        f"title: A grid\nscenarios: [small.yaml]\nlengths: 2 to 3 years, 60 months\n"
        f"vary:\n  rent.voids: [1%, 3%]\ndraws: 1\nseed: 1\nmeasures: [headlines, {LEFT}]\npart: 1,000\n",
        "utf-8",
    )
    return file


def test_a_plan_and_the_same_by_options_come_to_the_same_rows(plan, tmp_path):
    found = command(plan, "-o", tmp_path / "plan", "--workers", 1)
    assert found.exit_code == 0
    assert found.stdout == f"{tmp_path / 'plan'}: 6 rows in 1 part.\n"
    assert found.stderr == f"Next: modeller sweep --summary {tmp_path / 'plan'}\n"
    options = ["--lengths", "2-3,60 months", "--vary", "rent.voids=1%,3%", "--measure", "headlines", "--measure", LEFT]
    scenario = plan.parent / "small.yaml"
    assert command(scenario, *options, "--part", "1,000", "-o", tmp_path / "options", "--workers", 1).exit_code == 0
    assert contents(tmp_path / "options") == contents(tmp_path / "plan")
    again = command(plan, "-o", tmp_path / "plan", "--json")
    found = json.loads(again.stdout)
    assert (found["parts"], found["rows"], found["kept"], found["worked"]) == (1, 6, 1, 0)
    assert found["scenarios"][0]["scenario"] == "Small"


def test_options_go_before_the_plan_and_another_sweep_is_refused_with_status_2(plan, tmp_path):
    assert command(plan, "-o", tmp_path / "out", "--workers", 1).exit_code == 0
    found = command(plan, "-o", tmp_path / "out", "--lengths", "2", "--set", "rent.bad_debts=3%")
    assert found.exit_code == 2
    assert "lengths: [24, 36, 60] there, [24] here" in found.stderr
    assert "small, rent.bad_debts: 0.02 there, 0.03 here" in found.stderr


def test_a_summary_is_a_table_or_for_programs(plan, tmp_path):
    command(plan, "-o", tmp_path / "out", "--workers", 1)
    found = command("--summary", tmp_path / "out", "--measure", LEFT)
    assert found.exit_code == 0
    lines = [line.split() for line in found.stdout.splitlines() if line.strip()]
    assert lines[0] == ["small"]
    head = lines.index(["rent.voids", "Length", "Figure"]) + 1
    assert [line[:3] for line in lines[head : head + 6]] == [
        [v, n, "years"] for v in ("1%", "3%") for n in ("2", "3", "5")
    ]
    figures = {(each["length"], each["input.rent.voids"]): each[LEFT] for each in rows(tmp_path / "out")}
    assert lines[head][3].replace("−", "-").replace("£", "").replace(",", "") == f"{figures[24, 0.01]:.0f}"
    groups = json.loads(command("--summary", tmp_path / "out", "--json").stdout)["groups"]
    (group,) = [each for each in groups if (each["measure"], each["length"], each["point"]) == (LEFT, 24, 1)]
    assert group["mean"] == group["p5"] == figures[24, 0.01]


def test_a_summary_of_what_is_broken_names_it_and_ends_with_status_1(tmp_path):
    swept(plan_of(tmp_path), tmp_path / "out")
    one, *_ = sorted((tmp_path / "out").glob("*.parquet"))
    one.write_bytes(one.read_bytes()[:-7])
    found = command("--summary", tmp_path / "out", "--measure", LEFT)
    assert found.exit_code == 1
    assert f"{one} is left out: its bytes are not those that were written" in found.stderr
    assert "1 of 9 parts are not finished." in found.stderr


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ([], 2, "name a plan or scenarios"),
        (["small.yaml"], 2, "name the folder to keep results in"),
        (["small.yaml", "--summary", "out"], 2, "--summary sums up a folder"),
        (["small.yaml", "-o", "out", "--lengths", "ten"], 2, "--lengths: “ten” are no contract lengths"),
        (["small.yaml", "-o", "out", "--draws", "many"], 2, "--draws: “many” is not a whole number"),
        (["small.yaml", "-o", "out", "--draws", "0"], 2, "--draws: 0 is less than 1"),
        (["small.yaml", "-o", "out", "--draws", "1,000"], 1, "there is nothing to draw"),
        (["small.yaml", "-o", "out", "--vary", "rent.voids=1,2%"], 1, '--vary rent.voids="1": “1” is not a share'),
        (["small.yaml", "-o", "out", "--scheduler", "cluster"], 2, "is not the address of a scheduler"),
        (["small.yaml", "-o", "small.yaml"], 1, "there is a file of that name"),
        (["none.yaml", "-o", "out"], 1, "none.yaml: cannot be read"),
        (["plan.yaml", "small.yaml", "-o", "out"], 2, "give one plan, or scenarios, not both"),
        (["empty", "-o", "out"], 2, "there is no scenario in the folder"),
        (["--summary", "none"], 2, "is not the folder of a sweep"),
    ],
)
def test_what_cannot_be_done_is_told_plainly(words, status, told, plan, monkeypatch):
    monkeypatch.chdir(plan.parent)
    (plan.parent / "empty").mkdir(exist_ok=True)
    found = command(*words, *(["--workers", 1] if "-o" in words else []))
    assert found.exit_code == status
    assert told in found.stderr
    assert "Traceback" not in found.output
    assert not (plan.parent / "out").exists()


def test_a_scheduler_that_is_not_there_is_told(plan, tmp_path, monkeypatch):
    monkeypatch.setattr("modeller.analysis.sweep.crew.PATIENCE", 0.5)
    found = command(plan, "-o", tmp_path / "out", "--scheduler", "tcp://127.0.0.1:9")
    assert found.exit_code == 1
    assert "no scheduler answers at tcp://127.0.0.1:9: start one with “dask scheduler”" in found.stderr


def test_every_fault_of_a_plan_is_told_where_it_stands(tmp_path):
    file = tmp_path / "plan.yaml"
    file.write_text(
        "scenarios:\n  - base: small.yaml\nlenghts: 3 years\nlengths: [3]\nvary: {rent.voids: []}\ndraws: -1\n", "utf-8"
    )
    found = command(file, "-o", tmp_path / "out")
    assert found.exit_code == 1
    told = [line.rpartition("plan.yaml:")[2] for line in found.stderr.splitlines() if "plan.yaml:" in line]
    assert told == [
        "2:5: a scenario laid over places has a base and a table of places",
        "3:1: “lenghts” is not a setting of a plan",
        "4:11: “3” has no unit",
        "5:8: no figure is given for “rent.voids”",
        "6:8: “-1” is not a whole number",
    ]


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("name,rent.voids\nA,3%\n", "no column is headed “place”"),
        ("place,rent.voids\nA,=1+1\n", "places.csv, row 2, column rent.voids: “=1+1” is text, where a figure is due"),
        ("place,rent.voids\nA,@x\n", "places.csv, row 2, column rent.voids: “@x” is text"),
        ("place,rent.voids\nA,+3%\n", "places.csv, row 2, column rent.voids: “+3%” is text"),
        ("place,rent.voids\nA,-3%\n", "places.csv, row 2, column rent.voids: “-3%” is negative"),
        ("place,rent.voids\nA,3%\nB,3\n", "places.csv, row 3, column rent.voids: “3” is not a share: it has no unit"),
        ("place,rent.vids\nA,3%\n", "places.csv, row 2, column rent.vids: “rent.vids” is not an input"),
        ("place,rent.voids\nA,3%\nA,4%\n", "the place “A” stands in several rows"),
        ("place,rent.voids\nA,3%,4%\n", "places.csv, row 2: the row has 3 cells, the first row 2"),
        ("place,status,rent.voids\nA,sure,3%\n", "places.csv, row 2, column status: “sure” is no status"),
        ("place,rent.voids\n,3%\n", "places.csv, row 2, column place: the place has no name"),
        ("place,rent.voids\n", "the table has no rows"),
        ("", "no column is headed “place”"),
    ],
)
def test_a_fault_of_a_table_is_told_by_row_and_column(table, told, tmp_path):
    small(tmp_path)
    (tmp_path / "places.csv").write_text(table, "utf-8")
    (tmp_path / "plan.yaml").write_text("scenarios: {base: small.yaml, places: places.csv}\n", "utf-8")
    found = command(tmp_path / "plan.yaml", "-o", tmp_path / "out")
    assert found.exit_code == 1
    assert told in found.stderr


def test_faults_of_hundreds_of_rows_are_cut_short(tmp_path):
    small(tmp_path)
    table = "place,rent.vids\n" + "".join(f"Place {number},3%\n" for number in range(1, 25))
    (tmp_path / "places.csv").write_text(table, "utf-8")
    (tmp_path / "plan.yaml").write_text("scenarios: {base: small.yaml, places: places.csv}\n", "utf-8")
    told = command(tmp_path / "plan.yaml", "-o", tmp_path / "out").stderr
    assert told.count("is not an input of this scenario") == 20
    assert "places.csv, further rows: and 4 more faults, in further rows" in told


@pytest.mark.slow
def test_the_first_interrupt_keeps_what_is_finished_and_leaves_nobody_behind(plan, tmp_path):
    """With workers, as a terminal does it: the whole group of processes is told."""
    words = [plan, "-o", tmp_path / "out", "--workers", "2", "--part", "1", "--lengths", "1-8"]
    words += ["--vary", "rent.voids=1%,2%,3%,4%,5%"]
    run = subprocess.Popen(
        [*COMMAND, *map(str, words)], cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    until = time.monotonic() + 60
    while not list((tmp_path / "out").glob("*.parquet")) and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(run.pid, signal.SIGINT)
    out, told = run.communicate(timeout=60)
    assert (run.returncode, out) == (130, b"")
    assert told.decode() == "Stopped. What is finished is kept: the same command goes on from there.\n"
    assert all(name.startswith(("part-", "manifest")) for name in contents(tmp_path / "out"))
    assert gone(run.pid)


def test_progress_off_a_terminal_is_a_line_now_and_then(monkeypatch, capsys):
    clock = iter([0.0, 1.0, 40.0, 41.0, 80.0])
    monkeypatch.setattr("modeller.cli.sweep_progress.time.monotonic", lambda: next(clock))

    class Outcome:
        kept, worked, failed = 10, 0, ()

    with progress(50) as tell:
        for Outcome.worked in (0, 10, 11, 20):
            tell(Outcome)
    assert capsys.readouterr().err.splitlines() == [
        "20 of 50 parts; about 2 minutes left",
        "30 of 50 parts; about 2 minutes left",
    ]
    assert duration(3600 * 5) == "5.0 hours"


def test_the_command_loads_no_cluster_and_no_database_before_it_needs_one(plan):
    code = (
        "import sys; from modeller.cli import main\n"
        f"try: main(['sweep', {str(plan)!r}, '-o', {str(plan)!r}, '--vary', 'rent.vids=1%'], standalone_mode=False)\n"
        "except SystemExit: print(sorted({'numba', 'duckdb', 'dask', 'distributed'} & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert found.stdout.splitlines()[-1] == "[]"
    assert Path(plan).is_file()
