"""What more inference buys at the frontier: points per tenfold, and the exponent of the error."""

import numpy as np

from scaling_laws.quantity import estimate
from scaling_laws.statistics import LEVEL, central

from ... import published
from .scores import POINTS

JEFFREYS = "posterior under Jeffreys' prior"
DRAWS = 20_000
O1_SAMPLES = {"greedy": 1, "cons64": 64, "rerank1000": 1000}


def arc():
    """Shares solved in the small and the large setting, the ratio of compute, the number of tasks."""
    small, large = (published.value(f"o3_arc_semi_private_{s}") / 100 for s in ("high_eff", "low_eff"))
    return small, large, published.value("o3_arc_compute_ratio"), int(published.value("arc_semi_private_tasks"))


def o1():
    """Samples (3,) and shares of AIME 2024 solved (3,), and the number of problems."""
    scores = [published.value(f"o1_aime_{key}") / 100 for key in O1_SAMPLES]
    return np.array(list(O1_SAMPLES.values())), np.array(scores), int(published.value("aime24_problems"))


def _drawn(before, after, n):
    """Draws of two shares of n questions under Jeffreys' prior."""
    return (
        np.random.default_rng(seed).beta(share * n + 0.5, (1 - share) * n + 0.5, DRAWS)
        for seed, share in ((1, before), (2, after))
    )


def points_per_decade(before, after, ratio, n, name=""):
    """Percentage points gained for each tenfold of compute, with the interval of two independent tests of n tasks."""
    a, b = _drawn(before, after, n)
    low, high = central(100 * (b - a)) / np.log10(ratio)
    value = 100 * (after - before) / np.log10(ratio)
    return estimate(value, low, high, unit=POINTS, method=JEFFREYS, level=LEVEL, n=n, name=name)


def error_exponent(before, after, ratio, n, name=""):
    """Exponent with which the error falls in compute, with the same kind of interval."""
    a, b = _drawn(before, after, n)
    low, high = central(np.log((1 - a) / (1 - b))) / np.log(ratio)
    value = np.log((1 - before) / (1 - after)) / np.log(ratio)
    return estimate(value, low, high, method=JEFFREYS, level=LEVEL, n=n, name=name)


def halving(exponent):
    """Factor of compute that halves the error, from the estimated exponent; infinite where that may be nought."""
    slowest = 2 ** (1 / exponent.low) if exponent.low > 0 else np.inf
    ends = {"low": 2 ** (1 / exponent.high), "high": slowest}
    method, level, n = exponent.method, exponent.level, exponent.n
    return estimate(2 ** (1 / exponent.value), **ends, method=method, level=level, unit="×", n=n)


def training_per_inference():
    """Decades of reinforcement-learning compute that buy what one decade of inference buys (Ord 2025)."""
    stated_for = 2  # decades: the source speaks of a hundredfold
    return np.log10(published.value("ord_2025_rl_vs_inference")) / stated_for
