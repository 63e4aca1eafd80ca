"""`modeller explain`: one figure, in words and in figures, down to inputs and where they come from."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from difflib import get_close_matches
from pathlib import Path

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from modeller.analysis.run import Run, run
from modeller.cli.shape import plain_console
from modeller.lines.explaining import Explanation
from modeller.lines.references import Line, Measure


def print_explanation(
    scenario: Path, overrides: dict[str, str], name: str, month: str | None, depth: int, *, as_json: bool
) -> None:
    """Find the line, and explain it in a month."""
    worked = run(scenario, overrides)
    line = find(worked, name)
    explanation = worked.explain(line, _month(worked, line, month), depth)
    if as_json:
        click.echo(json.dumps(_as_json(explanation, worked), ensure_ascii=False, indent=2, default=str))
    else:
        _print(plain_console(), explanation, worked, 0)


def find(worked: Run, name: str) -> Line | Measure:
    """The line of that key, or the only one whose key or label holds the words; status 2 where it is not one."""
    known = worked.model.by_key
    if name in known:
        return known[name]
    wanted = name.lower()
    matches = [key for key, line in known.items() if wanted in key or wanted in _label(line).lower()]
    if len(matches) == 1:
        return known[matches[0]]
    near = matches or get_close_matches(wanted, list(known), n=5, cutoff=0.4)
    what = f"“{name}” is not the name of a line" if not matches else f"“{name}” is in the names of {len(matches)} lines"
    click.echo("\n  ".join([f"{what}. Did you mean one of these?", *near[:12]]), err=True)
    sys.exit(2)


def _label(line: Line | Measure) -> str:
    return f"{line.section.heading}: {line.label}" if line.section.heading else line.label


def _month(worked: Run, line: Line | Measure, month: str | None) -> int:
    """The number of the month asked for; unless asked, the first in which the line is not nil."""
    if not line.monthly:
        return 1
    if month is None:
        figures = worked.results[line][1:, 0]
        return next((number for number, figure in enumerate(figures, 1) if abs(figure) > line.unit.nil), 1)
    try:
        year, number = (int(part) for part in month.split("-"))
    except ValueError:
        click.echo(f"“{month}” is not a month: write it as 2031-04", err=True)
        sys.exit(2)
    start = worked.model.start
    counted = (year - start.year) * 12 + number - start.month + 1
    if not 1 <= counted <= worked.model.months or not 1 <= number <= 12:  # noqa: PLR2004
        click.echo(f"{month} is not among the months worked: {worked.model.months} months from {start:%Y-%m}", err=True)
        sys.exit(2)
    return counted


def _print(console: Console, explanation: Explanation, worked: Run, indent: int) -> None:
    when = f", {explanation.month:%B %Y}" if explanation.month else ""
    head = Text.assemble((explanation.label, "bold"), f"{when}: ", (explanation.shown, "bold"))
    _say(console, head, indent)
    if explanation.words:
        _say(console, Text(f"= {explanation.words}"), indent + 2)
        _say(console, Text(f"= {explanation.figures}"), indent + 2)
    elif explanation.key in worked.model.inputs:
        _say(console, Text(_source(explanation.key, worked), style="dim"), indent + 2)
    for part in explanation.parts:
        _print(console, part, worked, indent + 4)


def _say(console: Console, text: Text, indent: int) -> None:
    console.print(Padding(text, (0, 0, 0, indent)))


def _source(key: str, worked: Run) -> str:
    stated = worked.provenance(key)
    where = f"{stated.place}" if stated.stated and stated.place else "not stated in the scenario: the default"
    dated = f", as of {stated.as_of}" if stated.as_of else ""
    return f"{stated.status}; {stated.source}{dated} ({key}; {where})"


def _as_json(explanation: Explanation, worked: Run) -> dict[str, object]:
    found = asdict(explanation)
    found["parts"] = [_as_json(part, worked) for part in explanation.parts]
    if explanation.key in worked.model.inputs:
        found["provenance"] = asdict(worked.provenance(explanation.key))
    return found
