"""Optimal sizes against compute, as a power law: the common end of approaches 1 and 2."""

from dataclasses import dataclass, field

import numpy as np

from ..errors import InvalidArgument, require_at_least, require_choice, require_fraction
from ..laws import FLOP_PER_PARAMETER_TOKEN
from ..quantity import estimate
from .bootstrap import interval_of
from .output import as_csv, as_json

PLOTTED = 40


@dataclass(frozen=True)
class AllocationFit:
    """N_opt = k C^a, read off optimal sizes at several budgets.

    budgets, sizes (k,): FLOP and optimal parameters. coefficients (2,): log k' and a, in logs centred on
    `centre`. draws (rows, 2): the same for resamples, and jackknife (k, 2) with one curve or run left out, which the
    kind "bca" needs. left_out : sentences on what was not used.
    """

    budgets: np.ndarray
    sizes: np.ndarray
    coefficients: np.ndarray
    draws: np.ndarray = field(repr=False)
    centre: float
    level: float
    method: str
    n: int
    left_out: tuple = ()
    loss_unit: str = "nats/token"
    kind: str = "percentile"
    jackknife: np.ndarray | None = field(default=None, repr=False)

    @property
    def parameters(self):
        """a (exponent of N_opt) and b = 1 - a (exponent of D_opt), as Quantities."""
        return {
            "a": self._quantity(lambda line: line[1], "", "a"),
            "b": self._quantity(lambda line: 1 - line[1], "", "b"),
        }

    def optimum(self, C):
        """Name -> Quantity at C FLOP: parameters, tokens, tokens per parameter."""
        size = lambda line: self._size(C, line)  # noqa: E731
        tokens = lambda line: C / (FLOP_PER_PARAMETER_TOKEN * size(line))  # noqa: E731
        return {
            "parameters": self._quantity(size, "parameters", "parameters"),
            "tokens": self._quantity(tokens, "tokens", "tokens"),
            "tokens per parameter": self._quantity(
                lambda line: tokens(line) / size(line), "tokens/parameter", "tokens per parameter"
            ),
        }

    def _size(self, C, coefficients):
        return np.exp(coefficients[0] + coefficients[1] * (np.log(C) - self.centre))

    def _quantity(self, function, unit, name):
        value, (low, high) = function(self.coefficients), self._interval(function)
        return estimate(value, low, high, method=self.method, level=self.level, unit=unit, n=self.n, name=name)

    def _interval(self, function):
        left_out = None if self.jackknife is None else function(self.jackknife.T)
        return interval_of(self.kind, self.level, function(self.coefficients), function(self.draws.T), left_out)

    def to_dict(self):
        """The fit as plain data, with the optimal sizes behind it."""
        return {
            "loss_unit": self.loss_unit,
            "method": self.method,
            "level": self.level,
            "n": self.n,
            "parameters": {
                name: {"value": q.value, "low": q.low, "high": q.high} for name, q in self.parameters.items()
            },
            "optima": [
                {"compute": c, "parameters": size}
                for c, size in zip(*map(list, (self.budgets, self.sizes)), strict=True)
            ],
            "left_out": list(self.left_out),
        }

    def to_json(self):
        """The result as JSON text."""
        return as_json(self.to_dict())

    def to_csv(self):
        """The exponents as CSV text: name, value, low, high, level, method, n."""
        return as_csv(self.parameters)

    def plot(self, axes):
        """Optimal sizes over compute, the fitted line and its interval, on matplotlib axes."""
        C = np.geomspace(self.budgets.min(), 10 * self.budgets.max(), PLOTTED)
        low, high = np.array([self._interval(lambda line, c=c: self._size(c, line)) for c in C]).T
        axes.plot(self.budgets, self.sizes, "o", markersize=4, label="optimal sizes")
        axes.plot(C, self._size(C, self.coefficients), linewidth=1.2, label="power law")
        axes.fill_between(C, low, high, alpha=0.25, linewidth=0, label=f"{100 * self.level:g} % interval")
        axes.set(xscale="log", yscale="log", xlabel="compute C, FLOP", ylabel="optimal parameters N")
        axes.set_title(self.method, loc="left", fontsize=9)
        axes.legend(frameon=False)
        return axes

    def __str__(self):
        lines = [self.method, *(f"{name}  {quantity.full}" for name, quantity in self.parameters.items())]
        return "\n".join(lines + [f"left out: {sentence}" for sentence in self.left_out])


def line(log_x, log_y, weights=None):
    """Intercept and slope (2,) of a least-squares line; `weights` may be (rows, n), giving (2, rows)."""
    weights = np.ones_like(log_x) if weights is None else weights
    total = weights.sum(-1)
    x, y = (weights @ log_x) / total, (weights @ log_y) / total
    slope = ((weights @ (log_x * log_y)) / total - x * y) / ((weights @ log_x**2) / total - x * x)
    return np.stack([y - slope * x, slope])


def check_options(bootstrap, interval, level):
    """Refuse options that approaches 1 and 2 do not have."""
    require_at_least("bootstrap", bootstrap, 1)
    require_choice("interval", interval, ("percentile", "bca"))
    require_fraction("level", level)


def require_budgets(count, what):
    """Raise InvalidArgument unless two optimal sizes at least are left."""
    if count < 2:
        raise InvalidArgument("runs", count, f"a power law needs two {what} or more with an optimum inside their range")
