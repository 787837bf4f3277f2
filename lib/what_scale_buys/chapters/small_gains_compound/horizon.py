"""Reading a time horizon off successes and failures: a curve in log length, fitted by maximum likelihood.

The logistic curve is the one of Kwa et al. 2025 (without their weights and their regularisation); the Weibull curve is
the one of Hamilton 2026. Both are regressions with one slope, so one routine with two links does both, for many
resamples at once.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from scaling_laws.errors import require_choice, require_fraction
from scaling_laws.statistics import central, standard_error

from . import survival

SEED = 20250319
TASKS, ATTEMPTS = 170, 8  # of the order of the published suite
SHORTEST, LONGEST = 1 / 30, 960.0  # minutes: two seconds to sixteen hours
HALF = 60.0  # minutes: the true 50 per cent horizon of the simulated agents
RESAMPLES = 400
CURVES = ("logistic", "weibull")


@dataclass(frozen=True)
class Fitted:
    """A fitted curve: S = link(intercept + slope ln t). Fields may be arrays, one entry per resample."""

    curve: str
    intercept: np.ndarray
    slope: np.ndarray

    def success(self, t):
        return _success(self.curve, self.intercept + self.slope * np.log(t))[0]

    def horizon(self, success):
        """Length at which the curve passes through `success`."""
        s = require_fraction("success", success)
        level = np.log((1 - s) / s) if self.curve == "logistic" else np.log(-np.log(s))
        return np.exp((level - self.intercept) / self.slope)


def _success(curve, eta):
    """S and -dS/d eta of the two links."""
    if curve == "logistic":
        s = 1 / (1 + np.exp(eta))
        return s, s * (1 - s)
    rate = np.exp(np.minimum(eta, 6.0))
    return np.exp(-rate), rate * np.exp(-rate)


def fit(length, wins, tries, curve="logistic", steps=40):
    """Maximum-likelihood curve through `wins` successes in `tries` attempts at tasks of the given length.

    Arrays end in the axis of tasks; leading axes are independent data sets. `wins` may be fractional, which gives the
    curve nearest to a known one. Fisher scoring with bounded steps.
    """
    require_choice("curve", curve, CURVES)
    x, wins, tries = np.broadcast_arrays(np.log(np.asarray(length, float)), np.asarray(wins, float), tries)
    a, b = np.zeros(x.shape[:-1]) - 0.6 * np.median(x), np.full(x.shape[:-1], 0.6)
    for _ in range(steps):
        s, ds = _success(curve, a[..., None] + b[..., None] * x)
        s = np.clip(s, 1e-9, 1 - 1e-9)
        slope, weight = (tries * s - wins) * ds / (s * (1 - s)), tries * ds**2 / (s * (1 - s))
        g0, g1 = slope.sum(-1), (slope * x).sum(-1)
        w0, w1, w2 = weight.sum(-1), (weight * x).sum(-1), (weight * x**2).sum(-1)
        det = np.maximum(w0 * w2 - w1**2, 1e-12)
        a = a + np.clip((w2 * g0 - w1 * g1) / det, -1.5, 1.5)
        b = np.maximum(b + np.clip((w0 * g1 - w1 * g0) / det, -0.3, 0.3), 0.02)
    return Fitted(curve, a, b)


def nearest_shape(spread, success=0.5, shortest=SHORTEST, longest=LONGEST):
    """Weibull curve nearest (in likelihood) to a mixture with the half-way length HALF, over the suite's lengths."""
    t = np.geomspace(shortest, longest, 200)
    truth = survival.mixture(t, survival.mixture_scale(HALF, success, spread), spread)
    return fit(t, truth, 1.0, "weibull")


@cache
def suite(spread, seed=SEED):
    """(lengths, wins) of one simulated agent: tasks spread evenly in log length, ATTEMPTS independent tries at each."""
    rng = np.random.default_rng([seed, round(1000 * spread)])
    t = np.exp(rng.uniform(np.log(SHORTEST), np.log(LONGEST), TASKS))
    mean = survival.mixture_scale(HALF, 0.5, spread)
    hazard = mean if spread == 0 else rng.gamma(1 / spread, spread * mean, TASKS)
    return t, rng.binomial(ATTEMPTS, np.exp(-hazard * t))


def resample(t, wins, by_task=True, resamples=RESAMPLES, seed=SEED):
    """Bootstrap data sets (resamples, tasks): tasks and then attempts drawn again, or attempts alone."""
    rng = np.random.default_rng([seed, int(by_task)])
    shape = (resamples, len(t))
    pick = rng.integers(len(t), size=shape) if by_task else np.broadcast_to(np.arange(len(t)), shape)
    return t[pick], rng.binomial(ATTEMPTS, wins[pick] / ATTEMPTS)


@cache
def reading(spread, curve="logistic", by_task=True, seed=SEED):
    """Fit of one simulated suite and its bootstrap: (Fitted, Fitted of resamples)."""
    t, wins = suite(spread, seed)
    return fit(t, wins, ATTEMPTS, curve), fit(*resample(t, wins, by_task, seed=seed), ATTEMPTS, curve, steps=25)


@cache
def pair_excess(spread, seed=SEED):
    """How much oftener two attempts at one task both succeed than equally hard tasks would allow: (value, low, high).

    Pairs within a task, w (w - 1) / (n (n - 1)), less the square of the fitted Weibull curve at its length; mean over
    tasks, with a bootstrap over tasks.
    """
    t, wins = suite(spread, seed)
    pairs = wins * (wins - 1) / (ATTEMPTS * (ATTEMPTS - 1))
    gap = pairs - reading(spread, "weibull", seed=seed)[0].success(t) ** 2
    draws = np.random.default_rng([seed, 7]).choice(gap, (RESAMPLES, TASKS)).mean(axis=1)
    return float(gap.mean()), *central(draws)


def pairs_by_length(spread, groups=8, seed=SEED):
    """Per group of tasks of similar length: (successes, pairs that both succeed, standard error of the latter)."""
    t, wins = suite(spread, seed)
    found = []
    for part in np.array_split(np.argsort(t), groups):
        pairs = wins[part] * (wins[part] - 1) / (ATTEMPTS * (ATTEMPTS - 1))
        found.append(((wins[part] / ATTEMPTS).mean(), pairs.mean(), standard_error(pairs)))
    return np.array(found).T
