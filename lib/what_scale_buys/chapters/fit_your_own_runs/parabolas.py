"""The parabola of approach 2 on valleys that are no parabolas: by how much its vertex misses the best size."""

import numpy as np

from scaling_laws.laws import ChinchillaSurface

from .simulate import MIDDLE, PLANTED

RUNS = 9  # of a sweep, without scatter


def valley_of(law):
    """A law with the planted optimum and loss at the middle budget, but with its own exponents."""
    alpha, beta = {
        "balanced": (PLANTED.alpha, PLANTED.beta),
        "steeper in size": (0.5, 0.25),
        "steeper in data": (0.25, 0.5),
    }[law]
    best, share = PLANTED.optimum(MIDDLE), beta / (alpha + beta)
    above = best.loss - PLANTED.E
    A, B = above * share * best.parameters**alpha, above * (1 - share) * best.tokens**beta
    return ChinchillaSurface(PLANTED.E, A, B, alpha, beta)


def parabola_of(width, shift, law):
    """Sizes over the optimum, their losses, the parabola in log size, and its vertex (nan outside the sweep)."""
    surface, ratios = valley_of(law), shift * np.geomspace(width**-0.5, width**0.5, RUNS)
    losses = surface.isoflop(MIDDLE, ratios * surface.optimum(MIDDLE).parameters)
    coefficients = np.polyfit(np.log(ratios), losses, 2)
    vertex = np.exp(-coefficients[1] / (2 * coefficients[0]))
    return ratios, losses, coefficients, vertex if ratios[0] < vertex < ratios[-1] else np.nan


def parabola_miss(width, shift, law):
    """Vertex of the parabola over the true optimum."""
    return float(parabola_of(width, shift, law)[3])
