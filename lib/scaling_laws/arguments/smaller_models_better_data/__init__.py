"""What distillation, quantisation, curation and over-training are worth in compute."""

from .cards import CARDS
from .explorables import bits, multiplier, serving, teacher
from .figures import how_hard_to_filter, multipliers, price_of_overtraining, small_and_expensive, what_students_keep
from .figures_worlds import curve_or_slope, rounding_noise, teacher_and_student
from .numbers import numbers
from .verdicts import CHAPTER, CLAIMS

__all__ = [
    "CARDS",
    "CHAPTER",
    "CLAIMS",
    "bits",
    "curve_or_slope",
    "how_hard_to_filter",
    "multiplier",
    "multipliers",
    "numbers",
    "price_of_overtraining",
    "rounding_noise",
    "serving",
    "small_and_expensive",
    "teacher",
    "teacher_and_student",
    "what_students_keep",
]
