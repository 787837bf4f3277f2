"""The valley of one budget: how wide it is, how flat, and the losses along it."""

import numpy as np

TOLERANCE = 1.2  # a fifth more compute than the optimum needs
FAR = 20.0  # a multiple of the best size that costs more than any tolerance asked for here
HALVINGS = 50


def valley_width(surface, tolerance=TOLERANCE):
    """Smallest and largest multiple of the optimal size that needs at most `tolerance` times the least compute.

    The multiple's compute is what it needs to reach the loss of the optimum; the budget does not matter. With the
    terms of the optimum in the ratio beta : alpha, k times the size needs d(k) times the tokens, and k d(k) is found
    by bisection, which takes arrays of surfaces too.
    """
    return tuple(_edge(surface, tolerance, far) for far in (1 / FAR, FAR))


def _edge(surface, tolerance, far):
    inside, outside = np.zeros_like(surface.alpha), np.full_like(surface.alpha, np.log(far))
    for _ in range(HALVINGS):
        middle = (inside + outside) / 2
        dear = _cost(surface, np.exp(middle)) > tolerance
        inside, outside = np.where(dear, inside, middle), np.where(dear, middle, outside)
    return np.exp(inside)[()]


def _cost(surface, k):
    """Compute of k times the best size over the least compute, for the loss of the best; infinite if k is too small."""
    alpha, beta = surface.alpha, surface.beta
    left = 1 + beta / alpha * (1 - k**-alpha)  # of the data term, over its value at the optimum
    return np.where(left > 0, k * np.where(left > 0, left, 1.0) ** (-1 / beta), np.inf)


def flatness(surface, k):
    """Reducible loss at k times the best size over the least one, at equal compute."""
    alpha, beta = surface.alpha, surface.beta
    return (beta * k**-alpha + alpha * k**beta) / (alpha + beta)


def losses_along(surface, C, points=41):
    """Losses at C FLOP from a tenth to ten times the best size."""
    return surface.isoflop(C, surface.optimum(C).parameters * np.geomspace(0.1, 10, points))
