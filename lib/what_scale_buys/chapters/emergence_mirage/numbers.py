"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.formatting import Text
from scaling_laws.quantity import Numbers, estimate, exact, percent
from scaling_laws.statistics import LEVEL, clopper_pearson, mean, median_and_central, newcombe, share

from ... import published
from ...accepted import with_interval
from ...experiments import account
from ...forecasts import forecasts
from . import gpt3, metrics, toy, wei

POINTS = "percentage points"
FEW, MANY = 100, 10_000  # sizes of test sets in the examples
SHORT, MEDIUM, LONG = 5, 20, 1000  # lengths of answers in the examples
FAIL, PASS = 0.1, 0.9
LADDER = "bhagia2024establishing"
CLOSE = 0.05  # relative error up to which a forecast counts as close
JEFFREYS = "posterior under Jeffreys' prior"


def solved(task, size):
    """Problems solved by one size of GPT-3."""
    return int(gpt3.hits(task)[gpt3.SIZES.index(size)])


def score(task, size):
    """A published score of GPT-3 with its interval."""
    return share(solved(task, size), gpt3.items(), interval=clopper_pearson)


def per_digit(hits, n, digits):
    """Accuracy per digit that independence implies for `hits` of `n` answers of that many digits, with its interval."""
    value, low, high = (rate ** (1 / digits) for rate in (hits / n, *clopper_pearson(hits, n)))
    return estimate(value, low, high, method="Clopper-Pearson, transformed", level=LEVEL, n=n)


def implied(task, size, digits=None):
    """Implied per-digit accuracy with its interval; by default for as many digits as the terms of the task have."""
    return per_digit(solved(task, size), gpt3.items(), digits or gpt3.digits(task))


def step(before, after, n, name=""):
    """Rise of a score, from `before` to `after` solved of n, in percentage points with its interval."""
    gap = [100 * end for end in newcombe(after, n, before, n)]
    return estimate(*gap, method="Newcombe", level=LEVEL, unit=POINTS, n=n, name=name)


def exponent(task, first, last):
    """Local exponent of the implied digit error in parameters between two sizes."""
    return estimate(*gpt3.digit_error_exponent(task, first, last), method=JEFFREYS, level=LEVEL, n=gpt3.items())


def forecast_share(sample, name="", level=0.9):
    """Forecasts of a share on repeated test sets, in percent: their median and central interval."""
    low, middle, high = 100 * np.array(median_and_central(sample, level))
    return estimate(middle, low, high, method="repeated test sets", level=level, unit="%", n=len(sample), name=name)


def needed(task, first, last):
    """Exponent in parameters that a rise of exact match between two sizes needs, at any length of answer."""
    return estimate(*gpt3.hazard_exponent(task, first, last), method=JEFFREYS, level=LEVEL, n=gpt3.items())


def decades(ratio):
    """Decades of compute over which a hazard falls by `ratio` if it falls as reducible loss does along the frontier."""
    return with_interval(lambda fit: np.log10(ratio) / fit.frontier_exponent, "decades")


def registered():
    """What was expected of the scores on the book's own ladder, and what came out: {name: Outcome}."""
    return account("metrics")


def own_forecasts():
    """The book's own forecasts of scores, each beside what was registered for it; answered ones only."""
    return [o for name, o in registered().items() if name.startswith("forecast-") and o.answer is not None]


def own(name):
    """The answer of one registered expectation."""
    return registered()[name]


def task_forecasts():
    """{task: (forecast, measured)} accuracy of a large open model, forecast from a ladder of small ones."""
    rows = [row for row in forecasts() if row.source == LADDER and row.kind == "score"]
    return {row.quantity.removeprefix("accuracy on ").split(",")[0]: (row.forecast, row.outcome) for row in rows}


def cut():
    """Article B's cut as a fraction."""
    return published.value("article_b_error_cut") / 100


