"""Rounding weights to b bits: its noise, what it costs at equal memory, and the best precision to train in."""

from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.errors import require_at_least, require_nonnegative, require_positive
from scaling_laws.quantity import SAMPLES, estimate, propagate
from scaling_laws.statistics import LEVEL, central, standard_error

from ...published import value

SEED, BLOCKS, BLOCK = 23, 1500, 64
FULL = 16.0  # bits of an ordinary weight
BITS_PER_BYTE = 8
ROUNDED = "Monte Carlo over the rounding of the printed perplexities"
REFERENCE = 4.0  # bits at which the harm of rounding is stated


def step(reach, bits):
    """Width of a step when 2**bits levels span from -reach to reach."""
    return 2 * np.asarray(reach) / (2 ** require_at_least("bits", bits, 1) - 1)


def round_to(weights, bits):
    """Weights (rows, block) rounded to 2**bits even levels between plus and minus each row's largest magnitude."""
    reach = np.abs(weights).max(axis=1, keepdims=True)
    width = step(reach, bits)
    return np.rint((weights + reach) / width) * width - reach


@cache
def noise(bits, blocks=BLOCKS, block=BLOCK, seed=SEED):
    """(simulated, standard error, formula) of the mean squared rounding error of standard normal weights.

    The formula is the mean over blocks of width²/12, the variance of a uniform error of that width.
    """
    require_at_least("bits", bits, 1)
    weights = np.random.default_rng(seed).normal(size=(blocks, block))
    error = ((round_to(weights, bits) - weights) ** 2).mean(axis=1)
    width = step(np.abs(weights).max(axis=1), bits)
    return error.mean(), standard_error(error), np.mean(width**2 / 12)


def loss_at_memory(surface, gigabytes, bits, tokens, harm):
    """Loss of the model that fills a memory with weights of `bits`, rounding harm included, in nats per token.

    harm : loss added at REFERENCE bits. Near a minimum the loss rises with the squared error, hence by 4 per bit.
    """
    N = BITS_PER_BYTE * 1e9 * require_positive("gigabytes", gigabytes) / require_positive("bits", bits)
    return surface.loss(N, tokens) + require_nonnegative("harm", harm) * 4.0 ** (REFERENCE - np.asarray(bits))


def _waste(ratio):
    """Cost of training in x = bits/scale per unit of effective size: x / (1 - exp(-x))³."""
    return ratio / -(np.expm1(-ratio) ** 3)


@cache
def best_ratio():
    """The x that minimises x / (1 - exp(-x))³, the root of exp(x) = 1 + 3x; the same for every budget."""
    x = 2.0
    for _ in range(60):
        x -= (np.exp(x) - 1 - 3 * x) / (np.exp(x) - 3)
    return float(x)


def training_gain(best_bits, full=FULL):
    """Compute multiplier of training at the best precision instead of `full` bits.

    Form of Kumar et al. 2024 with one scale for weights, activations and cache: effective parameters
    N (1 - exp(-bits/scale))³, cost 6 N D bits. The scale follows from the published best precision.
    """
    scale = require_positive("best_bits", best_bits) / best_ratio()
    return _waste(full / scale) / _waste(best_ratio())


def bits_ratio(best_bits, full=FULL):
    """The multiplier if precision cost nothing in quality."""
    return full / require_positive("best_bits", best_bits)


def memory_gigabytes(parameters, bits):
    """Weights alone, in 1e9 bytes."""
    return parameters * bits / BITS_PER_BYTE / 1e9


def perplexity_cost(size):
    """Ternary loss minus 16-bit loss in nats per token, at one size of the comparison.

    size : "700m", "1p3b" or "3b". Perplexities are printed to two decimals. Source: Ma et al. 2024, Table 1.
    """
    return loss_gain(*(perplexity(f"bitnet158_ppl_{kind}_{size}", 0.005) for kind in ("bitnet", "llama")))


def perplexity(key, half):
    """A published perplexity, anywhere within `half` of its printed value with equal chance."""
    printed = value(key)
    sample = printed + np.random.default_rng(list(key.encode())).uniform(-half, half, SAMPLES)
    return replace(estimate(printed, *central(sample), method=ROUNDED, level=LEVEL), sample=sample)


def loss_gain(before, after):
    """Fall of the loss between two perplexities, in nats per token."""
    return propagate(lambda first, second: np.log(first / second), before, after, unit="nats/token")
