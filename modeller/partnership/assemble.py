"""The story of the partnership, from the contract to the returns: start here.

Blocks never import one another's workings; each is handed the lines it needs, so that its signature says what it
leans on and it can be read, and tested, alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.model import Model
from modeller.lines.views import Views
from modeller.partnership.accounts import Accounts, accounts
from modeller.partnership.commissioning import Commissioning, commissioning
from modeller.partnership.compensation import compensation
from modeller.partnership.contract import Contract, contract_on_path
from modeller.partnership.costs import Costs, costs, other_income
from modeller.partnership.cover import Cover, covers
from modeller.partnership.exits import Exits, exits
from modeller.partnership.funding import Funding, funding
from modeller.partnership.grants import Grants, grants
from modeller.partnership.homes import Homes, homes
from modeller.partnership.indices import Indices, indices
from modeller.partnership.inputs import Terms
from modeller.partnership.leases import Leases, leases
from modeller.partnership.lending import Lending, lending
from modeller.partnership.levers import levers
from modeller.partnership.outcome import Outcome, outcome
from modeller.partnership.payments import Payments, payments
from modeller.partnership.pricing import pricing
from modeller.partnership.prompts import prompts
from modeller.partnership.properties import properties
from modeller.partnership.rent import rent
from modeller.partnership.reserves import liquidity
from modeller.partnership.returns import LenderReturn, all_lenders, lender_returns
from modeller.partnership.security import charges
from modeller.partnership.show import show
from modeller.partnership.shown import Shown
from modeller.partnership.tax import Tax, tax_charged, tax_to_pay
from modeller.partnership.timeline import Timeline, timeline
from modeller.scenario import Scenario


@dataclass(frozen=True)
class Partnership:
    """The model of one partnership, and the lines and measures that say how it fares."""

    scenario: Scenario
    model: Model
    time: Timeline
    indices: Indices
    contract: Contract
    lending: Lending
    homes: Homes
    costs: Costs
    grants: Grants
    funding: Funding
    payments: Payments
    tax: Tax | None
    leases: Leases | None
    accounts: Accounts
    covers: list[Cover]
    exits: Exits
    lenders: list[LenderReturn]
    outcome: Outcome
    commissioning: Commissioning
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

    time = timeline(model, terms.finance)
    prices = indices(model, terms.economy, terms.rent, time)
    contract = contract_on_path(model, terms.contract, time)
    stock = homes(model, terms, contract, prices)
    rents = rent(model, terms.rent, stock, contract, prices)
    income = other_income(model, terms, contract, prices)
    money = pricing(model, terms, prices, time)
    to_pay = tax_to_pay(model, terms, time)
    spending = costs(model, terms, stock, time, contract, prices, to_pay.due if to_pay else None)
    allowed = lending(model, terms, money, contract, stock, rents, income, spending)
    given = grants(model, terms, stock, time, contract, allowed.gap)
    kept = liquidity(model, terms, spending)
    raised = funding(model, terms, stock, given, time, allowed.lent, money, kept)
    compensated = compensation(model, contract, raised)
    paid = payments(model, terms, stock, rents, income, spending, given, raised, kept, compensated)
    estate = properties(model, terms, stock, spending, raised, paid)
    tax = tax_charged(terms, time, to_pay, rents, income, spending, raised, paid)
    leased = leases(model, terms, spending)
    charged = charges(model, terms, stock, rents, prices)
    books = accounts(model, terms, stock, rents, income, spending, given, raised, paid, estate, tax, leased)
    tests = covers(model, time, contract, charged, spending, paid, books, estate)
    ends = outcome(model, time, stock, rents, income, spending, given, raised, paid, books, tax)
    leave = exits(model, terms, time, contract, stock, charged, allowed, paid, tests, ends.homes_at_end)
    lenders = lender_returns(model, time, contract, leave.loans)
    council = commissioning(model, terms, time, contract, stock, rents, income, given, paid, prices)
    asked = prompts(model, time, contract, stock, spending, paid, estate)
    together = all_lenders(model, lenders, leave.loans)
    model.check()

    shown = Shown(
        terms, contract, allowed, stock, given, paid, books, tests, leave, lenders, together, ends, council, asked
    )
    return Partnership(
        scenario=scenario,
        model=model,
        time=time,
        indices=prices,
        contract=contract,
        lending=allowed,
        homes=stock,
        costs=spending,
        grants=given,
        funding=raised,
        payments=paid,
        tax=tax,
        leases=leased,
        accounts=books,
        covers=tests,
        exits=leave,
        lenders=lenders,
        outcome=ends,
        commissioning=council,
        views=show(scenario, shown, levers(model, terms)),
    )
