"""The small statistics that every room needs: intervals of shares, quantiles of a sample, a mean with its error."""

from collections.abc import Callable

import numpy as np
from scipy.special import betainc, betaincinv, betaln, chdtri, gammaln, ndtri, stdtrit, xlog1py, xlogy

from .errors import InvalidArgument, require_at_least, require_fraction, require_nonnegative
from .kinds import ArrayLike, Number
from .quantity import Quantity, estimate

LEVEL = 0.95


def normal_quantile(level: float = LEVEL) -> float:
    """How many standard errors either side of a normal mean hold the probability `level`.

    >>> round(normal_quantile(), 4)
    1.96
    """
    return float(ndtri((1 + require_fraction("level", level)) / 2))


def central(sample: ArrayLike, level: float = LEVEL, axis: int = 0) -> tuple[Number, Number]:
    """Ends of the central interval of a sample, as (low, high); n samples along `axis`."""
    low, high = np.quantile(np.asarray(sample), ((1 - level) / 2, (1 + level) / 2), axis=axis)
    return low, high


def median_and_central(sample: ArrayLike, level: float = LEVEL, axis: int = 0) -> tuple[Number, Number, Number]:
    """Median of a sample and the ends of its central interval, as (low, median, high)."""
    low, median, high = np.quantile(np.asarray(sample), ((1 - level) / 2, 0.5, (1 + level) / 2), axis=axis)
    return low, median, high


def wilson(hits: Number, n: Number, level: float = LEVEL) -> tuple[Number, Number]:
    """Ends of the Wilson score interval of a share of `n` trials, as (low, high) between 0 and 1.

    hits : successes, numbers or arrays; means over several samples may be fractional. Near the nominal level on
    average, sometimes a little short. Source: Wilson (1927), equation for p; with no or only successes the nearer
    end is exact.

    Raises
    ------
    InvalidArgument
        For negative hits, fewer than one trial or more hits than trials.
    """
    hits, n = _counts(hits, n)
    z = normal_quantile(level)
    share, shrink = hits / n, 1 + z**2 / n
    half = z * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2)) / shrink
    centre = (share + z**2 / (2 * n)) / shrink
    return np.where(hits == 0, 0.0, centre - half)[()], np.where(hits == n, 1.0, centre + half)[()]


def clopper_pearson(hits: Number, n: Number, level: float = LEVEL) -> tuple[Number, Number]:
    """Ends of the exact interval of a share of `n` trials, as (low, high): never too short, often too long.

    Arguments and errors as for `wilson`. Source: Clopper and Pearson (1934), by quantiles of the beta distribution.

    >>> low, high = clopper_pearson(0, 100)
    >>> float(low), round(float(high), 4)
    (0.0, 0.0362)
    """
    hits, n = _counts(hits, n)
    tail = (1 - require_fraction("level", level)) / 2
    with np.errstate(invalid="ignore"):
        low = np.where(hits > 0, betaincinv(hits, n - hits + 1, tail), 0.0)
        high = np.where(hits < n, betaincinv(hits + 1, n - hits, 1 - tail), 1.0)
    return low[()], high[()]


def newcombe(
    hits: Number, n: Number, hits_before: Number, n_before: Number, level: float = LEVEL
) -> tuple[Number, Number, Number]:
    """Difference of two independent shares with its interval, as (difference, low, high).

    Source: Newcombe (1998), method 10, from the two Wilson intervals. Where both shares come from the same questions
    and succeed together, the true interval is narrower.
    """
    after, before = hits / n, hits_before / n_before
    (low2, high2), (low1, high1) = wilson(hits, n, level), wilson(hits_before, n_before, level)
    gap = after - before
    low = gap - np.sqrt((after - low2) ** 2 + (high1 - before) ** 2)
    return gap, low, gap + np.sqrt((high2 - after) ** 2 + (before - low1) ** 2)


