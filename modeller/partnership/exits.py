"""What becomes of a loan that operations do not repay: refinanced, met by recourse or by selling homes, or lost.

A loan is called when it has been in arrears for longer than the lender allows, or breaks a covenant. What follows is
tested at that month, from what then stands: it is not carried back into the months after it, in which the loan goes on
as if left to run. The tests come in the order in which a lender would turn to them, and each has a closed form.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import (
    equals,
    flag,
    maximum,
    minimum,
    power,
    ratio,
    share,
    where,
    whole_above,
    whole_below,
)
from modeller.lines.measures import first_month
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import COUNT, FLAG, HOMES, MONTH, MONTHS, PER_YEAR, POUNDS, POUNDS_A_HOME, SHARE, TIMES, Unit
from modeller.partnership.contract import Contract
from modeller.partnership.cover import Cover
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.lending import Lending
from modeller.partnership.loans import Loan
from modeller.partnership.payments import Payments

A_YEAR = Constant(12, MONTHS, "12 months")
A_HOME = Constant(1, HOMES, "1 home")
A_RATE = Constant(1, PER_YEAR, "1 a year")
NOT_CALLED, REFINANCED, BY_RECOURSE, BY_SALES, BY_ENFORCEMENT, LOST = range(6)


@dataclass(frozen=True)
class Exit:
    """How one loan ends: months by number, nil for never; money [£]; homes [homes]; `fate` is one of the six above."""

    loan: Loan
    cover: Measure
    cover_stressed: Measure
    called: Measure
    owed: Measure
    refinanced: Measure
    recourse: Measure
    to_sell: Measure
    sellable: Measure
    supported_by_income: Measure
    supported_by_value: Measure
    sold: Measure
    lost: Measure
    lost_today: Measure
    fate: Measure


@dataclass(frozen=True)
class Exits:
    """Every loan's ending, and the homes that are left after all of them [homes]."""

    loans: list[Exit]
    sold: Measure
    retained: Measure


@dataclass(frozen=True)
class _Standing:
    """What there is to repay lenders with, by month, before any loan is called."""

    value: Line
    vacant: Line
    held: Line
    reserves: Line
    first: Line
    income: Line


def exits(
    model: Model,
    terms: Terms,
    contract: Contract,
    homes: Homes,
    lending: Lending,
    payments: Payments,
    covers: list[Cover],
    homes_at_end: Measure,
) -> Exits:
    """Test every loan in its rank."""
    section = model.section("Exit")
    reserves = payments.debt_reserve + payments.repairs_reserve
    prior = payments.clawback_owed * terms.contract.clawback_first
    standing = _Standing(
        value=homes.value,
        vacant=homes.vacant,
        held=homes.held,
        reserves=section.line("Reserves", reserves, POUNDS, stock=True),
        first=section.line("Clawback that ranks first", prior, POUNDS, stock=True),
        income=section.line("A year's income that lasts", model.trailing(lending.lasts, A_YEAR), POUNDS, stock=True),
    )
    found: list[Exit] = []
    for place, cover in enumerate(covers):
        above = sum_of(loan.owed for loan in payments.loans[:place])
        block = section.under(cover.loan.name)
        found.append(_LoanExit(model, block, terms, standing, cover, above).worked(contract))
    sold = minimum(sum_of(each.sold for each in found) + Constant(0, HOMES), homes_at_end)
    all_sold = section.measure("Homes sold to repay lenders", sold, HOMES, "homes_sold")
    kept = section.measure("Homes retained", homes_at_end - all_sold, HOMES, "homes_retained")
    return Exits(found, all_sold, kept)


