"""Optimal sizes against compute, as a power law: the common end of approaches 1 and 2."""

from dataclasses import dataclass, field

import numpy as np

from ..errors import InvalidArgument
from ..laws import FLOP_PER_PARAMETER_TOKEN
from ..quantity import estimate
from .bootstrap import percentile_interval


@dataclass(frozen=True)
class AllocationFit:
    """N_opt = k C^a, read off optimal sizes at several budgets.

    budgets, sizes (k,): FLOP and optimal parameters. coefficients (2,): log k' and a, in logs centred on
    `centre`. draws (rows, 2): the same for resamples. left_out : sentences on what was not used.
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

    @property
    def parameters(self):
        """a (exponent of N_opt) and b = 1 - a (exponent of D_opt), as Quantities."""
        slopes = self.draws[:, 1]
        a = self._quantity(self.coefficients[1], slopes, "", "a")
        return {"a": a, "b": self._quantity(1 - self.coefficients[1], 1 - slopes, "", "b")}

    def optimum(self, C):
        """Name -> Quantity at C FLOP: parameters, tokens, tokens per parameter."""
        size, sizes = self._size(C, self.coefficients), self._size(C, self.draws.T)
        tokens, many = (C / (FLOP_PER_PARAMETER_TOKEN * v) for v in (size, sizes))
        return {
            "parameters": self._quantity(size, sizes, "parameters", "parameters"),
            "tokens": self._quantity(tokens, many, "tokens", "tokens"),
            "tokens per parameter": self._quantity(
                tokens / size, many / sizes, "tokens/parameter", "tokens per parameter"
            ),
        }

    def _size(self, C, coefficients):
        return np.exp(coefficients[0] + coefficients[1] * (np.log(C) - self.centre))

    def _quantity(self, value, draws, unit, name):
        low, high = percentile_interval(draws, self.level)
        return estimate(value, low, high, method=self.method, level=self.level, unit=unit, n=self.n, name=name)

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


def require_budgets(count, what):
    """Raise InvalidArgument unless two optimal sizes at least are left."""
    if count < 2:
        raise InvalidArgument("runs", count, f"a power law needs two {what} or more with an optimum inside their range")
