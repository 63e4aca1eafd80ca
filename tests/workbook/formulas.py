"""A formula taken into its words: what it reads, which functions it calls, which numbers stand in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from openpyxl.utils import column_index_from_string, get_column_letter

_WORDS = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
    |(?P<sheet>(?:'(?:[^']|'')+'|[A-Za-z_][\w.]*)!)
    |(?P<columns>\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![\w(]))
    |(?P<rows>\$?\d+:\$?\d+)
    |(?P<cell>\$?[A-Z]{1,3}\$?\d+(?![\w(.]))
    |(?P<function>[A-Za-z_][\w.]*(?=\())
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<error>\#[A-Z/0]+[!?A]?)
    |(?P<name>[A-Za-z_\\][\w.]*)
    |(?P<mark>.)""",
    re.VERBOSE | re.DOTALL,
)


class Word(NamedTuple):
    """A word of a formula and what it is."""

    kind: str
    text: str


@lru_cache(maxsize=100_000)
def words(formula: str) -> tuple[Word, ...]:
    """A formula word by word.

    >>> [word.text for word in words("IF('A b'!$C$5>1E-09,J8,0)") if word.kind in ("sheet", "cell", "number")]
    ["'A b'!", '$C$5', '1E-09', 'J8', '0']
    """
    return tuple(Word(str(found.lastgroup), found.group()) for found in _WORDS.finditer(formula))


@lru_cache(maxsize=100_000)
def reads(formula: str) -> tuple[tuple[str, str], ...]:
    """The cells and blocks a formula reads, each with its sheet; no sheet for its own.

    >>> reads("SUM(Homes!$J$8:$K$8)+A1")
    (('Homes', '$J$8:$K$8'), ('', 'A1'))
    """
    found: list[tuple[str, str]] = []
    sheet, joined = "", False
    for kind, text in words(formula):
        if kind == "sheet":
            sheet = text[:-1].strip("'").replace("''", "'")
        elif kind in ("cell", "columns", "rows") and joined:
            found[-1] = (found[-1][0], f"{found[-1][1]}:{text}")
        elif kind in ("cell", "columns", "rows"):
            found.append((sheet, text))
        if kind != "sheet":
            sheet, joined = "", text == ":"
    return tuple(found)


@lru_cache(maxsize=100_000)
def _moving(formula: str, col: int) -> tuple[tuple[str, ...], tuple[int, ...]]:
    """What stands between the columns that move with the cell, and how far off each of those is."""
    between, offsets = [""], []
    for kind, text in words(formula):
        if kind == "cell" and not text.startswith("$"):
            letters = text.rstrip("0123456789").rstrip("$")
            offsets.append(column_index_from_string(letters) - col)
            between.append(text[len(letters) :])
        else:
            between[-1] += text
    return tuple(between), tuple(offsets)


def filled_along(formula: str, col: int, there: int) -> str:
    """A formula as a spreadsheet fills it along from one column to another.

    >>> filled_along("$A5+J8*J$5", 10, 12)
    '$A5+L8*L$5'
    """
    between, offsets = _moving(formula, col)
    letters: Sequence[str] = [*(get_column_letter(max(1, there + offset)) for offset in offsets), ""]
    return "".join(text + letter for text, letter in zip(between, letters, strict=True))


def choices_within(formula: str) -> int:
    """How many IFs stand one within another; those that only say yes or no, or guard a division or a power, are not.

    >>> choices_within("IF(A1>0,IF(A2>0,5,4),0)"), choices_within("IF(IF(A1>0,1,0)*A2>0,IF(ABS(A3)>0.005,A4/A3,0),0)")
    (2, 1)
    """
    plain = "".join("x" if word.kind == "text" else word.text for word in words(formula))
    return _depth(plain)


def _depth(formula: str) -> int:
    deepest = 0
    for found in re.finditer(r"(?<![\w.])IF\(", formula):
        parts = _parts(formula[found.end() :])
        if formula[: found.start()].count("(") != formula[: found.start()].count(")") and _within_if(
            formula, found.start()
        ):
            continue
        inner = max(_depth(part) for part in parts)
        flag = len(parts) == 3 and parts[1:] == ["1", "0"]
        guard = parts[-1] == "0" and (parts[0].startswith("ABS(") or parts[1].startswith(f"{parts[0][:-2]}^"))
        deepest = max(deepest, inner + (not flag and not guard))
    return deepest


def _within_if(formula: str, at: int) -> bool:
    """Whether a place is inside the brackets of another IF, which has counted it already."""
    open_ifs = []
    for found in re.finditer(r"([\w.]*)\(|\)", formula[:at]):
        if found.group() == ")":
            open_ifs.pop()
        else:
            open_ifs.append(found.group(1) == "IF")
    return any(open_ifs)


def _parts(inside: str) -> list[str]:
    """The parts of a call, from just inside its bracket."""
    parts, depth = [""], 0
    for letter in inside:
        if letter == ")" and depth == 0:
            break
        depth += (letter == "(") - (letter == ")")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts
