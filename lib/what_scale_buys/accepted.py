"""The two accepted fits of the Chinchilla surface, and the uncertainty of one.

H is Approach 3 of Hoffmann et al. (2022) as printed; its parameters have no usable interval, and no verdict leans on
it: it is told in the chapter on the correction and in the trap of the chapter on fitting. R is the refit of
Besiroglu et al. (2024), printed with an interval for each parameter and no correlations, which here are nearly
everything: a larger amplitude with a larger exponent gives the same loss where runs were made. Intervals marked R
are Monte Carlo draws with the published errors and the correlations that a simulated sweep of the paper's budgets
implies.
"""

from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN, ChinchillaSurface
from scaling_laws.quantity import SAMPLES, estimate
from scaling_laws.statistics import central, normal_quantile

from .published import figure, middle, value

SEED = 20221128
DRAWS = SAMPLES
LEVEL = 0.95
METHOD = "Monte Carlo over the refit's published errors, correlations from a simulated design"
DESIGN_SIZES = np.geomspace(0.2, 5.0, 27)  # multiples of the optimal size trained at each budget


@cache
def hoffmann():
    """H: Approach 3 of Hoffmann et al. as printed, to two or three digits."""
    p = "hoffmann_2022_"
    names = ("fit_e", "fit_a", "fit_b", "approach3_alpha", "approach3_beta")
    return ChinchillaSurface(*(value(p + name) for name in names))


@cache
def unrounded():
    """The same fit before rounding, as read off the paper's source."""
    p = "hoffmann_2022_unrounded_"
    logs = (np.exp(value(p + name)) for name in ("log_e", "log_a", "log_b"))
    return ChinchillaSurface(*logs, value(p + "alpha"), value(p + "beta"))


@cache
def refit():
    """R: the refit of Besiroglu et al. to points read off a figure of the original paper."""
    return ChinchillaSurface(*(middle(f"besiroglu_2024_{name}") for name in ("e", "a", "b", "alpha", "beta")))


def fitted_range():
    """Lowest and highest compute (FLOP) of the isoFLOP sweeps behind both fits."""
    return value("hoffmann_2022_isoflop_min"), value("hoffmann_2022_isoflop_max")


def design(sizes=DESIGN_SIZES):
    """(N, D) of a simulated sweep with the budgets of Hoffmann et al. and sizes around each optimum."""
    budgets = np.geomspace(*fitted_range(), int(value("hoffmann_2022_isoflop_budgets")))
    N = np.outer(refit().optimum(budgets).parameters, sizes)
    return N.ravel(), (budgets[:, None] / (FLOP_PER_PARAMETER_TOKEN * N)).ravel()


def design_covariance(sizes=DESIGN_SIZES):
    """Covariance (5, 5) of (E, log A, log B, alpha, beta) for log-loss residuals of standard deviation one.

    Inverse of the information matrix of the simulated design.
    """
    s = refit()
    N, D = design(sizes)
    size, data = s.A * N**-s.alpha, s.B * D**-s.beta
    columns = (np.ones_like(N), size, data, -np.log(N) * size, -np.log(D) * data)
    jacobian = np.column_stack(columns) / s.loss(N, D)[:, None]
    return np.linalg.inv(jacobian.T @ jacobian)


def design_correlation(sizes=DESIGN_SIZES):
    """Correlation (5, 5) that the simulated design implies; the size of the residuals cancels."""
    covariance = design_covariance(sizes)
    scale = np.sqrt(np.diag(covariance))
    return covariance / np.outer(scale, scale)


def standard_errors():
    """Standard errors of (E, log A, log B, alpha, beta) of the refit.

    E: as published. The others: the width of the published bootstrap interval over twice the normal quantile, for A
    and B on the logarithmic scale, where their skewed distributions are nearly even.
    """
    rows = [figure(f"besiroglu_2024_{name}") for name in ("a", "b", "alpha", "beta")]
    ends = np.array([(row.low, row.high) for row in rows])
    ends[:2] = np.log(ends[:2])
    widths = (ends[:, 1] - ends[:, 0]) / (2 * normal_quantile(LEVEL))
    return np.array([value("besiroglu_2024_e_se"), *widths])


@cache
def draws(correlated=True):
    """One ChinchillaSurface whose fields hold DRAWS plausible versions of the refit."""
    return sample(design_correlation() if correlated else np.eye(standard_errors().size))


def sample(correlation):
    """DRAWS surfaces around the refit with the published errors and the given correlation (5, 5)."""
    s, errors = refit(), standard_errors()
    centre = (s.E, np.log(s.A), np.log(s.B), s.alpha, s.beta)
    normal = np.random.default_rng(SEED).multivariate_normal(centre, correlation * np.outer(errors, errors), DRAWS)
    E, log_a, log_b, alpha, beta = normal.T
    return ChinchillaSurface(E, np.exp(log_a), np.exp(log_b), alpha, beta)


def bounds(sample):
    """Ends of the central interval of probability LEVEL."""
    return np.array(central(sample, LEVEL))


def with_interval(function, unit="", correlated=True):
    """function(refit) as a Quantity that carries the interval of function(draws); n counts the runs of the refit."""
    n = int(value("besiroglu_2024_points_fitted"))
    sample = function(draws(correlated))
    low, high = bounds(sample)
    method = METHOD if correlated else "Monte Carlo over the refit's published errors, taken as independent"
    found = estimate(function(refit()), low, high, method=method, level=LEVEL, unit=unit, n=n)
    return replace(found, sample=np.broadcast_to(sample, DRAWS))
