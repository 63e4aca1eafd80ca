"""How the partnership fares as a whole: money raised and used, homes, public money, and what must be nil."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import flag, magnitude, maximum, ratio
from modeller.lines.measures import first_month, highest, lowest, total
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import FLAG, HOMES, MONTH, POUNDS, POUNDS_A_HOME, YEARS
from modeller.partnership.accounts import Accounts
from modeller.partnership.constants import A_YEAR
from modeller.partnership.costs import Costs, OtherIncome
from modeller.partnership.funding import Funding
from modeller.partnership.grants import Grants
from modeller.partnership.homes import Homes, Lot
from modeller.partnership.inputs import sum_of
from modeller.partnership.loans import Loan
from modeller.partnership.payments import Payments
from modeller.partnership.rent import Rent
from modeller.partnership.tax import Tax
from modeller.partnership.timeline import Timeline

IRRECOVERABLE = "Irrecoverable VAT on works"
LEFT_OVER = "Left over, kept as working capital"


@dataclass(frozen=True)
class Raised:
    """Money raised and what it is used for [£]; what is left over is a use, below nil where uses are not covered."""

    grant: Measure
    social_investment: Measure
    sources: Measure
    uses: Measure
    uses_by_name: dict[str, Measure]
    uncovered: Measure


@dataclass(frozen=True)
class Integrity:
    """Differences that must be nil in every scenario [£]."""

    sources_less_uses: Measure
    balance_sheet: Measure
    cash_conserved: Measure
    cash_flow: Measure
    debt_conserved: Measure


@dataclass(frozen=True)
class Outcome:
    """The measures of the partnership as a whole: homes [homes], money [£], months by number, nil for never."""

    raised: Raised
    homes: Measure
    transferred: Measure
    bought: Measure
    leased: Measure | None
    cost_of_a_home: Measure
    homes_at_end: Measure
    lowest_cash: Measure
    first_shortfall: Measure
    shortfall: Measure
    reserves_eaten: Measure
    turns_cost: Measure
    deficit_years: Measure
    left_at_end: Measure
    public_money: Measure
    public_money_a_home: Measure
    integrity: Integrity


def outcome(
    model: Model,
    time: Timeline,
    homes: Homes,
    rent: Rent,
    income: OtherIncome,
    costs: Costs,
    grants: Grants,
    funding: Funding,
    payments: Payments,
    accounts: Accounts,
    tax: Tax | None,
) -> Outcome:
    """Headline measures, and the differences that must be nil."""
    section = model.section("Results")
    raised = _raised(model, section, time, homes, grants, funding, payments)
    arriving = section.measure("Homes", total(homes.arriving), HOMES, "homes")
    public = _public_money(section, homes, rent, income, grants, payments)
    capital = total(grants.received) + total(grants.donated)
    given = [lot for lot in homes.lots if lot.handed_over]
    leased = [lot for lot in homes.lots if lot.terms.stated("leased")]
    bought = [lot for lot in homes.lots if not (lot.handed_over or lot in leased)]
    number = _homes(section, "Homes bought", bought, "homes_bought")
    short = section.line("Short in the month", flag(payments.shortfall > 0), FLAG)
    return Outcome(
        raised=raised,
        homes=arriving,
        transferred=_homes(section, "Homes handed over", given, "homes_transferred"),
        bought=number,
        leased=_homes(section, "Homes leased", leased, "homes_leased") if leased else None,
        cost_of_a_home=_cost_of_a_home(section, bought, number),
        homes_at_end=section.measure(
            "Homes at the end", model.in_month(homes.held, time.months), HOMES, "homes_at_end"
        ),
        lowest_cash=section.measure("Lowest cash", lowest(payments.cash, time.every), POUNDS, "lowest_cash"),
        first_shortfall=section.measure("First month short", first_month(short), MONTH, "first_month_short"),
        shortfall=section.measure("Most due and not paid", highest(payments.shortfall), POUNDS, "most_unpaid"),
        reserves_eaten=section.measure("Taken from the debt-service reserve", total(payments.reserve_used), POUNDS),
        turns_cost=section.measure(
            "Ending, tenders and mobilisation", total(costs.ending) + total(costs.tenders), POUNDS
        ),
        deficit_years=_deficits(model, section, time, accounts),
        left_at_end=_left(model, section, time, payments, tax),
        public_money=public,
        public_money_a_home=section.measure(
            "Public capital for each home", ratio(capital, arriving), POUNDS_A_HOME, "public_capital_a_home"
        ),
        integrity=_integrity(model, section, time, raised, payments, accounts),
    )


def _deficits(model: Model, section: Section, time: Timeline, accounts: Accounts) -> Measure:
    """Whole financial years in which expenditure is more than income."""
    year = section.line("Surplus of the last 12 months", model.trailing(accounts.surplus, A_YEAR), POUNDS)
    whole = time.year_end * flag(model.month >= A_YEAR)
    deficit = section.line("Year of deficit", flag(year < 0) * whole, YEARS)
    return section.measure("Financial years of deficit", total(deficit), YEARS)


def _left(model: Model, section: Section, time: Timeline, payments: Payments, tax: Tax | None) -> Measure:
    """What the enterprise has when the months worked end, less what it owes lenders, creditors, council and tax."""
    held = payments.cash + payments.repairs_reserve + payments.debt_reserve
    owed = sum_of(loan.owed for loan in payments.loans) + payments.creditors + payments.clawback_owed
    if tax is not None:
        owed = owed + tax.owed
    line = section.line("Cash and reserves less debts", held - owed, POUNDS, stock=True)
    return section.measure("Cash and reserves less debts at the end", model.in_month(line, time.months), POUNDS)


def _raised(
    model: Model, section: Section, time: Timeline, homes: Homes, grants: Grants, funding: Funding, payments: Payments
) -> Raised:
    taxes = {IRRECOVERABLE: homes.vat, "Stamp duty": homes.stamp_duty}
    lines = {
        "Homes bought": homes.price,
        "Works before letting": homes.works,
        "Optimism allowance on works": homes.optimism,
        "Legal, survey and other costs of buying": homes.on_costs,
        **{name: tax for name, tax in taxes.items() if tax is not None},
        "Lenders' fees": funding.fees,
        "Debt-service reserve": funding.reserve,
        "Working capital at signing": funding.working_capital,
    }
    left_over = section.measure(LEFT_OVER, model.in_month(funding.unspent, time.months), POUNDS)
    by_name = {
        name: section.measure(f"Use: {name[0].lower()}{name[1:]}", total(line), POUNDS) for name, line in lines.items()
    }
    by_name[LEFT_OVER] = left_over
    social = sum_of(loan.schedule.drawn for loan in payments.loans if loan.terms.stated("social"))
    social_drawn = section.line("Social investment drawn", social, POUNDS)
    return Raised(
        grant=section.measure("Grants", total(grants.received), POUNDS, "grant"),
        social_investment=section.measure("Social investment", total(social_drawn), POUNDS, "social_investment"),
        sources=section.measure("Sources", total(funding.grants) + total(funding.drawn), POUNDS, "sources"),
        uses=section.measure("Uses", sum_of(by_name.values()), POUNDS, "uses"),
        uses_by_name=by_name,
        uncovered=section.measure("Uses that the money raised does not cover", maximum(0, -left_over), POUNDS),
    )


def _homes(section: Section, label: str, lots: list[Lot], key: str) -> Measure:
    return section.measure(label, sum_of(total(lot.arriving) for lot in lots), HOMES, key)


def _cost_of_a_home(section: Section, lots: list[Lot], number: Measure) -> Measure:
    """What a home bought costs on average, with its works, allowance and on-costs."""
    spent = section.line("Spent on homes bought", sum_of(lot.spent for lot in lots), POUNDS)
    return section.measure("Cost of a home bought", ratio(total(spent), number), POUNDS_A_HOME)


def _public_money(
    section: Section, homes: Homes, rent: Rent, income: OtherIncome, grants: Grants, payments: Payments
) -> Measure:
    """Grants, value handed over, the void guarantee and income from the council, less clawback paid and overage."""
    given = grants.all_received + grants.donated + rent.guarantee + income.from_council - payments.clawback_paid
    label = "Public money less clawback"
    if homes.overage is not None:
        given, label = given - homes.overage, "Public money less clawback and overage"
    line: Line = section.line(label, given, POUNDS)
    return section.measure("Public money over all the months", total(line), POUNDS, "public_money")


def _integrity(
    model: Model, section: Section, time: Timeline, raised: Raised, payments: Payments, accounts: Accounts
) -> Integrity:
    return Integrity(
        sources_less_uses=section.measure("Sources less uses", raised.sources - raised.uses, POUNDS),
        balance_sheet=_never(section, "Balance sheet does not balance", accounts.difference),
        cash_conserved=_never(section, "Cash less what the order of payments left", payments.cash - payments.left),
        cash_flow=_never(section, "Cash flow less balance sheet", accounts.cash_difference),
        debt_conserved=_debt_conserved(model, section, time, payments.loans),
    )


def _never(section: Section, label: str, difference: Expression) -> Measure:
    """The largest of a difference that must always be nil."""
    line = section.line(f"{label}, size", magnitude(difference), POUNDS, stock=True)
    return section.measure(f"{label}, largest", highest(line), POUNDS)


def _debt_conserved(model: Model, section: Section, time: Timeline, loans: list[Loan]) -> Measure:
    """Drawn and added interest, less what was repaid, is what is owed at the end."""
    added = sum_of(_added_to(section, loan) for loan in loans)
    moved = section.line("Debt added less repaid", added, POUNDS)
    owed = section.line("Debt owed", sum_of(loan.owed for loan in loans), POUNDS, stock=True)
    difference = total(moved) - model.in_month(owed, time.months)
    return section.measure("Debt added less repaid less owed", difference, POUNDS)


def _added_to(section: Section, loan: Loan) -> Expression:
    """Drawn, indexed and capitalised, less paid and written off; on a line of its own where there is much of it."""
    added: Expression = loan.schedule.drawn + loan.interest_due - loan.interest_paid - loan.principal_paid
    besides: list[Expression | None] = [loan.asked.interest.rolled_up, loan.schedule.facility.fee_added]
    besides += [loan.indexation] if isinstance(loan.indexation, Line) else []
    besides += [-loan.written_off] if loan.written_off is not None else []
    more = [each for each in besides if each is not None]
    if not more:
        return added
    return section.under(loan.name).line("Added less repaid", added + sum_of(more), POUNDS)
