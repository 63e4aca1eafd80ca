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
from modeller.partnership.guarantees import Guarantee
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms
from modeller.partnership.lending import Lending
from modeller.partnership.loans import Loan
from modeller.partnership.payments import Payments
from modeller.partnership.sales import Claim, Stock, Support, homes_sold_off, worth_of_homes
from modeller.partnership.security import Charge, above_on
from modeller.partnership.standing import Above, Standing, all_sold, ranking_above
from modeller.partnership.timeline import Timeline

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
    absorbed: Measure | None
    lost: Measure
    lost_today: Measure
    fate: Measure


@dataclass(frozen=True)
class Exits:
    """Every loan's ending, and the homes that are left after all of them [homes]."""

    loans: list[Exit]
    sold: Measure
    retained: Measure


def exits(
    model: Model,
    terms: Terms,
    time: Timeline,
    contract: Contract,
    homes: Homes,
    charges: list[Charge],
    lending: Lending,
    payments: Payments,
    covers: list[Cover],
    homes_at_end: Measure,
) -> Exits:
    """Test every loan in its rank."""
    section = model.section("Exit")
    reserves = payments.debt_reserve + payments.repairs_reserve
    prior = payments.clawback_owed * terms.contract.clawback_first
    if terms.contract.stated("mortgagee_protected"):
        prior = prior * share(terms.contract.mortgagee_protected)
    standing = Standing(
        owned=homes.owned,
        reserves=section.line("Reserves", reserves, POUNDS, stock=True),
        first=section.line("Clawback that ranks first", prior, POUNDS, stock=True),
        income=section.line("A year's income that lasts", model.trailing(lending.lasts, A_YEAR), POUNDS, stock=True),
    )
    found: list[Exit] = []
    for place, cover in enumerate(covers):
        block = section.under(cover.loan.name)
        above = ranking_above(block, payments.loans, place, above_on(charges, place))
        guarantee = payments.guarantees.get(place)
        test = _LoanExit(model, block, terms, standing, charges[place], cover, above, guarantee)
        found.append(test.worked(contract))
    sold = all_sold(model, section, time, homes, charges, [each.sold for each in found], homes_at_end)
    in_all = section.measure("Homes sold to repay lenders", sold, HOMES, "homes_sold")
    kept = section.measure("Homes retained", homes_at_end - in_all, HOMES, "homes_retained")
    return Exits(found, in_all, kept)


