"""Approach 2: parabolas through runs of equal compute (Hoffmann et al. 2022, Sec. 3.2), and their bias."""

from dataclasses import dataclass

import numpy as np

from ..errors import InvalidArgument
from .allocation import AllocationFit, check_options, line, require_budgets
from .bootstrap import resampled_weights

SAME_BUDGET = 0.1
FEWEST_SIZES = 3


@dataclass(frozen=True)
class Valley:
    """The runs of one budget and the parabola of loss in log size through them.

    compute : FLOP. sizes, losses (k,). coefficients (3,): of the parabola in log(size / centre), highest
    power first. vertex : its lowest point, in parameters; nan where it has none inside the sizes tried.
    """

    compute: float
    sizes: np.ndarray
    losses: np.ndarray
    coefficients: np.ndarray
    centre: float
    vertex: float

    def loss(self, N):
        """The parabola at N."""
        return np.polyval(self.coefficients, np.log(N) - self.centre)


def fit_isoflop(
    runs, *, correct_with=None, same_budget=SAME_BUDGET, bootstrap=1000, interval="percentile", level=0.95, seed=0
):
    """Fit N_opt = k C^a to the vertices of IsoFLOP parabolas.

    Rows whose compute lies within `same_budget` (in natural log) of a neighbour share a budget. The valley
    of the surface is not a parabola, so the vertex misses the true optimum, the more so the wider and the
    less centred the sizes. correct_with : a ChinchillaSurface; the vertex is then divided by the ratio by
    which the same parabola misses on that surface (see `vertex_bias`). Intervals, "percentile" or "bca", resample
    runs within budgets.

    Returns AllocationFit.

    Raises
    ------
    InvalidArgument
        If fewer than two budgets have three sizes and a vertex inside their range.
    """
    check_options(bootstrap, interval, level)
    found = valleys(runs, same_budget)
    good = [valley for valley in found if np.isfinite(valley.vertex)]
    require_budgets(len(good), "budgets")
    budgets, sizes = (np.array([getattr(v, name) for v in good]) for name in ("compute", "vertex"))
    shift = np.ones_like(sizes) if correct_with is None else np.array([vertex_bias(v, correct_with) for v in good])
    centre = float(np.log(budgets).mean())
    fit = line(np.log(budgets) - centre, np.log(sizes / shift))
    draws = _lines(_resampled(good, bootstrap, seed) - np.log(shift), good, centre)
    without = _lines(_without_one(good) - np.log(shift), good, centre) if interval == "bca" else None
    left_out = _unused(runs, found)
    corrected = "" if correct_with is None else ", corrected for the parabola's bias"
    method = f"{len(good)} IsoFLOP parabolas{corrected}, {interval} bootstrap, {bootstrap} resamples"
    n = sum(len(v.sizes) for v in good)
    return AllocationFit(
        budgets, sizes / shift, fit, draws, centre, level, method, n, left_out, runs.loss_unit, interval, without
    )


def _unused(runs, found):
    shared = sum(len(valley.sizes) for valley in found)
    alone = (f"{len(runs) - shared} of {len(runs)} runs, whose budget has fewer than {FEWEST_SIZES} sizes",)
    flat = [v for v in found if not np.isfinite(v.vertex)]
    none = tuple(f"budget {v.compute:.3g} FLOP: no vertex inside its {len(v.sizes)} sizes" for v in flat)
    return (alone if shared < len(runs) else ()) + none


def valleys(runs, same_budget=SAME_BUDGET):
    """Every budget with three sizes or more as a Valley, in order of compute."""
    order = np.argsort(runs.compute, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(np.log(runs.compute[order])) > same_budget) + 1)
    kept = [group for group in groups if np.unique(runs.parameters[group]).size >= FEWEST_SIZES]
    if not kept:
        raise InvalidArgument("runs", len(runs), "approach 2 needs budgets with three model sizes or more each")
    return [_valley(runs, group) for group in kept]


def _valley(runs, group):
    compute = float(np.exp(np.log(runs.compute[group]).mean()))
    sizes, losses = runs.parameters[group], runs.loss[group]
    centre = float(np.log(sizes).mean())
    coefficients, vertex = _parabola(np.log(sizes) - centre, losses)
    return Valley(compute, sizes, losses, coefficients, centre, float(np.exp(vertex + centre)))


def _parabola(x, loss):
    coefficients = np.polyfit(x, loss, 2)
    vertex = -coefficients[1] / (2 * coefficients[0])
    inside = coefficients[0] > 0 and x.min() < vertex < x.max()
    return coefficients, vertex if inside else np.nan


def vertex_bias(valley, surface):
    """Vertex of the parabola over true optimum, were the valley's losses those of `surface` without noise."""
    x = np.log(valley.sizes) - valley.centre
    coefficients = np.polyfit(x, surface.isoflop(valley.compute, valley.sizes), 2)
    vertex = np.exp(valley.centre - coefficients[1] / (2 * coefficients[0]))
    return float(vertex / surface.optimum(valley.compute).parameters)


def _lines(vertices, good, centre):
    """Intercept and slope (rows, 2) of each row of log vertices (rows, budgets) that has two or more."""
    log_budgets, found = np.log([valley.compute for valley in good]) - centre, []
    for vertex in vertices:
        known = np.isfinite(vertex)
        if known.sum() >= 2:
            found.append(line(log_budgets[known], vertex[known]))
    return np.array(found)


def _resampled(good, rows, seed):
    """log vertices (rows, budgets) of resamples of the runs within each budget."""
    rng = np.random.default_rng(seed)
    return np.stack([_vertices(valley, resampled_weights(rng, len(valley.sizes), rows)) for valley in good], 1)


def _without_one(good):
    """log vertices (runs, budgets), leaving out one run in turn."""
    rows = []
    for k, valley in enumerate(good):
        block = np.tile(np.log([v.vertex for v in good]), (len(valley.sizes), 1))
        block[:, k] = _vertices(valley, 1.0 - np.eye(len(valley.sizes)))
        rows.append(block)
    return np.concatenate(rows)


def _vertices(valley, weights):
    """log vertex (rows,) of parabolas through weighted runs (rows, k); nan where one has none inside its sizes."""
    x = np.log(valley.sizes) - valley.centre
    present = weights > 0
    low, high = np.where(present, x, np.inf).min(1), np.where(present, x, -np.inf).max(1)
    distinct = np.array([np.unique(x[row]).size for row in present])
    powers = np.stack([np.ones_like(x), x, x * x], 1)
    normal = np.einsum("rk,ki,kj->rij", weights, powers, powers)
    right = np.einsum("rk,ki,k->ri", weights, powers, valley.losses)
    usable = distinct >= FEWEST_SIZES
    normal[~usable] = np.eye(3)
    _, slope, curve = np.linalg.solve(normal, right[..., None])[..., 0].T
    vertex = np.where(curve > 0, -slope / (2 * np.where(curve > 0, curve, 1.0)), np.nan)
    inside = usable & (vertex > low) & (vertex < high)
    return np.where(inside, vertex + valley.centre, np.nan)
