"""Quantisation: what do few bits cost, and more so the longer a model was trained?

All plainly trained models of the pool, every matrix rounded row by row to 8, 6, 4, 3 and 2 bits, with the embedding
and without.
"""

from ..quantise import losses_by_bits
from ..reading import Measurement
from . import pool

QUESTION = "What do 8, 4 and 3 bits cost, by tokens per parameter?"
BITS = (8, 6, 4, 3, 2)


def trials():
    """The pool."""
    return pool.trials()


def readings():
    """Every model of the pool at every number of bits."""
    points = tuple((variant, bits) for variant in ("all", "but embedding") for bits in BITS)
    return [
        Measurement("quantisation", planned.job, "bits", points, losses_by_bits, (("bits", BITS),))
        for planned in pool.trials()
        if planned.arm != "planted"
    ]
