"""Approach 1 and 2 rest on it: log-log lines for optimal allocations, and laws of one variable."""

from dataclasses import dataclass, field, replace

import numpy as np

from ..errors import InvalidArgument, require_choice, require_positive
from ..laws import PowerLaw, PowerLawWithFloor
from ..quantity import estimate
from .bootstrap import bootstrap as draw_bootstrap
from .bootstrap import percentile_interval
from .kernel import Design, Problem, to_natural
from .losses import HOFFMANN_DELTA, Huber, LeastSquares
from .newton import minimise, without_floor
from .output import as_csv, as_json
from .seeds import EXPONENTS, conditional_seeds

OFF = -800.0


@dataclass(frozen=True)
class PowerLawFit:
    """A law of one variable fitted to (x, loss). See `fit_power_law`.

    law : PowerLaw or PowerLawWithFloor. parameters : name -> Quantity. draws : name -> (rows,) refits.
    predicted, residuals (n,): at the fit; the residuals are log predicted - log observed loss.
    """

    law: object
    parameters: dict
    draws: dict = field(repr=False)
    level: float
    method: str
    n: int
    converged: bool
    predicted: np.ndarray = field(default=None, repr=False)
    residuals: np.ndarray = field(default=None, repr=False)

    def forecast(self, x, unit=""):
        """Loss of the law at x, as a Quantity."""
        law = type(self.law)(**self.draws)
        low, high = percentile_interval(law.loss(x), self.level)
        return estimate(self.law.loss(x), low, high, method=self.method, level=self.level, unit=unit, n=self.n)

    def __str__(self):
        return "\n".join(f"{name:<10} {quantity.full}" for name, quantity in self.parameters.items())

    def to_dict(self):
        """The fit as plain data."""
        parameters = {name: {"value": q.value, "low": q.low, "high": q.high} for name, q in self.parameters.items()}
        record = {"rows": self.n, "method": self.method, "level": self.level, "converged": self.converged}
        return record | {"parameters": parameters}

    def to_json(self):
        """The result as JSON text."""
        return as_json(self.to_dict())

    def to_csv(self):
        """The parameters as CSV text: name, value, low, high, level, method, n."""
        return as_csv(self.parameters)


def fit_power_law(x, loss, *, floor=True, robust="huber", delta=HOFFMANN_DELTA, bootstrap=1000, level=0.95, seed=0):
    """Fit loss = floor + amplitude · x^-exponent, or without a floor (scale / x)^exponent, on log residuals.

    x, loss : (n,) positive. robust : "huber" or "least squares". The solver is that of `fit_surface`, with the
    second variable switched off.

    Raises
    ------
    InvalidArgument
        If lengths differ or the loss does not fall with x.
    """
    x, loss = np.atleast_1d(require_positive("x", x)), np.atleast_1d(require_positive("loss", loss))
    require_choice("robust", robust, ("huber", "least squares"))
    if x.shape != loss.shape:
        raise InvalidArgument("x", x.shape, "x and loss must have the same length")
    free = (floor, True, False, True, False)
    problem = Problem(Design.of(x, x, loss), Huber(delta) if robust == "huber" else LeastSquares(), free)
    start = _one_variable(minimise(problem, _one_variable_seeds(problem.design, floor)))
    refits = draw_bootstrap(problem, start[0], bootstrap, seed)
    point, draws = (to_natural(problem.design, theta)[..., [0, 1, 3]] for theta in (start[0], refits.theta))
    if point[2] <= 0:
        raise InvalidArgument(
            "loss", float(point[2]), "the fitted exponent is not positive: the loss does not fall with x"
        )
    draws = draws[(draws[:, 2] > 0) & np.isfinite(draws).all(1)]
    method = f"{problem.loss.name} fit, percentile bootstrap of {bootstrap} resamples"
    fit = _packed(point, draws, floor, level, method, len(x), start[1])
    predicted = fit.law.loss(x)
    return replace(fit, predicted=predicted, residuals=np.log(predicted / loss))


def _one_variable_seeds(design, floor):
    seeds = conditional_seeds(design, pairs=[(e, e + 0.01) for e in EXPONENTS])[0]
    seeds[:, 2], seeds[:, 4] = OFF, 0.0
    return seeds if floor else without_floor(seeds)


def _one_variable(ends):
    best = ends.objective.argmin()
    return ends.theta[best], bool(ends.converged[best])


def _packed(point, draws, floor, level, method, n, converged):
    def named(natural):
        E, A, alpha = natural.T
        if floor:
            return {"floor": E, "amplitude": A, "exponent": alpha}
        return {"scale": A ** (1 / alpha), "exponent": alpha}

    values, clouds = named(point), named(draws)
    law = (PowerLawWithFloor if floor else PowerLaw)(**{name: float(value) for name, value in values.items()})
    parameters = {
        name: estimate(value, *percentile_interval(clouds[name], level), method=method, level=level, n=n, name=name)
        for name, value in values.items()
    }
    return PowerLawFit(law, parameters, clouds, level, method, n, converged)
