"""The bill of a model that is trained once and then serves: 6 N D + 2 N S FLOP."""

import numpy as np

from scaling_laws.laws import INFERENCE_FLOP_PER_PARAMETER_TOKEN, Allocation, compute_cost


def example(surface, N, served):
    """(optimal run of N parameters, its cheapest replacement when `served` tokens will be served, saving)."""
    base = surface.optimum_for_parameters(N)
    plan = surface.optimum_with_inference(base.loss, served)
    return base, plan, 1 - total_cost(plan, served) / total_cost(base, served)


def total_cost(plan: Allocation, served):
    """FLOP of training plus serving: 6 N D + 2 N served."""
    return plan.compute + INFERENCE_FLOP_PER_PARAMETER_TOKEN * plan.parameters * served


def bill(surface, base, share, served):
    """(N, D, training FLOP, total FLOP) of models of `share` times the size of `base`, trained to its loss.

    The costs are nan, and D is infinite, where a model is too small to reach that loss.
    """
    N = share * base.parameters
    D = surface.tokens_for_loss(N, base.loss)
    reachable = np.isfinite(D)
    training = np.where(reachable, compute_cost(N, np.where(reachable, D, 1.0)), np.nan)
    return N, D, training, training + INFERENCE_FLOP_PER_PARAMETER_TOKEN * N * served
