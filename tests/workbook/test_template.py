"""A blank workbook of inputs, filled in, is the scenario that its figures say; what is wrong is told with its cell."""

from datetime import date, datetime
from pathlib import Path

import pytest

from modeller.analysis.run import run
from modeller.errors import Faults
from modeller.scenario import read
from modeller.workbook.back import read_back
from modeller.workbook.slots import slots_of
from modeller.workbook.template import write_template
from tests.workbook.edited import Edited
from tests.workbook.held import Held
from tests.workbook.lint import RULES

ROOT = Path(__file__).resolve().parents[2]
TEN, STARTING = ROOT / "scenarios" / "ten-homes.yaml", ROOT / "templates" / "partnership.yaml"
APPLICABLE = (
    "no_macros_links_or_connections",
    "the_same_inputs_make_the_same_bytes",
    "document_properties_are_set",
    "nothing_is_worked_round_in_circles",
    "sheets_are_named_in_plain_words",
    "fonts_are_the_house_s",
    "nothing_is_hidden",
    "nothing_is_merged",
    "everything_but_inputs_is_guarded",
    "colours_can_be_told_apart",
    "sheets_print_as_they_should",
    "no_figure_is_too_wide_for_its_column",
    "what_is_empty_is_locked",
    "what_people_fill_in_moves_nothing",
)


def blank(scenario, path):
    stated = read(scenario)
    write_template(stated, path)
    return stated


def named(book, key):
    return book.cell("in_" + key.replace(".", "_"))


def filled(scenario, folder, **instead):
    """A blank workbook with the figures of the scenario that it was made from typed into it."""
    stated = blank(scenario, folder / "inputs.xlsx")
    book = Edited(folder / "inputs.xlsx")
    for key, value in typed(stated).items():
        cell = named(book, key)
        if isinstance(value, str):
            book.text(cell, value)
        else:
            cell.value = value
    for key, value in instead.items():
        named(book, key.replace("__", ".")).value = value
    return stated, book


def typed(stated):
    """What somebody would type, by key: of each list as many as there are."""
    found = {}
    for spot, _ in slots_of(stated):
        value = stated.scenario
        try:
            for step in spot.path:
                value = value[step] if isinstance(step, int) else getattr(value, step)
        except IndexError:
            continue  # room for more than there are
        if isinstance(value, dict):
            value = next(iter(value.values()))
        if isinstance(value, list):
            value = ", ".join(value)
        if value != "" and not _unstated(stated, spot):
            found[spot.key] = datetime(value.year, value.month, 1) if isinstance(value, date) else value
    return found


def _unstated(stated, spot):
    from modeller.scenario.marks import along

    return len(list(along(stated.tree, spot.path))) <= len(spot.path)


def back(book):
    return read_back(book, book.with_suffix(".yaml"))


def test_filled_in_it_is_the_scenario_that_the_figures_say(tmp_path):
    stated, book = filled(TEN, tmp_path)
    found = back(book.save(tmp_path / "filled.xlsx"))
    assert found.stated.scenario == stated.scenario
    assert found.notices == []
    assert found.template
    mine = tmp_path / "mine.yaml"
    mine.write_text(found.text, "utf-8")
    assert run(mine).sound


def test_the_usual_starting_point_asks_for_a_whole_partnership(tmp_path):
    stated, book = filled(STARTING, tmp_path)
    found = back(book.save(tmp_path / "filled.xlsx")).stated.scenario
    assert found.homes == stated.scenario.homes
    assert found.finance == stated.scenario.finance
    assert found.accounts == stated.scenario.accounts
    assert found.rent.margin == {2026: 0.01}  # one figure stands for all years


def test_there_is_room_for_more_than_the_example_has(tmp_path):
    _, book = filled(TEN, tmp_path)
    more = {"costs__4__name": "Insurance", "costs__4__per_home": 150}
    for key, value in more.items():
        named(book, key.replace("__", ".")).value = value
    book.text(book.beside("in_costs_4_per_home", "Status"), "Fact")
    book.text(book.beside("in_costs_4_per_home", "Source"), "=our policy")
    book.beside("in_costs_4_per_home", "As of").value = datetime(2026, 3, 1)
    found = back(book.save(tmp_path / "filled.xlsx")).stated
    assert [cost.name for cost in found.scenario.costs] == ["Running costs", "Insurance"]
    origin = found.provenance["costs.insurance.per_home"]
    assert (origin.status, origin.source, origin.as_of) == ("fact", "=our policy", "2026-03-01")


def test_words_that_look_like_formulas_stay_words(tmp_path):
    _, book = filled(TEN, tmp_path)
    for key, text in (("title", "=1+1"), ("costs.1.name", "+ @ costs"), ("grants.1.name", "-none")):
        book.text(named(book, key), text)
    found = back(book.save(tmp_path / "filled.xlsx")).stated.scenario
    assert (found.title, found.costs[0].name, found.grants[0].name) == ("=1+1", "+ @ costs", "-none")


def test_left_blank_everything_that_is_needed_is_told_with_its_cell(tmp_path):
    blank(TEN, tmp_path / "inputs.xlsx")
    with pytest.raises(Faults) as found:
        back(tmp_path / "inputs.xlsx")
    said = [str(fault).splitlines()[0] for fault in found.value.faults]
    assert said[0] == "inputs.xlsx, Inputs!C6 (Title): is empty"
    assert any("(Committed length): is empty" in each for each in said)
    assert not any("Finance" in each for each in said)  # there need be no loan


WRONG = {
    "a loan begun": ({"finance__2__name": "Second"}, ["Finance 2: Amount of the loan): is empty", "Finance 2: Shape)"]),
    "no choice": (
        {"finance__1__repayment__shape": "anuity"},
        ["(Finance 1: Shape): “anuity” is not one of the choices"],
    ),
    "no month": ({"start": "soon"}, ["(First month): “soon” is not a month"]),
    "too much": ({"rent__voids": 3}, ["(Rent lost to voids): is 300%"]),
    "words": ({"homes__1__rent": "a lot"}, ["(Homes 1: Rent of a home): holds text, “a lot”"]),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_will_not_do_is_told_with_its_cell(name, tmp_path):
    typed_in, said = WRONG[name]
    _, book = filled(TEN, tmp_path, **typed_in)
    with pytest.raises(Faults) as found:
        back(book.save(tmp_path / "filled.xlsx"))
    text = str(found.value)
    assert all(each in text for each in said), text
    assert "Inputs!C" in text


def test_figures_that_do_not_agree_are_told_with_the_cell_of_one_of_them(tmp_path):
    _, book = filled(TEN, tmp_path, finance__1__available=400)
    with pytest.raises(Faults) as found:
        back(book.save(tmp_path / "filled.xlsx"))
    assert "(Finance 1: Available to draw for): the loan could be drawn after it is repaid" in str(found.value)


def test_it_is_held_to_the_rules_that_apply_to_it(tmp_path):
    blank(STARTING, tmp_path / "inputs.xlsx")
    held = Held(tmp_path / "inputs.xlsx", None)
    rules = {rule.__name__: rule for rule in RULES}
    assert [breach for name in APPLICABLE for breach in rules[name](held)] == []
    assert {cell.at for sheet, cell in held.unlocked} == {where[1] for where in held.inputs}


def test_the_same_scenario_makes_the_same_file(tmp_path):
    for name in ("one.xlsx", "other.xlsx"):
        (tmp_path / name).mkdir()
        blank(TEN, tmp_path / name / "inputs.xlsx")
    one, other = ((tmp_path / name / "inputs.xlsx").read_bytes() for name in ("one.xlsx", "other.xlsx"))
    assert one == other
