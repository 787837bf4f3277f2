"""Is there enough text, and what happens at the end of it?"""

from .cards import CARDS
from .explorables import data_epochs, data_generations, data_share
from .figures import dates, demand, stocks, wall_cost
from .figures_learning import collapse, slope, sums_learned, virtuous_circle
from .numbers import numbers
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "collapse",
    "data_epochs",
    "data_generations",
    "data_share",
    "dates",
    "demand",
    "numbers",
    "slope",
    "stocks",
    "sums_learned",
    "virtuous_circle",
    "wall_cost",
]
