"""Compiled lanes say what floats and rows say: every word on awkward figures, and models with all their turns.

Floats are worked a scenario at a time. Figures agree to a part in 10⁹, or to a millionth of a pound.
"""

import itertools
from datetime import date

import numpy as np
import pytest

from modeller.errors import WorkingError
from modeller.lines import words
from modeller.lines.expressions import Constant, Operation
from modeller.lines.functions import equals, flag, maximum, ratio
from modeller.lines.measures import first_month, highest, internal_return, lowest, present_value, total
from modeller.lines.model import Model
from modeller.lines.units import FLAG, MONTHS, NUMBER, PER_YEAR, POUNDS
from tests.lines.lane_models import loan_model, month_number
from tests.lines.test_operations import AWKWARD, COUNTS, EDGES, FLAGS, FLOWS, RATES, STOCK

BASES = (1e-10, 0.3, 1.0, 1.0 + 1e-9, 1.05, 2.5, 1e6, 0.0, -2.0)
ON = {
    words.DIVIDE: (AWKWARD, (12.0, 0.005, 1e9, -3.0)),
    words.POWER: (BASES, (0.0, 1.0, 0.5, -2.0, 1 / 12, -1 / 12, 20.0)),
    words.WHOLE_BELOW: (EDGES,),
    words.WHOLE_ABOVE: (EDGES,),
    words.NEGATE: (AWKWARD,),
    words.MAGNITUDE: (AWKWARD,),
    words.LEVEL_PAYMENT: (RATES, COUNTS, (0.0, 0.0049, -2.5, 1e12)),
    words.RATIO: (AWKWARD, AWKWARD, (0.005, 1e-9)),
    words.WHERE: ((0.0, 1.0, -1.0), AWKWARD, AWKWARD),
}
PLAIN = (
    *(words.ADD, words.SUBTRACT, words.MULTIPLY, words.DIVIDE, words.NEGATE, words.MINIMUM, words.MAXIMUM),
    *(words.MAGNITUDE, words.WHERE, words.RATIO, words.POWER, words.WHOLE_BELOW, words.WHOLE_ABOVE),
    *(words.LEVEL_PAYMENT, *words.TESTS),
)
BY_ROW = (words.AT, *words.LOOK_BACKS, *words.REDUCTIONS)


def agree(model, changes, wanted, near=1e-6):
    """Hold floats, rows and lanes to the same figures."""
    lanes = model.work(changes, wanted, by="lanes")
    for other in ("rows", "floats"):
        found = model.work(changes, wanted, by=other)
        for item in wanted:
            np.testing.assert_allclose(lanes[item], found[item], 1e-9, near, err_msg=f"{item.key}, by {other}")
    return lanes


def said(word, parts):
    """A word on its parts; a test stands inside a `where`."""
    if word is words.WHERE:
        return Operation(word, (Operation(words.MORE, (parts[0], Constant(0)), None), *parts[1:]), None)
    plain = Operation(word, tuple(parts), None)
    return Operation(words.WHERE, (plain, Constant(1), Constant(0)), None) if word in words.TESTS else plain


def on(word):
    """The figures to try a word on, one tuple for each of its parts."""
    return ON.get(word, (AWKWARD, AWKWARD))


def test_every_word_is_tried():
    assert {*PLAIN, *BY_ROW} == set(words.WORDS)


def test_words_on_awkward_figures_agree_wherever_a_part_is_the_same_in_all_lanes():
    """Each word in a month's line and in a figure worked once; each part in turn the same in all lanes."""
    model = Model(date(2026, 4, 1), 2)
    section, wanted, changes = model.section("Words"), [], {}
    combinations = {word: list(itertools.product(*on(word))) for word in PLAIN}
    size = max(map(len, combinations.values()))
    for word in PLAIN:
        columns = list(
            zip(*(combinations[word][place % len(combinations[word])] for place in range(size)), strict=True)
        )
        parts = [
            model.input(f"{word.name}.{place}", "Part", NUMBER, on(word)[place][-1]) for place in range(len(columns))
        ]
        changes |= {part.key: np.array(column) for part, column in zip(parts, columns, strict=True)}
        same = [
            model.input(f"{word.name}.same.{place}", "Same", NUMBER, on(word)[place][1 % len(on(word)[place])])
            for place in range(len(columns))
        ]
        for fixed in [None, *range(len(parts))][: len(parts) + (len(parts) > 1)]:
            taken = [same[place] if place == fixed else part for place, part in enumerate(parts)]
            wanted.append(section.measure(f"{word.name}, once, {fixed}", said(word, taken), NUMBER))
            monthly = [Operation(words.ADD, (part, 0 * model.month), NUMBER) for part in taken]
            line = section.line(f"{word.name}, by month, {fixed}", said(word, monthly), NUMBER)
            wanted.append(section.measure(f"{word.name}, of a month, {fixed}", model.in_month(line, 2), NUMBER))
    agree(model, changes, wanted, near=1e-9)


