"""Batched Newton descent: thousands of five-parameter problems side by side, in NumPy alone.

Three stages, each for the rows that the one before left above the tolerance.

1. Newton steps whose curvature window shrinks to the loss's own width; where the Hessian is not positive
   definite, or steps must be cut too often, a few steps of iteratively reweighted least squares.
2. Newton steps with an exact line search, damped by the majorising matrix along flat directions: the
   objective is then piecewise almost linear and the minimum lies where residuals change sides.
3. Path following: the same with a loss that is wider at first.

A row whose floor E runs to zero is solved with the floor at zero and kept there where that is a minimum.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np

from .kernel import LOG_ZERO, PARAMETERS, Problem, residuals
from .linear import approach
from .polish import NOISE, TOLERANCE, damped_step, polish, spectral_step, take_rows
from .side_by_side import in_order
from .solve import norm, solve

# "no effect" below: ends and processor time of the reference task (0.22 s) and of 100 resamples of a public ladder of
# 32 runs (0.95 s) stay, to ten digits and a tenth, when the constant has the values in brackets.
FIRST_ITERATIONS = 40  # no effect (20, 80); a bound on rows that stage 2 serves better
LEFT = 12  # a block goes on until under a twelfth is left, the rest is gathered: no effect (4, 40)
NEAR_WIDTH = 0.1  # window after the linear approach: 0.03 as fast, 0.3 and 1 slower by 14 % and 36 %
POLISH_ITERATIONS = 40  # no effect (15, 100)
LAST_ITERATIONS = 120  # no effect on ends (40, 300)
SUNK = 0.5  # floor under exp(-0.5) of the least loss is tried at zero too: no effect on ends (0.2, 2)
BURST = 3  # steps of reweighting before Newton's method is tried again: no effect on ends (1, 8)
SHRINK = 0.3  # of the window where a step gains under a tenth: no effect on ends (0.1, 0.6)
LARGEST_LOG_STEP = 2.0  # no effect on ends (0.7, 6); keeps exp() in range from far starts
LARGEST_EXPONENT_STEP = 0.5  # one cell of the published grid of exponents: no effect on ends (0.15, 1.5)
ROUNDING = 4e-16  # relative; two units in the last place of a sum: no effect (0, 1e-14)
TINIEST = 1e-300  # keeps a quotient finite; above the smallest normal number, below every square that occurs
LARGEST_THRESHOLD = 31_000_000  # bytes; the GNU allocator ignores thresholds above 32 MB
FOLLOWED = 4  # of the starts: no resample of nine tables of 16 to 60 runs ended higher (8, all); all took up to 9 times
FEW = 3 * PARAMETERS  # fewer runs: a surface of steep exponents may run through most, which no brief descent shows
ALIKE = 1e-9  # relative; objectives that agree so far belong to one minimum
PATH_FACTORS = (64, 32, 16, 8, 4, 2)  # halvings of delta: no effect ((64, 8), (16, 4))
EXPONENT_OF = {1: 3, 2: 4}
SINKING = ((1,), (2,), (0, 1), (0, 2))  # floor 0, size term 1, data term 2
Rows = np.ndarray | slice | list


@dataclass
class Solutions:
    """Where each row ended.

    theta (rows, 5), objective (rows,), gradient_norm (rows,): Euclidean, over the free parameters;
    iterations (rows,); floor_at_zero (rows,): the floor was pinned at zero.
    """

    theta: np.ndarray
    objective: np.ndarray
    gradient_norm: np.ndarray
    iterations: np.ndarray
    floor_at_zero: np.ndarray

    @property
    def converged(self) -> np.ndarray:
        return self.gradient_norm <= TOLERANCE

    def take(self, rows: Rows) -> "Solutions":
        """The solutions of some rows."""
        return Solutions(*(getattr(self, name)[rows] for name in FIELDS))

    def overwrite(self, rows: Rows, other: "Solutions") -> None:
        """Put other solutions in the place of `rows`."""
        for name in FIELDS:
            getattr(self, name)[rows] = getattr(other, name)

    def replace(self, rows: Rows, other: "Solutions", where: Rows = slice(None)) -> None:
        """Overwrite `rows` by the rows `where` of solutions that carried on from them; iterations add up."""
        for name in ("theta", "objective", "gradient_norm", "floor_at_zero"):
            getattr(self, name)[rows] = getattr(other, name)[where]
        self.iterations[rows] += other.iterations[where]


def minimise(problem: Problem, theta: np.ndarray, weights: np.ndarray | None = None, width: float = 1.0) -> Solutions:
    """Descend from every row of `theta` to a stationary point of its own objective.

    theta : (rows, 5). weights : (rows, n) or None. width : first curvature window, in mean absolute
    residuals. Returns Solutions; a row that could not be brought to the tolerance keeps its gradient norm.
    """
    return minimise_blocks(problem, [(theta, weights)], width)


@cache
def keep_freed_memory() -> None:
    """Let the C library keep what is freed, instead of asking the system for fresh pages at every operation.

    The GNU allocator raises its thresholds to the largest block that was ever freed, up to 32 MB. The pages of
    the block made here are never touched. Elsewhere this does nothing.
    """
    np.empty(LARGEST_THRESHOLD, np.uint8)


def minimise_blocks(
    problem: Problem,
    blocks: Iterable[tuple[np.ndarray, np.ndarray | None]],
    width: float = 1.0,
    progress: Callable[[int], object] | None = None,
) -> Solutions:
    """As `minimise`, for an iterable of blocks (theta, weights) small enough to stay in the cache.

    Blocks are descended side by side and taken in order, so that the result does not depend on the number of
    processors. The last few rows of every block are gathered, so that they too are descended as full blocks.
    progress : called with the number of rows after every block.
    """
    keep_freed_memory()
    parts, waiting, size = [], [], problem.design.block_rows()
    for state, weights in in_order(lambda block: (_descend(problem, *block, width), block[1]), blocks):
        part = state.solutions()
        left = np.flatnonzero(~part.converged)
        if left.size:
            waiting.append((part, left, state.take(left), take_rows(weights, left)))
        if sum(len(rows) for _, rows, _, _ in waiting) >= size:
            waiting = _finish_waiting(problem, waiting, width)
        parts.append(part)
        if progress:
            progress(len(part.theta))
    _finish_waiting(problem, waiting, width)
    if not parts:
        return _unfinished(problem, np.empty((0, PARAMETERS)), None)
    return Solutions(*(np.concatenate([getattr(part, name) for part in parts]) for name in FIELDS))


def descend_briefly(
    problem: Problem, theta: np.ndarray, limit: int, weights: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """theta (rows, 5) after at most `limit` iterations of stage 1 from every row of `theta`, and its objective."""
    state = _State(problem, theta, weights, 1.0)
    _iterate(problem, state, weights, 1.0, 0, limit)
    return state.theta, np.where(np.isfinite(state.objective), state.objective, np.inf)


def shortlist(objective: np.ndarray, runs: np.ndarray) -> np.ndarray:
    """Which of the starts of every problem are worth following to the end, after a brief descent: (rows, starts) bool.

    The lowest few of those whose objectives differ, of `objective` (rows, starts); all, where a problem has few `runs`
    (rows,) that count.
    """
    order = np.argsort(objective, axis=1, kind="stable")
    sorted_ = np.take_along_axis(objective, order, 1)
    new = np.ones_like(sorted_, bool)
    new[:, 1:] = sorted_[:, 1:] > sorted_[:, :-1] * (1 + ALIKE) + TINIEST
    chosen = np.zeros_like(new)
    np.put_along_axis(chosen, order, new & (np.cumsum(new, 1) <= FOLLOWED), 1)
    return chosen | (runs < FEW)[:, None]


def _finish_waiting(problem, waiting, width):
    """Bring the rows that blocks left over through the rest of stage 1 and the later stages; write them back."""
    if not waiting:
        return []
    parts, rows, states, weights = zip(*waiting, strict=True)
    weights = None if weights[0] is None else np.concatenate(weights)
    state = _State.joined(states)
    _iterate(problem, state, weights, width, 0)
    ends = state.solutions()
    left = np.flatnonzero(~ends.converged)
    if left.size:
        ends.replace(left, _finish(problem, ends.theta[left], take_rows(weights, left)))
    start = 0
    for part, left in zip(parts, rows, strict=True):
        part.overwrite(left, ends.take(slice(start, start + len(left))))
        start += len(left)
    return []


def _finish(problem, theta, weights):
    solutions = _unfinished(problem, theta, weights)
    for stage in STAGES:
        left = np.flatnonzero(~solutions.converged)
        if left.size == 0:
            break
        stage(problem, solutions, left, take_rows(weights, left))
    return solutions


def _unfinished(problem, theta, weights):
    objective, gradient = problem.slope(theta, weights)
    count = np.zeros(len(theta), int)
    return Solutions(theta, objective, norm(gradient), count, count.astype(bool))


def _polish(problem, theta, weights, iterations=POLISH_ITERATIONS, direction=damped_step):
    theta, count = polish(problem, theta, weights, iterations, direction)
    objective, gradient = problem.slope(theta, weights)
    return Solutions(theta, objective, norm(gradient), count, np.zeros(len(theta), bool))


def _polish_in_place(problem, solutions, left, weights):
    solutions.replace(left, _polish(problem, solutions.theta[left], weights))


def _polish_longer(problem, solutions, left, weights):
    solutions.replace(left, _polish(problem, solutions.theta[left], weights, LAST_ITERATIONS))


def _polish_by_directions(problem, solutions, left, weights):
    solutions.replace(left, _polish(problem, solutions.theta[left], weights, LAST_ITERATIONS, spectral_step))


def _follow_path_in_place(problem, solutions, left, weights):
    found = _follow_path(problem, solutions.theta[left], weights)
    lower = found.objective <= solutions.objective[left]
    solutions.replace(left[lower], found, lower)


FIELDS = tuple(Solutions.__dataclass_fields__)


class _State:
    """What stage 1 remembers of every row between iterations."""

    def __init__(self, problem, theta, weights, width):
        rows = len(theta)
        self.theta, self.width = _first_points(problem, theta, weights, width)
        self.majorise, self.left = np.zeros(rows, bool), np.full(rows, BURST)
        self.fraction, self.damping = np.ones(rows), np.full(rows, 1e-3)
        self.runs = np.full(rows, float(len(problem.design))) if weights is None else weights.sum(1)
        point = problem.at(self.theta, weights)
        self.objective, self.gradient = point.objective, point.gradient
        window = problem.loss.window(point.objective, self.runs, self.width)
        self.hessian = point.hessian(slice(None), window, self.majorise)
        self.iterations = np.zeros(rows, int)

    @classmethod
    def joined(cls, states):
        """The rows of several states as one."""
        whole = object.__new__(cls)
        for name in vars(states[0]):
            setattr(whole, name, np.concatenate([getattr(state, name) for state in states]))
        return whole

    def take(self, rows):
        """The state of some rows."""
        part = object.__new__(type(self))
        for name, values in vars(self).items():
            setattr(part, name, values[rows])
        return part

    def solutions(self):
        pinned = np.zeros(len(self.theta), bool)
        return Solutions(self.theta, self.objective, norm(self.gradient), self.iterations, pinned)


def _first_points(problem, theta, weights, width):
    """theta and first windows (rows,): rows that all start at one place start nearer to their minima, if that helps."""
    window = np.full(len(theta), width)
    if weights is None or len(theta) < 2 or np.ptp(theta, axis=0).max() > 0:
        return theta.copy(), window
    near = approach(problem, theta[0], weights)
    r, _, _ = residuals(problem.design, theta[:1])
    here = weights @ problem.loss.value(r, problem.loss.influence(r))[0]
    better = problem.objective(near, weights) < here
    return np.where(better[:, None], near, theta), np.where(better, NEAR_WIDTH, window)


def _descend(problem, theta, weights, width):
    """State of stage 1 in which few rows, if any, are above the tolerance."""
    state = _State(problem, theta, weights, width)
    _iterate(problem, state, weights, width, len(theta) // LEFT)
    return state


def _iterate(problem, state, weights, width, few, limit=FIRST_ITERATIONS):
    """Iterate, in place, until at most `few` rows are above the tolerance and below `limit` iterations."""
    while True:
        open_ = ~(norm(state.gradient) <= TOLERANCE) & (state.iterations < limit)
        rows = np.flatnonzero(open_)
        if rows.size <= few:
            return
        state.iterations[rows] += 1
        step, restart = _propose(state, rows)
        _advance(problem, state, rows, step, restart, weights, width)


def _propose(state, rows):
    """Steps for the active rows, and which of them abandon Newton's method for a burst of reweighting."""
    hessian, majorised = state.hessian[rows], state.majorise[rows]
    if majorised.any():
        diagonal = np.einsum("bii->bi", hessian)
        floor = diagonal + 1e-9 * diagonal.max(1, keepdims=True)
        hessian[:, range(PARAMETERS), range(PARAMETERS)] += (majorised * state.damping[rows])[:, None] * floor
    step, bad = solve(hessian, state.gradient[rows])
    restart = ~majorised & (bad | (state.fraction[rows] < 0.05))
    excess = np.maximum(
        np.abs(step[:, :3]).max(1) / LARGEST_LOG_STEP, np.abs(step[:, 3:]).max(1) / LARGEST_EXPONENT_STEP
    )
    length = np.minimum(state.fraction[rows], 1 / np.maximum(excess, TINIEST))
    return np.where(restart[:, None], 0.0, -step * length[:, None]), restart


