"""Every fit of the chapter, made once; by least squares on log loss, since no run here is an outlier."""

from functools import cache

import numpy as np

from scaling_laws.fitting import fit_envelope, fit_isoflop, fit_surface, profile_floor, valleys
from scaling_laws.fitting.bootstrap import percentile_interval
from scaling_laws.laws import ChinchillaSurface
from scaling_laws.quantity import estimate
from scaling_laws.statistics import LEVEL, normal_quantile

from . import ladder

RESAMPLES = 500
LOSS = "least squares"


@cache
def surface(world, rows=None):
    """Approach 3 with a free floor."""
    mine = ladder.as_runs(ladder.valley_runs(world, rows))
    return fit_surface(mine, loss=LOSS, bootstrap=RESAMPLES, level=LEVEL)


@cache
def surface_without_embedding(world, rows=None):
    """Approach 3 with the embedding left out of the count of parameters."""
    mine = ladder.as_runs(ladder.valley_runs(world, rows), without_embedding=True)
    return fit_surface(mine, loss=LOSS, bootstrap=RESAMPLES, level=LEVEL)


@cache
def huber(world, rows=None):
    """Approach 3 with the published loss, its interval from the Hessian."""
    return fit_surface(ladder.as_runs(ladder.valley_runs(world, rows)), bootstrap=0, level=LEVEL)


@cache
def profile(world, rows=None):
    """Profile of the floor of approach 3."""
    return profile_floor(surface(world, rows))


@cache
def known_floor(world, rows=None, among=None):
    """Approach 3 on the loss above the known entropy, at the budgets `among`: four constants instead of five."""
    mine = ladder.valley_runs(world, rows)
    kept = tuple(r for r in mine if among is None or r.budget in among)
    above = ladder.as_runs(kept, subtract=kept[0].entropy)
    return fit_surface(above, loss=LOSS, floor=False, bootstrap=RESAMPLES, level=LEVEL)


@cache
def isoflop(world, rows=None):
    """Approach 2."""
    return fit_isoflop(ladder.as_runs(ladder.valley_runs(world, rows)), bootstrap=RESAMPLES, level=LEVEL)


@cache
def envelope(world, rows=None):
    """Approach 1 on the training curves, though their schedules were made for other lengths."""
    return fit_envelope(ladder.curves(ladder.valley_runs(world, rows)), bootstrap=RESAMPLES, level=LEVEL)


@cache
def parabolas(world, rows=None):
    """The valleys of a world."""
    return valleys(ladder.as_runs(ladder.valley_runs(world, rows)))


@cache
def bottoms(world, rows=None):
    """Per valley: compute, least loss of its parabola, and the standard error of that.

    The scatter about the parabolas is pooled over all valleys of the world; it includes what a parabola
    cannot follow. A vertex outside the sizes tried is replaced by the nearest size.
    """
    found = parabolas(world, rows)
    misfit = [v.losses - v.loss(v.sizes) for v in found]
    freedom = sum(len(r) - 3 for r in misfit)
    sigma = float(np.sqrt(sum(np.sum(r**2) for r in misfit) / max(freedom, 1)))
    ends = []
    for v in found:
        x = np.log(v.sizes) - v.centre
        at = np.log(v.vertex) - v.centre if np.isfinite(v.vertex) else float(x[np.argmin(v.losses)])
        powers = np.vander(x, 3)
        here = np.array([at**2, at, 1.0])
        leverage = float(here @ np.linalg.pinv(powers.T @ powers) @ here)
        ends.append((v.compute, float(np.polyval(v.coefficients, at)), sigma * np.sqrt(leverage)))
    return tuple(ends)


@cache
def blind(world, rows=None):
    """(fit of all but the largest budget, held-out runs, forecast of each as a Quantity)."""
    mine, top = ladder.valley_runs(world, rows), ladder.budgets(world, rows)[-1]
    rest, held = tuple(r for r in mine if r.budget < top), tuple(r for r in mine if r.budget >= top)
    fit = fit_surface(ladder.as_runs(rest), loss=LOSS, bootstrap=RESAMPLES, level=LEVEL)
    return fit, held, tuple(fit.forecast(r.parameters, r.tokens) for r in held)


@cache
def best_above_known_floor(world, C, rows=None, before=float("inf")):
    """Best loss at C FLOP by the surface with the known floor, fitted to the budgets below `before`."""
    among = tuple(budget for budget in ladder.budgets(world, rows) if budget < before)
    fit = known_floor(world, rows, among)
    draws = fit.sampling.values(lambda law: law.optimum(C).loss)
    value, method = ladder.entropy(world, rows) + fit.surface.optimum(C).loss, "known floor, spread of the bootstrap"
    return normal(value, float(draws.std(ddof=1)), ladder.unit(world), method, len(fit.runs))


def apart(function, one, other, unit="", method="paired bootstrap"):
    """function(law of `one`, law of `other`) as a Quantity: two fits of the same runs, resampled alike."""
    low, high = _alike(one, other)
    value = float(np.squeeze(function(one.surface, other.surface)))
    ends = percentile_interval(function(ChinchillaSurface(*low.T), ChinchillaSurface(*high.T)), LEVEL)
    return estimate(value, *ends, method=method, level=LEVEL, unit=unit, n=one.sampling.n)


def _alike(one, other):
    """Refits of both on resamples on which both are laws."""
    kept = one.sampling.lawful & other.sampling.lawful
    return one.sampling.draws[kept], other.sampling.draws[kept]


def can_be_blind(world, rows=None):
    """Whether two budgets are left to fit when the largest is held out."""
    return len(ladder.budgets(world, rows)) >= 3


def normal(value, error, unit="", method="", n=None):
    """A Quantity with a normal interval of LEVEL."""
    half = normal_quantile(LEVEL) * error
    return estimate(value, value - half, value + half, method=method, level=LEVEL, unit=unit, n=n)
