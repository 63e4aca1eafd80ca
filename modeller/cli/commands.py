"""Every command, its options and its help. What a command needs is imported when it runs, so that help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

import modeller
from modeller.cli.shape import Commands, answers, changes, pairs, scenario_file

STARTING_POINTS = ("p3-west-lindsey", "partnership")
SAMPLINGS = ("sobol", "latin")
STATUSES = ("fact", "estimate", "illustrative")
AGAINST = ("rate", "grant", "dependence", "renewal", "voids")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(modeller.__version__, "-V", "--version", prog_name="modeller")
def main() -> None:
    """Work out long-term partnerships between councils and social enterprises.

    One scenario file in; the answer, every figure explained, and a live workbook out.
    """


@main.command(examples=["modeller new mine.yaml", "modeller new p3.yaml --from p3-west-lindsey"])
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "source", type=click.Choice(STARTING_POINTS), default="partnership", show_default=True)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
def new(file: Path, source: str, *, force: bool) -> None:
    """Write a scenario file to start from."""
    from modeller.cli.files import starting_point, write_text

    write_text(file, starting_point(source), force=force)
    click.echo(f"Wrote {file}. Next: modeller run {file}", err=True)


@main.command(examples=["modeller check mine.yaml"])
@scenario_file
@changes
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def check(scenario: Path, overrides: dict[str, str], *, as_json: bool) -> None:
    """List every fault of a scenario at once, each with its line and what to do."""
    from modeller.cli.checking import print_check

    print_check(scenario, overrides, as_json=as_json)


@main.command(
    examples=[
        "modeller run scenarios/p3-west-lindsey.yaml",
        'modeller run mine.yaml --set contract.committed="7 years"',
        "modeller run mine.yaml --json --lines",
    ]
)
@scenario_file
@changes
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@click.option("--lines", is_flag=True, help="With --json: every line by month.")
@click.option("--fail-if-unviable", is_flag=True, help="Exit with status 3 if not everything is as agreed.")
@answers
def run(scenario: Path, overrides: dict[str, str], *, as_json: bool, lines: bool, fail_if_unviable: bool) -> None:
    """Show the answer: sources and uses, cover, repayment, returns, checks."""
    from modeller.cli.running import print_run

    print_run(scenario, overrides, as_json=as_json, lines=lines, fail_if_unviable=fail_if_unviable)


@main.command(
    examples=[
        "modeller compare scenarios/p3-west-lindsey.yaml scenarios/p3-concessionary.yaml",
        'modeller compare mine.yaml theirs.yaml --set contract.committed="7 years"',
        "modeller compare before.yaml after.yaml --json",
    ]
)
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO SCENARIO...", type=click.Path(path_type=Path))
@changes
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def compare(scenarios: tuple[Path, ...], overrides: dict[str, str], *, as_json: bool) -> None:
    """Set scenarios side by side: the inputs that differ, and what comes of it.

    What is changed by --set is changed in every one of them.
    """
    from modeller.cli.comparing import print_comparison

    if len(scenarios) == 1:
        raise click.UsageError("there is nothing to compare with: name two scenarios or more")
    print_comparison(scenarios, overrides, as_json=as_json)


@main.command(
    examples=[
        "modeller terms scenarios/p3-west-lindsey.yaml",
        "modeller terms mine.yaml --lengths 3,5,7,10 --quick",
        "modeller terms mine.yaml --walk 3,10",
        "modeller terms mine.yaml --against rate",
    ]
)
@scenario_file
@changes
@click.option("--lengths", default="1-30", show_default=True, help="Years such as 3,5,10 or 1-30, or “18 months”.")
@click.option("--bare", is_flag=True, help="Leave out extensions, breaks and tenders.")
@click.option(
    "--quick", is_flag=True, help="Leave out what has to be solved: the price of shortness, shortest lengths."
)
@click.option("--against", type=click.Choice(AGAINST), help="A map of length against another term.")
@click.option("--walk", metavar="FROM,TO", help="From one length in years to another, channel by channel.")
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def terms(
    scenario: Path,
    overrides: dict[str, str],
    *,
    lengths: str,
    bare: bool,
    quick: bool,
    against: Literal["rate", "grant", "dependence", "renewal", "voids"] | None,
    walk: str | None,
    as_json: bool,
) -> None:
    """Show every contract length: whether it repays, who loses what, homes kept, the council's cost."""
    from modeller.cli.terms import Asked, print_terms

    print_terms(scenario, overrides, Asked(lengths, bare, quick, against, walk, as_json))


