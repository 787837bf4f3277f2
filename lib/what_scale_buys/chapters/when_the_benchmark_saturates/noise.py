"""What a finite, imperfect test set does to the difference of two scores.

Scores are shares; differences and standard errors too, unless a name says points. `correlation` is the Pearson
correlation of two models' results (right or wrong) on the same items.
"""

import numpy as np
from scipy.special import ndtri

from scaling_laws.errors import InvalidArgument, require_at_least, require_fraction, require_nonnegative
from scaling_laws.statistics import LEVEL, normal_quantile

POWER = 0.8


def difference_variance(before, after, correlation=0.0):
    """Variance of the difference of two models' results on one item.

    Zero correlation is the unpaired case (different items, or models that err independently).
    Source: Miller 2024, section on paired differences.

    >>> difference_variance(0.5, 0.5)
    0.5
    """
    before, after = require_fraction("before", before), require_fraction("after", after)
    if np.any(np.asarray(correlation) > largest_correlation(before, after) + 1e-12):
        raise InvalidArgument("correlation", correlation, "no larger than two such scores allow (largest_correlation)")
    v, w = before * (1 - before), after * (1 - after)
    return v + w - 2 * correlation * np.sqrt(v * w)


def largest_correlation(before, after):
    """Correlation when the better model solves everything that the other solves."""
    low, high = np.minimum(before, after), np.maximum(before, after)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.sqrt(low * (1 - high) / (high * (1 - low)))


def standard_error(before, after, items, correlation=0.0):
    """Standard error of the difference of two scores on `items` items."""
    return np.sqrt(difference_variance(before, after, correlation) / require_at_least("items", items, 1))


def items_needed(before, after, correlation=0.0, level=LEVEL, power=POWER):
    """Items at which a two-sided test of `level` sees the difference with probability `power` (normal theory)."""
    if np.any(np.asarray(before) == np.asarray(after)):
        raise InvalidArgument("after", after, "different from before: equal scores are never told apart")
    reach = normal_quantile(level) + ndtri(power)
    return reach**2 * difference_variance(before, after, correlation) / (after - before) ** 2


def with_wrong_keys(score, wrong, luck=0.0):
    """Score that a test shows when a share `wrong` of its keys is wrong.

    A right answer to such an item is marked wrong; a wrong one is marked right with probability `luck` (one third
    for four options, if wrong answers are spread evenly).

    >>> with_wrong_keys(1.0, 0.02)
    0.98
    """
    score, wrong, luck = (require_fraction(k, v) for k, v in (("score", score), ("wrong", wrong), ("luck", luck)))
    return score * (1 - wrong) + (1 - score) * wrong * luck


def without_wrong_keys(shown, wrong, luck=0.0):
    """The score behind `shown`; the inverse of `with_wrong_keys`.

    Raises
    ------
    InvalidArgument
        If the shown score is above what a perfect model would get, or below what a hopeless one would.
    """
    shown, wrong = require_fraction("shown", shown), require_nonnegative("wrong", wrong)
    score = (shown - wrong * luck) / (1 - wrong - wrong * luck)
    if np.any((np.asarray(score) < 0) | (np.asarray(score) > 1)):
        raise InvalidArgument("shown", shown, "within what the wrong keys allow")
    return score
