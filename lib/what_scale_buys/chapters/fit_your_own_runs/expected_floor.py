"""The profile of the floor that a sweep would give on average: what noise, runs and span of compute can know of E."""

from functools import cache

import numpy as np

from scaling_laws.fitting.solver.kernel import LOG_ZERO, Design, Problem, from_natural
from scaling_laws.fitting.solver.losses import LeastSquares
from scaling_laws.fitting.solver.newton import minimise
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN
from scaling_laws.statistics import LEVEL, normal_quantile

from .simulate import BUDGETS, MIDDLE, PLANTED, SIZES_PER_BUDGET, WIDTH

THRESHOLD = normal_quantile(LEVEL) ** 2  # of the deviance, for one constant
REFERENCE_RUNS = len(BUDGETS) * SIZES_PER_BUDGET
BASE_NOISE = 0.01
BASE_DECADES = 3.0


@cache
def expected_profile(decades):
    """Held floors and n sigma^2 times the expected deviance: least squares on noiseless runs.

    Expected deviance of the floor is this misfit over the variance of the scatter, so that noise and number of
    runs only scale it; its shape belongs to the design.
    """
    C = np.repeat(MIDDLE * 10.0 ** np.linspace(-decades / 2, decades / 2, len(BUDGETS)), SIZES_PER_BUDGET)
    N = PLANTED.optimum(C).parameters * np.tile(np.geomspace(*WIDTH, SIZES_PER_BUDGET), len(BUDGETS))
    D = C / (FLOP_PER_PARAMETER_TOKEN * N)
    table = Design.of(N, D, PLANTED.loss(N, D))
    near = PLANTED.E + 0.15 * np.linspace(-1, 1, 25) ** 3
    floors = np.union1d(np.linspace(0, 0.995 * PLANTED.loss(N, D).min(), 34), near)
    start = from_natural(table, [PLANTED.E, PLANTED.A, PLANTED.B, PLANTED.alpha, PLANTED.beta])
    theta = np.repeat(start[None], len(floors), 0)
    held = np.log(np.maximum(floors, np.exp(LOG_ZERO)))
    theta[:, 1:3] += (theta[:, 0] - held)[:, None]
    theta[:, 0] = held
    ends = minimise(Problem(table, LeastSquares(), (False, True, True, True, True)), theta)
    return floors, 2 * ends.objective


def floor_interval(noise, count, decades):
    """Where the expected deviance crosses the threshold, and the deviance: (floors, deviance, low, high)."""
    floors, misfit = expected_profile(decades)
    deviance = misfit * count / REFERENCE_RUNS / noise**2
    left, right = floors <= PLANTED.E, floors >= PLANTED.E
    low = np.interp(THRESHOLD, deviance[left][::-1], floors[left][::-1])
    high = np.interp(THRESHOLD, deviance[right], floors[right])
    return floors, deviance, float(low), float(high)


def expected_floor_width(noise=BASE_NOISE, count=REFERENCE_RUNS, decades=BASE_DECADES):
    """Width of the expected interval of E."""
    _, _, low, high = floor_interval(noise, count, decades)
    return high - low
