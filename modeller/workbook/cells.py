"""Where cells are and what they are called.

Rows are numbered from 1, as a reader sees them; columns from 0, with names for those that mean the same on every
monthly sheet.
"""

from __future__ import annotations

import re
from functools import cache

from xlsxwriter.utility import xl_col_to_name

LAYOUT = 2  # of the inputs: what reads workbooks back knows this one and those before it, and refuses one after it

# The columns of every sheet by month.
HEADING, LABEL, NOTE, CONSTANT, UNIT, TOTAL, _CHECK, _TREND, BEFORE, FIRST = range(10)

# The rows at the head of every sheet, and of every sheet by month.
TITLE, SCENARIO, MASTER, TITLES = 1, 2, 3, 4
CALENDAR_ROWS = {"month": 5, "date": 6, "year": 7, "month_of_year": 8, "financial_year": 9}
BODY = 11

SUMMARY, GUIDE, INPUTS, YEARLY, CALENDAR = "Summary", "Guide", "Inputs", "Yearly inputs", "Calendar"
ANNUAL, MEASURES, CHECKS = "Annual", "Measures", "Checks"
PATHS, LENGTHS = "Paths", "Contract lengths"
FRONT, LOG, MONTHLY = "Cover sheet", "Log", "Statements by month"
SCENARIO_TEXT = "Scenario"
RESERVED = (
    *(SUMMARY, FRONT, GUIDE, INPUTS, YEARLY, PATHS, CALENDAR, ANNUAL, MONTHLY, MEASURES, LENGTHS, CHECKS, LOG),
    SCENARIO_TEXT,
    "History",  # a name that spreadsheet programs keep for themselves
)
HERE, LAST = "\x01", "\x02"  # in a row's formula: the column of this month, and of the month before
CHANGED = "$B$6"  # on the checks: how many inputs have changed since the workbook was made
_LONGEST_NAME = 31
_LONGEST_DEFINED_NAME = 255


@cache
def column(number: int) -> str:
    """The letters of a column.

    >>> column(0), column(9), column(368)
    ('A', 'J', 'NE')
    """
    return str(xl_col_to_name(number))


@cache
def columns(first: int, last: int) -> tuple[str, ...]:
    """The letters of columns, one after another.

    >>> columns(25, 27)
    ('Z', 'AA', 'AB')
    """
    return tuple(map(column, range(first, last + 1)))


def at(formula: str, col: int) -> str:
    """A row's formula as it stands in one column.

    >>> at(f"{LAST}8+{HERE}$5", 10)
    'J8+K$5'
    """
    return formula.replace(HERE, column(col)).replace(LAST, column(max(0, col - 1)))


def fixed(row: int, col: int) -> str:
    """A cell that stays where it is when the formula is copied.

    >>> fixed(12, CONSTANT)
    '$D$12'
    """
    return f"${column(col)}${row}"


def span(row: int, first: int, last: int) -> str:
    """Part of a row that stays where it is.

    >>> span(12, 9, 20)
    '$J$12:$U$12'
    """
    return f"{fixed(row, first)}:{fixed(row, last)}"


def on(sheet: str, cells: str) -> str:
    """Cells of another sheet.

    >>> on("Homes", "$D$12"), on("Bank loan", "$D$12"), on("Tax", "$D$12")
    ('Homes!$D$12', "'Bank loan'!$D$12", "'Tax'!$D$12")
    """
    plain = re.fullmatch("[A-Za-z]{4,}", sheet)  # fewer letters may be read as a column
    return f"{sheet}!{cells}" if plain else f"'{sheet.replace(chr(39), chr(39) * 2)}'!{cells}"


def sheet_name(title: str, taken: set[str]) -> str:
    """A sheet's name made from a title: no longer than a sheet's may be, and like no other.

    >>> sheet_name("Income: rents/charges", set()), sheet_name("Annual", {"annual"})
    ('Income rents charges', 'Annual 2')
    """
    plain = " ".join(re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).split()).strip("'") or "Sheet"
    name, number = plain[:_LONGEST_NAME].strip(" '"), 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: _LONGEST_NAME - len(str(number)) - 1].strip()} {number}"
    taken.add(name.lower())
    return name


def defined_name(prefix: str, key: str, taken: set[str]) -> str:
    """A name for the cell of an input or a result.

    >>> defined_name("in", "contract.committed", set())
    'in_contract_committed'
    """
    plain = f"{prefix}_" + re.sub(r"[^A-Za-z0-9_]", "_", key)
    name, number = plain[:_LONGEST_DEFINED_NAME], 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: _LONGEST_DEFINED_NAME - len(str(number)) - 1]}_{number}"
    taken.add(name.lower())
    return name
