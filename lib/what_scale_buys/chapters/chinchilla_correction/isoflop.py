"""The valley of one budget: how wide it is, how flat, and the losses along it."""

import numpy as np

from scaling_laws.laws import compute_cost

TOLERANCE = 1.2  # a fifth more compute than the optimum needs


def valley_width(surface, C, tolerance=TOLERANCE):
    """Smallest and largest multiple of the optimal size that needs at most `tolerance` times the least compute.

    The loss is the optimum's at compute C; the multiple's compute is what it needs to reach that loss.
    """
    best = surface.optimum(C)
    factors = np.geomspace(0.05, 20, 4001)
    N = factors * best.parameters
    D = surface.tokens_for_loss(N, best.loss)
    cost = np.where(np.isfinite(D), compute_cost(N, np.where(np.isfinite(D), D, 1.0)), np.inf)
    inside = factors[cost <= tolerance * C]
    return inside[0], inside[-1]


def flatness(surface, k):
    """Reducible loss at k times the best size over the least one, at equal compute."""
    alpha, beta = surface.alpha, surface.beta
    return (beta * k**-alpha + alpha * k**beta) / (alpha + beta)


def losses_along(surface, C, points=41):
    """Losses at C FLOP from a tenth to ten times the best size."""
    return surface.isoflop(C, surface.optimum(C).parameters * np.geomspace(0.1, 10, points))
