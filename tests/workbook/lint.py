"""The rules a workbook is held to, and every breach of them in a file: the sheet, the cell and what is wrong.

`lint` is run on every workbook that the tests write (tests/conftest.py). Each rule is a function that says in its first
line what it asks, and every one of them is shown to bite by a planted breach in test_lint.py. The rules are those that
an accountant's reviewer would hold a model to (FAST, ICAEW's Financial Modelling Code, the Cabinet Office's and DfE's
guidance, WCAG for how it looks), with our own choices where those differ:

- A sheet by month reads other sheets through call-ups alone: one link a row, straight to where the figure is stated or
  worked out, never to another link. Curves are the exception: a year's figure is looked up where the curve stands, on
  Yearly inputs, for a call-up of the whole table on every sheet would be longer to review than the look-up.
- No formula is longer than 160 letters; some 97 in 100 are no longer than 100.
- Names are for inputs (in_) and measures (out_) alone; formulas read cells, which a reviewer can follow.
- IF is for saying yes or no, and for one choice between two; by month no choice stands within another.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from modeller.workbook.pen import Expected
from tests.workbook import lint_files, lint_formulas, lint_inputs, lint_sheets
from tests.workbook.held import Breach, Held

Rule = Callable[[Held], Iterator[Breach]]
RULES: tuple[Rule, ...] = (*lint_files.RULES, *lint_sheets.RULES, *lint_inputs.RULES, *lint_formulas.RULES)
_MOST_TOLD = 20
wanted = True
"""Whether workbooks are linted as they are written."""


@contextmanager
def unlinted(why: str) -> Iterator[None]:
    """Write a workbook that is not to keep every rule, and say why."""
    global wanted  # noqa: PLW0603  one switch for whatever writes, in whichever thread of one process
    assert why
    wanted = False
    try:
        yield
    finally:
        wanted = True


def lint(path: Path, expected: Expected | None = None) -> list[str]:
    """Every breach of a rule in a workbook; with what was meant to be a formula, whatever else is one is a breach."""
    collecting = gc.isenabled()
    gc.disable()  # a workbook is a million small things, all kept to the end: to look for rubbish takes half the time
    try:
        held = Held(path, expected)
        return [f"{rule.__name__.replace('_', ' ')}: {where}: {what}" for rule in RULES for where, what in rule(held)]
    finally:
        if collecting:
            gc.enable()


def assert_clean(path: Path, expected: Expected | None = None) -> None:
    """Fail where a workbook breaks a rule, and say which."""
    found = lint(path, expected)
    assert not found, f"{len(found)} breaches in {path.name}:\n" + "\n".join(found[:_MOST_TOLD])
