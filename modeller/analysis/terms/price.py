"""The price of shortness: what would make a short contract worth as much to a lender as a long one.

With the debt as stated, the least margin over the stated rate at which what the lender expects to get at a length is
worth, at the return it asks, what it is worth at the longest length; and the grant that would do as much.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from modeller.analysis.terms.batch import Array, rate_at_signing, work_lengths
from modeller.partnership.assemble import Partnership

MARGINS = (0.0, 0.0025, 0.005, 0.01, 0.02, 0.04, 0.08, 0.16)
GRANTS = (0.0, 1 / 64, 1 / 32, 1 / 16, 1 / 8, 1 / 4, 1 / 2, 1.0, 2.0)
A_POUND, A_HUNDREDTH = 1.0, 1e-6
Told = Callable[[str], None]


@dataclass(frozen=True)
class Price:
    """For one lender, by length: the margin [a year] and the grant [£]; not a number where none does."""

    name: str
    margins: Array
    grants: Array


def price_of_shortness(
    partnership: Partnership, lengths: Sequence[int], *, bare: bool = False, tell: Told = lambda _: None
) -> list[Price]:
    """The price of each length against the longest of them, for each lender."""
    found = []
    for place, lender in enumerate(partnership.lenders):
        tell(f"{lender.loan.name}: the price of shortness, as a margin")
        worth = _Worth(partnership, place, lengths, bare=bare)
        margins = least(worth.at_margin, MARGINS, len(lengths), worth.tolerance, A_HUNDREDTH)
        tell(f"{lender.loan.name}: the price of shortness, as a grant")
        most = max(partnership.scenario.finance[place].amount, A_POUND)
        steps = tuple(part * most for part in GRANTS)
        grants = least(worth.at_grant, steps, len(lengths), worth.tolerance, A_POUND)
        found.append(Price(lender.loan.name, margins, grants))
    return found


class _Worth:
    """What a loan is expected to be worth to its lender at some lengths, less what it is worth at the longest."""

    def __init__(self, partnership: Partnership, place: int, lengths: Sequence[int], *, bare: bool) -> None:
        loan = partnership.scenario.finance[place]
        self.partnership, self.lengths, self.bare = partnership, list(lengths), bare
        self.measure = partnership.lenders[place].with_exit.worth
        self.rate, self.key = loan.interest, f"finance.{loan.slug}"
        self.hurdle = loan.hurdle or (1 + rate_at_signing(partnership, place) / 12) ** 12 - 1  # as an effective rate
        self.target = float(self._expected([max(lengths)], {})[0])
        self.tolerance = max(A_POUND, loan.amount * 1e-6)

    def at_margin(self, margins: Array, places: Array) -> Array:
        """Paid so much more; the return asked stays as it is, or the lender would gain nothing by it."""
        return self._over(places, {f"{self.key}.interest": self.rate + margins})

    def at_grant(self, grants: Array, places: Array) -> Array:
        """With so much further grant, at signing."""
        stated = self.partnership.scenario.lending.further_grant
        return self._over(places, {"lending.further_grant": stated + grants})

    def _over(self, places: Array, changes: dict[str, Array]) -> Array:
        lengths = [self.lengths[int(place)] for place in places]
        return self._expected(lengths, changes) - self.target

    def _expected(self, lengths: Sequence[int], changes: dict[str, Array]) -> Array:
        settings: dict[str, float | Array] = {f"{self.key}.hurdle": self.hurdle, **changes}
        batch = work_lengths(self.partnership, lengths, [self.measure], bare=self.bare, changes=settings)
        return batch.expected(self.measure)


def least(
    over: Callable[[Array, Array], Array], steps: Sequence[float], number: int, near: float, fine: float
) -> Array:
    """The least of a figure at which something is no longer below nil, for each of a number of places.

    The steps are tried from the least; between the first that does and the one before, the root is found to `fine`.
    What is `near` nil counts as nil. Not a number where no step does.
    """
    from scipy.optimize.elementwise import find_root  # not before it is needed: it takes its time

    low, high = np.zeros(number), np.full(number, np.nan)
    open_ = np.arange(number, dtype=float)
    for step, before in zip(steps, (0.0, *steps), strict=False):
        if not open_.size:
            break
        does = over(np.full(open_.size, step), open_) >= -near
        met = open_[does].astype(int)
        low[met], high[met] = before, step
        open_ = open_[~does]
    between = np.flatnonzero(high > low)
    if between.size:

        def nearly(figures: Array, places: Array) -> Array:
            return over(figures, places) + near

        root = find_root(
            nearly,
            (low[between], high[between]),
            args=(between.astype(float),),
            tolerances={"xatol": fine, "fatol": near / 2},
            maxiter=40,
        )
        high[between] = np.where(root.success, root.x, high[between])
    return high
