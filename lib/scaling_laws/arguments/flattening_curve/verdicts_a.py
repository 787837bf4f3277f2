"""Verdicts on article A's chart and its sentences about the curve."""

import numpy as np

from ... import published
from ...claims import Claim, Finding, Verdict
from ...quantity import Quantity, exact, percent
from . import bars, floors
from .numbers import numbers
from .surfaces import FITS, besiroglu, hoffmann, moment, pure_cut, total_cut

CHAPTER = "01_flattening_curve"
V = Verdict


def say(value, unit=""):
    return Quantity(float(value), unit).short


def listing(values, unit=""):
    return ", ".join(say(v, unit) for v in values)


def either(values, unit=""):
    return " or ".join(say(v, unit) for v in values)


def judge_axis(unit, predictable, additions):
    loss = unit.startswith(("nats", "bits"))
    because = (
        f"Both founding fits put the test loss in {unit} on the vertical axis. Scores behave otherwise: "
        f"{percent(predictable).short} of the tasks in one meta-study scale predictably, and four-digit addition reads "
        f"{listing(additions, '%')} over the eight sizes of GPT-3."
    )
    return Finding(V.CONTRADICTED if loss else V.HOLDS, because)


def judge_counters(counters, gpt3):
    if not any(counters):
        return Finding(
            V.NOT_CHECKABLE,
            f"All three counters read {say(counters[0])} in the text that we have; only the size of GPT-3, "
            f"{say(gpt3, 'parameters')}, was ever published.",
            "the values that the animation counted up to",
        )
    right = abs(counters[0] / gpt3 - 1) < 0.05
    return Finding(V.HOLDS if right else V.CONTRADICTED, f"The first counter reads {say(counters[0])}.")


def judge_dollar(gamma, price_low, price_high):
    slope = Quantity(-(1 + gamma), name="exponent of the loss bought by one more FLOP")
    because = (
        f"One more FLOP buys loss in proportion to compute to the power {slope.short}, always positive and always less."
    )
    if price_low <= 1:
        return Finding(V.HOLDS, because, numbers=(slope,))
    moved = f" But the price of a fixed capability fell {say(price_low, '×')} to {say(price_high, '×')} a year."
    return Finding(V.HOLDS_IF, because + moved, "prices and methods stand still", (slope,))


def judge_logarithm(heights):
    ratios = bars.successive_ratios(heights)
    fitted = bars.fit_candidates(heights)
    log = fitted["logarithm", "points"].miss
    floor = fitted["power law with a floor", "percent of the loss before"].miss
    because = (
        f"A logarithm makes all ratios of successive bars {say(1)}; the bars have {listing(ratios)}. The best "
        f"logarithm misses "
        f"them by {say(log, 'points')}, the best power law with a floor by {say(floor, 'points')}."
    )
    named = tuple(
        exact(r, name=f"ratio {i}") for i, r in zip(("second to first", "third to second", "fourth to third"), ratios)
    )
    return Finding(V.HOLDS if np.all(np.abs(ratios - 1) < 0.1) else V.CONTRADICTED, because, numbers=named)


def judge_measured(heights, metric, source):
    steps = -np.diff(heights[:3])
    falls = " and by ".join(say(v, "points") for v in steps)
    because = f"The first three bars fall by {falls}; continued, the next would be {say(heights[2] - steps[1], '%')}."
    if metric and source:
        return Finding(V.HOLDS, f"{because} Metric: {metric}; source: {source}.")
    return Finding(V.NOT_CHECKABLE, because, "the metric, the source and an error bar")


def judge_axes(size_exponents):
    decades = [1 / a for a in size_exponents]
    because = (
        f"Ten times the parameters is {either([10**d for d in decades], '×')} the compute if model size grows as "
        f"compute to the power {either(size_exponents)}; tenfold compute is {say(np.log2(10))} doublings."
    )
    if np.allclose(decades, 1):
        return Finding(V.HOLDS, because)
    return Finding(V.INCONSISTENT, because, "the chart's own labels step in parameters, the text above it in doublings")


