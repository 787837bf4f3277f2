"""One gain, several rulers: points, odds, ratios of errors, and what a ratio of errors costs in compute.

Scores are shares between zero and one. All functions broadcast over arrays.
"""

import numpy as np

from scaling_laws.errors import InvalidArgument, require_at_least, require_fraction, require_positive
from scaling_laws.statistics import logit

POINTS = "points"


def odds(score):
    """Right answers per wrong one.

    >>> odds(0.75)
    3.0
    """
    score = require_fraction("score", score)
    if np.any(np.asarray(score) == 1):
        raise InvalidArgument("score", score, "below one: a perfect score has no odds")
    return score / (1 - score)


def error_ratio(before, after):
    """How many times fewer errors: (1 - before) / (1 - after).

    >>> error_ratio(0.5, 0.75)
    2.0
    """
    before, after = require_fraction("before", before), require_fraction("after", after)
    if np.any(np.asarray(after) == 1):
        raise InvalidArgument("after", after, "below one: no errors left makes an infinite ratio")
    return (1 - before) / (1 - after)


def odds_ratio(before, after):
    """Factor between the odds after and before."""
    return odds(after) / odds(before)


def compute_for(ratio, exponent):
    """Compute factor that cuts the error by `ratio` if the error falls as compute to the power -exponent.

    >>> compute_for(2.0, 0.5)
    4.0
    """
    return require_at_least("ratio", ratio, 1) ** (1 / require_positive("exponent", exponent))


def exponent_for(ratio, compute):
    """Exponent at which `compute` times the compute cuts the error by `ratio`; the inverse of `compute_for`."""
    return np.log(require_positive("ratio", ratio)) / np.log(require_positive("compute", compute))


RULERS = {
    POINTS: lambda score: 100 * np.asarray(score),
    "log odds": logit,
    "error exponent": lambda score: -np.log10(1 - np.asarray(score)),
}


def per_decade(scores, compute, ruler):
    """Gain per tenfold compute between neighbours along the last axis, on one of RULERS.

    >>> per_decade(np.array([0.0, 0.9]), np.array([1.0, 10.0]), "error exponent").round(12)
    array([1.])
    """
    if ruler not in RULERS:
        raise InvalidArgument("ruler", ruler, f"one of {', '.join(RULERS)}")
    return np.diff(RULERS[ruler](scores), axis=-1) / np.diff(np.log10(compute))
