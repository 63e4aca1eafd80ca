"""The text of a scenario by itself is the same scenario, and says the same of every figure."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from modeller.scenario import read
from modeller.scenario.whole import whole_text
from tests.scenario.sourced import files, same, written

ROOT = Path(__file__).resolve().parents[2]
FILES = [*sorted((ROOT / "scenarios").glob("*.yaml")), ROOT / "templates" / "partnership.yaml"]
SET = {"contract.committed": "7 years", "economy.consumer_prices.2027": "3%"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
@pytest.mark.parametrize("overrides", [{}, SET], ids=["as it is", "with figures set"])
def test_the_whole_text_is_the_same_scenario(file, overrides, tmp_path):
    stated = read(file, overrides)
    alone = tmp_path / "alone.yaml"
    text = whole_text(stated)
    alone.write_text(text, "utf-8")
    assert same(read(alone), stated)
    if not overrides and "extends:" not in stated.text:
        assert text == stated.text  # comments and all


def test_it_says_what_it_was_laid_together_from():
    head = whole_text(read(ROOT / "scenarios" / "p3-concessionary.yaml", SET)).splitlines()[0]
    assert head == (
        "# p3-concessionary.yaml, with what it takes from p3-west-lindsey.yaml, figures set for one run written out"
    )


def test_a_loan_like_a_file_has_its_terms_written_out_and_names_no_file(tmp_path):
    text = (ROOT / "scenarios" / "ten-homes.yaml").read_text("utf-8")
    (tmp_path / "ours.yaml").write_text("interest: {is: 5% a year, status: fact, source: our letter}\n", "utf-8")
    mine = tmp_path / "mine.yaml"
    mine.write_text(text.replace("    interest: 6% a year\n", "    like: ours.yaml\n"), "utf-8")
    alone = tmp_path / "alone" / "alone.yaml"
    alone.parent.mkdir()
    alone.write_text(whole_text(read(mine)), "utf-8")
    assert "ours.yaml written out" in alone.read_text("utf-8").splitlines()[0]
    (loan,) = read(alone).scenario.finance
    assert (loan.interest, loan.like) == (0.05, "")
    assert read(alone).provenance["finance.bank_loan.interest"].source == "our letter"


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
    phases=[Phase.generate],
)
@given(files())
def test_the_whole_text_of_random_files_is_the_same_scenario(tmp_path_factory, files):
    folder = tmp_path_factory.mktemp("files")
    stated = read(written(files, folder))
    text = whole_text(stated)
    (folder / "alone.yaml").write_text(text, "utf-8")
    assert same(read(folder / "alone.yaml"), stated), text
