"""Compute of the GPT generations and what each step bought, by the laws and by the benchmarks."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

import numpy as np

from scaling_laws.formatting import places_of
from scaling_laws.quantity import estimate, exact, propagate
from scaling_laws.statistics import share

from ... import published

BENCHMARKS = ("MMLU", "GSM8K", "HellaSwag")
LLAMA = ("8b", "70b", "405b")
LLAMA_NAMES = ("Llama 3.1 8B", "Llama 3.1 70B", "Llama 3.1 405B")
ITEMS = {
    "MMLU": "mmlu_test_items",
    "GSM8K": "gsm8k_test_items",
    "HellaSwag": "hellaswag_items",
    "ARC-AGI": "arc_semi_private_tasks",
    "addition": "brown_2020_arith_problems",
    "HumanEval": "humaneval_items",
}


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
    """Training compute of a model by the database, FLOP, with its interval, or the span of all published estimates."""
    estimates, (low, high) = gpt_compute()[model], spread(model)
    if "database interval" in estimates:
        return published.figure("run_gpt4_db_flop")
    if low == high:
        return exact(low, "FLOP")
    method = "span of the published estimates"
    return estimate(estimates["database"], low, high, method=method, level=None, unit="FLOP")


def added():
    """FLOP that GPT-4 added to GPT-3, over those that GPT-3 added to GPT-2."""
    two, three, four = map(database, ("GPT-2", "GPT-3", "GPT-4"))
    return ((four - three) / (three - two)).in_unit("×")


def spread(model):
    """Lowest and highest published estimate of a model's compute."""
    values = np.concatenate([np.atleast_1d(v) for v in gpt_compute()[model].values()])
    return float(values.min()), float(values.max())


def step(first, second):
    """Ratio of compute between two models, with what the published estimates leave open."""
    return (database(second) / database(first)).in_unit("×")


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


def score(key, benchmark):
    """A published score in percent with the binomial interval of the benchmark's questions, in the printed digits."""
    printed, items = published.row(key), published.value(ITEMS[benchmark])
    found = share(published.value(key) / 100 * items, items, name=printed.quantity)
    return replace(found, origin=key, places=(places_of(printed.value),) * 3)


def llama_scores(benchmark):
    """Percent right of the three models; MMLU from the maker's card, the others from one outside harness."""
    stem = "mmlu_llama31_{}" if benchmark == "MMLU" else f"ruan_llama31_{{}}_{benchmark.lower()}"
    return [score(stem.format(size), benchmark) for size in LLAMA]


def llama_accuracy(benchmark):
    """The same as numbers from 0 to 1."""
    return np.array([right.value for right in llama_scores(benchmark)]) / 100


def _steps(change, benchmark, unit=""):
    """change(before, after, decades) of the percentages of the Llama 3.1 models, step by step.

    The interval counts the finite number of questions, independent between models. All models answer the same
    questions, so the true interval is narrower.
    """
    pairs = zip(pairwise(llama_scores(benchmark)), growth(llama_compute()))
    return [propagate(change, *pair, decades, unit=unit) for pair, decades in pairs]


def points_per_decade(benchmark):
    """Points gained per tenfold compute by each of the two Llama 3.1 steps."""
    return _steps(lambda before, after, decades: (after - before) / decades, benchmark, "points")


def error_exponents(benchmark):
    """Exponents k of an error proportional to compute ** -k, of the two Llama 3.1 steps."""
    return _steps(lambda before, after, decades: np.log10((100 - before) / (100 - after)) / decades, benchmark)


def hellaswag_log_odds():
    """Log odds gained per tenfold compute by each GPT step; the smaller GPT-3 XL stands in for GPT-2."""
    keys = ("gpt3_hellaswag_xl", "gpt3_hellaswag_175b", "gpt4_hellaswag")
    within_gpt3 = growth([published.value("gpt3_xl_flop"), published.value("gpt3_175b_flop")])[0]
    pairs = zip(pairwise(score(key, "HellaSwag") for key in keys), (within_gpt3, gpt4_decades()))
    return tuple(propagate(_log_odds, *pair, decades) for pair, decades in pairs)


def _log_odds(before, after, decades):
    return np.log(after / (100 - after) / (before / (100 - before))) / decades


def gpt4_decades():
    """Decades of compute from GPT-3 to GPT-4."""
    return np.log10(database("GPT-4") / database("GPT-3"))
