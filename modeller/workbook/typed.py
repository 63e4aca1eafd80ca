"""What was typed into a cell, read as a figure of the model: with notice of what had to be made of it, or at fault."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from modeller.errors import Fault, Unfit
from modeller.lines.units import FLAG
from modeller.scenario.amounts import Money
from modeller.scenario.dates import CalendarMonth
from modeller.scenario.quantities import BARE, MONEY, Quantity, plain, quoted, signed
from modeller.workbook.outside import DATE, ERROR, FORMULA, NUMBER, YES_OR_NO, CellPlace, Content

_SURE = 15  # digits that a spreadsheet keeps of a number
_LONGEST_SHOWN = 40


@dataclass
class Notes:
    """What was found as a workbook was read: faults, all at once, and notices of what was taken as it is."""

    faults: list[Fault] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    def fault(self, place: CellPlace, what: str, remedy: str) -> None:
        """Note what will not do."""
        self.faults.append(Fault(what, place, remedy))

    def say(self, place: CellPlace | None, what: str) -> None:
        """Note what the reader should know."""
        said = f"{place}: {what}" if place else what
        if said not in self.notices:
            self.notices.append(said)


@dataclass(frozen=True)
class Wanted:
    """What a cell should hold: a quantity within limits, in the model's units; `example` is one that would do."""

    quantity: Quantity
    low: float | None
    high: float | None
    start: date | None
    example: float | None

    def shown(self, value: float) -> str:
        """A figure as somebody would type it."""
        return f"{plain(Decimal(repr(value)) * 100)}%" if self.in_percent else plain(float(value))

    def _limit(self, value: float) -> str:
        return f"{plain(Decimal(repr(value)) * 100)}%" if self.in_percent else f"{value:,.10g}"

    @property
    def in_percent(self) -> bool:
        """Whether cells show it as a percentage."""
        return self.quantity.unit.style == "percent"

    @property
    def is_flag(self) -> bool:
        """Whether it is yes or no."""
        return self.quantity.unit.name == FLAG.name

    @property
    def is_whole(self) -> bool:
        """Whether it has no fraction."""
        return self.quantity.unit.whole or bool(getattr(self.quantity, "whole", False))

    @property
    def allowed(self) -> str:
        """What may be typed, as a sentence."""
        if self.is_flag:
            return "enter 1 for yes or 0 for no"
        kind = "a whole number" if self.is_whole else "a percentage" if self.in_percent else "a number"
        if isinstance(self.quantity, CalendarMonth):
            first = f", 1 being {self.start:%B %Y}" if self.start else ""
            kind = f"the number of a month{first}"
        ends = [None if limit is None else self._limit(limit) for limit in (self.low, self.high)]
        between = {
            (True, True): f" from {ends[0]} to {ends[1]}",
            (True, False): f", {ends[0]} or more",
            (False, True): f", {ends[1]} or less",
        }.get((ends[0] is not None, ends[1] is not None), "")
        example = "" if self.example is None else f", for example {self.shown(self.example)}"
        return f"enter {kind}{between}{example}"


Kept = Callable[[], Content]
"""What the formula of a cell came to when the file was saved."""


def number(
    content: Content,
    kept: Kept,
    wanted: Wanted,
    place: CellPlace,
    notes: Notes,
    moved: Callable[[float], float] | None = None,
) -> float | None:
    """The figure that a cell holds, in the model's units; nothing where it will not do, of which notes are taken.

    `moved` is what a lever makes of it.

    >>> from modeller.lines.units import PER_YEAR
    >>> from modeller.scenario.amounts import Percentage
    >>> wanted = Wanted(Percentage(PER_YEAR, "a rate a year", "6.5% a year"), 0, 0.5, None, 0.06)
    >>> place, notes = CellPlace("book.xlsx", 9, 3, sheet="Inputs", label="Interest"), Notes()
    >>> number(Content("s", "4.75%"), lambda: Content("s", None), wanted, place, notes)
    0.0475
    >>> print(notes.notices[0])
    book.xlsx, Inputs!C9 (Interest): holds the text “4.75%”, which is read as 4.75%
    """
    if content.kind == FORMULA:
        found = _came_to(content, kept(), wanted, place, notes)
        if found is None:
            return None
        content = found
    value = _value(content, wanted, place, notes)
    if value is None:
        return None
    return _fit(value if moved is None else moved(value), wanted, place, notes, is_moved=moved is not None)


