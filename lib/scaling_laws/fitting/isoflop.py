"""Approach 2: parabolas through runs of equal compute (Hoffmann et al. 2022, Sec. 3.2), and their bias."""

from dataclasses import dataclass

import numpy as np

from ..errors import InvalidArgument, require_choice
from ..kinds import ArrayLike
from ..laws import FLOP_PER_PARAMETER_TOKEN, ChinchillaSurface
from .allocation import AllocationFit, check_options, line, require_budgets, six_n_d
from .bootstrap import resampled_weights
from .runs import Runs
from .valley_scatter import redrawn

SAME_BUDGET = 0.1
FEWEST_SIZES = 3
MANY_SIZES, MANY_BUDGETS = 6, 4  # with fewer, a third and more of the resamples of runs keep less than two valleys
ROUNDS = 60  # of a golden section: the bracket shrinks to 1e-12 of the range of sizes
GOLDEN = (5**0.5 - 1) / 2


@dataclass(frozen=True)
class Valley:
    """The runs of one budget and the parabola of loss in log size through them.

    compute : FLOP. sizes, losses (k,). coefficients (3,): of the parabola in log(size / centre), highest
    power first. vertex : its lowest point, in parameters; nan where it has none inside the sizes tried.
    tokens (k,). token_vertex : the lowest point of a parabola in log tokens, fitted separately where compute is the
    user's own count (`follows` is False); C / 6N of the vertex where the runs obey C = 6 N D. weights (k,): of the
    runs, or None where they count alike.
    """

    compute: float
    sizes: np.ndarray
    losses: np.ndarray
    coefficients: np.ndarray
    centre: float
    vertex: float
    tokens: np.ndarray
    token_vertex: float
    follows: bool = True
    weights: np.ndarray | None = None

    @property
    def roots(self) -> np.ndarray:
        """Square roots (k,) of the weights: what a run's residual counts."""
        return np.ones(len(self.losses)) if self.weights is None else np.sqrt(self.weights)

    def loss(self, N: ArrayLike) -> np.ndarray:
        """The parabola at N."""
        return np.polyval(self.coefficients, np.log(N) - self.centre)

    @property
    def vertices(self) -> np.ndarray:
        """log vertex (2,) in parameters and in tokens."""
        return np.log([self.vertex, self.token_vertex])

    def refitted(self, losses: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """log vertices (rows, 2) of parabolas through other losses (rows, k) or (k,), drawn (rows, k) or (k,) times."""
        losses, weights = np.broadcast_arrays(np.atleast_2d(losses), np.atleast_2d(weights * self.roots**2))
        size = vertices(np.log(self.sizes), losses, weights)
        if self.follows:
            return np.stack([size, np.log(self.compute / FLOP_PER_PARAMETER_TOKEN) - size], 1)
        return np.stack([size, vertices(np.log(self.tokens), losses, weights)], 1)


def fit_isoflop(
    runs: Runs,
    *,
    correct_with: ChinchillaSurface | None = None,
    same_budget: float = SAME_BUDGET,
    bootstrap: int = 1000,
    interval: str = "percentile",
    level: float = 0.95,
    seed: int = 0,
    resample: str = "auto",
) -> AllocationFit:
    """Fit N_opt = k C^a and D_opt = k' C^b to the vertices of IsoFLOP parabolas.

    Rows whose compute lies within `same_budget` (in natural log) of a neighbour share a budget; the compute is the
    runs' own where the table gives it, and runs with standard errors are weighted by them. The valley of the surface
    is not a parabola, so the vertex misses the true optimum, the more so the wider and the less centred the sizes.
    correct_with : a ChinchillaSurface; the vertex is then divided by the ratio by which the same parabola misses on
    that surface (see `vertex_bias`).
    resample : "runs" draws runs within budgets; "scatter" draws every budget's losses anew about its parabola (see
    `valley_scatter`); "auto" the first where there are four budgets of six sizes and more. interval : "percentile" or,
    with "runs" only, "bca". Where the runs hold no scatter to draw from, no interval is stated.

    Returns AllocationFit.

    Raises
    ------
    InvalidArgument
        If fewer than two budgets have three sizes and a vertex inside their range.
    """
    check_options(bootstrap, interval, level)
    require_choice("resample", resample, ("auto", "runs", "scatter"))
    found = valleys(runs, same_budget)
    good = [valley for valley in found if np.isfinite(valley.vertex * valley.token_vertex)]
    require_budgets(len(good), "budgets")
    many = len(good) >= MANY_BUDGETS and min(np.unique(valley.sizes).size for valley in good) >= MANY_SIZES
    by_runs = resample == "runs" or (resample == "auto" and many)
    if interval == "bca" and not by_runs:
        raise InvalidArgument("interval", interval, f"it needs {MANY_BUDGETS} budgets of {MANY_SIZES} sizes")
    budgets = np.array([valley.compute for valley in good])
    shift = np.array([(0.0, 0.0) if correct_with is None else _log_bias(v, correct_with) for v in good])
    centre = float(np.log(budgets).mean())
    optima = np.array([valley.vertices for valley in good]) - shift
    lines = lambda every: _lines(every - shift, np.log(budgets) - centre)  # noqa: E731
    drawn, why = (_resampled(good, bootstrap, seed), "") if by_runs else redrawn(good, bootstrap, seed)
    corrected = "" if correct_with is None else ", corrected for the parabola's bias"
    how = f"{interval} bootstrap, {bootstrap} resamples" if by_runs else f"{bootstrap} draws of the valleys' scatter"
    return AllocationFit(
        budgets, np.exp(optima[:, 0]), lines(optima[None] + shift)[0], lines(drawn), centre, level,
        f"{len(good)} IsoFLOP parabolas{corrected}, {how}", sum(len(v.sizes) for v in good), _unused(runs, found),
        runs.loss_unit, interval, lines(_without_one(good)) if interval == "bca" else None,
        tokens=np.exp(optima[:, 1]), no_interval=why,
    )  # fmt: skip


def _unused(runs, found):
    shared = sum(len(valley.sizes) for valley in found)
    alone = (f"{len(runs) - shared} of {len(runs)} runs, whose budget has fewer than {FEWEST_SIZES} sizes",)
    flat = [v for v in found if not np.isfinite(v.vertex * v.token_vertex)]
    none = tuple(f"budget {v.compute:.3g} FLOP: no vertex inside its {len(v.sizes)} sizes" for v in flat)
    return (alone if shared < len(runs) else ()) + none


def valleys(runs: Runs, same_budget: float = SAME_BUDGET) -> list[Valley]:
    """Every budget with three sizes or more as a Valley, in order of compute."""
    order = np.argsort(runs.compute, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(np.log(runs.compute[order])) > same_budget) + 1)
    kept = [group for group in groups if np.unique(runs.parameters[group]).size >= FEWEST_SIZES]
    if not kept:
        raise InvalidArgument("runs", len(runs), "approach 2 needs budgets with three model sizes or more each")
    follows = six_n_d(runs)
    return [_valley(runs, group, follows) for group in kept]


