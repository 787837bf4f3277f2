"""The two fits of the Chinchilla surface that every verdict of this chapter is tried on, and their uncertainty."""

from functools import cache

import numpy as np
from scipy.stats import norm

from ... import published
from ...laws import ChinchillaSurface
from ...quantity import estimate

DRAWS, SEED, LEVEL = 4000, 20200123, 0.95
METHOD = "Monte Carlo from the published standard errors, correlations unknown"


FUTURE = 1e28  # FLOP, a budget far beyond today's
MOMENTS = {
    "small": 1e21,
    "chinchilla": "hoffmann_2022_gopher_budget",
    "llama": "run_llama31_405b_flop",
    "giant": "hoffmann_2022_table3_10t_flop",
}


@cache
def hoffmann():
    """Approach 3 as printed (Hoffmann et al. 2022, Eq. 10); its parameters have no published interval."""
    keys = ("hoffmann_2022_fit_e", "hoffmann_2022_fit_a", "hoffmann_2022_fit_b")
    exponents = ("hoffmann_2022_approach3_alpha", "hoffmann_2022_approach3_beta")
    return ChinchillaSurface(*map(published.value, keys + exponents))


@cache
def besiroglu():
    """The refit to the digitised runs (Besiroglu et al. 2024)."""
    return ChinchillaSurface(*(published.value(f"besiroglu_2024_{name}") for name in ("e", "a", "b", "alpha", "beta")))


FITS = {"Hoffmann et al., as printed": hoffmann, "Besiroglu et al., refit": besiroglu}


@cache
def fitted_range():
    """Lowest and highest compute (FLOP) of the runs behind both fits."""
    return published.value("hoffmann_2022_isoflop_min"), published.value("hoffmann_2022_isoflop_max")


def standard_error(key):
    """Standard error implied by a published 95 % interval."""
    figure = published.figure(key)
    return (figure.high - figure.low) / (2 * norm.ppf((1 + LEVEL) / 2))


@cache
def besiroglu_draws():
    """DRAWS plausible refits, as one surface with array fields.

    E, alpha and beta are drawn independently. A and B are then set so that each term keeps its share of the
    loss at the middle of the fitted range: that is where the runs pin the surface, and it removes the
    correlation of A with alpha and of B with beta, which independent draws would ignore.
    """
    refit, rng = besiroglu(), np.random.default_rng(SEED)
    middle = refit.optimum(float(np.sqrt(np.prod(fitted_range()))))
    E = refit.E + published.value("besiroglu_2024_e_se") * rng.standard_normal(DRAWS)
    alpha = refit.alpha + standard_error("besiroglu_2024_alpha") * rng.standard_normal(DRAWS)
    beta = refit.beta + standard_error("besiroglu_2024_beta") * rng.standard_normal(DRAWS)
    share = (middle.loss - E) / (middle.loss - refit.E)
    A = share * refit.A * middle.parameters ** (alpha - refit.alpha)
    B = share * refit.B * middle.tokens ** (beta - refit.beta)
    return ChinchillaSurface(E, A, B, alpha, beta)


def refit_estimate(of, unit=""):
    """What `of` (a function of a surface) gives for the refit, with its 95 % interval over the draws.

    >>> refit_estimate(lambda surface: surface.E).unit
    ''
    """
    low, high = np.quantile(of(besiroglu_draws()), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    n = int(published.value("besiroglu_2024_points_fitted"))
    return estimate(of(besiroglu()), low, high, method=METHOD, level=LEVEL, unit=unit, n=n)


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
