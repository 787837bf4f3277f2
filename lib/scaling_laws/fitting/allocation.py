"""Optimal sizes and tokens against compute, as power laws: the common end of approaches 1 and 2."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import InvalidArgument, require_choice, require_fraction
from ..laws import FLOP_PER_PARAMETER_TOKEN
from ..quantity import Quantity, estimate
from .bootstrap import interval_of, require_resamples
from .output import as_csv, as_json, resampled, sentence
from .runs import Runs

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .engine.predictor import Predictor

PLOTTED = 40
SAME_COMPUTE = 1e-6  # relative; a column of FLOP that differs from 6 N D by less is that product, rounded


@dataclass(frozen=True)
class AllocationFit:
    """N_opt = k C^a and D_opt = k' C^b, read off optimal sizes and tokens at several budgets.

    budgets, sizes, tokens (m,): FLOP and the optima. coefficients (4,): log k and a, log k' and b, in logs centred on
    `centre`. draws (rows, 4): the same for resamples, nan where a resample has no line; jackknife (k, 4) with one curve
    or run left out, which the kind "bca" needs. left_out : sentences on what was not used. no_interval : why none is
    stated, or nothing.
    """

    budgets: np.ndarray
    sizes: np.ndarray
    coefficients: np.ndarray
    draws: np.ndarray = field(repr=False)
    centre: float
    level: float
    method: str
    n: int
    left_out: tuple[str, ...] = ()
    loss_unit: str = "nats/token"
    kind: str = "percentile"
    jackknife: np.ndarray | None = field(default=None, repr=False)
    tokens: np.ndarray = field(default=None, kw_only=True)  # type: ignore[arg-type]
    no_interval: str = field(default="", kw_only=True)

    @property
    def parameters(self) -> dict[str, Quantity]:
        """a (exponent of N_opt) and b (exponent of D_opt), as Quantities; b = 1 - a where C = 6 N D."""
        return {
            "a": self._quantity(lambda line: line[1], "", "a"),
            "b": self._quantity(lambda line: line[3], "", "b"),
        }

    def optimum(self, C: float) -> dict[str, Quantity]:
        """Name -> Quantity at C FLOP: parameters, tokens, tokens per parameter."""
        size, tokens = (lambda line, k=k: self._at(C, line[k : k + 2]) for k in (0, 2))
        return {
            "parameters": self._quantity(size, "parameters", "parameters"),
            "tokens": self._quantity(tokens, "tokens", "tokens"),
            "tokens per parameter": self._quantity(
                lambda line: tokens(line) / size(line), "tokens/parameter", "tokens per parameter"
            ),
        }

    def _at(self, C, line):
        return np.exp(line[0] + line[1] * (np.log(C) - self.centre))

    def _quantity(self, function, unit, name):
        value, (low, high) = function(self.coefficients), self._interval(function, 0.0 if unit else -np.inf)
        return estimate(value, low, high, method=self.method, level=self.level, unit=unit, n=self.n, name=name)

    def _interval(self, function, least):
        """(low, high); resamples without a line count half as below and half as above every number."""
        if self.no_interval:
            return least, np.inf
        known = np.isfinite(self.draws).all(1)
        lost = np.full(int(np.sum(~known)), np.inf)
        lost[: len(lost) // 2] = least
        draws = np.concatenate([function(self.draws[known].T), lost])
        left_out = None
        if self.jackknife is not None:
            left_out = function(self.jackknife[np.isfinite(self.jackknife).all(1)].T)
        return interval_of(self.kind, self.level, function(self.coefficients), draws, left_out)

    @property
    def predictors(self) -> "list[Predictor]":
        """Best sizes and best tokens over compute C, in the protocol of every other law; none where there is no law."""
        from .engine.model import formula_model
        from .engine.predictor import Predictor

        known, found = self.draws[np.isfinite(self.draws).all(1)], []
        if not self.is_sound:
            return []
        for name, optima, k in (("parameters", self.sizes, 0), ("tokens", self.tokens, 2)):
            model = formula_model(f"{name} = scale*C^exponent", {"C"})
            constants = lambda lines, k=k: {  # noqa: E731
                "scale": np.exp(lines[..., k] - lines[..., k + 1] * self.centre), "exponent": lines[..., k + 1]
            }  # fmt: skip
            scatter = np.log(optima) - np.log(self._at(self.budgets, self.coefficients[k : k + 2]))
            scatter = scatter * np.sqrt(len(optima) / max(len(optima) - 2, 1))
            natural = {key: float(value) for key, value in constants(self.coefficients).items()}
            ranges = {"C": (float(self.budgets.min()), float(self.budgets.max()))}
            found.append(
                Predictor(model, natural, constants(known), scatter, self.level, self.method, self.n, ranges, name)
            )
        return found

    @property
    def converged(self) -> bool:
        """True: parabolas and lines are solved, not searched for."""
        return True

    def predict(self, of: str = "mean", **inputs: Any) -> dict[str, list[Quantity]]:
        """Name -> Quantities of the best parameters and tokens at inputs such as C=1e24 or C=[1e23, 1e24]."""
        from .engine.predictor import chained

        if not self.is_sound:
            raise InvalidArgument("fit", self.method, self.verdict())
        return chained(self.predictors, of=of, **inputs)

    @property
    def has_law(self) -> bool:
        """Whether optimal sizes and tokens both rise with compute."""
        return bool(np.isfinite(self.coefficients).all() and self.coefficients[1] > 0 and self.coefficients[3] > 0)

    @property
    def is_sound(self) -> bool:
        """Whether there is a law whose exponents have an interval."""
        return self.has_law and bool(np.isfinite([(q.low, q.high) for q in self.parameters.values()]).all())  # type: ignore[arg-type]

    @property
    def resamples(self) -> tuple[int, int]:
        """How many were drawn, and how many of these have fewer than two optima, and so no line."""
        return len(self.draws), int(np.sum(~np.isfinite(self.draws).all(1)))

    def verdict(self) -> str:
        """One sentence on how far to trust the fit."""
        if not self.has_law:
            return "Not a scaling law: optimal sizes and tokens do not both rise with compute."
        if self.no_interval:
            return f"No interval: {self.no_interval}. More sizes or more budgets are needed."
        if not self.is_sound:
            drawn, lost = self.resamples
            return (
                f"The exponents are not determined: {lost} of {drawn} resamples have fewer than two valleys. "
                "The losses scatter too much for so few sizes and budgets."
            )
        if self.left_out:
            return "Straight lines through the optima; not every run or budget was used."
        return "Straight lines through the optima of every budget."

    def to_dict(self) -> dict[str, Any]:
        """The fit as plain data, with the optimal sizes behind it."""
        names = ("compute", "parameters", "tokens")
        return {
            "loss_unit": self.loss_unit,
            "method": self.method,
            "level": self.level,
            "n": self.n,
            "converged": self.converged,
            "has_law": self.has_law,
            "resamples": resampled(*self.resamples),
            "parameters": {
                name: {"value": q.value, "low": q.low, "high": q.high} for name, q in self.parameters.items()
            },
            "optima": [
                dict(zip(names, row, strict=True))
                for row in np.stack([self.budgets, self.sizes, self.tokens], 1).tolist()
            ],
            "left_out": list(self.left_out),
            "verdict": self.verdict(),
            "predict": [predictor.to_dict() for predictor in self.predictors],
        }

    def to_json(self) -> str:
        """The result as JSON text."""
        return as_json(self.to_dict())

    def to_csv(self) -> str:
        """The exponents as CSV text: name, value, low, high, level, method, n."""
        return as_csv(self.parameters)

    def plot(self, axes: "Axes") -> "Axes":
        """Optimal sizes over compute, the fitted line and its interval, on matplotlib axes."""
        C = np.geomspace(self.budgets.min(), 10 * self.budgets.max(), PLOTTED)
        axes.plot(self.budgets, self.sizes, "o", markersize=4, label="optimal sizes")
        axes.plot(C, self._at(C, self.coefficients), linewidth=1.2, label="power law")
        if self.is_sound:
            low, high = np.array([self._interval(lambda line, c=c: self._at(c, line), 0.0) for c in C]).T
            axes.fill_between(C, low, high, alpha=0.25, linewidth=0, label=f"{100 * self.level:g} % interval")
        axes.set(xscale="log", yscale="log", xlabel="compute C, FLOP", ylabel="optimal parameters N")
        axes.set_title(self.method, loc="left", fontsize=9)
        axes.legend(frameon=False)
        return axes

    def __str__(self) -> str:
        lines = [self.method, *(f"{name}  {sentence(quantity)}" for name, quantity in self.parameters.items())]
        return "\n".join([*lines, *(f"left out: {sentence}" for sentence in self.left_out), self.verdict()])


def line(log_x: np.ndarray, log_y: np.ndarray, weights: np.ndarray | None = None) -> np.ndarray:
    """Intercept and slope (2,) of a least-squares line; log_y and `weights` may be (rows, n), giving (2, rows)."""
    weights = np.ones_like(log_x) if weights is None else weights
    total = weights.sum(-1)
    x, y = (weights @ log_x) / total, (weights * log_y).sum(-1) / total
    slope = ((weights * log_y) @ log_x / total - x * y) / ((weights @ log_x**2) / total - x * x)
    return np.stack([y - slope * x, slope])


def six_n_d(runs: Runs) -> bool:
    """Whether the compute of the runs is 6 N D, so that optimal tokens follow from optimal sizes."""
    product = FLOP_PER_PARAMETER_TOKEN * runs.parameters * runs.tokens
    return runs.flop is None or bool(np.allclose(runs.compute, product, rtol=SAME_COMPUTE))


def check_options(bootstrap: int, interval: str, level: float) -> None:
    """Refuse options that approaches 1 and 2 do not have."""
    require_resamples(bootstrap, zero=False)
    require_choice("interval", interval, ("percentile", "bca"))
    require_fraction("level", level)


def require_budgets(count: int, what: str) -> None:
    """Raise InvalidArgument unless two optimal sizes at least are left."""
    if count < 2:
        raise InvalidArgument("runs", count, f"a power law needs two {what} or more with an optimum inside their range")
