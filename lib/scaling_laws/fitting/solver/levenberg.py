"""Batched Levenberg-Marquardt for any law that predicts: many starts, or many resamples, side by side.

The surface has a solver of its own (see newton), with exact second derivatives. Every other law is fitted here, from
its predictions alone: their derivatives are central differences, and the curvature is that of Gauss and Newton.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from .losses import Loss
from .solve import solve

ITERATIONS = 150
DIFFERENCE = 6e-6
SMALL_DECREMENT = 1e-16
NEGLIGIBLE = 1e-28
STATIONARY = 1e-6
SHRINK = 0.3
RIDGE = 1e-12
LARGEST_STEP = 2.0
Predict = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Residuals:
    """A loss of losses.py on differences between the prediction's coordinate and the observed one."""

    loss: Loss

    def value(self, eta: np.ndarray, observed: np.ndarray) -> np.ndarray:
        r = eta - observed
        return self.loss.value(r, self.loss.influence(r))

    def slope(self, eta: np.ndarray, observed: np.ndarray) -> np.ndarray:
        return self.loss.influence(eta - observed)

    def curvature(self, eta: np.ndarray, observed: np.ndarray, window: np.ndarray) -> np.ndarray:
        return self.loss.curvature(eta - observed, window)

    def majorant(self, eta: np.ndarray, observed: np.ndarray) -> np.ndarray:
        return self.loss.weight(eta - observed)

    def window(self, objective: np.ndarray, runs: np.ndarray, width: np.ndarray) -> np.ndarray:
        return self.loss.window(objective, runs, width)

    @property
    def settled(self) -> float:
        """The width at which the curvature is the loss's own."""
        return 1e-3 if self.loss.kinked else 1.0


@dataclass(frozen=True)
class Binomial:
    """Half the deviance of shares observed among `trials` (n,) questions, predicted as probabilities."""

    trials: np.ndarray
    settled = 1.0
    name = "binomial"

    def value(self, eta: np.ndarray, observed: np.ndarray) -> np.ndarray:
        p = np.clip(eta, 1e-12, 1 - 1e-12)
        return self.trials * (_x_log(observed, observed / p) + _x_log(1 - observed, (1 - observed) / (1 - p)))

    def slope(self, eta: np.ndarray, observed: np.ndarray) -> np.ndarray:
        p = np.clip(eta, 1e-12, 1 - 1e-12)
        return self.trials * (p - observed) / (p * (1 - p))

    def curvature(self, eta: np.ndarray, observed: np.ndarray, window: np.ndarray | None) -> np.ndarray:
        p = np.clip(eta, 1e-12, 1 - 1e-12)
        return self.trials / (p * (1 - p)) + 0 * observed

    def majorant(self, eta: np.ndarray, observed: np.ndarray) -> np.ndarray:
        return self.curvature(eta, observed, None)

    def window(self, objective: np.ndarray, runs: np.ndarray, width: np.ndarray) -> np.ndarray:
        return np.ones_like(objective)[:, None]


def _x_log(x, ratio):
    return x * np.log(np.where(x > 0, ratio, 1.0))


@dataclass(frozen=True)
class Ends:
    """theta (rows, k), objective (rows,), stationarity (rows,): the gradient over the sum of its terms' sizes."""

    theta: np.ndarray
    objective: np.ndarray
    stationarity: np.ndarray

    @property
    def converged(self) -> np.ndarray:
        return self.stationarity <= STATIONARY

    def lowest_of(self, count: int) -> "Ends":
        """The lowest of every `count` rows."""
        objective = np.where(np.isfinite(self.objective), self.objective, np.inf).reshape(-1, count)
        best = objective.argmin(1) + count * np.arange(len(objective))
        return Ends(self.theta[best], self.objective[best], self.stationarity[best])


def descend(
    predict: Predict,
    measure: Residuals | Binomial,
    observed: np.ndarray,
    theta: np.ndarray,
    weights: np.ndarray | None = None,
) -> Ends:
    """Ends of the descents from every row of theta (rows, k).

    predict : theta (rows, k) -> predictions (rows, n), in the coordinate in which `measure` compares them with
    `observed` (n,). weights : (rows, n) multiplicities of the observations, or None.
    """
    theta = np.array(theta, dtype=float)
    weights = np.ones((len(theta), len(observed))) if weights is None else weights
    with np.errstate(all="ignore"):
        state = _Climb(predict, measure, observed, theta, weights)
        for _ in range(ITERATIONS):
            rows = np.flatnonzero(state.open)
            if rows.size == 0:
                break
            state.step(rows)
        return Ends(state.theta, state.objective, state.stationarity())


