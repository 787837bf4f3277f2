"""What this book's own runs say of the chapter's techniques: small models, this book's language and Python.

Each worth is a compute multiplier against plain training of the best size at equal training FLOP. A spoilt text is
shown as what undoing the damage is worth, so that every row asks the same question: what does the technique buy?
"""

from collections import defaultdict
from dataclasses import replace
from functools import cache

import numpy as np

from scaling_laws.quantity import estimate
from scaling_laws.statistics import central

from ...experiments import quantisation_table, techniques
from ...experiments.answers import LANGUAGE, PYTHON, experts_multiplier
from ...experiments.multiplier import LEVEL, RESAMPLES
from ...experiments.registered import answer, arm, registered, tables_of_record

EXPERIMENTS = ("pool", "distillation", "quantisation", "noise")
TIMES = "×"
SHOWN_BITS = (3, 4)


def reciprocal(quantity):
    """One over a quantity with an interval, its ends exchanged; None of None."""
    if quantity is None:
        return None
    return replace(quantity, value=1 / quantity.value, low=1 / quantity.high, high=1 / quantity.low)


@cache
def outcomes():
    """What was registered for the chapter's experiments, with what came out."""
    return registered(*EXPERIMENTS)


@cache
def bits_worth():
    """{bits: multiplier of rounding after training to so many bits}."""
    found = techniques()
    return {bits: found[f"{bits} bits"].overall for bits in (8, 4, 3) if f"{bits} bits" in found}


@cache
def filter_worth():
    """Multiplier of spoilt text with the spoilt documents filtered out, against spoilt text."""
    return arm("noise", "filtered", PYTHON, reference="noise")


@cache
def worths():
    """(label, family, multiplier) of every technique that the tables can answer."""
    everything = tables_of_record()[2]
    experts = {arm: found for arm in ("four", "eight") if (found := experts_multiplier(everything, arm))}
    rows = [
        ("shuffled text filtered out", "curation", filter_worth()),
        ("copies taken out", "deduplication", reciprocal(answer("duplicates", "noise"))),
        ("teacher for free", "distillation", answer("half-10x", "distillation")),
        ("teacher paid for", "distillation", answer("half-10x-bill", "distillation")),
        *((f"rounded to {bits} bits", "quantisation", worth) for bits, worth in bits_worth().items()),
        *((f"{arm} experts", "structure", one.at[max(one.at)]) for arm, one in experts.items()),
        ("a memory of text", "structure", answer("memory-65536", "retrieval")),
        ("text read four times", "reading again", answer("even-4", "repetition")),
    ]
    return tuple(row for row in rows if row[2] is not None)


@cache
def rounding():
    """{bits: (tokens per parameter, nats added)} of the language's models, means over seeds, ascending."""
    _, _, everything, readings = tables_of_record()
    seeds = defaultdict(list)
    for bits, ratio, nats, trial in quantisation_table(everything, readings):
        if trial.world == LANGUAGE and bits in SHOWN_BITS:
            seeds[bits, trial.width, trial.depth, trial.budget].append((ratio, nats))
    means = sorted((key[0], *np.mean(found, axis=0)) for key, found in seeds.items())
    return {bits: np.array([row[1:] for row in means if row[0] == bits]).T for bits in SHOWN_BITS}


def _slope(x, y):
    """Of the least-squares line."""
    x = x - x.mean()
    return float(x @ y / (x @ x))


@cache
def rounding_exponent(bits=4):
    """Exponent with which the nats added grow in tokens per parameter, models resampled."""
    ratio, nats = rounding()[bits]
    x, y = np.log(ratio), np.log(nats)
    rng = np.random.default_rng(0)
    samples = rng.integers(0, x.size, (RESAMPLES, x.size))
    draws = [_slope(x[at], y[at]) for at in samples if np.ptp(x[at]) > 0]
    low, high = central(np.array(draws), LEVEL)
    value = _slope(x, y)
    ends = dict(low=min(low, value), high=max(high, value))
    return estimate(
        value, **ends, method="least squares in the logarithms, models resampled", level=LEVEL, n=ratio.size
    )
