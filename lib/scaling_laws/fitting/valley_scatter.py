"""Draws of optimal sizes from the scatter of the runs about their valleys, where runs are too few to be resampled.

Of three or four sizes a resample of the runs keeps three in a minority of draws, and then often the same three. Here
the losses of every budget are drawn anew about its parabola instead. Their relative scatter is one number for all
budgets; it shows twice, in the residuals of the parabolas (k - 3 degrees of freedom at k runs) and in the vertices'
distance from the line through them (budgets - 2). Few degrees of freedom leave the scatter itself uncertain: every
draw therefore has a scatter of its own, s² ν / χ²(ν), which makes of the normal distribution Student's (Gelman et al.,
Bayesian Data Analysis, 3rd ed., Sec. 14.2).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from .isoflop import Valley

LEAST_SCATTER = 1e-12  # relative: rounding of losses that follow a parabola exactly


def redrawn(valleys: "Sequence[Valley]", rows: int, seed: int) -> tuple[np.ndarray, str]:
    """log vertices (rows, budgets, 2) of redrawn valleys, and why there are none (a sentence, or nothing)."""
    scatter, degrees = scatter_of(valleys)
    if degrees == 0:
        runs = sum(len(v.sizes) for v in valleys)
        why = f"{runs} runs at {len(valleys)} budgets determine the parabolas and the line and leave no scatter"
        return np.empty((0, len(valleys), 2)), why
    if scatter <= LEAST_SCATTER:
        return np.empty((0, len(valleys), 2)), "the losses follow the parabolas exactly and hold no scatter"
    rng = np.random.default_rng(seed)
    spread = scatter * np.sqrt(degrees / rng.chisquare(degrees, rows))
    found = []
    for valley in valleys:
        noise = valley.losses.mean() * spread[:, None] * rng.standard_normal((rows, len(valley.sizes))) / valley.roots
        found.append(valley.refitted(valley.loss(valley.sizes) + noise, np.ones(len(valley.sizes))))
    return np.stack(found, 1), ""


def scatter_of(valleys: "Sequence[Valley]") -> tuple[float, int]:
    """Relative standard deviation of runs of weight one about valleys whose vertices lie on a line, and its degrees."""
    within = sum(np.sum((v.roots * (v.losses - v.loss(v.sizes))) ** 2) / v.losses.mean() ** 2 for v in valleys)
    x = np.log([v.compute for v in valleys])
    columns = np.stack([np.ones_like(x), x - x.mean()], 1) / (error := _vertex_errors(valleys))[:, None]
    vertices = np.log([v.vertex for v in valleys]) / error
    between = np.sum((vertices - columns @ np.linalg.lstsq(columns, vertices, rcond=None)[0]) ** 2)
    degrees = sum(len(v.sizes) - 3 for v in valleys) + len(valleys) - 2
    return (float(np.sqrt((within + between) / degrees)) if degrees else 0.0), degrees


def _vertex_errors(valleys):
    """Standard deviation (budgets,) of each log vertex for a relative scatter of one, to first order."""
    found = []
    for valley in valleys:
        solve = np.linalg.pinv(np.vander(np.log(valley.sizes) - valley.centre, 3) * valley.roots[:, None])
        curve, slope, _ = valley.coefficients
        slopes = -solve[1] / (2 * curve) + slope * solve[0] / (2 * curve**2)
        found.append(valley.losses.mean() * np.linalg.norm(slopes))
    return np.array(found)
