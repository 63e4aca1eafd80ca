"""The commands of what is uncertain: `simulate`, `sensitivity`; what they need is imported when they run."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from modeller.cli.shape import WithExamples, answers, changes, scenario_file

SAMPLINGS = ("sobol", "latin")


@click.command(
    cls=WithExamples,
    examples=[
        "modeller simulate scenarios/p3-west-lindsey.yaml",
        "modeller simulate mine.yaml --draws 4096 --seed 7",
        "modeller simulate mine.yaml --sampling latin --json > futures.json",
    ],
)
@scenario_file
@changes
@click.option("--draws", type=click.IntRange(32), help="How many; 2,048 unless told.")
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


@click.command(
    cls=WithExamples,
    examples=[
        "modeller sensitivity scenarios/p3-west-lindsey.yaml",
        "modeller sensitivity mine.yaml --measure 'homes retained' --by 10%",
        "modeller sensitivity mine.yaml --of rent.voids --against finance.bank_loan.interest",
        "modeller sensitivity mine.yaml --variance --draws 256",
    ],
)
@scenario_file
@changes
@click.option(
    "--measure", help="Its key, or any part of its name; unless told, cash and reserves less debts at the end."
)
@click.option("--by", metavar="PART", help="Move also every figure without a range by so much of itself, such as 10%.")
@click.option("--of", metavar="KEY", help="A table of the measure over this input.")
@click.option("--against", metavar="KEY", help="With --of, over a second input too.")
@click.option("--variance", is_flag=True, help="Say what share of the variance each input explains; takes many draws.")
@click.option("--draws", type=click.IntRange(32), default=512, show_default=True, help="For --variance.")
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True, help="The same seed, the same draws.")
@click.option("--json", "as_json", is_flag=True, help="Print for programs.")
@answers
def sensitivity(scenario: Path, overrides: dict[str, str], *, as_json: bool, **asked: Any) -> None:  # noqa: ANN401
    """Show what matters: every uncertain input from its low to its high, one at a time, the widest swing first.

    An input is uncertain where its file gives it a range: voids: {is: 3%, low: 2%, high: 8%}.
    """
    from modeller.cli.sensing import Asked, print_sensitivity

    print_sensitivity(scenario, overrides, Asked(**asked), as_json=as_json)
