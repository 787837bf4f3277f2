"""Large-sample covariance of a fit: the sandwich of curvature and squared influence."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .solver.kernel import Problem, jacobian, residuals
from .solver.losses import Loss

MAD_TO_SIGMA = 1.4826
FEW_RUNS = 50  # 90 % intervals of 8 runs covered 62 % by squared influences alone, 92 % by the larger of the two
SINGULAR = 1e-13
ROUNDING = 1e-24
TAKES_PART = 1e-4
SUNKEN = 12.0
HALVINGS = 60  # of a right angle: to the last place
NORMAL_DRAWS = 4000  # the ends of a 95 % interval then vary by 1 % of its width from seed to seed


@dataclass(frozen=True)
class Spread:
    """Covariance of theta (5, 5), the information matrix (5, 5), and the dispersion of a quasi-likelihood.

    covariance : infinite where the runs do not identify a coordinate; bounded : the same without its flat directions.
    flat (m, 5): directions in (E, log A, log B, alpha, beta) along which no prediction for the runs changes.
    dispersion : variance of log E over its curvature-only variance; E[influence²] / E[curvature] where runs are
    independent. Twice the rise of the objective, divided by it, is the quasi-likelihood ratio statistic of a
    held floor, chi-squared under the null whatever the noise (Ronchetti 1982) and, since the dispersion is itself
    estimated, F with one and `degrees` degrees of freedom: runs, or curves, less free parameters.
    """

    covariance: np.ndarray
    bounded: np.ndarray
    information: np.ndarray
    flat: np.ndarray
    dispersion: float
    degrees: int


def robust_sigma(r: np.ndarray) -> float:
    """Standard deviation of residuals estimated from their median absolute deviation."""
    return MAD_TO_SIGMA * float(_median(np.abs(r - _median(r))))


def _median(values):
    """As `numpy.median`, which would load `numpy.ma`, as long to load as a hundred refits take."""
    ordered, middle = np.sort(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def expected_curvature(loss: Loss, r: np.ndarray, fitted: int) -> float:
    """Mean curvature of the loss over the residuals; of a kinked loss, over a kernel window (Powell 1984).

    fitted : free parameters. A kinked loss all but interpolates that many runs, so that as many of the
    smallest residuals say nothing about the density of the noise near zero; they are left out.
    """
    if not loss.kinked:
        return float(np.mean(loss.curvature(r, None)))
    kept = np.sort(np.abs(r))[fitted if len(r) > fitted else 0 :]
    window = max(1.06 * robust_sigma(r) * len(r) ** -0.2, loss.delta)
    if kept[0] > window:  # of few runs none may lie so near; the nearer half of them then is the window
        window = _median(kept)
    return float(np.mean(loss.curvature(kept, window)))


def spread(problem: Problem, theta: np.ndarray, curves: np.ndarray | None = None) -> Spread:
    """Spread of the fit `theta` (5,) of `problem`; entries of fixed parameters are zero.

    curves : (n,) integer codes; the influence of a training curve is then summed before it is squared.
    """
    r, size, data = (part[0] for part in residuals(problem.design, theta[None]))
    slopes = jacobian(problem.design, size, data).T * np.array(problem.free, dtype=float)
    pull = problem.loss.influence(r)
    curvature = expected_curvature(problem.loss, r, sum(problem.free))
    information = slopes.T @ slopes
    bread, lost = _among(_moving(problem, theta), information * curvature)
    degrees = max(len(r) - sum(problem.free), 1)
    scores = slopes * pull[:, None]
    if curves is not None:
        scores = np.stack([np.bincount(curves, weights=column) for column in scores.T], 1)
    meat = scores.T @ scores * (len(r) / degrees)
    covariance = bread @ meat @ bread
    if curves is None and len(r) < FEW_RUNS and curvature > 0:
        covariance = at_least(covariance, bread * (np.sum(pull**2) / degrees / curvature))
    known = bread[0, 0] > 0 and not lost[0]
    dispersion = covariance[0, 0] / bread[0, 0] if known else np.sum(pull**2) / degrees / max(curvature, 1e-300)
    flat = _flat_directions(problem, np.exp(-(r + problem.design.z)), slopes)
    left = len(scores) - sum(problem.free)
    return Spread(with_lost(covariance, lost), covariance, information, flat, float(dispersion), left)


def influences(problem: Problem, theta: np.ndarray) -> np.ndarray:
    """(n, 5): how far the fit `theta` (5,) moves, to first order, when a run is left out."""
    r, size, data = (part[0] for part in residuals(problem.design, theta[None]))
    slopes = jacobian(problem.design, size, data).T * np.array(problem.free, dtype=float)
    curvature = expected_curvature(problem.loss, r, sum(problem.free))
    bread, _ = _among(_moving(problem, theta), slopes.T @ slopes * curvature)
    return slopes * problem.loss.influence(r)[:, None] @ bread


def at_least(covariance: np.ndarray, equal: np.ndarray) -> np.ndarray:
    """The covariance, widened in every coordinate to that of runs that scatter equally, where this is the wider.

    Of few runs one or two carry most of what is known of a coordinate, and the fit follows them: their squared
    influences then say too little of it.
    """
    own, other = np.diag(covariance), np.diag(equal)
    scale = np.sqrt(np.maximum(np.where(own > 0, other / np.where(own > 0, own, 1.0), 1.0), 1.0))
    return covariance * np.outer(scale, scale)


def student_cloud(problem: Problem, theta: np.ndarray, spread: Spread, seed: int) -> np.ndarray:
    """theta (NORMAL_DRAWS, 5) of Student's t about the fit; a floor that is not free stays where it is."""
    rng = np.random.default_rng(seed)
    cloud = theta + student(rng, spread.bounded, spread.degrees)
    cloud[:, 0] = cloud[:, 0] if problem.free[0] else theta[0]
    return cloud


