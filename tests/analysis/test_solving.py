"""Solving: answers worked by hand, several answers and none, what sets the ends, and what is refused."""

import math
from pathlib import Path

import numpy as np
import numpy_financial as npf
import pytest

from modeller.analysis.run import run
from modeller.analysis.solving.levers import grain_of, lever_of
from modeller.analysis.solving.presets import preset
from modeller.analysis.solving.search import LOOKS, search
from modeller.analysis.solving.solve import solve
from modeller.analysis.solving.targets import target_of
from modeller.errors import Faults, Unfit
from modeller.scenario import read
from modeller.scenario.walk import figures

ROOT = Path(__file__).resolve().parents[2]
TEN = ROOT / "scenarios" / "ten-homes.yaml"
P3 = ROOT / "scenarios" / "p3-west-lindsey.yaml"
COVER, GRANT = "cover.bank_loan.lowest_debt_service_cover", "grants.council_grant.amount"

# Ten homes bought at once at £85,000, prices still, £30,000 a year left of rents: no more than arithmetic is needed.
# The loan is drawn at the end of the first month and repaid by the end of the 120th: 119 payments.
LEVEL = """
title: Level
start: 2026-04
horizon: 12 years
contract: {committed: 10 years}
economy: {consumer_prices: 0%, september_cpi: 0%, earnings: 0%, building_maintenance: 0%, house_prices: 0%}
rent: {margin: 0%, voids: 0%, bad_debts: 0%}
homes: [{name: Bought, bought: 10, price: £85k, value: £100k, rent: £100 a week}]
costs: [{name: Running costs, fixed: "£22,000 a year"}]
grants: [{name: Council grant, amount: £660k}]
finance:
  - name: Bank loan
    amount: £200k
    interest: 6%
    repayment: {shape: annuity, over: 10 years}
    covenants: {tested_from: 24 months}
reserves: {working_capital: £10k}
"""
A_YEARS_CASH = 10 * 100 * 52 - 22_000


@pytest.fixture
def level(tmp_path):
    path = tmp_path / "level.yaml"
    path.write_text(LEVEL, "utf-8")
    return path


def cover(rate, owed=200_000):
    """The year's cash over the year's level payments, by another library's annuity."""
    return A_YEARS_CASH / 12 / -float(npf.pmt(rate / 12, 119, owed))


def test_the_least_grant_is_uses_less_what_is_lent(level):
    found = solve(level, GRANT, "uses that the money raised does not cover <= £0", end="least")
    assert found.answer.value == 10 * 85_000 + 10_000 - 200_000
    assert found.beyond.value == found.answer.value - 1
    assert "is £1, not at most £0" in found.binding[0]


def test_the_highest_rate_is_where_level_payments_reach_the_cover(level):
    found = solve(level, "finance.bank_loan.interest", f"{COVER} >= 1.1", end="most")
    by_hand = max(points for points in range(5_001) if points == 0 or cover(points / 10_000) >= 1.1)
    assert found.answer.value == by_hand / 10_000
    assert cover(found.beyond.value) < 1.1 <= cover(found.answer.value)


def test_the_most_debt_is_where_level_payments_reach_the_cover(level):
    found = solve(level, "finance.bank_loan.amount", f"{COVER} at least 1.2", end="most", between=("£50k", "£500k"))
    assert found.answer.value == math.floor(A_YEARS_CASH / 12 / 1.2 / -float(npf.pmt(0.06 / 12, 119, 1)))


def test_the_most_cover_a_lender_may_ask_is_the_lowest_there_is():
    """None is set in the scenario: at nil the model has no such test at all, and nothing can be asked of it."""
    found = solve(TEN, "finance.bank_loan.covenants.debt_service_cover", "no breach", end="most")
    lowest = run(TEN).results[COVER][0]
    assert found.answer.value == math.floor(lowest * 100) / 100
    assert [each.first.value for each in found.ranges] == [0.01]


def test_the_lowest_rent_leaves_no_month_short(level):
    """What is needed in all over what the rents of the last 119 months bring for each pound a week."""
    found = solve(level, "homes.bought.rent", "first month short = never", end="least")
    due = -float(npf.pmt(0.06 / 12, 119, 200_000))
    needed = (119 * due + 120 * 22_000 / 12 - 10_000) / (119 * 10 * 52 / 12)  # or cash runs out at the last payment
    assert found.answer.value == math.ceil(needed * 100) / 100


