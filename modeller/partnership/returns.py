"""What each lender gets back, and what the council gives for each home."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import flag, magnitude, maximum, ratio
from modeller.lines.measures import first_month, highest, internal_return, lowest, total
from modeller.lines.model import Model, Section
from modeller.lines.references import Measure
from modeller.lines.units import FLAG, HOMES, MONTH, PER_YEAR, POUNDS, POUNDS_A_HOME, TIMES
from modeller.partnership.accounts import Accounts
from modeller.partnership.costs import OtherIncome
from modeller.partnership.funding import Funding
from modeller.partnership.grants import Grants
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import sum_of
from modeller.partnership.loans import Loan
from modeller.partnership.payments import Payments
from modeller.partnership.rent import Rent
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class LenderReturn:
    """What becomes of one loan: money [£], months by number, nil for never."""

    loan: Loan
    lent: Measure
    due: Measure
    repaid: Measure
    owed_when_due: Measure
    owed_at_contract_end: Measure
    owed_at_end: Measure
    rate: Measure
    multiple: Measure


@dataclass(frozen=True)
class Outcome:
    """The measures of the partnership as a whole."""

    homes: Measure
    transferred: Measure
    bought: Measure
    homes_at_end: Measure
    grant: Measure
    social_investment: Measure
    sources: Measure
    uses: Measure
    uses_by_name: dict[str, Measure]
    left_over: Measure
    uncovered: Measure
    lowest_cash: Measure
    first_shortfall: Measure
    shortfall: Measure
    public_money: Measure
    public_money_a_home: Measure
    balance_sheet: Measure
    cash_conserved: Measure
    cash_flow: Measure
    sources_less_uses: Measure
    debt_conserved: Measure


def lender_returns(model: Model, time: Timeline, loans: list[Loan]) -> list[LenderReturn]:
    """Each lender's flows: out as drawn, back as fees, interest and capital, at month ends."""
    return [_lender(model, time, loan) for loan in loans]


def _lender(model: Model, time: Timeline, loan: Loan) -> LenderReturn:
    section = model.section("Returns").under(loan.name)
    facility, agreed = loan.schedule.facility, loan.terms.repayment
    received = facility.arrangement_fee + facility.commitment_fee + loan.interest_paid + loan.principal_paid
    paid_back = section.line("Paid to the lender", received, POUNDS)
    flow = section.line("Lender's flow", paid_back - loan.schedule.drawn, POUNDS)
    clear = flag(loan.owed <= 0) * flag(model.month >= loan.terms.available)
    cleared = section.line("Repaid in full", clear, FLAG)
    lent = section.measure("Lent", total(loan.schedule.drawn), POUNDS)
    back = section.measure("Paid back", total(paid_back), POUNDS)
    due = section.measure("Falls due", agreed.after + agreed.over, MONTH)
    return LenderReturn(
        loan=loan,
        lent=lent,
        due=due,
        repaid=section.measure("Repaid", first_month(cleared), MONTH),
        owed_when_due=section.measure("Owed when due", model.in_month(loan.owed, due), POUNDS),
        owed_at_contract_end=section.measure(
            "Owed when the contract ends", model.in_month(loan.owed, time.ends), POUNDS
        ),
        owed_at_end=section.measure("Owed at the end", model.in_month(loan.owed, time.months), POUNDS),
        rate=section.measure("Return", internal_return(flow, back, lent), PER_YEAR),
        multiple=section.measure("Multiple", ratio(back, lent), TIMES),
    )


