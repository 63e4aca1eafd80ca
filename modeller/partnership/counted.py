"""What the less usual covenants count: rent rolls, surpluses, net debt, cash held, and cash still to come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Expression
from modeller.lines.functions import flag, power, ratio
from modeller.lines.measures import total
from modeller.lines.model import Model, Section
from modeller.lines.references import Input, Line
from modeller.lines.units import POUNDS, SHARE, TIMES
from modeller.partnership.accounts import Accounts
from modeller.partnership.constants import A_YEAR
from modeller.partnership.costs import Costs
from modeller.partnership.covenants import Covenant, at_least, at_most
from modeller.partnership.inputs import sum_of
from modeller.partnership.loans import Loan
from modeller.partnership.payments import Payments
from modeller.partnership.properties import Properties
from modeller.partnership.security import Charge

FIELDS = ("rent_cover", "surplus_cover", "mri_cover", "gearing", "liquidity", "loan_life_cover")
OPERATING = ("Rent less voids", "Void guarantee", "Other income")
"""Income that is no grant, gain or money of lenders and guarantors, by its rows."""


@dataclass(frozen=True)
class Counted:
    """What is counted of the whole partnership; a line that no loan's covenants ask for is not written.

    Over the last 12 months [£]: the surplus and the operating surplus as they are tested, running costs with all debt
    service. At the month's end [£]: debt less cash, homes at cost, and cash apart from reserves.
    """

    operating_cash: Line
    cash: Line
    surplus: Line | None = None
    operating_surplus: Line | None = None
    net_debt: Line | None = None
    cost: Line | None = None
    outgoings: Line | None = None


@dataclass(frozen=True)
class Asked:
    """What one loan and those ranking above it ask in the last 12 months, and are owed [£]; when each is tested.

    `on_homes` counts only those of them that are charged on any of the homes that secure it.
    """

    loan: Loan
    charge: Charge
    service: Line
    interest: Line
    owed: Line
    service_on_homes: Line
    owed_on_homes: Line
    due: Line
    tested: Line
    charged: Line
    still_owed: Expression
    full_year: Expression


def whole_counted(
    model: Model,
    section: Section,
    operating_cash: Line,
    costs: Costs,
    payments: Payments,
    books: Accounts,
    estate: Properties,
) -> Counted:
    """Write the lines that some loan's covenants ask for."""
    limits = [loan.terms.stated("covenants") for loan in payments.loans]
    asked = {field for field in FIELDS if any(getattr(each, field) for each in limits)}
    surplus = operating = net = cost = outgoings = None
    if "surplus_cover" in asked:
        surplus = _year(model, section, "Surplus before interest and depreciation", _surplus(books))
    if "mri_cover" in asked:
        operating = _year(model, section, "Operating surplus after major repairs", _operating(section, books, costs))
    if "gearing" in asked:
        held = payments.cash + payments.debt_reserve + payments.repairs_reserve
        owed = sum_of(loan.owed for loan in payments.loans)
        net = section.line("Net debt", owed - held, POUNDS, stock=True)
        cost = section.line("Homes at cost", sum_of(pool.cost for pool in estate.pools), POUNDS, stock=True)
    if "liquidity" in asked:
        spent = costs.running + sum_of(loan.service for loan in payments.loans)
        outgoings = _year(model, section, "Running costs and debt service", spent)
    return Counted(operating_cash, payments.cash, surplus, operating, net, cost, outgoings)


def _year(model: Model, section: Section, label: str, monthly: Expression) -> Line:
    line = section.line(label, monthly, POUNDS)
    return section.line(f"{label}, last 12 months", model.trailing(line, A_YEAR), POUNDS)


def _surplus(books: Accounts) -> Expression:
    spent = dict(books.expenditure)
    return books.surplus + spent["Interest"] + spent["Depreciation"]


