"""The same task by SciPy, three ways, and the trap: own code, on the published coordinates (a, b, e, alpha, beta).

Every path takes the runs, a share of the starts and resamples to do, and returns what the gate needs.
"""

from itertools import product

import numpy as np
from reference import DELTA, RESAMPLES, SEED
from scipy.optimize import least_squares, minimize

from scaling_laws.fitting.bootstrap import resampled_weights

GRID = np.array(
    list(product([0, 5, 10, 15, 20, 25], [0, 5, 10, 15, 20, 25], [-1, -0.5, 0, 0.5, 1], *[[0, 0.5, 1, 1.5, 2]] * 2))
)
PUBLISHED_START = np.array([6.0, 6.0, 0.5, 0.34, 0.28])
TIGHT = {"ftol": 1e-15, "gtol": 1e-11, "maxiter": 3000, "maxfun": 6000}


class Task:
    """Objective of the published log-sum-exp form, with weights on the runs."""

    def __init__(self, parameters, tokens, loss):
        self.x, self.y, self.z = np.log(parameters), np.log(tokens), np.log(loss)

    def residuals(self, theta):
        a, b, e, alpha, beta = theta
        terms = np.stack([a - alpha * self.x, b - beta * self.y, np.full_like(self.x, e)])
        top = terms.max(0)
        weights = np.exp(terms - top)
        total = weights.sum(0)
        return top + np.log(total) - self.z, weights / total

    def objective(self, theta, counts):
        r, _ = self.residuals(theta)
        size = np.abs(r)
        return float(np.sum(counts * np.where(size <= DELTA, 0.5 * r * r, DELTA * (size - 0.5 * DELTA))))

    def value_and_gradient(self, theta, counts):
        r, share = self.residuals(theta)
        size, pull = np.abs(r), counts * np.clip(r, -DELTA, DELTA)
        value = np.sum(counts * np.where(size <= DELTA, 0.5 * r * r, DELTA * (size - 0.5 * DELTA)))
        return float(value), self.jacobian(share).T @ pull

    def jacobian(self, share):
        return np.stack([share[0], share[1], share[2], -share[0] * self.x, -share[1] * self.y], 1)


def counts_of(runs, resamples):
    """The same resamples that the fitter draws, so that objectives can be compared one by one."""
    return resampled_weights(np.random.default_rng(SEED), runs, resamples)


def _some(items, share):
    return items[:: max(1, round(1 / share))]


def _best(ends):
    return min(ends, key=lambda end: end.fun)


def careful(task, share):
    """L-BFGS-B from the grid with analytic gradients and tight tolerances; refits warm, equally tight."""
    ones = np.ones_like(task.x)

    def fit(start, counts):
        end = minimize(task.value_and_gradient, start, (counts,), jac=True, method="L-BFGS-B", options=TIGHT)
        return end.fun, end.x

    with np.errstate(all="ignore"):
        ends = [fit(start, ones) for start in _some(GRID, share)]
        point = min(ends, key=lambda end: end[0])
        refits = [fit(point[1], counts) for counts in _some(counts_of(len(ones), RESAMPLES), share)]
    return _packed(point, refits, [end[0] for end in ends])


def stock(task, share):
    """least_squares(loss="huber") with its own tight tolerances, from 150 starts of the grid; refits warm."""

    def fit(start, counts):
        root = np.sqrt(counts)
        rows = np.repeat(np.arange(len(counts)), counts.astype(int))
        part = Task.__new__(Task)
        part.x, part.y, part.z = task.x[rows], task.y[rows], task.z[rows]
        options = {"loss": "huber", "f_scale": DELTA, "x_scale": "jac", "xtol": 1e-12, "ftol": 1e-12, "gtol": 1e-12}
        end = least_squares(
            lambda t: part.residuals(t)[0],
            start,
            lambda t: part.jacobian(part.residuals(t)[1]),
            max_nfev=300,
            **options,
        )
        return end.cost, end.x, root

    ones = np.ones_like(task.x)
    with np.errstate(all="ignore"):
        ends = [fit(start, ones) for start in _some(GRID[::30], share)]
        point = min(ends, key=lambda end: end[0])
        refits = [fit(point[1], counts) for counts in _some(counts_of(len(ones), RESAMPLES), share)]
    return _packed(point, refits, [end[0] for end in ends])


def recipe(task, share):
    """The plain published recipe: numerical gradients, default tolerances, cold starts."""
    ones = np.ones_like(task.x)

    def fit(start, counts):
        end = minimize(task.objective, start, (counts,), method="L-BFGS-B")
        return end.fun, end.x

    with np.errstate(all="ignore"):
        ends = [fit(start, ones) for start in _some(GRID, share)]
        refits = [fit(PUBLISHED_START, counts) for counts in _some(counts_of(len(ones), RESAMPLES), share)]
    return _packed(min(ends, key=lambda end: end[0]), refits, [end[0] for end in ends])


def trap(task, share):
    """A warm start at the point fit with SciPy's default tolerances: it stops at once and looks precise."""
    ones = np.ones_like(task.x)
    tight = careful(task, min(share, 0.01))

    def fit(counts):
        end = minimize(task.value_and_gradient, tight["point"], (counts,), jac=True, method="L-BFGS-B")
        return end.fun, end.x

    refits = [fit(counts) for counts in _some(counts_of(len(ones), RESAMPLES), share)]
    return _packed((tight["objective"], tight["point"]), refits, [])


def _packed(point, refits, ends):
    ends = np.array(ends)
    reached = float(np.mean(ends <= ends.min() * (1 + 1e-9))) if len(ends) else float("nan")
    return {
        "objective": float(point[0]),
        "point": np.asarray(point[1]),
        "refit_objectives": np.array([refit[0] for refit in refits]),
        "refits": np.array([natural(refit[1]) for refit in refits]),
        "share_of_starts_at_best": reached,
    }


def natural(theta):
    """(E, A, B, alpha, beta) of published coordinates."""
    a, b, e, alpha, beta = theta
    with np.errstate(over="ignore"):
        return np.array([np.exp(e), np.exp(a), np.exp(b), alpha, beta])


PATHS = {
    "careful L-BFGS-B": careful,
    "stock least_squares": stock,
    "plain recipe": recipe,
    "warm start, default tolerances": trap,
}
