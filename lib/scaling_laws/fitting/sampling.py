"""From a cloud of refitted laws to intervals on anything that can be computed from a law."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from ..errors import InvalidArgument, require_choice
from ..kinds import Number
from ..laws import ChinchillaSurface
from ..quantity import Quantity, estimate
from .bootstrap import interval_of

INTERVALS = ("percentile", "bca", "hessian")
MOVE = 1e-6
SAME = 1e-4
Ask = Callable[[ChinchillaSurface], Number]


@dataclass(frozen=True)
class Sampling:
    """The fitted (E, A, B, alpha, beta), and the cloud from which intervals are read.

    natural (5,): the fit. draws (rows, 5): refits of resamples, or draws from the Hessian's covariance.
    left_out (k, 5): jackknife refits, needed for "bca" only. moved (m, 5): the fit, moved a little along each direction
    in which no prediction changes, if there are such. kind : one of INTERVALS. n : runs. no_interval : why none can be
    stated, or nothing.
    """

    natural: np.ndarray
    draws: np.ndarray = field(repr=False)
    kind: str
    level: float
    method: str
    n: int
    left_out: np.ndarray | None = field(default=None, repr=False)
    moved: np.ndarray | None = field(default=None, repr=False)
    no_interval: str = ""

    def __post_init__(self) -> None:
        require_choice("interval", self.kind, INTERVALS)

    @cached_property
    def surface(self) -> ChinchillaSurface:
        """The fitted surface; InvalidArgument if a fitted exponent is not positive."""
        return ChinchillaSurface(*map(float, self.natural))

    @cached_property
    def lawful(self) -> np.ndarray:
        """Which draws are laws at all: finite, with positive amplitudes and exponents."""
        return _lawful(self.draws)

    @cached_property
    def _surfaces(self):
        if not self.lawful.any():
            raise InvalidArgument("draws", len(self.draws), "no resample gave a law with positive exponents")
        return ChinchillaSurface(*self.draws[self.lawful].T)

    @cached_property
    def _left_out_surfaces(self):
        return ChinchillaSurface(*self.left_out[_lawful(self.left_out)].T)

    def values(self, function: Ask) -> np.ndarray:
        """`function(surface)` for every lawful draw."""
        with np.errstate(over="ignore", under="ignore"):
            return np.asarray(function(self._surfaces), dtype=float)

    def quantity(self, function: Ask, unit: str = "", name: str = "") -> Quantity:
        """`function(surface)` at the fit, with its interval; zero to infinity for what the runs do not identify."""
        value, low, high = float(function(self.surface)), 0.0, np.inf
        if not self.undetermined(function):
            low, high = self.interval(value, self.values(function), function)
        return estimate(value, low, high, method=self.method, level=self.level, unit=unit, n=self.n, name=name)

    def undetermined(self, function: Ask) -> bool:
        """Whether no interval can be stated, or `function(surface)` changes where no prediction for these runs does."""
        if self.no_interval:
            return True
        if self.moved is None or not len(self.moved):
            return False
        try:
            moved = np.asarray(function(ChinchillaSurface(*self.moved.T)), dtype=float)
        except InvalidArgument:
            return True
        here = float(function(self.surface))
        return not np.all(np.abs(moved - here) <= SAME * MOVE * abs(here))

    def interval(self, value: float, draws: np.ndarray, function: Ask) -> tuple[float, float]:
        """(low, high) by this sampling's kind of interval."""
        left_out = np.asarray(function(self._left_out_surfaces), dtype=float) if self.kind == "bca" else None
        return interval_of(self.kind, self.level, value, draws, left_out)


def moved_along(flat: np.ndarray, natural: np.ndarray) -> np.ndarray:
    """(E, A, B, alpha, beta), rows, a little along each of `flat` (m, 5) in (E, log A, log B, alpha, beta)."""
    step = MOVE * flat
    moved = natural + step
    moved[:, 1:3] = natural[1:3] * np.exp(step[:, 1:3])
    return moved


def _lawful(natural):
    return np.isfinite(natural).all(1) & (natural[:, 1:] > 0).all(1)
