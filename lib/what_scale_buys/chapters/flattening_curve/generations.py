"""Compute of the GPT generations and what each step bought, by the laws and by the benchmarks."""

from functools import cache

import numpy as np

from scaling_laws.quantity import estimate, exact
from scaling_laws.statistics import LEVEL, logit, normal_quantile

from ... import published

BENCHMARKS = ("MMLU", "GSM8K", "HellaSwag")
LLAMA = ("8b", "70b", "405b")
LLAMA_NAMES = ("Llama 3.1 8B", "Llama 3.1 70B", "Llama 3.1 405B")
ITEMS = {"MMLU": "mmlu_test_items", "GSM8K": "gsm8k_test_items"}


@cache
def gpt_compute():
    """Per model its published estimates of training compute (FLOP), as {model: {whose: value or (low, high)}}."""
    wording, day = published.row("gpt3_vs_gpt2_pfdays_gpt2"), published.value("kaplan_2020_pf_day")
    gpt4 = published.figure("run_gpt4_db_flop")
    return {
        "GPT-2": {
            "twelve epochs assumed": published.value("run_gpt2_flop_12_epochs"),
            "database": published.value("run_gpt2_flop"),
            "older database": published.value("run_gpt2_flop_old"),
            "wording of the GPT-3 paper": (float(wording.low) * day, float(wording.high) * day),
        },
        "GPT-3": {"database": published.value("run_gpt3_db_flop"), "paper": published.value("gpt3_175b_flop")},
        "GPT-4": {"database": gpt4.value, "database interval": (gpt4.low, gpt4.high)},
        "GPT-4.5": {
            "database": published.value("run_gpt45_db_flop"),
            "later database": published.value("run_gpt45_flop_later"),
        },
    }


def database(model):
    """Training compute of a model by the database, FLOP."""
    return gpt_compute()[model]["database"]


def added():
    """FLOP that GPT-4 added to GPT-3, over those that GPT-3 added to GPT-2."""
    two, three, four = map(database, ("GPT-2", "GPT-3", "GPT-4"))
    return (four - three) / (three - two)


def spread(model):
    """Lowest and highest published estimate of a model's compute."""
    values = np.concatenate([np.atleast_1d(v) for v in gpt_compute()[model].values()])
    return float(values.min()), float(values.max())


def step(first, second):
    """Ratio of compute between two models, as (central, lowest, highest) over the published estimates."""
    (a, b), (c, d) = spread(first), spread(second)
    return database(second) / database(first), c / b, d / a


def growth(compute):
    """Decades between successive entries.

    >>> growth([1.0, 100.0, 1e5])
    array([2., 3.])
    """
    return np.diff(np.log10(compute))


@cache
def llama_compute():
    """Training compute of the three Llama 3.1 base models, FLOP."""
    return np.array([published.value(f"ruan_llama31_{size}_flop") for size in LLAMA])


@cache
def llama_accuracy(benchmark):
    """Accuracy (0 to 1) of the three models; MMLU from the maker's card, the others from one outside harness."""
    stem = "mmlu_llama31_{}" if benchmark == "MMLU" else f"ruan_llama31_{{}}_{benchmark.lower()}"
    return np.array([published.value(stem.format(size)) for size in LLAMA]) / 100


def per_decade(values, compute):
    """Change of `values` per tenfold compute, step by step."""
    return np.diff(values) / growth(compute)


def error_exponents(accuracy, compute):
    """Exponents k of error proportional to compute ** -k, step by step.

    >>> error_exponents(np.array([0.0, 0.9]), np.array([1.0, 100.0]))
    array([0.5])
    """
    return -per_decade(np.log10(1 - np.asarray(accuracy)), compute)


def exponent_estimates(benchmark):
    """Error exponents of the two Llama 3.1 steps, with the binomial interval where the item count is known.

    Delta method with independent items and models. All models answer the same items, so the true
    interval is narrower.
    """
    accuracy, decades = llama_accuracy(benchmark), growth(llama_compute())
    points = error_exponents(accuracy, llama_compute())
    if benchmark not in ITEMS:
        return [exact(value) for value in points]
    variance = accuracy / ((1 - accuracy) * published.value(ITEMS[benchmark]))
    half = normal_quantile(LEVEL) * np.sqrt(variance[1:] + variance[:-1]) / (decades * np.log(10))
    n = int(published.value(ITEMS[benchmark]))
    method = "delta method, binomial"
    return [estimate(p, p - h, p + h, method=method, level=LEVEL, n=n) for p, h in zip(points, half)]


def hellaswag_log_odds():
    """Log odds gained per tenfold compute by each GPT step; the smaller GPT-3 XL stands in for GPT-2."""
    keys = ("gpt3_hellaswag_xl", "gpt3_hellaswag_175b", "gpt4_hellaswag")
    gains = np.diff(logit(np.array([published.value(key) for key in keys]) / 100))
    within_gpt3 = growth([published.value("gpt3_xl_flop"), published.value("gpt3_175b_flop")])[0]
    return gains[0] / within_gpt3, gains[1] / gpt4_decades()


def gpt4_decades():
    """Decades of compute from GPT-3 to GPT-4."""
    return growth([database("GPT-3"), database("GPT-4")])[0]
