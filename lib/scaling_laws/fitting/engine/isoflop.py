"""Approach 2 by the user's own FLOP: best sizes and best token counts against compute, each fitted for itself.

Where C is 6 N D the two exponents add up to one. Where it counts attention, the head or a recurrence too, they need
not, and each is then read off its own parabolas: of loss over log N, and of loss over log D, at every budget.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import InvalidArgument
from ...kinds import ArrayLike
from ...quantity import Quantity
from ..output import as_csv, as_json
from .descend import descend
from .fit import fit_table
from .predictor import chained, save
from .result import LawResult
from .valleys import FEWEST_SIZES, budgets

if TYPE_CHECKING:
    from matplotlib.axes import Axes

FEWEST_FOR_AN_INTERVAL = 3
ALONG = {"parameters": ("a", "k"), "tokens": ("b", "m")}


@dataclass(frozen=True)
class IsoFlop:
    """fits : measure -> LawResult of that measure against compute, as k C^a and m C^b. compute (budgets,): in FLOP.

    ratio : (least, largest) of C / (6 N D) among the rows. left_out : sentences.
    """

    fits: dict[str, LawResult]
    compute: np.ndarray
    ratio: tuple[float, float]
    left_out: tuple[str, ...]

    @property
    def parameters(self) -> dict[str, Quantity]:
        """a and b, the exponents of the best size and of the best number of tokens."""
        return {ALONG[name][0]: fit.parameters[ALONG[name][0]] for name, fit in self.fits.items()}

    @property
    def converged(self) -> bool:
        return all(fit.converged for fit in self.fits.values())

    @property
    def exit_code(self) -> int:
        return 0 if self.converged else 1

    def optimum(self, C: float) -> dict[str, Quantity]:
        """Name -> Quantity at C FLOP: parameters and tokens."""
        return {name: found[0] for name, found in chained(self._predictors, C=C).items()}

    @property
    def _predictors(self):
        return [fit.predictor for fit in self.fits.values()]

    def __str__(self) -> str:
        low, high = self.ratio
        fit = next(iter(self.fits.values()))
        lines = [
            f"{len(self.compute)} budgets, grouped by the table's own compute, {low:.3g} to {high:.3g} times 6 N D"
        ]
        lines += [fit.method, *(f"{name}  {q.full}" for name, q in self.parameters.items())]
        return "\n".join(lines + [f"left out: {sentence}" for sentence in self.left_out])

    def to_dict(self) -> dict[str, Any]:
        """Everything above as plain data."""
        fit = next(iter(self.fits.values()))
        return {
            "law": "isoflop", "method": fit.method, "level": fit.level, "converged": self.converged,
            "budgets": self.compute.tolist(), "compute_over_6ND": list(self.ratio), "left_out": list(self.left_out),
            "parameters": {n: {"value": q.value, "low": q.low, "high": q.high} for n, q in self.parameters.items()},
            "optima": {name: fit.task.observed.tolist() for name, fit in self.fits.items()},
            "predict": save(self._predictors),
        }  # fmt: skip

    def to_json(self) -> str:
        return as_json(self.to_dict())

    def to_csv(self) -> str:
        return as_csv(self.parameters)

    def plot(self, axes: "Axes") -> "Axes":
        """Best sizes over compute, with the line and its interval."""
        return self.fits["parameters"].plot(axes)


def fit_own_isoflop(
    table: Mapping[str, ArrayLike], *, bootstrap: int = 1000, level: float = 0.95, seed: int = 0
) -> IsoFlop:
    """IsoFlop of a table with parameters, tokens, compute and loss.

    Intervals come from resampled residuals of the parabolas and from the scatter of the vertices about the line; both
    work with few sizes, where resampling runs would leave nothing to fit.

    Raises
    ------
    InvalidArgument
        If fewer than three budgets have a valley with its vertex inside the sizes tried.
    """
    N, D, C, loss = (np.asarray(table[name], dtype=float) for name in ("parameters", "tokens", "compute", "loss"))
    codes, good, left_out = budgets(C), [], []
    for code in range(int(codes.max()) + 1):
        rows = np.flatnonzero(codes == code)
        sound = all(_vertex_inside(np.log(column[rows]), loss[rows]) for column in (N, D))
        good += [rows] if sound else []
        left_out += [] if sound else [f"budget {C[rows[0]]:.3g} FLOP, {len(rows)} runs: no vertex inside its sizes"]
    if len(good) < FEWEST_FOR_AN_INTERVAL:
        raise InvalidArgument(
            "--law isoflop", len(good), "an interval needs three budgets with a valley inside the sizes tried"
        )
    compute = np.array([np.exp(np.log(C[rows]).mean()) for rows in good])
    count = max(int(bootstrap), 200)
    fits = {
        name: _line(name, column, loss, good, compute, count, level, seed)
        for name, column in (("parameters", N), ("tokens", D))
    }
    ratio = C / (6 * N * D)
    return IsoFlop(fits, compute, (float(ratio.min()), float(ratio.max())), tuple(left_out))


def _vertex_inside(x, loss):
    if len(set(x.tolist())) < FEWEST_SIZES:
        return False
    a, b, _ = np.polyfit(x - x.mean(), loss, 2)
    return bool(a > 0 and x.min() < x.mean() - b / (2 * a) < x.max())


def _line(name, column, loss, good, compute, count, level, seed):
    """LawResult of `column` at the vertices against compute, with draws that carry both sources of error."""
    rng = np.random.default_rng(seed)
    vertices, draws = [], []
    pooled = np.concatenate([_rest(np.log(column[rows]), loss[rows]) for rows in good])
    for rows in good:
        x = np.log(column[rows])
        powers = np.vander(x - x.mean(), 3)
        coefficients = np.linalg.lstsq(powers, loss[rows], rcond=None)[0]
        vertices.append(x.mean() - coefficients[1] / (2 * coefficients[0]))
        noise = rng.choice(pooled, (count, len(rows))) if len(pooled) else np.zeros((count, len(rows)))
        a, b, _ = np.linalg.lstsq(powers, (powers @ coefficients + noise).T, rcond=None)[0]
        with np.errstate(all="ignore"):
            draws.append(np.where(a > 0, np.clip(x.mean() - b / (2 * a), x.min() - 2, x.max() + 2), np.nan))
    exponent, scale = ALONG[name]
    fit = fit_table({"C": compute, name: np.exp(vertices)}, model=f"{name} = {scale}*C^{exponent}", loss="squares",
                    bootstrap=0, level=level, seed=seed)  # fmt: skip
    moved = np.stack(draws, 1)
    moved = moved[np.isfinite(moved).all(1)]
    spare = max(len(compute) - 2, 1)
    widened = np.sqrt(len(compute) / spare) * (fit.residuals - fit.residuals.mean())
    student = np.sqrt(spare / rng.chisquare(spare, len(moved)))[:, None]
    aims = moved - student * rng.choice(widened, moved.shape)
    cloud = descend(fit.task.problem, np.repeat(fit.theta[None], len(aims), 0), observed=aims).theta
    method = (
        f"{len(compute)} parabolas, residuals resampled and vertices scattered about the line, {len(aims)} resamples"
    )
    return replace(
        fit, draws=fit.model.natural(fit.task.tape, cloud), kind="percentile", method=method, unit=name, warnings=()
    )


def _rest(x, loss):
    """Residuals of a parabola, widened for its three constants; none where it passes through every run."""
    powers = np.vander(x - x.mean(), 3)
    spare = len(x) - 3
    if spare < 1:
        return np.empty(0)
    fitted = powers @ np.linalg.lstsq(powers, loss, rcond=None)[0]
    return (loss - fitted) * np.sqrt(len(x) / spare)