class _Climb:
    """Every row's point, damping and curvature window between iterations."""

    def __init__(self, predict, measure, observed, theta, weights):
        self.predict, self.measure, self.observed = predict, measure, observed
        self.theta, self.weights = theta, weights
        self.objective = self._objective(theta, weights)
        self.damping, self.width = np.full(len(theta), 1e-3), np.ones(len(theta))
        self.open = np.isfinite(self.objective)

    def _objective(self, theta, weights):
        value = np.einsum("ij,ij->i", self.measure.value(self.predict(theta), self.observed), weights)
        return np.where(np.isfinite(value), value, np.inf)

    def step(self, rows):
        """One trial step of each of `rows`."""
        theta, weights, before = self.theta[rows], self.weights[rows], self.objective[rows]
        eta, slopes = self.predict(theta), derivatives(self.predict, theta)
        gradient = np.einsum("bkn,bn->bk", slopes, weights * self.measure.slope(eta, self.observed))
        window = self.measure.window(before, weights.sum(1), self.width[rows])
        curve = weights * self.measure.curvature(eta, self.observed, window)
        safe = np.einsum("bkn,bn->bk", slopes**2, weights * self.measure.majorant(eta, self.observed))
        hessian = np.einsum("bkn,bln->bkl", slopes * curve[:, None], slopes)
        extra = self.damping[rows, None] * safe + RIDGE * safe.max(1, keepdims=True)
        np.einsum("bkk->bk", hessian)[:] += extra
        step, bad = solve(hessian, gradient)
        step = np.where(bad[:, None] | ~np.isfinite(step), 0.0, step)
        step /= np.maximum(1.0, np.abs(step).max(1) / LARGEST_STEP)[:, None]
        after = self._objective(theta - step, weights)
        self._keep(rows, theta - step, after, after < before, np.einsum("bk,bk->b", gradient, step))

    def _keep(self, rows, trial, after, lower, decrement):
        before, taken = self.objective[rows], rows[lower]
        self.theta[taken], self.objective[taken] = trial[lower], after[lower]
        self.damping[rows] = np.where(lower, 0.1 * self.damping[rows], 10 * np.maximum(self.damping[rows], 1e-8))
        slow = ~lower | (before - after < 0.1 * before)
        settled = self.width[rows] <= self.measure.settled
        done = settled & (np.abs(decrement) <= SMALL_DECREMENT * before + NEGLIGIBLE)
        stuck = ~lower & (self.damping[rows] > 1e12)
        self.width[rows] = np.where(slow, self.width[rows] * SHRINK, self.width[rows])
        self.open[rows] = ~(done | stuck)

    def stationarity(self):
        """Length of the gradient over the sum of the sizes of its terms, both in the largest coordinate."""
        if len(self.theta) == 0:
            return np.empty(0)
        pull = self.weights * self.measure.slope(self.predict(self.theta), self.observed)
        slopes = derivatives(self.predict, self.theta)
        gradient = np.abs(np.einsum("bkn,bn->bk", slopes, pull))
        size = np.einsum("bkn,bn->bk", np.abs(slopes), np.abs(pull))
        found = gradient.max(1) / np.maximum(size.max(1), np.finfo(float).tiny)
        solved = self.objective <= NEGLIGIBLE * len(self.observed)
        return np.where(np.isfinite(self.objective), np.where(solved, 0.0, found), np.inf)


def derivatives(predict: Predict, theta: np.ndarray) -> np.ndarray:
    """Central differences (rows, k, n) of the predictions in every coordinate of theta (rows, k)."""
    found = []
    for k in range(theta.shape[1]):
        shift = np.zeros(theta.shape[1])
        shift[k] = DIFFERENCE
        found.append((predict(theta + shift) - predict(theta - shift)) / (2 * DIFFERENCE))
    return np.stack(found, 1)
