"""GPT-3 on LAMBADA over its eight sizes: how much each step in size repaired."""

from functools import cache

import numpy as np

from scaling_laws.quantity import estimate
from scaling_laws.statistics import LEVEL, central

from ... import published

SIZES = ("small", "medium", "large", "xl", "2p7b", "6p7b", "13b", "175b")
MIDDLE = "2p7b"  # between the smaller and the larger half
DRAWS, SEED = 20_000, 606


def items():
    """Passages in the test."""
    return int(published.value("lambada_test_items"))


def parameters():
    """Parameters of the eight models."""
    return np.array([published.value(f"gpt3_{size}_params") for size in SIZES])


def accuracy():
    """Share of passages whose last word was right, of the eight models."""
    return np.array([published.value(f"gpt3_lambada_{size}") for size in SIZES]) / 100


@cache
def _draws():
    """Plausible accuracies under Jeffreys' prior, (DRAWS, sizes); the models share passages, which narrows gaps."""
    right = np.rint(accuracy() * items())
    return np.random.default_rng(SEED).beta(right + 0.5, items() - right + 0.5, (DRAWS, len(SIZES)))


def _posterior(of, unit=""):
    """A function of accuracies (rows, sizes), one number a row, as a quantity."""
    make = dict(method="posterior under Jeffreys' prior", level=LEVEL, unit=unit, n=items())
    return estimate(of(accuracy()[None])[0], *central(of(_draws())), **make)


def scores():
    """Accuracies of the eight models as quantities, in percent."""
    return tuple(_posterior(lambda p, k=k: 100 * p[:, k], "%") for k in range(len(SIZES)))


def points_per_decade():
    """Gain in accuracy per tenfold parameters at each of the seven steps, as quantities."""
    return tuple(half(first, last)[0] for first, last in zip(SIZES, SIZES[1:]))


def half(first, last):
    """Points per decade and error exponent between two sizes, as Quantities."""
    i, j = SIZES.index(first), SIZES.index(last)
    decades = np.log10(parameters()[j] / parameters()[i])
    points = _posterior(lambda p: 100 * (p[:, j] - p[:, i]) / decades, "percentage points")
    return points, _posterior(lambda p: np.log10((1 - p[:, i]) / (1 - p[:, j])) / decades)


def halves():
    """`half` of the smaller and of the larger sizes."""
    return half(SIZES[0], MIDDLE), half(MIDDLE, SIZES[-1])
