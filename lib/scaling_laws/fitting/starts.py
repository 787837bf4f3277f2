"""The account of the starts: to which optimum each start of the grid leads."""

from dataclasses import dataclass

import numpy as np

from .newton import TOLERANCE

SAME_OBJECTIVE = 1e-9


@dataclass(frozen=True)
class Optimum:
    """One end of descents: its objective, theta (5,), gradient norm, and how many starts lead to it."""

    objective: float
    theta: np.ndarray
    gradient_norm: float
    starts: int


@dataclass(frozen=True)
class Starts:
    """Every start of the grid accounted for.

    optima : the distinct ends, best first. pairs (rows, 2) and leads_to (rows,): the exponents of each
    descended start and the index of its optimum; a row stands for `weight` starts of the published grid.
    """

    optima: tuple
    pairs: np.ndarray
    leads_to: np.ndarray
    weight: int

    @classmethod
    def of(cls, parts, pairs, weight):
        objective, theta, size = (
            np.concatenate([getattr(part, name) for part in parts]) for name in ("objective", "theta", "gradient_norm")
        )
        order = np.argsort(np.where(np.isfinite(objective), objective, np.inf), kind="stable")
        leads_to, optima = np.empty(len(order), int), []
        for row in order:
            scale = max(abs(optima[-1][0]), 1e-300) if optima else 1.0
            if not optima or not objective[row] <= optima[-1][0] + SAME_OBJECTIVE * scale:
                optima.append([objective[row], row, 0])
            elif size[row] < size[optima[-1][1]]:
                optima[-1][1] = row
            optima[-1][2] += weight
            leads_to[row] = len(optima) - 1
        ends = tuple(Optimum(float(f), theta[row], float(size[row]), count) for f, row, count in optima)
        return cls(ends, pairs, leads_to, weight)

    @property
    def best(self):
        """theta (5,) of the lowest optimum."""
        return self.optima[0].theta

    @property
    def total(self):
        """Number of starts of the grid."""
        return sum(optimum.starts for optimum in self.optima)

    @property
    def share_at_best(self):
        """Share of the starts that lead to the lowest optimum."""
        return self.optima[0].starts / self.total

    @property
    def converged(self):
        """Whether the lowest optimum meets the gradient tolerance."""
        return self.optima[0].gradient_norm <= TOLERANCE