def outcome(
    model: Model,
    time: Timeline,
    homes: Homes,
    rent: Rent,
    income: OtherIncome,
    grants: Grants,
    funding: Funding,
    payments: Payments,
    accounts: Accounts,
) -> Outcome:
    """Headline measures, and the differences that must be nil."""
    section = model.section("Results")
    by_name = {
        "Homes bought": homes.price,
        "Works before letting": homes.works,
        "Optimism allowance on works": homes.optimism,
        "Legal, survey and other costs of buying": homes.on_costs,
        "Lenders' fees": funding.fees,
        "Debt-service reserve": funding.reserve,
        "Working capital at signing": funding.working_capital,
    }
    left_over = section.measure(
        "Left over, kept as working capital", model.in_month(funding.unspent, time.months), POUNDS
    )
    uses_by_name = {
        name: section.measure(f"Use: {name.lower()}", total(line), POUNDS) for name, line in by_name.items()
    }
    uses_by_name["Left over, kept as working capital"] = left_over
    grant = section.measure("Grants", total(grants.received), POUNDS, "grant")
    social = [loan.schedule.drawn for loan in payments.loans if loan.terms.stated("social")]
    sources = section.measure("Sources", total(funding.grants) + total(funding.drawn), POUNDS, "sources")
    uses = section.measure("Uses", sum_of(uses_by_name.values()), POUNDS, "uses")
    handed = [lot.arriving for lot in homes.lots if lot.handed_over]
    own = [lot.arriving for lot in homes.lots if not lot.handed_over]
    all_homes = section.measure("Homes", total(homes.arriving), HOMES, "homes")
    given = section.line("Public money less clawback", _public_money(rent, income, grants, payments), POUNDS)
    public = section.measure("Public money over all the months", total(given), POUNDS, "public_money")
    capital = total(grants.received) + total(grants.donated)
    short = section.line("Short in the month", flag(payments.shortfall > 0), FLAG)
    return Outcome(
        homes=all_homes,
        transferred=section.measure(
            "Homes handed over", sum_of(total(line) for line in handed), HOMES, "homes_transferred"
        ),
        bought=section.measure("Homes bought", sum_of(total(line) for line in own), HOMES, "homes_bought"),
        homes_at_end=section.measure(
            "Homes at the end", model.in_month(homes.held, time.months), HOMES, "homes_at_end"
        ),
        grant=grant,
        social_investment=section.measure(
            "Social investment", sum_of(total(line) for line in social), POUNDS, "social_investment"
        ),
        sources=sources,
        uses=uses,
        uses_by_name=uses_by_name,
        left_over=left_over,
        uncovered=section.measure("Uses that the money raised does not cover", maximum(0, -left_over), POUNDS),
        lowest_cash=section.measure("Lowest cash", lowest(payments.cash, time.every), POUNDS, "lowest_cash"),
        first_shortfall=section.measure("First month short", first_month(short), MONTH, "first_month_short"),
        shortfall=section.measure("Most due and not paid", highest(payments.shortfall), POUNDS, "most_unpaid"),
        public_money=public,
        public_money_a_home=section.measure(
            "Public capital for each home", ratio(capital, all_homes), POUNDS_A_HOME, "public_capital_a_home"
        ),
        balance_sheet=_never(section, "Balance sheet does not balance", accounts.difference),
        cash_conserved=_never(section, "Cash less what the order of payments left", payments.cash - payments.left),
        cash_flow=_never(section, "Cash flow less balance sheet", accounts.cash_difference),
        sources_less_uses=section.measure("Sources less uses", sources - uses, POUNDS),
        debt_conserved=_debt_conserved(model, section, time, payments.loans),
    )


def _never(section: Section, label: str, difference: Expression) -> Measure:
    """The largest of a difference that must always be nil."""
    line = section.line(f"{label}, size", magnitude(difference), POUNDS, stock=True)
    return section.measure(f"{label}, largest", highest(line), POUNDS)


def _debt_conserved(model: Model, section: Section, time: Timeline, loans: list[Loan]) -> Measure:
    """Drawn and added interest, less what was repaid, is what is owed at the end."""
    added = sum_of(loan.schedule.drawn + loan.interest_due - loan.interest_paid - loan.principal_paid for loan in loans)
    moved = section.line("Debt added less repaid", added, POUNDS)
    owed = section.line("Debt owed", sum_of(loan.owed for loan in loans), POUNDS, stock=True)
    difference = total(moved) - model.in_month(owed, time.months)
    return section.measure("Debt added less repaid less owed", difference, POUNDS)


def _public_money(rent: Rent, income: OtherIncome, grants: Grants, payments: Payments) -> Expression:
    """Grants, value handed over, the void guarantee and income from the council, less clawback paid."""
    return grants.received + grants.donated + rent.guarantee + income.from_council - payments.clawback_paid
