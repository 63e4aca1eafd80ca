"""What a declaration of the scenario is made of: blocks, figures with their units, texts, and curves by year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, TypeVar, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator, model_validator
from pydantic_core import PydanticUndefined, core_schema

from modeller.errors import Unfit, Unfits
from modeller.lines import units
from modeller.scenario.quantities import (
    CalendarMonth,
    Count,
    Length,
    Money,
    Percentage,
    Quantity,
    YesOrNo,
    first_month,
    quoted,
)

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic.fields import FieldInfo

T = TypeVar("T")
Status = Literal["fact", "estimate", "illustrative"]


class ModelUnits(float):
    """A default, already in the model's units, so that it is not read as text."""

    __slots__ = ()


def started(info: ValidationInfo) -> date | None:
    """Return the scenario's first month, handed down to every figure; nothing if the start itself is at fault."""
    return (info.context or {}).get("start")


@dataclass(frozen=True)
class OfUnit:
    """Makes an annotated float read its text as a quantity."""

    quantity: Quantity

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """Put reading in the place of pydantic's own lax parsing of numbers."""
        return core_schema.with_info_plain_validator_function(self._read)

    def _read(self, value: object, info: ValidationInfo) -> float:
        if isinstance(value, ModelUnits):
            return float(value)
        if value is None:
            raise Unfit(f"nothing stands where {self.quantity.noun} is due", f"write {self.quantity.example}")
        if isinstance(value, list | dict):
            found = "a list stands" if isinstance(value, list) else "settings stand"
            raise Unfit(f"{found} where {self.quantity.noun} is due", f"write {self.quantity.example}")
        return self.quantity.read(str(value), started(info))


@dataclass(frozen=True)
class Curve:
    """Makes a mapping of years accept one figure for all years, and refuse gaps."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:  # noqa: ANN401
        """Read the years first, then each figure as its own kind."""
        figures = handler.generate_schema(get_args(source)[1])
        by_year = core_schema.dict_schema(core_schema.int_schema(), figures)
        return core_schema.with_info_before_validator_function(self._by_year, by_year)

    def _by_year(self, value: object, info: ValidationInfo) -> dict[int, object]:
        if not isinstance(value, Mapping):
            start = started(info)
            return {start.year if start else 1: value}
        years = sorted(self._year(key) for key in value)
        if not years:
            raise Unfit("no year is given", "write one figure for all years, or a figure beside each year")
        for earlier, later in pairwise(years):
            if later != earlier + 1:
                missing = f"{earlier + 1} is missing: after {earlier} comes {later}"
                raise Unfit(missing, "give a figure for every year up to the last", f"{later}:")
        figures = {int(year): figure for year, figure in value.items()}
        return {year: figures[year] for year in years}

    @staticmethod
    def _year(key: object) -> int:
        if not re.fullmatch(r"(19|20|21)[0-9]{2}", str(key)):
            remedy = "write calendar years such as 2026, one to a line"
            raise Unfit(f"{quoted(str(key))} is not a year", remedy, f"{key}:")
        return int(str(key))


def _month(value: object) -> object:
    return first_month(value) if isinstance(value, str) else value


ByYear = Annotated[Mapping[int, T], Curve()]

WEEK, YEAR, HOME = " a week", " a year", " a home"
Pounds = Annotated[float, OfUnit(Money(units.POUNDS, "an amount of money", "£1,000,000"))]
PoundsAWeek = Annotated[float, OfUnit(Money(units.POUNDS_A_WEEK, "an amount a week", "£135 a week", (WEEK,)))]
PoundsAYear = Annotated[float, OfUnit(Money(units.POUNDS_A_YEAR, "an amount a year", "£40,000 a year", (YEAR,)))]
PoundsAHome = Annotated[float, OfUnit(Money(units.POUNDS_A_HOME, "an amount a home", "£72,000 a home", (HOME, "")))]
PoundsAHomeAWeek = Annotated[
    float, OfUnit(Money(units.POUNDS_A_HOME_A_WEEK, "an amount a week", "£135 a week", (WEEK, HOME + WEEK)))
]
PoundsAHomeAYear = Annotated[
    float,
    OfUnit(Money(units.POUNDS_A_HOME_A_YEAR, "an amount a home a year", "£950 a home a year", (HOME + YEAR, YEAR))),
]
Share = Annotated[float, OfUnit(Percentage(units.SHARE, "a share", "3%"))]
AYear = Annotated[
    float, OfUnit(Percentage(units.PER_YEAR, "a rate a year", "6.5% a year", endings=(YEAR, ""), negative=True))
]
Months = Annotated[float, OfUnit(Length(units.MONTHS, "a length of time", "10 years or 18 months"))]
Homes = Annotated[float, OfUnit(Count(units.HOMES, "a number of homes", "11 homes", "home", "homes", whole=True))]
Times = Annotated[float, OfUnit(Count(units.TIMES, "a number of times", "1.10 times", "times", "times"))]
WeeksAYear = Annotated[
    float,
    OfUnit(Count(units.WEEKS_A_YEAR, "a number of weeks a year", "52 weeks a year", "week a year", "weeks a year")),
]
YesNo = Annotated[float, OfUnit(YesOrNo(units.FLAG, "yes or no", "yes or no"))]
Month = Annotated[float, OfUnit(CalendarMonth(units.MONTHS, "a month", "2026-04"))]
Start = Annotated[date, BeforeValidator(_month)]


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
    """What was declared of one input. `quantity` is nothing for words; bounds and default are in the model's units."""

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
    return Declared(quantity=quantity, by_year=by_year, default=default, choices=choices, **said)


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


def slug(name: str) -> str:
    """Return a name in small letters, figures and underscores.

    >>> slug("Bought in the 1st year – café")
    'bought_in_the_1st_year_cafe'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")


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