@main.command(
    examples=[
        "modeller sweep scenarios/portfolio/plan.yaml -o results",
        "modeller sweep mine.yaml --lengths 3,5,10 --vary finance.bank_loan.interest=5%,6%,7% -o results",
        "modeller sweep mine.yaml --lengths 1-30 --draws 1,000 --seed 1 --scheduler tcp://cluster:8786 -o results",
        "modeller sweep --summary results --measure lowest_cash",
    ]
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
@click.option("--part", help="Futures in a part, each path being one.  [default: 20,000]")
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


@main.command(
    examples=[
        "modeller simulate scenarios/p3-west-lindsey.yaml",
        "modeller simulate mine.yaml --draws 4096 --seed 7",
        "modeller simulate mine.yaml --sampling latin --json > futures.json",
    ]
)
@scenario_file
@changes
@click.option("--draws", type=click.IntRange(32), help="How many; 512 unless told.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed, the same draws.")
@click.option(
    "--sampling", type=click.Choice(SAMPLINGS), default="sobol", show_default=True, help="How they are drawn."
)
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def simulate(
    scenario: Path,
    overrides: dict[str, str],
    *,
    draws: int | None,
    seed: int,
    sampling: Literal["sobol", "latin"],
    as_json: bool,
) -> None:
    """Draw the uncertain figures of a scenario, and say how likely what is: percentiles, breaches, losses.

    A figure is uncertain where its file gives it a range: voids: {is: 3%, low: 2%, high: 8%}.
    """
    from modeller.cli.simulating import print_simulation

    print_simulation(scenario, overrides, draws, seed, sampling, as_json=as_json)


@main.command(
    examples=[
        "modeller explain mine.yaml loans.bank_loan.interest_due --month 2031-04",
        "modeller explain mine.yaml 'lowest cash' --depth 3",
    ]
)
@scenario_file
@click.argument("line")
@click.option("--month", metavar="YYYY-MM", help="The month; unless given, the first in which the line is not nil.")
@click.option("--depth", type=click.IntRange(0, 20), default=1, show_default=True, help="How many layers down to go.")
@changes
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def explain(
    scenario: Path, line: str, month: str | None, depth: int, overrides: dict[str, str], *, as_json: bool
) -> None:
    """Explain one figure: its formula in words, with the figures, down to inputs and their sources.

    LINE is a line's key or any part of its name.
    """
    from modeller.cli.explaining import print_explanation

    print_explanation(scenario, overrides, line, month, depth, as_json=as_json)


@main.command(examples=["modeller workbook mine.yaml", "modeller workbook mine.yaml -o committee.xlsx --force"])
@scenario_file
@changes
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to write; beside the scenario unless told."
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@answers
def workbook(scenario: Path, overrides: dict[str, str], output: Path | None, *, force: bool) -> None:
    """Write the live workbook."""
    from modeller.cli.files import write_book

    write_book(scenario, overrides, output, force=force)


@main.command(
    examples=[
        "modeller inputs",
        "modeller inputs mine.yaml --status illustrative",
        "modeller inputs --schema > scenario.schema.json",
    ]
)
@click.argument("scenario", required=False, type=click.Path(path_type=Path))
@click.option("--status", type=click.Choice(STATUSES), help="Only the figures of this status; wants a scenario.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of a scenario file, for editors.")
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def inputs(scenario: Path | None, status: str | None, *, schema: bool, as_json: bool) -> None:
    """List every input: its unit, bounds and default; with a scenario, its figures and where they come from.

    Any figure may have a range beside it: voids: {is: 3%, low: 2%, high: 8%, drawn: pert}.
    """
    from modeller.cli.listing import print_inputs

    if status and not scenario:
        raise click.UsageError("--status wants a scenario: modeller inputs mine.yaml --status fact")
    print_inputs(scenario, status, schema=schema, as_json=as_json)


@main.command(examples=["modeller products", 'modeller products "bank loan" > our-loan.yaml'])
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def products(name: str | None, *, as_json: bool) -> None:
    """List the products that a loan may be like; with a NAME, print the file of its terms."""
    from modeller.cli.listing import print_product, print_products

    if name:
        print_product(name)
    else:
        print_products(as_json=as_json)
