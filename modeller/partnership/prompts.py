"""What the accounts leave to judgement: what the enterprise is to take up with its auditor."""

from __future__ import annotations

from modeller.lines.functions import maximum
from modeller.lines.measures import highest
from modeller.lines.model import Model
from modeller.lines.references import Measure
from modeller.lines.units import MONTHS, POUNDS
from modeller.lines.views import Alert
from modeller.partnership.contract import Contract
from modeller.partnership.costs import Costs
from modeller.partnership.homes import Homes
from modeller.partnership.inputs import sum_of
from modeller.partnership.loans import Loan
from modeller.partnership.payments import Payments
from modeller.partnership.properties import Properties
from modeller.partnership.timeline import Timeline


def prompts(
    model: Model,
    time: Timeline,
    contract: Contract,
    homes: Homes,
    costs: Costs,
    payments: Payments,
    stock: Properties,
) -> list[Alert]:
    """Homes that may be impaired, loans that are not basic, and renewals that the lines do not reach."""
    found = [
        Alert(
            "Homes stand at {} more than their value when the contract is lost: test them for impairment",
            _above_value(model, time, contract, homes, stock),
        )
    ]
    found += [_not_basic(model, loan) for loan in payments.loans if _is_not_basic(loan)]
    if costs.components:
        left_out = sum_of(part.left_out for part in costs.components)
        measure = model.section("Costs").measure("Months without the renewals due, in all", left_out, MONTHS)
        found.append(Alert("Renewals that fall due in {} are not worked: make the workbook again", measure))
    return found


def _above_value(model: Model, time: Timeline, contract: Contract, homes: Homes, stock: Properties) -> Measure:
    """Cost less depreciation above value on the lenders' basis, in the month in which the contract is lost for good."""
    section = model.section("Accounts").under("Homes")
    net = sum_of(pool.cost - pool.depreciation for pool in stock.pools)
    above = section.line("Homes at cost above their value", maximum(0, net - homes.value), POUNDS, stock=True)
    lost = model.in_month(above, contract.ends) * model.in_month(contract.gone, time.months)
    return section.measure("Homes at cost above their value when the contract ends", lost, POUNDS)


def _is_not_basic(loan: Loan) -> bool:
    """A basic loan costs interest at a fixed or a quoted rate, or follows inflation (FRS 102, paragraph 11.9)."""
    pricing = loan.terms.stated("pricing")
    return bool(pricing.linked_to == "house prices" or pricing.share)


def _not_basic(model: Model, loan: Loan) -> Alert:
    section = model.section("Accounts").under(f"Loan: {loan.name}")
    most = section.measure("Most owed on terms that are not basic", highest(loan.owed), POUNDS)
    words = "up to {} is owed on terms that are not basic (FRS 102, section 11): fair value, subject to the auditor"
    return Alert(f"{loan.name}: {words}", most)
