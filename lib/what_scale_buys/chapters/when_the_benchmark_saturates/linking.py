"""Put several tests on one scale: models that sat two of them carry the scale from one to the next.

Each test k turns ability into a score through its own ogive, Phi(slope_k (ability - middle_k)). Abilities, slopes and
middles are fitted together from scores alone, by maximum likelihood. A scale has no natural zero and unit, so the
first and the last model are placed by hand, as the two fixed points of a thermometer are.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.optimize import least_squares
from scipy.special import ndtr, xlogy

from scaling_laws.errors import InvalidArgument

SEED = 1968

MODELS, FIRST, LAST = 12, -1.0, 6.0
TESTS = ((0.0, 0.7), (1.8, 1.2), (3.6, 0.8), (5.4, 1.1))  # middle and spread of the difficulties
ITEMS = 1000
USED = (0.03, 0.985)  # a test is given while its expected score lies in between


@dataclass(frozen=True)
class Linked:
    """Result of a fit of M models on K tests.

    ability, ability_se : arrays (M,), in the unit set by the two fixed models (their errors are zero).
    slope, middle : arrays (K,)
    misfit, degrees : the likelihood-ratio statistic against free scores, and its degrees of freedom.
    """

    ability: np.ndarray
    ability_se: np.ndarray
    slope: np.ndarray
    middle: np.ndarray
    misfit: float
    degrees: int


def truth(models=MODELS):
    """Evenly spaced abilities."""
    return np.linspace(FIRST, LAST, models)


def expected(models=MODELS):
    """Expected scores, shape (models, tests)."""
    middle, spread = np.array(TESTS).T
    return ndtr((truth(models)[:, None] - middle) / np.sqrt(1 + spread**2))


def simulate(seed=SEED, models=MODELS, items=ITEMS):
    """Scores of models on the tests of their time; NaN where a test was not given. Shape (models, tests)."""
    p = expected(models)
    shown = np.random.default_rng([seed, 3]).binomial(items, p) / items
    return np.where((p > USED[0]) & (p < USED[1]), shown, np.nan)


def link(scores, items=ITEMS, low=FIRST, high=LAST):
    """Fit abilities and tests to a table of scores with gaps.

    scores : (M, K), NaN where a model did not sit a test. The first model is placed at `low`, the last at `high`.

    Raises
    ------
    InvalidArgument
        If some model or test has no score, or the table falls apart into pieces that share no model.
    """
    scores = np.asarray(scores, dtype=float)
    seen = np.isfinite(scores)
    _check_connected(seen)
    rows, columns = np.nonzero(seen)
    y, models, tests = scores[seen], *scores.shape
    # NumPy reads a boolean mask row by row, as nonzero does, so y matches rows and columns.

    def unpack(x):
        return np.concatenate([[low], x[: models - 2], [high]]), np.exp(x[models - 2 : models - 2 + tests]), x[-tests:]

    def residuals(x):
        ability, slope, middle = unpack(x)
        p = np.clip(ndtr(slope[columns] * (ability[rows] - middle[columns])), 1e-9, 1 - 1e-9)
        deviance = 2 * items * (xlogy(y, y) - xlogy(y, p) + xlogy(1 - y, 1 - y) - xlogy(1 - y, 1 - p))
        return np.sign(y - p) * np.sqrt(np.maximum(deviance, 0))

    guess = np.linspace(low, high, models)
    middles = [guess[seen[:, k]].mean() for k in range(tests)]
    fit = least_squares(residuals, np.concatenate([guess[1:-1], np.full(tests, -0.3), middles]))
    ability, slope, middle = unpack(fit.x)
    errors = np.sqrt(np.diag(np.linalg.inv(fit.jac.T @ fit.jac)))
    ability_se = np.concatenate([[0.0], errors[: models - 2], [0.0]])
    return Linked(ability, ability_se, slope, middle, float(2 * fit.cost), y.size - fit.x.size)


def _check_connected(seen):
    if not (seen.any(axis=0).all() and seen.any(axis=1).all()):
        raise InvalidArgument("scores", "a table with an empty row or column", "at least one score everywhere")
    reached = seen[:, 0].copy()
    for _ in range(seen.shape[1]):
        reached |= seen[:, seen[reached].any(axis=0)].any(axis=1)
    if not reached.all():
        raise InvalidArgument("scores", "tests that share no model", "tests chained by models that sat two of them")


@cache
def linked():
    """The fit shown in the chapter."""
    return link(simulate())


@cache
def replicates(count=40):
    """Standardised errors of the free abilities over repeated simulations, shape (count, models - 2)."""
    fits = [link(simulate(seed=SEED + k)) for k in range(count)]
    return np.array([(f.ability[1:-1] - truth()[1:-1]) / f.ability_se[1:-1] for f in fits])
