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


IDENTITIES = (components_are_renewed_in_their_months,)