def _cuts():
    c, jump = cut(), metrics.hazard_to_cut(FAIL, PASS)
    flip, needs = metrics.shortest_flip(c, FAIL, PASS)
    return dict(
        article_cut=published.figure("article_b_error_cut"),
        gain_one=exact(100 * metrics.best_relative_gain(1, c)[0], POINTS),
        gain_two=exact(100 * metrics.best_relative_gain(2, c)[0], POINTS),
        gain_long=exact(100 * metrics.best_relative_gain(LONG, c)[0], POINTS),
        flip_length=exact(flip),
        flip_error=percent(needs),
        flip_relative=percent(min(c / needs, 1)),
        jump=exact(jump, "×"),
        jump_one=exact(metrics.errors_to_cut(FAIL, PASS, 1), "×"),
        cuts_needed=exact(np.ceil(np.log(jump) / -np.log1p(-c))),
        jump_decades=decades(jump),
    )


FORECASTS = {
    f"{metric}_{form}": (score, curve)
    for metric, score in zip(("match", "token"), toy.SCORES)
    for form, curve in zip(("law", "odds"), toy.FORMS)
}


def threshold_compute(items, length=10):
    """Compute at which the toy family is seen above zero with probability LEVEL by `items` exact-match items."""
    return float(toy.family().compute_for_match(metrics.smallest_visible(items), length))


def monte_carlo_check(length=SHORT, items=2000):
    """Standardised gaps between simulation and closed form, for token accuracy and exact match on every model."""
    p = toy.family().accuracy(toy.family().compute)
    gaps = []
    for name, n in (("token accuracy", items * length), ("exact match", items)):
        expected = toy.closed_form(name, p, length)
        gaps.append((toy.measured(name, length, items)[0] - expected) / np.sqrt(expected * (1 - expected) / n))
    return np.concatenate(gaps)


def _resolution():
    truth, found = toy.forecasts()
    by = {key: forecast_share(found[score, form]) for key, (score, form) in FORECASTS.items()}
    return dict(
        toy_exponent=with_interval(lambda fit: fit.frontier_exponent),
        few_items=exact(FEW),
        many_items=exact(MANY),
        zero_high=percent(clopper_pearson(0, FEW)[1]),
        visible_gpt3=percent(metrics.smallest_visible(gpt3.items())),
        threshold_ratio=exact(threshold_compute(FEW) / threshold_compute(MANY), "×"),
        forecast_truth=percent(truth),
        **by,
    )


def rate_test(operation, lengths=(2, 3, 4, 5), convert=float):
    """The likelihood-ratio test on the largest model, for one operation."""
    solved = [gpt3.hits(f"{length}d_{operation}")[-1] for length in lengths]
    return gpt3.common_rate_test(solved, [convert(length) for length in lengths], gpt3.items())


def _bend_ratio():
    """Ratio of the two exponents of two-digit addition, from the same draws."""
    before, after = (gpt3.exponent_draws("2d_add", a, b) for a, b in (("small", "2p7b"), ("6p7b", "13b")))
    low, middle, high = median_and_central(after / before)
    return estimate(middle, low, high, unit="×", method=JEFFREYS, level=LEVEL, n=gpt3.items())


def _arithmetic():
    g_add, critical, _ = rate_test("add")
    sizes = gpt3.parameters()
    by_answer = {f"digit{d}_answer": implied(f"{d}d_add", "175b", gpt3.answer_digits(d)) for d in (3, 4, 5)}
    return dict(
        problems=published.figure("brown_2020_arith_problems"),
        add2_175b=score("2d_add", "175b"),
        add3_13b=score("3d_add", "13b"),
        add3_175b=score("3d_add", "175b"),
        size_gap=exact(sizes[-1] / sizes[-2], "×"),
        digit3=implied("3d_add", "175b"),
        digit4=implied("4d_add", "175b"),
        digit5=implied("5d_add", "175b"),
        **by_answer,
        rate_g=exact(g_add),
        bend_before=exponent("2d_add", "small", "2p7b"),
        bend_after=exponent("2d_add", "6p7b", "13b"),
        bend_ratio=_bend_ratio(),
        loss_after=exact(gpt3.loss_exponent("6p7b", "13b")),
        loss_largest=exact(gpt3.loss_exponent("13b", "175b")),
        size_exponent=published.figure("besiroglu_2024_alpha"),
        needed_add3=needed("3d_add", "13b", "175b"),
        needed_add2=needed("2d_add", "6p7b", "13b"),
        needed_decades=decades(np.log(gpt3.score("3d_add")[0][-2]) / np.log(gpt3.score("3d_add")[0][-1])),
        taken_decades=exact(np.log10(sizes[-1] / sizes[-2]), "decades"),
        in_training=published.figure("gpt3_3digit_add_in_training"),
        weibull_shape=published.figure("ord_2025_weibull_k"),
    )