def _valley(runs, group, follows):
    compute = float(np.exp(np.log(runs.compute[group]).mean()))
    sizes, tokens, losses = runs.parameters[group], runs.tokens[group], runs.loss[group]
    weights = np.ones(len(losses)) if runs.weights is None else runs.weights[group]
    centre = float(np.log(sizes).mean())
    coefficients, vertex = _parabola(np.log(sizes) - centre, losses, weights)
    vertex = float(np.exp(vertex + centre))
    if follows:
        lowest = compute / (FLOP_PER_PARAMETER_TOKEN * vertex)
    else:
        lowest = float(np.exp(vertices(np.log(tokens), losses[None], weights[None])[0]))
    return Valley(compute, sizes, losses, coefficients, centre, vertex, tokens, lowest, follows, weights)


def _parabola(x, loss, weights):
    coefficients = np.polyfit(x, loss, 2, w=np.sqrt(weights))
    vertex = -coefficients[1] / (2 * coefficients[0])
    inside = coefficients[0] > 0 and x.min() < vertex < x.max()
    return coefficients, vertex if inside else np.nan


def vertices(x: np.ndarray, losses: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """x (rows,) of the lowest points of parabolas through losses (rows, k) over x (k,), weighted (rows, k).

    nan where a parabola has none inside the x that have weight, or fewer than three of these differ.
    """
    centre = x.mean()
    x = x - centre
    present = weights > 0
    low, high = np.where(present, x, np.inf).min(1), np.where(present, x, -np.inf).max(1)
    usable = _distinct(x, present) >= FEWEST_SIZES
    powers = np.stack([np.ones_like(x), x, x * x], 1)
    normal = np.einsum("rk,ki,kj->rij", weights, powers, powers)
    right = np.einsum("rk,ki,rk->ri", weights, powers, losses)
    normal[~usable] = np.eye(3)
    _, slope, curve = np.linalg.solve(normal, right[..., None])[..., 0].T
    vertex = np.where(curve > 0, -slope / (2 * np.where(curve > 0, curve, 1.0)), np.nan)
    return np.where(usable & (vertex > low) & (vertex < high), vertex + centre, np.nan)


def _distinct(x, present):
    """How many different x (k,) every row of `present` (rows, k) holds."""
    values = np.unique(x)
    return np.sum([present[:, x == value].any(1) for value in values], axis=0)


def vertex_bias(valley: Valley, surface: ChinchillaSurface) -> float:
    """Vertex of the parabola over true optimum, were the valley's losses those of `surface` without noise."""
    return float(np.exp(_log_bias(valley, surface)[0]))


def _log_bias(valley, surface):
    """log vertex less log true optimum (2,), in parameters and in tokens, on `surface` without noise."""
    x = np.log(valley.sizes)
    along = np.polyfit(x, np.log(valley.tokens), min(2, len(np.unique(x)) - 1))
    if valley.follows:
        along = np.array([-1.0, np.log(valley.compute / FLOP_PER_PARAMETER_TOKEN)])
    tokens = lambda log_size: np.exp(np.polyval(along, log_size))  # noqa: E731
    loss = lambda log_size: surface.loss(np.exp(log_size), tokens(log_size))  # noqa: E731
    best = _lowest(loss, x.min() - 3, x.max() + 3)
    if valley.follows:
        best = np.log(surface.optimum(valley.compute).parameters)
    coefficients = np.polyfit(x - valley.centre, loss(x), 2, w=valley.roots)
    size = valley.centre - coefficients[1] / (2 * coefficients[0]) - best
    if valley.follows:
        return size, -size
    y = np.log(valley.tokens)
    coefficients = np.polyfit(y - y.mean(), loss(x), 2, w=valley.roots)
    return size, y.mean() - coefficients[1] / (2 * coefficients[0]) - np.log(tokens(best))


def _lowest(function, low, high):
    """Where a function with one minimum between low and high has it, by golden section."""
    for _ in range(ROUNDS):
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        low, high = (low, right) if function(left) < function(right) else (left, high)
    return (low + high) / 2


def _lines(optima, log_budgets):
    """Intercepts and slopes (rows, 4) in size and tokens of log optima (rows, budgets, 2); nan where under two are."""
    known = np.isfinite(optima).all(2)
    weights, enough = known.astype(float), known.sum(1) >= 2
    weights[~enough] = 1.0
    columns = [line(log_budgets, np.where(known, optima[:, :, k], 0.0), weights) for k in (0, 1)]
    return np.where(enough[:, None], np.concatenate(columns).T, np.nan)


def _resampled(good, rows, seed):
    """log vertices (rows, budgets, 2) of resamples of the runs within each budget."""
    rng = np.random.default_rng(seed)
    return np.stack([v.refitted(v.losses, resampled_weights(rng, len(v.sizes), rows)) for v in good], 1)


def _without_one(good):
    """log vertices (runs, budgets, 2), leaving out one run in turn."""
    rows = []
    for k, valley in enumerate(good):
        block = np.tile([v.vertices for v in good], (len(valley.sizes), 1, 1))
        block[:, k] = valley.refitted(valley.losses, 1.0 - np.eye(len(valley.sizes)))
        rows.append(block)
    return np.concatenate(rows)
