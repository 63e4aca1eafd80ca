"""Who works a sweep: a worker that dies, or a sweep that is killed, loses nothing and leaves nothing half-written."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest

from modeller.analysis.sweep.crew import Done, Failed, crew, worked
from modeller.analysis.sweep.parquet import BESIDE
from modeller.errors import SweepError
from tests.analysis.swept import ROOT, contents, plan_of, small, swept

COMMAND = [sys.executable, "-c", "from modeller.cli import main; main()", "sweep"]
KILLS = 20


def poisoned(number):
    """Work that kills its worker, if it is the seventh."""
    if number == 7:
        os._exit(3)
    return number * number


def unlucky(note):
    """Work that kills its worker the first time."""
    if not note.exists():
        note.touch()
        os._exit(3)
    return note.name


@pytest.mark.slow
def test_a_job_that_kills_its_worker_is_told_and_all_others_are_done():
    with crew(2) as hands:
        found = list(worked(hands, poisoned, range(12)))
    assert {each.job: each.result for each in found if isinstance(each, Done)} == {
        number: number * number for number in range(12) if number != 7
    }
    assert [each for each in found if isinstance(each, Failed)] == [
        Failed(7, "the worker died each time; it may need more memory than there is")
    ]


@pytest.mark.slow
def test_a_worker_that_dies_once_loses_nothing(tmp_path):
    notes = [tmp_path / f"note {number}" for number in range(3)]
    with crew(2) as hands:
        found = list(worked(hands, unlucky, notes))
    assert sorted(each.result for each in found if isinstance(each, Done)) == ["note 0", "note 1", "note 2"]


def test_a_job_that_fails_is_tried_three_times_and_no_more():
    tries = []

    def work(number):
        tries.append(number)
        raise ArithmeticError(f"number {number}")

    with crew(1) as hands:
        assert list(worked(hands, work, [1])) == [Failed(1, "ArithmeticError: number 1")]
    assert tries == [1, 1, 1]


def long(folder):
    """Words for a sweep of many small parts."""
    words = [small(folder), "--lengths", "2-5", "--part", "1"]
    return [*words, "--vary", "rent.voids=1%,2%,3%,4%,5%,6%,7%"]


@pytest.mark.slow
def test_a_sweep_killed_at_twenty_moments_and_resumed_is_as_one_that_was_not(tmp_path):
    """Every fourth with workers of its own. Moments are drawn over the time that a whole sweep takes."""
    words, moments = long(tmp_path), random.Random(6)  # noqa: S311
    began = time.monotonic()
    subprocess.run([*COMMAND, *words, "-o", tmp_path / "whole", "--workers", "1"], cwd=ROOT, check=True)
    lasted = time.monotonic() - began
    whole, kills, midway, number = contents(tmp_path / "whole"), 0, 0, 0
    assert len(whole) == 29
    while kills < KILLS:
        folder = tmp_path / f"killed-{number}"
        workers = "2" if kills % 4 == 3 else "1"
        run = subprocess.Popen([*COMMAND, *words, "-o", folder, "--workers", workers], cwd=ROOT)
        try:
            run.wait(moments.uniform(0.3, 0.8) * lasted)
            number += 1  # finished before it could be killed: on to another folder
        except subprocess.TimeoutExpired:
            run.send_signal(signal.SIGKILL)
            run.wait()
            kills += 1
        there = contents(folder) if folder.exists() else {}
        kept = {name: data for name, data in there.items() if not name.startswith(BESIDE)}
        assert all(whole[name] == data for name, data in kept.items())
        midway += 1 < len(kept) < len(whole)
        if kills == KILLS:
            subprocess.run([*COMMAND, *words, "-o", folder, "--workers", "1"], cwd=ROOT, check=True)
    assert midway >= KILLS // 3
    for each in range(number + 1):
        assert contents(tmp_path / f"killed-{each}") == whole


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_worker_of_a_cluster_that_is_killed_loses_nothing(tmp_path):
    from distributed import Client, LocalCluster

    swept(plan_of(tmp_path), tmp_path / "whole")
    killed = []
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster,
        Client(cluster.scheduler_address, set_as_default=False) as client,
    ):

        def kill(outcome):
            if outcome.worked == 2 and not killed:
                killed.extend(client.run(os.getpid).values())
                os.kill(killed[0], signal.SIGKILL)

        outcome = swept(plan_of(tmp_path), tmp_path / "out", scheduler=cluster.scheduler_address, tell=kill)
    assert len(killed) == 2
    assert (outcome.worked, outcome.failed) == (9, {})
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")


A_CLUSTER = """
import time
from distributed import LocalCluster
cluster = LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp://")
print(cluster.scheduler_address, flush=True)
time.sleep(300)
"""


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_scheduler_that_is_lost_is_told_and_what_is_finished_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("modeller.analysis.sweep.crew.PATIENCE", 2.0)
    swept(plan_of(tmp_path), tmp_path / "whole")
    with subprocess.Popen([sys.executable, "-c", A_CLUSTER], stdout=subprocess.PIPE, text=True, cwd=ROOT) as cluster:

        def kill(outcome):
            if outcome.worked == 2:
                cluster.kill()

        try:
            address = cluster.stdout.readline().strip()
            with pytest.raises(SweepError, match=f"the scheduler at {address} was lost"):
                swept(plan_of(tmp_path), tmp_path / "out", scheduler=address, tell=kill)
        finally:
            cluster.kill()
    whole, kept = contents(tmp_path / "whole"), contents(tmp_path / "out")
    assert 3 <= len(kept) < len(whole)
    assert kept == {name: whole[name] for name in kept}


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_a_cluster_without_workers_or_with_other_versions_is_refused(monkeypatch):
    from distributed import LocalCluster

    monkeypatch.setattr("modeller.analysis.sweep.crew.PATIENCE", 2.0)
    with LocalCluster(n_workers=0, dashboard_address=None, silence_logs=50) as cluster:
        with pytest.raises(SweepError, match="has no workers: start some with"), crew(1, cluster.scheduler_address):
            pass
        cluster.scale(1)
        cluster.wait_for_workers(1, timeout=30)
        monkeypatch.setattr("modeller.__version__", "9.9")
        with (
            pytest.raises(SweepError, match=r"install modeller 9\.9 with numba on every worker"),
            crew(1, cluster.scheduler_address),
        ):
            pass
