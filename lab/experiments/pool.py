"""The pool: models of the ladder kept with weights and the loss at every position.

The control arms of most experiments, planted arms at 1.5 times the compute that the analysis must find again, teachers
and models to quantise, to sample from and to give a memory: best sizes, and two sizes from under- to over-trained.
"""

from ..trial import TrialJob
from .design import COMPARED, LANGUAGE, PYTHON, RUNGS, SEEDS, SIZES, Planned, control, planted

QUESTION = "Does the analysis find a multiplier of 1.5 where one was planted?"
WORLDS = (LANGUAGE, PYTHON)
TRAINED_UNEVENLY = ((32, 2), (64, 2))  # width, depth
UNEVEN_RUNGS = (3e10, 1e11, 3e11, 1e12)
UNEVEN_SEEDS = 2


def off_balance(width, depth, rung, seed):
    """A model of a size that is not the best at its budget."""
    job = TrialJob(world=LANGUAGE, budget=rung, width=width, depth=depth, seed=seed)
    return Planned(job, "pool", f"w{width}", rung, rung)


def trials():
    """All models of the pool, smallest budgets first."""
    plan = []
    for rung in RUNGS:
        for seed in range(SEEDS[rung]):
            plan += [control(world, rung, seed) for world in WORLDS]
            plan += [planted(world, rung, seed) for world in WORLDS if rung in COMPARED]
        if rung in UNEVEN_RUNGS:
            sizes = [size for size in TRAINED_UNEVENLY if size != SIZES[LANGUAGE][rung]]
            plan += [off_balance(*size, rung, seed) for seed in range(UNEVEN_SEEDS) for size in sizes]
    return plan
