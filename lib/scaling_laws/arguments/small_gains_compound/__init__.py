"""When do small gains compound, and into what?"""

from .cards import CARDS
from .explorables import forecast, mixture, reliability
from .figures import crossing_thresholds, four_worlds, gains_in_three_worlds, years_of_growth
from .figures_evidence import published_horizons, published_shapes, reading_a_horizon, two_attempts
from .numbers import numbers
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "crossing_thresholds",
    "forecast",
    "four_worlds",
    "gains_in_three_worlds",
    "mixture",
    "numbers",
    "published_horizons",
    "published_shapes",
    "reading_a_horizon",
    "reliability",
    "two_attempts",
    "years_of_growth",
]
