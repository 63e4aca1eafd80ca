"""Plain settings as the text of a file: reading it gives them back to the letter."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from modeller.scenario.marks import NOTHING

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]
"""Texts, lists and settings of them: what is written, without the places where it stands."""

WIDEST, STEP = 116, "  "
_BEGINS = re.compile(r"[^\W_]|[£(“‘]|-[0-9]")
_UNSEEN = re.compile(r"[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_UNSAFE = re.compile(rf": |:$| #|  |{_UNSEEN.pattern}")
_IN_BRACES = re.compile(r"[,\[\]{}:]")
_SIGNS = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}
_BRIEF = re.compile(r"[0-9]{4}")


def scalar(text: str, *, flow: bool = False) -> str:
    r"""One text on one line, in quotes where it would be read as something else.

    >>> print(scalar("£72,000"), scalar("£72,000", flow=True), scalar("a: b"), scalar("= 1"), scalar("two\nlines"))
    £72,000 "£72,000" "a: b" "= 1" "two\nlines"
    """
    plain = _BEGINS.match(text) and text == text.strip() and text not in NOTHING and not _UNSAFE.search(text)
    if plain and not (flow and _IN_BRACES.search(text)):
        return text
    return f'"{"".join(_SIGNS.get(letter) or _sign(letter) for letter in text)}"'


def _sign(letter: str) -> str:
    """A letter within quotes; by its number where it could not be seen."""
    if not _UNSEEN.match(letter):
        return letter
    number = ord(letter)
    return f"\\x{number:02x}" if number < 1 << 8 else f"\\u{number:04x}"


def in_line(value: Plain) -> str:
    """A value on one line, in braces or brackets where it is more than one text.

    >>> print(in_line({"2026": "2.3%", "2027": "2%"}), in_line(["One", "Another, too"]))
    {2026: 2.3%, 2027: 2%} [One, "Another, too"]
    """
    if isinstance(value, str):
        return scalar(value, flow=True)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{scalar(key, flow=True)}: {in_line(each)}' for key, each in value.items())}}}"
    return f"[{', '.join(map(in_line, value))}]"


def lines(settings: Mapping[str, Plain], indent: str = "") -> Iterator[str]:
    """Settings, one to a line, each with what belongs to it indented below.

    >>> print(*lines({"homes": [{"name": "Bought", "price": {"is": "£1m", "status": "fact"}}]}), sep=chr(10))
    homes:
      - name: Bought
        price:
          is: £1m
          status: fact
    """
    for key, value in settings.items():
        yield from _setting(scalar(key), value, indent)


def _setting(key: str, value: Plain, indent: str) -> Iterator[str]:
    head, below = f"{indent}{key}:", indent + STEP
    whole = f"{head} {scalar(value) if isinstance(value, str) else in_line(value)}"
    if isinstance(value, str):
        folded = textwrap.wrap(value, WIDEST - len(below), break_long_words=False, break_on_hyphens=False)
        if len(whole) > WIDEST and " ".join(folded) == value and not _UNSEEN.search(value):
            yield f"{head} >-"
            yield from (below + line for line in folded)
        else:
            yield whole
    elif not value or (len(whole) <= WIDEST and _is_brief(value)):
        yield whole
    elif isinstance(value, Mapping):
        yield head
        yield from lines(value, below)
    else:
        yield head
        for item in value:
            yield from _item(item, below)


def _is_brief(value: Plain) -> bool:
    """A list of names, or figures by year, which read better on one line."""
    if isinstance(value, Mapping):
        return all(_BRIEF.fullmatch(key) and isinstance(each, str) for key, each in value.items())
    return all(isinstance(each, str) for each in value)


def _item(item: Plain, indent: str) -> Iterator[str]:
    if isinstance(item, Mapping) and item:
        first, *rest = lines(item, indent + STEP)
        yield f"{indent}- {first.lstrip()}"
        yield from rest
    else:
        yield f"{indent}- {in_line(item)}"
