"""What stands behind a loan besides the cash: the homes charged to it, and a layer that takes its first losses."""

from __future__ import annotations

from modeller.scenario.figures import Block, Names, Pounds, figure, text


class Security(Block):
    """The homes charged to a loan, and who loses first."""

    homes: Names = text(
        "Homes charged",
        default="all",
        help="all: every home owned; none: unsecured, with what homes bring once secured loans are repaid; or names "
        "of lots, which cannot be leased ones.",
    )
    first_loss: Pounds = figure(
        "First-loss layer",
        default=0,
        low=0,
        help="What somebody else has given to absorb this loan's loss before its lender bears any.",
    )
