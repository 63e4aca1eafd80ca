"""What to show of a partnership: statements, headlines, checks, alerts and charts."""

from __future__ import annotations

from modeller.lines.references import Line, Measure
from modeller.lines.views import Alert, Chart, Check, Entry, Lever, Statement, Views
from modeller.partnership.about import ABOUT
from modeller.partnership.accounts import Accounts
from modeller.partnership.commissioning import Commissioning
from modeller.partnership.council_page import council_page
from modeller.partnership.cover import Cover
from modeller.partnership.grants import Grants
from modeller.partnership.outcome import Outcome
from modeller.partnership.pages import lenders_pages, of_each_loan, proposal
from modeller.partnership.payments import Payments
from modeller.partnership.returns import LenderReturn
from modeller.partnership.shown import Shown, covenants
from modeller.scenario import Scenario

A_PENNY = 0.01
MOST_DRAWN = 5  # lines of a chart: of more loans, what is owed is drawn together, and cover of the first


def show(scenario: Scenario, shown: Shown, levers: tuple[Lever, ...] = ()) -> Views:
    """Everything that run, the workbook and the papers show, in one order and one set of words."""
    agreed = covenants(shown)
    statements = _statements(shown.accounts, shown.covers, shown.council)
    first, *others = lenders_pages(shown, agreed)
    return Views(
        headlines=(*_headlines(shown), *_of_loans(shown)),
        statements=statements,
        checks=_checks(shown.outcome),
        alerts=(*_alerts(shown.grants, shown.covers, shown.lenders, shown.outcome, shown.council), *shown.asked),
        charts=_charts(shown.payments, shown.accounts, shown.covers),
        decision=_decision(scenario),
        proposal=(proposal(shown),),
        of_each=of_each_loan(shown),
        covenants=agreed,
        pages=(first, council_page(shown, statements[-1]), *others),
        about=ABOUT,
        levers=levers,
    )


def _decision(scenario: Scenario) -> str:
    who = " and ".join(each for each in (scenario.council, scenario.enterprise) if each) or "The parties"
    return f"Whether {who} should enter this partnership on the terms that the scenario proposes."


def _headlines(shown: Shown) -> tuple[Measure, ...]:
    """The few figures of the whole that a decision turns on."""
    lenders = () if shown.together is None else (shown.together.owed, shown.together.lost)
    whole, council = shown.outcome, shown.council
    return (
        shown.exits.retained,
        *lenders,
        whole.lowest_cash,
        whole.public_money,
        council.cost_a_home_year,
        council.worth,
    )


def _of_loans(shown: Shown) -> list[Measure]:
    """Of each loan: its cover, whether it is repaid, what is left when it falls due, and what its lender gets."""
    return [
        measure
        for cover, lender, leave in zip(shown.covers, shown.lenders, shown.exits.loans, strict=True)
        for measure in (cover.lowest, lender.repaid, lender.owed_when_due, lender.with_exit.rate, leave.lost)
    ]


def _statements(accounts: Accounts, covers: list[Cover], council: Commissioning) -> tuple[Statement, ...]:
    income = Statement(
        "Income and expenditure",
        (
            *(Entry(label, line) for label, line in accounts.income),
            *(Entry(label, line, less=True) for label, line in accounts.expenditure),
            Entry("Surplus", accounts.surplus, is_total=True),
        ),
        by_month=True,
    )
    sheet = Statement(
        "Balance sheet",
        (
            *(Entry(label, line) for label, line in accounts.assets),
            *(Entry(label, line, less=True) for label, line in accounts.liabilities),
            Entry("Net assets", accounts.net_assets, is_total=True),
            Entry("Reserves", accounts.reserves, is_total=True),
        ),
        by_month=True,
    )
    flow = Statement(
        "Cash flow",
        (
            *(Entry(label, line) for label, line in accounts.cash_flow),
            Entry("Movement in cash", accounts.movement, is_total=True),
            Entry("Cash at the end", accounts.cash),
        ),
        by_month=True,
    )
    return (income, sheet, flow, _tests(covers), _council(council))


def _council(council: Commissioning) -> Statement:
    return Statement(
        "Council",
        (
            Entry("Revenue budget"),
            *(Entry(label, line) for label, line in council.revenue),
            Entry("Revenue", council.revenue_cost, is_total=True),
            Entry("Capital budget"),
            *(Entry(label, line) for label, line in council.capital),
            Entry("Clawback received", council.clawback, less=True),
            *([Entry("Overage received", council.overage, less=True)] if council.overage is not None else []),
            Entry("Capital", council.capital_cost, is_total=True),
            Entry("Spared, in neither budget"),
            Entry("Temporary accommodation avoided", council.avoided),
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


def _charts(payments: Payments, accounts: Accounts, covers: list[Cover]) -> tuple[Chart, ...]:
    owed: tuple[Line, ...] = tuple(loan.owed for loan in payments.loans)
    cover: tuple[Line, ...] = tuple(each.debt_service for each in covers[:MOST_DRAWN])
    if len(owed) > MOST_DRAWN:
        owed = (dict(accounts.liabilities)["Loans"],)
    charts = [
        Chart("Owed at year ends", owed),
        Chart("Debt-service cover", cover, tells="least"),
        Chart("Cash at year ends", (payments.cash,), tells="least"),
    ]
    return tuple(chart for chart in charts if chart.lines)
