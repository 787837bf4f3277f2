"""What only a language of known entropy can show: the true floor, the slope toward it, and the dial of its words."""

from functools import cache

import numpy as np

from scaling_laws.quantity import estimate
from scaling_laws.statistics import LEVEL, central

from . import fits, ladder

PARTED = 0.05  # relative distance of two curves
FARTHEST = 12  # decades


@cache
def slopes(world=ladder.KNOWN, rows=None):
    """Local exponent of the loss above the known entropy between neighbouring budgets: (C, C', Quantity)."""
    E = ladder.entropy(world, rows)
    found = [(C, loss - E, error) for C, loss, error in fits.bottoms(world, rows)]
    steps = []
    for (C, low, e), (D, high, f) in zip(found, found[1:], strict=False):
        span = np.log(D / C)
        error = float(np.hypot(e / low, f / high)) / span
        steps.append((C, D, fits.normal(np.log(low / high) / span, error, method="vertices of parabolas")))
    return tuple(steps)


def turn(world=ladder.KNOWN, rows=None):
    """Change of the local exponent from the first pair of budgets to the last, or None with fewer than three budgets.

    By a parabola through the bottoms of all valleys, log loss above the entropy against log compute, weighted by
    their errors. Neighbouring local exponents share a valley, so their own difference would waste what lies between.
    """
    C, loss, error = map(np.array, zip(*fits.bottoms(world, rows), strict=True))
    if len(C) < 3:
        return None
    above = loss - ladder.entropy(world, rows)
    x, weight = np.log(C / C[0]), above / error
    powers = np.vander(x, 3)
    covariance = np.linalg.inv((powers * weight[:, None] ** 2).T @ powers)
    bent = covariance[0] @ (powers.T @ (weight**2 * np.log(above)))
    apart = x[-1] + x[-2] - x[1] - x[0]  # twice the distance between the middles of the two pairs
    return fits.normal(-bent * apart, np.sqrt(covariance[0, 0]) * apart, method="parabola through the vertices")


@cache
def reach(tolerance, world=ladder.KNOWN, rows=None):
    """Multiple of the largest budget up to which the free law stays within `tolerance` of the known-floor law."""
    ahead = np.logspace(0, FARTHEST, 60 * FARTHEST + 1)

    def first(free, held):
        beyond = _distance(free, held, ahead * ladder.budgets(world, rows)[-1], world, rows) > tolerance
        return np.where(beyond.any(0), ahead[beyond.argmax(0)], np.inf)[()]

    return _of_both(first, "×", world, rows)


def _of_both(function, unit, world, rows):
    """function(law with a free floor, law of the loss above the known floor), with its interval."""
    return fits.apart(function, fits.surface(world, rows), fits.known_floor(world, rows), unit)


def _distance(free, held, C, world, rows):
    """Relative distance of the two frontiers at C, by C and law."""
    with_floor = ladder.entropy(world, rows) + held.frontier.loss(C[:, None])
    return np.abs(free.frontier.loss(C[:, None]) / with_floor - 1)


def apart_within(world=ladder.KNOWN, rows=None):
    """Largest relative distance of the two frontiers between the least and the largest budget, in per cent."""
    C = np.geomspace(*np.array(ladder.budgets(world, rows))[[0, -1]], 50)
    return _of_both(lambda free, held: 100 * _distance(free, held, C, world, rows).max(0), "%", world, rows)


def steeper(world=ladder.KNOWN, rows=None):
    """Exponent of the frontier toward the known floor less that toward the free floor."""
    return _of_both(lambda free, held: held.frontier_exponent - free.frontier_exponent, "", world, rows)


def deviance_of_truth(world=ladder.KNOWN, rows=None):
    """Deviance of the profile of the floor at the exact entropy."""
    profile = fits.profile(world, rows)
    return float(np.interp(ladder.entropy(world, rows), profile.floors, profile.deviance))


def impossible(world=ladder.KNOWN, rows=None):
    """Multiple of the largest budget from which the free law promises less than the entropy; infinite if never."""
    fit, top, E = fits.surface(world, rows), ladder.budgets(world, rows)[-1], ladder.entropy(world, rows)
    from_there = fit.compute_for_loss(E)
    if not np.isfinite(from_there.low):
        return None
    return estimate(
        from_there.value / top, from_there.low / top, from_there.high / top,
        method=from_there.method, level=LEVEL, unit="×", n=from_there.n,
    )  # fmt: skip


def common_budgets(rows=None):
    """(worlds with two valleys or more, the budgets that all of them have)."""
    worlds = [w for w in ladder.zipf_worlds(rows) if len(ladder.budgets(w, rows)) >= 2]
    shared = set.intersection(*(set(ladder.budgets(w, rows)) for w in worlds)) if worlds else set()
    if len(shared) < 2:
        return [ladder.KNOWN], tuple(ladder.budgets(ladder.KNOWN, rows))
    return worlds, tuple(sorted(shared))


@cache
def dial(rows=None):
    """World -> frontier exponent of the loss above its entropy, at the budgets that all compared worlds share."""
    worlds, shared = common_budgets(rows)
    return {w: fits.known_floor(w, rows, shared).parameters["frontier_exponent"] for w in worlds}


def dial_turn(rows=None):
    """Exponent in the world of the largest Zipf exponent less that of the smallest, or None with one world."""
    worlds, shared = common_budgets(rows)
    if len(worlds) < 2:
        return None
    low, high = (fits.known_floor(w, rows, shared).sampling for w in (worlds[0], worlds[-1]))
    draws = [s.values(lambda law: law.frontier_exponent) for s in (low, high)]
    count = min(map(len, draws))
    apart = draws[1][:count] - draws[0][:count]
    value = high.surface.frontier_exponent - low.surface.frontier_exponent
    method = "difference of independent bootstraps"
    return estimate(value, *central(apart, LEVEL), method=method, level=LEVEL, n=low.n + high.n)
