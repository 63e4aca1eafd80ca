"""Sobol indices of functions whose indices are known, within four of their own standard errors."""

from datetime import date

import numpy as np
import pytest

from modeller.analysis.variance import indices
from modeller.lines.functions import flag
from modeller.lines.measures import total
from modeller.lines.model import Model
from modeller.lines.units import SHARE

A, B = 7.0, 0.1


def ishigami(shares):
    """Ishigami and Homma (1990): sin x1 + a sin^2 x2 + b x3^4 sin x1, each x even between -pi and pi."""
    x = np.pi * (2 * shares - 1)
    return np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0])


def known():
    """Its indices by the published formulas."""
    variance = A**2 / 8 + B * np.pi**4 / 5 + B**2 * np.pi**8 / 18 + 0.5
    first = [0.5 * (1 + B * np.pi**4 / 5) ** 2, A**2 / 8, 0.0]
    both = 8 * B**2 * np.pi**8 / 225
    total_ = [first[0] + both, A**2 / 8, both]
    return np.array(first) / variance, np.array(total_) / variance


def test_ishigami():
    first, total_ = known()
    assert first == pytest.approx([0.3139, 0.4424, 0], abs=1e-4)  # as published
    for place, found in enumerate(indices(ishigami, 3, [[0], [1], [2]], 2048)):
        assert abs(found.first.value - first[place]) < 4 * found.first.error
        assert abs(found.total.value - total_[place]) < 4 * found.total.error
        assert found.first.error < 0.05
        assert found.total.error < 0.05


def test_several_inputs_may_be_one_group():
    """x1 and x3 together explain all that x2 does not, since x2 does nothing with them."""
    together, alone = indices(ishigami, 3, [slice(0, None, 2), [1]], 2048)
    share = A**2 / 8 / (A**2 / 8 + B * np.pi**4 / 5 + B**2 * np.pi**8 / 18 + 0.5)
    for found, expected in ((together, 1 - share), (alone, share)):
        assert abs(found.first.value - expected) < 4 * found.first.error
        assert abs(found.total.value - expected) < 4 * found.total.error


def test_a_linear_model_in_the_language_of_lines():
    """3a + 4b + 0c, each even from 0 to 1: variances of 9 and 16 in 25 parts."""
    model = Model(date(2026, 4, 1), 12)
    one, two, idle = (model.input(key, key, SHARE, 0.0) for key in ("a", "b", "c"))
    section = model.section("Toy")
    line = section.line("Sum", (3 * one + 4 * two + 0 * idle) * flag(model.month >= 1), SHARE)
    measure = section.measure("All", total(line), SHARE)

    def evaluate(shares):
        return model.work(dict(zip("abc", shares.T, strict=True)), [measure])[measure]

    found = indices(evaluate, 3, [[0], [1], [2]], 512)
    for each, expected in zip(found, (9 / 25, 16 / 25, 0.0), strict=True):
        assert abs(each.first.value - expected) <= 4 * each.first.error
        assert abs(each.total.value - expected) <= 4 * each.total.error
    assert found[2].total.value == 0


def test_standard_errors_are_about_as_wide_as_the_answers_of_other_seeds():
    answers = [indices(ishigami, 3, [[0]], 512, seed)[0].total for seed in range(24)]
    spread = np.std([each.value for each in answers], ddof=1)
    assert np.mean([each.error for each in answers]) == pytest.approx(spread, rel=0.6)


def test_what_does_not_vary_has_no_shares():
    (found,) = indices(lambda shares: np.ones(len(shares)), 1, [[0]], 64)
    assert np.isnan(found.first.value)
