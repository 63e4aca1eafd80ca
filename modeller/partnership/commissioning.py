"""The council's own account: what the partnership costs its revenue and capital budgets, and what it is spared.

Revenue and capital are kept apart: grants for capital, compensation and homes bought back are capital, clawback and
overage capital receipts. Capital that is borrowed for is charged to revenue as minimum revenue provision, in equal
parts from the year after, with interest. Over the whole life capital is counted as it is paid, and homes handed over at
their value, not the charges for them.

Source: discounting of real flows at the rates of the Green Book, HM Treasury.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import flag, maximum, power, ratio, where
from modeller.lines.measures import first_month, highest, total
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import FLAG, HOMES, INDEX, MONTH, MONTHS, PER_YEAR, POUNDS, POUNDS_A_HOME_A_YEAR, WEEKS_A_YEAR
from modeller.partnership.constants import A_HOME, A_MONTH, A_RATE, A_YEAR
from modeller.partnership.contract import Contract
from modeller.partnership.costs import OtherIncome
from modeller.partnership.grants import Grants
from modeller.partnership.homes import Homes
from modeller.partnership.indices import Indices, stepped
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.payments import Payments
from modeller.partnership.rent import Rent
from modeller.partnership.timeline import Timeline

THREE_YEARS, THIRTY_YEARS = Constant(36, MONTHS, "36 months"), Constant(360, MONTH, "30 years")
WEEKS = Constant(52, WEEKS_A_YEAR, "52 weeks a year")
Rows = list[tuple[str, Line]]


@dataclass(frozen=True)
class Commissioning:
    """The council's budgets by month [£], and what the whole comes to: money [£], months by number, nil for never.

    `unearned` is public capital not yet earned back by month [£], `at_risk` what is left of it when the contract ends.
    `bought_back` are the homes that the council buys back [homes] and what they cost it.
    """

    revenue: Rows
    revenue_cost: Line
    avoided: Line
    capital: Rows
    clawback: Line
    overage: Line | None
    capital_paid: Line
    capital_cost: Line
    provision: Line
    tenders: Measure
    cost_a_home_year: Measure
    bought_back: tuple[Measure, Measure] | None
    unearned: Line
    at_risk: Measure
    over_consent: Measure
    over_assistance: Measure
    spared: Measure
    worth: Measure
    breaks_even: Measure
    step_in: Measure


def commissioning(
    model: Model,
    terms: Terms,
    time: Timeline,
    contract: Contract,
    homes: Homes,
    rent: Rent,
    income: OtherIncome,
    grants: Grants,
    payments: Payments,
    indices: Indices,
) -> Commissioning:
    """The council's budgets on the path worked, and their worth over all the months."""
    section = model.section("Council")
    prices, own = indices.prices["consumer prices"], terms.commissioner
    tender = terms.contract.retender.council_cost * contract.tender * prices
    given_up = _handed_over(homes) * own.foregone_rent / MONTHS_A_YEAR * prices
    managing = own.contract_management / MONTHS_A_YEAR * contract.in_force * prices
    running = [
        ("Paid under the contract", income.from_council),
        ("Void guarantee", rent.guarantee),
        ("Managing the contract", section.line("Managing the contract", managing, POUNDS)),
        ("Tenders", section.line("Tenders", tender, POUNDS)),
        ("Net rent given up", section.line("Net rent given up", given_up, POUNDS)),
    ]
    if grants.revenue is not None:
        running.append(("Revenue grants", grants.revenue))
    capital = _capital(homes, grants, payments)
    paid = section.line("Capital paid", sum_of(line for _, line in capital), POUNDS)
    financing = _financing(model, section, own, paid)
    avoided = section.line(
        "Temporary accommodation avoided", _avoided(model, terms, homes) * contract.in_force * prices, POUNDS
    )
    whole = [line for _, line in running]
    returned = payments.clawback_paid if homes.overage is None else payments.clawback_paid + homes.overage
    given = paid if homes.paid_for_them is None else paid - homes.paid_for_them
    cost = section.line("Cost in money of the day", sum_of(whole) + given - returned, POUNDS)
    unearned, at_risk = _at_risk(model, section, own, contract, grants)
    worth, breaks_even = _worth(model, section, terms, time, avoided - cost - grants.donated)
    return Commissioning(
        revenue=[*running, *financing],
        revenue_cost=section.line("Revenue", sum_of(line for _, line in (*running, *financing)), POUNDS),
        avoided=avoided,
        capital=capital,
        clawback=payments.clawback_paid,
        overage=homes.overage,
        capital_paid=paid,
        provision=financing[0][1],
        capital_cost=section.line("Capital", paid - returned, POUNDS),
        tenders=section.measure("Tenders over all the months", total(running[3][1]), POUNDS),
        cost_a_home_year=_cost_a_home_year(section, homes, cost),
        bought_back=_bought_back(section, homes),
        unearned=unearned,
        at_risk=at_risk,
        over_consent=_over(
            section, "Handed over beyond what needs no consent", total(grants.donated), own.undervalue_limit
        ),
        over_assistance=_over_assistance(model, section, own, grants),
        spared=section.measure("Temporary accommodation avoided over all the months", total(avoided), POUNDS),
        worth=worth,
        breaks_even=breaks_even,
        step_in=_step_in(model, section, own, contract, homes, prices),
    )


def _capital(homes: Homes, grants: Grants, payments: Payments) -> Rows:
    """What the council pays as capital."""
    rows = [("Grants", grants.received)]
    if payments.compensation is not None:
        rows.append(("Compensation", payments.compensation))
    if homes.paid_for_them is not None:
        rows.append(("Homes bought back", homes.paid_for_them))
    return rows


