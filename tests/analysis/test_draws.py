"""Draws: distributions by their formulas, the same draws however they are asked for, correlations and yearly paths."""

import numpy as np
import pytest
from scipy import stats

from modeller.analysis.draws import REPLICATES, DrawError, Draws
from modeller.analysis.quantiles import quantile
from modeller.analysis.yearly import with_years
from modeller.partnership.assemble import assemble
from modeller.scenario import read
from modeller.scenario.distributions import Drawn
from modeller.scenario.ranges import Range
from modeller.scenario.walk import inputs
from tests.analysis.ranged import TEN, ten_homes, voids_and_debts

SHARES = np.array([0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.999])
SHARE_OF = {spot.key: spot.declared.quantity for spot in inputs(read(TEN).scenario)}
P3 = TEN.parent / "p3-west-lindsey.yaml"


def range_of(low, likely, high, way, parameters=(), key="rent.voids", least=None, most=None):
    name = parameters[0] if parameters else ""
    drawn = Drawn(way, name, tuple(parameters[1:]))
    return Range(key, low, likely, high, drawn, key, least, most, SHARE_OF[key])


def test_a_triangular_is_scipys():
    expected = stats.triang(0.2, loc=0.02, scale=0.05).ppf(SHARES)
    assert quantile(range_of(0.02, 0.03, 0.07, "triangular"), SHARES) == pytest.approx(expected)


@pytest.mark.parametrize(("likely", "peak"), [(0.02, 0), (0.07, 1)])
def test_a_triangular_may_lean_all_the_way(likely, peak):
    expected = stats.triang(peak, loc=0.02, scale=0.05).ppf(SHARES)
    assert quantile(range_of(0.02, likely, 0.07, "triangular"), SHARES) == pytest.approx(expected)


def test_a_pert_is_a_beta_with_the_mean_of_its_formula():
    """Low 2%, likely 3%, high 8%: a = 1 + 4/6, b = 5 - 4/6; its mean is (2 + 4 x 3 + 8) / 6 = 3.667%."""
    expected = stats.beta(1 + 4 / 6, 5 - 4 / 6, loc=0.02, scale=0.06)
    each = range_of(0.02, 0.03, 0.08, "pert")
    assert quantile(each, SHARES) == pytest.approx(expected.ppf(SHARES))
    middles = (np.arange(20_000) + 0.5) / 20_000
    assert quantile(each, middles).mean() == pytest.approx(0.22 / 6, abs=1e-7)


def test_a_uniform_goes_straight():
    assert quantile(range_of(0.02, 0.03, 0.08, "uniform"), np.array([0.0, 0.25, 1.0])) == pytest.approx(
        [0.02, 0.035, 0.08]
    )


def test_low_and_high_of_a_normal_are_its_10th_and_90th_percentiles():
    found = quantile(range_of(0.02, 0.03, 0.04, "normal"), np.array([0.1, 0.5, 0.9, stats.norm.cdf(2)]))
    assert found == pytest.approx([0.02, 0.03, 0.04, 0.03 + 2 * 0.01 / stats.norm.ppf(0.9)])


def test_a_lognormal_goes_through_all_three():
    assert quantile(range_of(0.02, 0.03, 0.08, "lognormal"), np.array([0.1, 0.5, 0.9])) == pytest.approx(
        [0.02, 0.03, 0.08]
    )


def test_a_lognormal_whose_figure_is_the_geometric_mean_is_the_ordinary_one():
    expected = stats.lognorm(np.log(2) / stats.norm.ppf(0.9), scale=0.04).ppf(SHARES)
    assert quantile(range_of(0.02, 0.04, 0.08, "lognormal"), SHARES) == pytest.approx(expected)


def test_a_distribution_of_scipy_is_scipys():
    parameters = ("weibull_min", ("c", 1.5), ("loc", 0.0), ("scale", 0.05))
    expected = stats.weibull_min(1.5, scale=0.05).ppf(SHARES)
    assert quantile(range_of(0.0, 0.03, 0.08, "scipy", parameters), SHARES) == pytest.approx(expected)


