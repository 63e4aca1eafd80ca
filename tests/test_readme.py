"""The README says what is so: its scenario is the file, and its answer is what the command prints."""

from pathlib import Path

from click.testing import CliRunner

from modeller.cli import main

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text("utf-8")


def test_the_scenario_shown_is_the_file():
    scenario = (ROOT / "scenarios" / "ten-homes.yaml").read_text("utf-8")
    assert scenario.split("\n", 1)[1].strip() in README


def test_the_answer_shown_is_what_is_printed(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    printed = CliRunner().invoke(main, ["run", "scenarios/ten-homes.yaml"]).stdout
    lines = [line.rstrip() for line in printed.rstrip().splitlines()]
    assert "\n".join(lines) in README


def test_the_terms_shown_are_what_is_printed(monkeypatch):
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("COLUMNS", "80")
    asked = ["terms", "scenarios/p3-west-lindsey.yaml", "--lengths", "3,10", "--quick"]
    assert f"$ modeller {' '.join(asked)}" in README
    printed = [line.rstrip() for line in CliRunner().invoke(main, asked).stdout.splitlines() if line.strip()]
    shown = README[README.index("The length of the contract") :].split("```")[0].splitlines()
    first = printed.index(shown[0])
    rows = [line for line in shown if line.endswith(("seized", "sold"))]
    assert len(rows) == 2
    assert all(line in printed[first:] for line in shown)


def test_it_is_under_two_screens_and_its_links_lead_somewhere():
    import re

    assert len(README.splitlines()) <= 110
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists(), target
