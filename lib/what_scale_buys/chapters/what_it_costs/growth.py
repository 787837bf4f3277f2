"""Yearly growth rates with their published intervals, and what they say about each other.

A rate is a factor a year, kept as a quantity. Its uncertainty is drawn on the logarithmic scale from two half normals
that meet at the published value and reproduce both published ends, so that a skewed interval stays skewed. Different
rates are taken as independent: their true correlation is not published.
"""

from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.errors import InvalidArgument, require_choice, require_positive
from scaling_laws.formatting import DATE, places_of
from scaling_laws.quantity import LEVEL, Quantity, exact, propagate
from scaling_laws.statistics import normal_quantile

from ... import published

READ_AS = 0.9  # level at which we read the two ends that a source prints, or two sources, as an interval
METHOD = "draws from the published intervals, taken as independent"
DECADE = 10  # years over which the power account states its gains


def sigmas(rate):
    """Standard deviations (below, above) of the natural logarithm of a rate that states its level."""
    if not rate.has_interval:
        return 0.0, 0.0
    z = normal_quantile(rate.level)
    return np.log(rate.value / rate.low) / z, np.log(rate.high / rate.value) / z


def at(rate, z):
    """A rate at standard normal deviates z."""
    below, above = sigmas(rate)
    return rate.value * np.exp(np.where(z < 0, below, above) * z)


def deviates(rate):
    """The standard normal deviates behind the draws of a rate: the inverse of `at`."""
    away, (below, above) = np.log(rate.draws() / rate.value), sigmas(rate)
    return away / np.where(away < 0, below, above)


def per_year(ratio, years):
    """Factor a year of a gain `ratio` made over `years`."""
    return require_positive("ratio", ratio) ** (1 / require_positive("years", years))


def from_doubling(years):
    """Factor a year of something that doubles every `years`."""
    return 2 ** (1 / require_positive("years", years))


def _printed(key):
    return published.figure(key).in_unit("×")


def _doubling(key, years=1.0):
    """A rate from a published doubling (or halving) time in units of `years`."""
    return propagate(lambda t: from_doubling(t * years), published.figure(key), unit="×")


def _between(low, high):
    """A rate of which two published numbers are the ends."""
    rows = published.row(low), published.row(high)
    ends = [row.as_quantity().value for row in rows]
    places = (2, *(places_of(row.value) for row in rows))
    return Quantity(
        float(np.sqrt(np.prod(ends))), "×", *ends, READ_AS, source=rows[0].source, places=places, origin=low
    )


@cache
def rates():
    """All rates of the chapter by name."""
    return {
        "compute": _between("epoch_2024_compute_growth_low", "epoch_2024_compute_growth_high"),
        "money": _printed("cottier_2024_cost_growth"),
        "money, post": _printed("cottier_post_cost_growth"),
        "price-performance": _doubling("hobbhahn_2022_gpu_ml"),
        "price-performance, top": _doubling("hobbhahn_2022_gpu_top"),
        "price-performance, cost paper": exact(10 ** published.value("cottier_2024_hw_price_perf"), "×"),
        "energy efficiency": _between("epoch_2030_hw_efficiency", "epoch_leading_hw_efficiency"),
        "power": _printed("epoch_power_growth"),
        "algorithms": _doubling("ho_2024_halving_abstract", years=1 / 12),
        "precision": exact(per_year(published.value("epoch_precision_gain"), DECADE), "×"),
        "duration": exact(per_year(published.value("epoch_run_length_gain"), DECADE), "×"),
        "compute, power page": _printed("epoch_power_compute_growth"),
    }


def rate(name):
    """One rate by name, as a Quantity."""
    return rates()[require_choice("name", name, tuple(rates()))]


def draws(name):
    """Draws of a rate, independent of those of every other rate."""
    return rate(name).draws()


def shares(total, *parts):
    """Shares of ln `total` due to each factor in `parts`, and the rest; they add up to one.

    >>> [float(round(s, 3)) for s in shares(8.0, 2.0, 2.0)]
    [0.333, 0.333, 0.333]
    """
    known = [np.log(part) / np.log(total) for part in parts]
    return [*known, 1 - sum(known)]


ACCOUNTS = {
    "dollars": ("money", "price-performance"),
    "power": ("power", "energy efficiency", "precision", "duration"),
}


def split(total, *parts):
    """Shares of the growth of `total` due to `parts`, and the rest: quantities in percent, all of level LEVEL."""
    return [
        propagate(lambda *rates, at=at: 100 * shares(*rates)[at], total, *parts, unit="%", level=LEVEL)
        for at in range(len(parts) + 1)
    ]


@cache
def decomposition(account):
    """Shares of the growth of compute as {part: Quantity in percent}, the rest included."""
    parts = ACCOUNTS[require_choice("account", account, tuple(ACCOUNTS))]
    return dict(zip((*parts, "rest"), split(rate("compute"), *map(rate, parts))))


def money_share(correlation):
    """Share of money in the growth of compute, in percent, if the errors of both rates correlate (Gaussian copula)."""
    if not -1 <= correlation <= 1:
        raise InvalidArgument("correlation", correlation, "between minus one and one")
    compute, money = rate("compute"), rate("money")
    mixed = correlation * deviates(compute) + np.sqrt(1 - correlation**2) * deviates(money)
    return split(compute, replace(money, sample=at(money, mixed)), rate("price-performance"))[0]


def algorithm_rate(gain):
    """Factor a year of an algorithmic gain made over the period of the dispute."""
    return per_year(gain, published.value("ho_2024_period"))


def algorithm_share(gain_a_year):
    """Share of algorithms in the growth of effective compute, in percent; `gain_a_year` a quantity or a number."""
    return propagate(
        lambda gain, compute: 100 * np.log(gain) / np.log(gain * compute), gain_a_year, rate("compute"), unit="%"
    )


def price_fall():
    """Yearly factor by which the price of MMLU 42 fell."""
    years = published.value("a16z_mmlu42_last_year") - published.value("a16z_mmlu42_first_year")
    return per_year(published.value("a16z_mmlu42_price_2021") / published.value("a16z_mmlu42_price_2024"), years)


def years_until(ratio, growth):
    """Years in which something that grows by the factor `growth` a year gains the factor `ratio`."""
    return np.log(require_positive("ratio", ratio)) / np.log(growth)


def date_of(target, start, year, name):
    """When a quantity at `start` in `year` reaches `target` if it grows at the rate `name`."""
    return propagate(lambda growth: year + years_until(target / start, growth), rate(name), unit=DATE)


def level_at(year, start, from_year, growth, scale=1.0, unit=""):
    """What a quantity at `start` in `from_year` is in `year` if it grows at the rate `growth`."""
    return (scale * start * growth ** (year - from_year)).in_unit(unit)
