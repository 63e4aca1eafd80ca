"""`modeller workbook`: the live workbook, with what the engine works out over many runs where that is asked for."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console

from modeller.cli.files import refuse_to_overwrite, today

if TYPE_CHECKING:
    from modeller.analysis.run import Run
    from modeller.workbook.book import EngineSheet


def write_book(
    scenario: Path, overrides: dict[str, str], output: Path | None, wanted: Sequence[str], *, force: bool
) -> None:
    """Work a scenario out and write its workbook; status 1 if an integrity check fails."""
    from modeller.analysis.run import run
    from modeller.workbook import book_of, write_workbook

    file = output or scenario.with_suffix(".xlsx")
    refuse_to_overwrite(file, force=force)
    worked = run(scenario, overrides)
    with Console(stderr=True).status("Working …") as status:
        engine: list[EngineSheet] = []
        for name in dict.fromkeys(wanted):
            status.update(f"Working out {name} …")
            engine += _sheets(name, scenario, overrides, worked)
    try:
        write_workbook(book_of(worked, engine=engine, made=today()), file)
    except OSError as error:
        raise click.ClickException(f"{file} could not be written: {error.strerror}") from error
    click.echo(f"Wrote {file}. {worked.answer.short}", err=True)
    if not worked.sound:
        sys.exit(1)


def _sheets(name: str, scenario: Path, overrides: dict[str, str], worked: Run) -> Iterator[EngineSheet]:
    """The sheet of one thing that was asked for; raise `Faults` where the scenario states nothing to work it from."""
    if name == "uncertainty":
        from modeller.analysis.simulate import simulate
        from modeller.workbook.of_uncertainty import uncertainty_sheet

        yield uncertainty_sheet(*simulate(scenario, overrides))
    elif name == "sensitivity":
        from modeller.analysis.sensitivity import sensitivity
        from modeller.workbook.of_uncertainty import sensitivity_sheet

        measure = worked.partnership.outcome.left_at_end
        yield sensitivity_sheet(sensitivity(scenario, measure.key, overrides), worked)
    else:
        yield _stressed(name, scenario, overrides)


def _stressed(name: str, scenario: Path, overrides: dict[str, str]) -> EngineSheet:
    from modeller.analysis.stress.pack import stress
    from modeller.analysis.stress.reverse import reverse
    from modeller.scenario.parts import stresses
    from modeller.workbook.of_stress import break_evens_sheet, stress_sheet

    if name == "stress":
        return stress_sheet(stress(scenario, stresses(), overrides))
    return break_evens_sheet(reverse(scenario, stresses(), None, overrides))
