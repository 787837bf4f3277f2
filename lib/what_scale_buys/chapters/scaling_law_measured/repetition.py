"""The data-constrained series: the same text again and again, beside as many fresh tokens, if it has been run."""

import numpy as np

from scaling_laws.laws import ChinchillaSurface, DataConstrained
from scaling_laws.quantity import say

from ...published import value
from . import ladder, noise

EPOCHS = (1, 2, 4, 8, 16, 40)


def published(epochs):
    """Fresh tokens worth as much as that many epochs, in unique tokens, by the published law with fixed size."""
    any_surface = ChinchillaSurface(1.0, 1.0, 1.0, 0.5, 0.5)  # effective tokens do not depend on it
    law = DataConstrained(any_surface, r_d_star=value("muennighoff_2023_rd_star"))
    return law.effective_tokens(1.0, np.asarray(epochs, float))


def measured(rows=None):
    """(epochs, worth in unique tokens, loss, loss of the fresh twin) per repeated run; empty before it is run.

    Worth is read off the fresh runs of the same size, interpolated in logs; a loss that fresh text of the
    series never had is put at its nearest end, marked by `clipped`.
    """
    mine = ladder.runs("repeat", None, rows)
    fresh = sorted((r for r in mine if r.epochs <= 1), key=lambda r: r.tokens)
    repeated = sorted((r for r in mine if r.epochs > 1), key=lambda r: r.epochs)
    if len(fresh) < 2 or not repeated:
        return []
    tokens, loss = np.log([r.tokens for r in fresh]), np.minimum.accumulate([r.val_loss for r in fresh])
    found = []
    for r in repeated:
        twin = min(fresh, key=lambda f: abs(np.log(f.tokens / r.tokens)))
        worth = float(np.exp(np.interp(-r.val_loss, -loss, tokens))) / r.unique_tokens
        found.append((r.epochs, worth, r.val_loss, twin.val_loss, not loss[-1] <= r.val_loss <= loss[0]))
    return found


def tokens_per_loss(rows=None):
    """Relative change of fresh tokens per relative change of the loss, over the whole fresh series."""
    fresh = sorted((r for r in ladder.runs("repeat", None, rows) if r.epochs <= 1), key=lambda r: r.tokens)
    tokens, loss = np.log([r.tokens for r in fresh]), np.log([r.val_loss for r in fresh])
    return float(abs((tokens[-1] - tokens[0]) / (loss[-1] - loss[0])))


def blur(rows=None):
    """Relative change of a worth that one standard deviation of seed noise makes."""
    return noise.seed_noise(ladder.PYTHON, rows).value / 100 * tokens_per_loss(rows)


def longest(rows=None):
    """The run with the most epochs."""
    return max(ladder.runs("repeat", None, rows), key=lambda r: r.epochs)


def memorised(rows=None):
    """Training loss of the run with the most epochs, over the last stretch of its curve."""
    return longest(rows).training_curve[-1][1]


def setting(rows=None):
    """The size and the unique text of the series, as a sentence."""
    run = longest(rows)
    return f"The size has {say(run.parameters, 'parameters')}, the unique text {say(run.unique_tokens)} bytes."
