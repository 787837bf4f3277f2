"""Laboratories that fit a law to cheap runs and forecast a dear one, many times over."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import chdtri

from scaling_laws.errors import require_at_least, require_positive
from scaling_laws.laws import PowerLaw
from scaling_laws.quantity import estimate
from scaling_laws.statistics import LEVEL, normal_quantile, share

from ...accepted import fitted_range, refit
from ...published import value

SEED, LABS, RUNS = 20200123, 4000, 12
USUAL = 0.05  # share of a straight world's laboratories in which a test of the line may reject it
EXPONENTS = np.linspace(0.02, 0.5, 97)  # candidates for the exponent above the floor


def scatter():
    """Relative scatter of a run around its law: what the refit's own log-likelihood implies for normal residuals.

    The mean log density per run of normal residuals is -ln s - (1 + ln 2 pi) / 2.
    """
    per_run = value("besiroglu_2024_loglik_refit") / value("besiroglu_2024_points_fitted")
    return float(np.exp(-per_run - (1 + np.log(2 * np.pi)) / 2))


def truth():
    """The frontier of the refit: the law with a floor that our laboratories are to find."""
    return refit().frontier


@dataclass(frozen=True)
class Design:
    """Runs evenly spaced in log compute between two budgets (FLOP), with relative scatter s.

    Raises
    ------
    InvalidArgument
        If the budgets do not grow, there are fewer than four runs, or the scatter is not positive.

    >>> Design(1e18, 1e21, 4, 0.01).compute
    array([1.e+18, 1.e+19, 1.e+20, 1.e+21])
    """

    low: float
    high: float
    runs: int = RUNS
    s: float = 0.01

    def __post_init__(self):
        require_positive("growth from low to high", self.high / self.low - 1)
        require_at_least("runs", self.runs, 4)
        require_positive("s", self.s)

    @property
    def compute(self):
        """Budgets of the runs, FLOP."""
        return np.geomspace(self.low, self.high, self.runs)

    def beyond(self, decades):
        """Compute that lies so many decades beyond the dearest run."""
        return self.high * 10.0 ** np.asarray(decades, dtype=float)


@cache
def design():
    """The budgets of the Chinchilla sweeps with the scatter that the refit implies."""
    return Design(*fitted_range(), RUNS, scatter())


def line_error(plan, decades):
    """Standard error of the log loss that a straight line on log axes forecasts: the textbook formula.

    s sqrt(1/n + (x - mean)^2 / sum of squares), of the forecast itself, without the scatter of the target run.
    """
    x, at = np.log(plan.compute), np.log(plan.beyond(decades))
    return plan.s * np.sqrt(1 / plan.runs + (at - x.mean()) ** 2 / ((x - x.mean()) ** 2).sum())


def line_bias(law, plan, decades):
    """Log of forecast over truth if a straight line is laid through noiseless runs of `law`."""
    x, at = np.log(plan.compute), plan.beyond(decades)
    slope, level = np.polyfit(x, np.log(law.loss(plan.compute)), 1)
    return level + slope * np.log(at) - np.log(law.loss(at))


def floor_error(law, plan, decades):
    """Standard error of the log loss forecast by a law with a floor, to first order in the scatter."""
    at = np.atleast_1d(plan.beyond(decades))
    columns = _sensitivity(law, plan.compute)
    covariance = plan.s**2 * np.linalg.inv(columns.T @ columns)
    there = _sensitivity(law, at)
    return np.sqrt(np.einsum("ij,jk,ik->i", there, covariance, there))


def _sensitivity(law, C):
    """d ln L / d (E, ln A, gamma) at C, shape (len(C), 3); gamma about the geometric mean budget for stability."""
    reducible = law.reducible(C)
    return np.column_stack([np.ones_like(C), reducible, -np.log(C / 1e20) * reducible]) / law.loss(C)[:, None]


def losses(law, plan, labs=LABS, seed=SEED):
    """Measured losses of `labs` laboratories, shape (labs, runs): the law times lognormal scatter."""
    rng = np.random.default_rng(seed)
    return law.loss(plan.compute) * np.exp(plan.s * rng.standard_normal((labs, plan.runs)))


def line_forecasts(law, plan, decades, labs=LABS, seed=SEED):
    """Log of forecast over truth, shape (labs, len(decades)), with a straight line on log axes."""
    x, at = np.log(plan.compute), np.log(plan.beyond(decades))
    slope, level = np.polyfit(x, np.log(losses(law, plan, labs, seed)).T, 1)
    return level[:, None] + slope[:, None] * at - np.log(law.loss(np.exp(at)))


def floor_forecasts(law, plan, decades, labs=LABS, seed=SEED):
    """Log of forecast over truth with a law with a floor, fitted by weighted least squares over EXPONENTS."""
    measured, at = losses(law, plan, labs, seed), plan.beyond(decades)
    best, forecast = np.full(labs, np.inf), np.empty((labs, at.size))
    for gamma in EXPONENTS:
        E, A, misfit = _floor_fit(measured, (plan.compute / plan.low) ** -gamma)
        better = misfit < best
        best[better] = misfit[better]
        guess = E[:, None] + A[:, None] * (at / plan.low) ** -gamma
        forecast[better] = guess[better]
    return np.log(forecast / law.loss(at))


def _floor_fit(measured, basis):
    """(E, A, misfit) of measured ≈ E + A basis per laboratory, relative residuals; a negative floor is set to zero."""
    weight = 1 / measured
    s1, sb, sbb = ((weight**2 * basis**k).mean(axis=1) for k in range(3))
    y, yb = ((weight * basis**k).mean(axis=1) for k in range(2))
    det = s1 * sbb - sb**2
    E = np.maximum((y * sbb - yb * sb) / det, 0.0)
    A = (yb - E * sb) / sbb
    residual = 1 - weight * (E[:, None] + A[:, None] * basis)
    return E, A, (residual**2).sum(axis=1)


def laws():
    """The two worlds of the experiment: the refit's frontier, and the straight line through it in the fitted range."""
    plan, curved = design(), truth()
    slope, level = np.polyfit(np.log(plan.compute), np.log(curved.loss(plan.compute)), 1)
    return PowerLaw(float(np.exp(-level / slope)), float(-slope)), curved


