"""Grants in the accounts: deferred, recognised as income, and charged when they are clawed back."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import minimum, ratio
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.partnership.grants import Grants
from modeller.partnership.inputs import Terms, sum_of


@dataclass(frozen=True)
class Deferred:
    """A grant in the accounts by month [£]: recognised as income, charged when clawed back, still deferred."""

    income: Line
    charge: Line
    deferred: Line


def defer(model: Model, section: Section, terms: Terms, received: Line, clawback: Line, gone: Expression) -> Deferred:
    """A grant: released over its life (accrual) or taken as income at once (performance).

    Clawback comes first out of what is still deferred; what has been released already is charged. Of homes that go
    back, what is still deferred is released with them.
    """
    owing = section.balance("Deferred grant", POUNDS)
    if terms.accounts.grants == "performance":
        released = section.line("Recognised", received, POUNDS)
    else:
        last = section.line("Received the month before", model.back(received, 1), POUNDS)
        monthly = ratio(model.trailing(last, terms.accounts.grant_life), terms.accounts.grant_life)
        released = section.line("Released", minimum(owing.opening, monthly), POUNDS)
    left = owing.opening + received - released
    taken = section.line("Clawback out of what is deferred", minimum(left, clawback), POUNDS)
    with_homes = section.line("Released with homes that went back", (left - taken) * gone, POUNDS)
    deferred = owing.close(received, -released, -taken, -with_homes)
    income = section.line("Grant recognised as income", released + with_homes, POUNDS)
    return Deferred(income, section.line("Clawback charged", clawback - taken, POUNDS), deferred)


def charged(grants: Grants, deferred: tuple[Deferred, Deferred]) -> Expression:
    """Clawback beyond what is still deferred; of revenue grants all of it, for they were income as they came."""
    charged = [each.charge for each in deferred]
    return sum_of(charged if grants.revenue_clawback is None else [*charged, grants.revenue_clawback])
