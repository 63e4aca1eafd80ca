"""The table of operations, row by row, on awkward numbers: floats, rows, IronCalc and LibreOffice say the same.

Each word is spelled in Python and in Excel from the same expression; nothing here says what a word means. Figures must
agree to a part in 10¹¹, which is far tighter than the workbook's own comparison. What spreadsheets do otherwise by
nature is said where it is allowed for, in `same`.
"""

import itertools
import math
from dataclasses import dataclass

import numpy as np
import pytest
import xlsxwriter

from modeller.lines import words
from modeller.lines.bindings import FLOATS, ROWS
from modeller.lines.expressions import Constant, Operation, Reference
from modeller.lines.spelling import spell
from modeller.lines.units import NUMBER
from modeller.lines.words import Form
from modeller.workbook.cells import BEFORE, FIRST, column
from tests.workbook import oracle

AWKWARD = (0.0, 1e-10, -1e-10, 0.0049, 0.0051, -0.0051, 1.0, -2.5, 1 / 3, 1234.56, 1e12, -1e12)
PAIRS = tuple(itertools.product(AWKWARD, AWKWARD))
WHOLE = tuple(itertools.product((0.0, 1.0, -1.0, 12.0, 360.0), repeat=2))
EDGES = (
    0.0,
    3.0,
    2.9999995,
    2.9999985,
    3.0000005,
    3.0000015,
    -3.0,
    -2.9999995,
    -3.0000015,
    0.5,
    -0.5,
    1e-10,
    1e9 + 0.5,
)

OF_TWO = (words.ADD, words.SUBTRACT, words.MULTIPLY, words.MINIMUM, words.MAXIMUM)
RATES, COUNTS = (0.0, 1e-4, 0.005, 0.5), (-1.0, 0.0, 1.0, 12.0, 360.0)
LOAN = [-1000.0, *[20.0] * 59]
LONG = [-3_000_000.0, -5000.0, *[0.0] * 10, *[19_000.0] * 348]
FLOWS = (
    LOAN, LONG, [0.0] * 12, [100.0] * 12,
    [-0.004] + [0.004] * 11, [-1e12] + [1e11] * 11, [-100.0] + [0.0] * 10 + [30.0],
    [-1000.0] + [5.0] * 36 + [0.0] * 200, [-1000.0] + [0.0] * 100 + [100.0],
    [0.0, 0.0, -500.0, 0.0051, 0.0, 600.0], [-1000.0] + [1000 / 59] * 59, [-1000.0] + [16.0] * 59,
    [1000.0] + [-20.0] * 59, [-100.0, 101.0],
)  # fmt: skip
FLAGS = ([0.0] * 6, [1.0] + [0.0] * 5, [0.0] * 5 + [1.0], [0.0, 1.0, 0.0, 1.0, 1.0, 0.0])
STOCK = [7.0, 1e12, -1e-10, 0.0049, -2.5, 1 / 3, 0.0]  # from month 0


@dataclass
class Case:
    """One word on certain parts: a float for one figure, a list for a row from month 0; worked in `month`."""

    word: words.Word
    parts: tuple
    month: int = 1


def rows(flow):
    return [0.0, *flow]


def back(flow):
    return sum(max(0.0, amount) for amount in flow)


def out(flow):
    return sum(max(0.0, -amount) for amount in flow)


def months(row):
    return [float(number) for number in range(len(row))]


def look_backs(word):
    for lag, month in itertools.product((0.0, 1.0, 3.0, 50.0, -1.0), (1, 2, 6)):
        yield Case(word, (STOCK, months(STOCK), months(STOCK), lag), month)


CASES = [
    *(Case(word, pair) for word in OF_TWO for pair in PAIRS),
    *(Case(words.DIVIDE, (value, by)) for value in AWKWARD for by in (12.0, 0.005, 1e9, -3.0)),
    *(Case(word, (value,)) for word in (words.NEGATE, words.MAGNITUDE) for value in AWKWARD),
    *(Case(word, pair) for word in (words.MORE, words.AT_LEAST, words.LESS, words.AT_MOST) for pair in PAIRS),
    *(Case(word, pair) for word in words.TESTS for pair in WHOLE),
    *(Case(words.WHERE, (*pair, 5.0)) for pair in WHOLE),
    *(Case(words.RATIO, (*pair, nil)) for pair in PAIRS for nil in (0.005, 1e-9)),
    *(Case(words.POWER, (base, exponent)) for base in AWKWARD for exponent in (0.0, 1.0, 0.5, -2.0, 1 / 12, 20.0)),
    *(Case(word, (value,)) for word in (words.WHOLE_BELOW, words.WHOLE_ABOVE) for value in EDGES),
    *(Case(words.LEVEL_PAYMENT, parts) for parts in itertools.product(RATES, COUNTS, (0.0, 0.0049, -2.5, 1e12))),
    *(Case(words.AT, ([0.0, 0.02, -0.01, 0.0, 1e12], year, 2026.0)) for year in (2026.0, 2027.0, 2029.0)),
    *look_backs(words.BACK),
    *look_backs(words.TRAILING),
    *(Case(word, (rows(flow),)) for word in (words.TOTAL, words.HIGHEST) for flow in FLOWS),
    *(Case(words.INTERNAL_RETURN, (rows(flow), back(flow), out(flow))) for flow in FLOWS),
    *(Case(words.LOWEST, (STOCK, rows(flag))) for flag in FLAGS),
    *(Case(words.FIRST_MONTH, (rows(flag),)) for flag in FLAGS),
    *(Case(words.IN_MONTH, (STOCK, months(STOCK), month)) for month in (0.0, 1.0, 6.0, 7.0, -1.0)),
    *(Case(words.PRESENT_VALUE, (rows(flow), rate)) for flow in FLOWS for rate in (0.0, 1e-10, 0.035, -0.02, 0.5)),
]  # fmt: skip


