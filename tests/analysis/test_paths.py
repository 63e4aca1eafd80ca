"""Every path of a contract, against courses walked month by month from the rules in words: `courses.py`."""

import math
import os
from datetime import date

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from modeller.analysis.terms.paths import WITHOUT_RENEWAL, paths
from modeller.lines.model import Model
from modeller.partnership.contract import contract_on_path
from modeller.partnership.inputs import Terms
from modeller.partnership.timeline import timeline
from modeller.scenario.terms.contract import Contract
from tests.analysis.courses import Course, Rules, course_chances, drawn_lots

RANDOM = settings(
    deadline=None,
    database=None,
    derandomize=os.environ.get("MODELLER_EXPLORE") != "1",
    suppress_health_check=[HealthCheck.too_slow],
)
BEYOND = 120  # the length stated: past every horizon, so that no option is refused; each length worked is another
LENGTHS = st.one_of(st.sampled_from([1, 3, 6, 6, 12]), st.integers(1, 30))  # some alike, so that courses coincide
CHANCES = st.one_of(st.sampled_from([0.0, 1.0, 0.5]), st.integers(0, 1000).map(lambda tenths: tenths / 1000))
PAYS = st.sampled_from(["none", "none", "unamortised capital", "senior debt outstanding"])
HORIZONS = st.integers(12, 60)


@st.composite
def agreed(draw):
    """What may be agreed: extensions and breaks, three of each at most, and a tender or none."""
    length = draw(st.one_of(LENGTHS, st.integers(1, 70)))
    next_length = draw(st.one_of(st.just(0), LENGTHS, LENGTHS))
    return Rules(
        length=length,
        extensions=tuple(draw(st.lists(st.tuples(LENGTHS, CHANCES), max_size=3))),
        breaks=tuple(draw(st.lists(st.tuples(st.one_of(LENGTHS, st.integers(1, 70)), CHANCES, PAYS), max_size=3))),
        win=draw(CHANCES) if next_length else 0.0,
        next_length=next_length,
        gap=draw(st.sampled_from([0, 0, 1, 5])),
        price=draw(st.sampled_from([1.0, 1.0, 0.9, 0.0])),
        tender_costs=draw(st.booleans()),
        mobilising_costs=draw(st.booleans()),
    )


def contract_of(rules):
    """The rules as a scenario states them."""
    stated = {
        "committed": f"{BEYOND} months",
        "extensions": [{"length": f"{length} months", "probability": percent(p)} for length, p in rules.extensions],
        "breaks": [
            {"at": f"{at} months", "probability": percent(p), "compensation": pays} for at, p, pays in rules.breaks
        ],
        "retender": {
            "win": percent(rules.win),
            "length": f"{rules.next_length} months",
            "gap": f"{rules.gap} months",
            "price": percent(rules.price),
            "cost": "£5,000" if rules.tender_costs else "£0",
            "mobilisation": "£7,000" if rules.mobilising_costs else "£0",
        },
    }
    return Contract.model_validate(stated, context={"start": date(2026, 4, 1)})


def percent(share):
    return f"{share * 100:.1f}%"


def courses_as_modelled(rules, contract, horizon, found):
    """The course of each path, read off the lines of the model's own contract."""
    model = Model(date(2026, 4, 1), horizon)
    lines = contract_on_path(model, Terms(model, contract, "contract"), timeline(model))
    choices = np.array([path.choice for path in found], dtype=float)
    columns = dict(zip(("extended", "broken", "won"), choices.T, strict=True))
    changes = {f"contract.path.{key}": column for key, column in columns.items()}
    changes = {key: column for key, column in changes.items() if key in model.inputs}
    worked = model.work({**changes, "contract.committed": np.full(len(found), float(rules.length))})
    for number, path in enumerate(found):
        flags = {name: worked[getattr(lines, name)][1:, number] for name in FLAGS}
        price = [round(float(each), 9) for each in worked[lines.price][1:, number]]
        months = {name: tuple(int(each) + 1 for each in np.flatnonzero(row)) for name, row in flags.items()}
        pays = rules.breaks[path.broken - 1][2] if path.broken else "none"
        ended = months["ended"]
        yield Course(
            price=tuple(each if on else None for each, on in zip(price, flags["in_force"], strict=True)),
            tenders=months["tender"] if rules.tender_costs else (),
            mobilised=months["mobilising"] if rules.mobilising_costs else (),
            compensated=(ended[0], pays) if pays != "none" and ended else None,
            last=months["last"][0] if months["last"] else None,
        )


