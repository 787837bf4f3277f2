"""Put several tests on one scale: models that sat two of them carry the scale from one to the next.

Each test k turns ability into a score through its own ogive, Phi(slope_k (ability - middle_k)). Abilities, slopes and
middles are fitted together from scores alone, by maximum likelihood. A scale has no natural zero and unit, so the
first and the last model are placed by hand, as the two fixed points of a thermometer are.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from scipy.special import ndtr, xlogy

from scaling_laws.errors import InvalidArgument

SEED = 1968

MODELS, FIRST, LAST = 12, -1.0, 6.0
TESTS = ((0.0, 0.7), (1.8, 1.2), (3.6, 0.8), (5.4, 1.1))  # middle and spread of the difficulties
ITEMS = 1000
USED = (0.03, 0.985)  # a test is given while its expected score lies in between
STEEP = 0.75  # slope at which the fit starts for every test
ROUNDS = 200  # a dozen suffice for the tables of this chapter
STILL = 1e-12  # a step below this moves no digit that is shown
STRIDE = 1.0  # longest step of any one number


@dataclass(frozen=True)
class Linked:
    """Result of a fit of M models on K tests.

    ability, ability_se : arrays (M,), in the unit set by the two fixed models (their errors are zero). The errors
        come from the Fisher information at the maximum.
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

    Fisher scoring until nothing moves: the maximum itself, and not where a tolerance or the rounding of a processor
    ends the search, decides every digit.

    Raises
    ------
    InvalidArgument
        If some model or test has no score, the table falls apart into pieces that share no model, or its likelihood
        has no maximum.
    """
    scores = np.asarray(scores, dtype=float)
    _check_connected(np.isfinite(scores))
    table = _Table(scores, items, low, high)
    x = table.start()
    for _ in range(ROUNDS):
        gradient, information = table.slope_and_information(x)
        step = np.linalg.solve(information, gradient)
        longest = np.abs(step).max()
        x = x + step * min(1, STRIDE / longest) if longest else x
        if longest < STILL:
            break
    else:
        raise InvalidArgument("scores", scores.tolist(), "a table whose likelihood has a maximum")
    ability, slope, middle = table.unpack(x)
    errors = np.sqrt(np.diag(np.linalg.inv(table.slope_and_information(x)[1])))
    ability_se = np.concatenate([[0.0], errors[: len(scores) - 2], [0.0]])
    return Linked(ability, ability_se, slope, middle, table.deviance(x), table.y.size - x.size)


class _Table:
    """The likelihood of a table of scores in the free numbers x: abilities, logarithms of slopes, middles."""

    def __init__(self, scores, items, low, high):
        self.models, self.tests = scores.shape
        self.rows, self.columns = np.nonzero(np.isfinite(scores))
        self.y, self.items, self.ends = scores[self.rows, self.columns], items, (low, high)

    def start(self):
        guess = np.linspace(*self.ends, self.models)
        middles = [guess[self.rows[self.columns == k]].mean() for k in range(self.tests)]
        return np.concatenate([guess[1:-1], np.full(self.tests, np.log(STEEP)), middles])

    def unpack(self, x):
        """(ability, slope, middle) of all models and tests."""
        free, log_slope, middle = np.split(x, (self.models - 2, self.models - 2 + self.tests))
        return np.concatenate([self.ends[:1], free, self.ends[1:]]), np.exp(log_slope), middle

    def _arguments(self, x):
        """Argument of Phi for each score, and its derivatives in x: (scores,) and (scores, x)."""
        ability, slope, middle = self.unpack(x)
        slopes = slope[self.columns]
        z, each = slopes * (ability[self.rows] - middle[self.columns]), np.arange(self.y.size)
        by_ability = np.zeros((self.y.size, self.models))
        by_slope, by_middle = np.zeros((2, self.y.size, self.tests))
        by_ability[each, self.rows] = slopes
        by_slope[each, self.columns] = z
        by_middle[each, self.columns] = -slopes
        return z, np.hstack([by_ability[:, 1:-1], by_slope, by_middle])

    def slope_and_information(self, x):
        """Gradient of the log likelihood, (x,), and its Fisher information, (x, x)."""
        z, derivative = self._arguments(x)
        solved, failed = ndtr(z), ndtr(-z)
        density = np.exp(-(z**2) / 2) / np.sqrt(2 * np.pi)
        weight = self.items * density / (solved * failed)
        missed = self.y * failed - (1 - self.y) * solved  # y - solved, without cancellation where nearly all is solved
        return derivative.T @ (weight * missed), (derivative.T * (weight * density)) @ derivative

    def deviance(self, x):
        """Twice the log likelihood that free scores would gain."""
        z, y = self._arguments(x)[0], self.y
        gained = xlogy(y, y) - xlogy(y, ndtr(z)) + xlogy(1 - y, 1 - y) - xlogy(1 - y, ndtr(-z))
        return float(2 * self.items * gained.sum())


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
