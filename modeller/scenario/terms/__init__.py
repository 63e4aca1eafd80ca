"""What a scenario may state: every input once, with its label, unit, bounds, default, meaning and source.

Reading, `--set`, the JSON Schema, the inputs sheet and `modeller inputs` all read these declarations. The order here
is the order of the inputs sheet.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from modeller.scenario import charges, checks, giving, money, renewal
from modeller.scenario.figures import Block, Months, Start, figure, listed, text
from modeller.scenario.terms.accounting import Accounts
from modeller.scenario.terms.commissioning import Commissioner
from modeller.scenario.terms.contract import Contract, Economy
from modeller.scenario.terms.finance import Exit, Lending, Reserves
from modeller.scenario.terms.grants import Grant
from modeller.scenario.terms.housing import HomesLot, Rent, Valuation
from modeller.scenario.terms.loans import Loan
from modeller.scenario.terms.running import Cost, FairPay, Income, MajorRepairs
from modeller.scenario.terms.uncertainty import Uncertainty

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from modeller.errors import Unfit


class Scenario(Block):
    """One partnership."""

    title: str = text("Title", help="Shown on every screen and sheet.")
    about: str = text("About", default="", help="What the scenario is, and what is not known.")
    council: str = text("Council", default="The council", help="The public body that gives the grant.")
    enterprise: str = text("Social enterprise", default="The enterprise", help="Who buys, repairs and lets.")
    start: Start = text("First month", help="A month such as 2026-04. Prices are in money of this month.")
    horizon: Months = figure("Months worked", low=12, high=720, help="Up to 60 years; fixed before a run.")
    contract: Contract
    economy: Economy
    homes: list[HomesLot]
    rent: Rent
    income: list[Income] = listed()
    costs: list[Cost] = listed()
    fair_pay: FairPay = FairPay()
    major_repairs: MajorRepairs = MajorRepairs()
    grants: list[Grant] = listed()
    finance: list[Loan] = listed()
    lending: Lending = Lending()
    reserves: Reserves = Reserves()
    valuation: Valuation = Valuation()
    exit: Exit = Exit()
    commissioner: Commissioner = Commissioner()
    accounts: Accounts = Accounts()
    uncertainty: Uncertainty = Uncertainty()

    def disagreements(self, start: date | None) -> Iterator[Unfit]:  # noqa: ARG002
        """What happens does so within the months worked, and what is leant on is stated."""
        yield from checks.homes_arrive_in_time(self)
        yield from checks.reserve_is_filled_in_time(self)
        yield from checks.allowances_are_stated(self)
        yield from money.reserves_are_heard(self)
        yield from giving.grants_match_what_is_spent(self)
        yield from checks.an_uplift_raises_something(self)
        yield from checks.leases_have_a_rate(self)
        yield from renewal.extensions_begin_in_time(self)
        yield from charges.charges_are_on_lots(self)
