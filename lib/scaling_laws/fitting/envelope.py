"""Approach 1: the lower envelope of training curves (Hoffmann et al. 2022, Sec. 3.1)."""

import numpy as np

from ..errors import InvalidArgument
from .allocation import AllocationFit, line, require_budgets

GRID = 300


def fit_envelope(runs, *, points=GRID, bootstrap=1000, level=0.95, seed=0):
    """Fit N_opt = k C^a to the sizes that are best at each compute, over whole training curves.

    runs : Runs with labels, several checkpoints each. Every curve is interpolated in log loss against log
    compute; at `points` budgets the lowest curve gives N_opt. Budgets won by the smallest or the largest
    model are left out: their optimum may lie outside the sizes tried. Intervals resample whole curves.

    Returns AllocationFit.

    Raises
    ------
    InvalidArgument
        If the runs have no labels, or fewer than three sizes have curves.
    """
    if runs.labels is None:
        raise InvalidArgument("runs", None, "approach 1 needs training curves: label each row with its run")
    sizes, table, budgets = _curves(runs, points)
    if np.unique(sizes).size < 3:
        raise InvalidArgument(
            "runs", int(np.unique(sizes).size), "approach 1 needs curves of three model sizes or more"
        )
    winner = _winners(table)
    used = _interior(winner, sizes)
    require_budgets(np.unique(winner[used]).size, "winning sizes")
    centre = float(np.log(budgets[used]).mean())
    fit = line(np.log(budgets[used]) - centre, np.log(sizes[winner[used]]))
    draws = _resampled(table, sizes, budgets, centre, bootstrap, seed)
    left_out = (f"{int(np.sum(~used))} of {len(budgets)} budgets, won by the smallest or the largest model",)
    method = f"envelope of {len(sizes)} training curves, percentile bootstrap over curves"
    return AllocationFit(
        budgets[used], sizes[winner[used]], fit, draws, centre, level, method, len(sizes), left_out, runs.loss_unit
    )


def _curves(runs, points):
    """Sizes (curves,), interpolated log losses (curves, points) with inf outside, and budgets (points,)."""
    names = [name for name in np.unique(runs.labels) if np.sum(runs.labels == name) > 1]
    if not names:
        raise InvalidArgument("runs", len(runs), "no label has two checkpoints, so there is no curve")
    compute, loss = np.log(runs.compute), np.log(runs.loss)
    grid = np.linspace(compute.min(), compute.max(), points)
    table = np.full((len(names), points), np.inf)
    sizes = np.empty(len(names))
    for k, name in enumerate(names):
        mine = np.flatnonzero(runs.labels == name)
        mine = mine[np.argsort(compute[mine])]
        table[k] = np.interp(grid, compute[mine], loss[mine], left=np.inf, right=np.inf)
        sizes[k] = runs.parameters[mine].mean()
    covered = np.isfinite(table).any(0)
    return sizes, table[:, covered], np.exp(grid[covered])


def _winners(table, present=None):
    shown = table if present is None else np.where(present[:, None], table, np.inf)
    return np.where(np.isfinite(shown).any(0), shown.argmin(0), -1)


def _interior(winner, sizes, present=None):
    among = sizes if present is None else sizes[present]
    size = sizes[winner]
    return (winner >= 0) & (size > among.min()) & (size < among.max())


def _resampled(table, sizes, budgets, centre, rows, seed):
    rng, draws = np.random.default_rng(seed), []
    for _ in range(rows):
        present = np.zeros(len(sizes), bool)
        present[rng.integers(0, len(sizes), len(sizes))] = True
        winner = _winners(table, present)
        used = _interior(winner, sizes, present)
        if np.unique(winner[used]).size >= 2:
            draws.append(line(np.log(budgets[used]) - centre, np.log(sizes[winner[used]])))
    return np.array(draws)
