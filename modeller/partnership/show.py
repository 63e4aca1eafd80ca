"""What to show of a partnership: statements, headlines, checks, alerts and charts."""

from __future__ import annotations

from modeller.lines.references import Line, Measure
from modeller.lines.views import Alert, Chart, Check, Entry, Statement, Views
from modeller.partnership.accounts import Accounts
from modeller.partnership.commissioning import Commissioning
from modeller.partnership.cover import Cover
from modeller.partnership.exits import Exit, Exits
from modeller.partnership.grants import Grants
from modeller.partnership.outcome import Outcome
from modeller.partnership.payments import Payments
from modeller.partnership.returns import LenderReturn

A_PENNY = 0.01


def show(
    grants: Grants,
    payments: Payments,
    accounts: Accounts,
    covers: list[Cover],
    exits: Exits,
    lenders: list[LenderReturn],
    outcome: Outcome,
    council: Commissioning,
    asked: list[Alert],
) -> Views:
    """Everything that run, the workbook and the papers show, in one order and one set of words."""
    return Views(
        headlines=(*_headlines(covers, exits, lenders, outcome), *(council.bought_back or ())),
        statements=_statements(accounts, covers, council),
        checks=_checks(outcome),
        alerts=(*_alerts(grants, covers, lenders, outcome, council), *asked),
        charts=_charts(payments, covers),
    )


def _headlines(covers: list[Cover], exits: Exits, lenders: list[LenderReturn], outcome: Outcome) -> tuple[Measure, ...]:
    whole = (
        outcome.homes,
        outcome.transferred,
        outcome.bought,
        outcome.homes_at_end,
        exits.sold,
        exits.retained,
        outcome.raised.grant,
        outcome.raised.social_investment,
        outcome.raised.sources,
        outcome.raised.uses,
        outcome.lowest_cash,
        outcome.public_money,
        outcome.public_money_a_home,
    )
    tests = [measure for cover in covers for measure in (cover.lowest, *_headrooms(cover), cover.first_breach)]
    back = [measure for lender in lenders for measure in (*_repayment(lender), lender.rate, lender.multiple)]
    ends = [measure for each in exits.loans for measure in _ending(each)]
    return (*whole, *tests, *back, *ends)


def _headrooms(cover: Cover) -> list[Measure]:
    """Of each covenant that is set, the least headroom and the cure."""
    found = [(headroom.least, headroom.cure) for headroom in cover.headrooms]
    return [measure for least, cure in found if cure is not None for measure in (least, cure.most)]


def _repayment(lender: LenderReturn) -> tuple[Measure, ...]:
    return lender.due, lender.repaid, lender.owed_when_due, lender.owed_at_contract_end


def _ending(leave: Exit) -> tuple[Measure, ...]:
    layer = () if leave.absorbed is None else (leave.absorbed,)
    return leave.cover, leave.cover_stressed, leave.called, *layer, leave.lost


def _statements(accounts: Accounts, covers: list[Cover], council: Commissioning) -> tuple[Statement, ...]:
    income = Statement(
        "Income and expenditure",
        (
            *(Entry(label, line) for label, line in accounts.income),
            *(Entry(label, line, less=True) for label, line in accounts.expenditure),
            Entry("Surplus", accounts.surplus, is_total=True),
        ),
    )
    sheet = Statement(
        "Balance sheet",
        (
            *(Entry(label, line) for label, line in accounts.assets),
            *(Entry(label, line, less=True) for label, line in accounts.liabilities),
            Entry("Net assets", accounts.net_assets, is_total=True),
            Entry("Reserves", accounts.reserves, is_total=True),
        ),
    )
    flow = Statement(
        "Cash flow",
        (
            *(Entry(label, line) for label, line in accounts.cash_flow),
            Entry("Movement in cash", accounts.movement, is_total=True),
            Entry("Cash at the end of the year", accounts.cash),
        ),
    )
    return (income, sheet, flow, _tests(covers), _council(council))


def _council(council: Commissioning) -> Statement:
    return Statement(
        "Council",
        (
            *(Entry(label, line) for label, line in council.revenue),
            Entry("Revenue", council.revenue_cost, is_total=True),
            Entry("Temporary accommodation avoided", council.avoided),
            *(Entry(label, line) for label, line in council.capital),
            Entry("Clawback received", council.clawback, less=True),
            *([Entry("Overage received", council.overage, less=True)] if council.overage is not None else []),
            Entry("Capital", council.capital_cost, is_total=True),
        ),
    )


def _tests(covers: list[Cover]) -> Statement:
    entries: list[Entry] = []
    for cover in covers:
        entries += [
            Entry(cover.loan.name),
            Entry("Debt-service cover", cover.debt_service),
            Entry("Interest cover", cover.interest),
            Entry("Loan to value", cover.loan_to_value),
            *(Entry(figure.label, figure) for figure in cover.further),
            *(Entry(each.headroom.label, each.headroom) for each in cover.set_headrooms),
            Entry("Owed", cover.loan.owed),
            Entry("Arrears", cover.loan.arrears),
        ]
    return Statement("Covenants", tuple(entries))


def _checks(outcome: Outcome) -> tuple[Check, ...]:
    return (
        Check("Sources equal uses", outcome.integrity.sources_less_uses, A_PENNY),
        Check("The balance sheet balances in every month", outcome.integrity.balance_sheet, A_PENNY),
        Check("Cash is what the order of payments left", outcome.integrity.cash_conserved, A_PENNY),
        Check("The cash flow agrees with the balance sheet", outcome.integrity.cash_flow, A_PENNY),
        Check("Debt drawn less debt repaid is debt owed", outcome.integrity.debt_conserved, A_PENNY),
    )


def _alerts(
    grants: Grants, covers: list[Cover], lenders: list[LenderReturn], outcome: Outcome, council: Commissioning
) -> tuple[Alert, ...]:
    found = [
        Alert("The money raised is {} short of its uses", outcome.raised.uncovered),
        Alert("Something due is not paid from {}", outcome.first_shortfall),
    ]
    found += [
        Alert(f"{name}: {{}} is never paid, for its conditions are not met", lost) for name, lost in grants.never_paid
    ]
    found += [Alert(f"{cover.loan.name}: a covenant is broken in {{}}", cover.first_breach) for cover in covers]
    found += [Alert(f"{lender.loan.name}: {{}} is owed when it falls due", lender.owed_when_due) for lender in lenders]
    found += [
        Alert(
            "Homes are handed over at {} more of undervalue than the General Disposal Consent allows",
            council.over_consent,
        ),
        Alert(
            "Grant and homes handed over are {} above minimal financial assistance: assess them as subsidy",
            council.over_assistance,
        ),
    ]
    return tuple(found)


def _charts(payments: Payments, covers: list[Cover]) -> tuple[Chart, ...]:
    owed: tuple[Line, ...] = tuple(loan.owed for loan in payments.loans)
    cover: tuple[Line, ...] = tuple(each.debt_service for each in covers)
    charts = [Chart("What is owed at the end of each year", owed), Chart("Debt-service cover", cover)]
    return tuple(chart for chart in [*charts, Chart("Cash at the end of each year", (payments.cash,))] if chart.lines)
