"""Every kind of money, grant and cost: the workbook agrees with the engine in every cell, in both programs."""

import pytest

from modeller.partnership.assemble import assemble
from modeller.scenario.reading import checked
from tests.partnership.giving import giving
from tests.partnership.kinds import POOR, RICH, STACKS, partnership_terms
from tests.workbook.oracle import compare, recalculate_ironcalc
from tests.workbook.test_random_partnerships import spoiled

CASES = [(number, *how) for number in range(len(STACKS)) for how in ((POOR, "no"), (RICH, "yes"))]
PARTS = """
following.rate_over_what_it_follows following.guarantee_called following.guarantee_premium_paid
following.interest_accrued following.guarantor_repaid following.owed_beyond_the_balloon sculpted.drawn_evenly
sculpted.regular_repayment bond.rate_of_interest bond.in_its_extension bond.interest_accrued linked.indexation
linked.share_of_cash_paid linked.locked_up participation.share_of_revenue_paid participation.written_off
participation.left_to_be_paid_in_all shares.share_of_surplus_paid rolled_up.interest_rolled_up
rolled_up.guarantee_called indexed.indexation indexed.level_payment waived.rate_of_interest waived.regular_repayment
priced_on_inflation.share_of_rent_paid priced_on_inflation.rate_over_what_it_follows revolving.swept
revolving.drawn_to_keep_cash revolving.lapsed by_value.lapsed
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """Each partnership's workbook, spoiled, with what every formula should come to."""
    folder = tmp_path_factory.mktemp("kinds")
    found = {}
    for number, rent, resized in CASES:
        path = folder / f"stack-{number}-{resized}.xlsx"
        found[path] = spoiled(checked(partnership_terms(STACKS[number], rent, resized=resized)), path)
    path = folder / "giving.xlsx"
    found[path] = spoiled(giving(folder), path)
    return found


def test_no_part_is_idle():
    moved = set()
    for number, rent, resized in CASES:
        model = assemble(checked(partnership_terms(STACKS[number], rent, resized=resized))).model
        results = model.work()
        moved |= {line.key.removeprefix("loans.") for line in model.lines if line.monthly and results[line][1:].any()}
    assert [part for part in PARTS.split() if part not in moved] == []


@pytest.mark.slow
def test_every_kind_agrees_in_ironcalc(written):
    for path, expected in written.items():
        assert compare(expected, recalculate_ironcalc(path)) == [], path.name


@pytest.mark.slow
def test_every_kind_agrees_in_libreoffice(written, libreoffice, tmp_path):
    found = libreoffice(list(written), tmp_path)
    for (path, expected), cells in zip(written.items(), found, strict=True):
        assert compare(expected, cells) == [], path.name
