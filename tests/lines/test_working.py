"""The written-out function: floats and rows agree, measures divide the months into runs, faults name the line."""

from datetime import date

import numpy as np
import pytest

from modeller.lines import working
from modeller.lines.expressions import MONTHS_A_YEAR
from modeller.lines.functions import flag, maximum, minimum, ratio
from modeller.lines.measures import first_month, lowest, total
from modeller.lines.model import Model
from modeller.lines.units import FLAG, MONTHS, PER_YEAR, POUNDS, TIMES
from modeller.lines.writing import write_out


def small_model():
    model = Model(date(2026, 4, 1), 24)
    rate = model.input("loan.interest", "Rate of interest", PER_YEAR, 0.06)
    lent = model.input("loan.amount", "Amount", POUNDS, 1000)
    cpi = model.curve("cpi", "CPI", PER_YEAR, {2026: 0.02, 2027: 0.03})
    rent = model.section("Rent")
    step = rent.line("Step", model.at(cpi, model.year - 1) * flag(model.month_of_year >= 13), PER_YEAR)
    income = rent.line("Income", lent * 0.05 + lent * 0 * flag(model.month > 3), POUNDS)
    loan = model.section("Loan")
    debt = loan.balance("Owed", POUNDS, start=lent)
    interest = loan.line("Interest", debt.opening * rate / MONTHS_A_YEAR, POUNDS)
    repaid = loan.line("Repaid", minimum(debt.opening, maximum(0, income - interest)), POUNDS)
    owed = debt.close(-repaid)
    clear = loan.line("Repaid in full", flag(owed <= 0), FLAG)
    return model, step, owed, interest, repaid, clear


def test_a_loan_worked_by_hand():
    model, _, owed, interest, repaid, clear = small_model()
    loan = model.section("Loan")
    months = loan.measure("Month repaid", first_month(clear), model.month.unit)
    paid = loan.measure("Interest paid", total(interest), POUNDS)
    results = model.work()
    # month 1: 1000 × 0.06 / 12 = 5 of interest; £50 comes in; £45 repays
    assert results[interest][1, 0] == pytest.approx(5)
    assert results[repaid][1, 0] == pytest.approx(45)
    assert results[owed][0, 0] == 1000
    assert results[owed][1, 0] == pytest.approx(955)
    # n = log(1 / (1 − 1000 × 0.005 / 50)) / log(1.005) = 21.12 payments: repaid in month 22
    assert results[months][0] == 22
    assert results[repaid].sum() == pytest.approx(1000)
    # 21 payments of £50 leave this owed, on which a last half per cent falls due; the rest of them was interest
    left = 1000 * 1.005**21 - 50 * (1.005**21 - 1) / 0.005
    assert results[paid][0] == pytest.approx(21 * 50 - (1000 - left) + left * 0.005)


def test_rows_agree_with_floats_in_every_line():
    model, *_ = small_model()
    rates = np.linspace(0, 0.5, 300)
    many = model.work({"loan.interest": rates})
    for scenario in (0, 1, 150, 299):
        one = model.work({"loan.interest": rates[scenario]})
        for line in model.lines:
            np.testing.assert_allclose(many[line][..., scenario], one[line][..., 0], rtol=1e-12, atol=1e-12)


def test_a_line_may_read_a_measure_once_its_balances_are_closed():
    model, _, _, interest, *_ = small_model()
    loan = model.section("Loan")
    paid = loan.measure("Interest paid", total(interest), POUNDS)
    part = loan.line("Share of all interest", ratio(interest, paid), TIMES)
    least = loan.measure("Least share", lowest(part, loan.line("Early", flag(model.month <= 2), FLAG)), TIMES)
    results = model.work()
    assert results[part].sum() == pytest.approx(1)
    assert results[least][0] == pytest.approx(results[part][2, 0])
    alone = model.work(wanted=[least])
    assert alone[least][0] == results[least][0]


def test_look_backs_reach_no_further_than_the_start():
    model, _, _, interest, *_ = small_model()
    loan = model.section("Loan")
    delay = model.input("delay", "Delay", model.month.unit, 2)
    late = loan.line("Late", model.back(interest, delay), POUNDS)
    year = loan.line("Last three", model.trailing(interest, 3), POUNDS)
    many = model.work({"delay": [0, 2, 30]})
    np.testing.assert_allclose(many[late][1:, 0], many[interest][1:, 0])
    assert many[late][2, 1] == 0
    assert many[late][5, 1] == many[interest][3, 1]
    assert not many[late][:, 2].any()
    assert many[year][2, 1] == pytest.approx(many[interest][1:3, 1].sum())
    assert many[year][9, 1] == pytest.approx(many[interest][7:10, 1].sum())


