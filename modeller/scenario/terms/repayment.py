"""How a loan is drawn and how its capital comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from modeller.scenario import money
from modeller.scenario.figures import Block, ByYear, Months, Share, YesNo, figure, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit

Shape = Literal["annuity", "equal principal", "bullet", "sculpted", "as stated", "from its share"]
Often = Literal["monthly", "quarterly", "half-yearly", "yearly"]


class Repayment(Block):
    """How the capital of a loan comes back."""

    shape: Shape = text(
        "Shape",
        help="annuity (level payments), equal principal, bullet (all at the end), sculpted (planned cash over the "
        "target cover), as stated (by year), or from its share (of income, until the end).",
    )
    after: Months = figure(
        "Capital holiday", default=0, low=0, high=720, help="Months of interest only, from the start."
    )
    over: Months = figure(
        "Repaid over",
        low=1,
        high=720,
        help="Months from the end of the holiday; a bullet falls due in the last of them.",
    )
    paid: Often = text(
        "Paid", default="monthly", help="How often interest and capital fall due; interest between is simple."
    )
    balloon: Share = figure(
        "Left to the last payment", default=0, low=0, high=1, help="Share of the loan that regular payments leave."
    )
    by_year: ByYear[Share] = figure(
        "Share of the loan repaid in the calendar year",
        default=0,
        low=0,
        high=1,
        help="For the shape “as stated”, in equal parts at its payments; the last year given is carried forward.",
    )
    interest_holiday: Months = figure(
        "Interest holiday", default=0, low=0, high=720, help="Months from the start in which no interest is paid."
    )
    in_holiday: Literal["rolled up", "waived"] = text(
        "Interest of the holiday is", default="rolled up", help="Added to what is owed, or never charged."
    )
    extension: Months = figure(
        "Extension",
        default=0,
        low=0,
        high=120,
        help="Months after it falls due in which a loan not repaid is paid as cash allows before it can be called; "
        "a bond's legal maturity is so much later than its expected one.",
    )
    sweep: Share = figure(
        "Share of the month's cash swept to repay early",
        default=0,
        low=0,
        high=1,
        help="Of the month's own cash after this loan's service; it counts towards what falls due next.",
    )

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """Payments fall in whole periods, and nothing is said that would be idle."""
        return money.repayment_is_heard(self)


class Drawing(Block):
    """How a loan is drawn while it is available."""

    pace: Literal["as needed", "evenly"] = text(
        "Drawn", default="as needed", help="as needed: what grants do not cover; evenly: the same sum each month."
    )
    lapses: YesNo = figure(
        "What is not drawn lapses",
        default=False,
        help="When the loan ceases to be available; otherwise what is left is drawn then.",
    )
    redrawn: YesNo = figure(
        "What is repaid can be drawn again",
        default=False,
        help="While the loan is available: revolving credit, drawn also when cash falls below what is kept.",
    )