def by_month(model, section, name, figures, rows):
    """A line that takes its figures from inputs, one for each month and scenario, shape (scenario, month)."""
    inputs = [model.input(f"{name}.{month}", "Figure", NUMBER, 0) for month in range(1, rows.shape[1] + 1)]
    figures |= {each.key: rows[:, place] for place, each in enumerate(inputs)}
    formula = Constant(0)
    for month, each in enumerate(inputs, 1):
        formula += each * flag(equals(model.month, month))
    return section.line(name, formula, NUMBER)


@pytest.fixture(scope="module")
def rows_model():
    """A model of twelve months with rows of awkward figures, by scenario, and everything that may be said of a row."""
    months = 12
    model = Model(date(2026, 1, 1), months)
    section, changes = model.section("Rows"), {}
    short = [np.array((flow + [0.0] * months)[:months]) for flow in FLOWS]
    flows = np.array([*short, np.resize(STOCK[1:], months), *(np.roll(short[0], turn) for turn in range(11))])
    size = len(flows)
    flags = np.array([np.resize(FLAGS[place % len(FLAGS)], months) for place in range(size)])
    row, given = by_month(model, section, "row", changes, flows), by_month(model, section, "flags", changes, flags)
    when = section.line("When", flag(row >= 0), FLAG)
    marked = section.line("Marked", flag(given >= 1), FLAG)
    lag, same_lag = model.input("lag", "Lag", MONTHS, 2), model.input("same_lag", "Same lag", MONTHS, 3)
    rate, year = model.input("rate", "Rate", NUMBER, 0.05), model.input("year", "A year", model.year.unit, 2026)
    changes["lag"] = np.resize([0.0, 1.0, 3.0, 50.0, -1.0, 12.0], size)
    changes["rate"] = np.resize([0.0, 1e-10, 0.035, -0.02, 0.5], size)
    changes["year"] = np.resize([2025.0, 2026.0], size)
    fixed = section.line("Fixed", 3 * month_number(model) - 20, NUMBER)
    curve = model.curve("curve", "Curve", NUMBER, {2026: 0.02, 2027: 0.03})
    flat = model.curve("flat", "Flat curve", NUMBER, {2025: 0.01, 2026: 0.04})
    changes["curve.2026"] = np.linspace(-0.1, 0.1, size)
    stock = section.balance("Stock", NUMBER, start=100 * rate)
    held = stock.close(row * 0.5, -stock.opening * 0.1)
    lines = [
        section.line(f"{name}, {of.label} by {by.english}", look(of, by), of.unit)
        for (name, look), of, by in itertools.product(
            (("Back", model.back), ("Trailing", model.trailing)),
            (row, held, fixed),
            (lag, same_lag, Constant(4, MONTHS)),
        )
    ]
    lines += [
        section.line("Curve", model.at(curve, model.year) + model.at(flat, model.year - 1), NUMBER),
        section.line("By lane", model.at(curve, year) + model.at(flat, year) + month_number(model) * rate, NUMBER),
    ]
    back = total(section.line("Back in", maximum(0, row), NUMBER))
    out = total(section.line("Out", maximum(0, -row), NUMBER))
    drawn = {
        "total": total(row), "total of stock": total(held), "highest": highest(row), "lowest": lowest(row, marked),
        "lowest when": lowest(held, when), "lowest of fixed": lowest(fixed, marked), "first": first_month(marked),
        "in month": model.in_month(row, lag), "fixed in month": model.in_month(fixed, lag),
        "worth": present_value(row, rate), "worth at a rate": present_value(held, Constant(0.07)),
        "fixed worth": present_value(fixed, rate), "return": internal_return(row, back, out),
        "return of fixed": internal_return(fixed, 0 * back + 120, 0 * back + 110),
    }  # fmt: skip
    wanted = [section.measure(name, formula, formula.unit) for name, formula in drawn.items()]
    late = section.measure("In a month known late", model.in_month(held, first_month(marked)), NUMBER)
    deep = section.line("Reads a measure", row * ratio(late, wanted[1]), NUMBER)
    again = section.measure("Worth at a rate known late", present_value(row, 0.01 * flag(late > 0)), NUMBER)
    wanted += [late, again, section.measure("Total of that", total(deep), NUMBER)]
    return model, changes, wanted, [*lines, row, held, deep, fixed]


