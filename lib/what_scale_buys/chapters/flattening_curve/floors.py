"""Floor or no floor: what runs over a limited range of compute can and cannot tell."""

from functools import cache, partial

import numpy as np
from scipy.optimize import least_squares
from scipy.special import chdtri

from scaling_laws.quantity import estimate, exact
from scaling_laws.statistics import LEVEL, share

from ... import published
from ...accepted import fitted_range, refit
from .surfaces import in_column

LABS, SEED = 200, 7
NATS = "nats/token"
FLOORS = np.linspace(0.0, 2.16, 217)
THRESHOLD = float(chdtri(1, 1 - LEVEL))  # rise of the misfit at which a floor is rejected
_GOLDEN = (np.sqrt(5) - 1) / 2
_SEARCH = 32


@cache
def scatter():
    """Relative scatter of one run's loss implied by the log-likelihood of the refit.

    A normal error of standard deviation s in ln L gives a mean log-likelihood of -ln(s sqrt(2 pi)) - 1/2 per run.
    """
    mean = published.value("besiroglu_2024_loglik_refit") / published.value("besiroglu_2024_points_fitted")
    return float(np.exp(-mean - 0.5) / np.sqrt(2 * np.pi))


def run_counts():
    """Runs on the frontier: few, only the best of each published budget, or all that the refit used."""
    return int(published.value("hoffmann_2022_isoflop_budgets")), int(published.value("besiroglu_2024_points_fitted"))


def budgets(decades, runs=None):
    """Compute of `runs` runs spaced evenly (in log) over `decades`, from the lowest published budget."""
    runs = runs or run_counts()[0]
    return fitted_range()[0] * np.logspace(0, decades, runs)


def published_decades():
    """Width of the published range of budgets, in decades."""
    return float(np.log10(fitted_range()[1] / fitted_range()[0]))


def profile(compute, loss, noise, floors=FLOORS):
    """Least misfit (chi squared) of floor + A C^-g for each floor in `floors`.

    compute : (runs,). loss : (..., runs). noise : relative scatter. Returns (..., floors). For a given floor and
    exponent the best A follows in closed form; the exponent is found by golden-section search.
    """
    x = np.log(compute / np.sqrt(compute[0] * compute[-1]))
    weight = 1 / (noise * np.asarray(loss, dtype=float)[..., None, :])
    y = (np.asarray(loss)[..., None, :] - np.asarray(floors)[:, None]) * weight

    def misfit(log_exponent):
        u = np.exp(-np.exp(log_exponent)[..., None] * x) * weight
        return (y**2).sum(-1) - np.maximum((y * u).sum(-1), 0) ** 2 / (u**2).sum(-1)  # A >= 0

    return _golden(misfit, np.full(y.shape[:-1], np.log(1e-3)), np.full(y.shape[:-1], np.log(1.5)))


def _golden(misfit, low, high):
    for _ in range(_SEARCH):
        left, right = high - _GOLDEN * (high - low), low + _GOLDEN * (high - low)
        better = misfit(left) < misfit(right)
        low, high = np.where(better, low, left), np.where(better, right, high)
    return misfit((low + high) / 2)


def interval(floors, misfit):
    """Lowest and highest floor whose misfit lies within THRESHOLD of the best."""
    allowed = np.asarray(floors)[misfit - np.min(misfit) <= THRESHOLD]
    return float(allowed[0]), float(allowed[-1])


@cache
def expected_profile(decades, runs=None):
    """Profile per unit of (1 / noise)^2 when the truth is the refit's frontier and the noise averages out."""
    compute = budgets(decades, runs)
    return profile(compute, refit().frontier.loss(compute), 1.0)


@cache
def simulated_labs(decades, noise, labs=LABS):
    """(compute, losses of `labs` simulated sets of runs, their profiles), truth: the refit's frontier."""
    compute, rng = budgets(decades), np.random.default_rng(SEED)
    loss = refit().frontier.loss(compute) * np.exp(noise * rng.standard_normal((labs, len(compute))))
    return compute, loss, profile(compute, loss, noise)


def verdict_shares(profiles):
    """Shares of simulated labs whose 95 % interval leaves out a floor of zero, and leaves out the true floor."""
    rejected = profiles - profiles.min(axis=-1, keepdims=True) > THRESHOLD
    truth = np.argmin(np.abs(FLOORS - refit().E))
    return tuple(share(rejected[..., floor].sum(), len(rejected)) for floor in (0, truth))


