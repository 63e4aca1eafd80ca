"""Paths and lengths of contract in the workbook: what is typed there comes to what the engine has, and it says so."""

import math
import re
import zipfile
from datetime import date

import openpyxl
import pytest

from modeller.analysis.run import run
from modeller.workbook import book_of, cells, paths
from modeller.workbook.lengths import ABSENT, BY_ENGINE_ONLY
from modeller.workbook.write import write_workbook
from tests.workbook import oracle
from tests.workbook.held import CASES, each_of
from tests.workbook.test_live import Open

# Small, with an extension, a break that is paid for, a tender won at a lower price after a gap, and two lenders, one of
# whom lends less than is asked at the shorter lengths.
SCENARIO = """
title: Three turns
start: 2026-07
horizon: 8 years
contract:
  committed: 4 years
  extensions: [{length: 1 year, probability: 40%, decided_by: council}]
  breaks: [{at: 30 months, probability: 10%, compensation: unamortised capital}]
  retender: {win: 50%, length: 2 years, gap: 2 months, price: 90%, cost: £4k, mobilisation: £3k, council_cost: £6k}
  ending_cost: £5k
economy: {consumer_prices: 2%, september_cpi: 2.5%, earnings: 3%, building_maintenance: 3%, house_prices: 2%}
rent: {margin: 1%, voids: 3%, bad_debts: 2%, turnover: 12% a year}
homes:
  - {name: Bought, bought: 8, over: 6 months, price: £85k, value: £100k, rent: £120 a week, depends_on_contract: 20%}
income:
  - {name: Support, amount: £30k a year, depends_on_contract: 100%, from_council: yes}
costs:
  - {name: Running costs, per_home: £2.1k a year}
  - {name: Support worker, fixed: £22k a year, depends_on_contract: 100%}
grants:
  - {name: Council grant, amount: £300k, clawback_over: 6 years}
finance:
  - name: Bank loan
    amount: £330k
    interest: 6% a year
    repayment: {shape: annuity, after: 1 year, over: 6 years}
    available: 6 months
    covenants: {tested_from: 12 months, debt_service_cover: 1.05, loan_to_value: 70%}
    sizing: {target_cover: 1.2, dependent_cover: 1.3, longest_term: 20 years, tail: 6 months, by: level}
  - {name: "=Fund's loan", amount: £70k, interest: 3% a year, repayment: {shape: bullet, over: 5 years}, available: 6 months}
"""  # noqa: E501  one row of the scenario a line
BASE, OTHERS = 48, (24, 36, 72)
NUMBER_OF_PATHS = 7


