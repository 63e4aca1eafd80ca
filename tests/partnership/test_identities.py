"""Identities over random partnerships.

Each example is one partnership drawn at random and worked seven times: as stated, in plain floats; and six times as
numpy rows: as stated, with more capital needed, with contracts of three lengths on which nothing depends, and with
other rates. Every identity is asked of every one of the rows.

The examples are the same in every run, so that a red run is the fault of the change and not of luck;
MODELLER_EXPLORE=1 draws fresh ones.
"""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from modeller.partnership.assemble import assemble
from modeller.scenario import read
from tests.partnership import borrowing, endings, granted, identities, promises, secured, spending
from tests.partnership.giving import giving
from tests.partnership.look import Look
from tests.partnership.strategies import scenarios

IDENTITIES = (
    *identities.IDENTITIES,
    *borrowing.BORROWING,
    *promises.PROMISES,
    *endings.IDENTITIES,
    *granted.IDENTITIES,
    *spending.IDENTITIES,
    *secured.IDENTITIES,
)
RANDOM = settings(
    deadline=None,
    database=None,
    derandomize=os.environ.get("MODELLER_EXPLORE") != "1",
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
BASE_CASE = Path(__file__).parents[2] / "scenarios" / "p3-west-lindsey.yaml"
PAST_THE_CONTRACT = 125  # a month
STATED, MORE_CAPITAL, SHORT, MIDDLING, LONG, OTHER = range(6)
ON_THE_CONTRACT = (
    "depends_on_contract",
    "clawback_over",
    "void_guarantee",
    "ending_cost",
    "reversion",
    "path.broken",
    "retender.cost",
    "retender.mobilisation",
    "commissioner.avoided",
    "retender.council_cost",
    "contract_management",
    "turnover",
)
"""What is set to nil so that nothing depends on the contract; with no turnover no home is sold when it ends."""
OF_THE_CONTRACTS_END = (
    "when_the_contract_ends",
    "owed_to_all_lenders",
    "for_each_pound_of_the_contract",
    "while_the_contract_repays",
    "contract_ends_or_the_months_do",
    "within_the_contract",
    "without_the_contract",
    "counted_of_the_contract",
    "tested_for_cash_of_the_contract",
)
MORE = 50_000
"""What a further need of capital adds to working capital at signing."""


def varied(partnership):
    """Changes for six scenarios: see above."""
    inputs, months = partnership.model.inputs, partnership.model.months
    changes = {key: np.full(6, each.value) for key, each in inputs.items() if _may_vary(key)}
    for key, figures in changes.items():
        if key.endswith((*ON_THE_CONTRACT, "lives_cut_to_contract")):
            figures[SHORT : LONG + 1] = 0
    changes["contract.committed"][SHORT : LONG + 1] = [1, max(2, months // 2), months + 60]
    changes["reserves.working_capital"][MORE_CAPITAL] += MORE
    changes["rent.voids"][OTHER] = 1 - changes["rent.voids"][OTHER]
    for loan in partnership.scenario.finance:
        changes[f"finance.{loan.slug}.interest"][OTHER] /= 2
    return changes


def _may_vary(key):
    return key.endswith(
        (*ON_THE_CONTRACT, "lives_cut_to_contract", "committed", "working_capital", ".interest", "voids")
    )


def rows_agree_with_floats(partnership, floats, rows):
    """Both workings of the same text give the same figures in every line and measure."""
    for item in partnership.model.written:
        one, many = floats[item][..., 0], rows[item][..., STATED]
        np.testing.assert_allclose(many, one, rtol=1e-9, atol=1e-6, err_msg=item.key)


def contract_length_changes_nothing(look):
    """Where nothing depends on the contract its length changes no line but the contract's own."""
    for item in look.p.model.written:
        of_the_contract = item.key.startswith("contract.") and "compensation" not in item.key
        if not of_the_contract and not item.key.endswith(OF_THE_CONTRACTS_END):
            figures = look.results[item][..., SHORT : LONG + 1]
            alike = figures[..., :1].repeat(3, axis=-1)  # but for what is left of subtracting like sums
            np.testing.assert_allclose(figures, alike, rtol=1e-9, atol=1e-6, err_msg=item.key)


def more_capital_never_lowers_draws(look):
    """With more to pay for at signing, no less has been drawn by any month; revolving credit looks at cash instead."""
    if any(loan.drawing.redrawn for loan in look.p.scenario.finance):
        return
    drawn = np.cumsum(look(look.p.funding.drawn), axis=0)
    assert np.all(drawn[:, MORE_CAPITAL] >= drawn[:, STATED] - 1e-6)


def everything_holds(scenario):
    """Work a partnership out as stated and varied, and ask everything of it."""
    partnership = assemble(scenario)
    changes = varied(partnership)
    floats, rows = partnership.model.work(), partnership.model.work(changes)
    rows_agree_with_floats(partnership, floats, rows)
    look = Look(partnership, rows, changes)
    for holds in IDENTITIES:
        holds(look)
    contract_length_changes_nothing(look)
    more_capital_never_lowers_draws(look)


@settings(RANDOM, max_examples=300)
@given(scenarios(most_months=48))
def test_every_identity_holds_of_every_short_partnership(scenario):
    everything_holds(scenario)


@pytest.mark.slow
@settings(RANDOM, max_examples=200)
@given(scenarios(most_months=120))
def test_every_identity_holds_of_every_partnership(scenario):
    everything_holds(scenario)


@pytest.fixture(scope="module")
def base_case():
    partnership = assemble(read(BASE_CASE).scenario)
    return partnership, partnership.model.work()


def test_every_identity_holds_of_the_base_case(base_case):
    for holds in IDENTITIES:
        holds(Look(*base_case))


BOUGHT_BACK = "homes.bought_in_the_first_year.homes_that_the_council_buys_back"
SPOILED = (
    (identities.everything_is_a_figure, "rent.all_homes.bad_debts", np.nan),
    (identities.the_balance_sheet_balances, "accounts.income_and_expenditure.interest", 1),
    (identities.sources_are_uses, "funding.uses", 1),
    (identities.cash_is_conserved, "payments.costs_paid", 1),
    (identities.cash_flow_is_the_movement_in_cash, "accounts.cash_flow.interest_paid", 1),
    (identities.creditors_are_carried, "payments.owed_to_creditors", 1),
    (identities.the_reserve_keeps_its_bounds, "payments.debt_service_reserve.debt_service_reserve", 100_000),
    (identities.returns_are_returns, "returns.bank_loan.lenders_flow", 1000),
    (identities.homes_are_conserved, "homes.bought_in_the_first_year.homes_held", 1),
    (granted.grants_never_exceed_their_amount, "grants.west_lindsey_grant.grant_to_date", 1),
    (granted.clawback_is_carried, "payments.clawback.owed_to_the_council", 1),
    (identities.the_guarantee_ends_with_the_contract, "rent.all_homes.void_guarantee_from_the_council", 1),
    (identities.rent_is_accounted_for, "rent.all_homes.rent_and_void_guarantee_received", 1),
    (identities.debtors_are_what_is_on_its_way, "income.all_other_income.owed_by_debtors", 1),
    (identities.grants_in_the_accounts_are_conserved, "accounts.grants.deferred_grant", 1),
    (identities.the_first_breach_is_the_first, "cover.bank_loan.breach", 1),
    (endings.the_contract_runs_as_the_path_says, "contract.tender", 1),
    (endings.the_price_is_the_contracts, "contract.contract_income_of_its_first_price", 1),
    (endings.capacity_is_the_sum_of_its_parts, "lending.bank_loan.capacity_level", 1),
    (endings.capacity_is_the_sum_of_its_parts, "lending.bank_loan.short_of_what_is_asked", 1),
    (endings.capacity_is_the_sum_of_its_parts, "lending.bank_loan.lent", 1),
    (endings.planned_cash_leaves_out_finance, "lending.planned_cash.homes_planned", 1),
    (endings.planned_cash_leaves_out_finance, "lending.planned_cash.rent_that_lasts", 1_000_000),
    (endings.a_called_loan_has_one_fate, "exit.social_investors_loan.fate", 1),
    (endings.a_called_loan_has_one_fate, "exit.social_investors_loan.lost", 1),
    (endings.a_called_loan_has_one_fate, "exit.social_investors_loan.homes_sold", 1_000),
    (endings.homes_sold_in_time_repay_the_loan, "exit.social_investors_loan.homes_sold", 1),
    (endings.homes_sold_in_time_repay_the_loan, "exit.social_investors_loan.homes_sold", -1),
    (endings.a_called_loan_comes_back_or_is_lost, "exit.social_investors_loan.lost", 1),
    (endings.a_called_loan_comes_back_or_is_lost, "returns.social_investors_loan.lenders_flow_with_the_exit", 1),
    (endings.a_loan_is_called_once_it_may_be, "exit.social_investors_loan.called", 1),
    (endings.homes_retained_are_homes, "homes_retained", 1),
    (endings.what_is_repaid_early_was_raised, "loans.bank_loan.repaid_early", 1_000_000),
    (endings.what_is_repaid_early_was_raised, "homes.all_homes.homes_sold_less_the_cost_of_selling", 1),
    (endings.what_is_repaid_early_was_raised, "contract.compensation.compensation_from_the_council", 1),
    (endings.the_councils_account_adds_up, "council.revenue", 1),
    (endings.the_councils_account_adds_up, "council.minimum_revenue_provision", 1),
    (endings.the_councils_account_adds_up, "council_worth", 1),
    (endings.the_councils_account_adds_up, "homes.all_homes.overage_to_the_council", 1),
    (granted.grants_never_exceed_their_amount, "grants.coordination.grant_to_date", 1),
    (granted.grants_never_exceed_their_amount, "grants.west_lindsey_grant.never_paid", 1),
    (granted.grants_never_exceed_their_amount, "grants.west_lindsey_grant.clawback", 1),
    (granted.clawback_is_carried, "payments.clawback.clawback_paid", 1),
    (granted.clawback_is_carried, "payments.clawback.owed_to_the_council_with_recycled_grant", 1),
    (granted.the_council_has_its_part_of_homes_sold, "homes.bought_in_the_first_year.overage_to_the_council", 1),
    (granted.the_council_has_its_part_of_homes_sold, "homes.bought_in_the_first_year.homes_sold_less_overage", 1),
    (
        granted.the_council_has_its_part_of_homes_sold,
        "homes.bought_in_the_first_year.homes_that_the_council_buys_back",
        1,
    ),
    (identities.cash_is_conserved, "grants.all_grants.revenue_grants_received", 1),
    (secured.a_cure_is_what_is_short, "cover.bank_loan.cure_of_debt_service_cover", 1),
    (secured.a_cure_is_what_is_short, "cover.bank_loan.covenant_on_loan_to_value_broken", 1),
    (secured.prior_claims_are_on_the_same_homes, "exit.social_investors_loan.owed_to_those_above", 1),
    (secured.no_loan_takes_anothers_homes, "homes_sold", 1),
    (secured.losses_are_borne_once, "exit.social_investors_loan.lost", 1),
    (secured.losses_are_borne_once, "exit.social_investors_loan.absorbed_by_the_first_loss_layer", 1),
    # homes sold and compensation, where they enter what held before
    (identities.cash_is_conserved, "homes.all_homes.homes_sold_less_the_cost_of_selling", 1),
    (identities.cash_is_conserved, "contract.compensation.compensation_from_the_council", 1),
    (identities.cash_flow_is_the_movement_in_cash, "homes.all_homes.homes_sold_less_the_cost_of_selling", 1),
    (identities.cash_flow_is_the_movement_in_cash, "contract.compensation.compensation_from_the_council", 1),
    (identities.homes_are_conserved, "homes.bought_in_the_first_year.homes_sold_in_the_month", 1),
    # what a scenario may state of its costs, and the base case does not
    (spending.components_are_renewed_in_their_months, "costs.renewals_kitchens.homes_renewed", 100),
    (spending.tax_is_on_each_years_result, "costs.corporation_tax.tax_owed", 1),
    (spending.tax_is_on_each_years_result, "costs.corporation_tax.tax_charged", 1),
    (spending.leases_are_the_rents_to_come, "accounts.all_leases.lease_liability", 1),
    (spending.leases_are_the_rents_to_come, "accounts.all_leases.right_of_use", 1),
    (identities.the_balance_sheet_balances, "costs.corporation_tax.tax_charged", 1),
    (identities.the_balance_sheet_balances, "accounts.all_leases.lease_liability_released", 1),
    (identities.creditors_are_carried, "costs.corporation_tax.tax_falling_due", 1),
)


ONLY_AT_THE_END = (
    "homes.all_homes.homes_sold_less_the_cost_of_selling",
    "homes.bought_in_the_first_year.homes_sold_in_the_month",
    "contract.compensation.compensation_from_the_council",
    "loans.bank_loan.repaid_early",
)


ONLY_OF_WHAT_IS_GIVEN = (
    "grants.coordination.grant_to_date",
    "grants.west_lindsey_grant.never_paid",
    "grants.west_lindsey_grant.clawback",
    "grants.all_grants.revenue_grants_received",
    "payments.clawback.clawback_paid",
    "payments.clawback.owed_to_the_council_with_recycled_grant",
    "homes.bought_in_the_first_year.overage_to_the_council",
    "homes.bought_in_the_first_year.homes_sold_less_overage",
    BOUGHT_BACK,
    "homes.all_homes.overage_to_the_council",
)


@pytest.fixture(scope="module")
def giving_case(tmp_path_factory):
    partnership = assemble(giving(tmp_path_factory.mktemp("giving")))
    return partnership, partnership.model.work()


def test_every_identity_holds_of_the_giving_case(giving_case):
    for holds in IDENTITIES:
        holds(Look(*giving_case))


@pytest.fixture(scope="module")
def lossy_case():
    """The base case with its second loan secured on homes that do not repay it, and a layer that absorbs some of it."""
    loan = "finance.social_investors_loan"
    charged = {f"{loan}.security.homes": "Bought in the third year", f"{loan}.security.first_loss": "£50,000"}
    partnership = assemble(read(BASE_CASE, charged).scenario)
    return partnership, partnership.model.work()


def test_every_identity_holds_of_a_loan_that_loses(lossy_case):
    partnership, results = lossy_case
    (_, leave) = partnership.exits.loans
    assert results[leave.absorbed][0] == 50_000
    assert results[leave.lost][0] > 0
    for holds in IDENTITIES:
        holds(Look(*lossy_case))


@pytest.fixture(scope="module")
def ending_case(tmp_path_factory):
    """The base case with what it leaves out of its ending: some homes are sold, and a break would pay."""
    top = tmp_path_factory.mktemp("ending") / "ending.yaml"
    breaks = "breaks: [{at: 60 months, probability: 5%, compensation: unamortised capital}]"
    top.write_text(f"extends: {BASE_CASE}\ncontract:\n  {breaks}\n", "utf-8")
    sold = {"homes.bought_in_the_first_year.sold_on_ending": "yes", "lending.resized": "yes"}
    partnership = assemble(read(top, sold).scenario)
    return partnership, partnership.model.work()


def test_every_identity_holds_of_the_ending_case(ending_case):
    for holds in IDENTITIES:
        holds(Look(*ending_case))


OF_THE_COSTS = ("costs.renewals_kitchens", "costs.corporation_tax", "accounts.all_leases")


@pytest.fixture(scope="module")
def costs_case(tmp_path_factory):
    """The base case with components that are renewed, tax, and a lease."""
    top = tmp_path_factory.mktemp("costs") / "costs.yaml"
    components = "components: [{name: Kitchens, cost: £6k a home, every: 8 years, first: 5 years}]"
    lease = "costs: [{name: Office, fixed: £24k a year, lease: 12 years}]"
    top.write_text(f"extends: {BASE_CASE}\nmajor_repairs:\n  {components}\n{lease}\n", "utf-8")
    stated = {"accounts.corporation_tax": "25%", "accounts.lease_rate": "6%"}
    partnership = assemble(read(top, stated).scenario)
    return partnership, partnership.model.work()


def test_every_identity_holds_of_the_costs_case(costs_case):
    for holds in IDENTITIES:
        holds(Look(*costs_case))


@pytest.fixture(scope="module")
def patient_case():
    """The base case with a lender that waits until enough tenancies have ended: five years free 28 homes, for 20."""
    partnership = assemble(read(BASE_CASE, {"exit.sale_period": "60 months"}).scenario)
    return partnership, partnership.model.work()


def spoilt(results, line, by):
    """The results with one figure of a line, or a measure, that much out."""
    kept = "rows" if line.monthly else "once"
    figures = getattr(results, kept)[id(line)].copy()
    figures[PAST_THE_CONTRACT if line.monthly else 0] += by
    return replace(results, **{kept: {**getattr(results, kept), id(line): figures}})


def case_of(holds, key):
    """The case in which an identity has something to say of a line."""
    if key in ONLY_OF_WHAT_IS_GIVEN:
        return "giving_case"
    if key in ONLY_AT_THE_END:
        return "ending_case"
    if key.startswith(OF_THE_COSTS):
        return "costs_case"
    return {
        endings.homes_sold_in_time_repay_the_loan: "patient_case",
        secured.losses_are_borne_once: "lossy_case",
    }.get(holds, "base_case")


@pytest.mark.parametrize(("holds", "key", "by"), SPOILED, ids=[f"{holds.__name__}: {key}" for holds, key, _ in SPOILED])
def test_an_identity_fails_where_one_figure_is_spoiled(request, holds, key, by):
    partnership, results = request.getfixturevalue(case_of(holds, key))
    with pytest.raises(AssertionError):
        holds(Look(partnership, spoilt(results, partnership.model.by_key[key], by)))


def test_every_identity_is_shown_to_fail():
    elsewhere = {*borrowing.BORROWING, *promises.PROMISES}  # in test_borrowing.py
    assert {holds for holds, _, _ in SPOILED} == set(IDENTITIES) - elsewhere
