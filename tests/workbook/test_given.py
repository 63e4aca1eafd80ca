"""The workbook of a partnership with grants and transfers of every kind agrees with the engine in every cell."""

import pytest

from tests.partnership.giving import giving
from tests.workbook.oracle import compare, recalculate_ironcalc
from tests.workbook.test_random_partnerships import spoiled


@pytest.mark.slow
def test_grants_and_transfers_of_every_kind_agree_in_ironcalc(tmp_path):
    path = tmp_path / "giving.xlsx"
    expected = spoiled(giving(tmp_path), path)
    assert compare(expected, recalculate_ironcalc(path)) == []
