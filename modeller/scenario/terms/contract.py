"""The partnership itself, and the prices of the world around it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeller.scenario import checks
from modeller.scenario.figures import AYear, Block, ByYear, Months, Pounds, YesNo, figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit


class Contract(Block):
    """The partnership between the council and the enterprise."""

    committed: Months = figure(
        "Committed length",
        low=1,
        high=720,
        help="Months from the start to the earliest date at which the council can leave without paying off the debt.",
    )
    ending_cost: Pounds = figure(
        "Cost to the enterprise when the contract ends",
        default=0,
        low=0,
        help="Redundancy and winding down, in money of the start; paid in the month after the contract's last.",
    )
    reversion: YesNo = figure(
        "Transferred homes go back to the council when the contract ends",
        default=False,
        help="The worst case for a lender: the homes handed over leave with their rent, for nothing.",
    )


class Economy(Block):
    """Paths of prices, by calendar year; the last year given is carried forward."""

    consumer_prices: ByYear[AYear] = figure(
        "Consumer prices (CPI), the year's average",
        low=-0.05,
        high=0.25,
        help="Moves the costs that follow consumer prices, each April, by the calendar year before.",
    )
    september_cpi: ByYear[AYear] = figure(
        "Consumer prices (CPI), the September figure",
        low=-0.05,
        high=0.25,
        help="Social rents step each April by the September before, not by the year's average.",
    )
    earnings: ByYear[AYear] = figure("Average earnings", low=-0.05, high=0.25, help="Moves staff costs each April.")
    building_maintenance: ByYear[AYear] = figure(
        "Building maintenance costs", low=-0.05, high=0.25, help="Moves repairs, works and major repairs each April."
    )
    house_prices: ByYear[AYear] = figure(
        "House prices", low=-0.5, high=0.5, help="Moves prices paid and values, month by month."
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:
        """Every path reaches back to the start."""
        return checks.prices_reach_back(self, start)
