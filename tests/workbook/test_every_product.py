"""The workbook of every product, in place of the second loan of a small scenario, worked out by another program."""

import pytest

from modeller.analysis.run import run
from modeller.scenario.products import products
from modeller.workbook import book_of
from modeller.workbook.write import write_workbook
from tests.workbook import oracle

SCENARIO = """\
extends: {base}
title: Ten homes, with a product
horizon: 15 years
finance:
  - name: Bank loan
    amount: £280k
    interest: 6% a year
    repayment: {{shape: annuity, after: 1 year, over: 24 years}}
    available: 6 months
  - name: Product
    like: {product}
    amount: £200k
"""


@pytest.mark.slow
@pytest.mark.parametrize("name", [product.name for product in products()])
def test_ironcalc_agrees_with_every_product(name, tmp_path, request):
    path = tmp_path / "ten.yaml"
    base = request.config.rootpath / "scenarios" / "ten-homes.yaml"
    path.write_text(SCENARIO.format(base=base, product=name), "utf-8")
    book = tmp_path / "ten.xlsx"
    expected = write_workbook(book_of(run(path), with_lengths=False), book, spoil=True)
    found = oracle.recalculate_ironcalc(book)
    assert oracle.compare(expected, found) == []
    assert [cell for cell, value in found.items() if oracle.is_error(value)] == []
