"""Inputs changed: the file says the changed scenario, is otherwise as it was, and what it leans on is left alone."""

import difflib
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from modeller.errors import Faults, Place
from modeller.scenario import read
from modeller.scenario.changing import Change, as_it_is, changed, changed_text
from modeller.scenario.provenance import Origin
from modeller.scenario.restyling import in_style
from modeller.scenario.walk import figures, words
from tests.scenario.sourced import files, written

ROOT = Path(__file__).resolve().parents[2]
HERE = Place("book.xlsx, Inputs!C5")
NOW = Origin(status="illustrative", source="changed in book.xlsx", as_of="2026-05-01")
NEVER_SAID = Origin()


def to(stated, key, value, origin=NOW):
    """The change of one figure to a value in the model's units."""
    figure = next(each for each in figures(stated.scenario) if each.key == key)

    def worded(old, flow):
        return in_style(old, value, figure.quantity, figure.start, flow=flow)

    return Change(figure.path, HERE, worded, origin)


def lines_changed(before, after):
    found = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm="")
    return [line for line in found if line[:1] in "+-" and line[:3] not in ("+++", "---")]


def text_with(path, *inputs, origin=NOW):
    stated = read(path)
    changes = [to(stated, key, value, origin) for key, value in inputs]
    return stated, changed_text(stated, changed(stated, changes), changes, path)


NOTE = (
    "note: ten years is the fact; that all of them are committed is assumed, for whether there is a break is not public"
)


def test_a_figure_with_its_source_keeps_its_place_and_loses_the_source():
    stated, text = text_with(ROOT / "scenarios" / "p3-west-lindsey.yaml", ("contract.committed", 84))
    assert lines_changed(stated.text, text) == [
        "-    is: 10 years",
        "-    status: estimate",
        "-    source: E3M case study of Gainsborough; Pioneers Post, J. Bland",
        "-    as_of: 2021-09",
        f"-    {NOTE}",
        "+    is: 7 years",
        "+    status: illustrative",
        "+    source: changed in book.xlsx",
        "+    as_of: 2026-05-01",
    ]


def test_a_figure_that_its_block_speaks_for_is_given_a_source_of_its_own():
    stated, text = text_with(ROOT / "scenarios" / "p3-west-lindsey.yaml", ("rent.turnover", 0.125))
    assert lines_changed(stated.text, text) == [
        "-  turnover: 10% a year   # tenancies are for life; about one in ten ends in a year",
        "+  turnover:   # tenancies are for life; about one in ten ends in a year",
        "+    is: 12.5% a year",
        "+    status: illustrative",
        "+    source: changed in book.xlsx",
        "+    as_of: 2026-05-01",
    ]


def test_a_figure_of_which_nothing_was_said_is_changed_alone():
    ten = ROOT / "scenarios" / "ten-homes.yaml"
    stated, text = text_with(ten, ("finance.bank_loan.amount", 500_000), ("rent.voids", 0.04), origin=NEVER_SAID)
    assert lines_changed(stated.text, text) == [
        "-rent: {margin: 1%, voids: 3%, bad_debts: 2%}",
        "+rent: {margin: 1%, voids: 4%, bad_debts: 2%}",
        "-    amount: £480k",
        "+    amount: £500k",
    ]


def test_what_comes_from_a_base_is_stated_over_it():
    stated, text = text_with(ROOT / "scenarios" / "p3-concessionary.yaml", ("contract.committed", 84))
    assert lines_changed(stated.text, text) == [
        "+contract:",
        "+  committed:",
        "+    is: 7 years",
        "+    status: illustrative",
        "+    source: changed in book.xlsx",
        "+    as_of: 2026-05-01",
    ]


def test_a_list_that_comes_from_a_base_is_stated_whole():
    stated, text = text_with(
        ROOT / "scenarios" / "p3-concessionary.yaml", ("homes.handed_over_by_the_council.works", 90_000)
    )
    found = lines_changed(stated.text, text)
    assert found[0] == "+homes:"
    assert "+  - name: Handed over by the council" in found
    assert "+      is: £90,000" in found
    assert all(line.startswith("+") for line in found)


def test_what_comes_from_a_product_is_stated_in_the_loan(tmp_path):
    mine = tmp_path / "mine.yaml"
    text = (ROOT / "scenarios" / "ten-homes.yaml").read_text("utf-8")
    mine.write_text(text.replace("    interest: 6% a year\n", "    like: bank loan\n"), "utf-8")
    stated, text = text_with(mine, ("finance.bank_loan.interest", 0.03))
    assert lines_changed(stated.text, text) == [
        "+    interest:",
        "+      is: 3% a year",
        "+      status: illustrative",
        "+      source: changed in book.xlsx",
        "+      as_of: 2026-05-01",
    ]


