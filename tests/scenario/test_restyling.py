"""A figure changed keeps the style of its text, and the text says the figure whatever the style."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modeller.scenario.figures import declared
from modeller.scenario.restyling import in_style
from modeller.scenario.terms.finance import Reserves
from modeller.scenario.terms.housing import HomesLot, Rent
from modeller.scenario.terms.loans import Loan
from modeller.scenario.terms.running import Cost

START = date(2026, 4, 1)
OF = {
    "£": declared(Loan.model_fields["amount"]).quantity,
    "£ a home a year": declared(Cost.model_fields["per_home"]).quantity,
    "£ a week": declared(HomesLot.model_fields["rent"]).quantity,
    "% a year": declared(Loan.model_fields["interest"]).quantity,
    "%": declared(Rent.model_fields["voids"]).quantity,
    "months": declared(Loan.model_fields["available"]).quantity,
    "homes": declared(HomesLot.model_fields["bought"]).quantity,
    "month": declared(Reserves.model_fields["debt_service_filled"]).quantity,
    "yes": declared(Loan.model_fields["social"]).quantity,
    "weeks": declared(Rent.model_fields["weeks"]).quantity,
}


@pytest.mark.parametrize(
    ("unit", "old", "value", "new"),
    [
        ("£", "£72,000", 75_000, "£75,000"),
        ("£", "£72000", 75_000, "£75000"),
        ("£", "£ 72,000", 75_000.5, "£ 75,000.50"),
        ("£", "£1m", 1_250_000, "£1.25m"),
        ("£", "£1m", 1_234_567, "£1,234,567"),
        ("£", "£0", 12_000, "£12,000"),
        ("£", "£85k", 90_000, "£90k"),
        ("£ a home a year", "£2.6k a year", 2_750, "£2.75k a year"),
        ("£ a home a year", "£950 per home a year", 1_000, "£1,000 per home a year"),
        ("£ a home a year", "£950 a year", 975, "£975 a year"),
        ("£ a week", "£135 a week", 137.5, "£137.50 a week"),
        ("% a year", "6.5% a year", 0.07, "7.0% a year"),
        ("% a year", "7%", 0.0475, "4.75%"),
        ("%", "3 %", 0.025, "2.5 %"),
        ("months", "10 years", 132, "11 years"),
        ("months", "10 years", 126, "10 years 6 months"),
        ("months", "18 months", 24, "24 months"),
        ("homes", "11", 12, "12"),
        ("homes", "11 homes", 1, "1 home"),
        ("weeks", "52 weeks a year", 50, "50 weeks a year"),
        ("month", "2026-04", 14, "2027-05"),
        ("month", "month 3", 14, "month 14"),
        ("yes", "no", 1, "yes"),
        ("yes", "True", 0, "False"),
    ],
)
def test_the_style_of_the_older_text_is_kept(unit, old, value, new):
    assert in_style(old, value, OF[unit], START) == new
    assert OF[unit].read(new, START) == value


def test_inside_braces_thousands_have_commas_only_where_they_had():
    assert in_style("£850 a year", 1_200, OF["£ a home a year"], START, flow=True) == "£1200 a year"
    assert in_style("£1.2k a year", 1_234.5, OF["£ a home a year"], START, flow=True) == "£1234.50 a year"


OLD = st.one_of(
    st.integers(0, 10**8).map(lambda figure: f"{figure / 100:,.2f}"),
    st.integers(0, 10**7).map(str),
    st.integers(0, 999).map(lambda figure: f"{figure / 10}"),
)
ENDS = {
    "£": ("", "k", "m"),
    "£ a home a year": (" a year", "k a home a year"),
    "%": ("%", " %"),
    "% a year": ("%", "% a year"),
}


@given(st.sampled_from(sorted(ENDS)), OLD, st.data(), st.integers(0, 10**9))
def test_whatever_the_style_the_text_says_the_figure(unit, number, data, pence):
    quantity = OF[unit]
    old = f"{'£' if unit.startswith('£') else ''}{number}{data.draw(st.sampled_from(ENDS[unit]))}"
    value = pence / 100 if unit.startswith("£") else pence / 10**10
    assert quantity.read(in_style(old, value, quantity, START, flow=data.draw(st.booleans())), START) == value
