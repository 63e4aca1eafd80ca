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
    whole_below,
)
from modeller.lines.measures import first_month
from modeller.lines.model import Model, Section
from modeller.lines.references import Line, Measure
from modeller.lines.units import COUNT, FLAG, HOMES, MONTH, MONTHS, POUNDS, POUNDS_A_HOME, SHARE, TIMES, Unit
from modeller.partnership.constants import A_RATE, A_YEAR
from modeller.partnership.contract import Contract
from modeller.partnership.cover import Cover
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.lending import Lending
from modeller.partnership.loans import Loan
from modeller.partnership.payments import Payments
from modeller.partnership.sales import Claim, Sales, Stock, Support, homes_sold_off, worth_of_homes

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
        held=homes.owned,
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
        """Refinance, then recourse, then homes sold as tenancies end, then homes sold by the lender."""
        section = self.section
        owed = self.then("Owed when called", self.loan.owed)
        above = self.then("Owed to those above when called", self.above)
        homes = self.then("Homes held when called", self.standing.held, HOMES)
        on_basis = self.then("Value on the lenders' basis when called", self.standing.value)
        income, value = self._supports(homes, on_basis)
        beyond = maximum(0, minimum(income.most, value.most) - above)
        refinanced = section.measure("Refinanced", minimum(owed, beyond), POUNDS)
        recourse = section.measure("Recourse", minimum(self.loan.terms.recourse, owed - refinanced), POUNDS)
        stock = self._stock(homes, on_basis)
        sold_off = homes_sold_off(section, self._claim(owed, above), stock, (income, value))
        fate = section.measure("Fate", self._fate(owed, refinanced, recourse, sold_off), COUNT)
        by_lender = where(fate < LOST, sold_off.by_lender, homes)
        sold = where(fate < BY_SALES, 0, where(equals(fate, BY_SALES), sold_off.to_sell, by_lender))
        gone = section.measure("Lost", sold_off.lost * flag(equals(fate, LOST)), POUNDS)
        monthly = 1 + self.loan.price.at_signing / MONTHS_A_YEAR
        return Exit(
            loan=self.loan,
            cover=self._cover(contract, "Exit cover", Constant(0, SHARE)),
            cover_stressed=self._cover(contract, "Exit cover, values stressed", self.exit.fall_in_value),
            called=self.called,
            owed=owed,
            refinanced=refinanced,
            recourse=recourse,
            to_sell=sold_off.to_sell,
            sellable=stock.freed,
            supported_by_income=income.most,
            supported_by_value=value.most,
            sold=section.measure("Homes sold", sold, HOMES),
            lost=gone,
            lost_today=section.measure("Lost, as of signing", gone * power(monthly, -self.called), POUNDS),
            fate=fate,
        )

    def _called(self) -> Line:
        """In arrears for longer than the lender allows, or in breach of a covenant while anything is owed."""
        months = self.section.balance("Months in arrears", MONTHS)
        waits = flag(self.loan.arrears > 0)
        if self.loan.extended is not None:
            waits = waits * share(self.loan.extended)
        behind = self.section.line("In arrears", waits, FLAG)
        so_far = months.close(behind - months.opening * share(behind))
        due = flag(so_far > self.exit.cure) + self.breach
        called = flag(due * flag(self.loan.owed > 0) > 0)  # a loan repaid has nothing to call, whatever it broke
        return self.section.line("Could be called", called, FLAG)

    def then(self, label: str, line: Line, unit: Unit = POUNDS) -> Measure:
        """A figure as it stands in the month in which the loan is called; nil if it never is."""
        return self.section.measure(label, self.model.in_month(line, self.called), unit)

    def _supports(self, homes: Measure, on_basis: Measure) -> tuple[Support, Support]:
        """What debt the refinance test allows in all, by a year's income that lasts and by stressed value."""
        terms = self.exit
        year = self.then("A year's income that lasts when called", self.standing.income)
        by_income = ratio(maximum(0, year), terms.interest_cover * (terms.refinance_rate / A_RATE))
        by_value = on_basis * share(terms.fall_in_value) * terms.loan_to_value
        return self._support("income", by_income, homes), self._support("value", by_value, homes)

    def _support(self, name: str, most: Expression, homes: Measure) -> Support:
        in_all = self.section.measure(f"Debt that {name} supports", most, POUNDS)
        return Support(
            name,
            in_all,
            self.section.measure(f"Debt that {name} supports on a home", ratio(in_all, homes), POUNDS_A_HOME),
        )

    def _stock(self, homes: Measure, on_basis: Measure) -> Stock:
        """The homes, those that come empty while the lender waits, and what each kind brings."""
        terms = self.exit
        ends = minimum(1, self.turnover * terms.sale_period / MONTHS_A_YEAR)
        freed = self.section.measure("Homes that can be sold as tenancies end", whole_below(homes * ends), HOMES)
        vacant = self.then("Value with vacant possession when called", self.standing.vacant)
        brings = worth_of_homes(self.section, vacant, on_basis, homes, terms.sale_costs, terms.fall_in_value)
        return Stock(homes, freed, *brings)

    def _claim(self, owed: Measure, above: Measure) -> Claim:
        first = self.then("Clawback that ranks first when called", self.standing.first)
        reserves = self.then("Reserves when called", self.standing.reserves)
        beyond = owed - minimum(self.loan.terms.recourse, owed)
        short = self.section.measure("Owed beyond recourse when called", beyond, POUNDS)
        return Claim(short, above, self.section.measure("To be met by sales", short + first, POUNDS), reserves)

    def _fate(self, owed: Measure, refinanced: Measure, recourse: Measure, sold_off: Sales) -> Expression:
        """The first that repays it."""
        enforced = where(sold_off.lost > 0, LOST, BY_ENFORCEMENT)
        sold = where(sold_off.in_time > 0, BY_SALES, enforced)
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