@pytest.mark.slow
def test_several_ranges_are_all_told():
    """Two years, or four and more: what a contract of three leaves is hardest on homes in this partnership."""
    found = solve(P3, "contract.committed", "homes sold at most 37", end="least", between=("1 year", "10 years"))
    by_month = run(P3).model.work({"contract.committed": list(range(12, 121))})["homes_sold"]
    holds = {month for month, sold in zip(range(12, 121), by_month, strict=True) if sold <= 37}
    told = [set(range(int(each.first.value), int(each.last.value) + 1)) for each in found.ranges]
    assert len(told) > 1
    assert set().union(*told) == holds
    assert found.answer.value == min(holds)


def test_none_is_told_with_the_nearest():
    found = solve(TEN, "rent.voids", "lowest cash at least £1m", end="least")
    assert not found.is_met
    assert found.nearest.value == 0
    assert "not at least £1,000,000" in found.near[0]


def test_a_figure_goes_no_further_than_the_scenarios_own_checks(tmp_path):
    path = tmp_path / "broken-off.yaml"
    breaks = "contract: {committed: 10 years, breaks: [{at: 3 years, probability: 50%}]}"
    path.write_text(TEN.read_text("utf-8").replace("contract: {committed: 10 years}", breaks), "utf-8")
    found = solve(path, "contract.committed", end="least")
    assert found.searched.first.value == 37  # a break after three years is one within the contract
    assert "the break comes after 36 months" in found.why[0]


def test_what_holds_at_the_stated_length_may_not_on_every_path(tmp_path):
    """All rent stops with the contract: a break at three years, which may be used, leaves the loan unpaid."""
    path = tmp_path / "at-risk.yaml"
    text = TEN.read_text("utf-8").replace("rent: £130 a week", "rent: £130 a week, depends_on_contract: 100%")
    breaks = "contract: {committed: 30 years, breaks: [{at: 3 years, probability: 10%}]}"
    path.write_text(text.replace("contract: {committed: 10 years}", breaks), "utf-8")
    key = "contract.ending_cost"
    assert solve(path, key, "repaid", between=("£0", "£9k")).is_met
    on_all = solve(path, key, "repaid", between=("£0", "£9k"), on_all_paths=True)
    assert not on_all.is_met
    assert "ended by the council after 3 years" in on_all.near[0]


@pytest.mark.slow
def test_the_shortest_contract_is_the_one_the_terms_find(tmp_path):
    from modeller.analysis.terms.shortest import shortest

    path = tmp_path / "at-risk.yaml"
    text = TEN.read_text("utf-8").replace("rent: £130 a week", "rent: £130 a week, depends_on_contract: 100%")
    path.write_text(text, "utf-8")
    found = solve(path, "contract.committed", "repaid", end="least")
    assert found.answer.value == shortest(run(path).partnership)[0].own


@pytest.mark.parametrize(
    ("key", "until", "what", "remedy"),
    [
        ("finance.bank_loan.intrest", "viable", "is not an input", "finance.bank_loan.interest"),
        ("horizon", "viable", "cannot be solved for", "fixed before a run"),
        ("finance.bank_loan.repayment.shape", "viable", "is words", "--set"),
        ("finance.bank_loan.pricing.most_back", "viable", "nothing in this scenario reads", "in use"),
        ("finance.*.*", "viable", "in different units", "name one"),
        ("rent.voids", "viabel", "nothing that can be tested", "did you mean “viable”?"),
        ("rent.voids", "lowest csh >= £0", "is not a measure", "lowest_cash"),
        ("rent.voids", "lowest cash >= 6%", "is no figure", "£50,000"),
        ("rent.voids", "cover >= 1.2", "is in the names of", "name one of them"),
        ("rent.voids", "cover.bank_loan.debt_service_cover >= 1", "is a line by month", "its lowest"),
        ("rent.voids", "repaid: Bank lone", "is not a loan", "Bank loan"),
        ("rent.voids", "no breach", "no covenant", "state one"),
    ],
)
def test_what_will_not_do_is_refused_with_what_would(key, until, what, remedy):
    with pytest.raises(Unfit) as refused:
        solve(TEN, key, until)
    assert what in refused.value.what
    assert remedy in refused.value.remedy


