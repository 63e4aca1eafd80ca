"""Leases in the accounts: the right of use as an asset, the rents to come as a liability (FRS 102 from January 2026).

A lease is a running cost with a term. Cash, cover and what lenders plan for stay on the rent as it is paid; only the
accounts see it otherwise. As each month begins, the rents still to come are valued at the month's own rent, so that a
step of the rent measures them again, and the right of use with them.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import MONTHS_A_YEAR, Constant
from modeller.lines.functions import flag, level_payment, maximum, ratio, where
from modeller.lines.model import Model, Section
from modeller.lines.references import Line
from modeller.lines.units import MONTHS, NUMBER, POUNDS
from modeller.partnership.costs import Costs
from modeller.partnership.inputs import Terms, sum_of


@dataclass(frozen=True)
class Leases:
    """One lease, or all together, by month [£]: `released` is what a liability falls by beyond the right of use."""

    rent: Line
    depreciation: Line
    interest: Line
    released: Line
    right_of_use: Line
    liability: Line


def leases(model: Model, terms: Terms, costs: Costs) -> Leases | None:
    """Every running cost that is the rent of a lease, and all of them; nothing where none is."""
    section = model.section("Accounts")
    rents = zip(terms.costs, costs.each, strict=True)
    found = [_lease(model, section, terms, *each) for each in rents if each[0].stated("lease")]
    if not found:
        return None
    whole = section.under("All leases")
    return Leases(
        rent=whole.line("Rent of leases", sum_of(each.rent for each in found), POUNDS),
        depreciation=whole.line(
            "Depreciation of the right of use", sum_of(each.depreciation for each in found), POUNDS
        ),
        interest=whole.line("Interest on leases", sum_of(each.interest for each in found), POUNDS),
        released=whole.line("Lease liability released", sum_of(each.released for each in found), POUNDS),
        right_of_use=whole.line("Right of use", sum_of(each.right_of_use for each in found), POUNDS, stock=True),
        liability=whole.line("Lease liability", sum_of(each.liability for each in found), POUNDS, stock=True),
    )


def _lease(model: Model, section: Section, terms: Terms, lease: Terms, cost: Line) -> Leases:
    """The rents to come, valued as level payments at the month's rent over the months that are left.

    Where no rent is left to come, because the contract, the homes or the term are over, nothing is left on either side.
    """
    block, rate = section.under(f"Lease: {lease.name}"), terms.accounts.lease_rate / MONTHS_A_YEAR
    left = block.line("Months left as the month begins", maximum(0, lease.lease - model.month + 1), MONTHS, stock=True)
    rent = block.line("Rent under the lease", cost * flag(model.month <= lease.lease), POUNDS)
    level = block.line("Level payment for each pound", level_payment(rate, left, Constant(1, NUMBER)), NUMBER)
    to_come = block.line("Rents to come, as the month begins", ratio(rent, level), POUNDS, stock=True)

    liability = block.balance("Lease liability", POUNDS)
    measured = block.line("Taken on or measured again", to_come - liability.opening, POUNDS)
    interest = block.line("Interest on the lease", to_come * rate, POUNDS)

    asset = block.balance("Right of use", POUNDS)
    added = block.line("Added to the right of use", maximum(measured, -asset.opening), POUNDS)
    held = asset.opening + added
    depreciation = block.line("Depreciation of the right of use", where(to_come > 0, ratio(held, left), held), POUNDS)
    return Leases(
        rent=rent,
        depreciation=depreciation,
        interest=interest,
        released=block.line("Liability released beyond the right of use", added - measured, POUNDS),
        right_of_use=asset.close(added, -depreciation),
        liability=liability.close(measured, interest, -rent),
    )
