"""Noise and duplicates planted in the text, and a filter that takes the noise out again.

Python text; 30 % of documents with their bytes in random order, or replaced by one of the same 16; a bigram filter of
measured precision and recall, and the same filter with one decision in five turned around. Every arm trains on as
many tokens as the control.
"""

from .design import COMPARED, PYTHON, SEEDS, changed, control

QUESTION = "What does bad text cost in compute, and how much of it does a filter bring back?"
ARMS = ("noise", "duplicates", "filtered", "filtered-poorly")


def trials():
    """Controls and arms, smallest budgets first."""
    return [
        planned
        for rung in COMPARED
        for seed in range(SEEDS[rung])
        for planned in (
            control(PYTHON, rung, seed),
            *(changed("noise", arm, PYTHON, rung, seed, mixture=arm) for arm in ARMS),
        )
    ]
