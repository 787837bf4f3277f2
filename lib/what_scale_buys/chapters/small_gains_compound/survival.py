"""Success as a function of task length, as in survival analysis: t is the length, failure is the event.

All functions broadcast. Lengths may count steps or minutes; a hazard is per unit of length.
"""

import numpy as np

from scaling_laws.errors import (
    InvalidArgument,
    require_at_least,
    require_fraction,
    require_nonnegative,
    require_positive,
)


def constant(t, hazard):
    """exp(-hazard t): every unit of length is equally risky.

    >>> float(constant(0.0, 0.1))
    1.0
    """
    return np.exp(-require_positive("hazard", hazard) * require_nonnegative("t", t))


def weibull(t, scale, shape):
    """exp(-(t / scale)^shape): the hazard goes as t^(shape - 1)."""
    return np.exp(
        -((require_nonnegative("t", t) / require_positive("scale", scale)) ** require_positive("shape", shape))
    )


def mixture(t, hazard, spread):
    """Mean of exp(-theta t) over tasks whose constant hazards theta are gamma-distributed.

    hazard : mean of theta.
    spread : variance of theta in units of its squared mean; zero gives `constant`.

    The gamma law's Laplace transform: (1 + spread hazard t)^(-1 / spread). Known in survival analysis as gamma frailty.

    >>> float(mixture(1.0, 1.0, 1.0))
    0.5
    """
    x = require_positive("hazard", hazard) * require_nonnegative("t", t)
    return np.exp(-x) if spread == 0 else np.exp(-np.log1p(require_positive("spread", spread) * x) / spread)


def mixture_scale(length, success, spread):
    """Mean hazard at which `mixture` has the given success at the given length."""
    require_fraction("success", success)
    y = -np.log(success)
    return (y if spread == 0 else np.expm1(spread * y) / spread) / require_positive("length", length)


def logistic(t, half, slope):
    """1 / (1 + (t / half)^slope): a logistic curve in log length, as in Kwa et al. 2025."""
    return 1 / (1 + (require_nonnegative("t", t) / require_positive("half", half)) ** require_positive("slope", slope))


def local_shape(success, spread):
    """Slope of ln(-ln S) in ln t, the local Weibull shape of `mixture`, where it equals `success`.

    (1 - exp(-y)) / y with y = spread ln(1 / success): one for no spread, falling with it.

    >>> round(float(local_shape(0.5, 1.0)), 3)
    0.721
    """
    y = require_nonnegative("spread", spread) * -np.log(require_fraction("success", success))
    return 1.0 if y == 0 else float(-np.expm1(-y) / y)


def spread_for_shape(shape, success=0.5):
    """Spread of constant hazards whose mixture has the given local Weibull shape at the given success."""
    if not 0.05 < shape < 1:
        raise InvalidArgument(
            "shape", shape, "above a twentieth and below one: a mixture of constant hazards cannot exceed one"
        )
    low, high = 0.0, 1e3
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if local_shape(success, middle) > shape else (low, middle)
    return low


def ratio_to_half(success, shape=1.0):
    """Length done at `success` over the length done half of the time, for a Weibull curve of the given shape.

    >>> round(float(ratio_to_half(0.8)), 3)
    0.322
    """
    return (np.log(require_fraction("success", success)) / np.log(0.5)) ** (1 / require_positive("shape", shape))


def shape_from_ratio(ratio, success=0.8):
    """Weibull shape implied by the ratio of the 50 per cent horizon to the one at `success`."""
    return np.log(np.log(0.5) / np.log(success)) / np.log(require_positive("ratio", ratio))


def repeated(t, attempts, hazard, spread):
    """Chance that all of several independent attempts at the *same* task succeed: the mixture at `attempts` x t."""
    return mixture(require_at_least("attempts", attempts, 1) * np.asarray(t), hazard, spread)
