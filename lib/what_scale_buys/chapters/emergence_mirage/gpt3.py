"""GPT-3's arithmetic over its eight published sizes: scores with intervals, and what they imply per digit."""

from functools import cache

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import chdtri, xlog1py, xlogy

from scaling_laws.errors import require_choice
from scaling_laws.statistics import LEVEL, central, clopper_pearson, median_and_central

from ... import published

SIZES = ("small", "medium", "large", "xl", "2p7b", "6p7b", "13b", "175b")
DIGITS = {"2d": 2, "3d": 3, "4d": 4, "5d": 5}
TASKS = ("2d_add", "2d_sub", "3d_add", "3d_sub", "4d_add", "4d_sub", "5d_add", "5d_sub", "2d_mul")
NAMES = {"add": "addition", "sub": "subtraction", "mul": "multiplication"}
WORDS = {2: "two", 3: "three", 4: "four", 5: "five"}
DRAWS, SEED = 20_000, 31


def items():
    """Problems per task."""
    return int(published.value("brown_2020_arith_problems"))


def parameters():
    """Parameters of the eight models."""
    return np.array([published.value(f"gpt3_{size}_params") for size in SIZES])


def name(task):
    """'two-digit addition', from '2d_add'."""
    digits, operation = task.split("_")
    return f"{WORDS[DIGITS[digits]]}-digit {NAMES[operation]}"


def digits(task):
    return DIGITS[task.split("_")[0]]


@cache
def hits(task):
    """Problems solved by each of the eight models, as whole numbers."""
    require_choice("task", task, TASKS)
    percent = np.array([published.value(f"gpt3_arith_{task}_{size}") for size in SIZES])
    return np.rint(percent * items() / 100).astype(int)


def score(task):
    """Share solved and its Clopper-Pearson interval: arrays (share, low, high)."""
    return hits(task) / items(), *clopper_pearson(hits(task), items())


def implied(task, tokens=None):
    """Per-digit accuracy that independence would imply, success^(1/tokens), with interval."""
    return tuple(np.asarray(v) ** (1 / (tokens or digits(task))) for v in score(task))


def answer_digits(count):
    """Mean number of digits of the sum of two uniform numbers of up to `count` digits.

    Of the top² pairs of whole numbers below top = 10^count, m (m + 1) / 2 have a sum below m <= top.
    """
    top = 10.0**count
    below = [10.0**j * (10.0**j + 1) / 2 / top**2 for j in range(count + 1)]
    return float(1 + sum(1 - share for share in below[1:]))


def common_rate_test(successes, lengths, n, level=LEVEL):
    """Likelihood-ratio test of one per-digit accuracy for all lengths.

    successes : solved problems per length, out of n each. Returns (G, critical value, best common accuracy); G is
    compared with chi-squared at len(lengths) - 1 degrees of freedom.
    """
    k, lengths = np.asarray(successes, dtype=float), np.asarray(lengths, dtype=float)

    def loglik(share):  # up to the binomial coefficient, which cancels in the ratio
        return float((xlogy(k, share) + xlog1py(n - k, -share)).sum())

    best = minimize_scalar(
        lambda q: -loglik(q**lengths), bounds=(1e-6, 1 - 1e-9), method="bounded", options={"xatol": 1e-10}
    )
    g = 2 * (loglik(k / n) + best.fun)
    return float(g), float(chdtri(len(lengths) - 1, 1 - level)), float(best.x)


def _draws(task):
    """Posterior draws of the eight success rates under Jeffreys' prior, shape (DRAWS, 8)."""
    rng = np.random.default_rng([SEED, TASKS.index(task)])
    k = hits(task)
    return rng.beta(k + 0.5, items() - k + 0.5, (DRAWS, len(k)))


def exponent_draws(task, first, last):
    """Posterior draws of the local exponent of the implied digit error in parameters between two sizes."""
    i, j = SIZES.index(first), SIZES.index(last)
    error = 1 - _draws(task) ** (1 / digits(task))
    return np.log(error[:, i] / error[:, j]) / np.log(parameters()[j] / parameters()[i])


def digit_error_exponent(task, first, last):
    """The same exponent as posterior (median, low, high)."""
    low, middle, high = median_and_central(exponent_draws(task, first, last))
    return float(middle), float(low), float(high)


def hazard_exponent(task, first, last):
    """Exponent in parameters with which -ln(digit accuracy) would have to fall for exact match to rise as it did.

    The same at any length of answer, since the length cancels from ln(-ln score). Returns (value, low, high) with the
    interval from the posterior draws.
    """
    i, j = SIZES.index(first), SIZES.index(last)
    step = np.log(parameters()[j] / parameters()[i])

    def exponent(success):
        return np.log(np.log(success[..., i]) / np.log(success[..., j])) / step

    low, high = central(exponent(_draws(task)))
    return float(exponent(score(task)[0])), float(low), float(high)


def half_size(task, first, last):
    """Parameters at which half of the problems would be solved, on the power law of the hazard through two sizes."""
    i, j = SIZES.index(first), SIZES.index(last)
    hazards = -np.log(score(task)[0][[i, j]])
    exponent = hazard_exponent(task, first, last)[0]
    return float(parameters()[j] * (hazards[1] / np.log(2)) ** (1 / exponent))


def lambada_loss():
    """Loss of the last word of LAMBADA passages, ln(perplexity), nats per word, for the eight models."""
    return np.log([published.value(f"gpt3_lambada_ppl_{size}") for size in SIZES])


def loss_exponent(first, last):
    """Local exponent of the LAMBADA loss in parameters between two sizes."""
    i, j = SIZES.index(first), SIZES.index(last)
    loss, n = lambada_loss(), parameters()
    return float(np.log(loss[i] / loss[j]) / np.log(n[j] / n[i]))
