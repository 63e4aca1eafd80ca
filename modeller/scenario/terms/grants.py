"""Grants: what the council gives, when, and on what terms it asks for it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeller.scenario import checks
from modeller.scenario.figures import Months, Named, Pounds, Share, figure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit


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
