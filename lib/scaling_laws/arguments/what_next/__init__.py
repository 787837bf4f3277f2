"""What comes next: a Monte Carlo over the published intervals, two readings of it, and predictions to be wrong by."""

from .cards import CARDS
from .explorables import when, worlds_fan
from .figures import binding, compute_fan, loss_fan, rates
from .figures_readings import earlier_forecasts, sensitivity, two_readings
from .forecasts import predictions, worlds
from .numbers import numbers
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "binding",
    "compute_fan",
    "earlier_forecasts",
    "loss_fan",
    "numbers",
    "predictions",
    "rates",
    "sensitivity",
    "two_readings",
    "when",
    "worlds",
    "worlds_fan",
]
