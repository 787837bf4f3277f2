"""The named numbers of the chapter."""

from functools import cache

import numpy as np

from scaling_laws.quantity import Numbers, Quantity, estimate, exact, percent
from scaling_laws.statistics import LEVEL, clopper_pearson, mean, median_and_central, newcombe, share

from ... import published
from ...accepted import hoffmann, with_interval
from . import gpt3, metrics, toy, wei

POINTS = "percentage points"
FEW, MANY = 100, 10_000  # sizes of test sets in the examples
SHORT, MEDIUM, LONG = 5, 20, 1000  # lengths of answers in the examples
FAIL, PASS = 0.1, 0.9
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


def forecast_from_sizes(task):
    """Success of the largest GPT-3, in percent, forecast from the smaller sizes."""
    return estimate(*(100 * end for end in gpt3.forecast_largest(task)), method=JEFFREYS, level=LEVEL, unit="%")


def cut():
    """Article B's cut as a fraction."""
    return published.value("article_b_error_cut") / 100


def compute_for_ratio(ratio):
    """Compute factors that cut an error by `ratio` if it falls like the reducible loss: by the two fits."""
    by_h = exact(ratio ** (1 / hoffmann().frontier_exponent))
    return by_h, with_interval(lambda fit: ratio ** (1 / fit.frontier_exponent))


def _cuts():
    c, jump = cut(), metrics.hazard_to_cut(FAIL, PASS)
    flip, needs = metrics.shortest_flip(c, FAIL, PASS)
    by_h, by_r = compute_for_ratio(jump)
    half_h, half_r = compute_for_ratio(2)
    example = 1 - 2 * c
    return dict(
        article_cut=published.figure("article_b_error_cut"),
        success_example=percent(metrics.exact_match(example, MEDIUM)),
        success_example_absolute=percent(metrics.after_absolute_cut(1 - example, MEDIUM, c)),
        success_example_relative=percent(metrics.after_relative_cut(1 - example, MEDIUM, c)),
        example_error=percent(1 - example),
        example_error_absolute=percent(1 - example - c),
        example_error_relative=percent((1 - example) * (1 - c)),
        slope_example=exact(MEDIUM * (1 - c) ** (MEDIUM - 1)),
        gain_one=exact(100 * metrics.best_relative_gain(1, c)[0], POINTS),
        gain_two=exact(100 * metrics.best_relative_gain(2, c)[0], POINTS),
        gain_medium=exact(100 * metrics.best_relative_gain(MEDIUM, c)[0], POINTS),
        gain_long=exact(100 * metrics.best_relative_gain(LONG, c)[0], POINTS),
        flip_length=exact(flip),
        flip_error=percent(needs),
        flip_left=percent(max(needs - c, 0)),
        flip_relative=percent(min(c / needs, 1)),
        jump=exact(jump, "×"),
        jump_middle=exact(metrics.hazard_to_cut(0.2, 0.8), "×"),
        jump_one=exact(metrics.errors_to_cut(FAIL, PASS, 1), "×"),
        jump_short=exact(metrics.errors_to_cut(FAIL, PASS, SHORT), "×"),
        jump_medium=exact(metrics.errors_to_cut(FAIL, PASS, MEDIUM), "×"),
        cuts_needed=exact(np.ceil(np.log(jump) / -np.log1p(-c))),
        jump_compute_h=by_h,
        jump_compute_r=by_r,
        horizon_before=exact(metrics.horizon(0.99, 0.5), "tokens"),
        horizon_after=exact(metrics.horizon(0.995, 0.5), "tokens"),
        double_compute_h=half_h,
        double_compute_r=half_r,
        metr_doubling=published.figure("metr_doubling_months"),
        compute_per_doubling=exact(
            published.value("epoch_compute_growth_notable") ** (published.value("metr_doubling_months") / 12), "×"
        ),
    )


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
    gaps = monte_carlo_check()
    lift = toy.measured("edit similarity", SHORT, 2000)[0] - toy.family().accuracy(toy.family().compute)
    truth, by_score, by_tokens = toy.forecasts()
    return dict(
        toy_exponent=exact(hoffmann().frontier_exponent),
        toy_exponent_refit=with_interval(lambda fit: fit.frontier_exponent),
        mc_worst=exact(np.abs(gaps).max(), "standard errors"),
        mc_rms=exact(np.sqrt(np.mean(gaps**2)), "standard errors"),
        mc_count=exact(gaps.size),
        edit_lift=exact(100 * lift.max(), POINTS),
        few_items=exact(FEW),
        many_items=exact(MANY),
        zero_high=percent(clopper_pearson(0, FEW)[1]),
        visible_few=percent(metrics.smallest_visible(FEW)),
        visible_gpt3=percent(metrics.smallest_visible(gpt3.items())),
        threshold_ratio=exact(threshold_compute(FEW) / threshold_compute(MANY), "×"),
        forecast_truth=percent(truth),
        forecast_by_score=forecast_share(by_score),
        forecast_by_tokens=forecast_share(by_tokens),
        correlated_alone=percent(metrics.exact_match(0.99, 100)),
        correlated_match=percent(metrics.correlated_match(0.99, 100, 0.2)),
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
        add2_6p7b=score("2d_add", "6p7b"),
        add2_13b=score("2d_add", "13b"),
        add2_175b=score("2d_add", "175b"),
        add3_small=score("3d_add", "small"),
        add3_13b=score("3d_add", "13b"),
        add3_175b=score("3d_add", "175b"),
        size_gap=exact(sizes[-1] / sizes[-2], "×"),
        size_below=exact(sizes[-2] / sizes[0], "×"),
        size_median=exact(np.median(sizes[1:] / sizes[:-1]), "×"),
        size_step=exact(sizes[-2] / sizes[-3], "×"),
        digit3=implied("3d_add", "175b"),
        digit4=implied("4d_add", "175b"),
        digit5=implied("5d_add", "175b"),
        **by_answer,
        rate_g=exact(g_add),
        rate_g_sub=exact(rate_test("sub")[0]),
        rate_g_answer=exact(rate_test("add", convert=gpt3.answer_digits)[0]),
        rate_critical=exact(critical),
        bend_before=exponent("2d_add", "small", "2p7b"),
        bend_after=exponent("2d_add", "6p7b", "13b"),
        bend_ratio=_bend_ratio(),
        loss_before=exact(gpt3.loss_exponent("small", "2p7b")),
        loss_after=exact(gpt3.loss_exponent("6p7b", "13b")),
        forecast_add2=forecast_from_sizes("2d_add"),
        forecast_add3=forecast_from_sizes("3d_add"),
        in_training=published.figure("gpt3_3digit_add_in_training"),
        weibull_shape=published.figure("ord_2025_weibull_k"),
    )


