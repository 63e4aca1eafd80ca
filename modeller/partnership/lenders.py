"""Lenders in the order of payments: all are served in rank; then come shares of income, sweeps, and guarantors."""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import maximum, minimum
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.partnership.compensation import Compensation
from modeller.partnership.guarantees import Guarantee, Guaranteed
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.loans import Loan, Served, ask, close, serve
from modeller.partnership.reserves import DebtReserve
from modeller.partnership.schedules import Schedule
from modeller.partnership.sharing import Pot, Share, share_of, swept


class Ending:
    """What the contract's ending brings in: homes sold, which repay loans in rank, and the council's compensation."""

    def __init__(self, section: Section, homes: Homes, compensation: Compensation | None) -> None:
        self.section, self.compensation = section, compensation
        self.sold_for = homes.sold_for if any(lot.sold is not None for lot in homes.lots) else None
        paid = self.compensation.paid if self.compensation else None
        self.brings = sum_of(each for each in (self.sold_for, paid) if each is not None)
        self.for_any = self.sold_for

    def early(self, place: int) -> Expression | None:
        """What must repay the loan of a rank before it is due."""
        for_first = self.compensation.to_first_loan if self.compensation and not place else None
        parts = [each for each in (self.for_any, for_first) if each is not None]
        return sum_of(parts) if parts else None

    def spend(self, loan: str, repaid: Line | None, early: Expression | None) -> None:
        """What is left of homes sold for the loans below."""
        if self.for_any is not None and early is not None and repaid is not None:
            left = minimum(self.for_any, maximum(0, early - repaid))
            self.for_any = self.section.under(loan).line("Left of homes sold", left, POUNDS)


@dataclass(frozen=True)
class Paid:
    """Loans as paid, the guarantees of some of them by their place, and what is left after them [£]."""

    loans: list[Loan]
    guarantees: dict[int, Guarantee]
    left: Line


@dataclass(frozen=True)
class Income:
    """What lenders may share in by month [£]: own cash before any loan, rent and revenue; and the liquidity kept."""

    own: Expression
    rent: Line
    revenue: Line
    liquidity: Expression


def pay_lenders(
    model: Model,
    section: Section,
    terms: Terms,
    schedules: list[Schedule],
    income: Income,
    available: Line,
    reserve: DebtReserve,
    ending: Ending,
) -> Paid:
    """Service of every loan in rank, each out of what those above have left; then shares, sweeps and guarantors."""
    served, guaranteed, available = _serve(section, model, schedules, available, reserve, ending)
    if not served:
        return Paid([], {}, reserve.settle_without_loans(available))
    shares: dict[int, Share] = {}
    sweeps: dict[int, Line] = {}
    if any(_takes_of_what_is_left(each) for each in served):
        pot = _pot(section, terms, income, served, available)
        shares, pot = _share(model, section, served, pot)
        sweeps, pot = _sweep(section, served, shares, pot)
        available = pot.available
    loans = [close(model, each, shares.get(place), sweeps.get(place)) for place, each in enumerate(served)]
    guarantees = {}
    for place, guarantee in guaranteed.items():
        guarantees[place], available = guarantee.repay(available)
    return Paid(loans, guarantees, available)


def _serve(
    section: Section,
    model: Model,
    schedules: list[Schedule],
    available: Line,
    reserve: DebtReserve,
    ending: Ending,
) -> tuple[list[Served], dict[int, Guaranteed], Line]:
    """Interest and capital of each loan, helped by the first one's reserve and by guarantees; premiums after them."""
    done: list[Served] = []
    guaranteed: dict[int, Guaranteed] = {}
    for place, schedule in enumerate(schedules):
        facility, asked = schedule.facility, ask(model, schedule)
        if not done:
            available = reserve.support(asked.all, available)
        guarantee = Guaranteed(facility.section, facility.terms) if facility.terms.stated("guarantee").amount else None
        if guarantee is not None:
            available = guarantee.support(asked.all, available)
        early = ending.early(place)
        done.append(serve(schedule, asked, available, early))
        ending.spend(facility.name, done[-1].early, early)
        block = section.under(facility.name)
        available = block.line("Left after this loan", available - done[-1].paid, POUNDS, stock=True)
        if not place:
            available = reserve.settle(done[-1], available)
        if guarantee is not None:
            available = guarantee.pay_premium(facility.owed.opening, available)
            guaranteed[place] = guarantee
    return done, guaranteed, available


def _takes_of_what_is_left(served: Served) -> bool:
    terms = served.schedule.facility.terms
    return bool(terms.stated("pricing").share or terms.stated("repayment").sweep)


def _pot(section: Section, terms: Terms, income: Income, served: list[Served], available: Line) -> Pot:
    """What lenders share in, once all of them are served."""
    own = section.line("The month's own cash before loans", income.own, POUNDS)
    surplus = None
    if any(each.schedule.facility.terms.stated("pricing").share_of == "surplus" for each in served):
        interest = sum_of(each.interest for each in served)
        surplus = section.line("The month's surplus after interest", own - interest, POUNDS)
    return Pot(
        own=own,
        cash=section.line("The month's own cash after loans", own - sum_of(each.paid for each in served), POUNDS),
        surplus=surplus,
        rent=income.rent,
        revenue=income.revenue,
        available=available,
        liquidity=income.liquidity,
        lock_up=terms.reserves.lock_up if terms.reserves.stated("lock_up") else None,
    )


def _share(model: Model, section: Section, served: list[Served], pot: Pot) -> tuple[dict[int, Share], Pot]:
    """The share of every lender that has one, in rank."""
    shares: dict[int, Share] = {}
    for place, each in enumerate(served):
        facility = each.schedule.facility
        if not facility.terms.stated("pricing").share:
            continue
        block, above = section.under(facility.name), None
        if pot.lock_up is not None and place:
            asked = sum_of(higher.schedule.service for higher in served[:place])
            above = block.line("Debt service of the loans above", asked, POUNDS)
        shares[place] = share_of(model, facility, pot, each.owing, each.paid, above, each.schedule.drawn)
        pot = pot.after(block, shares[place].paid, "share")
    return shares, pot


def _sweep(section: Section, served: list[Served], shares: dict[int, Share], pot: Pot) -> tuple[dict[int, Line], Pot]:
    """What every loan that is swept takes of what shares have left, in rank."""
    sweeps: dict[int, Line] = {}
    for place, each in enumerate(served):
        facility, owing = each.schedule.facility, each.owing
        if not facility.terms.stated("repayment").sweep:
            continue
        if place in shares and (capital := shares[place].capital) is not None:
            owing = owing - capital
        sweeps[place] = swept(facility, pot, owing)
        pot = pot.after(section.under(facility.name), sweeps[place], "sweep")
    return sweeps, pot
