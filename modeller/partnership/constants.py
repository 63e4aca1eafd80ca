"""One of each thing that formulas divide by or count in, said once for all blocks."""

from __future__ import annotations

from modeller.lines.expressions import Constant
from modeller.lines.units import COUNT, HOMES, MONTHS, PER_YEAR

A_HOME = Constant(1, HOMES, "1 home")
A_MONTH = Constant(1, MONTHS, "1 month")
A_YEAR = Constant(12, MONTHS, "12 months")
A_RATE = Constant(1, PER_YEAR, "1 a year")

FEBRUARY, MARCH, APRIL, DECEMBER = (
    Constant(number, MONTHS, name) for number, name in ((2, "February"), (3, "March"), (4, "April"), (12, "December"))
)
MONTHS_OF_30_DAYS = tuple(
    Constant(number, MONTHS, name) for number, name in ((4, "April"), (6, "June"), (9, "September"), (11, "November"))
)


def counted(number: int, of: str) -> Constant:
    """A whole number that structure gives, with what it counts or numbers: “break 2”."""
    return Constant(number, COUNT, of)
