"""Regression on a curved d-dimensional surface in a space of many dimensions.

Points lie on a flat torus of dimension d, folded into AMBIENT dimensions by a random rotation; the target is a smooth
function with unit variance and no noise. The learner sees the AMBIENT coordinates only. Nearest neighbour is a
piecewise constant fit, local linear regression a piecewise linear one: with cells of width s the errors are of order
s and s squared, so the squared errors fall as n^(-2/d) and n^(-4/d). Source: Sharma and Kaplan 2020.
"""

from functools import cache

import numpy as np

from scaling_laws.errors import require_choice, require_positive
from scaling_laws.statistics import mean

AMBIENT, REPEATS, SEED = 24, 8, 2004
DIMENSIONS = (1, 2, 3, 4, 5, 6)
SIZES = (256, 512, 1024, 2048, 4096)
QUERIES = {"nearest neighbour": 400, "local linear": 100}  # points asked about, per data set
METHODS = {"nearest neighbour": 2, "local linear": 4}


def exponent(dimension, method="local linear"):
    """2/d for the nearest neighbour, 4/d for a locally linear fit."""
    return METHODS[require_choice("method", method, METHODS)] / require_positive("dimension", dimension)


def implied_dimension(alpha, power=4):
    """The dimension at which the mechanism has exponent `alpha`."""
    return power / require_positive("alpha", alpha)


def surface(rng, dimension, count, rotation):
    """`count` points: (coordinates (count, AMBIENT), target (count,))."""
    angle = 2 * np.pi * rng.random((count, dimension))
    folded = np.concatenate([np.cos(angle), np.sin(angle)], axis=1) / (2 * np.pi)
    return folded @ rotation, np.sqrt(2 / dimension) * np.sin(angle).sum(axis=1)


def squared_errors(dimension, method="local linear"):
    """Mean squared error of REPEATS independent data sets at each of SIZES, shape (REPEATS, sizes)."""
    require_choice("dimension", dimension, DIMENSIONS)
    return _squared_errors(dimension, require_choice("method", method, METHODS))


@cache
def _squared_errors(dimension, method):
    rng = np.random.default_rng([SEED, dimension, METHODS[method]])
    predict = _nearest if METHODS[method] == 2 else _linear
    out = np.empty((REPEATS, len(SIZES)))
    for row in out:
        rotation = np.linalg.qr(rng.normal(size=(AMBIENT, 2 * dimension)))[0].T
        query, truth = surface(rng, dimension, QUERIES[method], rotation)
        points, values = surface(rng, dimension, SIZES[-1], rotation)
        distance = (points**2).sum(axis=1) - 2 * query @ points.T
        for column, size in enumerate(SIZES):
            guess = predict(query, points[:size], values[:size], distance[:, :size], dimension)
            row[column] = np.mean((guess - truth) ** 2)
    return out


def _nearest(query, points, values, distance, dimension):
    return values[distance.argmin(axis=1)]


def _linear(query, points, values, distance, dimension):
    """A plane through the nearest neighbours, in the directions of their own largest spread."""
    k = 4 * (dimension + 1)
    near = np.argpartition(distance, k, axis=1)[:, :k]
    around, target = points[near], values[near]
    centre, level = around.mean(axis=1, keepdims=True), target.mean(axis=1, keepdims=True)
    left, scale, right = np.linalg.svd(around - centre, full_matrices=False)
    left, scale, right = left[..., :dimension], scale[..., :dimension], right[:, :dimension]
    step = np.einsum("qa,qda->qd", query - centre[:, 0], right) / scale
    return level[:, 0] + (step * np.einsum("qkd,qk->qd", left, target - level)).sum(axis=1)


def measured_exponent(dimension, method="local linear"):
    """Exponent over SIZES as a Quantity, from one least-squares line for each data set."""
    x = np.log(SIZES) - np.log(SIZES).mean()
    return mean(-np.log(squared_errors(dimension, method)) @ x / (x @ x))