def _advance(problem, state, rows, step, restart, weights, first_width):
    majorised, before = state.majorise[rows], state.objective[rows]
    again = np.where(majorised, state.left[rows] > 1, restart)
    state.left[rows] = np.where(restart, BURST, state.left[rows] - majorised)
    width = np.where(restart, first_width, np.where(majorised & ~again, 1.0, state.width[rows]))
    window = problem.loss.window(before, state.runs[rows], width)
    trial = state.theta[rows] + step
    point = problem.at(trial, take_rows(weights, rows))
    objective, steepness = point.objective, norm(point.gradient)
    downhill = objective <= before * (1 + ROUNDING)
    level = before * (1 + 1e-13) + NOISE * len(problem.design)
    settling = (objective <= level) & (steepness < 0.5 * norm(state.gradient[rows]))
    accept = np.isfinite(objective) & (restart | downhill | settling)
    slow = before - objective < 0.1 * before
    taken = rows[accept]
    state.theta[taken], state.objective[taken] = trial[accept], objective[accept]
    state.gradient[taken], state.majorise[taken] = point.gradient[accept], again[accept]
    going = np.flatnonzero(accept & ~(steepness <= TOLERANCE))
    if going.size:
        state.hessian[rows[going]] = point.hessian(going, window[going], again[going])
    _adapt(state, rows, accept, restart, majorised, np.where(slow, width * SHRINK, width))


