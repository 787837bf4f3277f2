"""Newton's method inside bounds, for many rows of constants at once.

Every row is one problem: the same observations with weights of its own, from a start of its own. Steps use the exact
second derivatives of the formula, damped as Levenberg and Marquardt did where these are not positive definite or a step
does not lower the objective. A constant that stands at a bound and wants to leave it outward is held there for the
step (Bertsekas 1982). A kinked loss spreads its curvature over a window that shrinks to its own width.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ...formula.tape import Tape, quadratic
from ..solver.solve import solve

# Halved or doubled (benchmarks/constants.py), none of these raises a minimum of fourteen designs of eight laws by a
# millionth, but where it is said; processor time moves within the noise of a fifth.
ITERATIONS = 60
LATER_ITERATIONS = 60
# of 48 starts each of 16 designs 164 reach the lowest end at 0.003 and 0.3; 132 at 0.03, 143 at 0.001, 155 with 0.1,
# and 161 with 0.6, for a fifteenth more steps; 81 where the window shrank after every slow step
SLOW, SHRINK = 0.003, 0.3
LONGEST = 2.0
RIDGE = 1e-12
ROUNDING = 4e-16
STATIONARY = 1e-6
TIGHT = 1e-9
NEGLIGIBLE = 1e-28
STIFF = 1e13
MARGIN, LEAST_DAMPING = 1.1, 1e-7  # half the margin leaves matrices indefinite: two minima of fourteen rise
CUTS, SHARES = 3, np.arange(1, 9) / 9  # a line search to a hundredth of the step
FARTHEST_SEARCHED = 2.0


@dataclass(frozen=True)
class Problem:
    """What is minimised: a tape, a measure of its distance to the observations, and bounds.

    measure : see measures. low, high : (k,) bounds of the coordinates. prior : (n,) weights of the observations.
    """

    tape: Tape
    measure: Any
    observed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    prior: np.ndarray

    @property
    def n(self) -> int:
        return len(self.observed)

    def weights(self, drawn: np.ndarray | None, rows: int) -> np.ndarray:
        """Weights (rows, n): the prior ones, times those drawn."""
        return np.broadcast_to(self.prior, (rows, self.n)) if drawn is None else drawn * self.prior

    def objective(self, theta: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """(rows,), infinite where the formula has no value."""
        with np.errstate(all="ignore"):
            eta = self.tape.result(theta)
            return _finite(np.einsum("ij,ij->i", self.measure.value(eta, self.observed), weights))


def _finite(values):
    return np.where(np.isfinite(values), values, np.inf)


@dataclass(frozen=True)
class Ends:
    """theta (rows, k), objective (rows,), stationarity (rows,): of the gradient that bounds leave, over its terms."""

    theta: np.ndarray
    objective: np.ndarray
    stationarity: np.ndarray

    @property
    def converged(self) -> np.ndarray:
        return self.stationarity <= STATIONARY

    def take(self, rows: np.ndarray | list[int]) -> "Ends":
        return Ends(self.theta[rows], self.objective[rows], self.stationarity[rows])

    @classmethod
    def joined(cls, parts: "Sequence[Ends]") -> "Ends":
        return cls(*(np.concatenate([getattr(p, name) for p in parts]) for name in cls.__dataclass_fields__))

    def better(self, other: "Ends") -> "Ends":
        """Row by row the lower of two; a tie goes to the more stationary."""
        lower = other.objective < self.objective * (1 - 1e-13) - NEGLIGIBLE
        same = ~lower & (other.objective <= self.objective * (1 + 1e-13)) & (other.stationarity < self.stationarity)
        pick = lower | same
        return Ends(
            np.where(pick[:, None], other.theta, self.theta),
            np.where(pick, other.objective, self.objective),
            np.where(pick, other.stationarity, self.stationarity),
        )


def descend(
    problem: Problem,
    theta: np.ndarray,
    weights: np.ndarray | None = None,
    width: float = 1.0,
    limit: int | None = None,
    box: tuple[np.ndarray, np.ndarray] | None = None,
    finish: bool = True,
    observed: np.ndarray | None = None,
    through: Sequence[float] = (),
) -> Ends:
    """Ends of the descents from every row of theta (rows, k).

    weights : (rows, n) multiplicities of the observations, or None. width : first window of a kinked loss, in mean
    absolute residuals. limit : steps, ITERATIONS unless given. box : (low, high) arrays (rows, k) in place of the
    problem's bounds. finish : follow rows that are not stationary with searched steps. observed : (rows, n), where
    every row has observations of its own.
    through : factors by which a kinked loss is wider at first.
    """
    low, high = (problem.low, problem.high) if box is None else box
    limit = ITERATIONS if limit is None else limit
    for wider in problem.measure.path(through):
        theta = descend(replace(problem, measure=wider), theta, weights, width, limit, box, False, observed).theta
    theta = np.clip(np.array(theta, dtype=float), low, high)
    low, high = np.broadcast_to(low, theta.shape), np.broadcast_to(high, theta.shape)
    weights = problem.weights(weights, len(theta))
    with np.errstate(all="ignore"):
        aim = np.broadcast_to(problem.observed if observed is None else observed, weights.shape)
        climb = _Climb(problem, theta, weights, aim, width, low, high)
        climb.run(limit)
        if finish:
            climb.search()
        return climb.ends()


class _Climb:
    """Every row's point, derivatives, damping and curvature window between iterations."""

    def __init__(self, problem, theta, weights, observed, width, low, high):
        self.problem, self.weights, self.low, self.high = problem, weights, low, high
        self.observed = observed
        self.theta, rows = theta, len(theta)
        self.damping, self.width = np.full(rows, 1e-4), np.full(rows, float(width))
        self.total = weights.sum(1)
        self.objective = np.full(rows, np.inf)
        self.gradient, self.size = np.zeros_like(theta), np.ones_like(theta)
        self.hessian = np.zeros((rows, theta.shape[1], theta.shape[1]))
        self.safe = np.ones_like(theta)
        every = np.arange(rows)
        self.point(every, self.theta)
        self.open = np.isfinite(self.objective)
        self.iterations = 0

    # ---- derivatives ----

    def values(self, rows, theta):
        values = self.problem.tape.values(theta)
        eta = np.broadcast_to(values[-1], (len(theta), self.problem.n))
        cost = self.problem.measure.value(eta, self.observed[rows])
        return values, _finite(np.einsum("ij,ij->i", cost, self.weights[rows]))

    def point(self, rows, theta):
        values, objective = self.values(rows, theta)
        self.take(rows, theta, values, objective, np.arange(len(rows)))

    def take(self, rows, theta, values, objective, kept):
        """Move `rows` to their trial points `kept` of a block of values, with gradient and curvature there."""
        if not len(kept):
            return
        problem, measure = self.problem, self.problem.measure
        if len(kept) < len(theta):
            values = [v if v.shape[0] == 1 else v[kept] for v in values]
        rows, theta, objective = rows[kept], theta[kept], objective[kept]
        self.theta[rows], self.objective[rows] = theta, objective
        weights, observed = self.weights[rows], self.observed[rows]
        eta = np.broadcast_to(values[-1], (len(rows), problem.n))
        pull = weights * measure.slope(eta, observed)
        window = measure.window(objective, self.total[rows], self.width[rows])
        curve = weights * measure.curvature(eta, observed, window)
        bound = weights * measure.majorant(eta, observed)
        tangents = problem.tape.tangents(values)
        self.gradient[rows], self.size[rows], self.safe[rows] = _first(tangents[-1], pull, bound, self.theta.shape[1])
        hessian = np.zeros((len(rows), *self.hessian.shape[1:]))
        quadratic(curve, tangents[-1], hessian)
        problem.tape.curvature(values, tangents, pull, hessian)
        self.hessian[rows] = hessian

    # ---- steps ----

    def held(self, rows):
        """Coordinates at a bound that they would leave outward, (rows, k), and those whose bounds meet."""
        theta, gradient = self.theta[rows], self.gradient[rows]
        low, high = self.low[rows], self.high[rows]
        return ((theta <= low) & (gradient >= 0)) | ((theta >= high) & (gradient <= 0)) | (low >= high)

    def steps(self, rows, damping):
        """Newton steps (rows, k), damped; and the decrease that they promise."""
        held, safe = self.held(rows), self.scales(rows)
        hessian = np.where(held[:, :, None] | held[:, None], 0.0, self.hessian[rows])
        gradient = np.where(held, 0.0, self.gradient[rows])
        np.einsum("bkk->bk", hessian)[...] += np.where(
            held, 1.0, damping[:, None] * safe + RIDGE * safe.max(1)[:, None]
        )
        step, bad = solve(hessian, gradient)
        return -step, bad | ~np.isfinite(step).all(1), gradient

    def scales(self, rows):
        """Diagonal (rows, k) of the majorising matrix, nowhere zero."""
        safe = self.safe[rows]
        return safe + RIDGE * safe.max(1, keepdims=True) + np.finfo(float).tiny

    def lacking(self, rows):
        """Damping (rows,) that makes the matrices positive definite, from their lowest eigenvalues."""
        root = np.sqrt(self.scales(rows))
        scaled = self.hessian[rows] / root[:, :, None] / root[:, None]
        held = self.held(rows)
        scaled = np.where(held[:, :, None] | held[:, None] | ~np.isfinite(scaled), 0.0, scaled)
        return -MARGIN * np.linalg.eigvalsh(scaled)[:, 0]

    def proposal(self, rows):
        """Steps with as much damping as makes every matrix positive definite."""
        damping = self.damping[rows].copy()
        step, bad, gradient = self.steps(rows, damping)
        again = np.flatnonzero(bad)
        if len(again):
            damping[again] = np.maximum(self.lacking(rows[again]), 10 * np.maximum(damping[again], LEAST_DAMPING))
            step[again], bad[again], _ = self.steps(rows[again], damping[again])
        self.damping[rows] = np.where(damping > self.damping[rows], damping, self.damping[rows])
        step = np.where(bad[:, None], 0.0, step)
        return step / np.maximum(1.0, np.abs(step).max(1) / LONGEST)[:, None], gradient

    def run(self, limit):
        for _ in range(limit):
            rows = np.flatnonzero(self.open)
            if rows.size == 0:
                return
            self.iterate(rows)

    def iterate(self, rows):
        step, gradient = self.proposal(rows)
        trial = np.clip(self.theta[rows] + step, self.low[rows], self.high[rows])
        before = self.objective[rows].copy()
        promised = np.abs(np.einsum("bk,bk->b", gradient, trial - self.theta[rows]))
        values, after = self.values(rows, trial)
        accept = after <= before * (1 + ROUNDING)
        slow = accept & (before - after < SLOW * before)
        measure = self.problem.measure
        settled = self.width[rows] <= measure.settled
        self.width[rows] = np.where(slow, self.width[rows] * SHRINK, self.width[rows])
        self.damping[rows] = np.where(accept, 0.1 * self.damping[rows], 10 * np.maximum(self.damping[rows], 1e-8))
        self.damping[rows] = np.where(accept & (self.damping[rows] < 1e-12), 0.0, self.damping[rows])
        tiny = promised <= 1e-15 * before + NEGLIGIBLE
        moved = np.flatnonzero(accept)
        self.take(rows, trial, values, after, moved)
        steep = self.stationarity(rows)
        done = settled & (tiny | (steep <= TIGHT))
        self.open[rows] = ~(done | (~accept & (self.damping[rows] > STIFF)))

    def stationarity(self, rows):
        """Gradient that the bounds leave, over the sum of the sizes of its terms, both in the largest coordinate."""
        free = np.where(self.held(rows), 0.0, np.abs(self.gradient[rows])).max(1)
        found = free / np.maximum(self.size[rows].max(1), np.finfo(float).tiny)
        solved = self.objective[rows] <= NEGLIGIBLE * self.problem.n
        return np.where(np.isfinite(self.objective[rows]), np.where(solved, 0.0, found), np.inf)

    def search(self):
        """Searched steps for the rows that are not stationary: the objective may be nearly piecewise linear there."""
        every = np.arange(len(self.theta))
        left = every[np.isfinite(self.objective) & (self.stationarity(every) > STATIONARY)]
        self.width[left], self.damping[left] = 0.0, 1e-9
        for _ in range(LATER_ITERATIONS):
            if left.size == 0:
                return
            self.point(left, self.theta[left].copy())
            left = left[self.stationarity(left) > STATIONARY]
            if left.size == 0:
                return
            before = self.objective[left].copy()
            self.search_once(left)
            lower = self.objective[left] < before * (1 - 1e-14)
            self.damping[left] = np.where(lower, 0.3 * self.damping[left], 100 * np.maximum(self.damping[left], 1e-9))
            left = left[self.damping[left] < 1e6]

    def search_once(self, rows):
        """Move every row to the lowest of a few points along its step."""
        step, _ = self.proposal(rows)
        start, best = self.theta[rows].copy(), self.objective[rows].copy()
        found = start.copy()

        low, high = np.zeros(len(rows)), np.full(len(rows), FARTHEST_SEARCHED)
        for _ in range(CUTS):
            length = low + (high - low) * SHARES[:, None]
            point = np.clip(start + length[..., None] * step, self.low[rows], self.high[rows])
            value = self.values(np.tile(rows, len(SHARES)), point.reshape(-1, start.shape[1]))[1]
            value = value.reshape(length.shape)
            at, every = value.argmin(0), np.arange(len(rows))
            lower = value[at, every] < best
            best, found = np.where(lower, value[at, every], best), np.where(lower[:, None], point[at, every], found)
            width, middle = (high - low) * SHARES[0], length[at, every]
            low, high = middle - width, middle + width
        self.theta[rows], self.objective[rows] = found, best

    def ends(self):
        return Ends(self.theta, self.objective, self.stationarity(np.arange(len(self.theta))))


def _first(top, pull, bound, size):
    """Gradient, sum of the sizes of its terms, and diagonal of the majorising matrix: (rows, size) each."""
    found = np.zeros((3, len(pull), size))
    slopes = top.stacked(*pull.shape)
    for table, slope, weight in zip(
        found, (slopes, np.abs(slopes), slopes**2), (pull, np.abs(pull), bound), strict=True
    ):
        table[:, top.order] = np.einsum("bkn,bn->bk", slope, weight)
    return found
