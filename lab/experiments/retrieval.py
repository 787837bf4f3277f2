"""Retrieval: what is a memory of n tokens worth beside the model, against training on these tokens?

Controls of the pool in both worlds, with a nearest-neighbour memory of fresh text.
"""

from ..neighbours import losses_by_entries
from ..reading import Measurement
from .design import LANGUAGE, PYTHON, control

QUESTION = "What does a memory multiply compute by, and would training on its tokens buy as much?"
ENTRIES = (2**12, 2**14, 2**16)
MODELS = {3e10: 3, 1e11: 3, 3e11: 3, 1e12: 1}  # seeds at each budget


def trials():
    """The models that get a memory."""
    return [
        control(world, rung, seed) for rung, n in MODELS.items() for seed in range(n) for world in (LANGUAGE, PYTHON)
    ]


def readings():
    """A memory of every size beside every model."""
    points = tuple(("memory", entries) for entries in ENTRIES)
    return [
        Measurement("retrieval", planned.job, "memory", points, losses_by_entries, (("entries", ENTRIES),))
        for planned in trials()
    ]
