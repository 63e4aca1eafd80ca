"""Every command, its options and its help. What a command needs is imported when it runs, so that help is quick."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

import modeller
from modeller.cli.asking import solve, stress
from modeller.cli.shape import Commands, answers, changes, scenario_file
from modeller.cli.sweep_command import sweep
from modeller.cli.uncertain import sensitivity, simulate

STARTING_POINTS = ("p3-west-lindsey", "partnership")
STATUSES = ("fact", "estimate", "illustrative")
WORKED_OUT = ("uncertainty", "sensitivity", "stress", "break-evens")
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
        'modeller compare before.yaml after.yaml --walk --measure "lowest cash"',
    ]
)
@click.argument("scenarios", nargs=-1, required=True, metavar="SCENARIO SCENARIO...", type=click.Path(path_type=Path))
@changes
@click.option("--walk", is_flag=True, help="From the answer of one to the other's, input by input, summing exactly.")
@click.option("--measure", "measures", multiple=True, help="With --walk: what to walk over, by its key or name.")
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def compare(
    scenarios: tuple[Path, ...], overrides: dict[str, str], *, walk: bool, measures: tuple[str, ...], as_json: bool
) -> None:
    """Set scenarios side by side: the inputs that differ, and what comes of it.

    What is changed by --set is changed in every one of them.
    """
    from modeller.cli.comparing import print_comparison
    from modeller.cli.walking import print_walk

    if len(scenarios) == 1:
        raise click.UsageError("there is nothing to compare with: name two scenarios or more")
    if measures and not walk:
        raise click.UsageError("--measure is what to walk over: add --walk")
    if not walk:
        print_comparison(scenarios, overrides, as_json=as_json)
        return
    if len(scenarios) != 2:  # noqa: PLR2004
        raise click.UsageError("a walk is from one scenario to one other: name two")
    print_walk(scenarios, overrides, measures, as_json=as_json)


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


main.add_command(solve)
main.add_command(stress)
main.add_command(simulate)
main.add_command(sensitivity)
main.add_command(sweep)


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


@main.command(
    examples=[
        "modeller workbook mine.yaml",
        "modeller workbook mine.yaml -o committee.xlsx --force",
        "modeller workbook mine.yaml --with stress --with uncertainty",
    ]
)
@scenario_file
@changes
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="Where to write; beside the scenario unless told."
)
@click.option(
    "--with",
    "wanted",
    multiple=True,
    type=click.Choice(WORKED_OUT),
    help="Sheets of what the engine works out over many runs; may be given several times.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@answers
def workbook(
    scenario: Path, overrides: dict[str, str], output: Path | None, wanted: tuple[str, ...], *, force: bool
) -> None:
    """Write the live workbook."""
    from modeller.cli.booking import write_book

    write_book(scenario, overrides, output, wanted, force=force)


@main.command(examples=["modeller template -o inputs.xlsx", "modeller template mine.yaml -o inputs.xlsx"])
@click.argument("scenario", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The workbook to write, .xlsx.")
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@answers
def template(scenario: Path | None, output: Path, *, force: bool) -> None:
    """Write a blank workbook of inputs, for people who will never open a text file.

    It asks for what the SCENARIO states, or for what the usual starting point does; “modeller read” makes a scenario
    of it once it is filled in.
    """
    from modeller.cli.reading_back import write_template

    write_template(scenario, output, force=force)


@main.command(
    "read",
    examples=[
        "modeller read committee.xlsx -o ours.yaml",
        "modeller read committee.xlsx --scenario mine.yaml -o mine.yaml --force",
    ],
)
@click.argument("book", metavar="BOOK.xlsx", type=click.Path(path_type=Path))
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="The scenario file to write.")
@click.option(
    "--scenario",
    "original",
    type=click.Path(path_type=Path),
    help="The file the workbook was made from, to be changed where it was; unless given, the text in the workbook.",
)
@click.option("--force", is_flag=True, help="Write over a file that is there already.")
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def read_(book: Path, output: Path, original: Path | None, *, force: bool, as_json: bool) -> None:
    """Read a workbook back as a scenario file, and say what was changed in it.

    What was not changed stays in the file as it was written, comments and all.
    """
    from modeller.cli.reading_back import read_workbook

    read_workbook(book, original, output, force=force, as_json=as_json)


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
