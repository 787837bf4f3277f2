"""What the book's own experiments say: compute multipliers with intervals, beside what was expected of them."""

from .answers import Effort, Outcome, answers, efforts, outcomes, quantisation_table, techniques
from .multiplier import Cell, Multiplier, loss_ratio, multiplier, resampled
from .registered import account, asked, came_out, columns, ends, range_of, tally

__all__ = [
    "Cell",
    "Effort",
    "Multiplier",
    "Outcome",
    "account",
    "answers",
    "asked",
    "came_out",
    "columns",
    "efforts",
    "ends",
    "loss_ratio",
    "multiplier",
    "outcomes",
    "quantisation_table",
    "range_of",
    "resampled",
    "tally",
    "techniques",
]
