"""The operations: a closed table, each said in Python, in Excel and in English.

A phrase says how tightly it binds, and how tightly each of its parts must bind to stand in it without brackets:
`{0} - {1}` needs more of its second part than of its first. Python words that are not operators are bound to
functions for floats or for rows of scenarios in `bindings.py`. Every row is proved against two spreadsheet engines on
awkward numbers in `tests/lines/test_operations.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

LOOSE, TEST, SUM, PRODUCT, SIGN, TIGHT = range(6)


class Form(Enum):
    """What a phrase asks of a reference: this month's cell, the row to this month, the whole row, or its first year."""

    CELL = "cell"
    HISTORY = "history"
    SERIES = "series"
    FIRST = "first"


@dataclass(frozen=True)
class Phrase:
    """One operation in one language: `text` with a place for each part."""

    text: str
    binds: int = TIGHT
    needs: tuple[int, ...] = ()

    def need(self, part: int) -> int:
        """How tightly a part must bind to stand here without brackets."""
        return self.needs[part] if part < len(self.needs) else LOOSE


@dataclass(frozen=True, eq=False)
class Word:
    """One operation, said three ways; `forms` says what it asks of each part (this month's cell, unless stated)."""

    name: str
    python: Phrase
    excel: Phrase
    english: Phrase
    forms: tuple[Form, ...] = ()

    def form(self, part: int) -> Form:
        """What the operation asks of a part that is a reference."""
        return self.forms[part] if part < len(self.forms) else Form.CELL


def _operator(name: str, python: str, excel: str, english: str, binds: int, needs: tuple[int, int]) -> Word:
    spell = (Phrase(f"{{0}} {python} {{1}}", binds, needs), Phrase(f"{{0}}{excel}{{1}}", binds, needs))
    return Word(name, *spell, Phrase(f"{{0}} {english} {{1}}", binds, needs))


def _function(name: str, excel: str, english: str, parts: int, forms: tuple[Form, ...] = ()) -> Word:
    places = ", ".join(f"{{{part}}}" for part in range(parts))
    return Word(name, Phrase(f"{name}({places})"), Phrase(excel), Phrase(english, SUM, (TIGHT,) * parts), forms)


ADD = _operator("add", "+", "+", "+", SUM, (SUM, SUM))
SUBTRACT = _operator("subtract", "-", "-", "−", SUM, (SUM, PRODUCT))
MULTIPLY = _operator("multiply", "*", "*", "×", PRODUCT, (PRODUCT, PRODUCT))
DIVIDE = _operator("divide", "/", "/", "÷", PRODUCT, (PRODUCT, SIGN))
NEGATE = Word("negate", Phrase("-{0}", SIGN, (TIGHT,)), Phrase("-{0}", SIGN, (TIGHT,)), Phrase("−{0}", SIGN, (TIGHT,)))

MORE = _operator("more", ">", ">", "is more than", TEST, (SUM, SUM))
AT_LEAST = _operator("at_least", ">=", ">=", "is at least", TEST, (SUM, SUM))
LESS = _operator("less", "<", "<", "is less than", TEST, (SUM, SUM))
AT_MOST = _operator("at_most", "<=", "<=", "is at most", TEST, (SUM, SUM))
SAME = _operator("same", "==", "=", "is", TEST, (SUM, SUM))

MINIMUM = _function("minimum", "MIN({0},{1})", "the lesser of {0} and {1}", 2)
MAXIMUM = _function("maximum", "MAX({0},{1})", "the greater of {0} and {1}", 2)
MAGNITUDE = _function("magnitude", "ABS({0})", "the size of {0}", 1)
WHERE = Word(
    "where",
    Phrase("where({0}, {1}, {2})"),
    Phrase("IF({0},{1},{2})"),
    Phrase("{1} where {0}, otherwise {2}", LOOSE, (LOOSE, SUM, SUM)),
)
RATIO = Word(
    "ratio",
    Phrase("ratio({0}, {1}, {2})"),
    Phrase("IF(ABS({1})>{2},{0}/{1},0)", TIGHT, (PRODUCT, TIGHT, SUM)),
    Phrase("{0} ÷ {1} (nil where that is nil)", SUM, (PRODUCT, TIGHT)),
)
POWER = Word(
    "power",
    Phrase("power({0}, {1})"),
    Phrase("IF({0}>0,{0}^{1},0)", TIGHT, (TIGHT, TIGHT)),
    Phrase("{0} to the power of {1}", SUM, (TIGHT, TIGHT)),
)
WHOLE_BELOW = Word(
    "whole_below",
    Phrase("whole_below({0})"),
    Phrase("INT({0}+0.000001)", TIGHT, (SUM,)),
    Phrase("the whole part of {0}", SUM, (TIGHT,)),
)
WHOLE_ABOVE = Word(
    "whole_above",
    Phrase("whole_above({0})"),
    Phrase("-INT(0.000001-{0})", SIGN, (PRODUCT,)),
    Phrase("{0}, rounded up", SUM, (TIGHT,)),
)
LEVEL_PAYMENT = _function(
    "level_payment", "IF({1}>0,-PMT({0},{1},{2}),0)", "the level payment that, at {0}, over {1}, repays {2}", 3
)

