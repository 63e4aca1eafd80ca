"""The story of the partnership, from the contract to the returns: start here.

Blocks never import one another's workings; each is handed the lines it needs, so that its signature says what it
leans on and it can be read, and tested, alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.model import Model
from modeller.lines.views import Views
from modeller.partnership.accounts import Accounts, accounts
from modeller.partnership.costs import costs, other_income
from modeller.partnership.cover import Cover, covers
from modeller.partnership.funding import Funding, funding
from modeller.partnership.grants import grants
from modeller.partnership.homes import Homes, homes
from modeller.partnership.indices import indices
from modeller.partnership.inputs import Terms
from modeller.partnership.outcome import Outcome, outcome
from modeller.partnership.payments import Payments, payments
from modeller.partnership.properties import properties
from modeller.partnership.rent import rent
from modeller.partnership.returns import LenderReturn, lender_returns
from modeller.partnership.show import show
from modeller.partnership.timeline import Timeline, timeline
from modeller.scenario import Scenario


@dataclass(frozen=True)
class Partnership:
    """The model of one partnership, and the lines and measures that say how it fares."""

    scenario: Scenario
    model: Model
    time: Timeline
    homes: Homes
    funding: Funding
    payments: Payments
    accounts: Accounts
    covers: list[Cover]
    lenders: list[LenderReturn]
    outcome: Outcome
    views: Views


def assemble(scenario: Scenario) -> Partnership:
    """Write the model of a scenario, top to bottom, in the order in which it is worked.

    Raises `modeller.lines.expressions.AssemblyError` for lines that cannot stand together.

    >>> from modeller.scenario import read
    >>> ten = assemble(read("scenarios/ten-homes.yaml").scenario)
    >>> ten.payments.loans[0].interest_paid.formula.english
    'the lesser of Interest due and Available with the reserve'
    """
    model = Model(scenario.start, int(scenario.horizon))
    terms = Terms(model, scenario)

    time = timeline(model, terms.contract)
    prices = indices(model, terms.economy, terms.rent, time)
    stock = homes(model, terms, prices)
    rents = rent(model, terms.rent, stock, time, prices)
    income = other_income(model, terms, time, prices)
    spending = costs(model, terms, stock, time, prices)
    given = grants(model, terms, stock, time)
    raised = funding(model, terms, stock, given, time)
    paid = payments(model, terms, rents, income, spending, given, raised)
    estate = properties(model, terms, stock, raised, paid)
    books = accounts(model, terms, stock, rents, income, spending, given, raised, paid, estate)
    tests = covers(model, stock, spending, paid, time)
    lenders = lender_returns(model, time, paid.loans)
    ends = outcome(model, time, stock, rents, income, given, raised, paid, books)
    model.check()

    views = show(paid, books, tests, lenders, ends)
    return Partnership(scenario, model, time, stock, raised, paid, books, tests, lenders, ends, views)
