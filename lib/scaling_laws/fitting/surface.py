"""Approach 3: the parametric surface, fitted to the runs themselves."""

from dataclasses import dataclass, replace
from operator import attrgetter

import numpy as np

from ..errors import InvalidArgument, require_choice, require_fraction, require_positive
from .bootstrap import audit as audit_bootstrap
from .bootstrap import bootstrap as draw_bootstrap
from .bootstrap import converged_share, is_hard, jackknife, require_resamples
from .covariance import robust_sigma, spread, student_cloud
from .design_checks import design_warnings
from .lack_of_fit import lack_of_fit
from .progress import reporter
from .result import PARAMETER_NAMES, SurfaceFit
from .runs import Runs
from .sampling import INTERVALS, Sampling, moved_along
from .solver.kernel import Design, Problem, residuals, to_natural
from .solver.losses import HOFFMANN_DELTA, Cauchy, Huber, LeastSquares
from .solver.newton import minimise_blocks, without_floor
from .solver.seeds import STARTS_PER_PAIR, conditional_seeds, exponent_pairs, full_grid
from .solver.starts import Starts, negligible
from .solver.sweep import shaken, sweep

LOSSES = ("huber", "least squares", "cauchy")


def fit_surface(
    runs: Runs,
    *,
    loss: str = "huber",
    delta: float = HOFFMANN_DELTA,
    bootstrap: int = 1000,
    interval: str = "percentile",
    level: float = 0.95,
    seed: int = 0,
    floor: bool = True,
    starts: str = "pairs",
    resample: str = "auto",
    audit: int = 0,
    progress: bool = False,
) -> SurfaceFit:
    """Fit L = E + A / N^alpha + B / D^beta to runs, with an interval on everything.

    loss : "huber" on log-loss residuals (Hoffmann et al. 2022, Eq. 3, with `delta`), "least squares" on them,
    or "cauchy", which forgets gross outliers (its scale is 2.385 robust standard deviations).
    bootstrap : resamples over runs, five or more; 0 takes the intervals from the Hessian's covariance, widened by
    Student's t for the runs less constants that are left. With no more runs than constants no interval is stated.
    interval : "percentile", "bca" or "hessian". level : probability of the intervals.
    floor : False holds E at zero. starts : "pairs" descends from the least-squares solution at each of the
    25 pairs of exponents of the published grid, which stand for its 4,500 starts; "grid" from every one.
    resample : "runs", "curves" (checkpoints of one run stay together), or "auto", which draws curves where
    the runs carry labels that repeat.
    audit : resamples to check again from all 25 pairs. progress : show a bar when it takes over a second.

    Returns SurfaceFit.

    Raises
    ------
    InvalidArgument
        If an option is not one of those above, there are fewer than two runs, or the runs carry weights that differ:
        `fit_table` weighs them.
    """
    _check_options(runs, loss, bootstrap, interval, level, starts)
    design = Design.of(runs.parameters, runs.tokens, runs.loss)
    problem = _problem(design, loss, delta, floor)
    account = _starts(problem, starts)
    theta = account.best
    kind, curves = "hessian" if bootstrap == 0 else interval, curve_codes(runs, resample)
    draw = _Draw(kind, int(bootstrap), level, seed, curves, len(account.optima) > 1, progress)
    sampled, sampling = _sample(problem, theta, draw)
    scatter = spread(problem, theta, curves)
    sampling = replace(
        sampling, moved=moved_along(scatter.flat, sampling.natural), no_interval=_no_interval(problem, scatter, kind)
    )
    beaten = 0
    if audit and sampled is not None:
        beaten = audit_bootstrap(problem, theta, min(audit, bootstrap), seed, sampled.objective, curves)
    warnings = design_warnings(runs) + _start_warnings(account) + _sampling_warnings(sampled, sampling, beaten)
    warnings += _unidentified(sampling, scatter)
    lack = lack_of_fit(problem, theta, curves)
    return SurfaceFit(runs, problem, theta, account, sampling, scatter, sampled, tuple(warnings), lack)


def _check_options(runs, loss, bootstrap, interval, level, starts):
    require_choice("loss", loss, LOSSES)
    require_choice("interval", interval, INTERVALS)
    require_choice("starts", starts, ("pairs", "grid"))
    require_fraction("level", level)
    require_resamples(bootstrap)
    if len(runs) < 2:
        raise InvalidArgument("runs", len(runs), "a surface needs at least two runs, and five to be determined")
    if runs.weights is not None and not np.allclose(runs.weights, 1.0):
        raise InvalidArgument(
            "runs",
            "rows with standard errors or weights",
            'here every run counts alike: fit_table(runs, "chinchilla") weighs them; to leave the weights out, '
            "replace(runs, loss_error=None, given_weights=None)",
        )


