"""Laws of repeated text, fitted on one corpus and judged on runs of another size and corpus.

All say how the loss of `epochs` passes over `unique` tokens follows from the curve of fresh tokens of the same model;
each has one constant, fitted to ln loss, but the law without decay, which has none.
"""

from collections import defaultdict

import numpy as np
from scipy.optimize import minimize_scalar

from scaling_laws.quantity import estimate
from scaling_laws.statistics import central

from .multiplier import LEVEL

SMALLEST_CORPUS = 2**15
RUN_NOISE = 0.01  # deviation of ln loss between seeds on Python text
RESAMPLES = 300
METHOD = "fitted on the smallest corpus, mean absolute error of ln loss on the ladder's repeated runs, noise redrawn"


class Fresh:
    """The curve of fresh tokens of one model: a parabola in ln D through ln L, a line between two points."""

    def __init__(self, tokens, loss):
        self.coefficients = np.polyfit(np.log(tokens), np.log(loss), min(2, len(set(tokens)) - 1))

    def __call__(self, tokens):
        return np.polyval(self.coefficients, np.log(tokens))


def no_decay(fresh, unique, epochs, _constant):
    """Repeated tokens count as fresh ones."""
    return fresh(unique * epochs)


def saturating(fresh, unique, epochs, constant):
    """Repeated tokens decay in value with e-folding `constant` epochs. Source: Muennighoff et al. 2023, Eq. 5."""
    return fresh(unique * (1 + constant * (1 - np.exp(-(epochs - 1) / constant))))


def penalty(fresh, unique, epochs, constant):
    """Repeated tokens count as fresh ones, but every further epoch adds `constant` to ln loss."""
    return fresh(unique * epochs) + constant * (epochs - 1)


LAWS = {"no decay": no_decay, "saturating": saturating, "penalty": penalty}
RANGES = {"no decay": (0.0, 1.0), "saturating": (0.1, 500.0), "penalty": (0.0, 0.2)}


def fitted(name, fresh, unique, epochs, ln_loss):
    """The constant of a law that is closest to ln_loss [runs]."""
    law = LAWS[name]
    misfit = lambda constant: float(((law(fresh, unique, epochs, constant) - ln_loss) ** 2).sum())
    return float(minimize_scalar(misfit, bounds=RANGES[name], method="bounded", options={"xatol": 1e-8}).x)


def _arrays(rows):
    return tuple(np.array(x, dtype=float) for x in zip(*((r.unique_tokens, round(r.epochs), r.val_loss) for r in rows)))


def _fresh(rows, noise):
    """The curve of the fresh rows, means over seeds."""
    losses = defaultdict(list)
    for row, e in zip(rows, noise):
        losses[row.tokens].append(np.log(row.val_loss) + e)
    return Fresh(np.array(list(losses)), np.exp([np.mean(v) for v in losses.values()]))


def held_out_errors(trials, runs, rng=None):
    """{law: mean absolute error of ln loss on the ladder's repeated runs}, or None where runs are missing.

    rng : draw the runs' noise; as measured without it.
    """
    ours = [row for row in trials if row.experiment == "repetition" and row.status == "done"]
    series = [run for run in runs if run.series == "repeat" and run.status == "done"]
    groups = (
        [row for row in ours if row.arm == "fresh wd0.1"],
        [row for row in ours if row.arm == "even wd0.1" and row.unique_tokens == SMALLEST_CORPUS],
        [run for run in series if run.unique_tokens == run.tokens],
        [run for run in series if run.unique_tokens < run.tokens],
    )
    if not all(groups) or len({row.tokens for row in groups[0]}) < 2:
        return None
    noises = [RUN_NOISE * rng.standard_normal(len(g)) if rng else np.zeros(len(g)) for g in groups]
    fresh, fresh_there = _fresh(groups[0], noises[0]), _fresh(groups[2], noises[2])
    unique, epochs, loss = _arrays(groups[1])
    unique_there, epochs_there, loss_there = _arrays(groups[3])
    errors = {}
    for name, law in LAWS.items():
        constant = fitted(name, fresh, unique, epochs, np.log(loss) + noises[1])
        missed = law(fresh_there, unique_there, epochs_there, constant) - np.log(loss_there) - noises[3]
        errors[name] = float(np.abs(missed).mean())
    return errors


def rivals(trials, runs):
    """Ratios of held-out errors, under the names of their expectations."""
    measured = held_out_errors(trials, runs)
    if not measured:
        return {}
    rng = np.random.default_rng(0)
    draws = [held_out_errors(trials, runs, rng) for _ in range(RESAMPLES)]
    n = sum(run.series == "repeat" for run in runs)
    found = {}
    for name, (one, other) in {
        "rival-held-out": ("penalty", "saturating"), "rival-no-decay": ("saturating", "no decay"),
    }.items():  # fmt: skip
        value = measured[one] / measured[other]
        low, high = central([draw[one] / draw[other] for draw in draws], LEVEL)
        found[name] = estimate(value, min(low, value), max(high, value), method=METHOD, level=LEVEL, unit="×", n=n)
    return found
