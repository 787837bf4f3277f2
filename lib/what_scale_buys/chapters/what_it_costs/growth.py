"""Yearly growth rates with their published intervals, and what they say about each other.

A rate is a factor a year. Its uncertainty is drawn on the logarithmic scale from two half normals that meet at the
published value and reproduce both published ends, so that a skewed interval stays skewed. Draws of different rates are
independent: their true correlation is not published.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtri

from scaling_laws.errors import InvalidArgument, require_choice, require_fraction, require_positive
from scaling_laws.quantity import Quantity, Text, estimate
from scaling_laws.statistics import central, normal_quantile

from ... import published

SEED, DRAWS, LEVEL = 20240531, 20_000, 0.9
METHOD = "Monte Carlo over published intervals, taken as independent"
DECADE = 10  # years over which the power account states its gains


@dataclass(frozen=True)
class Rate:
    """A factor a year with the interval of probability `level`; without bounds it is held fixed."""

    value: float
    low: float | None = None
    high: float | None = None
    level: float = LEVEL

    def __post_init__(self):
        for name in ("value", "low", "high"):
            if getattr(self, name) is not None:
                require_positive(name, getattr(self, name))
        require_fraction("level", self.level)

    @property
    def sigmas(self):
        """Standard deviations (below, above) of the natural logarithm."""
        if self.low is None:
            return 0.0, 0.0
        z = normal_quantile(self.level)
        return np.log(self.value / self.low) / z, np.log(self.high / self.value) / z

    def quantile(self, p):
        """The rate at cumulative probability p, in closed form.

        >>> round(Rate(2.4, 2.0, 2.9).quantile(0.95), 6)
        2.9
        """
        return self.at(ndtri(p))

    def at(self, z):
        """The rate at standard normal deviates z."""
        below, above = self.sigmas
        return self.value * np.exp(np.where(z < 0, below, above) * z)

    def quantity(self, name=""):
        """The rate as a number for prose: estimate if it has an interval."""
        if self.low is None:
            return Quantity(self.value, "×", name=name)
        return estimate(
            self.value, self.low, self.high, unit="×", method="published interval", level=self.level, name=name
        )


def per_year(ratio, years):
    """Factor a year of a gain `ratio` made over `years`."""
    return require_positive("ratio", ratio) ** (1 / require_positive("years", years))


def from_doubling(years):
    """Factor a year of something that doubles every `years`."""
    return 2 ** (1 / require_positive("years", years))


def _printed(key, level):
    row = published.figure(key)
    return Rate(row.value, row.low, row.high, level)


def _doubling(key, years=1.0, level=0.95):
    """A rate from a published doubling (or halving) time in units of `years`."""
    row = published.figure(key)
    return Rate(*(float(from_doubling(t * years)) for t in (row.value, row.high, row.low)), level)


@cache
def rates():
    """All rates of the chapter by name."""
    slow, fast = (published.value(f"epoch_2024_compute_growth_{end}") for end in ("low", "high"))
    chips = [published.value(key) for key in ("epoch_2030_hw_efficiency", "epoch_leading_hw_efficiency")]
    return {
        "compute": Rate(float(np.sqrt(slow * fast)), slow, fast),  # the source prints the range alone
        "money": _printed("cottier_2024_cost_growth", 0.9),
        "money, post": _printed("cottier_post_cost_growth", 0.95),
        "price-performance": _doubling("hobbhahn_2022_gpu_ml"),
        "price-performance, top": _doubling("hobbhahn_2022_gpu_top"),
        "price-performance, cost paper": Rate(10 ** published.value("cottier_2024_hw_price_perf")),
        "energy efficiency": Rate(float(np.sqrt(np.prod(chips))), *chips),  # two published rates as the two ends
        "power": _printed("epoch_power_growth", 0.9),
        "algorithms": _doubling("ho_2024_halving_abstract", years=1 / 12),
        "precision": Rate(float(per_year(published.value("epoch_precision_gain"), DECADE))),
        "duration": Rate(float(per_year(published.value("epoch_run_length_gain"), DECADE))),
        "compute, power page": Rate(published.value("epoch_power_compute_growth")),
    }


def rate(name):
    """One rate by name."""
    return rates()[require_choice("name", name, tuple(rates()))]


@cache
def draws(name):
    """DRAWS draws of a rate, independent of those of every other rate."""
    return rate(name).at(_normal(name))


def _normal(name):
    return np.random.default_rng([SEED, tuple(rates()).index(name)]).standard_normal(DRAWS)


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


@cache
def decomposition(account):
    """Shares of the growth of compute as {part: Quantity in percent}, the rest included."""
    parts = ACCOUNTS[require_choice("account", account, tuple(ACCOUNTS))]
    values = shares(rate("compute").value, *(rate(p).value for p in parts))
    drawn = shares(draws("compute"), *(draws(p) for p in parts))
    return {name: interval(100 * v, 100 * d, "%") for name, v, d in zip((*parts, "rest"), values, drawn)}


def money_share(correlation):
    """Share of money in the growth of compute, in percent, if the errors of both rates correlate (Gaussian copula)."""
    if not -1 <= correlation <= 1:
        raise InvalidArgument("correlation", correlation, "between minus one and one")
    shared, own = _normal("compute"), _normal("money")
    money = rate("money").at(correlation * shared + np.sqrt(1 - correlation**2) * own)
    value, drawn = shares(rate("compute").value, rate("money").value)[0], shares(draws("compute"), money)[0]
    return interval(100 * value, 100 * drawn, "%")


def interval(value, drawn, unit=""):
    """A central value with the central interval of its draws."""
    low, high = central(drawn, LEVEL)
    return estimate(value, low, high, method=METHOD, level=LEVEL, unit=unit, n=len(drawn))


def algorithm_rate(gain):
    """Factor a year of an algorithmic gain made over the period of the dispute."""
    return per_year(gain, published.value("ho_2024_period"))


def algorithm_share(gain_a_year):
    """Share of algorithms in the growth of effective compute, in percent, as a Quantity."""
    compute, drawn = rate("compute").value, draws("compute")
    part, whole = np.log(gain_a_year), np.log(compute) + np.log(gain_a_year)
    return interval(100 * part / whole, 100 * part / (np.log(drawn) + part), "%")


def price_fall():
    """Yearly factor by which the price of MMLU 42 fell."""
    years = published.value("a16z_mmlu42_last_year") - published.value("a16z_mmlu42_first_year")
    return per_year(published.value("a16z_mmlu42_price_2021") / published.value("a16z_mmlu42_price_2024"), years)


def years_until(ratio, growth):
    """Years in which something that grows by the factor `growth` a year gains the factor `ratio`."""
    return np.log(require_positive("ratio", ratio)) / np.log(growth)


def date_of(target, start, year, name):
    """When a quantity at `start` in `year` reaches `target` if it grows at the rate `name`, as a Quantity."""
    at, drawn = (year + years_until(target / start, g) for g in (rate(name).value, draws(name)))
    return interval(at, drawn)


def level_at(year, start, from_year, name, scale=1.0, unit=""):
    """What a quantity at `start` in `from_year` is in `year` if it grows at the rate `name`."""
    at, drawn = (scale * start * g ** (year - from_year) for g in (rate(name).value, draws(name)))
    return interval(at, drawn, unit)


def as_date(when):
    """A date in decimal years with its interval, as text: a year takes no thousands separator."""
    return Text(f"{when.value:.1f} ({100 * when.level:g} % interval {when.low:.1f} to {when.high:.1f})")
