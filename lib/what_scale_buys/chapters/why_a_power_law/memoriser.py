"""Learning by heart from a Zipf distribution: the exact learning curve, its power law, and simulated learners.

Thing number k is met with probability p_k proportional to k^-(1 + tail). A learner that has met a thing knows it and
fails on every other one, so its error is the probability of what it has not met. Source: Hutter 2021.
"""

from functools import cache

import numpy as np
from scipy.special import gamma, gammainc, zeta

from scaling_laws.errors import require_at_least, require_positive
from scaling_laws.statistics import mean, standard_error

SEED = 2102
DIAL = (0.25, 0.5, 0.75, 1.0, 1.5, 2.0)  # tails of the worlds that are simulated
LEARNERS = 60  # in each of them
HEAD = 20_000  # things of an endless world that are summed one by one; the rest is an incomplete gamma function
CHECKPOINTS = np.unique(np.geomspace(10, 20_000, 23).astype(int))
WINDOW = (200, 20_000)  # examples between which an exponent is read


def exponent(tail):
    """Exponent of the error in the number of examples: tail / (1 + tail)."""
    tail = require_positive("tail", tail)
    return tail / (1 + tail)


def frequencies(tail, things):
    """p_k of a world of `things` things, shape (things,), falling and summing to one."""
    require_positive("tail", tail)
    weight = np.arange(1, int(require_at_least("things", things, 2)) + 1) ** -(1.0 + tail)
    return weight / weight.sum()


def expected_error(tail, examples, things=None):
    """Exact mean error after `examples` independent examples: the sum of p (1 - p)^n over all things.

    things : int or None
        None is an endless world. Its first HEAD terms are summed, the others integrated; the integral of p exp(-n p)
        over k is an incomplete gamma function, with a relative error far below one in a million.
    """
    n = np.atleast_1d(require_positive("examples", examples))
    scale = 1 / zeta(1 + require_positive("tail", tail))
    p = frequencies(tail, things) if things else scale * np.arange(1, HEAD + 1) ** -(1.0 + tail)
    total = np.array([(p * np.exp(m * np.log1p(-p))).sum() for m in n])
    if not things:
        shape = exponent(tail)
        edge = n * scale * (HEAD + 0.5) ** -(1.0 + tail)
        total += _power(tail, n, scale) * gamma(shape) * gammainc(shape, edge)
    return total if np.ndim(examples) else float(total[0])


def _power(tail, n, scale):
    return (n * scale) ** (1 / (1 + tail)) / ((1 + tail) * n)


def leading_error(tail, examples):
    """The power law that the exact curve of an endless world tends to: constant times n^-exponent(tail)."""
    n = require_positive("examples", examples)
    return gamma(exponent(tail)) * _power(tail, n, 1 / zeta(1 + tail))


def error_by_band(tail, examples, edges):
    """Mean error that comes from things ranked between neighbouring `edges`, plus the rest: (bands + 1, examples)."""
    n = np.atleast_1d(require_positive("examples", examples))[:, None]
    rank = np.arange(1, int(edges[-1]))
    p = rank ** -(1.0 + tail) / zeta(1 + tail)
    share = p * np.exp(n * np.log1p(-p))
    bands = [share[:, (rank >= low) & (rank < high)].sum(axis=1) for low, high in zip(edges, edges[1:])]
    return np.array([*bands, expected_error(tail, n[:, 0]) - np.sum(bands, axis=0)])


def learners(tail, count, things=None, seed=SEED):
    """Errors of `count` independent learners at CHECKPOINTS, shape (count, checkpoints)."""
    require_positive("tail", tail)
    return _learners(float(tail), int(require_at_least("count", count, 1)), things, seed)


@cache
def _learners(tail, count, things, seed):
    rng = np.random.default_rng([seed, int(1000 * tail), things or 0])
    last = int(CHECKPOINTS[-1])
    cumulative = np.cumsum(frequencies(tail, things)) if things else None
    errors = np.empty((count, CHECKPOINTS.size))
    for row in errors:
        met = np.searchsorted(cumulative, rng.random(last)) + 1 if things else rng.zipf(1 + tail, last)
        row[:] = _missing(met, tail, things)
    return errors


def _missing(met, tail, things):
    """Probability of what was not met, at each checkpoint, for one sequence of things."""
    first = np.unique(met, return_index=True)[1]
    weight = met[first] ** -(1.0 + tail)
    total = zeta(1 + tail) if not things else (np.arange(1, things + 1) ** -(1.0 + tail)).sum()
    gained = np.zeros(met.size)
    gained[first] = weight / total
    return np.maximum(1 - np.cumsum(gained)[CHECKPOINTS - 1], 0)


def slopes(n, errors):
    """Least-squares exponent of each row of `errors` (rows, n) over the WINDOW, shape (rows,)."""
    inside = (n >= WINDOW[0]) & (n <= WINDOW[1])
    x = np.log(n[inside]) - np.log(n[inside]).mean()
    return -np.log(np.atleast_2d(errors)[:, inside]) @ x / (x @ x)


def measured_exponent(tail, count=LEARNERS, things=None):
    """Mean of the learners' own exponents as a Quantity."""
    return mean(slopes(CHECKPOINTS, learners(tail, count, things)))


def exact_exponent(tail, things=None):
    """The exponent that the same least-squares line gives for the exact mean curve."""
    return float(slopes(CHECKPOINTS, expected_error(tail, CHECKPOINTS, things))[0])


def spread(tail, count=LEARNERS):
    """Standard deviation of the error of one learner over its expectation, at each checkpoint: shape (checkpoints,).

    A learner averages over the things that it meets, so that it keeps ever closer to the curve.
    """
    return learners(tail, count).std(axis=0, ddof=1) / expected_error(tail, CHECKPOINTS)


def standardised_gaps(tail, count=LEARNERS, things=None):
    """(simulated mean - exact mean) / standard error at each checkpoint."""
    errors = learners(tail, count, things)
    return (errors.mean(axis=0) - expected_error(tail, CHECKPOINTS, things)) / standard_error(errors)
