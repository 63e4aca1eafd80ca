"""What differs between scenarios: inputs, things in lists, their order, and results; each against plain runs."""

import json

import pytest

from modeller.analysis.compare import compare
from modeller.analysis.differences import Differences
from modeller.analysis.run import run
from modeller.errors import Faults
from modeller.scenario import read

TEN = "scenarios/ten-homes.yaml"
BASE, LINKED, CHEAP = (f"scenarios/p3-{name}.yaml" for name in ("west-lindsey", "all-property-linked", "concessionary"))


def top(folder, name, *lines, base=TEN):
    """A file that lays lines over another."""
    from pathlib import Path

    path = folder / f"{name}.yaml"
    path.write_text("\n".join([f"extends: {Path(base).resolve()}", *lines]), "utf-8")
    return path


def differences(*paths, overrides=None):
    return Differences([read(path, overrides or {}) for path in paths])


def test_a_scenario_differs_in_nothing_from_itself():
    found = compare([TEN, TEN])
    assert (found.stated.inputs, found.stated.items, found.stated.orders) == ([], [], [])
    assert not any(each.differs for each in found.results)


def test_single_inputs_are_told_with_their_units_as_written(tmp_path):
    """Figures, words, a month and a year of a curve; in the order declared; a title is no input."""
    other = top(
        tmp_path,
        "other",
        "title: Other",
        "about: Words about it",
        "start: 2026-10",
        "contract: {committed: 7 years}",
        "rent: {voids: 4.5%}",
        "accounts: {grants: performance}",
    )
    found = {each.key: each for each in differences(TEN, other).inputs}
    assert list(found) == ["start", "contract.committed", "rent.voids", "accounts.grants"]
    assert found["start"].texts == ("2026-04", "2026-10")
    assert found["contract.committed"].texts == ("10 years", "7 years")
    assert (found["contract.committed"].label, found["contract.committed"].unit) == ("Committed length", "months")
    assert found["rent.voids"].texts == ("3%", "4.5%")
    assert (found["accounts.grants"].unit, found["accounts.grants"].texts) == ("words", ("accrual", "performance"))


def test_a_year_after_the_last_of_a_curve_is_as_the_last(tmp_path):
    """Ten homes: 2% in 2026 and, unsaid, in every year after; the other says so of 2027, and 4% of 2028."""
    other = top(tmp_path, "other", "economy: {house_prices: {2026: 2%, 2027: 2%, 2028: 4%}}")
    (found,) = differences(TEN, other).inputs
    assert found.key == "economy.house_prices.2028"
    assert found.label.endswith(", 2028")
    assert found.texts == ("2% a year", "4% a year")
    assert differences(other, TEN).inputs[0].texts == ("4% a year", "2% a year")


def test_every_input_told_and_set_on_the_other_leaves_no_difference(tmp_path):
    """That is what the keys are for."""
    other = top(
        tmp_path, "other", "rent: {voids: 4.5%, turnover: 8%}", "exit: {cure: 6 months}", "horizon: 25 years", base=BASE
    )
    told = differences(BASE, other).inputs
    assert len(told) == 4
    settings = {each.key: each.texts[1] for each in told}
    assert differences(other, other).inputs == []
    assert [run(each, settings).fingerprint for each in (BASE, other)] == [run(other).fingerprint] * 2


def test_a_loan_that_one_has_and_another_has_not_is_told_once_with_all_that_is_stated_of_it():
    found = differences(BASE, LINKED)
    (bank,) = found.items
    assert (bank.key, bank.name) == ("finance.bank_loan", "Bank loan")
    assert bank.stated[1] is None
    assert bank.brief == ("£2,000,000, 6.5% a year", None)
    there = bank.stated[0]
    assert there["finance.bank_loan.repayment.shape"] == "annuity"
    assert there["finance.bank_loan.covenants.loan_to_value"] == "70%"
    assert "finance.bank_loan.recourse" not in there  # not stated
    assert not [each for each in found.inputs if each.key.startswith("finance.bank_loan.")]
    assert {each.key for each in found.inputs} == {
        "finance.social_investors_loan.lender",
        "finance.social_investors_loan.amount",
        "reserves.debt_service",
    }


