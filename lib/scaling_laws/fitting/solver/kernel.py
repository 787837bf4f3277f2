"""Objective, gradient and curvature of the surface on log loss, for a block of problems at once.

The surface is written log L = e + log(1 + P + Q), P = exp(a - alpha x), Q = exp(b - beta y), with x and y the
centred logarithms of parameters and tokens. This is the log-sum-exp form of Hoffmann et al. 2022 (App. D.2)
with log E taken outside, so that its derivatives need no further logarithm, and with centred logarithms,
which all but decouple amplitudes from exponents. A row of `theta` is (e, a, b, alpha, beta).
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from ...formula.products import multiply
from ...kinds import ArrayLike

if TYPE_CHECKING:
    from .losses import Loss

PARAMETERS = 5
LARGEST_EXPONENT = 500.0
LOG_ZERO = -40.0
BLOCK_ELEMENTS = 144_000


@dataclass(frozen=True)
class Design:
    """Centred logarithms of the runs, and the monomials that turn every sum over runs into a product.

    x, y, z : (n,) centred log N, centred log D, log L. x0, y0 : the centres.
    """

    x: np.ndarray
    y: np.ndarray
    z: np.ndarray
    x0: float
    y0: float
    in_x: np.ndarray = field(repr=False)
    in_y: np.ndarray = field(repr=False)
    in_both: np.ndarray = field(repr=False)

    @classmethod
    def of(cls, parameters: np.ndarray, tokens: np.ndarray, loss: np.ndarray) -> "Design":
        """Design of n runs; all arguments positive arrays of shape (n,)."""
        x, y, z = np.log(parameters), np.log(tokens), np.log(loss)
        x0, y0 = x.mean(), y.mean()
        x, y, one = x - x0, y - y0, np.ones_like(z)
        both = np.stack([one, x, y, x * y], 1)
        return cls(x, y, z, x0, y0, np.stack([one, x, x * x], 1), np.stack([one, y, y * y], 1), both)

    def __len__(self) -> int:
        return len(self.z)

    def block_rows(self) -> int:
        """Problems per block for which every intermediate stays in the processor's cache."""
        return max(1, BLOCK_ELEMENTS // len(self))


def residuals(design: Design, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Residuals log L_predicted - log L (rows, n), and the shares P/(1+P+Q) and Q/(1+P+Q)."""
    size = _exponential(theta[:, 1:2], theta[:, 3:4], design.x)
    data = _exponential(theta[:, 2:3], theta[:, 4:5], design.y)
    total = size + data
    total += 1.0
    size /= total
    data /= total
    r = np.log(total, out=total)
    r += theta[:, :1]
    r -= design.z
    return r, size, data


def jacobian(design: Design, size: np.ndarray, data: np.ndarray) -> np.ndarray:
    """Derivatives (5, n) of the residuals of one theta with the shares `size` and `data` (n,)."""
    return np.stack([np.ones_like(size), size, data, -size * design.x, -data * design.y])


def _exponential(amplitude, exponent, logs):
    """exp(amplitude - exponent logs), kept finite; columns (rows, 1) and logs (n,) to (rows, n)."""
    power = exponent * -logs
    power += amplitude
    if not np.all(amplitude + np.abs(exponent) * np.abs(logs).max() <= LARGEST_EXPONENT):
        np.minimum(power, LARGEST_EXPONENT, out=power)
    return np.exp(power, out=power)


@dataclass(frozen=True)
class Problem:
    """A design, a loss, and which of the five parameters are free.

    free : boolean (5,); the others keep the value that they have in the starting point.
    """

    design: Design
    loss: "Loss"
    free: tuple[bool, ...] = (True,) * PARAMETERS

    def with_loss(self, loss: "Loss") -> "Problem":
        return Problem(self.design, loss, self.free)

    def objective(self, theta: np.ndarray, weights: np.ndarray | None) -> np.ndarray:
        """Objective (rows,) alone; arguments as in `slope`."""
        r, _, _ = residuals(self.design, theta)
        value = self.loss.value(r, self.loss.influence(r))
        return value.sum(1) if weights is None else np.einsum("ij,ij->i", value, weights)

    def slope(self, theta: np.ndarray, weights: np.ndarray | None) -> tuple[np.ndarray, np.ndarray]:
        """Objective (rows,) and gradient (rows, 5) alone.

        weights : (rows, n) multiplicities of the runs, or None for one of each.
        """
        point = self.at(theta, weights)
        return point.objective, point.gradient

    def evaluate(
        self, theta: np.ndarray, weights: np.ndarray | None, window: np.ndarray, majorise: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Objective (rows,), gradient (rows, 5) and Hessian (rows, 5, 5). window, majorise : see `Point.hessian`."""
        point = self.at(theta, weights)
        return point.objective, point.gradient, point.hessian(slice(None), window, majorise)

    def at(self, theta: np.ndarray, weights: np.ndarray | None) -> "Point":
        """The Point of every row of `theta`; arguments as in `slope`."""
        return Point(self, theta, weights)

    def only_free(self, hessian: np.ndarray) -> np.ndarray:
        for k in np.flatnonzero(~np.array(self.free)):
            hessian[:, k, :] = hessian[:, :, k] = 0.0
            hessian[:, k, k] = 1.0
        return hessian


class Point:
    """Objective (rows,) and gradient (rows, 5) of a problem at `theta`; the Hessian of some rows on request.

    By the time a row has converged nobody asks for its curvature, which is the dearer half of the work.
    """

    def __init__(self, problem: Problem, theta: np.ndarray, weights: np.ndarray | None) -> None:
        self.problem, self.weights = problem, weights
        self.r, self.size, self.data = residuals(problem.design, theta)
        pull = problem.loss.influence(self.r)
        value = problem.loss.value(self.r, pull)
        if weights is None:
            self.objective = value.sum(1)
        else:
            self.objective = np.einsum("ij,ij->i", value, weights)
            pull *= weights
        self.pull, self.by_size, self.by_data = pull, pull * self.size, np.multiply(pull, self.data, out=value)
        design = problem.design
        x, y = multiply(self.by_size, design.in_x[:, :2]), multiply(self.by_data, design.in_y[:, :2])
        gradient = np.stack([pull.sum(1), x[:, 0], y[:, 0], -x[:, 1], -y[:, 1]], 1)
        self.gradient = gradient * np.array(problem.free, dtype=float)

    def hessian(self, rows: np.ndarray | slice, window: np.ndarray, majorise: np.ndarray) -> np.ndarray:
        """Hessian (k, 5, 5) of the rows that `rows` (positions or a slice) selects.

        window : (k, 1) half-width over which a kinked loss spreads its curvature.
        majorise : boolean (k,); those rows get the Gauss-Newton matrix of iteratively reweighted least
        squares instead of the Hessian, which is never indefinite.
        """
        r, size, data, pull, by_size, by_data = (
            part[rows] for part in (self.r, self.size, self.data, self.pull, self.by_size, self.by_data)
        )
        curve = self.problem.loss.curvature(r, window)
        if majorise.any():
            curve[majorise] = self.problem.loss.weight(r[majorise])
            pull, by_size, by_data = (np.where(majorise[:, None], 0.0, part) for part in (pull, by_size, by_data))
        if self.weights is not None:
            curve *= self.weights[rows]
        return self.problem.only_free(
            _second_derivatives(self.problem.design, curve, pull, size, data, by_size, by_data)
        )


def _second_derivatives(design, curve, pull, size, data, by_size, by_data):
    """Sums over runs of curve J J' + pull J'' as (rows, 5, 5), for the shares of size and data; `curve` is used up."""
    h = np.empty((len(curve), PARAMETERS, PARAMETERS))
    h[:, 0, 0] = curve.sum(1)
    inner = curve * size
    x = multiply(inner, design.in_x[:, :2])
    y = multiply(np.multiply(curve, data, out=inner), design.in_y[:, :2])
    h[:, 0, 1], h[:, 0, 3], h[:, 0, 2], h[:, 0, 4] = x[:, 0], -x[:, 1], y[:, 0], -y[:, 1]
    curve -= pull
    np.multiply(curve, size, out=inner)
    both = inner * data
    both = multiply(both, design.in_both)
    h[:, 1, 2], h[:, 2, 3], h[:, 1, 4], h[:, 3, 4] = both[:, 0], -both[:, 1], -both[:, 2], both[:, 3]
    inner *= size
    inner += by_size
    x = multiply(inner, design.in_x)
    h[:, 1, 1], h[:, 1, 3], h[:, 3, 3] = x[:, 0], -x[:, 1], x[:, 2]
    curve *= data
    curve *= data
    curve += by_data
    y = multiply(curve, design.in_y)
    h[:, 2, 2], h[:, 2, 4], h[:, 4, 4] = y[:, 0], -y[:, 1], y[:, 2]
    return _mirror(h)


def _mirror(h):
    for i in range(1, PARAMETERS):
        for j in range(i):
            h[:, i, j] = h[:, j, i]
    return h


def to_natural(design: Design, theta: ArrayLike) -> np.ndarray:
    """(E, A, B, alpha, beta) as an array like `theta`, from the centred logarithms."""
    theta = np.asarray(theta)
    e, a, b, alpha, beta = np.moveaxis(theta, -1, 0)
    with np.errstate(over="ignore"):
        floor = np.where(e <= LOG_ZERO, 0.0, np.exp(e))
        amplitudes = np.exp(e + a + alpha * design.x0), np.exp(e + b + beta * design.y0)
    return np.stack([floor, *amplitudes, alpha, beta], -1)


def from_natural(design: Design, natural: ArrayLike) -> np.ndarray:
    """Centred logarithms (e, a, b, alpha, beta) of (E, A, B, alpha, beta); inverse of `to_natural`."""
    E, A, B, alpha, beta = np.moveaxis(np.asarray(natural, dtype=float), -1, 0)
    e = np.log(np.maximum(E, np.exp(LOG_ZERO)))
    return np.stack([e, np.log(A) - e - alpha * design.x0, np.log(B) - e - beta * design.y0, alpha, beta], -1)
