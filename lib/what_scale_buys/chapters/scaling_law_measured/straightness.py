"""The floor above which the bottoms of the valleys would lie on a straight line, and how straight any floor makes them.

C : compute of the valleys, FLOP; loss : their least losses; floor : in the unit of the loss.
"""

import numpy as np

from . import fits


def line_above(world, share, rows=None):
    """A straight line on log axes above a floor at that share of the least loss.

    Returns (compute, loss above the floor, slope, intercept, misfit, floor).
    """
    C, loss, _ = map(np.array, zip(*fits.bottoms(world, rows), strict=True))
    E = share * loss.min()
    slope, intercept = np.polyfit(np.log(C), np.log(loss - E), 1)
    return C, loss - E, slope, intercept, misfit(C, loss, E), E


def straightest(world, rows=None):
    """The floor above which the least losses of the valleys lie straightest against compute, on log axes."""
    C, loss, _ = map(np.array, zip(*fits.bottoms(world, rows), strict=True))
    floors = np.linspace(0, 0.99 * loss.min(), 400)
    return float(floors[np.argmin([misfit(C, loss, E) for E in floors])])


def misfit(C, loss, floor):
    """Root-mean-square distance from a line of log (loss - floor) against log C."""
    x, y = np.log(C / C[0]), np.log(loss - floor)
    return float(np.sqrt(np.mean((y - np.polyval(np.polyfit(x, y, 1), x)) ** 2)))