def test_of_three_each_has_its_place():
    found = differences(BASE, LINKED, CHEAP)
    assert {each.key: [one is not None for one in each.stated] for each in found.items} == {
        "finance.bank_loan": [True, False, False],
        "finance.concessionary_loan": [False, False, True],
    }
    reserve = next(each for each in found.inputs if each.key == "reserves.debt_service")
    assert reserve.texts == ("£84,000", "£0", "£41,000")


FIRST = "  - {name: Bank, amount: £100k, interest: 5% a year, repayment: {shape: bullet, over: 9 years}}"
SECOND = "  - {name: Fund, amount: £90k, interest: 5% a year, repayment: {shape: bullet, over: 9 years}}"


def test_loans_in_another_rank_are_told_and_nothing_else_is(tmp_path):
    one, other = (
        top(tmp_path, name, "finance:", *loans)
        for name, loans in (("one", (FIRST, SECOND)), ("other", (SECOND, FIRST)))
    )
    found = differences(one, other)
    assert (found.inputs, found.items) == ([], [])
    (order,) = found.orders
    assert (order.key, order.names) == ("finance", (("Bank", "Fund"), ("Fund", "Bank")))


def test_a_loan_more_changes_no_rank_of_those_that_both_have(tmp_path):
    one, other = (
        top(tmp_path, name, "finance:", *loans) for name, loans in (("one", (SECOND,)), ("other", (FIRST, SECOND)))
    )
    found = differences(one, other)
    assert [each.key for each in found.items] == ["finance.bank"]
    assert found.orders == []


def test_results_are_those_of_plain_runs_by_the_same_names():
    found = compare([BASE, LINKED], {"rent.voids": "5%"})
    plain = [run(each, {"rent.voids": "5%"}).as_json()["measures"] for each in (BASE, LINKED)]
    for each in found.results:
        assert each.figures == tuple(one[each.key]["value"] if each.key in one else None for one in plain)
        assert each.unit == next(one[each.key]["unit"] for one in plain if each.key in one)
    assert {"homes", "sources", "homes_retained", "lowest_cash"} <= {each.key for each in found.results}
    bank = [each for each in found.results if each.of == "Bank loan"]
    assert bank
    assert all(each.figures[1] is None and each.texts[1] is None and each.differs for each in bank)


def test_nothing_lost_by_a_loan_that_the_other_has_not_is_no_news():
    found = {each.key: each for each in compare([BASE, LINKED]).results}
    assert found["returns.bank_loan.multiple"].is_news
    assert not found["exit.bank_loan.lost"].is_news
    assert found["homes_retained"].is_news
    assert not found["homes"].is_news


def test_for_programs_there_are_plain_figures_and_the_shape_of_a_run():
    found = compare([BASE, CHEAP]).as_json()
    assert json.loads(json.dumps(found, allow_nan=False)) == json.loads(json.dumps(found))
    plain = run(CHEAP).as_json()
    assert found["scenarios"][1] == {"file": CHEAP, **plain}
    assert {each["key"] for each in found["results"]} <= set(plain["measures"]) | set(found["scenarios"][0]["measures"])


def test_faults_of_every_file_come_at_once_each_with_its_place(tmp_path):
    files = [top(tmp_path, "one", "rent: {voids: 3}"), top(tmp_path, "other", "contract: {comitted: 3 years}")]
    with pytest.raises(Faults) as caught:
        compare(files)
    assert [(fault.place.file, fault.place.line) for fault in caught.value.faults] == [
        (str(files[0]), 2),
        (str(files[1]), 2),
    ]


def test_a_change_that_one_scenario_does_not_know_says_which():
    with pytest.raises(Faults) as caught:
        compare([BASE, LINKED], {"finance.bank_loan.interest": "5% a year"})
    (fault,) = caught.value.faults
    assert fault.what == f"{LINKED}: “finance.bank_loan.interest” is not an input of this scenario"


def test_a_change_that_none_knows_is_one_fault():
    with pytest.raises(Faults) as caught:
        compare([BASE, LINKED], {"rent.void": "5%"})
    (fault,) = caught.value.faults
    assert fault.what == "“rent.void” is not an input of this scenario"