def judge_total(heights, metric):
    heights = np.asarray(heights)
    product, total = np.prod(1 + heights / 100), heights.sum()
    because = (
        f"Added, the bars make {say(total, 'points')}, which a score that starts above "
        f"{say(100 - total, '%')} cannot gain; "
        f"multiplied, {say(product, '×')}, which one that starts above {say(100 / product, '%')} cannot."
    )
    if not metric:
        return Finding(V.NOT_CHECKABLE, because, "the name of what is gained")
    return Finding(V.HOLDS if total <= 100 else V.CONTRADICTED, because)


def judge_dramatic(gains):
    values = list(gains.values())
    because = (
        "From about ten to about a hundred billion parameters: "
        + "; ".join(f"{name} {say(gain, 'points')}" for name, gain in gains.items())
        + "."
    )
    if min(values) >= max(values) / 2:
        return Finding(V.HOLDS, because)
    return Finding(V.HOLDS_IF, because, "one picks benchmarks that leave chance in that window")


def judge_smaller(first, second, tokens_per_parameter):
    because = (
        f"PaLM's MMLU score rose by {say(first, 'points')} from its smallest to its middle size and by "
        f"{say(second, 'points')} from "
        f"there to its largest. No dense model of a trillion parameters has published scores, and the largest "
        f"PaLM saw only "
        f"{say(tokens_per_parameter)} tokens per parameter."
    )
    if second >= first:
        return Finding(V.CONTRADICTED, because)
    return Finding(V.HOLDS_IF, because, "one under-trained family may stand for the step")


def judge_worth(cuts, cost, value_of_one_percent):
    prices = [cost / cut for cut in cuts]
    because = (
        f"The last step cuts the loss by {say(cuts[0], '%')} or {say(cuts[1], '%')} (two fits) for some "
        f"{say(cost, 'dollars')} "
        f"of rented machines, so one percent of loss costs {say(prices[0], 'dollars')} to {say(prices[1], 'dollars')}."
    )
    if value_of_one_percent is None:
        return Finding(
            V.HOLDS_IF, because, "one percent of loss is worth less than that; nobody has shown what it is worth"
        )
    return Finding(V.CONTRADICTED if value_of_one_percent > max(prices) else V.HOLDS, because)


def judge_promise(gain_ratios, shown=()):
    because = (
        f"The papers print power laws. Each tenfold of compute then brings {either(gain_ratios)} of the gain "
        f"of the tenfold "
        f"before (two fits), where a logarithm brings {say(1)} and never flattens."
    )
    return Finding(V.HOLDS if np.allclose(gain_ratios, 1, atol=0.05) else V.CONTRADICTED, because, numbers=shown)


def judge_doubling(cuts, reducible, shown=()):
    """cuts : per fit, percent cut of the total loss per doubling at growing compute. reducible : the same "
    "above the floor."""
    falling = all(np.all(np.diff(series) < -1e-9) for series in cuts)
    because = (
        f"From {say(moment('small'), 'FLOP')} to {say(moment('llama'), 'FLOP')} one doubling cuts the whole loss by "
        + " or by ".join(listing(series, "%") for series in cuts)
        + f". Above the floor every doubling cuts the same {say(reducible[0], '%')} or {say(reducible[1], '%')}."
    )
    if not falling:
        return Finding(V.CONTRADICTED, because)
    return Finding(V.HOLDS_IF, because, "gain means nats, or a share of a loss that has a floor", shown)


def judge_bend(published_floors, sinking, future_floor, future_sinking, shown=()):
    positive = [f for f in published_floors if f > 0]
    because = (
        f"Published floors run from {say(min(positive))} to {say(max(positive))} nats per token, and one law "
        f"has none. Runs like those "
        f"behind the refit would not reject a floor that itself falls with exponent {say(sinking)}; at "
        f"{numbers().future.short} that is {say(future_sinking)} nats instead of {say(future_floor)}."
    )
    if len(positive) == len(published_floors) and sinking < 0.005:
        return Finding(V.HOLDS, because)
    return Finding(V.HOLDS_IF, because, "a floor above zero exists, which the runs suggest and do not prove", shown)


