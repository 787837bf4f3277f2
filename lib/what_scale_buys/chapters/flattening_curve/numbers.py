"""Every number that the chapter on the flattening curve speaks of."""

from functools import cache

import numpy as np

from scaling_laws.laws import FLOP_PER_PARAMETER_TOKEN, PowerLaw, compute_cost
from scaling_laws.quantity import Numbers, Quantity, exact, percent

from ... import published
from ...accepted import fitted_range, hoffmann, with_interval
from . import bars, floors, generations
from .numbers_future import cost, exercise_numbers, floor_numbers
from .surfaces import MOMENTS, exponent_of_cut, moment, pure_cut, total_cut

TENFOLD, DOUBLING = 10.0, 2.0


@cache
def numbers():
    """The chapter's numbers, by name."""
    groups = (
        _bars,
        _candidates,
        _path,
        _axes,
        _doublings,
        _gains,
        _steps,
        _exchange,
        _scores,
        cost,
        floor_numbers,
        exercise_numbers,
    )
    found = {}
    for group in groups:
        found |= group()
    return Numbers(**{name: value.named(name) for name, value in found.items()})


def _bars():
    heights = np.array(bars.article_bars())
    ratios = bars.successive_ratios(heights)
    mean = (heights[-1] / heights[0]) ** (1 / (len(heights) - 1))
    product = np.prod(1 + heights / 100)
    found = {f"bar_{i + 1}": published.figure(f"article_a_bar_{i + 1}") for i in range(len(heights))}
    found |= {f"ratio_{i + 1}": exact(r) for i, r in enumerate(ratios)}
    return found | {
        "first_difference": Quantity(heights[0] - heights[1], "points"),
        "next_arithmetic_bar": Quantity(2 * heights[2] - heights[1], "%"),
        "mean_ratio": exact(mean),
        "mean_exponent_size": exact(-np.log10(mean)),
        "mean_exponent_compute": exact(-np.log10(mean) / 2),
        "sum_of_bars": Quantity(heights.sum(), "points"),
        "product_of_bars": exact(product, "×"),
        "highest_start_if_added": Quantity(100 - heights.sum(), "%"),
        "highest_start_if_multiplied": Quantity(100 / product, "%"),
    }


def _candidates():
    fitted = bars.candidates()
    found = {
        f"miss_{name}": Quantity(fitted[key].miss, "points")
        for name, key in {
            "log": ("logarithm", "points"),
            "log_percent": ("logarithm", "percent of the score before"),
            "pure": ("power law, no floor", "percent of the loss before"),
            "geometric": ("power law, any floor", "points of loss"),
            "floor": ("power law with a floor", "percent of the loss before"),
            "score": ("saturating score", "points"),
            "score_percent": ("saturating score", "percent of the score before"),
        }.items()
    }
    floor = bars.floor_candidate()
    start, ratio = np.exp(floor.fitted)
    found |= {f"floor_bar_{i + 1}": Quantity(bar, "%") for i, bar in enumerate(floor.bars)}
    return found | {
        "floor_step_ratio": exact(ratio),
        "floor_share_at_start": percent(1 / (1 + start)),
    }


def _path():
    found = {}
    for short, loss in zip("hr", bars.published_path().values()):
        drops = -np.diff(loss)
        found[f"path_ratio_{short}"] = exact(bars.successive_ratios(drops).mean())
        found[f"path_cut_{short}"] = Quantity(100 * drops[0] / loss[0], "%")
    return found


def _axes():
    low, high = (published.value(f"hoffmann_2022_table3_{size}_flop") for size in ("10b", "1t"))
    return {
        "size_to_compute_half": exact(bars.compute_per_size_decade(0.5), "×"),
        "size_to_compute_table": exact(np.sqrt(high / low), "×"),
        "size_to_compute_kaplan": exact(
            bars.compute_per_size_decade(published.value("kaplan_2020_nopt_exponent")), "×"
        ),
        "size_to_compute_h": exact(bars.compute_per_size_decade(hoffmann().a), "×"),
        "size_to_compute_r": with_interval(lambda s: bars.compute_per_size_decade(s.a), "×"),
        "decades_kaplan": exact(1 / published.value("kaplan_2020_nopt_exponent")),
        "kaplan_size_exponent": published.figure("kaplan_2020_nopt_exponent"),
        "doublings_per_tenfold": exact(np.log2(TENFOLD)),
        "doublings_per_size_decade": exact(2 * np.log2(TENFOLD)),
    }


