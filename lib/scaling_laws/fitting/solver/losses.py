"""Robust losses of a residual: what each costs, pulls and curves, for whole blocks of residuals at once.

A loss has `influence` (the derivative of its value), `value`, `curvature` (of Newton's method) and
`weight` (influence / residual, which majorises the curvature and is never negative).
"""

from dataclasses import dataclass
from math import erf, exp, lgamma, log, pi, sqrt
from typing import ClassVar, Literal

import numpy as np

from ...kinds import Number

HOFFMANN_DELTA = 1e-3
CAUCHY_TUNING = 2.385  # of normal residuals it keeps 95 % of the information (Holland and Welsch 1977)
SMALLEST_SIGMA = 1e-6  # of losses that follow the law exactly


@dataclass(frozen=True)
class Huber:
    """Quadratic within `delta` of zero, linear beyond (Huber 1964; Hoffmann et al. 2022, Eq. 3)."""

    delta: float = HOFFMANN_DELTA
    name = "huber"
    kinked: ClassVar[Literal[True]] = True

    def influence(self, r: np.ndarray) -> np.ndarray:
        return np.clip(r, -self.delta, self.delta)

    def value(self, r: np.ndarray, influence: np.ndarray) -> np.ndarray:
        return influence * (r - 0.5 * influence)

    def curvature(self, r: np.ndarray, window: Number) -> np.ndarray:
        """One inside delta, zero outside; a wider window spreads the same mass over more residuals."""
        curve = (np.abs(r) <= window).astype(r.dtype)
        curve *= self.delta / window
        return curve

    def weight(self, r: np.ndarray) -> np.ndarray:
        return self.delta / np.maximum(np.abs(r), self.delta)

    def window(self, objective: np.ndarray, runs: np.ndarray, width: Number) -> np.ndarray:
        """Half-width of the curvature window: `width` times the mean absolute residual, at least delta."""
        return np.maximum(self.delta, width * objective / (self.delta * runs))[:, None]

    def wider(self, factor: float) -> "Huber":
        """The same loss with a larger delta, for path following."""
        return Huber(self.delta * factor)

    def log_normaliser(self, scale: float) -> float:
        """log of the integral of exp(-value / scale) over all residuals."""
        near = sqrt(2 * pi * scale) * erf(self.delta / sqrt(2 * scale))
        return log(near + 2 * scale / self.delta * exp(-(self.delta**2) / (2 * scale)))


@dataclass(frozen=True)
class LeastSquares:
    """Half the squared residual: the maximum-likelihood loss of Gaussian noise on log loss."""

    name = "least squares"
    kinked: ClassVar[Literal[False]] = False

    def influence(self, r: np.ndarray) -> np.ndarray:
        return r.copy()

    def value(self, r: np.ndarray, influence: np.ndarray) -> np.ndarray:
        return 0.5 * r * r

    def curvature(self, r: np.ndarray, window: Number | None) -> np.ndarray:
        return np.ones_like(r)

    def weight(self, r: np.ndarray) -> np.ndarray:
        return np.ones_like(r)

    def window(self, objective: np.ndarray, runs: np.ndarray, width: Number) -> np.ndarray:
        return np.ones_like(objective)[:, None]

    def log_normaliser(self, scale: float) -> float:
        return 0.5 * log(2 * pi * scale)


@dataclass(frozen=True)
class Cauchy:
    """scale² / 2 · log(1 + (r / scale)²): gross outliers lose their pull altogether."""

    scale: float
    name = "cauchy"
    kinked: ClassVar[Literal[False]] = False

    @classmethod
    def of(cls, sigma: float) -> "Cauchy":
        """The loss for residuals of robust standard deviation `sigma`."""
        return cls(CAUCHY_TUNING * max(float(sigma), SMALLEST_SIGMA))

    def influence(self, r: np.ndarray) -> np.ndarray:
        return r / (1 + (r / self.scale) ** 2)

    def value(self, r: np.ndarray, influence: np.ndarray) -> np.ndarray:
        return 0.5 * self.scale**2 * np.log1p((r / self.scale) ** 2)

    def curvature(self, r: np.ndarray, window: Number | None) -> np.ndarray:
        squared = (r / self.scale) ** 2
        return (1 - squared) / (1 + squared) ** 2

    def weight(self, r: np.ndarray) -> np.ndarray:
        return 1 / (1 + (r / self.scale) ** 2)

    def window(self, objective: np.ndarray, runs: np.ndarray, width: Number) -> np.ndarray:
        return np.ones_like(objective)[:, None]

    def log_normaliser(self, scale: float) -> float:
        power = self.scale**2 / (2 * scale)
        if power <= 0.5:
            return float("inf")
        return log(self.scale) + 0.5 * log(pi) + lgamma(power - 0.5) - lgamma(power)


Loss = Huber | LeastSquares | Cauchy
