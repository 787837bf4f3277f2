"""Named points on the frontier, and what a step of compute cuts there."""

import numpy as np

from ... import published

FUTURE = 1e28  # FLOP, a budget far beyond today's
MOMENTS = {
    "small": 1e21,
    "chinchilla": "hoffmann_2022_gopher_budget",
    "llama": "run_llama31_405b_flop",
    "giant": "hoffmann_2022_table3_10t_flop",
}


def moment(name):
    """Compute (FLOP) of a named point on the frontier."""
    where = MOMENTS[name]
    return published.value(where) if isinstance(where, str) else where


def total_cut(law, compute, factor):
    """Percent by which the total loss of `law` (a PowerLaw or one with a floor) falls when compute grows by `factor`.

    >>> from ...laws import PowerLaw
    >>> round(total_cut(PowerLaw(1.0, 1.0), 1e20, 2), 6)
    50.0
    """
    return 100 * (1 - law.loss(factor * compute) / law.loss(compute))


def pure_cut(exponent, factor=2.0):
    """Percent by which a pure power law falls when its argument grows by `factor`."""
    return 100 * (1 - factor**-exponent)


def exponent_of_cut(percent_cut, factor=2.0):
    """The exponent of a pure power law that falls by `percent_cut` when its argument grows by `factor`."""
    return -np.log1p(-percent_cut / 100) / np.log(factor)
