"""The commands as a person meets them: what they print and where, their exit status, and what they leave alone."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from modeller.analysis.run import run
from modeller.cli import main
from modeller.cli.running import Screen

ROOT = Path(__file__).resolve().parents[2]
P3 = str(ROOT / "scenarios" / "p3-west-lindsey.yaml")
BAD = sorted((ROOT / "tests" / "scenario" / "bad").glob("*.yaml"))


def command(*words):
    return CliRunner().invoke(main, list(words), catch_exceptions=False)


def test_the_first_line_of_an_answer_is_the_answer():
    found = command("run", P3)
    assert found.exit_code == 0
    lines = [line for line in found.stdout.splitlines() if line.strip()]
    assert lines[0] == "P3 and West Lindsey, Gainsborough"
    assert lines[2] == "✘ Not everything is repaid when it falls due."
    assert "£1,000,000" in found.stdout
    assert "illustrative" in found.stdout
    assert found.stderr == ""


def test_a_return_that_is_one_of_two_is_not_printed(monkeypatch, capsys):
    monkeypatch.setenv("COLUMNS", "80")
    worked = run(P3)
    bank, _ = worked.partnership.lenders
    spoilt = {**worked.results.once, id(bank.fits): np.array([2.0]), id(bank.rate): np.array([np.nan])}
    Screen(replace(worked, results=replace(worked.results, once=spoilt)), Path(P3)).show()
    shown = capsys.readouterr().out
    assert "£1,605,002    two  2.00" in shown
    assert "7.07%" not in shown


def test_the_covenants_that_are_set_are_shown_with_what_would_cure_them():
    lines = command("run", P3, "--set", "finance.bank_loan.covenants.debt_service_cover=1.3").stdout.splitlines()
    (row,) = (line.split() for line in lines if line.startswith("  debt-service cover"))
    assert row[2:4] == ["1.30", "−0.05"]
    assert row[4:6] == ["Mar", "2029"]
    assert row[6].startswith("£")
    (row,) = (line.split() for line in lines if line.startswith("  loan to value"))
    assert row[-1] == "never"


def test_the_base_case_closes_on_its_facts():
    measures = json.loads(command("run", P3, "--json").stdout)["measures"]
    assert measures["grant"]["value"] == pytest.approx(1_000_000)
    assert measures["homes_transferred"]["value"] == 11
    assert measures["social_investment"]["value"] == pytest.approx(4_000_000)
    assert measures["sources"]["value"] == pytest.approx(measures["uses"]["value"], abs=0.01)


def test_results_as_json_have_the_shared_shape():
    found = json.loads(command("run", P3, "--json", "--lines").stdout)
    assert {"scenario", "version", "fingerprint", "measures", "checks", "alerts", "lines"} <= set(found)
    assert set(found["measures"]["grant"]) == {"value", "unit", "label"}
    assert set(found["checks"][0]) == {"name", "value", "tolerance", "passed"}
    owed = found["lines"]["loans.bank_loan.owed"]["values"]
    assert len(owed) == len(found["months"]) == 360
    assert found["months"][0] == "2026-04"


def test_a_change_by_key_is_the_same_as_an_edit(tmp_path):
    edited = tmp_path / "edited.yaml"
    edited.write_text(Path(P3).read_text(encoding="utf-8").replace("is: 6.5% a year", "is: 7% a year"), "utf-8")
    there = json.loads(command("run", str(edited), "--json").stdout)
    here = json.loads(command("run", P3, "--json", "--set", "finance.bank_loan.interest=7% a year").stdout)
    assert here["fingerprint"] == there["fingerprint"]
    assert here["measures"] == there["measures"]
    assert here["fingerprint"] != json.loads(command("run", P3, "--json").stdout)["fingerprint"]


def test_unviable_ends_with_status_3_only_when_asked():
    assert command("run", P3).exit_code == 0
    assert command("run", P3, "--fail-if-unviable").exit_code == 3
    assert command("run", str(ROOT / "templates" / "partnership.yaml"), "--fail-if-unviable").exit_code == 0


def test_explain_goes_down_to_an_input_its_line_and_its_source():
    found = command("explain", P3, "loans.bank_loan.interest_due", "--month", "2031-04")
    words = " ".join(found.stdout.split())
    assert "Owed, opening × Bank loan: Rate of interest ÷ 12 months a year" in words
    assert "6.5% a year ÷ 12" in words
    number = next(n for n, line in enumerate(Path(P3).read_text("utf-8").splitlines(), 1) if "6.5% a year" in line)
    assert f"p3-west-lindsey.yaml:{number}:" in words.replace(" ", "")
    assert "illustrative" in words


def test_explain_agrees_with_the_line_it_explains():
    figure = json.loads(command("explain", P3, "loans.bank_loan.owed", "--month", "2030-03", "--json").stdout)
    lines = json.loads(command("run", P3, "--json", "--lines").stdout)
    place = lines["months"].index("2030-03")
    assert figure["value"] == lines["lines"]["loans.bank_loan.owed"]["values"][place]
    assert figure["month"] == "2030-03-01"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["explain", P3, "no such line"], "is not the name of a line"),
        (["explain", P3, "interest"], "is in the names of"),
        (["explain", P3, "lowest_cash", "--depth", "99"], "depth"),
        (["explain", P3, "loans.bank_loan.owed", "--month", "March"], "is not a month"),
        (["explain", P3, "loans.bank_loan.owed", "--month", "2101-01"], "is not among the months worked"),
        (["run", P3, "--set", "contract.committed"], "is not KEY=VALUE"),
        (["rnu", P3], "Did you mean 'run'?"),
    ],
)
def test_wrong_usage_ends_with_status_2_and_says_what_to_do(words, told):
    found = command(*words)
    assert found.exit_code == 2
    assert told in found.stderr
    assert found.stdout == ""


@pytest.mark.parametrize("bad", BAD, ids=lambda path: path.stem)
@pytest.mark.parametrize("verb", ["check", "run", "workbook"])
def test_a_bad_scenario_is_refused_plainly_and_nothing_is_written(bad, verb, tmp_path):
    out = tmp_path / "out.xlsx"
    found = command(verb, str(bad), *(["-o", str(out)] if verb == "workbook" else []))
    if found.exit_code == 0:
        pytest.fail(f"{bad.name} was not refused")
    assert found.exit_code == 1
    assert "fault" in found.stderr
    assert "= help:" in found.stderr
    assert "Traceback" not in found.stderr
    assert found.stdout == ""
    assert list(tmp_path.iterdir()) == []


def test_there_are_at_least_forty_kinds_of_bad_scenario():
    assert len(BAD) >= 40


def test_faults_as_json_say_where_they_are():
    found = command("check", str(ROOT / "tests" / "scenario" / "bad" / "unknown_key.yaml"), "--json")
    faults = json.loads(found.stdout)["faults"]
    assert found.exit_code == 1
    assert all(fault["what"] and fault["remedy"] for fault in faults)
    assert faults[0]["line"] > 0


def test_a_scenario_that_is_not_there_is_a_fault_not_a_traceback(tmp_path):
    found = command("run", str(tmp_path / "missing.yaml"))
    assert found.exit_code == 1
    assert "missing.yaml" in found.stderr


def test_nothing_is_written_over_unless_asked(tmp_path):
    mine = tmp_path / "mine.yaml"
    mine.write_text("mine", "utf-8")
    refused = command("new", str(mine))
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert mine.read_text("utf-8") == "mine"
    assert command("new", str(mine), "--force").exit_code == 0
    assert command("check", str(mine)).exit_code == 0
    book = tmp_path / "mine.xlsx"
    book.write_text("mine", "utf-8")
    assert command("workbook", str(mine)).exit_code == 2
    assert book.read_text("utf-8") == "mine"


@pytest.mark.parametrize("start", ["partnership", "p3-west-lindsey"])
def test_every_starting_point_runs(start, tmp_path):
    mine = tmp_path / "mine.yaml"
    assert command("new", str(mine), "--from", start).exit_code == 0
    assert command("run", str(mine)).exit_code == 0


def test_a_workbook_is_written_beside_the_scenario(tmp_path):
    mine = tmp_path / "mine.yaml"
    command("new", str(mine))
    found = command("workbook", str(mine))
    assert found.exit_code == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.xlsx", "mine.yaml"]


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path):
    found = command("workbook", P3, "-o", str(tmp_path / "nowhere" / "book.xlsx"))
    assert found.exit_code == 2
    assert "is not a folder" in found.stderr


def test_inputs_are_listed_with_and_without_a_scenario():
    assert "contract.committed" in command("inputs").stdout
    rows = json.loads(command("inputs", P3, "--json").stdout)
    grant = next(row for row in rows if row["key"] == "grants.west_lindsey_grant.amount")
    assert (grant["value"], grant["status"]) == ("£1,000,000", "fact")
    facts = json.loads(command("inputs", P3, "--status", "fact", "--json").stdout)
    assert facts == [row for row in rows if row["status"] == "fact"]
    assert command("inputs", "--status", "fact").exit_code == 2
    schema = json.loads(command("inputs", "--schema").stdout)
    assert "contract" in schema["properties"]


@pytest.mark.parametrize(
    "verb", ["new", "check", "run", "compare", "explain", "workbook", "read", "template", "inputs", "sweep"]
)
def test_every_command_shows_an_example_in_its_help(verb):
    found = command(verb, "--help")
    assert "Examples:" in found.stdout
    assert f"modeller {verb}" in found.stdout.split("Examples:")[1]


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from modeller.cli import main\n"
        "heavy = {'numpy', 'scipy', 'numba', 'pydantic', 'ruamel', 'rich', 'xlsxwriter'}\n"
        "heavy |= {'duckdb', 'dask', 'distributed'}\n"
        "try: main(['--help'], standalone_mode=False)\n"
        "finally: print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.splitlines()[-1] == "[]"


TEN = ROOT / "scenarios" / "ten-homes.yaml"


def changed(tmp_path, *changes):
    text = TEN.read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "mine.yaml").write_text(text, "utf-8")
    return str(tmp_path / "mine.yaml")


def test_names_are_shown_as_they_are_written(tmp_path):
    mine = changed(tmp_path, ("name: Bank loan", 'name: "Loan [red]A[/red] :smile:"'))
    for words in (["run", mine], ["explain", mine, "interest_due"]):
        assert "Loan [red]A[/red] :smile:" in " ".join(command(*words).stdout.split())


def test_with_nothing_borrowed_there_is_no_table_of_loans(tmp_path):
    text = TEN.read_text("utf-8")
    mine = changed(tmp_path, (text[text.index("finance:") :], ""))
    found = command("run", mine)
    assert "Falls due" not in found.stdout
    # ten homes arrive over six months; £85,000 rises by a twelfth of 2% each month; £380,000 is granted
    arriving = (1, 2, 2, 1, 2, 2)
    spent = sum(homes * 85_000 * (1 + 0.02 * month / 12) for month, homes in enumerate(arriving, 1))
    assert "Less: not covered by the money raised" in " ".join(found.stdout.split())
    assert f"The money raised is £{spent - 380_000:,.0f} short of its uses." in " ".join(found.stdout.split())


def test_what_is_owed_when_a_loan_falls_due_after_the_months_is_not_said_to_be_nil(tmp_path):
    found = command("run", changed(tmp_path, ("horizon: 30 years", "horizon: 2 years")))
    row = next(line for line in found.stdout.splitlines() if line.startswith("Bank loan") and "Mar 2051" in line)
    assert row.split()[2:6] == ["Mar", "2051", "never", "–"]


def test_stopping_ends_with_status_130(monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("modeller.cli.running.run", stopped)
    found = command("run", P3)
    assert found.exit_code == 130
    assert "Stopped" in found.stderr


def test_a_line_that_cannot_be_worked_out_is_told_without_a_traceback(monkeypatch):
    from modeller.lines import working

    def fails(*_):
        raise OverflowError("too large")

    monkeypatch.setattr(working, "FLOATS", {**working.FLOATS, "minimum": fails})
    found = command("run", P3)
    assert found.exit_code == 1
    assert "could not be worked out: OverflowError: too large" in found.stderr
    assert "Traceback" not in found.stderr
