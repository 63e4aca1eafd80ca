"""What must hold of renewals, tax and leases, each worked again here from what the scenario states."""

import numpy as np

from tests.partnership.look import never_below, nil


def components_are_renewed_in_their_months(look):
    """Each home when its first months are over and at each interval after; of those that left, none."""
    lots, states = look.p.homes.lots, look.p.scenario.major_repairs.components
    written = {part.slug: part for part in look.p.costs.components}
    for state in states:
        due = {lot.name: np.zeros_like(look(lot.arriving)) for lot in lots}
        for lot in lots:
            for month in range(int(state.first), look.p.model.months):
                arrived = range(month - int(state.first), -1, -int(state.every))
                due[lot.name][month] = look(lot.arriving)[list(arrived)].sum(axis=0)
        if state.slug not in written:
            nil(sum(due.values()), f"{state.name}: due, and not renewed")
            continue
        part = written[state.slug]
        for lot, line in part.due:
            nil(look(line) - due[lot.name], f"{state.name}, {lot.name}: homes due")
        renewed = look(f"{part.spent.section.key}.homes_renewed")
        never_below(renewed, f"{state.name}: homes renewed")
        never_below(look.total(lot.held_before for lot in lots) - renewed, f"{state.name}: renewed and not held")
        assert np.all(look(part.left_out) == 0), f"{state.name}: renewals left out"


def tax_is_on_each_years_result(look):
    """At the rate, of what the year to March earned beyond losses; owed until December, and never below nil."""
    tax, books = look.p.tax, look.p.accounts
    if tax is None:
        return
    income, spent = (dict(side) for side in (books.income, books.expenditure))
    result = look.total(income[name] for name in ("Rent less voids", "Void guarantee", "Other income"))
    charges = ["Bad debts", "Lenders' fees", "Interest", "Shares paid to lenders", "Indexation of loans"]
    charges += ["Lenders' fees, paid and added to loans", "Guarantee premiums"]
    running = look("costs.all_costs.running_costs") + look("costs.major_repairs.renewals")
    result = result - running - look.total(spent[name] for name in charges if name in spent)
    march, december = (look(f"timeline.{year}_year_ends") for year in ("financial", "calendar"))
    waits, owed = np.zeros_like(result[0]), np.zeros_like(result[0])
    for month, earned in enumerate(result):
        waits = waits + earned
        taxed = np.maximum(0, waits) * march[month]
        charge = taxed * look.given("accounts.corporation_tax")
        nil(look(tax.due)[month] - owed * december[month], "tax falling due")
        owed = owed * (1 - december[month]) + charge
        waits = waits - taxed
        nil(look(tax.charge)[month] - charge, "tax charged")
        nil(look(tax.owed)[month] - owed, "tax owed")
    never_below(look(tax.owed), "tax owed")


def leases_are_the_rents_to_come(look):
    """What is owed is the rents left, at the last one and the rate; with none to come nothing is on either side.

    Charges and rents come to the same but for what is still owed beyond the right of use.
    """
    stated = [cost for cost in look.p.scenario.costs if cost.lease]
    if not stated:
        assert look.p.leases is None
        return
    found, rate = look.p.leases, look.given("accounts.lease_rate") / 12
    owed, rents = np.zeros_like(look(found.liability)), np.zeros_like(look(found.rent))
    for cost in stated:
        rent = np.where(look.months <= cost.lease, look(f"costs.{cost.slug}.cost"), 0)
        for month in range(len(rent)):
            to_come = np.arange(1, int(cost.lease) - month)[:, None]
            owed[month] += rent[month] * ((1 + rate) ** -to_come).sum(axis=0)
        rents += rent
    nil(look(found.liability) - owed, "lease liability")
    nil(look(found.rent) - rents, "rent of leases")
    asset = look(found.right_of_use)
    never_below(asset, "right of use")
    nil(np.where(owed == 0, asset, 0), "right of use without rents to come")
    charged = look(found.depreciation) + look(found.interest) - look(found.released)
    nil(np.cumsum(charged - rents, axis=0) - owed + asset, "charged less paid")
    never_below(look(found.released), "released")


IDENTITIES = (components_are_renewed_in_their_months, tax_is_on_each_years_result, leases_are_the_rents_to_come)
