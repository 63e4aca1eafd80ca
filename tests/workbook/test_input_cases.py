"""A case chosen, figures of one's own and levers moved, in the workbook, come to what the engine has for them."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from modeller.analysis.run import run
from modeller.workbook import book_of, of_cases
from modeller.workbook.cases import CASES
from modeller.workbook.write import write_workbook
from tests.workbook import oracle, toys
from tests.workbook.test_live import Open

SCENARIOS = Path(__file__).parents[2] / "scenarios"
BASE, LOW, HIGH, OWN = range(1, 1 + len(CASES))
ENDS = {"loan.interest": (0.045, 0.08), "rent.rent": (110, 130.5), "cpi.2026": (0.01, 0.06), "works.2028": (0, 4000.25)}
MINE = {"loan.interest": 0.031, "contract.committed": 44, "cpi.2029": -0.01, "homes.price": 81_000}
LEVERS = {"Rents": 1.17, "Interest": 0.0125, "Consumer prices": -0.004}
OF_THE_MODEL = ("Homes", "Rent and charges", "Loan", "Outcomes", "Measures", "Annual")


def with_ends(book, ends):
    """A book whose inputs have the low and the high case that are given for some, by key."""
    rows = [replace(row, **dict(zip(("low_case", "high_case"), ends.get(row.key, (None, None)), strict=True)))
            for row in book.inputs]  # fmt: skip
    return replace(book, inputs=rows)


@pytest.fixture(scope="module")
def toy(tmp_path_factory):
    path = tmp_path_factory.mktemp("cases") / "book.xlsx"
    expected = write_workbook(with_ends(toys.partnership(), ENDS), path, spoil=True)
    return path, expected


def name_of(key):
    return "in_" + re.sub(r"\W", "_", key)


def state_case(book, key, case, value):
    """Type a figure in the cell of an input's case."""
    sheet, row, column = book.place(name_of(key))
    down = book.names[name_of(key)].startswith("'Yearly")
    step = case - 1
    book.model.update_cell_with_number(sheet, row + step * down, column + step * (not down), value)


def of_model(figures):
    """The cells on which the model is worked, without the heads of their sheets."""
    return {
        (sheet, cell): figure
        for (sheet, cell), figure in figures.items()
        if sheet in OF_THE_MODEL and not re.fullmatch("[A-Z]+3", cell)
    }


def agrees(found, changes, tmp_path):
    """Hold the model's cells to a workbook that is made with other figures to begin with."""
    expected = write_workbook(toys.partnership(**changes), tmp_path / "other.xlsx")
    expected.figures = of_model(expected.figures)
    assert len(expected.figures) > 1000
    assert oracle.compare(expected, found) == []


def moved(base, levers):
    """What levers make of the figures of a model's inputs."""
    by_label = {lever.label: lever for lever in toys.partnership().views.levers}
    return {key: by_label[label].moves(base[key], by) for label, by in levers.items() for key in by_label[label].keys}


def values(**changes):
    return {key: each.value for key, each in toys.partnership().model.inputs.items()} | changes


@pytest.mark.parametrize(("case", "changes"), [
    (BASE, {}),
    (LOW, {key: low for key, (low, _) in ENDS.items()}),
    (HIGH, {key: high for key, (_, high) in ENDS.items()}),
    (OWN, {}),
])  # fmt: skip
def test_a_case_is_worked_as_the_engine_works_its_figures(toy, tmp_path, case, changes):
    path, _ = toy
    book = Open(path)
    book.state("in_case", case)
    found = book.found()
    agrees(found, changes, tmp_path)
    for sheet in book.sheets:
        head = [str(found.get((sheet, f"{letter}3"))) for letter in "BC"]
        assert f"Case in use: {CASES[case - 1]}" in head, sheet
    different = {
        key for key, each in toys.partnership().model.inputs.items() if changes.get(key, each.value) != each.value
    }
    assert (found["Checks", "B6"] > 0) == bool(different)


def test_figures_of_one_s_own_are_worked_when_they_are_chosen_and_not_before(toy, tmp_path):
    path, expected = toy
    book = Open(path)
    for key, value in MINE.items():
        state_case(book, key, OWN, value)
    found = book.found()
    assert oracle.compare(replace_figures(expected, of_model(expected.figures)), found) == []
    assert found["Checks", "B6"] == 0
    book.state("in_case", OWN)
    agrees(book.found(), MINE, tmp_path)


def replace_figures(expected, figures):
    again = type(expected)(expected.rows)
    again.figures = figures
    return again


