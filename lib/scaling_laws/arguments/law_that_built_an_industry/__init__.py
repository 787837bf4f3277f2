"""What did the law that built an industry say, for which axis, how far, and how well has it predicted?"""

from .cards import CARDS
from .explorables import meeting, seven_decades, three_dials
from .figures import joint_law, step_price, three_exponents, two_axes
from .figures_forecast import collision, forecast_reach, published_record, rounding_fan
from .numbers import numbers
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "collision",
    "forecast_reach",
    "joint_law",
    "meeting",
    "numbers",
    "published_record",
    "rounding_fan",
    "seven_decades",
    "step_price",
    "three_dials",
    "three_exponents",
    "two_axes",
]
