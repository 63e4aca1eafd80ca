"""`modeller solve` as a person meets it: the answer, what binds, no answer, what programs get, what is refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from modeller.cli import main
from modeller.cli.asking import QUESTIONS

ROOT = Path(__file__).resolve().parents[2]
TEN, P3 = (str(ROOT / "scenarios" / f"{name}.yaml") for name in ("ten-homes", "p3-west-lindsey"))
NARROW = ("--from", "£370k", "--to", "£380k")


def command(*words, columns="80"):
    return CliRunner(env={"COLUMNS": columns}).invoke(main, ["solve", *words], catch_exceptions=False)


def test_a_question_by_its_name_leads_with_the_answer():
    found = command(TEN, "--for", "least grant", *NARROW)
    assert found.exit_code == 0
    shown = found.stdout.splitlines()
    assert shown[0] == "Ten homes"
    assert "is the least that will do; stated: £380,000." in found.stdout
    assert "The money raised is £1 short of its uses." in found.stdout


@pytest.mark.parametrize("columns", ["80", "140"])
@pytest.mark.parametrize(
    "words",
    [
        (TEN, "grants.council_grant.amount", "--least", *NARROW),
        (TEN, "homes.*.rent", "--least", "--until", "repaid: Bank loan", "--from", "£90 a week", "--to", "£140 a week"),
        (TEN, "rent.voids", "--until", "lowest cash >= £1m"),
    ],
)
def test_nothing_is_wider_than_the_screen(columns, words):
    found = command(*words, columns=columns)
    assert found.stdout
    assert max(len(line) for line in found.stdout.splitlines()) <= int(columns)
    assert "…" not in found.stdout


def test_no_answer_ends_with_status_4_and_says_how_near_it_came():
    found = command(TEN, "rent.voids", "--until", "lowest cash >= £1m")
    assert found.exit_code == 4
    assert "✘ No figure searched will do." in found.stdout
    assert "It comes nearest at 0%, where" in found.stdout
    told = json.loads(command(TEN, "rent.voids", "--until", "lowest cash >= £1m", "--json").stdout)
    assert (told["met"], told["answer"], told["ranges"]) == (False, None, [])
    assert told["nearest"]["text"] == "0%"


def test_programs_get_the_question_the_ranges_and_the_answer():
    told = json.loads(command(TEN, "grants.council_grant.amount", "--least", *NARROW, "--json").stdout)
    plain = json.loads(CliRunner().invoke(main, ["run", TEN, "--json"]).stdout)
    assert {key: told[key] for key in ("schema", "scenario", "version", "fingerprint")} == {
        key: plain[key] for key in ("schema", "scenario", "version", "fingerprint")
    }
    assert told["input"]["keys"] == ["grants.council_grant.amount"]
    assert told["input"]["stated"] == [{"value": 380_000, "text": "£380,000"}]
    assert told["end"] == "least"
    assert told["answer"] == told["ranges"][0]["first"]
    assert told["beyond"]["value"] == told["answer"]["value"] - 1
    assert told["ranges"][0]["last"] == {"value": 380_000, "text": "£380,000"}


def test_a_change_is_made_before_anything_is_solved():
    """Each £1 of working capital at signing is a £1 more to raise."""
    both = [
        json.loads(command(TEN, "--for", "least grant", "--to", "£400k", *more, "--json").stdout)["answer"]["value"]
        for more in ((), ("--set", "reserves.working_capital=£10k"))
    ]
    assert both[1] == both[0] + 10_000


def test_two_tests_must_both_hold():
    found = command(TEN, "rent.voids", "--most", "--until", "viable", "--until", "lowest cash >= £500", "--json")
    assert json.loads(found.stdout)["until"] == "viable and “Lowest cash” at least £500"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((TEN, "rent.viods"), "did you mean “rent.voids”?"),
        ((TEN, "rent.voids", "--until", "viabel"), "did you mean “viable”?"),
        ((P3, "--for", "highest rate"), "finance.social_investors_loan.interest"),
        ((TEN,), "no input is named"),
        ((TEN, "rent.voids", "--for", "least grant"), "not both"),
        ((TEN, "rent.voids", "--from", "3"), "it has no unit"),
    ],
)
def test_wrong_usage_ends_with_status_2(words, said):
    found = command(*words)
    assert found.exit_code == 2
    assert said in found.stderr
    assert found.stdout == ""


def test_the_questions_in_the_help_are_those_there_are():
    from modeller.analysis.solving.presets import NAMES

    assert QUESTIONS == NAMES