def test_what_is_not_stated_for_a_case_follows_the_base(toy, tmp_path):
    path, _ = toy
    book = Open(path)
    book.state("in_rent_voids", 0.11)
    book.state("in_cpi_2024", 0.05)
    book.state("in_case", LOW)
    changes = {key: low for key, (low, _) in ENDS.items()} | {"rent.voids": 0.11, "cpi.2024": 0.05}
    agrees(book.found(), changes, tmp_path)


def test_single_figures_that_a_case_changes_are_counted(toy):
    book = Open(toy[0])
    for number, case in ((0, OWN), (2, HIGH)):
        book.state("in_case", case)
        found = book.found()
        yearly = sum(found["Yearly inputs", f"G{row}"] for row in (5, 11))
        assert found["Checks", "B6"] == number + yearly
        assert yearly == (0 if case == OWN else 3 + 4)  # prices of 2026 stand to 2028, works of 2028 to 2031
        assert ("Out of date" in str(found["Summary", "A10"])) is False
        agree = [value for (sheet, cell), value in found.items() if sheet == "Checks" and cell.startswith("D")]
        assert ("Inputs changed since generation" in agree) == (case == HIGH)
        assert "DISAGREES" not in agree


@pytest.mark.parametrize("levers", [*({label: by} for label, by in LEVERS.items()), LEVERS], ids=str)
def test_levers_move_their_inputs_and_no_others(toy, tmp_path, levers):
    book = Open(toy[0])
    for label, by in levers.items():
        book.state("in_lever_" + label.lower().replace(" ", "_"), by)
    found = book.found()
    agrees(found, moved(values(), levers), tmp_path)
    assert found["Checks", "B9"] == len(levers)
    assert found["Checks", "D9"] == found["Homes", "C3"] == "Case in use: Base, with levers"
    assert found["Checks", "B6"] > 0


def test_levers_move_whichever_case_is_in_use(toy, tmp_path):
    book = Open(toy[0])
    book.state("in_case", HIGH)
    book.state("in_lever_rents", 0.9)
    high = values(**{key: high for key, (_, high) in ENDS.items()})
    agrees(book.found(), high | moved(high, {"Rents": 0.9}), tmp_path)


def test_a_lever_may_take_an_input_outside_its_limits_and_is_told_on(toy):
    book = Open(toy[0])
    book.state("in_loan_interest", 0.9)
    assert book.found()["Checks", "B8"] == 0
    book.state("in_lever_interest", 0.2)
    assert book.found()["Checks", "B8"] == 1
    book.state("in_case", 7)
    assert book.found()["Checks", "B8"] >= 1


def test_a_partnership_without_levers_has_cases_all_the_same(tmp_path):
    path = tmp_path / "plain.xlsx"
    expected = write_workbook(with_ends(toys.plain(), {"paid": (50, 150)}), path, spoil=True)
    assert oracle.compare(expected, oracle.recalculate_ironcalc(path)) == []
    book = Open(path)
    book.state("in_case", HIGH)
    assert book.found()["Inputs", "C9"] == 150


@pytest.fixture(scope="module")
def worked():
    return run(SCENARIOS / "ten-homes.yaml", {"horizon": "12 years"})


def ends_of(worked):
    """A range for inputs of every kind: a rate, a share, sums, a curve's years."""
    inputs = worked.model.inputs
    wide = re.compile(r"finance.*\.interest|rent\.voids|.*\.(per_home|rent|price|works)|economy\.\w+\.\d+")
    return {key: (each.value * 0.8, each.value * 1.25) for key, each in inputs.items() if wide.fullmatch(key)}


@pytest.fixture(scope="module")
def ranged(worked, tmp_path_factory):
    """The workbook of a scenario with ranges."""
    ends = ends_of(worked)
    assert len(ends) > 12
    path = tmp_path_factory.mktemp("cases") / "ten.xlsx"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(of_cases, "low_and_high", lambda _, key: ends.get(key, (None, None)))
        patch.setattr("modeller.workbook.of_run.low_and_high", lambda _, key: ends.get(key, (None, None)))
        book = book_of(worked, with_lengths=False)
    return path, write_workbook(book, path, spoil=True), book


def outs(book, found, model):
    """The measures of a workbook, by key."""
    cells = {}
    for key in model.measures:
        sheet, row, column = book.place("out_" + re.sub(r"\W", "_", key))
        cells[key] = found[book.sheets[sheet], f"{'ABCDEF'[column - 1]}{row}"]
    return cells


def assert_measures(book, found, model, figures):
    results = model.work({key: np.array([value]) for key, value in figures.items()}, list(model.measures.values()))
    live = outs(book, found, model)
    different = [
        (key, live[key], float(results[measure][0]))
        for key, measure in model.measures.items()
        if not oracle.agree(of_engine(results[measure][0]), live[key])
    ]
    assert different == []


