"""The reference task: 240 simulated runs, the published grid of starts, 4,000 bootstrap refits."""

import numpy as np

from scaling_laws.laws import ChinchillaSurface

DELTA = 1e-3
RUNS = 240
RESAMPLES = 4000
SEED = 0
TRUTH = ChinchillaSurface(E=1.8, A=480.0, B=2000.0, alpha=0.348, beta=0.366)
NOISE = 0.006


def reference_runs(runs=RUNS, seed=SEED):
    """Parameters, tokens and losses of `runs` runs; Student-t scatter with four degrees of freedom on log loss."""
    rng = np.random.default_rng(seed)
    parameters, compute = 10 ** rng.uniform(7.6, 10.2, runs), 10 ** rng.uniform(18.5, 21.5, runs)
    tokens = compute / (6 * parameters)
    loss = TRUTH.loss(parameters, tokens) * np.exp(NOISE * rng.standard_t(4, runs))
    return parameters, tokens, loss
