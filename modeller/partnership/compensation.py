"""What the council pays when it uses a break, in the month after the contract's last."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import equals, flag, maximum, ratio, share
from modeller.lines.model import Model
from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.partnership.constants import counted
from modeller.partnership.contract import PAYS_OFF_THE_DEBT, Contract
from modeller.partnership.funding import Funding
from modeller.partnership.inputs import sum_of


@dataclass(frozen=True)
class Compensation:
    """Compensation by month [£]: all of it, and what of it goes to the first loan."""

    paid: Line
    to_first_loan: Line | None


def compensation(model: Model, contract: Contract, funding: Funding) -> Compensation | None:
    """By the terms of the break that the path uses; nothing at all where no break pays.

    Unamortised capital is what has been spent on homes and works beyond grants, straight-line over the committed
    length. Senior debt outstanding is what the first loan is owed, which repays it.
    """
    breaks = list(enumerate(contract.terms.breaks, start=1))
    kinds = {option.stated("compensation") for _, option in breaks} - {"none"}
    if not kinds:
        return None
    section = model.section("Contract").under("Compensation")
    path = contract.terms.path
    used = {n: flag(equals(path.broken, counted(n, f"break {n}"))) * contract.ended for n, _ in breaks}
    of_kind = {kind: [each for each in breaks if each[1].stated("compensation") == kind] for kind in kinds}
    parts: list[Expression] = []
    if capital := of_kind.get("unamortised capital"):
        spent = section.balance("Spent on homes beyond grants", POUNDS)
        to_date = spent.close(funding.homes - funding.grants)
        left = sum_of(share(ratio(option.at, contract.terms.committed)) * used[number] for number, option in capital)
        paid = maximum(0, to_date) * maximum(0, left)
        parts.append(section.line("Capital not yet written off", paid, POUNDS))
    to_first = None
    if funding.schedules and (debt := of_kind.get(PAYS_OFF_THE_DEBT)):
        owed = funding.schedules[0].facility.owed.opening
        to_first = section.line("First loan paid off", owed * sum_of(used[number] for number, _ in debt), POUNDS)
        parts.append(to_first)
    return Compensation(section.line("Compensation from the council", sum_of(parts), POUNDS), to_first)
