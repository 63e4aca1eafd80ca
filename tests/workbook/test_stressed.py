"""Nothing let, all empty, dear money, a contract of a month, the longest horizon: every cell agrees all the same.

Kept figures are spoiled, and both spreadsheet programs work the file out for themselves.
"""

from pathlib import Path

import pytest

from modeller.analysis.run import run
from modeller.workbook import book_of, cells, write_workbook
from modeller.workbook.pen import MASTER_CELL
from tests.workbook import oracle
from tests.workbook.test_p3 import errors

SCENARIO = Path(__file__).parents[2] / "scenarios" / "ten-homes.yaml"
SHORT = {"horizon": "12 years"}
STRESSES = {
    "nothing let": {**SHORT, "homes.bought.rent": "£0 a week"},
    "all empty": {**SHORT, "rent.voids": "100%"},
    "dear money": {**SHORT, "finance.bank_loan.interest": "15% a year"},
    "a month's contract": {**SHORT, "contract.committed": "1 month"},
    "sixty years": {"horizon": "60 years"},
}
STRESSES["all of it"] = {key: text for changes in list(STRESSES.values())[:-1] for key, text in changes.items()}


@pytest.fixture(scope="module")
def stressed(tmp_path_factory):
    """Each stress: its run, its workbook, and what every formula should come to."""
    folder, found = tmp_path_factory.mktemp("stressed"), {}
    for name, changes in STRESSES.items():
        worked, path = run(SCENARIO, changes), folder / f"{len(found)}.xlsx"
        found[name] = worked, path, write_workbook(book_of(worked), path, spoil=True)
    return found


def holds(worked, expected, found):
    assert worked.sound
    assert found[cells.CHECKS, MASTER_CELL.replace("$", "")] == "OK"
    assert oracle.compare(expected, found) == []
    assert errors(found) == []


@pytest.mark.slow
def test_both_programs_agree_in_every_cell_under_every_stress(stressed, libreoffice, tmp_path):
    for worked, path, expected in stressed.values():
        holds(worked, expected, oracle.recalculate_ironcalc(path))
    paths = [path for _, path, _ in stressed.values()]
    for (worked, _, expected), found in zip(stressed.values(), libreoffice(paths, tmp_path), strict=True):
        holds(worked, expected, found)
