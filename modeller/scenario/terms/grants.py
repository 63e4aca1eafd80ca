"""Grants: what the council gives, when, and on what terms it asks for it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import field_validator

from modeller.scenario import giving
from modeller.scenario.figures import Homes, Month, Months, Named, Numbered, Pounds, Share, YesNo, figure, listed, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit


class Milestone(Numbered):
    """A part of a grant that is paid when so many homes have arrived."""

    homes: Homes = figure("Homes that have arrived", low=1, high=100_000, help="Of all lots together.")
    share: Share = figure("Part of the grant it pays", low=0, high=1, help="In the month in which they have arrived.")
    by: Month = figure(
        "Last month in which it is paid",
        default=720,
        low=1,
        high=720,
        help="A month such as 2029-03: if it is reached later, that part is never paid. Unless stated there is none.",
    )


class Grant(Named):
    """Money given by the council, once."""

    amount: Pounds = figure("Amount of the grant", low=0, help="In money of the day, not indexed.")
    used_for: Literal["capital", "revenue"] = text(
        "Used for",
        default="capital",
        help="capital: it pays for homes and works; revenue: it helps to run them, and is income as it comes.",
    )
    at_signing: Share = figure("Paid at signing", default=1, low=0, high=1, help="In the first month.")
    as_homes_arrive: Share = figure(
        "Paid as homes arrive", default=0, low=0, high=1, help="The same sum for each home bought or handed over."
    )
    as_spent: Share = figure(
        "Paid as money is spent",
        default=0,
        low=0,
        high=1,
        help="On homes and works, until this part is used up; “matches” says how much of each pound.",
    )
    matches: Share = figure(
        "Part of each pound spent that it pays",
        default=1,
        low=0,
        high=1,
        help="25%: every £4 spent on homes and works is met by £1 of this grant.",
    )
    milestones: list[Milestone] = listed()
    paid_from: Month = figure(
        "First month in which it is paid",
        default=1,
        low=1,
        high=720,
        help="Only for a revenue grant: a month such as 2026-04.",
    )
    paid_over: Months = figure(
        "Paid over", default=0, low=0, high=720, help="Only for a revenue grant: in equal monthly parts."
    )
    clawback_over: Months = figure(
        "It may be clawed back for",
        default=0,
        low=0,
        high=720,
        help="If the contract ends sooner the council may ask for what a taper over these months has left. Nil: none.",
    )
    taper: YesNo = figure(
        "Clawback tapers",
        default=True,
        help="In equal monthly steps; no: all of it may be asked for until those months are over. Homes England may "
        "recover its grant in perpetuity (GOV.UK, Recovery of Capital Grants General Determination 2017).",
    )
    clawback_most: Pounds = figure(
        "Most that is clawed back", default=0, low=0, help="Nil: no limit but what was paid."
    )
    recycled_for: Months = figure(
        "Clawback is recycled for",
        default=0,
        low=0,
        high=720,
        help="The enterprise owes it at once but keeps it so long, as a recycled capital grant fund does. Nil: it is "
        "to be paid when the contract ends.",
    )

    @field_validator("milestones", mode="before")
    @classmethod
    def _milestones_named(cls, items: object) -> object:
        return Milestone.named(items)

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """See that all of it is paid, once, and that nothing said of it is idle."""
        yield from giving.terms_fit_the_grant(self)
        yield from giving.grant_adds_up(self)
