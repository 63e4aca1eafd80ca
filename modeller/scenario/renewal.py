"""Extensions, breaks and tenders that could never come to anything, and paths that do not exist."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from modeller.errors import Unfit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from modeller.scenario.terms import Scenario
    from modeller.scenario.terms.contract import Contract


def begins(contract: Contract) -> list[float]:
    """The month in which the contract would end without each extension, and, last, with all of them."""
    return list(accumulate((each.length for each in contract.extensions), initial=contract.committed))


def options_can_be_used(contract: Contract) -> Iterator[Unfit]:
    """A break falls within the contract at its longest; notice is given after the start."""
    *starts, end = begins(contract)
    for number, (each, start) in enumerate(zip(contract.extensions, starts, strict=True)):
        if each.notice > start:
            what = f"notice of {_months(each.notice)} is longer than the {_months(start)} before the extension"
            yield Unfit(what, "shorten the notice", f"extensions.{number}.notice")
    for number, option in enumerate(contract.breaks):
        if option.at >= end:
            what = f"the break comes after {_months(option.at)}, when the contract has ended, after {_months(end)}"
            yield Unfit(what, "bring the break forward, or take it out", f"breaks.{number}.at")
        if option.notice > option.at:
            what = f"notice of {_months(option.notice)} is longer than the {_months(option.at)} before the break"
            yield Unfit(what, "shorten the notice, or put the break later", f"breaks.{number}.notice")


def tender_can_be_won(contract: Contract) -> Iterator[Unfit]:
    """A chance of winning is a chance of winning something."""
    if contract.retender.win and not contract.retender.length:
        what = "there is a chance of winning the tender, but no length of contract to win"
        yield Unfit(what, "add “length: 5 years” beside it", "retender.win")


def path_exists(contract: Contract) -> Iterator[Unfit]:
    """The path worked uses only what there is."""
    path, (*_, end) = contract.path, begins(contract)
    if path.extended > len(contract.extensions):
        what = f"the path takes {path.extended:g} extensions, and there are {len(contract.extensions)}"
        yield Unfit(what, "take no more than there are", "path.extended")
    if path.broken > len(contract.breaks):
        what = f"the path uses break {path.broken:g}, and there are {len(contract.breaks)}"
        yield Unfit(what, "give the number of a break in the list, or nil for none", "path.broken")
    elif path.broken and contract.breaks[int(path.broken) - 1].at >= min(
        end, begins(contract)[min(int(path.extended), len(contract.extensions))]
    ):
        yield Unfit(
            "the path uses a break after the contract has ended on it",
            "take more extensions, or an earlier break",
            "path.broken",
        )
    if path.won and (not contract.retender.length or path.broken):
        why = "no tender follows a break" if path.broken else "there is no tender to win"
        yield Unfit(f"the path wins a tender, but {why}", "take “won” out of the path", "path.won")


def extensions_begin_in_time(scenario: Scenario) -> Iterator[Unfit]:
    """An extension that begins after the last month worked would be idle; a contract that fills them all is whole."""
    contract = scenario.contract
    if contract.committed >= scenario.horizon:
        return
    for number, start in enumerate(begins(contract)[:-1]):
        if start >= scenario.horizon:
            what = f"the extension begins after {_months(start)}, and {_months(scenario.horizon)} are worked"
            yield Unfit(what, "take it out, or lengthen the horizon", f"contract.extensions.{number}.length")


def _months(count: float) -> str:
    return f"{count:g} month{'s' * (count != 1)}"
