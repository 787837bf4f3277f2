"""The mirage on our own models: single tokens, spans of eight, words and whole lines."""

import numpy as np

from scaling_laws import statistics

from . import ladder

SPAN = 8  # tokens of an aligned span, as the laboratory judges them


def best(world=ladder.PYTHON, rows=None):
    """The run of least loss at each budget, by budget."""
    mine = ladder.valley_runs(world, rows)
    return [min((r for r in mine if r.budget == C), key=lambda r: r.val_loss) for C in ladder.budgets(world, rows)]


def shares(run):
    """Word -> Quantity of the run's exact shares; words and lines on Python text only."""
    judged = {
        "tokens": (run.token_accuracy, run.val_tokens),
        "spans": (run.span_accuracy, run.val_tokens // SPAN),
        "words": (run.word_accuracy, run.val_words),
        "lines": (run.line_accuracy, run.val_lines),
    }
    return {name: statistics.share(right * count, count) for name, (right, count) in judged.items() if count}


def effective_length(run):
    """How many independent tokens a span of eight is worth: log share of spans over log share of tokens."""
    spans, tokens = (shares(run)[name].in_unit("", 0.01) for name in ("spans", "tokens"))
    return np.log(spans) / np.log(tokens)


def lines_right(run):
    """Whole lines predicted without a mistake."""
    return round(run.line_accuracy * run.val_lines)
