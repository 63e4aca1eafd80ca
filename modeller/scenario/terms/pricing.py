"""What a lender gets for its money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from modeller.scenario import money
from modeller.scenario.figures import AYear, Block, PoundsAYear, Share, Times, figure, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit


class Pricing(Block):
    """What a lender gets: a rate, fixed or following another; a share of income; capital that moves with prices."""

    follows: Literal["none", "bank rate", "consumer prices"] = text(
        "The rate follows", default="none", help="Then “interest” is the margin over it; none: the rate is fixed."
    )
    least_rate: AYear = figure(
        "Floor of the rate", default=0, low=0, high=0.5, help="Of the rate with its margin, where it follows another."
    )
    most_rate: AYear = figure(
        "Cap of the rate", default=0.5, low=0, high=0.5, help="Of the rate with its margin, where it follows another."
    )
    step_up: AYear = figure(
        "Added to the rate once the loan has fallen due",
        default=0,
        low=0,
        high=0.2,
        help="What an extension costs; see “repayment: extension”.",
    )
    counted_in: Literal["months", "days"] = text(
        "Interest is counted in", default="months", help="months: a twelfth of the rate each; days: of a year of 365."
    )
    fees: Literal["paid", "added to the loan"] = text(
        "The arrangement fee is", default="paid", help="Paid out of the money raised, or added to what is owed."
    )
    share: Share = figure(
        "Share paid to the lender",
        default=0,
        low=0,
        high=1,
        help="Of what “share_of” says, month by month, while anything is owed. What is not there is not due.",
    )
    share_of: Literal["cash", "surplus", "rent", "revenue"] = text(
        "It is a share of",
        default="cash",
        help="cash: the month's own cash after this loan's service; surplus: the same before capital; "
        "rent received; revenue: rent and other income.",
    )
    share_above: PoundsAYear = figure("Shared only above", default=0, low=0, help="What is under this is not shared.")
    share_at_most: AYear = figure(
        "Most that is shared, of what is owed", default=0, low=0, high=1, help="A rate on what is owed; nil: no limit."
    )
    most_back: Times = figure(
        "Most paid to the lender in all",
        default=0,
        low=0,
        high=20,
        help="Of what was drawn, interest, capital and shares together; nil: no limit. It stops the share alone.",
    )
    linked_to: Literal["none", "house prices", "consumer prices"] = text(
        "Capital moves with", default="none", help="What is owed rises and falls with it, month by month."
    )
    of_rise: Share = figure(
        "Part of a rise above the start that is added", default=1, low=0, high=2, help="100%: all of it."
    )
    of_fall: Share = figure(
        "Part of a fall below the start that is taken off", default=1, low=0, high=1, help="0%: a floor under capital."
    )
    least_rise: AYear = figure(
        "Collar of the rise in a year",
        default=-0.05,
        low=-0.05,
        high=0.25,
        help="Where capital moves with consumer prices.",
    )
    most_rise: AYear = figure(
        "Cap of the rise in a year",
        default=0.25,
        low=-0.05,
        high=0.25,
        help="Where capital moves with consumer prices.",
    )

    @property
    def moves_in_full(self) -> bool:
        """Whether capital moves with all of every rise and fall."""
        return self.of_rise == self.of_fall == 1

    @property
    def bounds_rises(self) -> bool:
        """Whether a collar or a cap is stated."""
        fields = type(self).model_fields
        return any(getattr(self, name) != fields[name].default for name in ("least_rise", "most_rise"))

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """Floors are under caps, and nothing is said that would be idle."""
        return money.pricing_is_heard(self)
