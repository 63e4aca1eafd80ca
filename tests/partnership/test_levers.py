"""Which inputs a committee's levers move."""

from pathlib import Path

from modeller.analysis.run import run

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def keys_of(worked):
    return {lever.label: lever.keys for lever in worked.views.levers}


def test_p3_s_levers_move_what_they_are_called_after():
    keys = keys_of(run(SCENARIOS / "p3-west-lindsey.yaml"))
    assert keys["Grants"] == {"grants.west_lindsey_grant.amount"}
    assert keys["Voids"] == {"rent.voids"}
    assert {key.split(".")[-1] for key in keys["Running costs"]} == {"per_home", "fixed"}
    assert {key.rpartition(".")[0] for key in keys["Consumer prices"]} == {
        "economy.consumer_prices",
        "economy.september_cpi",
    }
    assert len(keys["Purchase prices"]) == len(keys["Works"]) == len(keys["Rents"]) == 4


def test_interest_is_not_added_to_a_loan_that_bears_none():
    keys = keys_of(run(SCENARIOS / "p3-west-lindsey.yaml"))
    assert keys["Interest"] == {"finance.bank_loan.interest"}  # the social investors' share in house prices instead
    both = keys_of(run(SCENARIOS / "p3-west-lindsey.yaml", {"finance.social_investors_loan.interest": "1% a year"}))
    assert both["Interest"] == {"finance.bank_loan.interest", "finance.social_investors_loan.interest"}


def test_a_margin_over_bank_rate_is_moved_even_where_it_is_nil():
    follows = {"finance.bank_loan.interest": "0% a year", "finance.bank_loan.pricing.follows": "bank rate"}
    assert "finance.bank_loan.interest" in keys_of(run(SCENARIOS / "ten-homes.yaml", follows))["Interest"]


def test_a_lever_with_nothing_to_move_is_left_out():
    worked = run(SCENARIOS / "ten-homes.yaml", {"finance.bank_loan.interest": "0% a year"})
    assert "Interest" not in keys_of(worked)
