"""Covenants: debt-service cover, interest cover and loan to value at the end of each financial year."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import flag, ratio
from modeller.lines.model import Line, Measure, Model, Section, first_month, lowest
from modeller.lines.units import FLAG, MONTH, POUNDS, SHARE, TIMES
from modeller.partnership.costs import Costs
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import sum_of
from modeller.partnership.loans import Loan
from modeller.partnership.payments import Payments
from modeller.partnership.timeline import Timeline

A_YEAR = 12


@dataclass(frozen=True)
class Cover:
    """One loan's tests: its cover by month [times], the flag of test dates, and what came of them."""

    loan: Loan
    tested: Line
    debt_service: Line
    interest: Line
    loan_to_value: Line
    lowest: Measure
    lowest_headroom: Measure
    first_breach: Measure


def covers(model: Model, homes: Homes, costs: Costs, payments: Payments, time: Timeline) -> list[Cover]:
    """Each loan with those ranking above it: operating cash over what the agreements ask, not over what was paid.

    Operating cash is after the repairs reserve and before grants, sales and opening cash.
    """
    section = model.section("Cover")
    cash = section.line(
        "Operating cash", payments.receipts - costs.running - costs.reserve_due - payments.repairs_from_cash, POUNDS
    )
    year = section.line("Operating cash, last 12 months", model.trailing(cash, A_YEAR), POUNDS)
    found: list[Cover] = []
    for place, loan in enumerate(payments.loans):
        ranking = payments.loans[: place + 1]
        found.append(_cover(model, section.under(loan.name), loan, ranking, year, homes, time))
    return found


def _cover(
    model: Model, section: Section, loan: Loan, ranking: list[Loan], cash: Line, homes: Homes, time: Timeline
) -> Cover:
    asked = section.line("Debt service as agreed", sum_of(each.schedule.service for each in ranking), POUNDS)
    interest = section.line("Interest as agreed", sum_of(each.schedule.interest for each in ranking), POUNDS)
    asked_in_year = section.line("Debt service, last 12 months", model.trailing(asked, A_YEAR), POUNDS)
    interest_in_year = section.line("Interest, last 12 months", model.trailing(interest, A_YEAR), POUNDS)
    owed = section.line("Owed with those above", sum_of(each.owed for each in ranking), POUNDS, stock=True)
    begun = flag(model.month >= loan.terms.covenants.tested_from)
    due = section.line("Anything due", flag(asked_in_year > 0) * flag(model.month >= A_YEAR), FLAG)
    tested = section.line("Tested", time.year_end * due * begun, FLAG)
    service_cover = section.line("Debt-service cover", ratio(cash, asked_in_year) * due, TIMES)
    interest_cover = section.line("Interest cover", ratio(cash, interest_in_year) * due, TIMES)
    to_value = section.line("Loan to value", ratio(owed, homes.value), SHARE, stock=True)
    headroom = _headroom(section, loan, service_cover, tested)
    breach = _breach(section, loan, service_cover, interest_cover, to_value, tested)
    return Cover(
        loan=loan,
        tested=tested,
        debt_service=service_cover,
        interest=interest_cover,
        loan_to_value=to_value,
        lowest=section.measure("Lowest debt-service cover", lowest(service_cover, tested), TIMES),
        lowest_headroom=section.measure("Least headroom", lowest(headroom, tested), TIMES),
        first_breach=section.measure("First breach of a covenant", first_month(breach), MONTH),
    )


def _headroom(section: Section, loan: Loan, cover: Line, tested: Line) -> Line:
    least = loan.terms.covenants.debt_service_cover
    return section.line("Headroom of debt-service cover", (cover - least) * tested, TIMES)


def _breach(section: Section, loan: Loan, service: Line, interest: Line, to_value: Line, tested: Line) -> Line:
    """1 where any covenant that is set is not met at a test date; a covenant of nil is not set."""
    set_ = loan.terms.covenants
    low_service = section.line("Debt-service cover too low", flag(service < set_.debt_service_cover), FLAG)
    low_interest = section.line("Interest cover too low", flag(interest < set_.interest_cover), FLAG)
    over = flag(to_value > set_.loan_to_value) * flag(set_.loan_to_value > 0)
    high_value = section.line("Loan to value too high", over, FLAG)
    any_of = flag(low_service + low_interest + high_value > 0)
    return section.line("Breach", any_of * tested, FLAG)
