"""Picking one answer among k samples: by vote, by a scoring verifier, by the first acceptance.

A sample is right with probability p. A wrong sample repeats the most popular wrong answer with probability `rival`;
the other wrong samples all differ. A verifier gives right samples scores N(gap, 1) and wrong ones N(0, spread).
"""

from functools import cache

import numpy as np
from scipy.special import betainc, betaincinv, gammaln, ndtr

from scaling_laws.errors import require_at_least, require_fraction, require_positive

NODES = 160  # quantiles of the Beta distribution that stand for its problems
SCORES = np.linspace(-9, 22, 776)


def vote(p, rival, k):
    """Probability that a plurality of k samples is right, ties drawn by lot; exact, by the trinomial distribution.

    p : array (...); rival : scalar; k : int. Returns the shape of p.

    >>> round(float(vote(0.6, 1.0, 3)), 12)
    0.648
    """
    p, rival, k = require_fraction("p", p), require_fraction("rival", rival), int(require_at_least("k", k, 1))
    right, wrong = np.meshgrid(np.arange(k + 1), np.arange(k + 1), indexing="ij")
    keep = (right + wrong <= k) & (right >= wrong) & (right > 0)
    c, d = right[keep], wrong[keep]
    singles = k - c - d
    log = gammaln(k + 1) - gammaln(c + 1) - gammaln(d + 1) - gammaln(singles + 1)
    p = np.asarray(p)[..., None]
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = log + _times(c, np.log(p)) + _times(d, np.log((1 - p) * rival))
        terms = terms + _times(singles, np.log((1 - p) * (1 - rival)))
    tied = 1.0 * (c == d)
    won = np.where(c == 1, 1 / (1 + tied + singles), 1 / (1 + tied))  # lone answers tie with lone answers
    return (np.exp(terms) * won).sum(axis=-1)


def _times(count, log):
    return np.where(count > 0, count * log, 0.0)  # 0 * -inf is no evidence against


def vote_bar(rival):
    """The p above which a large vote is right: p > rival * (1 - p)."""
    return rival / (1 + rival)


def vote_limit(a, b, rival):
    """Share of problems on which the right answer is the most popular one: what voting converges to."""
    return float(1 - betainc(a, b, vote_bar(require_fraction("rival", rival))))


def best_of(p, k, gap, spread):
    """Probability that the best-scored of k samples is right: the integral of k p f(s - gap) F(s)**(k - 1) over s.

    f is the normal density; F = p Phi(s - gap) + (1 - p) Phi(s / spread). p may be an array; k a number.

    >>> round(float(best_of(0.3, 1, 1.0, 1.0)), 6)
    0.3
    """
    require_positive("spread", spread), require_at_least("k", k, 1)
    density, cdf_right, cdf_wrong = _scores(float(gap), float(spread))
    p = np.asarray(require_fraction("p", p))[..., None]
    below = p * cdf_right + (1 - p) * cdf_wrong
    with np.errstate(divide="ignore"):
        return (k * p * density * np.exp((k - 1) * np.log(below))).sum(axis=-1) * (SCORES[1] - SCORES[0])


@cache
def _scores(gap, spread):
    return np.exp(-((SCORES - gap) ** 2) / 2) / np.sqrt(2 * np.pi), ndtr(SCORES - gap), ndtr(SCORES / spread)


def first_accepted(p, k, hit, false_alarm):
    """Success if the first of at most k samples that a yes-or-no verifier accepts is handed in, else nothing.

    hit, false_alarm : probabilities that a right and a wrong sample are accepted.
    """
    p = require_fraction("p", p)
    accept = p * hit + (1 - p) * false_alarm
    some = -np.expm1(k * np.log1p(-np.minimum(accept, 1 - 1e-15)))
    return np.divide(p * hit, accept, out=np.zeros(np.shape(accept)), where=np.asarray(accept) > 0) * some


@cache
def problems(a, b, nodes=NODES):
    """Quantiles of Beta(a, b) at the middles of `nodes` equal slices: a fixed population of problems."""
    return betaincinv(a, b, (np.arange(nodes) + 0.5) / nodes)


@cache
def simulate(a, b, rival, gap, spread, k, problems_drawn=4000, seed=20230328):
    """Right or wrong (problems,) when k samples of each problem are picked by vote, by score, and by an oracle."""
    rng = np.random.default_rng(seed)
    p = rng.beta(a, b, problems_drawn)[:, None]
    right = rng.random((problems_drawn, k)) < p
    popular = ~right & (rng.random(right.shape) < rival)
    c, d = right.sum(axis=1), popular.sum(axis=1)
    singles = k - c - d
    rivals = np.where(np.maximum(c, d) <= 1, 1 + singles + (d == c), 1 + (d == c))
    voted = (c >= d) & (c > 0) & (rng.random(problems_drawn) * rivals < 1)
    scores = np.where(right, gap + rng.normal(size=right.shape), spread * rng.normal(size=right.shape))
    scored = right[np.arange(problems_drawn), scores.argmax(axis=1)]
    return voted, scored, right.any(axis=1)
