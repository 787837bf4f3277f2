"""The running example: a population of problems, a popular wrong answer and verifiers of several qualities.

The problems follow the Beta distribution through two published figures of one model on one subject, its score with
one answer and its coverage with a hundred samples; the popular wrong answer is so popular that voting converges to
the published accuracy of the best selector. What the example says between those figures is the model's, not data.
"""

from functools import cache

import numpy as np
from scipy.optimize import brentq

from ... import published
from . import coverage as cov
from . import picking

GAPS, SPREADS = (1.0, 2.0, 3.0), (1.0, 1.25, 1.5, 2.0)
SAMPLES = (1, 2, 4, 8, 16, 32, 64, 128, 256)
GAP, SPREAD = 2.0, 1.5  # the verifier of the figures: good, with a heavy tail of convincing errors
CHECKED = 16  # samples a problem in the simulation


@cache
def shape():
    """(a, b) of the running example."""
    one, hundred = published.value("llama3_8b_instruct_math"), published.value("monkeys_llama8b_math_100")
    return tuple(float(v) for v in cov.fit(1, one / 100, 100, hundred / 100))


@cache
def refits():
    """Shapes (a, b) through the same two points of simulated sets of as many problems as were published."""
    return cov.refits(1, 100, *shape(), cov.series("llama").problems)


@cache
def rival():
    """Share of wrong samples that give the same wrong answer."""
    target = published.value("monkeys_llama8b_math_vote_10k") / 100
    return float(brentq(lambda r: picking.vote_limit(*shape(), r) - target, 0.01, 1.0))


@cache
def voted(k, popular=None):
    """Mean success of a vote over k samples."""
    return float(picking.vote(picking.problems(*shape()), rival() if popular is None else popular, k).mean())


@cache
def scored(k, gap=GAP, spread=SPREAD):
    """Mean success of the best-scored of k samples."""
    return float(picking.best_of(picking.problems(*shape()), k, gap, spread).mean())


@cache
def best_number(gap=GAP, spread=SPREAD):
    """Number of samples at which the best-scored one is most often right, among whole numbers up to ten thousand."""
    ks = np.unique(np.round(np.geomspace(1, 10_000, 121)))
    return int(max(ks, key=lambda k: scored(float(k), gap, spread)))


def checks():
    """Standardised gaps between simulation and closed form: coverage at six k, then vote, score and oracle."""
    ks = np.array([1, 3, 10, 30, 100, 300])
    mean, error = cov.simulated_coverage(ks, *shape())
    gaps = list((mean - cov.coverage(ks, *shape())) / error)
    wins = picking.simulate(*shape(), rival(), GAP, SPREAD, CHECKED)
    expected = voted(CHECKED), scored(CHECKED), float(cov.coverage(CHECKED, *shape()))
    gaps += [(won.mean() - e) / np.sqrt(e * (1 - e) / won.size) for won, e in zip(wins, expected)]
    return np.array(gaps)
