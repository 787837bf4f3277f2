"""The mirage on our own models: single tokens, spans of eight, words and whole lines."""

from statistics import NormalDist

import numpy as np

from scaling_laws.quantity import estimate

from . import ladder
from .fits import LEVEL

SPAN = 8  # tokens of an aligned span, as the laboratory judges them


def wilson(share, count, name=""):
    """A share of `count` trials in per cent with its Wilson score interval."""
    z = NormalDist().inv_cdf((1 + LEVEL) / 2)
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * np.sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2) / (1 + z * z / count)
    low, high = (middle - half if share > 0 else 0.0), (middle + half if share < 1 else 1.0)
    return estimate(
        100 * share, 100 * low, 100 * high, method="Wilson score", level=LEVEL, unit="%", n=count, name=name
    )


def best(world=ladder.PYTHON, rows=None):
    """The run of least loss at each budget, by budget."""
    mine = ladder.valley_runs(world, rows)
    return [min((r for r in mine if r.budget == C), key=lambda r: r.val_loss) for C in ladder.budgets(world, rows)]


def shares(run):
    """Word -> Quantity of the run's exact shares; words and lines on Python text only."""
    found = {
        "tokens": wilson(run.token_accuracy, run.val_tokens),
        "spans": wilson(run.span_accuracy, run.val_tokens // SPAN),
    }
    if run.val_words:
        found["words"] = wilson(run.word_accuracy, run.val_words)
    if run.val_lines:
        found["lines"] = wilson(run.line_accuracy, run.val_lines)
    return found


def effective_length(run):
    """How many independent tokens a span of eight is worth: log share of spans over log share of tokens."""
    return float(np.log(run.span_accuracy) / np.log(run.token_accuracy))


def lines_right(run):
    """Whole lines predicted without a mistake."""
    return round(run.line_accuracy * run.val_lines)
