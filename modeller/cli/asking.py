"""The commands that ask what would change the answer: `solve`, `stress`; what they need is imported when they run."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from modeller.cli.shape import WithExamples, answers, changes, scenario_file

QUESTIONS = ("least grant", "most debt", "lowest rent", "shortest contract", "highest rate")


@click.command(
    cls=WithExamples,
    examples=[
        'modeller solve mine.yaml --for "least grant"',
        'modeller solve mine.yaml finance.bank_loan.interest --most --until "cover.bank_loan.lowest >= 1.2"',
        'modeller solve mine.yaml "homes.*.rent" --least --until "repaid: Bank loan" --to "£200 a week"',
    ],
)
@scenario_file
@click.argument("key", required=False, metavar="[INPUT]")
@click.option("--for", "question", type=click.Choice(QUESTIONS), help="A question by its name, in place of an input.")
@click.option(
    "--until",
    multiple=True,
    metavar="TEST",
    help="What must hold: viable (unless told), repaid, “repaid: Bank loan”, no breach, all checks, or a measure by "
    "its key or name against a figure, as “lowest cash >= £0”. Given twice, both must.",
)
@click.option("--least", "end", flag_value="least", help="The least figure at which it holds.")
@click.option("--most", "end", flag_value="most", help="The most at which it holds; without either, every range.")
@click.option("--from", "low", metavar="FIGURE", help="Search no lower than this.")
@click.option("--to", "high", metavar="FIGURE", help="Search no higher than this.")
@click.option("--all-paths", is_flag=True, help="It must hold on every path of the contract, not only the one stated.")
@changes
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def solve(
    scenario: Path,
    overrides: dict[str, str],
    *,
    key: str | None,
    question: str | None,
    until: tuple[str, ...],
    end: Literal["least", "most"] | None,
    low: str | None,
    high: str | None,
    all_paths: bool,
    as_json: bool,
) -> None:
    """Find the figure of an input at which a test holds: the least grant, the most debt, the lowest rent.

    INPUT is its key, as modeller inputs lists it; a * in it stands for any names, all set alike. Exit status 4: no
    figure meets the test.
    """
    from modeller.cli.solving import Asked, print_solution

    if key and question:
        raise click.UsageError("name an input, or ask a question by --for, but not both")
    print_solution(scenario, overrides, Asked(key, question, until, end, (low, high), all_paths, as_json))


@click.command(
    cls=WithExamples,
    examples=[
        "modeller stress mine.yaml",
        "modeller stress mine.yaml --with our-stress.yaml --only voids --only our",
        "modeller stress mine.yaml --reverse",
        'modeller stress mine.yaml --reverse --test "lowest cash >= £0"',
    ],
)
@scenario_file
@changes
@click.option(
    "--with", "more", multiple=True, type=click.Path(path_type=Path), help="A file of a stress besides those there are."
)
@click.option("--only", multiple=True, metavar="NAME", help="Only stresses whose names hold this; as often as wanted.")
@click.option("--reverse", "reversed_", is_flag=True, help="How far each must go before a covenant breaks.")
@click.option("--ranges", is_flag=True, help="With --reverse: of inputs that have a range, in place of stresses.")
@click.option("--test", help="With --reverse: before this no longer holds, worded as for solve --until.")
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def stress(
    scenario: Path,
    overrides: dict[str, str],
    *,
    more: tuple[Path, ...],
    only: tuple[str, ...],
    reversed_: bool,
    ranges: bool,
    test: str | None,
    as_json: bool,
) -> None:
    """Lay stresses over a scenario: what delay, voids, dearer money and repairs, a break and all together do to it."""
    from modeller.cli.stressing import Asked, print_stress

    if (test or ranges) and not reversed_:
        raise click.UsageError("--test and --ranges are for --reverse: add --reverse")
    print_stress(scenario, overrides, Asked(more, only, reversed_, ranges, test, as_json))
