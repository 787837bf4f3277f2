"""What many small gains come to: when they multiply, when they add, and what a year of compute growth buys."""

from dataclasses import replace

import numpy as np

from scaling_laws.errors import (
    InvalidArgument,
    require_at_least,
    require_fraction,
    require_nonnegative,
    require_positive,
)
from scaling_laws.quantity import LEVEL, estimate
from scaling_laws.statistics import central


def multiplied(cut, n):
    """Error left after n cuts, each a fraction `cut` of what is left: (1 - cut)^n.

    >>> round(float(multiplied(0.05, 20)), 3)
    0.358
    """
    return (1 - require_fraction("cut", cut)) ** np.asarray(require_nonnegative("n", n))


def added(cut, n):
    """Error left when each cut is a fraction of the first error: 1 - n cut, not below zero."""
    return np.maximum(1 - require_fraction("cut", cut) * np.asarray(require_nonnegative("n", n)), 0.0)


def own_part(cut, n, parts):
    """Error left after n cuts, each a fraction `cut` of its own one of `parts` equal causes of error."""
    n = np.asarray(require_nonnegative("n", n))
    if np.any(n > require_at_least("parts", parts, 1)):
        raise InvalidArgument("n", n, "at most one cut for each part")
    return 1 - require_fraction("cut", cut) * n / parts


def parts_left(shares, cuts):
    """Error left when cause j has the share `shares[j]` of the error and loses the fraction `cuts[j]` of it.

    The arithmetic that Amdahl applied to computing time.
    """
    shares, cuts = np.asarray(require_nonnegative("shares", shares)), np.asarray(require_fraction("cuts", cuts))
    return float((shares * (1 - cuts)).sum() / shares.sum())


def by_law(function, law, sample, *quantities, unit=""):
    """function(law, *numbers) as a quantity that carries the intervals of the law and of the quantities.

    sample : draws of the law, one law of arrays.
    """
    value = function(law, *(q.value for q in quantities))
    drawn = np.asarray(function(sample, *(q.draws(LEVEL) for q in quantities)))
    method = "draws of the refit and of the published intervals"
    found = estimate(value, *central(drawn, LEVEL), method=method, level=LEVEL, unit=unit)
    return replace(found, sample=drawn)


def reducible_cut(law, growth):
    """Fraction of the reducible loss that goes when compute grows by a factor: 1 - growth^-exponent."""
    return 1 - require_at_least("growth", growth, 1) ** -law.frontier_exponent


def total_cut(law, compute, growth):
    """Fraction of the whole loss that goes when compute grows from `compute` (FLOP) by a factor, on the frontier."""
    front = law.frontier
    return 1 - front.loss(require_positive("compute", compute) * growth) / front.loss(compute)


def room_left(law, compute):
    """Fraction of the loss at `compute` (FLOP) that lies above the floor: all that any amount of compute can remove."""
    front = law.frontier
    return front.reducible(compute) / front.loss(compute)


def horizon_growth(law, growth, shape=1.0):
    """Yearly factor of the task length done at a fixed success if the hazard's scale falls as the reducible loss."""
    return require_positive("growth", growth) ** (law.frontier_exponent / require_positive("shape", shape))


def hazard_power(law, compute_growth, length_growth):
    """Power of the reducible loss that the hazard must follow for task lengths to grow as observed."""
    return np.log(length_growth) / (law.frontier_exponent * np.log(compute_growth))
