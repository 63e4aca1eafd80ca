"""Units: what a figure is measured in, so that £ are never added to £ a week.

A month is the step of the model, so an amount in a month is simply in pounds and a number of months is a plain
number; a year, a week, a home and a pound are dimensions. A rate of interest is therefore "per year", and twelve
months a year turn it into what accrues in a month.

>>> POUNDS_A_WEEK * WEEKS_A_YEAR / PER_YEAR == POUNDS
True
>>> (POUNDS / HOMES).name
'£ per home'
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

HALF_A_PENNY = 0.005
BILLIONTH = 1e-9


@dataclass(frozen=True)
class Unit:
    """A unit of measure: its dimensions decide what may be added to what, its style how it is shown.

    `whole` marks figures that are whole numbers by nature (months, years, flags) and are compared exactly.
    """

    name: str
    dimensions: tuple[tuple[str, int], ...] = ()
    style: str = "number"
    whole: bool = False

    def __mul__(self, other: Unit) -> Unit:
        return _compound(self, other, 1)

    def __truediv__(self, other: Unit) -> Unit:
        return _compound(self, other, -1)

    def __eq__(self, other: object) -> bool:
        """Whether figures in the two units may be added: months and shares may, pounds and homes may not."""
        return isinstance(other, Unit) and self.dimensions == other.dimensions

    def __hash__(self) -> int:
        return hash(self.dimensions)

    @property
    def nil(self) -> float:
        """What counts as nothing: half a penny, a billionth of anything else, exactly nought of a whole number."""
        if self.whole:
            return 0.0
        return HALF_A_PENNY if dict(self.dimensions).get("£") else BILLIONTH


def _compound(left: Unit, right: Unit, sign: int) -> Unit:
    powers = Counter(dict(left.dimensions))
    for dimension, power in right.dimensions:
        powers[dimension] += sign * power
    dimensions = tuple(sorted((name, power) for name, power in powers.items() if power))
    return Unit(_describe(dimensions), dimensions, "pounds" if dimensions == POUNDS.dimensions else "number")


def _describe(dimensions: tuple[tuple[str, int], ...]) -> str:
    above = [name for name, power in dimensions for _ in range(power)]
    below = [f"per {name}" for name, power in dimensions for _ in range(-power)]
    return " ".join([*above, *below]) or "a plain number"


POUNDS = Unit("£", (("£", 1),), "pounds")
POUNDS_A_WEEK = Unit("£ a week", (("week", -1), ("£", 1)), "pence")
POUNDS_A_YEAR = Unit("£ a year", (("year", -1), ("£", 1)), "pounds")
POUNDS_A_HOME = Unit("£ a home", (("home", -1), ("£", 1)), "pounds")
POUNDS_A_HOME_A_WEEK = Unit("£ a home a week", (("home", -1), ("week", -1), ("£", 1)), "pence")
POUNDS_A_HOME_A_YEAR = Unit("£ a home a year", (("home", -1), ("year", -1), ("£", 1)), "pounds")
HOMES = Unit("homes", (("home", 1),))
PER_YEAR = Unit("% a year", (("year", -1),), "percent")
PART_OF_A_YEAR = Unit("of a year", (("year", 1),))
WEEKS_A_YEAR = Unit("weeks a year", (("week", 1), ("year", -1)))
SHARE = Unit("%", (), "percent")
TIMES = Unit("times", (), "times")
INDEX = Unit("index", (), "index")
NUMBER = Unit("number")
MONTHS = Unit("months", (), "whole", whole=True)
MONTH = Unit("month", (), "month", whole=True)  # the number of a month, shown as its date; nil: never
YEAR = Unit("year", (), "year", whole=True)
COUNT = Unit("number", (), "whole", whole=True)  # of things told one by one, such as tenders
YEARS = Unit("years", (), "whole", whole=True)
FLAG = Unit("flag", (), "whole", whole=True)
