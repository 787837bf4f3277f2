"""What printing constants to few digits leaves open of the place where two laws meet."""

from functools import cache

import numpy as np

from scaling_laws.errors import InvalidArgument
from scaling_laws.quantity import SAMPLES, Quantity, propagate
from scaling_laws.statistics import LEVEL, central

from ...published import row, value
from . import kaplan

SEED = 20200123
EVENLY = "spread evenly over the numbers that print the same"
DECIMALS = {"kaplan_2020_alpha_c_min": 3}  # printed with a last zero, which a number drops


def half_unit(text):
    """Half a unit of the last digit of a printed number.

    >>> half_unit("0.53"), half_unit("2e10"), half_unit("5.4e13")
    (0.005, 5000000000.0, 500000000000.0)
    """
    mantissa, _, power = str(text).lower().partition("e")
    if not mantissa.replace(".", "", 1).lstrip("-").isdigit():
        raise InvalidArgument("text", text, "a printed decimal number")
    decimals = len(mantissa.partition(".")[2])
    return float(f"5e{int(power or 0) - decimals - 1}")


def cell(key):
    """All values that print as the published figure does, as (lowest, highest)."""
    printed = f"{value(key):.{DECIMALS[key]}f}" if key in DECIMALS else row(key).value
    return float(printed) - half_unit(printed), float(printed) + half_unit(printed)


@cache
def constants():
    """Kaplan's printed constants, by name, each with a sample spread evenly over its rounding cell."""
    rng = np.random.default_rng(SEED)
    names = (*kaplan.FIELDS, *kaplan.PLAN)
    return {name: _drawn(f"kaplan_2020_{name}", rng) for name in names}


def _drawn(key, rng):
    low, high = cell(key)
    sample = low + (high - low) * rng.permutation((np.arange(SAMPLES) + 0.5) / SAMPLES)
    return Quantity(value(key), "", *central(sample, LEVEL), LEVEL, EVENLY, SAMPLES, sample=sample)


def met(function, unit=""):
    """function(collision) from Kaplan's printed constants, with the interval that their rounding leaves."""
    fields = [constants()[name] for name in kaplan.FIELDS]
    return propagate(lambda *drawn: function(kaplan.Collision(*drawn)), *fields, unit=unit)


def met_size():
    """Parameters that the optimal plan has where the two trends meet, with the interval of rounding."""
    days = met(lambda collision: collision.compute)
    return propagate(kaplan.optimal_size, days, *(constants()[name] for name in kaplan.PLAN), unit="parameters")
