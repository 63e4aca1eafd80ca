"""What the commands share: examples in help, a scenario and its changes, and faults told plainly."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from rich.console import Console

Command = TypeVar("Command", bound=Callable[..., Any])


def plain_console() -> Console:
    """A terminal that takes what users wrote as it is: brackets and colons in a name are no marks of style."""
    from rich.console import Console

    return Console(highlight=False, markup=False, emoji=False)


class WithExamples(click.Command):
    """A command whose help ends with examples."""

    def __init__(self, *args: Any, examples: list[str] | None = None, **settings: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **settings)
        self.examples = examples or []

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples under the options."""
        super().format_epilog(ctx, formatter)
        if self.examples:
            with formatter.section("Examples"):
                formatter.write("".join(f"  {example}\n" for example in self.examples))


class Commands(click.Group):
    """The commands, in the order in which a newcomer needs them."""

    command_class = WithExamples

    def list_commands(self, ctx: click.Context) -> list[str]:
        """As written, not by the alphabet."""
        del ctx
        return list(self.commands)


def scenario_file(command: Command) -> Command:
    """The scenario that a command reads."""
    return click.argument("scenario", type=click.Path(path_type=Path))(command)


def changes(command: Command) -> Command:
    """`--set KEY=VALUE`, as often as wanted."""
    option = click.option(
        "--set",
        "overrides",
        multiple=True,
        metavar="KEY=VALUE",
        callback=pairs,
        help="Change one input for this run, by its key.",
    )
    return option(command)


def pairs(ctx: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """What was given as KEY=VALUE, by key."""
    found = {}
    for value in values:
        key, equals, figure = value.partition("=")
        if not equals or not key.strip():
            raise click.BadParameter(
                f"“{value}” is not KEY=VALUE, such as contract.committed=“7 years”", ctx, parameter
            )
        found[key.strip()] = figure.strip()
    return found


def answers(command: Command) -> Command:
    """Tell the faults of a scenario on stderr, all at once, and end with status 1; 130 where the user stops it."""

    @functools.wraps(command)
    def told(*args: Any, **settings: Any) -> Any:  # noqa: ANN401
        from modeller.errors import Faults, WorkingError

        try:
            return command(*args, **settings)
        except (Faults, WorkingError) as faults:
            click.echo(str(faults), err=True)
            sys.exit(1)
        except KeyboardInterrupt:
            click.echo("Stopped; nothing half-written is left.", err=True)
            sys.exit(130)

    return told  # type: ignore[return-value]  # same signature, by wraps
