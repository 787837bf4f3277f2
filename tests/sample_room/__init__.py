"""A room as small as the contracts allow: one number, one figure, one explorable, one claim, one card."""

from .numbers import numbers
from .pictures import curve, try_it
from .verdicts import CLAIMS

__all__ = ["CLAIMS", "curve", "numbers", "try_it"]
