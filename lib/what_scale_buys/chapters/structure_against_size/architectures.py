"""What an architecture changes: a constant, or the exponent. The gain of the second kind grows with compute."""

from functools import cache

import numpy as np

from ... import published

NAMES = {"transformer": "transformer", "hybrid": "attention and recurrent layers", "gdn": "recurrent layers alone"}


@cache
def exponents():
    """Exponent of reducible loss in compute, alpha beta / (alpha + beta), by architecture of one study."""
    found = {}
    for key, name in NAMES.items():
        alpha, beta = (published.value(f"olmo_hybrid_2026_{key}_{part}") for part in ("alpha", "beta"))
        found[name] = alpha * beta / (alpha + beta)
    return found


def growth_of_gain(steeper, flatter, decades):
    """Factor by which the equal-loss compute of the flatter architecture grows beyond the steeper's.

    If both share a floor and reducible loss falls as C^-steeper and C^-flatter, the compute ratio at equal loss grows
    as C^(steeper / flatter - 1).

    >>> float(growth_of_gain(0.2, 0.1, 1.0))
    10.0
    """
    return 10.0 ** ((steeper / flatter - 1) * np.asarray(decades))