def curve_codes(runs: Runs, resample: str) -> np.ndarray | None:
    """Integer code of every run's training curve or replicates, or None where single runs are to be drawn."""
    require_choice("resample", resample, ("auto", "runs", "curves"))
    if resample == "curves" and runs.groups is None:
        raise InvalidArgument("resample", resample, "drawing curves needs runs with labels")
    if resample == "runs" or runs.groups is None:
        return None
    names, codes = np.unique(runs.groups, return_inverse=True)
    return None if resample == "auto" and len(names) == len(runs) else codes


def _problem(design, loss, delta, floor):
    free = (bool(floor), True, True, True, True)
    if loss == "huber":
        return Problem(design, Huber(float(require_positive("delta", delta))), free)
    if loss == "least squares":
        return Problem(design, LeastSquares(), free)
    robust = _starts(Problem(design, Huber(), free), "pairs").best
    sigma = robust_sigma(residuals(design, robust[None])[0][0])
    return Problem(design, Cauchy.of(sigma), free)


def _starts(problem, which):
    seeds = conditional_seeds(problem.design)[0] if which == "pairs" else full_grid(problem.design)
    if not problem.free[0]:
        seeds = without_floor(seeds)
    rows, pairs = problem.design.block_rows(), exponent_pairs()
    ends = minimise_blocks(problem, ((seeds[k : k + rows], None) for k in range(0, len(seeds), rows)))
    weight = STARTS_PER_PAIR if which == "pairs" else 1
    account = Starts.of(ends, np.repeat(pairs, len(seeds) // len(pairs), 0), weight, negligible(len(problem.design)))
    if (
        all(problem.free)
        and is_hard(problem, ends.take([ends.objective.argmin()]), np.ones((1, len(problem.design))))[0]
    ):
        account = account.with_lower(sweep(problem, account.best))
        return account if account.converged else account.with_lower(shaken(problem, account.best))
    return account


@dataclass(frozen=True)
class _Draw:
    """How the cloud behind the intervals is to be drawn."""

    kind: str
    resamples: int
    level: float
    seed: int
    curves: np.ndarray | None
    thorough: bool
    progress: bool


def _sample(problem, theta, draw):
    """The refits (None without a bootstrap) and the Sampling read off them."""
    if draw.kind == "hessian":
        return None, _student_cloud(problem, theta, draw)
    design = problem.design
    with reporter(draw.resamples, draw.progress, "resamples") as report:
        refits = draw_bootstrap(problem, theta, draw.resamples, draw.seed, draw.curves, report, draw.thorough)
    left_out = None
    if draw.kind == "bca":
        left_out = to_natural(design, jackknife(problem, theta, draw.curves, draw.thorough).theta)
    unit = "runs" if draw.curves is None else "training curves"
    method = f"{problem.loss.name} fit, {draw.kind} bootstrap over {unit}, {draw.resamples} resamples"
    natural, draws = to_natural(design, theta), to_natural(design, refits.theta)
    return refits, Sampling(natural, draws, draw.kind, draw.level, method, len(design), left_out)


def _no_interval(problem, scatter, kind):
    """Why no interval can be stated, or nothing."""
    constants = sum(problem.free)
    if len(problem.design) <= constants:
        return f"{constants} constants leave nothing of {len(problem.design)} runs to judge their scatter by"
    if kind == "hessian" and scatter.degrees <= 0:
        return f"the Hessian's interval needs more training curves than the {constants} constants"
    return ""


def _student_cloud(problem, theta, draw):
    cloud = student_cloud(problem, theta, spread(problem, theta, draw.curves), draw.seed)
    method = f"{problem.loss.name} fit, covariance from the Hessian with Student's t"
    natural, draws = (to_natural(problem.design, t) for t in (theta, cloud))
    return Sampling(natural, draws, draw.kind, draw.level, method, len(problem.design))


def _unidentified(sampling, scatter):
    """A sentence on the constants that the runs do not identify."""
    if not len(scatter.flat) or not len(sampling.moved) or not sampling.lawful.any():
        return []
    lost = [name for name in PARAMETER_NAMES if sampling.undetermined(attrgetter(name))]
    return [f"not identified by these runs: {', '.join(lost)}; their intervals are unbounded"] if lost else []


def _start_warnings(account):
    if len(account.optima) == 1:
        return []
    others = account.total - account.optima[0].starts
    return [f"{others} of {account.total} starts lead to {len(account.optima) - 1} other optima, higher than the best"]


def _sampling_warnings(sampled, sampling, beaten):
    warnings = []
    if sampled is not None and converged_share(sampled) < 1:
        share = 100 * (1 - converged_share(sampled))
        warnings.append(f"{share:.3g} % of the resamples did not reach the gradient tolerance")
    if sampled is not None and sampled.floor_at_zero.any():
        share = 100 * sampled.floor_at_zero.mean()
        warnings.append(f"{share:.3g} % of the resamples want no floor at all (E = 0)")
    if not sampling.lawful.all():
        share = 100 * (1 - sampling.lawful.mean())
        warnings.append(
            f"{share:.3g} % of the resamples gave no law (an exponent not positive); intervals leave them out"
        )
    if beaten:
        warnings.append(f"{beaten} audited resamples reached a lower objective from another start")
    return warnings
