"""Experts: does choosing one layer among several buy loss at equal training FLOP, and from which budget on?

The language; four experts of which one is used, eight of half the width of which two are, and dense, each as a valley
of three sizes, so that the best sizes are compared. All parameters and the processor's time are in the rows.
"""

from dataclasses import replace

from ..trial import TrialJob
from .design import LANGUAGE, Planned

QUESTION = "What do experts multiply compute by, valley against valley, and does it grow with the budget?"
VALLEYS = {
    1e11: ((24, 2), (32, 2), (48, 2)),
    3e11: ((32, 2), (48, 2), (64, 2)),
    1e12: ((48, 2), (64, 2), (80, 3)),
    3e12: ((64, 2), (80, 3), (96, 4)),
}
SEEDS = {1e11: 3, 3e11: 3, 1e12: 3, 3e12: 2}
ARMS = {"dense": {}, "four": {"experts": 4}, "eight": {"experts": 8, "chosen": 2, "finer": 2}}


def trials():
    """Valleys of all arms, smallest budgets first."""
    plan = []
    for rung, sizes in VALLEYS.items():
        for seed in range(SEEDS[rung]):
            for width, depth in sizes:
                job = TrialJob(world=LANGUAGE, budget=rung, width=width, depth=depth, seed=seed)
                plan += [Planned(replace(job, **c), "experts", arm, rung, rung) for arm, c in ARMS.items()]
    return plan


def is_small(planned):
    """Whether it belongs to the smallest rung: the middle size."""
    return planned.job.width == 32