class _LoanExit:
    """The tests of one loan, at the month in which it is called."""

    def __init__(
        self,
        model: Model,
        section: Section,
        terms: Terms,
        standing: Standing,
        charge: Charge,
        cover: Cover,
        above: Above,
        guarantee: Guarantee | None,
    ) -> None:
        self.model, self.section, self.exit, self.standing, self.charge = model, section, terms.exit, standing, charge
        self.loan, self.breach, self.turnover = cover.loan, cover.breach, terms.rent.turnover
        self.above = section.line("Owed to those above", above.on_homes, POUNDS, stock=True)
        self.elsewhere, self.reserves = above.elsewhere, standing.reserves
        if self.elsewhere is not None:  # which may be called first, and have the reserves
            left = maximum(0, standing.reserves - self.elsewhere)
            self.reserves = section.line("Reserves that those above may leave", left, POUNDS, stock=True)
        self.called = section.measure("Called", first_month(self._called()), MONTH)
        self.recourse: Expression = self.loan.terms.recourse
        if guarantee is not None:  # what it has not paid in arrears it pays when the loan is called
            self.recourse = self.recourse + self.then("Guarantee left when called", guarantee.left)

    def worked(self, contract: Contract) -> Exit:
        """Refinance, then recourse, then homes sold as tenancies end, then homes sold by the lender."""
        section = self.section
        owed = self.then("Owed when called", self.loan.claim)
        above = self.then("Owed to those above when called", self.above)
        homes = self.then("Homes held when called", self.charge.held, HOMES)
        on_basis = self.then("Value on the lenders' basis when called", self.charge.value)
        income, value = self._supports(homes, on_basis)
        beyond = maximum(0, minimum(income.most, value.most) - above)
        refinanced = section.measure("Refinanced", minimum(owed, beyond), POUNDS)
        recourse = section.measure("Recourse", minimum(self.recourse, owed - refinanced), POUNDS)
        stock = self._stock(homes, on_basis)
        sold_off = homes_sold_off(section, self._claim(owed, above), stock, (income, value))
        borne = self._borne(sold_off.lost)
        fate = section.measure("Fate", self._fate(owed, refinanced, recourse, sold_off.in_time, borne), COUNT)
        enough = fate < LOST if borne is sold_off.lost else sold_off.lost <= 0
        by_lender = where(enough, sold_off.by_lender, homes)
        sold = where(fate < BY_SALES, 0, where(equals(fate, BY_SALES), sold_off.to_sell, by_lender))
        gone = section.measure("Lost", borne * flag(equals(fate, LOST)), POUNDS)
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
            supported_by_income=income.in_all,
            supported_by_value=value.in_all,
            sold=section.measure("Homes sold", sold, HOMES),
            absorbed=self._absorbed(sold_off.lost, fate) if borne is not sold_off.lost else None,
            lost=gone,
            lost_today=section.measure("Lost, as of signing", gone * power(monthly, -self.called), POUNDS),
            fate=fate,
        )

    def _borne(self, lost: Measure) -> Measure:
        """What is lost beyond what a first-loss layer, where there is one, absorbs."""
        security = self.loan.terms.security
        if not security.stated("first_loss"):
            return lost
        return self.section.measure(
            "Lost beyond the first-loss layer if all homes are sold", maximum(0, lost - security.first_loss), POUNDS
        )

    def _absorbed(self, lost: Measure, fate: Measure) -> Measure:
        layer = minimum(lost, self.loan.terms.security.first_loss)
        return self.section.measure("Absorbed by the first-loss layer", layer * flag(fate >= BY_ENFORCEMENT), POUNDS)

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
        """What debt the refinance test allows in all, by a year's income that lasts and by stressed value.

        The income is the whole partnership's, out of which loans on other homes are served too; the value is of the
        homes charged.
        """
        terms = self.exit
        year = self.then("A year's income that lasts when called", self.standing.income)
        by_income = ratio(maximum(0, year), terms.interest_cover * (terms.refinance_rate / A_RATE))
        by_value = on_basis * share(terms.fall_in_value) * terms.loan_to_value
        owned = homes
        if self.charge.lots is not None:
            owned = self.then("All homes owned when called", self.standing.owned, HOMES)
        return self._support("income", by_income, owned, self.elsewhere), self._support("value", by_value, homes, None)

    def _support(self, name: str, most: Expression, homes: Measure, others: Line | None) -> Support:
        in_all = left = self.section.measure(f"Debt that {name} supports", most, POUNDS)
        if others is not None:
            taken = self.then("Owed to those above on other homes when called", others)
            left = self.section.measure(f"Debt that {name} supports, less loans on other homes", in_all - taken, POUNDS)
        return Support(
            name,
            in_all,
            left,
            self.section.measure(f"Debt that {name} supports on a home", ratio(in_all, homes), POUNDS_A_HOME),
        )

    def _stock(self, homes: Measure, on_basis: Measure) -> Stock:
        """The homes, those that come empty while the lender waits, and what each kind brings."""
        terms = self.exit
        ends = minimum(1, self.turnover * terms.sale_period / MONTHS_A_YEAR)
        freed = self.section.measure("Homes that can be sold as tenancies end", whole_below(homes * ends), HOMES)
        vacant = self.then("Value with vacant possession when called", self.charge.vacant)
        brings = worth_of_homes(self.section, vacant, on_basis, homes, terms.sale_costs, terms.fall_in_value)
        return Stock(homes, freed, *brings)

    def _claim(self, owed: Measure, above: Measure) -> Claim:
        first = self.then("Clawback that ranks first when called", self.standing.first)
        reserves = self.then("Reserves when called", self.reserves)
        beyond = owed - minimum(self.recourse, owed)
        short = self.section.measure("Owed beyond recourse when called", beyond, POUNDS)
        return Claim(short, above, self.section.measure("To be met by sales", short + first, POUNDS), reserves)

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
        worth = self.charge.value * share(fall) * share(self.exit.sale_costs) - standing.first - self.above
        left = self.section.line(f"{label}: there is", maximum(0, worth + self.reserves), POUNDS, stock=True)
        owed = self.loan.claim * (1 + self.loan.terms.break_cost)
        line = self.section.line(label, ratio(left, owed), TIMES, stock=True)
        return self.section.measure(f"{label} when the contract ends", self.model.in_month(line, contract.ends), TIMES)