def _adapt(state, rows, accept, restart, majorised, width):
    taken, refused = rows[accept], rows[~accept]
    state.width[taken] = width[accept]
    state.fraction[taken] = np.where(restart[accept], 1.0, np.minimum(1.0, 4 * state.fraction[taken]))
    eased = np.maximum(0.1 * state.damping[taken], 1e-9)
    state.damping[taken] = np.where(majorised[accept], eased, state.damping[taken])
    stiff = majorised[~accept]
    state.left[refused] += stiff
    raised = 10 * np.maximum(state.damping[refused], 1e-4)
    state.damping[refused] = np.where(stiff, raised, state.damping[refused])
    state.fraction[refused] = np.where(stiff, state.fraction[refused], 0.25 * state.fraction[refused])


def _follow_path(problem, theta, weights):
    if problem.loss.kinked:
        for factor in PATH_FACTORS:
            theta = _polish(problem.with_loss(problem.loss.wider(factor)), theta, weights, 10).theta
    return _polish(problem, theta, weights)


def _pin_floor(problem, solutions, left, weights):
    """Rows whose floor runs to zero: solve with the floor at zero, where that is a minimum and lower."""
    sinking = solutions.theta[left, 0] < problem.design.z.min() - SUNK
    if not problem.free[0] or not sinking.any():
        return
    left, weights = left[sinking], take_rows(weights, sinking)
    pinned = Problem(problem.design, problem.loss, (False, *problem.free[1:]))
    found = minimise(pinned, without_floor(solutions.theta[left]), weights)
    found.floor_at_zero[:] = True
    lower = found.objective <= solutions.objective[left] * (1 + 1e-12)
    minimal = found.converged & (_slope_in_floor(problem, found.theta, weights) >= 0)
    solutions.replace(left[lower & minimal], found, lower & minimal)