def student(rng: np.random.Generator, covariance: np.ndarray, degrees: int) -> np.ndarray:
    """Draws (NORMAL_DRAWS, k) of a multivariate Student's t; of a normal distribution where no degree is left."""
    normal = rng.multivariate_normal(np.zeros(len(covariance)), covariance, NORMAL_DRAWS, method="eigh")
    return normal * np.sqrt(degrees / rng.chisquare(degrees, NORMAL_DRAWS))[:, None] if degrees > 0 else normal


def student_quantile(level: float, degrees: int) -> float:
    """Half-width, in standard errors, of a central interval of Student's t; infinite without degrees of freedom.

    By halving the angle of t / sqrt(degrees) on the finite sums of Abramowitz and Stegun 26.7.3 and 26.7.4: SciPy's own
    takes as long to load as a fit of thirty runs.

    >>> round(student_quantile(0.95, 10), 6)
    2.228139
    """
    if degrees <= 0:
        return np.inf
    odd = degrees % 2
    steps = 2.0 * np.arange(1, (degrees - odd) // 2) + odd
    ratios = (steps - 1) / steps

    def probability(angle):
        total = np.cos(angle) ** odd * (1 + np.cumprod(ratios * np.cos(angle) ** 2).sum()) * (degrees > 1)
        return (angle + np.sin(angle) * total) * 2 / np.pi if odd else np.sin(angle) * total

    low, high = 0.0, np.pi / 2
    for _ in range(HALVINGS):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if probability(middle) < level else (low, middle)
    return float(np.sqrt(degrees) * np.tan(low))


def _flat_directions(problem, inverse, slopes):
    """Flat directions (m, 5) in (E, log A, log B, alpha, beta), for slopes (n, 5) and inverse predicted losses (n,).

    In E itself, unlike in its logarithm, a floor of zero is a place like any other.
    """
    design, unit = problem.design, 1 / inverse.max()
    slopes = np.column_stack([inverse * unit * problem.free[0], slopes[:, 1:]])
    flat = identified(slopes.T @ slopes)[2]
    flat = np.where(np.abs(flat) > TAKES_PART, flat, 0.0) * np.array(problem.free, dtype=float)
    flat *= np.where(flat[:, :1] < 0, -1.0, 1.0)
    flat[:, 1] += flat[:, 3] * design.x0
    flat[:, 2] += flat[:, 4] * design.y0
    flat[:, 0] *= unit
    return flat[np.any(flat != 0, axis=1)]


def _moving(problem, theta):
    """Positions of the free coordinates; the floor is not one where it has sunk to zero and stays there."""
    sunk = theta[0] < problem.design.z.min() - SUNKEN
    return [k for k in np.flatnonzero(problem.free) if k or not sunk]


def _among(positions, information):
    """Pseudo-inverse (5, 5) and lost coordinates (5,) among those at `positions`; the others have no variance."""
    inside = np.ix_(positions, positions)
    inverse, lost = np.zeros_like(information), np.zeros(len(information), bool)
    inverse[inside], lost[positions], _ = identified(information[inside])
    return inverse, lost


def identified(information: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What an information matrix (k, k) identifies: its pseudo-inverse, the lost coordinates, the flat directions.

    A direction of (nearly) no information, in the matrix scaled to unit diagonal, is flat: moving along it changes no
    prediction. A coordinate that takes part in one is lost, mask (k,). The largest entry of a direction (m, k) is one.
    """
    diagonal = np.diag(information)
    scale = np.sqrt(np.where(diagonal > ROUNDING * diagonal.max(), diagonal, np.inf))  # less is rounding noise
    matrix = information / np.outer(scale, scale)
    scale = np.where(np.isfinite(scale), scale, 1.0)
    values, vectors = np.linalg.eigh(matrix)
    flat = values <= SINGULAR * max(values[-1], 1e-300)
    inverse = (vectors[:, ~flat] / values[~flat]) @ vectors[:, ~flat].T / np.outer(scale, scale)
    directions = (vectors[:, flat] / scale[:, None]).T
    directions = directions / np.abs(directions).max(1, keepdims=True)
    return inverse, np.any(np.abs(vectors[:, flat]) > TAKES_PART, axis=1), directions


def with_lost(covariance: np.ndarray, lost: np.ndarray) -> np.ndarray:
    """The covariance (k, k), infinite in the rows and columns of the coordinates that are lost, mask (k,)."""
    covariance = covariance.copy()
    covariance[lost, :] = covariance[:, lost] = np.inf
    return covariance


def condition_number(information: np.ndarray, free: Sequence[bool]) -> float:
    """Condition number of the information matrix scaled to unit diagonal, over the free parameters."""
    keep = np.flatnonzero(free)
    matrix = information[np.ix_(keep, keep)]
    scale = np.sqrt(np.diag(matrix))
    if np.any(scale == 0):
        return float("inf")
    values = np.linalg.eigvalsh(matrix / np.outer(scale, scale))
    return float(values[-1] / values[0]) if values[0] > 0 else float("inf")
