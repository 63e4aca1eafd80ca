"""Grants, loans and reserves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from modeller.scenario import checks
from modeller.scenario.figures import AYear, Block, Month, Months, Named, Pounds, Share, Times, YesNo, figure, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit

Shape = Literal["annuity", "equal principal", "bullet"]


class Grant(Named):
    """Money given by the council, once."""

    amount: Pounds = figure("Amount of the grant", low=0, help="In money of the day, not indexed.")
    at_signing: Share = figure("Paid at signing", default=1, low=0, high=1, help="In the first month.")
    as_homes_arrive: Share = figure(
        "Paid as homes arrive", default=0, low=0, high=1, help="The same sum for each home bought or handed over."
    )
    clawback_over: Months = figure(
        "Clawback tapers away over",
        default=0,
        low=0,
        high=720,
        help="If the contract ends sooner the council may ask for what the taper has left, month by month. Nil: none.",
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """See that it adds up."""
        return checks.grant_adds_up(self)


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

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """See that it is drawn before it is repaid."""
        return checks.loan_is_drawn_before_it_is_repaid(self)


class Reserves(Block):
    """Cash kept back for a bad month."""

    working_capital: Pounds = figure(
        "Working capital at signing", default=0, low=0, help="A use of the money raised, in the first month."
    )
    debt_service: Pounds = figure(
        "Debt-service reserve",
        default=0,
        low=0,
        help="Filled from the money raised, drawn on before a payment to the first loan is missed.",
    )
    debt_service_filled: Month = figure(
        "Month in which that reserve is filled", default=1, low=1, high=720, help="A month such as 2028-09."
    )
