"""Models trained on models: what is left of a distribution when each generation learns from samples of the last.

Three ways to feed a generation with `n` new samples. "replace": the new samples alone. "accumulate": all
samples of all generations, the first of which is real. "mix": a share REAL of fresh real samples every time, the rest
from the last model. Generation zero is the truth, a standard normal; a model is the mean and the
maximum-likelihood variance of its samples.
"""

from functools import cache

import numpy as np

from scaling_laws.errors import require_at_least, require_choice, require_fraction, require_positive
from scaling_laws.quantity import estimate
from scaling_laws.statistics import LEVEL, central, normal_quantile, standard_error

SEED = 31415
SCHEMES = ("replace", "accumulate", "mix")
REAL = 0.1
CHAINS = 1000
LAST = 40
SAMPLES = 50  # per generation, in the figure and the checks
VOCABULARY, SAMPLE = 400, 1000  # words and samples of the discrete world
RIGHT, KEEPS_RIGHT, KEEPS_WRONG, ROUNDS = 0.2, 0.9, 0.6, 12  # the circle: share right at first, and what is kept


def expected_variance(scheme, n, generations):
    """Expected variance of the model after each generation, from zero on: array (generations + 1,).

    replace: (1 - 1/n)^t. accumulate: the product of 1 - 1/(n j^2) for j up to t. mix: 1 - a, where a is the expected
    square of the mean, a' = (1 - (1 - r) a) / n + (1 - r)^2 a. In each scheme the expected variance and the expected
    square of the mean add up to one.

    >>> [float(v) for v in expected_variance("replace", 2, 2)]
    [1.0, 0.5, 0.25]
    """
    require_choice("scheme", scheme, SCHEMES)
    n, steps = require_at_least("n", n, 2), np.arange(1, generations + 1)
    if scheme == "mix":
        squares = [0.0]
        for _ in steps:
            squares.append((1 - (1 - REAL) * squares[-1]) / n + (1 - REAL) ** 2 * squares[-1])
        return 1 - np.array(squares)
    factors = 1 - 1 / n if scheme == "replace" else 1 - 1 / (n * steps**2.0)
    return np.concatenate([[1.0], np.cumprod(np.broadcast_to(factors, steps.shape))])


def limit(scheme, n):
    """Expected variance after endlessly many generations.

    accumulate: sin(x)/x with x = pi / sqrt(n), Euler's product. mix: 1 - 1 / (n (1 - (1 - r)^2) + 1 - r).

    >>> limit("replace", 100)
    0.0
    """
    require_choice("scheme", scheme, SCHEMES)
    n = require_at_least("n", n, 2)
    if scheme == "replace":
        return 0.0
    if scheme == "accumulate":
        return float(np.sinc(1 / np.sqrt(n)))
    return 1 - 1 / (n * (1 - (1 - REAL) ** 2) + 1 - REAL)


def limit_of_subsample(n):
    """The same where each model is fitted to `n` samples drawn, with replacement, from the archive of all so far.

    The archive's expected variance loses the share (2 - 1/n) / (n t^2) in generation t, its second moment none, which
    leads to sin(x)/x with x = pi sqrt(2n - 1) / n. The scheme is that of Kazdan et al. 2025.
    """
    n = require_at_least("n", n, 2)
    return float(np.sinc(np.sqrt(2 * n - 1) / n))


def real_share_for(variance, n):
    """Share of fresh real samples that keeps the expected variance at `variance` for ever.

    Solves 1 - 1 / (n (1 - (1 - r)^2) + 1 - r) = variance for s = 1 - r: n s^2 - s + (1 / (1 - variance) - n) = 0.
    """
    constant = 1 / (1 - variance) - n
    return 1 - (1 + np.sqrt(1 - 4 * n * constant)) / (2 * n)


def generations_to(share, n):
    """Generations after which replacement leaves `share` of the variance, on average."""
    return np.log(require_fraction("share", share)) / np.log1p(-1 / require_at_least("n", n, 2))


