"""Every scenario that is handed out: read without a fault, worked, sound, and showing what it says it shows."""

from dataclasses import replace
from pathlib import Path

import pytest

from modeller.analysis.run import run
from modeller.analysis.terms.lengths import lengths_worked
from modeller.partnership.assemble import assemble
from modeller.scenario import read
from modeller.scenario.provenance import NOT_STATED

FOLDER = Path(__file__).parents[1] / "scenarios"
SCENARIOS = sorted(FOLDER.glob("*.yaml"))
NOT_SOURCED = {"ten-homes.yaml"}  # as short as a scenario gets, and says that every figure is illustrative
CHOSEN = {"horizon", "contract.reversion"}  # what is asked of the model, of which nobody could be the source


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_is_read_and_worked_and_every_check_holds(path):
    worked = run(path)
    assert worked.views.checks
    assert worked.sound


def test_a_check_that_fails_would_be_found():
    worked = run(FOLDER / "ten-homes.yaml")
    check = worked.views.checks[0]
    spoiled = {**worked.results.once, id(check.measure): worked.results.once[id(check.measure)] + 1}
    assert not replace(worked, results=replace(worked.results, once=spoiled)).sound


@pytest.mark.parametrize(
    "path", [path for path in SCENARIOS if path.name not in NOT_SOURCED], ids=lambda path: path.stem
)
def test_every_figure_stated_says_where_it_comes_from(path):
    stated = read(path)
    bare = {key for key, each in stated.provenance.items() if each.stated and each.source == NOT_STATED}
    assert bare <= CHOSEN


def kinds(name, lengths, view="stated"):
    """The verdict on each loan at each length [years]."""
    found = lengths_worked(assemble(read(FOLDER / name).scenario), [12 * years for years in lengths])
    return [[lender.verdict.kind for lender in getattr(each, view).lenders] for each in found]


def test_three_years_differ_from_ten_in_the_contract_alone():
    three, ten = (read(FOLDER / name).scenario for name in ("p3-three-year-contract.yaml", "p3-west-lindsey.yaml"))
    same = {"title", "about", "contract"}
    assert three.model_dump(exclude=same) == ten.model_dump(exclude=same)
    assert (three.contract.committed, three.contract.extensions) == (36, [])
    assert ten.contract.extensions  # what the empty list undoes


def test_on_three_years_every_home_goes_to_repay_the_social_investor_and_on_ten_hardly_any():
    (three, ten) = kinds("p3-three-year-contract.yaml", [3, 10])
    assert three == ten == ["repaid from operations", "repaid, homes sold"]
    partnership = assemble(read(FOLDER / "p3-three-year-contract.yaml").scenario)
    kept = [each.stated.figures["homes_retained"].without_renewal for each in lengths_worked(partnership, [36, 120])]
    assert kept[0] == 0
    assert kept[1] > 40


def test_in_leased_homes_three_years_do_not_carry_the_loan_and_seven_do():
    found = kinds("supported-housing-lease.yaml", [1, 3, 5, 7, 10, 20])
    assert found == [["not fundable"]] * 3 + [["repaid from operations"]] * 3


def test_in_leased_homes_what_a_lender_would_lend_on_three_years_is_repaid_by_them():
    """Less is lent, and by dates within the contract less the lender's tail: that is what its rules are for."""
    assert kinds("supported-housing-lease.yaml", [3], view="resized") == [["repaid from operations"]]


def test_in_leased_homes_a_break_that_pays_nothing_leaves_no_length_that_carries_the_loan():
    """Lenders count the contract only to the first date at which the council can leave them unpaid."""
    key = "contract.breaks.break_1.compensation"
    free = read(FOLDER / "supported-housing-lease.yaml", {key: "none"}).scenario
    found = lengths_worked(assemble(free), [36, 84, 240], bare=True)
    assert len({each.capacity for each in found}) == 1
    assert {each.stated.lenders[0].verdict.kind for each in found} == {"not fundable"}
