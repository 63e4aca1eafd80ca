"""Homes charged to loans: they are lots of the scenario, the enterprise's own, and what is tested on them is there."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from modeller.errors import Unfit
from modeller.lines.names import slug
from modeller.scenario.quantities import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modeller.scenario.terms import Scenario
    from modeller.scenario.terms.loans import Loan

ALL, NONE = ["all"], ["none"]
TESTED_ON_HOMES = ("loan_to_value", "rent_cover")


def charges_are_on_lots(scenario: Scenario) -> Iterator[Unfit]:
    """A name that is no lot would be no security, without a word; a leased home is its landlord's to charge."""
    lots = {lot.slug: lot for lot in scenario.homes}
    for number, loan in enumerate(scenario.finance):
        stated, at = loan.security.homes, f"finance.{number}.security.homes"
        for place, name in enumerate([] if stated in (ALL, NONE) else stated):
            here = (f"{at}.{place}", at)
            lot = lots.get(slug(name))
            if lot is None:
                yield Unfit(
                    f"{quoted(name)} is no lot of homes", _meant(name, [each.name for each in lots.values()]), *here
                )
            elif lot.leased:
                remedy = "take it out: these are not the enterprise's to charge"
                yield Unfit(f"{quoted(name)} is leased, and leased homes cannot be charged", remedy, *here)
        if stated == NONE:
            yield from _tested_on_nothing(number, loan)


def _tested_on_nothing(number: int, loan: Loan) -> Iterator[Unfit]:
    for name in TESTED_ON_HOMES:
        if getattr(loan.covenants, name):
            what = "a loan secured on no homes cannot be tested on them"
            yield Unfit(what, "take it out, or say which homes are charged", f"finance.{number}.covenants.{name}:")


def _meant(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f"did you mean {quoted(close[0])}?" if close else f"choose from: {', '.join(known)}, all or none"
