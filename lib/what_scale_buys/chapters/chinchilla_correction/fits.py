"""What this argument adds to the refit: named budgets, the printed fit and what its digits hide, a simulated fit."""

from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.fitting import fit_surface
from scaling_laws.fitting.coverage import simulate
from scaling_laws.laws import ChinchillaSurface
from scaling_laws.quantity import Quantity
from scaling_laws.statistics import share

from ...accepted import (
    LEVEL,
    SEED,
    design,
    design_covariance,
    refit,
    standard_errors,
    unrounded,
)  # fmt: skip
from ...published import row, value


def ends(quantity):
    """Low and high end of a quantity; the number itself twice where it has no interval."""
    return (quantity.low, quantity.high) if quantity.has_interval else (quantity.value, quantity.value)


def compute_growth():
    """Growth of training compute a year, with the two ends that its source gives."""
    low, high = (value(f"epoch_2024_compute_growth_{end}") for end in ("low", "high"))
    source = row("epoch_2024_compute_growth_low").source
    return Quantity(np.sqrt(low * high), low=low, high=high, source=source, places=(2, 0, 0))


def mmlu(key):
    """A published score on MMLU in per cent, with the interval of that many questions."""
    questions = value("mmlu_test_items")
    return replace(share(value(key) / 100 * questions, questions), places=(1, 1, 1))


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
