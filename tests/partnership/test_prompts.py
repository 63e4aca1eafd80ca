"""What is to be taken up with the auditor is told where it arises, and only there."""

import pytest

from modeller.partnership.assemble import assemble
from modeller.scenario.reading import checked
from tests.partnership.test_cases import HERE, laid_over, texts

BASE = texts(HERE / "base.yaml")[0]
LOAN = {"name": "Loan", "amount": "£20,000", "interest": "5%", "repayment": {"shape": "bullet", "over": "12 months"}}


def assembled(**terms):
    return assemble(checked(laid_over(BASE, terms)))


def raised(partnership, changes=None):
    """The alerts whose figure is not nil, as `modeller run` chooses them."""
    results = partnership.model.work(changes)
    return [
        alert.words for alert in partnership.views.alerts if abs(results[alert.measure][0]) > alert.measure.unit.nil
    ]


@pytest.mark.parametrize(
    ("pricing", "told"),
    [
        ({}, False),
        ({"linked_to": "consumer prices"}, False),
        ({"linked_to": "house prices"}, True),
        ({"share": "50%"}, True),
    ],
)
def test_a_loan_that_follows_more_than_interest_and_inflation_is_not_basic(pricing, told):
    found = raised(assembled(finance=[{**LOAN, "pricing": pricing}]))
    assert any("not basic" in words for words in found) == told


def test_homes_at_cost_above_their_value_are_told_where_the_contract_is_lost():
    homes = [{"name": "Homes", "bought": "10", "price": "£120,000", "value": "£100,000", "rent": "£100 a week"}]
    lost, kept = ({"committed": each} for each in ("24 months", "37 months"))
    assert any("impairment" in words for words in raised(assembled(homes=homes, contract=lost)))
    assert not any("impairment" in words for words in raised(assembled(homes=homes, contract=kept)))


def test_renewals_that_no_line_reaches_are_told():
    """Made for one renewal in 36 months, and then asked for one a year, as a workbook's reader may."""
    part = {"name": "Kitchens", "cost": "£600 a home", "every": "30 months", "first": "10 months"}
    partnership = assembled(major_repairs={"components": [part]})
    assert not any("not worked" in words for words in raised(partnership))
    sooner = {"major_repairs.components.kitchens.every": 12.0}
    assert any("not worked" in words for words in raised(partnership, sooner))
