"""`modeller sweep`: what is asked for, by a plan or by options; worked part by part, with progress; or summed up."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import click

from modeller.analysis.sweep.crew import crew
from modeller.analysis.sweep.plan import Plan, Source
from modeller.analysis.sweep.plan_file import is_plan, number_asked, read_plan, sources_in, within_the_grid
from modeller.analysis.sweep.summary import summary_of
from modeller.analysis.sweep.sweeping import Outcome, Sweep, sweep, sweep_of
from modeller.analysis.terms.asked import lengths_asked
from modeller.cli.sweep_progress import progress, reading
from modeller.cli.sweep_screen import SummaryScreen
from modeller.errors import SweepError, Unfit

Given = TypeVar("Given")
Read = TypeVar("Read")


@dataclass(frozen=True)
class Asked:
    """What was asked for by options, which go before what a plan says."""

    lengths: str | None
    vary: Mapping[str, str]
    draws: str | None
    seed: str | None
    measures: Sequence[str]
    part: str | None
    workers: int | None
    scheduler: str | None
    as_json: bool


def print_sweep(files: Sequence[Path], overrides: dict[str, str], folder: Path, asked: Asked) -> None:
    """Sweep into a folder; status 1 if a part fails, 130 if it is stopped, with all that is finished kept."""
    with _told():
        plan = _plan(files, asked)
        try:
            with reading():
                laid = sweep_of(plan, overrides)
                laid.manifest  # noqa: B018  all that is to be read is read now
            outcome = _swept(laid, folder, asked)
        except KeyboardInterrupt:
            click.echo("Stopped. What is finished is kept: the same command goes on from there.", err=True)
            sys.exit(130)
    _print(outcome, folder, as_json=asked.as_json)
    if outcome.failed:
        sys.exit(1)


def print_summary(folder: Path, measures: Sequence[str], *, by_place: bool, as_json: bool) -> None:
    """Sum up a folder; status 1 if something in it is broken."""
    with _told():
        found = summary_of(folder, measures, by_place=by_place)
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        SummaryScreen(found).show()
    for name, wrong in found.found.broken.items():
        click.echo(f"{folder / name} is left out: {wrong}. Sweep again to work it anew", err=True)
    if found.missing:
        click.echo(f"{found.missing} of {len(found.manifest['parts'])} parts are not finished.", err=True)
    if found.found.broken:
        sys.exit(1)


@contextmanager
def _told() -> Iterator[None]:
    """Say what is in the way of a sweep, and end with its status."""
    try:
        yield
    except SweepError as error:
        click.echo(str(error), err=True)
        sys.exit(error.status)


def _plan(files: Sequence[Path], asked: Asked) -> Plan:
    if any(is_plan(file) for file in files):
        if len(files) > 1:
            raise click.UsageError("a plan names its scenarios: give one plan, or scenarios, not both")
        plan = read_plan(files[0])
    else:
        plan = Plan(tuple(_sources(files)))
    if asked.vary:
        given = {key: tuple(each.strip() for each in _split(text)) for key, text in asked.vary.items()}
        plan = replace(plan, vary={**plan.vary, **given})
    if asked.measures:
        plan = replace(plan, measures=tuple(asked.measures))
    if asked.lengths:
        plan = replace(plan, lengths=tuple(sorted(set(_option("--lengths", _lengths, asked.lengths)))))
    plan = replace(plan, draws=_number("--draws", asked.draws, 1, plan.draws))
    plan = replace(plan, seed=_number("--seed", asked.seed, 0, plan.seed))
    plan = replace(plan, part=_number("--part", asked.part, 1, plan.part or 0) or None)
    return _option("--vary", within_the_grid, plan)


def _sources(files: Sequence[Path]) -> Iterator[Source]:
    for file in files:
        try:
            yield from sources_in(file)
        except Unfit as unfit:
            raise click.UsageError(f"{unfit.what}: {unfit.remedy}") from None


def _split(text: str) -> list[str]:
    """Figures apart: by semicolons where there are any, else by commas."""
    return text.split(";" if ";" in text else ",")


def _lengths(text: str) -> list[int]:
    return lengths_asked(text, bare=True)


def _number(name: str, text: str | None, least: int, otherwise: int) -> int:
    return otherwise if text is None else _option(name, lambda said: number_asked(said, least), text)


def _option(name: str, read: Callable[[Given], Read], given: Given) -> Read:
    try:
        return read(given)
    except Unfit as unfit:
        raise click.UsageError(f"{name}: {unfit.what}: {unfit.remedy}") from None


def _swept(laid: Sweep, folder: Path, asked: Asked) -> Outcome:
    workers = asked.workers or os.cpu_count() or 1
    with crew(min(workers, len(laid.parts)), asked.scheduler) as hands, progress(len(laid.parts)) as tell:
        return sweep(laid, folder, hands, tell)


def _print(outcome: Outcome, folder: Path, *, as_json: bool) -> None:
    for name, wrong in outcome.broken.items():
        click.echo(f"{folder / name} was not whole, and was worked again: {wrong}", err=True)
    for name, reason in outcome.failed.items():
        click.echo(f"{name} failed: {reason}", err=True)
    if as_json:
        click.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2))
        return
    parts, rows = len(outcome.sweep.parts), outcome.sweep.rows
    kept = f", of which {outcome.kept:,} were there already" if outcome.kept else ""
    if outcome.failed:
        click.echo(
            f"{folder}: {outcome.kept + outcome.worked:,} of {parts:,} parts{kept}; {len(outcome.failed)} failed."
        )
        return
    click.echo(f"{folder}: {rows:,} rows in {parts:,} part{'s' * (parts != 1)}{kept}.")
    click.echo(f"Next: modeller sweep --summary {folder}", err=True)
