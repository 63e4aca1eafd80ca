"""What is wrong, where it stands in the user's own file, and what to do about it.

Faults are collected, not raised one at a time, so that a file is put right in one sitting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDEST = 110
"""How much of a line is shown: enough for a screen."""


@dataclass(frozen=True)
class Place:
    """Where something stands: a file, and within it a line and a column, both counted from 1.

    Line 0 means the file as a whole, or something that is no file, such as an option of a command. `text` is the
    line as written, `width` how many of its characters are meant.

    >>> print(Place("base.yaml", 4, 3))
    base.yaml:4:3
    """

    file: str
    line: int = 0
    column: int = 0
    text: str = ""
    width: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def through(self, end: Place) -> Place:
        """Return the place made wide enough to reach the end of another on the same line.

        >>> Place("a.yaml", 1, 1, "over: 3", 4).through(Place("a.yaml", 1, 7, "over: 3", 1)).width
        7
        """
        if (self.file, self.line) != (end.file, end.line) or end.column < self.column:
            return self
        return Place(self.file, self.line, self.column, self.text, end.column + end.width - self.column)

    def excerpt(self) -> list[str]:
        """Return the line with carets under what is meant, cut to the width of a screen; or nothing."""
        if not self.line or not self.text.strip():
            return []
        cut = max(0, self.column - 1 + min(self.width, WIDEST // 2) - WIDEST)
        shown = "".join(letter if letter.isprintable() else " " for letter in self.text[cut : cut + WIDEST])
        before = self.column - 1 - cut
        carets = "^" * max(1, min(self.width, len(shown) - before))
        return [f"{self.line:>5} │ {shown.rstrip()}", f"      │ {' ' * before}{carets}"]


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, where (if it stands anywhere), and what to do about it.

    >>> print(Fault("“lenght” is not a setting here", None, "did you mean “length”?"))
    “lenght” is not a setting here
          = help: did you mean “length”?
    """

    what: str
    place: Place | None
    remedy: str

    def __str__(self) -> str:
        first = f"{self.place}: {self.what}" if self.place else self.what
        excerpt = self.place.excerpt() if self.place else []
        return "\n".join([first, *excerpt, f"      = help: {self.remedy}"])

    @property
    def order(self) -> tuple[str, int, int]:
        """By file, line and column; what stands nowhere comes first."""
        return (self.place.file, self.place.line, self.place.column) if self.place else ("", 0, 0)


class Faults(Exception):  # noqa: N818 — the word people use
    """Everything found wrong, in the order of the file.

    >>> print(Faults([Fault("the file is empty", Place("a.yaml"), "begin with a title")]))
    a.yaml: the file is empty
          = help: begin with a title
    <BLANKLINE>
    1 fault found.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = sorted(dict.fromkeys(faults), key=lambda fault: fault.order)
        super().__init__(self.faults)

    def __str__(self) -> str:
        number = len(self.faults)
        tally = f"{number} fault{'' if number == 1 else 's'} found."
        return "\n\n".join([*map(str, self.faults), tally])


class Unfit(ValueError):  # noqa: N818
    """A value that will not do, before it is known where it stands.

    `at` names the settings that are to blame, as dotted paths from where the check is made; the first that the user
    stated is shown. A path that ends in a colon means the key itself, not its value.
    """

    def __init__(self, what: str, remedy: str, *at: str) -> None:
        super().__init__(what)
        self.what, self.remedy, self.at = what, remedy, at

    @property
    def each(self) -> tuple[Unfit, ...]:
        """Itself: one thing is wrong."""
        return (self,)


class Unfits(ValueError):  # noqa: N818
    """Several things that will not do, found in one check."""

    def __init__(self, each: Iterable[Unfit]) -> None:
        self.each = tuple(each)
        super().__init__("; ".join(unfit.what for unfit in self.each))


class WorkingError(ArithmeticError):
    """A line of the model could not be worked out: says which, and in which month."""


class SweepError(Exception):
    """A sweep that cannot be begun, or gone on with: what is in the way and what to do; `status` ends the command."""

    def __init__(self, what: str, status: int = 1) -> None:
        super().__init__(what)
        self.status = status
