"""A sweep along each exponent, for shallow minima that long steps from the grid pass by."""

import numpy as np

from .kernel import PARAMETERS, Problem
from .newton import Solutions, descend_briefly, minimise, shortlist
from .seeds import conditional_seeds

ALPHA, BETA = 3, 4
# Halved or doubled (benchmarks/constants.py), none of these raises an end of 66, minima and refits of six ladders.
BRIEF = 15
LONGER = 40
SHAKES, SHAKE = 24, 0.01
FINE = tuple(np.geomspace(0.01, 4.0, 24))
COARSE = (0.02, 0.1, 0.2, 0.3, 0.4, 0.55, 0.75, 1.0, 1.5, 2.0, 3.0)


def sweep(problem: Problem, theta: np.ndarray) -> Solutions:
    """Solutions that descend from surfaces with one exponent held at many values in turn, then released.

    theta (5,): the best known fit.
    """
    starts = np.concatenate([_held(problem, theta, index, FINE, thorough=True) for index in (ALPHA, BETA)])
    near, objective = descend_briefly(problem, starts, LONGER)
    return minimise(problem, near[shortlist(objective[None], np.array([len(problem.design)]))[0]])


def shaken(problem: Problem, theta: np.ndarray) -> Solutions:
    """Solutions from near `theta` (5,), where a descent ended in the flank of a valley too flat for its steps."""
    return minimise(problem, theta + SHAKE * np.random.default_rng(0).standard_normal((SHAKES, PARAMETERS)))


def held_along_exponents(problem: Problem, theta: np.ndarray) -> np.ndarray:
    """theta (k, 5) of nearly the best surfaces with one exponent held at each of a few values."""
    return np.concatenate([_held(problem, theta, index, COARSE) for index in (ALPHA, BETA)])


def _held(problem, theta, index, values, thorough=False):
    near = np.repeat(theta[None], len(values), 0)
    near[:, index] = values
    if thorough:
        other = theta[ALPHA + BETA - index]
        pairs = [(v, other) if index == ALPHA else (other, v) for v in values]
        near = np.concatenate([near, conditional_seeds(problem.design, pairs=pairs)[0]])
    free = tuple(k != index for k in range(PARAMETERS))
    held = Problem(problem.design, problem.loss, free)
    return descend_briefly(held, near, LONGER if thorough else BRIEF)[0]
