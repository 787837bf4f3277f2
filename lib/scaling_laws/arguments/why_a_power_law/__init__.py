"""Why a power law at all? Unequal frequencies, spectra, dimensions, codes: derived, run, and told apart."""

from .cards import CARDS
from .explorables import dimension, last_thing, learners
from .figures import dial, learning_curves, repairs
from .figures_world import code_length, dimensions, regimes, two_exponents
from .numbers import numbers
from .tables import mechanism_table
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "code_length",
    "dial",
    "dimension",
    "dimensions",
    "last_thing",
    "learners",
    "learning_curves",
    "mechanism_table",
    "numbers",
    "regimes",
    "repairs",
    "two_exponents",
]