@cache
def chains(scheme, n, generations=LAST, seed=SEED):
    """Means and variances of CHAINS independent lines of models: two arrays (generations + 1, CHAINS).

    All schemes draw from the same random numbers, so that their first generations are one and the same.
    """
    require_choice("scheme", scheme, SCHEMES)
    rng, fresh = np.random.default_rng([seed, n]), np.random.default_rng([seed, n, 1])
    means, variances = np.zeros((generations + 1, CHAINS)), np.ones((generations + 1, CHAINS))
    real = round(REAL * n)
    for t in range(1, generations + 1):
        mean, variance = means[t - 1], variances[t - 1]
        sample = mean + np.sqrt(variance) * rng.normal(size=(n, CHAINS))
        if scheme == "mix" and t > 1:
            sample[:real] = fresh.normal(size=(real, CHAINS))
        new, spread = sample.mean(axis=0), sample.var(axis=0)
        if scheme == "accumulate" and t > 1:
            means[t] = mean + (new - mean) / t
            variances[t] = ((t - 1) * variance + spread) / t + (t - 1) / t**2 * (new - mean) ** 2
        else:
            means[t], variances[t] = new, spread
    return means, variances


@cache
def words(scheme, generations=LAST, lines=200, seed=SEED):
    """A language of VOCABULARY words with Zipf frequencies, learned by counting from SAMPLE words a generation.

    Returns words still alive and diversity (chance that two words drawn differ) per generation and line: two arrays
    (generations + 1, lines).
    """
    require_choice("scheme", scheme, SCHEMES[:2])
    rng = np.random.default_rng([seed, 7])  # the same first text for both
    p = np.tile(zipf(), (lines, 1))
    counts = np.zeros_like(p)
    alive, diversity = [np.full(lines, VOCABULARY)], [1 - (p**2).sum(axis=1)]
    for _ in range(generations):
        new = rng.multinomial(SAMPLE, p)
        counts = counts + new if scheme == "accumulate" else new
        p = counts / counts.sum(axis=1, keepdims=True)
        alive.append((p > 0).sum(axis=1)), diversity.append(1 - (p**2).sum(axis=1))
    return np.array(alive), np.array(diversity)


def zipf():
    """Frequencies proportional to one over the rank."""
    p = 1 / np.arange(1, VOCABULARY + 1)
    return p / p.sum()


def expected_alive():
    """Expected number of words that occur in the first SAMPLE words."""
    return float((1 - (1 - zipf()) ** SAMPLE).sum())


def circle(start, odds_factor, generations):
    """Share of right answers when a verifier keeps right answers `odds_factor` times as often as wrong ones.

    Each generation imitates what was kept, so that the odds grow by the factor: array (generations + 1,).

    >>> [round(float(p), 2) for p in circle(0.2, 2.0, 2)]
    [0.2, 0.33, 0.5]
    """
    start = require_fraction("start", start)
    odds = start / (1 - start) * require_positive("odds_factor", odds_factor) ** np.arange(generations + 1)
    return odds / (1 + odds)


@cache
def simulated_circle(start, accept_right, accept_wrong, generations=ROUNDS, n=20_000, lines=100, seed=SEED):
    """The same by sampling: `n` answers a generation, those accepted are imitated; array (generations + 1, lines)."""
    rng = np.random.default_rng([seed, 11, round(1000 * accept_right), round(1000 * accept_wrong)])
    p = [np.full(lines, require_fraction("start", start))]
    for _ in range(generations):
        right = rng.binomial(n, p[-1])
        kept, slipped = rng.binomial(right, accept_right), rng.binomial(n - right, accept_wrong)
        p.append(kept / (kept + slipped))
    return np.array(p)


def median(sample):
    """Median of independent values as a quantity; its interval runs between order statistics.

    The number of values below the median is binomial, so the ranks n/2 ± z sqrt(n)/2 hold it (normal approximation).
    """
    low, high = central(sample, normal_quantile() / np.sqrt(len(sample)))
    ends = dict(low=low, high=high, level=LEVEL, n=len(sample))
    return estimate(np.median(sample), **ends, method="median, order statistics")


def monte_carlo_gaps(n=SAMPLES, generations=LAST):
    """Gaps between simulated and expected variance over their standard errors: array (schemes, generations)."""
    gaps = []
    for scheme in SCHEMES:
        variance = chains(scheme, n, generations)[1][1:]
        gap = variance.mean(axis=1) - expected_variance(scheme, n, generations)[1:]
        gaps.append(gap / standard_error(variance, axis=1))
    return np.array(gaps)