def _gain(key_from, key_to):
    return published.value(key_to) - published.value(key_from)


def _claims_on_chart():
    heights = bars.article_bars()
    return (
        Claim(
            "A8",
            "Returns shrink in exactly the way of a logarithm.",
            CHAPTER,
            judge_logarithm,
            "A chart with a named metric whose gains per tenfold are equal.",
            {"heights": heights},
            {"heights": (20.0, 20.0, 20.0, 20.0)},
            (),
            ("kaplan2020scaling", "hoffmann2022training"),
        ),
        Claim(
            "A9",
            "Three of the four bars are measured; only the last is a projection.",
            CHAPTER,
            judge_measured,
            "The table behind the chart.",
            {"heights": heights, "metric": "", "source": ""},
            {"metric": "a named score", "source": "a table in print"},
        ),
        Claim(
            "A10",
            "Each bar is the gain for ten times the compute.",
            CHAPTER,
            judge_axes,
            "Labels in the unit of the title.",
            {
                "size_exponents": (
                    published.value("kaplan_2020_nopt_exponent"),
                    published.value("hoffmann_2022_approach1_a"),
                )
            },
            {"size_exponents": (1.0, 1.0)},
            (),
            ("kaplan2020scaling", "hoffmann2022training"),
        ),
        Claim(
            "A11",
            "Together the four bars describe one possible history of gains.",
            CHAPTER,
            judge_total,
            "The name of the metric and its starting value.",
            {"heights": heights, "metric": ""},
            {"metric": "points of a score"},
        ),
    )


def _claims_on_law():
    gammas = [fit().frontier_exponent for fit in FITS.values()]
    places = [moment(name) for name in ("small", "chinchilla", "llama")]
    cuts = [tuple(total_cut(fit().frontier, C, 2.0) for C in places) for fit in FITS.values()]
    few = int(published.value("hoffmann_2022_isoflop_budgets"))
    n = numbers()
    return (
        Claim(
            "A7",
            "Scaling still works, but each further dollar of compute returns less.",
            CHAPTER,
            judge_dollar,
            "A stretch of the frontier on which the loss falls faster than the money grows.",
            {
                "gamma": hoffmann().frontier_exponent,
                "price_low": published.value("epoch_price_decline_low"),
                "price_high": published.value("epoch_price_decline_high"),
            },
            {"price_low": 1.0, "price_high": 1.0},
            ("hoffmann2022training",),
            ("epoch2025prices",),
        ),
        Claim(
            "A15",
            "Scaling laws promise logarithmic returns, not linear ones.",
            CHAPTER,
            judge_promise,
            "A scaling law in print whose gain per tenfold is constant.",
            {
                "gain_ratios": tuple(10**-g for g in gammas),
                "shown": (n.gamma_r.named("exponent of the frontier, refit"),),
            },
            {"gain_ratios": (1.0, 1.0)},
            (),
            ("kaplan2020scaling", "hoffmann2022training"),
        ),
        Claim(
            "A16",
            "Each doubling of compute improves less than the doubling before.",
            CHAPTER,
            judge_doubling,
            "A loss that keeps falling by the same share over many decades.",
            {
                "cuts": cuts,
                "reducible": tuple(pure_cut(g) for g in gammas),
                "shown": (
                    n.doubling_chinchilla_r.named("at the budget of Chinchilla, refit"),
                    n.doubling_llama_r.named("at that of Llama 3.1 405B, refit"),
                    n.reducible_doubling_r.named("above the floor, refit"),
                ),
            },
            {"cuts": [(pure_cut(0.05),) * 3]},
            ("hoffmann2022training", "besiroglu2024chinchilla"),
            ("kaplan2020scaling",),
        ),
        Claim(
            "A17",
            "The curve meets no wall; it bends towards the horizontal.",
            CHAPTER,
            judge_bend,
            "Loss on one text and one tokenizer over six or more decades of compute.",
            {
                "published_floors": tuple(v[0] for v in floors.published_floors().values()),
                "sinking": n.sinking_few.value,
                "future_floor": n.future_r.value,
                "shown": (n.floor_r.named("floor of the refit"), n.future_r.named("loss then, refit")),
                "future_sinking": float(floors.sinking_floor(few)[1](n.future.value)),
            },
            {"published_floors": (besiroglu().E,) * 3, "sinking": 0.0},
            ("besiroglu2024chinchilla", "muennighoff2023scaling"),
            ("kaplan2020scaling", "sardana2024beyond", "krajewski2024finegrained"),
        ),
    )


