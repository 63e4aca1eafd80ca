"""Every scenario that is handed out: read without a fault, worked, sound, and showing what it says it shows."""

from dataclasses import replace
from pathlib import Path

import pytest

from modeller.analysis.run import run
from modeller.analysis.terms.lengths import lengths_worked
from modeller.partnership.assemble import assemble
from modeller.partnership.outcome import LEFT_OVER
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


def test_on_three_years_the_council_takes_back_what_the_social_investor_would_have_shared_in():
    """Of £1,000,000 granted and 11 × £65,000 handed over after a month in which prices rise by a twelfth of 2.4%, 84
    of 120 months are left at the end of the third year: £1,201,501 goes back."""
    three, ten = (run(FOLDER / name) for name in ("p3-three-year-contract.yaml", "p3-west-lindsey.yaml"))
    back = [f"grants.all_grants.clawback_of_{what}" for what in ("grants", "value_handed_over")]
    assert sum(total(three, key) for key in back) == pytest.approx(0.7 * (1_000_000 + 715_000 * 1.002))
    assert sum(total(ten, key) for key in back) == 0
    earned = [worked.figure(worked.partnership.lenders[1].with_exit.rate) for worked in (three, ten)]
    assert earned[0] < earned[1] / 2


def test_on_three_years_more_homes_are_sold_than_on_ten_and_the_bank_is_repaid_on_both():
    assert kinds("p3-three-year-contract.yaml", [3, 10]) == [["repaid from operations", "repaid, homes sold"]] * 2
    partnership = assemble(read(FOLDER / "p3-three-year-contract.yaml").scenario)
    kept = [each.stated.figures["homes_retained"].without_renewal for each in lengths_worked(partnership, [36, 120])]
    assert 0 < kept[0] < kept[1] < 56 / 2


STRUCTURES = ("p3-all-property-linked.yaml", "p3-concessionary.yaml")


@pytest.mark.parametrize("name", STRUCTURES)
def test_a_funding_structure_differs_from_the_base_case_in_its_money_alone(name):
    base, other = (read(FOLDER / each).scenario for each in ("p3-west-lindsey.yaml", name))
    same = {"title", "about", "finance", "reserves"}
    assert base.model_dump(exclude=same) == other.model_dump(exclude=same)
    kept = {"debt_service"}
    assert base.reserves.model_dump(exclude=kept) == other.reserves.model_dump(exclude=kept)
    assert sum(loan.amount for loan in other.finance) == sum(loan.amount for loan in base.finance) == 4_000_000


@pytest.mark.parametrize(
    ("name", "fees", "reserve"),
    [
        ("p3-all-property-linked.yaml", 0.015 * 4_000_000, 0),
        ("p3-concessionary.yaml", 0.015 * 2_000_000, (2_000_000 / 25 + 2_000_000 * 0.001) / 2),
    ],
)
def test_what_a_funding_structure_leaves_over_is_what_its_header_says(name, fees, reserve):
    """The same homes and £5,000,000: whatever less goes on fees and reserve than in the base case is left over."""
    base, other = (run(FOLDER / each).partnership for each in ("p3-west-lindsey.yaml", name))
    found = [uses(each) for each in (base, other)]
    assert found[1]["Lenders' fees"] == pytest.approx(fees)
    assert found[1]["Debt-service reserve"] == pytest.approx(reserve)
    moved = found[0]["Lenders' fees"] + found[0]["Debt-service reserve"] - fees - reserve
    assert found[1][LEFT_OVER] - found[0][LEFT_OVER] == pytest.approx(moved)
    assert f"£{round(found[1][LEFT_OVER], -3):,.0f}" in (FOLDER / name).read_text("utf-8")


def uses(partnership):
    """What the money raised is used for, by name [£]."""
    results = partnership.model.work()
    return {name: results[use][0] for name, use in partnership.outcome.raised.uses_by_name.items()}


def total(worked, key):
    """A line over all the months."""
    return worked.results[key][:, 0].sum()


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
