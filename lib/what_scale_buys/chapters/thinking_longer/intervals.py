"""Intervals of the shares that this chapter quotes."""

import numpy as np
from scipy.special import betaincinv

from scaling_laws.errors import InvalidArgument, require_fraction
from scaling_laws.quantity import estimate

LEVEL = 0.95
CP = "Clopper-Pearson"
JEFFREYS = "posterior under Jeffreys' prior"
DRAWS, SEED = 20_000, 20241220


def clopper_pearson(share, n, level=LEVEL):
    """Ends of the exact interval of a share of n questions; fractional successes (means over samples) are allowed."""
    share = require_fraction("share", share)
    if np.any(np.asarray(n) < 1):
        raise InvalidArgument("n", n, "n must be at least one")
    hits, tail = np.asarray(share) * n, (1 - level) / 2
    low = np.where(hits > 0, betaincinv(np.maximum(hits, 1e-9), n - hits + 1, tail), 0.0)
    high = np.where(hits < n, betaincinv(hits + 1, np.maximum(n - hits, 1e-9), 1 - tail), 1.0)
    return low, high


def wilson(share, n):
    """Ends of the Wilson score interval of probability LEVEL."""
    z2 = 1.959963984540054**2
    middle, half = share + z2 / (2 * n), np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n**2)))
    return (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)


def difference(after, before, n):
    """Difference of two shares of n questions with Newcombe's interval, taken as independent: (value, low, high).

    The two prompts were put to the same questions; if their successes go together, the true interval is narrower.
    """
    (low2, high2), (low1, high1) = wilson(after, n), wilson(before, n)
    gap = after - before
    low = gap - np.sqrt((after - low2) ** 2 + (high1 - before) ** 2)
    return gap, low, gap + np.sqrt((high2 - after) ** 2 + (before - low1) ** 2)


def share(value, n, name=""):
    """A share of n questions as a quantity in percent with its Clopper-Pearson interval."""
    low, high = (100 * float(v) for v in clopper_pearson(value, n))
    return estimate(100 * float(value), low, high, unit="%", method=CP, level=LEVEL, n=int(n), name=name)


def posterior(value, n, seed=SEED):
    """Draws of a share of n questions under Jeffreys' prior."""
    return np.random.default_rng(seed).beta(value * n + 0.5, (1 - value) * n + 0.5, DRAWS)
