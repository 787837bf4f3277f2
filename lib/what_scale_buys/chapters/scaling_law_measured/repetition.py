"""The data-constrained series: the same text again and again, beside as many fresh tokens, if it has been run."""

from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.laws import ChinchillaSurface, DataConstrained
from scaling_laws.quantity import SAMPLES, estimate, say
from scaling_laws.statistics import LEVEL, central

from ...published import value
from . import ladder, noise

EPOCHS = (1, 2, 4, 8, 16, 40)
SEED = 20261122


def published(epochs):
    """Fresh tokens worth as much as that many epochs, in unique tokens, by the published law with fixed size."""
    any_surface = ChinchillaSurface(1.0, 1.0, 1.0, 0.5, 0.5)  # effective tokens do not depend on it
    law = DataConstrained(any_surface, r_d_star=value("muennighoff_2023_rd_star"))
    return law.effective_tokens(1.0, np.asarray(epochs, float))


@cache
def measured(rows=None):
    """(epochs, worth in unique tokens, loss, loss of the fresh twin) per repeated run; empty before it is run.

    Worth is read off the fresh runs of the same size, interpolated in logs; a loss that fresh text of the
    series never had is put at its nearest end, marked by `clipped`. Its interval: every loss of the series drawn anew
    with the seed noise of the text, itself drawn within its interval.
    """
    mine = ladder.runs("repeat", None, rows)
    fresh = sorted((r for r in mine if r.epochs <= 1), key=lambda r: r.tokens)
    repeated = sorted((r for r in mine if r.epochs > 1), key=lambda r: r.epochs)
    if len(fresh) < 2 or not repeated:
        return []
    rng, sigma = np.random.default_rng(SEED), noise.seed_noise(ladder.PYTHON, rows).draws() / 100
    shaken = np.exp(sigma[:, None] * rng.standard_normal((SAMPLES, len(fresh))))
    least, found = min(r.val_loss for r in fresh), []
    for r in repeated:
        twin = min(fresh, key=lambda f: abs(np.log(f.tokens / r.tokens)))
        shaken_too = r.val_loss * np.exp(sigma * rng.standard_normal(SAMPLES))
        sample = np.array([_worth(r, fresh, *pair) for pair in zip(shaken_too, shaken, strict=True)])
        worth, (low, high) = _worth(r, fresh, r.val_loss, 1.0), central(sample, LEVEL)
        ends = min(low, worth), max(high, worth)
        worth = replace(estimate(worth, *ends, method="seed noise of every run", level=LEVEL, n=1), sample=sample)
        found.append((r.epochs, worth, r.val_loss, twin.val_loss, not least <= r.val_loss <= fresh[0].val_loss))
    return found


def _worth(run, fresh, loss, shaken):
    """Fresh tokens of that loss over the unique tokens of a run, the fresh losses multiplied by `shaken`."""
    fresh_losses = np.minimum.accumulate(shaken * np.array([r.val_loss for r in fresh]))
    return float(np.exp(np.interp(-loss, -fresh_losses, np.log([r.tokens for r in fresh])))) / run.unique_tokens


def tokens_per_loss(rows=None):
    """Relative change of fresh tokens per relative change of the loss, over the whole fresh series."""
    fresh = sorted((r for r in ladder.runs("repeat", None, rows) if r.epochs <= 1), key=lambda r: r.tokens)
    tokens, loss = np.log([r.tokens for r in fresh]), np.log([r.val_loss for r in fresh])
    return float(abs((tokens[-1] - tokens[0]) / (loss[-1] - loss[0])))


def blur(rows=None):
    """Change of a worth, in per cent, that one standard deviation of seed noise in its own loss makes."""
    return noise.seed_noise(ladder.PYTHON, rows) * tokens_per_loss(rows)


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
