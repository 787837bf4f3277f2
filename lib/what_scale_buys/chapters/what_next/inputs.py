"""The uncertain inputs of the forecast: published intervals, each with its level, as log-normal distributions.

A printed interval (low, high) of probability `level` becomes a normal on the logarithmic scale whose width is
ln(high / low) over twice the normal quantile of that level. The level is that of the row; where a source prints none,
another is taken (LEVEL_ASSUMED, or that of a table of the same paper) and `stated` is False.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.errors import InvalidArgument, require_choice, require_fraction, require_nonnegative, require_positive
from scaling_laws.formatting import places_of
from scaling_laws.quantity import Quantity, propagate
from scaling_laws.statistics import normal_quantile

from ... import published

LEVEL_ASSUMED = 0.9
TEN_YEARS = 10.0


@dataclass(frozen=True)
class Spread:
    """One uncertain input.

    centre, low, high : positive, in `unit`; level : probability of the interval; stated : whether the source says so.
    rate : whether it is a yearly rate read off the past, whose interval says nothing of the future.

    Raises
    ------
    InvalidArgument
        If the interval is empty or does not hold its centre, or the level is not a probability below one.

    >>> round(float(Spread("x", "x", 2.0, 1.0, 4.0, 0.9).at(0.0)), 3)
    2.0
    """

    key: str
    name: str
    centre: float
    low: float
    high: float
    level: float
    unit: str = ""
    stated: bool = True
    rate: bool = False
    source: str = ""
    places: tuple | None = None

    def __post_init__(self):
        for name in ("centre", "low", "high"):
            require_positive(name, getattr(self, name))
        if not self.low <= self.centre <= self.high or self.low == self.high:
            raise InvalidArgument("low, high", (self.low, self.high), "an interval that holds its centre")
        if require_fraction("level", self.level) in (0.0, 1.0):
            raise InvalidArgument("level", self.level, "between zero and one, both excluded")

    @property
    def sigma(self):
        """Standard deviation of the natural logarithm."""
        return float(np.log(self.high / self.low) / (2 * normal_quantile(self.level)))

    def at(self, z, doubt=1.0):
        """Value at the standard-normal deviate z (any shape), the width multiplied by `doubt` if this is a rate."""
        factor = require_nonnegative("doubt", doubt) if self.rate else 1.0
        return self.centre * np.exp(np.asarray(z, dtype=float) * factor * self.sigma)

    def quantity(self, unit):
        """The input as it stands in a sentence: its centre with the interval, at the level at which it is read."""
        return Quantity(
            self.centre, unit, self.low, self.high, self.level, source=self.source, places=self.places, origin=self.name
        )


def _interval(key, name, row, assumed=LEVEL_ASSUMED, **more):
    """A published row with value, low and high; `assumed` is its level where the row states none."""
    r = published.figure(row)
    level = r.level or assumed
    return Spread(key, name, r.value, r.low, r.high, level, stated=bool(r.level), source=r.source, **more)


def _ends(key, name, low, high, source, level=LEVEL_ASSUMED, **more):
    """Two published numbers taken as the ends of an interval around their geometric mean."""
    return Spread(key, name, float(np.sqrt(low * high)), low, high, level, stated=False, source=source, **more)


def yearly(halving_months):
    """Factor a year of something that doubles every so many months."""
    return 2 ** (12 / require_positive("halving_months", halving_months))


def months(factor, years):
    """Doubling time in months of something that grew by `factor` in `years` at an even pace."""
    if np.any(require_positive("factor", factor) <= 1):
        raise InvalidArgument("factor", factor, "above one")
    return 12 * require_positive("years", years) * np.log(2) / np.log(factor)


@cache
def halving(reading):
    """Halving time, in months, of the compute needed for a fixed loss, by one of READINGS."""
    require_choice("reading", reading, READINGS)
    if reading == "Ho":
        return _interval("halving", "algorithms, Ho et al.", HO, unit="months")
    if reading == "none":
        return None
    span = published.value("gundlach_2025_span")
    bounds = (published.value("gundlach_2025_with_literature"), published.value("gundlach_2025_small_scale_gain"))
    name = "algorithms, Gundlach et al."
    ends = (float(months(gain, span)) for gain in bounds)
    return _ends("halving", name, *ends, "gundlach2025origin", published.figure(HO).level, unit="months")


READINGS = ("Ho", "Gundlach", "none")
HO = "ho_2024_halving_model7"  # the row; we read the bounds of Gundlach et al. at its level


@cache
def power(sites):
    """Power, in watts, that one run can draw in 2030: `sites` is "many" or "one"."""
    row = {"many": "epoch_2030_power_distributed_low", "one": "epoch_2030_power_campus_low"}
    r = published.figure(row[require_choice("sites", sites, tuple(row))])
    name = f"power for a run in 2030, {sites} {'sites' if sites == 'many' else 'campus'}"
    return _ends("power", name, 1e9 * r.low, 1e9 * r.high, r.source, unit="W")


def modalities():
    """Factor by which images and video, printed as point estimates, enlarge the stock of text."""
    p = "villalobos_2024_"
    other = published.value(p + "images") + published.value(p + "video")
    return propagate(lambda text: (text + other) / text, published.figure(p + "indexed_web"), unit="×")


@cache
def inputs(sites="many", reading="Ho"):
    """All inputs with an interval, by key, in the order of the columns of the draws."""
    chips = "hobbhahn_2022_gpu_ml"
    printed = [published.row(f"epoch_2024_compute_growth_{end}") for end in ("low", "high")]
    growth = [row.as_quantity().value for row in printed]
    places = (2, *(places_of(row.value) for row in printed))
    same_paper = published.figure("villalobos_2024_indexed_web").level
    joule = published.value("epoch_hw_efficiency_10y") ** (1 / TEN_YEARS)
    made = (
        _interval("start", "largest run at the start", "run_grok3_flop", unit="FLOP"),
        _ends("growth", "compute growth", *growth, "epoch2024compute", rate=True, unit="× a year", places=places),
        _interval("spending", "spending growth", "cottier_2024_cost_growth", rate=True, unit="× a year"),
        _interval("chips", "price-performance doubling", chips, rate=True, unit="years"),
        _ends(
            "joules",
            "FLOP per joule",
            joule,
            published.value("epoch_leading_hw_efficiency"),
            "epoch2024power",
            rate=True,
            unit="× a year",
        ),
        power(sites),
        _interval("stock", "stock of text", "villalobos_2024_repetition_adjusted", same_paper, unit="tokens"),
        halving(reading) or halving("Ho"),
    )
    return {spread.key: spread for spread in made}


KEYS = ("start", "growth", "spending", "chips", "joules", "power", "stock", "halving", "split", "fit")


def fixed_rates():
    """Yearly factors that the sources print without an interval: lower precision, longer runs."""
    names = ("epoch_precision_gain", "epoch_run_length_gain")
    return tuple(published.value(name) ** (1 / TEN_YEARS) for name in names)