def _claims_on_steps():
    n = numbers()
    sizes = ("small", "medium", "large", "xl", "2p7b", "6p7b", "13b", "175b")
    gains = {
        "PaLM on MMLU": _gain("mmlu_palm_8b_llama_table", "mmlu_palm_62b_llama_table"),
        "GPT-3 on TriviaQA": _gain("gpt3_triviaqa_13b", "gpt3_triviaqa_175b"),
        "GPT-3 on HellaSwag": _gain("gpt3_hellaswag_13b", "gpt3_hellaswag_175b"),
    }
    return (
        Claim(
            "A3",
            "The founding papers show smooth relations between scale and benchmark scores.",
            CHAPTER,
            judge_axis,
            "A founding paper whose fitted quantity is a benchmark score.",
            {
                "unit": published.row("hoffmann_2022_fit_e").unit,
                "predictable": published.value("lourie_2025_predictable"),
                "additions": [published.value(f"gpt3_arith_4d_add_{s}") for s in sizes],
            },
            {"unit": "percent correct"},
            ("gadre2024language",),
            ("kaplan2020scaling", "hoffmann2022training", "lourie2025scaling"),
        ),
        Claim(
            "A6",
            "Three counters give the sizes of GPT-3 and GPT-4 and a benchmark gain.",
            CHAPTER,
            judge_counters,
            "The page as it was published.",
            {
                "counters": tuple(published.value(f"article_a_counter_{k}") for k in ("gpt3", "gpt4", "gain")),
                "gpt3": published.value("gpt3_175b_params"),
            },
            {"counters": (175e9, 1e12, 40.0)},
        ),
        Claim(
            "A12",
            "The step from ten to a hundred billion parameters brought dramatic gains.",
            CHAPTER,
            judge_dramatic,
            "A fixed list of tasks chosen before the models were scored.",
            {"gains": gains},
            {"gains": {"first task": 20.0, "second task": 25.0}},
            ("touvron2023llama",),
            ("brown2020language",),
        ),
        Claim(
            "A13",
            "The step from a hundred billion to a trillion parameters brought smaller gains.",
            CHAPTER,
            judge_smaller,
            "Scores of a dense trillion-parameter model trained on enough text.",
            {
                "first": gains["PaLM on MMLU"],
                "second": _gain("mmlu_palm_62b_llama_table", "mmlu_palm_540b_llama_table"),
                "tokens_per_parameter": published.value("run_palm_flop") / 6 / published.value("run_palm_params") ** 2,
            },
            {"second": 40.0},
            ("touvron2023llama",),
            ("meta2024llama31card",),
        ),
        Claim(
            "A14",
            "A step from one to ten trillion parameters would hardly be worth its cost.",
            CHAPTER,
            judge_worth,
            "A measured value of one percent of loss.",
            {
                "cuts": (n.giant_cut_h.value, n.giant_cut_r.value),
                "cost": n.giant_dollars.value,
                "value_of_one_percent": None,
            },
            {"value_of_one_percent": 1e12},
            ("hoffmann2022training",),
            (),
        ),
    )


def claims():
    """The claims of article A on the curve, in order."""
    found = (*_claims_on_chart(), *_claims_on_law(), *_claims_on_steps())
    return tuple(sorted(found, key=lambda claim: int(claim.id[1:])))
