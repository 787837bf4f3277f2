"""How a prediction is compared with an observation: robust losses of a difference, and the binomial deviance.

Each has `value`, `slope`, `curvature` and `majorant` of eta (rows, n) against the observations (n,), and `window`, the
half-width (rows, 1) over which a kinked loss spreads its curvature.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import InvalidArgument, nearest, require_fraction, require_positive
from ...kinds import ArrayLike, Number
from ..solver.losses import HOFFMANN_DELTA, Cauchy, Huber, LeastSquares, Loss

LOSSES = ("huber", "squares", "cauchy", "lad", "asymmetric", "binomial")
SAME = {"least squares": "squares", "least-squares": "squares", "ols": "squares", "l1": "lad"}
LAD_DELTA = 1e-6
PATH = (1e-3, 1e-4, 1e-5)
TAIL = 0.25


@dataclass(frozen=True)
class Residuals:
    """A loss of losses.py on differences between the prediction's coordinate and the observed one."""

    loss: Loss

    def value(self, eta: np.ndarray, observed: np.ndarray) -> np.ndarray:
        r = eta - observed
        return self.loss.value(r, self.loss.influence(r))

    def slope(self, eta: np.ndarray, observed: np.ndarray) -> np.ndarray:
        return self.loss.influence(eta - observed)

    def curvature(self, eta: np.ndarray, observed: np.ndarray, window: np.ndarray) -> np.ndarray:
        return self.loss.curvature(eta - observed, window)

    def majorant(self, eta: np.ndarray, observed: np.ndarray) -> np.ndarray:
        return self.loss.weight(eta - observed)

    def window(self, objective: np.ndarray, runs: np.ndarray, width: np.ndarray) -> np.ndarray:
        return self.loss.window(objective, runs, width)

    @property
    def settled(self) -> float:
        """The width at which the curvature is the loss's own."""
        return 1e-3 if self.loss.kinked else 1.0

    def path(self, factors: Sequence[float] = ()) -> "list[Residuals]":
        """Wider losses, through which this one is approached."""
        return [Residuals(self.loss.wider(factor)) for factor in factors] if self.loss.kinked else []


@dataclass(frozen=True)
class Binomial:
    """Half the deviance of shares observed among `trials` (n,) questions, predicted as probabilities."""

    trials: np.ndarray
    settled = 1.0
    name = "binomial"

    def value(self, eta: np.ndarray, observed: np.ndarray) -> np.ndarray:
        p = np.clip(eta, 1e-12, 1 - 1e-12)
        return self.trials * (_x_log(observed, observed / p) + _x_log(1 - observed, (1 - observed) / (1 - p)))

    def slope(self, eta: np.ndarray, observed: np.ndarray) -> np.ndarray:
        p = np.clip(eta, 1e-12, 1 - 1e-12)
        return self.trials * (p - observed) / (p * (1 - p))

    def curvature(self, eta: np.ndarray, observed: np.ndarray, window: np.ndarray | None) -> np.ndarray:
        p = np.clip(eta, 1e-12, 1 - 1e-12)
        return self.trials / (p * (1 - p)) + 0 * observed

    def majorant(self, eta: np.ndarray, observed: np.ndarray) -> np.ndarray:
        return self.curvature(eta, observed, None)

    def window(self, objective: np.ndarray, runs: np.ndarray, width: np.ndarray) -> np.ndarray:
        return np.ones_like(objective)[:, None]

    def path(self, factors: Sequence[float] = ()) -> list[Residuals]:
        return []


def _x_log(x, ratio):
    return x * np.log(np.where(x > 0, ratio, 1.0))


@dataclass(frozen=True)
class Asymmetric(Huber):
    """Huber's loss with runs above and below the law weighted unequally.

    tail : the share of runs that are to lie below the law, where delta is small: a law through the better runs, when
    bad tuning can only raise a loss. A residual is predicted less observed, so it is positive for a run below.
    """

    tail: float = TAIL
    name = "asymmetric"

    def _side(self, r):
        return np.where(r > 0, 2 * (1 - self.tail), 2 * self.tail)

    def influence(self, r: np.ndarray) -> np.ndarray:
        return self._side(r) * np.clip(r, -self.delta, self.delta)

    def value(self, r: np.ndarray, influence: np.ndarray) -> np.ndarray:
        side = self._side(r)
        pull = influence / side
        return side * pull * (r - 0.5 * pull)

    def curvature(self, r: np.ndarray, window: Number) -> np.ndarray:
        return self._side(r) * super().curvature(r, window)

    def weight(self, r: np.ndarray) -> np.ndarray:
        return self._side(r) * super().weight(r)

    def wider(self, factor: float) -> "Asymmetric":
        return Asymmetric(self.delta * factor, self.tail)


@dataclass(frozen=True)
class Sharp(Residuals):
    """Residuals under a loss whose kink is all but a point: it is approached through wider ones."""

    @property
    def settled(self) -> float:
        return 1e-6

    def path(self, factors: Sequence[float] = ()) -> list[Residuals]:
        return [Residuals(Huber(delta)) for delta in PATH]


def named(loss: str) -> str:
    """The loss's own name; InvalidArgument with the nearest ones for another word."""
    loss = SAME.get(loss, loss)
    if loss not in LOSSES:
        raise InvalidArgument("--loss", loss, f"it must be one of {', '.join(LOSSES)}{nearest(loss, LOSSES)}")
    return loss


def measure(
    loss: str,
    *,
    delta: float = HOFFMANN_DELTA,
    tail: float = TAIL,
    sigma: float | None = None,
    trials: ArrayLike | None = None,
) -> Residuals | Binomial:
    """The measure of one of LOSSES.

    delta : width of Huber's parabola. tail : of "asymmetric". sigma : robust standard deviation, which sets the scale
    of "cauchy". trials : (n,) questions behind each share, for "binomial".
    """
    loss = named(loss)
    if loss == "binomial":
        if trials is None:
            raise InvalidArgument("--loss", loss, "binomial errors need the number of questions behind each score")
        return Binomial(np.asarray(trials, dtype=float))
    if loss == "cauchy":
        return Residuals(Cauchy.of(sigma or 0.0))
    if loss == "asymmetric":
        return Residuals(Asymmetric(float(require_positive("delta", delta)), float(require_fraction("tail", tail))))
    if loss == "squares":
        return Residuals(LeastSquares())
    if loss == "lad":
        return Sharp(Huber(LAD_DELTA))
    return Residuals(Huber(float(require_positive("delta", delta))))
