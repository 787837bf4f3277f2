"""Objective, gradient and curvature of the surface on log loss, for a block of problems at once.

The surface is written log L = e + log(1 + P + Q), P = exp(a - alpha x), Q = exp(b - beta y), with x and y the
centred logarithms of parameters and tokens. This is the log-sum-exp form of Hoffmann et al. 2022 (App. D.2)
with log E taken outside, so that its derivatives need no further logarithm, and with centred logarithms,
which all but decouple amplitudes from exponents. A row of `theta` is (e, a, b, alpha, beta).
"""

from dataclasses import dataclass, field

import numpy as np

PARAMETERS = 5
LARGEST_EXPONENT = 500.0
LOG_ZERO = -40.0
BLOCK_ELEMENTS = 36_000


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
    def of(cls, parameters, tokens, loss):
        """Design of n runs; all arguments positive arrays of shape (n,)."""
        x, y, z = np.log(parameters), np.log(tokens), np.log(loss)
        x0, y0 = x.mean(), y.mean()
        x, y, one = x - x0, y - y0, np.ones_like(z)
        both = np.stack([one, x, y, x * y], 1)
        return cls(x, y, z, x0, y0, np.stack([one, x, x * x], 1), np.stack([one, y, y * y], 1), both)

    def __len__(self):
        return len(self.z)

    def block_rows(self):
        """Problems per block for which every intermediate stays in the processor's cache."""
        return max(1, BLOCK_ELEMENTS // len(self))


def residuals(design, theta):
    """Residuals log L_predicted - log L (rows, n), and the shares P/(1+P+Q) and Q/(1+P+Q)."""
    e, a, b, alpha, beta = (column[:, None] for column in theta.T)
    size = np.exp(np.minimum(a - alpha * design.x, LARGEST_EXPONENT))
    data = np.exp(np.minimum(b - beta * design.y, LARGEST_EXPONENT))
    total = size + data
    total += 1.0
    r = np.log(total)
    r += e
    r -= design.z
    size /= total
    data /= total
    return r, size, data


@dataclass(frozen=True)
class Problem:
    """A design, a loss, and which of the five parameters are free.

    free : boolean (5,); the others keep the value that they have in the starting point.
    """

    design: Design
    loss: object
    free: tuple = (True,) * PARAMETERS

    def with_loss(self, loss):
        return Problem(self.design, loss, self.free)

    def slope(self, theta, weights):
        """Objective (rows,) and gradient (rows, 5) alone.

        weights : (rows, n) multiplicities of the runs, or None for one of each.
        """
        r, size, data = residuals(self.design, theta)
        pull = self.loss.influence(r)
        objective, pull = _weighted_sum(self.loss.value(r, pull), pull, weights)
        gradient, _, _ = self._gradient(pull, size, data)
        return objective, gradient

    def _gradient(self, pull, size, data):
        by_size, by_data = pull * size, pull * data
        x, y = by_size @ self.design.in_x[:, :2], by_data @ self.design.in_y[:, :2]
        gradient = np.stack([pull.sum(1), x[:, 0], y[:, 0], -x[:, 1], -y[:, 1]], 1)
        return gradient * np.array(self.free, dtype=float), by_size, by_data

    def evaluate(self, theta, weights, window, majorise):
        """Objective (rows,), gradient (rows, 5) and Hessian (rows, 5, 5).

        window : (rows, 1) half-width over which a kinked loss spreads its curvature.
        majorise : boolean (rows,); those rows get the Gauss-Newton matrix of iteratively reweighted least
        squares instead of the Hessian, which is never indefinite.
        """
        r, size, data = residuals(self.design, theta)
        pull = self.loss.influence(r)
        curve = self.loss.curvature(r, window)
        if majorise.any():
            curve[majorise] = self.loss.weight(r[majorise])
        objective, pull = _weighted_sum(self.loss.value(r, pull), pull, weights)
        if weights is not None:
            curve *= weights
        gradient, by_size, by_data = self._gradient(pull, size, data)
        if majorise.any():
            for block in (pull, by_size, by_data):
                block[majorise] = 0.0
        hessian = self._hessian(curve, pull, size, data, by_size, by_data)
        return objective, gradient, hessian

    def evaluate_shared(self, theta, weights, width):
        """As `evaluate`, for rows that all stand at `theta` (1, 5): the sums over runs are then one product.

        width : of the curvature window, in mean absolute residuals.
        """
        r, size, data = residuals(self.design, theta)
        pull = self.loss.influence(r)
        value = self.loss.value(r, pull)
        window = self.loss.window(value.sum(1), float(len(self.design)), width)
        curve, x, y = self.loss.curvature(r, window)[0], self.design.x, self.design.y
        value, pull, size, data = value[0], pull[0], size[0], data[0]
        jacobian = np.stack([np.ones_like(x), size, data, -size * x, -data * y])
        outer = (curve - pull) * jacobian[:, None] * jacobian
        outer[0] = outer[:, 0] = curve * jacobian
        for term, share, logs in ((1, size, x), (2, data, y)):
            outer[term, term] += pull * share
            outer[term, term + 2] -= pull * share * logs
            outer[term + 2, term] -= pull * share * logs
            outer[term + 2, term + 2] += pull * share * logs**2
        sums = _product(weights, np.concatenate([value[None], pull * jacobian, outer.reshape(PARAMETERS**2, -1)]))
        gradient = sums[:, 1 : PARAMETERS + 1] * np.array(self.free, dtype=float)
        hessian = sums[:, PARAMETERS + 1 :].reshape(-1, PARAMETERS, PARAMETERS)
        return sums[:, 0], gradient, self._only_free(hessian)

    def _hessian(self, curve, pull, size, data, by_size, by_data):
        design, h = self.design, np.empty((len(curve), PARAMETERS, PARAMETERS))
        h[:, 0, 0] = curve.sum(1)
        x, y = (curve * size) @ design.in_x[:, :2], (curve * data) @ design.in_y[:, :2]
        h[:, 0, 1], h[:, 0, 3], h[:, 0, 2], h[:, 0, 4] = x[:, 0], -x[:, 1], y[:, 0], -y[:, 1]
        curve = curve - pull
        inner = curve * size
        both = (inner * data) @ design.in_both
        h[:, 1, 2], h[:, 2, 3], h[:, 1, 4], h[:, 3, 4] = both[:, 0], -both[:, 1], -both[:, 2], both[:, 3]
        inner *= size
        inner += by_size
        x = inner @ design.in_x
        h[:, 1, 1], h[:, 1, 3], h[:, 3, 3] = x[:, 0], -x[:, 1], x[:, 2]
        curve *= data
        curve *= data
        curve += by_data
        y = curve @ design.in_y
        h[:, 2, 2], h[:, 2, 4], h[:, 4, 4] = y[:, 0], -y[:, 1], y[:, 2]
        return self._only_free(_mirror(h))

    def _only_free(self, hessian):
        for k in np.flatnonzero(~np.array(self.free)):
            hessian[:, k, :] = hessian[:, :, k] = 0.0
            hessian[:, k, k] = 1.0
        return hessian


def _weighted_sum(value, pull, weights):
    if weights is None:
        return value.sum(1), pull
    return np.einsum("ij,ij->i", value, weights), pull * weights


def _product(weights, features):
    """weights (rows, n) times features (k, n), in pieces below the size at which OpenBLAS starts its threads.

    The products are too small to gain from threads, and idle threads spin.
    """
    width = max(1, 7 * BLOCK_ELEMENTS // weights.size)
    return np.concatenate([weights @ features[k : k + width].T for k in range(0, len(features), width)], axis=1)


def _mirror(h):
    for i in range(1, PARAMETERS):
        for j in range(i):
            h[:, i, j] = h[:, j, i]
    return h


def to_natural(design, theta):
    """(E, A, B, alpha, beta) as an array like `theta`, from the centred logarithms."""
    theta = np.asarray(theta)
    e, a, b, alpha, beta = np.moveaxis(theta, -1, 0)
    floor = np.where(e <= LOG_ZERO, 0.0, np.exp(e))
    with np.errstate(over="ignore"):
        amplitudes = np.exp(e + a + alpha * design.x0), np.exp(e + b + beta * design.y0)
    return np.stack([floor, *amplitudes, alpha, beta], -1)


def from_natural(design, natural):
    """Centred logarithms (e, a, b, alpha, beta) of (E, A, B, alpha, beta); inverse of `to_natural`."""
    E, A, B, alpha, beta = np.moveaxis(np.asarray(natural, dtype=float), -1, 0)
    e = np.log(np.maximum(E, np.exp(LOG_ZERO)))
    return np.stack([e, np.log(A) - e - alpha * design.x0, np.log(B) - e - beta * design.y0, alpha, beta], -1)
