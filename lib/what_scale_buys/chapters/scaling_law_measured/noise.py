"""What two runs that should be equal differ by: seeds, schedules, learning rates; and how many seeds that asks for."""

from dataclasses import replace
from functools import cache

import numpy as np
from scipy.special import ndtr

from scaling_laws.quantity import SAMPLES, estimate
from scaling_laws.statistics import LEVEL, central, deviation

from ... import measured
from . import ladder

SEED = 20261122


def deviations(world=None, rows=None):
    """(runs of all groups that differ only in seed, log loss over the group's mean, degrees of freedom)."""
    return measured.seed_deviations(ladder.runs("isoflop", world, rows))


def seed_noise(world=None, rows=None):
    """Standard deviation of the loss over seeds, in per cent of the loss, pooled over all repeated configurations.

    The interval is that of a chi-squared variance.
    """
    mine, apart, freedom = deviations(world, rows)
    if not freedom:
        raise ladder.LadderTooShort(f"no configuration of {world or 'any world'} was run with two seeds")
    value = 100 * float(np.sqrt(np.sum(apart**2) / freedom))
    return deviation(value, freedom, "%", "seed noise", LEVEL, len(mine), "pooled over configurations")


def chance(difference, seeds, sigma):
    """Chance that the better of two models wins, each judged by its mean over `seeds` seeds.

    difference : of the true losses; sigma : standard deviation over seeds; both in per cent of the loss.
    """
    return ndtr(difference / (sigma * np.sqrt(2 / seeds)))


def seeds_needed(sigma, difference):
    """Seeds of each model for a difference of two standard errors; arguments as of `chance`."""
    return np.ceil(2 * (2 * sigma / difference) ** 2)


def unfinished(rows=None):
    """Pairs (finished run, longer run of the same size, loss of the longer at that many tokens over the finished loss).

    Only in worlds of known entropy, where the training loss on fresh text and the validation loss have the
    same expectation; both are compared above the loss of the true source on the same text.
    """
    mine = [r for r in ladder.runs("isoflop", None, rows) if r.entropy]
    return [
        (short, long, _midway(long, short.tokens) / (short.val_loss - short.source_loss + short.entropy) - 1)
        for short in mine
        for long in mine
        if _model(short) == _model(long) and short.budget < long.budget
    ]


@cache
def unfinished_median(rows=None):
    """Median excess of the unfinished runs over the finished, in per cent of the loss.

    The interval is that of a bootstrap over models, since the pairs of one model share its runs.
    """
    groups = {}
    for short, _, excess in unfinished(rows):
        groups.setdefault(_model(short), []).append(100 * excess)
    groups, rng = list(map(np.array, groups.values())), np.random.default_rng(SEED)
    drawn = rng.integers(len(groups), size=(SAMPLES, len(groups)))
    sample = np.array([np.median(np.concatenate([groups[k] for k in row])) for row in drawn])
    everything = np.concatenate(groups)
    low, high = central(sample, LEVEL)
    return replace(
        estimate(
            np.median(everything), low, high, method="bootstrap over models", level=LEVEL, unit="%", n=everything.size
        ),
        sample=sample,
    )


def _model(r):
    return r.world, r.width, r.depth, r.seed


def _midway(run, tokens):
    """Training loss of a run at the moment when it had read so many tokens."""
    D, loss = map(np.array, zip(*run.training_curve, strict=True))
    return float(np.interp(np.log(tokens), np.log(D), loss))


def sweeps(rows=None):
    """Per swept size: (runs by learning rate, learning rate of the ladder)."""
    mine, standard = ladder.runs("sweep", None, rows), ladder.runs("isoflop", None, rows)[0].learning_rate
    sizes = sorted({(r.budget, r.width, r.depth) for r in mine})
    groups = [
        sorted((r for r in mine if (r.budget, r.width, r.depth) == size), key=lambda r: r.learning_rate)
        for size in sizes
    ]
    return [group for group in groups if len(group) > 2 and standard in {r.learning_rate for r in group}], standard


def cost_of_the_rate(rows=None):
    """Largest relative excess of the loss at the ladder's learning rate over the best rate of a sweep."""
    groups, standard = sweeps(rows)
    excess = [
        next(r.val_loss for r in group if r.learning_rate == standard) / min(r.val_loss for r in group) - 1
        for group in groups
    ]
    return max(excess) if excess else None


def twins(rows=None):
    """Pairs of runs of one configuration and seed made twice, as an IsoFLOP run and in a sweep."""
    first = {(measured.configuration(r), r.seed): r for r in ladder.runs(rows=rows)}
    again = [((measured.configuration(r), r.seed), r) for r in ladder.runs("sweep", None, rows)]
    return [(first[key], r) for key, r in again if key in first]
