"""The accounting framework."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from modeller.scenario import checks
from modeller.scenario.figures import AYear, Block, Months, Named, Share, YesNo, figure, listed, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit


class Component(Named):
    """A part of a home that is depreciated over its own life."""

    share: Share = figure(
        "Share of the cost of a home", low=0, high=1, help="What is in no component is land, and is not depreciated."
    )
    life: Months = figure(
        "Useful life", low=12, high=1800, help="Straight line, from the month after the money is spent."
    )


class Accounts(Block):
    """The accounting framework."""

    framework: str = text(
        "Accounting framework", default="FRS 102", help="And the statement of recommended practice that is followed."
    )
    grants: Literal["accrual", "performance"] = text(
        "Grants are recognised by", default="accrual", help="accrual: over a life; performance: when received."
    )
    grant_life: Months = figure(
        "Grants are released over",
        default=600,
        low=12,
        high=1800,
        help="The life of the structure they pay for; accrual only.",
    )
    lives_cut_to_contract: YesNo = figure(
        "Lives are cut to the committed length",
        default=False,
        help="Where the economic life of the homes depends on the contract, as one provider's published policy has it.",
    )
    components: list[Component] = listed()
    lease_rate: AYear = figure(
        "Rate at which leases are discounted",
        default=0,
        low=0,
        high=0.5,
        help="The rate in the lease, or that at which the enterprise could borrow; wanted where a cost is a lease.",
    )
    corporation_tax: Share = figure(
        "Rate of corporation tax",
        default=0,
        low=0,
        high=0.5,
        help="For an enterprise that is no charity: 25%, the main rate since April 2023. Nil: no tax.",
        source="nil: charities are exempt on rents applied to their purposes, Corporation Tax Act 2010, Part 11",
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """Components are parts."""
        return checks.components_are_parts(self.components)
