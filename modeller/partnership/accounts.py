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

Rows = list[tuple[str, Line]]  # rows of a statement: what each is called there, and its line
NET, LOST = "Homes at cost less depreciation", "Loss on homes that went back"
SHARED, INDEXED = "Shares of cash paid to lenders", "Indexation of loans"
PREMIUMS, CALLED, GUARANTORS = "Guarantee premiums", "Received from guarantors", "Paid to guarantors"
WRITTEN_OFF, GUARANTORS_PAID = "Capital written off by lenders", "Paid by guarantors, not to be repaid"
ACCRUED, GUARANTORS_OWED = "Interest accrued", "Owed to guarantors"
SOLD, COMPENSATION = "Cost of homes sold, less depreciation", "Compensation from the council"


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
    deferred = (granted, donated)

    account, sheet, flow = (section.under(each) for each in ("Income and expenditure", "Balance sheet", "Cash flow"))
    income, spent, surplus = _income_and_expenditure(account, rent, other, costs, funding, payments, stock, deferred)
    assets, liabilities, net, cash = _balance_sheet(sheet, other, payments, stock, deferred)
    reserves = sheet.balance("Reserves", POUNDS).close(surplus)
    flows, movement = _cash_flow(flow, costs, funding, payments, stock.spent)
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


def _income_and_expenditure(
    account: Section,
    rent: Rent,
    other: OtherIncome,
    costs: Costs,
    funding: Funding,
    payments: Payments,
    stock: Properties,
    deferred: tuple[Deferred, Deferred],
) -> tuple[Rows, Rows, Line]:
    """Income, expenditure, and the surplus of the one over the other."""
    income = [
        ("Rent less voids", account.line("Rent less voids", rent.gross - rent.voids, POUNDS)),
        ("Void guarantee", rent.guarantee),
        ("Other income", other.earned),
        ("Grant recognised", account.line("Grant recognised", sum_of(each.income for each in deferred), POUNDS)),
    ]
    spent = [
        ("Running costs", costs.running),
        ("Bad debts", rent.bad_debts),
        ("Depreciation", account.line("Depreciation", sum_of(pool.charge for pool in stock.pools), POUNDS)),
        ("Lenders' fees", _fees(account, funding, payments)),
        ("Interest", account.line("Interest", sum_of(loan.interest_charged for loan in payments.loans), POUNDS)),
        (LOST, account.line(LOST, sum_of([stock.handed_over.lost]), POUNDS)),
        ("Clawback charged", account.line("Clawback charged", sum_of(each.charge for each in deferred), POUNDS)),
    ]
    spent += _lenders_other(account, payments)
    income += _given_up(account, payments)
    if payments.sold_for is not None:
        income.append(("Homes sold", payments.sold_for))
        spent.append((SOLD, account.line(SOLD, sum_of([stock.bought.lost]), POUNDS)))
    if payments.compensation is not None:
        income.append((COMPENSATION, payments.compensation))
    return income, spent, account.line("Surplus", _added(income) - _added(spent), POUNDS)


def _fees(account: Section, funding: Funding, payments: Payments) -> Line:
    """Lenders' fees, whether they are paid or added to a loan."""
    added = [fee for loan in payments.loans if (fee := loan.schedule.facility.fee_added) is not None]
    if not added:
        return funding.fees
    return account.line("Lenders' fees, paid and added to loans", funding.fees + sum_of(added), POUNDS)


def _lenders_other(account: Section, payments: Payments) -> Rows:
    """What lenders and guarantors get besides interest, where any does."""
    rows: Rows = []
    if any(isinstance(loan.shared, Line) for loan in payments.loans):
        rows.append((SHARED, account.line(SHARED, sum_of(loan.shared for loan in payments.loans), POUNDS)))
    if any(loan.price.growth is not None for loan in payments.loans):
        rows.append((INDEXED, account.line(INDEXED, sum_of(loan.indexation for loan in payments.loans), POUNDS)))
    if payments.guarantees:
        rows.append((PREMIUMS, account.line(PREMIUMS, sum_of(each.premium for each in payments.guarantees), POUNDS)))
    return rows


def _given_up(account: Section, payments: Payments) -> Rows:
    """What lenders write off by their contracts, and what guarantors pay without being repaid."""
    rows: Rows = []
    if written := [loan.written_off for loan in payments.loans if loan.written_off is not None]:
        rows.append((WRITTEN_OFF, account.line(WRITTEN_OFF, sum_of(written), POUNDS)))
    if payments.guarantees:
        kept = sum_of(each.called - each.to_be_repaid for each in payments.guarantees)
        rows.append((GUARANTORS_PAID, account.line(GUARANTORS_PAID, kept, POUNDS)))
    return rows


def _owed_besides(sheet: Section, payments: Payments) -> Rows:
    """Interest accrued between payments, and what guarantors are owed."""
    rows: Rows = []
    if accrued := [each.accrued for loan in payments.loans if (each := loan.asked.interest).accrued is not None]:
        rows.append((ACCRUED, sheet.line(ACCRUED, sum_of(accrued), POUNDS, stock=True)))
    if payments.guarantees:
        owed = sum_of(each.owed for each in payments.guarantees)
        rows.append((GUARANTORS_OWED, sheet.line(GUARANTORS_OWED, owed, POUNDS, stock=True)))
    return rows


def _balance_sheet(
    sheet: Section, other: OtherIncome, payments: Payments, stock: Properties, deferred: tuple[Deferred, Deferred]
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
        ("Clawback owed to the council", payments.clawback_owed),
        ("Loans", sheet.line("Loans", owed, POUNDS, stock=True)),
        *_owed_besides(sheet, payments),
        ("Deferred grant", sheet.line("Deferred grant", grant, POUNDS, stock=True)),
    ]
    net = sheet.line("Net assets", _added(assets) - _added(liabilities), POUNDS, stock=True)
    return assets, liabilities, net, cash


def _added(rows: Rows) -> Expression:
    return sum_of(line for _, line in rows)


def _net(stock: Properties) -> Expression:
    return sum_of(pool.cost for pool in stock.pools) - sum_of(pool.depreciation for pool in stock.pools)


def _cash_flow(
    section: Section, costs: Costs, funding: Funding, payments: Payments, spent_on_homes: Line
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
        ("Running costs paid", running),
        ("Homes, works and renewals", spent),
        *([("Homes sold", payments.sold_for)] if payments.sold_for is not None else []),
        *([(COMPENSATION, payments.compensation)] if payments.compensation is not None else []),
        ("Grants received", funding.grants),
        ("Loans drawn", funding.drawn),
        ("Lenders' fees", fees),
        ("Interest paid", interest),
        ("Loans repaid", repaid),
        *_shared(section, payments),
        ("Clawback paid", clawback),
    ]
    return flows, section.line("Movement in cash", _added(flows), POUNDS)


def _shared(section: Section, payments: Payments) -> Rows:
    """Shares paid to lenders, and what guarantors pay in and are paid."""
    rows: Rows = []
    if any(isinstance(loan.shared, Line) for loan in payments.loans):
        rows.append((SHARED, section.line(SHARED, -sum_of(loan.shared for loan in payments.loans), POUNDS)))
    if payments.guarantees:
        paid = sum_of(-each.premium_paid - each.repaid for each in payments.guarantees)
        rows.append((CALLED, section.line(CALLED, sum_of(each.called for each in payments.guarantees), POUNDS)))
        rows.append((GUARANTORS, section.line(GUARANTORS, paid, POUNDS)))
    return rows
