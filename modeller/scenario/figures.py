"""What a declaration of the scenario is made of: blocks, figures with their units, words, and curves by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal, Self, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticUndefined

from modeller.errors import Unfit, Unfits
from modeller.lines.names import slug
from modeller.scenario.kinds import (
    AYear,
    ByYear,
    Curve,
    Homes,
    ModelUnits,
    Month,
    Months,
    Names,
    Number,
    OfUnit,
    Pounds,
    PoundsAHome,
    PoundsAHomeAWeek,
    PoundsAHomeAYear,
    PoundsAWeek,
    PoundsAYear,
    Share,
    SignedShare,
    Start,
    Times,
    WeeksAYear,
    YesNo,
    started,
)
from modeller.scenario.quantities import Quantity, quoted

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

__all__ = [
    "AYear",
    "Block",
    "ByYear",
    "Declared",
    "Homes",
    "Month",
    "Months",
    "Named",
    "Names",
    "Number",
    "Numbered",
    "Pounds",
    "PoundsAHome",
    "PoundsAHomeAWeek",
    "PoundsAHomeAYear",
    "PoundsAWeek",
    "PoundsAYear",
    "Share",
    "SignedShare",
    "Start",
    "Status",
    "Times",
    "WeeksAYear",
    "YesNo",
    "declared",
    "figure",
    "inner",
    "listed",
    "slug",
    "text",
]

Status = Literal["fact", "estimate", "illustrative"]


def figure(
    label: str,
    *,
    help: str,  # noqa: A002 — the field's own word
    default: float | None = None,
    low: float | None = None,
    high: float | None = None,
    status: Status = "illustrative",
    source: str = "",
) -> Any:  # noqa: ANN401 — stands where a field of any kind is declared
    """Declare a figure: default and bounds are in the model's units. Without a default it must be stated."""
    said: dict[str, Any] = {"label": label, "help": help, "low": low, "high": high, "status": status, "source": source}
    value = PydanticUndefined if default is None else ModelUnits(default)
    return Field(default=value, title=label, description=help, json_schema_extra=said)


def listed() -> Any:  # noqa: ANN401
    """Declare a list that may be left out."""
    return Field(default_factory=list)


def text(label: str, *, help: str, default: str | None = None) -> Any:  # noqa: A002, ANN401
    """Declare words: a name, a choice, a description. Without a default they must be stated."""
    value = PydanticUndefined if default is None else default
    return Field(default=value, title=label, description=help, json_schema_extra={"label": label, "help": help})


@dataclass(frozen=True)
class Declared:
    """What was declared of one input. `quantity` is nothing for words; bounds and default are in the model's units.

    `several` marks words that are a list of names.
    """

    label: str
    help: str
    quantity: Quantity | None
    by_year: bool = False
    default: Any = None
    low: float | None = None
    high: float | None = None
    status: Status = "illustrative"
    source: str = ""
    choices: tuple[str, ...] = ()
    several: bool = False

    @property
    def example(self) -> str:
        """One as it should be written."""
        return self.quantity.example if self.quantity else (self.choices or ("…",))[0]


def declared(field: FieldInfo) -> Declared:
    """Return what was declared of a field that is a figure or words."""
    said: dict[str, Any] = dict(field.json_schema_extra) if isinstance(field.json_schema_extra, dict) else {}
    by_year = any(isinstance(mark, Curve) for mark in field.metadata)
    marks = get_args(get_args(field.annotation)[1]) if by_year else field.metadata
    quantity = next((mark.quantity for mark in marks if isinstance(mark, OfUnit)), None)
    choices = () if by_year else tuple(choice for choice in get_args(field.annotation) if isinstance(choice, str))
    default = None if field.is_required() else field.default
    several = get_origin(field.annotation) is list
    return Declared(quantity=quantity, by_year=by_year, default=default, choices=choices, several=several, **said)