def of_engine(value):
    return float(value) if np.isfinite(value) else "none"


@pytest.mark.parametrize("case", [LOW, HIGH])
def test_every_measure_of_a_case_is_the_engine_s(worked, ranged, case):
    path, _, written = ranged
    book = Open(path)
    book.state("in_case", case)
    found = book.found()
    assert_measures(book, found, worked.model, {key: ends[case - 2] for key, ends in ends_of(worked).items()})
    assert written.by_case is not None
    live = outs(book, found, worked.model)
    for key, figures in written.by_case.figures.items():  # what the summary says the case comes to
        assert oracle.agree(figures[case - 1], live[key]), key
    assert any(abs(figures[0] - figures[1]) > 1 for figures in written.by_case.figures.values())


@pytest.mark.parametrize("label", ["Rents", "Running costs", "Interest", "Voids", "Consumer prices", "House prices"])
def test_every_measure_under_a_lever_is_the_engine_s(worked, ranged, label):
    lever = next(each for each in worked.views.levers if each.label == label)
    by = 1.1 if lever.kind == "times" else 0.01
    book = Open(ranged[0])
    book.state(f"in_lever_{lever.name}", by)
    figures = {key: lever.moves(worked.model.inputs[key].value, by) for key in lever.keys}
    assert_measures(book, book.found(), worked.model, figures)


def test_no_input_is_moved_by_two_levers():
    for path in SCENARIOS.glob("*.yaml"):
        levers = run(path).views.levers
        assert sum(len(lever.keys) for lever in levers) == len({key for lever in levers for key in lever.keys})
        assert len(levers) >= 6


def test_the_summary_sets_headlines_side_by_side_by_case(ranged):
    path, expected, written = ranged
    found = oracle.recalculate_ironcalc(path)
    assert oracle.compare(expected, found) == []
    row = next(cell for (sheet, cell), text in found.items() if sheet == "Summary" and text == "Headline by case")
    titles = [found["Summary", f"{letter}{row[1:]}"] for letter in "CDE"]
    assert titles == ["Base case", "Low case", "High case"]
    flag = f"E{int(row[1:]) + len(written.by_case.figures) + 1}"
    assert found["Summary", flag] == "As at generation"
    book = Open(path)
    book.state("in_rent_voids", 0.2)
    assert book.found()["Summary", flag] == "Out of date: changed"


def test_without_ranges_there_is_no_such_table(worked):
    assert not worked.stated.ranges
    assert book_of(worked, with_lengths=False).by_case is None


@pytest.mark.slow
def test_the_ranges_that_p3_states_are_its_low_and_its_high_case(tmp_path):
    worked, path = run(SCENARIOS / "p3-west-lindsey.yaml"), tmp_path / "p3.xlsx"
    stated = {key: each for key, each in worked.stated.ranges.items() if key in worked.model.inputs}
    assert len(stated) > 10
    write_workbook(book_of(worked, with_lengths=False), path, spoil=True)
    book = Open(path)
    for case, end in ((LOW, "low"), (HIGH, "high")):
        book.state("in_case", case)
        assert_measures(book, book.found(), worked.model, {key: getattr(each, end) for key, each in stated.items()})


@pytest.mark.slow
def test_libreoffice_works_cases_and_levers_alike(worked, ranged, libreoffice, tmp_path):
    path, _, _ = ranged
    edited = tmp_path / "high.xlsx"
    choose(path, edited, {"C6": HIGH, "C7": 0.95})
    lever = worked.views.levers[0]
    high = {key: ends[1] for key, ends in ends_of(worked).items()}
    base = {key: worked.model.inputs[key].value for key in lever.keys}
    figures = high | {key: lever.moves({**base, **high}[key], 0.95) for key in lever.keys}
    assert_measures(Open(edited), libreoffice([edited], tmp_path)[0], worked.model, figures)


def choose(path, edited, figures):
    """Type figures over those of cells on Inputs, in the file."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(edited, "w", zipfile.ZIP_DEFLATED) as new:
        names = re.findall(r'<sheet name="([^"]+)"', old.read("xl/workbook.xml").decode())
        part = f"xl/worksheets/sheet{names.index('Inputs') + 1}.xml"
        for name in old.namelist():
            text = old.read(name)
            for cell, value in figures.items() if name == part else ():
                text, number = re.subn(rf'(<c r="{cell}"[^>]*><v>)[^<]*', rf"\g<1>{value}", text.decode())
                assert number == 1
                text = text.encode()
            new.writestr(name, text)
