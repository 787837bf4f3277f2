"""Products of matrices below the size at which OpenBLAS starts its threads.

They are too small to gain from threads, and idle threads spin.
"""

import numpy as np

LARGEST_PRODUCT = 250_000


def multiply(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """left (rows, n) @ right (n, m), in slices of rows."""
    step = max(1, LARGEST_PRODUCT // right.size)
    if len(left) <= step:
        return left @ right
    out = np.empty((len(left), right.shape[1]), left.dtype)
    for k in range(0, len(left), step):
        np.matmul(left[k : k + step], right, out=out[k : k + step])
    return out


def gram(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    """left (rows, m, n) @ right (rows, p, n) transposed, (rows, m, p), in slices of n."""
    n, step = left.shape[2], max(1, LARGEST_PRODUCT // (left.shape[1] * right.shape[1]))
    total = left[..., :step] @ right[..., :step].transpose(0, 2, 1)
    for k in range(step, n, step):
        total += left[..., k : k + step] @ right[..., k : k + step].transpose(0, 2, 1)
    return total
