"""What SciPy does with the same problem: which starts reach the optimum, and a bootstrap that never leaves home."""

import os
from functools import cache

import numpy as np

from scaling_laws.fitting import fit_surface
from scaling_laws.fitting.bootstrap import resampled_weights
from scaling_laws.fitting.solver.losses import HOFFMANN_DELTA
from scaling_laws.fitting.solver.newton import minimise
from scaling_laws.fitting.solver.seeds import EXPONENTS, LOG_AMPLITUDES, LOG_FLOORS
from scaling_laws.quantity import exact

from .fits import resampled, surface_fit
from .simulate import scattered

STARTS_PER_CELL = 2
REFITS = 200
SEED = 7
SAME = 1e-4  # a start has arrived if its objective is within a ten-thousandth of the least
DEFAULT_FTOL = 1e7 * float(np.finfo(float).eps)  # SciPy's own
TIGHT = {"ftol": 1e-16, "gtol": 1e-12, "maxiter": 2000, "maxfun": 4000}
SOLVERS = ("SciPy, default tolerances", "SciPy, tight tolerances", "damped Newton")


def objective(runs, delta=HOFFMANN_DELTA):
    """f(theta, weights) -> (value, gradient) of the published objective in (log E, log A, log B, alpha, beta).

    The sum of Huber losses of log predicted - log observed loss, with log-sum-exp of the three terms
    (Hoffmann et al. 2022, Eq. 3). Written apart from the library's kernel.
    """
    x, y, z = np.log(runs.parameters), np.log(runs.tokens), np.log(runs.loss)

    def value_and_gradient(theta, weights=1.0):
        e, a, b, alpha, beta = theta
        terms = np.stack([np.full_like(x, e), a - alpha * x, b - beta * y])
        top = terms.max(0)
        shares = np.exp(terms - top)
        total = shares.sum(0)
        r = top + np.log(total) - z
        shares /= total
        pull = np.clip(r, -delta, delta)
        value = np.sum(weights * pull * (r - pull / 2))
        pull = pull * weights
        by_floor, by_size, by_data = shares * pull
        parts = (by_floor.sum(), by_size.sum(), by_data.sum(), -by_size @ x, -by_data @ y)
        return value, np.array(parts)

    return value_and_gradient


def descend(function, start, **options):
    """One L-BFGS-B descent with the analytic gradient."""
    # SciPy's BLAS reads this when it is loaded; on five numbers a second thread costs forty times what it saves
    os.environ.setdefault("OPENBLAS_NUM_THREADS", str(1))
    from scipy.optimize import minimize

    return minimize(function, start, jac=True, method="L-BFGS-B", options=options)


def sampled_starts():
    """A few starts of the published grid for each pair of exponents: theta (25, STARTS_PER_CELL, 5)."""
    rng = np.random.default_rng(SEED)
    pairs = [(alpha, beta) for alpha in EXPONENTS for beta in EXPONENTS]
    rest = [rng.choice(axis, (len(pairs), STARTS_PER_CELL)) for axis in (LOG_FLOORS, LOG_AMPLITUDES, LOG_AMPLITUDES)]
    exponents = np.repeat(np.array(pairs)[:, None], STARTS_PER_CELL, 1)
    return np.concatenate([np.stack(rest, -1), exponents], -1)


@cache
def where_starts_lead():
    """Solver -> (5, 5) count of sampled starts that reach the best optimum, by alpha (rows) and beta."""
    fit = surface_fit()
    function, starts = objective(fit.runs), sampled_starts()
    shape = (len(EXPONENTS), len(EXPONENTS), STARTS_PER_CELL)
    ends = [[descend(function, s, **o).fun for s in starts.reshape(-1, 5)] for o in ({}, TIGHT)]
    ends.append(_newton(fit, starts))
    reached = np.array(ends) <= fit.objective * (1 + SAME)
    return dict(zip(SOLVERS, reached.reshape(-1, *shape).sum(-1), strict=True))


def _newton(fit, starts):
    e, a, b, alpha, beta = starts.reshape(-1, 5).T
    design = fit.problem.design
    theta = np.stack([e, a - e - alpha * design.x0, b - e - beta * design.y0, alpha, beta], 1)
    return minimise(fit.problem, theta).objective


@cache
def two_bootstraps():
    """Values of A (REFITS,) from converged refits, and from SciPy warm-started at the fit with its defaults.

    Both see the same resamples. Also returns the fit and the mean number of iterations that SciPy made.
    """
    fit = fit_surface(scattered(), bootstrap=REFITS, seed=SEED)
    function, law = objective(fit.runs), fit.surface
    start = np.array([np.log(law.E), np.log(law.A), np.log(law.B), law.alpha, law.beta])
    weights = resampled_weights(np.random.default_rng(SEED), len(fit.runs), REFITS)
    ends = [descend(lambda theta, row=row: function(theta, row), start) for row in weights]
    stuck = np.exp([end.x[1] for end in ends])
    return fit.sampling.draws[:, 1], stuck, fit, exact(np.mean([end.nit for end in ends]))


def errors_of_both():
    """(standard error of A by converged refits, by stuck ones, their ratio), resampled together."""
    converged, stuck, *_ = two_bootstraps()
    wide, narrow = (resampled(values, _spread) for values in (converged, stuck))
    return wide, narrow, resampled(np.stack([converged, stuck]), lambda both: _spread(both[0]) / _spread(both[1]), "×")


def _spread(values):
    return np.std(values, axis=-1, ddof=1)
