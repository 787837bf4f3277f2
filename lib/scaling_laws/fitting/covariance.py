"""Large-sample covariance of a fit: the sandwich of curvature and squared influence."""

from dataclasses import dataclass

import numpy as np

from .kernel import jacobian, residuals

MAD_TO_SIGMA = 1.4826
SINGULAR = 1e-13
TAKES_PART = 1e-4


@dataclass(frozen=True)
class Spread:
    """Covariance of theta (5, 5), the information matrix (5, 5), and the dispersion of a quasi-likelihood.

    dispersion : variance of log E over its curvature-only variance; E[influence²] / E[curvature] where runs are
    independent. Twice the rise of the objective, divided by it, is the quasi-likelihood ratio statistic of a
    held floor, chi-squared under the null whatever the noise (Ronchetti 1982).
    """

    covariance: np.ndarray
    information: np.ndarray
    dispersion: float


def robust_sigma(r):
    """Standard deviation of residuals estimated from their median absolute deviation."""
    return MAD_TO_SIGMA * float(_median(np.abs(r - _median(r))))


def _median(values):
    """As `numpy.median`, which would load `numpy.ma`, as long to load as a hundred refits take."""
    ordered, middle = np.sort(values), len(values) // 2
    return ordered[middle] if len(values) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def expected_curvature(loss, r, fitted):
    """Mean curvature of the loss over the residuals; of a kinked loss, over a kernel window (Powell 1984).

    fitted : free parameters. A kinked loss all but interpolates that many runs, so that as many of the
    smallest residuals say nothing about the density of the noise near zero; they are left out.
    """
    if not loss.kinked:
        return float(np.mean(loss.curvature(r, None)))
    kept = np.sort(np.abs(r))[fitted:] if len(r) > fitted else np.abs(r)
    window = max(1.06 * robust_sigma(r) * len(r) ** -0.2, loss.delta)
    return float(np.mean(loss.curvature(kept, window)))


def spread(problem, theta, curves=None):
    """Spread of the fit `theta` (5,) of `problem`; entries of fixed parameters are zero.

    curves : (n,) integer codes; the influence of a training curve is then summed before it is squared.
    """
    r, size, data = (part[0] for part in residuals(problem.design, theta[None]))
    slopes = jacobian(problem.design, size, data).T * np.array(problem.free, dtype=float)
    pull = problem.loss.influence(r)
    curvature = expected_curvature(problem.loss, r, sum(problem.free))
    information = slopes.T @ slopes
    bread = np.linalg.pinv(information * curvature, hermitian=True, rcond=1e-13)
    degrees = max(len(r) - sum(problem.free), 1)
    scores = slopes * pull[:, None]
    if curves is not None:
        scores = np.stack([np.bincount(curves, weights=column) for column in scores.T], 1)
    meat = scores.T @ scores * (len(r) / degrees)
    covariance = bread @ meat @ bread
    if bread[0, 0] > 0:
        return Spread(covariance, information, float(covariance[0, 0] / bread[0, 0]))
    return Spread(covariance, information, float(np.sum(pull**2)) / degrees / max(curvature, 1e-300))


def inverse_of_identified(information, both=False):
    """Inverse (k, k) of an information matrix; infinite in the rows and columns of what it does not identify.

    A coordinate is not identified if a direction of (nearly) no information, in the matrix scaled to unit diagonal,
    takes part in it. both : return instead the pseudo-inverse and the mask (k,) of the coordinates that are lost.
    """
    scale = np.sqrt(np.diag(information))
    lost = ~(scale > 0)
    scale = np.where(lost, 1.0, scale)
    values, vectors = np.linalg.eigh(information / np.outer(scale, scale))
    flat = values <= SINGULAR * max(values[-1], 0.0)
    lost |= np.any((np.abs(vectors) > TAKES_PART) & flat, axis=1)
    inverse = (vectors[:, ~flat] / values[~flat]) @ vectors[:, ~flat].T / np.outer(scale, scale)
    if both:
        return inverse, lost
    inverse[lost, :] = inverse[:, lost] = np.inf
    return inverse


def condition_number(information, free):
    """Condition number of the information matrix scaled to unit diagonal, over the free parameters."""
    keep = np.flatnonzero(free)
    matrix = information[np.ix_(keep, keep)]
    scale = np.sqrt(np.diag(matrix))
    if np.any(scale == 0):
        return float("inf")
    values = np.linalg.eigvalsh(matrix / np.outer(scale, scale))
    return float(values[-1] / values[0]) if values[0] > 0 else float("inf")
