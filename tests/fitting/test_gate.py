"""The benchmark's correctness gate lets the fitter through and rejects a bootstrap that stops at its warm start."""

import sys
from pathlib import Path

import numpy as np
import pytest

from scaling_laws.fitting import Runs, fit_surface

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
RESAMPLES = 40


@pytest.fixture(scope="module")
def bench():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import gate
        import peers
        import reference
    finally:
        sys.path.remove(str(BENCHMARKS))
    return {"gate": gate, "peers": peers, "reference": reference}


@pytest.fixture(scope="module")
def task(bench):
    return bench["reference"].reference_runs()


@pytest.fixture(scope="module")
def ours(task):
    fit = fit_surface(Runs(*task), bootstrap=RESAMPLES, seed=0)
    return {"objective": fit.objective, "refit_objectives": fit.refits.objective, "refits": fit.sampling.draws}


@pytest.fixture(scope="module")
def references(bench, task, ours):
    return bench["gate"].references_for(task, ours["refits"])


def test_the_fitter_passes(bench, ours, references):
    objectives, refits = references
    best = np.minimum(objectives, ours["refit_objectives"])
    assert bench["gate"].failures(ours, ours["objective"], best, refits) == []


def test_a_warm_start_with_default_tolerances_is_rejected(bench, task, ours, references):
    peers = bench["peers"]
    problem, counts = peers.Task(*task), peers.counts_of(240, RESAMPLES)
    point = bench["gate"].published_coordinates(natural_point(task)[None])[0]
    ends = [peers.minimize(problem.value_and_gradient, point, (row,), jac=True, method="L-BFGS-B") for row in counts]
    trapped = {
        "objective": ours["objective"],
        "refit_objectives": np.array([end.fun for end in ends]),
        "refits": np.array([peers.natural(end.x) for end in ends]),
    }
    found = bench["gate"].failures(trapped, ours["objective"], ours["refit_objectives"], references[1])
    assert any("above the best known" in failure for failure in found)
    assert any("standard error of A" in failure for failure in found)
    assert trapped["refits"][:, 1].std() < 0.5 * ours["refits"][:, 1].std(), "it looks precise because it never moved"


def test_a_raised_point_is_rejected(bench, ours, references):
    raised = {**ours, "objective": ours["objective"] * (1 + 1e-8)}
    found = bench["gate"].failures(raised, ours["objective"], ours["refit_objectives"], references[1])
    assert len(found) == 1
    assert found[0].startswith("point")


def test_the_peers_solve_the_same_problem(bench, task, ours):
    peers = bench["peers"]
    problem = peers.Task(*task)
    theta = bench["gate"].published_coordinates(natural_point(task)[None])[0]
    assert problem.objective(theta, np.ones(240)) == pytest.approx(ours["objective"], rel=1e-12)
    value, gradient = problem.value_and_gradient(theta, np.ones(240))
    numeric = [
        (problem.objective(theta + step, np.ones(240)) - problem.objective(theta - step, np.ones(240))) / 2e-7
        for step in 1e-7 * np.eye(5)
    ]
    assert value == pytest.approx(ours["objective"], rel=1e-12)
    assert gradient == pytest.approx(numeric, abs=1e-5)
    assert bench["peers"].GRID.shape == (4500, 5)


def natural_point(task):
    return fit_surface(Runs(*task), bootstrap=0).sampling.natural
