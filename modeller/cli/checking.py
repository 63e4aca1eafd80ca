"""`modeller check`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from modeller.errors import Faults


def print_check(scenario: Path, overrides: dict[str, str], *, as_json: bool) -> None:
    """Say that a scenario has no faults, or list them all; status 1 where it has."""
    from modeller.scenario import read

    try:
        stated = read(scenario, overrides)
    except Faults as faults:
        if not as_json:
            raise
        click.echo(json.dumps({"schema": 1, "faults": [_fault(fault) for fault in faults.faults]}, ensure_ascii=False))
        sys.exit(1)
    if as_json:
        click.echo(json.dumps({"schema": 1, "scenario": stated.scenario.title, "faults": []}, ensure_ascii=False))
    else:
        click.echo(f"{scenario}: no faults. Next: modeller run {scenario}")


def _fault(fault: object) -> dict[str, object]:
    place = getattr(fault, "place", None)
    return {
        "what": getattr(fault, "what", ""),
        "remedy": getattr(fault, "remedy", ""),
        "file": getattr(place, "file", None),
        "line": getattr(place, "line", None),
        "column": getattr(place, "column", None),
    }