def inner(field: FieldInfo) -> type[Block] | None:
    """Return the kind of block that a field holds, alone or in a list; nothing for figures and words."""
    held = [field.annotation, *get_args(field.annotation)]
    return next((kind for kind in held if isinstance(kind, type) and issubclass(kind, Block)), None)


class Block(BaseModel):
    """Settings that belong together. What is not declared is refused; nothing changes once read."""

    model_config: ClassVar[ConfigDict] = ConfigDict(extra="forbid", frozen=True, strict=True, validate_default=True)

    @field_validator("*")
    @classmethod
    def _as_declared(cls, value: object, info: ValidationInfo) -> object:
        field = cls.model_fields[info.field_name or ""]
        if isinstance(value, list):
            names_differ(value)
            if not value and field.is_required():
                raise Unfit("the list is empty", "give at least one")
        elif not inner(field):
            within_bounds(value, declared(field), started(info))
        return value

    @model_validator(mode="after")
    def _in_agreement(self, info: ValidationInfo) -> Self:
        if wrong := list(self.disagreements(started(info))):
            raise Unfits(wrong)
        return self

    def disagreements(self, start: date | None) -> Iterable[Unfit]:  # noqa: ARG002 — for blocks to override
        """Find figures that are sound alone but not together."""
        return ()


class Named(Block):
    """Settings that come in a list, told apart by name.

    >>> Named(name="Bank loan (senior)").slug
    'bank_loan_senior'
    """

    name: str = text("Name", help="What it is called on every screen and sheet.")

    @property
    def slug(self) -> str:
        """The name as it stands in keys: `finance.bank_loan.interest`."""
        return slug(self.name)

    @field_validator("name")
    @classmethod
    def _sayable(cls, name: str) -> str:
        if not slug(name):
            raise Unfit("a name needs a letter or a figure", "give it a short name, such as Bank loan")
        return name


class Numbered(Named):
    """Settings that come in a list and may go without a name: then they are told apart by their number.

    >>> Numbered.numbered(2)
    'Numbered 2'
    """

    name: str = text("Name", default="", help="What it is called; without one, its number in the list.")

    @classmethod
    def numbered(cls, number: int) -> str:
        """The name of one that has none."""
        return f"{cls.__name__} {number}"

    @classmethod
    def named(cls, items: Any) -> Any:  # noqa: ANN401  whatever was stated, which is checked later
        """The list as stated, each with a name."""
        if not isinstance(items, list):
            return items
        numbers = enumerate(items, 1)
        return [{"name": cls.numbered(n), **item} if isinstance(item, Mapping) else item for n, item in numbers]


def names_differ(items: list[object]) -> None:
    """Raise `Unfit` where two things in a list would have the same key."""
    seen: dict[str, str] = {}
    for number, item in enumerate(items):
        if not isinstance(item, Named):
            return
        if item.slug in seen:
            same = "" if seen[item.slug] == item.name else f", too like {quoted(seen[item.slug])}"
            what = f"the name {quoted(item.name)} is used twice in the list{same}"
            raise Unfit(what, "give each a name of its own", f"{number}.name")
        seen[item.slug] = item.name


def within_bounds(value: Any, said: Declared, start: date | None) -> None:  # noqa: ANN401
    """Raise `Unfit` where a figure, or a year's figure of a curve, lies outside what was declared."""
    if said.by_year:
        for year, figure in value.items():
            _within(figure, said, start, str(year))
    elif said.quantity:
        _within(value, said, start)


def _within(figure: float, said: Declared, start: date | None, *at: str) -> None:
    write = said.quantity.write if said.quantity else None
    low = said.low is not None and figure < said.low
    if not write or not (low or (said.high is not None and figure > said.high)):
        return
    ends = [write(end, start) for end in (said.low, said.high) if end is not None]
    between = f"between {ends[0]} and {ends[-1]}" if len(ends) > 1 else f"at {'least' if low else 'most'} {ends[0]}"
    what = f"{write(figure, start)} is {'less' if low else 'more'} than {ends[0] if low else ends[-1]}"
    raise Unfit(what, f"“{said.label}” must be {between}", *at)
