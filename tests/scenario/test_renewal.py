"""Extensions and breaks: without names they are numbered, and found by their numbers wherever a key is asked for."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from modeller.cli import main
from modeller.scenario import read
from modeller.scenario.walk import figures

GOOD = Path(__file__).parent / "good.yaml"
OPTIONS = """
  extensions:
    - {length: 5 years, probability: 50%}
    - {name: The long one, length: 10 years, probability: 20%}
    - {length: 2 years, probability: 10%}
  breaks:
    - {at: 3 years, probability: 10%}
    - {at: 5 years, probability: 5%, compensation: senior debt outstanding}
"""


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "options.yaml"
    good = GOOD.read_text("utf-8")
    (before, after), stated = good.split("\ncontract:\n"), "\ncontract:" + OPTIONS
    found.write_text(before + stated + after, "utf-8")
    return found


def test_what_has_no_name_is_numbered_by_its_place(path):
    contract = read(path).scenario.contract
    assert [each.name for each in contract.extensions] == ["Extension 1", "The long one", "Extension 3"]
    assert [each.slug for each in contract.breaks] == ["break_1", "break_2"]
    assert [each.length for each in contract.extensions] == [60, 120, 24]


def test_what_is_not_stated_of_them_is_as_declared(path):
    contract = read(path).scenario.contract
    assert contract.extensions[0].decided_by == "council"
    assert contract.extensions[0].notice == 0
    assert [each.compensation for each in contract.breaks] == ["none", "senior debt outstanding"]
    assert (contract.path.extended, contract.path.broken, contract.path.won) == (0, 0, 0)


@pytest.mark.parametrize(
    ("key", "text", "where", "value"),
    [
        ("contract.extensions.extension_1.probability", "30%", lambda c: c.extensions[0].probability, 0.3),
        ("contract.extensions.the_long_one.length", "8 years", lambda c: c.extensions[1].length, 96),
        ("contract.breaks.break_2.at", "6 years", lambda c: c.breaks[1].at, 72),
        ("contract.breaks.break_1.compensation", "unamortised capital", lambda c: c.breaks[0].compensation, None),
        ("contract.path.extended", "2", lambda c: c.path.extended, 2),
    ],
)
def test_they_can_be_set_for_a_run(path, key, text, where, value):
    assert where(read(path).scenario.contract) != (value or text)
    assert where(read(path, {key: text}).scenario.contract) == (value or text)


def test_each_has_its_place_in_the_file(path):
    lines = path.read_text("utf-8").splitlines()
    found = read(path).provenance["contract.extensions.extension_3.probability"].place
    assert "2 years, probability: 10%" in lines[found.line - 1]


def test_they_are_among_the_figures(path):
    found = {figure.key: figure.text for figure in figures(read(path).scenario)}
    assert found["contract.extensions.extension_1.probability"] == "50%"
    assert found["contract.breaks.break_2.at"] == "5 years"


def test_the_commands_know_them(path):
    key = "contract.extensions.extension_1.probability"
    listed = CliRunner().invoke(main, ["inputs", str(path)], catch_exceptions=False)
    assert listed.exit_code == 0
    assert key in listed.stdout
    for chance, status in (("30%", 0), ("130%", 1)):
        run = CliRunner().invoke(main, ["run", str(path), "--set", f"{key}={chance}"], catch_exceptions=False)
        assert run.exit_code == status, chance
