"""The accounts: income and expenditure, balance sheet and cash flow, balancing every month.

Basis: FRS 102; homes at cost less component depreciation; government grant by the accrual or the performance model;
lenders' fees charged as they fall due.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Constant, Expression
from modeller.lines.functions import ratio
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.partnership.costs import Costs, OtherIncome
from modeller.partnership.deferred import Deferred, charged, defer
from modeller.partnership.financing import Rows, charged_by_lenders, fees_charged, given_up, owed_besides, paid_besides
from modeller.partnership.funding import Funding
from modeller.partnership.grants import Grants
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.leases import Leases
from modeller.partnership.payments import Payments
from modeller.partnership.properties import Properties
from modeller.partnership.rent import Rent
from modeller.partnership.tax import Tax

NET, LOST = "Homes at cost less depreciation", "Loss on homes that went back"
RUNNING, TAX = "Running costs", "Corporation tax"
SOLD, COMPENSATION = "Cost of homes sold, less depreciation", "Compensation from the council"
REVENUE, OVERAGE, RECYCLED = "Revenue grants", "Overage to the council", "Recycled grant"


@dataclass(frozen=True)
class Accounts:
    """Every line of the three statements by month [£]."""

    income: Rows
    expenditure: Rows
    surplus: Line
    assets: Rows
    liabilities: Rows
    net_assets: Line
    reserves: Line
    difference: Line
    cash_flow: Rows
    movement: Line
    cash: Line
    cash_difference: Line


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
    tax: Tax | None,
    leases: Leases | None,
) -> Accounts:
    """The three statements from the lines above, with two differences that must be nil."""
    section = model.section("Accounts")
    granted = defer(model, section.under("Grants"), terms, grants.received, grants.clawback, Constant(0))
    gone = ratio(sum_of(lot.returning for lot in homes.lots if lot.returning is not None), _handed_before(homes))
    donated = defer(model, section.under("Value handed over"), terms, grants.donated, grants.donated_clawback, gone)
    deferred = (granted, donated)

    account, sheet, flow = (section.under(each) for each in ("Income and expenditure", "Balance sheet", "Cash flow"))
    income, spent, surplus = _income_and_expenditure(
        account, homes, rent, other, costs, grants, funding, payments, stock, deferred, tax, leases
    )
    assets, liabilities, net, cash = _balance_sheet(sheet, other, grants, payments, stock, deferred, tax, leases)
    reserves = sheet.balance("Reserves", POUNDS).close(surplus)
    flows, movement = _cash_flow(flow, costs, grants, funding, payments, stock.spent)
    by_flow = flow.balance("Cash by the cash flow", POUNDS).close(movement)
    return Accounts(
        income=income,
        expenditure=spent,
        surplus=surplus,
        assets=assets,
        liabilities=liabilities,
        net_assets=net,
        reserves=reserves,
        difference=sheet.line("Net assets less reserves", net - reserves, POUNDS, stock=True),
        cash_flow=flows,
        movement=movement,
        cash=cash,
        cash_difference=flow.line("Cash flow less balance sheet", by_flow - cash, POUNDS, stock=True),
    )


def _handed_before(homes: Homes) -> Expression:
    """Homes handed over that are held before any go back in the month."""
    return sum_of(lot.held_before + lot.arriving for lot in homes.lots if lot.handed_over)


def _income_and_expenditure(
    account: Section,
    homes: Homes,
    rent: Rent,
    other: OtherIncome,
    costs: Costs,
    grants: Grants,
    funding: Funding,
    payments: Payments,
    stock: Properties,
    deferred: tuple[Deferred, Deferred],
    tax: Tax | None,
    leases: Leases | None,
) -> tuple[Rows, Rows, Line]:
    """Income, expenditure, and the surplus of the one over the other."""
    income = [
        ("Rent less voids", account.line("Rent less voids", rent.gross - rent.voids, POUNDS)),
        ("Void guarantee", rent.guarantee),
        ("Other income", other.earned),
        ("Grant recognised", account.line("Grant recognised", sum_of(each.income for each in deferred), POUNDS)),
    ]
    spent = [
        (RUNNING, costs.running),
        ("Bad debts", rent.bad_debts),
        ("Depreciation", account.line("Depreciation", sum_of(pool.charge for pool in stock.pools), POUNDS)),
        ("Lenders' fees", fees_charged(account, funding, payments)),
        ("Interest", account.line("Interest", sum_of(loan.interest_charged for loan in payments.loans), POUNDS)),
        (LOST, account.line(LOST, sum_of([stock.handed_over.lost]), POUNDS)),
        ("Clawback charged", account.line("Clawback charged", charged(grants, deferred), POUNDS)),
    ]
    spent += charged_by_lenders(account, payments)
    income += given_up(account, payments)
    if grants.revenue is not None:
        income.append((REVENUE, grants.revenue))
    if payments.sold_for is not None:
        income.append(("Homes sold", _brought(account, homes, payments.sold_for)))
        spent.append((SOLD, account.line(SOLD, sum_of([stock.bought.lost]), POUNDS)))
    if homes.overage is not None:
        spent.append((OVERAGE, homes.overage))
    if payments.compensation is not None:
        income.append((COMPENSATION, payments.compensation))
    if leases is not None:
        spent[0] = (RUNNING, account.line(RUNNING, costs.running - leases.rent, POUNDS))
        spent += [("Depreciation of the right of use", leases.depreciation), ("Interest on leases", leases.interest)]
        income.append(("Lease liability released", leases.released))
    if tax is not None:
        spent.append((TAX, tax.charge))
    return income, spent, account.line("Surplus", _added(income) - _added(spent), POUNDS)


def _brought(account: Section, homes: Homes, sold_for: Line) -> Line:
    """What homes sold bring: overage is a cost, and not taken off income."""
    if homes.overage is None:
        return sold_for
    return account.line("Homes sold, less the cost of selling", sold_for + homes.overage, POUNDS)


def _balance_sheet(
    sheet: Section,
    other: OtherIncome,
    grants: Grants,
    payments: Payments,
    stock: Properties,
    deferred: tuple[Deferred, Deferred],
    tax: Tax | None,
    leases: Leases | None,
) -> tuple[Rows, Rows, Line, Line]:
    """Assets, liabilities, the one less the other, and cash, which the cash flow must agree with."""
    held = payments.cash + payments.repairs_reserve + payments.debt_reserve
    cash = sheet.line("Cash and reserves in cash", held, POUNDS, stock=True)
    owed = sum_of(loan.owed for loan in payments.loans)
    grant = sum_of(each.deferred for each in deferred)
    assets = [
        (NET, sheet.line(NET, _net(stock), POUNDS, stock=True)),
        ("Debtors", other.debtors),
        ("Cash", cash),
    ]
    liabilities = [
        ("Creditors", payments.creditors),
        *_owed_to_the_council(sheet, grants, payments),
        ("Loans", sheet.line("Loans", owed, POUNDS, stock=True)),
        *owed_besides(sheet, payments),
        ("Deferred grant", sheet.line("Deferred grant", grant, POUNDS, stock=True)),
        *([(f"{TAX} owed", tax.owed)] if tax is not None else []),
    ]
    if leases is not None:
        assets.insert(1, ("Right of use", leases.right_of_use))
        liabilities.append(("Lease liability", leases.liability))
    net = sheet.line("Net assets", _added(assets) - _added(liabilities), POUNDS, stock=True)
    return assets, liabilities, net, cash


def _owed_to_the_council(sheet: Section, grants: Grants, payments: Payments) -> Rows:
    """Clawback, and apart from it what of it the enterprise may keep for now."""
    if grants.recycled is None:
        return [("Clawback owed to the council", payments.clawback_owed)]
    due = sheet.line("Clawback owed to the council", payments.clawback_owed - grants.recycled, POUNDS, stock=True)
    return [("Clawback owed to the council", due), (RECYCLED, grants.recycled)]


def _added(rows: Rows) -> Expression:
    return sum_of(line for _, line in rows)


def _net(stock: Properties) -> Expression:
    return sum_of(pool.cost for pool in stock.pools) - sum_of(pool.depreciation for pool in stock.pools)


def _cash_flow(
    section: Section, costs: Costs, grants: Grants, funding: Funding, payments: Payments, spent_on_homes: Line
) -> tuple[Rows, Line]:
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
        *([(REVENUE, grants.revenue)] if grants.revenue is not None else []),
        ("Running costs paid", running),
        ("Homes, works and renewals", spent),
        *([("Homes sold", payments.sold_for)] if payments.sold_for is not None else []),
        *([(COMPENSATION, payments.compensation)] if payments.compensation is not None else []),
        ("Grants received", funding.grants),
        ("Loans drawn", funding.drawn),
        ("Lenders' fees", fees),
        ("Interest paid", interest),
        ("Loans repaid", repaid),
        *paid_besides(section, payments),
        ("Clawback paid", clawback),
        *([(TAX, section.line(TAX, -costs.tax_due, POUNDS))] if costs.tax_due is not None else []),
    ]
    return flows, section.line("Movement in cash", _added(flows), POUNDS)
