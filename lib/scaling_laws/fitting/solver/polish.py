"""Newton steps with an exact line search, for the few rows that the quick descent leaves above the tolerance.

The objective is there piecewise almost linear, and its minimum lies where residuals change sides. Steps are damped by
the majorising matrix; in the last resort, `spectral_step`, every eigendirection of the curvature has its own length.
"""

from collections.abc import Callable

import numpy as np

from .kernel import PARAMETERS, Problem, residuals
from .solve import norm, solve

TOLERANCE = 1e-12  # of the gradient: all 4,000 reference refits reach it, and agree with a trust region's (gate)
RIDGE = 1e-9  # relative: no effect on ends (1e-11, 1e-7)
LARGEST_STEP = 1.0  # a factor e in an amplitude; the line search lengthens it up to 27 times
FLAT = 1e-13  # of the largest eigenvalue: less is rounding of a five-by-five matrix
LENGTHS = np.array([1 / 8, 0.5, 1.0, 3.0, 27.0])  # along a step, to bracket its minimum; past three steps are rare
CUTS, SHARES = 2, np.arange(1, 7) / 6  # 36 parts and a secant: ten halvings took half as long again
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
        here = np.einsum("bi,bi->b", gradient[hard], step[hard])
        length[hard] = _line_minimum(problem, theta[hard], step[hard], here, take_rows(weights, hard))
        raised = problem.objective(theta + length[:, None] * step, weights) > objective * (1 + RISE) + noise
        length[raised & hard] = 0.0
    return length[:, None] * step


def _line_minimum(problem, theta, step, here, weights):
    """Step length at the first place along `step` at which the derivative along it, `here` (rows,) at zero, vanishes.

    The derivative is taken at many lengths at once: of few rows the calls cost more than the numbers. A bracket on a
    geometric grid is cut into equal parts, twice; a secant ends it.
    """
    low, at_low = np.zeros(len(theta)), here
    lengths = np.broadcast_to(LENGTHS, (len(theta), len(LENGTHS)))
    rows = np.arange(len(theta))
    for turn in range(1 + CUTS):
        slopes = _directional(problem, theta, step, lengths, weights)
        risen = ~(slopes < 0)
        first = np.where(risen.any(1), risen.argmax(1), lengths.shape[1] - 1)
        inside = first > 0
        low = np.where(inside, lengths[rows, first - 1], low)
        at_low = np.where(inside, slopes[rows, first - 1], at_low)
        high, at_high = lengths[rows, first], slopes[rows, first]
        if turn < CUTS:
            lengths = low[:, None] + SHARES * (high - low)[:, None]
    share = np.where(at_high > at_low, -at_low / np.where(at_high > at_low, at_high - at_low, 1.0), 1.0)
    return low + np.clip(share, 0.0, 1.0) * (high - low)


def _directional(problem, theta, step, lengths, weights):
    """Derivatives (rows, k) of the objective along `step` (rows, 5) at `lengths` (rows, k)."""
    rows, count = lengths.shape
    points = (theta[:, None] + lengths[..., None] * step[:, None]).reshape(-1, PARAMETERS)
    r, size, data = (part.reshape(rows, count, -1) for part in residuals(problem.design, points))
    size *= (step[:, 1:2] - step[:, 3:4] * problem.design.x)[:, None]
    data *= (step[:, 2:3] - step[:, 4:5] * problem.design.y)[:, None]
    size += data
    size += step[:, None, :1]
    pull = problem.loss.influence(r)
    size *= pull
    return size.sum(2) if weights is None else np.matmul(size, weights[..., None])[..., 0]
