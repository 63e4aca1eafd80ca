"""The one fold: an expression spelled in a dialect.

>>> from modeller.lines.expressions import Reference
>>> from modeller.lines.units import SHARE
>>> share, other = Reference("share", SHARE), Reference("other", SHARE)
>>> english((share + other) * 2 - (1 - share))
'(share + other) × 2 − (1 − share)'
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from modeller.lines.expressions import Constant, Expression, Operation, Reference
from modeller.lines.words import SIGN, TIGHT, Form

Dialect = Literal["python", "excel", "english"]
Refer = Callable[[Reference, Form], str]


def spell(expression: Expression, dialect: Dialect, refer: Refer) -> str:
    """An expression in a dialect; `refer` says what a named figure is called there."""
    return _spell(expression, dialect, refer, Form.CELL)[0]


def _spell(expression: Expression, dialect: Dialect, refer: Refer, form: Form) -> tuple[str, int]:
    if isinstance(expression, Constant):
        return _number(expression, dialect), SIGN if expression.value < 0 else TIGHT
    if isinstance(expression, Reference):
        return refer(expression, form), TIGHT
    assert isinstance(expression, Operation)  # noqa: S101  there is no fourth kind
    phrase = getattr(expression.word, dialect)
    parts = []
    for place, part in enumerate(expression.parts):
        text, binds = _spell(part, dialect, refer, expression.word.form(place))
        parts.append(f"({text})" if binds < phrase.need(place) else text)
    return phrase.text.format(*parts), phrase.binds


def _number(constant: Constant, dialect: Dialect) -> str:
    if dialect == "python":
        return repr(constant.value)
    if dialect == "english" and constant.name:
        return constant.name
    return format(constant.value, ".15g").upper()


def english(expression: Expression) -> str:
    """An expression in words, its figures by their labels."""
    return spell(expression, "english", lambda reference, _: reference.label)
