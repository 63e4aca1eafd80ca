"""One of each thing that formulas divide by or count in, said once for all blocks."""

from __future__ import annotations

from modeller.lines.expressions import Constant
from modeller.lines.units import HOMES, MONTHS, PER_YEAR

A_HOME = Constant(1, HOMES, "1 home")
A_MONTH = Constant(1, MONTHS, "1 month")
A_YEAR = Constant(12, MONTHS, "12 months")
A_RATE = Constant(1, PER_YEAR, "1 a year")
