"""Covenants: debt-service cover, interest cover and loan to value at the end of each financial year."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import flag, ratio, share
from modeller.lines.measures import first_month, lowest
from modeller.lines.model import Model, Section
from modeller.lines.references import Input, Line, Measure
from modeller.lines.units import FLAG, MONTH, POUNDS, SHARE, TIMES
from modeller.partnership.constants import A_YEAR
from modeller.partnership.contract import Contract
from modeller.partnership.costs import Costs
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import sum_of
from modeller.partnership.loans import Loan
from modeller.partnership.payments import Payments
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class Headroom:
    """One covenant: when it is tested [flag], how far within it the figure is, and the least of that."""

    tested: Line
    headroom: Line
    least: Measure


@dataclass(frozen=True)
class Cover:
    """One loan's tests: its cover by month [times], the flag of test dates, and what came of them."""

    loan: Loan
    tested: Line
    debt_service: Line
    interest: Line
    loan_to_value: Line
    lowest: Measure
    lowest_within: Measure
    lowest_after: Measure
    headrooms: tuple[Headroom, ...]
    breach: Line
    first_breach: Measure
    limits: tuple[Expression, ...]

    @property
    def set_headrooms(self) -> list[Headroom]:
        """The headrooms of the covenants that the scenario sets."""
        pairs = zip(self.headrooms, self.limits, strict=True)
        return [headroom for headroom, limit in pairs if isinstance(limit, Input) and limit.value]


def covers(
    model: Model, homes: Homes, costs: Costs, payments: Payments, time: Timeline, contract: Contract
) -> list[Cover]:
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
        found.append(_cover(model, section.under(loan.name), loan, ranking, year, homes, time, contract))
    return found


def _cover(
    model: Model,
    section: Section,
    loan: Loan,
    ranking: list[Loan],
    cash: Line,
    homes: Homes,
    time: Timeline,
    contract: Contract,
) -> Cover:
    asked = section.line("Debt service as agreed", sum_of(each.service for each in ranking), POUNDS)
    interest = section.line("Interest as agreed", sum_of(each.charge for each in ranking), POUNDS)
    asked_in_year = section.line("Debt service, last 12 months", model.trailing(asked, A_YEAR), POUNDS)
    interest_in_year = section.line("Interest, last 12 months", model.trailing(interest, A_YEAR), POUNDS)
    owed = section.line("Owed with those above", sum_of(each.owed for each in ranking), POUNDS, stock=True)
    begun = flag(model.month >= loan.terms.covenants.tested_from)
    own = section.line("Own debt service, last 12 months", model.trailing(loan.service, A_YEAR), POUNDS)
    due = section.line("Anything due", flag(own > 0) * flag(model.month >= A_YEAR), FLAG)
    tested = section.line("Tested", time.year_end * due * begun, FLAG)
    charged = section.line("Any interest", flag(interest_in_year > 0) * due, FLAG)
    service_cover = section.line("Debt-service cover", ratio(cash, asked_in_year) * due, TIMES)
    interest_cover = section.line("Interest cover", ratio(cash, interest_in_year) * charged, TIMES)
    to_value = section.line("Loan to value", ratio(owed, homes.value), SHARE, stock=True)

    limits = loan.terms.covenants
    over_service = service_cover - limits.debt_service_cover
    service = _test(section, "debt-service cover", over_service, limits.debt_service_cover, tested)
    over_interest = interest_cover - limits.interest_cover
    interest_test = _test(section, "interest cover", over_interest, limits.interest_cover, tested * charged)
    still_owed = time.year_end * begun * flag(loan.owed > 0)
    room = section.line("Could be owed within loan to value", homes.value * limits.loan_to_value, POUNDS, stock=True)
    value = _test(section, "loan to value", room - owed, limits.loan_to_value, still_owed)
    broken = flag(service.headroom < 0) + flag(interest_test.headroom < 0) + flag(value.headroom < 0)
    breach = section.line("Breach", flag(broken > 0), FLAG)
    return Cover(
        loan=loan,
        tested=tested,
        debt_service=service_cover,
        interest=interest_cover,
        loan_to_value=to_value,
        lowest=section.measure("Lowest debt-service cover", lowest(service_cover, tested), TIMES),
        lowest_within=_lowest(section, "within the contract", service_cover, tested * contract.in_force),
        lowest_after=_lowest(section, "without the contract", service_cover, tested * share(contract.in_force)),
        headrooms=(service, interest_test, value),
        breach=breach,
        first_breach=section.measure("First breach of a covenant", first_month(breach), MONTH),
        limits=(limits.debt_service_cover, limits.interest_cover, limits.loan_to_value),
    )


def _lowest(section: Section, when: str, cover: Line, tested: Expression) -> Measure:
    months = section.line(f"Tested {when}", tested, FLAG)
    return section.measure(f"Lowest debt-service cover {when}", lowest(cover, months), TIMES)


def _test(section: Section, name: str, within: Expression, limit: Expression, tested: Expression) -> Headroom:
    """How far a figure is within its limit, where the limit is set (not nil) and the lender tests.

    Loan to value is tested in pounds: what more could be owed. As a ratio it would read nil where no value is left.
    """
    unit = within.unit or TIMES
    when = section.line(f"Covenant on {name} tested", tested * flag(limit > 0), FLAG)
    headroom = section.line(f"Headroom of {name}", within * when, unit, stock=True)
    return Headroom(when, headroom, section.measure(f"Least headroom of {name}", lowest(headroom, when), unit))
