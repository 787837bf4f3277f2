"""Named points on the frontier, and what a step of compute cuts there by both fits."""

import numpy as np

from scaling_laws.laws import PowerLaw
from scaling_laws.quantity import exact

from ... import published
from ...accepted import hoffmann, with_interval

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


def total_cut(law, compute, factor=2.0):
    """Percent by which the total loss of `law` (a PowerLaw or one with a floor) falls when compute grows by `factor`.

    >>> from scaling_laws.laws import PowerLaw
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


def step_price(exponent, before, step=0.1):
    """Factor of compute that takes a pure power law with this exponent from the loss `before` down by `step`."""
    law = PowerLaw(1.0, exponent)
    return float(law.inverse(before - step) / law.inverse(before))


def in_column(surface):
    """A surface whose fields stand in a column, one row per draw, so that it broadcasts against a row of compute."""
    fields = (surface.E, surface.A, surface.B, surface.alpha, surface.beta)
    return type(surface)(*(np.atleast_1d(field)[:, None] for field in fields))


def by_fits(function, unit=""):
    """function(surface) by the printed fit H and by the refit R, which has an interval."""
    return exact(function(hoffmann()), unit), with_interval(function, unit)


def exponents():
    """Exponents of the frontier above the floor, by H and by R."""
    return by_fits(lambda surface: surface.frontier_exponent)


def cuts(compute, factor=2.0):
    """Percent of the total loss that `factor` times the compute removes on the frontier, by H and by R."""
    return by_fits(lambda surface: total_cut(surface.frontier, compute, factor), "%")


def reducible_cuts(factor=2.0):
    """Percent of the loss above the floor that `factor` times the compute removes, by H and by R."""
    return by_fits(lambda surface: pure_cut(surface.frontier_exponent, factor), "%")


def nats_per_decade(before, after):
    """Fall of the loss per tenfold compute between two points of the frontier, by H and by R."""

    def fall(surface):
        return (surface.frontier.loss(before) - surface.frontier.loss(after)) / np.log10(after / before)

    return by_fits(fall, "nats/token")
