"""Money lent: its parts together, what secures it and how it is sized."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from modeller.scenario import money
from modeller.scenario.figures import AYear, Block, Months, Named, Pounds, Share, Times, YesNo, figure, text
from modeller.scenario.terms.pricing import Pricing
from modeller.scenario.terms.repayment import Drawing, Repayment
from modeller.scenario.terms.security import Security

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit


class Guarantee(Block):
    """Someone else pays what the enterprise cannot, up to a limit, for a premium."""

    amount: Pounds = figure(
        "Guaranteed in all", default=0, low=0, help="The most the guarantor ever pays; nil: there is no guarantee."
    )
    premium: AYear = figure(
        "Premium", default=0, low=0, high=0.1, help="A yearly rate on what is still guaranteed, while the loan lasts."
    )
    repaid: YesNo = figure(
        "The guarantor is repaid", default=True, help="After all lenders, out of what is left, without interest."
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
    loan_to_value: Share = figure(
        "Most lent to value",
        default=0,
        low=0,
        high=2,
        help="With loans above it, of the homes' value on the lenders' basis when last available; nil: no limit.",
    )
    by: Literal["level", "sculpted"] = text(
        "Sized by", default="level", help="level: payments are all alike; sculpted: they follow the cash."
    )


class Loan(Named):
    """Money lent, repaid in the order of the list: the first ranks highest."""

    like: str = text(
        "Product", default="", help="A product such as bank loan, or a file of terms: it says what is not stated here."
    )
    lender: str = text("Lender", default="", help="Who lends.")
    social: YesNo = figure("Counts as social investment", default=True, help="Counted in the social investment raised.")
    amount: Pounds = figure("Amount of the loan", low=0, help="The most that may be drawn.")
    interest: AYear = figure(
        "Rate of interest",
        low=0,
        high=0.5,
        help="A nominal yearly rate, or the margin over the rate that pricing follows; it accrues each month on what "
        "is owed.",
    )
    pricing: Pricing = Pricing()
    repayment: Repayment
    drawing: Drawing = Drawing()
    available: Months = figure(
        "Available to draw for",
        default=1,
        low=1,
        high=720,
        help="Months from the start; then what is left is drawn at once, unless it lapses.",
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
    guarantee: Guarantee = Guarantee()
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
        """Its parts fit together."""
        yield from money.loan_is_drawn_before_it_is_repaid(self)
        yield from money.loan_is_sized_as_it_is_repaid(self)
        yield from money.guarantee_is_heard(self)
