"""`modeller inputs`: what may be stated, or what a scenario does state and where each figure comes from."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import click


def print_inputs(scenario: Path | None, *, schema: bool, as_json: bool) -> None:
    """The catalogue, its JSON Schema, or the figures of one scenario."""
    from modeller.scenario.catalogue import catalogue, json_schema

    if schema:
        click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    elif scenario is not None:
        _print_stated(_stated(scenario), as_json=as_json)
    elif as_json:
        click.echo(json.dumps([asdict(row) for row in catalogue()], ensure_ascii=False, indent=2))
    else:
        rows = [
            (row.key, row.label, row.unit, "to be stated" if row.required else row.default, _bounds(row.low, row.high))
            for row in catalogue()
        ]
        _print_table(("Input", "What it is", "Unit", "Default", "Bounds"), rows)


def _bounds(low: str, high: str) -> str:
    return f"{low} to {high}" if low and high else (f"from {low}" if low else "")


def _stated(scenario: Path) -> list[dict[str, str]]:
    from modeller.scenario import read
    from modeller.scenario.walk import figures

    stated = read(scenario)
    rows = []
    for figure in figures(stated.scenario):
        origin = stated.provenance[figure.key]
        where = str(origin.place) if origin.stated and origin.place else "default"
        rows.append(
            {"key": figure.key, "label": figure.label, "value": figure.text, "status": origin.status}
            | {"source": origin.source, "as_of": origin.as_of, "note": origin.note, "place": where}
        )
    return rows


def _print_stated(rows: list[dict[str, str]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    table = [(row["key"], row["value"], row["status"], row["source"]) for row in rows]
    _print_table(("Input", "Figure", "Status", "Source"), table)


def _print_table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold", header_style="bold")
    for row in rows:
        table.add_row(*row)
    Console(highlight=False).print(table)
