"""A workbook with everything that a scenario may state of its costs agrees with the engine in every cell."""

from pathlib import Path

import pytest

from modeller.partnership.assemble import assemble
from modeller.scenario import read
from modeller.workbook import Book, write_workbook
from tests.workbook.oracle import compare, recalculate_ironcalc

TEN_HOMES = Path(__file__).parents[2] / "scenarios" / "ten-homes.yaml"
COSTS = """
major_repairs:
  components:
    - {name: Kitchens, cost: £6k a home, every: 8 years, first: 5 years}
    - {name: Boilers, cost: £300 a home, every: 1 year, first: 1 month}
costs:
  - {name: Head lease, fixed: £6k a year, lease: 12 years, staff: 20%}
  - {name: Pay, fixed: £6k a year, staff: 100%}
fair_pay: {uplift: 5%, begins: month 18}
accounts: {corporation_tax: 25%, lease_rate: 6% a year}
"""


@pytest.mark.slow
def test_costs_stated_in_full_agree_in_ironcalc(tmp_path):
    top = tmp_path / "costs.yaml"
    top.write_text(f"extends: {TEN_HOMES}\n{COSTS}", "utf-8")
    taxes = {"works": "£9,000", "vat_on_works": "20%", "part_empty_two_years": "28%", "stamp_duty": "5%"}
    scenario = read(top, {f"homes.bought.{key}": said for key, said in taxes.items()}).scenario
    partnership = assemble(scenario)
    results = partnership.model.work()
    assert results["costs.corporation_tax.tax_charged"].max() > 0
    path = tmp_path / "costs.xlsx"
    book = Book(scenario.title, "", partnership.model, results, partnership.views)
    assert compare(write_workbook(book, path, spoil=True), recalculate_ironcalc(path)) == []