def _bought_back(section: Section, homes: Homes) -> tuple[Measure, Measure] | None:
    """Homes that the council buys back, and what it pays: no part of its net cost, for it has homes worth as much."""
    if homes.bought_back is None or homes.paid_for_them is None:
        return None
    return (
        section.measure("Homes bought back", total(homes.bought_back), HOMES, "homes_bought_back"),
        section.measure("Paid for homes bought back", total(homes.paid_for_them), POUNDS),
    )


def _handed_over(homes: Homes) -> Expression:
    return sum_of(lot.held_before for lot in homes.lots if lot.handed_over) + Constant(0, HOMES)


def _financing(model: Model, section: Section, own: Terms, paid: Line) -> Rows:
    """Minimum revenue provision for capital borrowed for, and interest on what is not yet provided."""
    borrowed = flag(own.grant_financed_over > 0)
    owing = section.balance("Borrowed and not yet provided for", POUNDS)
    a_year_ago = section.line("Capital paid a year ago", model.back(paid, A_YEAR), POUNDS)
    spread = ratio(model.trailing(a_year_ago, own.grant_financed_over), own.grant_financed_over)
    provided = section.line("Minimum revenue provision", spread * borrowed, POUNDS)
    interest = section.line("Interest on borrowing", owing.opening * own.financing_rate / MONTHS_A_YEAR, POUNDS)
    owing.close(paid * borrowed, -provided)
    return [("Minimum revenue provision", provided), ("Interest on borrowing", interest)]


def _avoided(model: Model, terms: Terms, homes: Homes) -> Expression:
    """First lettings and re-lets, those of them that spare a stay, and what a stay costs in money of the start.

    Only while the contract is in force: the council's nominations end with it.
    """
    own = terms.commissioner
    first = maximum(0, homes.ready - model.back(homes.ready, A_MONTH))
    again = homes.ready * terms.rent.turnover / MONTHS_A_YEAR
    stay: Expression = own.weekly_cost * WEEKS / MONTHS_A_YEAR * own.stay * own.avoided
    lettings: Expression = (first + again) / A_HOME
    return lettings * stay


def _worth(
    model: Model, section: Section, terms: Terms, time: Timeline, benefit: Expression
) -> tuple[Measure, Measure]:
    """Net benefit in money of the start, discounted month by month; and when it has paid for itself, if it does."""
    own = terms.commissioner
    rise = section.line(
        "Rise in the deflator", model.at(terms.economy.gdp_deflator, model.year - 1) * time.april, PER_YEAR
    )
    deflator = stepped(section, "GDP deflator", rise)
    rate = where(model.month > THIRTY_YEARS, own.later_discount_rate, own.discount_rate)
    yearly = section.line("Discount rate", rate, PER_YEAR)
    factor = section.balance("Discount factor", INDEX, start=1)
    monthly = power(1 + yearly / A_RATE, Constant(-1) / 12)
    discounted = factor.close(factor.opening * monthly - factor.opening)
    net = section.line("Net benefit, real and discounted", ratio(benefit, deflator) * discounted, POUNDS)
    so_far = section.balance("Net benefit so far", POUNDS).close(net)
    worth = section.measure("Net present value to the council", total(net), POUNDS, "council_worth")
    paid_back = section.line("Has paid for itself", flag(so_far >= 0), FLAG)
    return (
        worth,
        section.measure("Breaks even", first_month(paid_back) * flag(worth >= 0), MONTH, "council_breaks_even"),
    )


def _cost_a_home_year(section: Section, homes: Homes, cost: Line) -> Measure:
    years = section.line("Home-years", homes.held_before / MONTHS_A_YEAR, HOMES / PER_YEAR)
    return section.measure("Cost of a home for a year", ratio(total(cost), total(years)), POUNDS_A_HOME_A_YEAR)


def _at_risk(model: Model, section: Section, own: Terms, contract: Contract, grants: Grants) -> tuple[Line, Measure]:
    """Grant and homes handed over that have not been earned back when the contract ends."""
    given = section.balance("Public capital to date", POUNDS).close(grants.received, grants.donated)
    left = maximum(0, ratio(own.benefit_period - model.month, own.benefit_period))
    line = section.line("Public capital not yet earned back", given * left, POUNDS, stock=True)
    at_end = model.in_month(line, contract.ends)
    return line, section.measure("Public capital at risk when the contract ends", at_end, POUNDS)


def _over(section: Section, label: str, given: Expression, limit: Expression) -> Measure:
    return section.measure(label, maximum(0, given - limit), POUNDS)


def _over_assistance(model: Model, section: Section, own: Terms, grants: Grants) -> Measure:
    """Grant and homes handed over in any three years, beyond minimal financial assistance."""
    given = section.line("Grant and homes handed over", grants.all_received + grants.donated, POUNDS)
    three_years = section.line("Given in the last three years", model.trailing(given, THREE_YEARS), POUNDS)
    most = section.measure("Most given in three years", highest(three_years), POUNDS)
    return _over(section, "Given beyond minimal financial assistance", most, own.assistance_limit)


def _step_in(
    model: Model, section: Section, own: Terms, contract: Contract, homes: Homes, prices: Expression
) -> Measure:
    line = section.line("Cost of stepping in", homes.held * own.step_in * prices, POUNDS, stock=True)
    return section.measure("Cost of stepping in when the contract ends", model.in_month(line, contract.ends), POUNDS)
