"""A first approach to the minima of many resamples at once, with the residuals taken as linear in theta.

Resamples share their runs, so that about one theta they share the derivatives of the residuals too: every sum over
runs is then a product of matrices, without an exponential or a logarithm. What is found is only a better place to
start from, for which single precision is enough.
"""

import numpy as np

from ...formula.products import multiply
from .kernel import PARAMETERS, Problem, jacobian, residuals
from .solve import norm, solve

# Halved or doubled (benchmarks/constants.py), none of these raises an end of 66, minima and refits of six ladders.
WIDTHS = (1.0, 0.7, 0.5, 0.35, 0.25)
RIDGE = 1e-6
LONGEST = 0.5


def approach(problem: Problem, theta: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """theta (rows, 5): for every row of weights (rows, n) a surface near its minimum, found from `theta` (5,).

    Of a kinked loss the curvature window shrinks through WIDTHS, in mean absolute residuals. Rows keep the lowest
    point that they pass, by the linear residuals.
    """
    start, slopes, products = _shared(problem, theta)
    weights, step = weights.astype(np.float32), np.zeros((len(weights), PARAMETERS), np.float32)
    best, lowest, scale = step, np.full(len(weights), np.inf), float(np.abs(start).mean())
    loss = problem.loss
    for width in (*(WIDTHS if loss.kinked else WIDTHS[:1]), None):
        r = multiply(step, slopes)
        r += start
        pull = loss.influence(r)
        objective = np.einsum("ij,ij->i", loss.value(r, pull), weights)
        lower = objective < lowest
        best, lowest = np.where(lower[:, None], step, best), np.where(lower, objective, lowest)
        if width is None:
            break
        pull *= weights
        curve = loss.curvature(r, np.float32(max(loss.delta, width * scale))) if loss.kinked else loss.weight(r)  # type: ignore[arg-type]
        curve *= weights
        step = step - _newton_step(problem, multiply(curve, products), multiply(pull, slopes.T))
    return theta + best.astype(float)


def _shared(problem, theta):
    """Residuals (n,) at theta, their derivatives (5, n), and the products of these in pairs (n, 25)."""
    r, size, data = (part[0] for part in residuals(problem.design, theta[None]))
    slopes = jacobian(problem.design, size, data) * np.array(problem.free, dtype=float)[:, None]
    products = (slopes[:, None] * slopes).reshape(PARAMETERS**2, -1).T
    return tuple(np.ascontiguousarray(part, dtype=np.float32) for part in (r, slopes, products))


def _newton_step(problem, hessian, gradient):
    hessian = hessian.reshape(-1, PARAMETERS, PARAMETERS).astype(float)
    diagonal = np.einsum("bii->bi", hessian)
    diagonal += RIDGE * diagonal.max(1, keepdims=True) + np.finfo(float).tiny
    step, bad = solve(problem.only_free(hessian), gradient.astype(float))
    step /= np.maximum(1.0, norm(step) / LONGEST)[:, None]
    return np.where(bad[:, None], 0.0, step).astype(np.float32)
