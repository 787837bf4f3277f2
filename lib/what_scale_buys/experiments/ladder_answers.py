"""Answers that the ladder's own runs give: forecasts of scores, and exponents beside the dial of the language."""

import math
from collections import defaultdict

import numpy as np

from scaling_laws.quantity import estimate
from scaling_laws.statistics import central

from .floors import RUN_NOISE, minima
from .multiplier import LEVEL

RESAMPLES = 1000
LARGEST = 3e13  # FLOP, the budget to be forecast
DIAL = {1.2: "zipf1.2", 1.5: "zipf1.5", 2.0: "zipf2"}
DIAL_TOP = 3e12  # the budgets that all exponents have
SEEN_NOISE = "line through the transformed scores of the best models; scores redrawn with the noise between seeds"
PINNED = "ln of the excess over the known entropy against ln C through the minima; runs redrawn with seed noise"


def power_of_error(score):
    """ln(1 - score): a line in ln C if the error rate is a power law."""
    return np.log1p(-score)


def power_of_log(score):
    """ln(-ln score): a line in ln C if -ln score is a power law."""
    return np.log(-np.log(score))


def sigmoid(score):
    """Log odds: a line in ln C if the score is a sigmoid in ln C."""
    return np.log(score) - np.log1p(-score)


INVERSES = {
    power_of_error: lambda y: -np.expm1(y),
    power_of_log: lambda y: np.exp(-np.exp(y)),
    sigmoid: lambda y: 1 / (1 + np.exp(-y)),
}


def best_scores(runs, world, column):
    """{budget: scores of the model of least loss, one per seed}."""
    best = {}
    for run in runs:
        if run.series == "isoflop" and run.world == world and run.status == "done":
            key = run.budget, run.seed
            if key not in best or run.val_loss < best[key].val_loss:
                best[key] = run
    found = defaultdict(list)
    for (budget, _seed), run in sorted(best.items()):
        found[budget].append(getattr(run, column))
    return dict(found)


def forecast_ratio(scores, transform):
    """Forecast over measured score at the largest budget, from all budgets below; None without it."""
    if LARGEST not in scores or len(scores) < 4:
        return None
    budgets = sorted(scores)
    y = [transform(np.array(scores[budget])) for budget in budgets]
    deviations = np.concatenate([v - v.mean() for v in y])
    noise = math.sqrt((deviations**2).sum() / (len(deviations) - len(y)))
    spread = noise / np.sqrt([len(v) for v in y])
    rng = np.random.default_rng(0)
    means = np.array([v.mean() for v in y])
    draws = means + spread * rng.standard_normal((RESAMPLES, len(y)))

    def ratio(y):
        x = np.log(budgets)
        slope, start = np.polyfit(x[:-1], y[..., :-1].T, 1)
        inverse = INVERSES[transform]
        return inverse(start + slope * x[-1]) / inverse(y[..., -1])

    value, (low, high) = ratio(means[None])[0], central(ratio(draws), LEVEL)
    n = len(deviations)
    return estimate(
        value, min(low, value), max(high, value), method=SEEN_NOISE, level=LEVEL, unit="×", n=n
    )  # fmt: skip


def largest_gap(runs):
    """Largest difference between seeds of one size and budget, in standard deviations that chance and loss explain."""
    cells = defaultdict(list)
    for run in runs:
        if run.series == "isoflop" and run.world == "python" and run.status == "done" and run.word_accuracy:
            cells[run.budget, run.width].append(run)
    repeated = [cell for cell in cells.values() if len(cell) >= 3]
    if not repeated:
        return None
    everything = [run for cell in cells.values() for run in cell]
    loss, score = (np.array([getattr(run, name) for run in everything]) for name in ("val_loss", "word_accuracy"))
    slope = np.polyfit(loss, score, 1)[0]
    noise = np.mean([np.var([run.val_loss for run in cell], ddof=1) for cell in repeated])
    gaps = []
    for cell in repeated:
        scores = np.array([run.word_accuracy for run in cell])
        chance = scores.mean() * (1 - scores.mean()) / cell[0].val_words
        gaps.append(np.ptp(scores) / math.sqrt(2 * (chance + slope**2 * noise)))
    rng = np.random.default_rng(0)
    draws = [max(rng.choice(gaps, size=len(gaps))) for _ in range(RESAMPLES)]
    low, high = central(draws, LEVEL)
    n = sum(map(len, repeated))
    return estimate(max(gaps), min(low, max(gaps)), high, method="cells resampled", level=LEVEL, n=n)


