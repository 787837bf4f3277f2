"""Approach 1: the lower envelope of training curves (Hoffmann et al. 2022, Sec. 3.1)."""

from dataclasses import dataclass

import numpy as np

from ..errors import InvalidArgument
from ..laws import FLOP_PER_PARAMETER_TOKEN
from .allocation import AllocationFit, check_options, line, require_budgets, six_n_d
from .runs import Runs

GRID = 300


def fit_envelope(
    runs: Runs,
    *,
    points: int = GRID,
    bootstrap: int = 1000,
    interval: str = "percentile",
    level: float = 0.95,
    seed: int = 0,
) -> AllocationFit:
    """Fit N_opt = k C^a and D_opt = k' C^b to the sizes and tokens that are best at each compute, over training curves.

    runs : Runs with labels, several checkpoints each. Every curve is interpolated in log loss (and log tokens) against
    log compute, the runs' own where the table gives it; at `points` budgets the lowest curve gives the optimum. Budgets
    won by the smallest or the largest model are left out: their optimum may lie outside the sizes tried. Intervals,
    "percentile" or "bca", resample whole curves.

    Returns AllocationFit.

    Raises
    ------
    InvalidArgument
        If the runs have no labels, or fewer than three sizes have curves.
    """
    check_options(bootstrap, interval, level)
    if runs.labels is None:
        raise InvalidArgument("label", None, "approach 1 needs training curves: label each row with its run")
    curves = _curves(runs, points)
    if np.unique(curves.sizes).size < 3:
        raise InvalidArgument(
            "runs", int(np.unique(curves.sizes).size), "approach 1 needs curves of three model sizes or more"
        )
    winner = _winners(curves.losses)
    used = _interior(winner, curves.sizes)
    require_budgets(np.unique(winner[used]).size, "winning sizes")
    centre = float(np.log(curves.budgets[used]).mean())
    lines = lambda every: np.array([_line(curves, centre, present) for present in every])  # noqa: E731
    count = len(curves.sizes)
    every = np.ones((1, count), bool)
    return AllocationFit(
        curves.budgets[used], curves.sizes[winner[used]], lines(every)[0], lines(_present(count, bootstrap, seed)),
        centre, level, f"envelope of {count} training curves, {interval} bootstrap over curves, {bootstrap} resamples",
        count, (f"{int(np.sum(~used))} of {len(used)} budgets, won by the smallest or the largest model",),
        runs.loss_unit, interval, lines(~np.eye(count, dtype=bool)) if interval == "bca" else None,
        tokens=np.exp(curves.log_tokens[winner[used], used]),
    )  # fmt: skip


@dataclass(frozen=True)
class _Curves:
    """sizes (curves,), interpolated log losses and log tokens (curves, points), inf outside, and budgets (points,)."""

    sizes: np.ndarray
    losses: np.ndarray
    log_tokens: np.ndarray
    budgets: np.ndarray


def _curves(runs, points):
    names = [name for name in np.unique(runs.labels) if np.sum(runs.labels == name) > 1]
    if not names:
        raise InvalidArgument("runs", len(runs), "no label has two checkpoints, so there is no curve")
    compute, loss, tokens = np.log(runs.compute), np.log(runs.loss), np.log(runs.tokens)
    grid = np.linspace(compute.min(), compute.max(), points)
    losses, log_tokens = np.full((2, len(names), points), np.inf)
    sizes = np.empty(len(names))
    for k, name in enumerate(names):
        mine = np.flatnonzero(runs.labels == name)
        mine = mine[np.argsort(compute[mine])]
        losses[k] = np.interp(grid, compute[mine], loss[mine], left=np.inf, right=np.inf)
        log_tokens[k] = np.interp(grid, compute[mine], tokens[mine])
        sizes[k] = runs.parameters[mine].mean()
    if six_n_d(runs):
        log_tokens = grid - np.log(FLOP_PER_PARAMETER_TOKEN * sizes)[:, None]
    covered = np.isfinite(losses).any(0)
    return _Curves(sizes, losses[:, covered], log_tokens[:, covered], np.exp(grid[covered]))


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


def _line(curves, centre, present):
    """Intercepts and slopes (4,) in size and tokens of the curves in `present`; nan where under two sizes win."""
    winner = _winners(curves.losses, present)
    used = _interior(winner, curves.sizes, present)
    if np.unique(winner[used]).size < 2:
        return np.full(4, np.nan)
    x, won = np.log(curves.budgets[used]) - centre, winner[used]
    return np.concatenate([line(x, np.log(curves.sizes[won])), line(x, curves.log_tokens[won, used])])
