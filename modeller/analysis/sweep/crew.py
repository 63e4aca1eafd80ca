"""Who works the parts: this process, several on this machine, or a Dask cluster; all behind one Executor."""

from __future__ import annotations

import logging
import multiprocessing
import os
import re
import signal
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import modeller
from modeller.errors import SweepError
from modeller.lines.lanes.compiling import can_compile

Job = TypeVar("Job")
Result = TypeVar("Result")
TRIES = 3
AHEAD = 2  # jobs given out for each worker, so that none waits for its next
_ADDRESS = re.compile(r"(tcp|tls|ws|wss)://[^\s/]+:[0-9]+$")
_LOST = ("closing", "closed")
A_LOOK = 2.0  # seconds, between looks at whether the crew is still there
PATIENCE = 5.0  # seconds, for a scheduler to answer


@dataclass(frozen=True)
class Crew:
    """An executor and how many it works at once; `fresh` gives another when one has broken.

    `is_lost` says whether what was given out will never come back.
    """

    fresh: Callable[[], Executor]
    size: int
    is_lost: Callable[[], bool] = lambda: False


@dataclass(frozen=True)
class Done(Generic[Job, Result]):
    """A job and what it came to."""

    job: Job
    result: Result


@dataclass(frozen=True)
class Failed(Generic[Job]):
    """A job that failed each time it was tried, and why it did the last time."""

    job: Job
    reason: str


def worked(crew: Crew, work: Callable[[Job], Result], jobs: Sequence[Job]) -> Iterator[Done[Job, Result] | Failed[Job]]:
    """Work jobs in any order; what fails is tried again by itself, so that it alone can be blamed if it fails again.

    A worker that dies may take others' jobs with it, and those are worked again too.
    """
    rounds = _Rounds(crew, work, jobs)
    try:
        while rounds.left:
            yield from rounds.next()
    finally:
        rounds.end()


class _Rounds(Generic[Job, Result]):
    def __init__(self, crew: Crew, work: Callable[[Job], Result], jobs: Sequence[Job]) -> None:
        self.crew, self.work, self.jobs = crew, work, jobs
        self.waiting, self.suspects = deque(range(len(jobs))), deque[int]()
        self.running: dict[Future[Result], int] = {}
        self.tries: Counter[int] = Counter()
        self.executor = crew.fresh()

    @property
    def left(self) -> bool:
        return bool(self.waiting or self.suspects or self.running)

    def next(self) -> Iterator[Done[Job, Result] | Failed[Job]]:
        alone = bool(self.suspects)
        self._give_out()
        broken = False
        done = self._some_done()
        for future in done:
            number = self.running.pop(future)
            error = _error(future)
            if error is None:
                yield Done(self.jobs[number], future.result())
                continue
            broken = broken or isinstance(error, BrokenExecutor)
            self.tries[number] += not isinstance(error, BrokenExecutor) or alone
            if self.tries[number] < TRIES:
                self.suspects.append(number)
            else:
                yield Failed(self.jobs[number], _told(error))
        if broken:
            self._begin_again()

    def _some_done(self) -> set[Future[Result]]:
        """What is done next; raise `ConnectionError` where nothing more will be."""
        while True:
            done, _ = wait(self.running, timeout=A_LOOK, return_when=FIRST_COMPLETED)
            if done:
                return done
            if self.crew.is_lost():
                raise ConnectionError

    def _give_out(self) -> None:
        """Jobs for every worker; one at a time while any is suspect."""
        try:
            if self.suspects and not self.running:
                self._submit(self.suspects)
            while not self.suspects and self.waiting and len(self.running) < self.crew.size * AHEAD:
                self._submit(self.waiting)
        except BrokenExecutor:  # broken between rounds: what it was working is told of in this one
            if not self.running:
                self._begin_again()
                self._give_out()

    def _submit(self, queue: deque[int]) -> None:
        future = self.executor.submit(self.work, self.jobs[queue[0]])
        self.running[future] = queue.popleft()

    def _begin_again(self) -> None:
        """Another executor; what the broken one was given is worked again, each by itself."""
        self.suspects.extend(self.running.values())
        self.running.clear()
        self.executor.shutdown(wait=False)
        self.executor = self.crew.fresh()

    def end(self) -> None:
        """Give up what is not yet begun."""
        for future in self.running:
            future.cancel()
        self.executor.shutdown(wait=not self.running)


