"""Laws of one variable, with or without a floor, fitted to (x, loss)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any

import numpy as np

from ..errors import InvalidArgument, require_choice, require_fraction, require_positive
from ..kinds import ArrayLike, Number
from ..laws import PowerLaw, PowerLawWithFloor
from ..quantity import Quantity, estimate
from .bootstrap import bootstrap as draw_bootstrap
from .bootstrap import interval_of, jackknife, require_resamples
from .covariance import spread, student_cloud
from .output import as_csv, as_json
from .progress import reporter
from .sampling import INTERVALS
from .solver.kernel import Design, Problem, to_natural
from .solver.losses import HOFFMANN_DELTA, Huber, LeastSquares
from .solver.newton import minimise, without_floor
from .solver.seeds import EXPONENTS, conditional_seeds

OFF = -800.0


@dataclass(frozen=True)
class PowerLawFit:
    """A law of one variable fitted to (x, loss). See `fit_power_law`.

    law : PowerLaw or PowerLawWithFloor. draws : name -> (rows,) refits, or draws from the Hessian's covariance.
    left_out : name -> (k,) jackknife refits, for the kind "bca". predicted, residuals (n,): at the fit; the residuals
    are log predicted - log observed loss.
    """

    law: PowerLaw | PowerLawWithFloor
    draws: dict[str, np.ndarray] = field(repr=False)
    left_out: dict[str, np.ndarray] | None = field(repr=False)
    kind: str
    level: float
    method: str
    n: int
    converged: bool
    predicted: np.ndarray = field(repr=False)
    residuals: np.ndarray = field(repr=False)

    @property
    def parameters(self) -> dict[str, Quantity]:
        """Name -> Quantity of every constant."""
        return {name: self.quantity(attrgetter(name), name=name) for name in self.draws}

    def quantity(self, function: Callable[[Any], Number], unit: str = "", name: str = "") -> Quantity:
        """`function(law)` at the fit, as a Quantity; the function must take a law whose constants are arrays."""
        many = np.asarray(function(type(self.law)(**self.draws)))  # type: ignore[arg-type]
        without = None
        if self.left_out is not None:
            without = np.asarray(function(type(self.law)(**self.left_out)))  # type: ignore[arg-type]
        value = float(function(self.law))
        low, high = interval_of(self.kind, self.level, value, many, without)
        return estimate(value, low, high, method=self.method, level=self.level, unit=unit, n=self.n, name=name)

    def forecast(self, x: float, unit: str = "") -> Quantity:
        """Loss of the law at x, as a Quantity."""
        return self.quantity(lambda law: law.loss(x), unit, "loss")

    def __str__(self) -> str:
        return "\n".join(f"{name:<10} {quantity.full}" for name, quantity in self.parameters.items())

    def to_dict(self) -> dict[str, Any]:
        """The fit as plain data."""
        parameters = {name: {"value": q.value, "low": q.low, "high": q.high} for name, q in self.parameters.items()}
        record = {"rows": self.n, "method": self.method, "level": self.level, "converged": self.converged}
        return record | {"parameters": parameters}

    def to_json(self) -> str:
        """The result as JSON text."""
        return as_json(self.to_dict())

    def to_csv(self) -> str:
        """The parameters as CSV text: name, value, low, high, level, method, n."""
        return as_csv(self.parameters)


def fit_power_law(
    x: ArrayLike,
    loss: ArrayLike,
    *,
    floor: bool = True,
    robust: str = "huber",
    delta: float = HOFFMANN_DELTA,
    bootstrap: int = 1000,
    interval: str = "percentile",
    level: float = 0.95,
    seed: int = 0,
    progress: bool = False,
) -> PowerLawFit:
    """Fit loss = floor + amplitude · x^-exponent, or without a floor (scale / x)^exponent, on log residuals.

    x, loss : (n,) positive. robust : "huber" or "least squares". bootstrap, interval, level, seed, progress : as in
    `fit_surface`, whose solver this is, with the second variable switched off.

    Raises
    ------
    InvalidArgument
        If lengths differ, there are fewer rows than constants, or the loss does not fall with x.
    """
    x, loss = np.atleast_1d(require_positive("x", x)), np.atleast_1d(require_positive("loss", loss))
    require_choice("robust", robust, ("huber", "least squares"))
    require_choice("interval", interval, INTERVALS)
    require_fraction("level", level)
    require_resamples(bootstrap)
    if x.shape != loss.shape:
        raise InvalidArgument("x", x.shape, "x and loss must have the same length")
    free = (bool(floor), True, False, True, False)
    if len(x) < sum(free):
        raise InvalidArgument("x", len(x), f"{len(x)} rows cannot determine {sum(free)} constants")
    if len(x) == sum(free):
        raise InvalidArgument("x", len(x), f"an interval needs more rows than the {sum(free)} constants")
    problem = Problem(Design.of(x, x, loss), Huber(delta) if robust == "huber" else LeastSquares(), free)
    ends = minimise(problem, _one_variable_seeds(problem.design, floor))
    best = ends.take([ends.objective.argmin()])
    kind = "hessian" if bootstrap == 0 else interval
    draws, left_out, method = _cloud(problem, best.theta[0], kind, int(bootstrap), seed, progress)
    point = _constants(problem.design, best.theta, floor, "the fitted law")
    law = (PowerLawWithFloor if floor else PowerLaw)(**{name: float(value[0]) for name, value in point.items()})
    predicted = np.asarray(law.loss(x))
    return PowerLawFit(
        law, _constants(problem.design, draws, floor, "every resample"),
        None if left_out is None else _constants(problem.design, left_out, floor, "every fit without one row"),
        kind, level, method, len(x), bool(best.converged[0]), predicted, np.log(predicted / loss),
    )  # fmt: skip


def _cloud(problem, theta, kind, resamples, seed, progress):
    """theta (rows, 5) behind the intervals, jackknife refits for "bca", and the name of the method."""
    if kind == "hessian":
        draws = student_cloud(problem, theta, spread(problem, theta), seed)
        return draws, None, f"{problem.loss.name} fit, covariance from the Hessian with Student's t"
    with reporter(resamples, progress, "resamples") as report:
        draws = draw_bootstrap(problem, theta, resamples, seed, progress=report).theta
    left_out = jackknife(problem, theta).theta if kind == "bca" else None
    return draws, left_out, f"{problem.loss.name} fit, {kind} bootstrap of {resamples} resamples"


def _one_variable_seeds(design, floor):
    seeds = conditional_seeds(design, pairs=[(e, e + 0.01) for e in EXPONENTS])[0]
    seeds[:, 2], seeds[:, 4] = OFF, 0.0
    return seeds if floor else without_floor(seeds)


def _constants(design, theta, floor, whose):
    """Name -> (rows,) of the constants in the rows of theta (rows, 5) that are laws."""
    E, A, alpha = to_natural(design, theta)[:, [0, 1, 3]].T
    with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
        scale = np.where(alpha > 0, A, np.nan) ** (1 / np.where(alpha > 0, alpha, 1.0))
    lawful = (alpha > 0) & np.isfinite(A) & (bool(floor) | (np.isfinite(scale) & (scale > 0)))
    if not lawful.any():
        raise InvalidArgument(
            "loss", float(alpha[0]), f"the exponent of {whose} is not positive: the loss does not fall with x"
        )
    E, A, alpha = E[lawful], A[lawful], alpha[lawful]
    return {"floor": E, "amplitude": A, "exponent": alpha} if floor else {"scale": scale[lawful], "exponent": alpha}
