"""How far a sweep has come: a bar with the time left on a terminal, elsewhere a line now and then."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

from modeller.analysis.sweep.sweeping import Outcome

NOW_AND_THEN = 30.0  # seconds
Tell = Callable[[Outcome], None]


@contextmanager
def progress(parts: int) -> Iterator[Tell]:
    """What to tell after each part, all of it on stderr."""
    if sys.stderr.isatty():
        with _bar(parts) as tell:
            yield tell
    else:
        yield _lines(parts)


@contextmanager
def reading() -> Iterator[None]:
    """Say on a terminal that scenarios are being read, which takes a while where there are hundreds."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status("Reading scenarios …"):
        yield


@contextmanager
def _bar(parts: int) -> Iterator[Tell]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("Parts"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), TextColumn("left")
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("Parts", total=parts)

        def tell(outcome: Outcome) -> None:
            if not outcome.worked and not outcome.failed:  # what was there already tells nothing of the pace
                bar.reset(task, completed=outcome.kept)
            bar.update(task, completed=outcome.kept + outcome.worked + len(outcome.failed))

        yield tell


def _lines(parts: int) -> Tell:
    began = told = time.monotonic()

    def tell(outcome: Outcome) -> None:
        nonlocal told
        now, worked = time.monotonic(), outcome.worked + len(outcome.failed)
        if now - told < NOW_AND_THEN or not worked:
            return
        told = now
        done = outcome.kept + worked
        left = (now - began) / worked * (parts - done)
        click.echo(f"{done:,} of {parts:,} parts; about {duration(left)} left", err=True)

    return tell


def duration(seconds: float) -> str:
    """A time to wait, roughly.

    >>> duration(40), duration(150), duration(9000)
    ('1 minute', '3 minutes', '2.5 hours')
    """
    minutes = max(1, round(seconds / 60 + 0.4))
    if minutes < 120:  # noqa: PLR2004  two hours
        return f"{minutes} minute{'s' * (minutes != 1)}"
    return f"{seconds / 3600:.1f} hours"
