"""Do abilities appear suddenly, or does the score make them look sudden?"""

from .cards import CARDS
from .evidence import gpt3_scores, implied_accuracy, smooth_also_bends, wei_thresholds
from .explorables import five_percent, independence, mirage
from .figures import five_percent_cut, forecast_by_metric, metrics_of_one_family, real_transitions, resolution
from .numbers import numbers
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "five_percent",
    "five_percent_cut",
    "forecast_by_metric",
    "gpt3_scores",
    "implied_accuracy",
    "independence",
    "metrics_of_one_family",
    "mirage",
    "numbers",
    "real_transitions",
    "resolution",
    "smooth_also_bends",
    "wei_thresholds",
]
