"""Newton steps with an exact line search, for the few rows that the quick descent leaves above the tolerance.

The objective is there piecewise almost linear, and its minimum lies where residuals change sides. Steps are damped by
the majorising matrix; in the last resort, `spectral_step`, every eigendirection of the curvature has its own length.
"""

from collections.abc import Callable

import numpy as np

from .kernel import PARAMETERS, Problem
from .solve import norm, solve

TOLERANCE = 1e-12
RIDGE = 1e-9
LARGEST_STEP = 1.0
FLAT = 1e-13
RISE = 1e-10  # relative; less can be rounding
NOISE = 1e-24  # rise per run that is rounding where the law is exact: residuals of 1e-9, each rounded to 1e-15
Direction = Callable[[Problem, np.ndarray, np.ndarray | None], tuple[np.ndarray, np.ndarray, np.ndarray]]


def polish(
    problem: Problem, theta: np.ndarray, weights: np.ndarray | None, iterations: int, direction: Direction
) -> tuple[np.ndarray, np.ndarray]:
    """theta (rows, 5) after at most `iterations` searched steps along `direction`, and how many each row took.

    direction : damped_step or spectral_step.
    """
    theta, count = theta.copy(), np.zeros(len(theta), int)
    rows = np.arange(len(theta))
    for _ in range(iterations):
        weight = take_rows(weights, rows)
        objective, gradient, step = direction(problem, theta[rows], weight)
        going = norm(gradient) > TOLERANCE
        if not going.any():
            break
        rows, weight = rows[going], take_rows(weight, going)
        count[rows] += 1
        theta[rows] += _searched(problem, theta[rows], step[going], objective[going], gradient[going], weight)
    return theta, count


def take_rows(weights: np.ndarray | None, index: np.ndarray) -> np.ndarray | None:
    """Some rows of the weights, which may be None."""
    return None if weights is None else weights[index]


def damped_step(
    problem: Problem, theta: np.ndarray, weights: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Objective, gradient and the Newton step, damped by the majorising matrix where the Hessian needs it."""
    objective, gradient, hessian = _curvature(problem, theta, weights, False)
    step, bad = solve(hessian, gradient)
    if bad.any():
        _, _, safe = _curvature(problem, theta[bad], take_rows(weights, bad), True)
        step[bad] = _first_definite(hessian[bad], safe, gradient[bad])
    step = -step
    return objective, gradient, step / np.maximum(1.0, np.abs(step).max(1))[:, None]


def _curvature(problem, theta, weights, majorise):
    """Objective, gradient and the Hessian, or the majorising matrix, with the loss's own window."""
    window = problem.loss.window(np.zeros(len(theta)), np.ones(len(theta)), 0.0)
    return problem.evaluate(theta, weights, window, np.full(len(theta), majorise))


def spectral_step(
    problem: Problem, theta: np.ndarray, weights: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Objective, gradient and a downhill step whose part along every eigenvector of the Hessian is cut by itself.

    A common factor would let one flat direction, in which the minimum lies far away or at infinity, stop all others.
    """
    objective, gradient, hessian = _curvature(problem, theta, weights, False)
    values, vectors = np.linalg.eigh(np.where(np.isfinite(hessian), hessian, 0.0))
    size = np.maximum(np.abs(values), FLAT * np.abs(values).max(1, keepdims=True) + np.finfo(float).tiny)
    along = np.einsum("bij,bi->bj", vectors, gradient)
    length = np.clip(-along / size, -LARGEST_STEP, LARGEST_STEP)
    return objective, gradient, np.einsum("bij,bj->bi", vectors, length)


def _first_definite(hessian, safe, gradient):
    """Solve with the least damping, among a few, that makes each matrix positive definite.

    The ridge keeps directions finite that the runs do not determine at all, as the split of E and A for one size.
    """
    ridge = RIDGE * np.einsum("bii->b", safe)[:, None, None] * np.eye(PARAMETERS)
    step, open_ = solve(safe + ridge, gradient)[0], np.ones(len(gradient), bool)
    for damping in (0.0, 1e-6, 1e-4, 1e-2):
        trial, bad = solve(hessian + damping * safe + ridge, gradient)
        use = open_ & ~bad
        step[use] = trial[use]
        open_ &= bad
    return step


def _searched(problem, theta, step, objective, gradient, weights):
    """The full step where it nearly solves the problem, else the step to the minimum along the line."""
    full, slope = problem.slope(theta + step, weights)
    noise = NOISE * len(problem.design)
    good = (full <= objective * (1 + 1e-14) + noise) & (norm(slope) <= 0.1 * norm(gradient))
    length = np.ones(len(theta))
    if not good.all():
        hard = ~good
        length[hard] = _line_minimum(problem, theta[hard], step[hard], take_rows(weights, hard))
        raised = problem.objective(theta + length[:, None] * step, weights) > objective * (1 + RISE) + noise
        length[raised & hard] = 0.0
    return length[:, None] * step


def _line_minimum(problem, theta, step, weights, steps=10):
    """Step length at which the directional derivative vanishes: bracketing, then bisection and secants in turn."""

    def slope(length, rows):
        gradient = problem.slope(theta[rows] + length[:, None] * step[rows], take_rows(weights, rows))[1]
        return np.einsum("bi,bi->b", gradient, step[rows])

    every = np.arange(len(theta))
    low, high = np.zeros(len(theta)), np.ones(len(theta))
    at_low, at_high = slope(low, every), slope(high, every)
    for _ in range(6):
        up = np.flatnonzero(at_high < 0)
        if up.size == 0:
            break
        low[up], at_low[up], high[up] = high[up], at_high[up], 3 * high[up]
        at_high[up] = slope(high[up], up)
    for turn in range(steps):
        rise = np.where(at_high > at_low, at_high - at_low, 1.0)
        share = 0.5 if turn % 2 == 0 else np.clip(-at_low / rise, 0.01, 0.99)
        middle = low + share * (high - low)
        value = slope(middle, every)
        below = value < 0
        low, at_low = np.where(below, middle, low), np.where(below, value, at_low)
        high, at_high = np.where(below, high, middle), np.where(below, at_high, value)
    return np.where(np.abs(at_low) < np.abs(at_high), low, high)
