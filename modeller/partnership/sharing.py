"""What is left once every loan is served: shares of income, then sweeps; what is kept back, and what locked up."""

from __future__ import annotations

from dataclasses import dataclass, replace

from modeller.lines.expressions import MONTHS_A_YEAR, Constant, Expression
from modeller.lines.functions import flag, maximum, minimum, ratio, share, where
from modeller.lines.model import Balance, Model, Section
from modeller.lines.references import Line
from modeller.lines.units import FLAG, POUNDS
from modeller.partnership.constants import A_YEAR
from modeller.partnership.facilities import Facility


@dataclass(frozen=True)
class Pot:
    """What lenders may share in once all are served, by month [£]; `liquidity` is kept before any is shared.

    `own` is the month's own cash before any loan, `cash` what of it is left, `surplus` what would be left before
    capital. `lock_up` is the least cover, by `own`, of the loans above one at which its share is paid [times].
    """

    own: Line
    cash: Line
    surplus: Line | None
    rent: Line
    revenue: Line
    available: Line
    liquidity: Expression
    lock_up: Expression | None

    @property
    def left(self) -> Expression:
        """The month's own cash, as far as it leaves the liquidity kept."""
        return maximum(0, minimum(self.cash, self.available - self.liquidity))

    def after(self, section: Section, paid: Line, what: str) -> Pot:
        """What is left for those below, once one is paid its share or sweep."""
        surplus = self.surplus
        if surplus is not None:
            surplus = section.line(f"The month's surplus left after its {what}", surplus - paid, POUNDS)
        return replace(
            self,
            cash=section.line(f"The month's own cash left after its {what}", self.cash - paid, POUNDS),
            available=section.line(f"Left after its {what}", self.available - paid, POUNDS, stock=True),
            surplus=surplus,
        )


@dataclass(frozen=True)
class Share:
    """A lender's share by month [£]: what of it repays capital, what comes on top; `so_far` is all that it has had."""

    paid: Line
    capital: Line | None
    beyond_capital: Line
    so_far: Balance | None

    def close(self, served: Expression) -> None:
        """Carry what the lender has had in all, where that is limited."""
        if self.so_far is not None:
            self.so_far.close(served, self.beyond_capital)


def swept(facility: Facility, pot: Pot, owing: Expression) -> Line:
    """The part of the month's own cash that repays a loan ahead of its dates."""
    part = facility.terms.repayment.sweep * pot.left
    return facility.section.line("Swept", minimum(part, maximum(0, owing)), POUNDS)


def share_of(
    model: Model, facility: Facility, pot: Pot, owing: Expression, served: Expression, above: Line | None, drawn: Line
) -> Share:
    """The lender's share: what is promised, as far as it is there; what is not there is not due.

    `above` is what the loans above it ask; nothing where there is none.
    """
    section, terms = facility.section, facility.terms
    said, pricing = terms.stated("pricing"), terms.pricing
    label = f"Share of {said.share_of} paid"
    locks = pot.lock_up is not None and above is not None
    if said.share_of == "cash" and not any((said.share_above, said.share_at_most, said.most_back, locks)):
        paid = section.line(label, pot.left * _running(model, facility) * pricing.share, POUNDS)
        return _told_apart(facility, paid, owing, None)
    promised, there = _promised(model, facility, pot), maximum(0, pot.available - pot.liquidity)
    if pot.lock_up is not None and above is not None:
        may = _may_be_paid(model, section, pot.own, above, pot.lock_up)
        promised = _unlocked(section, may, promised, there)
    if not said.most_back:
        return _told_apart(facility, section.line(label, minimum(promised, there), POUNDS), owing, None)
    had, lent = section.balance("Paid to the lender so far", POUNDS), section.balance("Drawn so far", POUNDS)
    room = maximum(0, lent.opening * pricing.most_back - had.opening - served)
    most = section.line("Left to be paid in all", room, POUNDS, stock=True)
    paid = section.line(label, minimum(minimum(promised, there), most), POUNDS)
    lent.close(drawn)
    return _told_apart(facility, paid, owing, had)


def _promised(model: Model, facility: Facility, pot: Pot) -> Line:
    """The share of what it is of, above its threshold and up to its limit."""
    section, pricing = facility.section, facility.terms.pricing
    said = facility.terms.stated("pricing")
    of = {"surplus": pot.surplus, "rent": pot.rent, "revenue": pot.revenue}.get(said.share_of)
    base: Expression = pot.left if of is None else of
    if said.share_above:
        base = base - pricing.share_above / MONTHS_A_YEAR
    if said.share_above or said.share_of == "surplus":
        base = maximum(0, base)
    promised = section.line("Share promised", base * _running(model, facility) * pricing.share, POUNDS)
    if not said.share_at_most:
        return promised
    most = facility.owed.opening * pricing.share_at_most / MONTHS_A_YEAR
    return section.line("Share promised, at most", minimum(promised, most), POUNDS)


def _running(model: Model, facility: Facility) -> Expression:
    """While anything is owed; where a share repays the capital too, until the loan falls due."""
    agreed = facility.terms.repayment
    if facility.repays_from_share:
        return flag(model.month <= agreed.after + agreed.over) * flag(model.month > agreed.after)
    return flag(facility.owed.opening > 0)


def _told_apart(facility: Facility, paid: Line, owing: Expression, so_far: Balance | None) -> Share:
    """Where the share repays the capital too, capital comes first."""
    if not facility.repays_from_share:
        return Share(paid, None, paid, so_far)
    section = facility.section
    capital = section.line("Capital repaid from its share", minimum(paid, maximum(0, owing)), POUNDS)
    return Share(paid, capital, section.line("Share beyond capital", paid - capital, POUNDS), so_far)


def _may_be_paid(model: Model, section: Section, own: Line, above: Line, lock_up: Expression) -> Line:
    """1 while the year's own cash covers the service of the loans above well enough for shares to be paid."""
    year = section.line("Service above, last 12 months", model.trailing(above, A_YEAR), POUNDS)
    cash = section.line("The month's own cash, last 12 months", model.trailing(own, A_YEAR), POUNDS)
    covered = where(year > 0, flag(ratio(cash, year) >= lock_up), Constant(1, FLAG))
    return section.line("Shares may be paid", covered, FLAG)


def _unlocked(section: Section, may: Line, promised: Line, there: Expression) -> Line:
    """What may be paid now of what is promised: nothing while shares are locked up, and then what was locked up too.

    What is not there is not locked up, for it is not due; what is there beside what is locked up already is.
    """
    locked = section.balance("Locked up", POUNDS)
    kept = section.line("Share that is there", minimum(promised, maximum(0, there - locked.opening)), POUNDS)
    locked.close(kept * share(may), -(locked.opening * may))
    return section.line("Share that may be paid", (promised + locked.opening) * may, POUNDS)
