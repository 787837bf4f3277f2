"""The profile of the floor: how much worse the best surface becomes when E is held at a value."""

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from ..errors import InvalidArgument, require_fraction
from ..quantity import Quantity, estimate
from .covariance import student_quantile
from .solver.kernel import LOG_ZERO, PARAMETERS, Problem, to_natural
from .solver.newton import minimise_blocks
from .solver.seeds import conditional_seeds

if TYPE_CHECKING:
    from .result import SurfaceFit

COARSE_POINTS = 25
FINE_POINTS = 32
FINE_REACH = 6.0
LARGEST_FLOOR = 0.999
SMALLEST = np.finfo(float).tiny  # of the dispersion: runs that the law meets exactly have none
PAIRS = tuple(product((0.1, 0.5, 1.0), repeat=2))


@dataclass(frozen=True)
class FloorProfile:
    """Quasi-likelihood profile of E.

    floors (k,): values at which E was held, the first one zero. deviance (k,): twice the rise of the
    objective over its least value, divided by the dispersion; at the true floor F with one and n - p degrees of
    freedom, whose quantile is `threshold`. natural (k, 5): the best surface at each. floor : Quantity, the fit with
    its interval.
    """

    floors: np.ndarray
    deviance: np.ndarray
    natural: np.ndarray
    floor: Quantity
    threshold: float

    @property
    def includes_zero(self) -> bool:
        """Whether the data cannot tell the floor from none."""
        return bool(self.deviance[0] <= self.threshold)

    @property
    def near_equal(self) -> np.ndarray:
        """The best surfaces (rows of natural) at the floors that the data do not reject."""
        return self.natural[self.deviance <= self.threshold]


def profile_floor(fit: "SurfaceFit", level: float | None = None) -> FloorProfile:
    """FloorProfile of a SurfaceFit with a free floor, at `level` (by default that of the fit).

    Every held value is solved from the fit and from the seeds of nine pairs of exponents.
    """
    if not fit.problem.free[0]:
        raise InvalidArgument("fit", "floor=False", "there is no floor to profile")
    level = float(require_fraction("level", level or fit.sampling.level))
    threshold = student_quantile(level, fit.spread.degrees) ** 2
    floors = _grid_of_floors(fit)
    theta, objective = _held(fit, floors)
    deviance = 2 * np.maximum(objective - fit.objective, 0) / max(fit.spread.dispersion, SMALLEST)
    value = float(fit.sampling.natural[0])
    low, high = _crossings(floors, deviance, value, threshold)
    quantity = estimate(
        value, low, high, method=f"profile of E, {fit.problem.loss.name} quasi-likelihood", level=level,
        unit=fit.runs.loss_unit, n=len(fit.runs), name="E",
    )  # fmt: skip
    return FloorProfile(floors, deviance, to_natural(fit.problem.design, theta), quantity, threshold)


def _grid_of_floors(fit):
    """Zero to just under the least loss, finer within six standard errors of the fit; beyond it where the fit is."""
    top, value = LARGEST_FLOOR * fit.runs.loss.min(), float(fit.sampling.natural[0])
    reach = FINE_REACH * value * np.sqrt(fit.spread.bounded[0, 0])
    top = top if value < top else value + reach
    fine = np.linspace(max(value - reach, 0.0), min(value + reach, top), FINE_POINTS)
    return np.union1d(np.linspace(0.0, top, COARSE_POINTS), fine)


def _held(fit, floors):
    """theta (k, 5) and objective (k,) of the best surface with the floor held at each of `floors`."""
    problem = Problem(fit.problem.design, fit.problem.loss, (False, *fit.problem.free[1:]))
    starts = np.concatenate([fit.theta[None], conditional_seeds(problem.design, pairs=PAIRS)[0]])
    grid = np.repeat(starts[None], len(floors), 0)
    held = np.log(np.maximum(floors, np.exp(LOG_ZERO)))[:, None]
    grid[..., 1:3] += (grid[..., 0] - held)[..., None]
    grid[..., 0] = held
    grid, rows = grid.reshape(-1, PARAMETERS), problem.design.block_rows()
    ends = minimise_blocks(problem, ((grid[k : k + rows], None) for k in range(0, len(grid), rows)))
    objective = ends.objective.reshape(len(floors), -1)
    best = objective.argmin(1)
    rows = np.arange(len(floors))
    return ends.theta.reshape(len(floors), -1, PARAMETERS)[rows, best], objective[rows, best]


def _crossings(floors, deviance, value, threshold):
    """Where the profile crosses the threshold on either side of the fit.

    The square root of the deviance is interpolated, which is straight where the profile is a parabola.
    """
    below, above = floors < value, floors > value
    low = _crossing(floors[below][::-1], deviance[below][::-1], value, threshold, floors[0])
    return low, _crossing(floors[above], deviance[above], value, threshold, floors[-1])


def _crossing(floors, deviance, value, threshold, end):
    x, y = np.append(value, floors), np.sqrt(np.append(0.0, deviance))
    beyond = np.flatnonzero(y > np.sqrt(threshold))
    if beyond.size == 0:
        return end
    k = beyond[0]
    return float(x[k - 1] + (x[k] - x[k - 1]) * (np.sqrt(threshold) - y[k - 1]) / (y[k] - y[k - 1]))
