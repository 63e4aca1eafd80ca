"""What there is to state: every input (`modeller inputs`), every product (`modeller products`)."""

from __future__ import annotations

import json
import shutil
import textwrap
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from modeller.scenario import Stated
    from modeller.scenario.walk import Figure

WIDEST = 100


def print_inputs(scenario: Path | None, status: str | None, *, schema: bool, as_json: bool) -> None:
    """The catalogue, its JSON Schema, or the figures of one scenario."""
    from modeller.scenario.catalogue import catalogue, json_schema

    if schema:
        click.echo(json.dumps(json_schema(), ensure_ascii=False, indent=2))
    elif scenario is not None:
        rows = [row for row in _stated(scenario) if status in (None, row["status"])]
        _print_stated(rows, as_json=as_json)
    elif as_json:
        click.echo(json.dumps([asdict(row) for row in catalogue()], ensure_ascii=False, indent=2))
    else:
        for row in catalogue():
            default = "to be stated" if row.required else f"{row.default or 'nothing'} unless stated"
            _say(row.key, f"{row.label} [{row.unit}]: {default}{_bounds(row.low, row.high)}. {row.help}")


def print_products(*, as_json: bool) -> None:
    """The products that come with the program, each with what it is."""
    from modeller.scenario.products import products

    found = products()
    if as_json:
        rows = [{"product": each.name, "about": each.about, "file": str(each.path)} for each in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for each in found:
        _say(each.name, each.about)


def print_product(name: str) -> None:
    """The file of one product, to read or to make another from."""
    from modeller.scenario.products import product_named

    click.echo(product_named(name).read_text(encoding="utf-8"), nl=False)


def _bounds(low: str, high: str) -> str:
    return f"; {low} to {high}" if low and high else (f"; from {low}" if low else "")


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
            | _range(stated, figure)
        )
    return rows


def _range(stated: Stated, figure: Figure) -> dict[str, str]:
    """How far a figure may be out, where that is stated."""
    found = stated.ranges.get(figure.key)
    if found is None:
        return {}
    low, high = (found.quantity.write(value, stated.scenario.start) for value in (found.low, found.high))
    return {"low": low, "high": high, "drawn": str(found.drawn)}


def _print_stated(rows: list[dict[str, str]], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        dated = f", as of {row['as_of']}" if row["as_of"] else ""
        ranged = f"; {row['low']} to {row['high']}, {row['drawn']}" if "drawn" in row else ""
        _say(
            f"{row['key']}: {row['value']}{ranged}",
            f"{row['label']}; {row['status']}: {row['source']}{dated} ({row['place']})",
        )


def _say(head: str, words: str) -> None:
    """A line that can be searched for, and what it means under it."""
    width = min(shutil.get_terminal_size().columns, WIDEST)
    click.echo(head)
    click.echo(textwrap.fill(words, width, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False))