def _came_to(content: Content, kept: Content, wanted: Wanted, place: CellPlace, notes: Notes) -> Content | None:
    """What a formula came to, if that was kept."""
    formula = str(content.value)[:_LONGEST_SHOWN]
    if kept.value is None:
        notes.fault(place, f"holds a formula, {formula}, whose figure is not kept in the file", wanted.allowed)
        return None
    if kept.kind != ERROR:
        notes.say(place, f"holds a formula, {formula}; its saved value {kept.text} is used")
    return kept


def _value(content: Content, wanted: Wanted, place: CellPlace, notes: Notes) -> float | None:
    if content.value is None or (isinstance(content.value, str) and not content.value.strip()):
        notes.fault(place, "is empty", wanted.allowed)
        return None
    if content.kind == NUMBER:
        return float(content.value)
    if content.kind == YES_OR_NO and wanted.is_flag:
        notes.say(place, f"holds {str(content.value).upper()}, which is read as {int(content.value)}")
        return float(content.value)
    found = _day(content, wanted, place, notes) if content.kind == DATE else _text(content, wanted, place, notes)
    if found is None:
        notes.fault(place, f"holds {_kind(content)}, {quoted(content.text)}", wanted.allowed)
    return found


def _kind(content: Content) -> str:
    return {ERROR: "an error", DATE: "a date", YES_OR_NO: "yes or no"}.get(content.kind, "text")


def _day(content: Content, wanted: Wanted, place: CellPlace, notes: Notes) -> float | None:
    """A date where the number of a month is due: the month that it is in."""
    if not isinstance(wanted.quantity, CalendarMonth) or not isinstance(content.value, datetime) or not wanted.start:
        return None
    day, start = content.value, wanted.start
    month = (day.year - start.year) * 12 + day.month - start.month + 1
    notes.say(place, f"holds the date {content.text}, which is read as month {month}")
    return float(month)


def _text(content: Content, wanted: Wanted, place: CellPlace, notes: Notes) -> float | None:
    if content.kind in (ERROR, YES_OR_NO):
        return None
    text = " ".join(str(content.value).split())
    value = _said(text, wanted)
    if value is not None:
        notes.say(place, f"holds the text {quoted(text)}, which is read as {wanted.shown(value)}")
    return value


def _said(text: str, wanted: Wanted) -> float | None:
    """A figure as people write it: as a scenario file has it, as pounds, or as a number alone."""
    try:
        return wanted.quantity.read(text, wanted.start)
    except Unfit:
        pass
    for shape in (BARE, MONEY) if isinstance(wanted.quantity, Money) else (BARE,):
        found = shape.fullmatch(text)
        if found and not found.groupdict().get("ending") and not found.groupdict().get("scale"):
            return float(signed(found))
    return None


def _fit(value: float, wanted: Wanted, place: CellPlace, notes: Notes, *, is_moved: bool) -> float | None:
    """A number, if it is one that the input takes."""
    if not math.isfinite(value):
        notes.fault(place, "holds no number", wanted.allowed)
        return None
    value = float(f"{value:.{_SURE}g}") + 0.0
    low, high = wanted.low is not None and value < wanted.low, wanted.high is not None and value > wanted.high
    fraction = (wanted.is_whole and not value.is_integer()) or (wanted.is_flag and value not in (0, 1))
    if low or high or fraction:
        how = ", as its lever moves it" if is_moved else ""
        notes.fault(place, f"is {wanted.shown(value)}{how}", wanted.allowed)
        return None
    return _writable(value, wanted, place, notes, is_moved=is_moved)


def _writable(value: float, wanted: Wanted, place: CellPlace, notes: Notes, *, is_moved: bool) -> float | None:
    """A figure as a scenario file can say it: pounds to the penny."""
    try:
        said = wanted.quantity.read(wanted.quantity.write(value, wanted.start), wanted.start)
    except Unfit as unfit:
        notes.fault(place, f"is {wanted.shown(value)}: {unfit.what}", wanted.allowed)
        return None
    if not is_moved and not math.isclose(said, value, rel_tol=1e-12, abs_tol=1e-12):
        notes.say(place, f"is {wanted.shown(value)}, finer than a penny, and is read as {wanted.shown(said)}")
    return said


def words(content: Content) -> str:
    """Words as they were typed, on one line and without space around them.

    >>> words(Content("s", " =Our  bank ")), words(Content("n", 2026))
    ('=Our bank', '2026')
    """
    return re.sub(r"\s+", " ", content.text).strip()