def share(
    hits: float, n: float, name: str = "", level: float = LEVEL, interval: Callable[..., tuple[Number, Number]] = wilson
) -> Quantity:
    """A share of `n` trials as a Quantity in percent; `interval` is `wilson` or `clopper_pearson`.

    >>> share(45, 50)
    90.0 % (95 % interval 78.6 to 95.7)
    """
    low, high = (100 * float(end) for end in interval(hits, n, level))
    method = {"wilson": "Wilson", "clopper_pearson": "Clopper-Pearson"}[interval.__name__]
    return estimate(100 * float(hits / n), low, high, unit="%", method=method, level=level, n=int(n), name=name)


def mean(sample: ArrayLike, unit: str = "", name: str = "", level: float = LEVEL) -> Quantity:
    """Mean of independent values as a Quantity, with Student's interval.

    >>> mean([1.0, 2.0, 3.0])
    2.0 (95 % interval −0.5 to 4.5)
    """
    sample = np.asarray(sample, dtype=float)
    if sample.size < 2:
        raise InvalidArgument("sample", sample.tolist(), "at least two values, or the mean has no standard error")
    half = stdtrit(sample.size - 1, (1 + level) / 2) * standard_error(sample)
    middle = sample.mean()
    ends = {"low": middle - half, "high": middle + half}
    return estimate(middle, **ends, method="mean, Student's t", level=level, unit=unit, n=sample.size, name=name)


def standard_error(sample: ArrayLike, axis: int = 0) -> Number:
    """Standard error of the mean of independent values."""
    sample = np.asarray(sample, dtype=float)
    return sample.std(axis=axis, ddof=1) / np.sqrt(sample.shape[axis])


def deviation(
    value: float,
    freedom: float,
    unit: str = "",
    name: str = "",
    level: float = LEVEL,
    n: int | None = None,
    method: str = "chi-squared",
) -> Quantity:
    """A standard deviation, or a root mean square, of independent normal errors as a Quantity.

    value : root of the sum of squares over `freedom`. Source of the ends: quantiles of chi-squared with that freedom.

    >>> deviation(1.0, 10)
    1.0 (95 % interval 0.7 to 1.8)
    """
    freedom, tail = float(require_at_least("freedom", freedom, 1)), (1 - require_fraction("level", level)) / 2
    low, high = (float(value * np.sqrt(freedom / chdtri(freedom, p))) for p in (tail, 1 - tail))
    return estimate(value, low, high, method=method, level=level, unit=unit, n=n or int(freedom), name=name)


def binomial(k: ArrayLike, n: ArrayLike, p: ArrayLike) -> Number:
    """Probability of k successes in n trials of probability p; nought for a k that cannot be."""
    k, n = np.asarray(k, dtype=float), np.asarray(n, dtype=float)
    inside = (k >= 0) & (k <= n)
    k = np.where(inside, k, 0)
    logs = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1) + xlogy(k, p) + xlog1py(n - k, -np.asarray(p))
    return np.where(inside, np.exp(logs), 0.0)[()]


def at_most(k: ArrayLike, n: ArrayLike, p: ArrayLike) -> Number:
    """Probability of at most k successes in n trials of probability p, by the incomplete beta function."""
    k, n = np.floor(k), np.asarray(n, dtype=float)
    inside = (k >= 0) & (k < n)
    share = betainc(np.where(inside, n - k, 1), np.where(inside, k + 1, 1), 1 - np.asarray(p))
    return np.where(inside, share, np.where(k < 0, 0.0, 1.0))[()]


def beta_binomial(k: ArrayLike, n: Number, a: Number, b: Number) -> Number:
    """Probability of k successes in n trials whose probability is drawn from a beta distribution, 0 <= k <= n."""
    k = np.asarray(k, dtype=float)
    choices = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return np.exp(choices + betaln(k + a, n - k + b) - betaln(a, b))


def logit(share: ArrayLike) -> Number:
    """Log odds of a share strictly between 0 and 1."""
    share = require_fraction("share", share)
    if np.any((np.asarray(share) == 0) | (np.asarray(share) == 1)):
        raise InvalidArgument("share", share, "strictly between 0 and 1")
    return np.log(share / (1 - np.asarray(share)))


def _counts(hits, n):
    hits, n = np.asarray(require_nonnegative("hits", hits)), np.asarray(require_at_least("n", n, 1))
    if np.any(hits > n):
        raise InvalidArgument("hits", hits.tolist(), "at most n")
    return hits, n