def test_a_figure_that_decides_how_the_model_is_made_is_refused(tmp_path):
    path = tmp_path / "renewed.yaml"
    part = "major_repairs: {components: [{name: Boilers, cost: £3k, every: 15 years, first: 10 years}]}"
    path.write_text(TEN.read_text("utf-8") + part, "utf-8")
    with pytest.raises(Unfit, match="decides how the model is made"):
        solve(path, "major_repairs.components.boilers.every")


def test_a_range_the_wrong_way_round_is_refused():
    with pytest.raises(Unfit, match="nothing to search"):
        solve(TEN, GRANT, between=("£2m", "£1m"))


def test_a_scenario_with_faults_is_told_as_ever(tmp_path):
    with pytest.raises(Faults):
        solve(tmp_path / "missing.yaml", GRANT)


def test_searching_finds_every_range_to_the_step():
    """Three ranges of which the narrowest is wider than the space between looks."""
    space = 1_000_000 // (LOOKS - 1) + 1
    stated = [(10, 10 + space), (400_001, 499_999), (999_000, 1_000_000)]

    def short(steps):
        return np.min([np.maximum(0, np.maximum(low - steps, steps - high)) for low, high in stated], axis=0).astype(
            float
        )

    assert search(short, 0, 1_000_000).ranges == stated


def test_searching_closes_in_on_what_lies_between_looks():
    """One step in a million, of which every other step tells how far it is."""
    found = search(lambda steps: np.abs(steps - 123_457).astype(float), 0, 1_000_000)
    assert found.ranges == [(123_457, 123_457)]


def test_searching_looks_at_every_step_where_there_are_few():
    odd = search(lambda steps: (steps % 2 == 0).astype(float), 0, 700)
    assert odd.ranges == [(step, step) for step in range(1, 700, 2)]


def test_grains_are_those_a_person_would_use():
    grains = {figure.key: grain_of(figure.quantity) for figure in figures(read(P3).scenario)}
    expected = {
        "contract.committed": "1",
        "homes.bought_in_the_first_year.bought": "1",
        "homes.bought_in_the_first_year.arrive": "1",
        "homes.bought_in_the_first_year.rent": "0.01",
        "grants.west_lindsey_grant.amount": "1",
        "costs.insurance.per_home": "1",
        "finance.bank_loan.interest": "0.0001",
        "rent.voids": "0.0001",
        "finance.bank_loan.covenants.debt_service_cover": "0.01",
        "contract.reversion": "1",
    }
    assert {key: str(grains[key]) for key in expected} == expected


def test_questions_name_the_only_input_or_all_there_are():
    assert preset(read(TEN), "most debt") == ("finance.bank_loan.amount", "most")
    assert preset(read(TEN), "shortest contract") == ("contract.committed", "least")
    with pytest.raises(Unfit) as refused:
        preset(read(P3), "highest rate")
    assert "finance.social_investors_loan.interest" in refused.value.remedy
    assert "'finance.*.interest'" in refused.value.remedy


def test_a_star_stands_for_one_name_and_a_path_for_its_years():
    stated = read(P3)
    assert len(lever_of(stated, "homes.*.rent").keys) == 4
    assert lever_of(stated, "economy.house_prices").keys == ("economy.house_prices.2026", "economy.house_prices.2027")


@pytest.mark.slow
def test_many_at_once_are_judged_as_each_by_itself():
    """The same target of a batch and of plain runs, where some meet it and some do not."""
    worked = run(P3)
    texts = [f"{points}%" for points in (0, 5, 9, 12, 30)]
    runs = [run(P3, {"rent.voids": text}) for text in texts]
    for words in ("viable", "repaid", "no breach", "repaid: Bank loan and lowest cash >= £50k", "all checks"):
        target = target_of(worked.partnership, words)
        many = worked.model.work({"rent.voids": [0, 0.05, 0.09, 0.12, 0.3]}, [*target.wanted, *target.telling])
        told = [target_of(each.partnership, words).told(each.results) for each in runs]
        assert [target.told(many, place) for place in range(5)] == told
        assert target.met(many).tolist() == [not each for each in told]