def expression(case):
    """The word on named figures; a test stands inside a `where`, as it must."""
    parts = tuple(Reference(f"p{place}", NUMBER) for place in range(len(case.parts)))
    if case.word is words.WHERE:
        return Operation(words.WHERE, (Operation(words.MORE, parts[:2], None), parts[0], parts[2]), None)
    if case.word is words.RATIO:
        return Operation(words.RATIO, (*parts[:2], Constant(case.parts[2])), None)
    if case.word is words.AT:
        return Operation(words.AT, parts, None)
    plain = Operation(case.word, parts, None)
    return Operation(words.WHERE, (plain, Constant(1), Constant(0)), None) if case.word in words.TESTS else plain


def in_python(case, bindings, held):
    """The Python spelling, worked; `held` says how a figure or a row is held."""

    def refer(reference, form):
        row = isinstance(case.parts[int(reference.label[1:])], list)
        return "month" if row and form is Form.CELL else reference.label

    names = {f"p{place}": held(part, case.word) for place, part in enumerate(case.parts)}
    with np.errstate(all="ignore"):
        return eval(spell(expression(case), "python", refer), {**bindings, **names, "month": case.month})  # noqa: S307


def as_floats(part, word):
    return tuple(part[1:]) if word is words.AT and isinstance(part, list) else part


def as_rows(part, word):
    if word is words.AT:
        return as_floats(part, word)
    return np.repeat(np.array(part)[..., None], 2, axis=-1)


def in_excel(case, top):
    def refer(reference, form):
        place = int(reference.label[1:])
        row, here = top + place, column(BEFORE + case.month)
        if not isinstance(case.parts[place], list) or form is Form.FIRST:
            return f"$B${row}"
        last = column(BEFORE + len(case.parts[place]) - 1)
        span = {
            Form.CELL: f"{here}{row}",
            Form.HISTORY: f"${column(BEFORE)}{row}:{here}{row}",
            Form.SERIES: f"${column(FIRST)}{row}:${last}{row}",
        }
        return span[form]

    return spell(expression(case), "excel", refer)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    """A workbook with a formula for each case, spoiled, and the cell of each."""
    path = tmp_path_factory.mktemp("operations") / "operations.xlsx"
    workbook = xlsxwriter.Workbook(path)
    page = workbook.add_worksheet("Operations")
    top, where = 1, []
    for case in CASES:
        page.write_formula(top - 1, 0, "=" + in_excel(case, top), None, 999.5)
        where.append(("Operations", f"A{top}"))
        for place, part in enumerate(case.parts):
            if isinstance(part, list):
                page.write_row(top - 1 + place, BEFORE, part)
            else:
                page.write_number(top - 1 + place, 1, part)
        top += len(case.parts)
    workbook.close()
    return path, where


def same(case, ours, theirs):
    """Whether a spreadsheet's figure is ours; “none” for a return that there is not."""
    if math.isnan(ours):
        return theirs == "none"
    if isinstance(theirs, bool) or not isinstance(theirs, int | float):
        return False
    if case.word in (words.ADD, words.SUBTRACT) and theirs == 0:
        # A sum that all but vanishes is snapped to nil: here, a part in 2⁴⁸ of what was added.
        return abs(ours) <= max(map(abs, case.parts)) * 2**-47
    return math.isclose(ours, theirs, rel_tol=1e-11, abs_tol=1e-12 * size(case))


def size(case):
    """The largest figure a row's sum is made of: sums are only as exact as that."""
    return max((abs(figure) for part in case.parts if isinstance(part, list) for figure in part), default=0)


def differing(found, where):
    return [
        f"{case.word.name}{case.parts}, month {case.month}: {ours!r}, but {theirs!r}"
        for case, cell in zip(CASES, where, strict=True)
        if not same(case, ours := float(in_python(case, FLOATS, as_floats)), theirs := found.get(cell))
    ]


def test_every_operation_is_proved():
    assert set(words.WORDS) == {case.word for case in CASES}


@pytest.mark.parametrize("word", words.WORDS, ids=lambda word: word.name)
def test_rows_agree_with_floats(word):
    for case in CASES:
        if case.word is word:
            ours, rows = in_python(case, FLOATS, as_floats), in_python(case, ROWS, as_rows)
            near = 1e-14 * size(case)  # a sum in another order
            np.testing.assert_allclose(np.broadcast_to(rows, 2), [ours] * 2, 1e-12, near, err_msg=str(case))


def test_ironcalc_agrees_with_every_operation(sheet):
    path, where = sheet
    assert differing(oracle.recalculate_ironcalc(path), where) == []


def test_libreoffice_agrees_with_every_operation(sheet, libreoffice, tmp_path):
    path, where = sheet
    assert differing(libreoffice([path], tmp_path)[0], where) == []


def test_figures_spoiled_and_not_worked_out_again_are_found(sheet):
    path, where = sheet
    assert len(differing(oracle.kept_figures(path), where)) == len(CASES)
