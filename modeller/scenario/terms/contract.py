"""The partnership itself, and the prices of the world around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import field_validator

from modeller.scenario import checks, giving, renewal
from modeller.scenario.figures import (
    AYear,
    Block,
    ByYear,
    Months,
    Number,
    Numbered,
    Pounds,
    Share,
    YesNo,
    figure,
    listed,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit


class Extension(Numbered):
    """An option to lengthen the contract, taken or not when what comes before it ends."""

    length: Months = figure("Length of the extension", low=1, high=720, help="Added to the contract if it is taken.")
    probability: Share = figure(
        "Chance that it is taken", low=0, high=1, help="Given that the contract has got so far without ending."
    )
    decided_by: Literal["council", "enterprise", "both"] = text(
        "Decided by", default="council", help="Who says whether it is taken."
    )
    notice: Months = figure(
        "Notice of the decision", default=0, low=0, high=120, help="Months before the contract would end without it."
    )


class Break(Numbered):
    """A date at which the council may end the contract early."""

    at: Months = figure("Ends the contract after", low=1, high=720, help="Months from the start.")
    probability: Share = figure(
        "Chance that it is used", low=0, high=1, help="Given that the contract has got so far without ending."
    )
    notice: Months = figure("Notice of the break", default=0, low=0, high=120, help="Months before it takes effect.")
    compensation: Literal["none", "unamortised capital", "senior debt outstanding"] = text(
        "Compensation",
        default="none",
        help="unamortised capital: what was spent on homes beyond grants, straight-line over the committed length; "
        "senior debt outstanding: what the first loan is owed, which it repays.",
    )


class Retender(Block):
    """The tender after the contract's last month, for a contract of one length, and so on after each."""

    win: Share = figure(
        "Chance that the enterprise wins the tender",
        default=0,
        low=0,
        high=1,
        help="At each tender, given that it came to it. No tender follows a break.",
    )
    length: Months = figure(
        "Length of a contract won", default=0, low=0, high=720, help="Nil: there is no tender to win."
    )
    gap: Months = figure("Gap before a contract won", default=0, low=0, high=60, help="Months without a contract.")
    price: Share = figure(
        "Price at which it is won",
        default=1,
        low=0,
        high=2,
        help="Share of the income that depends on the contract, as against the first contract.",
    )
    cost: Pounds = figure(
        "Cost of a tender to the enterprise", default=0, low=0, help="Won or lost, in money of the start."
    )
    mobilisation: Pounds = figure(
        "Cost of mobilising a contract won", default=0, low=0, help="To the enterprise, in its first month."
    )
    council_cost: Pounds = figure(
        "Cost of a tender to the council", default=0, low=0, help="In money of the start, at each tender."
    )


class Path(Block):
    """The path worked: unless stated, the contract runs its committed length and is not renewed."""

    extended: Number = figure(
        "Extensions taken", default=0, low=0, high=100, help="How many, in the order in which they come."
    )
    broken: Number = figure("Break used", default=0, low=0, high=100, help="Its number in the list; nil for none.")
    won: Number = figure("Tenders won", default=0, low=0, high=720, help="One after the other, until one is lost.")


class Contract(Block):
    """The partnership between the council and the enterprise."""

    committed: Months = figure(
        "Committed length",
        low=1,
        high=720,
        help="Months from the start to the contract's end, before any extension. Lenders count it only to the first "
        "break that does not pay off the debt.",
    )
    extensions: list[Extension] = listed()
    breaks: list[Break] = listed()
    retender: Retender = Retender()
    path: Path = Path()
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
    clawback_first: YesNo = figure(
        "Clawback ranks before lenders",
        default=False,
        help="When homes are sold to repay loans, whether the council's clawback is met first. Lenders ask that it "
        "is not.",
    )
    mortgagee_protected: YesNo = figure(
        "Lenders are protected from it",
        default=False,
        help="Clawback that ranks before lenders falls away when one of them has to sell homes: a mortgagee protection "
        "clause.",
    )

    @field_validator("extensions", mode="before")
    @classmethod
    def _extensions_named(cls, items: object) -> object:
        return Extension.named(items)

    @field_validator("breaks", mode="before")
    @classmethod
    def _breaks_named(cls, items: object) -> object:
        return Break.named(items)

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """What may happen can happen: options fall within the contract, notice within its time, the path exists."""
        yield from renewal.options_can_be_used(self)
        yield from renewal.tender_can_be_won(self)
        yield from renewal.path_exists(self)
        yield from giving.protection_is_of_something(self)


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
    bank_rate: ByYear[AYear] = figure(
        "Bank Rate",
        default=0.0375,
        low=0,
        high=0.25,
        help="What rates of interest that follow it are a margin over, by calendar year.",
        status="fact",
        source="Bank of England, held at 3.75% on 5 February 2026; carried forward, which is an assumption",
    )
    gdp_deflator: ByYear[AYear] = figure(
        "Prices in the whole economy (GDP deflator)",
        default=0.02,
        low=-0.05,
        high=0.25,
        help="Turns money of the day into money of the start, for the council's discounting alone.",
        source="the Bank of England's inflation target stands in for the deflator",
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:
        """Every path reaches back to the start."""
        return checks.prices_reach_back(self, start)