def _literature():
    below, between, above = wei.split(
        published.value("article_c_small_model"), published.value("article_c_large_model")
    )
    names, sizes, flops = wei.thresholds()
    mmlu = [i for i, text in enumerate(names) if text.startswith("MMLU")]
    total, items = published.value("lourie_2025_tasks"), published.value("mmlu_test_items")
    return dict(
        share_two_metrics=percent(published.value("schaeffer_2023_share_two_metrics")),
        metrics_total=published.figure("schaeffer_2023_metrics_total"),
        metrics_possible=published.figure("schaeffer_2023_metrics_emergent_max"),
        metrics_by_hand=published.figure("schaeffer_2023_metrics_emergent_hand"),
        loss_threshold=published.figure("du_2024_loss_threshold"),
        wei_rows=exact(len(sizes)),
        wei_below=exact(below),
        wei_between=exact(between),
        wei_above=exact(above),
        wei_smallest=Quantity(sizes[0], "parameters"),
        wei_largest=Quantity(sizes[-1], "parameters"),
        mmlu_size_spread=exact(sizes[mmlu].max() / sizes[mmlu].min(), "×"),
        mmlu_compute_spread=exact(flops[mmlu].max() / flops[mmlu].min(), "×"),
        mmlu_gpt3=share(published.value("gpt3_mmlu") / 100 * items, items),
        mmlu_chance=published.figure("mmlu_random"),
        predictable_tasks=share(round(published.value("lourie_2025_predictable") * total), total),
        passuntil_gap=published.figure("hu_2023_passuntil_deviation"),
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
        parity_runs=exact(RUNS),
        parity_plateau=exact(np.log(2), "nats"),
        parity_first=exact(left.min(), "steps"),
        parity_last=exact(left.max(), "steps"),
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
    return Numbers.of(_cuts, _resolution, _arithmetic, _literature, _transition, _exercises)
