"""The accounts: income and expenditure, balance sheet and cash flow, balancing every month.

Basis: FRS 102; homes at cost less component depreciation; government grant by the accrual or the performance model;
lenders' fees charged as they fall due.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Constant, Expression
from modeller.lines.functions import minimum, ratio
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.partnership.costs import Costs, OtherIncome
from modeller.partnership.funding import Funding
from modeller.partnership.grants import Grants
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.payments import Payments
from modeller.partnership.properties import Properties
from modeller.partnership.rent import Rent


@dataclass(frozen=True)
class Accounts:
    """Every line of the three statements by month [£]."""

    income: list[tuple[str, Line]]
    expenditure: list[tuple[str, Line]]
    surplus: Line
    assets: list[tuple[str, Line]]
    liabilities: list[tuple[str, Line]]
    net_assets: Line
    reserves: Line
    difference: Line
    cash_flow: list[tuple[str, Line]]
    movement: Line
    cash: Line
    cash_difference: Line


@dataclass(frozen=True)
class Deferred:
    """A grant in the accounts by month [£]: recognised as income, charged when clawed back, still deferred."""

    income: Line
    charge: Line
    deferred: Line


def accounts(
    model: Model,
    terms: Terms,
    homes: Homes,
    rent: Rent,
    other: OtherIncome,
    costs: Costs,
    grants: Grants,
    funding: Funding,
    payments: Payments,
    stock: Properties,
) -> Accounts:
    """The three statements from the lines above, with two differences that must be nil."""
    section = model.section("Accounts")
    granted = _deferred(model, section.under("Grants"), terms, grants.received, grants.clawback, Constant(0))
    gone = ratio(sum_of(lot.returning for lot in homes.lots if lot.returning is not None), _handed_before(homes))
    donated = _deferred(model, section.under("Value handed over"), terms, grants.donated, grants.donated_clawback, gone)
    return _statements(section, rent, other, costs, funding, payments, stock, (granted, donated))


def _handed_before(homes: Homes) -> Expression:
    """Homes handed over that are held before any go back in the month."""
    return sum_of(lot.held_before + lot.arriving for lot in homes.lots if lot.handed_over)


def _deferred(
    model: Model, section: Section, terms: Terms, received: Line, clawback: Line, gone: Expression
) -> Deferred:
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


def _statements(
    section: Section,
    rent: Rent,
    other: OtherIncome,
    costs: Costs,
    funding: Funding,
    payments: Payments,
    stock: Properties,
    deferred: tuple[Deferred, Deferred],
) -> Accounts:
    account = section.under("Income and expenditure")
    interest = account.line("Interest", sum_of(loan.interest_due for loan in payments.loans), POUNDS)
    depreciation = account.line("Depreciation", sum_of(pool.charge for pool in stock.pools), POUNDS)
    lost = account.line("Loss on homes that went back", sum_of(pool.lost for pool in stock.pools), POUNDS)
    recognised = account.line("Grant recognised", sum_of(each.income for each in deferred), POUNDS)
    clawback = account.line("Clawback charged", sum_of(each.charge for each in deferred), POUNDS)
    let = account.line("Rent less voids", rent.gross - rent.voids, POUNDS)
    income = [
        ("Rent less voids", let),
        ("Void guarantee", rent.guarantee),
        ("Other income", other.earned),
        ("Grant recognised", recognised),
    ]
    spent = [
        ("Running costs", costs.running),
        ("Bad debts", rent.bad_debts),
        ("Depreciation", depreciation),
        ("Lenders' fees", funding.fees),
        ("Interest", interest),
        ("Loss on homes that went back", lost),
        ("Clawback charged", clawback),
    ]
    surplus = account.line("Surplus", sum_of(line for _, line in income) - sum_of(line for _, line in spent), POUNDS)

    sheet = section.under("Balance sheet")
    homes_net = sheet.line("Homes at cost less depreciation", _net(stock), POUNDS, stock=True)
    cash = sheet.line(
        "Cash and reserves in cash",
        payments.cash + payments.repairs_reserve + payments.debt_reserve,
        POUNDS,
        stock=True,
    )
    loans = sheet.line("Loans", sum_of(loan.owed for loan in payments.loans), POUNDS, stock=True)
    owing = sheet.line("Deferred grant", sum_of(each.deferred for each in deferred), POUNDS, stock=True)
    assets = [("Homes at cost less depreciation", homes_net), ("Debtors", other.debtors), ("Cash", cash)]
    liabilities = [
        ("Creditors", payments.creditors),
        ("Clawback owed to the council", payments.clawback_owed),
        ("Loans", loans),
        ("Deferred grant", owing),
    ]
    net = sheet.line(
        "Net assets", sum_of(line for _, line in assets) - sum_of(line for _, line in liabilities), POUNDS, stock=True
    )
    reserves = sheet.balance("Reserves", POUNDS).close(surplus)
    difference = sheet.line("Net assets less reserves", net - reserves, POUNDS, stock=True)

    flows, movement = _cash_flow(section.under("Cash flow"), costs, funding, payments, stock.spent)
    total = section.under("Cash flow").balance("Cash by the cash flow", POUNDS).close(movement)
    gap = section.under("Cash flow").line("Cash flow less balance sheet", total - cash, POUNDS, stock=True)
    return Accounts(income, spent, surplus, assets, liabilities, net, reserves, difference, flows, movement, cash, gap)


def _net(stock: Properties) -> Expression:
    return sum_of(pool.cost for pool in stock.pools) - sum_of(pool.depreciation for pool in stock.pools)


def _cash_flow(
    section: Section, costs: Costs, funding: Funding, payments: Payments, spent_on_homes: Line
) -> tuple[list[tuple[str, Line]], Line]:
    """Cash in and out: from running the homes, from buying and renewing them, and from those who fund them."""
    late = section.line("Rise in what creditors are owed", payments.creditors - payments.creditors_before, POUNDS)
    running = section.line("Running costs paid", late - costs.running, POUNDS)
    spent = section.line("Homes, works and renewals", -spent_on_homes, POUNDS)
    interest = section.line("Interest paid", -sum_of(loan.interest_paid for loan in payments.loans), POUNDS)
    repaid = section.line("Loans repaid", -sum_of(loan.principal_paid for loan in payments.loans), POUNDS)
    fees = section.line("Lenders' fees", -funding.fees, POUNDS)
    clawback = section.line("Clawback paid", -payments.clawback_paid, POUNDS)
    flows = [
        ("Rent and other income received", payments.receipts),
        ("Running costs paid", running),
        ("Homes, works and renewals", spent),
        ("Grants received", funding.grants),
        ("Loans drawn", funding.drawn),
        ("Lenders' fees", fees),
        ("Interest paid", interest),
        ("Loans repaid", repaid),
        ("Clawback paid", clawback),
    ]
    return flows, section.line("Movement in cash", sum_of(line for _, line in flows), POUNDS)
