"""`modeller read`: a workbook back as a scenario file, and what was changed in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

import modeller
from modeller.cli.files import refuse_to_overwrite, starting_point, write_text

if TYPE_CHECKING:
    from modeller.workbook.back import ReadBack


def read_workbook(book: Path, original: Path | None, output: Path, *, force: bool, as_json: bool) -> None:
    """Read a workbook, write the scenario it states, and say what was changed."""
    from modeller.workbook.back import read_back

    refuse_to_overwrite(output, force=force)
    found = read_back(book, output, original)
    write_text(output, found.text, force=force)
    if as_json:
        click.echo(json.dumps(_as_json(book, output, found), ensure_ascii=False, indent=2))
    else:
        _print(found)
    for notice in found.notices:
        click.echo(f"Note: {notice}", err=True)
    click.echo(f"Wrote {output}. Next: modeller run {output}", err=True)


def write_template(scenario: Path | None, output: Path, *, force: bool) -> None:
    """Write a blank workbook of the inputs that a scenario states, or those of the usual starting point."""
    from modeller.scenario import read
    from modeller.workbook import template

    refuse_to_overwrite(output, force=force)
    stated = read(scenario) if scenario else read(Path("partnership.yaml"), text=starting_point("partnership"))
    try:
        template.write_template(stated, output)
    except OSError as error:
        raise click.ClickException(f"{output} could not be written: {error.strerror}") from error
    click.echo(f"Wrote {output}. Fill it in, and then: modeller read {output} -o mine.yaml", err=True)


def _print(found: ReadBack) -> None:
    if found.template:
        click.echo(f"A new scenario: {found.stated.scenario.title}")
    elif not found.changes:
        click.echo("Nothing was changed in the workbook.")
    for each in found.changes:
        click.echo(f"{each.key}: {each.was} → {each.now}")
        click.echo(f"    {each.label} ({each.place.at})")


def _as_json(book: Path, output: Path, found: ReadBack) -> dict[str, Any]:
    """What was read, in the shape that every command shares."""
    return {
        "schema": 1,
        "scenario": found.stated.scenario.title,
        "version": modeller.__version__,
        "workbook": str(book),
        "written": str(output),
        "changes": [
            {"key": each.key, "label": each.label, "said": each.said or "value", "from": each.was, "to": each.now}
            | {"cell": each.place.at}
            for each in found.changes
        ],
        "notices": list(found.notices),
    }
