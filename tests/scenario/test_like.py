"""A loan laid over the product it is like: its figures, their sources, and every command that reads them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from modeller.cli import main
from modeller.scenario import read
from modeller.scenario.products import products

ROOT = Path(__file__).resolve().parents[2]
GOOD = Path(__file__).parent / "good.yaml"
NAMES = [product.name for product in products()]


@pytest.fixture
def written(tmp_path):
    """Write a scenario whose only loan is as told, and files of terms beside it; return where the scenario is."""

    def write(loan, **beside):
        for name, terms in beside.items():
            (tmp_path / f"{name}.yaml").write_text(terms, "utf-8")
        path = tmp_path / "scenario.yaml"
        path.write_text(f"extends: {GOOD}\nfinance:\n  - {loan}\n", "utf-8")
        return path

    return write


def command(*words):
    return CliRunner().invoke(main, list(map(str, words)), catch_exceptions=False)


def test_a_loans_own_settings_are_laid_over_its_product_key_by_key(written):
    loan = read(written("{name: Loan, like: bank loan, amount: £2m, repayment: {over: 18 years}}")).scenario.finance[0]
    assert (loan.name, loan.like, loan.amount) == ("Loan", "bank loan", 2_000_000)
    assert (loan.repayment.shape, loan.repayment.after, loan.repayment.over) == ("annuity", 24, 216)
    assert (loan.interest, loan.pricing.follows, loan.covenants.loan_to_value) == (0.0275, "bank rate", 0.7)


def test_the_source_of_a_figure_is_that_of_the_file_that_gives_it(written):
    said = "{status: estimate, source: our bank's letter, as_of: 2026-05}"
    terms = f"{{name: Loan, like: bank loan, amount: £2m, arrangement_fee: 2%, available: 1 year, provenance: {said}}}"
    sources = read(written(terms)).provenance
    ours, theirs = sources["finance.loan.arrangement_fee"], sources["finance.loan.repayment.over"]
    assert (ours.status, ours.source, ours.as_of) == ("estimate", "our bank's letter", "2026-05")
    assert (theirs.source, theirs.as_of) == ("a choice within what social banks publish", "2026-02")
    assert Path(theirs.place.file).name == "bank-loan.yaml"
    assert sources["finance.loan.available"].status == "estimate"
    assert sources["finance.loan.commitment_fee"].status == "fact"


def test_a_figure_given_anew_takes_nothing_from_the_product(written):
    found = read(written("{name: Loan, like: bank loan, amount: £2m, interest: 3%}")).provenance
    assert (found["finance.loan.interest"].status, found["finance.loan.interest"].source) == (
        "illustrative",
        "not stated",
    )


def test_what_two_files_say_of_one_block_is_kept_apart(tmp_path):
    """Of scenarios too: neither file's word is taken for the other's figures, and neither is lost."""
    base = "contract:\n  provenance: {status: fact, source: the base}\n  committed: 10 years\n  ending_cost: £5,000\n"
    (tmp_path / "base.yaml").write_text(f"extends: {GOOD}\n{base}", "utf-8")
    top = "contract: {provenance: {note: the top's}, committed: 7 years}"
    (tmp_path / "top.yaml").write_text(f"extends: base.yaml\n{top}\n", "utf-8")
    found = read(tmp_path / "top.yaml").provenance
    below, above = found["contract.ending_cost"], found["contract.committed"]
    assert (below.status, below.source, below.note) == ("fact", "the base", "")
    assert (above.status, above.source, above.note) == ("illustrative", "not stated", "the top's")


def test_a_product_may_be_like_another_and_a_file_stands_beside_the_one_that_names_it(tmp_path):
    (tmp_path / "money").mkdir()
    (tmp_path / "money" / "ours.yaml").write_text("like: theirs.yaml\ninterest: 5%\n", "utf-8")
    (tmp_path / "money" / "theirs.yaml").write_text("like: retail charity bond\narrangement_fee: 3%\n", "utf-8")
    loan = "{name: Bond, like: money/ours.yaml, amount: £2m}"
    (tmp_path / "base.yaml").write_text(f"extends: {GOOD}\nfinance:\n  - {loan}\n", "utf-8")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "top.yaml").write_text("extends: ../base.yaml\ntitle: Top\n", "utf-8")
    bond = read(tmp_path / "deeper" / "top.yaml").scenario.finance[0]
    assert (bond.interest, bond.arrangement_fee, bond.repayment.paid) == (0.05, 0.03, "half-yearly")


def test_a_users_own_product_needs_no_more_than_a_file(written):
    terms = """\
product: our bond
about: Five years at five per cent.
provenance: {status: fact, source: the prospectus, as_of: 2026-05}
interest: 5% a year
repayment: {shape: bullet, over: 5 years}
"""
    path = written("{name: Bond, like: our-bond.yaml, amount: £1.2m}", **{"our-bond": terms})
    found = json.loads(command("run", path, "--json").stdout)
    assert all(check["passed"] for check in found["checks"])
    lines = json.loads(command("run", path, "--json", "--lines").stdout)["lines"]
    due = lines["loans.bond.interest_due"]["values"]
    assert due[1:60] == pytest.approx([5_000] * 59)  # £1.2m at a twelfth of 5%
    said = " ".join(command("explain", path, "loans.bond.interest_due", "--month", "2026-05").stdout.split())
    assert "fact; the prospectus, as of 2026-05 (finance.bond.interest;" in said
    assert "our-bond.yaml:4:11" in said.replace(" ", "")


def test_inputs_of_a_product_can_be_set_for_a_run(written):
    path = written("{name: Loan, like: bank loan, amount: £2m}")
    found = read(path, {"finance.loan.interest": "4%", "finance.loan.repayment.over": "10 years"})
    assert (found.scenario.finance[0].interest, found.scenario.finance[0].repayment.over) == (0.04, 120)
    assert found.provenance["finance.loan.interest"].source == "set for this run"
    assert found.scenario.finance[0].repayment.after == 24


def test_the_product_itself_can_be_set_for_a_run(written):
    path = written("{name: Money, like: bank loan, amount: £2m}", mine="{interest: 1%, like: crowdfunded bond}")
    set_here = {"finance.money.like": "community shares", "finance.money.interest": "1%"}
    loan = read(path, set_here).scenario.finance[0]
    assert (loan.like, loan.interest, loan.pricing.share_at_most) == ("community shares", 0.01, 0.03)
    mine = read(path, {"finance.money.like": "mine.yaml"}).scenario.finance[0]
    assert (mine.interest, mine.repayment.paid) == (0.01, "yearly")
    fault = command("check", path, "--set", "finance.money.like=gold")
    assert fault.exit_code == 1
    assert "“gold” is not a product" in fault.stderr


def test_every_command_takes_a_loan_that_is_like_a_product(written, tmp_path):
    path = written("{name: Loan, like: bank loan, amount: £1.2m}")
    assert command("check", path).exit_code == 0
    assert "bank-loan.yaml:" in command("inputs", path, "--status", "fact").stdout
    assert command("workbook", path, "-o", tmp_path / "book.xlsx").exit_code == 0


def test_the_products_are_listed_and_each_can_be_printed():
    listed = command("products").stdout
    assert [line for line in listed.splitlines() if not line.startswith(" ")] == NAMES
    printed = command("products", "Bank loan").stdout
    assert printed == (ROOT / "templates" / "money" / "bank-loan.yaml").read_text("utf-8")
    assert [row["product"] for row in json.loads(command("products", "--json").stdout)] == NAMES
    wrong = command("products", "bank lone")
    assert wrong.exit_code == 1
    assert "did you mean “bank loan”?" in wrong.stderr
