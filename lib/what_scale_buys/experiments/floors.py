"""The floor that a frontier of minima points to, against the entropy that is known."""

import math
from collections import defaultdict

import numpy as np
from scipy.optimize import least_squares

from scaling_laws.quantity import estimate
from scaling_laws.statistics import central

from .multiplier import LEVEL

RUN_NOISE = 0.007  # deviation of ln loss between seeds, measured on the ladder and on the pool
RESAMPLES = 300
METHOD = "E + A C^-g through the valleys' minima; runs redrawn with the noise between seeds"


def minima(budgets, sizes, losses):
    """Least loss of each budget by a parabola in ln N; budgets, sizes, losses [runs] -> (budgets, minima)."""
    found = []
    for budget in np.unique(budgets):
        mine = budgets == budget
        a, b, c = np.polyfit(np.log(sizes[mine]), losses[mine], 2)
        inside = a > 0
        found.append(c - b**2 / (4 * a) if inside else losses[mine].min())
    return np.unique(budgets), np.array(found)


def curve(compute, least, starts=None):
    """(E, ln A at the mean ln C, g) of the curve E + A C**-g, E not below zero, nearest to the minima in ln loss.

    starts : where to begin; six of them unless given.
    """
    x = np.log(compute / np.exp(np.log(compute).mean()))

    def misfit(theta):
        return np.log(theta[0] + np.exp(theta[1] - theta[2] * x)) - np.log(least)

    starts = starts or [(share * least.min(), math.log(least.mean() - share * least.min()), g)
                        for share in (0.3, 0.7, 0.9) for g in (0.15, 0.35)]  # fmt: skip
    limits = ([0.0, -10.0, 0.01], [least.min(), 5.0, 2.0])
    fits = [least_squares(misfit, np.clip(start, *limits), bounds=limits, x_scale=(1, 1, 0.1)) for start in starts]
    return min(fits, key=lambda fit: fit.cost).x


def floor(compute, least, starts=None):
    """E of that curve."""
    return float(curve(compute, least, starts)[0])


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
    best = curve(*minima(budgets, sizes, losses))
    starts = [best, (0.3 * best[0], best[1] + math.log(2), 0.5 * best[2])]
    draws = entropy - np.array([floor(*minima(budgets, sizes, one), starts) for one in noisy])
    value = entropy - float(best[0])
    low, high = central(draws, LEVEL)
    quantity = estimate(
        value, min(low, value), max(high, value), method=METHOD, level=LEVEL, unit="nats/token", n=len(found)
    )  # fmt: skip
    return quantity, draws
