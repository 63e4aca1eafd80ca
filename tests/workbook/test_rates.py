"""A flow with one return, two or none says so alike in the engine and in both spreadsheet programs."""

from datetime import date

import numpy as np
import pytest

from modeller.lines import views
from modeller.lines.expressions import Constant
from modeller.lines.functions import equals, flag, maximum
from modeller.lines.measures import total
from modeller.lines.model import Model
from modeller.lines.units import MONTHS, POUNDS
from modeller.partnership.rates import return_of
from modeller.workbook.write import write_workbook
from tests.workbook import oracle, toys

FLOWS = {  # £1,000 at the end of each year: how many rates fit, and the rate where one does
    "two rates, 10% and 20%": ((-100, 230, -132), 2, None),
    "no rate: 150² is less than 4 × 100 × 100": ((-100, 150, -100), 0, None),
    "one rate, 10%": ((-100, 0, 121), 1, 0.1),
    "one rate, a loss of a tenth a year": ((-100, 0, 81), 1, -0.1),
    "a fee before the loan, whose other rate is 9,780%": ((1, -100, 121), 1, 242 / (100 + 9516**0.5) - 1),
    "less than half comes back": ((-100, 0, 30), 1, None),
    "nothing": ((0, 0, 0), 0, None),
}


def worked(figures):
    """A toy of one flow, three payments a year apart, and its return."""
    model = Model(date(2026, 4, 1), 40)
    section = model.section("Returns")
    paid = [model.input(f"year.{n}", f"Paid in year {n}", POUNDS, 1000 * figure) for n, figure in enumerate(figures, 1)]
    each_year = [
        each * flag(equals(model.month, Constant(12 * n, MONTHS, f"month {12 * n}"))) for n, each in enumerate(paid, 1)
    ]
    flow = section.line("Flow", each_year[0] + each_year[1] + each_year[2], POUNDS)
    into, out = section.line("Into", maximum(0, flow), POUNDS), section.line("Out", maximum(0, -flow), POUNDS)
    back, lent = (section.measure(f"{row.label} in all", total(row), POUNDS) for row in (into, out))
    found = return_of(section, "Return", flow, back, lent)
    return toys.book(model, {}, views.Views((found.fits, found.rate), (), (), (), ())), found


@pytest.mark.parametrize(("figures", "fits", "rate"), FLOWS.values(), ids=FLOWS)
def test_a_return_is_told_only_where_one_rate_fits(figures, fits, rate):
    book, found = worked(figures)
    assert book.results[found.fits][0] == fits
    if rate is None:
        assert np.isnan(book.results[found.rate][0])
    else:
        assert book.results[found.rate][0] == pytest.approx(rate, rel=1e-9)


@pytest.mark.parametrize("figures", [each for each, _, _ in FLOWS.values()], ids=FLOWS)
def test_ironcalc_says_the_same(figures, tmp_path):
    path = tmp_path / "book.xlsx"
    expected = write_workbook(worked(figures)[0], path, spoil=True)
    assert oracle.compare(expected, oracle.recalculate_ironcalc(path)) == []


def test_libreoffice_says_the_same(libreoffice, tmp_path):
    paths = [tmp_path / f"book{number}.xlsx" for number in range(len(FLOWS))]
    books = [worked(figures)[0] for figures, _, _ in FLOWS.values()]
    expected = [write_workbook(book, path, spoil=True) for book, path in zip(books, paths, strict=True)]
    for each, found in zip(expected, libreoffice(paths, tmp_path), strict=True):
        assert oracle.compare(each, found) == []
