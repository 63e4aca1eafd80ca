"""The levers that a committee asks for: rents, costs, prices, grants, interest, voids, each a little more or less."""

from __future__ import annotations

import re

from modeller.lines.model import Model
from modeller.lines.units import PER_YEAR, SHARE, TIMES
from modeller.lines.views import Lever
from modeller.partnership.inputs import Terms

_TIMES = (
    ("Rents", r"homes\.\w+\.rent"),
    ("Other income", r"income\.\w+\.amount"),
    ("Running costs", r"costs\.\w+\.(per_home|fixed)"),
    ("Works", r"homes\.\w+\.works"),
    ("Purchase prices", r"homes\.\w+\.price"),
    ("Grants", r"grants\.\w+\.amount"),
)
_PLUS = (
    ("Interest", r"finance\.\w+\.interest", PER_YEAR),
    ("Voids", r"rent\.voids", SHARE),
    ("Consumer prices", r"economy\.(consumer_prices|september_cpi)\.\d+", PER_YEAR),
    ("House prices", r"economy\.house_prices\.\d+", PER_YEAR),
)


def levers(model: Model, terms: Terms) -> tuple[Lever, ...]:
    """The levers that move some input of a model, each named by what it moves.

    Interest is moved of loans that bear it: what is added to none would make another loan of it.
    """
    free = {f"finance.{loan.stated('slug')}.interest" for loan in terms.finance if not _bears_interest(loan)}
    found = [
        *(Lever(label, "times", TIMES, _keys(model, pattern)) for label, pattern in _TIMES),
        *(Lever(label, "plus", unit, _keys(model, pattern) - free) for label, pattern, unit in _PLUS),
    ]
    return tuple(lever for lever in found if lever.keys)


def _keys(model: Model, pattern: str) -> frozenset[str]:
    return frozenset(key for key in model.inputs if re.fullmatch(pattern, key))


def _bears_interest(loan: Terms) -> bool:
    """Whether a loan has a rate of its own, or one over what it follows."""
    return bool(loan.stated("interest")) or loan.stated("pricing").follows != "none"
