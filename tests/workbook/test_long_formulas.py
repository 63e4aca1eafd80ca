"""No formula is too long to be read, even in the last of 720 months and with six loans that each have everything."""

import pytest

from modeller.partnership.assemble import assemble
from modeller.scenario.reading import checked
from modeller.workbook import Book
from modeller.workbook.write import write_workbook
from tests.partnership.test_cases import HERE, laid_over, texts
from tests.workbook.held import Held
from tests.workbook.lint import unlinted
from tests.workbook.lint_formulas import no_formula_is_long

EVERYTHING = {
    "amount": "£200,000",
    "interest": "2%",
    "available": "6 months",
    "arrangement_fee": "1%",
    "commitment_fee": "1%",
    "pricing": {
        "follows": "bank rate",
        "least_rate": "1%",
        "most_rate": "9%",
        "step_up": "1%",
        "counted_in": "days",
        "fees": "added to the loan",
        "share": "10%",
        "share_of": "surplus",
        "share_above": "£1,000 a year",
        "share_at_most": "5%",
        "most_back": "2",
        "linked_to": "consumer prices",
        "least_rise": "0%",
        "most_rise": "3%",
        "of_rise": "50%",
    },
    "repayment": {
        "shape": "annuity",
        "after": "12 months",
        "over": "240 months",
        "paid": "quarterly",
        "balloon": "20%",
        "interest_holiday": "12 months",
        "extension": "12 months",
        "sweep": "20%",
    },
    "guarantee": {"amount": "£10,000", "premium": "1%"},
    "sizing": {"target_cover": "1.2", "longest_term": "240 months", "loan_to_value": "60%", "by": "sculpted"},
}
OTHERS = (
    {"repayment": {"shape": "as stated", "balloon": "0%", "by_year": {"2030": "10%"}}},
    {"repayment": {"shape": "sculpted", "balloon": "0%"}},
    {"drawing": {"lapses": "yes", "redrawn": "yes"}},
    {"drawing": {"pace": "evenly"}},
    {},
    {},
)


@pytest.mark.slow
def test_no_formula_is_long(tmp_path):
    base = texts(HERE / "base.yaml")[0]
    stated = {
        "horizon": "720 months",
        "homes": [{**base["homes"][0], "sold_on_ending": "yes"}],
        "lending": {"resized": "yes"},
        "reserves": {"liquidity": "£5,000", "liquidity_months": "3", "lock_up": "1.1", "debt_service": "£10,000"},
        "finance": [laid_over({"name": f"Loan {n}", **EVERYTHING}, other) for n, other in enumerate(OTHERS)],
    }
    partnership = assemble(checked(laid_over(base, stated)))
    book = Book("Everything", "", partnership.model, partnership.model.work(), partnership.views)
    path = tmp_path / "everything.xlsx"
    with unlinted("it is held to the one rule below"):
        write_workbook(book, path)
    held = Held(path, None)
    assert len(list(held.written)) > 10_000
    assert list(no_formula_is_long(held)) == []
