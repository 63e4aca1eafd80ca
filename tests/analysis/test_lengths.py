"""Every contract length at once, against plain runs of one length and one path; and what must hold between lengths."""

import math
import os
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from modeller.analysis.run import run
from modeller.analysis.terms.batch import work_lengths
from modeller.analysis.terms.lengths import Measures, lengths_worked
from modeller.partnership.assemble import assemble
from modeller.partnership.exits import NOT_CALLED
from modeller.partnership.rates import RATES
from modeller.scenario import read
from modeller.scenario.reading import checked
from tests.analysis.small import LENGTHS, partnerships, renewals

SCENARIOS = Path(__file__).parents[2] / "scenarios"
RANDOM = settings(
    deadline=None,
    database=None,
    derandomize=os.environ.get("MODELLER_EXPLORE") != "1",
    suppress_health_check=list(HealthCheck),
)
PENNY = 0.005
NEVER = 10_000  # a month after all months


# --- any length is a plain run of that length -----------------------------------------------------------------------


def same(found, plain, name):
    np.testing.assert_allclose(found, plain, rtol=1e-9, atol=1e-6, err_msg=name)


def view_is(view, partnership, results, path):
    """Every figure of a view, on its path of this number, is what a plain run gives."""
    measures = Measures(partnership)
    for name, measure in measures.whole.items():
        same(view.figures[name].each[path], results[measure][0], name)
    for names, lender in zip(measures.loans, view.lenders, strict=True):
        for name, measure in names.items():
            same(lender.figures[name].each[path], results[measure][0], f"{lender.name}: {name}")
    if path:
        return
    same(view.figures["deficit_years"].without_renewal, results[partnership.outcome.deficit_years][0], "deficit years")
    same(view.owed, sum(results[loan.owed][:, 0] for loan in partnership.payments.loans), "owed")
    years = np.array(partnership.model.calendar_row("financial_year"))
    for budget in view.budgets:
        for name, line in measures.budget.items():
            of_the_year = results[line][1:, 0][years[1:] == budget.year]
            same(getattr(budget, name), of_the_year.sum(), f"{name} in {budget.year}")


FILES = {
    "p3-west-lindsey.yaml": (2, 10, 30),
    "p3-three-year-contract.yaml": (2, 3, 12),
    "p3-all-property-linked.yaml": (3,),
    "p3-concessionary.yaml": (10,),
    "supported-housing-lease.yaml": (2, 3, 8),
    "ten-homes.yaml": (1, 10, 40),
}


P3 = [name for name in FILES if name.startswith("p3")]  # 30 years of four lots and two loans, run some nine times


