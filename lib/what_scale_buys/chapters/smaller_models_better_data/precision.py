"""Few bits: the best precision to train in, the memory of weights, and losses from printed perplexities."""

from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.errors import require_positive
from scaling_laws.quantity import SAMPLES, estimate, propagate
from scaling_laws.statistics import LEVEL, central

from ...published import value

FULL = 16.0  # bits of an ordinary weight
BITS_PER_BYTE = 8
ROUNDED = "Monte Carlo over the rounding of the printed perplexities"


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
