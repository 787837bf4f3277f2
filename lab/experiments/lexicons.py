"""The floor puzzle: does a finite lexicon pull the fitted floor below the known entropy?

Languages that differ in the number of words alone: 512, 4,096 (the ladder's) and 16,129. A valley of four sizes per
budget. The tail of a finite lexicon runs out, so the excess loss is no power law and its fitted floor lies too low,
the lower the smaller the lexicon.
"""

from ..trial import TrialJob
from .design import Planned

QUESTION = "Does the fitted floor miss the entropy by less, the larger the lexicon?"
WORLDS = ("zipf1.5-512words", "zipf1.5", "zipf1.5-16129words")
VALLEYS = {  # width, depth of the sizes about the ladder's minimum
    3e10: ((16, 2), (24, 2), (32, 2), (48, 2)),
    1e11: ((16, 2), (24, 2), (32, 2), (48, 2)),
    3e11: ((24, 2), (32, 2), (48, 2), (64, 2)),
    1e12: ((32, 2), (48, 2), (64, 2), (80, 3)),
    3e12: ((48, 2), (64, 2), (80, 3), (96, 4)),
}  # fmt: skip


def trials():
    """Valleys of all lexicons, smallest budgets first, one seed."""
    return [
        Planned(
            TrialJob(world=world, budget=rung, width=width, depth=depth), "lexicons", f"w{width}", rung, rung
        )
        for rung, sizes in VALLEYS.items()
        for world in WORLDS
        for width, depth in sizes
    ]  # fmt: skip


def is_small(planned):
    """Whether it belongs to the smallest rung: two sizes of each lexicon."""
    return planned.job.width in (24, 32)
