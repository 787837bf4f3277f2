"""The coverage study: five hundred simulated sweeps, fitted one by one, and how often the truth lay inside.

    python -m what_scale_buys.chapters.fit_your_own_runs.study

simulates and writes the table that the guide shows.
"""

import csv
from functools import cache
from importlib.resources import files

import numpy as np

from scaling_laws.fitting.bootstrap import bootstrap, percentile_interval
from scaling_laws.fitting.covariance import spread
from scaling_laws.fitting.solver.kernel import Design, Problem, from_natural, to_natural
from scaling_laws.fitting.solver.losses import Huber, LeastSquares
from scaling_laws.fitting.solver.newton import minimise
from scaling_laws.laws import ChinchillaSurface
from scaling_laws.quantity import estimate
from scaling_laws.statistics import LEVEL, share

from .fits import AHEAD, resampled
from .simulate import BUDGETS, PLANTED, design, scatter

TABLE = "coverage_of_fits.csv"
HEAD = ("method", "number", "data_sets", "inside", "width", "width_low", "width_high")
STUDIES = 500
BOOTSTRAPPED = 100  # of them also by the bootstrap, which takes three times as long
SMALL = (20, 4)  # sweeps, and those also by the bootstrap, in the part that a test simulates again
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
    with (files("what_scale_buys") / "data" / TABLE).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [_read(row) for row in rows if int(row["data_sets"]) in (STUDIES, BOOTSTRAPPED)]


def _read(row):
    count = int(row["data_sets"])
    width, low, high = (float(row[name]) for name in ("width", "width_low", "width_high"))
    width = estimate(width, low, high, method="bootstrap of the sample", level=LEVEL, unit="%", n=count)
    return row["method"], row["number"], share(int(row["inside"]), count, row["number"]), count, width


def simulated(studies, bootstrapped):
    """The cells under HEAD, a row for every method and number, of `studies` sweeps, `bootstrapped` of them by both."""
    truth = np.array([watch(PLANTED) for watch in WATCHED.values()])
    rows = []
    for method, bounds in zip(METHODS, _bounds_of_all(studies, bootstrapped), strict=True):
        inside = (bounds[..., 0] <= truth) & (truth <= bounds[..., 1])
        widths = 100 * (bounds[..., 1] - bounds[..., 0]) / truth
        for k, name in enumerate(WATCHED):
            width = resampled(widths[:, k], lambda drawn: np.median(drawn, axis=-1), "%")
            ends = (f"{v:.6g}" for v in (width.value, width.low, width.high))
            rows.append((method, name, len(bounds), int(inside[:, k].sum()), *ends))
    return rows


def write():
    """Simulate all anew and write the table; a test simulates its smaller part again."""
    with (files("what_scale_buys") / "data" / TABLE).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        for size in (SMALL, (STUDIES, BOOTSTRAPPED)):
            writer.writerows(simulated(*size))


def _bounds_of_all(studies, bootstrapped):
    """Per method, the interval bounds (data sets, watched, 2)."""
    rng, (N, D) = np.random.default_rng(SEED), design()
    clean, found = PLANTED.loss(N, D), ([], [], [])
    for k in range(studies):
        table = Design.of(N, D, clean * np.exp(scatter(rng, len(N))))
        problem, theta = _fitted(table, Huber())
        if k < bootstrapped:
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


if __name__ == "__main__":
    write()