class _LoanExit:
    """The tests of one loan, at the month in which it is called."""

    def __init__(
        self, model: Model, section: Section, terms: Terms, standing: _Standing, cover: Cover, above: Expression
    ) -> None:
        self.model, self.section, self.exit, self.standing = model, section, terms.exit, standing
        self.loan, self.breach, self.turnover = cover.loan, cover.breach, terms.rent.turnover
        self.above = section.line("Owed to those above", above, POUNDS, stock=True)
        self.called = section.measure("Called", first_month(self._called()), MONTH)

    def worked(self, contract: Contract) -> Exit:
        """Refinance, then recourse, then homes sold as tenancies end, then enforcement."""
        section = self.section
        owed = self.then("Owed when called", self.loan.owed)
        above = self.then("Owed to those above when called", self.above)
        homes = self.then("Homes held when called", self.standing.held, HOMES)
        supported = _Supported(self, homes)
        refinanced = section.measure("Refinanced", minimum(owed, supported.beyond(above)), POUNDS)
        recourse = section.measure("Recourse", minimum(self.loan.terms.recourse, owed - refinanced), POUNDS)
        first = self.then("Clawback that ranks first when called", self.standing.first)
        sales = _Sales(self, owed, above, first, homes, supported)
        fate = section.measure("Fate", self._fate(owed, refinanced, recourse, sales), COUNT)
        by_lender = where(fate < LOST, sales.seized, homes)
        sold = where(fate < BY_SALES, 0, where(equals(fate, BY_SALES), sales.to_sell, by_lender))
        gone = section.measure("Lost", sales.lost * flag(equals(fate, LOST)), POUNDS)
        monthly = 1 + self.loan.terms.interest / MONTHS_A_YEAR
        return Exit(
            loan=self.loan,
            cover=self._cover(contract, "Exit cover", Constant(0, SHARE)),
            cover_stressed=self._cover(contract, "Exit cover, values stressed", self.exit.fall_in_value),
            called=self.called,
            owed=owed,
            refinanced=refinanced,
            recourse=recourse,
            to_sell=sales.to_sell,
            sellable=sales.sellable,
            supported_by_income=supported.income,
            supported_by_value=supported.value,
            sold=section.measure("Homes sold", sold, HOMES),
            lost=gone,
            lost_today=section.measure("Lost, as of signing", gone * power(monthly, -self.called), POUNDS),
            fate=fate,
        )

    def _called(self) -> Line:
        """In arrears for longer than the lender allows, or in breach of a covenant."""
        months = self.section.balance("Months in arrears", MONTHS)
        behind = self.section.line("In arrears", flag(self.loan.arrears > 0), FLAG)
        so_far = months.close(behind - months.opening * share(behind))
        due = flag(so_far > self.exit.cure) + self.breach
        called = flag(due * flag(self.loan.owed > 0) > 0)  # a loan repaid has nothing to call, whatever it broke
        return self.section.line("Could be called", called, FLAG)

    def then(self, label: str, line: Line, unit: Unit = POUNDS) -> Measure:
        """A figure as it stands in the month in which the loan is called; nil if it never is."""
        return self.section.measure(label, self.model.in_month(line, self.called), unit)

    def _fate(self, owed: Measure, refinanced: Measure, recourse: Measure, sales: _Sales) -> Expression:
        """The first that repays it."""
        enforced = where(sales.lost > 0, LOST, BY_ENFORCEMENT)
        sold = where(sales.in_time > 0, BY_SALES, enforced)
        covered = where(owed - refinanced - recourse > 0, sold, BY_RECOURSE)
        refused = where(owed - refinanced > 0, covered, REFINANCED)
        return where(self.called > 0, refused, NOT_CALLED)

    def _cover(self, contract: Contract, label: str, fall: Expression) -> Measure:
        """At the contract's end: value less costs and prior claims, clawback among them, and reserves, over debt."""
        standing = self.standing
        worth = standing.value * share(fall) * share(self.exit.sale_costs) - standing.first - self.above
        left = self.section.line(f"{label}: there is", maximum(0, worth + standing.reserves), POUNDS, stock=True)
        owed = self.loan.owed * (1 + self.loan.terms.break_cost)
        line = self.section.line(label, ratio(left, owed), TIMES, stock=True)
        return self.section.measure(f"{label} when the contract ends", self.model.in_month(line, contract.ends), TIMES)


