"""What printing a coefficient to few digits does to a forecast made far from where it was fitted."""

from functools import cache

import numpy as np

from scaling_laws.errors import InvalidArgument, require_positive
from scaling_laws.quantity import SAMPLES, Quantity, estimate, propagate
from scaling_laws.statistics import LEVEL, central

from ...accepted import hoffmann, unrounded
from ...published import row, value
from . import kaplan

SEED = 20200123
EVENLY = "spread evenly over the numbers that print the same"
ALIKE = "all numbers that print the same"
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


def cut_cell(key):
    """All values that print so if digits are cut off instead of rounded."""
    printed = row(key).value
    return float(printed), float(printed) + 2 * half_unit(printed)


def forecast_range(scale, exponent, C):
    """Lowest and highest scale × C^exponent for C > 1 with both numbers anywhere in their cells."""
    C = require_positive("C", C)
    return scale[0] * C ** exponent[0], scale[1] * C ** exponent[1]


def llama_tokens(C):
    """Optimal tokens by the printed law of Llama 3, D = A C^alpha."""
    return value("llama3_scaling_a") * require_positive("C", C) ** value("llama3_scaling_alpha")


def llama_range(C, cells=cell):
    """Ends of the forecast of the same law over the cells of its two printed numbers."""
    return forecast_range(cells("llama3_scaling_a"), cells("llama3_scaling_alpha"), C)


def llama_forecast(C, cells=cell):
    """Optimal tokens at C by that law, with everything that its printed digits allow."""
    low, high = llama_range(C, cells)
    return estimate(llama_tokens(C), low, high, method=ALIKE, level=None, unit="tokens")


def llama_exponent_needed(C):
    """The exponent with which the printed coefficient gives the printed forecast at C, over the cells of both."""

    def needed(tokens, coefficient):
        return float(np.log(tokens / coefficient) / np.log(C))

    keys = "llama3_scaling_pred_tokens", "llama3_scaling_a"
    (low, high), (least, most) = map(cell, keys)
    return estimate(needed(*map(value, keys)), needed(low, most), needed(high, least), method=ALIKE, level=None)


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


def chinchilla_sizes(C):
    """Optimal parameters at C by Approach 3 of Hoffmann et al., as (as printed, before rounding)."""
    return tuple(fit().optimum(C).parameters for fit in (hoffmann, unrounded))


def digits_needed(C, tolerance):
    """Decimals of an exponent for which rounding moves a forecast C^exponent by at most `tolerance`.

    Counted from one FLOP as the paper's formula does; choosing a nearer reference needs fewer.

    >>> digits_needed(10.0, 0.1)
    2
    """
    allowed = np.log1p(require_positive("tolerance", tolerance)) / np.log(require_positive("C", C))
    return int(np.ceil(-np.log10(2 * allowed)))
