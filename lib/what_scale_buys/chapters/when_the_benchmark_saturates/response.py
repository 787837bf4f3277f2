"""Item response: models have an ability, items a difficulty, and a difference decides.

The normal-ogive model: an item of difficulty b is solved with probability Phi(ability - b). If difficulties are
normal with mean m and spread s, the expected score is Phi((ability - m) / sqrt(1 + s²)), exactly. Source: Lord 1980.
"""

from functools import cache

import numpy as np
from scipy.special import ndtr

from scaling_laws.errors import InvalidArgument, require_at_least, require_fraction, require_nonnegative

SEED = 19520401
EASY, HARD, SPREAD = 0.0, 3.0, 1.0  # mean difficulties of the two test sets, and their spread
FIRST, LAST, MODELS = -1.5, 3.5, 11
ITEMS = 1000
NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(80)


def abilities(first=FIRST, last=LAST, models=MODELS):
    """Abilities that grow by the same step from model to model."""
    return np.linspace(first, last, int(require_at_least("models", models, 2)))


def expected_score(ability, mean=EASY, spread=SPREAD):
    """Expected share of solved items.

    >>> float(expected_score(2.0, 2.0))
    0.5
    """
    spread = require_nonnegative("spread", spread)
    return ndtr((np.asarray(ability, dtype=float) - mean) / np.sqrt(1 + spread**2))


def slope(ability, mean=EASY, spread=SPREAD):
    """Derivative of the expected score in ability: the height of a bell."""
    width = np.sqrt(1 + require_nonnegative("spread", spread) ** 2)
    return np.exp(-(((np.asarray(ability) - mean) / width) ** 2) / 2) / (width * np.sqrt(2 * np.pi))


def information(ability, mean=EASY, spread=SPREAD, wrong=0.0):
    """Fisher information on ability that one item carries on average, its difficulty known.

    wrong : share of items whose key is wrong, nobody knowing which; a right answer to them counts as wrong.
    The mean of (dq/da)² / (q (1 - q)) over normal difficulties, with q = (1 - wrong) Phi; Gauss-Hermite quadrature.
    """
    gap = np.asarray(ability, dtype=float)[..., None] - mean - require_nonnegative("spread", spread) * NODES
    gap, kept = np.clip(gap, -30, 30), 1 - require_fraction("wrong", wrong)
    density = kept * np.exp(-(gap**2) / 2) / np.sqrt(2 * np.pi)
    right, failed = kept * ndtr(gap), ndtr(-gap) * kept + wrong
    return density**2 / np.maximum(right * failed, 1e-300) @ WEIGHTS / np.sqrt(2 * np.pi)


def both_solved(one, two, mean=EASY, spread=SPREAD):
    """Probability that two models of these abilities both solve a random item of the set."""
    b = mean + spread * NODES
    return float(ndtr(one - b) * ndtr(two - b) @ WEIGHTS / np.sqrt(2 * np.pi))


def correlation(one, two, mean=EASY, spread=SPREAD):
    """Correlation of the results of two models on the items of one set."""
    p, q = expected_score(one, mean, spread), expected_score(two, mean, spread)
    return float((both_solved(one, two, mean, spread) - p * q) / np.sqrt(p * (1 - p) * q * (1 - q)))


@cache
def difficulties(mean=EASY, spread=SPREAD, items=ITEMS, seed=SEED):
    """Difficulties of one test set, shape (items,)."""
    return np.random.default_rng([seed, 1]).normal(mean, spread, int(require_at_least("items", items, 1)))


def sit(ability, difficulty, seed=SEED):
    """Results of models on items, booleans of shape (models, items)."""
    ability, difficulty = np.atleast_1d(ability), np.atleast_1d(difficulty)
    chance = np.random.default_rng([seed, 2]).random((ability.size, difficulty.size))
    return chance < ndtr(ability[:, None] - difficulty)


def recover(results, difficulty, rounds=60):
    """Maximum-likelihood ability of each model and its standard error, difficulties known.

    results : booleans of shape (models, items). Fisher scoring; the standard error is one over the root of the
    information at the estimate.

    Raises
    ------
    InvalidArgument
        If a model solved all items or none: its likelihood has no maximum.
    """
    results = np.atleast_2d(results)
    share = results.mean(axis=1)
    if np.any((share == 0) | (share == 1)):
        raise InvalidArgument("results", share, "neither all right nor all wrong")
    ability = np.full(len(results), float(np.mean(difficulty)))
    for _ in range(rounds):
        gap = np.clip(ability[:, None] - difficulty, -8, 8)
        p, density = ndtr(gap), np.exp(-(gap**2) / 2) / np.sqrt(2 * np.pi)
        weight = density / (p * (1 - p))
        step = ((results - p) * weight).sum(axis=1) / (weight * density).sum(axis=1)
        ability = ability + np.clip(step, -1, 1)
    return ability, (weight * density).sum(axis=1) ** -0.5


@cache
def two_sets(items=ITEMS):
    """The simulation of the chapter: eleven models sit an easy set; those who can, a hard one.

    Returns {name: (indices of models, score, ability, standard error)}.
    """
    truth, found = abilities(), {}
    for key, mean in (("easy", EASY), ("hard", HARD)):
        difficulty = difficulties(mean, SPREAD, items, SEED + int(mean))
        results = sit(truth, difficulty, SEED + 7 + int(mean))
        share = results.mean(axis=1)
        kept = np.flatnonzero((share > 0.02) & (share < 1))
        found[key] = (kept, share[kept], *recover(results[kept], difficulty))
    return found


def monte_carlo_gaps():
    """Standardised gaps of the simulation: scores from the closed form, abilities from the truth."""
    truth, scores, found = abilities(), [], []
    for key, mean in (("easy", EASY), ("hard", HARD)):
        kept, score, ability, error = two_sets()[key]
        p = expected_score(truth[kept], mean)
        scores.append((score - p) / np.sqrt(p * (1 - p) / ITEMS))
        found.append((ability - truth[kept]) / error)
    return np.concatenate(scores), np.concatenate(found)
