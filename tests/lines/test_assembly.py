"""What cannot stand is refused when the model is assembled, in words that name the line."""

import math
from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from modeller.lines.expressions import AssemblyError, Constant
from modeller.lines.functions import equals, flag, level_payment, maximum, minimum, power, ratio, where
from modeller.lines.measures import highest, internal_return, lowest, total
from modeller.lines.model import Model
from modeller.lines.units import FLAG, HOMES, PER_YEAR, POUNDS, POUNDS_A_WEEK, POUNDS_A_YEAR, SHARE


class Small:
    """A model with a few lines of different units and one balance still open."""

    def __init__(self):
        self.model = Model(date(2026, 4, 1), 24)
        self.rent = self.model.section("Rent")
        every = self.rent.line("Every month", flag(self.model.month >= 1), FLAG)
        self.income = self.rent.line("Income", Constant(5, POUNDS) * every, POUNDS)
        self.homes = self.rent.line("Homes", Constant(5, HOMES) * every, HOMES)
        self.rate = self.model.input("rate", "Rate of interest", PER_YEAR, 0.05)
        self.owed = self.rent.balance("Owed", POUNDS)


@pytest.fixture
def small():
    return Small()


def refused(act, small, *said):
    """Assembly refuses it and its words hold all of these."""
    with pytest.raises(AssemblyError) as fault:
        act(small)
    for words in said:
        assert words in str(fault.value)


UNITS = {
    "add": lambda it: it.income + it.homes,
    "subtract": lambda it: it.income - it.homes,
    "more": lambda it: it.income > it.homes,
    "at_least": lambda it: it.income >= it.homes,
    "less": lambda it: it.income < it.homes,
    "at_most": lambda it: it.income <= it.homes,
    "minimum": lambda it: minimum(it.income, it.homes),
    "maximum": lambda it: maximum(it.income, it.homes),
    "same": lambda it: equals(it.income, it.homes),
}


@pytest.mark.parametrize("word", UNITS)
def test_figures_of_different_units_do_not_go_together(small, word):
    refused(UNITS[word], small, f"{word}: “Income” is in £, “Homes” is in homes")


def test_the_two_ways_of_where_are_of_one_unit(small):
    refused(lambda it: where(it.income > 0, it.income, it.homes), small, "“Income” is in £", "“Homes” is in homes")


def test_a_bare_number_is_not_pounds(small):
    refused(lambda it: it.income + 5, small, "“Income” is in £, “5” is in number")
    refused(lambda it: it.income > 5, small, "“Income” is in £, “5” is in number")


def test_nought_goes_with_any_unit(small):
    assert maximum(small.income, 0).unit == POUNDS
    assert (small.homes + 0).unit == HOMES


def test_pounds_a_year_are_not_pounds(small):
    yearly = Constant(1000, POUNDS_A_YEAR)
    refused(lambda it: it.income + yearly, small, "“Income” is in £", "“1000” is in £ a year")
    refused(lambda it: it.income + Constant(7, POUNDS_A_WEEK), small, "“Income” is in £", "“7” is in £ a week")


def test_a_rate_a_year_is_not_a_share(small):
    refused(lambda it: it.rate + Constant(0.01, SHARE), small, "“Rate of interest” is in % a year")


def test_a_line_is_in_the_unit_it_is_stated_in(small):
    said = "“Rent, Interest” is stated in £, but “Income × Rate of interest” works out in £ per year"
    refused(lambda it: it.rent.line("Interest", it.income * it.rate, POUNDS), small, said)


def test_a_heading_is_named_where_there_is_one(small):
    said = "“First lot, Rent” is stated in homes"
    refused(lambda it: it.rent.under("First lot").line("Rent", it.income, HOMES), small, said)


def test_a_balance_starts_and_moves_in_its_own_unit(small):
    refused(lambda it: it.rent.balance("Debt", POUNDS, start=Constant(1, HOMES)), small, "“Rent, Debt” is stated in £")
    refused(lambda it: it.owed.close(it.homes), small, "“Owed, opening” is in £, “Homes” is in homes")


def test_a_measure_is_in_the_unit_it_is_stated_in(small):
    said = "“Rent, All income” is stated in homes, but “the total of Income” works out in £"
    refused(lambda it: it.rent.measure("All income", total(it.income), HOMES), small, said)


@pytest.mark.parametrize(
    "act", [lambda it: power(it.income, 2), lambda it: power(2, it.income)], ids=["base", "exponent"]
)
def test_powers_are_of_plain_numbers(small, act):
    refused(act, small, "power: “Income” is in £: it must be a plain number")


def test_a_level_payment_takes_a_rate_for_each_payment(small):
    said = "level_payment: “Rate of interest” is in % a year: it must be a plain number"
    refused(lambda it: level_payment(it.rate, 12, it.income), small, said)


