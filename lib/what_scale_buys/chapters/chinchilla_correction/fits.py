"""What this argument adds to the accepted fits: other surfaces, named budgets, and a fit of simulated runs."""

from functools import cache

import numpy as np

from scaling_laws.fitting import fit_surface
from scaling_laws.fitting.coverage import simulate
from scaling_laws.laws import ChinchillaSurface

from ...accepted import LEVEL, SEED, design, design_covariance, hoffmann, refit, standard_errors, unrounded
from ...published import value


@cache
def sardana():
    """The surface of Sardana et al.: the unrounded fit with their values of alpha and beta."""
    u = unrounded()
    return ChinchillaSurface(u.E, u.A, u.B, value("sardana_2024_alpha"), value("sardana_2024_beta"))


def gopher_budget():
    """Training FLOP that Gopher and Chinchilla shared."""
    return value("hoffmann_2022_gopher_budget")


def far_budget():
    """Ten to the power of 26 FLOP: a round number at the frontier, where nobody has swept sizes."""
    return 10.0**26


def design_scatter():
    """Scatter of log loss at which the simulated design has errors of the published size (geometric mean)."""
    ratio = standard_errors() / np.sqrt(np.diag(design_covariance()))
    return float(np.exp(np.log(ratio).mean()))


@cache
def simulated_fit():
    """A fit, with bootstrap, of runs simulated from the refit on the design: what its authors would see."""
    rng = np.random.default_rng(SEED)
    runs = simulate(refit(), *design(), design_scatter(), rng)
    return fit_surface(runs, loss="least squares", level=LEVEL, seed=SEED)


def printed_cell(steps=11):
    """Every (alpha, beta) on a grid that rounds to the two printed digits, as one surface (steps, steps)."""
    h = hoffmann()
    half = np.linspace(-1, 1, steps) * 0.5 * 10.0**-2
    alpha, beta = np.meshgrid(h.alpha + half, h.beta + half, indexing="ij")
    return ChinchillaSurface(h.E, h.A, h.B, alpha, beta)
