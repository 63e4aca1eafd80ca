"""The kinds of figure: what makes pydantic read “£135 a week” as such, and refuse it where a rate is due."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, get_args

from pydantic import BeforeValidator, ValidationInfo
from pydantic_core import core_schema

from modeller.errors import Unfit
from modeller.lines import units
from modeller.scenario.amounts import Count, Money, Percentage
from modeller.scenario.dates import CalendarMonth, Length, YesOrNo, first_month
from modeller.scenario.quantities import Quantity, quoted

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler

T = TypeVar("T")


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


def _names(value: object) -> object:
    return [name.strip() for name in value.split(",")] if isinstance(value, str) else value


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
SignedShare = Annotated[float, OfUnit(Percentage(units.SHARE, "a share, above or below nought", "30%", negative=True))]
Months = Annotated[float, OfUnit(Length(units.MONTHS, "a length of time", "10 years or 18 months"))]
Homes = Annotated[float, OfUnit(Count(units.HOMES, "a number of homes", "11 homes", "home", "homes", whole=True))]
Number = Annotated[float, OfUnit(Count(units.COUNT, "a whole number", "1", "", "", whole=True))]
Times = Annotated[float, OfUnit(Count(units.TIMES, "a number of times", "1.10 times", "times", "times"))]
WeeksAYear = Annotated[
    float,
    OfUnit(Count(units.WEEKS_A_YEAR, "a number of weeks a year", "52 weeks a year", "week a year", "weeks a year")),
]
YesNo = Annotated[float, OfUnit(YesOrNo(units.FLAG, "yes or no", "yes or no"))]
Month = Annotated[float, OfUnit(CalendarMonth(units.MONTHS, "a month", "2026-04"))]
Start = Annotated[date, BeforeValidator(_month)]
Names = Annotated[list[str], BeforeValidator(_names)]