def test_one_figure_for_all_years_and_one_year_of_a_path():
    ten = ROOT / "scenarios" / "ten-homes.yaml"
    stated, text = text_with(ten, ("economy.earnings.2026", 0.025), origin=NEVER_SAID)
    assert "earnings: 2.5%," in text
    assert len(lines_changed(stated.text, text)) == 2
    stated, text = text_with(ROOT / "scenarios" / "p3-west-lindsey.yaml", ("economy.consumer_prices.2027", 0.025))
    assert "2027: {is: 2.5%, status: illustrative, source: changed in book.xlsx, as_of: 2026-05-01}, 2028: 2.0%" in text


def test_words_are_changed_and_a_thing_may_be_renamed():
    stated = read(ROOT / "scenarios" / "ten-homes.yaml")
    loan = ("finance", 0)
    changes = [
        Change((*loan, "name"), HERE, as_it_is("=Our bank: the loan")),
        Change((*loan, "repayment", "shape"), HERE, as_it_is("bullet")),
        to(stated, "finance.bank_loan.interest", 0.05, NEVER_SAID),
    ]
    text = changed_text(stated, changed(stated, changes), changes, Path(stated.file))
    assert lines_changed(stated.text, text) == [
        "-  - name: Bank loan",
        '+  - name: "=Our bank: the loan"',
        "-    interest: 6% a year",
        "-    repayment: {shape: annuity, after: 1 year, over: 24 years}",
        "+    interest: 5% a year",
        "+    repayment: {shape: bullet, after: 1 year, over: 24 years}",
    ]


def test_figures_that_do_not_agree_are_faults_where_they_were_changed():
    stated = read(ROOT / "scenarios" / "ten-homes.yaml")
    with pytest.raises(Faults) as found:
        changed(stated, [to(stated, "finance.bank_loan.available", 360)])
    assert [str(fault.place) for fault in found.value.faults] == [HERE.file]


def test_a_file_that_would_not_find_its_base_is_a_fault(tmp_path):
    stated = read(ROOT / "scenarios" / "p3-concessionary.yaml")
    changes = [to(stated, "contract.committed", 84)]
    with pytest.raises(Faults, match="there is no file “p3-west-lindsey"):
        changed_text(stated, changed(stated, changes), changes, tmp_path / "mine.yaml")


def test_lines_may_end_as_they_do_on_windows(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_bytes((ROOT / "scenarios" / "p3-west-lindsey.yaml").read_bytes().replace(b"\n", b"\r\n"))
    _, text = text_with(mine, ("contract.committed", 84), ("rent.turnover", 0.2))
    assert text.count("\n") == text.count("\r\n")


def anew(figure, random):
    """Another figure, near."""
    if figure.unit.name == "flag":
        return 1 - figure.value
    step = random.choice([0.01, 0.0125]) if figure.unit.style == "percent" else random.choice([1, 2, 12])
    return min(max(round(figure.value + random.choice([-1, 1]) * step, 6), figure.low or 0), figure.high or 1e9)


def drawn(stated, random):
    """Changes of some inputs, such as agree with the others."""
    all_figures, kept = list(figures(stated.scenario)), []
    for figure in random.sample(all_figures, min(10, len(all_figures))):
        origin = random.choice([NOW, NEVER_SAID, a_source(random)])
        kept = agreeing(stated, kept, to(stated, figure.key, anew(figure, random), origin))
    for spot in words(stated.scenario):
        if spot.path[-1] in ("title", "lender", "council", "about") and random.random() < 0.3:
            word = random.choice(["=1+1", "a: b", "Plain", "x " * 80 + "y"])
            kept = agreeing(stated, kept, Change(spot.path, HERE, as_it_is(word)))
    return kept


def agreeing(stated, kept, change):
    try:
        changed(stated, [*kept, change])
    except Faults:
        return kept
    return [*kept, change]


def a_source(random):
    return Origin(status=random.choice(["fact", "estimate"]), source="a: “letter”", as_of="2026", note="")


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
    phases=[Phase.generate],
)
@given(files(), st.integers(0, 10**9))
def test_random_changes_of_random_files_are_read_as_they_were_meant(tmp_path_factory, files, seed):
    path = written(files, tmp_path_factory.mktemp("files"))
    stated = read(path)
    changes = drawn(stated, Random(seed))  # noqa: S311
    MADE.append(len(changes))
    changed_text(stated, changed(stated, changes), changes, path)  # which reads the text again, and compares


MADE: list[int] = []


def test_and_some_of_them_were_changed():
    assert sum(MADE) > 100
