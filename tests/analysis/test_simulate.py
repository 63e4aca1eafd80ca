"""Simulation: a case with a closed form, draws on every path, breaches as the rows have them, any blocks."""

import json
from datetime import date

import numpy as np
import pytest
from scipy import optimize, stats

from modeller.analysis import futures
from modeller.analysis.draws import Draws
from modeller.analysis.futures import Futures
from modeller.analysis.simulate import PERCENTILES, simulate
from modeller.analysis.tallies import Tally
from modeller.analysis.terms.batch import work_lengths
from modeller.analysis.terms.paths import paths
from modeller.errors import Faults
from modeller.lines.functions import flag
from modeller.lines.measures import total
from modeller.lines.model import Model
from modeller.lines.units import SHARE
from modeller.partnership.assemble import assemble
from modeller.scenario import read
from tests.analysis.ranged import TEN, ten_homes, voids_and_debts

P3 = TEN.parent / "p3-west-lindsey.yaml"
NORMAL, UNIFORM = "{is: 30%, low: 25%, high: 35%, drawn: normal}", "{is: 40%, low: 20%, high: 60%, drawn: uniform}"


def lost_twelve_times_over():
    """A toy model: twelve months of voids and twice the bad debts, in all 12 x (voids + 2 x debts)."""
    model = Model(date(2026, 4, 1), 12)
    voids, debts = (model.input(key, key, SHARE, 0.0) for key in ("rent.voids", "rent.bad_debts"))
    section = model.section("Rent")
    lost = section.line("Lost", (voids + 2 * debts) * flag(model.month >= 1), SHARE)
    return model, section.measure("Lost in all", total(lost), SHARE)


def below(figure):
    """The chance that a normal (mean 30%, 90th percentile 35%) and twice a uniform of 20% to 60% are less in all."""
    spread = 0.05 / stats.norm.ppf(0.9)
    shares = (np.arange(20_000) + 0.5) / 20_000
    return stats.norm(0.3, spread).cdf(figure - 2 * (0.2 + 0.4 * shares)).mean()


@pytest.mark.parametrize("sampling", ["sobol", "latin"])
def test_percentiles_of_a_closed_form_are_within_four_standard_errors(tmp_path, sampling):
    stated, number = voids_and_debts(tmp_path, NORMAL, UNIFORM), 4096
    draws = Draws(stated, 5, sampling, number)
    model, measure = lost_twelve_times_over()
    tally = Tally()
    for first in range(0, number, 1000):
        block = min(1000, number - first)
        figures = model.work(draws.figures(draws.shares(first, block)), [measure])[measure]
        tally.add(figures, np.ones(block), draws.replicates(first, block))
    for wanted, found in zip(PERCENTILES, tally.percentiles(PERCENTILES), strict=True):
        expected = 12 * optimize.brentq(lambda x, wanted=wanted: below(x) - wanted / 100, 0.0, 3.0)
        assert abs(found.value - expected) < 4 * found.error, wanted
        assert found.error < 0.06
    assert abs(tally.mean().value - 12 * (0.3 + 0.8)) < 4 * tally.mean().error


FEW = {"horizon": "12 years"}
RENEWED = (
    "contract: {committed: 10 years}",
    """contract:
  committed: 10 years
  extensions: [{length: 12 months, probability: {is: 40%, low: 20%, high: 90%}}]
  retender: {win: {is: 50%, low: 10%, high: 60%}, length: 1 year, cost: £1k}""",
)


def test_chances_drawn_are_those_of_each_draws_own_contract(tmp_path):
    stated = read(ten_homes(tmp_path, RENEWED), FEW)
    working = Futures(stated)
    draws = Draws(stated)
    figures = draws.figures(draws.shares(0, 20))
    found = working.paths(figures)
    assert sum(path.chance for path in found) == pytest.approx(np.ones(20))
    contract = stated.scenario.contract
    for place in range(20):
        (extension,) = contract.extensions
        taken = figures["contract.extensions.extension_1.probability"][place]
        won = figures["contract.retender.win"][place]
        own = contract.model_copy(
            update={
                "extensions": [extension.model_copy(update={"probability": taken})],
                "retender": contract.retender.model_copy(update={"win": won}),
            }
        )
        expected = {path.choice: path.chance for path in paths(own, 120, 144)}
        assert {path.choice: path.chance[place] for path in found} == pytest.approx(expected)


def test_what_is_expected_is_an_exact_sum_over_paths(tmp_path):
    """Chances that do not move: the mean of draws that hardly move is the sum over paths, as in `modeller terms`."""
    path = ten_homes(tmp_path, (RENEWED[0], RENEWED[1].replace("{is: 50%, low: 10%, high: 60%}", "50%")))
    narrow = {"contract.extensions.extension_1.probability": "40%", **FEW}
    text = path.read_text("utf-8").replace("voids: 3%", "voids: {is: 3%, low: 2.9999999%, high: 3.0000001%}")
    path.write_text(text, "utf-8")
    found, worked = simulate(path, narrow, draws=32)
    lengths = work_lengths(worked.partnership, [120], [worked.partnership.outcome.left_at_end])
    expected = lengths.spread(worked.partnership.outcome.left_at_end, 0).expected
    (spread,) = [each for each in found.headlines if each.key == worked.partnership.outcome.left_at_end.key]
    assert spread.mean.value == pytest.approx(expected, abs=0.05)
    assert found.paths == len(lengths.paths[0]) > 2


