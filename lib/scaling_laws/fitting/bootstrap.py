"""Refits of resampled runs, in blocks that stay in the cache, and the intervals read off them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InvalidArgument, require_at_least
from .solver.kernel import PARAMETERS, Problem, residuals
from .solver.newton import (
    FIRST_ITERATIONS,
    TOLERANCE,
    Solutions,
    descend_briefly,
    minimise_blocks,
    shortlist,
)
from .solver.seeds import conditional_seeds, exponent_pairs
from .solver.sweep import held_along_exponents

if TYPE_CHECKING:
    from statistics import NormalDist

FEWEST_RESAMPLES = 5  # the ends of fewer are single draws; 2 / (1 - level) reach both ends of an interval
FEW_RUNS = 50  # up to here every resample is solved from all pairs: a fifth of the time of a ladder of 32 runs
CROWDED = 7  # constants and two: an L1 fit interpolates as many runs as constants. No effect on ends (0, 5, 12)
EXCHANGED = 200  # ends tried on every resample: no effect on ends (0, 50); 1000 cost a fifth more
SAME_OBJECTIVE = 1e-9  # relative; the gate's own tolerance (benchmarks/gate.py)
NEGLIGIBLE = 1e-20  # an objective of residuals of 1e-10, below the rounding of any table
BRIEF = 40  # iterations before the lowest seeds are chosen: after 20 one resample in 120 of 60 runs ended higher
WARM_WIDTH = 0.7  # first window of a refit, in mean absolute residuals: no effect (0.3, 1.5)
JACKKNIFE_GROUPS = 500  # a bound on cost: no more refits than half a usual bootstrap
Progress = Callable[[int], object] | None
Source = Callable[[], Callable[[int], np.ndarray]]


def resampled_weights(rng: np.random.Generator, runs: int, rows: int, curves: np.ndarray | None = None) -> np.ndarray:
    """Multiplicities of `runs` runs in `rows` bootstrap resamples, shape (rows, runs).

    curves : (runs,) integer codes; whole training curves are then drawn instead of single runs, because the
    checkpoints of one run are not independent.
    """
    units = runs if curves is None else int(curves.max()) + 1
    index = rng.integers(0, units, (rows, units), dtype=np.int32) + (np.arange(rows, dtype=np.int64) * units)[:, None]
    counts = np.bincount(index.ravel(), minlength=rows * units).reshape(rows, units).astype(float)
    return counts if curves is None else counts[:, curves]


def bootstrap(
    problem: Problem,
    theta: np.ndarray,
    resamples: int,
    seed: int,
    curves: np.ndarray | None = None,
    progress: Progress = None,
    thorough: bool = False,
) -> Solutions:
    """Solutions of `resamples` refits, each started at `theta` (5,). curves : see `resampled_weights`.

    thorough : try the seeds of all 25 pairs of exponents on every resample, as is due where the starts of the
    point fit itself led to more than one optimum.

    The numbers depend on `seed` alone, not on the block size.
    """
    return refit(problem, theta, _resampler(problem, seed, curves), resamples, progress, thorough)


def _resampler(problem, seed, curves):
    def source():
        rng, runs = np.random.default_rng(seed), len(problem.design)
        return lambda rows: resampled_weights(rng, runs, rows, curves)

    return source


def refit(
    problem: Problem, theta: np.ndarray, source: Source, count: int, progress: Progress = None, thorough: bool = False
) -> Solutions:
    """Solutions of `count` refits; `source()` gives a function that draws the weights of the next rows.

    Where hardly more runs than parameters lie within the kink of the loss, the objective is nearly an L1
    problem with several close minima. Such refits, those that were hard to bring to the tolerance, and all of
    them with 50 runs or fewer, are solved again from seeds at many pairs of exponents; the lowest end is kept.
    """
    rows, draw = problem.design.block_rows(), source()
    sizes = [min(rows, count - done) for done in range(0, count, rows)]
    warm = ((np.repeat(theta[None], size, 0), draw(size)) for size in sizes)
    ends = minimise_blocks(problem, warm, WARM_WIDTH, progress)
    if not all(problem.free):
        return ends
    thorough = thorough or (problem.loss.kinked and len(problem.design) <= FEW_RUNS)
    _solve_again(problem, ends, source(), sizes, _every if thorough else is_hard)
    _exchange(problem, ends, source(), sizes, held_along_exponents(problem, theta))
    return ends


def _exchange(problem, ends, draw, sizes, candidates):
    """Improve, in place, the rows for which a candidate surface, or another row's end, is lower than their own.

    The objectives of all candidates on all resamples are one product of weights and losses. This finds a
    distant basin that a warm start cannot see.
    """
    candidates = np.concatenate([candidates, ends.theta[:EXCHANGED]])
    r, _, _ = residuals(problem.design, candidates)
    value = problem.loss.value(r, problem.loss.influence(r))
    chosen, starts, weights = [], [], []
    for start, size in zip(np.cumsum([0, *sizes[:-1]]), sizes, strict=True):
        drawn = draw(size)
        objective = drawn @ value.T
        best = objective.argmin(1)
        lower = ends.objective[start : start + size] * (1 - SAME_OBJECTIVE) - NEGLIGIBLE
        rows = np.flatnonzero(objective[np.arange(size), best] < lower)
        chosen.extend(start + rows)
        starts.append(candidates[best[rows]])
        weights.append(drawn[rows].astype(np.int16))
    if chosen:
        step = problem.design.block_rows()
        starts, weights = np.concatenate(starts), np.concatenate(weights)
        parts = ((starts[k : k + step], weights[k : k + step].astype(float)) for k in range(0, len(starts), step))
        found = minimise_blocks(problem, parts)
        better = found.objective < ends.objective[chosen]
        ends.replace(np.array(chosen)[better], found, better)


def _every(problem, ends, weights):
    return np.ones(len(weights), bool)


def is_hard(problem: Problem, ends: Solutions, weights: np.ndarray) -> np.ndarray:
    """Rows that may have lower minima near by: stage 1 could not finish, no floor, or crowded."""
    hard = (ends.iterations > FIRST_ITERATIONS) | ends.floor_at_zero
    return hard | _crowded(problem, ends, weights) if problem.loss.kinked else hard


def _crowded(problem, ends, weights):
    """Rows with hardly more runs within the kink of the loss than there are parameters."""
    r, _, _ = residuals(problem.design, ends.theta)
    return np.sum((np.abs(r) <= problem.loss.delta) & (weights > 0), 1) < CROWDED


def _solve_again(problem, ends, draw, sizes, chosen_by, every_seed=False):
    """Improve, in place, the rows that `chosen_by(problem, ends, weights)` picks, from a seed at each pair.

    Every seed is descended briefly, and the few lowest of every row to the end: all of them where few different runs
    were drawn, or where `every_seed` is asked.
    """
    chosen, count, start = [], len(exponent_pairs()), 0
    block = problem.design.block_rows()
    for size in sizes:
        weights = draw(size)
        rows = np.flatnonzero(chosen_by(problem, ends.take(slice(start, start + size)), weights))
        for part in np.array_split(rows, max(1, -(-len(rows) * count // block))) if len(rows) else ():
            seeds = conditional_seeds(problem.design, weights[part]).reshape(-1, PARAMETERS)
            near, objective = descend_briefly(problem, seeds, BRIEF, np.repeat(weights[part], count, 0))
            drawn = np.sum(weights[part] > 0, axis=1)
            row, seed = np.nonzero(shortlist(objective.reshape(-1, count), drawn) | every_seed)
            chosen.append((start + part[row], near[row * count + seed], weights[part[row]].astype(np.int16)))
        start += size
    if not chosen:
        return
    owners, starts, drawn = (np.concatenate(column) for column in zip(*chosen, strict=True))
    parts = ((starts[k : k + block], drawn[k : k + block].astype(float)) for k in range(0, len(starts), block))
    found = minimise_blocks(problem, parts)
    order = np.lexsort((found.objective, owners))
    best = order[np.unique(owners[order], return_index=True)[1]]
    rows = owners[best]
    lower = found.objective[best] < ends.objective[rows] * (1 - SAME_OBJECTIVE)
    rescued = ~ends.converged[rows] & found.converged[best] & (found.objective[best] <= ends.objective[rows])
    better = lower | rescued
    ends.replace(rows[better], found, best[better])


def audit(
    problem: Problem,
    theta: np.ndarray,
    resamples: int,
    seed: int,
    objective: np.ndarray,
    curves: np.ndarray | None = None,
) -> int:
    """How many of the first `resamples` refits are beaten, by more than 1e-9, from some seed of the grid."""
    source = _resampler(problem, seed, curves)
    rows = problem.design.block_rows()
    sizes = [min(rows, resamples - done) for done in range(0, resamples, rows)]
    draw = source()
    ends = minimise_blocks(problem, ((np.repeat(theta[None], size, 0), draw(size)) for size in sizes), WARM_WIDTH)
    _solve_again(problem, ends, source(), sizes, _every, every_seed=True)
    return int(np.sum(objective[:resamples] > ends.objective * (1 + SAME_OBJECTIVE) + NEGLIGIBLE))


def jackknife(
    problem: Problem, theta: np.ndarray, curves: np.ndarray | None = None, thorough: bool = False
) -> Solutions:
    """Solutions that leave out one run (or curve) each; beyond 500, one of 500 interleaved groups."""
    groups, source = leaving_out(len(problem.design), curves)
    return refit(problem, theta, source, groups, thorough=thorough)


def leaving_out(runs: int, curves: np.ndarray | None = None) -> tuple[int, Source]:
    """How many jackknife refits there are, and a source of their weights (see `refit`)."""
    units = np.arange(runs) if curves is None else curves
    groups = min(int(units.max()) + 1, JACKKNIFE_GROUPS)

    def source():
        left_out = iter(range(groups))
        return lambda rows: np.stack([units % groups != next(left_out) for _ in range(rows)]).astype(float)

    return groups, source


def require_resamples(bootstrap: float, zero: bool = True) -> None:
    """Refuse a number of resamples from which no interval can be read; zero : whether 0, the Hessian, is allowed."""
    allowed = f"a whole number of resamples, {FEWEST_RESAMPLES} or more (1000 is usual)"
    allowed += ", or 0 for intervals from the Hessian" if zero else ""
    count = require_at_least("bootstrap", bootstrap, 0)
    if count != int(count) or (count < FEWEST_RESAMPLES and not (zero and count == 0)):
        raise InvalidArgument("bootstrap", bootstrap, allowed)


def interval_of(
    kind: str, level: float, value: float, draws: np.ndarray, left_out: np.ndarray | None = None
) -> tuple[float, float]:
    """(low, high) of an estimate by its bootstrap values `draws` and, for the kind "bca", its jackknife values.

    Where the resamples lie to one side of the estimate, the interval is widened to hold it.
    """
    found = bca_interval(value, draws, left_out, level) if kind == "bca" else percentile_interval(draws, level)  # type: ignore[arg-type]
    return min(found[0], value), max(found[1], value)


def percentile_interval(draws: np.ndarray, level: float) -> tuple[float, float]:
    """Central interval of probability `level`: (low, high)."""
    tail = (1 - level) / 2
    return _quantiles(draws, (tail, 1 - tail))


def _quantiles(draws, shares):
    """Quantiles; interpolated only between finite draws."""
    method = "linear" if np.isfinite(draws).all() else "inverted_cdf"
    return tuple(np.quantile(draws, shares, method=method))


def normal() -> "NormalDist":
    """The standard normal distribution; imported late, because `statistics` is slow to load."""
    from statistics import NormalDist

    return NormalDist()


def bca_interval(value: float, draws: np.ndarray, left_out: np.ndarray, level: float) -> tuple[float, float]:
    """Bias-corrected and accelerated interval (Efron 1987): (low, high).

    value : the estimate. draws : its bootstrap values. left_out : its jackknife values.
    """
    count = len(draws)
    below = (np.sum(draws < value) + 0.5 * np.sum(draws == value)) / count
    bias = normal().inv_cdf(float(np.clip(below, 0.5 / count, 1 - 0.5 / count)))
    deviation = left_out.mean() - left_out
    spread = np.sum(deviation**2) ** 1.5
    acceleration = np.sum(deviation**3) / (6 * spread) if spread > 0 else 0.0

    def corrected(tail):
        z = bias + normal().inv_cdf(tail)
        return normal().cdf(bias + z / (1 - acceleration * z))

    tail = (1 - level) / 2
    return _quantiles(draws, (corrected(tail), corrected(1 - tail)))


def converged_share(solutions: Solutions) -> float:
    """Share of rows whose gradient norm is at most the tolerance."""
    return float(np.mean(solutions.gradient_norm <= TOLERANCE))
