"""Named points on the frontier, and what a step of compute cuts there by the refit."""

from functools import cache
from operator import attrgetter

import numpy as np

from scaling_laws.laws import ChinchillaSurface, PowerLaw
from scaling_laws.quantity import Quantity, propagate

from ... import published
from ...accepted import with_interval

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


def by_refit(function, unit="", *at):
    """function(surface, *at) by the refit, with its interval.

    at : numbers that may have intervals of their own, such as an estimate of compute; these reach the result.
    """
    if not any(isinstance(number, Quantity) and number.has_interval for number in at):
        return with_interval(lambda surface: function(surface, *map(float, at)), unit)
    fields = _refit_fields()

    def drawn(*numbers):
        return function(ChinchillaSurface(*numbers[: len(fields)]), *numbers[len(fields) :])

    return propagate(drawn, *fields, *at, unit=unit)


@cache
def _refit_fields():
    """The parameters of the refit, each with its part of the joint draws."""
    return tuple(with_interval(attrgetter(name)) for name in ("E", "A", "B", "alpha", "beta"))


def exponent():
    """Exponent of the frontier above the floor."""
    return by_refit(lambda surface: surface.frontier_exponent)


def cut(compute, factor=2.0):
    """Percent of the total loss that `factor` times the compute removes on the frontier."""
    return by_refit(lambda surface, C, times: total_cut(surface.frontier, C, times), "%", compute, factor)


def reducible_cut(factor=2.0):
    """Percent of the loss above the floor that `factor` times the compute removes."""
    return by_refit(lambda surface, times: pure_cut(surface.frontier_exponent, times), "%", factor)


def nats_per_decade(before, after):
    """Fall of the loss per tenfold compute between two points of the frontier."""

    def fall(surface, first, last):
        return (surface.frontier.loss(first) - surface.frontier.loss(last)) / np.log10(last / first)

    return by_refit(fall, "nats/token", before, after)


def ends(quantity):
    """Lowest and highest that a quantity may be; its value twice where it has no interval."""
    return (quantity.low, quantity.high) if quantity.has_interval else (quantity.value,) * 2
