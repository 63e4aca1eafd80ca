"""The headline measures of whole partnerships, at random changes: floats, rows and compiled lanes say the same.

What differs in the models of the starting scenarios is chosen to reach nearly every line; random partnerships have
every input that is not a whole number or a flag moved.
"""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from modeller.analysis.compare import headlines
from modeller.analysis.run import run
from modeller.partnership.assemble import assemble
from tests.partnership.strategies import scenarios

SCENARIOS = Path(__file__).parents[2] / "scenarios"
MOVED = (
    *("rent.voids", "rent.bad_debts", "economy.consumer_prices", "economy.house_prices", "economy.earnings"),
    *("economy.building_maintenance", "finance.", "homes.bought_in_the_first_year.price", "reserves.", "costs."),
    *("homes.bought_in_the_first_year.rent", "grants.", "commissioner.discount_rate", "exit.", "contract.committed"),
)
COUNT = 40


def drawn(model, keys, count, seed):
    """Each of some inputs at random: a figure from 0.8 to 1.2 of itself, whole where its unit is."""
    rng = np.random.default_rng(seed)
    found = {}
    for key in keys:
        each = model.inputs[key]
        figures = each.value * rng.uniform(0.8, 1.2, count)
        found[key] = np.round(figures) if each.unit.whole else figures
    return found


def agree(model, changes, wanted, scenarios_in_floats):
    """Hold rows to lanes in all scenarios, and floats in some."""
    lanes = model.work(changes, wanted, by="lanes")
    rows = model.work(changes, wanted, by="rows")
    some = {key: figures[:scenarios_in_floats] for key, figures in changes.items()}
    floats = model.work(some, wanted, by="floats")
    for item in wanted:
        np.testing.assert_allclose(lanes[item], rows[item], 1e-9, 1e-6, err_msg=item.key)
        found = lanes[item][..., :scenarios_in_floats]
        np.testing.assert_allclose(found, floats[item], 1e-9, 1e-6, err_msg=item.key)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ten-homes", "p3-west-lindsey"])
def test_headline_measures_are_the_same_in_lanes(name):
    partnership = run(SCENARIOS / f"{name}.yaml").partnership
    model = partnership.model
    changes = drawn(model, [key for key in model.inputs if key.startswith(MOVED)], COUNT, seed=7)
    changes["contract.committed"] = np.random.default_rng(8).integers(12, 361, COUNT).astype(float)
    rows = [line for line in model.lines if line.key in ("payments.cash", "cover.operating_cash")]
    agree(
        model,
        changes,
        [*(each.measure for each in headlines(partnership)), *rows],
        COUNT if name == "ten-homes" else 10,
    )


@pytest.mark.slow
@given(scenarios(most_months=36))
@settings(
    max_examples=2, deadline=None, database=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip
def test_random_partnerships_are_the_same_in_lanes(scenario):
    partnership = assemble(scenario)
    model = partnership.model
    keys = [key for key, each in model.inputs.items() if each.value and not each.unit.whole]
    agree(model, drawn(model, keys, 24, seed=9), [each.measure for each in headlines(partnership)], 6)
