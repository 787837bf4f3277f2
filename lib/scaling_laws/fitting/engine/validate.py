"""How well a law forecasts rows that it never saw: hold-out, rollout over budgets, and laws ranked by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ...errors import InvalidArgument, ScalingLawError, require_fraction
from ...kinds import ArrayLike
from ...quantity import exact, percent
from ..lack_of_fit import LEVEL
from .fit import fit_table, fit_task
from .predictor import chained_values
from .task import Task
from .two_step import TwoStep

ROLLOUT_SHARES = (0.4, 0.55, 0.7, 0.85)
HELD_RESAMPLES = 200
SAME_SCALE = 1e-6


@dataclass(frozen=True)
class Forecast:
    """How a fit to the smaller rows forecasts the larger ones.

    scale : where the held rows begin, on `measure`. error : root-mean-square of log predicted - log observed (or of the
    plain difference, for scores); bias : its mean. coverage : share of held rows inside the intervals of one run.
    """

    measure: str
    scale: float
    fitted: int
    held: int
    error: float
    bias: float
    coverage: float
    level: float
    on_logs: bool

    def __str__(self) -> str:
        kind = "log error" if self.on_logs else "error"
        return (
            f"{self.held} rows held out, from {self.measure} = {self.scale:.3g}, forecast from {self.fitted}: "
            f"root-mean-square {kind} {exact(self.error)}, bias {exact(self.bias)}; "
            f"{100 * self.level:g} % intervals covered {percent(self.coverage)}"
        )

    def to_dict(self) -> dict[str, Any]:
        names = ("measure", "scale", "fitted", "held", "error", "bias", "coverage", "level")
        return {name: getattr(self, name) for name in names}


def scale_of(task: Task) -> tuple[str, np.ndarray]:
    """Name and (n,) of what orders rows from small to large: compute, else size and data, else the first input."""
    data = task.data
    if "C" in data:
        return "C", np.asarray(data["C"], dtype=float)
    if {"N", "D"} <= set(data):
        return "6ND", 6.0 * np.asarray(data["N"]) * np.asarray(data["D"])
    name = task.model.inputs[0]
    column = np.asarray(data[name], dtype=float)
    if name in ("L", "loss"):
        return f"falling {name}", -column
    return name, column


def hold_out(
    subject: Task | TwoStep, share: float = 0.2, *, level: float = 0.9, seed: int = 0, bootstrap: int = HELD_RESAMPLES
) -> Forecast:
    """Forecast of the `share` of rows at the largest scale by a fit to the rest; of a TwoStep, of their scores.

    Raises
    ------
    InvalidArgument
        If too few rows are left to fit.
    """
    share = float(require_fraction("--holdout", share))
    if not 0 < share < 1:
        raise InvalidArgument("--holdout", share, "a share between zero and one, as 0.2")
    measure, scale = scale_of(_task_of(subject))
    order = np.argsort(scale, kind="stable")
    cut = len(order) - max(1, int(round(share * len(order))))
    return _forecast(subject, measure, scale, order[:cut], order[cut:], level, seed, bootstrap)


def rollout(
    subject: Task | TwoStep,
    shares: Sequence[float] = ROLLOUT_SHARES,
    *,
    level: float = 0.9,
    seed: int = 0,
    bootstrap: int = HELD_RESAMPLES,
) -> list[Forecast]:
    """Forecasts as the ladder is climbed: fit to the smallest `share` of rows, forecast those up to the next share."""
    task = _task_of(subject)
    measure, scale = scale_of(task)
    order, found = np.argsort(scale, kind="stable"), []
    for share, until in zip(shares, (*shares[1:], 1.0), strict=True):
        cut, end = int(round(share * len(order))), int(round(until * len(order)))
        if cut <= len(task.model.free) or cut >= end:
            continue
        found.append(_forecast(subject, measure, scale, order[:cut], order[cut:end], level, seed, bootstrap))
    if not found:
        raise InvalidArgument("--rollout", task.n, "too few rows for any step of the ladder")
    return found


def _task_of(subject):
    return subject.task if isinstance(subject, TwoStep) else subject


def _forecast(subject, measure, scale, seen, held, level, seed, bootstrap):
    task = _task_of(subject)
    if len(seen) <= len(task.model.free):
        raise InvalidArgument(
            "--holdout", len(held), f"{len(seen)} rows are left for {len(task.model.free)} constants: hold out fewer"
        )
    if task.codes is not None and set(task.codes[held].tolist()) - set(task.codes[seen].tolist()):
        raise InvalidArgument("--holdout", len(held), "a group has all its rows among those held out")
    drawing = {"bootstrap": bootstrap, "level": level, "seed": seed}
    if isinstance(subject, TwoStep):
        value, draws, observed = _scores(subject, seen, held, drawing)
        return _scored(value, draws, observed, (measure, scale[held], len(seen), level), on_logs=False)
    fit = fit_task(task.subset(seen), **drawing)
    data = {name: np.asarray(column)[held] for name, column in task.data.items()}
    group = None if task.codes is None else np.array(task.model.groups)[task.codes[held]]
    value = task.model.predict(fit.natural, data, group)
    draws = fit.predictor.scattered(task.model.predict(fit.draws, data, group), seed)
    told = (measure, scale[held], len(seen), level)
    return _scored(value, draws, task.observed[held], told, task.model.logarithm)


def _scores(subject, seen, held, drawing):
    """Value (m,), draws (rows, m) of single runs and observed (m,) scores of the held rows, through both steps."""
    drawing = {**drawing, "bootstrap": drawing["bootstrap"] or HELD_RESAMPLES}
    steps = [fit_task(step.task.subset(seen), **drawing).predictor for step in (subject.first, subject.second)]
    inputs = {name: np.asarray(column)[held] for name, column in subject.first.task.data.items()}
    value, draws = chained_values(steps, of="run", **inputs)[steps[-1].model.target]
    return value, draws, subject.second.task.observed[held]


def _scored(value, draws, observed, told, on_logs):
    """The Forecast; told : measure, scale (m,) of the held rows, number of fitted rows, level."""
    measure, scale, fitted, level = told
    with np.errstate(all="ignore"):
        errors = np.log(value) - np.log(observed) if on_logs else value - observed
    tail = (1 - level) / 2
    low, high = np.nanquantile(draws, (tail, 1 - tail), axis=0)
    errors = np.where(np.isfinite(errors), errors, np.inf)
    return Forecast(
        measure, float(np.abs(scale).min()), fitted, len(observed), float(np.sqrt(np.mean(errors**2))),
        float(np.mean(errors)), float(np.mean((low <= observed) & (observed <= high))), level, on_logs,
    )  # fmt: skip


@dataclass(frozen=True)
class Ranking:
    """Laws ranked by how they forecast held-out rows.

    rows : (name, Forecast of the largest rows or None, mean rollout error, in-sample error, constants, p-value of the
    bend or nan where the rows are too few to tell, reason where it could not be fitted), the best first.
    """

    rows: tuple[tuple[Any, ...], ...]
    share: float

    def __str__(self) -> str:
        head = f"{'law':<26}{'held-out error':>15}{'rollout':>10}{'bias':>10}{'in sample':>11}{'constants':>11}  bend"
        lines = [
            f"laws by their forecast of the largest {100 * self.share:g} % of the rows, never seen by the fit",
            head,
        ]
        for name, held, rolled, inside, count, bend, reason in self.rows:
            if held is None:
                lines.append(f"{name:<26}could not be fitted: {reason}")
                continue
            bent = f"{'rejected' if bend < LEVEL else 'not rejected'} (p = {bend:.2g})"
            lines.append(
                f"{name:<26}{held.error:>15.4f}{rolled:>10.4f}{held.bias:>+10.4f}{inside:>11.4f}{count:>11}  "
                + ("too few rows to tell" if np.isnan(bend) else bent)
            )
        return "\n".join(lines)

    def to_dict(self) -> dict[str, Any]:
        return {
            "share": self.share,
            "ranking": [
                {
                    "law": name, "held_out": None if held is None else held.to_dict(), "rollout": rolled,
                    "in_sample": inside, "constants": count,
                    "bend_p_value": None if np.isnan(bend) else bend, "reason": reason,
                }
                for name, held, rolled, inside, count, bend, reason in self.rows
            ],
        }  # fmt: skip


def compare(
    table: Mapping[str, ArrayLike],
    laws: Sequence[str],
    *,
    share: float = 0.2,
    seed: int = 0,
    level: float = 0.9,
    **options: Any,
) -> Ranking:
    """Ranking of laws, each a name on the shelf or a formula, on one table. options : as of `fit_table`."""
    if len(laws) < 2:
        raise InvalidArgument("--compare", ", ".join(laws), "name two laws or more")
    rows: list[tuple[Any, ...]] = []
    for law in laws:
        formula = any(sign in law for sign in "^*/+()")
        given: dict[str, Any] = {"model": law} if formula else {"law": law}
        try:
            fit = fit_table(table, **given, seed=seed, level=level, bootstrap=0, **options)
            held = hold_out(fit.task, share, level=level, seed=seed, bootstrap=0)
        except InvalidArgument as error:
            if error.name in ("--law", "--model"):
                raise
            rows.append((law, None, np.inf, np.inf, 0, float("nan"), str(error)))
            continue
        except ScalingLawError as error:
            rows.append((law, None, np.inf, np.inf, 0, float("nan"), str(error)))
            continue
        try:
            steps = rollout(fit.task, level=level, seed=seed, bootstrap=0)
            rolled = float(np.sqrt(np.mean([step.error**2 for step in steps])))
        except InvalidArgument:
            rolled = float("nan")
        inside = float(np.sqrt(np.mean(fit.residuals**2)))
        bend = fit.bend.p_value if fit.bend.degrees else float("nan")
        rows.append((law, held, rolled, inside, len(fit.natural), bend, ""))
    rows.sort(key=lambda row: np.inf if row[1] is None else row[1].error)
    return Ranking(tuple(rows), share)
