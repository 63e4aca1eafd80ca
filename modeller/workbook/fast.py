"""A worksheet that takes our formulas as they are.

xlsxwriter looks through each formula with some thirty patterns for functions that need a prefix in the file. Ours are
spelled from a closed table that writes the prefix itself, so the search, three quarters of the time of writing, can be
left out. The method is private to xlsxwriter: versions other than those tried get the worksheet as it comes, and a
test holds the sheets of the two to be the same to the byte.
"""

from __future__ import annotations

import inspect

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

TRIED = ("3.2", "3.3")
_TAKES = {"self", "formula", "expand_future_functions"}


class _Fast(Worksheet):  # type: ignore[misc]  # xlsxwriter is not typed
    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002, FBT001, FBT002
        return formula.removeprefix("=")


def worksheet_class() -> type[Worksheet]:
    """The quick worksheet where this xlsxwriter has been tried with it, otherwise the worksheet as it comes."""
    slow: type[Worksheet] = Worksheet
    tried = xlsxwriter.__version__.startswith(TRIED) and hasattr(Worksheet, "_prepare_formula")
    if not tried:
        return slow
    same = inspect.signature(Worksheet._prepare_formula).parameters.keys() == _TAKES  # noqa: SLF001
    return _Fast if same else slow
