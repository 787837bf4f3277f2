"""Every number that the chapter on the flattening curve speaks of."""

from functools import cache

import numpy as np

from scaling_laws.quantity import Numbers, exact, percent

from ... import published
from ...accepted import fitted_range, with_interval
from . import bars, floors, generations, last_step
from .floors import NATS, kaplan_range
from .surfaces import (
    FUTURE,
    by_refit,
    cut,
    exponent,
    exponent_of_cut,
    moment,
    nats_per_decade,
    pure_cut,
    reducible_cut,
    step_price,
)

TENFOLD = 10.0
WIDE, WIDER = 4.0, 6.0  # decades of compute that a better experiment would span


def _bars():
    heights = np.array(bars.article_bars())
    ratios = bars.successive_ratios(heights)
    mean = (heights[-1] / heights[0]) ** (1 / (len(heights) - 1))
    product = np.prod(1 + heights / 100)
    found = {f"bar_{i + 1}": published.figure(f"article_a_bar_{i + 1}") for i in range(len(heights))}
    found |= {f"ratio_{i + 1}": exact(r) for i, r in enumerate(ratios)}
    return found | {
        "first_difference": exact(heights[0] - heights[1], "points"),
        "next_arithmetic_bar": exact(2 * heights[2] - heights[1], "%"),
        "mean_ratio": exact(mean),
        "mean_exponent_size": exact(-np.log10(mean)),
        "sum_of_bars": exact(heights.sum(), "points"),
        "product_of_bars": exact(product, "×"),
    }