@pytest.mark.parametrize("name", [pytest.param(name, marks=pytest.mark.slow) if name in P3 else name for name in FILES])
def test_any_length_and_path_is_a_plain_run_with_them_set(name):
    lengths = [12 * years for years in FILES[name]]
    partnership = assemble(read(SCENARIOS / name).scenario)
    for months, length in zip(lengths, lengths_worked(partnership, lengths), strict=True):
        for number in {0, len(length.paths) // 2, len(length.paths) - 1}:
            path = length.paths[number]
            chosen = dict(zip(("extended", "broken", "won"), path.choice, strict=True))
            settings = {f"contract.path.{key}": f"{value}" for key, value in chosen.items()}
            plain = run(SCENARIOS / name, {"contract.committed": f"{months} months", **settings})
            view_is(length.stated, plain.partnership, plain.results, number)
            assert number == 0 or plain.figure(plain.partnership.lenders[0].lent)  # figures, and not nought for nought
        resized = {"contract.committed": f"{months} months", "lending.resized": "yes"}
        again = run(SCENARIOS / name, resized)
        view_is(length.resized, again.partnership, again.results, 0)
        same(length.gap, again.results[again.partnership.lending.gap][0], "gap")


def test_every_scenario_file_is_among_them():
    assert set(FILES) == {path.name for path in SCENARIOS.glob("*.yaml")}


@settings(RANDOM, max_examples=8)
@given(partnerships(contract=renewals()))
def test_expected_figures_are_the_sums_over_plain_runs(partnership):
    """Each path worked alone, in plain floats, and added up by its chance."""
    lengths = [12, 60]
    for months, length in zip(lengths, lengths_worked(partnership, lengths), strict=True):
        chances = [path.chance for path in length.paths]
        runs = [worked_alone(partnership, months, path) for path in length.paths]
        for number, results in enumerate(runs):
            view_is(length.stated, partnership, results, number)
        sums = Measures(partnership)
        for name, measure in sums.whole.items():
            same(length.stated.figures[name].expected, summed(chances, runs, measure), name)
        for names, lender, leave in zip(sums.loans, length.stated.lenders, partnership.exits.loans, strict=True):
            for name, measure in names.items():
                same(lender.figures[name].expected, summed(chances, runs, measure), name)
            same(lender.loss, summed(chances, runs, leave.lost_today), "loss")
            kept = [float(results[leave.fate][0] == NOT_CALLED) for results in runs]
            same(lender.chance, math.fsum(c * k for c, k in zip(chances, kept, strict=True)), "chance")
        for lender, returns in zip(length.stated.lenders, partnership.lenders, strict=True):
            flows = [results[returns.with_exit.flow][:, 0] for results in runs]
            expected = sum(chance * flow for chance, flow in zip(chances, flows, strict=True))
            is_a_return(lender.expected_return, expected)


def worked_alone(partnership, months, path):
    keys = ("contract.path.extended", "contract.path.broken", "contract.path.won")
    chosen = {key: float(value) for key, value in zip(keys, path.choice, strict=True)}
    known = {key: value for key, value in chosen.items() if key in partnership.model.inputs}
    return partnership.model.work({"contract.committed": float(months), **known})


def summed(chances, runs, measure):
    likely = [(chance, float(results[measure][0])) for chance, results in zip(chances, runs, strict=True) if chance]
    return math.fsum(chance * figure for chance, figure in likely)


def is_a_return(rate, flow):
    """The flows expected are worth nothing at it; there is none where less than half of what goes out comes back.

    Nor is there where their worth does not change sign just once along the rates at which it is looked at.
    """
    signs = [(flow[1:] * (1 + each) ** (-np.arange(1, len(flow)) / 12)).sum() > 0.005 for each in RATES]
    one_fits = sum(one != other for one, other in pairwise(signs)) == 1
    if not one_fits:
        assert math.isnan(rate)
    elif math.isnan(rate):
        assert flow[flow > 0].sum() <= -flow[flow < 0].sum() / 2 + 1 or not flow.any()
    else:
        worth = flow * (1 + rate) ** (-np.arange(len(flow)) / 12)
        assert abs(worth.sum()) <= 1e-6 * abs(worth).sum()


def test_the_return_of_the_flows_expected_is_of_each_path_by_its_chance():
    """Two in ten that a year's contract runs for nine more: what is then paid counts for two in ten, and no more."""
    extensions = [{"length": "9 years", "probability": "20%"}]
    partnership = one_home(contract={"committed": "10 years", "extensions": extensions})
    (length,) = lengths_worked(partnership, [12])
    (lender,), (returns,) = length.stated.lenders, partnership.lenders
    assert [path.chance for path in length.paths] == pytest.approx([0.8, 0.2])
    runs = [worked_alone(partnership, 12, path) for path in length.paths]
    flows = [results[returns.with_exit.flow][:, 0] for results in runs]
    is_a_return(lender.expected_return, 0.8 * flows[0] + 0.2 * flows[1])
    with pytest.raises(AssertionError):
        is_a_return(lender.expected_return, 0.2 * flows[0] + 0.8 * flows[1])


# --- a longer contract and what lenders lose ------------------------------------------------------------------------


def by_length(partnership, wanted, *, bare):
    return work_lengths(partnership, LENGTHS, wanted, bare=bare)


@settings(RANDOM, max_examples=25)
@given(partnerships(secured=False))
def test_unrenewed_a_longer_contract_never_raises_a_loss_where_nothing_secures_the_loans(partnership):
    """True where: the debt is as stated and all drawn at signing; the contract's income is never less than the costs
    that end with it, and is paid as it is earned; nothing follows it at once better than it; it sets off no clawback,
    reversion, sale, compensation or cost; and there is nothing to sell or refinance, no reserve and no recourse.

    For then more cash is in hand in every month, so no more is ever owed, no loan is called sooner, and what is owed,
    in money of signing, only falls. Where loans are secured it is not true: see below.
    """
    exits = partnership.exits.loans
    batch = by_length(partnership, [leave.lost_today for leave in exits], bare=True)
    for leave in exits:
        assert np.all(np.diff(batch.without_renewal(leave.lost_today)) <= PENNY)


@settings(RANDOM, max_examples=25)
@given(partnerships(secured=False, contract=renewals(breaks=False)))
def test_with_renewals_a_longer_contract_never_raises_an_expected_loss_where_nothing_secures_the_loans(partnership):
    """True where it is without renewal and: no break (which only a longer contract may reach: see below), no gap before
    a contract won, no cost of tendering, and no price above the first contract's.
    """
    exits = partnership.exits.loans
    batch = by_length(partnership, [leave.lost_today for leave in exits], bare=False)
    for leave in exits:
        assert np.all(np.diff(batch.expected(leave.lost_today)) <= PENNY)


@settings(RANDOM, max_examples=25)
@given(partnerships())
def test_a_longer_contract_leaves_no_more_owed_and_no_loan_called_sooner(partnership):
    """What is left of it where loans are secured, reserved for, drawn over years and tested: true of every month, on
    the same terms as above but for security. What is lost also hangs on what homes are worth when a loan is called.
    """
    exits, loans = partnership.exits.loans, partnership.payments.loans
    batch = by_length(partnership, [*(leave.called for leave in exits), *(loan.owed for loan in loans)], bare=True)
    for leave, loan in zip(exits, loans, strict=True):
        called = batch.without_renewal(leave.called)
        assert np.all(np.diff(np.where(called > 0, called, NEVER)) >= 0)
        assert np.all(np.diff(batch.results[loan.owed], axis=-1) <= PENNY)


def one_home(**over):
    """A home of which the service pays all: £100,000 of interest-only debt at 12%, and £12,000 a year to pay it."""
    stated = {
        "title": "One home",
        "start": "2026-04",
        "horizon": "10 years",
        "contract": {"committed": "5 years"},
        "economy": dict.fromkeys(
            ("consumer_prices", "september_cpi", "earnings", "building_maintenance", "house_prices"), "0%"
        ),
        "rent": {"margin": "0%", "voids": "0%", "bad_debts": "0%"},
        "homes": [{"name": "Home", "bought": "1", "price": "£100,000", "value": "£80,000", "rent": "£0 a week"}],
        "income": [{"name": "Service", "amount": "£12,000 a year", "depends_on_contract": "100%"}],
        "grants": [{"name": "Grant", "amount": "£6,000"}],
        "finance": [
            {
                "name": "Loan",
                "amount": "£100,000",
                "interest": "12%",
                "repayment": {"shape": "bullet", "over": "20 years"},
            }
        ],
        "reserves": {"working_capital": "£6,000"},
        "exit": {"fall_in_value": "0%", "sale_costs": "0%"},
    }
    return assemble(checked({**stated, **over}))


def losses(partnership, lengths, *, bare=True):
    (leave,) = partnership.exits.loans
    batch = work_lengths(partnership, lengths, [leave.lost_today, leave.called], bare=bare)
    return batch.expected(leave.lost_today), batch.expected(leave.called)


def test_a_longer_contract_may_lose_more_where_a_covenant_calls_the_loan_before_it_is_in_arrears():
    """Six months: the cover of the first March is broken, and the loan is called with nothing in arrears, £20,000 more
    than the home brings. Twelve: the cover holds, cash runs out in the next October, and by the time four months are
    unpaid £4,060 of interest has been added. So what is lost is not a matter of length alone.
    """
    loan = {
        "name": "Loan",
        "amount": "£100,000",
        "interest": "12%",
        "repayment": {"shape": "bullet", "over": "20 years"},
        "covenants": {"tested_from": "12 months", "debt_service_cover": "0.9"},
    }
    lost, called = losses(one_home(finance=[loan]), [6, 12])
    assert called.tolist() == [12, 23]
    assert lost == pytest.approx([20_000 * 1.01**-12, (100_000 * 1.01**4 - 80_000) * 1.01**-23])
    assert lost[1] > lost[0]


def test_a_longer_contract_may_lose_more_where_values_fall():
    """The later a loan is called, the less the home brings."""
    falling = dict.fromkeys(("consumer_prices", "september_cpi", "earnings", "building_maintenance"), "0%")
    lost, called = losses(one_home(economy={**falling, "house_prices": "-15%"}), [6, 60])
    assert called[1] > called[0]
    assert lost[1] > lost[0]


def test_a_longer_contract_may_be_expected_to_lose_more_where_only_it_can_be_broken():
    """A contract of a year is tendered, and surely won, for as long as there are months; one of three is surely broken
    in its second year, and no tender follows a break.
    """
    retender = {"win": "100%", "length": "10 years"}
    breaks = [{"at": "18 months", "probability": "100%"}]
    lost, called = losses(
        one_home(contract={"committed": "3 years", "breaks": breaks, "retender": retender}), [12, 36], bare=False
    )
    assert called.tolist() == [0, 29]
    assert lost.tolist() == pytest.approx([0, (100_000 * 1.01**4 - 80_000) * 1.01**-29])


def test_losses_of_the_small_partnerships_do_move():
    """So that “never raises” is not said of figures that stand still."""
    lost, _ = losses(one_home(), [6, 12, 36, 60, 120])
    assert lost[-1] == 0
    assert np.all(np.diff(lost) < 0)


def test_a_loan_on_which_nothing_is_owed_is_not_called():
    """Paid off by the council after a break in its first year; the cover of later years is then nobody's concern."""
    loan = {
        "name": "Loan",
        "amount": "£100,000",
        "interest": "12%",
        "repayment": {"shape": "bullet", "over": "20 years"},
        "covenants": {"tested_from": "12 months", "debt_service_cover": "0.9"},
    }
    breaks = [{"at": "6 months", "probability": "100%", "compensation": "senior debt outstanding"}]
    partnership = one_home(finance=[loan], contract={"committed": "5 years", "breaks": breaks})
    (length,) = lengths_worked(partnership, [60])
    (lender,) = length.stated.lenders
    assert lender.figures["repaid"].expected == 7
    assert (lender.figures["called"].expected, lender.chance, lender.loss) == (0, 1, 0)


# --- capacity -------------------------------------------------------------------------------------------------------


@settings(RANDOM, max_examples=25)
@given(partnerships(contract=renewals()))
def test_sculpted_capacity_never_falls_with_length_where_what_depends_is_never_less_than_nothing(partnership):
    """True where the debt is as stated (re-sized, what ranks above grows too, and leaves less), and in no month is the
    cash that depends on the contract negative.
    """
    capacities = [each.by_cover.sculpted for each in partnership.lending.capacities if each and each.by_cover]
    batch = by_length(partnership, capacities, bare=True)
    for capacity in capacities:
        assert np.all(np.diff(batch.without_renewal(capacity)) >= -PENNY)


def sized(**service):
    loan = {
        "name": "Loan",
        "amount": "£100,000",
        "interest": "12%",
        "repayment": {"shape": "annuity", "over": "10 years"},
        "sizing": {"target_cover": "1.2", "by": "sculpted"},
    }
    income = [
        {"name": "Service", "amount": "£12,000 a year", "depends_on_contract": "100%"},
        {"name": "Other", "amount": "£20,000 a year"},
    ]
    costs = [{"name": "Staff", "fixed": f"£{service['costs']} a year", "depends_on_contract": "100%"}]
    partnership = one_home(finance=[loan], income=income, costs=costs)
    return [each.capacity for each in lengths_worked(partnership, [12, 36, 60], bare=True)]


def test_sculpted_capacity_rises_with_a_service_that_earns_and_falls_with_one_that_does_not():
    assert np.all(np.diff(sized(costs=6_000)) > 0)
    assert np.all(np.diff(sized(costs=18_000)) < 0)


# --- where length says nothing --------------------------------------------------------------------------------------

TOLD_AT_THE_END = {"owed_at_contract_end", "exit_cover", "exit_cover_stressed", "at_risk", "step_in"}
WITHIN_AND_AFTER = {"lowest_cover_within", "lowest_cover_after"}
COUNTED = {"capacity", "capacity_level", "capacity_sculpted", "short"}


def figures(view, out):
    """Every figure expected, but those left out."""
    named = [("", view.figures), *((lender.name, lender.figures) for lender in view.lenders)]
    found = {(of, name): spread.expected for of, names in named for name, spread in names.items() if name not in out}
    for lender in view.lenders:
        found |= {(lender.name, name): getattr(lender, name) for name in ("loss", "chance", "expected_return")}
    return found


def alike(found, out):
    first, *others = (figures(view, out) for view in found)
    assert first
    for other in others:
        np.testing.assert_allclose(list(other.values()), list(first.values()), rtol=1e-9, atol=1e-6)


@settings(RANDOM, max_examples=12)
@given(partnerships(depends=False, contract=renewals()))
def test_where_nothing_depends_on_the_contract_every_length_is_the_same(partnership):
    """True where nothing is clawed back, goes back, is sold or costs anything at a tender or an ending, for every
    figure but those that say where things stand at the contract's end, or within it and after it.
    """
    found = lengths_worked(partnership, LENGTHS)
    out = TOLD_AT_THE_END | WITHIN_AND_AFTER
    alike([each.stated for each in found], out)
    alike([each.resized for each in found], out)
    for each in found[1:]:
        same([each.gap, each.forgone], [found[0].gap, found[0].forgone], "gap")
        same(each.stated.owed, found[0].stated.owed, "owed")
        assert each.stated.budgets == found[0].stated.budgets
        for one, other in zip(each.stated.lenders, found[0].stated.lenders, strict=True):
            assert one.verdict.kind == other.verdict.kind


CERTAIN = {
    "won for certain": {"retender": {"win": "100%", "length": "3 years"}},
    "extended for certain, to the end": {"extensions": [{"length": "20 years", "probability": "100%"}]},
}


@pytest.mark.parametrize("name", CERTAIN)
def test_where_renewal_is_certain_every_length_is_as_the_longest(name):
    """True where there is no gap, no cost and the same price, for every figure expected of the debt as stated but what
    lenders count as committed, and what stands when the contract ends, which it does later or never.
    """

    @settings(RANDOM, max_examples=8)
    @given(partnerships(contract=renewals(breaks=False).map(lambda _: CERTAIN[name])))
    def holds(partnership):
        found = lengths_worked(partnership, LENGTHS)
        alike([each.stated for each in found], TOLD_AT_THE_END | COUNTED | {"deficit_years"})

    holds()


def test_a_chance_of_one_in_ten_that_it_is_lost_would_be_found():
    """The same, but not quite certain, and lengths differ: on what is told they are not alike by being blind."""
    won = {"committed": "10 years", "retender": {"win": "90%", "length": "3 years"}}
    found = lengths_worked(one_home(contract=won), LENGTHS)
    with pytest.raises(AssertionError):
        alike([each.stated for each in found], TOLD_AT_THE_END | COUNTED | {"deficit_years"})
    with pytest.raises(AssertionError):
        alike([each.stated for each in lengths_worked(one_home(), LENGTHS)], TOLD_AT_THE_END | WITHIN_AND_AFTER)
