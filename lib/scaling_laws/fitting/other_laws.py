"""Fits of the laws beside the surface: Kaplan's joint law, repeated tokens, and saturating scores."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..errors import InvalidArgument, require_at_least, require_choice, require_fraction, require_positive
from ..kinds import ArrayLike, Number
from ..quantity import Quantity, estimate
from .bootstrap import interval_of, leaving_out, require_resamples, resampled_weights
from .covariance import expected_curvature, identified, student, with_lost
from .forms import Form, Law, form_of, starts
from .output import as_csv, as_json
from .progress import reporter
from .runs import BadRow, Runs
from .sampling import INTERVALS
from .solver.kernel import BLOCK_ELEMENTS
from .solver.levenberg import STATIONARY, Binomial, Residuals, derivatives, descend
from .solver.losses import HOFFMANN_DELTA, Huber, LeastSquares
from .solver.side_by_side import in_order

LAWS = ("kaplan", "data-constrained", "score")
LOSSES = ("huber", "least squares", "binomial")
SAME_OBJECTIVE = 1e-6
NEGLIGIBLE = 1e-25
FARTHEST = 30.0
MANY_HARD = 0.01


@dataclass(frozen=True)
class LawFit:
    """A fitted law. See `fit_law`.

    law : the law of laws.py. parameters : name -> Quantity. draws : name -> (rows,) refits; left_out : the same for
    the jackknife, for the kind "bca". predicted, residuals (n,): at the fit; a residual is log predicted - log observed
    loss, or predicted - observed score.
    objective, stationarity : at the fit; the latter is the gradient over the sum of the sizes of its terms.
    starts, starts_at_best : how many there were, and how many led to the lowest optimum. warnings : sentences.
    """

    name: str
    law: Law
    parameters: dict[str, Quantity]
    draws: dict[str, np.ndarray] = field(repr=False)
    left_out: dict[str, np.ndarray] | None = field(repr=False)
    kind: str
    predicted: np.ndarray = field(repr=False)
    residuals: np.ndarray = field(repr=False)
    form: Form = field(repr=False)
    level: float
    method: str
    n: int
    objective: float
    stationarity: float
    starts: int
    starts_at_best: int
    warnings: tuple[str, ...] = ()
    dropped: tuple[BadRow, ...] = ()

    @property
    def converged(self) -> bool:
        """Whether the gradient vanishes, to a millionth of its terms."""
        return self.stationarity <= STATIONARY

    @property
    def on_logs(self) -> bool:
        """Whether residuals are differences of logarithms."""
        return self.form.output == "loss"

    def quantity(self, function: Callable[[Any], Number], unit: str = "", name: str = "") -> Quantity:
        """`function(law)` at the fit, as a Quantity; the function must take a law whose constants are arrays."""
        many = np.asarray(function(self.form.law(self.draws)), dtype=float)
        without = None if self.left_out is None else np.asarray(function(self.form.law(self.left_out)), dtype=float)
        value = float(function(self.law))
        low, high = interval_of(self.kind, self.level, value, many, without)
        return estimate(value, low, high, method=self.method, level=self.level, unit=unit, n=self.n, name=name)

    def forecast(self, unit: str = "", **inputs: Number) -> Quantity:
        """Loss or score at inputs such as parameters=1e9, tokens=1e11, as a Quantity (of the law, not of one run)."""
        return self.quantity(lambda law: self.form.predict(law, inputs), unit, self.form.output)

    def verdict(self) -> str:
        """One sentence on how far to trust the fit."""
        if not self.converged:
            return "Not converged: do not use these numbers."
        if self.warnings:
            return f"Converged, with {len(self.warnings)} reservation(s): read them before using the numbers."
        return "Converged, and nothing in the resamples speaks against it."

    def __str__(self) -> str:
        lines = [
            f"{self.n} rows, {self.name} law, {self.method}",
            *(f"{name:<12}{q.full}" for name, q in self.parameters.items()),
            f"objective {self.objective:.6g}, gradient {self.stationarity:.1e} of the sum of its terms",
            f"{self.starts_at_best} of {self.starts} starts lead to this optimum",
            *(f"left out: {row}" for row in self.dropped),
            *(f"warning: {warning}" for warning in self.warnings),
            self.verdict(),
        ]
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        """Everything above as plain data."""
        return {
            "law": self.name,
            "rows": self.n,
            "method": self.method,
            "level": self.level,
            "converged": self.converged,
            "objective": self.objective,
            "stationarity": self.stationarity,
            "starts": self.starts,
            "starts_at_best": self.starts_at_best,
            "parameters": {
                name: {"value": q.value, "low": q.low, "high": q.high} for name, q in self.parameters.items()
            },
            "dropped": [str(row) for row in self.dropped],
            "warnings": list(self.warnings),
            "verdict": self.verdict(),
        }

    def to_json(self) -> str:
        """The result as JSON text."""
        return as_json(self.to_dict())

    def to_csv(self) -> str:
        """The parameters as CSV text: name, value, low, high, level, method, n."""
        return as_csv(self.parameters)


def fit_law(
    law: str,
    table: Mapping[str, ArrayLike] | Runs,
    *,
    fixed: Mapping[str, float] | None = None,
    loss: str | None = None,
    delta: float = HOFFMANN_DELTA,
    bootstrap: int = 1000,
    interval: str = "percentile",
    level: float = 0.95,
    seed: int = 0,
    excess: bool = False,
    scale: str = "log10",
    progress: bool = False,
) -> LawFit:
    """Fit a law to rows, with an interval on every constant.

    law : "kaplan" (columns parameters, tokens, loss), "data-constrained" (these and epochs; tokens count every pass)
    or "score" (x, score between 0 and 1, optionally questions: how many were asked).
    table : name -> (n,), or Runs. fixed : constants that are known, as {"floor": 0.25}.
    loss : "huber" on log residuals with `delta` (the default for losses), "least squares" (on log residuals, or on the
    scores themselves), or "binomial" for scores (the default where `questions` are given).
    bootstrap : resamples of rows; 0 takes the intervals from the Hessian's covariance. interval : "percentile",
    "bca" or "hessian". excess : fit also r_n_star of "data-constrained". scale : of a score's x, "log10" or "linear"
    (a loss). progress : show a bar when it takes over a second.

    Returns LawFit.

    Raises
    ------
    InvalidArgument
        If a column is missing or out of range, or there are fewer rows than free constants.
    """
    form, columns = _checked(law, table, excess, scale)
    fixed = _fixed(form, fixed or {})
    loss, measure, observed = _measure(form, columns, loss, delta)
    require_choice("interval", interval, INTERVALS)
    require_fraction("level", level)
    require_resamples(bootstrap)
    n, free = len(observed), form.free(fixed)
    if n < len(free):
        raise InvalidArgument("table", n, f"{n} rows cannot determine {len(free)} constants")
    if n == len(free) and loss != "binomial":
        raise InvalidArgument("table", n, f"{n} constants fit {n} rows exactly: an interval needs one row more")
    task = _Task(form, columns, fixed, measure, observed)
    ends = task.descend(starts(form, columns, fixed))
    best = ends.lowest_of(len(ends.objective))
    same = int(np.sum(ends.objective <= best.objective[0] * (1 + SAME_OBJECTIVE) + NEGLIGIBLE))
    covariance = task.covariance(best.theta[0], loss)
    kind = "hessian" if bootstrap == 0 else interval
    with reporter(bootstrap, progress and kind != "hessian", "resamples") as report:
        cloud, warnings = task.cloud(best.theta[0], ends, covariance, kind, int(bootstrap), seed, report)
    without = task.jackknife(best.theta[0], ends) if kind == "bca" else None
    method = f"{loss} fit, {_method(kind, loss, bootstrap)}"
    point, draws = form.natural(best.theta, fixed), form.natural(cloud, fixed)
    left_out = None if without is None else form.natural(without, fixed)
    parameters, unknown = _intervals(task, (point, draws, left_out), covariance, kind, level, method)
    if unknown:
        warnings.append(f"not identified by these rows: {', '.join(unknown)}; their intervals are unbounded")
    fitted = form.law({name: float(value[0]) for name, value in point.items()})
    return LawFit(
        law, fitted, parameters, draws, left_out, kind, form.predict(fitted, columns), task.residuals(best.theta[0]),
        form, level, method, n, float(best.objective[0]), float(best.stationarity[0]), len(ends.objective), same,
        tuple(warnings + _few_starts(same)), tuple(getattr(table, "dropped", ())),
    )  # fmt: skip


def _method(kind, loss, bootstrap):
    if kind == "hessian":
        return "covariance from the Hessian" + ("" if loss == "binomial" else " with Student's t")
    return f"{kind} bootstrap over rows, {bootstrap} resamples"


def _checked(law, table, excess, scale):
    require_choice("law", law, LAWS)
    given = table if hasattr(table, "keys") else {key: getattr(table, key) for key in ("parameters", "tokens", "loss")}
    needed = {
        "kaplan": "parameters tokens loss",
        "data-constrained": "parameters tokens epochs loss",
        "score": "x score",
    }
    columns = {}
    for name in needed[law].split():
        if name not in given:
            raise InvalidArgument("table", ", ".join(given), f"the {law} law needs a column of {name}")
        require = require_fraction if name == "score" else require_positive
        columns[name] = np.atleast_1d(require(name, given[name]))
    if "epochs" in columns:
        require_at_least("epochs", columns["epochs"], 1.0)
    if law == "score" and given.get("questions") is not None:
        columns["questions"] = np.broadcast_to(require_positive("questions", given["questions"]), columns["x"].shape)
    if len({column.shape for column in columns.values()}) != 1:
        raise InvalidArgument("table", {k: v.shape for k, v in columns.items()}, "columns must have the same length")
    return form_of(law, columns, excess, scale), columns


def _fixed(form, fixed):
    for name, value in fixed.items():
        require_choice("fixed", name, form.fields)
        if name in ("floor", "ceiling"):
            require_fraction(name, value)
    return {name: float(value) for name, value in fixed.items()}


def _measure(form, columns, loss, delta):
    """Name of the loss, the measure, and the observations in its coordinate."""
    if form.output == "score":
        loss = loss or ("binomial" if "questions" in columns else "least squares")
        require_choice("loss", loss, LOSSES[1:])
        if loss == "binomial" and "questions" not in columns:
            raise InvalidArgument("loss", loss, "binomial errors need the number of questions behind each score")
        return (
            loss,
            Binomial(columns["questions"]) if loss == "binomial" else Residuals(LeastSquares()),
            columns["score"],
        )
    loss = require_choice("loss", loss or "huber", LOSSES[:2])
    robust = Huber(float(require_positive("delta", delta))) if loss == "huber" else LeastSquares()
    return loss, Residuals(robust), np.log(columns["loss"])


@dataclass(frozen=True)
class _Task:
    """A form, its rows, and how predictions are compared with them."""

    form: object
    columns: dict
    fixed: Mapping[str, float]
    measure: object
    observed: np.ndarray

    def predict(self, theta):
        """(rows, k) to (rows, n): log loss, or score."""
        natural = {name: value[:, None] for name, value in self.form.natural(theta, self.fixed).items()}
        found = self.form.predict(self.form.law(natural), self.columns)
        return np.log(found) if self.form.output == "loss" else found

    def descend(self, theta, weights=None):
        return descend(self.predict, self.measure, self.observed, theta, weights)

    def residuals(self, theta):
        return self.predict(theta[None])[0] - self.observed

    def covariance(self, theta, loss):
        """Sandwich covariance (k, k) of theta; infinite where the rows do not identify a coordinate."""
        slopes, r = derivatives(self.predict, theta[None])[0].T, self.residuals(theta)
        if isinstance(self.measure, Binomial):
            eta = self.predict(theta[None])[0]
            information = (slopes * self.measure.curvature(eta, self.observed, None)[:, None]).T @ slopes
            return with_lost(*identified(information)[:2])
        fitted = slopes.shape[1]
        curvature = expected_curvature(self.measure.loss, r, fitted)
        bread, lost = identified(slopes.T @ slopes * curvature)[:2]
        scores = slopes * self.measure.loss.influence(r)[:, None]
        meat = scores.T @ scores * (len(r) / max(len(r) - fitted, 1))
        return with_lost(bread @ meat @ bread, lost)

    def cloud(self, theta, ends, covariance, kind, resamples, seed, report=None):
        """theta (rows, k) behind the intervals, and warnings."""
        rng, n = np.random.default_rng(seed), len(self.observed)
        if kind == "hessian":
            known = np.where(np.isfinite(covariance), covariance, 0.0)
            degrees = 0 if isinstance(self.measure, Binomial) else n - len(theta)
            return theta + student(rng, known, degrees), []
        found, converged = self._refits(theta, ends, lambda size: resampled_weights(rng, n, size), resamples, report)
        share = 100 * np.mean(~converged)
        return found, [f"{share:.3g} % of the resamples did not converge"] if share > 100 * MANY_HARD else []

    def jackknife(self, theta, ends):
        """theta (k, ·) of refits that leave out one row each, or one of 500 groups of them."""
        groups, source = leaving_out(len(self.observed))
        return self._refits(theta, ends, source(), groups)[0]

    def _refits(self, theta, ends, draw, count, report=None):
        """Refits with drawn weights, from the fit and from the other optima that the starts found."""
        first, n = np.concatenate([theta[None], _distinct(ends, theta)]), len(self.observed)
        rows = max(1, BLOCK_ELEMENTS // (4 * n * len(first)))
        sizes = [min(rows, count - done) for done in range(0, count, rows)]
        blocks = ((np.tile(first, (size, 1)), draw(size)) for size in sizes)
        solved = in_order(lambda b: self.descend(b[0], np.repeat(b[1], len(first), 0)).lowest_of(len(first)), blocks)
        parts = []
        for part in solved:
            parts.append(part)
            if report:
                report(len(part.theta))
        return np.concatenate([p.theta for p in parts]), np.concatenate([p.converged for p in parts])


def _distinct(ends, theta, most=2):
    """theta (k, ·) of the next lowest optima of the starts that lie apart from the best one."""
    found, seen = [], [ends.objective.min()]
    for row in np.argsort(ends.objective, kind="stable"):
        value = ends.objective[row]
        if np.isfinite(value) and value > seen[-1] * (1 + 1e-3) + NEGLIGIBLE and len(found) < most:
            found.append(ends.theta[row])
            seen.append(value)
    return np.array(found).reshape(-1, len(theta))


def _intervals(task, found, covariance, kind, level, method):
    """Name -> Quantity of the free constants, and the names of those that the rows do not identify.

    found : name -> values at the fit, of the resamples, and of the jackknife (or None).
    """
    point, draws, left_out = found
    free = task.form.free(task.fixed)
    unknown = [name for name, variance in zip(free, np.diag(covariance), strict=True) if not variance < FARTHEST**2]
    parameters = {}
    for name in free:
        value, without = point[name][0], None if left_out is None else left_out[name]
        low, high = _anything(name) if name in unknown else interval_of(kind, level, value, draws[name], without)
        parameters[name] = estimate(value, low, high, method=method, level=level, n=len(task.observed), name=name)
    return parameters, unknown


def _anything(name):
    """Every value that a constant may take."""
    if name in ("floor", "ceiling"):
        return 0.0, 1.0
    return (-np.inf if name == "steepness" else 0.0), np.inf


def _few_starts(same):
    return ["only one start led to the lowest optimum: there may be a lower one"] if same == 1 else []
