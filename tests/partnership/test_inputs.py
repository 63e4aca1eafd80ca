"""Every figure that a scenario states is used by the model: an input that changes nothing is a fault."""

from pathlib import Path

import pytest

from modeller.lines.expressions import references
from modeller.lines.references import Curve
from modeller.partnership.assemble import assemble
from modeller.scenario import read
from modeller.scenario.walk import figures

BASE_CASE = Path(__file__).parents[2] / "scenarios" / "p3-west-lindsey.yaml"
STRUCTURE = {
    "horizon": "how many months there are",
    "transferred": "whether a lot is handed over or bought",
    "bought": "whether a lot is handed over or bought",
    "social": "whether a loan is added up as social investment",
    "probability": "weighs the paths of the contract, of which a model works one",
    "win": "weighs the paths of the contract, of which a model works one",
    "notice": "says when the parties know, and moves no money",
}
NOT_OF_A_BOUGHT_LOT = {
    "value_on_arrival": "what the council gives up is asked of homes handed over",
    "clawback_over": "only homes handed over are clawed back",
}


def leant_on(model):
    """The key of every input that some formula leans on, by itself or as a year of a curve."""
    found = set()
    for item in model.written:
        for formula in (item.formula, getattr(item, "start", None)):
            for reference, _ in references(formula) if formula is not None else ():
                years = {reference.point(year) for year in reference.years} if isinstance(reference, Curve) else ()
                found |= {reference.key, *(point.key for point in years)}
    return found & set(model.inputs)


@pytest.fixture(scope="module")
def stated():
    return read(BASE_CASE)


@pytest.fixture(scope="module")
def partnership(stated):
    return assemble(stated.scenario)


def reason(key, partnership):
    """Why a figure is rightly no input of a formula; an empty text where there is no reason."""
    last = key.split(".")[-1]
    bought = {lot.slug for lot in partnership.scenario.homes if not lot.transferred}
    if key.startswith("homes.") and key.split(".")[1] in bought and last in NOT_OF_A_BOUGHT_LOT:
        return NOT_OF_A_BOUGHT_LOT[last]
    if key.startswith("uncertainty."):
        return "says how draws are made, and is no figure of one run"
    return STRUCTURE.get(last, "")


def idle(stated, partnership):
    """The keys of figures that the file states, and nothing leans on for no good reason; a default may lie idle."""
    used = leant_on(partnership.model)
    keys = [figure.key for figure in figures(partnership.scenario) if stated.provenance[figure.key].stated]
    return [key for key in keys if key not in used and not reason(key, partnership)]


def test_every_figure_stated_is_used(stated, partnership):
    assert idle(stated, partnership) == []


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("finance.social_investors_loan.sizing.tail", "1 year"),
        ("homes.bought_in_the_first_year.continues_after", "3 months"),
        ("income.funding_of_the_coordinator.continues_after", "3 months"),
    ],
)
def test_a_figure_stated_and_not_used_would_be_found(key, text):
    """What is set aside of a sizing without a cover, or of a void before nothing, is idle."""
    stated = read(BASE_CASE, {key: text})
    assert idle(stated, assemble(stated.scenario)) == [key]


def test_terms_that_the_base_case_leaves_alone_are_used_once_they_are_stated():
    """Each of these is a default that lies idle in the base case; stated, it is leant on."""
    asked = {
        "finance.social_investors_loan.sizing.target_cover": "1.2",
        "homes.bought_in_the_first_year.continues_at": "50%",
        "income.funding_of_the_coordinator.continues_at": "50%",
    }
    stated = read(BASE_CASE, asked)
    partnership = assemble(stated.scenario)
    assert idle(stated, partnership) == []
    assert set(asked) <= leant_on(partnership.model)
    follows = ("sizing.tail", "sizing.longest_term", "sizing.dependent_cover")
    used = leant_on(partnership.model)
    assert {f"finance.social_investors_loan.{key}" for key in follows} <= used
    assert "homes.bought_in_the_first_year.continues_after" in used


def test_every_input_of_the_model_is_stated_and_used(partnership):
    stated = {figure.key for figure in figures(partnership.scenario)}
    assert set(partnership.model.inputs) <= stated
    assert set(partnership.model.inputs) == leant_on(partnership.model)


def test_every_lot_is_of_as_many_homes_as_is_stated(partnership):
    used = leant_on(partnership.model)
    for lot in partnership.scenario.homes:
        assert f"homes.{lot.slug}.{'transferred' if lot.transferred else 'bought'}" in used


def test_an_unused_input_would_be_found():
    partnership = assemble(read(BASE_CASE).scenario)
    unit = partnership.model.inputs["rent.voids"].unit
    partnership.model.input("rent.idle", "An idle figure", unit, 0.5)
    assert set(partnership.model.inputs) - leant_on(partnership.model) == {"rent.idle"}