def exponents(rows, world, top=DIAL_TOP, least_sizes=4, least_budgets=3):
    """Frontier exponent with the floor held at the known entropy, and draws of it; None with too few budgets.

    rows : runs or trials of plain training, one seed.
    """
    valleys = defaultdict(dict)
    for row in rows:
        if row.world == world and row.seed == 0 and row.status == "done" and row.budget <= top:
            valleys[row.budget][row.parameters] = row
    found = [row for sizes in valleys.values() if len(sizes) >= least_sizes for row in sizes.values()]
    budgets = np.array([row.budget for row in found])
    if len(np.unique(budgets)) < least_budgets:
        return None
    sizes = np.array([row.parameters for row in found], dtype=float)
    losses, true = np.array([row.val_loss for row in found]), found[0].source_loss

    def exponent(losses):
        compute, least = minima(budgets, sizes, losses)
        return -np.polyfit(np.log(compute), np.log(least - true).T, 1)[0]

    rng = np.random.default_rng(0)
    noisy = losses * np.exp(RUN_NOISE * rng.standard_normal((RESAMPLES, len(losses))))
    return exponent(losses), exponent(noisy), len(found)


def _quantity(value, draws, n, unit=""):
    low, high = central(draws, LEVEL)
    return estimate(value, min(low, value), max(high, value), method=PINNED, level=LEVEL, unit=unit, n=n)


def quanta(zipf):
    """The frontier's exponent by the quanta formula for an endless Zipf lexicon: a / (2 + a) with a = zipf - 1.

    Source: Michaud et al. 2023, with loss falling as N**-a and D**(-a/(1 + a)) at the best balance of both.
    """
    a = zipf - 1
    return a / (2 + a)


def dial(runs, trials):
    """Exponents beside the two dials of the language."""
    plain = [run for run in runs if run.series == "isoflop"]
    by_zipf = {zipf: exponents(plain, world) for zipf, world in DIAL.items()}
    found = {}
    if all(by_zipf.values()):
        order = np.array([by_zipf[zipf][1] for zipf in sorted(DIAL)])
        ranks = order.argsort(axis=0).argsort(axis=0)
        correlation = 1 - ((ranks - np.arange(3)[:, None]) ** 2).sum(axis=0) / 4
        values = [by_zipf[zipf][0] for zipf in sorted(DIAL)]
        value = 1 - float(((np.argsort(np.argsort(values)) - np.arange(3)) ** 2).sum()) / 4
        n = sum(by_zipf[zipf][2] for zipf in DIAL)
        found["dial-order"] = _quantity(value, correlation, n)
        value, draws, n = by_zipf[1.5]
        found["dial-quanta"] = _quantity(value / quanta(1.5), draws / quanta(1.5), n, "×")
    unchanged = [row for row in trials if row.settings == "" and row.budget == row.rung]
    small, large = (exponents(unchanged, f"zipf1.5-{words}words") for words in (512, 16129))
    if small and large:
        found["dial-lexicon"] = _quantity(small[0] / large[0], small[1] / large[1], small[2] + large[2], "×")
    return found


def metrics(runs):
    """Forecasts of the largest budget's scores, and whether seeds fall into groups."""
    tokens = best_scores(runs, "zipf1.5", "token_accuracy")
    words = best_scores(runs, "python", "word_accuracy")
    return {
        "forecast-token-power": forecast_ratio(tokens, power_of_error),
        "forecast-token-sigmoid": forecast_ratio(tokens, sigmoid),
        "forecast-word-power": forecast_ratio(words, power_of_log),
        "forecast-word-sigmoid": forecast_ratio(words, sigmoid),
        "bimodal": largest_gap(runs),
    }
