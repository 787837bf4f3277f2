"""Small symmetric systems, thousands at once."""

import numpy as np


def solve(hessian: np.ndarray, gradient: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Solve (rows, 5, 5) symmetric systems by LDL'; returns the solutions and which rows are not positive definite.

    Rows run along the last axis inside, so that every operation reads contiguous memory.
    """
    h, x = hessian.transpose(1, 2, 0).copy(), gradient.T.copy()
    size, bad = len(x), np.zeros(len(gradient), bool)
    for j in range(size):
        low = ~(h[j, j] > 1e-13 * hessian[:, j, j])
        if low.any():
            bad |= low
            h[j, j, low] = 1.0
        for i in range(j + 1, size):
            factor = h[i, j] / h[j, j]
            h[i, j + 1 : i + 1] -= factor * h[j + 1 : i + 1, j]
            x[i] -= factor * x[j]
    for j in range(size - 1, -1, -1):
        for i in range(j + 1, size):
            x[j] -= h[i, j] * x[i]
        x[j] /= h[j, j]
    return x.T.copy(), bad


def norm(vectors: np.ndarray) -> np.ndarray:
    """Euclidean length of each row."""
    return np.sqrt(np.einsum("bi,bi->b", vectors, vectors))
