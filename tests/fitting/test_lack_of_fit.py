"""The test of the form: silent at its level where the law is right, loud where a term is missing."""

import numpy as np
import pytest
from designs import scattered, training_curves
from scipy.stats import chi2

from scaling_laws.fitting import Runs, fit_surface
from scaling_laws.fitting.lack_of_fit import LEVEL, chi_squared_tail

WORLDS = 60


def p_values(n=60, count=WORLDS, **options):
    return np.array([
        fit_surface(scattered(n, noise=0.01, seed=seed), bootstrap=0, **options).lack_of_fit.p_value
        for seed in range(count)
    ])  # fmt: skip


@pytest.mark.parametrize("degrees", [1, 2, 3])
def test_the_tail_is_that_of_chi_squared(degrees):
    for x in (0.1, 1.0, 5.0, 30.0):
        assert chi_squared_tail(x, degrees) == pytest.approx(chi2.sf(x, degrees), rel=1e-12)


@pytest.mark.parametrize("loss", ["huber", "least squares"])
def test_a_right_law_raises_alarms_at_the_level(loss):
    """Heavy-tailed noise; of 60 tables 10 % should fall below 0.1: each bound fails by chance once in 500 or less."""
    p = p_values(loss=loss)
    assert 1 <= np.sum(p < 0.1) <= 13
    assert np.sum(p < LEVEL) <= 4
    assert 0.3 < np.median(p) < 0.7


def test_outliers_raise_no_alarm():
    found = [fit_surface(scattered(100, seed=s, outliers=0.1), bootstrap=0).lack_of_fit.found for s in range(25)]
    assert np.mean(found) <= 0.12


def test_a_missing_floor_is_found_and_said():
    assert np.mean(p_values(count=20, floor=False) < LEVEL) >= 0.9
    bare, whole = (fit_surface(scattered(60, seed=1), floor=floor, bootstrap=0) for floor in (False, True))
    assert "the law does not fit" in bare.verdict()
    assert "do not bend" in str(whole)
    assert "the law does not fit" not in whole.verdict()
    assert "does not fit" in bare.to_dict()["verdict"]


def test_a_term_of_size_and_tokens_together_is_found():
    runs = scattered(200, noise=0.005, seed=2)
    x, y = (np.log(v) - np.log(v).mean() for v in (runs.parameters, runs.tokens))
    bent = Runs(runs.parameters, runs.tokens, runs.loss * np.exp(0.02 * x * y))
    assert fit_surface(bent, bootstrap=0).lack_of_fit.found


def test_curves_count_once_and_few_runs_say_nothing():
    curves = fit_surface(training_curves(noise=0.01), bootstrap=0)
    assert curves.lack_of_fit.degrees == 3
    few = fit_surface(scattered(12), bootstrap=0).lack_of_fit
    assert not few.found
    assert "Too few runs" in str(few)
    runs = scattered(40)
    one_size = fit_surface(Runs(np.full(40, 1e9), runs.tokens, runs.loss), bootstrap=0)
    assert one_size.lack_of_fit.degrees <= 1
