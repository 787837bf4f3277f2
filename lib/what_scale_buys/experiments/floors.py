"""The floor that a frontier of minima points to, against the entropy that is known."""

from collections import defaultdict

import numpy as np

from scaling_laws.quantity import estimate
from scaling_laws.statistics import central

from .multiplier import LEVEL

RUN_NOISE = 0.007  # deviation of ln loss between seeds, measured on the ladder and on the pool
RESAMPLES = 300
EXPONENTS = (0.01, 2.0)  # of the curve through the minima
GRID, CLOSINGS = (
    25,
    6,
)  # each closing cuts the step to a twelfth: twelve digits of ln g, more than a sum of squares tells
STEPS = 8  # of Gauss-Newton; the misfit is a few per cent, so that each step gains two digits or more
LEAST_SHARE = 0.1  # of the measured loss, below which no step goes
METHOD = "E + A C^-g through the valleys' minima; runs redrawn with the noise between seeds"


def minima(budgets, sizes, losses):
    """Least loss of each budget by a parabola in ln N.

    budgets, sizes : [runs]. losses : [..., runs], of many tables at once. Returns (budgets, least [..., budgets]).
    """
    tables, found = np.reshape(losses, (-1, len(sizes))), []
    for budget in np.unique(budgets):
        mine = budgets == budget
        a, b, c = np.polyfit(np.log(sizes[mine]), tables[:, mine].T, 2)
        bent = a > 0
        found.append(np.where(bent, c - b**2 / (4 * np.where(bent, a, 1)), tables[:, mine].min(axis=1)))
    return np.unique(budgets), np.stack(found, axis=-1).reshape(*np.shape(losses)[:-1], -1)


def curve(compute, least):
    """Constants (E, A, g) of the curves E + A (C/C0)**-g nearest to the minima in ln loss; E and A not below zero.

    compute : [budgets], C0 their geometric mean. least : [..., budgets]. Each result has the leading shape of `least`.
    For each g of a grid, which closes in on the best, E and A are solved for.
    """
    x, lead = np.log(compute) - np.log(compute).mean(), np.shape(least)[:-1]
    y = np.log(np.reshape(least, (-1, len(x))))
    g = np.broadcast_to(np.geomspace(*EXPONENTS, GRID), (len(y), GRID))
    for _ in range(CLOSINGS):
        floor, scale, misfit = _given(g, x, y)
        best = misfit.argmin(axis=1)[:, None]
        near = np.take_along_axis(g, np.clip(best + [-1, 1], 0, g.shape[1] - 1), axis=1)
        g = np.geomspace(near[:, 0], near[:, 1], GRID, axis=1)
    floor, scale, misfit = _given(g, x, y)
    best = misfit.argmin(axis=1)[:, None]
    return tuple(np.take_along_axis(one, best, axis=1).reshape(lead) for one in (floor, scale, g))


def _given(g, x, y):
    """(E, A, misfit) at exponents g [tables, exponents] by Gauss-Newton in ln loss y [tables, budgets]."""
    z, y = np.exp(-g[..., None] * x), y[:, None]
    level = np.broadcast_to(np.exp(y), z.shape)  # first step: least squares of the ratio
    target = np.ones_like(z)
    for _ in range(STEPS):
        u, v = 1 / level, z / level
        uu, uv, vv = (u * u).sum(-1), (u * v).sum(-1), (v * v).sum(-1)
        ur, vr = (u * target).sum(-1), (v * target).sum(-1)
        floor, scale = (vv * ur - uv * vr, uu * vr - uv * ur) / (uu * vv - uv**2)
        level = np.maximum(floor[..., None] + scale[..., None] * z, LEAST_SHARE * np.exp(y))
        target = 1 + y - np.log(level)
    flat, bare = np.exp(y.mean(-1)), np.exp((y - np.log(z)).mean(-1))
    ends = [(floor, scale), (np.zeros_like(bare), bare), (np.broadcast_to(flat, bare.shape), np.zeros_like(bare))]
    misfits = [((np.log(_positive(e[..., None] + a[..., None] * z)) - y) ** 2).sum(-1) for e, a in ends]
    misfits[0] = np.where((floor >= 0) & (scale >= 0), misfits[0], np.inf)
    best = np.argmin(misfits, axis=0)
    return np.choose(best, [e for e, _ in ends]), np.choose(best, [a for _, a in ends]), np.min(misfits, axis=0)


def _positive(level):
    return np.where(level > 0, level, np.finfo(float).tiny)


def deficit(rows, world, experiment=None, least_budgets=4):
    """(entropy minus fitted floor in nats, as a Quantity; its draws), or None with too few budgets.

    Losses are taken against the true source on the same documents, so that the draw of the validation set cancels.
    """
    valleys = defaultdict(dict)
    for row in rows:
        plain = row.world == world and row.settings == "" and row.budget == row.rung and row.seed == 0
        if plain and row.status == "done" and experiment in (None, row.experiment):
            valleys[row.budget][row.active_parameters] = row
    found = [row for sizes in valleys.values() if len(sizes) >= 4 for row in sizes.values()]
    budgets = np.array([row.budget for row in found])
    if len(np.unique(budgets)) < least_budgets:
        return None
    sizes = np.array([row.active_parameters for row in found])
    entropy, true = found[0].entropy, found[0].source_loss
    losses = np.array([row.val_loss for row in found]) - true + entropy
    rng = np.random.default_rng(0)
    noisy = losses * np.exp(RUN_NOISE * rng.standard_normal((RESAMPLES, len(losses))))
    best, *_ = curve(*minima(budgets, sizes, losses))
    drawn, *_ = curve(*minima(budgets, sizes, noisy))
    draws = entropy - drawn
    value = entropy - float(best)
    low, high = central(draws, LEVEL)
    quantity = estimate(
        value, min(low, value), max(high, value), method=METHOD, level=LEVEL, unit="nats/token", n=len(found)
    )  # fmt: skip
    return quantity, draws