def test_a_fault_in_the_written_out_function_names_the_line_and_the_month(monkeypatch):
    model, *_ = small_model()

    def fails(*_):
        raise OverflowError("too large")

    monkeypatch.setattr(working, "FLOATS", {**working.FLOATS, "minimum": fails})
    with pytest.raises(working.WorkingError, match=r"loan\.repaid \(“Repaid”\) in month 1 could not be worked out"):
        model.work()


def test_labels_and_keys_that_users_write_are_never_run():
    model = Model(date(2026, 4, 1), 2)
    hostile = model.input("1 a; raise SystemExit", "A\n    raise SystemExit", POUNDS, 5)
    clash = model.input("where", "Where", POUNDS, 2)
    section = model.section("3-year loan")
    line = section.line("Line\nraise SystemExit\r\nraise SystemExit", (hostile + clash) * flag(model.month > 1), POUNDS)
    doubled = section.line("Month", line + clash, POUNDS)
    curve = model.curve("lambda", "C\nraise SystemExit", POUNDS, {2026: 3})
    worth = section.line("Worth", model.at(curve, model.year) + doubled, POUNDS)
    many = model.work({"where": [2.0, 3.0]})
    assert model.work()[worth][:, 0].tolist() == [0, 5, 12]
    assert many[worth][2].tolist() == [12, 14]


def test_an_unknown_input_is_refused():
    model, *_ = small_model()
    with pytest.raises(KeyError, match=r"no such input: loan\.rate"):
        model.work({"loan.rate": 0.05})


def test_what_is_not_wanted_is_not_worked_out():
    model, _, owed, interest, *_ = small_model()
    idle = model.section("Idle").line("Nothing leans on it", interest * 2, POUNDS)
    whole, part = model.work(), model.work({}, [owed])
    assert (part[owed] == whole[owed]).all()
    with pytest.raises(KeyError):
        part[idle]
    assert "Nothing leans on it" not in write_out(model, [owed]).source


def test_held_lines_keep_the_figures_given_and_the_rest_follows():
    model, _, owed, interest, *_ = small_model()
    whole = model.work()
    nothing, twice = whole[interest] * 0, whole[interest] * 2
    many = model.work({}, [owed, interest], {interest: np.hstack([nothing, whole[interest], twice])})
    assert many[interest][:, 2] == pytest.approx(twice[:, 0])
    assert many[owed][:, 1] == pytest.approx(whole[owed][:, 0], rel=1e-12)
    assert many[owed][12, 0] < whole[owed][12, 0] < many[owed][12, 2]
    with pytest.raises(ValueError, match="different numbers of scenarios"):
        model.work({"loan.interest": [0.1, 0.2]}, [owed], {interest: twice})


def test_a_held_line_that_does_not_differ_by_month_is_taken_as_given():
    model, *_ = small_model()
    months = model.section("Terms").line("Length", model.input("length", "Length", MONTHS, 2) + 1, MONTHS)
    late = model.section("Terms").line("Later", flag(model.month > months), FLAG)
    found = model.work({}, [late, months], {months: np.array([2.0, 0.0])})
    assert found[months].tolist() == [2, 0]
    assert found[late][1:4].tolist() == [[0, 1], [0, 1], [1, 1]]


def test_a_change_that_reaches_measures_alone_works_no_month_again():
    """Rows that no change reaches are held; where none is left to work, the months are not gone through at all."""
    model, _, owed, *_ = small_model()
    scale = model.input("scale", "Scale", TIMES, 1)
    most = model.section("Loan").measure("Scaled", total(owed) * scale, POUNDS)
    found = model.work({"scale": [1, 2]}, [most])
    assert found[most].tolist() == [model.work()[most][0], 2 * model.work()[most][0]]


def test_the_opening_of_a_held_balance_is_what_was_given_for_the_month_before():
    model, _, owed, interest, *_ = small_model()
    given = np.arange(25.0)[:, None] * 100
    found = model.work({}, [interest, owed.formula.parts[0]], {owed: given})
    assert found[owed.formula.parts[0]][1:4, 0].tolist() == [0, 100, 200]
    assert found[interest][3, 0] == pytest.approx(200 * 0.06 / 12)