def typical_floor(profiles):
    """What a lab finds: the medians over all labs of the best floor and of the ends of its 95 % interval."""
    low, high = np.median([interval(FLOORS, p) for p in profiles], axis=0)
    best = np.median(FLOORS[np.argmin(profiles, axis=-1)])
    method = "medians over simulated laboratories"
    return estimate(best, low, high, method=method, level=LEVEL, unit=NATS, n=len(profiles))


def kaplan_range():
    """Compute (FLOP) of the fits of Kaplan et al.: the decades that they state, up to one petaflop/s-day."""
    high = published.value("kaplan_2020_pf_day")
    return high / 10 ** published.value("kaplan_2020_compute_span"), high


def apparent_exponent(surface, span=None):
    """Exponent of the straight line closest to the frontier over a range of compute, for one surface or for draws."""
    return _plain(-_nearest_line(surface, span)[2])


def straight_miss(surface):
    """Root mean square distance of the frontier from that line, percent."""
    x, y, slope, start = _nearest_line(surface)
    return _plain(100 * np.sqrt(np.mean((start + np.outer(x, slope) - y) ** 2, axis=0)))


def pure_through(surface, compute):
    """Loss at `compute` of that line, for one surface."""
    *_, slope, start = _nearest_line(surface)
    return np.exp(start + slope * np.log(compute))


def _nearest_line(surface, span=None):
    """log compute and log loss of a frontier over a range, draws in columns; slope and start of its line."""
    compute = np.geomspace(*(span or fitted_range()), 60)
    x, y = np.log(compute), np.log(in_column(surface).frontier.loss(compute)).T
    return x, y, *np.polyfit(x, y, 1)


def _plain(values):
    return values if len(values) > 1 else float(values[0])


def _sinking(p, delta, x):
    return np.exp(p[0] - delta * x) + np.exp(p[1] - np.exp(p[2]) * x)


def fit_sinking(delta, runs, decades=None):
    """Fit a floor that itself falls as C^-delta to the refit's frontier over the published budgets.

    Returns (law, chi squared of `runs` runs at the published scatter); `law(C)` is the loss.
    """
    compute = budgets(decades or published_decades())
    middle = np.sqrt(compute[0] * compute[-1])
    x, truth = np.log(compute / middle), refit().frontier.loss(compute)
    result = least_squares(
        lambda p: (_sinking(p, delta, x) / truth - 1) / scatter(),
        [np.log(refit().E), np.log(0.5), np.log(0.2)],
        x_scale=[0.1, 0.1, 0.1],
        max_nfev=2000,
    )
    law = partial(_sinking_law, result.x, delta, middle)
    return law, float(2 * result.cost) * runs / len(compute)


def _sinking_law(p, delta, middle, compute):
    return _sinking(p, delta, np.log(np.asarray(compute) / middle))


@cache
def sinking_floor(runs, decades=None):
    """The fastest-sinking floor that `runs` runs on the frontier would not reject: (delta, law, chi squared)."""
    low, high = 0.0, 0.05
    for _ in range(12):
        delta = (low + high) / 2
        low, high = (delta, high) if fit_sinking(delta, runs, decades)[1] <= THRESHOLD else (low, delta)
    return low, *fit_sinking(low, runs, decades)


@cache
def published_floors():
    """Floors (nats per token) that the literature prints, by who printed them, lowest first; zero for a law without."""
    points = {
        "Sardana et al., all runs": "sardana_2024_fit_all_e",
        "Sardana et al., short runs": "sardana_2024_fit_100_e",
        "Krajewski et al., dense": "krajewski_2024_dense_c",
        "Muennighoff et al.": "muennighoff_2023_e",
        "OpenEuroLLM": "oellm_2026_floor",
    }
    found = {who: published.figure(key) for who, key in points.items()}
    found["Besiroglu et al."] = published.with_standard_error("besiroglu_2024_e", "besiroglu_2024_e_se", LEVEL)
    found["Kaplan et al. (no floor)"] = exact(0.0, NATS)
    return dict(sorted(found.items(), key=lambda item: item[1].value))
