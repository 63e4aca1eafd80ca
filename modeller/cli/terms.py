"""`modeller terms`: what was asked for, worked out in its order, shown or given to programs."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from modeller.analysis.run import Run, run
from modeller.analysis.terms.as_json import terms_as_json
from modeller.analysis.terms.asked import A_YEAR, lengths_asked
from modeller.analysis.terms.lengths import lengths_worked
from modeller.analysis.terms.maps import Against, mapped
from modeller.analysis.terms.price import Price, price_of_shortness
from modeller.analysis.terms.shortest import Shortest, shortest
from modeller.analysis.terms.walk import walk
from modeller.cli.terms_figures import few
from modeller.cli.terms_screen import LengthsScreen, RestScreen
from modeller.errors import Unfit
from modeller.lines.figures import span


@dataclass(frozen=True)
class Asked:
    """What was asked for besides the lengths."""

    lengths: str
    bare: bool
    quick: bool
    against: Against | None
    walk: str | None
    as_json: bool


def print_terms(scenario: Path, overrides: dict[str, str], asked: Asked) -> None:
    """Work every length out and show it; status 1 if an integrity check fails."""
    worked = run(scenario, overrides)
    chosen = _lengths(asked.lengths, worked.model.months)
    ends = _walk_ends(asked.walk, worked.model.months) if asked.walk else None
    lengths = lengths_worked(worked.partnership, chosen, bare=asked.bare)
    if not asked.as_json:
        LengthsScreen(worked).show(lengths)
    against = mapped(worked.partnership, few(chosen), asked.against, bare=asked.bare) if asked.against else None
    walks = {}
    if ends:
        walks = {view: walk(worked.partnership, *ends, resized=view == "resized") for view in ("stated", "resized")}
        if not asked.as_json and walks["resized"] == walks["stated"]:
            del walks["resized"]  # the debt is the same, and so is every step
    solving = not (asked.quick or asked.against or asked.walk)
    prices, least = _solved(worked, chosen, bare=asked.bare) if solving else ([], [])
    if asked.as_json:
        found = terms_as_json(worked, lengths, prices=prices, shortest=least, walks=walks, against=against)
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
    else:
        RestScreen(worked, asked.walk or "").show(lengths, prices, least, walks, against)
    if not worked.sound:
        sys.exit(1)


def _lengths(stated: str, months: int) -> list[int]:
    """“1-30”, “3,5,10” or “18 months,5 years”: lengths in months, as far as they are worked."""
    try:
        found = lengths_asked(stated, bare=True)
    except Unfit as unfit:
        raise click.UsageError(f"--lengths “{stated}”: {unfit.remedy}") from None
    within = sorted({length for length in found if 1 <= length <= months})
    if not within:
        raise click.UsageError(f"--lengths “{stated}”: {span(months)} are worked; ask for lengths within them")
    return within


def _walk_ends(stated: str, months: int) -> tuple[int, int]:
    match = re.fullmatch(r"\s*(\d+)\s*,\s*(\d+)\s*", stated)
    ends = (int(match[1]) * A_YEAR, int(match[2]) * A_YEAR) if match else (0, 0)
    if not all(1 <= each <= months for each in ends):
        raise click.UsageError(f"--walk “{stated}”: write two lengths in years within {span(months)}, such as 3,10")
    return ends


def _solved(worked: Run, lengths: Sequence[int], *, bare: bool) -> tuple[list[Price], list[Shortest]]:
    """What has to be solved, telling on stderr what is being done."""
    from rich.console import Console

    told = Console(stderr=True)
    with told.status("The shortest contract that repays …") as status:
        least = shortest(worked.partnership)
        prices = price_of_shortness(
            worked.partnership,
            lengths,
            bare=bare,
            tell=lambda what: status.update(f"{what} …"),
        )
    return prices, least
