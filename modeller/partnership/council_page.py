"""The council's sheet: what it gives, its budgets, what is at risk, what it costs and spares, and how it ends."""

from __future__ import annotations

from modeller.lines.references import Measure
from modeller.lines.views import Budget, Cell, Entry, Page, Part, Prose, Ranged, Row, Statement, Table, Yearly
from modeller.partnership.contract import PAYS_OFF_THE_DEBT
from modeller.partnership.shown import Shown

YEARS_OF_BUDGET = 4
_BUDGET_NOTE = "Financial years, April to March, on the path worked; the first has as many months as are left of it."
_YEARS_NOTE = "Not yet earned back: grants and homes handed over, less a straight line over the benefit period."
_TENANTS = (
    "Homes that are retained are let on as before. The council's nominations to new lettings end with the contract, "
    "and so do the stays in temporary accommodation that they spare."
)


def council_page(shown: Shown, budget: Statement) -> Page:
    """Everything the council signs for on one sheet."""
    return Page(
        "For the council",
        "For the council",
        "Four years of revenue and capital, grant at risk, what it costs and spares, and what happens at the end",
        tuple(_parts(shown, budget)),
    )


def _parts(shown: Shown, budget: Statement) -> list[Part]:
    council = shown.council
    worth = (
        council.cost_a_home_year,
        shown.outcome.public_money,
        council.spared,
        council.tenders,
        council.worth,
        council.breaks_even,
        council.at_risk,
        council.step_in,
    )
    return [
        _one("What the council gives", _given(shown)),
        Budget("Budget of the first four years", budget, YEARS_OF_BUDGET, _BUDGET_NOTE),
        Ranged("What it costs, spares and risks", worth),
        _one("When the contract ends", _ending(shown)),
        Prose("", (_TENANTS,)),
        _one("To be assessed, where it is not nil", _assessed(shown)),
        _years(shown),
    ]


def _one(title: str, rows: list[tuple[str, Cell]]) -> Table:
    return Table(title, ("Figure",), tuple(Row(label, (cell,)) for label, cell in rows))


def _given(shown: Shown) -> list[tuple[str, Cell]]:
    rows: list[tuple[str, Cell]] = [(grant.name, grant.amount) for grant in shown.terms.grants]
    rows += [("Homes handed over", shown.outcome.transferred)]
    guarantee = shown.terms.rent.used("void_guarantee")
    rows += [("Share of void loss made good", guarantee)] if guarantee is not None else []
    return [*rows, ("Public capital for each home", shown.outcome.public_money_a_home)]


def _ending(shown: Shown) -> list[tuple[str, Cell]]:
    """When it ends on the path worked, what may come after, and what becomes of homes and of public money."""
    contract = shown.terms.contract
    rows: list[tuple[str, Cell]] = [("The contract ends, or the months do", shown.contract.ends)]
    rows += [
        (f"Extension {number}, if it is taken", option.length)
        for number, option in enumerate(contract.extensions, start=1)
    ]
    rows += [
        (f"Break {number}: the council may end it after", option.at)
        for number, option in enumerate(contract.breaks, start=1)
    ]
    rows += [(f"Break {number}: {_pays(option.compensation)}", "") for number, option in enumerate(contract.breaks, 1)]
    rows.append(("A contract won at the next tender lasts", contract.retender.length))
    if (back := contract.used("reversion")) is not None:
        rows.append(("Homes handed over go back to the council", back))
    rows += [
        ("Public capital at risk when the contract ends", shown.council.at_risk),
        ("Cost of stepping in, if it fails then", shown.council.step_in),
        ("Homes at the end of the months worked", shown.outcome.homes_at_end),
        ("Homes sold to repay lenders", shown.exits.sold),
        ("Homes retained", shown.exits.retained),
    ]
    return rows + [(each.label, each) for each in shown.council.bought_back or ()]


def _pays(compensation: str) -> str:
    if compensation == PAYS_OFF_THE_DEBT:
        return "the council pays what the first loan is owed"
    return "no compensation is paid" if compensation == "none" else "the council pays unamortised capital"


def _assessed(shown: Shown) -> list[tuple[str, Cell]]:
    found: list[tuple[str, Measure]] = [
        ("Undervalue beyond the General Disposal Consent", shown.council.over_consent),
        ("Given beyond minimal financial assistance", shown.council.over_assistance),
    ]
    return [(label, measure) for label, measure in found]


def _years(shown: Shown) -> Yearly:
    council = shown.council
    entries = (
        Entry("Not yet earned back", council.unearned),
        Entry("Clawback received", council.clawback),
        Entry("Revenue", council.revenue_cost),
        Entry("Capital, less receipts", council.capital_cost),
        Entry("Temporary stays spared", council.avoided),
        Entry("Homes held", shown.homes.held),
    )
    return Yearly("Public money by financial year", (("The council", entries),), _YEARS_NOTE)