def test_rows_reductions_and_look_backs_agree(rows_model):
    model, changes, wanted, lines = rows_model
    found = agree(model, changes, [*wanted, *lines])
    assert np.isnan(found["rows.return"]).any()
    assert not np.isnan(found["rows.return"]).all()


def test_threads_and_parts_change_nothing(rows_model, monkeypatch):
    model, changes, wanted, lines = rows_model
    whole = model.work(changes, [*wanted, *lines], by="lanes", threads=1)
    many = {key: np.tile(figures, 40) for key, figures in changes.items()}
    monkeypatch.setattr("modeller.lines.lanes.working.PART", 96)
    monkeypatch.setattr("modeller.lines.lanes.working.PIECE", 2)
    tiled = model.work(many, [*wanted, *lines], by="lanes", threads=3)
    for item in (*wanted, *lines):
        np.testing.assert_array_equal(tiled[item], np.tile(whole[item], 40))


def test_a_curve_read_outside_its_years_is_refused_by_name_in_rows_as_in_floats():
    model = Model(date(2026, 1, 1), 3)
    curve = model.curve("curve", "Curve", PER_YEAR, {2026: 0.02})
    year = model.input("year", "Year", model.year.unit, 2026)
    line = model.section("Rates").line("Rate", model.at(curve, year) + 0 * model.at(curve, model.year), PER_YEAR)
    worth = model.section("Rates").measure("All", total(line), PER_YEAR)
    with pytest.raises(IndexError):
        model.work({"year": [2026.0, 1999.0]}, [worth], by="lanes")
    with pytest.raises(WorkingError, match="Rate"):
        model.work({"year": [2026.0, 1999.0]}, [worth], by="rows")


def test_one_change_reaches_only_part_and_the_rest_is_given():
    model, measures, lines = loan_model()
    agree(model, {"rate": np.linspace(0, 0.3, 21)}, [*measures, *lines])
    agree(model, {"cpi.2026": np.linspace(-0.02, 0.1, 5), "rent": 31.0}, [*measures, *lines])


def test_what_cannot_be_done_in_lanes_is_said():
    model, measures, lines = loan_model()
    with pytest.raises(WorkingError, match="say what is wanted"):
        model.work({"rate": [0.1, 0.2]}, by="lanes")
    with pytest.raises(WorkingError, match="hold nothing"):
        model.work({"rate": [0.1, 0.2]}, measures, {lines[1]: np.zeros((61, 2))}, by="lanes")
    with pytest.raises(KeyError):
        model.work({"rates": [0.1, 0.2]}, measures, by="lanes")


def test_one_figure_each_is_one_scenario():
    model, measures, _ = loan_model()
    assert model.work({"rate": 0.08}, measures, by="lanes")[measures[0]] == pytest.approx(
        model.work({"rate": 0.08})[measures[0]], rel=1e-12
    )


def test_what_no_change_reaches_is_the_same_for_all_and_no_scenarios_give_no_figures():
    model, measures, lines = loan_model()
    idle = model.input("idle", "Idle", POUNDS, 1)
    spare = model.section("Idle").measure("Spare", idle * 2, POUNDS)
    found = model.work({"idle": [1.0, 2.0, 3.0]}, [*measures, *lines, spare], by="lanes")
    assert found[spare].tolist() == [2, 4, 6]
    for item in (*measures, *lines):
        np.testing.assert_array_equal(found[item], np.repeat(model.work()[item], 3, axis=-1))
    assert model.work({"idle": np.array([])}, [spare])[spare].shape == (0,)
