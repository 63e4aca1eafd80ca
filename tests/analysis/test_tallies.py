"""Tallies: weighted percentiles, what is not there, standard errors, and what thinning costs."""

import numpy as np
import pytest

from modeller.analysis.draws import REPLICATES
from modeller.analysis.tallies import POINTS, Chances, Tally

RANDOM = np.random.default_rng(7)


def test_percentiles_are_of_weights():
    """Weights 1, 2 and 7 of ten: the figures reach a tenth, three tenths, all."""
    tally = Tally()
    tally.add(np.array([30.0, 10.0, 20.0]), np.array([0.7, 0.1, 0.2]), np.zeros(3, dtype=int))
    found = [each.value for each in tally.percentiles([5, 10, 11, 30, 31, 95])]
    assert found == [10, 10, 20, 20, 30, 30]
    assert tally.mean().value == pytest.approx(26)
    assert np.isnan(tally.mean().error)  # of one replicate there is none


def test_what_is_not_there_stands_at_its_end_and_is_counted_apart():
    tally = Tally()
    figures = np.array([-np.inf, 1.0, 2.0, np.inf])
    tally.add(figures, np.array([0.1, 0.4, 0.4, 0.1]), np.zeros(4, dtype=int))
    assert [each.value for each in tally.percentiles([5, 50, 95])] == [-np.inf, 1.0, np.inf]
    assert tally.missing().value == pytest.approx(0.2)
    assert tally.mean().value == pytest.approx(1.5)


def test_what_has_no_weight_is_nowhere():
    tally = Tally()
    tally.add(np.array([1.0, 99.0]), np.array([1.0, 0.0]), np.zeros(2, dtype=int))
    assert tally.percentiles([99])[0].value == 1.0


def test_many_figures_are_thinned_and_their_percentiles_hardly_move():
    figures = RANDOM.lognormal(size=(40, 8192))
    tally = Tally()
    for part in figures:
        tally.add(part, np.ones(len(part)), np.arange(len(part)) % REPLICATES)
    assert figures.size > 2 * POINTS * REPLICATES
    for wanted, found in zip((5, 50, 95), tally.percentiles((5, 50, 95)), strict=True):
        rank = (figures <= found.value).mean()
        assert rank == pytest.approx(wanted / 100, abs=1e-3)
    assert tally.mean().value == pytest.approx(figures.mean())  # which is not thinned


def test_standard_errors_are_honest():
    """Of n simple draws of a normal the median has a standard error of sqrt(pi/2/n), the mean of 1/sqrt(n)."""
    errors = []
    for _ in range(60):
        tally = Tally()
        tally.add(RANDOM.normal(size=4000), np.ones(4000), np.arange(4000) % REPLICATES)
        errors.append((tally.percentiles([50])[0].error, tally.mean().error))
    median, mean = np.mean(errors, axis=0)
    assert median == pytest.approx(np.sqrt(np.pi / 2 / 4000), rel=0.15)
    assert mean == pytest.approx(1 / np.sqrt(4000), rel=0.15)


def test_chances_are_weights_of_what_happened():
    chances = Chances(2)
    chances.add(np.array([[1.0, 0.0], [1.0, 1.0]]), np.array([0.25, 0.75]), np.array([0, 1]))
    assert [each.value for each in chances.each()] == [1.0, 0.75]
