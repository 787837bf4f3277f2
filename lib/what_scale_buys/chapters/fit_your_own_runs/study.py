"""The coverage study: five hundred simulated sweeps, fitted one by one, and how often the truth lay inside."""

from functools import cache

import numpy as np

from scaling_laws.fitting.bootstrap import bootstrap, percentile_interval
from scaling_laws.fitting.covariance import spread
from scaling_laws.fitting.solver.kernel import Design, Problem, from_natural, to_natural
from scaling_laws.fitting.solver.losses import Huber, LeastSquares
from scaling_laws.fitting.solver.newton import minimise
from scaling_laws.laws import ChinchillaSurface
from scaling_laws.statistics import share

from .fits import AHEAD, resampled
from .simulate import BUDGETS, PLANTED, design, scatter

STUDIES = 500
BOOTSTRAPPED = 100  # of them also by the bootstrap, which takes three times as long
RESAMPLES = 100
NOMINAL = 0.9
SEED = 11
NORMAL_DRAWS = 400
METHODS = ("Huber, bootstrap", "Huber, Hessian", "least squares, Hessian")
WATCHED = {
    "floor E": lambda law: law.E,
    "exponent alpha": lambda law: law.alpha,
    "exponent a": lambda law: law.a,
    "best size, ten times ahead": lambda law: law.optimum(AHEAD * BUDGETS[-1]).parameters,
}


@cache
def coverage():
    """Rows (method, name, covered Quantity in %, data sets, median width over the truth as a Quantity in %)."""
    truth = np.array([watch(PLANTED) for watch in WATCHED.values()])
    rows = []
    for method, bounds in zip(METHODS, _bounds_of_all(), strict=True):
        count, inside = len(bounds), (bounds[..., 0] <= truth) & (truth <= bounds[..., 1])
        widths = 100 * (bounds[..., 1] - bounds[..., 0]) / truth
        rows += [
            (method, name, share(inside[:, k].sum(), count, name), count, resampled(widths[:, k], _median, "%"))
            for k, name in enumerate(WATCHED)
        ]
    return rows


def _median(widths):
    return np.median(widths, axis=-1)


def _bounds_of_all():
    """Per method, the interval bounds (data sets, watched, 2)."""
    rng, (N, D) = np.random.default_rng(SEED), design()
    clean, found = PLANTED.loss(N, D), ([], [], [])
    for k in range(STUDIES):
        table = Design.of(N, D, clean * np.exp(scatter(rng, len(N))))
        problem, theta = _fitted(table, Huber())
        if k < BOOTSTRAPPED:
            found[0].append(_intervals(problem, bootstrap(problem, theta, RESAMPLES, k).theta))
        found[1].append(_intervals(problem, _normal(problem, theta, k)))
        problem, theta = _fitted(table, LeastSquares())
        found[2].append(_intervals(problem, _normal(problem, theta, k)))
    return [np.array(bounds) for bounds in found]


def _fitted(table, loss):
    """The problem and its solution, from the planted law: in a simulation the right valley is known."""
    problem = Problem(table, loss)
    natural = np.array([PLANTED.E, PLANTED.A, PLANTED.B, PLANTED.alpha, PLANTED.beta])
    return problem, minimise(problem, from_natural(table, natural)[None]).theta[0]


def _normal(problem, theta, seed):
    covariance = spread(problem, theta).covariance
    return np.random.default_rng(seed).multivariate_normal(theta, covariance, NORMAL_DRAWS, method="eigh")


def _intervals(problem, draws):
    natural = to_natural(problem.design, draws)
    law = ChinchillaSurface(*natural[np.isfinite(natural).all(1) & (natural[:, 1:] > 0).all(1)].T)
    return [percentile_interval(watch(law), NOMINAL) for watch in WATCHED.values()]
