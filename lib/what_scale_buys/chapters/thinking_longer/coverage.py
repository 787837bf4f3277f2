"""Repeated sampling: the share of problems that at least one of k samples solves.

A problem has a probability p of being solved by one sample; over problems p follows a Beta distribution with shape
parameters a (how many problems are nearly impossible: the smaller, the more) and b. All functions broadcast.
"""

from functools import cache
from types import SimpleNamespace

import numpy as np
from scipy.special import betaln, gammaln

from scaling_laws.errors import InvalidArgument, require_at_least, require_fraction, require_positive
from scaling_laws.statistics import standard_error

from ... import published
from ...accepted import bounds

SEED = 20240731
DRAWS = 400
STEPS = 55  # bisections, to about the last bit of the bracket
LIGHTEST, HEAVIEST = 60.0, 1e-3  # bracket of the shape parameter a in a fit


def coverage(k, a, b):
    """Mean over problems of 1 - (1 - p)**k for p ~ Beta(a, b): 1 - B(a, b + k) / B(a, b).

    >>> float(coverage(1, 1.0, 1.0)), round(float(coverage(3, 1.0, 1.0)), 12)
    (0.5, 0.75)
    """
    k, a, b = require_at_least("k", k, 0), require_positive("a", a), require_positive("b", b)
    return -np.expm1(betaln(a, b + k) - betaln(a, b))


def tail(k, a, b):
    """The limit form of 1 - coverage for many samples: Gamma(a + b) / Gamma(b) * k**-a."""
    return np.exp(gammaln(require_positive("a", a) + b) - gammaln(b) - a * np.log(require_positive("k", k)))


def equal_problems(k, p):
    """Coverage if every problem had the same p."""
    return -np.expm1(np.asarray(k) * np.log1p(-require_fraction("p", p)))


def unbiased(n, right, k):
    """Estimate of 1 - (1 - p)**k from `right` successes among n >= k samples: 1 - C(n - right, k) / C(n, k).

    The share of all subsets of k samples that hold a success, hence unbiased. Source: Chen et al. 2021, Eq. 1.

    Raises
    ------
    InvalidArgument
        If k > n or right > n.

    >>> round(float(unbiased(4, 1, 2)), 12)
    0.5
    """
    n, right, k = (require_at_least(name, v, 0) for name, v in (("n", n), ("right", right), ("k", k)))
    if np.any(k > n) or np.any(right > n):
        raise InvalidArgument("k", k, "no more than the n samples drawn, of which at most n are right")
    wrong = np.asarray(n - right, dtype=float)
    possible = wrong >= k
    w = np.where(possible, wrong, k)  # where fewer than k are wrong, every subset holds a success
    log = gammaln(w + 1) - gammaln(w - k + 1) - gammaln(n + 1) + gammaln(n - k + 1)
    return np.where(possible, -np.expm1(log), 1.0)


def plug_in(n, right, k):
    """The tempting estimate 1 - (1 - right / n)**k; too low on average, because the curve bends down in p."""
    return 1 - (1 - np.asarray(right, dtype=float) / n) ** k


@cache
def simulate(a, b, problems=4000, samples=1000, seed=SEED):
    """Successes (problems,) in `samples` tries at each of `problems` problems with p ~ Beta(a, b)."""
    rng = np.random.default_rng(seed)
    return rng.binomial(samples, rng.beta(a, b, problems))


def simulated_coverage(ks, a, b, problems=4000, samples=1000, seed=SEED):
    """Coverage at each k by the unbiased estimator, and its standard error over problems: two arrays of shape (k,)."""
    right = simulate(a, b, problems, samples, seed)
    each = np.array([unbiased(samples, right, k) for k in ks])
    return each.mean(axis=1), standard_error(each, axis=1)


def fit(k1, c1, k2, c2):
    """Shape parameters (a, b) of the Beta distribution with coverage c1 at k1 and c2 at k2; c1, c2 may be arrays.

    For each a, b follows from the first point; the coverage at k2 then rises with a, so both are found by bisection.
    """
    require_at_least("k2", k2, k1 + 1)
    c1, c2 = np.broadcast_arrays(require_fraction("c1", c1), require_fraction("c2", c2))
    low, high = np.full(c1.shape, np.log(HEAVIEST)), np.full(c1.shape, np.log(LIGHTEST))
    for _ in range(STEPS):
        middle = (low + high) / 2
        a = np.exp(middle)
        above = coverage(k2, a, _second_shape(k1, c1, a)) > c2
        low, high = np.where(above, low, middle), np.where(above, middle, high)
    a = np.exp((low + high) / 2)
    return a, _second_shape(k1, c1, a)


def _second_shape(k, c, a):
    if k == 1:
        return a * (1 / c - 1)
    low, high = np.full(np.shape(c), -6.0), np.full(np.shape(c), 16.0)
    for _ in range(STEPS):
        middle = (low + high) / 2
        above = coverage(k, a, np.exp(middle)) > c
        low, high = np.where(above, middle, low), np.where(above, high, middle)
    return np.exp((low + high) / 2)


# ---- the published series ----

SERIES = {
    "pythia": ("Pythia-160M, MATH", "pythia160m_1", 1, "pythia160m_10k", 10_000, "math"),
    "gemma": ("Gemma-2B, CodeContests", "gemma2b_1", 1, "gemma2b_10k", 10_000, "codecontests"),
    "swe": ("DeepSeek Coder, SWE-bench Lite", "swebench_1", 1, "swebench_250", 250, "swebench"),
    "llama": ("Llama-3-8B-Instruct, MATH", "llama8b_math_100", 100, "llama8b_math_10k", 10_000, "math"),
}


@cache
def series(key):
    """A published pair of points with the Beta through it: name, k (2,), c (2,), a, b, problems, draws of (a, b).

    The draws refit simulated problem sets of the published size (parametric bootstrap), so that they carry the
    luck of which problems were chosen, and nothing else.
    """
    name, first, k1, second, k2, test = SERIES[key]
    c1, c2 = (published.value(f"monkeys_{point}") / 100 for point in (first, second))
    problems = int(published.value(f"monkeys_problems_{test}"))
    a, b = (float(v) for v in fit(k1, c1, k2, c2))
    drawn = refits(k1, k2, a, b, problems)
    return SimpleNamespace(
        name=name, k=np.array([k1, k2]), c=np.array([c1, c2]), a=a, b=b, problems=problems, draws=drawn
    )


def refits(k1, k2, a, b, problems):
    """Shapes (a, b) through the coverage at k1 and k2 of DRAWS simulated sets of that many problems."""
    p = np.random.default_rng(SEED).beta(a, b, (DRAWS, problems))
    seen = np.array([equal_problems(k, np.minimum(p, 1 - 1e-12)).mean(axis=1) for k in (k1, k2)])
    usable = (seen[1] < 1 - 1e-9) & (seen[0] > 1e-6)
    return fit(k1, seen[0][usable], k2, seen[1][usable])


def band(key, k):
    """Ends (2, k) of the pointwise interval of the fitted coverage."""
    a, b = (v[:, None] for v in series(key).draws)
    return bounds(coverage(np.asarray(k, dtype=float)[None, :], a, b))
