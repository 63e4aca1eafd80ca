import re
from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some
from pydantic import ValidationError

from modeller.errors import Unfit
from modeller.scenario import figures as kinds_of
from modeller.scenario.figures import declared, inner, slug
from modeller.scenario.terms import Scenario
from modeller.scenario.terms.contract import Contract
from modeller.scenario.terms.grants import Grant
from modeller.scenario.terms.housing import HomesLot, Rent
from modeller.scenario.walk import spots

START = date(2026, 4, 1)


def kind(name):
    return get_args(getattr(kinds_of, name))[1].quantity


@pytest.mark.parametrize(
    ("name", "written", "value"),
    [
        ("Pounds", "£1,000,000", 1_000_000),
        ("Pounds", "£1000000", 1_000_000),
        ("Pounds", "£1m", 1_000_000),
        ("Pounds", "£1.25m", 1_250_000),
        ("Pounds", "£4.5k", 4_500),
        ("Pounds", "£ 8,400.50", 8400.5),
        ("Pounds", "£0", 0),
        ("PoundsAWeek", "£135 a week", 135),
        ("PoundsAHomeAWeek", "£135.37 a week", 135.37),
        ("PoundsAHomeAWeek", "£135 a home a week", 135),
        ("PoundsAHomeAWeek", "£135 per week", 135),
        ("PoundsAYear", "£40,000 a year", 40_000),
        ("PoundsAHome", "£72,000", 72_000),
        ("PoundsAHome", "£72k a home", 72_000),
        ("PoundsAHomeAYear", "£950 a home a year", 950),
        ("PoundsAHomeAYear", "£950 a year", 950),
        ("AYear", "6.5%", 0.065),
        ("AYear", "6.5% a year", 0.065),
        ("AYear", "-1.5%", -0.015),
        ("AYear", "−1.5%", -0.015),
        ("Share", "3%", 0.03),
        ("Share", "0.1 %", 0.001),
        ("Months", "10 years", 120),
        ("Months", "1 year", 12),
        ("Months", "18 months", 18),
        ("Months", "1 year 6 months", 18),
        ("Months", "1 year and 1 month", 13),
        ("Months", "10.5 years", 126),
        ("Months", "0 months", 0),
        ("Homes", "11", 11),
        ("Homes", "11 homes", 11),
        ("Homes", "1 home", 1),
        ("Times", "1.10", 1.1),
        ("Times", "1.10 times", 1.1),
        ("WeeksAYear", "52", 52),
        ("WeeksAYear", "52 weeks a year", 52),
        ("YesNo", "yes", 1),
        ("YesNo", "true", 1),
        ("YesNo", "No", 0),
        ("YesNo", "false", 0),
        ("Month", "2026-04", 1),
        ("Month", "2026-04-01", 1),
        ("Month", "2027-03", 12),
        ("Month", "month 13", 13),
    ],
)
def test_figures_are_read_in_the_models_units(name, written, value):
    read = kind(name).read(written, START)
    assert read == value
    assert isinstance(read, float)


@pytest.mark.parametrize(
    ("name", "written", "what"),
    [
        ("Pounds", "1000000", "it has no unit"),
        ("Pounds", "£1,0000", "is not an amount of money"),
        ("Pounds", "£1.005", "finer than a penny"),
        ("Pounds", "£-5", "is not an amount of money"),
        ("Pounds", "-£5", "is negative"),
        ("Pounds", "€5", "is not in pounds"),
        ("Pounds", "£5 a year", "is an amount a year, where an amount of money is due"),
        ("Pounds", "£٣", "is not an amount of money"),
        ("Pounds", "£1e6", "is not an amount of money"),
        ("Pounds", "£", "is not an amount of money"),
        ("PoundsAYear", "£40,000", "is an amount of money, where an amount a year is due"),
        ("PoundsAHomeAWeek", "£135", "is an amount of money, where an amount a week is due"),
        ("PoundsAHome", "£72,000 a year", "is an amount a year, where an amount a home is due"),
        ("Share", "3% a year", "is a rate a year, where a share is due"),
        ("Share", "-3%", "is negative"),
        ("Share", "3% a month", "is a percentage a month"),
        ("AYear", "0.065", "it has no unit"),
        ("AYear", "nan", "is not a rate a year"),
        ("AYear", "inf%", "is not a rate a year"),
        ("Months", "10.55 months", "not a whole number of months"),
        ("Months", "6 months 1 year", "is not a length of time"),
        ("Months", "7 weeks", "a number of weeks"),
        ("Months", "", "is not a length of time"),
        ("Homes", "0x10", "is not a number of homes"),
        ("Homes", "1_0", "is not a number of homes"),
        ("Homes", "11 flats", "is a number of flats, where a number of homes is due"),
        ("Homes", "-3 homes", "is negative"),
        ("Homes", "1.5", "not a whole number"),
        ("WeeksAYear", "52 weeks", "is a number of weeks, where a number of weeks a year is due"),
        ("YesNo", "1", "is not yes or no"),
        ("YesNo", "y", "is not yes or no"),
        ("Month", "2026-03", "before the first month, 2026-04"),
        ("Month", "2026-4", "is not a month"),
        ("Month", "2026-04-02", "is not a month"),
        ("Month", "month 0", "is not a month"),
    ],
)
def test_what_is_not_such_a_figure_is_refused(name, written, what):
    with pytest.raises(Unfit) as caught:
        kind(name).read(written, START)
    assert what in caught.value.what
    assert caught.value.remedy


