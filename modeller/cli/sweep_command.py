"""`modeller sweep`: its options and its help."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from modeller.cli.shape import WithExamples, answers, changes, pairs


@click.command(
    cls=WithExamples,
    examples=[
        "modeller sweep scenarios/portfolio/plan.yaml -o results",
        "modeller sweep mine.yaml --lengths 3,5,10 --vary finance.bank_loan.interest=5%,6%,7% -o results",
        "modeller sweep mine.yaml --lengths 1-30 --draws 1,000 --seed 1 --scheduler tcp://cluster:8786 -o results",
        "modeller sweep --summary results --measure lowest_cash",
    ],
)
@click.argument("files", nargs=-1, metavar="[PLAN | SCENARIO...]", type=click.Path(path_type=Path))
@changes
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="The folder to keep results in, and to go on from."
)
@click.option("--lengths", help="Contract lengths in years such as 3,5,10 or 1-30; each scenario's own unless told.")
@click.option("--vary", multiple=True, metavar="KEY=A,B,C", callback=pairs, help="A grid of inputs, by key.")
@click.option("--draws", help="How many futures to draw from the ranges that scenarios state.  [default: 1, as stated]")
@click.option("--seed", help="What the draws follow from.  [default: 1]")
@click.option("--measure", "measures", multiple=True, metavar="KEY", help="What to keep.  [default: the headlines]")
@click.option("--part", help="Futures in a part, each path being one.  [default: some seconds' work]")
@click.option("--workers", type=click.IntRange(1), help="Processes on this machine.  [default: one for each core]")
@click.option("--scheduler", metavar="ADDRESS", help="Work on a Dask cluster instead, such as tcp://host:8786.")
@click.option("--summary", type=click.Path(path_type=Path), metavar="FOLDER", help="Sum up what a sweep came to.")
@click.option("--by-place", is_flag=True, help="With --summary: each place by itself.")
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def sweep(
    files: tuple[Path, ...],
    overrides: dict[str, str],
    *,
    output: Path | None,
    measures: tuple[str, ...],
    summary: Path | None,
    by_place: bool,
    as_json: bool,
    **asked: Any,  # noqa: ANN401
) -> None:
    """Work many scenarios, contract lengths and draws, to Parquet.

    What is asked for stands in a plan file, or in options. A sweep that was stopped goes on when the same command is
    given again: its finished parts are kept.
    """
    from modeller.cli.sweeping import Asked, print_summary, print_sweep

    if summary and not (files or output):
        print_summary(summary, measures, by_place=by_place, as_json=as_json)
    elif summary or by_place:
        raise click.UsageError(
            "--summary sums up a folder, and takes nothing else but --measure, --by-place and --json"
        )
    elif not files:
        raise click.UsageError("name a plan or scenarios: modeller sweep mine.yaml --lengths 1-30 -o results")
    elif output is None:
        raise click.UsageError("name the folder to keep results in: -o results")
    else:
        print_sweep(files, overrides, output, Asked(measures=measures, as_json=as_json, **asked))