def _operating(section: Section, books: Accounts, costs: Costs) -> Expression:
    """Before depreciation, finance, tax, grants and gains; rents of leases are running costs; less all renewals."""
    income, spent = dict(books.income), dict(books.expenditure)
    earned = section.line("Operating income", sum_of(income[row] for row in OPERATING), POUNDS)
    cost = section.line("Operating costs", costs.running + spent["Bad debts"], POUNDS)
    return earned - cost - costs.renewals


def further(model: Model, section: Section, whole: Counted, asked: Asked) -> Iterator[tuple[str, Line, Covenant]]:
    """Each of these covenants that the loan sets: its field, the figure that is shown of it, and the test."""
    limits, stated = asked.loan.terms.covenants, asked.loan.terms.stated("covenants")
    if stated.rent_cover:
        year = section.line("Rent roll, last 12 months", model.trailing(asked.charge.rent, A_YEAR), POUNDS)
        yield (
            "rent_cover",
            *_cover(section, "rent cover", year, asked.service_on_homes, limits.rent_cover, asked.tested),
        )
    if stated.surplus_cover and whole.surplus is not None:
        yield (
            "surplus_cover",
            *_cover(section, "surplus cover", whole.surplus, asked.service, limits.surplus_cover, asked.tested),
        )
    if stated.mri_cover and whole.operating_surplus is not None:
        due = asked.tested * asked.charged
        yield (
            "mri_cover",
            *_cover(section, "EBITDA-MRI cover", whole.operating_surplus, asked.interest, limits.mri_cover, due),
        )
    if stated.gearing and whole.net_debt is not None and whole.cost is not None:
        figure = section.line("Gearing", ratio(whole.net_debt, whole.cost), SHARE, stock=True)
        room = section.line("Could be owed within gearing", whole.cost * limits.gearing, POUNDS, stock=True)
        yield "gearing", figure, at_most("gearing", whole.net_debt, room, limits.gearing, asked.still_owed)
    if stated.liquidity and whole.outgoings is not None:
        month = section.line("Running costs and debt service of a month", whole.outgoings / 12, POUNDS)
        figure = section.line("Liquidity, in months", ratio(whole.cash, month), TIMES, stock=True)
        kept = section.line("Cash that liquidity asks for", month * limits.liquidity, POUNDS, stock=True)
        when = asked.still_owed * asked.full_year
        yield "liquidity", figure, at_most("liquidity", kept, whole.cash, limits.liquidity, when)
    if stated.loan_life_cover:
        to_come, limit = _to_come(model, section, whole, asked.loan), limits.loan_life_cover
        figure = section.line("Loan-life cover", ratio(to_come, asked.owed), TIMES, stock=True)
        short = asked.owed - ratio(to_come, limit)
        yield "loan_life_cover", figure, Covenant("loan-life cover", limit, figure - limit, short, asked.still_owed)


def _cover(
    section: Section, name: str, over: Line, under: Line, limit: Input, when: Expression
) -> tuple[Line, Covenant]:
    """The figure in every month in which it is asked, and its test at year ends."""
    figure = section.line(name[0].upper() + name[1:], ratio(over, under), TIMES)
    return figure, at_least(name, over, under, limit, when, figure)


def _to_come(model: Model, section: Section, whole: Counted, loan: Loan) -> Line:
    """What operating cash to the loan's last month is worth, at the loan's rate, at each month's end.

    It is the whole as of signing, which is a measure, less what has come so far, carried to the month.
    """
    monthly, agreed = 1 + loan.price.at_signing / MONTHS_A_YEAR, loan.terms.repayment
    counts = flag(model.month <= agreed.after + agreed.over)
    worth = whole.operating_cash * power(monthly, -model.month) * counts
    signed = section.line("Operating cash to the last month, as of signing", worth, POUNDS)
    so_far = section.balance("Operating cash so far, as of signing", POUNDS).close(signed)
    in_all = section.measure("Worth of operating cash at signing", total(signed), POUNDS)
    left = (in_all - so_far) * power(monthly, model.month)
    return section.line("Worth of operating cash to come", left, POUNDS, stock=True)