def test_a_figure_drawn_stays_within_the_bounds_of_its_input_and_whole_where_it_is_whole():
    bounded = range_of(0.0, 0.02, 0.04, "normal", least=0.0, most=0.035)
    assert quantile(bounded, np.array([0.001, 0.5, 0.999])).tolist() == [0.0, 0.02, 0.035]
    months = range_of(3, 6, 12, "uniform", key="homes.bought.over")
    assert quantile(months, np.array([0.0, 0.4, 0.5])).tolist() == [3.0, 7.0, 8.0]  # 6.6 and 7.5; halves to the even


def test_the_same_seed_and_number_are_the_same_draw_in_whatever_blocks():
    draws = Draws(read(P3), seed=3)
    whole = draws.shares(0, 300)
    for size in (1, 7, 64, 299):
        parts = [draws.shares(first, min(size, 300 - first)) for first in range(0, 300, size)]
        assert (np.concatenate(parts) == whole).all()
    assert (draws.shares(123, 5) == whole[123:128]).all()  # and back again
    assert (Draws(read(P3), seed=3).shares(290, 10) == whole[290:]).all()  # another worker
    assert (Draws(read(P3), seed=4).shares(0, 300) != whole).mean() > 0.99


def test_every_replicate_is_a_scrambled_sobol_sequence_of_its_own():
    """The first 2^k points of a scrambled Sobol sequence have one in each of 2^k even strata, in every dimension."""
    draws = Draws(read(P3), seed=1)
    shares = draws.shares(0, 16 * REPLICATES)
    replicates = draws.replicates(0, 16 * REPLICATES)
    firsts = set()
    for replicate in range(REPLICATES):
        rows = shares[replicates == replicate]
        assert (np.sort(np.floor(rows * 16), axis=0) == np.arange(16)[:, None]).all()
        firsts.add(rows[0, 0])
    assert len(firsts) == REPLICATES


def test_a_latin_hypercube_is_drawn_whole(tmp_path):
    stated = voids_and_debts(tmp_path, "{is: 3%, low: 2%, high: 8%}", "2%")
    with pytest.raises(DrawError, match="say how many"):
        Draws(stated, sampling="latin")
    draws = Draws(stated, sampling="latin", number=10 * REPLICATES)
    rows = draws.shares(0, 10 * REPLICATES)[draws.replicates(0, 10 * REPLICATES) == 5]
    assert np.sort(np.floor(rows[:, 0] * 10)).tolist() == list(range(10))
    with pytest.raises(DrawError, match="161 are asked"):
        draws.shares(0, 10 * REPLICATES + 1)
    with pytest.raises(DrawError, match="at the most: take Sobol instead"):
        Draws(stated, sampling="latin", number=10**9)


CORRELATED = "uncertainty: {correlations: [{between: [rent.voids, rent.bad_debts], correlation: -60%}]}\n"
BOTH = ("{is: 3%, low: 2%, high: 8%}", "{is: 2%, low: 1%, high: 4%, drawn: pert}")


def test_correlations_are_achieved(tmp_path):
    """A Gaussian copula of rho has a rank correlation of 6/pi arcsin(rho/2); standard error about 1/sqrt(n) at most."""
    draws = Draws(voids_and_debts(tmp_path, *BOTH, CORRELATED))
    number = 4096
    figures = draws.figures(draws.shares(0, number))
    found = stats.spearmanr(figures["rent.voids"], figures["rent.bad_debts"]).statistic
    assert found == pytest.approx(6 / np.pi * np.arcsin(-0.3), abs=4 / np.sqrt(number))
    apart = draws.figures(draws.shares(0, number), correlated=False)
    assert stats.spearmanr(*apart.values()).statistic == pytest.approx(0, abs=4 / np.sqrt(number))


def test_correlation_leaves_each_figure_its_own_distribution(tmp_path):
    draws = Draws(voids_and_debts(tmp_path, *BOTH, CORRELATED))
    debts = draws.figures(draws.shares(0, 4096))["rent.bad_debts"]
    each = stats.beta(1 + 4 / 3, 5 - 4 / 3, loc=0.01, scale=0.03)
    assert stats.kstest(debts, each.cdf).pvalue > 0.001


PATHS = """
uncertainty:
  paths:
    - {of: [economy.consumer_prices, economy.september_cpi], varies: 1%, persists: 60%}
    - {of: economy.earnings, varies: 0.5%}
  correlations:
    - {between: [economy.consumer_prices, economy.earnings], correlation: 50%}
"""


