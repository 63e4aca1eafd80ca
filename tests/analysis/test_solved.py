"""What is solved, walked and mapped, against what plain runs give: the price of shortness, shortest lengths, walks."""

import numpy as np
import numpy_financial as npf
import pytest

from modeller.analysis.run import run
from modeller.analysis.terms.batch import work_lengths
from modeller.analysis.terms.lengths import lengths_worked
from modeller.analysis.terms.maps import mapped
from modeller.analysis.terms.price import least, price_of_shortness
from modeller.analysis.terms.shortest import DEPENDENCES, KINDS, repaid_at, repaying, shortest
from modeller.analysis.terms.walk import REST, walk
from modeller.partnership.assemble import assemble
from modeller.scenario import read
from modeller.scenario.reading import checked

P3 = "scenarios/p3-west-lindsey.yaml"

# Ten homes let at £100 a week under the contract and at half of that without it, on a loan of level payments.
TEN = {
    "title": "Ten homes whose rent halves without the contract",
    "start": "2026-04",
    "horizon": "180 months",
    "contract": {
        "committed": "5 years",
        "extensions": [{"length": "3 years", "probability": "50%"}],
        "retender": {"win": "40%", "length": "4 years", "cost": "£2,000"},
        "ending_cost": "£5,000",
    },
    "economy": dict.fromkeys(
        ("consumer_prices", "september_cpi", "earnings", "building_maintenance", "house_prices"), "0%"
    ),
    "rent": {"margin": "0%", "voids": "0%", "bad_debts": "0%"},
    "homes": [
        {
            "name": "Homes",
            "bought": "10",
            "price": "£30,000",
            "value": "£25,000",
            "rent": "£100 a week",
            "depends_on_contract": "100%",
            "continues_at": "50%",
        }
    ],
    "costs": [{"name": "Costs", "per_home": "£1,000 a home a year"}],
    "finance": [
        {
            "name": "Loan",
            "amount": "£300,000",
            "interest": "6%",
            "repayment": {"shape": "annuity", "over": "12 years"},
            "sizing": {"target_cover": "1.05", "longest_term": "12 years"},
        }
    ],
}
YEARS = [12 * year for year in range(1, 16)]


def changed(**blocks):
    """The ten homes, with some blocks changed key by key."""
    laid = {key: {**TEN[key], **value} if isinstance(value, dict) else value for key, value in blocks.items()}
    return assemble(checked({**TEN, **laid}))


@pytest.fixture(scope="module")
def ten():
    return assemble(checked(TEN))


@pytest.fixture(scope="module")
def p3():
    return assemble(read(P3).scenario)


def worth(partnership, length, **changes):
    """What the loan is expected to be worth to its lender at one length: a sum over its paths, made here."""
    measure = partnership.lenders[0].with_exit.worth
    settings = {"finance.loan.hurdle": 1.005**12 - 1, **changes}
    batch = work_lengths(partnership, [length], [measure], changes=settings)
    return sum(path.chance * figure for path, figure in zip(batch.paths[0], batch.results[measure], strict=True))


def test_the_margin_makes_a_short_contract_worth_the_longest(ten):
    (price,) = price_of_shortness(ten, YEARS)
    target, found = worth(ten, 180), 0
    for place, length in enumerate(YEARS):
        margin = price.margins[place]
        if np.isnan(margin):
            scan = [worth(ten, length, **{"finance.loan.interest": 0.06 + step / 100}) for step in range(17)]
            assert max(scan) < target - 1
        elif margin:
            found += 1
            assert worth(ten, length, **{"finance.loan.interest": 0.06 + margin}) == pytest.approx(target, abs=3)
            assert worth(ten, length, **{"finance.loan.interest": 0.06 + 0.9 * margin}) < target - 3
        else:
            assert worth(ten, length) >= target - 1
    assert price.margins[-1] == price.grants[-1] == 0
    assert found or np.isnan(price.margins).any()  # or the test above tests nothing


def test_the_grant_makes_a_short_contract_worth_the_longest(ten):
    (price,) = price_of_shortness(ten, YEARS)
    target = worth(ten, 180)
    priced = [(length, grant) for length, grant in zip(YEARS, price.grants, strict=True) if grant > 0]
    assert priced
    for length, grant in priced:
        assert worth(ten, length, **{"lending.further_grant": grant}) >= target - 3
        assert worth(ten, length, **{"lending.further_grant": 0.9 * grant}) < target - 3


def test_the_least_root_is_found_and_none_is_told():
    def over(figures, places):
        return np.where(places == 0, figures**2 - 2, np.where(places == 1, figures + 1, -1.0))

    found = least(over, (0.0, 1.0, 2.0, 4.0), 3, 1e-9, 1e-9)
    assert found[0] == pytest.approx(2**0.5, abs=1e-7)
    assert found[1] == 0
    assert np.isnan(found[2])


@pytest.mark.parametrize("dependence", [0, 0.5, 1])
def test_the_shortest_length_solved_is_the_one_read_off_every_month(ten, dependence):
    changes = {"homes.homes.depends_on_contract": dependence}
    every = list(range(1, 181))
    repaid = repaid_at(ten, every, changes)[0]
    last_not = max((month for month, each in zip(every, repaid, strict=True) if not each), default=0)
    assert repaying(ten, changes) == [last_not + 1 if last_not < 180 else None]


def test_the_shortest_length_of_the_base_case_is_the_one_read_off_every_month(p3):
    every = list(range(1, 361))
    read_off = []
    for repaid in repaid_at(p3, every, {}):
        last_not = max((month for month, each in zip(every, repaid, strict=True) if not each), default=0)
        read_off.append(last_not + 1 if last_not < 360 else None)
    assert repaying(p3, {}) == read_off


