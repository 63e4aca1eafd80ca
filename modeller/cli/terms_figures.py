"""How the tables of `modeller terms` write their figures: short, so that eighty columns hold them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from rich.table import Table

from modeller.analysis.terms.lengths import View
from modeller.lines.figures import written
from modeller.lines.units import PER_YEAR, POUNDS

A_YEAR = 12
BARS, SAMPLES = "▁▂▃▄▅▆▇█", 10
THOUSAND, MILLION = 1e3, 1e6
LEAST_OWED = 5_000  # the least debt shown, as £0.01m; the cover of less says nothing
LEAST = 0.0001  # the least margin shown: a hundredth of a point


def plain_table() -> Table:
    """A table without lines, close set."""
    return Table(box=None, pad_edge=False, padding=(0, 1, 0, 0))


def row_of(view: View) -> list[str]:
    """Cover, owed, exit cover, expected loss, chance and homes of one length."""
    owed = sum(each.figures["owed_at_contract_end"].without_renewal for each in view.lenders)
    exits = [
        each.figures["exit_cover_stressed"].without_renewal
        for each in view.lenders
        if each.figures["owed_at_contract_end"].without_renewal > LEAST_OWED
    ]
    chance = min((lender.chance for lender in view.lenders), default=1.0)
    return [
        f"{view.lowest_cover:.2f}" if view.lowest_cover else "–",
        millions(owed),
        f"{min(exits):.2f}" if exits else "–",
        thousands(view.loss),
        f"{chance:.0%}",
        f"{view.figures['homes_retained'].without_renewal:.0f}",
    ]


def spark(row: Sequence[float], most: float) -> str:
    """A row of months as ten small bars, against the most that any row comes to.

    >>> spark([0, 0, 5, 10, 10, 10, 5, 5, 0, 0, 0], 10)
    ' ▅███▅▅   '
    """
    places = np.linspace(1, len(row) - 1, SAMPLES)
    return "".join(_bar(float(row[round(place)]), most) for place in places)


def _bar(figure: float, most: float) -> str:
    if most <= 0 or figure <= 1:
        return " "
    return BARS[min(len(BARS) - 1, int(figure / most * len(BARS)))]


def years(months: int) -> str:
    """A length in years and months, briefly."""
    years, rest = divmod(months, A_YEAR)
    return f"{years}y" if not rest else f"{years}y {rest}m" if years else f"{rest}m"


def length_of(months: int | None) -> str:
    """A shortest length, or that there is none."""
    return "none" if months is None else years(months)


def millions(figure: float) -> str:
    """Pounds in millions, with no nought below nil; a dash for none.

    >>> millions(4_160_000), millions(-1e-9), millions(float("nan"))
    ('£4.16m', '£0.00m', '–')
    """
    return "–" if figure != figure else f"£{round(figure / MILLION, 2) + 0.0:.2f}m"  # noqa: PLR0124  not a number


def thousands(figure: float) -> str:
    """Pounds in thousands; a dash for nothing."""
    return "–" if figure < 1 else f"£{figure / THOUSAND:,.0f}k"


def price_of(margin: float, grant: float) -> str:
    """A margin, or the grant that does as much; a dash for nothing."""
    if margin == 0 and grant == 0:
        return "–"
    by_rate = "no rate does" if np.isnan(margin) else f"+{written(max(margin, LEAST), PER_YEAR)}"
    by_grant = "no grant does" if np.isnan(grant) else written(grant, POUNDS)
    return f"{by_rate}, or {by_grant}"


def step(figure: float) -> str:
    """A step of a walk, with its sign; nil is said."""
    if abs(figure) < 1:
        return "nil"
    return f"{'+' if figure > 0 else ''}{written(figure, POUNDS)}"


def cell(loss: float, repaid: bool) -> str:  # noqa: FBT001
    """A cell of a map: a tick, or the expected loss in thousands."""
    return "✔" if repaid else f"{loss / THOUSAND:,.0f}"


def few(lengths: Sequence[int], most: int = 20) -> list[int]:
    """At most so many of some lengths, spread evenly: a map has room for no more."""
    if len(lengths) <= most:
        return list(lengths)
    return sorted({lengths[round(place)] for place in np.linspace(0, len(lengths) - 1, most)})
