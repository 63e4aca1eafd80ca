"""Cover: what there is for each lender against what its agreement asks, at the end of each financial year."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import flag, ratio, share
from modeller.lines.measures import first_month, lowest
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import FLAG, MONTH, POUNDS, SHARE, TIMES
from modeller.partnership.accounts import Accounts
from modeller.partnership.constants import A_YEAR
from modeller.partnership.contract import Contract
from modeller.partnership.costs import Costs
from modeller.partnership.counted import Asked, Counted, further, whole_counted
from modeller.partnership.covenants import Headroom, at_least, at_most, tested
from modeller.partnership.inputs import sum_of
from modeller.partnership.loans import Loan
from modeller.partnership.payments import Payments
from modeller.partnership.properties import Properties
from modeller.partnership.security import Charge, above_on
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class Cover:
    """One loan's tests: its cover by month [times], the flag of test dates, and what came of them.

    `further` are the figures of those covenants that have lines only where they are set, in the order of `headrooms`.
    """

    loan: Loan
    tested: Line
    debt_service: Line
    interest: Line
    loan_to_value: Line
    lowest: Measure
    lowest_within: Measure
    lowest_after: Measure
    further: tuple[Line, ...]
    headrooms: tuple[Headroom, ...]
    breach: Line
    first_breach: Measure

    @property
    def set_headrooms(self) -> list[Headroom]:
        """The headrooms of the covenants that the scenario sets."""
        return [headroom for headroom in self.headrooms if headroom.cure is not None]


def covers(
    model: Model,
    time: Timeline,
    contract: Contract,
    charges: list[Charge],
    costs: Costs,
    payments: Payments,
    books: Accounts,
    estate: Properties,
) -> list[Cover]:
    """Each loan with those ranking above it: operating cash over what the agreements ask, not over what was paid.

    Operating cash is after the repairs reserve and tax, and before grants, sales and opening cash.
    """
    section = model.section("Cover")
    cash = section.line(
        "Operating cash", payments.receipts - costs.outgoings - costs.reserve_due - payments.repairs_from_cash, POUNDS
    )
    year = section.line("Operating cash, last 12 months", model.trailing(cash, A_YEAR), POUNDS)
    whole = whole_counted(model, section, cash, costs, payments, books, estate)
    found: list[Cover] = []
    for place, loan in enumerate(payments.loans):
        block, ranking = section.under(loan.name), payments.loans[: place + 1]
        secured = [ranking[each] for each in (*above_on(charges, place), place) if each <= place]
        asked = _asked(model, block, ranking, secured, time, charges[place])
        found.append(_cover(model, block, asked, year, whole, contract))
    return found


def _asked(
    model: Model, section: Section, ranking: list[Loan], secured: list[Loan], time: Timeline, charge: Charge
) -> Asked:
    """What a loan, the last of those ranking to it, asks with those above it; and when it is tested.

    Of those above it, only those `secured` on any of its homes count against them.
    """
    loan = ranking[-1]
    asked = section.line("Debt service as agreed", sum_of(each.service for each in ranking), POUNDS)
    interest = section.line("Interest as agreed", sum_of(each.charge for each in ranking), POUNDS)
    asked_in_year = section.line("Debt service, last 12 months", model.trailing(asked, A_YEAR), POUNDS)
    interest_in_year = section.line("Interest, last 12 months", model.trailing(interest, A_YEAR), POUNDS)
    owed = section.line("Owed with those above", sum_of(each.owed for each in ranking), POUNDS, stock=True)
    begun = flag(model.month >= loan.terms.covenants.tested_from)
    own = section.line("Own debt service, last 12 months", model.trailing(loan.service, A_YEAR), POUNDS)
    full_year = flag(model.month >= A_YEAR)
    due = section.line("Anything due", flag(own > 0) * full_year, FLAG)
    on_homes, served = owed, asked_in_year
    if len(secured) < len(ranking):
        on_homes = section.line("Owed on the homes charged", sum_of(each.owed for each in secured), POUNDS, stock=True)
        asked = section.line("Debt service on the homes charged", sum_of(each.service for each in secured), POUNDS)
        served = section.line(
            "Debt service on the homes charged, last 12 months", model.trailing(asked, A_YEAR), POUNDS
        )
    return Asked(
        loan=loan,
        charge=charge,
        service=asked_in_year,
        interest=interest_in_year,
        owed=owed,
        service_on_homes=served,
        owed_on_homes=on_homes,
        due=due,
        tested=section.line("Tested", time.year_end * due * begun, FLAG),
        charged=section.line("Any interest", flag(interest_in_year > 0) * due, FLAG),
        still_owed=time.year_end * begun * flag(loan.owed > 0),
        full_year=full_year,
    )


def _cover(
    model: Model,
    section: Section,
    asked: Asked,
    cash: Line,
    whole: Counted,
    contract: Contract,
) -> Cover:
    """The figures every loan has, then the covenants: three for every loan, and whatever else it sets."""
    tests, limits = asked.tested, asked.loan.terms.covenants
    service = section.line("Debt-service cover", ratio(cash, asked.service) * asked.due, TIMES)
    interest = section.line("Interest cover", ratio(cash, asked.interest) * asked.charged, TIMES)
    value = asked.charge.value
    to_value = section.line("Loan to value", ratio(asked.owed_on_homes, value), SHARE, stock=True)

    least, charged = limits.debt_service_cover, limits.interest_cover
    of_service = at_least("debt-service cover", cash, asked.service, least, tests, service)
    of_interest = at_least("interest cover", cash, asked.interest, charged, tests * asked.charged, interest)
    headrooms = [
        tested(section, of_service, limits, "debt_service_cover"),
        tested(section, of_interest, limits, "interest_cover"),
    ]
    room = section.line("Could be owed within loan to value", value * limits.loan_to_value, POUNDS, stock=True)
    of_value = at_most("loan to value", asked.owed_on_homes, room, limits.loan_to_value, asked.still_owed)
    headrooms.append(tested(section, of_value, limits, "loan_to_value"))
    broken = sum_of(flag(each.headroom < 0) for each in headrooms)
    shown = []
    for field, figure, covenant in further(model, section, whole, asked):
        shown.append(figure)
        headrooms.append(tested(section, covenant, limits, field))
    breach = section.line("Breach", flag(_any(section, broken, headrooms[3:]) > 0), FLAG)
    return Cover(
        loan=asked.loan,
        tested=tests,
        debt_service=service,
        interest=interest,
        loan_to_value=to_value,
        lowest=section.measure("Lowest debt-service cover", lowest(service, tests), TIMES),
        lowest_within=_lowest(section, "within the contract", service, tests * contract.in_force),
        lowest_after=_lowest(section, "without the contract", service, tests * share(contract.in_force)),
        further=tuple(shown),
        headrooms=tuple(headrooms),
        breach=breach,
        first_breach=section.measure("First breach of a covenant", first_month(breach), MONTH),
    )


def _any(section: Section, broken: Expression, further: list[Headroom]) -> Expression:
    """How many of the covenants that every loan has are broken, and of those that only some have."""
    others = [each.cure.broken for each in further if each.cure is not None]
    if not others:
        return broken
    return broken + section.line("Further covenants broken", sum_of(others), FLAG)


def _lowest(section: Section, when: str, cover: Line, tested: Expression) -> Measure:
    months = section.line(f"Tested {when}", tested, FLAG)
    return section.measure(f"Lowest debt-service cover {when}", lowest(cover, months), TIMES)
