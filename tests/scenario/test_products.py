"""The products that come with the program: what is said of every one, and the figures each gives when it stands in for
the second £2m of the base case."""

import re
from pathlib import Path

import numpy as np
import pytest

from modeller.analysis.run import run
from modeller.lines.names import slug
from modeller.scenario import read
from modeller.scenario.products import FOLDERS, products

ROOT = Path(__file__).resolve().parents[2]
P3 = ROOT / "scenarios" / "p3-west-lindsey.yaml"
NAMES = [product.name for product in products()]


LOAN = "loans.social_investors_loan"
AT_ONCE = {"available": "1 month"}


class Worked:
    """One run: its lines by key, month 1 first, and what it says of the second loan."""

    def __init__(self, run):
        self.run = run
        self.keys = {line.key: line for line in run.model.lines}

    def __call__(self, key):
        return self.run.results[self.keys[key]][1:, 0]

    def loan(self, label):
        return self(f"{LOAN}.{label}") if f"{LOAN}.{label}" in self.keys else np.zeros(self.run.model.months)

    def paid(self):
        shared = sum((self(key) for key in self.keys if re.fullmatch(rf"{LOAN}\.share_of_\w+_paid", key)), 0)
        if f"{LOAN}.share_beyond_capital" in self.keys:
            shared = self.loan("share_beyond_capital")
        return self.loan("interest_paid") + self.capital() + shared

    def capital(self):
        ahead = f"{LOAN}.capital_paid_with_what_is_repaid_early"
        return self(ahead) if ahead in self.keys else self.loan("capital_paid")


@pytest.fixture(scope="module")
def p3(tmp_path_factory):
    """Write the base case with a product in place of its second loan, by the same name and of £2m; return where."""
    folder = tmp_path_factory.mktemp("products")

    def write(name):
        text = P3.read_text("utf-8")
        second, after = text.index("  - name: Social investor's loan"), text.index("\nreserves:")
        path = folder / f"{slug(name)}.yaml"
        loan = f"  - {{name: Social investor's loan, like: {name}, amount: £2m}}\n"
        path.write_text(text[:second] + loan + text[after:], "utf-8")
        return path

    return write


@pytest.fixture(scope="module")
def work(p3):
    """Work the base case with a product out, each once."""
    known = {}

    def worked(name, **changes):
        keys = {f"finance.social_investors_loan.{key.replace('__', '.')}": text for key, text in changes.items()}
        return known.setdefault((name, *keys.items()), Worked(run(p3(name), keys)))

    return worked


def test_the_folder_of_products_is_carried_in_the_package():
    carried = (ROOT / "pyproject.toml").read_text("utf-8")
    assert '"templates/money" = "modeller/starting_points/money"' in carried
    assert FOLDERS[0] == ROOT / "modeller" / "starting_points" / "money"
    assert FOLDERS[1] == ROOT / "templates" / "money"