def _sink_terms(problem, solutions, left, weights):
    """Rows whose minimum lies where a term, or the floor and a term, have sunk to nothing: solve what is left.

    In logarithms that place is infinitely far away, and the valley towards it is bent.
    """
    for sunk in SINKING if all(problem.free) else ():
        held = {*sunk, *(EXPONENT_OF[k] for k in sunk if k)}
        rest = Problem(problem.design, problem.loss, tuple(k not in held for k in range(PARAMETERS)))
        found = minimise(rest, _sunk(problem, solutions.theta[left], sunk), weights)
        objective, gradient = problem.slope(found.theta, weights)
        rises = np.all(gradient[:, [k for k in sunk if k]] >= 0, axis=1)
        if 0 in sunk:
            gradient[:, 0] = 0.0
            rises &= _slope_in_floor(problem, found.theta, weights) >= 0
        found.gradient_norm[:], found.floor_at_zero[:] = norm(gradient), 0 in sunk
        taken = rises & found.converged & (objective <= solutions.objective[left] * (1 + 1e-12))
        solutions.replace(left[taken], found, taken)
        left, weights = left[~taken], take_rows(weights, ~taken)
        if not left.size:
            return


def _sunk(problem, theta, sunk):
    """theta (rows, 5) with the terms in `sunk` (0 floor, 1 size, 2 data) at a share of at most exp(LOG_ZERO)."""
    theta = without_floor(theta) if 0 in sunk else theta.copy()
    logs = {1: problem.design.x, 2: problem.design.y}
    power = {k: theta[:, k, None] - theta[:, EXPONENT_OF[k], None] * logs[k] for k in logs}
    for k in set(sunk) - {0}:
        least = np.maximum(power[3 - k].min(1), 0.0)
        theta[:, k] += LOG_ZERO + least - power[k].max(1)
    return theta


def _slope_in_floor(problem, theta, weights):
    """Derivative of the objective in E itself; at E = 0 a minimum needs it not to be negative."""
    r, _, _ = residuals(problem.design, theta)
    pull = problem.loss.influence(r) * np.exp(-(r + problem.design.z))
    return pull.sum(1) if weights is None else np.einsum("ij,ij->i", pull, weights)


def without_floor(theta: np.ndarray) -> np.ndarray:
    """The same surfaces with the floor taken out and its loss shared by both amplitudes."""
    theta = theta.copy()
    shift = theta[:, 0] - LOG_ZERO
    theta[:, 0] = LOG_ZERO
    theta[:, 1] += shift
    theta[:, 2] += shift
    return theta


STAGES = (
    _pin_floor, _polish_in_place, _pin_floor, _follow_path_in_place, _pin_floor, _polish_longer,
    _sink_terms, _polish_by_directions, _pin_floor, _sink_terms,
)  # fmt: skip
