"""Starting points: the published grid of initialisations, and what each of its starts becomes.

For given exponents the surface is linear in E, A and B, so that relative least squares has one minimum,
whatever the starting values of log E, log A and log B. The 4,500 starts of the grid therefore fall into
25 groups of 180, one per pair of exponents; each group is represented by that minimum.
"""

from itertools import product

import numpy as np

from ...kinds import ArrayLike
from .kernel import Design

EXPONENTS = (0.0, 0.5, 1.0, 1.5, 2.0)
LOG_FLOORS = (-1.0, -0.5, 0.0, 0.5, 1.0)
LOG_AMPLITUDES = (0.0, 5.0, 10.0, 15.0, 20.0, 25.0)
STARTS_PER_PAIR = len(LOG_FLOORS) * len(LOG_AMPLITUDES) ** 2
# Halved or doubled (benchmarks/constants.py), none of these raises an end of 66, minima and refits of six ladders.
RIDGE = 1e-8
SMALLEST_SHARE = 1e-4


def exponent_pairs() -> np.ndarray:
    """The 25 pairs (alpha, beta) of the grid, shape (25, 2)."""
    return np.array(list(product(EXPONENTS, EXPONENTS)))


def full_grid(design: Design) -> np.ndarray:
    """All 4,500 starts of Hoffmann et al. 2022, App. D.2, as rows of theta (see kernel), in grid order."""
    grid = np.array(list(product(EXPONENTS, EXPONENTS, LOG_FLOORS, LOG_AMPLITUDES, LOG_AMPLITUDES)))
    alpha, beta, e, log_a, log_b = grid.T
    return np.stack([e, log_a - e - alpha * design.x0, log_b - e - beta * design.y0, alpha, beta], 1)


def conditional_seeds(design: Design, weights: np.ndarray | None = None, pairs: ArrayLike | None = None) -> np.ndarray:
    """Relative least squares for E, A, B at each pair of exponents: theta of shape (rows, pairs, 5).

    weights : (rows, n) multiplicities or None (one row). Amplitudes that come out negative, or that an
    exponent of zero leaves undetermined, are raised to a small positive share.
    """
    pairs = exponent_pairs() if pairs is None else np.asarray(pairs, dtype=float)
    weights = np.ones((1, len(design))) if weights is None else weights
    inverse = np.exp(-design.z)
    columns = np.stack(
        [
            _column(inverse, design.x, 0 * pairs[:, 0]),
            _column(inverse, design.x, pairs[:, 0]),
            _column(inverse, design.y, pairs[:, 1]),
        ]
    )
    scale = np.sqrt(np.mean(columns**2, axis=2, keepdims=True))
    columns = columns / scale
    normal = np.einsum("ipn,jpn,wn->wpij", columns, columns, weights, optimize=True)
    right = np.einsum("ipn,wn->wpi", columns, weights, optimize=True)
    trace = np.einsum("wpii->wp", normal)[..., None, None]
    linear = np.linalg.solve(normal + RIDGE * trace * np.eye(3), right[..., None])[..., 0]
    floor = SMALLEST_SHARE * np.abs(linear).max(-1, keepdims=True)
    logs = np.log(np.maximum(linear, floor) / np.moveaxis(scale[..., 0], 0, -1))
    e = logs[..., :1]
    return np.concatenate([e, logs[..., 1:] - e, np.broadcast_to(pairs, (*logs.shape[:2], 2))], axis=-1)


def _column(inverse, logs, exponents):
    return np.exp(-exponents[:, None] * logs) * inverse
