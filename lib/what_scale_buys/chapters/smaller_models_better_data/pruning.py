"""A world in which curation can be solved exactly: find a threshold on a line from labelled points.

Points and threshold are uniform on [0, 1]; a label says on which side of the threshold a point lies; the learner
answers the middle of the gap between the last point of one side and the first of the other. Of a pool of labelled
points a curator keeps those nearest to where it believes the threshold to be.
"""

from functools import cache

import numpy as np

from scaling_laws.errors import InvalidArgument, require_at_least, require_nonnegative, require_positive
from scaling_laws.statistics import standard_error

SEED, REPEATS = 7, 600
SHARE = 0.1  # kept by the curator with a fixed share
SQUARE = 20  # a pool of n²/SQUARE for n kept points: the curator whose pool grows
SCORING = 0.05  # cost of scoring a point, in units of training on one


def error(pool):
    """Expected error after the best points of a pool: 1 / (2 (pool + 2)).

    The gap around the threshold is two of pool + 2 exchangeable spacings, with mean 2 / (pool + 2); the threshold
    divides it uniformly, so that it lies a quarter of the gap from the middle on average.
    """
    return 1 / (2 * (require_positive("pool", pool) + 2))


def pool_of(n, strategy):
    """Points that had to be scored to keep n of them."""
    n = require_positive("n", n)
    pools = {"random": n, "fixed share": n / SHARE, "growing pool": np.maximum(n**2 / SQUARE, n)}
    if strategy not in pools:
        raise InvalidArgument("strategy", strategy, f"one of {', '.join(pools)}")
    return pools[strategy]


STRATEGIES = ("random", "fixed share", "growing pool")


def cost(n, strategy, scoring=SCORING):
    """Training on n points and scoring the pool they came from (nothing to score at random), in trainings."""
    require_nonnegative("scoring", scoring)
    return n if strategy == "random" else n + scoring * pool_of(n, strategy)


def best_gain(scoring):
    """Ceiling of the multiplier once scoring is paid: a pool of P costs at least P × scoring."""
    return 1 / require_positive("scoring", scoring)


@cache
def simulate(n, pool, blur=0.0, repeats=REPEATS, seed=SEED):
    """(mean error, standard error) of the learner on the n of `pool` points nearest to a guess of the threshold.

    blur : standard deviation of the curator's guess around the truth.
    """
    require_at_least("pool", pool, require_at_least("n", n, 2))
    require_nonnegative("blur", blur)
    rng = np.random.default_rng((seed, n, pool))
    threshold = rng.random(repeats)
    points = rng.random((repeats, pool))
    guess = threshold + blur * rng.normal(size=repeats)
    if n < pool:
        kept = np.argpartition(np.abs(points - guess[:, None]), n - 1, axis=1)[:, :n]
        points = np.take_along_axis(points, kept, axis=1)
    below = points < threshold[:, None]
    low = np.where(below, points, 0.0).max(axis=1)
    high = np.where(below, 1.0, points).min(axis=1)
    miss = np.abs((low + high) / 2 - threshold)
    return miss.mean(), standard_error(miss)
