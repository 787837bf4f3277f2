"""Fit any law to any table: the front door of the engine."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from ...errors import InvalidArgument, ScalingLawError, nearest, require_at_least, require_choice, require_fraction
from ...formula import evaluate, parse
from ...kinds import ArrayLike
from ...laws.shelf import ShelfLaw, shelf, shelf_law
from ..covariance import FEW_RUNS, NORMAL_DRAWS, at_least, expected_curvature, identified
from ..progress import reporter
from ..sampling import INTERVALS
from .bend import bend_of
from .measures import HOFFMANN_DELTA, TAIL, named
from .model import SHORT, formula_model, shelf_model
from .result import LawResult
from .task import FARTHEST, Task

if TYPE_CHECKING:
    from ..runs import Runs

FEW_RESAMPLES = 40
FEWEST_SPARE = 2  # with one row to spare, resamples cover 0.67 to 0.8 of a nominal 0.9, Student's t 0.82 to 0.97
MANY_HARD = 0.01
LONG = {short: measure for measure, short in ((m, s) for s, m in SHORT.items())}


class NoFit(ScalingLawError, ValueError):
    """The rows cannot hold the law: too few of them, or no value at any start."""


def fit_table(
    table: "Mapping[str, ArrayLike] | Runs", law: str | ShelfLaw = "chinchilla", *, model: str | None = None,
    target: str | None = None, against: str | None = None, fixed: Mapping[str, float] | None = None,
    tied: Mapping[str, str] | None = None, bounds: Mapping[str, tuple[float, float]] | None = None,
    weights: ArrayLike | None = None, groups: ArrayLike | None = None, varying: Sequence[str] | None = None,
    clusters: ArrayLike | None = None, loss: str | None = None, delta: float = HOFFMANN_DELTA, tail: float = TAIL,
    bootstrap: int = 1000, interval: str = "percentile", level: float = 0.95, seed: int = 0, unit: str = "",
    dropped: Sequence[object] = (), progress: bool = False,
) -> LawResult:  # fmt: skip
    """Fit a law from the shelf, or a formula, to columns of a table.

    table : name -> (n,); columns may be called parameters, tokens, compute, loss or N, D, C, L. law : a name on the
    shelf (see `shelf`). model : a formula instead, as "E + A/N^alpha"; names of columns are data, others constants.
    target : the column predicted (default: the law's own, or loss). against : the column that x stands for.
    fixed : name -> value. tied : name -> expression, as {"beta": "alpha"}. bounds : name -> (low, high).
    weights : (n,) or an expression over columns; by default those of the table, where the reader found standard errors
    or weights. groups : (n,) labels, or the name of such a column; the constants
    `varying` (every scale unless named) then have a value for each group. clusters : (n,) labels of rows that are
    drawn together by the bootstrap; by default what the reader found to belong together.
    loss : one of huber, squares, cauchy, lad, asymmetric, binomial (scores with a column questions); by default huber,
    and squares for scores. delta, tail : see `measures`. bootstrap : resamples; 0, or only one row more than constants,
    takes the intervals from the covariance, with Student's t. interval : "percentile", "bca" or "hessian".

    Returns LawResult.

    Raises
    ------
    InvalidArgument
        If a name, a value or a column is not allowed.
    NoFit
        If there are no more rows than free constants, or the law has no value at any start.

    >>> x = np.geomspace(1e18, 1e22, 12)
    >>> fit = fit_table({"compute": x, "loss": 1.7 + 40 * x**-0.1}, "power-with-floor", bootstrap=0)
    >>> round(fit.natural["floor"], 6), round(fit.natural["exponent"], 6)
    (1.7, 0.1)
    """
    _check(bootstrap, interval, level)
    if hasattr(table, "account"):  # Runs, or a Table of the reader
        weights = table.weights if weights is None else weights  # type: ignore[union-attr]
        clusters = table.groups if clusters is None else clusters  # type: ignore[union-attr]
    table = {name: np.asarray(column) for name, column in _as_dict(table).items()}
    model_, data, observed, codes = _prepared(table, law, model, target, against, fixed, tied, bounds, groups, varying)
    loss = _loss_of(loss, model_, table)
    prior = _weights(weights, table, len(observed))
    trials = _trials(table, observed) if loss == "binomial" else None
    _, clusters = _codes(clusters, table, len(observed), "clusters")
    count = len(model_.free)
    if len(observed) <= count:
        raise NoFit(
            f"{len(observed)} rows cannot hold a law of {count} free constants ({', '.join(model_.free)}) and an "
            "interval: add runs, fix or tie constants, or choose a law with fewer"
        )
    if np.ptp(observed) == 0:
        raise NoFit(
            f"every row has the same {model_.target}, {observed[0]:.6g}: there is no law to fit; check the column"
        )
    task = Task.of(
        model_, data, observed, prior=prior, codes=codes, clusters=clusters, loss=loss, delta=delta, tail=tail,
        trials=trials,
    )  # fmt: skip
    return fit_task(
        task, bootstrap=bootstrap, interval=interval, level=level, seed=seed, unit=unit, dropped=dropped,
        against=against or (model_.law.against if model_.law else ""), progress=progress,
    )  # fmt: skip


def fit_task(
    task: Task,
    *,
    bootstrap: int = 1000,
    interval: str = "percentile",
    level: float = 0.95,
    seed: int = 0,
    unit: str = "",
    dropped: Sequence[object] = (),
    against: str = "",
    progress: bool = False,
) -> LawResult:
    """LawResult of a Task. Options as in `fit_table`."""
    model = task.model
    found, account = task.minimum()
    theta = found.theta[0]
    if not np.isfinite(found.objective[0]) or not np.isfinite(theta).all():
        raise NoFit(f"the law {model.formula} has no finite value at any start: check it, or bound its constants")
    covariance, lost = task.covariance(theta)
    covariance = _of_few_rows(task, theta, covariance)
    tight = task.n < len(theta) + FEWEST_SPARE
    kind = "hessian" if bootstrap == 0 or tight else interval
    warnings, left_out = _start_warnings(account), None
    if tight:
        warnings.append(
            f"{task.n} rows for {len(theta)} constants leave one to judge the scatter by; no resamples drawn"
        )
    if kind == "hessian":
        cloud, drawn = _student_cloud(task, theta, covariance, seed), (0, 0)
        method = f"{task.loss} fit, covariance from the Hessian, Student's t"
    else:
        with reporter(bootstrap, progress, "resamples") as report:
            ends = task.bootstrap(found, int(bootstrap), seed, report)
        cloud, warnings = ends.theta, warnings + _resample_warnings(ends, bootstrap) + _cluster_warnings(task)
        drawn = len(ends.converged), int(np.sum(~ends.converged))
        what = "rows" if task.clusters is None else "clusters of rows"
        what += " within groups" if task.codes is not None and task.clusters is None else ""
        method = f"{task.loss} fit, {kind} bootstrap over {what}, {bootstrap} resamples"
        if kind == "bca":
            left_out = model.natural(task.tape, task.jackknife(found).theta)
    natural = {name: float(value[0]) for name, value in model.natural(task.tape, theta[None]).items()}
    unknown = _unknown(task, covariance, lost)
    if unknown:
        warnings.append(f"not identified by these rows: {', '.join(unknown)}; their intervals are unbounded")
    warnings += _bound_warnings(model, natural)
    return LawResult(
        task, theta, natural, model.natural(task.tape, cloud), left_out, covariance, unknown, kind, level, method,
        float(found.objective[0]), float(found.stationarity[0]), account, bend_of(task, theta), tuple(warnings),
        _notes(task), tuple(dropped), unit, against, unit, resamples=drawn,
    )  # fmt: skip


def _check(bootstrap, interval, level):
    require_choice("interval", interval, INTERVALS)
    require_fraction("level", level)
    if not 0 < level < 1:
        raise InvalidArgument("level", level, "a probability between zero and one")
    require_at_least("bootstrap", bootstrap, 0)
    if 0 < bootstrap < 5:
        raise InvalidArgument(
            "bootstrap", bootstrap, "no interval comes from so few resamples: give 0, or 100 and more"
        )


def _as_dict(table):
    if hasattr(table, "keys"):
        return table
    return {key: getattr(table, key) for key in ("parameters", "tokens", "compute", "loss")}


def _prepared(table, law, model, target, against, fixed, tied, bounds, groups, varying):
    """The Model, its columns name -> (n,), the observed column and the codes of the groups."""
    names, codes = _codes(groups, table, None, "groups")
    options = {"fixed": fixed, "tied": tied, "bounds": bounds, "groups": names, "varying": varying}
    if model is not None:
        target = parse(model).target or target or "loss"
        known = {*table, *(short for short, long in SHORT.items() if long in table)}
        made = formula_model(model, known - {target, SHORT.get(target, target)}, target, **options)
        made = replace(made, logarithm=made.target != "score" and bool(np.all(_column(table, made.target) > 0)))
        data = {name: _finite(name, _column(table, name)) for name in made.inputs}
    else:
        entry = law if isinstance(law, ShelfLaw) else shelf_law(law)
        target = target or entry.target
        observed = _finite(target, _column(table, target))
        data = _shelf_columns(entry, table, against)
        made = shelf_model(entry, data, target, against, observed, **options)
        made = replace(made, logarithm=made.target != "score" and bool(np.all(observed > 0)))
    made = replace(made, grouped_by=groups if isinstance(groups, str) else "")
    observed = _finite(made.target, _column(table, made.target))
    sizes = {name: np.shape(v) for name, v in {**data, made.target: observed}.items()}
    if len(set(sizes.values())) != 1:
        raise InvalidArgument("table", sizes, "columns must have the same length")
    if made.target == "score" and np.any((observed < 0) | (observed > 1)):
        raise InvalidArgument("score", float(observed.max()), "scores are shares between 0 and 1")
    return made, data, observed, codes


def _shelf_columns(law, table, against):
    wanted = [name for name in parse(law.formula).names if name not in {c.name for c in law.constants}]
    data = {}
    for name in wanted:
        column = (against or law.against) if name == "x" else name
        data[name] = _finite(column, _column(table, column, f"the law {law.name} needs a column of "))
    for name, values in data.items():
        if name in ("N", "D", "C", "L", "x", "epochs", "experts") and np.any(values <= 0):
            raise InvalidArgument(name, float(values.min()), "it must be greater than zero")
    if "epochs" in data and np.any(data["epochs"] < 1):
        raise InvalidArgument("epochs", float(data["epochs"].min()), "epochs must be at least one")
    return data


def _column(table, name, why="the table has no column "):
    for key in (name, SHORT.get(name, name), LONG.get(name, name)):
        if key in table:
            return table[key]
    N, D, C = (table.get(key, table.get(SHORT[key])) for key in ("N", "D", "C"))
    if name in ("C", "compute") and N is not None and D is not None:
        return 6.0 * np.asarray(N) * np.asarray(D)
    label = SHORT.get(name, name)
    raise InvalidArgument("table", ", ".join(map(str, table)), f"{why}{label}{nearest(label, table)}")


def _finite(name, column):
    try:
        values = np.atleast_1d(np.asarray(column, dtype=float))
    except (TypeError, ValueError):
        raise InvalidArgument(name, str(column)[:60], "it must hold numbers") from None
    if not np.isfinite(values).all():
        raise InvalidArgument(name, float(values[~np.isfinite(values)][0]), "it must hold finite numbers")
    return values


def _loss_of(loss, model, table):
    if loss is None:
        if model.target == "score":
            return "binomial" if "questions" in table else "squares"
        return "huber"
    loss = named(loss)
    if loss == "binomial" and model.target != "score":
        raise InvalidArgument("--loss", loss, "binomial errors belong to scores; this law predicts " + model.target)
    return loss


def _trials(table, observed):
    if "questions" not in table:
        raise InvalidArgument("--loss", "binomial", "it needs a column of questions: how many were asked")
    return np.broadcast_to(_finite("questions", table["questions"]), observed.shape)


def _weights(weights, table, n):
    if weights is None:
        return None
    if isinstance(weights, str):
        formula = parse(weights, "--weights")
        values = {name: _finite(name, _column(table, name)) for name in formula.names}
        weights = evaluate(formula.node, values)
    weights = np.broadcast_to(np.asarray(weights, dtype=float), (n,))
    if not np.isfinite(weights).all() or np.any(weights < 0) or not weights.sum() > 0:
        raise InvalidArgument(
            "--weights", float(np.min(weights)), "weights must be finite, at least zero, and not all zero"
        )
    return weights


def _codes(labels, table, n, what) -> tuple[tuple[str, ...], np.ndarray | None]:
    """Names of groups and codes (n,) of the rows, or ((), None)."""
    if labels is None:
        return (), None
    if isinstance(labels, str):
        labels = _column(table, labels)
    names, codes = np.unique(np.asarray(labels).astype(str), return_inverse=True)
    if what == "groups" and len(names) < 2:
        raise InvalidArgument("--groups", names[0], "every row belongs to the same group")
    if what == "clusters" and len(names) == len(codes):
        return (), None
    return tuple(map(str, names)), codes


def _of_few_rows(task, theta, covariance):
    """The covariance (k, k), of few rows no narrower than that of rows that scatter equally; see `at_least`."""
    if task.n >= FEW_RUNS or task.clusters is not None or task.loss == "binomial":
        return covariance
    r, move, loss = task.residuals(theta), task.moving(theta), task.problem.measure.loss
    curvature, equal = expected_curvature(loss, r, len(theta)), np.zeros_like(covariance)
    try:
        bread = identified(task.information(theta)[np.ix_(move, move)])[0]
    except np.linalg.LinAlgError:
        return covariance
    scatter = np.sum(task.prior * loss.influence(r) ** 2) / max(task.n - len(theta), 1)
    equal[np.ix_(move, move)] = bread * (scatter / max(curvature, 1e-300))
    return at_least(covariance, equal)


def _student_cloud(task, theta, covariance, seed):
    """theta (rows, k) of Student's t about the fit, inside the bounds."""
    rng, degrees = np.random.default_rng(seed), max(task.n - len(theta), 1)
    known = np.where(np.isfinite(covariance), covariance, 0.0)
    normal = rng.multivariate_normal(np.zeros(len(theta)), known, NORMAL_DRAWS, method="eigh")
    if task.loss != "binomial":
        normal *= np.sqrt(degrees / rng.chisquare(degrees, NORMAL_DRAWS))[:, None]
    return np.clip(theta + normal, task.problem.low, task.problem.high)


def _unknown(task, covariance, lost):
    """Names of constants that the rows do not identify."""
    variance = np.diag(covariance)
    free = task.model.free
    return tuple(
        name for k, name in enumerate(free)
        if lost[k] or (task.model.kind(name) == "scale" and not variance[k] < FARTHEST**2)
    )  # fmt: skip


def _start_warnings(account):
    if account.at_best == 0:
        return ["the lowest optimum was found from beside another one, not from a start: there may be a lower one"]
    if account.at_best == 1 and account.total > 1:
        return ["only one start led to the lowest optimum: there may be a lower one"]
    return []


def _resample_warnings(ends, resamples):
    warnings, share = [], 100 * float(np.mean(~ends.converged))
    if share > 100 * MANY_HARD:
        warnings.append(f"{share:.3g} % of the resamples did not converge")
    if resamples < FEW_RESAMPLES:
        warnings.append(f"{resamples} resamples are few: the ends of the intervals are themselves uncertain")
    return warnings


def _cluster_warnings(task):
    """A sentence where hardly more clusters than constants are drawn."""
    clusters, count = len(set(() if task.clusters is None else task.clusters.tolist())), len(task.model.free)
    if not 0 < clusters < count + FEWEST_SPARE:
        return []
    return [f"{clusters} clusters of rows are few for {count} constants: the intervals may be too narrow"]


def _bound_warnings(model, natural):
    found = []
    for name, value in natural.items():
        low, high = model.bounds(name)
        constant = model.constant(name)
        if constant.kind == "floor" and value <= 0:
            found.append(f"{name} stands at zero: the rows want no floor")
        elif constant.kind != "scale" and value != 0 and not low * (1 + 1e-9) < value < high * (1 - 1e-9):
            found.append(f"{name} stands at its bound, {value:g}")
    return found


def _notes(task):
    """Sentences on what the formula was taken to mean."""
    model = task.model
    found = []
    if model.law is None:
        found.append(f"columns: {', '.join(model.inputs)}; constants: {', '.join(model.constants)}")
    if np.ptp(task.prior) > 0:
        low, high = task.prior.min(), task.prior.max()
        found.append(f"rows carry weights of {low:.3g} to {high:.3g} times their mean")
    if model.groups:
        shared = [n for n in model.constants if n not in model.varying and n not in model.fixed]
        found.append(
            f"{', '.join(model.varying)} differ between {len(model.groups)} groups; "
            f"shared: {', '.join(shared) or 'none'}"
        )
    return tuple(found)


def laws_listed() -> str:
    """The shelf as text."""
    return "\n".join(str(law) for law in shelf().values())
