"""The exchange rate between training and inference: a model M times larger, or k samples of the small one.

Two worlds say what size does to a question that the small model solves with probability p.

* chain: an answer is a chain of steps without repair, p = exp(-length * hazard), and size lowers the hazard of a step
  by M**-exponent, so that the large model solves p**(M**-exponent);
* odds: size multiplies the odds p / (1 - p) by M**exponent, the same for every question.
"""

import numpy as np

from scaling_laws.errors import require_at_least, require_choice, require_fraction, require_positive
from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN, INFERENCE_FLOP_PER_PARAMETER_TOKEN

WORLDS = ("chain", "odds")
LOWEST = -60.0  # logarithm of the smallest p that is looked at
STEPS = 70


def matched_samples(size, ratio):
    """Samples of the small model that cost as much in total as one answer of a model `size` times larger.

    ratio : tokens inferred over tokens trained on, if each answer is given once. Training both on the same tokens D,
    6 N D + k 2 N ratio D = size (6 N D + 2 N ratio D), so k = size + 3 (size - 1) / ratio. Source: Snell et al. 2024,
    Sec. 7, rederived.

    >>> matched_samples(2.0, 3.0)
    3.0
    """
    size, ratio = require_at_least("size", size, 1), require_positive("ratio", ratio)
    return size + FLOP_PER_PARAMETER_TOKEN / INFERENCE_FLOP_PER_PARAMETER_TOKEN * (size - 1) / ratio


def larger(p, size, exponent, world="chain"):
    """Success of one sample of the larger model where the small one has p."""
    require_choice("world", world, WORLDS)
    p, size = require_fraction("p", p), require_at_least("size", size, 1)
    if world == "chain":
        return p ** (size ** -np.asarray(exponent))
    factor = size ** np.asarray(exponent)
    return p * factor / (1 + p * (factor - 1))


def samples_to_match(p, size, exponent, world="chain"):
    """Samples of the small model, with a perfect verifier, that succeed as often as one of the larger.

    ln(1 - larger) / ln(1 - p); in the chain world p**-(1 - size**-exponent) for small p, without bound; in the odds
    world size**exponent for small p.

    >>> round(float(samples_to_match(0.5, 1.0, 0.3)), 12)
    1.0
    """
    return np.log1p(-larger(p, size, exponent, world)) / np.log1p(-np.asarray(p))


def break_even(size, ratio, exponent):
    """The p at which equal FLOP buy equal success in the chain world; below it the larger model wins.

    exponent may be an array. Zero where size does nothing.

    >>> p = break_even(14.0, 0.79, 0.34)
    >>> bool(abs(samples_to_match(p, 14.0, 0.34) / matched_samples(14.0, 0.79) - 1) < 1e-9)
    True
    """
    exponent, k = np.asarray(exponent, dtype=float), matched_samples(size, ratio)
    low, high = np.full(exponent.shape, LOWEST), np.full(exponent.shape, -1e-9)
    for _ in range(STEPS):
        middle = (low + high) / 2
        dear = samples_to_match(np.exp(middle), size, exponent) > k  # a harder question needs more samples
        low, high = np.where(dear, middle, low), np.where(dear, high, middle)
    p = np.where(high <= LOWEST + 1e-6, 0.0, np.exp((low + high) / 2))
    return p if p.ndim else float(p)