def test_a_price_that_is_drawn_tells_paths_apart_that_would_be_one(tmp_path):
    """At the first contract's price, an extension, and a tender won that costs nothing, come to the same months."""
    alike = RENEWED[1].replace(", cost: £1k", "")
    stated = read(ten_homes(tmp_path, (RENEWED[0], alike)), FEW)
    ranged = alike.replace("length: 1 year}", "length: 1 year, price: {is: 100%, low: 80%, high: 100%}}")
    assert (
        Futures(stated).number_of_paths < Futures(read(ten_homes(tmp_path, (RENEWED[0], ranged)), FEW)).number_of_paths
    )


def test_the_same_in_whatever_blocks(tmp_path, monkeypatch):
    path = ten_homes(tmp_path, ("voids: 3%", "voids: {is: 3%, low: 1%, high: 40%}"))
    found = []
    for at_once in (7, 1000):
        monkeypatch.setattr(futures, "AT_ONCE", at_once)
        found.append(simulate(path, FEW, draws=48)[0].as_json())
    assert json.dumps(found[0]) == json.dumps(found[1])
    assert simulate(path, FEW, draws=48, seed=2)[0].headlines != simulate(path, FEW, draws=48)[0].headlines


def test_breaches_by_year_cash_and_debt_are_as_the_rows_have_them(tmp_path):
    covenant = ("    available: 6 months\n", "    available: 6 months\n    covenants: {debt_service_cover: 1}\n")
    path = ten_homes(tmp_path, ("voids: 3%", "voids: {is: 3%, low: 1%, high: 25%}"), covenant)
    stated = read(path, FEW)
    draws = Draws(stated)
    figures = draws.figures(draws.shares(0, 32))
    partnership = assemble(stated.scenario)
    (cover,) = partnership.covers
    (headroom,) = cover.set_headrooms
    (loan,) = partnership.payments.loans
    rows = partnership.model.work(figures, [headroom.cure.broken, partnership.payments.cash, loan.owed])
    years = np.array(partnership.model.calendar_row("financial_year"))
    found, _ = simulate(path, FEW, draws=32)
    (breach,) = found.breaches
    assert breach.ever.value == pytest.approx(rows[headroom.cure.broken][1:].max(axis=0).mean())
    assert 0 < breach.ever.value < 1
    for place, year in enumerate(found.years):
        months = np.flatnonzero(years == year)
        months = months[months > 0]
        broken = rows[headroom.cure.broken][months].max(axis=0)
        assert breach.by_year[place].value == pytest.approx(broken.mean())
        for fan, line in zip(found.fans, (partnership.payments.cash, loan.owed), strict=True):
            row = np.sort(rows[line][months[-1]])
            assert fan.percentiles[25][place] == pytest.approx(row[7])  # the 8th of 32, a quarter of the way


def test_lenders_are_on_time_where_their_loans_are_never_called(tmp_path):
    path = ten_homes(tmp_path, ("voids: 3%", "voids: {is: 3%, low: 1%, high: 40%}"))
    found, worked = simulate(path, {"horizon": "25 years"}, draws=64)
    draws = Draws(worked.stated)
    (leave,) = worked.partnership.exits.loans
    results = worked.model.work(draws.figures(draws.shares(0, 64)), [leave.called, leave.lost])
    (odds,) = found.lenders
    assert odds.on_time.value == pytest.approx((results[leave.called] == 0).mean())
    assert 0 < odds.on_time.value < 1
    assert odds.loss.value == pytest.approx(results[leave.lost].mean())


def test_a_scenario_without_ranges_is_told_what_to_write():
    with pytest.raises(Faults, match="states no ranges"):
        simulate(TEN)


def test_the_course_of_the_contract_is_not_drawn(tmp_path):
    path = ten_homes(tmp_path, ("committed: 10 years", "committed: {is: 10 years, low: 5 years, high: 15 years}"))
    with pytest.raises(Faults, match="the course of the contract is not drawn"):
        simulate(path)


def test_figures_that_nothing_reads_are_told(tmp_path):
    path = ten_homes(tmp_path, more="uncertainty: {paths: [{of: economy.bank_rate, varies: 1%}]}\n")
    stated = read(path, FEW)
    assert set(Futures(stated).idle) == {f"economy.bank_rate.{year}" for year in range(2026, 2039)}


def test_programs_get_the_seed_and_no_figure_that_is_none():
    found, _ = simulate(P3, {"horizon": "11 years"}, draws=32, seed=9)
    there = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert (there["schema"], there["seed"], there["draws"], there["sampling"]) == (1, 9, 32, "sobol")
    assert len(there["inputs"]) >= 15
    assert {"scenario", "version", "fingerprint", "headlines", "breaches", "lenders", "fans"} <= there.keys()