@pytest.mark.parametrize("product", products(), ids=lambda product: product.name)
def test_every_product_is_called_as_its_file_is_and_says_what_it_is(product):
    assert slug(product.name) == slug(product.path.stem)
    assert product.name == product.name.lower()
    assert product.about.endswith(".")
    assert len(product.path.read_text("utf-8").splitlines()) <= 70


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_of_a_product_says_where_it_comes_from_and_of_when_it_is(name, p3):
    sources = read(p3(name)).provenance
    from_it = {key: each for key, each in sources.items() if each.stated and Path(each.place.file).parent == FOLDERS[1]}
    assert len(from_it) >= 3
    for key, each in from_it.items():
        assert each.source != "not stated", key
        assert each.as_of or "undated page" in each.source, key  # a page that bears no date says so


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_products_tells_of_every_one(name):
    assert re.search(rf"^\| {name} \|", (ROOT / "docs" / "products.md").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("name", NAMES)
def test_every_check_holds_and_the_debt_is_conserved(name, work):
    worked = work(name)
    assert [check.name for check in worked.run.views.checks if not worked.run.passes(check)] == []
    assert worked.run.figure(worked.run.model.measures["sources"]) == pytest.approx(
        worked.run.figure(worked.run.model.measures["uses"]), abs=0.01
    )
    drawn = worked.loan("drawn_in_all") if name == "revolving credit" else worked.loan("drawn")
    added = worked.loan("interest_added_to_the_loan") + worked.loan("indexation")
    owed = np.cumsum(drawn + added - worked.capital() - worked.loan("written_off"))
    np.testing.assert_allclose(owed, worked.loan("owed"), atol=0.01)
    assert worked.loan("owed").max() > 1_900_000


def test_products_that_are_unsecured_say_so(p3):
    unsecured = {name for name in NAMES if read(p3(name)).scenario.finance[1].security.homes == ["none"]}
    listed = (ROOT / "docs" / "products.md").read_text("utf-8").splitlines()
    assert unsecured == {
        name for name in NAMES for row in listed if row.startswith(f"| {name} |") and "unsecured" in row
    }
    assert len(unsecured) == 7


def test_a_bank_loan_follows_bank_rate_down_to_its_floor(work, p3):
    """3.75% and 2.75% are 6.5%; were Bank Rate 1%, 3.75% would be under the floor of 4%."""
    worked = work("bank loan")
    assert worked.loan("rate_over_what_it_follows") == pytest.approx(0.065)
    assert worked.loan("interest_due")[23] == pytest.approx(worked.loan("owed")[22] * 0.065 / 12)
    low = Worked(run(p3("bank loan"), {"economy.bank_rate": "1%"}))
    assert low.loan("rate_over_what_it_follows") == pytest.approx(0.04)


def test_a_guarantee_pays_no_more_than_its_sum_for_its_premium(work):
    """£170,000 at 0.75% is £1,275 a year, £106.25 a month while none of it is used."""
    worked = work("guaranteed loan")
    called, premium = worked.loan("guarantee_called"), worked.loan("guarantee_premium")
    assert premium[11] == pytest.approx(106.25)
    assert called.sum() == pytest.approx(170_000)
    assert worked.loan("guarantee_left")[-1] == pytest.approx(0)


@pytest.mark.parametrize("name", ["property-linked loan", "fund-owned lease"])
def test_what_is_owed_moves_with_house_prices(name, work):
    """Drawn at the end of April 2026, when the index is 1 + 2.4%/12 = 1.002. By December 2026 it is 1 + 2.4% × 9/12 =
    1.018, by December 2027 2.5% more: £2m × 1.018/1.002 = £2,031,936.13, and £2,082,734.53."""
    owed = work(name, **AT_ONCE).loan("owed_if_paid_as_agreed")
    assert owed[8] == pytest.approx(2_031_936.13, abs=0.01)
    assert owed[20] == pytest.approx(2_082_734.53, abs=0.01)
    assert owed[118] > 2_400_000
    assert owed[119] == pytest.approx(0)


def test_a_property_linked_loan_takes_all_the_cash_that_is_left_and_no_interest(work):
    worked = work("property-linked loan")
    left, shared = worked("payments.the_months_own_cash_after_loans"), worked.loan("share_of_cash_paid")
    assert worked.loan("interest_due").max() == 0
    assert shared[36:119] == pytest.approx(np.maximum(0, left[36:119]))
    assert shared[36] > 5_000


def test_a_fund_is_paid_a_yield_on_the_homes_value_each_quarter(work):
    """Drawn at the end of April at 1.002, £2m moves with prices to 1.004 in May, 1.006 in June: 4%/12 of each."""
    due = work("fund-owned lease", **AT_ONCE).loan("interest_as_agreed")
    assert due[:6] == pytest.approx([0, 0, 2_000_000 * (1.004 + 1.006) / 1.002 * 0.04 / 12, 0, 0, due[5]])
    assert due[5] > 20_000


def test_a_social_lenders_loan_is_repaid_in_level_payments_after_a_year(work):
    """£2m at 8% over 84 months is £31,172.43 a month."""
    service = work("social lender's loan").loan("debt_service_as_agreed")
    assert service[12:96] == pytest.approx([31_172.43] * 84, abs=0.01)
    assert service[96:].max() == pytest.approx(0)


def test_a_retail_charity_bond_pays_each_half_year_and_steps_up_once_late(work):
    """6.5% of £2m is £130,000 a year; drawn at the end of month 1, it owes five months of it by month 6."""
    worked = work("retail charity bond")
    asked = worked.loan("debt_service_as_agreed")
    half_years = asked[5:120:6]
    assert half_years == pytest.approx([130_000 * 5 / 12, *[65_000] * 18, 2_065_000])
    assert asked.sum() == pytest.approx(half_years.sum())
    assert worked.loan("in_its_extension").nonzero()[0].tolist() == list(range(119, 143))
    late = worked.loan("owed")[119]
    assert worked.loan("interest_charged")[120] == pytest.approx(late * 0.075 / 12)


def test_a_crowdfunded_bond_pays_each_year_and_is_repaid_after_five(work):
    asked = work("crowdfunded bond").loan("debt_service_as_agreed")
    assert asked[11:60:12] == pytest.approx([130_000 * 11 / 12, 130_000, 130_000, 130_000, 2_130_000])
    assert np.count_nonzero(asked > 0.005) == 5


def test_quasi_equity_takes_its_share_of_revenue_until_ten_years_and_is_then_not_owed(work):
    worked = work("quasi-equity")
    revenue = worked("payments.rent_and_other_income_received")
    shared = worked.loan("share_of_revenue_paid")
    assert shared[1:120] == pytest.approx(revenue[1:120] / 10)
    assert shared[120:].max() == 0
    assert worked.loan("written_off")[119] == pytest.approx(2_000_000 - shared.sum())
    assert worked.loan("owed")[119] == pytest.approx(0)


def test_quasi_equity_never_pays_more_than_its_multiple(work):
    """A fifth of £2m is £400,000, which all of the cash would pass; at twice £2m it is never reached."""
    worked = work("quasi-equity", pricing__share="100%", pricing__most_back="0.2")
    assert worked.loan("share_of_revenue_paid").sum() == pytest.approx(400_000)
    assert work("quasi-equity", pricing__share="100%").loan("share_of_revenue_paid").sum() > 400_000


def test_a_fixed_rate_and_a_profit_share(work):
    """3% of £2m is £60,000 a year, £15,000 a quarter once all is drawn; a quarter of the cash is left."""
    worked = work("fixed plus profit share")
    quarters = worked.loan("interest_as_agreed")[26:144:3]
    assert quarters == pytest.approx([15_000] * 40)
    shared = worked.loan("share_of_cash_paid")
    left = worked("payments.social_investors_loan.the_months_own_cash_left_after_its_share")
    assert shared[39] == pytest.approx(3 * left[39])
    assert shared[39] > 5_000


def test_a_blended_loan_is_repaid_in_level_payments_after_six_months(work):
    """£2m at 7.01% over 54 months is £43,292.51 a month."""
    service = work("blended loan").loan("debt_service_as_agreed")
    assert service[6:60] == pytest.approx([43_292.51] * 54, abs=0.01)


def test_a_grant_takes_the_first_losses_of_a_blended_loan(work):
    """It is unsecured, and far too large for P3: of what is lost, £20,000 is not the lender's."""
    lost = [
        worked.run.figure(worked.run.model.measures["exit.social_investors_loan.lost"])
        for worked in (work("blended loan"), work("blended loan", security__first_loss="£0"))
    ]
    assert lost[1] - lost[0] == pytest.approx(20_000)


def test_a_near_nil_public_loan_repays_80_000_a_year(work):
    """£2m over 25 years; 0.1% on £1,960,000 for half a year is £980."""
    worked = work("near-nil public loan")
    assert worked.capital()[5:300:6] == pytest.approx([40_000] * 50)
    assert worked.loan("interest_paid")[11] == pytest.approx(980)
    assert worked.loan("owed")[299] == pytest.approx(0)


def test_community_shares_earn_at_most_three_per_cent_and_a_tenth_a_year_can_be_withdrawn(work):
    """3% of £2m is £5,000 a month; a tenth of £2m is £200,000 a year from the end of year 4."""
    worked = work("community shares")
    shared, owed = worked.loan("share_of_cash_paid"), worked.loan("owed")
    assert shared[23] == shared[35] == pytest.approx(5_000)
    assert (shared[1:] <= owed[:-1] * 0.03 / 12 + 0.005).all()
    asked = worked.loan("debt_service_as_agreed")
    assert asked[47:156:12] == pytest.approx([200_000] * 10)
    assert np.count_nonzero(asked > 0.005) == 10


def test_an_income_strip_is_paid_off_over_forty_years_by_payments_that_move_with_prices(p3):
    """£2m at 4% over the 479 months after that in which it is drawn is £8,365.85 a month; each April it rises by the
    calendar year before, 2.3% and then 2%; of prices that rise by 9%, by 4%."""
    path = p3("income-strip lease")
    paid = Worked(run(path, {"horizon": "40 years"})).loan("debt_service_as_agreed")
    assert paid[1:12] == pytest.approx([8_365.85] * 11, abs=0.01)
    assert paid[12:24] == pytest.approx([8_365.85 * 1.023] * 12, abs=0.01)
    assert paid[25:36] == pytest.approx([8_365.85 * 1.023 * 1.02] * 11, abs=0.01)
    dear = Worked(run(path, {"horizon": "40 years", "economy.consumer_prices": "9%"}))
    assert dear.loan("debt_service_as_agreed")[479] == pytest.approx(8_365.85 * 1.04**39, rel=1e-6)
    assert dear.loan("owed_if_paid_as_agreed")[479] == pytest.approx(0, abs=0.01)


def test_a_council_on_lends_in_level_half_yearly_payments(work):
    """At 3.375% a half-year £2m over 50 of them is £83,354.52, of which £15,854.52 is the first's capital."""
    worked = work("council on-lending", **AT_ONCE)
    assert worked.loan("repayment_as_agreed")[5] == pytest.approx(15_854.52, abs=0.01)
    asked = worked.loan("debt_service_as_agreed")
    assert asked[11:300:6] == pytest.approx([83_354.52] * 49, abs=0.01)


def test_an_outcome_linked_loan_is_paid_from_cash_alone_and_no_more_after_five_years(work):
    """What P3's cash leaves in five years is far from £2m, and the rest is the investor's loss; at most a quarter more
    than was put in ever goes back: here a twentieth, £100,000."""
    worked = work("outcome-linked loan")
    assert worked.paid()[60:].max() == 0
    assert worked.loan("written_off")[59] == pytest.approx(2_000_000 - worked.paid().sum())
    assert work("outcome-linked loan", pricing__most_back="0.05").paid().sum() == pytest.approx(100_000)


def test_revolving_credit_is_swept_drawn_again_and_lapses(p3):
    """2.5% over 3.75% is 6.25%. £2m less what is drawn costs 0.5% a year, £833.33 in the first month."""
    worked = Worked(run(p3("revolving credit"), {"reserves.liquidity": "£0"}))
    assert worked.loan("rate_over_what_it_follows") == pytest.approx(0.0625)
    assert worked.loan("commitment_fee")[0] == pytest.approx(833.33, abs=0.01)
    assert worked.loan("swept")[:60].sum() > 0
    undrawn = worked.loan("undrawn")
    room = 2_000_000 - np.cumsum(worked.loan("drawn_in_all")) + np.cumsum(worked.capital())
    assert undrawn[:59] == pytest.approx(room[:59], abs=0.005)
    assert worked.loan("lapsed")[59] > 0
    assert undrawn[59:] == pytest.approx(0, abs=0.005)
