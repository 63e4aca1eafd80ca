"""The walk from one scenario to another sums to the difference, each step as if worked by itself, whatever the two."""

from copy import deepcopy
from itertools import permutations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from modeller.analysis.run import Run, run
from modeller.analysis.walking import sum_of_moves, walked
from modeller.errors import Faults, Place, Unfit
from modeller.partnership.assemble import assemble
from modeller.scenario import read
from modeller.scenario.marks import Entry, Items, Scalar, Settings
from modeller.scenario.reading import understood
from modeller.scenario.years import figure_in, with_years
from tests.partnership.strategies import terms

ROOT = Path(__file__).resolve().parents[2]
TEN, P3, SHORT = (
    ROOT / "scenarios" / f"{name}.yaml" for name in ("ten-homes", "p3-west-lindsey", "p3-three-year-contract")
)
A_PENNY = 0.01
FOURS = settings(
    max_examples=9,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
OF_FIGURES = ("rent", "economy", "commissioner", "exit", "valuation")


def test_a_walk_of_one_input_is_the_whole_difference():
    walk = walked(run(TEN), run(TEN, {"rent.voids": "8%"}), ["cash and reserves less debts"])
    (step,) = walk.moving
    assert (step.key, step.label) == ("rent.voids", "Rent lost to voids")
    assert step.moves[0] == pytest.approx(walk.after[0] - walk.before[0], abs=A_PENNY)
    assert (walk.last[0], walk.structure) == (pytest.approx(0, abs=A_PENNY), [])


def test_each_step_is_what_a_run_with_the_inputs_so_far_comes_to():
    changes = {"rent.voids": "8%", "homes.bought.rent": "£120 a week", "finance.bank_loan.interest": "7%"}
    walk = walked(run(TEN), run(TEN, changes), ["cash and reserves less debts"])
    in_order = ["homes.bought.rent", "rent.voids", "finance.bank_loan.interest"]  # of the inputs sheet
    assert [step.key for step in walk.steps] == in_order
    so_far, figures = {}, [walk.before[0]]
    for key in in_order:
        so_far[key] = changes[key]
        worked = run(TEN, so_far)
        figures.append(worked.figure(worked.model.measures[walk.measures[0].key]))
    assert [step.moves[0] for step in walk.steps] == pytest.approx(np.diff(figures).tolist(), abs=A_PENNY)


def test_a_path_of_prices_is_one_step_though_the_years_are_others(tmp_path):
    """Two per cent for ever, against two per cent until 2029 and then nothing: the years are written out in both."""
    path = tmp_path / "later.yaml"
    text = TEN.read_text("utf-8").replace("house_prices: 2%", "house_prices: {2026: 2%, 2027: 2%, 2028: 2%, 2029: 0%}")
    path.write_text(text, "utf-8")
    for pair in ((TEN, path), (path, TEN)):
        walk = walked(run(pair[0]), run(pair[1]))
        assert [step.key for step in walk.steps] == ["economy.house_prices"]
        assert np.allclose(walk.last, 0, atol=A_PENNY)
        assert walk.structure == []


def test_what_is_no_figure_is_the_last_step(tmp_path):
    path = tmp_path / "bullet.yaml"
    path.write_text(TEN.read_text("utf-8").replace("shape: annuity", "shape: bullet"), "utf-8")
    walk = walked(run(TEN), run(path), ["cash and reserves less debts"])
    assert walk.steps == []
    assert walk.structure == ["Bank loan: Shape (finance.bank_loan.repayment.shape)"]
    assert walk.last[0] == pytest.approx(walk.after[0] - walk.before[0])


def test_shares_repaid_by_year_are_not_carried_back(tmp_path):
    """A loan repaid by halves in 2027 and 2028, and one in 2026 and 2027: before the first year nothing is repaid."""
    files = []
    for years in ("{2027: 50%, 2028: 50%}", "{2026: 50%, 2027: 50%}"):
        files.append(tmp_path / f"{years[1:5]}.yaml")
        repaid = f"{{shape: as stated, over: 24 years, by_year: {years}}}"
        files[-1].write_text(
            TEN.read_text("utf-8").replace("{shape: annuity, after: 1 year, over: 24 years}", repaid), "utf-8"
        )
    for pair in (files, files[::-1]):
        first, second = (run(path) for path in pair)
        walk = walked(first, second, ["returns.bank_loan.average_life_in_months"])
        assert sum_of_moves(walk)[walk.measures[0].key] == pytest.approx(walk.after[0] - walk.before[0], abs=1e-6)


def test_a_loan_that_only_one_has_is_structure_and_is_not_walked_over():
    walk = walked(run(TEN), run(P3))
    assert any("Social investor's loan" in each for each in walk.structure)
    assert not any("social_investor" in each.key for each in walk.measures)
    totals = sum_of_moves(walk)
    for measure, before, after in zip(walk.measures, walk.before, walk.after, strict=True):
        assert totals[measure.key] == pytest.approx(after - before, abs=A_PENNY)


@pytest.mark.parametrize(
    ("named", "what"),
    [
        ("first month short", "months cannot be added up"),
        ("lowest csh", "is not a measure"),
        ("returns.social_investors_loan.multiple", "the second scenario has no"),
    ],
)
def test_what_cannot_be_walked_over_is_refused(named, what):
    with pytest.raises(Unfit) as refused:
        walked(run(P3), run(TEN), [named])
    assert what in refused.value.what


def test_a_year_written_out_says_what_it_said():
    scenario = read(P3).scenario
    longer = with_years(scenario, {"economy.earnings": range(2024, 2060)}).economy.earnings
    assert len(longer) == 36
    assert all(longer[year] == figure_in(scenario.economy.earnings, year) for year in longer)


def node(value):
    """Plain settings as if read from a file."""
    place = Place("drawn.yaml", 1, 1)
    if isinstance(value, dict):
        return Settings(place, {key: Entry(place, node(each)) for key, each in value.items()})
    if isinstance(value, list):
        return Items(place, tuple(node(each) for each in value))
    return Scalar(place, value)


def part_of(stated):
    """A run of no more than a walk reads; nothing where the scenario's own checks refuse it."""
    try:
        found = understood(node(stated), [], "drawn.yaml", "")
    except Faults:
        return None
    partnership = assemble(found.scenario)
    ends, lenders = partnership.outcome, partnership.lenders
    wanted = [ends.lowest_cash, ends.left_at_end, partnership.commissioning.worth, partnership.exits.retained]
    wanted += [each.owed_when_due for each in lenders]
    wanted += [partnership.model.measures["lost_by_all_lenders"]] if lenders else []
    return Run(found, partnership, partnership.model.work({}, wanted))


def sums_exactly(first, second):
    """The walk, which comes to the difference to a penny and is a figure all the way."""
    walk = walked(first, second)
    totals = sum_of_moves(walk)
    for measure in walk.measures:
        difference = second.figure(second.model.measures[measure.key]) - first.figure(measure)
        assert abs(totals[measure.key] - difference) <= A_PENNY, measure.key
    assert np.isfinite([each for step in walk.steps for each in step.moves]).all()
    return walk


def variation(draw, first):
    """A partnership with figures of the first moved, and blocks of figures from another."""
    other, second = draw(terms(36)), deepcopy(first)
    for block in draw(st.sets(st.sampled_from(OF_FIGURES), min_size=1)):
        if block != "economy" or first["start"][:4] == other["start"][:4]:
            second[block] = other[block]
    for lot in second["homes"]:
        lot["rent"] = f"£{draw(st.integers(1, 200))} a week"
    for loan in second["finance"]:
        loan["interest"] = f"{draw(st.integers(1, 100)) / 10}%"
    return second


@st.composite
def varied(draw):
    """One partnership and three variations of it."""
    first = draw(terms(36))
    return first, *(variation(draw, first) for _ in range(3))


def pairs_of(four):
    """Each of the four with each of the others, both ways: twelve pairs."""
    runs = [part_of(each) for each in four]
    assume(all(each is not None for each in runs))
    return permutations(runs, 2)


@pytest.mark.slow
@FOURS
@given(varied())
def test_108_pairs_of_one_partnership_varied_sum_to_a_penny(four):
    for first, second in pairs_of(four):
        walk = sums_exactly(first, second)
        if not walk.structure:
            # nothing differs but figures, all of which have been moved
            assert np.allclose(walk.last, 0, atol=A_PENNY), walk.last


@pytest.mark.slow
@FOURS
@given(st.tuples(terms(36), terms(36), terms(36), terms(36)))
def test_108_pairs_drawn_apart_sum_to_a_penny(four):
    for first, second in pairs_of(four):
        sums_exactly(first, second)