@pytest.mark.parametrize("kind", ["level", "sculpted"])
def test_shortest_by_kind_is_where_the_models_own_capacity_first_suffices(ten, kind):
    measure = getattr(ten.lending.capacities[0].by_cover, kind)
    every = list(range(1, 181))
    capacity = work_lengths(ten, every, [measure], only_without_renewal=True).without_renewal(measure)
    enough = [month for month, figure in zip(every, capacity, strict=True) if figure >= 300_000 - 0.005]
    (found,) = shortest(ten)
    assert found.by_kind[kind] == (min(enough) if enough else None)
    assert enough  # the case must have an answer


def test_rent_linked_money_is_repaid_when_its_cash_is_worth_the_loan(ten):
    """Cash of a month: ten homes at £100 × 52 / 12, or half of that without the contract, less £10,000 / 12."""
    whole, lasting = 10 * 100 * 52 / 12 - 10_000 / 12, 10 * 50 * 52 / 12 - 10_000 / 12

    def brings(length):
        flows = [0, 0] + [whole if month <= length else lasting for month in range(2, 145)]  # homes arrive in month 1
        return npf.npv(0.005, flows)

    by_hand = next(length for length in range(1, 181) if brings(length) >= 300_000)
    assert shortest(ten)[0].by_kind["rent-linked"] == by_hand


def test_shortest_lengths_never_shorten_as_more_depends_on_the_contract(ten):
    """True of each kind here, for under the contract there is more cash than without it in every month."""
    (found,) = shortest(ten)
    for kind in KINDS:
        months = [found.by_dependence[share][1][kind] or 999 for share in DEPENDENCES]
        assert months == sorted(months), kind


@pytest.mark.parametrize("resized", [False, True])
@pytest.mark.parametrize(("before", "after"), [(36, 120), (120, 12), (60, 61)])
def test_a_walk_sums_to_a_penny_and_ends_at_plain_runs(ten, before, after, resized):
    for each in walk(ten, before, after, resized=resized):
        assert each.before + sum(each.steps.values()) == pytest.approx(each.after, abs=0.005)
    ends = ten.outcome.left_at_end
    plain = ten.model.work({"contract.committed": [before, after], "lending.resized": float(resized)}, [ends])[ends]
    first = walk(ten, before, after, resized=resized)[0]
    assert (first.before, first.after) == pytest.approx(tuple(plain))
    assert first.steps[REST] == pytest.approx(0, abs=0.005)


def test_each_channel_of_a_walk_does_what_it_says(ten):
    """Three years to ten: seven years of half the rent; £5,000 of ending and £2,000 of tendering only come later."""
    cash = walk(ten, 36, 120)[0].steps
    assert cash["avoidable costs"] == cash["clawback"] == cash["tenor"] == cash["reversion and sale of homes"] == 0
    free = changed(contract={"retender": {"win": "0%"}, "ending_cost": "£0"}, finance=[])
    steps = walk(free, 36, 120)[0].steps
    assert steps["income at risk"] == pytest.approx(7 * 12 * 10 * 50 * 52 / 12)
    assert steps["tenders, mobilisation and ending"] == 0


def test_clawback_is_a_channel_of_its_own():
    grant = [{"name": "Grant", "amount": "£48,000", "clawback_over": "10 years"}]
    steps = walk(changed(grants=grant, finance=[]), 36, 120)[0].steps
    assert steps["clawback"] == pytest.approx(48_000 * 84 / 120)


@pytest.mark.parametrize("against", ["rate", "grant", "dependence", "voids"])
def test_a_cell_of_a_map_is_a_plain_length_with_that_change(ten, against):
    lengths = [24, 60, 120]
    found = mapped(ten, lengths, against, steps=3)
    value = float(found.values[1])
    blocks = {
        "rate": {"finance": [{**TEN["finance"][0], "interest": f"{6 + 100 * value:.6g}%"}]},
        "grant": {"lending": {"further_grant": f"£{value:.2f}"}},
        "dependence": {"homes": [{**TEN["homes"][0], "depends_on_contract": f"{100 * value:.6g}%"}]},
        "voids": {"rent": {**TEN["rent"], "voids": f"{100 * value:.6g}%"}},
    }
    plain = assemble(checked({**TEN, **blocks[against]}))
    for place, each in enumerate(lengths_worked(plain, lengths)):
        assert found.loss[place, 1] == pytest.approx(each.stated.loss, abs=0.01)
        assert found.repaid[place, 1] == (each.stated.lenders[0].figures["fate"].without_renewal == 0)


@pytest.mark.parametrize("place", [0, 1, 2, 3])
def test_a_map_against_renewal_weighs_the_same_paths_anew(ten, place):
    found = mapped(ten, [24, 60], "renewal", steps=4)
    chance = f"{100 * found.values[place]:.10g}%"
    contract = {
        "extensions": [{"length": "3 years", "probability": chance}],
        "retender": {"win": chance, "length": "4 years", "cost": "£2,000"},
    }
    for row, each in enumerate(lengths_worked(changed(contract=contract), [24, 60])):
        assert found.loss[row, place] == pytest.approx(each.stated.loss, abs=0.01)


def test_any_lengths_figures_are_those_of_a_plain_run(p3):
    (length,) = lengths_worked(p3, [84])
    plain = run(P3, {"contract.committed": "7 years"})
    assert length.stated.figures["left_at_end"].without_renewal == pytest.approx(
        plain.figure(plain.partnership.outcome.left_at_end)
    )
    for lender, back in zip(length.stated.lenders, plain.partnership.exits.loans, strict=True):
        assert lender.figures["lost_today"].without_renewal == pytest.approx(plain.figure(back.lost_today))
