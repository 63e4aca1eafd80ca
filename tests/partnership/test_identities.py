"""Identities over random partnerships.

Each example is one partnership drawn at random and worked seven times: as stated, in plain floats; and six times as
numpy rows: as stated, with more capital needed, with contracts of three lengths on which nothing depends, and with
other rates. Every identity is asked of every one of the rows.

The examples are the same in every run, so that a red run is the fault of the change and not of luck;
MODELLER_EXPLORE=1 draws fresh ones.
"""

import os

import numpy as np
from hypothesis import HealthCheck, given, settings

from modeller.partnership.assemble import assemble
from tests.partnership.identities import IDENTITIES, Look
from tests.partnership.strategies import scenarios

RANDOM = settings(
    max_examples=500,
    deadline=None,
    database=None,
    derandomize=os.environ.get("MODELLER_EXPLORE") != "1",
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
STATED, MORE_CAPITAL, SHORT, MIDDLING, LONG, OTHER = range(6)
ON_THE_CONTRACT = ("depends_on_contract", "clawback_over", "void_guarantee", "ending_cost", "reversion")
MORE = 50_000
"""What a further need of capital adds to working capital at signing."""


def varied(partnership):
    """Changes for six scenarios: see above."""
    inputs, months = partnership.model.inputs, partnership.model.months
    changes = {key: np.full(6, each.value) for key, each in inputs.items() if _may_vary(key)}
    for key, figures in changes.items():
        if key.endswith((*ON_THE_CONTRACT, "lives_cut_to_contract")):
            figures[SHORT : LONG + 1] = 0
    changes["contract.committed"][SHORT : LONG + 1] = [1, max(2, months // 2), months + 60]
    changes["reserves.working_capital"][MORE_CAPITAL] += MORE
    for key in ("rent.voids", *(key for key in changes if key.endswith((".interest", ".bad_debts")))):
        changes[key][OTHER] = 0.9 - changes[key][OTHER] if key == "rent.voids" else changes[key][OTHER] / 2
    changes["rent.voids"] = np.clip(changes["rent.voids"], 0, 1)
    return changes


def _may_vary(key):
    return key.endswith(
        (*ON_THE_CONTRACT, "lives_cut_to_contract", "committed", "working_capital", ".interest", "voids")
    )


def rows_agree_with_floats(partnership, floats, rows):
    """Both workings of the same text give the same figures in every line and measure."""
    for item in partnership.model.written:
        one, many = floats[item][..., 0], rows[item][..., STATED]
        np.testing.assert_allclose(many, one, rtol=1e-9, atol=1e-6, err_msg=item.key)


def contract_length_changes_nothing(look):
    """Where nothing depends on the contract its length changes no line but the flags of the timeline itself."""
    for item in look.p.model.written:
        if not item.key.startswith("timeline.") and not item.key.endswith("owed_when_the_contract_ends"):
            figures = look.results[item][..., SHORT : LONG + 1]
            np.testing.assert_array_equal(figures, figures[..., :1].repeat(3, axis=-1), err_msg=item.key)


def more_capital_never_lowers_draws(look):
    """With more to pay for at signing, no less has been drawn by any month."""
    drawn = np.cumsum(look(look.p.funding.drawn), axis=0)
    assert np.all(drawn[:, MORE_CAPITAL] >= drawn[:, STATED] - 1e-6)


@RANDOM
@given(scenarios())
def test_every_identity_holds_of_every_partnership(scenario):
    partnership = assemble(scenario)
    changes = varied(partnership)
    floats, rows = partnership.model.work(), partnership.model.work(changes)
    rows_agree_with_floats(partnership, floats, rows)
    look = Look(partnership, rows, changes)
    for holds in IDENTITIES:
        holds(look)
    contract_length_changes_nothing(look)
    more_capital_never_lowers_draws(look)
