"""What every experiment is made of: budgets, sizes, seeds, and plans of trials and readings.

An arm has the size that is best for plain training at its budget, so that the slope of the control along the budgets
is that of the frontier.
"""

from dataclasses import dataclass, replace

from what_scale_buys.trials import BEST_SIZES, CONTROL, PLANTED, PLANTED_FACTOR

from ..trial import TrialJob

LANGUAGE, PYTHON = "zipf1.5", "python"
SIZES = BEST_SIZES
RUNGS = tuple(SIZES[LANGUAGE])
SEEDS = {3e10: 3, 1e11: 3, 3e11: 3, 1e12: 3, 3e12: 2, 1e13: 1}
COMPARED = (3e10, 1e11, 3e11, 1e12)  # budgets at which arms compete


@dataclass(frozen=True)
class Planned:
    """A model to train: for which experiment and arm, at which rung; tier : its place in the order of all runs."""

    job: TrialJob
    experiment: str
    arm: str
    rung: float
    tier: float


def control_job(world, rung, seed=0):
    """Plain training at a rung."""
    width, depth = SIZES[world][rung]
    return TrialJob(world=world, budget=rung, width=width, depth=depth, seed=seed)


def control(world, rung, seed=0, tier=None):
    """The control arm of all experiments that compare at this rung; it belongs to the pool."""
    return Planned(control_job(world, rung, seed), "pool", CONTROL, rung, tier or rung)


def planted(world, rung, seed=0):
    """The control given 1.5 times its compute: an effect of known size."""
    job = control_job(world, rung, seed)
    return Planned(replace(job, budget=PLANTED_FACTOR * rung), "pool", PLANTED, rung, rung)


def changed(experiment, arm, world, rung, seed, **changes):
    """The control with something changed."""
    return Planned(replace(control_job(world, rung, seed), **changes), experiment, arm, rung, rung)