class _Supported:
    """What debt the refinance test allows when a loan is called: by a year's income, and by stressed value."""

    def __init__(self, loan: _LoanExit, homes: Measure) -> None:
        section, terms, standing = loan.section, loan.exit, loan.standing
        income = loan.then("A year's income that lasts when called", standing.income)
        by_income = ratio(maximum(0, income), terms.interest_cover * (terms.refinance_rate / A_RATE))
        self.income = section.measure("Debt that income supports", by_income, POUNDS)
        self.on_basis = loan.then("Value on the lenders' basis when called", standing.value)
        by_value = self.on_basis * share(terms.fall_in_value) * terms.loan_to_value
        self.value = section.measure("Debt that value supports", by_value, POUNDS)
        self.income_a_home = ratio(self.income, homes)
        self.value_a_home = ratio(self.value, homes)

    def beyond(self, above: Measure) -> Expression:
        """For this loan: what those above it leave."""
        return maximum(0, minimum(self.income, self.value) - above)


class _Sales:
    """Homes sold to repay a loan: as tenancies end while the lender waits, and then with tenants in them.

    Each home brings its price and costs the refinance tests what it carried, so the number has a closed form. A home
    sold with its tenant brings its value on the lenders' basis, stressed.
    """

    def __init__(
        self,
        loan: _LoanExit,
        owed: Measure,
        above: Measure,
        first: Measure,
        homes: Measure,
        supported: _Supported,
    ) -> None:
        section, terms = loan.section, loan.exit
        recourse = minimum(loan.loan.terms.recourse, owed)
        vacant = ratio(loan.then("Value with vacant possession when called", loan.standing.vacant), homes)
        empty = section.measure("An empty home brings", vacant * share(terms.sale_costs), POUNDS_A_HOME)
        on_basis = ratio(supported.on_basis, homes) * share(terms.fall_in_value)
        let = section.measure(
            "A home with its tenant brings, values stressed", on_basis * share(terms.sale_costs), POUNDS_A_HOME
        )
        short = flag(owed - recourse > 0)
        need = (owed - recourse) + first

        number = whole_above(_number(need, above, empty, supported, homes)) * short
        self.to_sell = section.measure("Homes to sell as tenancies end", number, HOMES)
        ends = minimum(1, loan.turnover * terms.sale_period / MONTHS_A_YEAR)
        self.sellable = section.measure("Homes that can be sold as tenancies end", whole_below(homes * ends), HOMES)
        self.in_time = section.measure("Homes are sold in time", flag(self.to_sell <= self.sellable), FLAG)

        left = need - self.sellable * empty
        more = whole_above(_number(left, above, let, supported, homes, self.sellable)) * short
        self.seized = section.measure("Homes sold if the lender sells", minimum(homes, self.sellable + more), HOMES)
        raised = self.sellable * empty + (homes - self.sellable) * let
        reserves = loan.then("Reserves when called", loan.standing.reserves)
        claims = section.measure("To be raised if all homes are sold", maximum(0, above + need - reserves), POUNDS)
        self.lost = section.measure(
            "Lost if all homes are sold", maximum(0, minimum(owed - recourse, claims - raised)), POUNDS
        )


def _number(
    need: Expression,
    above: Measure,
    price: Measure,
    supported: _Supported,
    homes: Measure,
    sold: Expression = Constant(0, HOMES),  # noqa: B008  nothing can change it
) -> Expression:
    """How many homes at a price, with what the rest lets be refinanced, meet a need; all of them where none help.

    Where a home costs a test more than it brings, homes are sold to the whole of the need instead. `sold` are gone.
    """
    whole = ratio(need, price)
    parts = ((supported.income, supported.income_a_home), (supported.value, supported.value_a_home))
    tests = [
        where(price > each, ratio(need + above - (most - sold * each), price - each), whole) for most, each in parts
    ]
    return where(price > 0, maximum(0, minimum(whole, maximum(*tests))), homes + A_HOME)
