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
        to_sell = self._to_sell(owed, above, homes, supported)
        sellable = section.measure("Homes that can be sold as tenancies end", self._sellable(homes), HOMES)
        in_time = section.measure("Homes are sold in time", flag(to_sell <= minimum(sellable, homes)), FLAG)
        required, each = self._enforced(owed, above, homes, supported)
        lost = section.measure(
            "Lost if the security is enforced",
            maximum(0, minimum(owed, required - each * homes)),
            POUNDS,
        )
        fate = section.measure("Fate", self._fate(owed, refinanced, recourse, in_time, lost), COUNT)
        sold = where(fate < BY_SALES, 0, where(equals(fate, BY_SALES), to_sell, minimum(homes, _whole(required, each))))
        gone = section.measure("Lost", lost * flag(equals(fate, LOST)), POUNDS)
        monthly = 1 + self.loan.terms.interest / MONTHS_A_YEAR
        return Exit(
            loan=self.loan,
            cover=self._cover(contract, "Exit cover", Constant(0, SHARE)),
            cover_stressed=self._cover(contract, "Exit cover, values stressed", self.exit.fall_in_value),
            called=self.called,
            owed=owed,
            refinanced=refinanced,
            recourse=recourse,
            to_sell=to_sell,
            sellable=sellable,
            supported_by_income=supported.income,
            supported_by_value=supported.value,
            sold=section.measure("Homes sold", sold, HOMES),
            lost=gone,
            lost_today=section.measure("Lost, as of signing", gone * power(monthly, -self.called), POUNDS),
            fate=fate,
        )

    def _called(self) -> Line:
        """In arrears for longer than the lender allows, or in breach of a covenant while anything is owed."""
        months = self.section.balance("Months in arrears", MONTHS)
        behind = self.section.line("In arrears", flag(self.loan.arrears > 0), FLAG)
        so_far = months.close(behind - months.opening * share(behind))
        called = flag(flag(so_far > self.exit.cure) + self.breach > 0) * flag(self.loan.owed > 0)
        return self.section.line("Could be called", called, FLAG)

    def then(self, label: str, line: Line, unit: Unit = POUNDS) -> Measure:
        """A figure as it stands in the month in which the loan is called; nil if it never is."""
        return self.section.measure(label, self.model.in_month(line, self.called), unit)

    def _to_sell(self, owed: Measure, above: Measure, homes: Measure, supported: _Supported) -> Measure:
        """Homes whose sale, with what can still be refinanced on the rest, repays the loan.

        Each brings its price and costs the tests what it carried; where it costs more than it brings, homes are sold
        to the whole of what is owed instead.
        """
        vacant = self.then("Value with vacant possession when called", self.standing.vacant)
        price = self.section.measure("A home brings", ratio(vacant, homes) * share(self.exit.sale_costs), POUNDS_A_HOME)
        need = maximum(0, owed - self.loan.terms.recourse)
        whole = ratio(need, price)
        tests = [
            where(price > each, ratio(need + above - most, price - each), whole)
            for most, each in ((supported.income, supported.income_a_home), (supported.value, supported.value_a_home))
        ]
        number = minimum(whole, maximum(*tests))
        priceless = where(price > 0, number, homes + A_HOME)
        return self.section.measure(
            "Homes to sell as tenancies end", whole_above(maximum(0, priceless)) * flag(need > 0), HOMES
        )

    def _sellable(self, homes: Measure) -> Expression:
        ends = minimum(1, self.turnover * self.exit.sale_period / MONTHS_A_YEAR)
        return whole_below(homes * ends)

    def _enforced(
        self, owed: Measure, above: Measure, homes: Measure, supported: _Supported
    ) -> tuple[Measure, Measure]:
        """What a receiver must raise for this loan, and what a home brings with a tenant in it, values stressed."""
        reserves = self.then("Reserves when called", self.standing.reserves)
        first = self.then("Clawback that ranks first when called", self.standing.first)
        each = ratio(supported.on_basis, homes) * share(self.exit.fall_in_value) * share(self.exit.sale_costs)
        required = above + owed + first - minimum(self.loan.terms.recourse, owed) - reserves
        return (
            self.section.measure("To be raised by enforcement", maximum(0, required), POUNDS),
            self.section.measure("A home brings, with its tenant, values stressed", each, POUNDS_A_HOME),
        )

    def _fate(
        self, owed: Measure, refinanced: Measure, recourse: Measure, in_time: Measure, lost: Measure
    ) -> Expression:
        """The first that repays it."""
        enforced = where(lost > 0, LOST, BY_ENFORCEMENT)
        sold = where(in_time > 0, BY_SALES, enforced)
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


def _whole(required: Measure, each: Measure) -> Expression:
    return where(each > 0, whole_above(ratio(required, each)), 0)