def _candidates():
    fitted = bars.candidates()
    found = {
        f"miss_{name}": exact(fitted[key].miss, "points")
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
    found |= {f"floor_bar_{i + 1}": exact(bar, "%") for i, bar in enumerate(floor.bars)}
    return found | {
        "floor_step_ratio": exact(ratio),
    }


def _path():
    """What the refit says along compute-optimal models of the sizes on the chart's labels."""
    return {
        "path_ratio": by_refit(lambda surface: bars.successive_ratios(-np.diff(bars.path_loss(surface))).mean(axis=-1)),
        "path_cut": by_refit(lambda surface: _first_cut(bars.path_loss(surface)), "%"),
    }


def _first_cut(loss):
    return 100 * (1 - loss[..., 1] / loss[..., 0])


def _axes():
    low, high = (published.value(f"hoffmann_2022_table3_{size}_flop") for size in ("10b", "1t"))
    return {
        "size_to_compute_half": exact(bars.compute_per_size_decade(0.5), "×"),
        "size_to_compute_kaplan": exact(
            bars.compute_per_size_decade(published.value("kaplan_2020_nopt_exponent")), "×"
        ),
        "size_to_compute": with_interval(lambda s: bars.compute_per_size_decade(s.a), "×"),
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
    printed = {name: published.figure(key) for name, key in keys.items()}
    found = {f"exponent_{name}": figure for name, figure in printed.items()}
    found |= {f"cut_{end}": exact(pure_cut(printed[end].value), "%") for end in ("low", "high")}
    said = {end: published.figure(f"article_b_doubling_{end}") for end in ("low", "high")}
    found |= {f"said_cut_{end}": figure for end, figure in said.items()}
    found |= {f"exponent_for_{end}": exact(exponent_of_cut(figure.value)) for end, figure in said.items()}
    for end in ("low", "high"):
        found[f"halving_cost_{end}"] = exact(2 ** (1 / printed[end].value))
        found[f"tenfold_cut_{end}"] = exact(pure_cut(printed[end].value, TENFOLD), "%")
    for step, before in {"early": 3.0, "late": 2.0}.items():
        found[f"step_cost_low_{step}"] = exact(step_price(printed["low"].value, before), "×")
    return found


def _gains():
    found = {"gamma": exponent()}
    for name in ("small", "chinchilla", "llama"):
        found[f"compute_{name}"] = exact(moment(name), "FLOP")
        found[f"doubling_{name}"] = cut(moment(name))
    found["compute_giant"] = exact(moment("giant"), "FLOP")
    low, high = (published.figure(f"article_b_doubling_{end}") for end in ("low", "high"))
    return found | {
        "above_floor_chinchilla": by_refit(lambda s: 100 * _share_above_floor(s, moment("chinchilla")), "%"),
        "reducible_doubling": reducible_cut(),
        "price_of_later_doubling": exact(moment("llama") / moment("small"), "×"),
        "extrapolation": exact(moment("llama") / fitted_range()[1], "×"),
        "overstated_least": (low / found["doubling_chinchilla"]).in_unit("×"),
        "overstated_most": (high / found["doubling_llama"]).in_unit("×"),
        "apparent_exponent": with_interval(floors.apparent_exponent),
        "apparent_exponent_2020": with_interval(lambda s: floors.apparent_exponent(s, kaplan_range())),
    }


def _share_above_floor(surface, C):
    return surface.frontier.reducible(C) / surface.frontier.loss(C)


def _steps():
    found = {}
    pairs = {"two_three": ("GPT-2", "GPT-3"), "three_four": ("GPT-3", "GPT-4"), "four_half": ("GPT-4", "GPT-4.5")}
    for name, models in pairs.items():
        found[f"step_{name}"] = generations.step(*models)
        if name != "four_half":
            found |= _bought(name, *map(generations.database, models))
    for model in ("GPT-2", "GPT-3", "GPT-4"):
        found[f"compute_{model.lower().replace('-', '')}"] = generations.database(model)
    return found | {
        "mean_step": np.sqrt(generations.step("GPT-2", "GPT-4")).in_unit("×"),
    }


def _bought(name, before, after):
    """What the step between two budgets buys on the frontier."""
    return {
        f"step_cut_{name}": cut(before, after / before),
        f"step_reducible_{name}": reducible_cut(after / before),
        f"step_per_decade_{name}": nats_per_decade(before, after),
    }


def _exchange():
    C = moment("chinchilla")
    return {
        "exchange_exponent": exact(exchange_exponent()),
        "exchange_reducible": by_refit(lambda surface: TENFOLD**surface.frontier_exponent, "×"),
        "exchange_total": by_refit(lambda s: s.frontier.loss(C) / s.frontier.loss(TENFOLD * C), "×"),
    }


def exchange_exponent():
    """Exponent of the exchange that article C states: so much more improvement for so much more compute."""
    gain, compute = (published.value(f"article_c_exchange_{name}") for name in ("gain", "compute"))
    return np.log(gain) / np.log(compute)


def _scores():
    found = {}
    steps = ("first", "second")
    for benchmark in generations.BENCHMARKS:
        for step, falls in zip(steps, generations.error_exponents(benchmark)):
            found[f"{benchmark.lower()}_exponent_{step}"] = falls
            found[f"{benchmark.lower()}_factor_{step}"] = (TENFOLD**falls).in_unit("×")
    found |= {f"gsm8k_error_{s}": 100 - right for s, right in zip(generations.LLAMA, generations.llama_scores("GSM8K"))}
    return found | {f"mmlu_points_{s}": points for s, points in zip(steps, generations.points_per_decade("MMLU"))}


def _gpt_scores():
    return {"gpt4_hellaswag": generations.score("gpt4_hellaswag", "HellaSwag")}


def _last_step():
    return {
        "giant_hours": exact(last_step.hours(), "GPU-hours"),
        "giant_dollars": exact(last_step.dollars(), "dollars"),
        "giant_energy": exact(last_step.energy(), "TWh"),
        "giant_cut": last_step.cut(),
        "giant_price": last_step.price(last_step.cut(), last_step.dollars()),
        "giant_dispute": exact(published.value("hoffmann_2022_tablea3_approach3_10t_flop") / moment("giant"), "×"),
        "utilisation": percent(last_step.UTILISATION),
        "hour_price": exact(last_step.PRICE, "dollars"),
    }


def _floors():
    noise, decades, (few, many) = floors.scatter(), floors.published_decades(), floors.run_counts()
    profiles = floors.simulated_labs(decades, noise)[2]
    [floor for floor in floors.published_floors().values() if floor.value > 0]
    found = {
        "runs": exact(few),
        "many_runs": exact(many),
        "decades": exact(decades),
        "simulated": exact(floors.LABS),
        "rejects_zero": floors.verdict_shares(profiles)[0],
        "rejects_zero_one_decade": floors.verdict_shares(floors.simulated_labs(1.0, noise)[2])[0],
        "floor_found": floors.typical_floor(profiles),
        "floor": with_interval(lambda surface: surface.E, NATS),
        "future": exact(FUTURE, "FLOP"),
        "future_floor": by_refit(lambda surface: surface.frontier.loss(FUTURE), NATS),
    }
    for name, runs in (("few", few), ("many", many)):
        delta, law, _ = floors.sinking_floor(runs)
        found |= {f"sinking_{name}": exact(delta), f"future_sinking_{name}": exact(law(FUTURE), NATS)}
    return found


def _exercises():
    """Answers of the exercises."""
    doublings = 2 * np.log2(10)
    first, points = generations.error_exponents("GSM8K")[0], generations.points_per_decade("GSM8K")
    decades = generations.growth(generations.llama_compute())
    few, _ = floors.run_counts()
    compute = by_refit(_compute_for_one_percent, "FLOP")
    found = {
        f"bar_{i + 1}_per_doubling": exact(100 * (1 - (1 - bar / 100) ** (1 / doublings)), "%")
        for i, bar in enumerate(bars.article_bars())
    }
    return found | {
        "one_percent_share": by_refit(lambda surface: 100 * _share_for_one_percent(surface), "%"),
        "one_percent_compute": compute,
        "one_percent_span": exact(compute.high / compute.low, "×"),
        "geometric_bar_3": exact(_geometric_bar(3), "%"),
        "geometric_bar_4": exact(_geometric_bar(4), "%"),
        "decades_first": exact(decades[0]),
        "decades_second": exact(decades[1]),
        "points_ratio_predicted": TENFOLD**-first,
        "points_ratio_observed": points[1] / points[0],
        "wide_decades": exact(WIDE),
        "wider_decades": exact(WIDER),
        "sinking_wide": exact(floors.sinking_floor(few, WIDE)[0]),
        "sinking_wider": exact(floors.sinking_floor(few, WIDER)[0]),
    }


def _geometric_bar(i):
    first, second = bars.article_bars()[:2]
    return first * (second / first) ** (i - 1)


def _share_for_one_percent(surface):
    return 1 / pure_cut(surface.frontier_exponent)


def _compute_for_one_percent(surface):
    """Compute at which a doubling cuts the loss by one percent."""
    share = _share_for_one_percent(surface)
    return surface.compute_for_loss(surface.E / (1 - share))


@cache
def numbers():
    """The chapter's numbers, by name."""
    return Numbers.of(
        _bars, _candidates, _path, _axes, _doublings, _gains, _steps, _exchange, _scores, _gpt_scores, _last_step,
        _floors, _exercises,
    )  # fmt: skip
