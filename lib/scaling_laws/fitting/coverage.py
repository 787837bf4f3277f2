"""Do the stated intervals hold what they promise? Simulated runs from a known law, fitted again and again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

import numpy as np

from ..errors import InvalidArgument, require_at_least, require_choice, require_positive
from ..kinds import ArrayLike
from ..laws import ChinchillaSurface
from ..quantity import Quantity, percent
from .bootstrap import normal
from .isoflop import fit_isoflop
from .result import PARAMETER_NAMES
from .runs import Runs
from .surface import fit_surface

WATCHED = (*PARAMETER_NAMES, "a")
TAILS = ("normal", "heavy")
HEAVY_DEGREES = 3


@dataclass(frozen=True)
class Coverage:
    """How often the `level` intervals of one kind covered the truth of one number.

    covered : Quantity in %, with a Wilson interval for the finite number of simulated data sets.
    median_width : of the interval, over the truth. stated : share of the data sets for which an interval was stated;
    only these are counted.
    """

    name: str
    interval: str
    level: float
    covered: Quantity
    median_width: float
    stated: float = 1.0

    @property
    def is_nominal(self) -> bool:
        """Whether the nominal level lies inside the Wilson interval."""
        return self.covered.low <= 100 * self.level <= self.covered.high  # type: ignore[operator]


def simulate(
    surface: ChinchillaSurface,
    parameters: np.ndarray,
    tokens: np.ndarray,
    noise: float,
    rng: np.random.Generator,
    tails: str = "normal",
) -> Runs:
    """Runs at the given sizes and tokens, with log-normal scatter of standard deviation `noise`.

    tails : "normal", or "heavy" for Student's t with three degrees of freedom at the same scale.
    """
    require_choice("tails", tails, TAILS)
    scatter = (
        rng.standard_normal(len(parameters)) if tails == "normal" else rng.standard_t(HEAVY_DEGREES, len(parameters))
    )
    return Runs(parameters, tokens, surface.loss(parameters, tokens) * np.exp(noise * scatter))


def coverage_study(
    surface: ChinchillaSurface,
    parameters: ArrayLike,
    tokens: ArrayLike,
    *,
    noise: float = 0.01,
    tails: str = "normal",
    studies: int = 500,
    bootstrap: int = 400,
    intervals: Sequence[str] = ("percentile", "bca", "hessian"),
    level: float = 0.9,
    seed: int = 0,
    **options: Any,
) -> tuple[Coverage, ...]:
    """Simulate `studies` data sets from `surface`, fit each, and count how often intervals cover the truth.

    parameters, tokens : (n,) the design. noise, tails : see `simulate`. options : passed on to `fit_surface`.
    Returns a tuple of Coverage, for E, A, B, alpha, beta and a, one for each kind of interval.
    """
    require_positive("noise", noise)
    require_at_least("studies", studies, 1)
    rng = np.random.default_rng(seed)
    truth = {name: getattr(surface, name) for name in WATCHED}
    bounds = np.full((2, studies, len(intervals), len(WATCHED)), np.nan)
    for k in range(studies):
        runs = simulate(surface, np.asarray(parameters), np.asarray(tokens), noise, rng, tails)
        for j, sampling in enumerate(_samplings(runs, intervals, bootstrap, level, k, options)):
            bounds[:, k, j] = _bounds(sampling)
    low, high = bounds
    return tuple(
        _coverage(name, kind, level, truth[name], low[:, j, i], high[:, j, i])
        for j, kind in enumerate(intervals)
        for i, name in enumerate(WATCHED)
    )


def _samplings(runs, intervals, bootstrap, level, seed, options):
    """One Sampling per kind of interval; the bootstrap kinds share their resamples."""
    drawn = None
    for kind in intervals:
        if kind == "hessian":
            yield fit_surface(runs, bootstrap=0, level=level, seed=seed, **options).sampling
            continue
        if drawn is None:
            widest = "bca" if "bca" in intervals else kind
            drawn = fit_surface(runs, interval=widest, bootstrap=bootstrap, level=level, seed=seed, **options).sampling
        yield replace(drawn, kind=kind)


def _bounds(sampling):
    if not _is_law(sampling.natural):
        return np.nan
    return np.array([(q.low, q.high) for q in (sampling.quantity(attrgetter(name)) for name in WATCHED)]).T


def _is_law(natural):
    return np.isfinite(natural).all() and (natural[1:] > 0).all()


def allocation_study(
    surface: ChinchillaSurface,
    parameters: ArrayLike,
    tokens: ArrayLike,
    *,
    noise: float = 0.01,
    tails: str = "normal",
    studies: int = 500,
    bootstrap: int = 400,
    level: float = 0.9,
    seed: int = 0,
    **options: Any,
) -> Coverage:
    """How often approach 2 covers the exponent a: one Coverage. options : passed on to `fit_isoflop`."""
    rng, kind = np.random.default_rng(seed), options.get("resample", "auto")
    bounds = np.full((studies, 2), (-np.inf, np.inf))
    for k in range(studies):
        runs = simulate(surface, np.asarray(parameters), np.asarray(tokens), noise, rng, tails)
        try:
            a = fit_isoflop(runs, bootstrap=bootstrap, level=level, seed=k, **options).parameters["a"]
        except InvalidArgument:  # fewer than two valleys: refused, which is no interval either
            continue
        bounds[k] = a.low, a.high
    return _coverage("a", f"approach 2, {kind}", level, surface.a, *bounds.T)


def _coverage(name, kind, level, truth, low, high):
    known = ~np.isinf(high)
    stated, low, high = float(np.mean(known)), low[known], high[known]
    if not known.any():
        return Coverage(name, kind, level, percent(float("nan"), name), float("nan"), stated)
    inside, n = float(np.sum((low <= truth) & (truth <= high))), len(low)
    z = normal().inv_cdf(0.975)
    share = inside / n
    middle = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z * np.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    covered = percent(share, name)
    wilson = type(covered)(
        covered.value, "%", 100 * (middle - half), 100 * (middle + half), 0.95, "simulation", n, name=name
    )
    return Coverage(name, kind, level, wilson, float(np.nanmedian(high - low) / truth), stated)


def coverage_table(rows: Iterable[Coverage]) -> str:
    """The study as text, one line per number and kind of interval."""
    lines = [f"{'interval':<22}{'number':<8}{'nominal':>9}{'stated':>8}{'covered':>9}  {'95 % range':<18}{'width':>8}"]
    for row in rows:
        head = f"{row.interval:<22}{row.name:<8}{100 * row.level:>8.0f}%{100 * row.stated:>7.0f}%"
        if row.covered.has_interval:
            head += f"{row.covered.value:>8.1f}%  {row.covered.low:.1f} to {row.covered.high:<9.1f}"
            head += f"{row.median_width:>8.2f}"
        lines.append(head)
    return "\n".join(lines)