def _error(future: Future[Any]) -> BaseException | None:
    try:
        return future.exception()
    except CancelledError as error:
        return error


def _told(error: BaseException) -> str:
    if isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":
        return "the worker died each time; it may need more memory than there is"
    if isinstance(error, CancelledError):
        return "the scheduler let it go"
    return f"{type(error).__name__}: {error}"


class Here(Executor):
    """Works in this process, when asked."""

    def submit(self, work: Callable[..., Any], /, *given: Any, **also: Any) -> Future[Any]:  # noqa: ANN401
        """Work at once; what comes of it is there when this returns."""
        future: Future[Any] = Future()
        try:
            future.set_result(work(*given, **also))
        except Exception as error:  # noqa: BLE001  whatever it was is told where the result is asked for
            future.set_exception(error)
        return future


@contextmanager
def crew(workers: int, scheduler: str | None = None) -> Iterator[Crew]:
    """Workers of this machine, or those of a Dask cluster at an address; ended when no longer wanted.

    Raises `SweepError` where the cluster cannot be reached.
    """
    if scheduler:
        with _cluster(scheduler) as found:
            yield found
    elif workers == 1:
        yield Crew(Here, 1)
    else:
        before = set(multiprocessing.active_children())
        try:
            yield Crew(lambda: _processes(workers), workers)
        finally:
            for child in set(multiprocessing.active_children()) - before:
                child.terminate()


def _processes(workers: int) -> Executor:
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_as_a_worker)


def _as_a_worker() -> None:
    """Leave it to the parent to be stopped by the keyboard; and end when it ends, even if it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


@contextmanager
def _cluster(address: str) -> Iterator[Crew]:
    if not _ADDRESS.match(address):
        raise SweepError(f"“{address}” is not the address of a scheduler: write it as tcp://host:8786", status=2)
    try:
        from distributed import Client
    except ModuleNotFoundError:
        what = "a cluster is reached through Dask, which is not installed: pip install 'modeller[cluster]'"
        raise SweepError(what) from None
    for name in ("distributed", "distributed.client"):  # what it would say is said by us
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError):
        start = "start one with “dask scheduler”, or leave out --scheduler to work on this machine"
        raise SweepError(f"no scheduler answers at {address}: {start}") from None
    try:
        yield _of_client(client, address)
    except SweepError:
        raise
    except Exception as error:
        if client.status == "running":
            raise
        what = f"the scheduler at {address} was lost. What is finished is kept: the same command goes on from there"
        raise SweepError(what) from error
    finally:
        client.close(timeout=PATIENCE)


def _of_client(client: Any, address: str) -> Crew:  # noqa: ANN401
    """The workers of a cluster, all of which must have this version of the program."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError:
        raise SweepError(
            f"the scheduler at {address} has no workers: start some with “dask worker {address}”"
        ) from None
    here = version_here()
    for worker, there in client.run(version_here, on_error="return").items():
        if there != here:
            told = f"has {there}" if isinstance(there, str) else f"cannot load it ({there})"
            raise SweepError(f"the worker at {worker} {told}: install {here} on every worker")
    return Crew(client.get_executor, max(1, sum(client.nthreads().values())), lambda: client.status in _LOST)


def version_here() -> str:
    """The version of the program, and whether it can compile; they must be the same on every worker."""
    return f"modeller {modeller.__version__} {'with' if can_compile() else 'without'} numba"
