"""Refits of resampled runs, in blocks that stay in the cache, and the intervals read off them."""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from .kernel import PARAMETERS
from .newton import FIELDS, TOLERANCE, Solutions, minimise_blocks
from .seeds import conditional_seeds, exponent_pairs

FEW_RUNS = 50
WARM_WIDTH = 0.7
JACKKNIFE_GROUPS = 500
NORMAL = NormalDist()


def resampled_weights(rng, runs, rows, curves=None):
    """Multiplicities of `runs` runs in `rows` bootstrap resamples, shape (rows, runs).

    curves : (runs,) integer codes; whole training curves are then drawn instead of single runs, because the
    checkpoints of one run are not independent.
    """
    units = runs if curves is None else int(curves.max()) + 1
    index = rng.integers(0, units, (rows, units), dtype=np.int32) + (np.arange(rows, dtype=np.int64) * units)[:, None]
    counts = np.bincount(index.ravel(), minlength=rows * units).reshape(rows, units).astype(float)
    return counts if curves is None else counts[:, curves]


def bootstrap(problem, theta, resamples, seed, curves=None, progress=None):
    """Solutions of `resamples` refits, each started at `theta` (5,). curves : see `resampled_weights`.

    With 50 runs or fewer the objective is nearly an L1 problem with several close minima: every resample is
    then also started from the seeds of all 25 pairs of exponents, and the lowest end is kept. The numbers
    depend on `seed` alone, not on the block size.
    """
    rng, runs = np.random.default_rng(seed), len(problem.design)
    return refit(problem, theta, lambda rows: resampled_weights(rng, runs, rows, curves), resamples, progress)


def refit(problem, theta, draw, count, progress=None, every_seed=None):
    """Solutions of `count` refits; `draw(rows)` gives the weights of the next `rows` of them."""
    every_seed = len(problem.design) <= FEW_RUNS and all(problem.free) if every_seed is None else every_seed
    starts = 1 + len(exponent_pairs()) if every_seed else 1
    rows = max(1, problem.design.block_rows() // starts)

    def blocks():
        for done in range(0, count, rows):
            weights = draw(min(rows, count - done))
            yield _starts(problem, theta, weights, every_seed), np.repeat(weights, starts, 0)

    report = progress and (lambda solved: progress(solved // starts))
    ends = minimise_blocks(problem, blocks(), WARM_WIDTH, report)
    best = ends.objective.reshape(count, starts).argmin(1) + starts * np.arange(count)
    return Solutions(*(getattr(ends, name)[best] for name in FIELDS))


def _starts(problem, theta, weights, every_seed):
    warm = np.repeat(theta[None], len(weights), 0)
    if not every_seed:
        return warm
    return np.concatenate([warm[:, None], conditional_seeds(problem.design, weights)], 1).reshape(-1, PARAMETERS)


def audit(problem, theta, resamples, seed, objective, curves=None):
    """How many of the first `resamples` refits are beaten, by more than 1e-9, from some seed of the grid."""
    rng, runs = np.random.default_rng(seed), len(problem.design)
    draw = lambda rows: resampled_weights(rng, runs, rows, curves)  # noqa: E731
    best = refit(problem, theta, draw, resamples, every_seed=True)
    return int(np.sum(objective[:resamples] > best.objective * (1 + 1e-9)))


def jackknife(problem, theta, curves=None):
    """Solutions that leave out one run (or curve) each; beyond 500, one of 500 interleaved groups."""
    units = np.arange(len(problem.design)) if curves is None else curves
    groups = min(int(units.max()) + 1, JACKKNIFE_GROUPS)
    left_out = iter(range(groups))

    def draw(rows):
        return np.stack([units % groups != next(left_out) for _ in range(rows)]).astype(float)

    return refit(problem, theta, draw, groups)


def percentile_interval(draws, level):
    """Central interval of probability `level`: (low, high)."""
    tail = (1 - level) / 2
    return tuple(np.quantile(draws, (tail, 1 - tail)))


def bca_interval(value, draws, left_out, level):
    """Bias-corrected and accelerated interval (Efron 1987): (low, high).

    value : the estimate. draws : its bootstrap values. left_out : its jackknife values.
    """
    count = len(draws)
    below = (np.sum(draws < value) + 0.5 * np.sum(draws == value)) / count
    bias = NORMAL.inv_cdf(float(np.clip(below, 0.5 / count, 1 - 0.5 / count)))
    deviation = left_out.mean() - left_out
    spread = np.sum(deviation**2) ** 1.5
    acceleration = np.sum(deviation**3) / (6 * spread) if spread > 0 else 0.0

    def corrected(tail):
        z = bias + NORMAL.inv_cdf(tail)
        return NORMAL.cdf(bias + z / (1 - acceleration * z))

    tail = (1 - level) / 2
    return tuple(np.quantile(draws, (corrected(tail), corrected(1 - tail))))


def converged_share(solutions):
    """Share of rows whose gradient norm is at most the tolerance."""
    return float(np.mean(solutions.gradient_norm <= TOLERANCE))
