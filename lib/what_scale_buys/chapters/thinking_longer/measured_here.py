"""What this book's own runs say of trying again: small models of Python, the rest of a word and the end of a call.

For the rest of a word the chance of the right answer is the model's own probability of it, so that coverage needs no
samples: it is the mean over words of 1 - (1 - p)^k. The end of a call is sampled, and the compiler judges it.
"""

from collections import defaultdict
from functools import cache

import numpy as np

from scaling_laws.quantity import Text

from ...experiments.answers import CONTROL, PYTHON, chosen
from ...experiments.registered import answer, registered, tables_of_record

EXPERIMENTS = ("sampling",)
ERRORS = {0.0: "no error", 0.05: "one wrong answer in twenty passes", 0.2: "one in five passes"}


def variant_of(error):
    """Name of the variant of a reading with this share of wrong answers passed."""
    return f"error {error:g}"


FREE = variant_of(0)


@cache
def outcomes():
    """What was registered for the chapter's experiment, with what came out."""
    return registered(*EXPERIMENTS)


@cache
def curves(method="word", variant=FREE):
    """{training FLOP: (samples, share right, its least and its most over seeds)} of the best-sized models."""
    _, _, rows, readings = tables_of_record()
    models = {row.run: row.rung for row in chosen(rows, experiment="pool", arm=CONTROL, world=PYTHON)}
    found = defaultdict(lambda: defaultdict(list))
    for row in chosen(readings, method=method, variant=variant):
        if row.model in models:
            found[models[row.model]][row.setting].append(row.value)
    return {
        budget: np.array([(k, np.mean(v), min(v), max(v)) for k, v in sorted(points.items())]).T
        for budget, points in sorted(found.items())
    }


def exchange_in_words():
    """What ten times the training compute is worth in samples, as a sentence, where the runs are there."""
    found = answer("word-exchange", "sampling")
    if found is None:
        return Text("How many samples ten times the training compute replaces is not yet answered.")
    return Text(f"Ten times the training compute replaces {found} the samples.")
