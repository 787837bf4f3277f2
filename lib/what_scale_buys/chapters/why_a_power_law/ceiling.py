"""Where a power law ends: worlds with a last thing, floors of noise, and what boundedness alone guarantees."""

from dataclasses import replace

import numpy as np

from scaling_laws.errors import require_nonnegative, require_positive
from scaling_laws.quantity import propagate

from .memoriser import expected_error, frequencies

WORLD, THINGS, NOISE = 0.5, 3000, 0.003  # the world of the worked examples: tail, things, noise
EARLY, LATE = 100.0, 1e6  # examples at which its slopes are read
MIXED, RARE = (0.25, 2.0), 0.05  # tails of the two sources of the mixed world, share of the first
GAIN = 0.01  # nats: a gain per doubling too small to matter in the example


def local_exponent(tail, examples, things=None, floor=0.0):
    """-d ln(floor + error) / d ln(examples) of the exact mean error, shape of `examples`.

    In an endless world the part beyond HEAD things follows its own power law as long as examples stay below the
    return time of thing HEAD; the derivative of the sum is then taken by central differences.
    """
    require_nonnegative("floor", floor)
    n = np.atleast_1d(require_positive("examples", examples))
    step = 1e-4
    low, high = (expected_error(tail, n * np.exp(s), things) for s in (-step, step))
    middle = expected_error(tail, n, things)
    slope = np.divide(low - high, 2 * step, out=np.zeros_like(n), where=middle > 0)
    whole = floor + middle
    found = np.divide(slope, whole, out=np.full_like(n, np.nan), where=whole > 0)
    return found if np.ndim(examples) else float(found[0])


def end_of_law(tail, things):
    """Examples after which the rarest thing has been met once on average: 1 / p of the last thing."""
    return float(1 / frequencies(tail, things)[-1])


def guaranteed_doublings(loss, gain):
    """The most doublings that can each gain `gain` when a loss starts at `loss` and cannot fall below zero.

    loss : number or quantity. Returns a whole number as a quantity, with the interval that the loss implies.
    """
    require_positive("loss", float(loss)), require_positive("gain", gain)
    return replace(propagate(lambda start: np.floor(start / gain), loss), places=(0, 0, 0))


def doublings_until(fit, compute, gain):
    """Doublings of compute along the frontier of `fit`, from `compute` FLOP, until one gains less than `gain` nats."""
    law = fit.frontier
    first = law.reducible(compute) * (1 - 2.0**-law.exponent)
    return np.maximum(np.log2(first / require_positive("gain", gain)) / law.exponent, 0)


def slope_in_size(fit, parameters, tokens):
    """-d ln L / d ln N of a fitted surface at fixed data."""
    return -parameters * fit.gradient(parameters, tokens)[0] / fit.loss(parameters, tokens)


def mixture(tails, examples, share=0.5):
    """Mean error in a mixture of two endless worlds, met with probabilities `share` and 1 - `share`.

    The number of examples from each world is taken at its mean, which is exact to leading order.
    """
    first, second = tails
    n = np.asarray(require_positive("examples", examples))
    return share * expected_error(first, share * n) + (1 - share) * expected_error(second, (1 - share) * n)


def mixture_exponent(tails, examples, share=0.5, step=1e-4):
    """-d ln(error) / d ln(examples) of the mixture, by central differences."""
    low, high = (mixture(tails, examples * np.exp(s), share) for s in (-step, step))
    return (low - high) / (2 * step * mixture(tails, examples, share))
