"""Other income, running costs and major repairs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from modeller.scenario import checks
from modeller.scenario.figures import (
    AYear,
    Block,
    Month,
    Months,
    Named,
    PoundsAHome,
    PoundsAHomeAYear,
    PoundsAYear,
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

IndexName = Literal["none", "consumer prices", "earnings", "building maintenance"]


class Income(Named):
    """Other income, from the council or anyone else."""

    amount: PoundsAYear = figure("Amount", low=0, help="In money of the start.")
    index: IndexName = text("Moves with", default="none", help="Which path of prices raises it each April.")
    depends_on_contract: Share = figure(
        "Share that stops with the contract", default=0, low=0, high=1, help="1 for a payment under the contract."
    )
    continues_at: Share = figure(
        "Amount at which that share continues",
        default=0,
        low=0,
        high=2,
        help="Of what it was under the contract; nil: it stops.",
    )
    continues_after: Months = figure(
        "Months without it before it continues", default=0, low=0, high=60, help="From the contract's last month."
    )
    paid_after: Months = figure(
        "Paid after", default=0, low=0, high=12, help="Months between earning it and receiving it."
    )
    from_council: YesNo = figure(
        "Paid by the council", default=False, help="Counted in the public money of the partnership."
    )


class Cost(Named):
    """A running cost: by the home, for the scheme as a whole, or both."""

    per_home: PoundsAHomeAYear = figure(
        "Amount a home", default=0, low=0, help="For each home held, in money of the start."
    )
    fixed: PoundsAYear = figure("Amount for the whole scheme", default=0, low=0, help="Whatever the number of homes.")
    index: IndexName = text("Moves with", default="consumer prices", help="Which path of prices raises it each April.")
    above_index: AYear = figure("Rise above that", default=0, low=-0.1, high=0.1, help="Real growth, each April.")
    depends_on_contract: Share = figure(
        "Share that can be avoided when the contract ends",
        default=0,
        low=0,
        high=1,
        help="Nil for costs that go on regardless.",
    )
    staff: Share = figure(
        "Share that is pay", default=0, low=0, high=1, help="What a fair-pay uplift raises; nothing else reads it."
    )
    lease: Months = figure(
        "Term of the lease of which it is the rent",
        default=0,
        low=0,
        high=1800,
        help="From the start. In the accounts a right of use and the rents to come stand in its place; nil: no lease.",
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """See that it has an amount."""
        return checks.cost_has_an_amount(self)


class FairPay(Block):
    """A rise in what staff are paid, besides what prices and earnings add: a fair-pay agreement, a living wage."""

    uplift: Share = figure(
        "Fair-pay uplift", default=0, low=0, high=1, help="Added once to the share of each cost that is pay, and kept."
    )
    begins: Month = figure(
        "First month of the fair-pay uplift", default=1, low=1, high=720, help="A month such as 2027-04."
    )


class RenewedComponent(Named):
    """A part of every home that is renewed at an interval, from the home's own arrival."""

    cost: PoundsAHome = figure(
        "Cost of renewing it in a home",
        low=0,
        help="In money of the start, VAT included; moves with building maintenance.",
    )
    every: Months = figure("Renewed every", low=12, high=1800, help="20 years for kitchens, say.")
    first: Months = figure(
        "First renewed after", low=1, high=1800, help="Months from the home's arrival: what is left of its life then."
    )


class MajorRepairs(Block):
    """Setting money aside for kitchens, roofs and boilers, and spending it."""

    reserve: PoundsAHomeAYear = figure("Set aside at first", default=0, low=0, help="Each month for each home held.")
    later_addition: PoundsAHomeAYear = figure(
        "Set aside in addition, later", default=0, low=0, help="On top of what is set aside at first."
    )
    later_from: Months = figure("Later means after", default=120, low=0, high=720, help="Months from the start.")
    spending: PoundsAHomeAYear = figure(
        "Spent on renewals", default=0, low=0, help="From the reserve; from cash when it runs out."
    )
    spending_from: Months = figure("Renewals begin after", default=120, low=0, high=720, help="Months from the start.")
    components: list[RenewedComponent] = listed()
