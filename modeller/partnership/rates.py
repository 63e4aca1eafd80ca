"""Returns that can be told: whether one yearly rate fits a flow, or none, or several."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from modeller.lines.expressions import Constant
from modeller.lines.figures import written
from modeller.lines.functions import equals, flag, magnitude
from modeller.lines.measures import internal_return, present_value
from modeller.lines.model import Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import COUNT, FLAG, PER_YEAR, POUNDS
from modeller.partnership.inputs import sum_of

RATES = (-0.707, -0.253, -0.053, 0.027, 0.077, 0.143, 0.357, 0.977)
"""Yearly rates between which a return is looked for: none is one that a flow is likely to have to the last digit.

A fee before the first pound is lent fits a second rate, but one far beyond the last of these, which nobody earns.
"""


@dataclass(frozen=True)
class Return:
    """How many rates fit a flow [number], and the rate where one does; none where it does not [% a year]."""

    fits: Measure
    rate: Measure


def return_of(section: Section, label: str, flow: Line, back: Measure, lent: Measure) -> Return:
    """The return of a flow at month ends, of which `back` comes back and `lent` goes out in all [£].

    Each time that what the flow is worth changes sign from one of the rates above to the next, a rate between fits.
    """
    signs = []
    for rate in RATES:
        at = f"{label}: worth more than nil at {written(rate, PER_YEAR)}"
        signs.append(
            section.measure(at, flag(present_value(flow, Constant(rate, PER_YEAR, written(rate, PER_YEAR))) > 0), FLAG)
        )
    changes = sum_of(magnitude(one - other) for one, other in pairwise(signs))
    fits = section.measure(f"{label}: rates that fit", changes, COUNT)
    of_one = section.measure(f"{label}: lent, where one rate fits", lent * flag(equals(fits, 1)), POUNDS)
    return Return(fits, section.measure(label, internal_return(flow, back, of_one), PER_YEAR))
