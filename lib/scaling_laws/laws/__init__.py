"""Functional forms of the scaling literature, one file each: a shelf to fit from, and small immutable objects.

See `basics` for the units, and `shelf` for how a law is put on the shelf.
"""

from .basics import (
    BISECTION_STEPS,
    FLOP_PER_PARAMETER_TOKEN,
    INFERENCE_FLOP_PER_PARAMETER_TOKEN,
    REACH,
    TOGETHER,
    Allocation,
    compute_cost,
)
from .chinchilla import ChinchillaSurface
from .data_constrained import DataConstrained
from .kaplan import KaplanJoint
from .logarithm import Logarithm
from .power_law import PowerLaw
from .power_law_with_floor import PowerLawWithFloor
from .score import SaturatingScore

__all__ = [
    "BISECTION_STEPS",
    "FLOP_PER_PARAMETER_TOKEN",
    "INFERENCE_FLOP_PER_PARAMETER_TOKEN",
    "REACH",
    "TOGETHER",
    "Allocation",
    "ChinchillaSurface",
    "DataConstrained",
    "KaplanJoint",
    "Logarithm",
    "PowerLaw",
    "PowerLawWithFloor",
    "SaturatingScore",
    "compute_cost",
]
