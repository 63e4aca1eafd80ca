"""Workbooks of partnerships drawn at random, every kept figure spoiled, agree with the engine in every cell.

Structure is drawn too: loans, lots, grants, incomes, lengths. The draws are the same in every run.
"""

from functools import cache

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from modeller.partnership.assemble import assemble
from modeller.workbook import Book, write_workbook
from tests.partnership.strategies import scenarios
from tests.workbook.oracle import compare, recalculate_ironcalc, recalculate_libreoffice

IN_IRONCALC, IN_LIBREOFFICE = 30, 5


@cache
def drawn(number):
    """That many partnerships with something in them: the simplest that can be drawn come first and are passed over."""
    found = []

    @settings(
        max_examples=3 * number,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(scenarios(60))
    def draw(scenario):
        if len(scenario.finance) + len(scenario.grants) > 1:
            found.append(scenario)

    draw()
    assert len(found) >= number
    return found[-number:]


def spoiled(scenario, path):
    """The workbook of a scenario with every kept figure wrong, and what each formula should come to."""
    partnership = assemble(scenario)
    book = Book(scenario.title, "", partnership.model, partnership.model.work(), partnership.views)
    return write_workbook(book, path, spoil=True)


@pytest.mark.slow
def test_thirty_random_partnerships_agree_in_ironcalc(tmp_path):
    for number, scenario in enumerate(drawn(IN_IRONCALC)):
        path = tmp_path / f"{number}.xlsx"
        expected = spoiled(scenario, path)
        assert compare(expected, recalculate_ironcalc(path)) == [], f"{number}: {scenario}"
        path.unlink()


@pytest.mark.slow
@pytest.mark.usefixtures("libreoffice")
def test_random_partnerships_agree_in_libreoffice(tmp_path):
    expected = {tmp_path / f"{n}.xlsx": scenario for n, scenario in enumerate(drawn(IN_IRONCALC)[-IN_LIBREOFFICE:])}
    figures = [spoiled(scenario, path) for path, scenario in expected.items()]
    for found, expects in zip(recalculate_libreoffice(list(expected), tmp_path), figures, strict=True):
        assert compare(expects, found) == []
