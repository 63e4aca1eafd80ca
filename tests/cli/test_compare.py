"""`modeller compare` as a person meets it: what leads, what fits on a screen, what programs get, what is refused."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from modeller.cli import main

ROOT = Path(__file__).resolve().parents[2]
BASE, LINKED, CHEAP, SHORT = (
    str(ROOT / "scenarios" / f"p3-{name}.yaml")
    for name in ("west-lindsey", "all-property-linked", "concessionary", "three-year-contract")
)
TEN = str(ROOT / "scenarios" / "ten-homes.yaml")


def command(*words, columns="80"):
    return CliRunner(env={"COLUMNS": columns}).invoke(main, ["compare", *words], catch_exceptions=False)


def lines(*words, columns="80"):
    return [line.rstrip() for line in command(*words, columns=columns).stdout.splitlines()]


def test_the_answers_lead_then_what_differs_then_what_comes_of_it():
    shown = lines(BASE, SHORT)
    assert shown[0].startswith("A  P3 and West Lindsey, Gainsborough")
    assert "   ✘ Not everything is repaid when it falls due." in shown[:3]
    inputs, results = (
        next(n for n, line in enumerate(shown) if line.startswith(each))
        for each in ("Inputs that differ", "Results that differ")
    )
    assert inputs < results
    committed = shown.index("contract.committed", inputs, results)
    assert shown[committed + 1].split() == ["Committed", "length", "10", "years", "3", "years"]


def test_a_loan_that_only_one_has_stands_beside_a_dash():
    shown = lines(BASE, LINKED)
    at = shown.index("finance.bank_loan")
    assert shown[at + 1].split() == ["Bank", "loan", "£2,000,000,", "6.5%", "a", "year", "–"]


@pytest.mark.parametrize("columns", ["80", "140"])
@pytest.mark.parametrize("files", [(BASE, CHEAP), (BASE, LINKED, CHEAP), (BASE, SHORT, TEN)])
def test_nothing_is_wider_than_the_screen_and_no_key_or_figure_is_cut(columns, files):
    found = command(*files, columns=columns)
    assert found.exit_code == 0
    assert max(len(line.rstrip()) for line in found.stdout.splitlines()) <= int(columns)
    assert "…" not in found.stdout
    told = json.loads(command(*files, "--json").stdout)
    for each in [*told["inputs"], *told["only_in_some"]]:
        assert each["key"] in found.stdout
    for each in told["results"]:
        for text in each["texts"]:
            if each["differs"] and text and text.startswith("£") and " " not in text:
                assert text in found.stdout


@pytest.mark.parametrize("columns", ["80", "140"])
def test_two_structures_fit_on_one_screen(columns):
    assert len(lines(BASE, CHEAP, columns=columns)) <= 55


def test_a_wide_screen_has_the_key_beside_what_it_is_the_key_of():
    row = next(line for line in lines(BASE, SHORT, columns="140") if "contract.committed" in line)
    assert row.split() == ["Committed", "length", "contract.committed", "10", "years", "3", "years"]


def test_the_same_twice_is_said():
    shown = "\n".join(lines(TEN, TEN))
    assert "They are the same in every input." in shown
    assert "Results that differ" not in shown


def test_a_change_is_made_in_all():
    changed = command(BASE, SHORT, "--set", "contract.committed=5 years", "--json")
    told = json.loads(changed.stdout)
    assert "contract.committed" not in {each["key"] for each in told["inputs"]}
    plain = json.loads(CliRunner().invoke(main, ["run", SHORT, "--set", "contract.committed=5 years", "--json"]).stdout)
    assert told["scenarios"][1] == {"file": SHORT, **plain}


def test_loans_in_another_order_are_told(tmp_path):
    loan = "  - {{name: {}, amount: £90k, interest: 5% a year, repayment: {{shape: bullet, over: 9 years}}}}"
    files = []
    for names in (("Bank", "Fund"), ("Fund", "Bank")):
        files.append(tmp_path / f"{names[0]}.yaml")
        text = "\n".join([f"extends: {TEN}", "finance:", *(loan.format(name) for name in names)])
        files[-1].write_text(text, "utf-8")
    shown = lines(*map(str, files))
    at = next(number for number, line in enumerate(shown) if line.startswith("In this order"))
    assert shown[at].split() == ["In", "this", "order", "finance", "Bank", "Fund"]
    assert shown[at + 1].split() == ["Fund", "Bank"]


def test_one_scenario_alone_is_wrong_usage():
    found = command(BASE)
    assert found.exit_code == 2
    assert "name two scenarios or more" in found.stderr
    assert command().exit_code == 2


def test_a_scenario_with_faults_ends_with_status_1_and_shows_nothing(tmp_path):
    missing = str(tmp_path / "missing.yaml")
    found = command(BASE, missing)
    assert found.exit_code == 1
    assert missing in found.stderr
    assert "Traceback" not in found.stderr
    assert found.stdout == ""


def test_a_check_that_fails_ends_with_status_1(monkeypatch):
    from modeller.analysis.run import Run

    monkeypatch.setattr(Run, "passes", lambda *_: False)
    assert command(TEN, TEN).exit_code == 1


def test_names_are_shown_as_they_are_written(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        Path(TEN).read_text("utf-8").replace("name: Bank loan", 'name: "Loan [red]A[/red] :smile:"'), "utf-8"
    )
    assert "Loan [red]A[/red] :smile:" in " ".join(command(TEN, str(mine)).stdout.split())


def walk(*words, columns="80"):
    return CliRunner(env={"COLUMNS": columns}).invoke(main, ["compare", *words, "--walk"], catch_exceptions=False)


@pytest.mark.parametrize("columns", ["80", "140"])
def test_a_walk_fits_the_screen_and_says_that_the_order_matters(columns):
    found = walk(BASE, SHORT, columns=columns)
    assert found.exit_code == 0
    assert max(len(line.rstrip()) for line in found.stdout.splitlines()) <= int(columns)
    assert "…" not in found.stdout
    assert "in another order the steps would be others" in " ".join(found.stdout.split())
    assert "Committed length" in found.stdout


def test_a_walk_for_programs_sums_to_the_difference():
    told = json.loads(walk(BASE, CHEAP, "--json").stdout)["walk"]
    for at, each in enumerate(told["measures"]):
        steps = sum(step["moves"][at] for step in told["steps"])
        assert steps + each["structure"] == pytest.approx(each["after"] - each["before"], abs=0.01)
    assert any("Concessionary loan" in each for each in told["structure"])


def test_a_walk_over_a_measure_that_is_asked_for():
    told = json.loads(walk(BASE, SHORT, "--measure", "homes_retained", "--json").stdout)["walk"]
    assert [each["key"] for each in told["measures"]] == ["homes_retained"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((BASE, SHORT, CHEAP), "name two"),
        ((BASE, SHORT, "--measure", "homes_retaind"), "did you mean “homes_retained”?"),
    ],
)
def test_a_walk_that_cannot_be_is_refused(words, said):
    found = walk(*words)
    assert found.exit_code == 2
    assert said in found.stderr
