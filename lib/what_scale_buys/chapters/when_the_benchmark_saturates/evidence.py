"""Published scores: GPT-3 over its loss, Llama 3.1 over compute, and one pair of models on seven tests."""

from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

from scaling_laws.errors import require_choice
from scaling_laws.quantity import SAMPLES, estimate
from scaling_laws.statistics import LEVEL, central, logit, normal_quantile

from ... import published
from .response import SEED
from .rulers import POINTS, per_decade
from .scores import points, score

REDRAWN = "binomial redraws of the scores"
GPT3 = ("small", "medium", "large", "xl", "2p7b", "6p7b", "13b", "175b")
GUESS = {"LAMBADA": 0.0, "HellaSwag": 0.25}
GPT3_ITEMS = {"LAMBADA": "lambada_test_items", "HellaSwag": "hellaswag_items"}
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


@dataclass(frozen=True)
class Ogive:
    """Least-squares line through the probits of n scores against the loss: level + slope · loss.

    covariance : of (level, slope), from the scatter about the line; `reach` is Student's quantile of their intervals.
    """

    level: float
    slope: float
    covariance: np.ndarray
    n: int

    @property
    def reach(self):
        return stdtrit(self.n - 2, (1 + LEVEL) / 2)

    def steepness(self):
        """Fall of the probit per nat."""
        half = self.reach * np.sqrt(self.covariance[1, 1])
        return self._estimate(-self.slope, -self.slope - half, -self.slope + half, "Student's t")

    def at_zero(self):
        """Score that the line reads at a loss of zero, where nothing is won by guessing."""
        half = self.reach * np.sqrt(self.covariance[0, 0])
        return self._estimate(*ndtr([self.level, self.level - half, self.level + half]), "Student's t")

    def middle(self):
        """Loss at which the line crosses zero, the steepest place of the score, in nats.

        The ends solve (level + slope x)² = reach² var(level + slope x). Source: Fieller (1954).
        """
        (aa, ab), (_, bb) = self.reach**2 * self.covariance
        quadratic = (self.slope**2 - bb, 2 * (self.level * self.slope - ab), self.level**2 - aa)
        low, high = sorted(np.roots(quadratic).real)
        return self._estimate(-self.level / self.slope, low, high, "Fieller", unit="nats")

    def _estimate(self, value, low, high, interval, unit=""):
        method = f"least squares on probits, {interval}"
        return estimate(value, low, high, method=method, level=LEVEL, unit=unit, n=self.n)


@cache
def ogive(test):
    """The ogive of one test over the eight sizes of GPT-3: scores above guessing against the loss."""
    guess = GUESS[require_choice("test", test, tuple(GUESS))]
    loss, probit = gpt3_loss(), ndtri((gpt3_score(test) - guess) / (1 - guess))
    design = np.column_stack([np.ones_like(loss), loss])
    inverse = np.linalg.inv(design.T @ design)
    level, slope = inverse @ design.T @ probit
    scatter = np.sum((probit - level - slope * loss) ** 2) / (loss.size - 2)
    return Ogive(level, slope, scatter * inverse, loss.size)


def gpt3_gains(test):
    """Points that the first and the last step of the series gained per tenth of a nat, as quantities.

    The interval is that of the two scores; the loss is taken as printed.
    """
    loss, items = gpt3_loss(), GPT3_ITEMS[test]
    shown = [score(f"gpt3_{test.lower()}_{size}", items) for size in GPT3]
    return tuple(points(shown[k], shown[k + 1]) / (10 * (loss[k] - loss[k + 1])) for k in (0, len(GPT3) - 2))


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
def llama_draws(test, source="harness", draws=SAMPLES):
    """Scores redrawn from binomials of the test's size, independent between models: shape (draws, 3)."""
    items = int(published.value(LLAMA_ITEMS[test]))
    rng = np.random.default_rng([SEED, LLAMA_TESTS.index(test)])
    return rng.binomial(items, llama_score(test, source), (draws, len(LLAMA))) / items


def _redrawn(test, value, drawn):
    low, high = central(drawn)
    found = estimate(value, low, high, method=REDRAWN, level=LEVEL, n=int(published.value(LLAMA_ITEMS[test])))
    return replace(found, sample=drawn)


def llama_gain(test, ruler, step, source="harness"):
    """Gain per decade in one of the two steps, as a quantity."""
    value = per_decade(llama_score(test, source), llama_compute(), ruler)[step]
    return _redrawn(test, value, per_decade(llama_draws(test, source), llama_compute(), ruler)[:, step])


def llama_left(test, ruler, source="harness"):
    """Second gain per decade as a share of the first, as a quantity. One means no flattening."""
    value = per_decade(llama_score(test, source), llama_compute(), ruler)
    drawn = per_decade(llama_draws(test, source), llama_compute(), ruler)
    return _redrawn(test, value[1] / value[0], drawn[:, 1] / drawn[:, 0])


def llama_left_above(unwinnable):
    """The same on MMLU for the exponent of the error above a share of items, a quantity, that nobody can win.

    Draws of the share that reach the error are refused by an infinite logarithm, which no draw here does.
    """
    lost = np.reshape(unwinnable.draws(), (-1, 1))
    value = per_decade(llama_score("MMLU") + unwinnable.value, llama_compute(), "error exponent")
    drawn = per_decade(llama_draws("MMLU") + lost, llama_compute(), "error exponent")
    return _redrawn("MMLU", value[1] / value[0], drawn[:, 1] / drawn[:, 0])


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