DECADES = np.linspace(0, 6, 13)


@cache
def study():
    """All forecasts: straight line in a straight world, straight line in a curved one, curve in the curved one."""
    straight, curved = laws()
    plan = design()
    return {
        "line, straight world": line_forecasts(straight, plan, DECADES),
        "line, curved world": line_forecasts(curved, plan, DECADES),
        "curve, curved world": floor_forecasts(curved, plan, DECADES),
    }


def misfits(law, plan, labs=LABS, seed=SEED):
    """Sum of squared residuals of the straight line, in units of the scatter, per laboratory."""
    x, y = np.log(plan.compute), np.log(losses(law, plan, labs, seed)).T
    slope, level = np.polyfit(x, y, 1)
    return ((y.T - level[:, None] - slope[:, None] * x) ** 2).sum(axis=1) / plan.s**2


def rejects_line(law, plan):
    """Share of laboratories in which the line misfits `law` more than one laboratory in twenty of a straight world.

    There the misfit is chi squared with two degrees of freedom fewer than there are runs.
    """
    found = misfits(law, plan) > chdtri(plan.runs - 2, USUAL)
    return share(found.sum(), found.size)


def last_decade():
    """The same number of runs, all within the dearest decade of the design."""
    plan = design()
    return Design(plan.high / 10, plan.high, plan.runs, plan.s)


def deviation(errors):
    """Standard deviation of simulated forecasts, with the interval that their number leaves.

    Its standard error needs no normal distribution: sqrt((m4 / s^4 - 1) / n) / 2 of it, with the fourth moment m4.
    """
    errors = np.asarray(errors, dtype=float)
    found, from_mean = float(errors.std(ddof=1)), errors - errors.mean()
    kurtosis = float((from_mean**4).mean() / found**4)
    half = normal_quantile(LEVEL) * found * np.sqrt((kurtosis - 1) / errors.size) / 2
    method = "standard deviation of simulated forecasts"
    return estimate(found, found - half, found + half, method=method, level=LEVEL, n=errors.size)
