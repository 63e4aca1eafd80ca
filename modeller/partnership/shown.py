"""What the sheets are drawn from: the blocks of the partnership, and the words that several sheets share."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.views import Alert, Cell, Covenant
from modeller.partnership.accounts import Accounts
from modeller.partnership.commissioning import Commissioning
from modeller.partnership.contract import Contract
from modeller.partnership.cover import Cover
from modeller.partnership.exits import Exits
from modeller.partnership.grants import Grants
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms
from modeller.partnership.lending import Lending
from modeller.partnership.loans import Loan
from modeller.partnership.outcome import Outcome
from modeller.partnership.payments import Payments
from modeller.partnership.returns import AllLenders, LenderReturn

NONE = "none"


@dataclass(frozen=True)
class Shown:
    """Every block that is shown, as `assemble` has it."""

    terms: Terms
    contract: Contract
    lending: Lending
    homes: Homes
    grants: Grants
    payments: Payments
    accounts: Accounts
    covers: list[Cover]
    exits: Exits
    lenders: list[LenderReturn]
    together: AllLenders | None
    outcome: Outcome
    council: Commissioning
    asked: list[Alert]

    @property
    def loans(self) -> list[Loan]:
        """The loans in their rank."""
        return self.payments.loans

    @property
    def names(self) -> tuple[str, ...]:
        """What they are called."""
        return tuple(loan.name for loan in self.loans)


def covenants(shown: Shown) -> tuple[Covenant, ...]:
    """Every covenant that the scenario sets, loan by loan."""
    return tuple(
        Covenant(
            heading=cover.loan.name,
            name=each.name[0].upper() + each.name[1:],
            figure=each.figure,
            limit=each.limit,
            headroom=each.headroom,
            tested=each.tested,
            broken=each.cure.broken,
            needed=each.cure.needed,
            least=each.least,
            first=each.cure.first,
            most=each.cure.most,
        )
        for cover in shown.covers
        for each in cover.headrooms
        if each.cure is not None
    )


def if_used(terms: Terms, field: str) -> Cell:
    """A figure's input where some line reads it; otherwise there is none of what it states."""
    found = terms.used(field)
    return NONE if found is None else found
