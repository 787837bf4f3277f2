"""When the form is wrong: rows near their valley, the path of every constant as the band widens, and the frontier.

A surface fitted to wide valleys takes its floor from the wings. Two remedies: fit only the rows whose loss lies within
a few per cent of the lowest point of their valley; or leave the surface and fit a law to the valley minima alone, with
the uncertainty of every minimum carried through.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...errors import InvalidArgument, require_positive
from ...kinds import ArrayLike
from ..isoflop import FEWEST_SIZES, SAME_BUDGET
from .fit import NoFit, fit_table
from .result import LawResult

BANDS = (0.5, 1.0, 2.0, 4.0)
FEWEST_BUDGETS = 4


def budgets(C: ArrayLike, same: float = SAME_BUDGET) -> np.ndarray:
    """(n,) codes of rows that share a budget, in order of compute: neighbours closer than `same` in natural log."""
    C = np.asarray(C, dtype=float)
    order = np.argsort(C, kind="stable")
    steps = np.concatenate([[0], np.cumsum(np.diff(np.log(C[order])) > same)])
    codes = np.empty(len(C), int)
    codes[order] = steps
    return codes


def least_of_budgets(N: np.ndarray, loss: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """(budgets,) least loss of each budget: the vertex of its parabola in log N where it has one, else its best run."""
    found = []
    for code in range(int(codes.max()) + 1):
        rows = codes == code
        found.append(_vertex(np.log(N[rows]), loss[rows], np.ones(int(rows.sum())))[1])
    return np.array(found)


def _vertex(x, loss, weights):
    """(log size, loss) of the lowest point: of the parabola inside the sizes tried, else of the runs."""
    best = int(np.argmin(loss))
    if len(set(x.tolist())) < FEWEST_SIZES:
        return x[best], loss[best]
    centre = x.mean()
    a, b, c = np.polyfit(x - centre, loss, 2, w=np.sqrt(weights))
    if not a > 0 or not x.min() < centre - b / (2 * a) < x.max():
        return x[best], loss[best]
    return centre - b / (2 * a), c - b * b / (4 * a)


def near_valley(table: Mapping[str, ArrayLike], band: float) -> np.ndarray:
    """Mask (n,) of the rows whose loss is within `band` (a share, as 0.02) of the lowest point of their valley.

    That is the vertex of the budget's parabola, which one lucky run does not move; see `least_of_budgets`.
    """
    band = float(require_positive("--near", band))
    N, loss, C = _needed(table)
    codes = budgets(C)
    least = least_of_budgets(N, loss, codes)
    counts = np.bincount(codes)
    if np.sum(counts >= FEWEST_SIZES) < 2:
        raise InvalidArgument("--near", band, "it needs two budgets or more with three runs each")
    return (loss <= (1 + band) * least[codes]) & (counts[codes] >= FEWEST_SIZES)


def _needed(table):
    columns = {}
    for name, short in (("parameters", "N"), ("loss", "L")):
        if name not in table and short not in table:
            raise InvalidArgument("table", ", ".join(table), f"valleys need a column of {name}")
        columns[name] = np.asarray(table.get(name, table.get(short)), dtype=float)
    compute = table.get("compute", table.get("C"))
    tokens = table.get("tokens", table.get("D"))
    if compute is None and tokens is None:
        raise InvalidArgument("table", ", ".join(table), "valleys need a column of compute or of tokens")
    compute = 6 * columns["parameters"] * np.asarray(tokens) if compute is None else np.asarray(compute, dtype=float)
    return columns["parameters"], columns["loss"], compute


@dataclass(frozen=True)
class Path:
    """Fits to rows near their valley, as the band widens. rows : (band, LawResult or reason)."""

    rows: tuple[tuple[float, LawResult | str], ...]

    def __str__(self) -> str:
        fits = [fit for _, fit in self.rows if not isinstance(fit, str)]
        if not fits:
            return "no band holds enough rows: " + "; ".join(f"{100 * b:g} %: {why}" for b, why in self.rows)
        heads = ["band", "rows", *fits[0].parameters, "bend"]
        cells = [heads, *([*_about(band, fit), f"p = {fit.bend.p_value:.1g}"]
                          for band, fit in self.rows if not isinstance(fit, str))]  # fmt: skip
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        lines = iter("  ".join(map(str.rjust, row, widths)) for row in cells)
        told = ["the path of every constant as the band about the valleys widens", next(lines)]
        for band, fit in self.rows:
            told.append(f"{_label(band):>{widths[0]}}  {fit}" if isinstance(fit, str) else next(lines))
        return "\n".join(told)

    def to_dict(self) -> list[dict[str, Any]]:
        found = []
        for band, fit in self.rows:
            entry: dict[str, Any] = {"band": None if np.isinf(band) else band}
            if isinstance(fit, str):
                entry["reason"] = fit
            else:
                entry |= {"rows": fit.n, "bend_p_value": fit.bend.p_value}
                entry["parameters"] = {
                    n: {"value": q.value, "low": q.low, "high": q.high} for n, q in fit.parameters.items()
                }
            found.append(entry)
        return found


def _label(band):
    return "all" if np.isinf(band) else f"{100 * band:g} %"


def _about(band, fit):
    """Band, rows and constants of one fit, as texts."""
    constants = (
        f"{q.bare} ({q.interval.split(q.unit)[0].strip() if q.unit else q.interval})" for q in fit.parameters.values()
    )
    return [_label(band), str(fit.n), *constants]


def path(table: Mapping[str, ArrayLike], band: float, **options: Any) -> Path:
    """Path of a law as the band widens about `band`: half, itself, twice, four times, and all rows."""
    rows: list[tuple[float, LawResult | str]] = []
    bands = [factor * band for factor in BANDS] + [np.inf]
    for one in bands:
        mask = near_valley(table, one) if np.isfinite(one) else np.ones(len(_needed(table)[1]), bool)
        part = {name: np.asarray(column)[mask] for name, column in table.items()}
        own = {name: value[mask] if isinstance(value, np.ndarray) else value for name, value in options.items()}
        try:
            rows.append((one, fit_table(part, **own)))
        except (NoFit, InvalidArgument) as error:
            rows.append((one, str(error)))
    return Path(tuple(rows))


@dataclass(frozen=True)
class Frontier:
    """The minima of the valleys, and a law of loss against compute through them.

    compute, sizes, losses (k,): of the minima. draws (rows, k): the losses of the minima in resamples of the runs
    within their budgets. fit : LawResult of the law through the minima, whose draws refit it to those of `draws`.
    """

    compute: np.ndarray
    sizes: np.ndarray
    losses: np.ndarray
    draws: np.ndarray = field(repr=False)
    fit: LawResult

    def minima(self) -> list[dict[str, float]]:
        """Compute, parameters and loss of every minimum, with low and high of the loss at the level of the fit."""
        tail = (1 - self.fit.level) / 2
        ends = np.nanquantile(self.draws, (tail, 1 - tail), axis=0)
        names = ("compute", "parameters", "loss", "low", "high")
        columns = np.stack([self.compute, self.sizes, self.losses, *ends], 1).tolist()
        return [dict(zip(names, row, strict=True)) for row in columns]

    def __str__(self) -> str:
        lines = [f"frontier of {len(self.compute)} valley minima"]
        lines += [
            f"  C = {m['compute']:.4g} FLOP: least loss {m['loss']:.4f} ({m['low']:.4f} to {m['high']:.4f}) "
            f"at N = {m['parameters']:.4g}"
            for m in self.minima()
        ]
        return "\n".join([*lines, str(self.fit)])


def frontier(
    table: Mapping[str, ArrayLike],
    *,
    law: str = "power-with-floor",
    bootstrap: int = 1000,
    level: float = 0.95,
    seed: int = 0,
    unit: str = "",
    weights: ArrayLike | None = None,
    **options: Any,
) -> Frontier:
    """Frontier of a table: its budgets' least losses, and a law of compute through them, errors carried through.

    law : any law of the shelf over x = compute. weights : (n,) of the rows, in the parabolas. Every resample draws
    runs within their budgets, finds the minima again, adds the scatter of the minima about the law, and refits it.

    Raises
    ------
    InvalidArgument
        If fewer than four budgets have a minimum inside their sizes.
    """
    N, loss, C = _needed(table)
    codes, weights = budgets(C), np.ones(len(C)) if weights is None else np.asarray(weights, dtype=float)
    every = (np.flatnonzero(codes == k) for k in range(int(codes.max()) + 1))
    good = [rows for rows in every if _inside(N, loss, weights, rows)]
    if len(good) < FEWEST_BUDGETS:
        raise InvalidArgument(
            "--law",
            "frontier",
            f"{len(good)} budgets have a valley with its minimum inside the sizes tried; it needs four",
        )
    compute = np.array([np.exp(np.log(C[rows]).mean()) for rows in good])
    points = np.array([_vertex(np.log(N[rows]), loss[rows], weights[rows]) for rows in good])
    draws = _resampled_minima(N, loss, weights, good, max(int(bootstrap), 200), seed)
    minima = {"compute": compute, "loss": points[:, 1]}
    fit = fit_table(minima, law, bootstrap=0, level=level, seed=seed, unit=unit, **options)
    return Frontier(compute, np.exp(points[:, 0]), points[:, 1], draws, _carried(fit, draws, seed))


def _inside(N, loss, weights, rows):
    x = np.log(N[rows])
    if len(set(x.tolist())) < FEWEST_SIZES:
        return False
    a, b, _ = np.polyfit(x - x.mean(), loss[rows], 2, w=np.sqrt(weights[rows]))
    return bool(a > 0 and x.min() < x.mean() - b / (2 * a) < x.max())


def _resampled_minima(N, loss, weights, good, count, seed):
    """(count, budgets) least losses: residuals of each parabola, in units of the rows' errors, resampled and added."""
    rng, found = np.random.default_rng(seed), []
    for rows in good:
        x, root = np.log(N[rows]) - np.log(N[rows]).mean(), np.sqrt(weights[rows])
        powers = np.vander(x, 3) * root[:, None]
        fitted = powers @ np.linalg.lstsq(powers, root * loss[rows], rcond=None)[0]
        rest = root * loss[rows] - fitted
        spare = max(len(rows) - 3, 0)
        rest = rest * np.sqrt(len(rows) / spare) if spare else rest * 0.0
        drawn = fitted + rng.choice(rest, (count, len(rows)))
        a, b, c = np.linalg.lstsq(powers, drawn.T, rcond=None)[0]
        with np.errstate(all="ignore"):
            found.append(np.where(a > 0, c - b * b / (4 * a), np.nan))
    return np.stack(found, 1)


def _carried(fit, draws, seed):
    """The fit with draws that carry the errors of the minima and their scatter about the law."""
    from dataclasses import replace

    from .descend import descend

    rng, task = np.random.default_rng(seed + 1), fit.task
    usable = draws[np.isfinite(draws).all(1) & (draws > 0).all(1)]
    r = fit.residuals - fit.residuals.mean()
    spare = max(task.n - len(fit.theta), 1)
    scatter = rng.choice(r * np.sqrt(task.n / spare), usable.shape)
    aims = (np.log(usable) if task.model.logarithm else usable) - scatter
    ends = descend(task.problem, np.repeat(fit.theta[None], len(aims), 0), observed=aims)
    method = f"{task.loss} fit, minima resampled within {task.n} budgets and about the law, {len(aims)} resamples"
    resamples = len(draws), len(draws) - len(aims) + int(np.sum(~ends.converged))
    clouds = task.model.natural(task.tape, ends.theta)
    return replace(fit, draws=clouds, kind="percentile", method=method, resamples=resamples)
