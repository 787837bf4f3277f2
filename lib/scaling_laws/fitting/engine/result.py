"""The result of the engine: one protocol for every law."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InvalidArgument, require_positive
from ...formula import evaluate
from ...kinds import ArrayLike
from ...quantity import Quantity, estimate
from ..bootstrap import interval_of, normal
from ..covariance import student_quantile
from ..lack_of_fit import LEVEL as BEND_LEVEL
from ..lack_of_fit import LackOfFit
from ..output import as_csv, as_json, most_influential, resampled
from .descend import STATIONARY, TIGHT
from .model import Model
from .predictor import Predictor, save
from .task import Account, Task

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from ..result import Plan

NUMBERS = ("Condition number", "condition")
ILL_CONDITIONED, STRONG = 1e4, 0.95
MOVES = 0.5
REFINED, PARTS = 2, 6  # a crossing lies within a 36th of its gap
COARSE, SPAN = 41, 4.0
WIDENINGS, WIDER = 5, 2.5  # 41 points then reach 390 standard errors: what crosses nowhere there is not determined


@dataclass(frozen=True)
class Profile:
    """Quasi-likelihood profile of one constant.

    values (k,): at which it was held. deviance (k,): twice the rise of the objective over its least value, over the
    dispersion; at the true value F with one and n - p degrees of freedom. quantity : the constant with its profile
    interval. threshold : of the deviance, at the level.
    """

    name: str
    values: np.ndarray
    deviance: np.ndarray
    quantity: Quantity
    threshold: float

    def __str__(self) -> str:
        return f"profile of {self.name}: {self.quantity.full}"

    def to_dict(self) -> dict[str, Any]:
        return {
            "name": self.name, "values": self.values.tolist(), "deviance": self.deviance.tolist(),
            "low": self.quantity.low, "high": self.quantity.high, "threshold": self.threshold,
        }  # fmt: skip


@dataclass(frozen=True)
class LawResult:
    """A law fitted by the engine. See `fit_model`.

    natural : name -> value of every free constant; draws : name -> (rows,) refits, or draws from the Hessian's
    covariance; left_out : the same of the jackknife, for the kind "bca". account : of the starts. bend : whether the
    residuals bend along the inputs (LackOfFit). unit : of the target. resamples : how many were drawn, and how many of
    these did not converge.
    """

    task: Task = field(repr=False)
    theta: np.ndarray
    natural: dict[str, float]
    draws: dict[str, np.ndarray] = field(repr=False)
    left_out: dict[str, np.ndarray] | None = field(repr=False)
    covariance: np.ndarray = field(repr=False)
    unknown: tuple[str, ...]
    kind: str
    level: float
    method: str
    objective: float
    stationarity: float
    starts: Account
    bend: LackOfFit
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    dropped: tuple[object, ...] = ()
    unit: str = ""
    against: str = ""
    loss_unit: str = ""
    account: object = None
    resamples: tuple[int, int] = (0, 0)

    # ---- the fit ----

    @property
    def model(self) -> Model:
        return self.task.model

    @property
    def name(self) -> str:
        return self.model.name

    @property
    def n(self) -> int:
        return self.task.n

    @property
    def residuals(self) -> np.ndarray:
        """Predicted less observed of every row, on logs where the model is."""
        return self.task.residuals(self.theta)

    @property
    def predicted(self) -> np.ndarray:
        """The law at every row."""
        eta = self.residuals + self.task.problem.observed
        return np.exp(eta) if self.model.logarithm else eta

    @property
    def on_logs(self) -> bool:
        return self.model.logarithm

    @property
    def converged(self) -> bool:
        """Whether the gradient vanishes, to a millionth of its terms."""
        return bool(self.stationarity <= STATIONARY)

    @property
    def has_law(self) -> bool:
        """Whether every constant is a number and no exponent stands at zero where it may not vanish."""
        return bool(np.isfinite(list(self.natural.values())).all()) and not self.degenerate

    @property
    def degenerate(self) -> tuple[str, ...]:
        """Names of exponents of a shelf law that ended at their bound of zero: the term does not fall."""
        if self.model.law is None:
            return ()
        return tuple(
            name for name, value in self.natural.items()
            if self.model.constant(name).kind == "exponent" and self.model.bounds(name)[0] == 0.0 and value <= 1e-9
            and not any(s == 0.0 for s in self.model.constant(name).starts)
        )  # fmt: skip

    @cached_property
    def parameters(self) -> dict[str, Quantity]:
        """Name -> Quantity of every constant that is fitted or tied to one that is."""
        found = {}
        for name, value in self.natural.items():
            low, high = self._bounds_of(name)
            found[name] = self._estimate(value, low, high, self._unit_of(name), name)
        for name in self.model.tied:
            with_tied = lambda constants, name=name: self.model.all_constants(constants)[name]  # noqa: E731
            if name in self.model.all_constants(self.natural):
                found[name] = self.quantity(with_tied, name=name)
        return found

    @cached_property
    def _without_curvature(self):
        """Names of constants that stand at a bound, whose width a Hessian does not know."""
        moving = set(self.task.moving(self.theta).tolist()) if self.kind == "hessian" else range(len(self.theta))
        return {name for k, name in enumerate(self.model.free) if k not in moving}

    def _unit_of(self, name):
        constant = self.model.constant(name)
        return constant.unit or (self.unit if constant.kind == "floor" else "")

    def _bounds_of(self, name):
        if name in self.unknown or name in self._without_curvature:
            return self.model.bounds(name)
        without = None if self.left_out is None else self.left_out[name]
        return interval_of(self.kind, self.level, self.natural[name], self.draws[name], without)

    def _estimate(self, value, low, high, unit="", name=""):
        return estimate(
            float(value), float(low), float(high), method=self.method, level=self.level, unit=unit, n=self.n, name=name
        )

    def quantity(self, function: Callable[[Mapping[str, Any]], Any], unit: str = "", name: str = "") -> Quantity:
        """`function(constants)` as a Quantity; it is given name -> value, or name -> (rows,) for the draws."""
        with np.errstate(all="ignore"):
            value, many = float(function(self.natural)), np.asarray(function(self.draws), dtype=float)
            without = None if self.left_out is None else np.asarray(function(self.left_out), dtype=float)
        many = np.broadcast_to(many, np.shape(next(iter(self.draws.values()))))
        usable = many[~np.isnan(many)]
        if not len(usable):
            return self._estimate(value, -np.inf, np.inf, unit, name)
        low, high = interval_of(self.kind, self.level, value, usable, without)
        return self._estimate(value, low, high, unit, name)

    @cached_property
    def predictor(self) -> Predictor:
        """The Predictor that `predict` and the JSON use."""
        ranges: dict[str, Any] = {name: (float(np.min(v)), float(np.max(v))) for name, v in self.task.data.items()}
        ranges = {name: pair for name, pair in ranges.items() if name in self.model.inputs}
        if self.against:
            ranges["x_is"] = self.against
        used = len(self.natural)
        widen = np.sqrt(self.n / max(self.n - used, 1))
        return Predictor(
            self.model, self.natural, self.draws, -self.residuals * widen, self.level, self.method, self.n, ranges,
            self.unit,
        )  # fmt: skip

    def predict(self, group: ArrayLike | None = None, of: str = "mean", **inputs: Any) -> list[Quantity]:
        """Quantities of the target at inputs such as N=7e9, D=[1e12, 2e12]. of : "mean" or "run"."""
        return self.predictor.predict(group, of, **inputs)

    def forecast(self, of: str = "run", group: ArrayLike | None = None, **inputs: Any) -> Quantity:
        """One Quantity at one point; of : "run" adds the scatter of the fitted rows, "mean" does not."""
        return self.predict(group, of, **inputs)[0]

    @property
    def has_optimum(self) -> bool:
        """Whether N and D are inputs and nothing else is, so that a budget has an optimum."""
        return {"N", "D"} <= set(self.model.inputs) <= {"N", "D", "epochs"} and self.model.target in ("loss", "L")

    def optimum(
        self, C: float, unique: float | None = None, group: str | None = None, flop_per_param_token: float = 6.0
    ) -> "Plan":
        """The Plan of least loss at C FLOP, found by bisection on exact slopes along the budget.

        unique : tokens that exist, for a law with epochs; more are then read by repeating them.
        """
        from ..result import Plan

        if not self.has_optimum:
            raise InvalidArgument("--at", C, f"the law {self.name} has no optimum at a given compute")
        C = float(require_positive("C", C))
        best = lambda constants: _best_size(self.model, constants, C, unique, group, flop_per_param_token)  # noqa: E731
        k = flop_per_param_token
        sizes = {id(self.natural): best(self.natural), id(self.draws): best(self.draws)}
        if self.left_out is not None:
            sizes[id(self.left_out)] = best(self.left_out)

        def of(function, unit, name):
            return self.quantity(lambda constants: function(sizes[id(constants)]), unit, name)

        return Plan(
            float(C), of(lambda s: s, "parameters", "parameters"), of(lambda s: C / (k * s), "tokens", "tokens"),
            of(lambda s: C / (k * s * s), "tokens/parameter", "tokens per parameter"),
            self.quantity(lambda c: _on_budget(self.model, c, C, np.log(sizes[id(c)]), unique, group, k), self.unit,
                          "loss"),
        )  # fmt: skip

    # ---- how far to trust it ----

    @cached_property
    def dispersion(self) -> float:
        """Variance over curvature-only variance: what turns twice a rise of the objective into chi-squared."""
        k, r = len(self.theta), self.residuals
        pull = (
            self.task.prior
            * self.task.problem.measure.slope((r + self.task.problem.observed)[None], self.task.problem.observed)[0]
        )
        if self.task.loss == "binomial":
            return 1.0
        from ..covariance import expected_curvature

        curvature = expected_curvature(self.task.problem.measure.loss, r, k)
        return float(np.sum(pull**2) / max(self.n - k, 1) / max(curvature, 1e-300))

    def profile(self, name: str, level: float | None = None, values: ArrayLike | None = None) -> Profile:
        """Profile of any free constant: every other one refitted with this one held."""
        free = self.model.free
        if name not in free:
            from ...errors import nearest

            raise InvalidArgument("--profile", name, f"the fitted constants are {', '.join(free)}{nearest(name, free)}")
        level = level or self.level
        task = self._uncentred(name)
        theta = self.model.theta(task.tape, {n: np.array([v]) for n, v in self.natural.items()})[0]
        k = free.index(name)
        low, high = self.model.bounds(name)
        best = task._blocks(theta[None])
        start = min(best.objective[0], self.objective)
        grid = self._profile_grid(name, theta[k], task) if values is None else np.asarray(values, dtype=float)
        threshold = self._quantile(level) ** 2

        def above(points):
            return 2 * np.maximum(task.held(theta, name, points).objective - start, 0) / self.dispersion

        deviance = above(grid)
        for _ in range(0 if values is not None else WIDENINGS):
            if _reaches(deviance, grid, theta[k], threshold, task, k):
                break
            grid = theta[k] + WIDER * (grid - theta[k])
            grid = np.unique(np.clip(grid, task.problem.low[k], task.problem.high[k]))
            deviance = above(grid)
        for _ in range(0 if values is not None else REFINED):
            between = _between(grid, deviance, theta[k], threshold)
            grid, deviance = np.append(grid, between), np.append(deviance, above(between) if len(between) else between)
            order = np.argsort(grid)
            grid, deviance = grid[order], deviance[order]
        shown = np.exp(grid) if self.model.kind(name) == "scale" else grid
        bottom, top = _crossings(grid, deviance, theta[k], threshold)
        ends = [low if bottom is None else bottom, high if top is None else top]
        if self.model.kind(name) == "scale":
            ends = [low if bottom is None else np.exp(bottom), high if top is None else np.exp(top)]
        quantity = estimate(
            self.natural[name], float(ends[0]), float(ends[1]), method=f"profile of {name}, quasi-likelihood",
            level=level, unit=self._unit_of(name), n=self.n, name=name,
        )  # fmt: skip
        return Profile(name, shown, deviance, quantity, threshold)

    def _quantile(self, level):
        """Half-width, in standard errors, of an interval whose scatter comes from the n - p rows left over."""
        if self.task.loss == "binomial":
            return normal().inv_cdf((1 + level) / 2)
        return student_quantile(level, self.n - len(self.theta))

    def _uncentred(self, name):
        if self.model.kind(name) != "scale":
            return self.task
        fresh = Task.of(
            self.model, self.task.data, self.task.observed, prior=self.task.prior, codes=self.task.codes,
            clusters=self.task.clusters, loss="squares", uncentred=(name.split("[")[0],),
        )  # fmt: skip
        return fresh.with_measure(self.task.loss, self.task.problem.measure)

    def _profile_grid(self, name, middle, task):
        k = self.model.free.index(name)
        draws = np.log(self.draws[name]) if self.model.kind(name) == "scale" else self.draws[name]
        draws = draws[np.isfinite(draws)]
        width = float(np.std(draws)) if len(draws) > 2 else 0.0
        known = np.isfinite(width) and width > 0 and name not in self.unknown
        width = width if known else 0.1 * max(abs(middle), 0.1)
        grid = middle + SPAN * min(width, 10 * max(abs(middle), 1)) * np.linspace(-1, 1, COARSE)
        return np.unique(np.clip(grid, task.problem.low[k], task.problem.high[k]))

    def identifiability(self) -> list[str]:
        """Sentences: condition number, pairs of constants that trade off."""
        move = self.task.moving(self.theta)
        information = self.task.information(self.theta)[np.ix_(move, move)]
        scale = np.sqrt(np.diag(information))
        names = [self.model.free[k] for k in move]
        with np.errstate(all="ignore"):
            matrix = information / scale / scale[:, None]
        if not len(move) or not np.isfinite(matrix).all():
            return ["The rows do not determine every constant."]
        values = np.linalg.eigvalsh(matrix)
        condition = float(values[-1] / values[0]) if values[0] > 0 else float("inf")
        grade = "only in combination" if condition > ILL_CONDITIONED else "apart from each other"
        found = [f"Condition number {condition:.3g}: the constants are determined {grade}."]
        covariance = self.covariance[np.ix_(move, move)]
        spread = np.sqrt(np.diag(covariance))
        with np.errstate(all="ignore"):
            correlation = covariance / np.outer(spread, spread)
        for i, j in zip(*np.triu_indices(len(names), 1), strict=True):
            if np.isfinite(correlation[i, j]) and abs(correlation[i, j]) > STRONG:
                found.append(f"{names[i]} and {names[j]} trade off: correlation {correlation[i, j]:.3f}.")
        return found

    def influence(self) -> dict[str, np.ndarray]:
        """Name -> (n,): by how much each constant moves, to first order, when a row is left out.

        In half-widths of its interval; a scale moves in logarithms.
        """
        moves = self.task.influence(self.theta)
        found = {}
        for k, name in enumerate(self.model.free):
            half = np.sqrt(self.covariance[k, k]) * self._quantile(self.level)
            if np.isfinite(half) and half > 0 and np.isfinite(moves[:, k]).all():
                found[name] = moves[:, k] / half
        return found

    def most_influential(self) -> str:
        """A sentence on the row that moves a constant most."""
        return most_influential(self.influence(), {key: self.task.data[key] for key in self.model.inputs})

    def verdict(self) -> str:
        """One sentence on how far to trust the fit."""
        if not self.converged:
            lost = ", ".join(dict.fromkeys([*self.unknown, *self.degenerate]))
            cause = f"; the rows do not determine {lost}: hold some of them (--fix) or choose a law with fewer"
            return f"Not converged: do not use these numbers{cause if lost else ''}."
        if self.degenerate:
            return (
                f"The best fit is not a scaling law ({', '.join(self.degenerate)} is zero): the rows do not show one."
            )
        if self.bend.found:
            return (
                f"Converged, but the law does not fit: the residuals bend, most {self.bend.where} "
                f"(p = {self.bend.p_value:.1g}). Its intervals do not know of that{self._floor_note()}."
            )
        if self.warnings:
            return f"Converged, with {len(self.warnings)} reservation(s): read them before using the numbers."
        where = "rows" if self.kind == "hessian" else "resamples"
        return f"Converged, and nothing in the {where} speaks against it."

    def _floor_note(self):
        floors = [n for n in self.natural if self.model.constant(n).kind == "floor"]
        return f", and its {floors[0]} is no evidence for a floor" if floors else ""

    @property
    def exit_code(self) -> int:
        """0, or 1 where there is no law: not converged, or an exponent of zero."""
        return 0 if self.converged and self.has_law else 1

    @property
    def r_squared(self) -> float:
        """Share of the variance of the target, on logs where the model is, that the law explains."""
        observed = self.task.problem.observed
        total = np.sum(self.task.prior * (observed - np.average(observed, weights=self.task.prior)) ** 2)
        return float(1 - np.sum(self.task.prior * self.residuals**2) / total) if total > 0 else float("nan")

    def __str__(self) -> str:
        width = max((len(name) for name in self.parameters), default=4) + 2
        scatter = np.sqrt(np.mean(self.residuals**2))
        lines = [
            f"{self.n} rows, {self.name} law, {self.method}",
            self._formula(),
            *self.notes,
            f"{'':<{width}}{'value':>18}   {100 * self.level:g} % interval",
            *(f"{name:<{width}}{q.short:>18}   {q.interval}" for name, q in self.parameters.items()),
            *(f"{name:<{width}}{value:>18.6g}   held" for name, value in self.model.fixed.items()),
            f"objective {self.objective:.6g}, gradient {self._gradient()} of the sum of its terms; "
            f"root-mean-square {'log ' if self.model.logarithm else ''}residual {scatter:.3g}, R² {self.r_squared:.4f}",
            str(self.starts),
            *self.identifiability(),
            self.most_influential(),
            *(f"left out: {row}" for row in self.dropped),
            *(f"warning: {warning}" for warning in self.warnings),
            str(self.bend),
            self.verdict(),
        ]
        return "\n".join(lines)

    def _formula(self):
        text = self.model.formula
        if ";" in text:
            return f"{self.model.target}: {text}"
        return text if text.lstrip().startswith(f"{self.model.target} =") else f"{self.model.target} = {text}"

    def _gradient(self):
        return f"below {TIGHT:g}" if self.stationarity <= TIGHT else f"{self.stationarity:.1e}"

    def to_dict(self) -> dict[str, Any]:
        """Everything above as plain data, and what `scaling-laws predict` needs."""
        return {
            "law": self.name, "formula": self.model.formula, "target": self.model.target, "rows": self.n,
            "method": self.method, "level": self.level, "converged": self.converged, "has_law": self.has_law,
            "objective": self.objective, "stationarity": self.stationarity, "starts": self.starts.total,
            "starts_at_best": self.starts.at_best, "resamples": resampled(*self.resamples),
            "r_squared": self.r_squared, "loss_unit": self.loss_unit,
            "parameters": {n: {"value": q.value, "low": q.low, "high": q.high} for n, q in self.parameters.items()},
            "fixed": dict(self.model.fixed),
            "identifiability": self.identifiability(),
            "lack_of_fit": {"statistic": self.bend.statistic, "p_value": self.bend.p_value},
            "dropped": [str(row) for row in self.dropped], "warnings": list(self.warnings),
            "verdict": self.verdict(), "predict": save([self.predictor]),
        }  # fmt: skip

    def to_json(self) -> str:
        """The result as JSON text."""
        return as_json(self.to_dict())

    def to_csv(self) -> str:
        """The constants as CSV text: name, value, low, high, level, method, n."""
        return as_csv(self.parameters)

    def plot(self, axes: "Axes") -> "Axes":
        """Observed against fitted values over the input with the widest range, on matplotlib axes."""
        data = {name: np.asarray(self.task.data[name]) for name in self.model.inputs}
        wide = max(data, key=lambda name: np.ptp(np.log(np.maximum(data[name], 1e-300))))
        x, order = data[wide], np.argsort(data[wide])
        axes.plot(x, self.task.observed, "o", markersize=4, label="rows")
        if len(data) == 1 and not self.model.groups:
            grid = np.geomspace(x.min(), 10 * x.max(), 60) if x.min() > 0 else np.linspace(x.min(), x.max(), 60)
            value, draws = self.predictor.values(**{wide: grid})
            tail = (1 - self.level) / 2
            low, high = np.nanquantile(draws, (tail, 1 - tail), axis=0)
            axes.plot(grid, value, linewidth=1.2, label="law")
            axes.fill_between(grid, low, high, alpha=0.25, linewidth=0, label=f"{100 * self.level:g} % interval")
        else:
            axes.plot(x[order], self.predicted[order], ".", markersize=4, label="law")
        label = self.against if wide == "x" else wide
        unit = f", {self.unit}" if self.unit else ""
        axes.set(xscale="log" if x.min() > 0 else "linear", xlabel=label, ylabel=f"{self.model.target}{unit}")
        axes.set_title(f"{self.name} law", loc="left", fontsize=9)
        axes.legend(frameon=False)
        return axes


def bend_threshold() -> float:
    """The level of the bend test."""
    return BEND_LEVEL


def _reaches(deviance, grid, middle, threshold, task, k):
    """Whether the profile crosses its threshold on both sides, or has come to a bound."""
    below, above = deviance[grid <= middle], deviance[grid >= middle]
    left = (below > threshold).any() or grid[0] <= task.problem.low[k]
    right = (above > threshold).any() or grid[-1] >= task.problem.high[k]
    return bool(left and right)


def _crossings(grid, deviance, middle, threshold):
    """Where the square root of the deviance crosses that of the threshold on either side; None where it does not."""
    root, aim = np.sqrt(deviance), np.sqrt(threshold)

    def cross(x, y):
        x, y = np.append(middle, x), np.append(0.0, y)
        beyond = np.flatnonzero(y > aim)
        if not len(beyond):
            return None
        j = beyond[0]
        return float(x[j - 1] + (x[j] - x[j - 1]) * (aim - y[j - 1]) / (y[j] - y[j - 1]))

    below, above = grid < middle, grid > middle
    return cross(grid[below][::-1], root[below][::-1]), cross(grid[above], root[above])


def _between(grid, deviance, middle, threshold):
    """Values inside the gaps of the grid in which the deviance crosses its threshold."""
    found = []
    for side in (np.sort(grid[grid < middle])[::-1], np.sort(grid[grid > middle])):
        beyond = np.flatnonzero(deviance[np.searchsorted(grid, side)] > threshold)
        if len(beyond):
            inner = side[beyond[0] - 1] if beyond[0] else middle
            found.append(np.linspace(inner, side[beyond[0]], PARTS + 1)[1:-1])
    return np.unique(np.concatenate(found)) if found else np.empty(0)


# ---- optima along a budget ----


def _on_budget(model, constants, C, log_size, unique, group, k):
    """Loss (rows,) at C FLOP for log sizes (rows,), which may be complex."""
    N = np.exp(np.asarray(log_size))
    D = C / (k * N)
    data = {"N": N, "D": D}
    if "epochs" in model.inputs:
        limit = np.inf if unique is None else unique
        data["epochs"] = np.where(np.real(D) > limit, D / limit, 1.0 + 0 * D) if np.isfinite(limit) else 1.0 + 0 * D
    values = dict(constants)
    for name in model.varying:
        values[name] = np.asarray(constants[f"{name}[{group}]"]) if group else model._of_group(name, constants, group)
    with np.errstate(all="ignore"):
        return evaluate(model.reduced, values | data)


def _best_size(model, constants, C, unique, group, k):
    """Size (rows,) of least loss at C FLOP: a coarse scan, then bisection on the exact slope (an imaginary step)."""
    rows = np.broadcast_shapes(*(np.shape(v) for v in constants.values()))
    constants = {name: np.broadcast_to(v, rows or (1,)) for name, v in constants.items()}
    count = len(next(iter(constants.values())))
    scan = np.linspace(np.log(C) / 2 - 16, np.log(C) / 2 + 12, 113)
    losses = np.stack([_on_budget(model, constants, C, np.full(count, v), unique, group, k) for v in scan], 1)
    losses = np.where(np.isfinite(losses), losses, np.inf)
    at = np.clip(losses.argmin(1), 1, len(scan) - 2)
    low, high = scan[at - 1], scan[at + 1]
    for _ in range(60):
        middle = (low + high) / 2
        slope = np.imag(_on_budget(model, constants, C, middle + 1e-30j, unique, group, k))
        low, high = np.where(slope > 0, low, middle), np.where(slope > 0, middle, high)
    size = np.exp((low + high) / 2)
    size = np.where(np.isfinite(losses).any(1), size, np.nan)
    return size if rows else float(size[0])
