"""A scaling law, measured: the book's own ladder of small models, fitted, forecast and checked."""

from .cards import CARDS
from .climb import smallest_rung
from .explorables import choose_floor, seeds
from .figures import approaches, forecast, scatter, valleys
from .figures_world import dial, floor, mirage, repeats
from .numbers import numbers
from .throughput import speed
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "approaches",
    "choose_floor",
    "dial",
    "floor",
    "forecast",
    "mirage",
    "numbers",
    "repeats",
    "scatter",
    "seeds",
    "smallest_rung",
    "speed",
    "valleys",
]