@pytest.fixture(scope="module")
def scenario(tmp_path_factory):
    path = tmp_path_factory.mktemp("terms") / "turns.yaml"
    path.write_text(SCENARIO, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def book(scenario):
    return book_of(run(scenario))


@pytest.fixture(scope="module")
def spoiled(book, tmp_path_factory):
    path = tmp_path_factory.mktemp("books") / "turns.xlsx"
    return path, write_workbook(book, path, spoil=True)


@pytest.fixture(scope="module")
def opened(spoiled):
    return openpyxl.load_workbook(spoiled[0])


def same(left, right):
    if isinstance(left, str) or isinstance(right, str):
        return left == right
    return math.isclose(left, right, rel_tol=1e-9, abs_tol=1e-6)


def figure(measure, worked):
    found = worked.figure(worked.model.measures[measure.key])
    return found if math.isfinite(found) else "none"


def columns(book, found):
    """Every column of the lengths: its block, itself, its letter, and the rows of its live figure and the engine's."""
    sheet = {cell: text for (name, cell), text in found.items() if name == cells.LENGTHS}
    for block in book.lengths.blocks:
        heading = next(int(cell[1:]) for cell, text in sheet.items() if text == block.heading and cell[0] == "A")
        letters = {text: re.sub(r"\d", "", cell) for cell, text in sheet.items() if cell[1:] == str(heading + 1)}
        for column in block.columns:
            yield block, column, letters[column.title], heading + 3, heading + 4


def differing_from_length(book, found, scenario, months):
    """Columns whose live figure is not that of a run of the length, or not the engine's in the row below it."""
    worked, place = run(scenario, {"contract.committed": f"{months} months"}), book.lengths.months.index(months)
    for block, column, letter, live, engine in columns(book, found):
        below, here = (found[cells.LENGTHS, f"{letter}{row}"] for row in (engine, live))
        if not same(below, column.figures[place]):
            yield f"{block.heading}, {column.title}: {below} where the engine has {column.figures[place]}"
        if column.live:
            told = [figure(measure, worked) for measure in column.live]
            if not same(here, below) or not same(here, told[0] if len(told) == 1 else sum(told)):
                yield f"{block.heading}, {column.title}: {here} live, {below} by the engine, {told} by a run"


@pytest.mark.parametrize("months", [BASE, *OTHERS])
def test_a_length_typed_in_comes_to_a_run_of_it_and_to_the_engine_s_row(book, spoiled, scenario, months):
    opened = Open(spoiled[0])
    opened.state("in_contract_committed", months)
    found = opened.found()
    assert list(differing_from_length(book, found, scenario, months)) == []
    assert sum(bool(column.live) for _, column, *_ in columns(book, found)) >= 18


def test_a_length_that_is_not_followed_through_is_noticed(book, spoiled, scenario):
    opened = Open(spoiled[0])
    opened.state("in_contract_committed", 24)
    opened.overwrite("Contract", "End of the first contract", "D", BASE)
    assert len(list(differing_from_length(book, opened.found(), scenario, 24))) > 3


def test_a_length_that_the_engine_has_not_worked_is_said_to_be_absent(book, spoiled):
    opened = Open(spoiled[0])
    opened.state("in_contract_committed", 41)
    found = opened.found()
    for _, column, letter, live, engine in columns(book, found):
        assert found[cells.LENGTHS, f"{letter}{engine}"] == ABSENT
        assert column.live or found[cells.LENGTHS, f"{letter}{live}"] == BY_ENGINE_ONLY


def test_the_lengths_are_those_that_can_be_worked_and_the_scenario_s_own(scenario, book):
    assert book.lengths.months == [12, 24, 36, 48, 60, 72, 84, 96]
    odd = book_of(run(scenario, {"contract.committed": "41 months"}))
    assert odd.lengths.months == [12, 24, 36, 41, 48, 60, 72, 84, 96]
    assert len(odd.lengths.blocks[0].columns[0].figures) == 9


def of_path(table, number, scenario):
    extended, broken, won = table.rows[number - 1].choice
    return run(
        scenario,
        {
            "contract.path.extended": f"{extended:g}",
            "contract.path.broken": f"{broken:g}",
            "contract.path.won": f"{won:g}",
        },
    )


def differing_from_path(names, found, worked):
    """Measures whose cell does not have the figure of a run."""
    for key, measure in worked.model.measures.items():
        sheet, cell = names["out_" + re.sub(r"[^A-Za-z0-9_]", "_", key)].rsplit("!", 1)
        here = found[sheet.strip("'"), cell.replace("$", "")]
        if not same(here, figure(measure, worked)):
            yield f"{key}: {here} where a run has {figure(measure, worked)}"


def ends_shown(found):
    """What the sheet of paths says of when the contracts end: live, and by its table."""
    rows = [
        row_of(found, cells.PATHS, label) for label in ("End of the first contract", "End of the contract for good")
    ]
    return [[found[cells.PATHS, f"{column}{row}"] for row in rows] for column in "BC"]


def row_of(found, sheet, words):
    return next(
        int(cell[1:]) for (name, cell), text in found.items() if (name, text) == (sheet, words) and cell[0] == "A"
    )


@pytest.mark.parametrize("number", range(1, NUMBER_OF_PATHS + 1))
def test_a_path_chosen_by_its_number_comes_to_a_run_of_it(book, spoiled, scenario, number):
    assert len(book.paths.rows) == NUMBER_OF_PATHS
    opened = Open(spoiled[0])
    opened.state("in_contract_path", number)
    found = opened.found()
    assert list(differing_from_path(opened.names, found, of_path(book.paths, number, scenario))) == []
    live, tabled = ends_shown(found)
    assert live == tabled
    assert found["Summary", "A3"] == "All checks: OK"
    assert f"The contract, as worked: {book.paths.rows[number - 1].words}" in found.values()


def test_paths_differ_and_one_that_is_not_followed_through_is_noticed(book, spoiled, scenario):
    worked = [of_path(book.paths, number, scenario) for number in range(1, NUMBER_OF_PATHS + 1)]
    lowest = {round(each.figure(each.model.measures["council_worth"]), 2) for each in worked}
    assert len(lowest) == NUMBER_OF_PATHS
    number = next(place for place, row in enumerate(book.paths.rows, 1) if row.choice == (1, 0, 1))
    opened = Open(spoiled[0])
    opened.state("in_contract_path", number)
    opened.overwrite(cells.INPUTS, "Tenders won", "C", 0)
    assert len(list(differing_from_path(opened.names, opened.found(), worked[number - 1]))) > 3


def with_path(path, number):
    """A copy of a workbook in which another path is chosen."""
    copy = path.with_name(f"path{number}.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(copy, "w") as new:
        names = re.findall(r'<sheet name="([^"]+)"', old.read("xl/workbook.xml").decode())
        sheet = f"xl/worksheets/sheet{names.index(cells.PATHS) + 1}.xml"
        for name in old.namelist():
            data = old.read(name)
            if name == sheet:
                data, changed = re.subn(rb'(<c r="B5"[^>]*><v>)1(</v>)', rb"\g<1>%d\g<2>" % number, data)
                assert changed == 1
            new.writestr(name, data)
    return copy


@pytest.mark.slow
def test_paths_and_every_cell_agree_in_libreoffice(book, spoiled, scenario, libreoffice, tmp_path):
    path, expected = spoiled
    broken, both = ([row.choice for row in book.paths.rows].index(choice) + 1 for choice in ((0, 1, 0), (1, 0, 1)))
    base, *others = libreoffice([path, *(with_path(path, number) for number in (broken, both))], tmp_path)
    assert oracle.compare(expected, base) == []
    names = Open(path).names
    for number, found in zip((1, broken, both), (base, *others), strict=True):
        assert list(differing_from_path(names, found, of_path(book.paths, number, scenario))) == [], number
    assert list(differing_from_path(names, base, of_path(book.paths, both, scenario))) != []


def test_every_cell_agrees_in_ironcalc(spoiled):
    path, expected = spoiled
    assert {cells.PATHS, cells.LENGTHS} <= {sheet for sheet, _ in expected.figures}
    assert oracle.compare(expected, oracle.recalculate_ironcalc(path)) == []


def test_the_chances_make_one_and_the_checks_say_if_they_do_not(spoiled):
    opened = Open(spoiled[0])
    found = opened.found()
    total = row_of(found, cells.PATHS, "All paths")
    assert found[cells.PATHS, f"F{total}"] == pytest.approx(1, abs=1e-12)
    check = row_of(found, cells.CHECKS, paths.CHANCES)
    assert found[cells.CHECKS, f"D{check}"] == "OK"
    opened.overwrite(cells.PATHS, "All paths", "F", 0.5, above=1)
    found = opened.found()
    assert found[cells.CHECKS, f"D{check}"] == "ERROR"
    assert found["Inputs", "A3"] == "All checks: ERROR"


def test_the_chances_are_the_products_of_what_is_stated(book):
    """By hand: 0.1 broken; else 0.9, of which 0.4 extended; then half the tenders won, two at most in the time."""
    told = {row.choice: row.chance for row in book.paths.rows}
    assert told == pytest.approx(
        {
            (0, 0, 0): 0.9 * 0.6 * 0.5,
            (0, 1, 0): 0.1,
            (0, 0, 1): 0.9 * 0.6 * 0.25,
            (0, 0, 2): 0.9 * 0.6 * 0.25,
            (1, 0, 0): 0.9 * 0.4 * 0.5,
            (1, 0, 1): 0.9 * 0.4 * 0.25,
            (1, 0, 2): 0.9 * 0.4 * 0.25,
        }
    )


# What is typed, how many figures that changes (a year's is carried forward), and what the two sheets then say.
CHANGES = {
    "nothing": ({}, 0, paths.CURRENT, paths.CURRENT),
    "rent": ({"in_rent_voids": 0.05}, 1, paths.OUT_OF_DATE, paths.OUT_OF_DATE),
    "a year's prices": ({"in_economy_earnings_2026": 0.05}, 10, paths.OUT_OF_DATE, paths.OUT_OF_DATE),
    "the length": ({"in_contract_committed": 60}, 1, paths.OUT_OF_DATE, paths.CURRENT),
    "the path": ({"in_contract_path": 3}, 1, paths.CURRENT, paths.CURRENT),
    "both": ({"in_contract_path": 3, "in_contract_committed": 60}, 2, paths.OUT_OF_DATE, paths.CURRENT),
}


@pytest.mark.parametrize("what", CHANGES)
def test_tables_say_that_they_are_out_of_date_once_what_they_rest_on_is_changed(spoiled, what):
    changes, number, of_paths, of_lengths = CHANGES[what]
    opened = Open(spoiled[0])
    for name, value in changes.items():
        opened.state(name, value)
    found = opened.found()
    assert found[cells.CHECKS, "B6"] == number
    row = row_of(found, cells.PATHS, "Inputs changed since generation, other than this choice")
    assert found[cells.PATHS, f"C{row}"] == of_paths
    assert found[cells.LENGTHS, f"C{row_of(found, cells.LENGTHS, 'Other inputs changed since')}"] == of_lengths


def test_a_number_that_no_path_has_is_an_error_and_is_counted(spoiled):
    opened = Open(spoiled[0])
    opened.state("in_contract_path", NUMBER_OF_PATHS + 1)
    found = opened.found()
    assert found[cells.CHECKS, "B8"] == 1
    assert found["Summary", "A3"] == "All checks: ERROR"


def test_the_path_stated_is_the_one_worked_even_where_it_has_no_chance(scenario, tmp_path):
    stated = book_of(run(scenario, {"contract.path.won": "1"}), with_lengths=False)
    assert stated.paths.rows[stated.paths.chosen - 1].choice == (0, 0, 1)
    assert stated.lengths is None
    hopeless = {"contract.path.won": "1", "contract.retender.win": "0%"}
    none = book_of(run(scenario, hopeless), with_lengths=False)
    last = none.paths.rows[-1]
    assert (none.paths.chosen, last.choice, last.chance) == (len(none.paths.rows), (0, 0, 1), 0)
    assert last.ends == (48, 74)
    expected = write_workbook(none, tmp_path / "none.xlsx", spoil=True)
    found = oracle.recalculate_ironcalc(tmp_path / "none.xlsx")
    assert oracle.compare(expected, found) == []
    live, tabled = ends_shown(found)
    assert live == tabled == [serial(2030, 6), serial(2032, 8)]  # months 48 and 74 from July 2026


def serial(year, month):
    return (date(year, month, 1) - date(1899, 12, 30)).days


def test_only_the_number_of_the_path_is_for_changing(book, opened):
    unlocked = {
        (sheet.title, cell.coordinate) for sheet in opened for row in sheet.iter_rows() for cell in row
        if not cell.protection.locked and sheet.title not in (cells.FRONT, cells.LOG)  # where people sign and note
        and cell.data_type != "s" and cell.value is not None  # or say where an input comes from
    }  # fmt: skip
    named = [next(iter(each.destinations)) for name, each in opened.defined_names.items() if name[:3] == "in_"]
    assert unlocked == {(sheet, cell) for sheet, block in named for cell in each_of(block.replace("$", ""))}
    assert [cell for sheet, cell in unlocked if sheet == cells.PATHS] == ["B5"]
    choices = 2 + len(book.views.levers)  # a path, a case, levers
    assert len(unlocked) == (len(book.model.inputs) - len(book.chosen)) * CASES + choices
    assert book.chosen == {"contract.path.extended", "contract.path.broken", "contract.path.won"}
    rules = {str(rule.sqref): rule for rule in opened[cells.PATHS].data_validations.dataValidation}
    assert rules["B5"].formula1 == '"1,2,3,4,5,6,7"'
    assert "1 is without renewal" in rules["B5"].prompt


@pytest.mark.parametrize("name", [cells.PATHS, cells.LENGTHS])
def test_the_sheets_keep_to_the_standards(opened, name):
    sheet = opened[name]
    assert not sheet.merged_cells.ranges
    assert not any(each.hidden for each in (*sheet.row_dimensions.values(), *sheet.column_dimensions.values()))
    formulas = [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert max(len(cell.value) for cell in formulas) <= 200
    for cell in formulas:
        assert set(re.findall(r"([A-Z]+)\(", cell.value)) <= {
            "IF", "IFERROR", "INDEX", "MATCH", "SUM", "COUNTIF", "EDATE"
        }  # fmt: skip


def test_each_row_of_lookups_is_one_formula(book, spoiled, opened):
    sheet = opened[cells.LENGTHS]
    for block, _, _, _, engine in columns(book, Open(spoiled[0]).found()):
        formulas = [cell for cell in sheet[engine] if cell.data_type == "f"][1:]
        shapes = {cell.value.replace(f"${cell.column_letter}$", "$HERE$") for cell in formulas}
        assert len(formulas) == len(block.columns)
        assert len(shapes) == 1, block.heading


def test_charts_say_first_what_they_find(spoiled):
    with zipfile.ZipFile(spoiled[0]) as file:
        drawings = [file.read(name).decode() for name in file.namelist() if "drawings/drawing" in name]
    told = [text for drawing in drawings for text in re.findall(r'descr="([^"]*)"', drawing) if "length of" in text]
    assert len(told) == 2
    assert "Less could be lent than is asked at" in told[0]
    assert "is owed when a contract of 1 year ends" in told[1]
    assert "=Fund&apos;s loan is" in told[1] or "=Fund's loan is" in told[1]


def test_what_users_write_stays_text(spoiled, opened):
    formulas = {
        (sheet.title, cell.coordinate) for sheet in opened for row in sheet.iter_rows() for cell in row
        if cell.data_type == "f"
    }  # fmt: skip
    assert formulas == set(spoiled[1].figures)


def test_the_same_book_is_the_same_file_to_the_byte(book, spoiled, tmp_path):
    write_workbook(book, tmp_path / "again.xlsx", spoil=True)
    assert (tmp_path / "again.xlsx").read_bytes() == spoiled[0].read_bytes()


def test_nothing_lent_still_makes_a_book(tmp_path):
    text = SCENARIO[: SCENARIO.index("finance:")]
    (tmp_path / "none.yaml").write_text(text, encoding="utf-8")
    book = book_of(run(tmp_path / "none.yaml"))
    assert [block.heading for block in book.lengths.blocks] == ["The partnership"]
    assert book.lengths.charts == []
    expected = write_workbook(book, tmp_path / "none.xlsx", spoil=True)
    assert oracle.compare(expected, oracle.recalculate_ironcalc(tmp_path / "none.xlsx")) == []
