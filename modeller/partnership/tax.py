"""Corporation tax, for an enterprise that is no charity: charged each March, paid in the December after.

What is taxed is the year's rent and other income less its running costs, renewals (taken as repairs) and what lenders
charge, and less losses so far. Left out: capital allowances, which homes do not have; depreciation, which is not
deducted; grants for homes and homes handed over, which are not taxed; gains on homes sold, and compensation.
"""

from __future__ import annotations

from dataclasses import dataclass

from modeller.lines.expressions import Expression
from modeller.lines.functions import maximum
from modeller.lines.model import Balance, Model, Section
from modeller.lines.references import Line
from modeller.lines.units import POUNDS
from modeller.partnership.costs import Costs, OtherIncome
from modeller.partnership.funding import Funding
from modeller.partnership.inputs import Terms, sum_of
from modeller.partnership.payments import Payments
from modeller.partnership.rent import Rent
from modeller.partnership.timeline import Timeline


@dataclass(frozen=True)
class TaxToPay:
    """What is owed of earlier years, before this year's is charged: `due` is the tax that falls due in a month [£]."""

    section: Section
    owing: Balance
    due: Line


@dataclass(frozen=True)
class Tax:
    """Corporation tax by month [£]: charged, fallen due, and owed at the month's end. What is due is a cost of it."""

    charge: Line
    due: Line
    owed: Line


def tax_to_pay(model: Model, terms: Terms, time: Timeline) -> TaxToPay | None:
    """The tax of the year to March falls due in December; nothing at all where no rate is stated."""
    if not terms.accounts.stated("corporation_tax"):
        return None
    section = model.section("Costs").under("Corporation tax")
    owing = section.balance("Tax owed", POUNDS)
    return TaxToPay(section, owing, section.line("Tax falling due", owing.opening * time.december, POUNDS))


def tax_charged(
    terms: Terms,
    time: Timeline,
    to_pay: TaxToPay | None,
    rent: Rent,
    income: OtherIncome,
    costs: Costs,
    funding: Funding,
    payments: Payments,
) -> Tax | None:
    """The charge of each March, on the year's result less the losses of earlier ones."""
    if to_pay is None:
        return None
    section = to_pay.section
    earned = section.line("Rent and other income, as earned", rent.net + income.earned, POUNDS)
    finance = section.line("Charged by lenders", funding.fees + sum_of(_charged(payments)), POUNDS)
    result = section.line("Result of the month for tax", earned - costs.running - costs.renewals - finance, POUNDS)
    so_far = section.balance("Result not yet taxed, less losses", POUNDS)
    taxed = section.line("Taxable profit", maximum(0, so_far.opening + result) * time.year_end, POUNDS)
    so_far.close(result, -taxed)
    charge = section.line("Tax charged", taxed * terms.accounts.corporation_tax, POUNDS)
    return Tax(charge, to_pay.due, to_pay.owing.close(charge, -to_pay.due))


def _charged(payments: Payments) -> list[Expression]:
    """Interest, shares of income and the rise of what is owed: tax follows the accounts of what lenders charge."""
    shared = [loan.shared for loan in payments.loans if isinstance(loan.shared, Line)]
    moved = [loan.indexation for loan in payments.loans if loan.price.growth is not None]
    added = [fee for loan in payments.loans if (fee := loan.schedule.facility.fee_added) is not None]
    premiums = [each.premium for each in payments.guarantees.values()]
    return [*(loan.interest_charged for loan in payments.loans), *shared, *moved, *premiums, *added]
