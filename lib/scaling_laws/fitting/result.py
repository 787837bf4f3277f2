"""The result of approach 3: the law, its uncertainty, what it plans and forecasts, and how far to trust it."""

from dataclasses import dataclass, field
from functools import cached_property
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import require_choice
from ..laws import ChinchillaSurface
from ..quantity import Quantity, estimate
from .bootstrap import interval_of
from .covariance import Spread, influences, student_quantile
from .lack_of_fit import LackOfFit
from .output import as_csv, as_json, most_influential, resampled, said, sentence
from .runs import BadRow, Runs
from .sampling import Sampling
from .solver.kernel import Problem, residuals
from .solver.newton import TOLERANCE, Solutions
from .solver.starts import Starts

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from .engine.predictor import Predictor
    from .engine.result import Profile

PARAMETER_NAMES = ("E", "A", "B", "alpha", "beta")
NAMES = ("E", "the size term", "the data term", "alpha", "beta")
DERIVED = ("a", "b", "G", "frontier_exponent")


@dataclass(frozen=True)
class Plan:
    """A compute-optimal plan: each entry a Quantity with its interval."""

    compute: float
    parameters: Quantity
    tokens: Quantity
    tokens_per_parameter: Quantity
    loss: Quantity

    def __str__(self) -> str:
        rows = [getattr(self, name) for name in ("parameters", "tokens", "tokens_per_parameter", "loss")]
        return "\n".join(
            [f"optimum at {self.compute:.4g} FLOP", *(f"  {row.name:<21} {sentence(row)}" for row in rows)]
        )