def _doublings():
    keys = {
        "kaplan": "kaplan_2020_alpha_c_min",
        "naive": "kaplan_2020_alpha_c_naive",
        "henighan": "henighan_2020_language_compute_exponent",
        "size": "kaplan_2020_alpha_n",
        "data": "kaplan_2020_alpha_d",
        "low": "article_b_alpha_low",
        "high": "article_b_alpha_high",
    }
    exponents = {name: published.figure(key) for name, key in keys.items()}
    found = {f"exponent_{name}": figure for name, figure in exponents.items()}
    found |= {f"cut_{end}": Quantity(pure_cut(exponents[end].value), "%") for end in ("low", "high")}
    said = {end: published.figure(f"article_b_doubling_{end}") for end in ("low", "high")}
    found |= {f"said_cut_{end}": figure for end, figure in said.items()}
    found |= {f"exponent_for_{end}": exact(exponent_of_cut(figure.value)) for end, figure in said.items()}
    for end in ("low", "high"):
        law = PowerLaw(1.0, exponents[end].value)
        found[f"halving_cost_{end}"] = exact(law.inverse(0.5) / law.inverse(1.0))
        found[f"tenfold_cut_{end}"] = Quantity(pure_cut(exponents[end].value, TENFOLD), "%")
    law = PowerLaw(1.0, exponents["low"].value)
    for step, before in {"early": 3.0, "late": 2.0}.items():
        found[f"step_cost_low_{step}"] = exact(law.inverse(before - 0.1) / law.inverse(before), "×")
    return found


def _gains():
    found = {"gamma_h": exact(hoffmann().frontier_exponent), "gamma_r": with_interval(lambda s: s.frontier_exponent)}
    for name in MOMENTS:
        C = moment(name)
        found[f"compute_{name}"] = exact(C, "FLOP")
        found[f"doubling_{name}_h"] = Quantity(total_cut(hoffmann().frontier, C, DOUBLING), "%")
        found[f"doubling_{name}_r"] = _refit_cut(C, DOUBLING)
    found["above_floor_chinchilla_h"] = percent(_share_above_floor(hoffmann(), moment("chinchilla")))
    found["above_floor_chinchilla_r"] = _refit_share(moment("chinchilla"))
    gain_h, gain_r = found["doubling_chinchilla_h"].value, found["doubling_llama_r"].value
    low, high = (published.value(f"article_b_doubling_{end}") for end in ("low", "high"))
    return found | {
        "reducible_doubling_h": Quantity(pure_cut(hoffmann().frontier_exponent), "%"),
        "reducible_doubling_r": with_interval(lambda s: pure_cut(s.frontier_exponent), "%"),
        "price_of_later_doubling": exact(moment("llama") / moment("small"), "×"),
        "extrapolation": exact(moment("llama") / fitted_range()[1], "×"),
        "overstated_least": exact(low / gain_h, "×"),
        "overstated_most": exact(high / gain_r, "×"),
        "apparent_exponent_h": exact(floors.nearest_pure(hoffmann().frontier)[0]),
        "apparent_exponent_r": with_interval(lambda s: _apparent(s)),
        "straight_miss_r": Quantity(floors.straight_line()[1], "%"),
        "fitted_low": exact(fitted_range()[0], "FLOP"),
        "fitted_high": exact(fitted_range()[1], "FLOP"),
    }


def _refit_cut(C, factor):
    return with_interval(lambda s: total_cut(s.frontier, C, factor), "%")


def _share_above_floor(surface, C):
    return surface.frontier.reducible(C) / surface.frontier.loss(C)


def _refit_share(C):
    return with_interval(lambda s: 100 * _share_above_floor(s, C), "%")


def _apparent(surface):
    """Slope of the straight line through the frontier over the fitted range, for one surface or many."""
    compute = np.geomspace(*fitted_range(), 60)
    fields = [np.atleast_1d(v)[:, None] for v in (surface.E, surface.A, surface.B, surface.alpha, surface.beta)]
    y = np.log(type(surface)(*fields).frontier.loss(compute))
    slope = -np.polyfit(np.log(compute), y.T, 1)[0]
    return slope if len(slope) > 1 else float(slope[0])


def _steps():
    found = {}
    pairs = {"two_three": ("GPT-2", "GPT-3"), "three_four": ("GPT-3", "GPT-4"), "four_half": ("GPT-4", "GPT-4.5")}
    for name, (first, second) in pairs.items():
        centre, low, high = generations.step(first, second)
        found[f"step_{name}"] = Quantity(centre, "×", low, high)
        if name == "four_half":
            continue
        C1, C2 = (generations.gpt_compute()[model]["database"] for model in (first, second))
        found[f"step_cut_{name}_h"] = Quantity(total_cut(hoffmann().frontier, C1, C2 / C1), "%")
        found[f"step_cut_{name}_r"] = _refit_cut(C1, C2 / C1)
        found[f"step_reducible_{name}_h"] = Quantity(pure_cut(hoffmann().frontier_exponent, C2 / C1), "%")
        found[f"step_reducible_{name}_r"] = _refit_reducible(C2 / C1)
        found[f"step_per_decade_{name}_h"] = exact(_nats_per_decade(hoffmann(), C1, C2), "nats/token")
        found[f"step_per_decade_{name}_r"] = _refit_nats(C1, C2)
    for model in ("GPT-2", "GPT-3", "GPT-4"):
        low, high = generations.spread(model)
        value = generations.gpt_compute()[model]["database"]
        bounds = (low, high) if high > low else (None, None)
        found[f"compute_{model.lower().replace('-', '')}"] = Quantity(value, "FLOP", *bounds)
    low, high = generations.spread("GPT-2")
    found["spread_gpt2"] = exact(high / low, "×")
    found["mean_step"] = exact(np.sqrt(found["step_two_three"].value * found["step_three_four"].value), "×")
    found["rule_of_thumb"] = Quantity(published.value("epoch_gpt_generation_factor"), "×")
    found["claimed_step"] = published.figure("article_c_generation_factor")
    found["gpt3_tokens_per_parameter"] = exact(published.value("gpt3_tokens") / published.value("gpt3_175b_params"))
    found["gpt3_worth_h"] = exact(_gpt3_worth(hoffmann()), "×")
    found["gpt3_worth_r"] = with_interval(_gpt3_worth, "×")
    return found


