"""Money lent: how it is drawn, priced, repaid, secured and sized."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from modeller.scenario import checks
from modeller.scenario.figures import AYear, Block, Months, Named, Pounds, Share, Times, YesNo, figure, text
from modeller.scenario.terms.security import Security

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit

Shape = Literal["annuity", "equal principal", "bullet"]


class Repayment(Block):
    """How the capital of a loan comes back."""

    shape: Shape = text("Shape", help="annuity (level payments), equal principal, or bullet (all at the end).")
    after: Months = figure(
        "Capital holiday", default=0, low=0, high=720, help="Months of interest only, from the start."
    )
    over: Months = figure(
        "Repaid over",
        low=1,
        high=720,
        help="Months from the end of the holiday; a bullet falls due in the last of them.",
    )


class Pricing(Block):
    """What a lender gets besides interest at a rate: a share of what is left, and capital that moves with prices."""

    cash_share: Share = figure(
        "Share of the month's cash after this loan's interest and capital",
        default=0,
        low=0,
        high=1,
        help="Of income less costs, repairs and loans above, while anything is owed. What is not there is not due.",
    )
    linked_to: Literal["none", "house prices", "consumer prices"] = text(
        "Capital moves with", default="none", help="What is owed rises and falls with it, month by month."
    )


class Covenants(Block):
    """What the lender tests at the end of each financial year; nil means not tested."""

    tested_from: Months = figure(
        "Tested after",
        default=12,
        low=1,
        high=720,
        help="Months from the start; lenders wait until homes are let.",
    )
    debt_service_cover: Times = figure(
        "Least debt-service cover", default=0, low=0, high=10, help="Over this loan and those ranking above it."
    )
    interest_cover: Times = figure(
        "Least interest cover", default=0, low=0, high=10, help="Operating cash after major repairs over interest."
    )
    loan_to_value: Share = figure("Most loan to value", default=0, low=0, high=5, help="On the stated valuation basis.")
    rent_cover: Times = figure(
        "Least rent cover", default=0, low=0, high=10, help="A year's rent roll, before voids, over debt service."
    )
    surplus_cover: Times = figure(
        "Least surplus cover",
        default=0,
        low=0,
        high=10,
        help="A year's surplus before interest and depreciation, over debt service.",
    )
    mri_cover: Times = figure(
        "Least EBITDA-MRI cover",
        default=0,
        low=0,
        high=10,
        help="A year's surplus before interest, depreciation, grant and gains, less major repairs, over interest.",
    )
    gearing: Share = figure(
        "Most gearing", default=0, low=0, high=5, help="All debt less cash, over what the homes held have cost."
    )
    liquidity: Months = figure(
        "Least liquidity",
        default=0,
        low=0,
        high=60,
        help="Months of running costs and debt service, at last year's pace, held in cash apart from reserves.",
    )
    loan_life_cover: Times = figure(
        "Least loan-life cover",
        default=0,
        low=0,
        high=10,
        help="What operating cash to the loan's last month is worth at its rate, over what is owed.",
    )


class Sizing(Block):
    """How much the lender will lend against income; a target of nil means that income does not limit it."""

    target_cover: Times = figure(
        "Target cover on income that lasts",
        default=0,
        low=0,
        high=10,
        help="Planned cash over debt service that the lender wants before lending; nil: the loan is not sized by it.",
    )
    dependent_cover: Times = figure(
        "Target cover on income that depends on the contract",
        default=0,
        low=0,
        high=10,
        help="Nil: the same as on income that lasts.",
    )
    longest_term: Months = figure(
        "Longest term",
        default=300,
        low=1,
        high=720,
        help="Months from the start over which the lender counts income that lasts.",
        source="25 years, as social banks publish for property loans",
    )
    tail: Months = figure(
        "Tail",
        default=0,
        low=0,
        high=120,
        help="Months before the committed end by which income that depends on the contract must have repaid.",
    )
    by: Literal["level", "sculpted"] = text(
        "Sized by", default="level", help="level: payments are all alike; sculpted: they follow the cash."
    )


class Loan(Named):
    """Money lent, repaid in the order of the list: the first ranks highest."""

    lender: str = text("Lender", default="", help="Who lends.")
    social: YesNo = figure("Counts as social investment", default=True, help="Counted in the social investment raised.")
    amount: Pounds = figure("Amount of the loan", low=0, help="The most that may be drawn.")
    interest: AYear = figure(
        "Rate of interest",
        low=0,
        high=0.5,
        help="A nominal yearly rate; one twelfth accrues each month on what is owed.",
    )
    pricing: Pricing = Pricing()
    repayment: Repayment
    available: Months = figure(
        "Available to draw for",
        default=1,
        low=1,
        high=720,
        help="Months from the start; then what is left is drawn at once.",
    )
    arrangement_fee: Share = figure(
        "Arrangement fee",
        default=0,
        low=0,
        high=0.2,
        help="Share of the loan, paid at signing out of the money raised.",
    )
    commitment_fee: AYear = figure(
        "Commitment fee", default=0, low=0, high=0.1, help="A yearly rate on what is not yet drawn."
    )
    covenants: Covenants = Covenants()
    sizing: Sizing = Sizing()
    recourse: Pounds = figure(
        "Recourse",
        default=0,
        low=0,
        help="What a guarantor pays if the loan is not repaid, in money of the day.",
    )
    break_cost: Share = figure(
        "Cost of repaying early", default=0, low=0, high=0.2, help="Share of what is repaid before it is due."
    )
    security: Security = Security()
    hurdle: AYear = figure(
        "Return the investor asks",
        default=0,
        low=0,
        high=0.5,
        help="An effective yearly rate at which the lender values what it gets; nil: the loan's own.",
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """See that it is drawn before it is repaid."""
        return checks.loan_is_drawn_before_it_is_repaid(self)
