"""Model choice: information criteria, and the forecast of runs that the fit never saw."""

from dataclasses import dataclass, replace
from math import log
from typing import Any

import numpy as np

from ..errors import InvalidArgument, require_fraction
from ..quantity import Quantity, exact, percent
from .result import SurfaceFit
from .runs import Runs
from .solver.kernel import Problem
from .solver.newton import minimise, without_floor
from .solver.seeds import conditional_seeds
from .surface import fit_surface

OFF = -800.0
FORMS = {
    "E + A/N^alpha + B/D^beta": (True, True, True, True, True),
    "A/N^alpha + B/D^beta": (False, True, True, True, True),
    "E + A/N^alpha": (True, True, False, True, False),
    "E + B/D^beta": (True, False, True, False, True),
    "A/N^alpha": (False, True, False, True, False),
    "B/D^beta": (False, False, True, False, True),
}
GOLDEN = 0.6180339887498949


@dataclass(frozen=True)
class Criterion:
    """One form of the law: free parameters (noise scale included), log-likelihood, AIC, AICc and BIC."""

    form: str
    parameters: int
    log_likelihood: float
    aic: float
    aicc: float
    bic: float


def information_criteria(fit: SurfaceFit) -> list[Criterion]:
    """Criterion for every form of the law nested in the surface, lowest AICc first.

    The noise is taken to have the density for which the fit's own loss is the maximum-likelihood loss, with
    its scale estimated for each form.
    """
    n, found = len(fit.runs), []
    for form, free in FORMS.items():
        likelihood = _log_likelihood(fit.problem.loss, _best_objective(fit.problem, free), n)
        k = sum(free) + 1
        aic = 2 * k - 2 * likelihood
        correction = 2 * k * (k + 1) / (n - k - 1) if n > k + 1 else float("inf")
        found.append(Criterion(form, k, likelihood, aic, aic + correction, k * log(n) - 2 * likelihood))
    return sorted(found, key=lambda criterion: criterion.aicc)


def _best_objective(problem, free):
    seeds = conditional_seeds(problem.design)[0]
    if not free[0]:
        seeds = without_floor(seeds)
    for amplitude, exponent in ((1, 3), (2, 4)):
        if not free[amplitude]:
            seeds[:, amplitude], seeds[:, exponent] = OFF, 0.0
    return float(minimise(Problem(problem.design, problem.loss, free), seeds).objective.min())


def _log_likelihood(loss, objective, n):
    """Largest log-likelihood over the noise scale, by golden section on its logarithm."""

    def minus(log_scale):
        scale = float(np.exp(log_scale))
        return n * loss.log_normaliser(scale) + objective / scale

    centre = log(max(objective / n, 1e-30))
    low, high = centre - 8, centre + 8
    while high - low > 1e-9:
        left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        low, high = (low, right) if minus(left) <= minus(right) else (left, high)
    return -minus((low + high) / 2)


@dataclass(frozen=True)
class Holdout:
    """How a fit without the largest runs forecasts them.

    fit : SurfaceFit to the rest. held : Runs kept back. forecasts : Quantities, one for each held run.
    coverage : share of held losses inside the stated intervals. error : root-mean-square log error.
    bias : mean of log predicted - log observed loss.
    """

    fit: SurfaceFit
    held: Runs
    forecasts: tuple[Quantity, ...]
    coverage: Quantity
    error: Quantity
    bias: Quantity

    def to_dict(self) -> dict[str, Any]:
        """The forecast as plain data, named as those of every other law."""
        return {
            "measure": "C", "scale": float(self.held.compute.min()), "fitted": len(self.fit.runs),
            "held": len(self.held), "error": self.error.value, "bias": self.bias.value,
            "coverage": self.coverage.value / 100, "level": self.fit.sampling.level,
        }  # fmt: skip

    def __str__(self) -> str:
        level = 100 * self.fit.sampling.level
        return (
            f"{len(self.held)} runs held out, from {self.held.compute.min():.3g} FLOP; "
            f"{level:g} % intervals covered {self.coverage}; "
            f"root-mean-square log error {self.error}, bias {self.bias}"
        )


def holdout(runs: Runs, share: float = 0.2, *, level: float = 0.9, **options: Any) -> Holdout:
    """Hold out the `share` of runs with the largest compute, fit the rest, and score the forecasts.

    options : passed on to `fit_surface`. The forecasts are those of single runs.
    """
    share = float(require_fraction("share", share))
    order = np.argsort(runs.compute, kind="stable")
    cut = len(runs) - max(1, int(round(share * len(runs))))
    if cut < 2:
        raise InvalidArgument("share", share, "too few runs are left to fit")
    fit = fit_surface(replace(runs.take(order[:cut]), dropped=()), level=level, **options)
    held = runs.take(order[cut:])
    forecasts = tuple(fit.forecast(N, D) for N, D in zip(held.parameters, held.tokens, strict=True))
    inside = [q.low <= loss <= q.high for q, loss in zip(forecasts, held.loss, strict=True)]
    errors = np.log([q.value for q in forecasts]) - np.log(held.loss)
    return Holdout(
        fit, held, forecasts, percent(np.mean(inside)), exact(np.sqrt(np.mean(errors**2))), exact(np.mean(errors))
    )