UNKNOWN = {
    "**": lambda it: it.income**2,
    "reversed **": lambda it: 2**it.income,
    "//": lambda it: it.income // 2,
    "reversed //": lambda it: 2 // it.income,
    "%": lambda it: it.income % 2,
    "reversed %": lambda it: 2 % it.income,
    "reversed /": lambda it: 1 / it.income,
    "abs": lambda it: abs(it.income),
    "round": lambda it: round(it.income),
    "round to pence": lambda it: round(it.income, 2),
    "float": lambda it: float(it.income),
    "int": lambda it: int(it.income),
    "floor": lambda it: math.floor(it.income),
    "ceil": lambda it: math.ceil(it.income),
    "sqrt": lambda it: math.sqrt(it.income),
    "numpy's minimum": lambda it: np.minimum(it.income, 0),
    "numpy's minimum, reversed": lambda it: np.minimum(0, it.income),
    "numpy's sum": lambda it: np.sum(it.income),
    "numpy's number": lambda it: np.float64(2) * it.income,
    "an array": lambda it: np.array([1, 2]) * it.income,
    "made an array": lambda it: np.asarray(it.income),
    "sum over it": lambda it: sum(it.income),
    "list of it": lambda it: list(it.income),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_an_operation_that_is_not_in_the_table_is_refused(small, name):
    said = "“Income” is used in an operation that is not in the table: the operations are add, subtract, multiply"
    refused(UNKNOWN[name], small, said)


def test_dividing_by_a_line_is_refused_and_ratio_is_offered(small):
    said = "“Income” is divided by “Homes”, which may be nil: write ratio(a, b)"
    refused(lambda it: it.income / it.homes, small, said)
    assert ratio(small.income, small.homes).unit == POUNDS / HOMES


BRANCHES = {
    "if": lambda it: 1 if it.income else 2,
    "not": lambda it: not it.income,
    "and": lambda it: it.income and it.homes,
    "or": lambda it: it.income or it.homes,
}
TESTED = {
    "if": lambda it: 1 if it.income > 0 else 2,
    "a < b < c": lambda it: 0 < it.income < it.income,
    "the built-in max": lambda it: max(it.income, 0),
}


@pytest.mark.parametrize("name", BRANCHES)
def test_python_cannot_branch_on_a_line(small, name):
    refused(BRANCHES[name], small, "“Income” is neither true nor false: write where(test, this, that)")


@pytest.mark.parametrize("name", TESTED)
def test_python_cannot_branch_on_a_test(small, name):
    refused(TESTED[name], small, "“Income is ", "Python cannot branch on it: write where(test, this, that)")


BARE_TESTS = {
    "added": lambda it: (it.income > 0) + 1,
    "negated": lambda it: -(it.income > 0),
    "multiplied": lambda it: it.homes * (it.income > 0),
    "compared": lambda it: (it.income > 0) > 0,
    "reduced to the lesser": lambda it: minimum(it.income > 0, 1),
    "one of two ways": lambda it: where(it.homes > 0, it.income > 0, 0),
}


@pytest.mark.parametrize("name", BARE_TESTS)
def test_a_test_stands_only_inside_where(small, name):
    refused(BARE_TESTS[name], small, "“Income is more than half a penny” is a test: a test stands only inside where")


def test_a_test_is_not_a_line(small):
    said = "“Rent, Let” is a test, not a figure: write flag(test)"
    refused(lambda it: it.rent.line("Let", it.income > 0, FLAG), small, said)


@pytest.mark.parametrize("other", [True, False, "5", None, Decimal(5), [1], {}], ids=repr)
def test_only_numbers_and_lines_are_operands(small, other):
    said = f"{other!r} is not a number or a line, beside “Income”"
    for act in (
        lambda it: it.income + other,
        lambda it: it.income - other,
        lambda it: it.income / other,
        lambda it: it.income > other,
        lambda it: it.income <= other,
    ):
        refused(act, small, said)


@pytest.mark.parametrize("other", [True, "5", None], ids=repr)
def test_only_numbers_and_lines_are_operands_on_either_side(small, other):
    said = f"{other!r} is not a number or a line, beside “Income”"
    refused(lambda it: other + it.income, small, said)
    refused(lambda it: other - it.income, small, said)
    refused(lambda it: other * it.income, small, said)
    refused(lambda it: minimum(it.income, other), small, f"{other!r} is not a number or a line")


@pytest.mark.parametrize("other", [True, "5", None], ids=repr)
def test_only_numbers_and_expressions_are_formulas(small, other):
    said = f"“Rent, Late”: {other!r} is not a number or a line"
    refused(lambda it: it.rent.line("Late", other, POUNDS), small, said)


@pytest.mark.parametrize("other", [math.inf, -math.inf, math.nan])
def test_a_number_is_finite(small, other):
    refused(lambda it: it.income * other, small, f"{other} is not a number or a line, beside “Income”")


def test_where_takes_a_test(small):
    refused(lambda it: where(it.income, 1, 2), small, "where: “Income” is not a test")
    refused(lambda _: where(True, 1, 2), small, "where: True is not a test")  # noqa: FBT003
    refused(lambda it: where(it.income == 5, 1, 2), small, "where: False is not a test")  # == is Python's own


def test_two_lines_of_one_name_are_refused(small):
    refused(lambda it: it.rent.line("Income", it.income, POUNDS), small, "rent.income: there is a line of that name")
    refused(lambda it: it.rent.line("Income!", it.income, POUNDS), small, "rent.income: there is a line of that name")
    refused(lambda it: it.rent.measure("Income", total(it.income), POUNDS), small, "rent.income: there is a line")
    refused(lambda it: it.rent.balance("Owed", POUNDS), small, "rent.owed_opening: there is a line of that name")


def test_a_balance_starts_at_one_figure(small):
    said = "rent.debt: a balance starts at one figure, not at a line by month"
    refused(lambda it: it.rent.balance("Debt", POUNDS, start=it.income), small, said)


def test_the_closing_of_an_open_balance_does_not_exist(small):
    assert small.owed.closing is None
    refused(lambda it: it.income + it.owed.closing, small, "None is not a number or a line, beside “Income”")
    refused(lambda it: it.rent.line("Late", it.owed.closing, POUNDS), small, "“Rent, Late”: None is not")


def test_a_balance_is_closed_once(small):
    small.owed.close(small.income)
    refused(lambda it: it.owed.close(it.income), small, "rent.owed_opening: the balance is closed already")


def test_a_balance_left_open_is_refused(small):
    refused(lambda it: it.model.check(), small, "rent.owed_opening: the balance is never closed")
    refused(lambda it: it.model.work(), small, "rent.owed_opening: the balance is never closed")


def test_a_line_of_another_model_is_refused(small):
    other = Small()
    said = "“Rent, Late” reads “Income”, which is not written above it in this model"
    refused(lambda it: it.rent.line("Late", other.income, POUNDS), small, said)
    refused(lambda it: it.rent.line("Late", it.income + other.income, POUNDS), small, said)
    refused(lambda it: it.owed.close(other.income), small, "“Rent, Owed” reads “Income”, which is not written above")
    refused(lambda it: it.rent.measure("Late", total(other.income), POUNDS), small, "“Rent, Late” reads “Income”")


def test_a_measure_that_leans_on_an_open_balance_is_not_read(small):
    later = small.rent.line("Interest", small.owed.opening * 0.01, POUNDS)
    most = small.rent.measure("Most interest", highest(later), POUNDS)
    said = "“Rent, Late” reads the measure “Most interest”, which leans on a balance that is still open: Owed, opening"
    refused(lambda it: it.rent.line("Late", it.income - most, POUNDS), small, said)
    refused(lambda it: it.owed.close(it.income - most), small, "“Rent, Owed” reads the measure “Most interest”")
    small.owed.close(small.income)
    assert small.rent.line("In time", small.income - most, POUNDS).monthly


def test_a_measure_that_leans_on_another_that_leans_on_an_open_balance_is_not_read(small):
    most = small.rent.measure("Most owed", highest(small.owed.opening), POUNDS)
    said = "“Rent, Half of it” reads the measure “Most owed”"
    refused(lambda it: it.rent.measure("Half of it", most * 0.5, POUNDS), small, said)


def test_a_closed_balance_that_leans_on_an_open_one_is_open_too(small):
    other = small.rent.balance("Reserve", POUNDS)
    kept = other.close(small.owed.opening)
    most = small.rent.measure("Most kept", highest(kept), POUNDS)
    refused(lambda it: it.rent.line("Late", it.income - most, POUNDS), small, "still open: Owed, opening")


def test_a_measure_is_one_figure(small):
    said = "Late: a measure is one figure, and “Income” differs by month"
    refused(lambda it: it.rent.measure("Late", it.income, POUNDS), small, said)


def test_a_reduction_is_of_a_line_that_differs_by_month(small):
    once = small.rent.line("Rate", small.rate * 2, PER_YEAR)
    refused(lambda _: total(once), small, "total: “Rate” is one figure already")
    refused(lambda _: lowest(once, once), small, "lowest: “Rate” is one figure already")


def test_only_a_line_is_looked_back_at_and_by_one_figure(small):
    refused(
        lambda it: it.model.back(it.income * 2, 3),
        small,
        "back: “Income × 2” must be a line by month, and “3” one figure",
    )
    refused(
        lambda it: it.model.trailing(it.income, it.model.month),
        small,
        "trailing: “Income” must be a line by month",
        "Month",
    )


def test_a_return_is_no_ground_for_a_line_for_there_may_be_none(small):
    found = small.rent.measure("Return", internal_return(small.income, small.rate, small.rate), PER_YEAR)
    said = "“Late” reads “Return”, a return, and there may be none"
    refused(lambda it: it.rent.line("Late", it.rate - found, PER_YEAR), small, said)
