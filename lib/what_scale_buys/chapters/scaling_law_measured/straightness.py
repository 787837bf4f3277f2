"""The floor above which the bottoms of the valleys would lie on a straight line, and how straight any floor makes them.

C : compute of the valleys, FLOP; loss : their least losses; floor : in the unit of the loss.
"""

import numpy as np

from scaling_laws.quantity import estimate
from scaling_laws.statistics import LEVEL, central

from . import fits, ladder

DRAWS, SEED = 2000, 20261122


def line_above(world, share, rows=None):
    """A straight line on log axes above a floor at that share of the least loss.

    Returns (compute, loss above the floor, slope, intercept, misfit, floor).
    """
    C, loss, _ = map(np.array, zip(*fits.bottoms(world, rows), strict=True))
    E = share * loss.min()
    slope, intercept = np.polyfit(np.log(C), np.log(loss - E), 1)
    return C, loss - E, slope, intercept, misfit(C, loss, E), E


def straightest(world, rows=None):
    """The floor above which the least losses of the valleys lie straightest against compute, on log axes.

    The interval: the floors that draws of the losses prefer, each with the error of its parabola.
    """
    C, loss, error = map(np.array, zip(*fits.bottoms(world, rows), strict=True))
    drawn = loss + error * np.random.default_rng(SEED).standard_normal((DRAWS, len(loss)))
    low, high = central([_straightest(C, row) for row in drawn], LEVEL)
    method = "draws of the bottoms of the valleys"
    return estimate(_straightest(C, loss), low, high, method=method, level=LEVEL, unit=ladder.unit(world), n=len(C))


def _straightest(C, loss):
    floors = np.linspace(0, 0.99 * loss.min(), 400)
    x, y = np.log(C / C[0]), np.log(loss - floors[:, None])
    line = np.column_stack([x, np.ones_like(x)])
    off = y - y @ line @ np.linalg.inv(line.T @ line) @ line.T
    return float(floors[np.argmin(np.sum(off**2, axis=1))])


def misfit(C, loss, floor):
    """Root-mean-square distance from a line of log (loss - floor) against log C."""
    x, y = np.log(C / C[0]), np.log(loss - floor)
    return float(np.sqrt(np.mean((y - np.polyval(np.polyfit(x, y, 1), x)) ** 2)))