def test_a_yearly_path_has_the_variance_and_the_autocorrelation_of_its_formula(tmp_path):
    """Year n: varies^2 (1 - persists^2n) / (1 - persists^2); k years apart it settles at persists^k."""
    number = 4096
    draws = Draws(read(ten_homes(tmp_path, more=PATHS)))
    figures = draws.figures(draws.shares(0, number))
    cpi = np.array([figures[f"economy.consumer_prices.{year}"] for year in range(2026, 2056)]) - 0.02
    for n in (1, 2, 5, 30):
        expected = 0.01**2 * (1 - 0.6 ** (2 * n)) / (1 - 0.36)
        assert cpi[n - 1].var() == pytest.approx(expected, rel=4 * np.sqrt(2 / number))
    for k in (1, 2, 3):
        found = np.corrcoef(cpi[20], cpi[20 + k])[0, 1]
        assert found == pytest.approx(0.6**k, abs=4 / np.sqrt(number))
    earnings = np.array([figures[f"economy.earnings.{year}"] for year in range(2026, 2056)]) - 0.03
    assert np.corrcoef(cpi[0], earnings[0])[0, 1] == pytest.approx(0.5, abs=4 / np.sqrt(number))
    assert np.corrcoef(cpi[0], earnings[1])[0, 1] == pytest.approx(0, abs=4 / np.sqrt(number))
    assert (figures["economy.september_cpi.2031"] == figures["economy.consumer_prices.2031"]).all()  # both 2% as stated


def test_a_path_stays_within_the_bounds_of_its_curve(tmp_path):
    wild = "uncertainty: {paths: [{of: economy.consumer_prices, varies: 20%}]}\n"
    draws = Draws(read(ten_homes(tmp_path, more=wild)))
    found = draws.figures(draws.shares(0, 256))["economy.consumer_prices.2030"]
    assert (found.min(), found.max()) == (-0.05, 0.25)


def test_a_range_for_all_years_is_one_draw(tmp_path):
    prices = "house_prices: {is: {2026: 2%, 2027: 3%}, low: 0%, high: 4%}}"
    draws = Draws(read(ten_homes(tmp_path, ("house_prices: 2%}", prices))))
    assert draws.dimensions == 1
    assert [factor.figures for factor in draws.factors] == [("economy.house_prices.2026", "economy.house_prices.2027")]
    first, second = draws.figures(draws.shares(0, 64)).values()
    assert (np.argsort(first) == np.argsort(second)).all()


def test_factors_say_which_shares_are_theirs(tmp_path):
    """Thirty years from April 2026 reach into 31 calendar years."""
    draws = Draws(voids_and_debts(tmp_path, *BOTH, PATHS))
    assert draws.dimensions == 2 + 2 * 31
    columns = [np.arange(draws.dimensions)[factor.columns].tolist() for factor in draws.factors]
    assert columns == [[0], [1], list(range(2, 64, 2)), list(range(3, 64, 2))]
    shares = draws.shares(0, 8)
    moved = shares.copy()
    moved[:, draws.factors[3].columns] = 0.9
    before, after = (draws.figures(each, correlated=False) for each in (shares, moved))
    assert {key for key in before if (before[key] != after[key]).any()} == set(draws.factors[3].figures)


@pytest.mark.parametrize("file", ["ten-homes.yaml", "p3-west-lindsey.yaml"])
def test_years_written_out_give_the_same_figures(file):
    scenario = read(TEN.parent / file).scenario
    if not scenario.uncertainty.paths:
        paths = [{"of": ["economy.house_prices", "economy.earnings", "rent.margin"], "varies": "1%"}]
        kind = type(scenario.uncertainty)
        given = kind.model_validate({"paths": paths}, context={})
        scenario = scenario.model_copy(update={"uncertainty": given})
    plain, written = assemble(scenario).model, assemble(with_years(scenario)).model
    assert len(written.inputs) > len(plain.inputs) + 25
    before, after = plain.work(), written.work()
    for key in plain.measures:
        assert after[key] == pytest.approx(before[key], rel=1e-12, nan_ok=True), key
