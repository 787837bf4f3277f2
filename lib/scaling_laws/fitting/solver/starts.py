"""The account of the starts: to which optimum each start of the grid leads."""

from dataclasses import dataclass, replace

import numpy as np

from .newton import TOLERANCE, Solutions

SAME_OBJECTIVE = 1e-9
ROUNDED = 1e-9  # relative: losses come from 32-bit logs of seven digits, so no table knows the eighth after them
SMALLEST_EXPONENT = 1e-6


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
    negligible : a difference of objectives that says nothing, see `negligible`.
    """

    optima: tuple[Optimum, ...]
    pairs: np.ndarray
    leads_to: np.ndarray
    weight: int
    negligible: float = 0.0

    @classmethod
    def of(cls, ends: Solutions, pairs: np.ndarray, weight: int, negligible: float = 0.0) -> "Starts":
        """Account of Solutions `ends`, one row per start."""
        order = np.argsort(np.where(np.isfinite(ends.objective), ends.objective, np.inf), kind="stable")
        leads_to = np.empty(len(order), int)
        optima: list[list[int]] = []
        for row in order:
            lowest = ends.objective[optima[-1][0]] if optima else -np.inf
            if not _same(ends.objective[row], lowest, negligible):
                optima.append([row, row, 0])
            elif _same(ends.objective[row], lowest) and _preference(ends, row) < _preference(ends, optima[-1][1]):
                optima[-1][1] = row
            optima[-1][2] += weight
            leads_to[row] = len(optima) - 1
        found = tuple(_optimum(ends, row, count, ends.objective[first]) for first, row, count in optima)
        return cls(found, pairs, leads_to, weight, negligible)

    def with_lower(self, ends: Solutions) -> "Starts":
        """The account with the lowest of `ends` put first, if it is lower: an optimum to which no start leads."""
        row = int(np.argmin(np.where(np.isfinite(ends.objective), ends.objective, np.inf)))
        if not ends.objective[row] < self.optima[0].objective * (1 - SAME_OBJECTIVE) - self.negligible:
            return self
        return replace(self, optima=(_optimum(ends, row, 0), *self.optima), leads_to=self.leads_to + 1)

    @property
    def best(self) -> np.ndarray:
        """theta (5,) of the lowest optimum."""
        return self.optima[0].theta

    @property
    def total(self) -> int:
        """Number of starts of the grid."""
        return sum(optimum.starts for optimum in self.optima)

    @property
    def share_at_best(self) -> float:
        """Share of the starts that lead to the lowest optimum."""
        return self.optima[0].starts / self.total

    @property
    def converged(self) -> bool:
        """Whether the lowest optimum meets the gradient tolerance."""
        return self.optima[0].gradient_norm <= TOLERANCE


def _preference(ends, row):
    """Of ends equally low one whose terms fall goes first (a single size allows others), then the one whose exponents
    differ least, then the least alpha, then the flattest. Where tokens rise in proportion to size the terms can change
    places, and rounding must not choose between them.
    """
    alpha, beta = map(float, ends.theta[row, 3:])
    rising, steepness = min(alpha, beta) <= SMALLEST_EXPONENT, ends.gradient_norm[row]
    return rising, steepness > TOLERANCE, round(abs(alpha - beta), 3), round(alpha, 3), steepness


def negligible(runs: int) -> float:
    """Sum of squares, halved, of residuals that are the rounding of the losses themselves."""
    return 0.5 * runs * ROUNDED**2


def _same(objective, lowest, negligible=0.0):
    return objective <= lowest + max(SAME_OBJECTIVE * abs(lowest), negligible)


def _optimum(ends, row, starts, objective=None):
    objective = ends.objective[row] if objective is None else objective
    return Optimum(float(objective), ends.theta[row], float(ends.gradient_norm[row]), starts)
