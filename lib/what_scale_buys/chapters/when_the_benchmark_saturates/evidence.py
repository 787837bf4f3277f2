"""Published scores: GPT-3 over its loss, Llama 3.1 over compute, and one pair of models on seven tests."""

from functools import cache

import numpy as np
from scipy.special import ndtri, stdtrit
from scipy.stats import linregress

from scaling_laws.errors import require_choice
from scaling_laws.quantity import estimate
from scaling_laws.statistics import LEVEL, central, logit, normal_quantile

from ... import published
from .response import SEED
from .rulers import POINTS, per_decade

GPT3 = ("small", "medium", "large", "xl", "2p7b", "6p7b", "13b", "175b")
GUESS = {"LAMBADA": 0.0, "HellaSwag": 0.25}
LLAMA = ("8b", "70b", "405b")
LLAMA_TESTS = ("MMLU", "GSM8K", "HellaSwag")
LLAMA_ITEMS = {"MMLU": "mmlu_test_items", "GSM8K": "gsm8k_test_items", "HellaSwag": "hellaswag_items"}
PAIR = {
    "MMLU": ("mmlu", "mmlu_test_items"),
    "MMLU-Redux": ("mmlu_redux", "mmlu_redux_items"),
    "MMLU-Pro": ("mmlu_pro", "mmlu_pro_items"),
    "GPQA Diamond": ("gpqa", "gpqa_items"),
    "MATH-500": ("math500", "math500_items"),
    "AIME 2024": ("aime24", "aime24_items"),
    "SimpleQA": ("simpleqa", "simpleqa_items"),
}


def gpt3_perplexity():
    """Printed perplexities on LAMBADA of the eight sizes, per word."""
    return [published.value(f"gpt3_lambada_ppl_{size}") for size in GPT3]


@cache
def gpt3_loss():
    """Loss on LAMBADA of the eight sizes, nats a word: the logarithm of the printed perplexity."""
    return np.log(gpt3_perplexity())


@cache
def gpt3_score(test):
    """Zero-shot scores (0 to 1) of the eight sizes."""
    stem = require_choice("test", test, tuple(GUESS)).lower()
    return np.array([published.value(f"gpt3_{stem}_{size}") for size in GPT3]) / 100


@cache
def ogive(test):
    """Line through the probit of the score (above guessing) against the loss: (level, slope, slope low, slope high)."""
    guess = GUESS[require_choice("test", test, tuple(GUESS))]
    fit = linregress(gpt3_loss(), ndtri((gpt3_score(test) - guess) / (1 - guess)))
    half = stdtrit(len(GPT3) - 2, (1 + LEVEL) / 2) * fit.stderr
    return fit.intercept, fit.slope, fit.slope - half, fit.slope + half


@cache
def llama_compute():
    """Training compute of the three Llama 3.1 base models, FLOP."""
    return np.array([published.value(f"ruan_llama31_{size}_flop") for size in LLAMA])


@cache
def llama_score(test, source="harness"):
    """Scores (0 to 1) of the three models in one outside harness, or on the maker's card (MMLU only)."""
    require_choice("test", test, LLAMA_TESTS if source == "harness" else ("MMLU",))
    stem = f"ruan_llama31_{{}}_{test.lower()}" if source == "harness" else "mmlu_llama31_{}"
    return np.array([published.value(stem.format(size)) for size in LLAMA]) / 100


@cache
def llama_draws(test, source="harness", draws=4000):
    """Scores redrawn from binomials of the test's size, independent between models: shape (draws, 3)."""
    items = int(published.value(LLAMA_ITEMS[test]))
    rng = np.random.default_rng([SEED, LLAMA_TESTS.index(test)])
    return rng.binomial(items, llama_score(test, source), (draws, len(LLAMA))) / items


def llama_gain(test, ruler, step, source="harness"):
    """Gain per decade in one of the two steps, as (value, low, high)."""
    value = per_decade(llama_score(test, source), llama_compute(), ruler)[step]
    return value, *central(per_decade(llama_draws(test, source), llama_compute(), ruler)[:, step])


def llama_left(test, ruler, source="harness"):
    """Second gain per decade as a share of the first, as (value, low, high). One means no flattening."""
    value = per_decade(llama_score(test, source), llama_compute(), ruler)
    drawn = per_decade(llama_draws(test, source), llama_compute(), ruler)
    return value[1] / value[0], *central(drawn[:, 1] / drawn[:, 0])


def llama_left_above(unwinnable):
    """The same on MMLU for the exponent of the error above a share of items that nobody can win.

    The share is taken as known; draws that reach it are refused by an infinite logarithm, which no draw here does.
    """
    value = per_decade(llama_score("MMLU") + unwinnable, llama_compute(), "error exponent")
    drawn = per_decade(llama_draws("MMLU") + unwinnable, llama_compute(), "error exponent")
    return value[1] / value[0], *central(drawn[:, 1] / drawn[:, 0])


@cache
def pair_score(test):
    """Scores of GPT-4o and DeepSeek-R1 in one maker's table, and the number of items."""
    stem, items = PAIR[require_choice("test", test, tuple(PAIR))]
    keys = ("aime24_gpt4o", "aime24_r1") if stem == "aime24" else (f"r1_table_{stem}_gpt4o", f"r1_table_{stem}_r1")
    return *(published.value(key) / 100 for key in keys), int(published.value(items))


def pair_gain(test):
    """Gain of the pair in points and in log odds, as Quantities; items independent between models."""
    before, after, items = pair_score(test)
    spread = np.array([before * (1 - before), after * (1 - after)])
    errors = 100 * np.sqrt(spread.sum() / items), np.sqrt((1 / spread).sum() / items)
    gains = 100 * (after - before), logit(after) - logit(before)
    reach, make = normal_quantile(LEVEL), dict(method="delta method, binomial", level=LEVEL, n=items)
    return tuple(
        estimate(gain, gain - reach * error, gain + reach * error, unit=unit, **make)
        for gain, error, unit in zip(gains, errors, (POINTS, ""))
    )