def _literature():
    below, between, above = wei.split(
        published.value("article_c_small_model"), published.value("article_c_large_model")
    )
    names, sizes, flops = wei.thresholds()
    total, items = published.value("lourie_2025_tasks"), published.value("mmlu_test_items")
    return dict(
        share_two_metrics=percent(published.value("schaeffer_2023_share_two_metrics")),
        metrics_total=published.figure("schaeffer_2023_metrics_total"),
        metrics_possible=published.figure("schaeffer_2023_metrics_emergent_max"),
        wei_rows=exact(len(sizes)),
        wei_below=exact(below),
        wei_between=exact(between),
        wei_above=exact(above),
        mmlu_gpt3=share(published.value("gpt3_mmlu") / 100 * items, items),
        mmlu_chance=published.figure("mmlu_random"),
        predictable_tasks=share(round(published.value("lourie_2025_predictable") * total), total),
    )


def came_out(outcome):
    """How an expectation fared, as a sentence."""
    settled = "and its interval leaves no doubt" if outcome.decided else "and its interval holds the other answer too"
    return f"So the expectation {'held' if outcome.held else 'failed'}, {settled}."


def _forecasts():
    ratios = {name: forecast / measured for name, (forecast, measured) in task_forecasts().items()}
    worst = min(ratios, key=ratios.get)
    numbers = {f"own_{name}": own(f"forecast-{name}").answer for name in ("token-power", "word-power")}
    gap = own("bimodal")
    return dict(
        ladder_tasks=exact(len(ratios)),
        ladder_close=exact(sum(abs(ratio - 1) <= CLOSE for ratio in ratios.values())),
        close=percent(CLOSE),
        worst_forecast=percent(task_forecasts()[worst][0]),
        worst_measured=percent(task_forecasts()[worst][1]),
        own_held=exact(sum(o.held for o in own_forecasts())),
        own_made=exact(len(own_forecasts())),
        seed_gap=gap.answer,
        seed_gap_most=exact(gap.expectation.high),
        seed_verdict=Text(came_out(gap)),
        **{name.replace("-", "_"): answer for name, answer in numbers.items() if answer is not None},
    )


RUNS = 5


def parity_summary(runs=RUNS):
    """Per training run: step at which the loss leaves its plateau, and step at which nine tests in ten are right."""
    left, solved = [], []
    for seed in range(runs):
        step, loss, accuracy = toy.parity_run(seed)
        left.append(step[np.argmax(loss < PASS * np.log(2))])
        solved.append(step[np.argmax(accuracy > PASS)])
    return np.array(left), np.array(solved)


def _transition():
    left, solved = parity_summary()
    return dict(
        parity_first=exact(left.min(), "steps"),
        parity_window=mean(solved - left, "steps"),
    )


def _exercises():
    c = cut()
    visible = metrics.smallest_visible(FEW)
    base, seen = 0.8, published.value("schaeffer_2023_share_two_metrics")
    return dict(
        ex_short=percent(metrics.exact_match(0.98, 10)),
        ex_long=percent(metrics.exact_match(0.98, 100)),
        ex_items=exact(np.ceil(np.log(1 - LEVEL) / np.log1p(-0.001)), "items"),
        ex_best_x=exact(np.log(1 / (1 - c)) / c),
        ex_token_visible=exact(visible ** (1 / 10)),
        ex_token_visible_many=exact(metrics.smallest_visible(MANY) ** (1 / 10)),
        ex_base_rate=percent(base),
        ex_odds=exact(seen / (1 - seen) / (base / (1 - base))),
        ex_odds_even=exact(seen / (1 - seen)),
        ex_weibull_independent=percent(metrics.weibull_match(10.0, np.log(2), 1.0)),
        ex_weibull=percent(metrics.weibull_match(10.0, np.log(2), published.value("ord_2025_weibull_k"))),
    )


@cache
def numbers():
    """All numbers of the chapter, by name."""
    return Numbers.of(_cuts, _resolution, _arithmetic, _literature, _forecasts, _transition, _exercises)
