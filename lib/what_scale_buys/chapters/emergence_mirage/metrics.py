"""Scores as functions of the per-token accuracy, and what a test set can resolve.

All functions broadcast over arrays. A token is right with probability p, independently of the others unless a
function says otherwise; an answer has `length` tokens.
"""

import numpy as np
from scipy.special import betaln

from scaling_laws.errors import (
    InvalidArgument,
    require_at_least,
    require_fraction,
    require_nonnegative,
    require_positive,
)
from scaling_laws.statistics import LEVEL

CHOICES = 10  # the toy's alphabet: decimal digits


def exact_match(p, length):
    """Probability that all tokens are right: p ** length.

    >>> exact_match(0.5, 2)
    0.25
    """
    return require_fraction("p", p) ** require_at_least("length", length, 1)


def brier_skill(p, choices=CHOICES):
    """One minus the Brier score of a model that gives p to the right token and shares out the rest, over its worst.

    The Brier score sums squared errors of the stated probabilities: (1 - p)² (1 + 1 / (choices - 1)).

    >>> brier_skill(1.0), brier_skill(0.0)
    (1.0, 0.0)
    """
    return 1 - (1 - require_fraction("p", p)) ** 2 + 0 * require_at_least("choices", choices, 2)


def hazard(p):
    """-ln p, the log loss of the right token, in nats: success of an answer is exp(-length * hazard)."""
    return -np.log(require_fraction("p", p))


def horizon(p, success):
    """Length at which answers succeed with probability `success`: ln(success) / ln(p).

    >>> horizon(0.5, 0.25)
    2.0
    """
    return float(np.log(require_fraction("success", success)) / np.log(require_fraction("p", p)))


def errors_to_cut(success_from, success_to, length):
    """Factor by which the per-token error must fall to lift exact match from one success to another.

    >>> round(float(errors_to_cut(0.1, 0.9, 1)), 6)
    9.0
    """
    length = require_at_least("length", length, 1)
    before, after = require_fraction("success_from", success_from), require_fraction("success_to", success_to)
    return np.expm1(np.log(before) / length) / np.expm1(np.log(after) / length)


def hazard_to_cut(success_from, success_to):
    """The same factor for the hazard -ln p; it does not depend on the length."""
    return float(
        np.log(require_fraction("success_from", success_from)) / np.log(require_fraction("success_to", success_to))
    )


def after_relative_cut(error, length, cut):
    """Exact match after the error fell by the fraction `cut` of itself."""
    return exact_match(1 - require_fraction("error", error) * (1 - require_fraction("cut", cut)), length)


def after_absolute_cut(error, length, cut):
    """Exact match after the error fell by `cut` itself, down to zero at most."""
    left = np.maximum(require_fraction("error", error) - require_fraction("cut", cut), 0)
    return exact_match(1 - left, length)


def best_relative_gain(length, cut):
    """Largest gain of exact match that a relative cut can give at this length, as (gain, starting error).

    Setting the derivative to zero gives (1 - e) / (1 - (1 - cut) e) = r with r = (1 - cut)^(1 / (length - 1)).

    >>> best_relative_gain(1, 0.5)
    (0.5, 1.0)
    """
    length, cut = require_at_least("length", length, 1), require_fraction("cut", cut)
    r = (1 - cut) ** (1 / (length - 1)) if length > 1 else 0.0
    error = (1 - r) / (1 - r * (1 - cut))
    return float(after_relative_cut(error, length, cut) - exact_match(1 - error, length)), float(error)


def shortest_flip(cut, failure, success):
    """Shortest length at which an absolute cut takes exact match from `failure` to `success`, and the error it needs.

    Possible once success^(1/length) - failure^(1/length) <= cut.
    """
    for length in range(1, 100_000):
        if success ** (1 / length) - failure ** (1 / length) <= cut:
            return length, 1 - failure ** (1 / length)
    raise InvalidArgument("cut", cut, "a cut for which some length below a hundred thousand suffices")


def correlated_match(p, length, correlation):
    """Exact match when questions differ: each question's accuracy is Beta-distributed with mean p.

    correlation : pairwise correlation of the correctness of two tokens of one answer, in [0, 1).
    """
    p, length = require_fraction("p", p), require_at_least("length", length, 1)
    correlation = require_nonnegative("correlation", correlation)
    if correlation == 0:
        return exact_match(p, length)
    a, b = p * (1 - correlation) / correlation, (1 - p) * (1 - correlation) / correlation
    return np.exp(betaln(a + length, b) - betaln(a, b))


def weibull_match(length, rate, shape):
    """exp(-rate * length^shape): the hazard of step t is proportional to t^(shape - 1)."""
    return np.exp(
        -require_positive("rate", rate) * require_positive("length", length) ** require_positive("shape", shape)
    )


def smallest_visible(n, level=LEVEL):
    """Score at which at least one of n items is solved with probability `level`: 1 - (1 - level)^(1/n).

    >>> round(float(smallest_visible(100)), 4)
    0.0295
    """
    return -np.expm1(np.log1p(-level) / np.asarray(require_at_least("n", n, 1)))
