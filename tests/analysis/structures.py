"""The three funding structures, and the steps from how they stand to what a table worked on paper assumes."""

from collections.abc import Iterator

import numpy as np

from modeller.partnership.assemble import assemble
from modeller.scenario import read

LINKED, BASE, CHEAP = (f"p3-{name}.yaml" for name in ("all-property-linked", "west-lindsey", "concessionary"))
GROWTH = (0.0, 0.025, 0.04)  # of house prices, a year
SENIOR = {LINKED: "", BASE: "finance.bank_loan", CHEAP: "finance.concessionary_loan"}
JUNIOR = "finance.social_investors_loan"
BOUGHT = [f"homes.bought_in_the_{year}_year" for year in ("first", "second", "third")]
LOTS = ["homes.handed_over_by_the_council", *BOUGHT]

# what each step takes from the table, besides what went before
TESTS = {
    "exit.refinance_rate": "5.5% a year",
    "exit.fall_in_value": "0%",
    "exit.cure": "0 months",
    "exit.sale_period": "10 years",
    "valuation.share": "100%",
}
COORDINATOR = {
    "income.funding_of_the_coordinator.amount": "£0 a year",
    "costs.coordination_worker.depends_on_contract": "0%",
    "contract.ending_cost": "£0",
    "contract.retender.cost": "£0",
    "rent.void_guarantee": "0%",
}
RISES = {
    "economy.consumer_prices": "3%",
    "economy.september_cpi": "3%",
    "economy.earnings": "3%",
    "economy.building_maintenance": "3%",
    "rent.margin": "0%",
    "major_repairs.later_addition": "£0 a home a year",
}
AT_ONCE = {
    **{f"{lot}.arrive": "2026-04" for lot in LOTS},
    **{f"{lot}.over": "1 month" for lot in LOTS},
    **{f"{lot}.ready_after": "0 months" for lot in LOTS},
    "grants.west_lindsey_grant.at_signing": "100%",
    "grants.west_lindsey_grant.as_homes_arrive": "0%",
    "reserves.debt_service_filled": "2026-04",
    f"{JUNIOR}.available": "1 month",
    f"{JUNIOR}.repayment.over": "121 months",  # ten years from the end of the first month, when it is drawn
}
ALL_ON_HOMES = {
    "homes.bought_in_the_third_year.bought": "15 homes",
    **{f"{lot}.optimism": "0%" for lot in LOTS},
    "reserves.debt_service": "£0",
    "reserves.working_capital": "£0",
    "reserves.liquidity": "£0",
    f"{JUNIOR}.arrangement_fee": "0%",
}
STEPS = {
    "As the scenario stands": {},
    "The exit tested without stress, at 5.5%": TESTS,
    "A coordinator whom nobody pays for": COORDINATOR,
    "Rents and costs that all rise by 3%": RISES,
    "Every home and all the money in the first month": AT_ONCE,
    "61 homes; no fees, allowance, reserve or liquidity": ALL_ON_HOMES,
}


def steps(name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Each step by its name, with all that is set by it and before it."""
    senior, so_far = SENIOR[name], {}
    for step, changes in STEPS.items():
        so_far = {**so_far, **changes}
        if senior and changes is AT_ONCE:
            so_far[f"{senior}.available"] = "1 month"
        if senior and changes is ALL_ON_HOMES:
            so_far |= {f"{senior}.arrangement_fee": "0%", f"{senior}.commitment_fee": "0% a year"}
        yield step, so_far


def worked(folder, name, changes, share=None):
    """What becomes of the junior loan at each growth of house prices: an array for each word."""
    flat = {"economy.house_prices.2026": "2.5% a year", "economy.house_prices.2027": "2.5% a year"}
    partnership = assemble(read(folder / name, {**flat, **changes}).scenario)
    lender, leave, cover = partnership.lenders[-1], partnership.exits.loans[-1], partnership.covers[0]
    wanted = {
        "return": lender.with_exit.rate,
        "to sell": leave.to_sell,
        "sold": leave.sold,
        "lost": leave.lost,
        "cover": cover.lowest,
        "homes": partnership.outcome.homes,
        "uncovered": partnership.outcome.raised.uncovered,
    }
    rates = np.array(GROWTH)
    settings = {"economy.house_prices.2026": rates, "economy.house_prices.2027": rates}
    if share is not None:
        settings[f"{JUNIOR}.pricing.share"] = np.full(len(rates), share)
    results = partnership.model.work(settings, list(wanted.values()))
    return {word: np.broadcast_to(results[measure], rates.shape) for word, measure in wanted.items()}
