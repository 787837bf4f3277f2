"""Work side by side: results in order, items drawn little ahead, and the same numbers whatever the processors."""

import threading

import numpy as np
import pytest
from designs import scattered

from scaling_laws.fitting import fit_surface
from scaling_laws.fitting.solver import kernel, side_by_side
from scaling_laws.fitting.solver.side_by_side import VARIABLE, in_order, processors


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_results_come_in_order(threads, count):
    assert list(in_order(lambda k: k * k, iter(range(count)), threads)) == [k * k for k in range(count)]


def test_items_are_drawn_little_ahead_and_here():
    drawn = []

    def items():
        for k in range(20):
            drawn.append(threading.current_thread())
            yield k

    for done, k in enumerate(in_order(lambda k: k, items(), 3)):
        assert k == done
        assert len(drawn) <= done + 5
    assert set(drawn) == {threading.current_thread()}


def test_an_error_reaches_the_caller():
    with pytest.raises(ZeroDivisionError):
        list(in_order(lambda k: 1 / k, [2, 1, 0, 1], 2))


def test_work_runs_side_by_side():
    together = threading.Barrier(2, timeout=20)
    assert len(list(in_order(lambda k: together.wait(), range(2), 2))) == 2


def test_settings_of_numpy_hold_in_every_thread():
    with np.errstate(divide="raise"), pytest.raises(FloatingPointError):
        list(in_order(lambda k: np.ones(2) / np.zeros(2), range(3), 2))


def test_the_variable_sets_the_processors(monkeypatch):
    monkeypatch.setenv(VARIABLE, "3")
    assert processors() == 3
    monkeypatch.setenv(VARIABLE, "many")
    assert 1 <= processors() <= side_by_side.MOST


@pytest.mark.parametrize(("n", "loss", "resamples"), [(60, "huber", 40), (20, "huber", 12), (60, "cauchy", 40)])
def test_the_same_seed_gives_the_same_bits_on_any_number_of_processors(n, loss, resamples, monkeypatch):
    monkeypatch.setattr(kernel, "BLOCK_ELEMENTS", 600)  # many blocks of few resamples
    runs, found = scattered(n, noise=0.02, seed=4), []
    for threads in ("1", "3"):
        monkeypatch.setenv(VARIABLE, threads)
        found.append(fit_surface(runs, loss=loss, bootstrap=resamples, seed=5))
    alone, together = found
    assert np.array_equal(alone.sampling.draws, together.sampling.draws)
    assert np.array_equal(alone.refits.objective, together.refits.objective)
