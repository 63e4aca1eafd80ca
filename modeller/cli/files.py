"""Files that commands write: beside the target first, then renamed; nothing is written over unless asked."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import datetime, time
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = Path(__file__).resolve().parents[1]


def starting_point(name: str) -> str:
    """The text of a starting scenario: carried in the package, or in the folders it is made from."""
    for folder in (PACKAGE / "starting_points", ROOT / "templates", ROOT / "scenarios"):
        if (folder / f"{name}.yaml").is_file():
            return (folder / f"{name}.yaml").read_text(encoding="utf-8")
    raise click.ClickException(f"the starting point “{name}” is missing from this installation: install modeller again")


def refuse_to_overwrite(file: Path, *, force: bool) -> None:
    """Stop, with status 2, if a file is there and was not to be written over."""
    if file.exists() and not force:
        click.echo(f"{file} is there already: choose another name, or add --force to write over it", err=True)
        sys.exit(2)
    if not file.parent.is_dir():
        click.echo(f"{file.parent} is not a folder: make it first, or choose another place", err=True)
        sys.exit(2)


def write_text(file: Path, text: str, *, force: bool) -> None:
    """Write a text file whole, or not at all."""
    refuse_to_overwrite(file, force=force)
    try:
        handle, beside = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            written.write(text)
        Path(beside).replace(file)
    except OSError as error:
        raise click.ClickException(f"{file} could not be written: {error.strerror}") from error


def today() -> datetime:
    """The day, without the hour: a spreadsheet's dates have no zone."""
    return datetime.combine(datetime.now().astimezone().date(), time())