def _refit_reducible(factor):
    return with_interval(lambda s: pure_cut(s.frontier_exponent, factor), "%")


def _refit_nats(before, after):
    return with_interval(lambda s: _nats_per_decade(s, before, after), "nats/token")


def _nats_per_decade(surface, before, after):
    return (surface.frontier.loss(before) - surface.frontier.loss(after)) / np.log10(after / before)


def _gpt3_run():
    return published.value("gpt3_175b_params"), published.value("gpt3_tokens")


def _gpt3_worth(surface):
    """How much less compute an optimal run needs for the loss of GPT-3's own allocation."""
    N, D = _gpt3_run()
    return compute_cost(N, D, FLOP_PER_PARAMETER_TOKEN) / surface.equivalent_compute(N, D)


def _exchange():
    gain, compute = (published.value(f"article_c_exchange_{name}") for name in ("gain", "compute"))
    C = moment("chinchilla")
    return {
        "exchange_exponent": exact(np.log(gain) / np.log(compute)),
        "exchange_reducible_h": exact(TENFOLD ** hoffmann().frontier_exponent, "×"),
        "exchange_reducible_r": with_interval(lambda s: TENFOLD**s.frontier_exponent, "×"),
        "exchange_total_h": exact(hoffmann().frontier.loss(C) / hoffmann().frontier.loss(TENFOLD * C), "×"),
        "exchange_total_r": with_interval(lambda s: s.frontier.loss(C) / s.frontier.loss(TENFOLD * C), "×"),
    }


def _scores():
    found = {
        "arc_2020": published.figure("arc_gpt3_2020"),
        "arc_2024": published.figure("o3_arc_semi_private_high_eff"),
    }
    compute = generations.llama_compute()
    for benchmark in generations.BENCHMARKS:
        name, accuracy = benchmark.lower(), generations.llama_accuracy(benchmark)
        exponents = generations.exponent_estimates(benchmark)
        for step, exponent in zip(("first", "second"), exponents):
            found[f"{name}_exponent_{step}"], found[f"{name}_factor_{step}"] = exponent, _factor(exponent)
        if benchmark == "GSM8K":
            found |= {f"gsm8k_error_{s}": Quantity(100 * (1 - v), "%") for s, v in zip(generations.LLAMA, accuracy)}
        if benchmark == "MMLU":
            points = 100 * generations.per_decade(accuracy, compute)
            found |= {f"mmlu_points_{s}": Quantity(p, "points") for s, p in zip(("first", "second"), points)}
    return found | _gpt_scores()


def _factor(exponent):
    if not exponent.has_interval:
        return exact(TENFOLD**exponent.value, "×")
    value, low, high = (TENFOLD**v for v in (exponent.value, exponent.low, exponent.high))
    return Quantity(value, "×", low, high, exponent.level, exponent.method, exponent.n)


def _gpt_scores():
    gap = generations.growth([generations.gpt_compute()[m]["database"] for m in ("GPT-3", "GPT-4")])[0]
    small, large = published.value("gpt3_xl_flop"), published.value("gpt3_175b_flop")
    keys = ("gpt3_hellaswag_xl", "gpt3_hellaswag_175b", "gpt4_hellaswag")
    logits = generations.logit(np.array([published.value(k) for k in keys]) / 100)
    mmlu = {k: published.value(k) for k in ("mmlu_random", "gpt3_mmlu", "gpt4_mmlu")}
    return {key: published.figure(key) for key in ("gpt4_hellaswag", "hellaswag_human")} | {
        "logit_two_three": exact((logits[1] - logits[0]) / np.log10(large / small)),
        "logit_three_four": exact((logits[2] - logits[1]) / gap),
        "mmlu_points_three_four": Quantity((mmlu["gpt4_mmlu"] - mmlu["gpt3_mmlu"]) / gap, "points"),
        "gpt3_above_chance": Quantity(mmlu["gpt3_mmlu"] - mmlu["mmlu_random"], "points"),
    }