@dataclass(frozen=True)
class SurfaceFit:
    """A fitted Chinchilla surface. See `fit_surface`.

    runs, problem : what was fitted. theta (5,): the fit in the kernel's coordinates. starts : the account of
    the grid. sampling : the cloud behind the intervals. spread : large-sample covariance. refits : Solutions
    of the bootstrap, or None. warnings : sentences. lack_of_fit : whether the residuals bend (see lack_of_fit).
    """

    runs: Runs
    problem: Problem = field(repr=False)
    theta: np.ndarray
    starts: Starts = field(repr=False)
    sampling: Sampling = field(repr=False)
    spread: Spread = field(repr=False)
    refits: Solutions | None = field(repr=False)
    warnings: tuple[str, ...]
    lack_of_fit: LackOfFit

    @cached_property
    def surface(self) -> ChinchillaSurface:
        """The fitted ChinchillaSurface; InvalidArgument if a fitted exponent is not positive."""
        return self.sampling.surface

    @property
    def has_law(self) -> bool:
        """Whether the fit is a scaling law at all: both amplitudes and both exponents positive and finite."""
        natural = self.sampling.natural
        return bool(np.isfinite(natural).all() and (natural[1:] > 0).all())

    @property
    def converged(self) -> bool:
        """Whether the gradient norm at the fit is at most 1e-12."""
        return self.starts.converged

    @property
    def objective(self) -> float:
        """Sum of the loss over all log residuals, at the fit."""
        return self.starts.optima[0].objective

    @property
    def resamples(self) -> tuple[int, int]:
        """How many were drawn, and how many of these did not converge."""
        if self.refits is None:
            return 0, 0
        return len(self.refits.theta), int(np.sum(~self.refits.converged))

    @property
    def dropped(self) -> tuple[BadRow, ...]:
        """Rows left out when the table was read, each with its line and reason."""
        return self.runs.dropped

    @cached_property
    def parameters(self) -> dict[str, Quantity]:
        """Name -> Quantity: E, A, B, alpha, beta, and the derived a, b, G, frontier_exponent."""
        unit = {"E": self.runs.loss_unit}
        return {
            name: self.sampling.quantity(attrgetter(name), unit.get(name, ""), name)
            for name in PARAMETER_NAMES + DERIVED
        }

    @property
    def _known(self):
        return self.parameters if self.has_law else {}

    @cached_property
    def standard_errors(self) -> dict[str, float]:
        """Name -> standard deviation over the cloud of refits, for the five parameters."""
        return dict(zip(PARAMETER_NAMES, self.sampling.draws[self.sampling.lawful].std(0, ddof=1), strict=True))

    @cached_property
    def residuals(self) -> np.ndarray:
        """log predicted loss - log loss of every run."""
        return residuals(self.problem.design, self.theta[None])[0][0]

    def optimum(self, C: float, flop_per_param_token: float = 6.0) -> Plan:
        """The compute-optimal Plan at C FLOP."""
        return self._plan(float(C), lambda law: law.optimum(C, flop_per_param_token))

    def optimum_with_inference(self, loss: float, served_tokens: float) -> Plan:
        """The Plan that reaches `loss` at the least FLOP of training and serving together.

        Its `compute` is that of training by the fitted law. Refits whose floor lies above `loss` cannot reach
        it; if there are any, InvalidArgument says so.
        """
        compute = self.surface.optimum_with_inference(loss, served_tokens).compute
        return self._plan(compute, lambda law: law.optimum_with_inference(loss, served_tokens))

    def compute_for_loss(self, loss: float) -> Quantity:
        """Least training FLOP that reaches `loss`, as a Quantity; infinite where a refit's floor is above it."""
        return self.sampling.quantity(lambda law: _compute_or_infinity(law, loss), "FLOP", "compute")

    def _plan(self, compute, plan):
        ask = self.sampling.quantity
        return Plan(
            compute,
            ask(lambda law: plan(law).parameters, "parameters", "parameters"),
            ask(lambda law: plan(law).tokens, "tokens", "tokens"),
            ask(lambda law: plan(law).tokens_per_parameter, "tokens/parameter", "tokens per parameter"),
            ask(lambda law: plan(law).loss, self.runs.loss_unit, "loss"),
        )

    def forecast(self, N: float, D: float, of: str = "run", seed: int = 0) -> Quantity:
        """Loss of N parameters on D tokens, as a Quantity.

        of : "mean" for the interval of the law itself, "run" for the interval of one new run, which adds the
        scatter of the fitted runs.
        """
        require_choice("of", of, ("mean", "run"))
        law = lambda surface: surface.loss(N, D)  # noqa: E731
        if of == "mean":
            return self.sampling.quantity(law, self.runs.loss_unit, "loss (mean)")
        if self.sampling.undetermined(law):
            return self.sampling.quantity(law, self.runs.loss_unit, "loss (one run)")
        draws = self.sampling.values(law)
        scatter = np.random.default_rng(seed).choice(self._scatter, len(draws))
        value = float(self.surface.loss(N, D))
        low, high = interval_of("percentile", self.sampling.level, value, draws * np.exp(scatter))
        method = f"{self.sampling.method}, plus the scatter of the runs"
        return estimate(
            value, low, high, method=method, level=self.sampling.level,
            unit=self.runs.loss_unit, n=self.sampling.n, name="loss (one run)",
        )  # fmt: skip

    @cached_property
    def _scatter(self):
        """log loss - log predicted loss, widened for the degrees of freedom that the fit used up."""
        degrees = max(len(self.runs) - sum(self.problem.free), 1)
        return -self.residuals * np.sqrt(len(self.runs) / degrees)

    def profile(self, name: str, level: float | None = None) -> "Profile":
        """Profile of any fitted constant: E, A, B, alpha or beta; `profile_floor` says more of E."""
        from .engine.surface import law_of

        return law_of(self).profile(name, level)

    def influence(self) -> dict[str, np.ndarray]:
        """Name -> (n,): by how much each constant moves, to first order, when a run is left out.

        In half-widths of its interval; E and the terms, in the middle of the runs, move in logarithms.
        """
        moves, spread = influences(self.problem, self.theta), self.spread
        half = np.sqrt(np.diag(spread.covariance)) * student_quantile(self.sampling.level, spread.degrees)
        known = np.isfinite(half) & (half > 0) & np.isfinite(moves).all(0)
        return {NAMES[k]: moves[:, k] / half[k] for k in np.flatnonzero(known)}

    def most_influential(self) -> str:
        """A sentence on the run that moves a constant most."""
        return most_influential(self.influence(), {"N": self.runs.parameters, "D": self.runs.tokens})

    def diagnostics(self) -> "dict[str, Figure]":
        """Name -> matplotlib figure: surface and residuals, valleys, floor profile, forecast fan."""
        from .plots import diagnostics

        return diagnostics(self)

    def verdict(self) -> str:
        """One sentence on how far to trust the fit."""
        if not self.converged:
            return "Not converged: do not use these numbers."
        if not self.has_law:
            return "The best surface is not a scaling law (an exponent is not positive): the runs do not show one."
        if self.sampling.no_interval:
            return f"No interval: {self.sampling.no_interval}."
        if self.lack_of_fit.found:
            return (
                f"Converged, but the law does not fit: the residuals bend, most {self.lack_of_fit.where} "
                f"(p = {self.lack_of_fit.p_value:.1g}). Its intervals do not know of that, and its E is no evidence "
                "for a floor: see `--near`, `--law frontier` and `compare`."
            )
        if self.warnings:
            return f"Converged, with {len(self.warnings)} reservation(s): read them before using the numbers."
        return "Converged, and nothing in the design or the resamples speaks against it."

    @cached_property
    def predictor(self) -> "Predictor":
        """The same protocol as every other law's: predictions at points, and the part of the JSON behind `predict`."""
        from .engine.surface import predictor_of

        return predictor_of(self)

    @property
    def draws(self) -> dict[str, np.ndarray]:
        """Name -> (rows,) of the constants in every lawful draw."""
        return self.predictor.draws

    def plot(self, axes: "Axes") -> "Axes":
        """The forecast along the compute-optimal frontier, on matplotlib axes."""
        from .plots import forecast_fan

        return forecast_fan(axes, self)

    def predict(self, of: str = "mean", **inputs: Any) -> list[Quantity]:
        """Quantities of the loss at inputs such as N=7e9, D=[1e12, 2e12]; of : "mean" or "run"."""
        return self.predictor.predict(None, of, **inputs)

    def _gradient(self):
        norm = self.starts.optima[0].gradient_norm
        return f"below {TOLERANCE:g}" if norm <= TOLERANCE else f"{norm:.1e}, above the tolerance of {TOLERANCE:g}"

    def table(self) -> list[tuple[str, str, str]]:
        """Rows (name, value, interval) of the parameters, as text."""
        if self.has_law:
            return [(name, *said(q)) for name, q in self.parameters.items()]
        natural = zip(PARAMETER_NAMES, self.sampling.natural, strict=True)
        return [(name, f"{value:.4g}", "not a law") for name, value in natural]

    def __str__(self) -> str:
        ends = self.starts
        lines = [
            f"{len(self.runs)} runs ({self.runs.name}), {self.sampling.method}",
            f"{'':<19}{'value':>18}   {100 * self.sampling.level:g} % interval",
            *(f"{name:<19}{value:>18}   {interval}" for name, value, interval in self.table()),
            f"objective {self.objective:.6g}, gradient norm {self._gradient()}",
            f"{ends.optima[0].starts} of {ends.total} starts lead to this optimum ({len(ends.optima)} found)",
            self.most_influential(),
            *(f"left out: {row}" for row in self.dropped),
            *(f"warning: {warning}" for warning in self.warnings),
            str(self.lack_of_fit),
            self.verdict(),
        ]
        return "\n".join(lines)

    def _repr_markdown_(self) -> str:
        head = f"| {len(self.runs)} runs | value | {100 * self.sampling.level:g} % interval |\n|---|---:|---|"
        body = "\n".join(f"| {name} | {value} | {interval} |" for name, value, interval in self.table())
        notes = "".join(f"\n- {note}" for note in (*self.warnings, self.verdict()))
        return f"{head}\n{body}\n{notes}"

    def to_dict(self) -> dict[str, Any]:
        """Everything above as plain data."""
        return {
            "runs": len(self.runs),
            "loss_unit": self.runs.loss_unit,
            "method": self.sampling.method,
            "level": self.sampling.level,
            "converged": self.converged,
            "has_law": self.has_law,
            "objective": self.objective,
            "gradient_norm": self.starts.optima[0].gradient_norm,
            "starts": self.starts.total,
            "starts_at_best": self.starts.optima[0].starts,
            "resamples": resampled(*self.resamples),
            "parameters": {name: {"value": q.value, "low": q.low, "high": q.high} for name, q in self._known.items()},
            "lack_of_fit": {"statistic": self.lack_of_fit.statistic, "p_value": self.lack_of_fit.p_value},
            "dropped": [str(row) for row in self.dropped],
            "warnings": list(self.warnings),
            "verdict": self.verdict(),
            "predict": [self.predictor.to_dict()] if self.has_law and self.sampling.lawful.any() else [],
        }

    def to_json(self) -> str:
        """The result as JSON text."""
        return as_json(self.to_dict())

    def to_csv(self) -> str:
        """The parameters as CSV text: name, value, low, high, level, method, n."""
        return as_csv(self._known)


def _compute_or_infinity(law, loss):
    floor = np.asarray(law.E)
    reachable = floor < loss
    target = np.where(reachable, loss, floor + 1.0)
    return np.where(reachable, law.compute_for_loss(target), np.inf)
