"""Approach 1: the lower envelope of training curves (Hoffmann et al. 2022, Sec. 3.1)."""

import numpy as np

from ..errors import InvalidArgument
from .allocation import AllocationFit, check_options, line, require_budgets

GRID = 300


def fit_envelope(runs, *, points=GRID, bootstrap=1000, interval="percentile", level=0.95, seed=0):
    """Fit N_opt = k C^a to the sizes that are best at each compute, over whole training curves.

    runs : Runs with labels, several checkpoints each. Every curve is interpolated in log loss against log
    compute; at `points` budgets the lowest curve gives N_opt. Budgets won by the smallest or the largest
    model are left out: their optimum may lie outside the sizes tried. Intervals, "percentile" or "bca", resample
    whole curves.

    Returns AllocationFit.

    Raises
    ------
    InvalidArgument
        If the runs have no labels, or fewer than three sizes have curves.
    """
    check_options(bootstrap, interval, level)
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
    without = _lines(table, sizes, budgets, centre, ~np.eye(len(sizes), dtype=bool)) if interval == "bca" else None
    draws = _lines(table, sizes, budgets, centre, _present(len(sizes), bootstrap, seed))
    left_out = (f"{int(np.sum(~used))} of {len(budgets)} budgets, won by the smallest or the largest model",)
    method = f"envelope of {len(sizes)} training curves, {interval} bootstrap over curves, {bootstrap} resamples"
    return AllocationFit(
        budgets[used], sizes[winner[used]], fit, draws, centre, level, method, len(sizes), left_out, runs.loss_unit,
        interval, without,
    )  # fmt: skip


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


def _present(curves, rows, seed):
    """Which curves each resample holds, (rows, curves)."""
    drawn = np.random.default_rng(seed).integers(0, curves, (rows, curves))
    present = np.zeros((rows, curves), bool)
    np.put_along_axis(present, drawn, True, axis=1)
    return present


def _lines(table, sizes, budgets, centre, every):
    """Intercept and slope (rows, 2) for each set of curves in `every` that has two winning sizes."""
    found = []
    for present in every:
        winner = _winners(table, present)
        used = _interior(winner, sizes, present)
        if np.unique(winner[used]).size >= 2:
            found.append(line(np.log(budgets[used]) - centre, np.log(sizes[winner[used]])))
    return np.array(found)
