"""One law on one table: the certified minimum with its account of starts, refits, covariance, held constants."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...formula.tape import SCALE
from ...kinds import ArrayLike
from ..bootstrap import leaving_out, resampled_weights
from ..covariance import expected_curvature, identified, robust_sigma, with_lost
from ..solver.kernel import BLOCK_ELEMENTS
from ..solver.newton import keep_freed_memory
from ..solver.side_by_side import in_order
from .descend import Ends, Problem, descend
from .measures import Binomial, Residuals, measure, named
from .starts import starts

if TYPE_CHECKING:
    from ...formula.tape import Tape
    from .model import Model

SAME_OBJECTIVE = 1e-8
NEGLIGIBLE = 1e-25
# Halved or doubled (benchmarks/constants.py), none of these raises a minimum of fourteen designs of eight laws by a
# millionth; processor time moves within the noise of a fifth.
BRIEF = 20  # 10 misses no more of twenty hard designs, for a quarter more time
FOLLOWED = 30  # steps for a loss eight times wider, then as many for its own: the same ends as 60 for its own alone, in
WIDER = (8.0,)  # less time, and two to eight times as many starts of four hard laws lead there; (32, 8, 2) took longer
FEWEST, MOST_FOLLOWED = 32, 2e5  # of the account alone: of many starts on many rows about this many are followed
FINALISTS = 24
DESCENDED = 48  # seeds: 24 or all changed no end of twelve designs of four hard laws; all took an eighth longer
SHAKEN = 16
# Of resamples: where 20 rows hold six to ten constants, 50 of 120 refits of three designs stay above the lowest that is
# known by more than a millionth, 10 by more than a hundredth. OTHERS 9, THOROUGH 12 or WORTH_TRYING 4 leave 45 to 55,
# and 13 to 19, at up to two fifths more time.
OTHERS = 3
EXCHANGED = 150
FEW_ROWS = 50
THOROUGH = 4
WORTH_TRYING = 1.3
WORTH_FOLLOWING = 2.0  # of 330 refits that were lowered ten began beyond; it spares two fifths of chinchilla's
WARM_WIDTH = 0.7
SEARCHED = 3
FARTHEST = 30.0
ESCAPES, UNSEARCHED = 6, 2  # later turns take searched steps: without, a sparse law on 36 rows did not converge
LADDER = (-1.0, -0.3, 0.02, 0.1, 0.2, 0.35, 0.55, 0.9, 1.5, 3.0)


@dataclass(frozen=True)
class Account:
    """Of the starts: how many, how many led to the lowest optimum, how many other optima there were."""

    total: int
    at_best: int
    others: int

    def __str__(self) -> str:
        found = f", {self.others} other optima, all higher" if self.others else ""
        return f"{self.at_best} of {self.total} starts lead to this optimum{found}"


@dataclass(frozen=True)
class Task:
    """A model, the rows it is fitted to, and the measure.

    data : name -> (n,). observed (n,): of the target. codes : (n,) groups. clusters : (n,) rows drawn together. loss :
    name of the measure.
    """

    model: "Model"
    data: Mapping[str, np.ndarray]
    observed: np.ndarray
    prior: np.ndarray
    codes: np.ndarray | None
    clusters: np.ndarray | None
    loss: str
    problem: Problem

    @classmethod
    def of(
        cls,
        model: "Model",
        data: Mapping[str, np.ndarray],
        observed: ArrayLike,
        *,
        prior: np.ndarray | None = None,
        codes: np.ndarray | None = None,
        clusters: np.ndarray | None = None,
        loss: str = "huber",
        uncentred: Iterable[str] = (),
        **options: Any,
    ) -> "Task":
        """options : of `measure`."""
        keep_freed_memory()
        observed = np.asarray(observed, dtype=float)
        prior = np.ones(len(observed)) if prior is None else np.asarray(prior, dtype=float) * len(prior) / np.sum(prior)
        tape = model.tape(data, codes, uncentred)
        low, high = model.box()
        aim = np.log(observed) if model.logarithm else observed
        loss = named(loss)
        first = measure("huber" if loss == "cauchy" else loss, **options)
        task = cls(model, data, observed, prior, codes, clusters, loss, Problem(tape, first, aim, low, high, prior))
        return task._with_scale(options) if loss == "cauchy" else task

    def _with_scale(self, options):
        ends, _ = self.minimum()
        sigma = robust_sigma(self.residuals(ends.theta[0]))
        return replace(self, problem=replace(self.problem, measure=measure("cauchy", sigma=sigma, **options)))

    @property
    def tape(self) -> "Tape":
        return self.problem.tape

    @property
    def n(self) -> int:
        return len(self.observed)

    def subset(self, rows: np.ndarray, **options: Any) -> "Task":
        """The task of some rows, with the same measure (centres of its coordinates move)."""
        pick = lambda a: None if a is None else a[rows]
        fresh = Task.of(
            self.model, {k: np.asarray(v)[rows] for k, v in self.data.items()}, self.observed[rows],
            prior=self.prior[rows], codes=pick(self.codes), clusters=pick(self.clusters), loss="squares", **options,
        )  # fmt: skip
        kept = self.problem.measure
        if isinstance(kept, Binomial):
            kept = Binomial(np.broadcast_to(kept.trials, (self.n,))[rows])
        return fresh.with_measure(self.loss, kept)

    def with_measure(self, loss: str, kept: Residuals | Binomial) -> "Task":
        """The same task with another measure, named `loss`."""
        return replace(self, loss=loss, problem=replace(self.problem, measure=kept))

    # ---- the point fit ----

    def minimum(self) -> tuple[Ends, Account]:
        """Ends with the lowest optimum first and the next distinct ones after it, and the Account."""
        theta = self._promising(self.seeds())
        brief = self._blocks(theta, limit=BRIEF, finish=False)
        order = np.argsort(brief.objective, kind="stable")
        kept = order[np.isfinite(brief.objective[order])]
        if not len(kept):
            return Ends(theta[:1], np.array([np.inf]), np.array([np.inf])), Account(len(theta), 0, 0)
        final = self._blocks(_spread(brief.take(kept), FINALISTS), limit=FOLLOWED, finish=False, through=WIDER)
        final = final.better(self._settled(final))
        best = final.take([int(np.argmin(final.objective))])
        rng = np.random.default_rng(1)
        for turn in range(ESCAPES):
            away = [self._along_exponents(best.theta[0]), self._reweighted(best.theta[0], rng)]
            around = self._blocks(np.concatenate(away), finish=turn >= UNSEARCHED)
            around = around.better(self._settled(around))
            trial = around.take([int(np.argmin(around.objective))])
            improved = trial.objective[0] < best.objective[0] * (1 - 1e-9) - NEGLIGIBLE
            best, final = best.better(trial), Ends.joined([final, around])
            if not improved and best.converged[0]:
                break
        finished = self._finished_from(brief, final, best)
        found = _distinct(final, best)
        higher = np.sum(final.objective > best.objective[0] * (1 + SAME_OBJECTIVE) + NEGLIGIBLE)
        return Ends.joined([best, found]), Account(len(theta), finished, len(found.objective) if higher else 0)

    def _reweighted(self, theta, rng):
        """theta (SHAKEN, k): nearly the best laws of rows that weigh otherwise."""
        weights = rng.exponential(size=(SHAKEN, self.n))
        weights *= self.n / weights.sum(1, keepdims=True)
        start = np.repeat(theta[None], SHAKEN, 0)
        return self._blocks(start, weights, limit=15, width=WARM_WIDTH, finish=False).theta

    def _settled(self, ends):
        """The ends, the lowest few of which are followed with searched steps where they are not stationary."""
        order = np.argsort(ends.objective, kind="stable")[:SEARCHED]
        open_ = order[~ends.converged[order]]
        settled = Ends(ends.theta.copy(), ends.objective.copy(), ends.stationarity.copy())
        if len(open_):
            found = self._blocks(ends.theta[open_], limit=0, width=0.05)
            for name in ("theta", "objective", "stationarity"):
                getattr(settled, name)[open_] = getattr(found, name)
        return settled

    def _promising(self, theta):
        """The seeds with the lowest objectives, and some of the others."""
        if len(theta) <= DESCENDED:
            return theta
        value = self.problem.objective(theta, np.broadcast_to(self.prior, (len(theta), self.n)))
        order = np.argsort(value, kind="stable")
        return theta[np.concatenate([order[:DESCENDED], order[DESCENDED::4]])]

    def _finished_from(self, brief, final, best):
        """How many of the starts lead to the lowest optimum: those still open are followed to their ends."""
        limit = best.objective[0] * (1 + SAME_OBJECTIVE) + NEGLIGIBLE
        there = brief.objective <= limit
        open_ = np.flatnonzero(~there & np.isfinite(brief.objective))
        every = max(1, len(open_) // FEWEST) if self.n * len(open_) > MOST_FOLLOWED else 1
        followed = self._blocks(brief.theta[open_[::every]], limit=FOLLOWED, finish=False, through=WIDER)
        reached = np.mean(followed.objective <= limit) if len(followed.objective) else 0.0
        return int(there.sum() + round(reached * len(open_)))

    def seeds(self) -> np.ndarray:
        return starts(self.model, self.tape, self.data, self.observed, self.prior)

    def _blocks(self, theta, weights=None, box=None, **options):
        """`descend` in blocks that stay in the cache."""
        rows = self.block_rows()
        cuts = [slice(k, k + rows) for k in range(0, max(len(theta), 1), rows)]

        def one(cut):
            held = None if box is None else tuple(b[cut] for b in box)
            return descend(self.problem, theta[cut], None if weights is None else weights[cut], box=held, **options)

        return Ends.joined(list(in_order(one, cuts)))

    def block_rows(self) -> int:
        return max(1, BLOCK_ELEMENTS // (4 * self.n))

    def residuals(self, theta: np.ndarray) -> np.ndarray:
        with np.errstate(all="ignore"):
            return self.tape.result(np.atleast_2d(theta))[0] - self.problem.observed

    def slopes(self, theta: np.ndarray) -> np.ndarray:
        """Derivatives (n, k) of the residuals."""
        with np.errstate(all="ignore"):
            values = self.tape.values(np.atleast_2d(theta))
            return np.stack([np.broadcast_to(s, (1, self.n))[0] for s in self.tape.slopes(values)], 1)

    # ---- uncertainty ----

    def moving(self, theta: np.ndarray) -> np.ndarray:
        """Positions of the coordinates that are not held by a bound, nor sunk to where they change nothing."""
        low, high = self.problem.low, self.problem.high
        inside = (theta > low) & (theta < high)
        sunk = np.array([self.model.kind(name) == SCALE for name in self.model.free]) & (np.abs(theta) > 500)
        return np.flatnonzero(inside & ~sunk)

    def information(self, theta: np.ndarray) -> np.ndarray:
        """Bread's inverse (k, k): expected curvature of the objective, without weights of resampling."""
        slopes, r = self.slopes(theta), self.residuals(theta)
        measure_ = self.problem.measure
        if isinstance(measure_, Binomial):
            eta = self.tape.result(theta[None])[0]
            return (slopes * (self.prior * measure_.curvature(eta, self.problem.observed, None))[:, None]).T @ slopes
        curvature = expected_curvature(measure_.loss, r, slopes.shape[1])
        return (slopes * self.prior[:, None]).T @ slopes * curvature

    def covariance(self, theta: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Sandwich covariance (k, k) and which coordinates (k,) the rows do not identify."""
        k, slopes, r = len(theta), self.slopes(theta), self.residuals(theta)
        move = self.moving(theta)
        inside = np.ix_(move, move)
        bread, lost = np.zeros((k, k)), np.zeros(k, bool)
        information = self.information(theta)
        if not len(move) or not np.isfinite(information[inside]).all():
            return np.zeros((k, k)), np.isin(np.arange(k), move)
        try:
            bread[inside], lost[move], _ = identified(information[inside])
        except np.linalg.LinAlgError:
            return np.zeros((k, k)), np.isin(np.arange(k), move)
        if isinstance(self.problem.measure, Binomial):
            return with_lost(bread, lost), lost
        scores = slopes * (self.prior * self.problem.measure.loss.influence(r))[:, None]
        if self.clusters is not None:
            scores = np.stack([np.bincount(self.clusters, weights=column) for column in scores.T], 1)
        meat = scores.T @ scores * (self.n / max(self.n - k, 1))
        return with_lost(bread @ meat @ bread, lost), lost

    def influence(self, theta: np.ndarray) -> np.ndarray:
        """(n, k): how far the fit moves, to first order, when a row is left out."""
        slopes, r = self.slopes(theta), self.residuals(theta)
        measure_ = self.problem.measure
        eta = r + self.problem.observed
        pull = self.prior * measure_.slope(eta[None], self.problem.observed)[0]
        move = self.moving(theta)
        bread = np.zeros((len(theta), len(theta)))
        information = self.information(theta)[np.ix_(move, move)]
        try:
            bread[np.ix_(move, move)] = identified(information)[0]
        except np.linalg.LinAlgError:
            return np.full((self.n, len(theta)), np.nan)
        return slopes * pull[:, None] @ bread

    def draw(self, rng: np.random.Generator, rows: int) -> np.ndarray:
        """Multiplicities (rows, n) of a resample: rows, or clusters, and within groups where there are groups."""
        if self.clusters is not None or self.codes is None:
            return resampled_weights(rng, self.n, rows, self.clusters)
        drawn = np.zeros((rows, self.n))
        for group in range(int(self.codes.max()) + 1):
            members = np.flatnonzero(self.codes == group)
            drawn[:, members] = resampled_weights(rng, len(members), rows)
        return drawn

    def bootstrap(self, found: Ends, count: int, seed: int, report: Callable[[int], object] | None = None) -> Ends:
        """Ends of `count` refits; found : Ends of the lowest optimum and the next ones, from which each is solved."""
        rng = np.random.default_rng(seed)
        size = self.block_rows()
        sizes = [min(size, count - done) for done in range(0, count, size)]
        weights = [self.draw(rng, rows) for rows in sizes]
        return self.refits(found, weights, report)

    def jackknife(self, found: Ends) -> Ends:
        """Ends of refits that leave out one row each, or one of 500 groups of them."""
        groups, source = leaving_out(self.n, self.clusters)
        return self.refits(found, [source()(groups)])

    def refits(self, found: Ends, weights: Sequence[np.ndarray], report: Callable[[int], object] | None = None) -> Ends:
        """Ends for blocks of weights [(rows, n)], from each of the optima `found`, then from each other's ends."""
        first = found.theta[: 1 + OTHERS]
        costs = np.nan_to_num(self._cost(first[1:]), nan=1e300, posinf=1e300) if len(first) > 1 else []

        def one(drawn):
            ends = descend(self.problem, np.repeat(first[:1], len(drawn), 0), drawn, width=WARM_WIDTH, finish=False)
            for other, value in zip(first[1:], costs, strict=True):
                near = np.flatnonzero(drawn @ value < WORTH_TRYING * ends.objective)
                start = np.repeat(other[None], len(near), 0)
                ends = self._solved_again(ends, near, start, drawn, width=WARM_WIDTH)
            return ends

        parts = []
        for part in in_order(one, weights):
            parts.append(part)
            if report:
                report(len(part.theta))
        ends, drawn = Ends.joined(parts), np.concatenate(weights)
        along = self._along_exponents(first[0])
        for turn in range(2):
            ends = self._exchanged(ends, drawn, along if turn == 0 else along[:0])
        if self.n <= FEW_ROWS and self.problem.measure.settled < 1:
            ends = self._thorough(ends, drawn, along)
        return self._finished(ends, drawn)

    def _along_exponents(self, theta):
        """theta (m, k): nearly the best laws with one exponent held at each of a few values."""
        rows = []
        for k, name in enumerate(self.model.free):
            low, high = self.problem.low[k], self.problem.high[k]
            if self.model.constant(name).kind == "exponent":
                for value in dict.fromkeys(np.clip(LADDER, low, high).tolist()):
                    rows.append((k, value))
        if not rows:
            return np.empty((0, len(theta)))
        start = np.repeat(theta[None], len(rows), 0)
        box = [np.repeat(b[None], len(rows), 0).astype(float) for b in (self.problem.low, self.problem.high)]
        for row, (k, value) in enumerate(rows):
            start[row, k] = box[0][row, k] = box[1][row, k] = value
        return self._blocks(start, box=tuple(box), limit=30, finish=False).theta

    def _thorough(self, ends, drawn, along):
        """The ends, each solved again from the lowest few of `along` for its own weights."""
        if not len(along):
            return ends
        value = self._cost(along)
        usable = np.isfinite(value).all(1)
        objective = drawn @ value[usable].T
        order = np.argsort(objective, axis=1)[:, :THOROUGH]
        for column in order.T:
            near = np.flatnonzero(objective[np.arange(len(drawn)), column] < WORTH_FOLLOWING * ends.objective)
            ends = self._solved_again(ends, near, along[usable][column[near]], drawn)
        return ends

    def _cost(self, theta):
        """What every observation costs, (rows, n)."""
        with np.errstate(all="ignore"):
            eta = self.tape.result(theta)
            return self.problem.measure.value(eta, self.problem.observed) * self.prior

    def _exchanged(self, ends, drawn, more):
        """The ends, with those rows solved again for which another row's end, or one of `more`, is lower."""
        candidates = np.concatenate([ends.theta[:: max(1, len(ends.theta) // EXCHANGED)], more])
        value = self._cost(candidates)
        usable = np.isfinite(value).all(1)
        objective = drawn @ value[usable].T
        best = objective.argmin(1)
        lower = objective[np.arange(len(drawn)), best] < ends.objective * (1 - 1e-9) - NEGLIGIBLE
        rows = np.flatnonzero(lower)
        return self._solved_again(ends, rows, candidates[usable][best[rows]], drawn)

    def _solved_again(self, ends, rows, theta, drawn, **options):
        if not len(rows):
            return ends
        again = self._blocks(theta, drawn[rows], **{"width": 0.3, "finish": False, **options})
        better = ends.take(rows).better(again)
        for name in ("theta", "objective", "stationarity"):
            getattr(ends, name)[rows] = getattr(better, name)
        return ends

    def _finished(self, ends, drawn):
        """Rows that are not stationary, followed with searched steps, then from near by."""
        rows = np.flatnonzero(~ends.converged)
        ends = self._solved_again(ends, rows, ends.theta[rows], drawn, finish=True, width=0.05)
        rng = np.random.default_rng(2)
        rows = np.flatnonzero(~ends.converged)
        shaken = ends.theta[rows] + 0.1 * rng.standard_normal((len(rows), ends.theta.shape[1]))
        return self._solved_again(ends, rows, shaken, drawn, finish=True)

    def held(self, theta: np.ndarray, name: str, values: np.ndarray) -> Ends:
        """Ends of the best laws with one constant held at each of `values` (in its coordinate).

        The coordinate of a scale must be plain here: make the task with that scale among `uncentred`.
        """
        k = self.model.free.index(name)
        near = np.concatenate([theta[None], self._nearby(theta)])
        grid = np.repeat(near[None], len(values), 0)
        grid[:, :, k] = np.asarray(values)[:, None]
        flat = grid.reshape(-1, len(theta))
        low, high = (np.broadcast_to(b, flat.shape).copy() for b in (self.problem.low, self.problem.high))
        low[:, k] = high[:, k] = flat[:, k]
        ends = self._blocks(flat, box=(low, high))
        best = ends.objective.reshape(len(values), -1).argmin(1) + len(near) * np.arange(len(values))
        ends = ends.take(best)
        for step in (1, -1):  # each value once more from its neighbours' ends
            moved = ends.theta[np.clip(np.arange(len(values)) - step, 0, len(values) - 1)].copy()
            moved[:, k] = values
            box = tuple(b[:: len(near)].copy() for b in (low, high))
            ends = ends.better(self._blocks(moved, box=box))
        return ends

    def _nearby(self, theta):
        seeds = self.seeds()
        value = self.problem.objective(seeds, np.broadcast_to(self.prior, (len(seeds), self.n)))
        return seeds[np.argsort(value)[:6]]


def _spread(ends, most):
    """theta of at most `most` ends: of those that agree in their objective only two."""
    kept, seen = [], []
    for row in range(len(ends.objective)):
        value = ends.objective[row]
        alike = sum(abs(value - other) <= 1e-6 * abs(other) + NEGLIGIBLE for other in seen)
        if alike < 2:
            kept.append(row)
            seen.append(value)
        if len(kept) == most:
            break
    return ends.theta[kept]


def _distinct(ends, best):
    """The next lowest optima that lie apart from the best one."""
    kept, seen = [], [best.objective[0]]
    for row in np.argsort(ends.objective, kind="stable"):
        value = ends.objective[row]
        if np.isfinite(value) and ends.converged[row] and value > seen[-1] * (1 + 1e-4) + NEGLIGIBLE:
            kept.append(row)
            seen.append(value)
        if len(kept) == OTHERS:
            break
    return ends.take(kept)