FLAGS = ("in_force", "tender", "mobilising", "ended", "last")


@settings(RANDOM, max_examples=300)
@given(agreed(), HORIZONS)
@example(Rules(12, breaks=((6, 0.5, "none"), (6, 0.5, "none"))), 24)
@example(Rules(12, breaks=((6, 0.5, "unamortised capital"), (6, 0.5, "unamortised capital"))), 24)
@example(Rules(30, breaks=((24, 0.5, "unamortised capital"), (24, 0.5, "none"))), 24)  # paid in a month not worked
@example(Rules(6, ((6, 0.5),), (), 0.5, 6, tender_costs=False, mobilising_costs=False), 24)
def test_paths_are_the_courses_and_chances_of_the_rules(rules, horizon):
    contract = contract_of(rules)
    found = paths(contract, rules.length, horizon)
    modelled = list(courses_as_modelled(rules, contract, horizon, found))
    assert len(set(modelled)) == len(modelled), "two paths come to the same, month by month"
    assert math.isclose(sum(path.chance for path in found), 1, abs_tol=1e-12)
    expected = course_chances(rules, horizon)
    likely = {course: path.chance for course, path in zip(modelled, found, strict=True) if path.chance}
    assert likely.keys() == expected.keys()
    for course, chance in expected.items():
        assert math.isclose(likely[course], chance, rel_tol=1e-9, abs_tol=1e-12)


@settings(RANDOM, max_examples=100)
@given(agreed(), HORIZONS)
def test_the_path_without_renewal_comes_first_whatever_its_chance(rules, horizon):
    found = paths(contract_of(rules), rules.length, horizon)
    assert found[0].choice == WITHOUT_RENEWAL
    assert all(path.chance > 0 for path in found[1:])
    (bare,) = paths(contract_of(rules), rules.length, horizon, bare=True)
    assert (bare.choice, bare.chance, bare.end) == (WITHOUT_RENEWAL, 1, rules.length)


THREE = {
    "3 and 1 and 1, a break, tenders at a lower price": (
        Rules(36, ((12, 0.7), (12, 0.4)), ((24, 0.1, "none"), (42, 0.2, "unamortised capital")), 0.6, 24, 2, 0.9),
        120,
    ),
    "one length over and over, at one price and for nothing": (
        Rules(12, ((12, 0.5), (12, 0.5), (12, 0.5)), (), 0.5, 12, 0, 1.0, tender_costs=False, mobilising_costs=False),
        60,
    ),
    "breaks that fall together, and in an extension": (
        Rules(24, ((24, 0.8),), ((12, 0.3, "none"), (12, 0.5, "senior debt outstanding"), (36, 0.5, "none"))),
        48,
    ),
}


@pytest.mark.parametrize("name", THREE)
def test_many_draws_of_the_rules_come_to_the_paths_chances(name):
    rules, horizon = THREE[name]
    draws, contract = 200_000, contract_of(rules)
    found = paths(contract, rules.length, horizon)
    modelled = courses_as_modelled(rules, contract, horizon, found)
    chances = {course: path.chance for course, path in zip(modelled, found, strict=True)}
    counts = drawn_lots(rules, horizon, draws, seed=2026)
    assert counts.keys() <= chances.keys()
    for course, chance in chances.items():
        error = math.sqrt(chance * (1 - chance) / draws)
        assert abs(counts.get(course, 0) / draws - chance) <= 4 * error, course


def test_a_wrong_chance_would_be_found():
    """Each of the three ways of looking tells a chance of winning that is a fiftieth out."""
    rules, horizon = THREE["3 and 1 and 1, a break, tenders at a lower price"]
    wrong = Rules(**{**rules.__dict__, "win": rules.win + 0.02})
    draws, expected = 200_000, course_chances(wrong, horizon)
    counts = drawn_lots(rules, horizon, draws, seed=2026)
    errors = {course: math.sqrt(chance * (1 - chance) / draws) for course, chance in expected.items()}
    assert any(abs(counts[course] / draws - chance) > 4 * errors[course] for course, chance in expected.items())
    chances = sorted(path.chance for path in paths(contract_of(rules), rules.length, horizon))
    assert not np.allclose(chances, sorted(expected.values()), rtol=1e-9)