pence = some.integers(0, 10**14).map(lambda pennies: pennies / 100)
fractions = some.floats(0, 5, allow_nan=False).map(lambda value: round(value, 12))


@pytest.mark.parametrize(
    "name", ["Pounds", "PoundsAWeek", "PoundsAYear", "PoundsAHome", "PoundsAHomeAWeek", "PoundsAHomeAYear"]
)
@given(value=pence)
def test_money_round_trips_to_the_penny(name, value):
    quantity = kind(name)
    assert quantity.read(quantity.write(value)) == value
    assert re.search(quantity.pattern, quantity.write(value))


@given(value=some.one_of(fractions, some.floats(-1, 1, allow_nan=False)))
def test_rates_round_trip_exactly(value):
    quantity = kind("AYear")
    assert quantity.read(quantity.write(value)) == value


@pytest.mark.parametrize("name", ["Share", "Times", "WeeksAYear"])
@given(value=fractions)
def test_shares_and_counts_round_trip_exactly(name, value):
    quantity = kind(name)
    assert quantity.read(quantity.write(value)) == value
    assert re.search(quantity.pattern, quantity.write(value))


@pytest.mark.parametrize("name", ["Months", "Homes"])
@given(value=some.integers(0, 100_000))
def test_whole_figures_round_trip(name, value):
    quantity = kind(name)
    assert quantity.read(quantity.write(float(value))) == value
    assert re.search(quantity.pattern, quantity.write(float(value)))


@given(value=some.integers(1, 720), start=some.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_months_of_the_calendar_round_trip(value, start):
    month = kind("Month")
    assert month.read(month.write(value, start), start) == value
    assert month.read(month.write(value), start) == value


@given(written=some.text(max_size=40))
@pytest.mark.parametrize("name", ["Pounds", "AYear", "Months", "Homes", "YesNo", "Month"])
def test_any_text_is_a_figure_or_unfit(name, written):
    try:
        value = kind(name).read(written, START)
    except Unfit:
        return  # the only error there may be
    else:
        assert abs(value) <= 1e13


def test_every_declared_figure_has_an_example_and_bounds_it_can_read_back():
    quantities = [
        (spot, spot.declared.quantity) for spot in spots(lambda *_: ["one"]) if spot.declared.quantity is not None
    ]
    assert len(quantities) > 60
    for spot, quantity in quantities:
        for value in (spot.declared.default, spot.declared.low, spot.declared.high):
            assert value is None or quantity.read(quantity.write(value), START) == value, spot.key


def test_a_curve_takes_one_figure_for_all_years_from_the_start():
    rent = Rent.model_validate({"margin": "1%", "voids": "3%", "bad_debts": "2%"}, context={"start": START})
    assert rent.margin == {2026: 0.01}
    assert rent.ceiling == {2026: 1.0}


def test_a_curve_is_put_in_the_order_of_its_years():
    given_years = {"margin": {"2028": "3%", "2027": "2%"}, "voids": "3%", "bad_debts": "2%"}
    rent = Rent.model_validate(given_years, context={"start": START})
    assert list(rent.margin.items()) == [(2027, 0.02), (2028, 0.03)]


def test_defaults_are_in_the_models_units():
    assert Contract.model_validate({"committed": "10 years"}).ending_cost == 0.0
    grant = Grant.model_validate({"name": "A", "amount": "£1m"})
    assert (grant.at_signing, grant.as_homes_arrive) == (1.0, 0.0)


def test_a_scenario_does_not_change_once_read():
    grant = Grant.model_validate({"name": "A", "amount": "£1m"})
    with pytest.raises(ValidationError):
        grant.amount = 5.0


def test_what_was_declared_can_be_asked():
    said = declared(HomesLot.model_fields["price"])
    assert (said.label, said.low, said.quantity.unit.name) == ("Price of a home", 0, "£ a home")
    assert declared(Rent.model_fields["margin"]).by_year
    assert inner(Scenario.model_fields["homes"]) is HomesLot
    assert inner(Scenario.model_fields["title"]) is None


@pytest.mark.parametrize(
    ("name", "key"), [("Bank loan", "bank_loan"), ("  P3’s homes (11) ", "p3s_homes_11"), ("Tŷ", "ty"), ("???", "")]
)
def test_slugs(name, key):
    assert slug(name) == key