AT = Word(
    "at",
    Phrase("at({0}, {1}, {2})"),
    Phrase("INDEX({0},{1}-{2}+1)", TIGHT, (LOOSE, SUM, PRODUCT)),
    Phrase("{0} in the year {1}", SUM, (TIGHT, PRODUCT)),
    (Form.SERIES, Form.CELL, Form.FIRST),
)
_LOOK_BACK = (Form.HISTORY, Form.HISTORY, Form.CELL)
BACK = Word(
    "back",
    Phrase("back({0}, {2}, {3})"),
    Phrase("SUMIFS({0},{1},{2}-{3})", TIGHT, (LOOSE, LOOSE, SUM, PRODUCT)),
    Phrase("{0} as it was {3} before", SUM, (TIGHT, LOOSE, LOOSE, TIGHT)),
    _LOOK_BACK,
)
TRAILING = Word(
    "trailing",
    Phrase("trailing({0}, {2}, {3})"),
    Phrase('SUMIFS({0},{1},">"&({2}-{3}))', TIGHT, (LOOSE, LOOSE, SUM, PRODUCT)),
    Phrase("the sum of {0} over the last {3}", SUM, (TIGHT, LOOSE, LOOSE, TIGHT)),
    _LOOK_BACK,
)

_WHOLE_ROW = (Form.SERIES, Form.SERIES)
TOTAL = _function("total", "SUM({0})", "the total of {0}", 1, _WHOLE_ROW)
LOWEST = _function("lowest", "_xlfn.MINIFS({0},{1},1)", "the lowest {0} in months where {1}", 2, _WHOLE_ROW)
HIGHEST = _function("highest", "MAX({0})", "the highest {0}", 1, _WHOLE_ROW)
FIRST_MONTH = _function("first_month", "IFERROR(MATCH(1,{0},0),0)", "the first month with {0}", 1, _WHOLE_ROW)
IN_MONTH = Word(
    "in_month",
    Phrase("in_month({0}, {2})"),
    Phrase("SUMIFS({0},{1},{2})"),
    Phrase("{0} in month {2}", SUM, (TIGHT, LOOSE, TIGHT)),
    _WHOLE_ROW,
)
PRESENT_VALUE = _function(
    "present_value", "NPV((1+{1})^(1/12)-1,{0})", "the present value of {0} at {1}", 2, (Form.SERIES, Form.CELL)
)
INTERNAL_RETURN = _function(
    "internal_return",
    'IF(AND({2}>0.005,{1}*2>={2}),IFERROR((1+IRR({0},({1}/{2})^(2/COLUMNS({0}))-1))^12-1,"none"),"none")',
    "the yearly rate at which {0} is worth nothing today, where at least half of {2} comes back as {1}",
    3,
    (Form.SERIES, Form.CELL, Form.CELL),
)

TESTS = (MORE, AT_LEAST, LESS, AT_MOST, SAME)
LOOK_BACKS = (BACK, TRAILING)
REDUCTIONS = (TOTAL, LOWEST, HIGHEST, FIRST_MONTH, IN_MONTH, PRESENT_VALUE, INTERNAL_RETURN)
WORDS = (
    *(ADD, SUBTRACT, MULTIPLY, DIVIDE, NEGATE, MINIMUM, MAXIMUM, MAGNITUDE, WHERE, RATIO, POWER),
    *(WHOLE_BELOW, WHOLE_ABOVE, LEVEL_PAYMENT, AT, *TESTS, *LOOK_BACKS, *REDUCTIONS),
)
