"""Simulated tables of runs that the tests of the fits share."""

import numpy as np

from scaling_laws.fitting import Runs
from scaling_laws.laws import ChinchillaSurface

TRUTH = ChinchillaSurface(E=1.8, A=480.0, B=2000.0, alpha=0.348, beta=0.366)


def scattered(n=240, noise=0.01, seed=0, outliers=0.0, truth=TRUTH, tails=4):
    """n runs at random sizes and budgets; Student-t scatter on log loss, some rows grossly off."""
    rng = np.random.default_rng(seed)
    N, C = 10 ** rng.uniform(7.6, 10.2, n), 10 ** rng.uniform(18.5, 21.5, n)
    D = C / (6 * N)
    L = truth.loss(N, D) * np.exp(noise * rng.standard_t(tails, n))
    wild = rng.random(n) < outliers
    return Runs(N, D, L * np.where(wild, np.exp(rng.normal(0, 0.3, n)), 1.0))


def isoflop(budgets=9, sizes=9, spread=(0.15, 6.0), noise=0.0, seed=0, truth=TRUTH):
    """Runs in valleys of equal compute, sizes spread geometrically about each optimum."""
    rng = np.random.default_rng(seed)
    C = np.repeat(np.geomspace(6e18, 3e21, budgets), sizes)
    N = truth.optimum(C).parameters * np.tile(np.geomspace(*spread, sizes), budgets)
    D = C / (6 * N)
    return Runs(N, D, truth.loss(N, D) * np.exp(noise * rng.standard_normal(len(N))))


def training_curves(sizes=24, checkpoints=30, noise=0.0, seed=0, truth=TRUTH):
    """Whole training curves, each labelled by its model."""
    rng = np.random.default_rng(seed)
    N = np.repeat(np.geomspace(4e7, 1e10, sizes), checkpoints)
    D = N * np.tile(np.geomspace(2, 200, checkpoints), sizes)
    labels = np.repeat(np.arange(sizes), checkpoints)
    return Runs(N, D, truth.loss(N, D) * np.exp(noise * rng.standard_normal(len(N))), labels=labels)
