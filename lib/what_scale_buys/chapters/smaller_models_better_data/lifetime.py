"""Over-training: what it costs in training, and what it returns in service."""

import numpy as np

from scaling_laws.errors import require_nonnegative
from scaling_laws.laws import INFERENCE_FLOP_PER_PARAMETER_TOKEN, compute_cost


def excess(surface, N, D):
    """Loss above that of the best run with the same training compute, in nats per token."""
    return surface.loss(N, D) - surface.optimum(compute_cost(N, D)).loss


def training_multiplier(surface, N, D):
    """Compute of the best run of equal loss over the compute spent: at most one."""
    return surface.equivalent_compute(N, D) / compute_cost(N, D)


def twin(surface, N, D):
    """The training-optimal run of equal loss."""
    return surface.optimum(surface.equivalent_compute(N, D))


def bill(N, D, served):
    """Training plus serving, 6 N D + 2 N served, in FLOP."""
    served = require_nonnegative("served", served)
    return compute_cost(N, D) + INFERENCE_FLOP_PER_PARAMETER_TOKEN * np.asarray(N) * served


def lifetime_multiplier(surface, N, D, served):
    """Bill of the twin over the bill of this run: below one before break-even, at most the ratio of sizes."""
    other = twin(surface, N, D)
    return bill(other.parameters, other.tokens, served) / bill(N, D, served)


def break_even(surface, N, D):
    """Tokens to be served until the over-trained run has repaid its longer training."""
    other = twin(surface, N, D)
    saved = INFERENCE_FLOP_PER_PARAMETER_TOKEN * (other.parameters - N)
    return (compute_cost(N, D) - other.compute) / saved
